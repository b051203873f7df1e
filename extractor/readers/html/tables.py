"""Tables of a page: whether one holds data or only lays the page out, and the grid of one that holds data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from extractor.readers.html.blocks import size
from extractor.readers.html.styles import Attributes, bordered, hidden, style_of
from extractor.readers.rows import CellText

GROUPS = ("thead", "tbody", "tfoot")
WIDEST = 1000
"""Columns that a cell can cover (HTML Living Standard, 4.9.11)."""
SINGLE, LETTERHEAD = 1, 2
DATA_COLUMNS, DATA_ROWS = 3, 3
"""A table with so many rows of so many filled cells holds data, whatever else stands in it."""
LARGE_CELL = 200
"""A cell with so many characters that hold half of the table's holds the article."""


class Row(NamedTuple):
    """A ``tr`` with its cells. tail: it belongs to the foot, which is printed last."""

    node: LexborNode
    cells: list[LexborNode]


class Spanned(NamedTuple):
    """What a cell says of itself. column: where it begins, from 0."""

    text: str
    column: int
    colspan: int
    rowspan: int


def rows_of(table: LexborNode) -> list[Row]:
    """The rows of a table, its head first and its foot last, those of tables in it left out."""
    groups: dict[str, list[Row]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table.iter():
        if child.tag in GROUPS:
            for row in child.iter():
                if row.tag == "tr":
                    groups[str(child.tag)].append(Row(row, list(_cells(row))))
    return [*groups["thead"], *groups["tbody"], *groups["tfoot"]]


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    for cell in row.iter():
        if cell.tag in ("td", "th"):
            yield cell


def only_lays_out(table: LexborNode, rows: Sequence[Row], *, first: bool) -> bool:
    """Whether a table holds no data, so that its cells are read as text. first: nothing stands before it.

    So are tables of a single column; those round another table, and those one cell of which holds most of the words, unless rows of several filled
    cells or rulings speak for data; single rows without rulings; and the row of a letterhead, the issuing bodies one below the other in one cell and
    the word for "document" in the other.
    """
    attributes: Attributes = table.attributes
    if (attributes.get("role") or "") in ("presentation", "none"):
        return True
    if all(len(row.cells) <= SINGLE for row in rows):
        return True
    if _letterhead(rows) and first:
        return True
    if table.css_first("th") is not None and table.css_first("td table") is None:
        return False
    ruled = bordered(attributes) or any(bordered(cell.attributes) for row in rows[:2] for cell in row.cells)
    if not ruled and table.css_first("td table") is not None:
        return True
    sizes = [[size(cell.text()) for cell in row.cells] for row in rows]
    largest, whole = max(map(max, filter(None, sizes)), default=0), sum(map(sum, sizes))
    data_rows = sum(1 for row in sizes if sum(1 for count in row if count) >= DATA_COLUMNS)
    if largest >= LARGE_CELL and 2 * largest >= whole and data_rows < DATA_ROWS:
        return True
    return len(rows) == SINGLE and not ruled


def _letterhead(rows: Sequence[Row]) -> bool:
    if len(rows) != SINGLE or len(rows[0].cells) != LETTERHEAD:
        return False
    printed = sorted(sum(1 for line in cell.text(separator="\n").splitlines() if line.strip()) for cell in rows[0].cells)
    return printed[0] == 1 and printed[1] > 1


def shown(row: Row) -> bool:
    """Whether a row is printed at all; one that is not takes no part in the grid."""
    return not hidden("tr", row.node.attributes, style_of(row.node.attributes))


class Grid:
    """Gives each cell its column while the rows come, and the cells of all rows when they have come."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._covered: dict[int, int] = {}
        """Column → how many of the rows to come a cell above covers."""
        self._placed: list[list[Spanned]] = []

    def row(self, cells: Sequence[tuple[str, Attributes]]) -> None:
        """The cells of the next row with their texts."""
        left = self._rows - len(self._placed)
        covered, self._covered = self._covered, {}
        placed: list[Spanned] = []
        column = 0
        for text, attributes in cells:
            while column in covered:
                column += 1
            wide = min(max(1, _whole(attributes.get("colspan"), 1)), WIDEST)
            free = next((step for step in range(1, wide) if column + step in covered), wide)
            high = _whole(attributes.get("rowspan"), 1)
            high = left if high == 0 else min(max(1, high), left)
            placed.append(Spanned(text, column, free, high))
            if high > 1:
                self._covered |= dict.fromkeys(range(column, column + free), high - 1)
            column += free
        for at, rest in covered.items():
            if rest > 1:
                self._covered[at] = rest - 1
        self._placed.append(placed)

    def cells(self) -> tuple[list[list[CellText]], int]:
        """The cells of each row, and the number of columns. Columns in which no cell begins do not count: a cell said to cover a hundred covers
        what there is.
        """
        begins = sorted({cell.column for row in self._placed for cell in row})
        index = {column: order for order, column in enumerate(begins)}
        after = [*begins, begins[-1] + WIDEST + 1 if begins else 0]
        result: list[list[CellText]] = []
        for row in self._placed:
            made: list[CellText] = []
            for cell in row:
                first = index[cell.column]
                last = first + 1
                while last < len(begins) and after[last] < cell.column + cell.colspan:
                    last += 1
                made.append(CellText(cell.text, first, last - first, cell.rowspan))
            result.append(made)
        return result, len(begins)


def _whole(value: str | None, otherwise: int) -> int:
    """An attribute's whole number as browsers read it."""
    digits = (value or "").strip()
    return int(digits[:6]) if digits.isascii() and digits[:6].isdigit() else otherwise
