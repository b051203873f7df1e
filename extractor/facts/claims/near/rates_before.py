"""claim/ratio: a rate whose whole a bracket or the clause behind tells (收回485份，回收率97%，共发放500份; 有效475份（发放500份），有效率95%)."""

from __future__ import annotations

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.rate_names import bears, denied, rate_words
from extractor.facts.claims.scope import AMOUNTS, SAME_SENTENCE, Scope, alike, at_least
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge, QuantityKind

_CLAUSES = 2
"""Clauses between a rate and its whole behind it."""


def whole_beside(scope: Scope, stated: Placed) -> Claim | None:
    """The one other figure of the part's unit in the sentence, larger, which words make the whole; the part stands before the rate and bears its name."""
    told = [one for one in scope.sentence.figures if one.segment == stated.segment]
    before = [one for one in told if one.index < stated.index and one.depth == stated.depth and one.quantity.kind in AMOUNTS]
    if not before or stated.clause - before[-1].clause > 1:
        return None
    part = before[-1]
    part_words, whole_words, _ = rate_words(scope)
    named = any(word in part.lead for word in part_words) or bears(scope.text("name")[:-1], part.lead)
    like = [one for one in told if one is not part and alike(one.quantity, part.quantity)]
    if len(like) != 1 or not named or denied(scope, part_words, part) or not _is_plain(scope, part) or not _is_plain(scope, like[0]):
        return None
    whole = like[0]
    if whole.index == part.index + 1 == stated.index - 1:
        beside = whole.depth > part.depth
    else:
        behind = [one for one in told if one.index > stated.index and one.quantity.kind in AMOUNTS][:1]
        beside = behind == [whole] and whole.clause - stated.clause <= _CLAUSES
    had = part.quantity.kind is QuantityKind.MONEY and scope.has("claim.income", whole.lead)
    called = had or any(word in whole.lead for word in whole_words) or scope.patterns.one("claim.row.all").search(whole.lead) is not None
    called = called and scope.patterns.one("claim.rate.of-others").search(whole.lead) is None
    if not beside or not called or exclusive(part.lead, whole.lead, scope.patterns) or not at_least(whole.quantity, part.quantity):
        return None
    return scope.claim(stated, [scope.operand("part", part, SAME_SENTENCE), scope.operand("whole", whole, SAME_SENTENCE)], weak="far")


def _is_plain(scope: Scope, one: Placed) -> bool:
    return one.quantity.hedge is Hedge.EXACT and bool(one.quantity.value) and scope.is_level(one)
