"""The figures of a report among which the operands of a claim are looked for, and what every such search counts alike."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from extractor.facts.claims.far.panorama import Seen
from extractor.facts.claims.scope import AMOUNTS, Scope
from extractor.language.patterns import Patterns

NEAREST = 200
"""Amounts before a claim among which its operands are looked for: all that a report of a dozen pages has. Without an end, time would grow with the square
of the pages."""

ELSEWHERE = -2
"""What a figure of another top section gains for its place."""
SHARED = 3
"""Pairs of characters that two names may share and be told for."""
BESIDE = 2
"""What a figure gains that stands in the clause of the claim, or in the one before."""
BAR = 2
"""What the scores of rules are raised by whose operands fewer words can name than those of a rate."""
ODD = 4
"""What a figure loses that is of another year, of the plan only, or a rest."""


def figures_before(scope: Scope, here: Seen) -> list[Seen]:
    """The amounts of the report that stand before a claim, the `NEAREST` of them: no changes, none of each."""
    levels = scope.around.panorama.levels(lambda one: is_level(scope, one))
    end = bisect_left(levels, here.placed.at.start, key=lambda one: one.placed.at.start)
    return list(levels[max(0, end - NEAREST) : end])


def is_level(scope: Scope, one: Seen) -> bool:
    """Whether a figure is an amount that others may be computed from: no change, none of each."""
    printed = any(char.isdigit() for char in one.placed.quantity.text)  # 三个方面 counts nothing that a rate is of
    return (
        printed
        and one.placed.quantity.kind in AMOUNTS
        and bool(one.placed.quantity.value)
        and not scope.changes(one.placed)
        and not scope.each(one.placed)
    )


def is_old(scope: Scope, one: Seen) -> bool:
    """Whether a figure is one that others are compared with: of the year before, or behind 比."""
    return scope.has("claim.last-year", one.placed.lead) or scope.has("claim.than", one.placed.lead)


def leftover(scope: Scope, one: Seen, query: str) -> bool:
    """Whether a figure is what is left or what failed, and the claim does not ask for that."""
    return any(word not in query for word in _left(one.placed.lead, scope.patterns))


@lru_cache(maxsize=8192)
def _left(lead: str, patterns: Patterns) -> tuple[str, ...]:
    """The words for what is left or failed that stand before a figure."""
    return tuple(word for word in patterns.words("claim.far.leftover") if word in lead)
