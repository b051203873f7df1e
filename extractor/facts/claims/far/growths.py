"""claim/growth: the level before and the level now of a rate of growth wherever in the report they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.far.figures import BAR, ELSEWHERE, SHARED, figures_before, leftover
from extractor.facts.claims.far.likely import WHERE, Asked, Candidate, likeliest, near, printed_as
from extractor.facts.claims.far.panorama import PARAGRAPH, SECTION, SENTENCE, TOP, Seen
from extractor.facts.claims.near.growths import is_of_a_rate, of_another_measure
from extractor.facts.claims.scope import AMOUNTS, IN_FORM, Scope, alike, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import QuantityKind

_CURRENT_AT = {SENTENCE: 5, PARAGRAPH: 2, SECTION: 0, TOP: -1}
_BASE_AT = {SENTENCE: 3, PARAGRAPH: 2, SECTION: 1, TOP: 0}
_EARLIER = 4


def growth(scope: Scope) -> Asked | None:
    """The levels that a rate of growth (同比增长p%) may be of: the earlier one is told by its words or its year."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None or stated.tail.strip().startswith(scope.patterns.words("claim.as-aimed")):
        return None
    if scope.has("claim.task", scope.text("verb")) or is_of_a_rate(scope):
        return None
    view = scope.around.panorama
    here = view.of(stated)
    figures = figures_before(scope, here)
    bases = [one for one in figures if _earlier(scope, one)]
    earlier = {one.placed.quantity.id for one in bases}
    behind = [
        view.of(one)
        for one in scope.sentence.figures[stated.index + 1 : stated.index + 2]
        if one.depth > stated.depth and one.quantity.value
    ]
    bases += [one for one in behind if _earlier(scope, one)]
    asked = _asked(
        scope,
        stated,
        [one for one in figures if one.placed.quantity.id not in earlier],
        [(one, WHERE[view.tier(here, one)]) for one in bases],
    )
    moved = scope.sentence.figures[stated.index - 1] if stated.index and scope.changes(scope.sentence.figures[stated.index - 1]) else None
    if moved is None or moved.segment != stated.segment or not moved.quantity.value or scope.has("claim.level-named", moved.lead):
        return asked
    if of_another_measure(scope, moved):
        return asked  # 收入比预算增加279.4万元，人均公用经费增长2.3%
    sides = [one for one in figures if alike(one.placed.quantity, moved.quantity)]
    return replace(asked, candidates=tuple(sorted([*asked.candidates, *_by_change(scope, here, moved, sides)], key=lambda one: -one.score)))


def _by_change(scope: Scope, here: Seen, moved: Placed, sides: list[Seen]) -> list[Candidate]:
    """A change told directly before its rate, and the level that it is of."""
    view = scope.around.panorama
    step = scope.operand("change", moved, WHERE[SENTENCE])
    compared = scope.patterns.one("claim.moment.compared").search(moved.lead) is not None
    against = scope.patterns.one("claim.moment.against").search(moved.lead)
    told = against["year"] if against is not None else None
    found = []
    for base in sides:
        if base.size < moved.quantity.worth or not (_earlier(scope, base) or scope.is_base(base.placed)):
            continue
        year = year_of(base.placed.quantity)
        if told is not None and year is not None and year != int(told):
            continue  # 2022年资助7420人。2023年比2021年多610人，增长8.5%: the year that it compares with is another
        if compared and scope.has("claim.carried-over", base.words):
            continue  # 上年结转8.02万元。较2022年度决算数增加0.78万元: what was carried over has grown itself
        shared = min(SHARED, view.overlap(moved.lead, base.words))
        score = _CURRENT_AT[SENTENCE] + 2 + _BASE_AT.get(view.tier(here, base), ELSEWHERE) + shared + _EARLIER
        operands = (step, scope.operand("base", base.placed, WHERE[view.tier(here, base)]))
        agrees = printed_as(here.placed.quantity, moved.quantity.worth, base.size)
        found.append(Candidate(score, operands, frozenset((moved.quantity.id, base.placed.quantity.id)), agrees))
    return found


