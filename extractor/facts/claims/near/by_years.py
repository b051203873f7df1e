"""Levels that a change calls by their years (2022年比2021年提高), or that it spans (三年间累计提高)."""

from __future__ import annotations

from extractor.facts.claims.scope import Scope, alike, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import QuantityKind

_ROW = 3
"""Levels of so many years that a change over all of them is told of."""


def named_years(scope: Scope, stated: Placed) -> tuple[Placed, Placed] | None:
    """The level now and the one before, by the years that the words before a change name; None where the sentence has not one of each."""
    words = scope.sentence.text[: stated.at.start - scope.sentence.at.start]
    told = next(iter(reversed(list(scope.patterns.one("claim.years-named").finditer(words)))), None)
    levels = _levels(scope, stated)
    if told is not None and told.end() >= len(words) - len(scope.match[0]) - _gap(scope, stated):
        now, then = ([one for one in levels if year_of(one.quantity) == int(told[name])] for name in ("now", "then"))
        return (now[0], then[0]) if len(now) == len(then) == 1 else None
    if scope.patterns.one("claim.whole-span").search(scope.opening()) is None:
        return None
    years = [year_of(one.quantity) for one in levels]
    row = len(levels) >= _ROW and None not in years and years == sorted(years, key=lambda year: year or 0)
    return (levels[-1], levels[0]) if row and len(set(years)) == len(years) else None


def _gap(scope: Scope, stated: Placed) -> int:
    """Characters of the clause of a change before its verb."""
    return len(scope.opening()) - (stated.at.end - scope.match.end())


def _levels(scope: Scope, stated: Placed) -> list[Placed]:
    """The figures before a change that are levels in its unit, in their order: rates where it is in points."""
    points = stated.quantity.kind is QuantityKind.POINTS
    told = scope.sentence.figures[: stated.index]
    held = [one for one in told if (one.quantity.kind is QuantityKind.PERCENT if points else alike(one.quantity, stated.quantity))]
    return [one for one in held if one.depth == stated.depth and not scope.changes(one)]
