"""Claims that are doubted one by one and prove each other: one slip in one figure makes all of them hold (到位3000万元，支出1934万元，执行率96.7%，结余66万元).

Each alone may be of other figures. Two equations that the same slip in the same figure puts right, one of them a sum or a difference to the digit, are of
these figures: then they are told. A figure that another equation bears out has no slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from extractor.model.claims import Claim, Quantity
from extractor.model.report import Verdict
from extractor.validator.application import Application, Notice
from extractor.validator.claim.comparison import compare
from extractor.validator.claim.equations import compute
from extractor.validator.claim.outcome import AMBIGUOUS, OPEN_LIST
from extractor.validator.claim.slips import slips

_ADDED = frozenset({"claim/difference", "claim/sum", "claim/breakdown"})
_RULES = _ADDED | {"claim/ratio", "claim/growth", "claim/product", "claim/average"}
_DOUBTS = frozenset({AMBIGUOUS, OPEN_LIST})
_DIGITS = 5
"""Digits that the other figures of claims have together from which one slip that puts all right is no chance."""
_COUPLE = 2


def settled(yielded: Sequence[Application | Notice]) -> list[Application | Notice]:
    """``yielded``, the doubted claims that prove each other failed."""
    open_ones = [one for one in yielded if isinstance(one, Application) and _is_open(one)]
    if len(open_ones) < _COUPLE:
        return list(yielded)
    right = {id for one in yielded if isinstance(one, Application) and one.check.verdict.holds for id in _ids(one)}
    proved = {id(one) for group in _groups(open_ones, right) for one in group}
    return [_failed(one) if isinstance(one, Application) and id(one) in proved else one for one in yielded]


def _is_open(one: Application) -> bool:
    claim, check = one.claim, one.check
    if claim is None or claim.rule not in _RULES or check.verdict is not Verdict.UNCHECKED or check.reason not in _DOUBTS:
        return False
    figures = list(claim.figures)
    return len(figures) > len(claim.operands) and all(figure.value is not None and figure.hedge.value == "exact" for figure in figures)


def _ids(one: Application) -> Iterator[str]:
    return (operand.ref.removeprefix("quantity:") for operand in one.check.operands if operand.ref is not None)


def _groups(open_ones: Sequence[Application], right: set[str]) -> Iterator[list[Application]]:
    """The claims of each figure that one slip in it puts right, where they are proof enough."""
    held: dict[str, tuple[Quantity, list[Application]]] = {}
    for one in open_ones:
        assert one.claim is not None
        for figure in {figure.id: figure for figure in one.claim.figures}.values():
            held.setdefault(figure.id, (figure, []))[1].append(one)
    for figure, beside in held.values():
        if len(beside) < _COUPLE or figure.id in right:
            continue
        for _, value in slips(figure):
            mended = [one for one in beside if one.claim is not None and _holds(one.claim, {figure.id: value})]
            digits = sum(_telling(one.claim, figure) for one in mended if one.claim is not None)
            if len(mended) >= _COUPLE and digits >= _DIGITS and any(one.check.rule in _ADDED for one in mended):
                yield mended


def _telling(claim: Claim, figure: Quantity) -> int:
    """How many digits speak for a claim: those of the stated figure, or where that is the changed one, of its longest operand."""
    if claim.stated.id != figure.id:
        return len(claim.stated.telling)
    return max(len(one.quantity.telling) for one in claim.operands if one.quantity is not None)


def _holds(claim: Claim, values: dict[str, Decimal]) -> bool:
    """Whether a claim holds to the digit by its first reading, with a figure changed."""
    try:
        result = compute(claim, claim.operands, Fraction(1), values)
    except ZeroDivisionError:
        return False
    verdict = compare(claim.stated, result, values, rounded=claim.rule == "claim/average")
    return verdict is Verdict.EXACT


def _failed(one: Application) -> Application:
    return replace(one, check=replace(one.check, verdict=Verdict.INCONSISTENT, reason=None))
