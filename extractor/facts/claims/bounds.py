"""claim/bound: a figure that the report says lies within a limit given beside it."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.scope import AMBIGUOUS, AMOUNTS, IN_FORM, MISSING, Scope, alike, ends_with
from extractor.model.facts import Claim, Hedge, QuantityKind


def within(scope: Scope) -> Iterator[Claim]:
    """A，与B相差在n个百分点以内."""
    stated, other = scope.figure("stated"), scope.figure("other")
    if stated is None or other is None:
        return
    levels = [one for one in scope.earlier(other, lambda one: alike(one, other.quantity)) if not scope.changes(one)]
    limit = scope.operand("other", other, IN_FORM)
    if not levels:
        yield scope.claim(stated, [scope.operand("value", None, MISSING), limit], sense="within", hedges_count=False)
        return
    readings = [[scope.operand("value", one, scope.where(one, other)), limit] for one in levels]
    certain = scope.adjacent(levels[0], other) and scope.named_alike(scope.subject(levels[0]), scope.opening())
    firm = all(one.quantity.hedge is Hedge.EXACT for one in (levels[0], other))
    yield scope.claim(
        stated, readings[0], others=readings[1:], doubt=None if certain and firm else AMBIGUOUS, sense="within", hedges_count=False
    )


def limit(scope: Scope) -> Iterator[Claim]:
    """A，不低于B; A，高于B的目标; A，控制在B以内."""
    stated = scope.figure("stated")
    if stated is None:
        return
    sense = _sense(scope)
    lead = scope.sentence.text[: scope.match.start() - scope.sentence.at.start]
    clause = lead[max(lead.rfind(mark) for mark in "，；：。、") + 1 :]
    if scope.has("claim.norm", clause) or ends_with(clause, scope.patterns.words("claim.not-yet")):
        return
    kinds = (QuantityKind.PERCENT, *AMOUNTS)
    found = [
        one
        for one in scope.earlier(stated, lambda one: one.kind in kinds and alike(one, stated.quantity))
        if not scope.changes(one) and one.depth == stated.depth
    ]
    if not found or stated.clause - found[0].clause > 1 or found[0].segment != stated.segment:
        return
    if scope.has("claim.norm", found[0].lead) and not scope.has("claim.norm-as-value", found[0].lead):
        return
    value = found[0]
    own_words = scope.patterns.one("claim.bound.aside").sub("", scope.opening())
    if own_words and own_words not in scope.subject(value):
        return
    near = value.clause == stated.clause - 1 or value.clause == stated.clause
    firm = value.quantity.hedge is Hedge.EXACT
    own = [scope.operand("value", value, scope.where(value, stated))]
    certain = near and firm and value.index == stated.index - 1
    yield scope.claim(stated, own, doubt=None if certain else AMBIGUOUS, sense=sense, hedges_count=False)


def limit_times(scope: Scope) -> Iterator[Claim]:
    """A，不低于B的n倍."""
    stated, base = scope.figure("stated"), scope.figure("base")
    if stated is None or base is None:
        return
    values = [one for one in scope.earlier(base, lambda one: alike(one, base.quantity)) if not scope.changes(one)]
    named = scope.operand("base", base, IN_FORM)
    if not values:
        yield scope.claim(stated, [scope.operand("value", None, MISSING), named], sense=_sense(scope), hedges_count=False)
        return
    readings = [[scope.operand("value", one, scope.where(one, base)), named] for one in values]
    certain = scope.adjacent(values[0], base) and values[0].depth == base.depth
    certain = certain and scope.named_alike(scope.subject(values[0]), scope.opening())
    yield scope.claim(
        stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS, sense=_sense(scope), hedges_count=False
    )


def _sense(scope: Scope) -> str:
    """``at-least``, ``at-most``, ``above`` or ``below``."""
    senses: dict[str, str] = scope.patterns.entry("claim.senses").data["senses"]
    return senses[scope.text("sense")]
