"""claim/ratio: several shares of one whole, told in the order of the figures before it (基本支出a，项目支出b，分别占总支出W的p%和q%)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.scope import AMOUNTS, Scope, alike, total_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge, QuantityKind

_COUPLE = 2


def shares_of_a_whole(scope: Scope) -> Iterator[Claim]:
    """One claim for each share: of the last figures before the whole as many as there are shares, where no other of their unit stands before but their sum."""
    whole = scope.figure("whole")
    start, end = scope.match.span("shares")
    shares = [one for one in scope.sentence.figures if start <= one.at.start < end]
    if whole is None or len(shares) < _COUPLE or any(one.quantity.kind is not QuantityKind.PERCENT for one in shares):
        return
    before = scope.sentence.figures[: whole.index]
    parts = before[-len(shares) :]
    if len(parts) < len(shares) or not all(_is_part(scope, one, whole) for one in parts):
        return
    sums = {whole.quantity.worth, total_of(parts)}
    if any(alike(one.quantity, whole.quantity) and one.quantity.worth not in sums for one in before[: -len(shares)]):
        return  # a、b、c，分别占W的p%和q%: which two is not told
    for part, share in zip(parts, shares, strict=True):
        yield scope.claim(share, scope.reading(share, part, whole), weak="guard")


def _is_part(scope: Scope, one: Placed, whole: Placed) -> bool:
    exact = one.quantity.kind in AMOUNTS and bool(one.quantity.value) and one.quantity.hedge is Hedge.EXACT
    return exact and alike(one.quantity, whole.quantity) and one.depth == whole.depth and not scope.changes(one)
