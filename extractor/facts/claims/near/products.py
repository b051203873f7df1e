"""claim/product, claim/conversion and written formulas: one figure of two or more others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.periods import times_of
from extractor.facts.claims.scope import AMBIGUOUS, IN_FORM, LISTED, Scope, alike, at_least, ends_with
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge, Operand, Quantity, QuantityKind

_RULES = {"×": "claim/product", "+": "claim/sum", "-": "claim/difference", "÷": "claim/ratio"}
_MONTHS = (1, 12, 6, 3, 4, 2, 9, 10, 11, 8, 7, 5)
_TERMS = 2
"""Factors of a plain product: number and price."""
_PAYER = 2
"""Characters that name who pays, or what is paid, before a price and before an amount."""
_PER_CENT = 100
_SEVERAL = 3
"""How many times as much no word for about covers."""
_TRIED = 5
"""Numbers of a sentence that are tried as further factors."""


def product(scope: Scope) -> Iterator[Claim]:
    """N人，每人P元，共T元, in any order: each thing that the price is per needs its number, a monthly price its months.

    What the sentence says besides (6期，每期50人; 租期8个月; 两学期) may be a factor too: such a reading clears.
    """
    stated = scope.figure("stated")
    if stated is None or stated.quantity.kind is not QuantityKind.MONEY or scope.is_base(stated):
        return
    prices = [
        one
        for one in scope.earlier(stated, lambda one: one.kind is QuantityKind.MONEY)
        if any(per_of(scope, one)) or _unit_price(scope, one)
    ]
    if not prices or per_of(scope, stated)[0] or _unit_price(scope, stated) or stated.clause - prices[0].clause > 3:
        return
    prices, paid = _of_payer(stated, prices)
    price = prices[0]
    heads, times = per_of(scope, price)
    if not at_least(stated.quantity, price.quantity):
        return
    prices = [one for one in prices if one.segment == stated.segment] or prices
    told = [
        one
        for one in scope.sentence.figures[: stated.index]
        if one.quantity.kind in (QuantityKind.COUNT, QuantityKind.MEASURE) and not scope.changes(one) and not _is_one_time(scope, one)
    ]
    here = [one for one in told if one.segment == stated.segment] or told
    heads = list(dict.fromkeys(heads)) or [""]
    counts = [[one for one in here if not head or counts_of(scope, one, head)] for head in heads]
    if counts == [[]]:
        above = [one for one in scope.before if heads[0] and counts_of(scope, one, heads[0]) and not scope.changes(one)]
        counts = [_best_payee(scope, above, price)]
        told = above[:_TRIED]
    if not all(counts) or len(heads) > 1:
        return
    operands = [scope.operand("factor", counts[0][-1], LISTED), scope.operand("factor", price, LISTED)]
    others = [[scope.operand("factor", one, LISTED), operands[1]] for one in counts[0][:-1]]
    factors: tuple[Fraction, ...] = (Fraction(1),)
    sure, told_times = True, list[str]()
    for time in times:
        spans = [one for one in here if one.quantity.unit in scope.patterns.entry("claim.spans").data["spans"].get(time, [])]
        if len(spans) == 1 and spans[0] is not counts[0][-1]:
            operands.append(scope.operand("factor", spans[0], LISTED))
            told_times.append(spans[0].quantity.id)
            others = [[*one, operands[-1]] for one in others]
        elif time == scope.patterns.words("unit.time")[0]:
            sure = sure and not spans
        elif time == scope.patterns.words("unit.time")[1] and not spans and _of_whole_year(scope, price, stated):
            factors = (Fraction(12),)
        else:
            sure = False
    between = [one for one in scope.sentence.figures[price.index + 1 : stated.index] if one.quantity.kind is QuantityKind.MONEY]
    between = [one for one in between if not paid or one.lead.strip().startswith(paid)]
    certain = sure and len(counts[0]) == 1 and len(prices) == 1 and not between and price.depth == stated.depth
    certain = certain and (bool(heads[0]) or _unit_price(scope, price))
    firm = _of_one_payment(scope, counts[0][-1], price, stated) and len(factors) == 1 and factors[0] == 1
    yearly = times == [scope.patterns.words("unit.time")[0]] and not scope.patterns.one("claim.part-of-year").search(scope.sentence.text)
    periodic = not yearly and (bool(times) or scope.patterns.one("claim.periodic").search(scope.sentence.text) is not None)
    if periodic and not (certain and (len(operands) > _TERMS or factors != (Fraction(1),))):
        factors = tuple(dict.fromkeys((*factors, *(Fraction(one) for one in _MONTHS))))
    others += _with_more(scope, price, counts[0], [one for one in told if one not in counts[0]])
    doubt = None if certain and not of_part_only(scope, stated, (counts[0][-1], price)) else AMBIGUOUS
    sole = firm and not periodic and ((len(told) == 1 and told[0] in here) or _called(price, counts[0][-1], scope))
    weak = None if sole or (firm and told_times and certain and spans_here(scope, operands, stated)) else "far" if firm else "guard"
    yield scope.claim(stated, operands, others=others, doubt=doubt, factors=factors, weak=weak, counted=tuple(told_times))


def _of_payer(stated: Placed, prices: list[Placed]) -> tuple[list[Placed], str]:
    """The price of who pays an amount, and how he is named, where each has his own (中央每千瓦补助5000元，省级每千瓦补助1500元，中央应补…，省级应补…)."""
    payer, others = stated.lead.strip()[:_PAYER], stated.lead.strip()[_PAYER:]
    own = [one for one in prices if len(payer) == _PAYER and one.lead.strip().startswith(payer)]
    named = len(own) == 1 < len(prices) and not any(one.lead.strip()[:_PAYER] in others for one in prices)
    return (own, payer) if named else (prices, "")


def _is_one_time(scope: Scope, one: Placed) -> bool:
    """Whether a figure is no factor, but the time that a price or an amount is of (一年共需), or one that no digit tells (一点一人)."""
    spelt = not any(char.isdigit() for char in one.quantity.text)
    return one.quantity.worth == 1 and (spelt or one.quantity.unit in scope.patterns.words("unit.time"))


def spans_here(scope: Scope, operands: Sequence[Operand], stated: Placed) -> bool:
    """Whether the amount's own clause tells for how many times it is paid (8个月共发放)."""
    own = [one.quantity.id for one in scope.sentence.figures[: stated.index] if one.clause == stated.clause]
    return any(one.quantity is not None and one.quantity.id in own for one in operands[_TERMS:])


