"""What figures are of and per (每套10件: 件 per 套), and which of them can be multiplied to another by that alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod

from extractor.facts.claims.near.products import counts_of, per_of, unit_factor
from extractor.facts.claims.scope import Scope
from extractor.facts.figures import Placed
from extractor.model.claims import QuantityKind

_MONTHS, _TERMS = 12, 2
_PERSON = "人"
"""Whom a wage is paid to (月工资800元)."""
_DEEP = 3
"""Numbers by which a price is multiplied at most."""
_COUNTED = frozenset({QuantityKind.COUNT, QuantityKind.MEASURE})
_MOST = 4
"""Prices, or numbers of one price, that one amount is the sum of."""


@dataclass(frozen=True, slots=True)
class Factor:
    """A figure with what it is one of each of: things (人, 套) and times (月, 天). span: how a time is counted (个月), where the figure is so much of it."""

    placed: Placed
    things: tuple[str, ...]
    times: tuple[str, ...]
    rate: bool

    @classmethod
    def of(cls, scope: Scope, one: Placed) -> Factor:
        """The figure with what the words before it and its unit make it per."""
        things, times = per_of(scope, one)
        named = [str(head["per"]) for head in scope.patterns.one("claim.by-units.per").finditer(one.lead)]
        known = scope.patterns.words("unit.time")
        things += [name for name in named if name not in known and name not in things]
        times += [name for name in named if name in known and name not in times]
        if not things and scope.patterns.one("claim.by-units.wage").search(one.lead) is not None:
            things = [_PERSON]
        rate = (
            one.quantity.kind is QuantityKind.PERCENT and scope.patterns.one("claim.by-units.rate").search(_clause(scope, one)) is not None
        )
        return cls(one, tuple(dict.fromkeys(things)), tuple(dict.fromkeys(times)), rate)

    @property
    def each(self) -> bool:
        return bool(self.things or self.times)

    @property
    def worth(self) -> Fraction:
        return self.placed.quantity.worth / 100 if self.rate else self.placed.quantity.worth

    def is_exact(self, scope: Scope) -> bool:
        """Whether it is counted or set, and not measured: so many people, a rate that is charged, a price by which is paid."""
        quantity = self.placed.quantity
        if quantity.kind is not QuantityKind.MONEY:
            return quantity.scale == 1
        return self.each and scope.patterns.one("claim.by-units.set").search(_clause(scope, self.placed)) is not None


@dataclass(frozen=True)
class Product:
    """Figures that are multiplied, in groups whose products are added up. times: twelve months that no figure tells; guessed: nor any word.
    told_together: several prices, each with its own number, or numbers that words bring under one price.
    """

    factors: tuple[Factor, ...]
    groups: tuple[int, ...]
    times: int = 1
    guessed: bool = False
    told_together: bool = False

    @property
    def figures(self) -> list[Placed]:
        return [one.placed for one in self.factors]

    @property
    def counts(self) -> list[Placed]:
        """Those of the figures that count or measure things."""
        return [one for one in self.figures if one.quantity.kind in _COUNTED]

    @cached_property
    def worth(self) -> Fraction:
        return self._sum({})

    @property
    def average(self) -> Placed | None:
        """The one price of a single product."""
        priced = [one for one in self.factors if one.each and one.placed.quantity.kind is self.factors[-1].placed.quantity.kind]
        return priced[-1].placed if len(self.groups) == 1 and priced and not any(one.rate for one in self.factors) else None

    def with_one(self, figure: Placed, value: Fraction) -> Fraction:
        """What it would be with another value of a figure."""
        return self._sum({figure.quantity.id: value})

    def needed(self, figure: Placed, amount: Fraction) -> Fraction | None:
        """What a figure would have to be; None where nothing would do."""
        without = self.with_one(figure, Fraction(0))
        by_one = self.with_one(figure, Fraction(1)) - without
        return (amount - without) / by_one if by_one else None

    def _sum(self, values: dict[str, Fraction]) -> Fraction:
        worths = [
            values[one.placed.quantity.id] / (100 if one.rate else 1) if one.placed.quantity.id in values else one.worth
            for one in self.factors
        ]
        begins = [sum(self.groups[:place]) for place in range(len(self.groups))]
        terms = (prod(worths[begin : begin + size], start=Fraction(1)) for begin, size in zip(begins, self.groups, strict=True))
        return sum(terms, Fraction(0)) * self.times


def products(scope: Scope, amount: Factor, factors: Sequence[Factor]) -> Iterator[Product]:
    """The products of other figures that are of the amount's kind, and per what it is per."""
    if amount.rate or amount.placed.quantity.kind is QuantityKind.PERCENT:
        return
    others = [one for one in factors if one is not amount]
    prices = [one for one in others if one.each and _same_kind(amount, one) and set(amount.things) <= {*one.things, *_whose(one, amount)}]
    for price in prices:
        yield from _of_price(scope, amount, price, others)
    yield from _of_rates(scope, amount, others)
    yield from _of_several_prices(scope, amount, others)


def _whose(price: Factor, amount: Factor) -> tuple[str, ...]:
    """What an amount may be per that its price is not: 日工资200元, 出勤264天, 人均年工资5.28万元 is of one man throughout."""
    return amount.things if not price.things else ()


def _same_kind(amount: Factor, other: Factor) -> bool:
    """Whether two figures are of one unit, what they are per aside."""
    one, another = amount.placed.quantity, other.placed.quantity
    return one.kind is another.kind and (one.unit or "").split("/")[0] == (another.unit or "").split("/")[0]


