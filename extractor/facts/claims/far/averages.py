"""claim/average: the total and the number of an average wherever in the report they stand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from extractor.facts.claims.far.figures import BAR, ELSEWHERE, ODD, SHARED, figures_before, leftover
from extractor.facts.claims.far.likely import WHERE, Asked, Candidate, printed_as
from extractor.facts.claims.far.panorama import PARAGRAPH, SECTION, SENTENCE, TOP, Seen
from extractor.facts.claims.far.told_averages import says_by_what, told_count, told_total
from extractor.facts.claims.far.unfit import is_shared_out, tells_its_base
from extractor.facts.claims.near.averages import can_be_total
from extractor.facts.claims.near.products import counts_of, per_of
from extractor.facts.claims.periods import times_of
from extractor.facts.claims.scope import Scope, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import QuantityKind

_TOTAL_AT = {SENTENCE: 4, PARAGRAPH: 2, SECTION: 0, TOP: -1}
_COUNT_AT = {SENTENCE: 4, PARAGRAPH: 3, SECTION: 1, TOP: 0}
_COUNTED = frozenset({QuantityKind.COUNT, QuantityKind.MEASURE})
_KEPT = 10
_TOLD = 12
"""What a total and a number gain that the words of an average leave no doubt of, wherever they stand."""
_ONE = Fraction(1)
_PARTS_OF_YEAR = (Fraction(6), Fraction(3))
_YEAR = 12
"""Months of what is told of the whole year (全年支出1200万元，月均100万元)."""
_SPANS = tuple(Fraction(one) for one in (1, 12, 2, 3, 4, 6, 9, 10, 11, 8, 7, 5))
"""How many times of one kind a total may cover."""


def average(scope: Scope) -> Asked | None:
    """The totals and numbers that an average per thing (户均, 平均每场) may be of."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None or stated.quantity.kind is QuantityKind.SCORE:
        return None
    number = per_thing(scope, stated)
    if not number or scope.patterns.one("claim.average.standard").match(stated.tail):
        return None
    if tells_its_base(scope) or stated.lead.strip().endswith(scope.patterns.words("claim.bracket-end")):
        return None  # 户均（每家门诊）3台
    if scope.patterns.one("claim.average.aside").search(f"{scope.opening()}{scope.text('phrase')}"):
        return None
    if number in scope.patterns.words("unit.time")[:-1]:
        return _of_time(scope, stated, number)
    factors = _factors(scope)
    view = scope.around.panorama
    here = view.of(stated)
    before = figures_before(scope, here)
    behind = [view.of(one) for one in scope.sentence.figures[stated.index + 1 :] if _told_behind(scope, one, stated)]
    query = f"{scope.opening()} {scope.text('name')} {scope.text('phrase')} {stated.tail}"
    thing = thing_of(scope, stated)
    ahead = scope.sentence.text[: scope.match.start() - scope.sentence.at.start]  # 办理总量按工作日平均，每个工作日办件
    fits = [one for one in [*before, *behind] if one.placed.quantity.kind in _COUNTED and counts_of(scope, one.placed, number)]
    sums = [one for one in [*before, *behind] if _is_total(scope, one, stated)]
    sure_count = told_count(scope, stated, fits, number)
    sure_total = told_total(scope, stated, sums, sure_count)
    by_what = says_by_what(scope, stated)
    totals = _kept([(_total_score(scope, here, one, query), one) for one in sums], sure_total)
    counts = _kept([(_count_score(scope, here, one, query, number, thing), one) for one in fits], sure_count)
    named, averaged = view.names(scope.opening()), view.names(scope.text("phrase"))
    found = []
    for total_score, total in totals:
        for count_score, count in counts:
            if total is count or not count.size:
                continue
            score = total_score + count_score + 2 * min(SHARED, view.overlap(total.marks, count.marks))
            score += 1 if total.sentence == count.sentence else 0
            told = total is sure_total and count is sure_count and not (total.inner or count.inner)
            score += _TOLD if told else 0
            operands = (
                scope.operand("total", total.placed, WHERE[view.tier(here, total)]),
                scope.operand("count", count.placed, WHERE[view.tier(here, count)]),
            )
            key = frozenset((total.placed.quantity.id, count.placed.quantity.id))
            visits = count.placed.quantity.unit != number and (count.placed.quantity.unit or "").endswith(
                scope.patterns.words("unit.time")[-1]
            )
            blind = (visits and len(number) > 0 and number in scope.patterns.words("unit.same-people")) or (
                bool(named) and not told and not view.overlap(named, f"{total.words} {count.words}")
            )
            blind = blind or (not told and bool(averaged) and not view.overlap(f"{scope.text('phrase')}{here.tail}{ahead}", total.words))
            blind = blind or is_shared_out(scope, count)
            agrees = any(printed_as(stated.quantity, total.size, count.size * one) for one in factors)
            found.append(Candidate(score, operands, key, agrees, blind, proven=told and by_what and not blind))
    return Asked(
        scope,
        stated,
        tuple(sorted(found, key=lambda one: -one.score)),
        rule="claim/average",
        bar=BAR,
        couple=False,
        params={"factors": factors},
    )


