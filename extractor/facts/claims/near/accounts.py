"""claim/sum, claim/difference: the totals of an account, as budget reports tell them (收入A。…。加上调入B，收入总量为T; 收支总量相抵，赤字D)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.scope import AMBIGUOUS, IN_FORM, LISTED, SAME_PARAGRAPH, Scope, alike
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Operand


def brought_in(scope: Scope) -> Iterator[Claim]:
    """加上B、C，收入总量为T: what came in besides, and the figure above that is called as the total is."""
    stated = scope.figure("stated")
    if stated is None:
        return
    added = [one for one in scope.earlier(stated, lambda one: alike(one, stated.quantity)) if one.at.start > scope.match.start()]
    added = [one for one in reversed(added) if one.depth == stated.depth]
    first = _known(scope, stated)
    first = [one for one in first if not scope.each(one) and not scope.has("claim.total", one.lead)]
    if not added or not first or any(scope.each(one) for one in added):
        return
    name = scope.text("name")
    called = [one for one in first if name and name in one.lead]
    order = [*called, *(one for one in first if one not in called)]
    readings = [[_operand(scope, "part", one), *(scope.operand("part", part, LISTED) for part in added)] for one in order]
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if called else AMBIGUOUS, weak="guard")


def offset(scope: Scope) -> Iterator[Claim]:
    """收支相抵，结余D: the last total of what came in, and the last of what was spent."""
    stated = scope.figure("stated")
    if stated is None:
        return
    known = _known(scope, stated)
    sides = [_last_total(scope, known, words) for words in ("claim.account.income", "claim.account.spending")]
    if sides[0] is None or sides[1] is None:
        return
    order = ("used", "had") if scope.has("claim.account.deficit", scope.text("kind")) else ("had", "used")
    operands = [scope.operand(role, one, IN_FORM) for role, one in zip(order, sides, strict=True) if one is not None]
    yield scope.claim(stated, sorted(operands, key=lambda one: one.role), weak="guard")


def saved(scope: Scope) -> Iterator[Claim]:
    """采购规模A，较计划节约B，节约率p%: what was planned is what was spent and what was saved, together."""
    stated, spent, left = scope.figure("stated"), scope.figure("spent"), scope.figure("left")
    if stated is not None and spent is not None and left is not None and alike(spent.quantity, left.quantity):
        operands = [scope.operand(role, one, IN_FORM) for role, one in (("part", left), ("whole", spent), ("whole", left))]
        yield scope.claim(stated, operands)


def _known(scope: Scope, stated: Placed) -> list[Placed]:
    """The figures of the sentence before the form, the nearest first, and those of the sentences above it."""
    found = scope.earlier(stated, lambda one: alike(one, stated.quantity))
    own = [one for one in found if one.at.end <= scope.match.start() and one.depth == 0]
    return [*own, *(one for one in scope.before if alike(one.quantity, stated.quantity) and one.depth == 0)]


def _operand(scope: Scope, role: str, one: Placed) -> Operand:
    return scope.operand(role, one, IN_FORM if one in scope.sentence.figures else SAME_PARAGRAPH)


def _last_total(scope: Scope, known: Sequence[Placed], words: str) -> Placed | None:
    """The nearest figure that is called a total of the account (收入总量), else the nearest that bears its name at the end (…支出)."""
    names = scope.patterns.words(words)
    called = [one for one in known if any(name in one.lead for name in names)]
    summed = [one for one in called if scope.has("claim.account.total", one.lead)]
    return next(iter(summed or called), None)
