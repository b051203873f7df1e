"""claim/product by several prices, or by prices that a sentence above sets: 为32人每人发300元、为14户每户发500元，共发1.66万元.

Every price is paired with its own number: by place, by the words that name both, or by their order; where one has none, or two, nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from extractor.facts.claims.certainty.heads import exclusive, shared_pairs
from extractor.facts.claims.near.products import counts_of, of_part_only, per_of
from extractor.facts.claims.scope import AMBIGUOUS, SAME_PARAGRAPH, Scope, at_least
from extractor.facts.figures import Placed, Sentence
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim, Operand, QuantityKind

_COUNTED = frozenset({QuantityKind.COUNT, QuantityKind.MEASURE})
_MOST = 4
"""Prices that one amount is made of."""
_SENTENCES = 2
"""How many sentences with figures back prices and numbers are looked for."""
_PARAGRAPHS = 2
"""Paragraphs back, a heading among them."""
_MONTHS = 12
_TERMS = 2


@dataclass(frozen=True, slots=True)
class _Price:
    """A price, what it is per (empty: what the number right before it counts), the times it is per besides, and the words that say of what it is."""

    placed: Placed
    head: str
    times: tuple[str, ...]
    words: str


def tariff(scope: Scope) -> Iterator[Claim]:
    """The sum of numbers, each times its price; the prices stand in the sentence, or in the nearest of the two above that tells any."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.kind is not QuantityKind.MONEY or scope.changes(stated) or per_of(scope, stated)[0]:
        return
    ahead = [one for one in scope.sentence.figures[: stated.index] if one.segment == stated.segment and one.depth == stated.depth]
    prices = _prices(scope, ahead)
    money = [one for one in ahead if one.quantity.kind is QuantityKind.MONEY]
    if len(money) != len(prices) or len(prices) > _MOST:
        return
    above: list[Sentence] = []
    if not prices:
        if scope.has("claim.tariff.not-paid", stated.lead):
            return
        if any(one.quantity.kind is QuantityKind.MONEY for one in scope.sentence.figures[: stated.index]):
            return
        if _prices(scope, [one for one in scope.sentence.figures[stated.index + 1 :] if one.segment == stated.segment]):
            return  # 补贴520.8万元，客运量65.17万人次，每人次补贴8元: its own stand behind it
        above = _above(scope)
        prices = next((found for found in (_prices(scope, one.figures) for one in above) if found), [])
        own = [one for one in scope.outer(ahead) if _is_number(scope, one)]
        told = [one for held in above for one in held.figures if _is_number(scope, one)]
        further = told if len(prices) > 1 else [one for one in told if not scope.around.panorama.of(one).inner]
        numbers, far = own, [one for one in further if not scope.has("claim.aims", one.lead)]
    else:
        if len(prices) < _TERMS and (not _of_two_terms(scope, prices[0])):
            return  # `products.product` reads one price
        numbers, far = [one for one in scope.outer(ahead) if _is_number(scope, one)], []
    if not prices or any(not at_least(stated.quantity, one.placed.quantity) for one in prices):
        return
    if above:
        prices, numbers = _of_one_thing(scope, stated, prices, [*numbers, *far])
    figures = scope.sentence.figures[: stated.index] if not above else _row_of(above, prices)
    pairs = _by_place(scope, prices, figures) or _by_words(scope, prices, numbers) or _for_each(scope, prices, numbers)
    if above and len(prices) > 1 and not _sums_up(scope, stated, prices):
        return
    if pairs is None or (above and len(pairs) == 1 and not _says_so(scope, stated, *pairs[0])):
        return
    yield from _claim(scope, stated, pairs, far=bool(above))


def _above(scope: Scope) -> list[Sentence]:
    """The sentences with figures right above, the nearest first."""
    found: list[Sentence] = []
    sentence: Sentence | None = scope.sentence
    while sentence is not None and len(found) < _SENTENCES:
        sentence = scope.around.above(sentence, _PARAGRAPHS)
        if sentence is not None:
            found.append(sentence)
    return found


def _prices(scope: Scope, figures: Sequence[Placed]) -> list[_Price]:
    """The prices among figures, in their order: one behind 提高到 is per what the one that it was raised from is per."""
    found: list[_Price] = []
    for place, one in enumerate(figures):
        if one.quantity.kind is not QuantityKind.MONEY or not one.quantity.worth:
            continue
        heads, times = per_of(scope, one)
        match = scope.patterns.one("claim.each").search(one.lead)
        if match is not None and match["of"]:
            continue  # an average (户均2000元) is no price
        if len(set(heads)) == 1:
            found.append(_Price(one, heads[0], tuple(times), one.lead))
        elif found and scope.patterns.one("claim.turned-into").search(one.lead) and found[-1].placed.index == one.index - 1:
            found[-1] = _Price(one, found[-1].head, found[-1].times, found[-1].words)
        elif scope.patterns.one("claim.tariff.each-of-them").match(one.lead.strip()) and place and _is_number(scope, figures[place - 1]):
            found.append(_Price(one, "", (), one.lead))
    return found