def of_part_only(scope: Scope, stated: Placed, operands: Sequence[Placed]) -> bool:
    """Whether words say that an amount is not all that prices give (申报160户，实际拨付; 对其他村…), or that one payer alone gives it (中央补助)."""
    aside, payer = scope.patterns.one("claim.tariff.aside"), scope.patterns.one("claim.tariff.payer")
    figures = scope.sentence.figures
    begin = max((one.at.end for one in figures[: stated.index] if one in operands), default=scope.sentence.at.start)
    if aside.search(scope.sentence.text[begin - scope.sentence.at.start : stated.at.start - scope.sentence.at.start]):
        return True
    planned = scope.patterns.one("claim.tariff.planned")
    if any(planned.search(one.lead) for one in operands) or scope.patterns.one("claim.tariff.less").search(scope.sentence.text):
        return True
    named = payer.search(stated.lead)
    return named is not None and not any(named[0] in one.lead for one in operands)


def _with_more(scope: Scope, price: Placed, counts: list[Placed], more: list[Placed]) -> list[list[Operand]]:
    """A price times its number, or two of them, and one or two of the other numbers that the sentence tells before the amount."""
    near = [*counts[:_TRIED], *more[:_TRIED]]
    return [
        [*(scope.operand("factor", one, LISTED) for one in some), scope.operand("factor", price, LISTED)]
        for size in range(1, _TERMS + _TERMS)
        for some in combinations(near, size)
        if any(one is count for one in some for count in counts)
    ]


def _of_whole_year(scope: Scope, price: Placed, stated: Placed) -> bool:
    """Whether the words from a monthly price to the amount say that it is that of twelve months."""
    offset = scope.sentence.at.start
    return scope.has("claim.whole-year", scope.sentence.text[price.at.end - offset : stated.at.start - offset])


