"""Doubted claims whose figures stand side by side (params ``one_slip``): one slip of the pen is all that keeps them from holding to the digit.

A slip that puts an equation of several long figures right is no chance: the more digits they have, the farther it may lie from what is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from extractor.model.claims import Claim, Operand
from extractor.model.report import Verdict
from extractor.validator.claim.comparison import Outcome, compare
from extractor.validator.claim.equations import Result, compute
from extractor.validator.claim.long_sums import put_right
from extractor.validator.claim.outcome import AMBIGUOUS
from extractor.validator.claim.slips import slips
from extractor.validator.claim.spread import value_of
from extractor.validator.diagnosis import misprint
from extractor.validator.interval import Interval

_RATIO = "claim/ratio"
_LISTS = frozenset({"claim/breakdown", "claim/sum"})
_LONG, _LONGER = 4, 5
"""Digits of the longest figure: fewer need two digits exchanged, or a small slip; so many allow any."""
_SMALL, _LARGE = Fraction(1, 10), Fraction(1, 3)
"""How far what is given may lie from what is stated, by the digits."""
_HALF = 2
_TEN = 10
_TOLD_AGAIN = 3
"""Digits of a figure that may be another one with a slip."""


def tried(claim: Claim, outcome: Outcome) -> Outcome:
    """The outcome of a claim that may be tried for one slip: failed where there is one, and only one reading that it puts right."""
    if not claim.params.get("one_slip") or outcome.verdict is not Verdict.UNCHECKED or outcome.reason != AMBIGUOUS:
        return outcome
    found = [operands for operands in _readings(claim) if _slips(claim, operands)]
    if len(found) != 1:
        return outcome
    result = compute(claim, found[0], _factor(claim), None)
    return Outcome(Verdict.INCONSISTENT, None, tuple(found[0]), result)


def is_one_misprint(claim: Claim, others: Sequence[Operand]) -> bool:
    """Whether what clears a claim are its own operands but for one figure, which is the other with a slip: then they prove the slip.

    同一批1530人中满意的1359人，满意率90.6%, with 问卷调查1500人 in another section: one figure told twice, once with a slip. Its own stand in a row.
    """
    own = claim.operands
    pairs = [(one.quantity, other.quantity) for one, other in zip(own, others, strict=False) if one.role == other.role]
    if not len(pairs) == len(own) == len(others) or not _in_row(claim):
        return False
    apart = [(one, other) for one, other in pairs if one is None or other is None or one.worth != other.worth or one.unit != other.unit]
    if len(apart) != 1:
        return False
    one, other = apart[0]
    if one is None or other is None or one.value is None or other.value is None or not one.alike(other) or one.scale != other.scale:
        return False
    slip = misprint(one.value, other.value) is not None or one.value in (other.value * _TEN, other.value / _TEN)
    return slip and max(len(one.digits), len(other.digits)) >= _TOLD_AGAIN


def slipped_figures(claim: Claim) -> Iterator[str]:
    """The ids of the figures of a claim of which each, printed otherwise by one slip, would make it hold."""
    for figure in claim.figures:
        if any(_agrees_with(claim, {figure.id: value}) for _, value in slips(figure)):
            yield figure.id


def _agrees_with(claim: Claim, changed: dict[str, Decimal]) -> bool:
    try:
        return compare(claim.stated, compute(claim, claim.operands, _factor(claim), changed), changed).agrees
    except ZeroDivisionError:
        return False


def _in_row(claim: Claim) -> bool:
    """Whether the figures of a claim stand one behind the other in its sentence."""
    around = claim.params.get("around", ())
    assert isinstance(around, tuple)
    row = [one.id for one in sorted({one.id: one for one in (*around, claim.stated)}.values(), key=lambda one: one.at)]
    own = claim.figure_ids
    places = [place for place, id in enumerate(row) if id in own]
    return len(places) == len(own) and places[-1] - places[0] == len(places) - 1


def _readings(claim: Claim) -> Iterator[Sequence[Operand]]:
    """The operands, and of a list its first parts alone."""
    yield claim.operands
    if claim.rule not in _LISTS:
        return
    others = claim.params.get("readings", ())
    assert isinstance(others, tuple)
    yield from (one for one in others if tuple(one) == claim.operands[: len(one)])


def _factor(claim: Claim) -> Fraction:
    factors = claim.params.get("factors", (Fraction(1),))
    assert isinstance(factors, tuple)
    first = factors[0]
    assert isinstance(first, Fraction)
    return first


def _slips(claim: Claim, operands: Sequence[Operand]) -> bool:
    """Whether one figure printed with two digits exchanged, or with one digit otherwise, keeps the claim from holding."""
    figures = [claim.stated, *(one.quantity for one in operands if one.quantity is not None)]
    computed = compute(claim, operands, _factor(claim), None)
    stated, given = value_of(claim.stated), computed.computed
    digits = max(len(one.telling) for one in figures)
    apart = abs(given - stated)
    reach = max(stated, given) * (Fraction(1) if digits >= _LONGER else _LARGE if digits >= _LONG else _SMALL)
    telling = len(claim.stated.digits) >= _LONG  # so many digits come of few other figures
    near = telling or stated <= given * _HALF <= stated * _HALF**2 if claim.rule == _RATIO else apart <= reach
    near = near and not (claim.rule in _LISTS and len(operands) == _HALF and digits < _LONG)  # two of three digits: only an exchange tells
    if claim.rule == _RATIO and compare(claim.stated, Result(given / _TEN, Interval.exact(given / _TEN), "")).agrees:
        return True  # 走访800户，满意7640户，占95.5%
    if put_right(claim, operands):
        return True
    for figure in figures:
        for kind, value in slips(figure):
            if kind == "unit" or (kind == "digit" and not near):
                continue
            changed = {figure.id: value}
            if compare(claim.stated, compute(claim, operands, _factor(claim), changed), changed) in (Verdict.EXACT, Verdict.TRUNCATED):
                return True
    return False