def growth_than(scope: Scope) -> Asked | None:
    """较上年的B增长p%: the level now, where the sentence has none."""
    stated, base = scope.figure("stated"), scope.figure("base")
    if stated is None or base is None or stated.quantity.value is None or base.quantity.value is None:
        return None
    view = scope.around.panorama
    figures = [one for one in figures_before(scope, view.of(stated)) if one.placed is not base and not _earlier(scope, one)]
    return _asked(scope, stated, figures, [(view.of(base), IN_FORM)])


def _earlier(scope: Scope, one: Seen) -> bool:
    """Whether a level is said to be an earlier one: by its words, or by a year before that of the report."""
    own, year = scope.around.period, year_of(one.placed.quantity)
    in_table = one.sentence < 0 and own is not None and year is not None and year < own
    return in_table or scope.has("claim.last-year", one.placed.lead) or (own is not None and str(own - 1) in one.placed.lead)


def _asked(scope: Scope, stated: Placed, currents: list[Seen], bases: list[tuple[Seen, str]]) -> Asked:
    view = scope.around.panorama
    here = view.of(stated)
    sign = -1 if scope.falls(scope.text("verb")) else 1
    opening = scope.opening()
    named = view.names(opening)
    levels = [(one, _current_score(scope, here, one, opening)) for one in currents] if bases else []
    scored = [
        (current_score + _base_score(scope, here, current, base, opening, why), (current, base, why))
        for base, why in bases
        for current, current_score in levels
        if (current.rough - base.rough) * sign > 0 and alike(current.placed.quantity, base.placed.quantity)
    ]
    found = []
    own = _has_its_own(stated, scope.sentence.figures[stated.index - 1 : stated.index] if stated.index else [])
    for score, (current, base, why) in likeliest(scored, 0):
        operands = (scope.operand("current", current.placed, WHERE[view.tier(here, current)]), scope.operand("base", base.placed, why))
        rise = (current.rough - base.rough) * sign
        agrees = near(stated.quantity, rise, base.rough) and printed_as(stated.quantity, (current.size - base.size) * sign, base.size)
        key = frozenset((current.placed.quantity.id, base.placed.quantity.id))
        blind = (own and current.sentence != here.sentence) or (bool(named) and not view.overlap(named, current.words))
        blind = blind or (current.sentence == here.sentence and of_another_measure(scope, current.placed))
        blind = blind or (not view.overlap(current.words, base.words) and why != IN_FORM and current.sentence != base.sentence)
        found.append(Candidate(score, operands, key, agrees, blind))
    ranked = tuple(sorted(found, key=lambda one: -one.score))
    return Asked(scope, stated, ranked, rule="claim/growth", bar=BAR, couple=False, params={"sign": sign})


def _has_its_own(stated: Placed, before: Sequence[Placed]) -> bool:
    """Whether a level or a change stands right before a rate of growth (净增7.2万，增幅31.9%): then it is of nothing that another sentence tells."""
    amounts = (*AMOUNTS, QuantityKind.BARE)
    return any(one.quantity.kind in amounts and one.segment == stated.segment and stated.clause - one.clause <= 1 for one in before)


def _current_score(scope: Scope, here: Seen, one: Seen, opening: str) -> int:
    view = scope.around.panorama
    tier = view.tier(here, one)
    score = _CURRENT_AT.get(tier, ELSEWHERE) + 2 * min(SHARED, view.overlap(opening, one.words))
    if tier == SENTENCE:
        score += (2 if one.placed.index == here.placed.index - 1 else 0) - max(0, here.placed.clause - one.placed.clause - 1)
        score -= 2 * (here.placed.segment != one.placed.segment)
    return score - (_EARLIER if leftover(scope, one, opening) or (scope.is_base(one.placed)) else 0)


def _base_score(scope: Scope, here: Seen, current: Seen, base: Seen, opening: str, why: str) -> int:
    view = scope.around.panorama
    score = _EARLIER if why == IN_FORM else _BASE_AT.get(view.tier(here, base), ELSEWHERE)
    score += min(SHARED, view.overlap(current.words, base.words)) + min(SHARED, view.overlap(opening, base.words))
    return score - (_EARLIER if exclusive(current.words, base.words, scope.patterns) else 0)
