"""A piece of a table: what one page, or one Word table, holds of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractor.model.facts import TableCell
from extractor.model.page import Row
from extractor.model.text import Paragraph


@dataclass(slots=True)
class Piece:
    """Rows by their number, and what joining asks of all of them, kept up to date as they are added.

    table, page: of the rows; shape: one of them. between: what stands before it, back to the piece before. first, last: offsets in the text; end_page: the
    page it ends on. columns: how many; behind: the number of the row behind. worded, holes: columns in which a cell has text, has none. head:
    the rows of its main head, as indices ``[first, last)``.
    """

    table: int
    page: int
    shape: Row
    rows: dict[int, list[TableCell]] = field(default_factory=dict)
    between: list[Paragraph] = field(default_factory=list)
    first: int = 0
    last: int = 0
    end_page: int = 0
    columns: int = 0
    behind: int = 0
    worded: set[int] = field(default_factory=set)
    holes: set[int] = field(default_factory=set)
    head: tuple[int, int] | None = None

    def add(self, number: int, cells: list[TableCell]) -> None:
        """Adds a row behind the others."""
        self.rows[number] = cells
        self.behind = max(self.behind, number + 1)
        for cell in cells:
            self.columns = max(self.columns, cell.column + cell.colspan)
            self.behind = max(self.behind, cell.row + cell.rowspan)
            (self.worded if cell.text else self.holes).add(cell.column)

    def recount(self, finer: Row) -> None:
        """Counts the columns of a page that shows fewer of them in those of another."""
        place = self.shape.edges_in(finer)
        rows, self.shape = self.rows, finer
        self.rows, self.worded, self.holes = {}, set(), set()
        for number, row in rows.items():
            cells = [(cell, place[cell.column], place[cell.column + cell.colspan]) for cell in row]
            self.add(number, [replace(cell, column=start, colspan=end - start) for cell, start, end in cells])
