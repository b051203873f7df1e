"""claim/ratio: several shares told in the order of their parts (A、B、C分别占a、b、c)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.scope import AMBIGUOUS, LISTED, SAME_PARAGRAPH, Scope, alike, at_least
from extractor.facts.figures import Placed
from extractor.model.facts import Claim, Operand, QuantityKind


def shares(scope: Scope) -> Iterator[Claim]:
    """A a、B b、C c，分别占p、q、r: each share of the figure in its place; the whole is told before the list, or is the sum of it."""
    start, end = scope.match.span("terms")
    stated = [one for one in scope.sentence.figures if start <= one.at.start < end and one.quantity.kind is QuantityKind.PERCENT]
    ahead = [one for one in scope.sentence.figures if one.at.end <= scope.match.start() and one.quantity.kind is not QuantityKind.PERCENT]
    count = len(stated)
    if count < 2 or len(ahead) < count:
        return
    parts = [one for one in ahead if alike(one.quantity, ahead[-1].quantity) and one.depth == ahead[-1].depth][-count:]
    if len(parts) != count or any(scope.changes(one) or scope.each(one) for one in parts):
        return
    wholes = _wholes(scope, parts)
    in_a_row = [one.index for one in parts] == list(range(parts[0].index, parts[0].index + count))
    certain = in_a_row and bool(wholes) and parts[-1].clause >= stated[0].clause - 1
    for part, one in zip(parts, stated, strict=True):
        own = scope.operand("part", part, LISTED)
        readings: list[list[Operand]] = [[own, *whole] for whole in wholes]
        if readings:
            yield scope.claim(one, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS)


def _wholes(scope: Scope, parts: Sequence[Placed]) -> list[list[Operand]]:
    """The figure that the list is of: the nearest before it in the sentence, else the nearest of the paragraph; besides, the sum of the list."""
    summed = [scope.operand("whole", one, LISTED) for one in parts]
    here = [
        one
        for one in reversed(scope.sentence.figures[: parts[0].index])
        if alike(one.quantity, parts[0].quantity) and not scope.changes(one) and not scope.each(one)
    ]
    above = [one for one in scope.before if alike(one.quantity, parts[0].quantity) and not scope.changes(one) and not scope.each(one)]
    found = [(one, scope.where(one, parts[0])) for one in here] or [(one, SAME_PARAGRAPH) for one in above[:2]]
    fits = [[scope.operand("whole", one, why)] for one, why in found if all(at_least(one.quantity, part.quantity) for part in parts)]
    return [summed, *fits]
