"""claim/average: 人均, 户均, 月均, 平均每公里: a total divided by a number, by a time, or by both (月人均)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.products import counts_of, per_of
from extractor.facts.claims.periods import times_of
from extractor.facts.claims.scope import AMBIGUOUS, LISTED, MISSING, SAME_PARAGRAPH, Scope, alike, pairs, total_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Operand, Quantity, QuantityKind

_PAIR = 2
"""Clauses between an average and what it is of, where the slip alone shows that they belong together."""
_COUNTED = frozenset({QuantityKind.COUNT, QuantityKind.MEASURE})
_BEHIND = 2
"""Clauses behind an average in which its total or its number may stand."""
_WIDE = 6
"""Figures of earlier sentences that are tried for an average."""

_SPANS = tuple(Fraction(one) for one in (12, 1, 2, 3, 4, 6, 9, 10, 11, 8, 7, 5, 24, 36, 365, 366))
"""How many times of one kind an amount may cover; a year's months first."""
_FEW_CLAUSES = 3
"""How far apart the figures of an average may stand: beyond that another subject has mostly come between."""


def average(scope: Scope) -> Iterator[Claim]:
    """人均A: a total of the sentence divided by a number of it; what the sentence lacks, the paragraph may have."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.kind is QuantityKind.SCORE:
        return
    if scope.patterns.one("claim.average.aside").search(scope.opening()) or scope.patterns.one("claim.average.standard").match(stated.tail):
        return
    if scope.patterns.one("claim.told-base").match(scope.sentence.text[stated.at.end - scope.sentence.at.start :]):
        return  # 平均每套诱捕器1.7头（不含测报灯诱捕的191头）
    following = scope.sentence.figures[stated.index + 1 : stated.index + 2]
    if any(alike(one.quantity, stated.quantity) and scope.patterns.one("claim.turned-into").search(one.lead.rstrip()) for one in following):
        return  # 人均标准由每月580元提高到每月630元: the year's amount is of the later one
    per = scope.patterns.one("claim.per-head").search(scope.text("name"))
    pieces = (stated.quantity.unit or "").split("/")[1:]
    if per is None and len(pieces) != 1:
        return
    number = str(per["per"]) if per is not None else pieces[0]
    times = times_of(f"{scope.opening()}{scope.text('name')}{scope.text('phrase')}", scope.patterns)
    times += [one for one in pieces if one in scope.patterns.words("unit.time") and one not in times]
    totals = _totals(scope, stated)
    whose = scope.patterns.one("claim.each").search(scope.opening())
    if number in scope.patterns.words("unit.time") and not _told_how_often(scope, stated, number):
        if whose is not None or scope.patterns.one("claim.each").search(scope.text("phrase")) is not None:
            others = _divided(scope, stated, totals, _numbers(scope, stated))
            yield scope.claim(stated, others[0] if others else [_missing(scope)], others=others[1:], doubt=AMBIGUOUS, factors=_SPANS)
            return
        yield from _average_of_time(scope, stated, totals, number)
        return
    counts = [one for one in _numbers(scope, stated) if counts_of(scope, one, number)]
    if times:
        yield from _of_both(scope, stated, totals, counts)
        return
    yield from _of_number(scope, stated, totals, counts)


def _told_how_often(scope: Scope, stated: Placed, number: str) -> bool:
    """Whether the sentence counts what an average is per: 巡查365次，出动7300人次，次均20人次."""
    return number == scope.patterns.words("unit.time")[-1] and any(one.quantity.unit == number for one in _numbers(scope, stated))


def _missing(scope: Scope) -> Operand:
    return scope.operand("total", None, MISSING)


def _totals(scope: Scope, stated: Placed) -> list[Placed]:
    """The amounts that an average may be of: those before it, nearest first, then those close behind."""
    totals = [one for one in scope.earlier(stated, lambda one: can_be_total(scope, one, stated.quantity)) if _is_total(scope, one, stated)]
    later = [
        one
        for one in scope.sentence.figures[stated.index + 1 :]
        if can_be_total(scope, one.quantity, stated.quantity)
        and (
            scope.has("claim.firm-total", one.lead)
            or scope.has("claim.whole-year", one.lead)
            or one.lead.strip().startswith(scope.patterns.words("claim.total")[0])
        )
        and not scope.patterns.one("claim.sum.anew").search(one.lead)
    ]
    plain = [one for one in totals if not any(per_of(scope, one)) and not scope.each(one)]
    return plain or later


def _is_total(scope: Scope, one: Placed, stated: Placed) -> bool:
    """Whether an amount is no change, or the change that the average is of as well (增收205万元，平均每户增收4298元)."""
    verb = one.lead.strip()[-_PAIR:]
    return not scope.changes(one) or (len(verb) == _PAIR and stated.lead.rstrip().endswith(verb) and one.clause < stated.clause)


def can_be_total(scope: Scope, one: Quantity, stated: Quantity) -> bool:
    """Whether a figure has the unit of an average; so many times that people came (人次) are people as well."""
    base = (stated.unit or "").split("/")[0]
    if one.kind is not stated.kind:
        return False
    people, visits = scope.patterns.words("unit.same-people"), scope.patterns.words("unit.visits")
    times = one.unit is not None and base == scope.patterns.words("unit.time")[-1] and one.unit.endswith(base)
    return one.unit == base or times or (base in people and one.unit in visits)


def _numbers(scope: Scope, stated: Placed) -> list[Placed]:
    """The numbers of things by which an average may divide: those before it, nearest first, then those close behind."""
    before = [one for one in scope.earlier(stated, lambda one: one.kind in _COUNTED) if not scope.changes(one)]
    before = [one for one in before if not scope.each(one) or _in_one_breath(scope, one)]  # 月均保障5208户9114人，户均1.75人
    behind = [
        one
        for one in scope.sentence.figures[stated.index + 1 :]
        if one.quantity.kind in _COUNTED and one.clause - stated.clause <= _BEHIND and not scope.changes(one)
    ]
    return before + behind


def _divided(scope: Scope, stated: Placed, totals: Sequence[Placed], counts: Sequence[Placed]) -> list[list[Operand]]:
    """Every total by every number, and by two numbers: what an average may have been computed from."""
    found: list[list[Operand]] = []
    for one in totals:
        own = scope.operand("total", one, scope.where(one, stated))
        fits = [other for other in counts if other is not one]
        found += [[own, scope.operand("count", other, scope.where(other, stated))] for other in fits]
        found += [
            [own, scope.operand("count", first, LISTED), scope.operand("count", second, LISTED)]
            for first, second in pairs(fits)
            if first.index < second.index
        ]
    return found


def _of_both(scope: Scope, stated: Placed, totals: Sequence[Placed], counts: Sequence[Placed]) -> Iterator[Claim]:
    """月人均A: a total by heads and months; twelve of them where the total is that of a year and no other number of them is told."""
    readings = _divided(scope, stated, totals, counts or _numbers(scope, stated))
    if not readings:
        yield scope.claim(stated, [_missing(scope)])
        return
    months = scope.patterns.one("claim.months").search(scope.sentence.text)
    factors = ((Fraction(int(months["months"])),) if months is not None else ()) + _SPANS
    certain = len(totals) == 1 and len(counts) == 1 and (months is not None or scope.has("claim.whole-year", totals[0].lead))
    certain = certain and stated.segment == totals[0].segment == counts[0].segment
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS, factors=factors, weak="guard")


def _of_number(scope: Scope, stated: Placed, totals: list[Placed], counts: list[Placed]) -> Iterator[Claim]:
    """A total by a number of things."""
    counts = [one for one in counts if one not in totals or len(totals) > 1]
    behind = [one for one in counts if one.index > stated.index]
    counts = [one for one in counts if one.index < stated.index] or [
        one for one in behind if scope.patterns.one("claim.total-lead").search(one.lead) and one.clause == stated.clause + 1
    ]
    topic = scope.text("phrase").strip()
    named = [one for one in totals if len(topic) >= _PAIR and topic[:_PAIR] in one.lead]
    told = [one for one in scope.sentence.figures if one.index != stated.index and can_be_total(scope, one.quantity, stated.quantity)]
    totals = named if len(named) == 1 and len(totals) > 1 else totals
    fewer = [one for one in counts if not scope.has("claim.aims", one.lead) and not _owed(scope, one)]
    chosen = fewer if len(fewer) == 1 else counts
    summed = [one for one in chosen if scope.patterns.one("claim.total-lead").search(one.lead)]
    chosen = summed if len(summed) == 1 else chosen
    if not chosen or not totals:
        yield from _of_paragraph(scope, stated, totals, chosen)
        return
    readings = _divided(scope, stated, totals, chosen) + _divided(scope, stated, told, _numbers(scope, stated))
    readings = [one for index, one in enumerate(readings) if one not in readings[:index]]
    if not readings:
        return
    total, count = totals[0], chosen[0]
    alone = len(chosen) == 1 and len(totals) == 1
    certain = alone and _averages(scope, total, count)
    certain = certain and all(one.segment == stated.segment and abs(stated.clause - one.clause) <= _FEW_CLAUSES for one in (total, count))
    close = max(one.clause for one in (total, count)) - stated.clause <= 1
    close = close and all(one.segment == stated.segment and abs(stated.clause - one.clause) <= _PAIR for one in (total, count))
    opening = scope.nouns(scope.opening())
    close = close and (not opening or any(scope.named_alike(scope.opening(), scope.subject(one)) for one in (total, count)))
    close = close and abs(total.clause - count.clause) <= _PAIR
    close = close or (alone and total.segment == count.segment == stated.segment and stated.clause - total.clause in (0, 1))
    sole = certain and _of_what_it_says(scope, stated, total, count) and not _more_factors(scope, (stated, total, count))
    apart = alone and not opening and count.segment < total.segment == stated.segment and stated.clause - total.clause == 1
    close = close or apart  # 志愿者3420人，…；全年服务10.26万小时，人均30小时
    weak = None if sole else "far" if certain or apart else "guard"
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain or close else AMBIGUOUS, weak=weak)


def _of_what_it_says(scope: Scope, stated: Placed, total: Placed, count: Placed) -> bool:
    """Whether the words of an average are those of its total (赔付金额, 件均赔付), and say nothing of heads that total and number do not (在职党员人均)."""
    told = f"{total.lead}{total.tail}{count.lead}{count.tail}"
    phrase, opening = scope.text("phrase"), scope.opening()
    measured = stated.quantity.kind is QuantityKind.MEASURE and len(phrase.strip()) >= _PAIR
    said = f"{total.lead}{total.tail}"
    named = not (scope.nouns(phrase) or measured) or bool(shared_pairs(f"{phrase}{stated.tail}", said))
    named = named or any(char in said for one in scope.nouns(phrase) for char in one)  # 小额信贷, 户均贷款
    if scope.has("claim.unit-price", scope.text("name")):  # 服务老人1520名，平均每名老人24次
        named = named or all(one in f"{count.lead}{count.tail}" for one in scope.nouns(phrase))
    return named and all(one in told or bool(shared_pairs(one, f"{total.lead}{total.tail}")) for one in scope.nouns(opening))


def _owed(scope: Scope, one: Placed) -> bool:
    lead = one.lead.strip()
    return any(lead.startswith(word) or word in lead[-_FEW_CLAUSES:] for word in scope.patterns.words("claim.owed"))


def _more_factors(scope: Scope, own: Sequence[Placed]) -> bool:
    """Whether something else of the sentence may divide as well: a number of each (每期50人), or a time."""
    start, end = (at - scope.sentence.at.start for at in scope.match.span())
    words = f"{scope.sentence.text[:start]} {scope.sentence.text[end:]}"
    others = [one for one in scope.sentence.figures if scope.each(one) and all(one is not other for other in own)]
    return bool(others) or scope.patterns.one("claim.periodic").search(words) is not None


def _of_paragraph(scope: Scope, stated: Placed, totals: Sequence[Placed], counts: Sequence[Placed]) -> Iterator[Claim]:
    """The total, the number or both from the sentences before; the only one of its unit there may accuse where one slip tells the error."""
    per = scope.patterns.one("claim.per-head").search(scope.text("name"))
    number = "" if per is None else str(per["per"])
    above = [one for one in scope.before if scope.is_level(one)]
    topic = scope.text("phrase").strip()
    far_totals = [one for one in above if can_be_total(scope, one.quantity, stated.quantity) and not any(per_of(scope, one))]
    named = _best_named(far_totals, scope.sentence.text[: stated.at.start - scope.sentence.at.start] + topic)
    far_totals = named if len(named) == 1 else far_totals
    far_counts = [one for one in above if one.quantity.kind in _COUNTED and number and counts_of(scope, one, number)]
    actual = [one for one in far_counts if not scope.has("claim.aims", one.lead) and not _owed(scope, one)]
    far_counts = actual or far_counts
    largest = max(far_counts, key=lambda one: one.quantity.worth, default=None)
    if largest is not None and len(far_counts) > _PAIR and total_of(far_counts) == largest.quantity.worth * 2:
        far_counts = [largest]  # the others are its parts
    have, by = list(totals) or far_totals[:_WIDE], list(counts) or far_counts[:_WIDE]
    readings = [
        [
            scope.operand("total", one, scope.where(one, stated) if one in totals else SAME_PARAGRAPH),
            scope.operand("count", other, scope.where(other, stated) if other in counts else SAME_PARAGRAPH),
        ]
        for one in have
        for other in by
        if one is not other
    ]
    if not readings:
        if not totals and not counts:
            return
        own = scope.operand("total", totals[0] if totals else None, LISTED if totals else MISSING)
        yield scope.claim(stated, [own, scope.operand("count", counts[0] if counts else None, LISTED if counts else MISSING)])
        return
    single = (
        len({one.quantity.worth for one in have}) == 1 and len({one.quantity.worth for one in by}) == 1 and have[0].depth == by[0].depth
    )
    bound = (bool(totals) and len(totals) == 1) or len(named) == 1
    weak = "far" if bound and (counts or len(far_counts) == 1) else "guard"
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if single else AMBIGUOUS, weak=weak)


def _best_named(figures: Sequence[Placed], topic: str) -> list[Placed]:
    """The one figure whose words share most with those of an average (隐患 in 平均每家查出隐患); none where two share as much."""
    ranked = sorted(((shared_pairs(one.lead, topic), -place, one) for place, one in enumerate(figures)), key=lambda item: item[:2])
    if not ranked or not ranked[-1][0] or (len(ranked) > 1 and ranked[-2][0] == ranked[-1][0]):
        return []
    return [ranked[-1][2]]


def _named_again(scope: Scope, total: Placed) -> bool:
    """Whether the words of an average name its total once more (场地总面积, 人均场地面积)."""
    own, told = scope.nouns(total.lead), scope.nouns(scope.text("phrase"))
    return bool(own) and bool(told) and own[-1][-2:] == told[-1][-2:]


def _averages(scope: Scope, total: Placed, count: Placed) -> bool:
    """Whether a total is of the thing whose average is told, and the heads are those that it went to."""
    opening = scope.nouns(scope.opening())
    whose = [one for one in (total, count) if scope.nouns(scope.subject(one))]
    if opening and not any(scope.named_alike(scope.opening(), scope.subject(one)) for one in whose):
        return False
    if not any(scope.named_alike(words, scope.text("phrase")) for words in (scope.subject(total), count.tail, count.lead)):
        return False
    near = count.segment == total.segment and abs(total.clause - count.clause) <= _FEW_CLAUSES
    others = [one for one in scope.sentence.figures[: total.index] if one.quantity.kind is QuantityKind.COUNT and one is not count]
    beside = count.index + 1
    between = [one for one in others if count.index > total.index or (one.index > count.index and not _paired(scope, count, one, beside))]
    return near and (not between or _named_again(scope, total))


def _paired(scope: Scope, count: Placed, other: Placed, beside: int) -> bool:
    """Whether two counts are told in one breath (11077户24700人)."""
    return other.index == beside and not scope.sentence.between(count, other).strip()


def _in_one_breath(scope: Scope, count: Placed) -> bool:
    """Whether a figure of each is followed by another with nothing between: they are averages of the same time."""
    beside = count.index + 1
    return beside < len(scope.sentence.figures) and _paired(scope, count, scope.sentence.figures[beside], beside)


def _average_of_time(scope: Scope, stated: Placed, totals: list[Placed], time: str) -> Iterator[Claim]:
    """月均, 日均: a total by months or days; another number of them that the sentence tells may clear it."""
    where = {id(one): scope.where(one, stated) for one in totals}
    if not totals:
        totals = [one for one in scope.before if can_be_total(scope, one.quantity, stated.quantity) and not scope.each(one)][:_WIDE]
        totals = [one for one in totals if not scope.changes(one) and not scope.is_base(one)]
        where = {id(one): SAME_PARAGRAPH for one in totals}
    yearly = [one for one in totals if scope.has("claim.whole-year", one.lead)]
    if len(yearly) == 1:
        totals = [*yearly, *(one for one in totals if one not in yearly)]
    if not totals:
        yield scope.claim(stated, [_missing(scope)])
        return
    readings: list[list[Operand]] = [[scope.operand("total", one, where[id(one)])] for one in totals]
    counted = _divided(scope, stated, totals, [one for one in _numbers(scope, stated) if one not in totals])
    months = scope.patterns.one("claim.months").search(scope.sentence.text)
    monthly = time == scope.patterns.words("unit.time")[1]
    daily = time in scope.patterns.words("unit.day")
    first = Fraction(int(months["months"])) if months is not None else Fraction(365 if daily else 12 if monthly else 1)
    period = totals[0].quantity.period or ""
    whole_year = scope.has("claim.whole-year", totals[0].lead)
    single = len(totals) == 1 or len(yearly) == 1
    spans_year = single and (whole_year or (period[:4].isdigit() and len(period) == 5))
    certain = single and ((monthly and (months is not None or spans_year)) or (daily and months is None and whole_year))
    topic = f"{scope.opening()} {scope.text('phrase')}"
    certain = certain and scope.named_alike(scope.subject(totals[0]), topic)
    alone = monthly and (certain or (single and whole_year))  # 全年…，月均…: of twelve months, whoever is meant
    factors = (first,) if alone else tuple(dict.fromkeys((first, *_SPANS)))
    weak = "guard" if daily else "far"
    yield scope.claim(
        stated, readings[0], others=[*readings[1:], *counted], doubt=None if certain else AMBIGUOUS, factors=factors, weak=weak
    )