def _of_price(scope: Scope, amount: Factor, price: Factor, others: Sequence[Factor]) -> Iterator[Product]:
    """One price by a number for each thing and time that the amount is not per as well; numbers of one unit may be added up first."""
    year = scope.patterns.words("unit.time")[0]
    things = [one for one in price.things if one not in amount.things]
    counts = [one for one in others if one is not price and one.placed.quantity.kind in _COUNTED]
    years = any(one.placed.quantity.unit == year and one.placed.quantity.worth > 1 for one in counts)
    times = [one for one in price.times if one not in amount.times and (years or one != year)]
    if not things and not times:
        return
    for chosen, factor in _chosen(scope, [*things, *times], counts, amount, _DEEP):
        yield Product((*chosen, price), (len(chosen) + 1,), factor, factor > 1 and not _is_yearly(scope, amount))
    if len(things) == 1 and all(one == year for one in times):
        row = [one for one in counts if not one.each and _counts(scope, one, things[0]) and one.placed.segment == price.placed.segment]
        alike = scope.patterns.one("claim.by-units.alike").search(price.placed.lead) is not None
        if alike and 1 < len(row) <= _MOST:
            yield Product(tuple(part for one in row for part in (one, price)), (2,) * len(row), told_together=True)


def _chosen(
    scope: Scope, needs: Sequence[str], counts: Sequence[Factor], amount: Factor, left: int
) -> Iterator[tuple[tuple[Factor, ...], int]]:
    """The numbers that bring to nothing what a price is per, one for each; a month with no number in a year is twelve of them."""
    if not needs:
        yield (), 1
        return
    need, rest = needs[0], needs[1:]
    if left:
        for one in counts:
            if need in (*one.things, *one.times) or not _counts(scope, one, need):
                continue
            further = [
                name
                for name in (*one.things, *one.times)
                if name not in (*amount.things, *amount.times, scope.patterns.words("unit.time")[0])
            ]
            fewer = [other for other in counts if other is not one]
            for chosen, factor in _chosen(scope, [*further, *rest], fewer, amount, left - 1):
                yield (one, *chosen), factor
    implied = _of_year(scope, need)
    if implied and not any(_counts(scope, one, need) for one in counts):
        for chosen, factor in _chosen(scope, rest, counts, amount, left):
            yield chosen, factor * implied


def _of_year(scope: Scope, need: str) -> int:
    """How many of a time a year has; 0 for what is no such time."""
    factor = unit_factor(scope.patterns.words("unit.time")[0], need, scope, "unit.time-factors")
    return int(factor) if factor is not None else 0


def _is_yearly(scope: Scope, amount: Factor) -> bool:
    """Whether an amount is said to be a year's."""
    lead = _clause(scope, amount.placed)
    return scope.patterns.words("unit.time")[0] in amount.times or scope.patterns.one("claim.by-units.year").search(lead) is not None


def _counts(scope: Scope, one: Factor, need: str) -> bool:
    """Whether a figure is so many of what another is per."""
    spans = scope.patterns.entry("claim.spans").data["spans"].get(need, ())
    timed = need in scope.patterns.words("unit.time")
    if one.placed.quantity.unit in spans or (timed and one.placed.quantity.unit == need):
        return True
    return not timed and one.placed.quantity.kind in _COUNTED and counts_of(scope, one.placed, need)


def _of_rates(scope: Scope, amount: Factor, others: Sequence[Factor]) -> Iterator[Product]:
    """监理费42.3万元 of 合同价2350万元 and 1.8%; 保费500万元 of 每亩800元, 12.5万亩 and 费率5%: an amount of money by a rate that is charged, once or every
    year (每年应付利息480万元).
    """
    rates = [one for one in others if one.rate]
    if not rates or amount.placed.quantity.kind is not QuantityKind.MONEY or not _of_a_year_at_most(scope, amount):
        return
    for base in others:
        if base.placed.quantity.kind is not QuantityKind.MONEY or base.placed is amount.placed:
            continue
        made = list(_of_price(scope, amount, base, others)) if base.each else [Product((base,), (1,))]
        for product in made:
            if len(product.groups) == 1 and product.worth > amount.placed.quantity.worth:
                for rate in rates:
                    yield Product((*product.factors, rate), (product.groups[0] + 1,), product.times, product.guessed)


def _of_a_year_at_most(scope: Scope, amount: Factor) -> bool:
    """Whether an amount is one of each of nothing, or of each year."""
    return not amount.things and all(one == scope.patterns.words("unit.time")[0] for one in amount.times)


def _of_several_prices(scope: Scope, amount: Factor, others: Sequence[Factor]) -> Iterator[Product]:
    """Several prices, each by the one number that stands between it and the one before, or behind it."""
    if amount.placed.quantity.kind is not QuantityKind.MONEY or amount.each:
        return
    before = [one for one in others if one.placed.at < amount.placed.at]
    prices = [one for one in before if len(one.things) == 1 and not one.times and _same_kind(amount, one)]
    if not 1 < len(prices) <= _MOST:
        return
    bounds = [prices[0].placed.at.start - 1, *(one.placed.at.start for one in prices), amount.placed.at.start]
    for shift in (0, 1):
        pairs: list[Factor] = []
        for place, price in enumerate(prices):
            begin, end = (bounds[place + shift], bounds[place + shift + 1]) if place + shift else (-1, bounds[1])
            fits = [
                one
                for one in before
                if begin < one.placed.at.start < end
                and not one.each
                and one.placed.quantity.kind in _COUNTED
                and _counts(scope, one, price.things[0])
            ]
            if not fits:
                break
            pairs += (fits[-1] if not shift else fits[0], price)
        else:
            yield Product(tuple(pairs), (2,) * len(prices), told_together=True)


def _clause(scope: Scope, one: Placed) -> str:
    """The words before a figure and behind it, up to the marks on either side."""
    return f"{one.lead}{one.tail}"
