"""claim/sum over kinds that are counted by different words: 个案21435例、小组15862场、社区29703场，三类服务共计67000例（场）."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from extractor.facts.claims.scope import LISTED, Scope
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim, QuantityKind


def kinds_together(scope: Scope) -> Iterator[Claim]:
    """As many figures of one row right before the sum as it says there are kinds, each counted by one of the words behind the sum, and all of these used."""
    stated, number = scope.figure("stated"), chinese_to_int(scope.text("number"), scope.patterns) or 0
    if stated is None or number < 2:
        return
    before = [one for one in scope.sentence.figures[: stated.index] if any(char.isdigit() for char in one.quantity.text)]
    row = before[-number:]
    units = {one.quantity.unit for one in row}
    mark = scope.patterns.words("claim.list-mark")[0]
    marked = all(scope.sentence.between(one, other).strip().startswith(mark) for one, other in pairwise(row))
    if len(row) < number or not marked or not _all_told(scope, stated.quantity.unit, units) or stated.clause - row[-1].clause != 1:
        return
    if any(one.quantity.kind is not QuantityKind.COUNT or scope.changes(one) or scope.each(one) for one in row):
        return
    longer = before[:-number][-1:]
    if any(scope.sentence.between(one, row[0]).strip().startswith(mark) for one in longer):
        return  # the row has more of them
    yield scope.claim(stated, [scope.operand("part", one, LISTED) for one in row])


def _all_told(scope: Scope, first: str | None, units: set[str | None]) -> bool:
    """Whether the measure word of a sum and those in the bracket behind it are the ones that its figures are counted by, and no others."""
    told = scope.text("units")
    others = [one for one in units if one and one != first]
    for one in others:
        if one not in told:
            return False
        told = told.replace(one, "")
    return first in units and bool(others) and not any(char.isalpha() for char in told)
