"""Ruled tables: which cell each run stands in, and the cells row by row. What a cell means is not decided here."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from extractor.readers.pdf_runs import Run, run_round

SNAP = 2.5
"""Points: rulings that lie so near each other are one (double rulings, the borders of two cells)."""
REACH = 1.5
"""Points by which a ruling may stop short of what it bounds."""


class Cell(NamedTuple):
    """The rulings round a cell; ``top`` and ``bottom`` are shared by the cells of one row."""

    top: float
    left: float
    bottom: float
    right: float


class TableRow(NamedTuple):
    """The cells that begin at one ruling, from left to right, with the runs in each. columns: where the columns of the table begin."""

    top: float
    cells: list[tuple[Cell, list[Run]]]
    columns: list[float]


class _Rulings:
    """Rulings of one direction: by position, the stretches that they cover."""

    def __init__(self, pieces: Sequence[tuple[float, float, float]]) -> None:
        stretches: dict[float, list[tuple[float, float]]] = defaultdict(list)
        anchor = -1e9
        for position, start, end in sorted(pieces):
            if position - anchor > SNAP:
                anchor = position
            stretches[anchor].append((start, end))
        self.positions = sorted(stretches)
        self.stretches = {position: _merged(its) for position, its in stretches.items()}

    def around(self, at: float, along: float) -> tuple[float, float] | None:
        """The nearest rulings on both sides of ``at`` that pass ``along``; None where one is missing."""
        cut = bisect_left(self.positions, at)
        before = next((position for position in reversed(self.positions[:cut]) if self._passes(position, along)), None)
        after = next((position for position in self.positions[cut:] if self._passes(position, along)), None)
        return None if before is None or after is None else (before, after)

    def between(self, start: float, end: float, along: float) -> list[float]:
        """The rulings between two positions that pass ``along``."""
        inside = self.positions[bisect_right(self.positions, start) : bisect_left(self.positions, end)]
        return [position for position in inside if self._passes(position, along)]

    def _passes(self, position: float, along: float) -> bool:
        return any(start - REACH <= along <= end + REACH for start, end in self.stretches[position])


def _merged(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    whole: list[tuple[float, float]] = []
    for start, end in sorted(pieces):
        if whole and start <= whole[-1][1] + REACH:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole


class Grid:
    """The rulings of a page. rules: flat ``x0, top, x1, bottom`` of thin rectangles, in the frame that the runs' boxes are in."""

    def __init__(self, rules: Sequence[float]) -> None:
        level, upright = [], []
        for x0, top, x1, bottom in zip(rules[0::4], rules[1::4], rules[2::4], rules[3::4], strict=True):
            if x1 - x0 >= bottom - top:
                level.append(((top + bottom) / 2, x0, x1))
            else:
                upright.append(((x0 + x1) / 2, top, bottom))
        self.level, self.upright = _Rulings(level), _Rulings(upright)

    def parts(self, upper: Run, lower: Run) -> bool:
        """Whether a ruling runs between two runs that stand on top of each other."""
        return bool(self.level.between(upper.middle, lower.middle, (lower.x0 + lower.x1) / 2))

    def rows(self, runs: Sequence[Run], boxes: list[float]) -> tuple[list[TableRow], list[Run]]:
        """The rows of tables from top to bottom, and the runs that stand outside of them.

        A box round running text is no table: a row has two cells, or stands against a row that has.
        """
        if len(self.level.positions) < 2 or len(self.upright.positions) < 2:
            return [], list(runs)
        outside: list[Run] = []
        cells: dict[Cell, list[Run]] = defaultdict(list)
        for run in runs:
            for piece in self._pieces(run, boxes):
                cell = self._cell(piece)
                if cell is None:
                    outside.append(piece)
                else:
                    cells[cell].append(piece)
        by_top: dict[float, list[Cell]] = defaultdict(list)
        for cell in cells:
            by_top[cell.top].append(cell)
        edges = {edge for top, row in by_top.items() if len(row) > 1 for cell in row for edge in (top, cell.bottom)}
        tables: list[list[list[Cell]]] = []
        end = -1e9
        for top, row in sorted(by_top.items()):
            if len(row) == 1 and top not in edges and row[0].bottom not in edges:
                outside += cells[row[0]]
                continue
            if top > end + SNAP:
                tables.append([])
                end = top
            tables[-1].append(sorted(row, key=lambda cell: cell.left))
            end = max(end, *(cell.bottom for cell in row))
        rows: list[TableRow] = []
        for table in tables:
            columns = self._columns(table)
            rows += [TableRow(row[0].top, [(cell, cells[cell]) for cell in row], columns) for row in table]
        return rows, outside

    def _columns(self, table: Sequence[Sequence[Cell]]) -> list[float]:
        """Where the columns of a table begin, those without text among them."""
        left, right = min(cell.left for row in table for cell in row), max(cell.right for row in table for cell in row)
        inside = {left}
        for row in table:
            for cell in row:
                inside.update(self.upright.between(left, right, (cell.top + cell.bottom) / 2))
        return sorted(inside)

    def _cell(self, run: Run) -> Cell | None:
        x = (run.x0 + run.x1) / 2
        above_below = self.level.around(run.middle, x)
        beside = self.upright.around(x, run.middle)
        if above_below is None or beside is None:
            return None
        return Cell(above_below[0], beside[0], above_below[1], beside[1])

    def _pieces(self, run: Run, boxes: list[float]) -> list[Run]:
        """The run, cut where a ruling crosses it."""
        cuts = self.upright.between(run.x0 + REACH, run.x1 - REACH, run.middle)
        if not cuts:
            return [run]
        pieces: dict[int, list[int]] = defaultdict(list)
        for index in run.members:
            pieces[bisect_left(cuts, (boxes[4 * index] + boxes[4 * index + 2]) / 2)].append(index)
        return [run_round(members, boxes) for _, members in sorted(pieces.items())]
