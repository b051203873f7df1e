"""claim/bound: a limit told in a sentence of its own (年末逾期率1.60%。逾期率未超过1.8%的上限): its figure stands in the sentence above, by its name."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.scope import SAME_PARAGRAPH, Scope, alike
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge

_NAME = 2
"""Characters of a name by which a figure is called again."""
_KEPT = 10
"""Characters behind a limit that say what kind of one it is."""


def of_above(scope: Scope, stated: Placed, sense: str) -> Iterator[Claim]:
    """The only figure of the sentence above that bears the name before the limit; where words make the limit one that was set, or say that it is kept."""
    name = scope.patterns.one("claim.bound.aside").sub("", scope.opening())
    above = scope.around.above(scope.sentence, 0)
    if above is None or len(name) < _NAME or scope.has("claim.last-year", name) or not _is_kept(scope, stated):
        return
    known = [one for one in above.figures if alike(one.quantity, stated.quantity)]
    called = [one for one in known if _is_called(scope, one, name)]
    if len(called) != 1 or called[0].depth or called[0].quantity.hedge is not Hedge.EXACT:
        return
    value = called[0]
    if (
        scope.is_base(value)
        or scope.changes(value)
        or (scope.has("claim.norm", value.lead) and not scope.has("claim.norm-as-value", value.lead))
    ):
        return
    operands = [scope.operand("value", value, SAME_PARAGRAPH)]
    yield scope.claim(stated, operands, sense=sense, hedges_count=False, exact=True)


def _is_kept(scope: Scope, stated: Placed) -> bool:
    """Whether a limit is one that holds for the figure: not the mark by which others are counted (超过1%的单位), nor what is aimed at."""
    words = scope.sentence.text[stated.at.end - scope.sentence.at.start :][:_KEPT]
    if scope.patterns.one("claim.bound.kept-behind").match(words):
        return True
    return scope.has("claim.bound.never", scope.text("sense")) and not words.strip("。，；\n ")


def _is_called(scope: Scope, one: Placed, name: str) -> bool:
    """Whether the words right before a figure are its name, what says that it was reached aside."""
    words = scope.patterns.one("claim.moment.reached").sub("", one.lead).strip()
    return words.endswith(name)
