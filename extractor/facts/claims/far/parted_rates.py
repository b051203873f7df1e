"""claim/ratio: the rate of one of two parts, proved by those of the other part and of both (共支出a，执行率p，其中省级b，执行率q，市级c，执行率r)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.far.panorama import Seen
from extractor.facts.claims.scope import SAME_REPORT, SAME_SENTENCE, Scope, alike
from extractor.facts.claims.tables.keyed_grids import Series
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Operand, QuantityKind

_TELLING = 3
"""Digits of a rate from which it is proof of its whole."""


def rate(scope: Scope, told: Sequence[Series]) -> Iterator[Claim]:
    """What was there of each stands in one other sentence, and adds up as what was spent does: then the rate is of the part that is left."""
    del told
    stated = scope.figure("stated")
    if stated is None or not stated.index or stated.quantity.kind is not QuantityKind.PERCENT:
        return
    part = scope.sentence.figures[stated.index - 1]
    rated = [(one, by) for one, by in _rated(scope) if by is not stated and alike(one.quantity, part.quantity)]
    rated = [(one, by) for one, by in rated if shared_pairs(by.lead, stated.lead)]  # 执行率, 总体执行率
    wholes: dict[object, Seen] = {}
    for both, both_rate in rated:
        for other, other_rate in rated:
            if part.quantity.worth + other.quantity.worth == both.quantity.worth and part.quantity.worth > 0:
                for one in _wholes(scope, (both, both_rate), (other, other_rate)):
                    wholes[one.size] = one
    if len(wholes) == 1:
        (whole,) = wholes.values()
        operands = [Operand("part", part.quantity, SAME_SENTENCE), scope.operand("whole", whole.placed, SAME_REPORT)]
        yield scope.claim(stated, operands, rule="claim/ratio", strict=True, telling=_TELLING)


def _rated(scope: Scope) -> list[tuple[Placed, Placed]]:
    """The figures of the sentence with the rate right behind each, where it has digits enough."""
    row = scope.sentence.figures
    return [(one, by) for one, by in pairwise(row) if by.quantity.kind is QuantityKind.PERCENT and len(by.quantity.telling) >= _TELLING]


def _wholes(scope: Scope, both: tuple[Placed, Placed], other: tuple[Placed, Placed]) -> Iterator[Seen]:
    """What is left of a whole of both without that of the other, where one sentence tells all three."""
    view = scope.around.panorama
    here = view.of(both[0]).sentence
    for one in view.before(scope.sentence.at.start, both[0].quantity.kind, both[0].quantity.unit):
        if one.sentence == here or not printed_as(both[1].quantity, both[0].quantity.worth, one.size):
            continue
        beside = [held for held in view.of_sentence(one.sentence) if alike(held.placed.quantity, one.placed.quantity) and held is not one]
        for less in beside:
            if printed_as(other[1].quantity, other[0].quantity.worth, less.size):
                yield from (held for held in beside if held is not less and held.size + less.size == one.size)
