"""claim/repeat and claim/implausible: the same figure told twice, and ratios that stand out from the report's others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from extractor.facts.claims.scope import AMOUNTS, SAME_PARAGRAPH, alike
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.facts import Claim, Deduction, Hedge, Operand, Quantity, QuantityKind, Score, Totals
from extractor.model.text import Span

SAME_REPORT = "same-report"
RESTATED = "restated"
_LONG_ENOUGH, _NAMED = 6, 4
"""Characters that two subjects share where they name one thing; fewer are enough where they are all of one of them."""
_DIGITS = 3
"""Digits of a figure that is told from others by its value."""


def repeats(quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Claim]:
    """Figures told twice of one thing: equal ones, and such as differ by the order of their digits, the slip that copying makes.

    Other differences are left alone: two figures with like words round them are mostly two things.
    """
    earlier: dict[tuple[str | None, str], list[Quantity]] = {}
    common = patterns.words("claim.not-one-thing")
    contrasts = patterns.words("claim.contrasts")
    for one in quantities:
        digits = "" if one.value is None else format(one.value, "f").replace(".", "").lstrip("0")
        if one.kind not in AMOUNTS or one.hedge is not Hedge.EXACT or len(digits) < _DIGITS or one.subject is None:
            continue
        if any(word in one.subject for word in common):
            continue
        group = earlier.setdefault((one.unit, "".join(sorted(digits))), [])
        for known in group:
            if known.scale == one.scale and known.decimals == one.decimals and _same_thing(known, one, contrasts):
                at = Span(known.at.start, one.at.end)
                yield Claim("claim/repeat", "claim.repeat", one, (Operand("first", known, SAME_REPORT),), at)
                break
        group.append(one)


def _same_thing(one: Quantity, other: Quantity, contrasts: Sequence[str]) -> bool:
    """Whether the words round two figures name the same thing of the same period."""
    first, second = one.subject or "", other.subject or ""
    if any((word in first) != (word in second) for word in contrasts):
        return False
    years = [period[:4] for period in (one.period, other.period) if period is not None and period[:4].isdigit()]
    if len(set(years)) > 1:
        return False
    shared = _longest_shared(first, second)
    return shared >= _LONG_ENOUGH or (shared >= _NAMED and shared == min(len(first), len(second)))


def _longest_shared(one: str, other: str) -> int:
    """The length of the longest run of characters that two texts share."""
    best = 0
    for start in range(len(one)):
        while start + best < len(one) and one[start : start + best + 1] in other:
            best += 1
    return best


def restated(scores: Mapping[str, Score], totals: Totals, quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Claim]:
    """Figures in the reasons of deductions (因配套资金占34%，扣减1.32分), linked to the figure of the report that they restate."""
    places: list[Deduction] = [one for score in scores.values() for one in score.deductions]
    places += list(totals.deductions)
    told: set[str] = set()
    for deduction in sorted(places, key=lambda one: one.at):
        reach = Span(max(0, deduction.at.start - len(deduction.reason) - 24), deduction.at.start)
        for one in quantities:
            if one.kind is not QuantityKind.PERCENT or one.value is None or one.id in told:
                continue
            if not one.at.within(reach) or one.text not in deduction.reason or _is_limit(one, deduction.reason, patterns):
                continue
            known = [
                other
                for other in quantities
                if other.at.end <= one.at.start
                and alike(other, one)
                and other.value == one.value
                and other.decimals == one.decimals
                and not other.at.within(reach)
            ]
            if known:
                told.add(one.id)
                operand = Operand("first", known[0], RESTATED)
                yield Claim("claim/repeat", "claim.repeat.reason", one, (operand,), one.at, None, {"restates": known[0].id})


def _is_limit(one: Quantity, reason: str, patterns: Patterns) -> bool:
    """Whether the reason names the figure as a limit that was not reached (未达到80%), not as a fact."""
    lead = reason[: reason.find(one.text)]
    return any(word in lead[-8:] for word in patterns.words("claim.limit-in-reason"))


def implausible(sentences: Sequence[Sentence], patterns: Patterns) -> Iterator[Claim]:
    """People a household, where the report gives at least four such pairs: each against all the others."""
    couples = [one for sentence in sentences for one in _couples(sentence, patterns)]
    distinct: dict[tuple[object, object], tuple[Quantity, Quantity]] = {}
    for households, people in couples:
        distinct.setdefault((households.value, people.value), (households, people))
    pairs = list(distinct.values())
    if len(pairs) < 4:
        return
    for households, people in pairs:
        others = tuple(Operand("other", one, SAME_REPORT) for pair in pairs if pair[0] is not households for one in pair)
        operands = (Operand("households", households, SAME_PARAGRAPH), *others)
        yield Claim("claim/implausible", "claim.implausible", people, operands, Span(households.at.start, people.at.end))


def _couples(sentence: Sentence, patterns: Patterns) -> Iterator[tuple[Quantity, Quantity]]:
    figures: Sequence[Placed] = sentence.figures
    household, person = patterns.words("claim.household-units")
    for one, other in pairwise(figures):
        units = (one.quantity.unit, other.quantity.unit)
        close = other.at.start - one.at.end <= 1
        exact = one.quantity.hedge is Hedge.EXACT and other.quantity.hedge is Hedge.EXACT
        if units == (household, person) and close and exact and one.quantity.value and other.quantity.value:
            yield one.quantity, other.quantity
