"""Columns that the run of columns right beside them adds up to in every row.

Small counts by kind (小计、甲类、乙类) are such, and shares by who bears them (45%、27%、3%: 75%).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.facts.claims.scope import LISTED
from extractor.facts.claims.tables.grids import Grid, Row
from extractor.model.claims import Claim, Operand, QuantityKind

_FORM = "table.run"
"""What reads these claims, in place of a pattern."""
_LEAST, _MOST = 2, 6
"""Columns of a run."""
_HOLDING, _DISTINCT = 4, 3
"""Rows in which a sum must hold, and different sums that they must tell: fewer give it by chance."""
_MIXED = 3
"""Rows in which more than one column of the run must say something: where one is filled at a time, any column is the sum of the others."""


def run_claims(grid: Grid) -> Iterator[Claim]:
    """The sums of runs of columns, the longest first, each column in one of them; a row that breaks one is told where one slip explains it."""
    used: set[int] = set()
    for size in range(min(_MOST, grid.width - 1), _LEAST - 1, -1):
        for stated in range(grid.width):
            for first in (stated + 1, stated - size):
                run = tuple(range(first, first + size))
                if first < 0 or run[-1] >= grid.width or used & {stated, *run}:
                    continue
                rows = _rows(grid, stated, run)
                if rows:
                    used |= {stated, *run}
                    yield from (_claim(row, stated, run) for row in rows)


def _rows(grid: Grid, stated: int, run: Sequence[int]) -> list[Row]:
    """The rows whose figures a run of columns adds up to, with the one at most in which it does not; none where they are too few or say too little."""
    full = [row for row in grid.rows if not row.percent and all(row.figures[column] is not None for column in (stated, *run))]
    kinds = {figure.kind for row in full for column in (stated, *run) if (figure := row.figures[column]) is not None}
    if len(kinds) != 1 or (QuantityKind.PERCENT not in kinds and grid.rates & {stated, *run}):
        return []
    holding = [row for row in full if _sum(row, run) == row.value(stated)]
    told = [row for row in holding if row.value(stated)]
    several = [row for row in told if sum(bool(row.value(column)) for column in run) >= _LEAST]
    enough = len(told) >= _HOLDING and len({row.value(stated) for row in told}) >= _DISTINCT and len(several) >= _MIXED
    return full if enough and len(full) - len(holding) <= 1 and _fill_all(several, run) else []


def _fill_all(rows: Sequence[Row], run: Sequence[int]) -> bool:
    """Whether every column of a run says something in a row where others do as well: an empty one may be of any sum."""
    return all(any(row.value(column) for row in rows) for column in (run[0], run[-1]))


def _sum(row: Row, run: Sequence[int]) -> Fraction:
    return sum((row.value(column) or Fraction(0) for column in run), Fraction(0))


def _claim(row: Row, stated: int, run: Sequence[int]) -> Claim:
    figure = row.figures[stated]
    assert figure is not None
    operands = tuple(Operand("part", row.figures[column], LISTED) for column in run)
    return Claim.of("claim/sum", _FORM, figure, operands, {"strict": True, "telling": 1})
