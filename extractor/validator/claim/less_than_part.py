"""A sum that is less than one of its parts: wrong whatever the parts have in common."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.claims import Claim, Operand, QuantityKind
from extractor.validator.claim.equations import Values
from extractor.validator.claim.spread import value_of

_A_COUPLE = 2
_HERE = frozenset({"listed", "same-clause", "same-sentence", "named-in-the-form"})
"""Where addends stand that their own sentence gives."""
_TELLING = 3
"""Digits of the longest figure below which two counts may have the stated one in common (礁区37种，对照区26种，两区共有21种)."""


def is_less_than_a_part(claim: Claim, operands: Sequence[Operand], values: Values | None) -> bool:
    """Whether a sum behind its parts is less than one of them, or, of money, no more than the largest (结转62万元，拨款50万元，合计62万元)."""
    if claim.rule != "claim/sum" or len(operands) < _A_COUPLE or not all(one.why in _HERE for one in operands):
        return False
    if claim.params.get("over_stop"):
        return False  # 城区投入638万元、920万元。石矶乡总投入419万元: a sentence of its own may tell of something else
    told = [one.quantity for one in operands if one.quantity is not None and one.quantity.value]
    if len(told) < len(operands):
        return False
    few = max(len(one.telling) for one in (claim.stated, *told)) < _TELLING
    if few and claim.stated.kind is QuantityKind.COUNT and len(told) == _A_COUPLE:
        return False
    if claim.stated.kind is QuantityKind.COUNT and _is_of_others(claim, operands):
        return False
    largest, figure = max(value_of(one, values) for one in told), value_of(claim.stated, values)
    return largest > figure or (largest == figure and claim.stated.kind is QuantityKind.MONEY)


def _is_of_others(claim: Claim, operands: Sequence[Operand]) -> bool:
    """Whether a count names behind the verb of its parts what none of them does (上半年培训684人，下半年培训531人，全年累计培训骨干300人)."""
    own = claim.stated.subject or ""
    parts = [one.quantity.subject or "" for one in operands if one.quantity is not None]
    verbs = [part[-_A_COUPLE:] for part in parts if len(part) >= _A_COUPLE]
    return any(verb in own and len(own.rpartition(verb)[2]) >= _A_COUPLE for verb in verbs)
