"""A part and its whole give one rate: where a rate of the report is what they give, another that is bound to them is of something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractor.facts.claims.certainty.holding import holds
from extractor.facts.claims.far.panorama import Panorama
from extractor.facts.claims.scope import AMBIGUOUS
from extractor.model.claims import Claim

_RATIO = "claim/ratio"
_Pair = tuple[str, ...]


def doubted(found: Mapping[tuple[str, str], Claim], view: Panorama) -> dict[tuple[str, str], Claim]:
    """The claims, those rates doubted whose figures give another rate of the report, under other words (管理率72.0%，儿童管理率74.8%)."""
    given: dict[_Pair, list[str]] = {}
    for claim in found.values():
        for one in _readings(claim):
            others = one.params.get("readings", ())
            assert isinstance(others, tuple)
            for read in (one, *(replace(one, operands=operands) for operands in others)):
                if holds(read):
                    given.setdefault(_pair(read), []).append(_words(one, view))
    return {key: _settled(claim, given, view) for key, claim in found.items()}


def _readings(claim: Claim) -> list[Claim]:
    """A rate, and what it may be read from elsewhere."""
    other = claim.params.get("otherwise")
    return [one for one in (claim, other) if isinstance(one, Claim) and one.rule == _RATIO]


def _settled(claim: Claim, given: Mapping[_Pair, list[str]], view: Panorama) -> Claim:
    taken = [one for one in _readings(claim) if one.doubt is None and not holds(one) and _is_taken(one, given, view)]
    if not taken or (claim.stated.unit or "").startswith(":"):  # 之比为4:1，占总投资的80%: the same figures say both
        return claim
    params = {name: value for name, value in claim.params.items() if name != "otherwise" or value not in taken}
    return replace(claim, doubt=AMBIGUOUS if claim in taken else claim.doubt, params=params)


def _is_taken(claim: Claim, given: Mapping[_Pair, list[str]], view: Panorama) -> bool:
    told = given.get(_pair(claim), [])
    return bool(told) and _words(claim, view) not in told  # the same words again are the same rate, with a slip


def _pair(claim: Claim) -> _Pair:
    """What a part and its whole say: figures told again are the same pair."""
    return tuple(f"{one.quantity.worth}{one.quantity.unit}" for one in claim.operands if one.quantity is not None)


def _words(claim: Claim, view: Panorama) -> str:
    """The name of a rate, without the body whose it is (我区支出率) and that it is so (支出率为)."""
    seen = view.seen(claim.stated)
    return "" if seen is None else view.key(seen.placed.lead)
