"""claim/difference between the largest and the smallest of several, told right behind both: 最高728万元，最低142万元，相差586万元."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.scope import IN_FORM, Scope, alike
from extractor.model.claims import Claim, QuantityKind


def extremes(scope: Scope) -> Iterator[Claim]:
    """最高A，最低C，相差S: the form names both ends; rates may differ in points."""
    stated, high, low = scope.figure("stated"), scope.figure("high"), scope.figure("low")
    if stated is None or high is None or low is None or not alike(high.quantity, low.quantity):
        return
    points = stated.quantity.kind is QuantityKind.POINTS and high.quantity.kind is QuantityKind.PERCENT
    if not points and not alike(stated.quantity, high.quantity):
        return
    if high.quantity.worth < low.quantity.worth:
        high, low = low, high  # 最快3天，最慢9天
    if scope.changes(high) or scope.changes(low) or scope.each(stated):
        return
    yield scope.claim(stated, [scope.operand("had", high, IN_FORM), scope.operand("used", low, IN_FORM)])
