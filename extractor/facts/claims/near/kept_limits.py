"""claim/bound where the limit stands first and words behind the figure say that it is kept: 最高补助50万元，最多的一家获得48万元，未超过上限."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.scope import AMBIGUOUS, IN_FORM, Scope, alike
from extractor.model.claims import Claim, Hedge

_AS_FAR = 2
"""How many times as far as a limit the figure that keeps it may be: one beyond is of something else."""


def kept_limit(scope: Scope) -> Iterator[Claim]:
    """The limit is stated; the next figure but for a lone one (最多的一家) is the value that is said to keep it."""
    stated, value = scope.figure("stated"), scope.figure("value")
    if stated is None or value is None or not alike(stated.quantity, value.quantity):
        return
    if any(
        one.quantity.worth != 1 or alike(one.quantity, value.quantity) for one in scope.sentence.figures[stated.index + 1 : value.index]
    ):
        return
    if value.depth != stated.depth or scope.changes(value) or scope.has("claim.plain.whole", value.lead) or scope.is_base(value):
        return
    lead = value.lead.strip("，,；; ")
    named = scope.patterns.one("claim.bound.value-lead").fullmatch(lead) is not None or bool(shared_pairs(stated.lead, lead))
    if not named or scope.has("claim.among", lead):
        return  # 办结率目标不低于90%。满意率为82.4%，完成了目标
    if not stated.quantity.worth or not value.quantity.worth or value.quantity.hedge is not Hedge.EXACT:
        return
    sense = str(scope.form.attributes["sense"])
    apart = value.quantity.worth / stated.quantity.worth if sense == "at-most" else stated.quantity.worth / value.quantity.worth
    own = [scope.operand("value", value, IN_FORM)]
    yield scope.claim(stated, own, doubt=AMBIGUOUS if apart > _AS_FAR else None, sense=sense, hedges_count=False, exact=True)
