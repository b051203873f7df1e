"""claim/sum and claim/difference: figures that a claim calls by their names alone, wherever in the report they stand (冰箱和冷链车共计621台).

A name stands for a figure where the report has one amount directly behind it, however often it tells that. Nothing else is bound, so nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extractor.facts.claims.far.panorama import Seen
from extractor.facts.claims.scope import IN_TABLE, SAME_SECTION, Scope, alike
from extractor.facts.claims.tables.keyed_grids import Series
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim, Operand, QuantityKind

_FEWEST = 2
"""Names, and characters of one, below which nothing is told by names."""
_BACK = 40
"""Figures back in which the items of a sum are looked for."""


def total(scope: Scope, told: Sequence[Series]) -> Iterator[Claim]:
    """A和B共计S: the sum of two or more figures that it names."""
    del told
    stated = scope.figure("stated")
    if stated is None or scope.each(stated):
        return
    number = chinese_to_int(scope.text("number"), scope.patterns) if scope.text("number") else None
    named = _named(scope, stated, scope.opening()) or _numbered(scope, stated, number or 0)
    if len(named) >= _FEWEST and number in (None, len(named)) and not _paid_of(scope, named):
        yield scope.claim(stated, [Operand("part", one.placed.quantity, _where(scope, one)) for one in named], rule="claim/sum")
    elif len(counted := _counted(scope, stated, number)) >= _FEWEST and not _paid_of(scope, counted):
        operands = [Operand("part", one.placed.quantity, _where(scope, one)) for one in counted]
        yield scope.claim(stated, operands, rule="claim/sum", strict=True, telling=3)


def _paid_of(scope: Scope, named: Sequence[Seen]) -> bool:
    """Whether a sum is what was paid of figures that tell what was to be had (中央经费682万元、省级经费248万元 … 中央和省级经费合计拨付910万元)."""
    return scope.has("claim.spent", scope.text("phrase")) and not any(scope.has("claim.spent", one.placed.lead) for one in named)


def _counted(scope: Scope, stated: Placed, number: int | None) -> list[Seen]:
    """The figures of names with a count behind them (新建果园和改造果园两类奖补共744万元), or that have their end in common (专职和兼职巡河员合计600名)."""
    words = scope.opening()
    if scope.has("claim.aims", words) or not any(joint in words for joint in scope.patterns.words("claim.joint-words")):
        return []
    told = scope.patterns.one("claim.named.counted").search(words)
    number = number if told is None else chinese_to_int(told["number"], scope.patterns)
    kept = scope.patterns.one("claim.far.aside").sub("", words if told is None else words[: told.start()]).strip()
    names = [name for name in scope.patterns.one("claim.named.joint").sub("\n", kept).split("\n") if name]
    if len(names) < _FEWEST or any(len(name) < _FEWEST for name in names) or number not in (None, len(names)):
        return []
    last = names[-1]
    for end in ("", *(last[at:] for at in range(1, len(last) - 1))):
        found = [
            _known_as(scope, stated, name if name is last else f"{name}{end}") or _begun_by(scope, stated, name, end) for name in names
        ]
        if all(one is not None for one in found):
            return [one for one in found if one is not None]
    return []


def _begun_by(scope: Scope, stated: Placed, name: str, end: str) -> Seen | None:
    """The figure whose words hold a name and end with what several have in common (中央和省级经费: 中央重大传染病防控经费682万元)."""
    if len(end) < _FEWEST:
        return None
    held = scope.around.panorama.ending_in(end)
    fits = [one for one in held if name in one.placed.lead and one.sentence >= 0 and one.placed.at.end <= stated.at.start]
    fits = [one for one in fits if one.placed.lead.strip().endswith(end) and not one.placed.depth and _may_be(scope, one, stated)]
    return fits[0] if len({one.size for one in fits}) == 1 else None


def joined(scope: Scope) -> Iterator[Claim]:
    """市县两级配套552万元, 新改建公路181.1公里: the sum of two figures of one sentence whose names differ in what the joined word holds."""
    stated = scope.figure("stated")
    if stated is None or scope.each(stated) or scope.changes(stated):
        return
    view = scope.around.panorama
    whole, rest = scope.text("middle"), scope.text("rest")
    names = [f"{scope.text(side)}{whole[-1]}" for side in ("first", "second")]
    known = [one for one in view.before(scope.match.start(), stated.quantity.kind, stated.quantity.unit) if one.sentence >= 0]
    found = [[one for one in known if one.placed.lead.strip().startswith(name) and view.overlap(rest, one.placed.lead)] for name in names]
    if any(len({one.size for one in held}) != 1 for held in found) or found[0][0].sentence != found[1][0].sentence:
        return
    spent = any(scope.has("claim.spent", rest) and not scope.has("claim.spent", held[0].placed.lead) for held in found)
    if not spent:
        operands = [Operand("part", held[0].placed.quantity, _where(scope, held[0])) for held in found]
        yield scope.claim(stated, operands, strict=True, telling=3)


def _numbered(scope: Scope, stated: Placed, number: int) -> list[Seen]:
    """The figures of the first, the second … of so many (第一批下达1260万元 … 第二批下达845万元 … 两批资金共计), where each has one of its unit; else none."""
    kind = scope.match[0][len(scope.text("number")) :][:1]
    if not _FEWEST <= number <= len(scope.patterns.words("claim.numbered")) or kind not in scope.patterns.words("claim.kinds-of-parts"):
        return []
    view = scope.around.panorama
    known = [one for one in view.before(scope.sentence.at.start, stated.quantity.kind, stated.quantity.unit)[-_BACK:] if one.sentence >= 0]
    known = [one for one in known if not scope.changes(one.placed) and not scope.each(one.placed) and not one.placed.depth]
    words = scope.match[0][len(scope.text("number")) + 1 :]
    if view.names(words):
        known = [one for one in known if view.overlap(words, one.placed.lead)]  # 两批项目共完成投资
    found = [[one for one in known if f"{word}{kind}" in one.said] for word in scope.patterns.words("claim.numbered")[:number]]
    return [held[0] for held in found] if all(len({one.size for one in held}) == 1 for held in found) else []


def difference(scope: Scope, told: Sequence[Series]) -> Iterator[Claim]:
    """A与B相差C: the difference of the two figures that it names."""
    del told
    stated = scope.figure("stated")
    if stated is None or not scope.has("claim.either-way", scope.text("verb")):
        return
    named = _named(scope, stated, scope.opening())
    if len(named) == _FEWEST:
        operands = [Operand(role, one.placed.quantity, _where(scope, one)) for role, one in zip(("current", "base"), named, strict=True)]
        yield scope.claim(stated, operands, rule="claim/difference", sign=0)


def items(scope: Scope) -> Iterator[Claim]:
    """五项相加，标准为S: the one figure of its unit in each of so many paragraphs directly before it."""
    stated, number = scope.figure("stated"), chinese_to_int(scope.match["number"], scope.patterns)
    if stated is None or number is None or number <= _FEWEST:
        return
    view = scope.around.panorama
    here = view.of(stated)
    before = view.before(scope.sentence.at.start, stated.quantity.kind, stated.quantity.unit)[-_BACK:]
    paragraphs = [
        list(held) for _, held in groupby((one for one in before if one.paragraph < here.paragraph), key=lambda one: one.paragraph)
    ]
    chosen = paragraphs[-number:]
    if len(chosen) != number or any(len(held) != 1 for held in chosen):
        return
    own = [held[0] for held in chosen]
    if any(second.paragraph - first.paragraph != 1 for first, second in pairwise(own)) or here.paragraph - own[-1].paragraph > 1:
        return
    if len(paragraphs) > number and paragraphs[-number - 1][-1].paragraph == own[0].paragraph - 1:
        return  # one more than it says stands before them
    yield scope.claim(stated, [Operand("part", one.placed.quantity, SAME_SECTION) for one in own], rule="claim/sum", strict=True, telling=3)


def _where(scope: Scope, one: Seen) -> str:
    del scope
    return IN_TABLE if one.sentence < 0 else SAME_SECTION


def _named(scope: Scope, stated: Placed, words: str) -> list[Seen]:
    """The figures that the words before a claim name one by one (A和B, A、B与C), each told with one amount only; empty where one is not."""
    kept = scope.patterns.one("claim.far.aside").sub("", words).strip()
    names = [name for name in scope.patterns.one("claim.named.joint").sub("\n", kept).split("\n") if name]
    if len(names) < _FEWEST or any(len(name) < _FEWEST for name in names):
        return []
    found = [_known_as(scope, stated, name) for name in names]
    called = [one for one in found if one is not None]
    return called if len({one.placed.quantity.id for one in called}) == len(names) else []


def _known_as(scope: Scope, stated: Placed, name: str) -> Seen | None:
    """The figure that a name alone stands before, in the unit of another or counted like it."""
    noun = scope.patterns.one("claim.named.amount").sub("", name)
    view = scope.around.panorama
    fits = [one for one in view.ending(noun) if one.placed.quantity.id != stated.quantity.id and _may_be(scope, one, stated)]
    totals = [one for one in fits if one.sentence < 0 and one.summed]
    fits = totals or [one for one in fits if one.sentence >= 0]
    fits = [one for one in fits if one.placed.lead.strip() == noun] or fits  # 满意286人，基本满意9人: 满意和基本满意合计
    return fits[0] if len({one.size for one in fits}) == 1 and view.noun(fits[0]) == noun else None


def _may_be(scope: Scope, one: Seen, stated: Placed) -> bool:
    return _of_kind(one, stated) and not scope.changes(one.placed) and not scope.each(one.placed)


def _of_kind(one: Seen, stated: Placed) -> bool:
    counts = one.placed.quantity.kind is stated.quantity.kind is QuantityKind.COUNT
    return counts or alike(one.placed.quantity, stated.quantity)
