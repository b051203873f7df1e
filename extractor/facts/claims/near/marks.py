"""claim/difference against a mark: how far a level is from a goal (与省定目标2.3%还差0.16个百分点), or what was done from what was due."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.near.changes import sign_of
from extractor.facts.claims.scope import Scope, alike, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, QuantityKind

_NAME = 2
"""Characters of a name by which it is known again."""


def from_mark(scope: Scope) -> Iterator[Claim]:
    """与B还差C: the level is what the piece of the sentence is about, told before the mark; any other that gives the distance clears it."""
    stated, base = scope.figure("stated"), scope.figure("base")
    if stated is None or base is None or not _measures(stated, base) or scope.changes(base):
        return
    levels = [one for one in scope.earlier(base, lambda one: alike(one, base.quantity)) if one.depth == base.depth]
    levels = [one for one in scope.outer(levels) if one.segment == base.segment and not _is_past(scope, one)]
    levels = [one for one in levels if not scope.changes(one) and not scope.is_base(one)]
    if not levels:
        return
    topic = levels[-1]
    readings = [[scope.operand("current", one, scope.where(one, base)), scope.named("base")] for one in (topic, *levels[:-1])]
    yield scope.claim(stated, readings[0], others=readings[1:], weak="guard", sign=sign_of(scope))


def due_and_done(scope: Scope) -> Iterator[Claim]:
    """应收B，实收A，欠收C: what was done less what was due; of spans of time what is late is longer."""
    stated, base, current = scope.figure("stated"), scope.figure("base"), scope.figure("current")
    if stated is None or base is None or current is None or not alike(base.quantity, current.quantity) or not _measures(stated, base):
        return
    if scope.each(base) != scope.each(current) or scope.changes(current) or scope.changes(base) or scope.is_base(current):
        return
    if stated.lead.strip().endswith(scope.patterns.words("claim.out-of")):
        return  # 结余资金中50万元已收回财政，30万元结转下年
    if scope.has("claim.lacks-things", scope.text("verb")) and _is_anew(scope, stated):
        return  # 应到岗46人，实到41人，还缺司机3人
    late = scope.has("claim.delays", scope.text("verb"))
    timed = base.quantity.unit in scope.patterns.words("claim.spans")
    sign = (1 if timed else -1) if late else sign_of(scope)
    yield scope.claim(stated, [scope.named("current"), scope.named("base")], weak=None if timed else "guard", sign=sign)


def _is_anew(scope: Scope, stated: Placed) -> bool:
    """Whether what is lacking has a name that was not told before."""
    ahead = scope.match[0][: scope.match.start("verb") - scope.match.start()]
    behind = scope.match[0][scope.match.end("verb") - scope.match.start() :]
    return any(one[-_NAME:] not in ahead for one in (*scope.nouns(behind[: -len(stated.quantity.text)]), *scope.nouns(stated.tail)))


def _measures(stated: Placed, level: Placed) -> bool:
    """Whether a distance is told in the unit of a level, or in points where that is a rate."""
    points = stated.quantity.kind is QuantityKind.POINTS and level.quantity.kind is QuantityKind.PERCENT
    return points or alike(stated.quantity, level.quantity)


def _is_past(scope: Scope, one: Placed) -> bool:
    year, own = year_of(one.quantity), scope.around.period
    return year is not None and own is not None and year < own
