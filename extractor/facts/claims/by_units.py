"""claim/product and claim/average by their units alone, in any order of words: 元/人·月 × 人 × 月 = 元.

What each figure is of and per (每车每日180元, 32辆, 200天) says which of them can be multiplied to another. Nothing but the units ties them together, so
that a claim accuses only where one slip of the pen keeps one reading from holding, and no other figure of the sentences holds by what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.certainty.holding import holds, weak
from extractor.facts.claims.certainty.of_less import of_some_only, paid_so_far
from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.near.products import of_part_only
from extractor.facts.claims.one_digit import slipped_from, slips_of
from extractor.facts.claims.scope import LISTED, SAME_PARAGRAPH, Scope, alike
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.claims.unit_factors import Factor, Product, products
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim, Hedge, QuantityKind

if TYPE_CHECKING:
    from regex import Match

_CUE = "claim.by-units"
_COUPLE = 2
_BEFORE, _SENTENCES = 8, 2
"""Figures and sentences of the paragraph right above that are looked at besides."""
_PARAGRAPH = 12
"""Sentences of the paragraph above in which another total is looked for."""
_MOST = 16
"""Figures of a sentence above which nothing is read: by chance some of them give any other."""
_TELLING, _LONG = 3, 4
"""Digits of the longest figure from which one slip tells; where the units leave several readings."""
_APART = 3
"""How many times an amount what a reading gives may be, or the amount it, for the reading to be thought of."""
_HUNDRED = 100
_LISTS = frozenset({"claim/breakdown", "claim/sum"})
_KINDS = frozenset({QuantityKind.MONEY, QuantityKind.COUNT, QuantityKind.MEASURE, QuantityKind.PERCENT})


@dataclass(frozen=True)
class _Reading:
    """An amount, and the product that it may be."""

    amount: Placed
    product: Product

    @property
    def figures(self) -> list[Placed]:
        return [self.amount, *self.product.figures]

    @cached_property
    def holds(self) -> bool:
        """Whether the amount is what the product gives, or an average behind it, of several digits, what amount and numbers give."""
        holding = printed_as(self.amount.quantity, self.product.worth, Fraction(1))
        return holding or (self._is_average(_COUPLE) and self._averages(self.amount.quantity.worth, self.product.worth))

    def _is_average(self, least: int) -> bool:
        """Whether its price is an average that is told behind the amount, of so many digits at least."""
        price = self.product.average
        return price is not None and price.at > self.amount.at and len(price.quantity.telling) >= least

    def _averages(self, amount: Fraction, given: Fraction) -> bool:
        """Whether the average is what such an amount and the numbers of such a product give."""
        price = self.product.average
        return price is not None and given > 0 and printed_as(price.quantity, amount, given / price.quantity.worth)

    @property
    def has_average_behind(self) -> bool:
        """Whether its price is an average told behind the amount."""
        return self._is_average(1)

    def averages(self, amount: Fraction) -> bool:
        """Whether another amount gives its average."""
        return self._averages(amount, self.product.worth)

    @property
    def longest(self) -> int:
        """How many digits the longest of its figures has."""
        return max(len(figure.quantity.telling) for figure in self.figures)

    @property
    def shared(self) -> int:
        """How many pairs of characters the words before the amount share with those before the others."""
        return sum(shared_pairs(self.amount.lead, figure.lead) for figure in self.product.figures)

    @property
    def is_near(self) -> bool:
        """Whether the amount and what the product gives are of one size."""
        given, amount = self.product.worth, self.amount.quantity.worth
        return given < amount * _APART and amount < given * _APART

    def slipped(self) -> Iterator[Placed]:
        """The figures of which each is one slip from what makes the reading hold; an average was rounded, so that it bears out no one amount alone."""
        amount, given, averaged = self.amount.quantity.worth, self.product.worth, self._is_average(_TELLING)
        rounded = averaged and any(self._averages(value, given) for value in slips_of(self.amount.quantity))
        if rounded or slipped_from(self.amount.quantity, given) is not None:
            yield self.amount
        for one in self.product.figures:
            needed = self.product.needed(one, amount)
            value = None if needed is None else slipped_from(one.quantity, needed)
            if value is None:
                continue
            made = self.product.with_one(one, value)
            rounded = averaged and (one is self.product.average or self._averages(amount, made))
            if rounded or printed_as(self.amount.quantity, made, Fraction(1)):
                yield one


def by_units(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], around: Surroundings) -> Iterator[Claim]:
    """The claims that units alone tell, of figures that no claim in ``known`` accounts for."""
    cue = around.patterns.one(_CUE)
    above: list[tuple[Sentence, Match[str] | None]] = []
    factors: dict[str, Factor] = {}
    held: set[str] | None = None
    told: set[frozenset[str]] = set()
    tied: list[frozenset[str]] = []
    for sentence in sentences:
        if sentence.cell:
            continue
        above = [one for one in above if one[0].paragraph == sentence.paragraph][-_SENTENCES:]
        before = [figure for one, _ in above for figure in one.figures][-_BEFORE:]
        match = cue.search(sentence.text)
        cued = match or next((one for _, one in above[::-1] if one is not None), None)
        above.append((sentence, match))
        if cued is None or not _COUPLE < len(sentence.figures) + len(before) <= _MOST + _BEFORE:
            continue
        scope = Scope(sentence, cued, cue, before[::-1], around, around.patterns)
        found = _readings(scope, before, factors)
        if not found:
            continue
        if held is None:
            held, told = _held(known), {one.figure_ids for one in known.values() if one.doubt is None}
            tied = [one.figure_ids for one in known.values() if _is_borne_out(one)]
        for claim in _claims(scope, found, held, tied):
            first = known.get((claim.rule, claim.stated.id))
            if first is None and claim.figure_ids in told:
                continue  # an average says the same of them
            if first is None or not (holds(first) or (_is_firm(first) and not holds(claim) and first.operand_ids != claim.operand_ids)):
                yield claim


def _is_firm(claim: Claim) -> bool:
    """Whether a claim is read with no doubt at all, and what its operands give is of the size of what is stated."""
    if claim.doubt is not None or weak(claim):
        return False
    if claim.rule != "claim/product" or "groups" in claim.params:
        return True
    factors = claim.params.get("factors", ())
    start = factors[0] if isinstance(factors, tuple) and factors else Fraction(1)
    given = prod((one.quantity.worth for one in claim.operands if one.quantity is not None), start=start)
    return given < claim.stated.worth * _APART and claim.stated.worth < given * _APART


def _held(known: Mapping[tuple[str, str], Claim]) -> set[str]:
    """The figures of claims that hold."""
    return {figure.id for claim in known.values() if _is_borne_out(claim) for figure in claim.figures}


def _is_borne_out(claim: Claim) -> bool:
    return claim.doubt is None and (holds(claim) or (claim.rule in _LISTS and claim.adds_up))


def _readings(scope: Scope, before: Sequence[Placed], known: dict[str, Factor]) -> list[_Reading]:
    """Every product of figures that is of an amount's kind and per what it is per, one figure of it at least in the sentence itself.

    known: what is known of the figures of sentences before; that of others is put in.
    """
    factors: list[Factor] = []
    for one in (*before, *scope.sentence.figures):
        if _usable(scope, one):
            factors.append(known.get(one.quantity.id) or known.setdefault(one.quantity.id, Factor.of(scope, one)))
    if not any(one.each or one.rate for one in factors):
        return []
    return [
        _Reading(amount.placed, product)
        for amount in factors
        for product in products(scope, amount, factors)
        if any(one in scope.sentence.figures for one in (amount.placed, *product.figures))
    ]


def _usable(scope: Scope, one: Placed) -> bool:
    quantity = one.quantity
    spans = scope.patterns.entry("claim.spans").data["spans"].values()
    printed = any(char.isdigit() for char in quantity.text) or (quantity.worth > 1 and any(quantity.unit in units for units in spans))
    if scope.patterns.one("claim.reckoned.lasts").search(one.lead + quantity.text):
        return False  # 按月均支出90万元测算，可支付8个月: cut to whole months, it gives no product
    return quantity.kind in _KINDS and bool(quantity.value) and printed and quantity.hedge is Hedge.EXACT and not scope.changes(one)


def _claims(scope: Scope, found: Sequence[_Reading], held: set[str], tied: Sequence[frozenset[str]]) -> Iterator[Claim]:
    """The readings that hold, and those that one slip keeps from holding where no other reading is as near.

    held: the figures that claims bear out; those of what holds here are put in. tied: the figures of each such claim.
    """
    found = [one for one in found if _may_go_together(scope, one)]
    kept = [one for one in found if one.holds and (_unbroken(scope, one, held) or one.longest >= _LONG or one.shared)]
    held.update(figure.quantity.id for one in kept for figure in one.figures)
    amounts = {one.amount.quantity.id for one in kept if len(one.product.factors) > 1}
    own = set(scope.sentence.figures)
    yield from (_claim(scope, one, own) for one in kept)
    rest = [one for one in found if len(one.product.factors) > 1 and not one.holds and (one.is_near or _is_all(scope, one))]
    rest = [one for one in rest if one.amount.quantity.id not in amounts]
    rest = [one for one in _nearest(rest) if _unbroken(scope, one, held)]
    for amount in dict.fromkeys(one.amount for one in rest):
        rivals = [one for one in rest if one.amount is amount]
        near = [(one, [figure for figure in one.slipped() if figure.quantity.id not in held]) for one in rivals]
        near = [(one, slips) for one, slips in near if slips and not all(figure.quantity.id in held for figure in one.product.figures)]
        if not near or not set(near[0][1]).intersection(*(slips for _, slips in near)):
            continue
        told = [one for one, _ in near]
        reading = min(told, key=lambda one: len(one.figures))
        alone = len(told) == len(rivals) or told == _named(rivals) or (len(told) == 1 and _are_tied(told[0], rivals, tied))
        elsewhere = _at_another_price(reading, found) or _in_a_row(scope, reading.amount) or _of_another_total(scope, reading)
        if _tells(reading, alone=alone, here=own) and _of_one_thing(scope, reading) and not elsewhere:
            yield _claim(scope, reading, own)


def _is_all(scope: Scope, reading: _Reading) -> bool:
    """Whether a reading is of all figures of a sentence that tells three of them: a slip in the first digit may be any number of times as much."""
    return len(reading.figures) == _TELLING and set(reading.figures) == set(scope.sentence.figures)


def _at_another_price(reading: _Reading, found: Sequence[_Reading]) -> bool:
    """Whether the amount is what the same numbers give by another price told beside (一类每人每月140元，二类每人每月120元。为一类278人发放…)."""
    own = set(reading.figures)
    return any(
        one.holds and one.amount is reading.amount and len(own) == len(one.figures) and len(own - set(one.figures)) == 1 for one in found
    )


def _in_a_row(scope: Scope, amount: Placed) -> bool:
    """Whether an amount is one of a list (测算为78.48万元、87.36万元、75.6万元): what it is made of has its place in lists as well."""
    mark = scope.patterns.words("claim.list-mark")[0]
    row = scope.sentence.figures
    if amount not in row:
        return False
    beside = [(one, other) for one, other in pairwise(row) if amount in (one, other) and alike(one.quantity, other.quantity)]
    return any(mark in scope.sentence.between(one, other) for one, other in beside)


def _of_another_total(scope: Scope, reading: _Reading) -> bool:
    """Whether an average is that of a figure farther up in the paragraph (实际走访135家…计划146家…22人，人均6.14家)."""
    if not reading.has_average_behind:
        return False
    above = scope.around.above(scope.sentence, 0)
    for _ in range(_PARAGRAPH):
        if above is None:
            return False
        if any(
            reading.averages(one.quantity.worth)
            for one in above.figures
            if one.quantity.value and alike(one.quantity, reading.amount.quantity)
        ):
            return True
        above = scope.around.above(above, 0)
    return False


def _of_other_money(scope: Scope, reading: _Reading) -> bool:
    """Whether an amount is what things are worth, and the price what is given for each (每吨补贴0.4万元，价值43.2万元)."""
    worth = scope.patterns.words("claim.worth")
    given = scope.patterns.words("claim.given-for-each")
    prices = [one for one in reading.product.figures if one.quantity.kind is QuantityKind.MONEY]
    return any(word in reading.amount.lead for word in worth) and any(word in one.lead for one in prices for word in given)


def _of_one_thing(scope: Scope, reading: _Reading) -> bool:
    """Whether no words say that an amount is more or less than its product, or a price that of something else (维修路灯2650盏，新型灯具每盏1580元)."""
    figures = sorted(reading.figures, key=lambda one: one.at)
    if of_part_only(scope, figures[-1], reading.product.figures):
        return False
    if scope.has("claim.plain.aside", figures[-1].lead) or of_some_only(figures, scope.patterns):
        return False
    if paid_so_far(figures[-1].lead, scope.patterns) or _of_other_money(scope, reading) or _of_two_members(scope, reading):
        return False
    each = scope.patterns.one("claim.each")
    for one in (one for one in figures[1:] if one in scope.sentence.figures):
        cut = each.search(one.lead)
        name = "" if cut is None else one.lead[: cut.start()]
        others = "".join(other.lead + other.tail for other in (*scope.before, *scope.sentence.figures) if other is not one)
        if scope.nouns(name) and not shared_pairs(name, others):
            return False
    return True


def _of_two_members(scope: Scope, reading: _Reading) -> bool:
    """Whether a further one of several things is named between an amount and its one product (第一期…期限15年，每年付息480万元；第二期0.9亿元)."""
    if len(reading.product.groups) > 1:
        return False
    here = [one.at for one in reading.figures if one in scope.sentence.figures]
    first, last = min(one.end for one in here), max(one.start for one in here)
    begin = scope.sentence.at.start
    return scope.patterns.one("claim.by-units.member").search(scope.sentence.text[max(0, first - begin) : max(0, last - begin)]) is not None


def _may_go_together(scope: Scope, reading: _Reading) -> bool:
    """Whether no factor is of a thing that is named behind the amount's own, and an amount of one digit is no chance product of the thing before its own."""
    first = reading.amount.at < max(one.at for one in reading.product.figures)
    return not (first or len(reading.amount.quantity.telling) < _COUPLE) or not _of_two_members(scope, reading)


