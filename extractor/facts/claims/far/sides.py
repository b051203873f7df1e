"""claim/ratio: the two counts of a ratio of one to so many (师生比1:15) wherever in the report they stand."""

from __future__ import annotations

from extractor.facts.claims.far.figures import BESIDE, ELSEWHERE, SHARED, figures_before, leftover
from extractor.facts.claims.far.likely import WHERE, Asked, Candidate, printed_as
from extractor.facts.claims.far.panorama import PARAGRAPH, SECTION, SENTENCE, TOP, Seen
from extractor.facts.claims.scope import Scope
from extractor.model.claims import QuantityKind

_AT = {SENTENCE: 3, PARAGRAPH: 2, SECTION: 1, TOP: 0}
_SIDE = 4
"""What a count gains whose words name one side of the ratio."""
_TRIED = 12
"""Counts that are tried."""


def one_to(scope: Scope) -> Asked | None:
    """The counts that a ratio of one to so many (师生比1:15) may be of: those whose names the words before it bear."""
    stated = scope.figure("stated")
    if stated is None or not stated.quantity.value:
        return None
    view = scope.around.panorama
    here = view.of(stated)
    words = f"{scope.opening()}{scope.match[0]}"
    counts = [one for one in figures_before(scope, here) if one.placed.quantity.kind is QuantityKind.COUNT]
    scored = [(_count_score(scope, here, one, words), one) for one in counts]
    scored = sorted((one for one in scored if one[0] > 0), key=lambda one: -one[0])[:_TRIED]
    found = []
    for part_score, part in scored:
        for whole_score, whole in scored:
            if whole.size <= part.size:
                continue
            operands = (
                scope.operand("part", part.placed, WHERE[view.tier(here, part)]),
                scope.operand("whole", whole.placed, WHERE[view.tier(here, whole)]),
            )
            agrees = printed_as(stated.quantity, whole.size, part.size)
            key = frozenset((part.placed.quantity.id, whole.placed.quantity.id))
            found.append(Candidate(part_score + whole_score, operands, key, agrees))
    return Asked(scope, stated, tuple(sorted(found, key=lambda one: -one.score)), rule="claim/ratio", couple=False)


def _count_score(scope: Scope, here: Seen, one: Seen, words: str) -> int:
    """How well a count fits the words of such a ratio: one of the characters before 比 names it (师: 教师; 生: 学生)."""
    view = scope.around.panorama
    tier = view.tier(here, one)
    score = _AT.get(tier, ELSEWHERE) + 2 * min(SHARED, view.overlap(words, one.words))
    sides: dict[str, list[str]] = scope.patterns.entry("claim.sides").data["sides"]
    for side, names in sides.items():
        if side in words and any(name in f"{one.placed.lead}{one.tail}" for name in names):
            score += _SIDE
    return score - (_SIDE if leftover(scope, one, words) else 0) - (BESIDE if one.inner else 0)
