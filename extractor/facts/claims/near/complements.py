"""claim/ratio of what is right, where only what is wrong is counted: 抽查卷宗160份，查出不规范的4份，规范率97.5%."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.scope import IN_FORM, Scope, alike, at_least
from extractor.model.claims import Claim


def complement(scope: Scope) -> Iterator[Claim]:
    """N checked, M of them wrong, right p%: (N − M) ÷ N."""
    stated, whole, wrong = scope.figure("stated"), scope.figure("whole"), scope.figure("wrong")
    if stated is None or whole is None or wrong is None or not alike(whole.quantity, wrong.quantity):
        return
    if not at_least(whole.quantity, wrong.quantity) or wrong.index != whole.index + 1 or stated.index != wrong.index + 1:
        return
    if whole.depth != stated.depth or not all(scope.is_level(one) for one in (whole, wrong, stated)):
        return
    if any(alike(one.quantity, whole.quantity) and one.segment == whole.segment for one in scope.sentence.figures[: whole.index]):
        return  # 检验240份，合格234份，不合格6份: what is right is counted as well
    yield scope.claim(stated, [scope.operand("whole", whole, IN_FORM), scope.operand("less", wrong, IN_FORM)], weak="far")