def _best_payee(scope: Scope, counts: list[Placed], price: Placed) -> list[Placed]:
    """Of the numbers that the sentences before tell, the one whose words share most with those of the price; none where two share as much."""
    words = scope.sentence.text[: price.at.end - scope.sentence.at.start]
    ranked = sorted(((shared_pairs(one.lead, words), -place) for place, one in enumerate(counts)), reverse=True)
    if not ranked or not ranked[0][0] or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return []
    return [counts[-ranked[0][1]]]


def _called(price: Placed, count: Placed, scope: Scope) -> bool:
    """Whether the name of what a price is of ends the words before its number (日常养护33座。…日常养护每座3万元)."""
    cut = scope.patterns.one("claim.each").search(price.lead)
    name = "" if cut is None else price.lead[: cut.start()].strip()
    return len(name) > _TERMS and count.lead.strip().endswith(name)


def _of_one_payment(scope: Scope, count: Placed, price: Placed, stated: Placed) -> bool:
    """Whether those who are paid, the price and the amount can be of one payment; an amount that is said to be the total may name it anew."""
    cut = scope.patterns.one("claim.each").search(price.lead)
    heads, each = scope.subject(count), price.lead if cut is None else price.lead[: cut.start()]
    firm = scope.text("cue") in scope.patterns.words("claim.firm-total")
    told = stated.lead
    named = firm or not scope.nouns(told) or any(scope.nouns(one) and scope.named_alike(told, one) for one in (heads, each))
    before = [one for one in scope.sentence.figures[: price.index] if one.quantity.kind is QuantityKind.MONEY]
    averaged = cut is not None and cut["of"] is not None and bool(before)
    return scope.named_alike(each, heads) and named and not averaged and price.segment == stated.segment


def _unit_price(scope: Scope, one: Placed) -> bool:
    return scope.has("claim.unit-price", one.lead)


def _joins(scope: Scope, lead: str) -> bool:
    """Whether the last word before a figure joins it to one that is named before (市本级及7个县), and is no end of a verb (惠及1928户)."""
    joint = scope.patterns.one("claim.joint")
    return lead.endswith(scope.patterns.words("claim.added")[0]) or any(found.end() == len(lead) for found in joint.finditer(f"{lead}."))


def counts_of(scope: Scope, one: Placed, per: str) -> bool:
    """Whether a figure counts what the price is per (人, 台), also as 18个村."""
    if ends_with(one.lead, scope.patterns.words("claim.besides-it")) and _joins(scope, one.lead.rstrip()):
        return False  # 市本级及7个县: one more than it says
    tail = one.tail.strip()
    noun = scope.nouns(tail)[:1]  # 3个检查组，每组4人; 32个司法所配备电脑，每所1.6万元
    called = (per, *scope.patterns.entry("claim.per-called").data["nouns"].get(per, ()))  # 42个家庭, 户均
    named = tail.endswith(called) or (bool(noun) and tail.startswith(noun[0]) and noun[0].endswith(called))
    general = named and one.quantity.unit in scope.patterns.words("claim.far.measures")
    return _same_counter(one.quantity.unit, per, scope) or general or one.tail.startswith(per) or one.lead.rstrip().endswith(per)


def per_of(scope: Scope, price: Placed) -> tuple[list[str], list[str]]:
    """What the price is per (人, 户 …) and the times it is per as well, from its unit and the words before it."""
    times = scope.patterns.words("unit.time")
    pieces = (price.quantity.unit or "").split("/")[1:]
    counted = [one for one in pieces if one not in times]
    timed = [one for one in pieces if one in times]
    for match in scope.patterns.one("claim.each").finditer(price.lead):
        named = match["per"] or match["of"]
        (timed if named in times else counted).append(named)
    return counted, list(dict.fromkeys([*timed, *times_of(price.lead, scope.patterns)]))


def _same_counter(unit: str | None, per: str, scope: Scope) -> bool:
    if unit == per or (unit is not None and per.startswith(unit)):
        return True
    if unit in scope.patterns.entry("claim.per-alike").data["units"].get(per, ()):
        return True
    return any(
        unit in words and per in words for words in (scope.patterns.words("unit.same-people"), scope.patterns.words("unit.same-cases"))
    )


