"""Rows of tables in PDF: the lines of each cell put together, and the row's line."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence

from extractor.readers.pdf.printed import Printed, between
from extractor.readers.pdf.runs import Run
from extractor.readers.pdf.tables import PlacedCell, TableRow
from extractor.readers.rows import CellText, row_line

CELL_LINES = 8
"""A row of a table with a cell of more lines than this"""
RUNNING = 18.0
"""and at least so many ems wide is read cell by cell, each as running text."""
SHORT = 2.0
"""Ems that a line within a cell leaves free when it ended by itself; padding comes on top."""
PADDING = 12.0
INSIDE = 10.8
"""Points that word processors keep free at both sides of a cell together."""
BROKEN = re.compile(r"(?:.*[^\d.,])?\d[\d,]*[.,]\d*|.*[^\d.,]\d+")
REST = re.compile(r"\d{1,2}(?:[%％]|\d)?(?![\d.,])|[.,]\d{1,3}[%％]?|[%％]")
"""A line that ends in a figure with separators, or behind something else in one, and fills its cell; and what is pushed of it to the next line (91.8|6%)."""


def table_row(row: TableRow, before: int, printed: Callable[[list[Run]], list[Printed]]) -> list[Printed]:
    """One line for a row of a table, as ``| a | b |``; what other rows hold in a column stays empty. Where a cell holds running text, the
    cells come one after the other. before: how many tables the reading has before this page. printed: the
    lines of runs, from top to bottom.
    """
    worded = {cell.column: printed(cell.runs) for cell in row.cells}
    lines = [line for column in sorted(worded) for line in worded[column]]
    if any(_is_running(worded[cell.column], cell.width) for cell in row.cells):
        return [line._replace(at=row.top) for line in lines]
    cells = [_joined(cell, worded[cell.column]) for cell in row.cells]
    made = row_line(cells, len(row.edges) - 1, before + row.table + 1, row.number, row.edges)
    if made.boxes is None:  # nothing but white space
        return [line._replace(at=row.top) for line in lines]
    sizes = sorted(line.size for line in lines)
    return [Printed(made.text, made.boxes, sizes[len(sizes) // 2], row.top, "table", made.row)]


def _joined(cell: PlacedCell, lines: Sequence[Printed]) -> CellText:
    """The lines of a cell put together."""
    if len(lines) == 1:
        return CellText(lines[0].text, cell.column, cell.colspan, cell.rowspan, lines[0].boxes)
    pieces: list[str] = []
    flat = array("d")
    last: Printed | None = None
    for line in lines:
        if last is not None and _stands_apart(last, line, cell.width):
            pieces.append(" ")
            flat.extend(between(flat[-4:], line.boxes[:4]))
        pieces.append(line.text)
        flat.extend(line.boxes)
        last = line
    return CellText("".join(pieces), cell.column, cell.colspan, cell.rowspan, flat)


def _is_running(lines: Sequence[Printed], width: float) -> bool:
    """Whether a cell holds running text: many lines, and long ones."""
    return len(lines) > CELL_LINES and width >= RUNNING * lines[0].size


def _stands_apart(before: Printed, line: Printed, width: float) -> bool:
    """Whether a line within a cell begins something new: what precedes it ended short of the margin, or both meet in figures or words (a
    figure that goes on after a full line of words was broken there).
    """
    along = max(max(before.boxes[2::4]) - min(before.boxes[0::4]), max(before.boxes[3::4]) - min(before.boxes[1::4]))
    short = width - along >= SHORT * before.size + PADDING
    end, start = before.text[-1], line.text[0]
    widest = max((right - left for left, right in zip(before.boxes[0::4], before.boxes[2::4], strict=True)), default=0.0)
    if width - along - INSIDE < widest and BROKEN.fullmatch(before.text) and REST.match(line.text):
        return False
    if end.isascii() and end.isalnum() and start.isascii() and start.isalnum():
        return short or not (end.isdigit() and start.isdigit()) or before.text.isascii()
    return short and len(before.text) > 1 and len(line.text) > 1
