"""The level that a change starts from, where it stands behind the change: in the next clauses, in a bracket, or in the next sentence."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.meanwhile import of_last_year
from extractor.facts.claims.scope import Scope, alike, year_of
from extractor.facts.figures import Placed

_BEHIND = 2
"""Clauses behind a change in which its base may stand."""
_FAR = 5
"""Clauses behind a change in which a base may stand that repeats the time which the change compares with."""
_COMMA = "\uff0c"
_NAME = 2
"""Characters by which two levels of one thing are called alike."""
_MOST = 6
"""Figures of the next sentence up to which it only tells what was before."""


def base_behind(scope: Scope, stated: Placed, current: Placed) -> Placed | None:
    """The level of the year before where it stands behind the change (同比下降16%，上年同期为250批次); None where none or several do."""
    found = [
        one
        for one in scope.sentence.figures[stated.index + 1 :]
        if alike(one.quantity, current.quantity) and one.clause - stated.clause <= _BEHIND and of_last_year(scope, one, current)
    ]
    # 较预算减少2.5万元，比上年的36万元下降12.5%: each is compared with something of its own
    own_than = scope.has("claim.than", f"{stated.lead}{scope.match[0]}")
    found = [one for one in found if not scope.has("claim.than", one.lead) or (one.segment == stated.segment and not own_than)]
    found = [one for one in found if not scope.changes(one) and one.depth == stated.depth and not _has_a_level(scope, stated, one)]
    following = scope.sentence.figures[stated.index + 1 : stated.index + 2]
    own = scope.around.period
    found += [
        one  # a bracket that tells the year before: 同比上升3.8个百分点（2021年79.6%）, 同比增长4.9%（上年297.8万头）
        for one in following
        if alike(one.quantity, current.quantity)
        and one.depth > stated.depth
        and (of_last_year(scope, one, current) or (own is not None and year_of(one.quantity) == own - 1))
        and not scope.changes(one)
    ]
    found = found or _of_unknown_year(scope, stated, current, following)
    return found[0] if len(found) == 1 else _at_that_time(scope, stated, current) if not found else None


def _of_unknown_year(scope: Scope, stated: Placed, current: Placed, following: Sequence[Placed]) -> list[Placed]:
    """A level with a year in the bracket right behind a change from the year before, where the report does not say of which year it is."""
    against = scope.patterns.one("claim.moment.against").search(f"{stated.lead}{scope.match[0]}")
    if scope.around.period is not None or against is None or not against["last"]:
        return []
    known = [one for one in following if alike(one.quantity, current.quantity) and one.depth > stated.depth]
    return [one for one in known if year_of(one.quantity) is not None and not scope.changes(one)]


def _at_that_time(scope: Scope, stated: Placed, current: Placed) -> Placed | None:
    """The level behind a change whose words begin with the time that the change compares with (比1月份多371人，1月份发放人数为14916人)."""
    text, start = scope.sentence.text, scope.sentence.at.start
    words = text[current.at.end - start : stated.at.start - start]
    told = next(iter(reversed(list(scope.patterns.one("claim.moment.named").finditer(words)))), None)
    if told is None:
        return None
    name = told["moment"]
    found = [
        one
        for one in scope.sentence.figures[stated.index + 1 :]
        if alike(one.quantity, current.quantity)
        and one.clause - stated.clause <= _FAR
        and one.depth == stated.depth
        and one.segment == stated.segment
        and not scope.changes(one)
        and _begins_with(scope, one, name)
    ]
    return found[0] if len(found) == 1 else None


def _begins_with(scope: Scope, one: Placed, name: str) -> bool:
    """Whether the clause of a figure begins with a name of a time, as far back as the figure before."""
    before = scope.sentence.figures[one.index - 1] if one.index else None
    start = scope.sentence.at.start
    words = scope.sentence.text[(before.at.end - start) if before is not None else 0 : one.at.start - start]
    return words.rpartition(_COMMA)[2].strip().startswith(name) and (_COMMA in words or before is None)


def base_next(scope: Scope, stated: Placed, current: Placed) -> Placed | None:
    """The level of the year before in the next sentence, called as the one now is, or told in the same order (上年两项支出依次为9.10万元和14.25万元)."""
    following = scope.around.following(scope.sentence)
    against = scope.patterns.one("claim.moment.against").search(f"{stated.lead}{scope.match[0]}")
    if following is None or against is None or not against["last"] or not scope.adjacent(current, stated):
        return None
    told = [one for one in following.figures if not one.depth]
    if not told or len(told) > _MOST or not _is_of_the_year_before(scope, following.text[: told[0].at.end - following.at.start], told[0]):
        return None
    if any(scope.changes(one) for one in told):
        return None
    like = [one for one in told if alike(one.quantity, current.quantity)]
    ranked = sorted(((shared_pairs(one.lead, current.lead), -place) for place, one in enumerate(like)), reverse=True)
    named = "".join(scope.nouns(current.lead)[-1:])
    if ranked and ranked[0][0] and named[-_NAME:] in like[-ranked[0][1]].lead:
        return like[-ranked[0][1]] if len(ranked) == 1 or ranked[1][0] < ranked[0][0] else None
    if any(scope.nouns(one.lead) for one in told[1:]):
        return None
    own = [one for one in scope.sentence.figures if alike(one.quantity, current.quantity) and scope.is_level(one) and not one.depth]
    in_turn = len(own) == len(told) == len(like) and scope.patterns.one("claim.in-turn").search(following.text) is not None
    return told[own.index(current)] if in_turn and current in own else None


def _is_of_the_year_before(scope: Scope, words: str, first: Placed) -> bool:
    """Whether a sentence opens with the year before."""
    year, own = year_of(first.quantity), scope.around.period
    return scope.has("claim.last-year", words) or (year is not None and (own is None or year == own - 1) and str(year) in words)


def _has_a_level(scope: Scope, stated: Placed, base: Placed) -> bool:
    """Whether a level of something else stands before one behind a change, for its own (购置56万元，比上年增加56万元；接待124万元，比上年148万元…)."""
    between = scope.sentence.figures[stated.index + 1 : base.index]
    return any(alike(one.quantity, base.quantity) and not scope.changes(one) and scope.nouns(one.lead) for one in between)
