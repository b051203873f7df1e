"""A sheet of a workbook, in whatever format it came, as lines: rows of tables, words that stand alone above and below them, and what is hidden."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.model.limits import bound
from extractor.model.page import Line
from extractor.readers.rows import CellText, row_line
from extractor.readers.xlsx.formats import GENERAL, shown, stored

COLUMNS = 16_384
"""Columns of a sheet."""
HEADED = 3
"""Cells of a row that may be the head of a table."""
LATIN = re.compile(r"[0-9A-Za-z.,%]")


class Merge(NamedTuple):
    """A range of merged cells, both ends included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What a sheet shows. cells: the words by row and column, counted from 1; a value that its format hides stands in ``unseen``.

    hidden: the sheet itself is. pictures: it holds some. flags: what else is in it and is not read, or not shown as it is stored.
    """

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    unseen: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    pictures: bool = False
    flags: set[str] = field(default_factory=set)

    def hide_columns(self, first: int, last: int) -> None:
        self.hidden_columns.update(range(max(1, first), min(last, COLUMNS) + 1))


def number_shown(written: str, code: str, epoch_1904: bool, sheet: Sheet) -> tuple[str, bool]:
    """What a cell shows for a number, and whether its format hides it; a format that is not understood is said by a flag of the sheet."""
    try:
        value = stored(written)
    except ArithmeticError:
        raise ValueError(written) from None
    try:
        words = shown(value, code, epoch_1904)
    except ArithmeticError:  # more places than a number has, in the format or in the number
        words = None
    if words is None:
        sheet.flags.add("number-format-unread")
        words = shown(value, "yyyy/m/d" if re.search("[ymd]", code, re.IGNORECASE) else GENERAL, epoch_1904) or format(value, "f")
    return (words, False) if words.strip() else (shown(value, GENERAL) or "", True)


class Grid:
    """The visible cells of a sheet by row, with what merged cells cover; what cannot be seen is moved to ``Sheet.unseen``."""

    def __init__(self, name: str, sheet: Sheet) -> None:
        self.rows: dict[int, dict[int, str]] = {}
        self.spans: dict[tuple[int, int], Merge] = {}
        self.covered: dict[int, set[int]] = {}
        self._name = name
        self._sheet = sheet
        self._uncover()
        for place in sorted(sheet.cells):
            row, column = place
            if row in sheet.hidden_rows or column in sheet.hidden_columns or column in self.covered.get(row, ()):
                sheet.unseen[place] = sheet.cells[place]
            else:
                self.rows.setdefault(row, {})[column] = sheet.cells[place]
        self.first_column = min((column for cells in self.rows.values() for column in cells), default=0)
        if any(row in sheet.hidden_rows for row, _ in sheet.unseen):
            sheet.flags.add("hidden-rows")
        if any(column in sheet.hidden_columns for _, column in sheet.unseen):
            sheet.flags.add("hidden-columns")

    def _uncover(self) -> None:
        """Cut merged cells to the part that is used, move the words of each to its first visible row and column, and say what it covers."""
        used_rows = sorted({row for row, _ in self._sheet.cells})
        used_columns = sorted({column for _, column in self._sheet.cells})
        places = 0
        for merge in self._sheet.merges:
            if merge.bottom < merge.top or merge.right < merge.left:
                continue  # it ends before it begins, and covers nothing
            rows = used_rows[bisect_left(used_rows, merge.top) : bisect_right(used_rows, merge.bottom)]
            columns = used_columns[bisect_left(used_columns, merge.left) : bisect_right(used_columns, merge.right)]
            places += len(rows) * len(columns) + 1
            bound("xlsx-too-large", self._name, "xlsx-grid", places, what="merged-cells")
            words = self._sheet.cells.pop((merge.top, merge.left), None)
            top = next((row for row in rows if row not in self._sheet.hidden_rows), merge.top)
            left = next((column for column in columns if column not in self._sheet.hidden_columns), merge.left)
            if words is not None:
                self._sheet.cells[top, left] = words
            self.spans[top, left] = Merge(top, left, merge.bottom, merge.right)
            for row in rows:
                self.covered.setdefault(row, set()).update(column for column in columns if (row, column) != (top, left))


def lines(name: str, sheet: Sheet, tables: Iterator[int]) -> Iterator[Line]:
    """The lines of a sheet. tables: gives the number of the next table of the workbook. `ReadError`: ``xlsx-too-large``.

    A row is part of a table unless its words stand in one cell alone above the head, or below the last row in the first column or over the whole
    width; empty rows are part of it unless such words follow. What cannot be seen follows its row as a line of the mark ``hidden``.
    """
    grid = Grid(name, sheet)
    unseen: dict[int, list[str]] = {}
    for (row, _), words in sorted(sheet.unseen.items()):
        unseen.setdefault(row, []).append(_one_line(words))
    made: dict[int, list[Line]] = {}
    for block in _tables(grid):
        columns = sorted({column for row in block.rows for column in grid.rows[row]})
        if block.table:
            bound("xlsx-too-large", name, "xlsx-grid", len(block.rows) * len(columns), what="table-cells")
        table = next(tables) if block.table and not sheet.hidden else 0
        for row in block.rows:
            made[row] = [_row(grid, row, block.rows, columns, table)] if block.table else _words(grid, row)
    for row in sorted({*made, *unseen}):
        for line in made.get(row, ()):
            yield Line(line.text, row, mark="hidden") if sheet.hidden else line
        if row in unseen:
            yield Line(" ".join(unseen[row]), row, mark="hidden")


class _Block(NamedTuple):
    """Rows that are one table, or words outside of all tables."""

    rows: list[int]
    table: bool


def _tables(grid: Grid) -> list[_Block]:
    """The rows of a sheet, gathered to tables and to words that stand alone."""
    runs: list[list[int]] = []
    for row in grid.rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    blocks: list[_Block] = []
    for run in runs:
        first = next((order for order, row in enumerate(run) if not _alone(grid, row)), len(run))
        last = len(run)
        while last > first and _note(grid, run[last - 1]):
            last -= 1
        if first == 0 and blocks and blocks[-1].table:
            blocks[-1].rows.extend(run[:last])
            parts = [_Block(run[last:], False)]
        else:
            parts = [_Block(run[:first], False), *_forms(grid, run[first:last]), _Block(run[last:], False)]
        blocks.extend(part for part in parts if part.rows)
    return blocks


def _forms(grid: Grid, rows: list[int]) -> list[_Block]:
    """The rows of a table; where several stand below each other without an empty row, a table each. Words that stand alone part them.

    Filled-in forms have one head and end alike (总计); another table begins with a head between rows with figures. Groups of one table end
    otherwise, or have no head of their own.
    """
    end = _first_words(grid, rows[-1]) if rows else ""
    blocks: list[_Block] = []
    begin = 0
    for order in range(1, len(rows)):
        parted = not _alone(grid, rows[order - 1]) and _alone(grid, rows[order])
        opened = next((at for at in range(order, len(rows)) if not _alone(grid, rows[at])), len(rows))
        alike = end and _first_words(grid, rows[order - 1]) == end and _heads(grid, rows[begin:order]) & _heads(grid, rows[opened:])
        if parted and (alike or (_counts(grid, rows[order - 1 : order]) and _is_head(grid, rows[opened : opened + 2]))):
            blocks += [_Block(rows[begin:order], True), _Block(rows[order:opened], False)]
            begin = opened
    return [*blocks, _Block(rows[begin:], True)]


def _first_words(grid: Grid, row: int) -> str:
    return grid.rows[row][min(grid.rows[row])]


def _counts(grid: Grid, rows: list[int]) -> bool:
    """Whether every row holds a figure."""
    return all(any(char.isdigit() for word in grid.rows[row].values() for char in word) for row in rows)


def _is_head(grid: Grid, rows: list[int]) -> bool:
    """Whether the first of two rows names columns, and the second fills them."""
    return len(rows) > 1 and bool(_heads(grid, rows[:1])) and _counts(grid, rows[1:]) and not _alone(grid, rows[1])


def _heads(grid: Grid, rows: list[int]) -> set[tuple[str, ...]]:
    """The rows of several words and no figure, as their words."""
    worded = (tuple(words for _, words in sorted(grid.rows[row].items())) for row in rows)
    return {words for words in worded if len(words) >= HEADED and not any(char.isdigit() for word in words for char in word)}


def _alone(grid: Grid, row: int) -> bool:
    """Whether the words of a row stand in one cell that is no part of a merged cell going on below."""
    if len(grid.rows[row]) != 1 or grid.covered.get(row, set()) & set(_beyond(grid, row)):
        return False
    (column,) = grid.rows[row]
    span = grid.spans.get((row, column))
    return span is None or not any(below in grid.rows for below in range(row + 1, min(span.bottom, row + 9) + 1))


def _beyond(grid: Grid, row: int) -> Iterable[int]:
    """Columns of the row that a cell of a row above covers."""
    own = [span for column in grid.rows[row] if (span := grid.spans.get((row, column)))]
    return (column for column in grid.covered.get(row, ()) if not any(span.left <= column <= span.right for span in own))


def _note(grid: Grid, row: int) -> bool:
    """Whether the words of the last row of a table stand below it: alone in the first column, or over the whole width."""
    if not _alone(grid, row):
        return False
    (column,) = grid.rows[row]
    return column == grid.first_column


def _words(grid: Grid, row: int) -> list[Line]:
    """Words outside of tables: a line for each line of the cell."""
    (words,) = grid.rows[row].values()
    return [Line(piece.strip(), row) for piece in words.splitlines() if piece.strip()]


def _row(grid: Grid, row: int, rows: list[int], columns: list[int], table: int) -> Line:
    """A row of a table."""
    cells = []
    covered = grid.covered.get(row, set())
    for order, column in enumerate(columns):
        if column in covered:
            continue
        span = grid.spans.get((row, column))
        wide = 1 if span is None else sum(1 for one in columns[order:] if one <= span.right)
        high = 1 if span is None else min(span.bottom, rows[-1]) - row + 1
        cells.append(CellText(_one_line(grid.rows[row].get(column, "")), order, wide, high))
    made = row_line(cells, len(columns), table, row - rows[0])
    return Line(made.text, row, mark="table", row=made.row)


def _one_line(words: str) -> str:
    """The lines of a cell as one, with a space only between Latin letters or figures."""
    joined = ""
    for piece in filter(None, map(str.strip, words.splitlines())):
        joined += (" " if joined and LATIN.match(joined[-1]) and LATIN.match(piece) else "") + piece
    return joined