def _is_number(scope: Scope, one: Placed) -> bool:
    """Whether a figure is so many of things that have a price."""
    counted = one.quantity.kind in _COUNTED and bool(one.quantity.worth) and any(char.isdigit() for char in one.quantity.text)
    return counted and one.quantity.unit not in scope.patterns.words("unit.time") and not scope.changes(one) and not scope.each(one)


def _said(scope: Scope, number: Placed) -> str:
    """The words round a number, up to the next item of its list."""
    return number.lead + number.tail.partition(scope.patterns.words("claim.list-mark")[0])[0]


def _fits(scope: Scope, price: _Price, number: Placed) -> bool:
    return not price.head or counts_of(scope, number, price.head)


def _of_one_thing(scope: Scope, stated: Placed, prices: list[_Price], numbers: list[Placed]) -> tuple[list[_Price], list[Placed]]:
    """Prices and numbers of the one thing that the amount is named after (县级馆补助为280万元), where it names one of several; else all of them."""
    lead = stated.lead
    mark = scope.patterns.words("claim.list-mark")[0]
    named = [one for one in numbers if (name := one.lead.strip().removeprefix(mark)) and len(name) > 1 and name in lead]
    if len(prices) > 1 and len(named) == 1:
        ranked = sorted(prices, key=lambda one: -shared_pairs(one.words, named[0].lead))
        shared = [shared_pairs(one.words, named[0].lead) for one in ranked]
        if shared[0] > shared[1]:
            return ranked[:1], named
    if len(prices) == 1:
        fits = [one for one in numbers if _fits(scope, prices[0], one)]
        own = [one for one in fits if one in scope.sentence.figures]
        fits = own or fits
        best = max((shared_pairs(_said(scope, one), prices[0].words + lead) for one in fits), default=0)
        kept = [one for one in fits if shared_pairs(_said(scope, one), prices[0].words + lead) == best]
        return prices, kept if len({one.quantity.worth for one in kept}) > 1 else kept[:1]
    return prices, numbers


_Pair = tuple[_Price, Placed]


def _row_of(above: Sequence[Sentence], prices: Sequence[_Price]) -> Sequence[Placed]:
    """The figures of the sentence above that holds several prices; none for one price, whose number may stand anywhere."""
    return next((one.figures for one in above if prices[0].placed in one.figures), ()) if len(prices) > 1 else ()


def _sums_up(scope: Scope, stated: Placed, prices: Sequence[_Price]) -> bool:
    """Whether an amount is said to be that of all prices of a sentence above: by their number, or as their sum."""
    words = scope.sentence.text[: stated.at.start - scope.sentence.at.start]
    told = scope.patterns.one("claim.tariff.of-so-many").search(words)
    number = None if told is None else chinese_to_int(told["number"], scope.patterns)
    return number == len(prices) if number is not None else scope.text("cue") in scope.patterns.words("claim.firm-total")


def _for_each(scope: Scope, prices: Sequence[_Price], numbers: Sequence[Placed]) -> list[_Pair] | None:
    """Two prices of each of one number of things (平板420台，单价2350元，另配保护套每个50元)."""
    beside = len(prices) > 1 and all(scope.has("claim.tariff.besides", one.placed.lead) for one in prices[1:])
    return [(one, numbers[0]) for one in prices] if beside and len(numbers) == 1 else None


def _by_place(scope: Scope, prices: Sequence[_Price], figures: Sequence[Placed]) -> list[_Pair] | None:
    """Each price with the one number that stands between it and the price before, or the one behind."""
    if not figures:
        return None
    places = [-1, *(one.placed.index for one in prices), figures[-1].index + 1]
    for shift in (0, 1):
        pairs = []
        for place, price in enumerate(prices):
            inside = figures[places[place + shift] + 1 : places[place + shift + 1]]
            fits = [one for one in inside if _is_number(scope, one) and _fits(scope, price, one)]
            if not (shift or place):  # 资助1005人，其中高中620人、每人500元，…: before the first one the number of all may stand
                fits = [one for one in fits if one.index == price.placed.index - 1] or fits
            if len(fits) != 1:
                break
            pairs.append((price, fits[0]))
        else:
            return pairs
    return None


