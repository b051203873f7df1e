"""claim/difference: the level now, where it does not stand before the one that it is compared with: behind the change, or above by its name."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.certainty.heads import exclusive, nouns, shared_pairs
from extractor.facts.claims.far.panorama import grams
from extractor.facts.claims.scope import SAME_PARAGRAPH, SAME_REPORT, Scope, alike, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import Hedge, Operand

_ABOVE = 8
"""Figures of the sentences before among which the level now is looked for by its name."""
_AIM = 6
"""Characters behind a figure that say that it was a mark to reach (的目标, 的考核要求)."""
_NAME = 2
"""Characters of a name by which one of two figures compared is known again (多报比漏报多)."""


def elsewhere(scope: Scope, stated: Placed, base: Placed, *, alone: bool) -> Operand | None:
    """The level now of a change: behind it or, where none stands before it (``alone``), in the sentences above, or in the report, by its name."""
    if (behind := told_behind(scope, stated, base)) is not None:
        return scope.operand("current", behind, scope.where(behind, stated))
    if not alone or not alike(stated.quantity, base.quantity):
        return None
    if (above := current_above(scope, base, scope.opening())) is not None:
        return scope.operand("current", above, SAME_PARAGRAPH)
    far = current_elsewhere(scope, base)
    return None if far is None else scope.operand("current", far, SAME_REPORT)


def told_behind(scope: Scope, stated: Placed, base: Placed) -> Placed | None:
    """The level that a change led to, directly behind it (比上年末的412.5万元减少146.3万元，为266.2万元); None where none stands there."""
    following = scope.sentence.figures[stated.index + 1 : stated.index + 2]
    reached = scope.patterns.one("claim.moment.reached")
    return next(
        (
            one
            for one in following
            if alike(one.quantity, base.quantity)
            and one.clause - stated.clause <= 1
            and one.depth == stated.depth
            and reached.fullmatch(one.lead.strip())
            and not _is_aim(scope, one)
        ),
        None,
    )


def _is_aim(scope: Scope, one: Placed) -> bool:
    """Whether a figure is a mark that was reached, and no level (比上年的92.81%提高1.43个百分点，达到不低于92%的目标)."""
    return one.quantity.hedge is not Hedge.EXACT or scope.has("claim.aims", one.tail[:_AIM])


def current_above(scope: Scope, base: Placed, words: str) -> Placed | None:
    """The one figure of the sentences before that is called as a change is (线索2846条…。与上年的3364条相比，线索数量减少518条)."""
    known = [
        one
        for one in scope.before[:_ABOVE]
        if alike(one.quantity, base.quantity)
        and one.quantity.worth != base.quantity.worth
        and one.depth == 0
        and scope.is_level(one)
        and year_of(one.quantity) in (None, scope.around.period)
        and not exclusive(one.lead, words, scope.patterns)
    ]
    named = nouns(words, scope.patterns)
    ranked = sorted(((shared_pairs(" ".join(named), one.lead), -place) for place, one in enumerate(known)), reverse=True)
    if not named or not ranked or not ranked[0][0] or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    return known[-ranked[0][1]]


def current_elsewhere(scope: Scope, base: Placed) -> Placed | None:
    """The one figure of the report before that the words before 比 call (结转427.6万元 … 2020年结转资金比2019年的738.6万元减少)."""
    view = scope.around.panorama
    name = scope.patterns.one("claim.named.amount").sub("", scope.patterns.one("claim.moment").sub("", scope.opening()).strip())
    if len(name) < _NAME:
        return None
    found = [one for one in view.ending_in(name) if one.sentence >= 0 and one.placed.at.start < scope.sentence.at.start]
    found = [one for one in found if alike(one.placed.quantity, base.quantity) and one.size != base.quantity.worth and not one.placed.depth]
    found = [
        one for one in found if scope.is_level(one.placed) and not one.inner and year_of(one.placed.quantity) in (None, scope.around.period)
    ]
    return found[0].placed if len({one.size for one in found}) == 1 else None


def compared_by_name(scope: Scope, levels: Sequence[Placed]) -> tuple[Placed, Placed] | None:
    """The two levels that a comparison calls by their names alone (多报0.37万亩、漏报0.12万亩，多报比漏报多); None where it names no two."""
    words = scope.opening()
    found = [mark for mark in scope.patterns.words("claim.than") if mark in words]
    if len(found) != 1 or words.count(found[0]) != 1:
        return None
    before, _, behind = words.partition(found[0])
    names = before.strip(), behind.strip()
    told = [[one for one in levels if len(name) >= _NAME and one.lead.strip().endswith(name)] for name in names]
    if any(len(held) != 1 for held in told) or told[0] == told[1]:
        return None
    return told[0][0], told[1][0]


def within_part(scope: Scope, level: Placed) -> bool:
    """Whether the words behind a level say that the change is one of a part of it (受理1426件，其中网上受理比上年多236件)."""
    start = scope.sentence.at.start
    words = scope.sentence.text[level.at.end - start : scope.match.start() - start]
    at = max(words.rfind(one) for one in scope.patterns.words("claim.among"))
    return at >= 0 and bool(grams(words[at:], scope.patterns) - grams(level.lead, scope.patterns))