def _nearest(readings: Sequence[_Reading]) -> list[_Reading]:
    """The readings without those of an amount that stands farther behind their product than another does."""
    first: dict[frozenset[Placed], Placed] = {}
    for one in readings:
        figures = frozenset(one.product.figures)
        if one.amount.at > max(figure.at for figure in figures):
            first[figures] = min(first.get(figures, one.amount), one.amount, key=lambda figure: figure.at)
    return [one for one in readings if first.get(frozenset(one.product.figures), one.amount).at >= one.amount.at]


def _unbroken(scope: Scope, reading: _Reading, held: set[str]) -> bool:
    """Whether no figure of the unit of one of them stands among those of a reading but what other claims bear out: 每户3万元至5万元，…支出460.8万元."""
    own = {one.quantity.id for one in reading.figures}
    first, last = min(one.at for one in reading.figures), max(one.at for one in reading.figures)
    row = [one.quantity for one in (*scope.before, *scope.sentence.figures) if first < one.at < last and one.quantity.id not in own]
    money = reading.amount.quantity.kind is QuantityKind.MONEY
    rivals = [
        one for one in row if (money and one.kind is QuantityKind.MONEY) or any(one.alike(figure.quantity) for figure in reading.figures)
    ]
    return all(one.id in held for one in rivals)


