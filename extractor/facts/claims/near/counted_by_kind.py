"""claim/count: names that end as things of a kind do, and how many of that kind there are, told beside them (甲小学、乙中学，3所学校; 2个县区（甲县、乙区）).

The word behind the number says what the names are; all of them must end as names of its kind do, so that nothing else is counted. The number stands right
behind the names, at the head of the next clause, or before a bracket or colon that holds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, QuantityKind
from extractor.model.text import Span

if TYPE_CHECKING:
    import regex

_FORM = "claim.count.by-kind"
"""What reads these claims, in place of a pattern."""
_LEAST, _MOST = 2, 20
_WIDE = 8
"""Characters behind a number in which the word for a kind begins."""
_SLIP, _APART = 1, 2
"""By how much a number may miss the names and still be theirs: in another clause, and right beside them."""
_LONGEST = 16
"""Characters of a name."""


def counted_by_kind(sentences: Sequence[Sentence], patterns: Patterns) -> Iterator[Claim]:
    """Each number of things of a known kind that stands beside a list of their names."""
    told: set[tuple[str | None, object]] = set()
    for sentence in sentences:
        for one in () if sentence.cell else sentence.figures:
            if not _is_number(one):
                continue
            known = (one.quantity.unit, one.quantity.value)
            ends = _ends(one, sentence, patterns)
            found = None if ends is None else _before(one, sentence, ends, patterns) or _behind(one, sentence, ends, patterns)
            found = found or _next_clause(one, sentence, patterns)
            if found is not None and known not in told:
                items, at, beside = found
                if abs(items - int(one.quantity.value or 0)) <= (_APART if beside and items > _APART else _SLIP):
                    params: dict[str, object] = {"items": items, "least": items, "most": items, "listed": at}
                    yield Claim("claim/count", _FORM, one.quantity, (), Span.covering(at, one.at), None, params)
            told.add(known)


def _is_number(one: Placed) -> bool:
    exact = one.quantity.kind is QuantityKind.COUNT and one.quantity.hedge is Hedge.EXACT and one.quantity.value is not None
    return exact and not one.quantity.decimals and one.quantity.scale == 1 and _LEAST <= (one.quantity.value or 0) <= _MOST


def _ends(one: Placed, sentence: Sentence, patterns: Patterns) -> tuple[str, ...] | None:
    """How the names of the kind end that the words behind a number tell; None where they tell none."""
    kinds: dict[str, list[str]] = patterns.entry("claim.count.kinds").data["kinds"]
    text, at = sentence.text, one.at.end - sentence.at.start
    unit = len(one.quantity.text) - len(one.quantity.text.lstrip("0123456789"))
    begin = at - (len(one.quantity.text) - max(unit, 1))
    said = text[begin : at + _WIDE + _APART]
    said = said[: next((place for place, char in enumerate(said) if char in "，。；：、（(“《"), len(said))]
    first = min((place for kind in kinds if 0 <= (place := said.find(kind)) <= _WIDE), default=None)
    if first is None:
        return None
    while True:
        kind = max((kind for kind in kinds if said.startswith(kind, first)), key=len)
        following = first + len(kind)
        if not any(said.startswith(other, following) for other in kinds):
            return tuple(kinds[kind])
        first = following


def _before(one: Placed, sentence: Sentence, ends: tuple[str, ...], patterns: Patterns) -> tuple[int, Span, bool] | None:
    """The names before a number: how many, where, and whether they stand right before it."""
    until = one.at.start - sentence.at.start
    match = patterns.one("claim.count.kind-list").search(sentence.text[:until])
    if match is None:
        return None
    items = _names(match["list"], ends, patterns, cut=True)
    if items is None:
        return None
    return items, Span(sentence.at.start + match.start("list"), sentence.at.start + match.end("list")), not match["comma"]


def _behind(one: Placed, sentence: Sentence, ends: tuple[str, ...], patterns: Patterns) -> tuple[int, Span, bool] | None:
    """The names in a bracket or behind a colon right after the words of a number."""
    match: regex.Match[str] | None = patterns.one("claim.count.kind-list-behind").match(sentence.text, one.at.end - sentence.at.start)
    if match is None:
        return None
    items = _names(match["list"], ends, patterns, cut=False)
    return None if items is None else (items, Span(sentence.at.start + match.start("list"), sentence.at.start + match.end("list")), True)


def _next_clause(one: Placed, sentence: Sentence, patterns: Patterns) -> tuple[int, Span, bool] | None:
    """Titles, or short names alike, in the clause before one that opens with the number of all of them (编制《甲》《乙》，两项成果均通过评审)."""
    text, until = sentence.text, one.at.start - sentence.at.start
    said = patterns.one("claim.count.all-of-them").match(text, one.at.end - sentence.at.start)
    if said is None:
        return None
    match = patterns.one("claim.count.listed-clause").search(text[:until])
    if match is None:
        return None
    at = Span(sentence.at.start + match.start("list"), sentence.at.start + match.end("list"))
    if titles := len(patterns.one("quantity.not.title").findall(match["list"])):
        return (titles, at, False) if said["papers"] else None
    items = [item.strip() for item in match["list"].split(patterns.words("claim.list-mark")[0])]
    joined = any(patterns.one("claim.joint").search(item) is not None for item in items)
    return None if joined or not said["works"] or any(len(item) < _LEAST for item in items[1:]) else (len(items), at, False)


def _names(listed: str, ends: tuple[str, ...], patterns: Patterns, *, cut: bool) -> int | None:
    """How many names a list holds; None where one of them is no name of the kind. cut: whether words may follow the last one."""
    mark = patterns.words("claim.list-mark")[0]
    *first, last = listed.split(mark)
    joint, amount = patterns.one("claim.count.kind-joint"), patterns.one("claim.count.kind-amount")
    cuts = [match.span() for match in joint.finditer(last)]
    pieces = [last[begin:end] for begin, end in zip([0, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), len(last)], strict=True)]
    items = [amount.sub("", one).strip() for one in (*first, *pieces)]
    if cut and not items[-1].endswith(ends):
        items[-1] = patterns.one("claim.count.kind-tail").sub("", items[-1])
    if len(items) < _LEAST or len(set(items)) < len(items) or any(joint.search(one) is not None for one in first):
        return None
    if any(char.isdigit() for one in items for char in one) or patterns.one("claim.count.kind-open").search(last) is not None:
        return None
    plain = all(one.endswith(ends) and 1 < len(one) <= (_LONGEST if number else 2 * _LONGEST) for number, one in enumerate(items))
    return len(items) if plain else None