def formula(scope: Scope) -> Iterator[Claim]:
    """A written formula of one kind of sign."""
    stated = scope.figure("stated")
    start, end = scope.match.span("terms")
    terms = [one for one in scope.sentence.figures if start <= one.at.start < end]
    spelled = scope.patterns.entry("claim.signs").data["signs"]
    signs = [spelled.get(one, one) for one in scope.patterns.one("claim.sign").findall(scope.match["terms"])]
    if stated is None or len(terms) < 2 or len(terms) != 1 + len(signs):
        return
    if signs[-1] == "×" and _is_whole_rate(terms[-1]) and len(signs) > 1:
        terms, signs = terms[:-1], signs[:-1]  # 79÷86×100%
    if len(set(signs)) != 1:
        return
    sign = signs[0]
    if sign == "-" and any(one.quantity.value is not None and one.quantity.value < 0 for one in terms):
        return
    if sign == "÷":
        operands = [scope.operand("part", terms[0], IN_FORM), scope.operand("whole", terms[1], IN_FORM)]
        certain = len(terms) == 2
    elif sign == "-":
        operands = [scope.operand("had", terms[0], IN_FORM), *(scope.operand("used", one, IN_FORM) for one in terms[1:])]
        certain = True
    else:
        operands = [scope.operand("factor" if sign == "×" else "part", one, IN_FORM) for one in terms]
        certain = True
    units = {one.quantity.kind for one in [*terms, stated]} - {QuantityKind.BARE, QuantityKind.PERCENT, QuantityKind.COUNT}
    mixed = sign in "+-" and not all(alike(one.quantity, stated.quantity) for one in terms)
    yield scope.claim(stated, operands, doubt=None if certain and len(units) <= 1 and not mixed else AMBIGUOUS, rule=_RULES[sign])


def _is_whole_rate(one: Placed) -> bool:
    return one.quantity.kind is QuantityKind.PERCENT and one.quantity.value == _PER_CENT


def conversion(scope: Scope) -> Iterator[Claim]:
    """The same amount in another scale, unit or time."""
    value, stated = scope.figure("value"), scope.figure("stated")
    if value is None or stated is None or value is stated:
        return
    found = conversion_factor(scope, value, stated)
    if found is None:
        return
    factor, certain = found
    operands = [scope.operand("value", value, IN_FORM)]
    said = bool(scope.text("said")) and factor == 1 and value.quantity.unit == stated.quantity.unit
    summed = factor != 1 and "from" in scope.form.groups and not scope.text("each")
    if summed and any(counts_of(scope, one, head) for head in per_of(scope, value)[0] for one in scope.sentence.figures[: value.index]):
        return  # 聘请10名，每人每月600元，全年共7.2万元
    named = scope.patterns.one("claim.conversion.own-name").search(scope.sentence.between(value, stated))
    if named is not None and named["name"][:_PAYER] not in scope.sentence.text[: value.at.start - scope.sentence.at.start]:
        return  # 每人每月基本报酬900元，绩效报酬每人每年1200元: a price of something else
    weak = "far" if summed else "guard" if said and not certain else None
    others: list[list[Operand]] = []
    again = stated.depth > value.depth and len(scope.sentence.between(value, stated)) == 1  # 增加296.7万吨（59.3亿斤）
    if scope.changes(value) and not (again or scope.changes(stated)):
        return  # 每月增加4元，即每年648元: the year's is that of the level
    if scope.each(value) and not scope.each(stated) and factor == 1:
        weak = "guard"  # 罚没款1342.7万元，件均2.73万元，折合0.1343亿元: all of them, told before
        whole = [one for one in scope.earlier(value, lambda one: alike(one, stated.quantity)) if not scope.each(one)]
        if len(whole) == 1 and whole[0].segment == stated.segment and whole[0].quantity.scale != stated.quantity.scale:
            operands, others, weak = [scope.operand("value", whole[0], scope.where(whole[0], stated))], [operands], None
    doubt = None if certain or said else AMBIGUOUS
    hedges_count = not (doubt is weak is None and (_beyond_hedges(value, stated, factor) or _rounds_to(value, stated, factor)))
    yield scope.claim(stated, operands, others=others, doubt=doubt, factors=(factor,), weak=weak, hedges_count=hedges_count)


