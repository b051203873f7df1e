"""What was done against what was to be done, told one behind the other (目标180辆，实际147辆，完成81.67%，少33辆): claim/ratio and claim/difference."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.near.changes import sign_of
from extractor.facts.claims.scope import AMBIGUOUS, Scope, alike
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, QuantityKind


def done_of_aim(scope: Scope) -> Iterator[Claim]:
    """完成p%: what was done of what was to be done."""
    figures = _told(scope)
    if figures is not None:
        stated, done, aim = figures
        # 计划投资500万元，实际到位480万元，完成80%: of the works, perhaps
        works = aim.quantity.kind is QuantityKind.MONEY and not scope.has("claim.aim-reached", done.lead)
        works = works or _is_last_of_several(scope, done, aim)
        yield scope.claim(stated, [scope.named("part"), scope.named("whole")], doubt=AMBIGUOUS if works else None)


def _is_last_of_several(scope: Scope, done: Placed, aim: Placed) -> bool:
    """Whether another figure of its unit stands right before what seems to be done (建成58个，在建8个，完成目标（60个）的96.7%)."""
    before = scope.sentence.figures[done.index - 1] if done.index else None
    if before is None or before is aim or not alike(before.quantity, done.quantity):
        return False
    return done.clause - before.clause <= 1 and before.depth == done.depth


def short_of_aim(scope: Scope) -> Iterator[Claim]:
    """少C, 超C: what was done less what was to be done."""
    figures = _told(scope)
    if figures is not None and alike(figures[0].quantity, figures[2].quantity):
        named = [scope.named("current"), scope.named("base")]
        yield scope.claim(figures[0], named, sign=sign_of(scope))


def _told(scope: Scope) -> tuple[Placed, Placed, Placed] | None:
    """What is stated, what was done, and what was to be done; None where the two are not counted alike or one of them is of each."""
    names = ("part", "whole") if "whole" in scope.form.groups else ("current", "base")
    stated, done, aim = scope.figure("stated"), *(scope.figure(name) for name in names)
    if stated is None or done is None or aim is None or not alike(done.quantity, aim.quantity):
        return None
    return None if scope.each(done) != scope.each(aim) or scope.changes(aim) else (stated, done, aim)
