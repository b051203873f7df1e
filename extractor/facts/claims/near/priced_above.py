"""claim/product with the price in a sentence before: 每片补助28万元。运动场一项共补助672万元."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.products import counts_of, per_of
from extractor.facts.claims.scope import SAME_PARAGRAPH, Scope, at_least
from extractor.model.facts import Claim, Operand, QuantityKind

_COUNTED = frozenset({QuantityKind.COUNT, QuantityKind.MEASURE})
_ABOVE = 6
"""Figures of the sentences before among which a number and its price are looked for."""


def priced_above(scope: Scope) -> Iterator[Claim]:
    """24片，每片补助28万元。运动场一项共补助672万元: number and price of the sentences before, or the number of the own one; their names tell which."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.kind is not QuantityKind.MONEY or scope.changes(stated):
        return
    above = [one for one in scope.before[:_ABOVE] if not scope.changes(one)]
    here = [one for one in scope.sentence.figures[: stated.index] if not scope.changes(one) and not scope.each(one)]
    if any(one.quantity.kind is QuantityKind.MONEY for one in here) or per_of(scope, stated)[0] or scope.each(stated):
        return
    words = scope.sentence.text[: stated.at.start - scope.sentence.at.start]
    ranked: list[tuple[tuple[int, int], list[Operand]]] = []
    for price in (one for one in above if one.quantity.kind is QuantityKind.MONEY and at_least(stated.quantity, one.quantity)):
        heads, times = per_of(scope, price)
        if len(heads) != 1 or any(one != scope.patterns.words("unit.time")[0] for one in times):
            continue
        for count in (one for one in (*here, *above) if one.quantity.kind in _COUNTED and counts_of(scope, one, heads[0])):
            if scope.each(count) or price.quantity is count.quantity:
                continue
            own = any(count is one for one in here)
            named = shared_pairs(count.lead, words) + own
            score = named + shared_pairs(price.lead, words) if named else 0
            factors = [scope.operand("factor", count, scope.where(count, stated) if own else SAME_PARAGRAPH)]
            ranked.append(((score, -above.index(price)), [*factors, scope.operand("factor", price, SAME_PARAGRAPH)]))
    ranked.sort(key=lambda one: one[0], reverse=True)
    if ranked and ranked[0][0][0] and (len(ranked) == 1 or ranked[1][0] < ranked[0][0]):
        yield scope.claim(stated, ranked[0][1], others=[one for _, one in ranked[1:]], weak="guard")
