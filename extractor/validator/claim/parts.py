"""A part of a list that is counted twice or left out: what explains a sum that fails where no figure is misprinted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from extractor.model.claims import Claim, Quantity
from extractor.model.report import Diagnosis, Verdict
from extractor.model.text import Span
from extractor.validator.claim.comparison import compare
from extractor.validator.claim.equations import compute
from extractor.validator.claim.spread import value_of

_SUMS = frozenset({"claim/sum", "claim/breakdown"})
_ENDS = "。！？\n"


def part_slip(claim: Claim, quantities: Sequence[Quantity], content: str) -> Diagnosis | None:
    """The one part without which the list gives its whole (``doubled``), or the one figure of the sentence that it lacks (``missing``).

    ``corrected`` is what the list then adds up to, in the unit of the stated figure; ``params`` names the figure. None where none or several do.
    """
    if claim.rule not in _SUMS or claim.stated.value is None:
        return None
    parts = [one.quantity for one in claim.operands if one.quantity is not None]
    surplus = sum((value_of(one) for one in parts), Fraction(0)) - value_of(claim.stated)
    if surplus > 0:
        found = [one for one in parts if _adds_up(claim, [other for other in parts if other is not one])]
        kind = "doubled"
    else:
        beside = [one for one in _of_sentence(quantities, claim.at, content) if _beside(one, claim, parts)]
        found = [one for one in beside if _adds_up(claim, [*parts, one])]
        kind = "missing"
    if len(found) != 1:
        return None
    one = found[0]
    corrected = Decimal(0) if kind == "doubled" else one.value or Decimal(0)
    return Diagnosis(kind, f"quantity:{one.id}", one.value or Decimal(0), corrected, {"variant": f"{kind}-part", "figure": one.text})


def _adds_up(claim: Claim, parts: Sequence[Quantity]) -> bool:
    if not parts:
        return False
    role = claim.operands[0].role
    operands = [type(claim.operands[0])(role, one, "") for one in parts]
    return compare(claim.stated, compute(claim, operands, Fraction(1))) is Verdict.EXACT


def _of_sentence(quantities: Sequence[Quantity], at: Span, content: str) -> Sequence[Quantity]:
    """The figures of the sentence that a claim stands in; none where it spans several."""
    if any(mark in content[at.start : at.end] for mark in _ENDS):
        return ()
    begin = max(content.rfind(mark, 0, at.start) for mark in _ENDS) + 1
    end = min((found for mark in _ENDS if (found := content.find(mark, at.end)) >= 0), default=len(content))
    first, last = (bisect_left(quantities, offset, key=lambda one: one.at.start) for offset in (begin, end))
    return quantities[first:last]


def _beside(one: Quantity, claim: Claim, parts: Sequence[Quantity]) -> bool:
    """Whether a figure of the sentence of a claim has its unit and is not counted."""
    same = one.value is not None and one.kind is claim.stated.kind and one.unit == claim.stated.unit
    return same and one is not claim.stated and one not in parts
