"""claim/difference: how far a figure stays below the limit that was set for it, told where the limit is called by its name (比控制指标少0.09亿立方米)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.far.panorama import Seen
from extractor.facts.claims.scope import SAME_REPORT, Scope, alike, year_of
from extractor.facts.claims.tables.keyed_grids import Series
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge

_NAME = 3
"""Characters of the name of what has a limit, below which it may be that of many things."""
_TELLING = 2


def below_limit(scope: Scope, told: Sequence[Series]) -> Iterator[Claim]:
    """The one level before the change, and the one limit of the report that bears its name and that of the limit."""
    del told
    stated = scope.figure("stated")
    against = scope.patterns.one("claim.named.limit").search(scope.opening())
    if stated is None or against is None or scope.each(stated):
        return
    levels = scope.earlier(stated, lambda one: alike(one, stated.quantity))
    if len(levels) != 1 or levels[0].index != stated.index - 1 or not _is_plain(scope, levels[0]):
        return
    level, view = levels[0], scope.around.panorama
    name = view.key(level.lead, bare=False)
    fits = [one for one in view.ending(against["name"]) if _limits(scope, one, level, name)]
    if len(name) < _NAME or len({one.size for one in fits}) != 1:
        return
    others = [one.size for one in view.all if alike(one.placed.quantity, level.quantity) and one.size != fits[0].size]
    if stated.quantity.worth in {abs(one - level.quantity.worth) for one in others}:
        return  # 控制指标1.42亿立方米，次年调整为1.52亿立方米: another figure gives it
    operands = [scope.operand("current", level, scope.where(level, stated)), scope.operand("base", fits[0].placed, SAME_REPORT)]
    sign = -1 if scope.falls(scope.text("verb")) else 1
    yield scope.claim(stated, operands, rule="claim/difference", sign=sign, strict=True, telling=_TELLING)


def _limits(scope: Scope, one: Seen, level: Placed, name: str) -> bool:
    """Whether a figure of the prose is the limit of what a level is called, of no other year."""
    years = {year_of(one.placed.quantity), year_of(level.quantity)} - {None}
    named = name in one.placed.lead and one.sentence >= 0 and len(years) < _TELLING
    return named and alike(one.placed.quantity, level.quantity) and _is_plain(scope, one.placed)


def _is_plain(scope: Scope, one: Placed) -> bool:
    exact = one.quantity.hedge is Hedge.EXACT and bool(one.quantity.value) and not one.depth
    return exact and scope.is_level(one)
