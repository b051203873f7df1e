"""Figures told of another extent than what is stated of them: 累计 against 当年, 全年 against 上半年, 按期 of what nobody says was in time.

What is stated and what it rests on are put in one line, the patterns of the kind ``claim-extent`` say which lines tell of two extents. Asked last, of whatever
bound the claim: one that does not hold is doubted, one that holds is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from extractor.facts.claims.certainty.holding import holds
from extractor.facts.claims.far.panorama import Panorama
from extractor.facts.claims.scope import AMBIGUOUS
from extractor.model.claims import Claim, Operand

_KIND = "claim-extent"
_MARK = "\uff5c"
_RULES = frozenset({"claim/ratio", "claim/average", "claim/difference", "claim/product"})
_ROLES = (("part", "total", "used", "current", "factor"), ("whole", "count", "had", "base"))
"""The roles whose words stand in the line behind those of the stated figure, in this order."""
_SLIP_MARK, _OTHER = "one_slip", "otherwise"
"""Marks of a claim: it is tried for one slip; another reading of it."""
_BEHIND, _BETWEEN = 24, 60
"""Characters behind a figure in which a bracket may say what it is of; from what it rests on to it, in which a part may be told."""


def of_other_extents(found: Mapping[tuple[str, str], Claim], view: Panorama, content: str) -> dict[tuple[str, str], Claim]:
    """The claims, those doubted that do not hold and whose figures are told of several extents. content: the text of the report."""
    return {key: _cleared(claim, view, content) for key, claim in found.items()}


def _cleared(claim: Claim, view: Panorama, content: str) -> Claim:
    """The claim without another reading of several extents, doubted where it is one itself."""
    other = claim.params.get(_OTHER)
    if isinstance(other, Claim) and _is_of_others(other, view, content):
        claim = _without(claim, _OTHER)
    if not _is_of_others(claim, view, content):
        return claim
    dropped = () if isinstance(other, Claim) and holds(other) else (_OTHER,)
    return replace(_without(claim, _SLIP_MARK, *dropped), doubt=AMBIGUOUS)


def _is_of_others(claim: Claim, view: Panorama, content: str) -> bool:
    if claim.rule not in _RULES or (claim.doubt is not None and not claim.params.get(_SLIP_MARK)) or holds(claim):
        return False
    seen = view.seen(claim.stated)
    if seen is None:
        return False
    asides = view.patterns.one("claim.extent.aside")
    own = asides.sub("", seen.said)
    cut = max(own.rfind(mark) for mark in view.patterns.words("claim.clause-mark")) + 1
    behind = content[claim.stated.at.end : claim.stated.at.end + _BEHIND]
    last = max(
        (at for one in claim.operands if one.quantity is not None and (at := one.quantity.at.end) <= claim.stated.at.start), default=None
    )
    between = "" if last is None or claim.stated.at.start - last > _BETWEEN else content[last : claim.stated.at.start]
    told = (own[cut:], *(_words(claim, roles, view) for roles in _ROLES), behind, between)
    line = " ".join(_MARK.join(told).split("\n"))
    return any(pattern.search(line) is not None for pattern in view.patterns.kind(_KIND))


def _words(claim: Claim, roles: Collection[str], view: Panorama) -> str:
    """The words before the figures of some roles."""
    return " ".join(_lead(one, view) for one in claim.operands if one.role in roles)


def _lead(one: Operand, view: Panorama) -> str:
    seen = None if one.quantity is None else view.seen(one.quantity)
    return "" if seen is None else f"{seen.placed.lead.strip()}{seen.tail if not seen.placed.lead.strip() else ''}"


def _without(claim: Claim, *names: str) -> Claim:
    """The claim without some of its marks."""
    return replace(claim, params={name: value for name, value in claim.params.items() if name not in names})
