"""claim/bound: a limit, what was reached, and words that say that it was kept, told in turn; and what lies between the highest and the lowest of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.bounds import sense_of
from extractor.facts.claims.scope import IN_FORM, Scope, alike
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge, QuantityKind

_AS_FAR = 3
"""How many times as far as its limit a figure may be that is said to keep it: one beyond is of something else."""


def limit_in_turn(scope: Scope) -> Iterator[Claim]:
    """要求不少于4次，实际组织6次，超额完成; 承诺5个工作日内办结，实际平均3个工作日，优于承诺: the form names the limit and what was reached."""
    stated, value = scope.figure("stated"), scope.figure("value")
    if stated is None or value is None or value.index != stated.index + 1 or not alike(stated.quantity, value.quantity):
        return
    if value.quantity.hedge is not Hedge.EXACT or scope.changes(value) or scope.is_base(value) or value.depth != stated.depth:
        return
    sizes = sorted((stated.quantity.worth, value.quantity.worth))
    named = scope.patterns.one("claim.bound.kept-by").sub("", value.lead.strip())
    told = scope.sentence.text[: stated.at.end - scope.sentence.at.start]
    other = stated.quantity.kind is QuantityKind.PERCENT and bool(named) and not shared_pairs(named, told)
    if sizes[0] <= 0 or sizes[1] > sizes[0] * _AS_FAR or other:
        return  # 满意度不低于90%，知晓率实际为85%
    sense = sense_of(scope, scope.text("sense"))
    if scope.text("below" if sense == "at-least" else "above"):
        return  # 目标值≥95%，实际93.6%，低于目标: it was missed, and the words say so
    yield scope.claim(stated, [scope.operand("value", value, IN_FORM)], sense=sense, hedges_count=False, exact=True)


def between_extremes(scope: Scope) -> Iterator[Claim]:
    """最高的是甲（96.3%），最低的是乙（90.5%），其他介于二者之间，如丙94.7%: none of the others is above the one or below the other."""
    high, low = scope.figure("high"), scope.figure("low")
    if high is None or low is None or not alike(high.quantity, low.quantity):
        return
    others = list(_others(scope, max(high.index, low.index), high))
    if not others:
        return
    most, least = max(others, key=lambda one: one.quantity.worth), min(others, key=lambda one: one.quantity.worth)
    yield scope.claim(high, [scope.operand("value", most, IN_FORM)], sense="at-most", hedges_count=False)
    yield scope.claim(low, [scope.operand("value", least, IN_FORM)], sense="at-least", hedges_count=False)


def _others(scope: Scope, index: int, high: Placed) -> Iterator[Placed]:
    """The levels behind both ends, up to words of another time or of all together."""
    figures: Sequence[Placed] = scope.sentence.figures[index + 1 :]
    for one in figures:
        if not alike(one.quantity, high.quantity) or one.quantity.hedge is not Hedge.EXACT or one.quantity.value is None:
            return
        words = scope.sentence.text[scope.match.end() - scope.sentence.at.start : one.at.start - scope.sentence.at.start]
        if not scope.is_level(one) or scope.patterns.one("claim.bound.of-others").search(words) is not None:
            return
        yield one
