"""claim/product: the number and the price of an amount wherever in the report they stand."""

from __future__ import annotations

from fractions import Fraction

from extractor.facts.claims.far.figures import BAR, ELSEWHERE, SHARED
from extractor.facts.claims.far.likely import WHERE, Asked, Candidate, printed_as
from extractor.facts.claims.far.panorama import PARAGRAPH, SECTION, SENTENCE, TOP, Seen
from extractor.facts.claims.near.products import counts_of, of_part_only, per_of
from extractor.facts.claims.scope import Scope
from extractor.model.claims import QuantityKind

_AT = {SENTENCE: 4, PARAGRAPH: 2, SECTION: 0, TOP: -1}
_COUNTED = frozenset({QuantityKind.COUNT, QuantityKind.MEASURE})
_KEPT = 10
_TRIED = 3
"""Readings that may accuse: of these it is asked whether number and price are those of another amount."""
_NUMBERED = 4
"""What a piece of a list (第三批) loses against its sum."""


def product(scope: Scope) -> Asked | None:
    """The numbers and prices that an amount of money may be the product of."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None or stated.quantity.kind is not QuantityKind.MONEY or any(per_of(scope, stated)):
        return None
    if scope.patterns.one("claim.product.summed").search(f"{scope.opening()}{scope.match[0]}"):
        return None
    view = scope.around.panorama
    here = view.of(stated)
    prices = [
        (view.of(one), per_of(scope, one))
        for one in [*scope.sentence.figures[: stated.index], *scope.before]
        if one.quantity.kind is QuantityKind.MONEY and one.quantity.worth and one.quantity.worth < stated.quantity.worth
    ]
    found: list[Candidate] = []
    for price, (heads, times) in prices:
        if len(heads) != 1 or times:
            continue
        counts = [
            one
            for one in view.all
            if one.placed.at.start < stated.at.start
            and one.placed.quantity.kind in _COUNTED
            and counts_of(scope, one.placed, heads[0])
            and not scope.changes(one.placed)
            and not scope.each(one.placed)
        ]
        scored = sorted(((_count_score(scope, here, one, price), one) for one in counts), key=lambda one: -one[0])[:_KEPT]
        for score, count in scored:
            operands = (
                scope.operand("factor", count.placed, WHERE[view.tier(here, count)]),
                scope.operand("factor", price.placed, WHERE[view.tier(here, price)]),
            )
            key = frozenset((count.placed.quantity.id, price.placed.quantity.id))
            agrees = printed_as(stated.quantity, count.size * price.size, Fraction(1))
            blind = of_part_only(scope, stated, (count.placed, price.placed))
            found.append(Candidate(score + _price_score(scope, here, price), operands, key, agrees, blind))
    ranked = sorted(found, key=lambda one: -one.score)
    ranked[:_TRIED] = [one for one in ranked[:_TRIED] if not _told(scope, here, one)]
    return Asked(scope, stated, tuple(ranked), rule="claim/product", bar=BAR, couple=False)


def _told(scope: Scope, here: Seen, candidate: Candidate) -> bool:
    """Whether the report has another amount that number and price give (1373名共领取707.92万元，平均每人5156元): then they are its own."""
    first, second = (one.quantity.worth for one in candidate.operands if one.quantity is not None)
    others = scope.around.panorama.before(here.placed.at.start, QuantityKind.MONEY, here.placed.quantity.unit)
    return not candidate.agrees and any(printed_as(one.placed.quantity, first * second, Fraction(1)) for one in others)


def _count_score(scope: Scope, here: Seen, one: Seen, price: Seen) -> int:
    view = scope.around.panorama
    score = _AT.get(view.tier(here, one), ELSEWHERE)
    score += 2 * min(SHARED, view.overlap(here.words, one.words)) + min(SHARED, view.overlap(price.words, one.words))
    score += 1 if scope.patterns.one("claim.far.total").search(one.placed.lead) else 0
    score -= _NUMBERED if scope.has("claim.numbered", one.placed.lead) and len(one.placed.lead) < _NUMBERED * 2 else 0
    return score - (2 if one.placed.depth else 0)


def _price_score(scope: Scope, here: Seen, price: Seen) -> int:
    view = scope.around.panorama
    tier = view.tier(here, price)
    score = _AT.get(tier, ELSEWHERE) + 2 * min(SHARED, view.overlap(here.words, price.words))
    if tier == SENTENCE:
        gap = here.placed.clause - price.placed.clause
        score += (2 if gap <= 1 else 0) - max(0, gap - 2)
    return score