def _by_words(scope: Scope, prices: Sequence[_Price], numbers: Sequence[Placed]) -> list[_Pair] | None:
    """Each price with the number whose words share most with its own; None where one has none, or two share a number."""
    pairs: list[_Pair] = []
    for price in prices:
        fits = [one for one in numbers if _fits(scope, price, one) and not exclusive(price.words, _said(scope, one), scope.patterns)]
        ranked = sorted(((shared_pairs(price.words, _said(scope, one)), -place) for place, one in enumerate(fits)), reverse=True)
        if not ranked or (len(fits) > 1 and ranked[0][0] == ranked[1][0]) or (len(prices) > 1 and not ranked[0][0]):
            return None
        pairs.append((price, fits[-ranked[0][1]]))
    return pairs if len({one.quantity.id for _, one in pairs}) == len(pairs) else None


def _says_so(scope: Scope, stated: Placed, price: _Price, number: Placed) -> bool:
    """Whether an amount is what a price of a sentence above gives: it is called so, or all of it, and the number is that of the price's things."""
    words = scope.sentence.text[: stated.at.start - scope.sentence.at.start]
    if scope.text("this"):
        return all(one in _above(scope)[0].figures for one in (price.placed, number))
    general = number.quantity.unit in scope.patterns.words("claim.far.measures") and price.head not in scope.patterns.words(
        "unit.same-people"
    )
    if general and not shared_pairs(price.words, _said(scope, number)) and not number.tail.startswith(price.head):
        return False
    called = scope.text("cue") != "" or bool(shared_pairs(stated.lead, price.words))
    if number in scope.sentence.figures:
        return called and stated.clause - number.clause <= _TERMS
    return called and bool(shared_pairs(words, f"{price.words}{_said(scope, number)}"))


def _claim(scope: Scope, stated: Placed, pairs: Sequence[_Pair], *, far: bool) -> Iterator[Claim]:
    factor = _times(scope, stated, pairs)
    if factor is None:
        return
    span, months = factor
    operands: list[Operand] = []
    for price, number in pairs:
        operands += [
            _operand(scope, stated, number),
            *([_operand(scope, stated, span)] if span else []),
            _operand(scope, stated, price.placed),
        ]
    doubted = of_part_only(scope, stated, [one for pair in pairs for one in (pair[0].placed, pair[1])])
    monthly = months == _MONTHS  # how many were paid may change from month to month: only a slip in three digits tells
    factors = (Fraction(months), *(Fraction(one) for one in range(1, _MONTHS))) if monthly else (Fraction(months),)
    claim = scope.claim(stated, operands, doubt=AMBIGUOUS if doubted else None, factors=factors)
    params: dict[str, object] = {"strict": True, "telling": 3} if monthly else {"far": True}
    params |= {"groups": tuple([_TERMS + bool(span)] * len(pairs))} if len(pairs) > 1 else {}
    params = {**claim.params, **params}
    plain = not monthly and _is_plain(scope, stated, pairs)
    yield replace(claim, params={name: value for name, value in params.items() if name != "far"} if plain else params)


def _is_plain(scope: Scope, stated: Placed, pairs: Sequence[_Pair]) -> bool:
    """Whether an amount is called the total of the number right before it, of what the price above names (每台器材6800元。采购器材125台，合计85万元)."""
    price, number = pairs[0]
    if len(pairs) > 1 or number not in scope.sentence.figures or number.index != stated.index - 1 or stated.clause - number.clause > 1:
        return False
    said = scope.nouns(price.words)
    named = bool(said) and any(shared_pairs(one, _said(scope, number)) > 1 for one in said)
    return named and scope.text("cue") in scope.patterns.words("claim.firm-total") and bool(price.head)


def _operand(scope: Scope, stated: Placed, one: Placed) -> Operand:
    return scope.operand("factor", one, scope.where(one, stated) if one in scope.sentence.figures else SAME_PARAGRAPH)


def _times(scope: Scope, stated: Placed, pairs: Sequence[_Pair]) -> tuple[Placed | None, int] | None:
    """The figure that says for how many times the prices are paid, and how many months of a year they are; None where that is not certain."""
    told = {tuple(one for one in price.times if one != scope.patterns.words("unit.time")[0]) for price, _ in pairs}
    if len(told) != 1:
        return None
    times = told.pop()
    if not times:
        return None, 1
    if len(times) > 1:
        return None
    spans = scope.patterns.entry("claim.spans").data["spans"].get(times[0], [])
    found = [one for one in scope.sentence.figures[: stated.index] if one.quantity.unit in spans and not scope.each(one)]
    if len(found) == 1:
        return found[0], 1
    words = scope.sentence.text[: stated.at.start - scope.sentence.at.start]
    if found:
        return None
    if times[0] == scope.patterns.words("unit.time")[1] and scope.has("claim.whole-year", words):
        return None, _MONTHS
    return (None, _TERMS) if _of_two_terms(scope, pairs[0][0]) else None


def _of_two_terms(scope: Scope, price: _Price) -> bool:
    """Whether a price of each term is paid for both terms of a year."""
    told = scope.patterns.one("claim.tariff.two-terms").search(scope.sentence.text)
    return told is not None and told["time"] in price.times
