"""claim/difference: what was to be had and what was done of it, wherever in the report they stand, for what is left (结余, 其余, 未支付)."""

from __future__ import annotations

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.far.figures import BAR, BESIDE, ELSEWHERE, ODD, SHARED, figures_before
from extractor.facts.claims.far.likely import COUPLE, WHERE, Asked, Candidate, likeliest
from extractor.facts.claims.far.panorama import MILLIONTHS, PARAGRAPH, SECTION, SENTENCE, TOP, Seen, grams
from extractor.facts.claims.near.remainders import is_anew, not_begun, of_list, of_other_list, one_of_states
from extractor.facts.claims.near.rests_above import is_an_item
from extractor.facts.claims.scope import Scope, alike
from extractor.facts.figures import Placed
from extractor.model.claims import QuantityKind

_AT = {SENTENCE: 3, PARAGRAPH: 2, SECTION: 0, TOP: -1}
_AT_HAND = (SENTENCE, PARAGRAPH)
_WORD = 3
_NAME = 2
"""Characters behind what is left that name what it is left of."""
_LIST = 3
"""Items, one a clause, that make a list which 其他 ends."""
_CLOSE = 2
"""Millionths: a difference of rough sizes that is farther off is not the exact one."""


def balance(scope: Scope) -> Asked | None:
    """The pairs whose difference is left."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None or of_list(scope) or is_anew(scope, stated):
        return None
    if not_begun(scope, stated) or one_of_states(scope, stated) or of_other_list(scope, stated):
        return None
    if scope.has("claim.stock", stated.lead) or _ends_a_list(scope, stated) or _is_told_beside(scope, stated) or is_an_item(scope, stated):
        return None
    view = scope.around.panorama
    here = view.of(stated)
    figures = [one for one in figures_before(scope, here) if alike(one.placed.quantity, stated.quantity)]
    query = f"{scope.opening()} {scope.match[0]}"
    left = int(stated.quantity.worth * MILLIONTHS)
    single = len(stated.quantity.digits) == 1
    larger = [(one, _had_score(scope, here, one)) for one in figures if one.rough >= left]
    scored = [
        (used_score + had_score + _both_score(scope, had, used), (had, used))
        for used, used_score in [(one, _used_score(scope, here, one, query)) for one in figures]
        for had, had_score in larger
        if had.rough > used.rough and not (single and had.placed.at.start > used.placed.at.start)  # 要求20家，建成21家，另有2家在建
    ]
    found = []
    for score, (had, used) in likeliest(scored, COUPLE):
        operands = (
            scope.operand("had", had.placed, WHERE[view.tier(here, had)]),
            scope.operand("used", used.placed, WHERE[view.tier(here, used)]),
        )
        key = frozenset((had.placed.quantity.id, used.placed.quantity.id))
        close = abs(had.rough - used.rough - left) <= _CLOSE
        found.append(Candidate(score, operands, key, close and had.size - used.size == stated.quantity.worth))
    return Asked(scope, stated, tuple(sorted(found, key=lambda one: -one.score)), rule="claim/difference", bar=BAR)


def _ends_a_list(scope: Scope, stated: Placed) -> bool:
    """Whether what is left is the last item of a list (还本28.6亿元，付息16.84亿元，养护8.92亿元，其他1.53亿元): what it is left of is their sum."""
    if not scope.has("claim.rest-of-list", scope.match[0]):
        return False
    row = [one for one in scope.sentence.figures[: stated.index] if alike(one.quantity, stated.quantity) and one.segment == stated.segment]
    return len(row) >= _LIST and all(stated.clause - one.clause == len(row) - at for at, one in enumerate(row[-_LIST:], len(row) - _LIST))


def _is_told_beside(scope: Scope, stated: Placed) -> bool:
    """Whether a figure is named as something else than the others of its sentence (另有专项债48000万元), or is late among things told apart (；逾期4个)."""
    row = [one for one in scope.sentence.figures[: stated.index] if alike(one.quantity, stated.quantity)]
    if scope.has("claim.rest.late", scope.match[0]) and row and all(one.segment != stated.segment for one in row):
        return True
    named = grams(scope.text("phrase"), scope.patterns)
    beside = scope.has("claim.further", scope.match[0]) and bool(named) and bool(row)
    return beside and not any(named & grams(f"{one.lead}{one.tail}", scope.patterns) for one in row)


def rest(scope: Scope) -> Asked | None:
    """As `balance`, for what words of a sentence of its own call left (另有337人); not for a part of it (结余资金中50万元), nor for money that was kept."""
    part = scope.text("phrase").strip().endswith(scope.patterns.words("claim.in-it")) or scope.has("claim.among", scope.match[0])
    return None if scope.text("kept") or part else balance(scope)


def _used_score(scope: Scope, here: Seen, one: Seen, query: str) -> int:
    view = scope.around.panorama
    tier = view.tier(here, one)
    score = _AT.get(tier, ELSEWHERE) + min(SHARED, view.overlap(query, one.words))
    if tier == SENTENCE:
        score += (BESIDE if here.placed.clause - one.placed.clause <= BESIDE else 0) - 2 * (here.placed.segment != one.placed.segment)
    lead = one.placed.lead if one.own else one.words
    money = one.placed.quantity.kind is QuantityKind.MONEY
    what = scope.text("what")
    done = (scope.has("claim.spent", lead) and not scope.has("claim.had", lead)) if money else scope.has("claim.done", lead)
    if (done and not scope.has("claim.not-done", lead)) or (what and what in lead):
        score += _WORD
    if scope.has("claim.had", one.placed.lead) and not scope.has("claim.spent", one.placed.lead):
        score -= ODD
    return score - _odd(scope, one)


def _had_score(scope: Scope, here: Seen, one: Seen) -> int:
    score = _AT.get(scope.around.panorama.tier(here, one), ELSEWHERE)
    lead = one.placed.lead if one.own else one.words
    spent = scope.has("claim.spent", lead) and not scope.has("claim.had", lead)
    if (scope.has("claim.income", lead) or scope.has("claim.aims", lead) or scope.has("claim.whole", lead)) and not spent:
        score += _WORD
    if one.placed.quantity.kind is QuantityKind.MONEY and one.placed.lead.strip().startswith(scope.patterns.words("claim.due-first")):
        score -= ODD  # 应筹集4408万元: what was to come did not all
    named = here.placed.tail.strip()[:_NAME]  # 还有42个申报项目: 申报203个
    if len(named) == _NAME and named in one.placed.lead and not one.placed.depth:
        score += ODD
    if scope.has("claim.final", lead):
        score += 1
    if scope.has("claim.carried-over", lead) and scope.around.panorama.tier(here, one) in _AT_HAND:
        return score + _WORD  # 年初结余71万元。本年支出40万元，年末结余31万元
    return score - _odd(scope, one)


def _both_score(scope: Scope, had: Seen, used: Seen) -> int:
    score = min(SHARED, scope.around.panorama.overlap(used.words, had.words))
    if exclusive(had.words, used.words, scope.patterns):
        score -= ODD
    if had.sentence == used.sentence and used.placed.lead.strip().startswith(scope.patterns.words("claim.list-mark")[0]):
        score -= ODD  # 初级2278人、中级625人: two items of one list
    return score - (had.placed.at.start > used.placed.at.start)


def _odd(scope: Scope, one: Seen) -> int:
    return (ODD if scope.is_base(one.placed) or scope.has("claim.carried", one.placed.lead) else 0) + (2 if one.placed.depth else 0)
