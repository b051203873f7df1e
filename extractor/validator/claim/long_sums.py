"""Sums and differences of figures so long that a slip which puts them right is no chance, however far it parts what is printed from what is given.

Of figures that make ten thousand of their last digit, hardly one sum in a thousand comes right by another digit in one of them: lists that leave
something out, and figures that do not belong together, end otherwise. Two neighbours exchanged and a point misplaced are fewer, and tell sooner.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from extractor.model.claims import Claim, Operand
from extractor.model.report import Verdict
from extractor.validator.claim.comparison import compare
from extractor.validator.claim.equations import compute
from extractor.validator.claim.slips import slips
from extractor.validator.claim.spread import unit_of, value_of

SUMS = frozenset({"claim/difference", "claim/sum", "claim/breakdown"})
_STEPS = {"transposition": 1000, "unit": 1000, "digit": 10000}
"""How many of the last digit of its figures a sum must make for each kind of slip to tell."""
_ROUNDED = 100
"""So many times as many where the sum then holds within rounding only."""
_TENFOLD = (Fraction(10), Fraction(1, 10))


def put_right(claim: Claim, operands: Sequence[Operand]) -> bool:
    """Whether one slip in one figure makes a sum hold, and its figures are so long that this is no chance."""
    told = [one.quantity for one in operands if one.quantity is not None and one.quantity.value is not None]
    if claim.rule not in SUMS or len(told) < len(operands) or not told or claim.stated.value is None:
        return False
    figures = [claim.stated, *told]
    most = max(value_of(one) for one in figures)
    finest = min((unit_of(one) * Fraction(10) ** one.last_place for one in figures if one.value), default=Fraction(1))
    steps = most / max(finest, unit_of(claim.stated) / 10**claim.stated.decimals)
    if steps < min(_STEPS.values()):
        return False
    for figure in figures:
        for kind, value in slips(figure):
            if steps < _STEPS[kind] or (kind == "unit" and Fraction(value) / Fraction(figure.value or 1) not in _TENFOLD):
                continue
            verdict = compare(claim.stated, compute(claim, operands, Fraction(1), {figure.id: value}), {figure.id: value})
            if verdict.agrees or (verdict is Verdict.WITHIN_ROUNDING and steps >= _STEPS[kind] * _ROUNDED):
                return True
    return False
