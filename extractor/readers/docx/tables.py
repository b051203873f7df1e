"""Merged cells of a Word table: from what each cell says of itself to cells that cover rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.readers.rows import CellText


class WordCell(NamedTuple):
    """A ``w:tc``: its text in the accepted and the rejected reading, how many columns it covers, and whether it only goes on the cell above
    (``w:vMerge``) or the one to the left (``w:hMerge``).
    """

    accepted: str
    rejected: str
    span: int = 1
    below: bool = False
    beside: bool = False


class WordRow(NamedTuple):
    """A ``w:tr``. paragraph: number of its first one. before, after: columns that it leaves free at its sides (``w:gridBefore``). stands: whether it is
    there in the accepted reading.
    """

    paragraph: int
    cells: Sequence[WordCell]
    before: int
    after: int
    stands: bool

    @property
    def columns(self) -> int:
        return self.before + sum(cell.span for cell in self.cells) + self.after

    def columns_of(self, *, rejecting: bool) -> list[str]:
        """The text in each column, with what a wide or a merged cell covers empty."""
        pieces = [""] * self.before
        for cell in self.cells:
            pieces += [cell.rejected if rejecting else cell.accepted, *[""] * (cell.span - 1)]
        return [*pieces, *[""] * self.after]


def placed(rows: Sequence[WordRow]) -> list[list[CellText]]:
    """The cells that begin in each of the rows that stand in the accepted reading."""
    result: list[list[CellText]] = []
    above: dict[int, tuple[int, int]] = {}
    for row in rows:
        if not row.stands:
            continue
        cells: list[CellText] = []
        here: dict[int, tuple[int, int]] = {}
        column = row.before
        for cell in row.cells:
            origin = above.get(column) if cell.below else None
            if cell.beside and cells and cells[-1].column + cells[-1].colspan == column:
                cells[-1] = cells[-1]._replace(colspan=cells[-1].colspan + cell.span)
            elif cell.beside and column - 1 in here:
                pass  # goes on a cell that itself goes on the one above
            elif origin is not None:
                at, index = origin
                result[at][index] = result[at][index]._replace(rowspan=result[at][index].rowspan + 1)
                here[column] = origin
            else:
                here[column] = len(result), len(cells)
                cells.append(CellText(cell.accepted, column, cell.span))
            column += cell.span
        result.append(cells)
        above = here
    return result
