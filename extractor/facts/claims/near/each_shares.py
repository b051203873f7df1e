"""claim/ratio: a share of what each has on average, and what it is of is an average as well (人均工资性收入8091元，占可支配收入的57.5%)."""

from __future__ import annotations

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.scope import SAME_REPORT, Scope, at_least
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

_NAMED = 3
"""Characters of the name of what each has, by which its level is found again."""
_SHARED = 2
"""Pairs of characters that two names share and are told apart from others by."""


def of_what_each_has(scope: Scope, stated: Placed, part: Placed) -> Claim | None:
    """A share of what each has: its whole by the name that the share gives it; the ones of other people may clear it."""
    name = scope.patterns.one("claim.phrase-aside").sub("", scope.text("phrase")).strip()
    between = scope.sentence.figures[part.index + 1 : stated.index]
    if len(name) < _NAMED or part.segment != stated.segment or not all(scope.changes(one) for one in between):
        return None
    held = scope.around.named(name, part.quantity.unit, part.at.start)
    wholes = [one for one in held if one.lead.strip().endswith(name) and scope.each(one) and at_least(one.quantity, part.quantity)]
    wholes = [one for one in wholes if not (scope.changes(one) or scope.is_base(one) or one.depth)]
    if not wholes:
        return None
    first = next(
        one for one in scope.sentence.figures if scope.each(one)
    )  # 全国居民人均工资性收入a元，…；人均经营净收入b元: of whom, the first one tells
    named = f"{first.lead}{part.lead}"
    ranked = sorted(wholes, key=lambda one: -shared_pairs(named, one.lead))
    plain = len({one.quantity.worth for one in wholes}) == 1 or (
        shared_pairs(named, ranked[0].lead) >= shared_pairs(named, ranked[1].lead) + _SHARED
    )
    readings = [[scope.operand("part", part, scope.where(part, stated)), scope.operand("whole", one, SAME_REPORT)] for one in ranked]
    return scope.claim(stated, readings[0], others=readings[1:], weak="guard" if plain else "far")
