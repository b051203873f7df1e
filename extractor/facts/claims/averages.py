"""claim/average: 人均, 户均, 月均, 平均每公里: a total divided by a number."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from extractor.facts.claims.products import counts_of, per_of
from extractor.facts.claims.scope import AMBIGUOUS, LISTED, MISSING, Scope, alike
from extractor.facts.figures import Placed
from extractor.model.facts import Claim, Operand, QuantityKind

_SHORT = 4
"""Characters between the name of an average and its figure that leave no doubt what it averages."""

_PAIR = 2
"""Clauses between an average and what it is of, where the slip alone shows that they belong together."""
_COUNTED = frozenset({QuantityKind.COUNT, QuantityKind.MEASURE})

_FEW_CLAUSES = 3
"""How far apart the figures of an average may stand: beyond that another subject has mostly come between."""


def average(scope: Scope) -> Iterator[Claim]:
    """人均A: a total of the sentence divided by a number of it."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.kind is QuantityKind.SCORE:
        return
    base = (stated.quantity.unit or "").split("/")[0]
    per = scope.patterns.one("claim.per-head").search(scope.text("name"))
    pieces = (stated.quantity.unit or "").split("/")[1:]
    if per is None and len(pieces) != 1:
        return
    totals = [
        one for one in scope.earlier(stated, lambda one: one.kind is stated.quantity.kind and one.unit == base) if not scope.changes(one)
    ]
    later = [
        one
        for one in scope.sentence.figures[stated.index + 1 :]
        if one.quantity.kind is stated.quantity.kind
        and one.quantity.unit == base
        and scope.has("claim.firm-total", one.lead)
        and not scope.patterns.one("claim.sum.anew").search(one.lead)
    ]
    candidates = totals or later
    number = per["per"] if per is not None else pieces[0]
    if number in scope.patterns.words("unit.time"):
        yield from _average_of_time(scope, stated, candidates, number)
        return
    counts = [
        one for one in scope.earlier(stated, lambda one: one.kind in _COUNTED) if counts_of(scope, one, number) and not scope.changes(one)
    ]
    real = [one for one in counts if not scope.has("claim.aims", one.lead)]
    counts = real if len(real) == 1 else counts
    summed = [one for one in counts if scope.patterns.one("claim.total-lead").search(one.lead)]
    counts = summed if len(summed) == 1 else counts
    if not counts:
        behind = [
            one for one in scope.sentence.figures[stated.index + 1 :] if one.quantity.kind in _COUNTED and counts_of(scope, one, number)
        ]
        counts = [one for one in behind if scope.patterns.one("claim.total-lead").search(one.lead) and one.clause == stated.clause + 1]
    candidates = [one for one in candidates if not any(per_of(scope, one))]
    topic = scope.text("phrase").strip()
    if counts and not candidates and len(topic) > 1:
        known = [
            one for one in scope.before if one.quantity.kind is stated.quantity.kind and one.quantity.unit == base and topic in one.lead
        ]
        if len(known) == 1:
            yield scope.claim(
                stated,
                [scope.operand("total", known[0], "same-paragraph"), scope.operand("count", counts[0], LISTED)],
                doubt=None if len(counts) == 1 else AMBIGUOUS,
            )
            return
    if not counts and not candidates:
        return
    if not counts or not candidates:
        have = scope.operand("total", candidates[0] if candidates else None, LISTED if candidates else MISSING)
        yield scope.claim(stated, [have, scope.operand("count", counts[0] if counts else None, LISTED if counts else MISSING)])
        return
    readings = [
        [scope.operand("total", one, scope.where(one, stated)), scope.operand("count", other, scope.where(other, stated))]
        for one in candidates
        for other in counts
    ]
    certain = len(counts) == 1 and len(candidates) == 1 and (len(scope.text("phrase")) <= _SHORT or _named_again(scope, candidates[0]))
    certain = certain and _averages(scope, candidates[0], counts[0])
    certain = certain and all(
        one.segment == stated.segment and abs(stated.clause - one.clause) <= _FEW_CLAUSES for one in (candidates[0], counts[0])
    )
    alone = len(counts) == 1 and len(candidates) == 1 and max(one.clause for one in (candidates[0], counts[0])) - stated.clause <= 1
    alone = alone and all(one.segment == stated.segment and abs(stated.clause - one.clause) <= _PAIR for one in (candidates[0], counts[0]))
    opening = scope.nouns(scope.opening())
    alone = alone and (not opening or any(scope.named_alike(scope.opening(), scope.subject(one)) for one in (candidates[0], counts[0])))
    weak = None if certain or not alone else "guard"
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain or alone else AMBIGUOUS, weak=weak)


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
    if not any(scope.named_alike(words, scope.text("phrase")) for words in (scope.subject(total), count.tail)):
        return False
    near = count.segment == total.segment and abs(total.clause - count.clause) <= _FEW_CLAUSES
    others = [one for one in scope.sentence.figures[: total.index] if alike(one.quantity, count.quantity) and one is not count]
    beside = count.index + 1
    between = [one for one in others if count.index > total.index or (one.index > count.index and not _paired(scope, count, one, beside))]
    return near and not between


def _paired(scope: Scope, count: Placed, other: Placed, beside: int) -> bool:
    """Whether two counts are told in one breath (11077户24700人)."""
    return other.index == beside and not scope.sentence.between(count, other).strip()


def _average_of_time(scope: Scope, stated: Placed, totals: list[Placed], time: str) -> Iterator[Claim]:
    if not totals:
        yield scope.claim(stated, [scope.operand("total", None, MISSING)])
        return
    readings: list[list[Operand]] = [[scope.operand("total", one, scope.where(one, stated))] for one in totals]
    months = scope.patterns.one("claim.months").search(scope.sentence.text)
    factor = Fraction(int(months["months"])) if months is not None else Fraction(12 if time == scope.patterns.words("unit.time")[1] else 1)
    period = totals[0].quantity.period or ""
    spans_year = len(totals) == 1 and (scope.has("claim.whole-year", totals[0].lead) or (period[:4].isdigit() and len(period) == 5))
    certain = len(totals) == 1 and time == scope.patterns.words("unit.time")[1] and (months is not None or spans_year)
    topic = f"{scope.opening()} {scope.text('phrase')}"
    certain = certain and scope.named_alike(scope.subject(totals[0]), topic)
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS, divisor=factor)
