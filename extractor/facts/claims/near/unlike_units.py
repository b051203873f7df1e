"""claim/ratio: a rate of unlike units (应报送单位52家，收回自评表47份，报送率90.4%), and one whose whole a bracket tells (按常住人口50万人计算)."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.rate_names import bears, rate_words
from extractor.facts.claims.scope import IN_FORM, SAME_CLAUSE, Scope, alike, is_amount
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge, QuantityKind

_COUPLE = 2
_ALL = 100
"""Per cent."""


def of_unlike(scope: Scope, stated: Placed, figures: Sequence[Placed]) -> Claim | None:
    """Of the two last counts before a rate, one of which says what should be and the other bears the rate's own word, or the same word as it."""
    row = [one for one in figures if one.quantity.kind is QuantityKind.COUNT and one.depth == stated.depth][-_COUPLE:]
    if len(row) < _COUPLE or row[1].index != stated.index - 1 or row[0].index != row[1].index - 1:
        return None
    if alike(row[0].quantity, row[1].quantity) or not all(_is_plain(scope, one) for one in row) or row[1].clause - row[0].clause > 1:
        return None
    if _occupied(scope, *row) and row[1].quantity.worth <= row[0].quantity.worth:
        return scope.claim(stated, scope.reading(stated, row[1], row[0]), weak="guard")
    if len(figures) > _COUPLE:
        return None
    owed = [one for one in row if scope.patterns.one("claim.rate.owed").search(one.lead)]
    if len(owed) != 1 or (stated.quantity.value or 0) > _ALL or exclusive(row[0].lead, row[1].lead, scope.patterns):
        return None
    whole = owed[0]
    part = next(one for one in row if one is not whole)
    stem = scope.text("name")[:-1]
    if not any(bears(stem, one.lead) for one in row) or part.quantity.worth > whole.quantity.worth:
        return None
    return scope.claim(stated, scope.reading(stated, part, whole), weak="far")


def _occupied(scope: Scope, places: Placed, taken: Placed) -> bool:
    """Whether a rate is called by the places that there are, and the next figure says who took them (床位1460张，入住老人1022人，床位使用率)."""
    return scope.text("name")[:_COUPLE] in places.lead and scope.patterns.one("claim.rate.taken").search(taken.lead) is not None


def of_bracket(scope: Scope, stated: Placed) -> Claim | None:
    """The one amount of the bracket that opens behind a rate, where words there say that it is the whole; the part stands right before the rate."""
    said = scope.patterns.one("claim.rate.basis").match(scope.sentence.text, stated.at.end - scope.sentence.at.start)
    if said is None or not stated.index:
        return None
    start = scope.sentence.at.start
    whole = scope.sentence.at_offset(start + said.start("whole"), start + said.end("whole"))
    part = scope.sentence.figures[stated.index - 1]
    if (
        whole is None
        or not is_amount(whole.quantity)
        or not is_amount(part.quantity)
        or not all(_is_plain(scope, one) for one in (part, whole))
    ):
        return None
    part_words, _, _ = rate_words(scope)
    name = scope.text("name")[:-1]
    told = any(word in part.lead for word in part_words) or bears(name, part.lead) or alike(part.quantity, whole.quantity)
    if not told or stated.clause - part.clause > 1 or part.segment != stated.segment or part.quantity.worth > whole.quantity.worth:
        return None
    return scope.claim(stated, [scope.operand("part", part, SAME_CLAUSE), scope.operand("whole", whole, IN_FORM)])


def _is_plain(scope: Scope, one: Placed) -> bool:
    return one.quantity.hedge is Hedge.EXACT and bool(one.quantity.value) and scope.is_level(one)
