"""claim/breakdown: a plan and what was done of it, told out side by side (预算12.8万元，决算9.34万元，其中：A预算4.8万元，决算2.34万元；B预算8万元，…)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.scope import Scope, alike, at_least, without
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

_LEAST = 2
"""Pieces of such a list."""
_SIDES = 2

_Couple = tuple[Placed, Placed]


def plans_told_out(scope: Scope) -> Iterator[Claim]:
    """Behind words that open a list, each piece between semicolons tells a plan and what was done; the couple right before the list is the whole of both."""
    behind = [one for one in scope.sentence.figures if one.at.start >= scope.match.end() and one.depth == 0]
    pieces = [_couple(scope, list(held)) for _, held in groupby(behind, key=lambda one: one.segment)]
    parts = [one for one in pieces if one is not None]
    above = scope.around.above(scope.sentence)
    own = [one for one in scope.sentence.figures if one.at.end <= scope.match.start()]
    whole = _couple(scope, own or ([] if above is None else above.figures))
    if whole is None or len(parts) < _LEAST or len(parts) < len(pieces):
        return
    for row, side in ((whole[0], [plan for plan, _ in parts]), (whole[1], [done for _, done in parts])):
        plain = all(alike(one.quantity, row.quantity) and at_least(row.quantity, one.quantity) for one in side)
        if plain and not any(scope.opens(one.lead) for one in side):
            yield scope.claim(row, parts_of(scope, side), complete="likely", weak="guard")


def _couple(scope: Scope, figures: Sequence[Placed]) -> _Couple | None:
    """A plan and the figure right behind it, where a piece tells these two levels of their unit and no more."""
    levels = [
        one for one in figures if alike(one.quantity, figures[0].quantity) and not (scope.changes(one) or scope.each(one) or one.depth)
    ]
    if len(levels) != _SIDES or levels[1].index - levels[0].index != 1 or levels[1].clause - levels[0].clause > 1:
        return None
    plan, done = levels
    planned, other = (scope.has("claim.aims", without("claim.accounts", one.lead, scope.patterns)) for one in (plan, done))
    known = plan.quantity.value is not None and done.quantity.value is not None
    return (plan, done) if planned and not other and known else None
