"""Claims whose figures are all that their sentence tells: no other figures can be meant, whoever bound them.

A binder that finds its operands by their places alone is guarded: only one slip of the pen is told. Where a sentence holds two levels and their difference, or
a row and its sum, and nothing else, that is what it says, and a wrong figure is told whatever parts it from the right one.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from extractor.model.claims import Claim, Hedge, QuantityKind
from extractor.validator.claim.comparison import Outcome
from extractor.validator.claim.spread import value_of

_NEAR: Mapping[str, Fraction] = {"claim/difference": Fraction(1, 4), "claim/sum": Fraction(1, 10)}
"""How far a figure may be from what the others give: farther off, it is of something that the sentence does not tell."""
_DIGITS: Mapping[str, int] = {"claim/difference": 2, "claim/sum": 3}
"""Digits below which so near a figure comes by chance."""
_TOLD = frozenset({"named-in-the-form", "same-clause", "same-sentence", "listed"})
_COUNTED = frozenset({QuantityKind.MONEY, QuantityKind.COUNT, QuantityKind.MEASURE, QuantityKind.PERCENT, QuantityKind.POINTS})


def tells_nothing_else(claim: Claim, outcome: Outcome) -> bool:
    """Whether the figures of a claim are all of its sentence, printed exactly, told before what is stated, and give what comes near it."""
    around = claim.params.get("around")
    near = _NEAR.get(claim.rule)
    if near is None or not isinstance(around, tuple) or outcome.result is None or claim.params.get("over_stop"):
        return False
    figures = list(claim.figures)
    exact = len(figures) == len(claim.operands) + 1 and all(one.value is not None and one.hedge is Hedge.EXACT for one in figures)
    told = all(one.why in _TOLD for one in claim.operands) and all(one.at.end <= claim.stated.at.start for one in figures[1:])
    if not exact or not told or len(claim.stated.telling) < _DIGITS[claim.rule]:
        return False
    if any(one.kind in _COUNTED and one.id not in claim.figure_ids for one in around):
        return False
    figure, computed = value_of(claim.stated), outcome.result.computed
    return abs(computed - figure) <= max(abs(figure), abs(computed)) * near
