"""claim/repeat: one figure told in two places, with two of its digits exchanged in one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.facts.claims.heads import nouns
from extractor.facts.claims.panorama import apart, each_of_any, grams
from extractor.facts.claims.repeats import of_one_subject
from extractor.facts.claims.scope import AMOUNTS, SAME_REPORT
from extractor.language.patterns import Patterns
from extractor.model.facts import Claim, Hedge, Operand, Quantity
from extractor.model.text import Span, Text

_FORM = "claim.repeat.exchanged"
"""What reads these claims, in place of a pattern."""
_DIGITS = 4
"""Digits in which an exchange is no chance."""
_REACH = 16
"""Characters before and behind a figure that name it."""
_SHARED = 2
"""Pairs of characters that the words round both share."""


def exchanged(text: Text, quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Claim]:
    """Figures of two paragraphs that are printed alike but for two neighbouring digits, where the words round both name the same."""
    seen: dict[tuple[str | None, int, int, str], list[Quantity]] = {}
    values = {(one.unit, one.value, one.scale) for one in quantities}
    for one in quantities:
        digits = "" if one.value is None else format(one.value, "f").replace(".", "")
        if one.kind not in AMOUNTS or one.hedge is not Hedge.EXACT or len(digits) < _DIGITS:
            continue
        group = seen.setdefault((one.unit, one.scale, one.decimals, "".join(sorted(digits))), [])
        known = next((other for other in group if other.value != one.value and _exchanged(other, one)), None)
        if known is not None and not _moved(known, one, values) and _of_one_thing(text, (known, one), patterns):
            yield Claim("claim/repeat", _FORM, one, (Operand("first", known, SAME_REPORT),), Span(known.at.start, one.at.end))
        group.append(one)


def _exchanged(one: Quantity, other: Quantity) -> bool:
    """Whether two figures of the same digits differ by two neighbours that are exchanged."""
    first, second = format(one.value or 0, "f"), format(other.value or 0, "f")
    differing = [place for place, (here, there) in enumerate(zip(first, second, strict=True)) if here != there]
    return len(differing) == _SHARED and differing[1] - differing[0] <= _SHARED


def _of_one_thing(text: Text, pair: tuple[Quantity, Quantity], patterns: Patterns) -> bool:
    """Whether the words round two figures of two paragraphs name the same, and neither another time nor a plan or a part."""
    one, other = (_words(text, figure) for figure in pair)
    first, second = grams(one, patterns), grams(other, patterns)
    shared = len(first & second)
    if not nouns(one, patterns) or not nouns(other, patterns):
        return False  # 共发放86.40万元 names nothing
    if apart(one, other, patterns) or shared * 2 < min(len(first), len(second)) or _of_two_payees(text, pair, patterns):
        return False
    return shared >= _SHARED and not _beside(text, *pair) and _of_one_time(text, pair, patterns) and not _aside(text, pair, patterns)


def _of_two_payees(text: Text, pair: tuple[Quantity, Quantity], patterns: Patterns) -> bool:
    """Whether figures are one of each (每人900元) and the clauses before name two things that they are of, or their own clause names none."""
    for one in pair:
        before = text.content[max(0, one.at.start - _REACH) : one.at.start]
        if each_of_any(before[max(before.rfind(mark) for mark in _MARKS) + 1 :], patterns):
            return True
        if patterns.one("claim.of-each").search(before) and not of_one_subject(text.content, *pair, patterns):
            return True
    return False


def _of_one_time(text: Text, pair: Sequence[Quantity], patterns: Patterns) -> bool:
    """Whether the words round two figures name no two times."""
    named = [{match[0] for match in patterns.one("claim.repeat.when").finditer(_words(text, one))} for one in pair]
    return not named[0] or not named[1] or named[0] == named[1]


def _beside(text: Text, one: Quantity, other: Quantity) -> bool:
    """Whether two figures stand in one paragraph: then they are told side by side as two."""
    return text.paragraph_at(one.at.start) == text.paragraph_at(other.at.start)


def _moved(one: Quantity, other: Quantity, values: set[tuple[str | None, Decimal | None, int]]) -> bool:
    """Whether the report tells the difference of two figures: then both are meant."""
    assert one.value is not None and other.value is not None
    return (one.unit, abs(one.value - other.value), one.scale) in values


def _words(text: Text, one: Quantity) -> str:
    """The words round a figure, to the marks of its clause."""
    before = text.content[max(0, one.at.start - _REACH) : one.at.start]
    behind = text.content[one.at.end : one.at.end + _REACH]
    ends = [at for mark in _MARKS if (at := behind.find(mark)) >= 0]
    return f"{before[max(before.rfind(mark) for mark in _MARKS) + 1 :]} {behind[: min(ends, default=_REACH)]}"


def _aside(text: Text, pair: Sequence[Quantity], patterns: Patterns) -> bool:
    """Whether words round one of them make it another figure: a plan, a part, another year."""
    return any(word in _words(text, one) for one in pair for word in patterns.words("claim.exchanged.aside"))


_MARKS = "\uff0c\u3002\uff1b\uff1a\n"
