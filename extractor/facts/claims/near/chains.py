"""claim/product of three factors and more, each tied to the next by what it is of each of (6期，每期5天，每天8学时，累计240学时)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.facts.claims.near.products import counts_of, of_part_only, per_of
from extractor.facts.claims.scope import IN_FORM, Scope, alike
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge, QuantityKind

_FEWEST, _MOST = 3, 5
_YEAR = Fraction(12)
_SPANS = frozenset({QuantityKind.COUNT, QuantityKind.MEASURE, QuantityKind.MONEY})


def chain(scope: Scope) -> Iterator[Claim]:
    """All figures of the sentence before the amount are its factors: each thing that one is of each of is counted by another, and the amount has the
    unit of the one that nothing is of each of.
    """
    stated = scope.figure("stated")
    if stated is None or stated.quantity.kind not in _SPANS or scope.changes(stated) or scope.each(stated):
        return
    factors = [one for one in scope.sentence.figures[: stated.index] if not _is_one_year(scope, one)]
    if not _FEWEST - 1 <= len(factors) <= _MOST or any(not _plain(scope, one, stated) for one in factors):
        return
    begin = factors[0].at.start - scope.sentence.at.start
    words = scope.sentence.text[begin : stated.at.start - scope.sentence.at.start]
    if scope.has("claim.plain.aside", words) or of_part_only(scope, stated, (factors[0], factors[-1])):
        return
    each = {one.index: _per(scope, one) for one in factors}
    leaves = [one for one in factors if each[one.index] and alike_or_people(scope, one, stated)]
    counters: set[int] = set()
    months = 0
    for one in factors:
        for per in each[one.index]:
            counting = [other for other in factors if other is not one and _counts(scope, other, per)]
            if len(counting) == 1:
                counters.add(counting[0].index)
            elif not counting and per == scope.patterns.words("unit.time")[1] and _of_year(scope, words):
                months += 1
            elif not counting and per == scope.patterns.words("unit.time")[0]:
                continue  # what is paid a year, of a year
            else:
                return
    roots = [one for one in factors if not each[one.index] and one.index not in counters]
    beside = all(_follows(one, factors) for one in roots)  # 8个监测点每天采样2次
    told = [one for one in factors if each[one.index]]
    if not leaves or len(told) < _FEWEST - 1 or not beside or months > 1 or len(factors) + months < _FEWEST:
        return
    operands = [scope.operand("factor", one, IN_FORM) for one in factors]
    counted = tuple(one.quantity.id for one in factors if one.quantity.unit in scope.patterns.words("unit.measure"))
    yield scope.claim(stated, operands, factors=(_YEAR if months else Fraction(1),), counted=counted)


def _per(scope: Scope, one: Placed) -> list[str]:
    """What a figure is one of each of."""
    heads, times = per_of(scope, one)
    return list(dict.fromkeys([*heads, *times]))


def _counts(scope: Scope, one: Placed, per: str) -> bool:
    """Whether a figure is a number of what another is of each of, days and months among them."""
    spans = scope.patterns.entry("claim.spans").data["spans"]
    return one.quantity.unit in spans.get(per, []) if per in spans else counts_of(scope, one, per)


def alike_or_people(scope: Scope, one: Placed, stated: Placed) -> bool:
    """Whether so many of each add up to a figure: in the same unit, people in 人 and 人次."""
    people = (*scope.patterns.words("unit.same-people"), *scope.patterns.words("unit.visits"))
    units = [(figure.quantity.unit or "").split("/")[0] for figure in (one, stated)]
    same = one.quantity.kind is stated.quantity.kind and units[0] == units[1]
    return same or alike(one.quantity, stated.quantity) or all(unit in people for unit in units)


def _follows(one: Placed, factors: Sequence[Placed]) -> bool:
    """Whether a number that nothing is said to be of each of stands in the clause of one that is (8个监测点每天采样2次)."""
    return any(other.index == one.index + 1 and other.clause == one.clause for other in factors)


def _is_one_year(scope: Scope, one: Placed) -> bool:
    return one.quantity.worth == 1 and one.quantity.unit in scope.patterns.words("unit.time")


def _of_year(scope: Scope, words: str) -> bool:
    return scope.has("claim.whole-year", words)


def _plain(scope: Scope, one: Placed, stated: Placed) -> bool:
    exact = one.quantity.value is not None and bool(one.quantity.value) and one.quantity.hedge is Hedge.EXACT
    return exact and one.quantity.kind in _SPANS and one.depth == stated.depth and one.segment == stated.segment and not scope.changes(one)
