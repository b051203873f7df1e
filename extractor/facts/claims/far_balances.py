"""claim/difference: what was to be had and what was done of it, wherever in the report they stand, for what is left (结余, 其余, 未支付)."""

from __future__ import annotations

from extractor.facts.claims.far_ratios import figures_before
from extractor.facts.claims.heads import exclusive
from extractor.facts.claims.likely import WHERE, Asked, Candidate
from extractor.facts.claims.panorama import MILLIONTHS, PARAGRAPH, SECTION, SENTENCE, TOP, Seen
from extractor.facts.claims.remainders import is_anew, of_list
from extractor.facts.claims.scope import Scope, alike
from extractor.model.facts import QuantityKind

_AT = {SENTENCE: 3, PARAGRAPH: 2, SECTION: 0, TOP: -1}
_ELSEWHERE = -2
_BAR = 2
_WORD = 3
_SHARED = 3
_BESIDE = 2
_ODD = 4
_CLOSE = 2
"""Millionths: a difference of rough sizes that is farther off is not the exact one."""


def balance(scope: Scope) -> Asked | None:
    """The pairs whose difference is left."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None or of_list(scope) or is_anew(scope, stated):
        return None
    view = scope.around.panorama
    here = view.of(stated)
    figures = [one for one in figures_before(scope, here) if alike(one.placed.quantity, stated.quantity)]
    query = f"{scope.opening()} {scope.match[0]}"
    found = []
    left = int(stated.quantity.worth * MILLIONTHS)
    for used in figures:
        used_score = _used_score(scope, here, used, query)
        for had in figures:
            if had.rough <= used.rough or had.rough < left:
                continue
            score = used_score + _had_score(scope, here, had, used)
            operands = (
                scope.operand("had", had.placed, WHERE[view.tier(here, had)]),
                scope.operand("used", used.placed, WHERE[view.tier(here, used)]),
            )
            key = frozenset((had.placed.quantity.id, used.placed.quantity.id))
            close = abs(had.rough - used.rough - left) <= _CLOSE
            found.append(Candidate(score, operands, key, close and had.size - used.size == stated.quantity.worth))
    return Asked(scope, stated, tuple(sorted(found, key=lambda one: -one.score)), rule="claim/difference", bar=_BAR)


def _used_score(scope: Scope, here: Seen, one: Seen, query: str) -> int:
    view = scope.around.panorama
    tier = view.tier(here, one)
    score = _AT.get(tier, _ELSEWHERE) + min(_SHARED, view.overlap(query, one.words))
    if tier == SENTENCE:
        score += (_BESIDE if here.placed.clause - one.placed.clause <= _BESIDE else 0) - 2 * (here.placed.segment != one.placed.segment)
    lead = one.placed.lead if one.own else one.words
    money = one.placed.quantity.kind is QuantityKind.MONEY
    what = scope.text("what")
    done = (scope.has("claim.spent", lead) and not scope.has("claim.had", lead)) if money else scope.has("claim.done", lead)
    if (done and not scope.has("claim.not-done", lead)) or (what and what in lead):
        score += _WORD
    return score - _odd(scope, one)


def _had_score(scope: Scope, here: Seen, one: Seen, used: Seen) -> int:
    view = scope.around.panorama
    score = _AT.get(view.tier(here, one), _ELSEWHERE) + min(_SHARED, view.overlap(used.words, one.words))
    lead = one.placed.lead if one.own else one.words
    spent = scope.has("claim.spent", lead) and not scope.has("claim.had", lead)
    if (scope.has("claim.income", lead) or scope.has("claim.aims", lead) or scope.has("claim.whole", lead)) and not spent:
        score += _WORD
    if scope.has("claim.final", lead):
        score += 1
    if exclusive(one.words, used.words, scope.patterns):
        score -= _ODD
    if one.placed.at.start > used.placed.at.start:
        score -= 1
    return score - _odd(scope, one)


def _odd(scope: Scope, one: Seen) -> int:
    return (_ODD if scope.is_base(one.placed) or scope.has("claim.carried", one.placed.lead) else 0) + (2 if one.placed.depth else 0)
