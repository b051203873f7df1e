"""Claims whose own operands give what is stated: nothing farther off need be looked for, and they bear others out. And those that are only likely."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from extractor.facts.claims.far.likely import Asked, Candidate, printed_as
from extractor.facts.claims.scope import Scope
from extractor.model.claims import Claim

_ONE = Fraction(1)
_COUPLES = frozenset({"claim/ratio", "claim/difference"})
"""Rules whose operands are a pair that other claims may be of as well."""


def settled(scope: Scope, claims: Sequence[Claim]) -> Asked | None:
    """What a match tells other claims where the first claim read from it holds; None where none does, or where it is of no rule that is looked for."""
    stated = scope.figure("stated")
    claim = next((one for one in claims if one.doubt is None and stated is not None and one.stated.id == stated.quantity.id), None)
    if claim is None or stated is None or not holds(claim):
        return None
    key = claim.operand_ids
    found = (Candidate(0, claim.operands, key, agrees=True),)
    return Asked(scope, stated, found, rule=claim.rule, couple=claim.rule in _COUPLES, done=True)


def holds(claim: Claim) -> bool:
    """Whether the first reading of a claim gives the stated figure as printed; no where its rule has no such equation."""
    roles: dict[str, list[Fraction]] = {}
    for one in claim.operands:
        if one.quantity is None or one.quantity.value is None:
            return False
        roles.setdefault(one.role, []).append(one.quantity.worth)
    pair = _given(claim, roles)
    return pair is not None and pair[1] != 0 and pair[0] >= 0 and printed_as(claim.stated, *pair)


def weak(claim: Claim) -> bool:
    """Whether a claim accuses only where figures come near, or where one slip would make it hold."""
    return any(claim.params.get(name) for name in ("guard", "far", "strict"))


def _given(claim: Claim, roles: dict[str, list[Fraction]]) -> tuple[Fraction, Fraction] | None:
    """Number and divisor that the operands give for the stated figure."""
    sign = int(str(claim.params.get("sign", 1)))
    factors = claim.params.get("factors", (_ONE,))
    factor = factors[0] if isinstance(factors, tuple) and factors else _ONE
    match claim.rule, sorted(roles):
        case "claim/ratio", ["part", "whole"]:
            part, whole = sum(roles["part"], Fraction(0)), sum(roles["whole"], Fraction(0))
            return (whole, part) if claim.stated.unit == "1:" else (part, whole)
        case "claim/average", ["count", "total"]:
            return roles["total"][0], prod(roles["count"], start=_ONE) * factor
        case "claim/product", ["factor"]:
            return prod(roles["factor"], start=_ONE) * factor, _ONE
        case "claim/difference", ["had", "used"]:
            return sum(roles["had"], Fraction(0)) - sum(roles["used"], Fraction(0)), _ONE
        case "claim/growth", ["base", "current"]:
            return (roles["current"][0] - roles["base"][0]) * sign, roles["base"][0]
        case "claim/growth", ["base", "change"]:
            return roles["change"][0], roles["base"][0]
    return None
