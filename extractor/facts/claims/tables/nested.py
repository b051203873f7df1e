"""Rows that the rows right below them add up to (国内游客、境外游客 under 接待人次), told by the figures of two columns or more, the innermost first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from extractor.facts.claims.scope import LISTED
from extractor.facts.claims.tables.grids import Grid, Row
from extractor.model.claims import Claim, Operand, QuantityKind

_FORM = "table.nested-rows"
"""What reads these claims, in place of a pattern."""
_LEAST, _MOST = 2, 12
"""Rows that make up another."""
_COLUMNS = 2
"""Columns whose figures must agree: a sum that holds in one of them may be chance."""
_TELLING = 3
"""Digits of a figure by which a sum that agrees is no accident."""


@dataclass(frozen=True, slots=True)
class Nest:
    """A row and those that make it up. columns: where they do."""

    whole: Row
    parts: tuple[Row, ...]
    columns: tuple[int, ...]


def nests(grid: Grid) -> list[Nest]:
    """The rows of a grid that others make up. Those of a row that is itself a part are found before it, and stand for it no more."""
    left = [row for row in grid.rows if not row.total and not row.percent]
    found: list[Nest] = []
    at = len(left) - 1
    while at >= 0:
        nest = next((made for size in range(_LEAST, _MOST + 1) if (made := _nest(grid, left[at : at + size + 1], size)) is not None), None)
        if nest is not None:
            found.append(nest)
            del left[at + 1 : at + 1 + len(nest.parts)]
        at -= 1
    return found


def _nest(grid: Grid, rows: Sequence[Row], size: int) -> Nest | None:
    """The first of some rows as the sum of the others, in the columns where it is."""
    if len(rows) <= size:
        return None
    whole, *parts = rows
    columns = []
    for column in range(grid.width):
        stated, values = whole.figures[column], [row.value(column) for row in parts]
        if stated is None or stated.kind is QuantityKind.PERCENT or column in grid.rates or len(stated.telling) < _TELLING:
            continue
        known = [one for one in values if one]
        if len(known) == len(parts) and sum(known, Fraction(0)) == stated.worth:
            columns.append(column)
    distinct = {whole.value(column) for column in columns}
    return Nest(whole, tuple(parts), tuple(columns)) if len(distinct) >= _COLUMNS else None


def nested_claims(grid: Grid) -> Iterator[Claim]:
    """The sums of nested rows, in all columns of amounts: where two agree, a third that does not is told if one slip explains it."""
    for nest in nests(grid):
        for column in range(grid.width):
            stated, parts = nest.whole.figures[column], [row.figures[column] for row in nest.parts]
            if stated is None or stated.kind is QuantityKind.PERCENT or column in grid.rates | grid.averages or not all(parts):
                continue
            operands = tuple(Operand("part", one, LISTED) for one in parts)
            yield Claim.of("claim/sum", _FORM, stated, operands, {"strict": True, "telling": _TELLING})
