"""A list under 其中 whose like leaves a rest elsewhere in the report is open: nothing need be missing, or misprinted, where it leaves a small one.

其中：保险费收入17554亿元；财政补贴收入3038亿元, of 21489亿元, says that an account has other income besides: the same two names of the next account may
come near its whole and not make it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from extractor.facts.claims.far.panorama import Panorama
from extractor.facts.claims.scope import OPEN_LIST
from extractor.model.claims import Claim

_LIST = "claim/breakdown"
_LIKELY = "likely"
_SLIP = 50
"""A list leaves a rest where that is more than this part of its whole: less may be what a slip left."""


def left_open(found: Mapping[tuple[str, str], Claim], view: Panorama) -> dict[tuple[str, str], Claim]:
    """The claims, those lists doubted that leave a rest, however small, and have a part named as one of a list that leaves a large one."""
    lists = [(key, claim, _rest(claim)) for key, claim in found.items() if claim.rule == _LIST and claim.params.get("complete") == _LIKELY]
    opened = [(key, _names(claim, view)) for key, claim, rest in lists if rest * _SLIP > claim.stated.worth]
    doubted = {
        key: replace(claim, doubt=OPEN_LIST)
        for key, claim, rest in lists
        if rest > 0 and any(_names(claim, view) & names for other, names in opened if other != key)
    }
    return {**found, **doubted}


def _names(claim: Claim, view: Panorama) -> frozenset[str]:
    """What the parts of a list are called."""
    seen = (view.seen(one.quantity) for one in claim.operands if one.quantity is not None)
    return frozenset(name for one in seen if one is not None and (name := view.key(one.placed.lead)))


def _rest(claim: Claim) -> Fraction:
    """What the parts of a list leave of its whole; 0 where a figure is masked."""
    parts = [one.quantity.worth for one in claim.operands if one.quantity is not None and one.quantity.value is not None]
    masked = claim.stated.value is None or len(parts) < len(claim.operands)
    return Fraction(0) if masked else claim.stated.worth - sum(parts, Fraction(0))