def _tells(reading: _Reading, *, alone: bool, here: set[Placed]) -> bool:
    """Whether the figures of a reading are long enough for a slip to tell. alone: no other reading is left of its amount. here: the sentence's own figures."""
    given, stated = reading.product.worth, reading.amount.quantity.worth
    if abs(given - stated) * _HUNDRED < stated and reading.longest <= _LONG:
        return False  # so little may be a rest that no words tell of
    if reading.product.guessed or not (alone or reading.product.told_together):
        return reading.longest >= _LONG
    return reading.longest >= (_TELLING - 1 if all(figure in here for figure in reading.figures) else _TELLING)


def _are_tied(reading: _Reading, rivals: Sequence[_Reading], tied: Sequence[frozenset[str]]) -> bool:
    """Whether what other readings have in the place of a figure is there for another reason: a claim that holds ties the two (45例，上年36例，增长25%)."""
    own = {one.quantity.id for one in reading.product.figures}
    others = [{one.quantity.id for one in rival.product.figures} for rival in rivals if rival is not reading]
    return all(len(other - own) == 1 == len(own - other) and any((other ^ own) <= figures for figures in tied) for other in others)


def _named(readings: Sequence[_Reading]) -> Sequence[_Reading]:
    """Those readings whose words share most with the amount's own, where any share some."""
    most = max(one.shared for one in readings)
    return [one for one in readings if one.shared == most]


def _claim(scope: Scope, reading: _Reading, own: set[Placed]) -> Claim:
    """The claim of a reading: an average where its price is told behind the amount, else a product."""
    product, amount, price = reading.product, reading.amount, reading.product.average
    why = {one.quantity.id: LISTED if one in own else SAME_PARAGRAPH for one in reading.figures}
    counted = tuple(one.placed.quantity.id for one in product.factors if one.is_exact(scope))
    if price is not None and price.at > amount.at and price in own:
        counts = [one for one in product.figures if one is not price]
        operands = [
            scope.operand("total", amount, why[amount.quantity.id]),
            *(scope.operand("count", one, why[one.quantity.id]) for one in counts),
        ]
        return scope.claim(price, operands, rule="claim/average", factors=(Fraction(product.times),), counted=counted)
    operands = [scope.operand("factor", one, why[one.quantity.id]) for one in product.figures]
    claim = scope.claim(amount, operands, rule="claim/product", factors=(Fraction(product.times),), counted=counted)
    return claim if len(product.groups) == 1 else replace(claim, params={**claim.params, "groups": product.groups})
