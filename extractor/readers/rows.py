"""The line of a table's row: what every reader that knows cells makes of them, so that facts read tables in one way.

    row_line([CellText("产出", 0, rowspan=2), CellText("数量", 1), CellText("", 2)], columns=3, table=1, number=4)

gives the text ``| 产出 | 数量 |  |`` and its `Row`. A line has a place between bars for every column of its table; a column that a wide cell or a cell
from above covers is empty there and has no `Cell`. A reader

1. numbers its tables from 1 through the whole reading, and the rows of each from 0, rows without a word included;
2. gives every cell that begins in the row, the empty ones too, and none for what a merged cell covers;
3. makes no line for a row without a word (``row_line`` gives the text ``""``), but goes on counting.

Lines of a cell are joined by the reader, without a space where neither side is Latin or a figure; a cell's text holds no line break.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from extractor.model.page import Cell, Row

BAR = "| "
"""What stands before the first cell, and with a space before it between cells; the last one is ``" |"``."""


class CellText(NamedTuple):
    """A cell that begins in a row. column: from 0. boxes: of a reader with geometry, flat ``x0, top, x1, bottom`` per character of ``text``."""

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1
    boxes: Sequence[float] = ()


class RowLine(NamedTuple):
    """The text, row and boxes that a `Line` of the mark ``table`` is made with; boxes is None unless all cells with text have theirs."""

    text: str
    row: Row
    boxes: array[float] | None


def row_line(cells: Sequence[CellText], columns: int, table: int, number: int, edges: Sequence[float] = ()) -> RowLine:
    """The line of the row ``number`` (from 0) of table ``table`` (from 1).

    cells: those that begin in this row, in any order; columns: how many the whole table has; edges: see `Row`. The text is ``""`` where no
    cell holds a word. A bar between cells is not printed: its boxes are the side of the character before it (for the first one, behind it),
    without width.
    `ValueError` where two cells begin in one column, or one lies outside of the table.
    """
    by_column = {cell.column: cell for cell in cells}
    if len(by_column) != len(cells) or any(not 0 <= cell.column <= columns - cell.colspan for cell in cells):
        raise ValueError(f"cells {[cell[1:4] for cell in cells]} do not fit into {columns} columns")
    worded = [by_column[column] for column in sorted(by_column) if by_column[column].text.strip()]
    if not worded:
        return RowLine("", Row(table, number, (), tuple(edges)), None)
    boxed = all(len(cell.boxes) == 4 * len(cell.text) for cell in by_column.values())
    pieces, length = [BAR], len(BAR)
    side = _side(worded[0].boxes[:4], before=True) if boxed else ()
    flat = array("d", side * len(BAR))
    placed: list[Cell] = []
    for column in range(columns):
        cell = by_column.get(column)
        if cell is not None:
            text = cell.text
            bare = text.strip()
            start = length + text.index(bare)
            placed.append(Cell(start, start + len(bare), column, cell.colspan, cell.rowspan))
            pieces.append(text)
            length += len(text)
            if boxed and text:
                flat.extend(cell.boxes)
                side = _side(cell.boxes[-4:])
        bar = f" {BAR}" if column < columns - 1 else f" {BAR.rstrip()}"
        pieces.append(bar)
        length += len(bar)
        flat.extend(side * len(bar))
    return RowLine("".join(pieces), Row(table, number, tuple(placed), tuple(edges)), flat if boxed else None)


def _side(box: Sequence[float], *, before: bool = False) -> tuple[float, float, float, float]:
    """The side of a character's box, as a box without width."""
    x0, top, x1, bottom = box
    return (x0, top, x0, bottom) if before else (x1, top, x1, bottom)