def _factors(scope: Scope) -> tuple[Fraction, ...]:
    """By what an average is divided besides: 12 where it is that of a month, first; 1/1000 where it is that of a thousand."""
    many = scope.patterns.one("claim.per-many").search(scope.text("name"))
    if many is not None:
        scales: dict[str, int] = scope.patterns.entry("claim.per-scales").data["scales"]
        return (Fraction(1, scales[many["scale"]]),)
    times = times_of(f"{scope.opening()}{scope.text('name')}{scope.text('phrase')}", scope.patterns)
    months = scope.patterns.words("unit.time")[1]
    if not times:
        return (_ONE,)
    told = scope.patterns.one("claim.months").search(scope.sentence.text)
    own = () if told is None else (Fraction(int(told["months"])),)
    return (*own, Fraction(12), _ONE, *_PARTS_OF_YEAR) if months in times else (_ONE, Fraction(12))


def per_thing(scope: Scope, stated: Placed) -> str:
    """What an average is per: by its name, or by its unit."""
    per = scope.patterns.one("claim.per-head").search(scope.text("name"))
    if per is not None:
        return str(per["per"])
    pieces = (stated.quantity.unit or "").split("/")[1:]
    return pieces[0] if len(pieces) == 1 else ""


def _kept(scored: Sequence[tuple[int, Seen]], sure: Seen | None = None) -> list[tuple[int, Seen]]:
    """The best figures of a role; the one that words leave no doubt of is among them, wherever it stands."""
    ranked = sorted(scored, key=lambda one: -one[0])
    return ranked[:_KEPT] + [one for one in ranked[_KEPT:] if one[1] is sure]


def _is_total(scope: Scope, one: Seen, stated: Placed) -> bool:
    return can_be_total(scope, one.placed.quantity, stated.quantity) and not any(per_of(scope, one.placed))


def _total_score(scope: Scope, here: Seen, one: Seen, query: str) -> int:
    view = scope.around.panorama
    tier = view.tier(here, one)
    score = _TOTAL_AT.get(tier, ELSEWHERE) + min(SHARED, view.overlap(query, one.words))
    if tier == SENTENCE:
        gap = here.placed.clause - one.placed.clause
        score += (2 if gap <= 1 else 0) - max(0, gap - 2) - 2 * (here.placed.segment != one.placed.segment)
    score += min(SHARED, 2 * view.overlap(scope.text("phrase"), one.placed.lead))
    noun = here.placed.tail.strip()
    if noun and here.placed.quantity.kind is QuantityKind.COUNT:
        score += min(SHARED, 2 * view.overlap(noun, one.words)) or -BAR  # 服务7个行政村: 行政村1085个
    if one.summed:
        score += 2
    return score - _odd(scope, here, one)