def _beyond_hedges(value: Placed, stated: Placed, factor: Fraction) -> bool:
    """Whether an amount that is told about (28699万元（约28.7亿元）) is several times what it is converted from: no 约 covers that."""
    given, told = value.quantity.worth * factor, stated.quantity.worth
    about = stated.quantity.hedge is Hedge.ABOUT and value.quantity.hedge is Hedge.EXACT and given > 0
    return about and told > 0 and max(told / given, given / told) >= _SEVERAL


def _rounds_to(value: Placed, stated: Placed, factor: Fraction) -> bool:
    """Whether an amount that is told about is what the other comes to, rounded or cut to its last digit (59344万元，约合5.93亿元): 约 says so."""
    given, told = value.quantity.worth * factor, stated.quantity.worth
    last = Fraction(stated.quantity.scale, 10**stated.quantity.decimals)
    exact = value.quantity.hedge is Hedge.EXACT and stated.quantity.hedge is Hedge.ABOUT
    return exact and stated.quantity.decimals > 0 and -last / 2 <= given - told < last


def conversion_factor(scope: Scope, value: Placed, stated: Placed) -> tuple[Fraction, bool] | None:
    """By what a figure is to be multiplied to be in the unit of the other, and whether that is certain; None where they do not convert."""
    one, other = value.quantity, stated.quantity
    if one.kind is not other.kind:
        return None
    if one.kind is not QuantityKind.MONEY:
        if one.unit == other.unit:
            return _by_the_month(scope, value) or (Fraction(1), one.scale != other.scale)
        factor = unit_factor(one.unit, other.unit, scope, "unit.factors")
        return None if factor is None else (factor, True)
    if scope.text("per") and scope.text("to"):  # a price of twice as much is twice the price
        factor = unit_factor(scope.text("to"), scope.text("per"), scope, "unit.factors")
        return None if factor is None else (factor, True)
    here, there = _time(scope, value, ""), _time(scope, stated, scope.text("time"))
    if one.unit == other.unit and one.scale == other.scale and here == there:
        return Fraction(1), False
    if here == there or there is None or here is None:
        if _heads(scope, one) != _heads(scope, other):
            return None
        of_year = there is None and scope.has("claim.whole-year", value.lead) and not scope.each(value)  # 全年可用104万元，合0.0104亿元
        return Fraction(1), here == there or of_year
    factor = unit_factor(there, here, scope, "unit.time-factors")
    return None if factor is None else (factor, True)


def _by_the_month(scope: Scope, value: Placed) -> tuple[Fraction, bool] | None:
    """What a year has of something, told by the month (全年用水60万吨，折算每月5万吨); None where it is not of a year, or told by no other time."""
    told = scope.patterns.one("claim.each-time").search(scope.text("time"))
    year = scope.patterns.words("unit.time")[0]
    if told is None or told["time"] == year or not scope.has("claim.whole-year", value.lead) or scope.each(value):
        return None
    factor = unit_factor(str(told["time"]), year, scope, "unit.time-factors")
    return None if factor is None else (factor, True)


def _heads(scope: Scope, quantity: Quantity) -> list[str]:
    times = scope.patterns.words("unit.time")
    return [piece for piece in (quantity.unit or "").split("/")[1:] if piece not in times]


def _time(scope: Scope, placed: Placed, said: str) -> str | None:
    """The time that an amount is per: by its unit, the words of the form, or 每月 before it."""
    times = scope.patterns.words("unit.time")
    for piece in (placed.quantity.unit or "").split("/")[1:]:
        if piece in times:
            return piece
    match = scope.patterns.one("claim.each-time").search(said or placed.lead[-8:])
    return None if match is None else str(match["time"])


def unit_factor(one: str | None, other: str | None, scope: Scope, entry: str) -> Fraction | None:
    """How many of ``other`` one of ``one`` is."""
    for larger, smaller, factor in scope.patterns.entry(entry).data["factors"]:
        if (one, other) == (larger, smaller):
            return Fraction(factor)
        if (one, other) == (smaller, larger):
            return 1 / Fraction(factor)
    return None
