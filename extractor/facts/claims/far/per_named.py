"""claim/average: an average per thing called by its name (平均每所特色学校2.21名): what its sentence begins with, by the number that bears that name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.facts.claims.far.averages import per_thing, thing_of
from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.far.panorama import Seen, apart
from extractor.facts.claims.near.averages import can_be_total
from extractor.facts.claims.scope import SAME_REPORT, SAME_SENTENCE, Scope, year_of
from extractor.facts.claims.tables.keyed_grids import Series
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge

_NAME = 3
"""Characters of the name of a thing, below which reports count many kinds of it."""
_TELLING = 3
"""Digits of an average below which a slip is no proof."""
_YEARS = 2


def average(scope: Scope, told: Sequence[Series]) -> Iterator[Claim]:
    """The one figure of the sentence in the unit of the average that is no part, and the one number of the report before which the thing's name stands."""
    del told
    stated = scope.figure("stated")
    number = "" if stated is None else per_thing(scope, stated)
    thing = "" if stated is None or not number else thing_of(scope, stated)
    if stated is None or len(thing) < _NAME or scope.nouns(scope.opening()):
        return
    view = scope.around.panorama
    own = [view.of(one) for one in scope.sentence.figures[: stated.index] if can_be_total(scope, one.quantity, stated.quantity)]
    totals = [one for one in own if not one.inner]
    known = [one for one in view.ending(thing) if one.placed.quantity.unit == number]
    count = _number(scope, known)
    if len(totals) != 1 or own[0] is not totals[0] or count is None:
        return
    total = totals[0]
    besides = {count.size + sign * one.size for one in known if one.size != count.size for sign in (1, -1)}
    if any(printed_as(stated.quantity, total.size, one) for one in besides | {one.size for one in known} - {count.size}):
        return  # 上年末186所，本年新认定25所: an average by both
    years = {year_of(one.placed.quantity) for one in (total, count)} - {None}
    certain = all(_is_plain(scope, one.placed) for one in (total, count)) and len(years) < _YEARS
    if certain and count.sentence != total.sentence and not apart(total.said, count.said, scope.patterns) and _is_alone(total, stated):
        operands = [scope.operand("total", total.placed, SAME_SENTENCE), scope.operand("count", count.placed, SAME_REPORT)]
        yield scope.claim(stated, operands, rule="claim/average", factors=(Fraction(1),), strict=True, telling=_TELLING)


def _number(scope: Scope, known: Sequence[Seen]) -> Seen | None:
    """The only number of a thing, or the largest where it alone is that of a whole place (全市特色学校295所; 高中阶段特色学校31所)."""
    sizes = {one.size for one in known}
    whole = known if len(sizes) == 1 else [one for one in known if scope.has("claim.plain.whole", one.placed.lead)]
    return whole[0] if {one.size for one in whole} == {max(sizes, default=0)} else None


def _is_alone(total: Seen, stated: Placed) -> bool:
    """Whether a total opens the part of its sentence that ends with the average."""
    return total.placed.segment == stated.segment and total.placed.depth == stated.depth


def _is_plain(scope: Scope, one: Placed) -> bool:
    exact = one.quantity.hedge is Hedge.EXACT and bool(one.quantity.value) and not one.depth
    return exact and scope.is_level(one) and not scope.has("claim.aims", one.lead)
