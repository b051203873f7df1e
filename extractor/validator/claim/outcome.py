"""The verdict on a claim: its first reading, further readings that may clear it, and why it can't be decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from extractor.model.facts import Claim, Operand, Quantity, QuantityKind
from extractor.model.report import Verdict
from extractor.validator.claim.equations import Result, Values, compute
from extractor.validator.claim.spread import is_fraction, spread, unit_of, value_of
from extractor.validator.interval import Interval
from extractor.validator.verdict import judge

ZERO = "zero-divisor"
OPEN_LIST = "open-list"
AMBIGUOUS = "ambiguous"
UNDECIDABLE = frozenset({"hedged", "masked", "open-list"})
"""Doubts that no reading clears."""

_NEAR = Fraction(1, 4)
_NEARLY = Fraction(1, 50)
"""A 其中 whose parts leave less than this share of the whole is a full list: nobody lists nearly all and leaves such a rest unsaid."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a claim ends. result: of the reading that decided (None where nothing could be computed). reading: its number, 0 the first."""

    verdict: Verdict
    reason: str | None
    operands: tuple[Operand, ...]
    result: Result | None
    reading: int = 0


def decide(claim: Claim, values: Values | None = None) -> Outcome:
    """The verdict on a claim whose rule has an equation. Several readings: the first that agrees; where none does, the first one's."""
    if claim.doubt in UNDECIDABLE:
        return Outcome(Verdict.UNCHECKED, claim.doubt, claim.operands, None)
    first: Outcome | None = None
    for number, (operands, factor) in enumerate(_readings(claim)):
        if any(one.quantity is None or one.quantity.value is None for one in operands) or not operands:
            continue
        try:
            result = compute(claim, operands, factor, values)
        except ZeroDivisionError:
            first = first or Outcome(Verdict.UNCHECKED, ZERO, tuple(operands), None)
            continue
        verdict = compare(claim.stated, result, values)
        if verdict is not Verdict.INCONSISTENT:
            if number and any(_unsure(one.quantity) for one in operands):
                continue
            return Outcome(verdict, None, tuple(operands), result, number)
        first = first or Outcome(verdict, None, tuple(operands), result)
    if first is None or claim.doubt is not None or first.verdict is Verdict.UNCHECKED:
        reason = claim.doubt or (first.reason if first is not None else None) or AMBIGUOUS
        return Outcome(Verdict.UNCHECKED, reason, claim.operands, first.result if first is not None else None)
    if claim.params.get("far") and not _comes_near(claim.stated, first, values):
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)
    return _breakdown(claim, first, values) if claim.rule == "claim/breakdown" else first


def _comes_near(stated: Quantity, outcome: Outcome, values: Values | None) -> bool:
    """Whether what operands from another sentence give lies near the stated figure: else they are more likely the wrong ones than misprinted."""
    if outcome.result is None:
        return False
    figure = value_of(stated, values)
    return abs(outcome.result.computed - figure) <= figure * _NEAR


def _unsure(quantity: Quantity | None) -> bool:
    return quantity is None or quantity.hedge.value != "exact"


def _readings(claim: Claim) -> Iterator[tuple[Sequence[Operand], Fraction]]:
    others = claim.params.get("readings", ())
    factors = claim.params.get("factors", (Fraction(1),))
    assert isinstance(others, tuple)
    assert isinstance(factors, tuple)
    for operands in (claim.operands, *others):
        for factor in factors:
            yield operands, factor


def compare(stated: Quantity, result: Result, values: Values | None = None) -> Verdict:
    """The stated figure against what was computed, as `extractor.validator.verdict` has it; a spoken fraction by its own interval."""
    if is_fraction(stated):
        if value_of(stated, values) == result.computed:
            return Verdict.EXACT
        return Verdict.WITHIN_ROUNDING if spread(stated, values).overlaps(result.possible) else Verdict.INCONSISTENT
    printed = (values or {}).get(stated.id, stated.value)
    assert printed is not None
    if _is_exact(stated) and result.possible.low == result.possible.high:
        return Verdict.EXACT if Fraction(printed) * unit_of(stated) == result.computed else Verdict.INCONSISTENT
    return judge(printed, result.computed, result.possible, unit_of(stated))


def _is_exact(quantity: Quantity) -> bool:
    own = spread(quantity)
    return own.low == own.high and quantity.kind is not QuantityKind.PERCENT


def _breakdown(claim: Claim, first: Outcome, values: Values | None) -> Outcome:
    """A list under 其中 may be a part of the whole only: it is accused where it can't be."""
    complete = claim.params.get("complete")
    result = first.result
    assert result is not None
    whole = spread(claim.stated, values)
    rivals = claim.params.get("rivals", ())
    assert isinstance(rivals, tuple)
    for rival in rivals:
        if rival.value is None or spread(rival, values).overlaps(result.possible):
            return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, result)
    if complete == "full":
        stretched = whole.high > 0 and (result.computed * 2 < whole.low or result.computed > whole.high * 2)
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, result) if stretched else first
    if complete == "overlapping":
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, result)
    if result.possible.low > whole.high:
        return first
    gap = value_of(claim.stated, values) - result.computed
    if gap <= value_of(claim.stated, values) * _NEARLY:
        return first
    return Outcome(Verdict.UNCHECKED, OPEN_LIST, claim.operands, result)


def slack_hides_a_slip(stated: Quantity, possible: Interval) -> bool:
    """Whether a figure that agrees only within rounding might be a slip all the same.

    The operands leave room for three or more different figures of the printed precision: a stated figure one step higher or lower would
    have passed as well, so that passing says little.
    """
    step = unit_of(stated) / 10**stated.decimals
    return bool(possible.high - possible.low >= 2 * step)
