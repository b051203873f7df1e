"""claim/repeat: a figure of the sentence before told again at once (上述318万元…; 560个岗位全部…), with a slip in one of the two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.facts.claims.one_digit import digits_apart, is_swapped, printed_digits
from extractor.facts.claims.scope import AMOUNTS, SAME_PARAGRAPH, alike
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand

_FORM = "claim.repeat.again"
_DIGITS, _LONG = 3, 4
"""Digits in which an exchange tells a slip; in which one changed digit does."""
_NAMED = 4
"""Characters that name what is told again."""


def again(sentences: Sequence[Sentence], patterns: Patterns) -> Iterator[Claim]:
    """Figures of two sentences in a row, printed alike but for one slip, where the second says that it speaks of the same (上述, 全部, 均)."""
    for before, sentence in pairwise(sentences):
        if before.paragraph != sentence.paragraph or sentence.at.start - before.at.end > 1 or sentence.cell:
            continue
        if not any(word in sentence.text for word in patterns.words("claim.repeat.of-all")):
            continue
        first = next((one for one in sentence.figures if one.quantity.kind in AMOUNTS), None)
        if first is None or first.clause or any(one.quantity.worth == first.quantity.worth for one in before.figures):
            continue
        known = [one for one in before.figures if _slipped(one, first, patterns) and _of_one_name(before, one, sentence, first, patterns)]
        if len(known) == 1 and not _moved(known[0], first, [*before.figures, *sentence.figures]):
            operand = Operand("first", known[0].quantity, SAME_PARAGRAPH)
            yield Claim.of("claim/repeat", _FORM, first.quantity, (operand,))


def _slipped(one: Placed, other: Placed, patterns: Patterns) -> bool:
    """Whether two figures of one unit are printed alike but for two neighbours exchanged, or one digit of many."""
    first, second = one.quantity, other.quantity
    exact = first.hedge is second.hedge is Hedge.EXACT and first.value is not None and second.value is not None
    apart = digits_apart(first, second) if exact and alike(first, second) else None
    length = len(printed_digits(first))
    if apart is None or length < _DIGITS:
        return False
    said = any(other.lead.rstrip().endswith(word) for word in patterns.words("claim.repeat.the-said"))
    return is_swapped(first, second) or (len(apart) == 1 and (length >= _LONG or said))


def _of_one_name(before: Sentence, one: Placed, sentence: Sentence, other: Placed, patterns: Patterns) -> bool:
    """Whether the name of the second, behind it or before it, is that of the first, and all of it is meant."""
    tail = sentence.text[other.at.end - sentence.at.start :]
    said = any(other.lead.rstrip().endswith(word) for word in patterns.words("claim.repeat.the-said"))
    behind = patterns.one("claim.repeat.all-behind").match(tail)
    name = str(behind["name"]) if behind is not None else ""
    told = f"{before.text[: one.at.start - before.at.start]}{one.tail}"
    if len(name) >= _NAMED:
        return name[-_NAMED:] in told or name[:_NAMED] in told
    lead = other.lead.strip()
    if said and not name:
        return len([item for item in before.figures if alike(item.quantity, other.quantity)]) == 1
    if behind is not None and not name:
        return len(lead) >= _NAMED and one.lead.strip().endswith(lead)
    return bool(name) and name in told and (said or len(format(one.quantity.value or 0, "f")) >= _LONG)


def _moved(one: Placed, other: Placed, figures: Sequence[Placed]) -> bool:
    """Whether one of the figures is the difference of the two: then both are meant."""
    apart = abs(one.quantity.worth - other.quantity.worth)
    return any(item.quantity.worth == apart and alike(item.quantity, one.quantity) for item in figures)
