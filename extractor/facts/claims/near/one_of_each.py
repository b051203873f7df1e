"""claim/count: so many in all, and the same number for each of the places named (改造食堂4家，其中东街、南门、北关、西苑各1家)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.near.counts import split_items
from extractor.facts.claims.scope import AMBIGUOUS, Scope, alike
from extractor.model.claims import Claim, Hedge, QuantityKind
from extractor.model.text import Span

_CLAUSES = 2
_FEWEST = 2
_NEAR = 3
"""How many times what each has all of them may miss: beyond, the list names some of them only."""


def of_each_named(scope: Scope) -> Iterator[Claim]:
    """The last figure of the unit before a list of names that have so many each, where the list is the end of it."""
    each = scope.figure("each")
    if each is None or not each.index or each.quantity.kind is not QuantityKind.COUNT or each.quantity.hedge is not Hedge.EXACT:
        return
    before = [one for one in scope.sentence.figures[: each.index] if alike(one.quantity, each.quantity)]
    behind = [one for one in scope.sentence.figures[each.index + 1 :] if alike(one.quantity, each.quantity)]
    whole = before[-1] if before else None
    if whole is None or whole.index != each.index - 1 or any(one.segment == each.segment for one in behind):
        return
    if whole.quantity.hedge is not Hedge.EXACT or whole.quantity.value is None or not scope.is_level(whole) or whole.depth < each.depth - 1:
        return
    if each.segment != whole.segment or each.clause - whole.clause > _CLAUSES:
        return
    number = int(each.quantity.value or 0)
    items = split_items(scope.text("list"), scope)
    joined = len(scope.patterns.one("claim.joint").findall(items[-1])) if items else 0
    least, most, named = len(items) * number, (len(items) + joined) * number, int(whole.quantity.value)
    if len(items) < _FEWEST or not number:
        return
    apart = max(least - named, named - most, 0) > _NEAR * number
    at = Span(*scope.match.span("list"))
    claim = scope.claim(whole, [], items=named if least <= named <= most else least, least=least, most=most, listed=at)
    yield Claim(claim.rule, claim.form, claim.stated, (), Span(whole.at.start, each.at.end), AMBIGUOUS if apart else None, claim.params)
