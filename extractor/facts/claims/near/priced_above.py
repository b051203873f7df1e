"""claim/product with the price in a sentence before: 每片补助28万元。运动场一项共补助672万元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.products import counts_of, per_of
from extractor.facts.claims.scope import SAME_PARAGRAPH, Scope, alike, at_least
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Operand, QuantityKind

_COUNTED = frozenset({QuantityKind.COUNT, QuantityKind.MEASURE})
_MONTHS = 12
_CLAUSES = 3
_SEVERAL = 2
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
    if len(_counted(here)) > 1 and len(_priced(scope, above)) > 1:
        return  # several numbers, and several prices: `tariffs.tariff` adds them up
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


def yearly(scope: Scope) -> Iterator[Claim]:
    """一级每人每月120元、二级每人每月90元，一级标准折合每人每年1440元: twelve times the monthly price that is called as the year's is."""
    stated = scope.figure("stated")
    months = scope.patterns.words("unit.time")[1]
    if stated is None or scope.changes(stated):
        return
    above = scope.before[0] if not stated.index and scope.before else None
    if above is not None and above.quantity.kind is QuantityKind.MONEY and per_of(scope, above)[1] == [months] and not scope.changes(above):
        operands = [scope.operand("value", above, SAME_PARAGRAPH)]  # 补助标准为每人每月470元。按全年计算，每人5640元
        yield scope.claim(stated, operands, factors=(Fraction(_MONTHS),), weak="guard")
        return
    prices = [one for one in scope.earlier(stated, lambda one: one.kind is QuantityKind.MONEY) if per_of(scope, one)[1] == [months]]
    if len(prices) < _SEVERAL:
        return  # `products.conversion` reads one
    opening = scope.opening()
    ranked = sorted(prices, key=lambda one: -shared_pairs(opening, one.lead))
    nearest = ranked[0] if shared_pairs(opening, ranked[0].lead) > shared_pairs(opening, ranked[1].lead) else None
    if nearest is not None and stated.clause - nearest.clause <= _CLAUSES:
        operands = [scope.operand("value", nearest, scope.where(nearest, stated))]
        yield scope.claim(stated, operands, factors=(Fraction(_MONTHS),), weak="guard")


def conversion_above(scope: Scope) -> Iterator[Claim]:
    """追回资金36.7万元。追回资金合367000元: the one amount of the sentence above that bears the name, in another scale."""
    stated, above = scope.figure("stated"), scope.around.above(scope.sentence, 0)
    name, particle = scope.text("name"), scope.patterns.words("claim.relative")[0]
    if stated is None or above is None or stated.index:
        return
    known = [one for one in above.figures if alike(one.quantity, stated.quantity) and _shortens(name, one.lead, particle)]
    if len(known) == 1 and known[0].quantity.scale != stated.quantity.scale and not scope.changes(known[0]):
        yield scope.claim(stated, [scope.operand("value", known[0], SAME_PARAGRAPH)])


def _shortens(name: str, words: str, particle: str) -> bool:
    """Whether a name holds characters of longer words alone, in their order (追回资金: 追回违规使用的医疗救助资金)."""
    left = iter(words)
    return all(char in left for char in name.replace(particle, ""))


def _counted(figures: Sequence[Placed]) -> list[Placed]:
    return [one for one in figures if one.quantity.kind in _COUNTED]


def _priced(scope: Scope, figures: Sequence[Placed]) -> list[Placed]:
    return [one for one in figures if one.quantity.kind is QuantityKind.MONEY and per_of(scope, one)[0]]