def _of_time(scope: Scope, stated: Placed, time: str) -> Asked | None:
    """月均, 日均: a total by the months or days that the sentence tells, or by those of a year."""
    view = scope.around.panorama
    here = view.of(stated)
    query = f"{scope.opening()} {scope.text('phrase')}"
    totals = [(_total_score(scope, here, one, query), one) for one in figures_before(scope, here) if _is_total(scope, one, stated)]
    units = scope.patterns.entry("claim.spans").data["spans"].get(time, [])
    spans = [one for one in scope.sentence.figures if one.quantity.unit in units and one is not stated and one.quantity.value]
    if (not spans and time == scope.patterns.words("unit.time")[0]) or scope.patterns.one("claim.far.each").search(scope.opening()):
        return None
    year = Fraction(_YEAR if time == scope.patterns.words("unit.time")[1] else 365 if time in scope.patterns.words("unit.day") else 1)
    own_year = any(view.tier(here, one) == SENTENCE and scope.has("claim.whole-year", one.placed.lead) for _, one in totals)
    factors = (_ONE,) if spans else (year,) if own_year and year == _YEAR else tuple(dict.fromkeys((year, *_SPANS)))
    found = []
    for score, total in _kept(totals):
        own = scope.operand("total", total.placed, WHERE[view.tier(here, total)])
        plain = any(printed_as(stated.quantity, total.size, one) for one in factors)
        inner = 2 if total.inner and not view.overlap(query, total.words) else 0
        summed = BAR if scope.patterns.one("claim.far.total").search(total.placed.lead) else 0
        if not spans:
            found.append(Candidate(score + _COUNT_AT[SENTENCE] + summed - inner, (own,), frozenset((total.placed.quantity.id,)), plain))
        for span in spans:
            agrees = printed_as(stated.quantity, total.size, span.quantity.worth)
            key = frozenset((total.placed.quantity.id, span.quantity.id))
            count = scope.operand("count", span, WHERE[SENTENCE])
            found.append(Candidate(score + _COUNT_AT[SENTENCE] + summed - inner, (own, count), key, agrees))
    ranked = tuple(sorted(found, key=lambda one: -one.score))
    return Asked(scope, stated, ranked, rule="claim/average", bar=BAR, couple=False, params={"factors": factors})


def alike_base(one: Placed, stated: Placed) -> bool:
    """Whether a figure has the unit of an average and is larger: 亩均节水60立方米，全年节水291万立方米."""
    return (
        one.quantity.unit == stated.quantity.unit
        and one.quantity.kind is stated.quantity.kind
        and one.quantity.worth > stated.quantity.worth
    )


def _told_behind(scope: Scope, one: Placed, stated: Placed) -> bool:
    """Whether a figure behind an average may belong to it: a total, or what a bracket says (全年开放320天)."""
    total = scope.patterns.one("claim.total-lead").search(one.lead) is not None and one.clause - stated.clause == 1
    bracketed = one.depth > stated.depth and one.index == stated.index + 1
    again = one.clause - stated.clause == 1 and bool(scope.around.panorama.overlap(scope.text("phrase"), one.lead)) and not scope.each(one)
    if again and alike_base(one, stated):
        return True
    return (total or bracketed) and one.quantity.kind in _COUNTED and bool(one.quantity.value)


def thing_of(scope: Scope, stated: Placed) -> str:
    """The noun behind the measure word that an average is per (平均每个县现有: 县); empty where that is not general."""
    name = scope.text("name")
    per = scope.patterns.one("claim.per-head").search(name)
    if per is None or per["per"] not in scope.patterns.words("claim.far.measures"):
        return ""
    begin = scope.match.start("name") + per.end() - scope.sentence.at.start
    return scope.sentence.text[begin : stated.at.start - scope.sentence.at.start].strip()


def _count_score(scope: Scope, here: Seen, one: Seen, query: str, number: str, thing: str) -> int:
    view = scope.around.panorama
    tier = view.tier(here, one)
    score = _COUNT_AT.get(tier, ELSEWHERE) + min(SHARED, view.overlap(query, one.words))
    if tier == SENTENCE:
        gap = abs(here.placed.clause - one.placed.clause)
        score += (2 if gap <= 1 else 0) - max(0, gap - 2) - 2 * (here.placed.segment != one.placed.segment)
    if scope.has("claim.aims", one.placed.lead):
        score -= 1
    if scope.patterns.one("claim.total-lead").search(one.placed.lead):
        score += 1
    if one.placed.quantity.unit != number and len(number) > 1:
        score += ODD if number in f"{one.placed.lead}{one.tail}" else -ODD
    if one.inner and (not view.overlap(query, one.words) or not set(view.key(one.placed.lead)[:2]) & set(query)):
        score -= 2  # 护林员1548名，其中生态护林员1186名: 平均每名护林员
    if thing and one.placed.tail.strip():
        score += ODD if thing.startswith(one.placed.tail.strip()[:2]) else -ODD  # 129个县, 14个市: 平均每个县
    return score - _odd(scope, here, one)


def _odd(scope: Scope, here: Seen, one: Seen) -> int:
    """What speaks against a figure: it is of another year, of the plan only, or stands in a bracket."""
    left = leftover(scope, one, scope.opening())
    other_year = year_of(one.placed.quantity) not in (None, year_of(here.placed.quantity))
    return (ODD if left or scope.is_base(one.placed) or (other_year and scope.has("claim.last-year", one.placed.lead)) else 0) + (
        1 if one.placed.depth > here.placed.depth and one.sentence != here.sentence else 0
    )
