"""claim/sum of the figure right before and one that the words call (引入社会资本12730万元，与专项资金合计2.14亿元)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.scope import IN_FORM, SAME_PARAGRAPH, Scope, alike
from extractor.model.claims import Claim

_NEAR = 8
"""Figures of the sentences before among which the one that is called stands."""


def with_named(scope: Scope) -> Iterator[Claim]:
    """The one amount before whose name ends as it is called, and the last one of the sentence before the words."""
    stated, name = scope.figure("stated"), scope.text("name").strip()
    ahead = [one for one in scope.sentence.figures if one.at.end <= scope.match.start() and one.depth == 0]
    if stated is None or not ahead or not alike(ahead[-1].quantity, stated.quantity) or scope.changes(ahead[-1]):
        return
    known = [*reversed(ahead[:-1]), *scope.before[:_NEAR]]
    called = [one for one in known if alike(one.quantity, stated.quantity) and one.lead.strip().endswith(name) and not one.depth]
    if len({one.quantity.worth for one in called}) != 1 or scope.changes(called[0]) or scope.is_base(called[0]):
        return
    parts = [scope.operand("part", called[0], SAME_PARAGRAPH), scope.operand("part", ahead[-1], IN_FORM)]
    yield scope.claim(stated, parts, weak="far")
