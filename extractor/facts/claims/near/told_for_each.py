"""A figure that is told for several at once (自治区和旗县各540万元, 四个分站各4台): a list holds it once for each of them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.near.named_things import pieces
from extractor.facts.claims.scope import Scope, alike
from extractor.facts.figures import Placed
from extractor.model.claims import QuantityKind

_MOST = 30
"""Times that a figure may be told for a number of things before it."""


def each_time(scope: Scope, figures: Sequence[Placed]) -> list[Placed]:
    """The figures of a list, each as often as its words say that it is told: once for each of the names, or of the things counted, before 各."""
    numbers = {number.index for one in figures if (number := _number_before(scope, one)) is not None}
    return [one for one in figures if one.index not in numbers for _ in range(times_told(scope, one))]


def times_told(scope: Scope, one: Placed) -> int:
    """How many have what a figure says: the names before 各, else the number told right before it; 1 where neither says so."""
    told = scope.patterns.one("claim.for-each-of").search(one.lead)
    if told is None or _goes_on(scope, one):
        return 1
    number = _number_before(scope, one)
    if number is not None:
        return int(number.quantity.worth)
    names = [name for name in pieces(told["names"], scope.patterns.one("claim.count.separator")) if name.strip()]
    return len(names) or 1


def _goes_on(scope: Scope, one: Placed) -> bool:
    """Whether another figure is joined to it with no name of its own (市、县两级各承担420万元和590万元): then each has one of them."""
    behind = scope.sentence.figures[one.index + 1 : one.index + 2]
    return any(alike(other.quantity, one.quantity) and other.lead.strip() in scope.patterns.words("quantity.joins") for other in behind)


def _number_before(scope: Scope, one: Placed) -> Placed | None:
    """How many things there are that each have what a figure says (四个分站各4台: 四个); None where no number stands right before them."""
    told = scope.patterns.one("claim.for-each-of").search(one.lead)
    before = scope.sentence.figures[one.index - 1] if one.index else None
    if told is None or before is None or before.quantity.kind is not QuantityKind.COUNT or before.clause != one.clause:
        return None
    if before.quantity.value is None or scope.patterns.one("claim.count.separator").search(told["names"]) is not None:
        return None
    worth = before.quantity.worth
    return before if worth.denominator == 1 and 1 < worth <= _MOST else None
