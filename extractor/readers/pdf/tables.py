"""Ruled tables: which cell each run stands in, and the cells row by row. What a cell means is not decided here."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.readers.pdf.rulings import REACH, SNAP, Rulings, open_sides
from extractor.readers.pdf.runs import Run, run_round


class Cell(NamedTuple):
    """The rulings round a cell; ``top`` and ``bottom`` are shared by the cells of one row."""

    top: float
    left: float
    bottom: float
    right: float


class PlacedCell(NamedTuple):
    """A cell in its table: its first column, how many columns and rows it covers, its width in points and the runs in it (none: it is empty)."""

    column: int
    colspan: int
    rowspan: int
    width: float
    runs: list[Run]


class TableRow(NamedTuple):
    """The cells that begin at one ruling, from left to right. table, number: from 0 on this page. edges: where the columns of the table begin and
    where the last one ends.
    """

    top: float
    table: int
    number: int
    edges: list[float]
    cells: list[PlacedCell]


def _taken(places: set[tuple[int, int]], row: int, column: int, end: tuple[int, int], width: float, runs: list[Run]) -> PlacedCell:
    """The cell that begins at a place and takes what is free up to ``end`` (row and column behind it)."""
    after = column + 1
    while after < end[1] and (row, after) not in places:
        after += 1
    below = row + 1
    while below < end[0] and not any((below, at) in places for at in range(column, after)):
        below += 1
    if after - column == 1 == below - row:  # as most cells are
        places.add((row, column))
    else:
        places.update((down, along) for down in range(row, below) for along in range(column, after))
    return PlacedCell(column, after - column, below - row, width, runs)


class Grid:
    """The rulings of a page. rules: flat ``x0, top, x1, bottom`` of thin rectangles, in the frame that the runs' boxes are in."""

    def __init__(self, rules: Sequence[float]) -> None:
        level, upright = [], []
        for x0, top, x1, bottom in zip(rules[0::4], rules[1::4], rules[2::4], rules[3::4], strict=True):
            if x1 - x0 >= bottom - top:
                level.append(((top + bottom) / 2, x0, x1))
            else:
                upright.append(((x0 + x1) / 2, top, bottom))
        self.level, self.upright = Rulings(level), Rulings(upright)
        sides = open_sides(self.level, self.upright)
        if sides:
            self.upright = Rulings([*upright, *sides])

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
            home = self.cell(run)
            if home is not None and home.left <= run.x0 + REACH and run.x1 - REACH <= home.right:
                cells[home].append(run)  # as most runs stand: no ruling crosses them
                continue
            for piece in self._pieces(run, boxes):
                cell = self.cell(piece)
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
            if top > end + SNAP and not (tables and self._joins(tables[-1], end, top)):
                tables.append([])
                end = top
            tables[-1].append(sorted(row, key=lambda cell: cell.left))
            end = max(end, *(cell.bottom for cell in row))
        rows: list[TableRow] = []
        for number, table in enumerate(tables):
            rows += self._placed(number, table, cells)
        return rows, outside

    def _joins(self, table: Sequence[Sequence[Cell]], end: float, top: float) -> bool:
        """Whether a table goes on after rows without text: its sides are drawn there."""
        sides = min(cell.left for row in table for cell in row), max(cell.right for row in table for cell in row)
        return all(self.upright.at(side, (end + top) / 2) for side in sides)

    def _placed(self, number: int, table: Sequence[Sequence[Cell]], cells: dict[Cell, list[Run]]) -> list[TableRow]:
        """The rows of a table that hold text, with all cells that begin in them.

        A cell reaches as far as no ruling parts it from the next place, so merged cells are told from empty ones by what is drawn. Text goes first:
        where rulings contradict each other, it keeps its place.
        """
        tops = self._tops(table)
        left, right = self._sides(table, tops)
        lefts = self._columns(table, left, right)
        places: set[tuple[int, int]] = set()
        rows: dict[int, list[PlacedCell]] = defaultdict(list)
        row_of, column_of = {top: row for row, top in enumerate(tops)}, {left: column for column, left in enumerate(lefts)}
        for line in table:
            for cell in line:
                row, column = row_of[cell.top], column_of[cell.left]
                if rows[row] and rows[row][-1].column == column:
                    rows[row][-1].runs.extend(cells[cell])
                    continue
                end = bisect_left(tops, cell.bottom, row + 1), bisect_left(lefts, cell.right, column + 1)
                rows[row].append(_taken(places, row, column, end, cell.right - cell.left, cells[cell]))
        edges = [*lefts, right]
        for row in range(len(tops) - 1):
            for column in range(len(lefts)):
                if (row, column) not in places:
                    end = self._end(row, column, tops, edges)
                    empty = _taken(places, row, column, end, edges[end[1]] - edges[column], [])
                    if row in rows:
                        rows[row].append(empty)
        return [TableRow(tops[row], number, row, edges, sorted(its, key=lambda one: one.column)) for row, its in sorted(rows.items())]

    def _end(self, row: int, column: int, tops: list[float], edges: list[float]) -> tuple[int, int]:
        """The row and the column behind the cell that begins at a place, by the rulings that end it."""
        along = (tops[row] + tops[row + 1]) / 2
        after = column + 1
        while after < len(edges) - 1 and not self.upright.at(edges[after], along):
            after += 1
        middles = [(left + right) / 2 for left, right in pairwise(edges[column : after + 1])]
        below = row + 1
        while below < len(tops) - 1 and not any(self.level.at(tops[below], middle) for middle in middles):
            below += 1
        return below, after

    def _tops(self, table: Sequence[Sequence[Cell]]) -> list[float]:
        """Where the rows of a table begin, those without text among them, and where the last one ends."""
        everything = [cell for row in table for cell in row]
        first, last = min(cell.top for cell in everything), max(cell.bottom for cell in everything)
        left, right = min(cell.left for cell in everything), max(cell.right for cell in everything)
        crossing = (top for top in self.level.positions if first < top < last and self.level.crosses(top, left, right))
        return sorted({*crossing, *(cell.top for cell in everything), *(cell.bottom for cell in everything)})

    def _sides(self, table: Sequence[Sequence[Cell]], tops: list[float]) -> tuple[float, float]:
        """Where a table begins and ends, outer columns without text included: as far as its first and its last ruling reach to upright ones."""
        left, right = min(cell.left for row in table for cell in row), max(cell.right for row in table for cell in row)
        along = (tops[0] + tops[1]) / 2

        def bounds(position: float) -> bool:
            first, last = min(position, left), max(position, right)
            return self.upright.at(position, along) and all(self.level.covers(top, first, last) for top in (tops[0], tops[-1]))

        outside = [position for position in self.upright.positions if not left <= position <= right and bounds(position)]
        return min([left, *outside]), max([right, *outside])

    def _columns(self, table: Sequence[Sequence[Cell]], left: float, right: float) -> list[float]:
        """Where the columns of a table begin, those without text among them."""
        inside = {left, *(cell.left for row in table for cell in row)}
        for middle in {(cell.top + cell.bottom) / 2 for row in table for cell in row}:
            inside.update(self.upright.between(left, right, middle))
        return sorted(inside)

    def cell(self, run: Run) -> Cell | None:
        """The rulings round the middle of a run; None where one is missing."""
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
