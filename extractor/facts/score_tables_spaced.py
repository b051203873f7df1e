"""Score tables in running text whose columns are parted by blanks: a row a line, as pages copied into a text leave them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extractor.facts.score_tables_cells import Cells
from extractor.facts.score_tables_columns import ColumnReader
from extractor.language.patterns import Patterns
from extractor.model.facts import TableCell
from extractor.model.text import Paragraph, Span, Text

FEWEST_HEADS = 3
FEWEST_ROWS = 2
LONGEST_LINE = 160
"""Characters of a line that may be a row."""


class SpacedRows:
    """Reads rows whose cells blanks part: every row has as many as the head, but for an empty last one."""

    def __init__(self, text: Text, patterns: Patterns, cells: Cells, columns: ColumnReader) -> None:
        self.text, self.cells, self.columns = text, cells, columns
        self.heads = patterns.any_of("table-head")

    def read(self, paragraphs: Sequence[Paragraph], first: int) -> tuple[int, list[TableCell] | None] | None:
        """How many paragraphs a table takes up that begins with one, and its cells, None in their place where a row is not whole; None where none begins."""
        head = self._pieces(paragraphs[first])
        if len(head) < FEWEST_HEADS or not all(self.heads.search(self._compact(span)) for span in head):
            return None
        width = len(head)
        cells = [self._cell(span, 0, column) for column, span in enumerate(head)]
        columns = self.columns.read([cells], width, 1)
        scores = sorted(column for role in ("max", "self", "deduction") for column in columns.of(role))
        if not columns.of("max") or len(scores) < 2:
            return None
        index, row = first + 1, 1
        while index < len(paragraphs) and not paragraphs[index].table:
            line = [self._cell(span, row, column) for column, span in enumerate(self._pieces(paragraphs[index]))]
            if line and self.cells.total(line[0]) is not None and len(line) == 1 + len(scores):
                line = [line[0], *(self._cell(cell.at, row, column) for cell, column in zip(line[1:], scores, strict=True) if cell.at)]
                whole = all(self.cells.is_points(cell) for cell in line[1:])
            else:
                last = width - 1 if width - 1 not in scores else width
                whole = len(line) in (width, last) and self._whole(line, scores, columns.of("name"))
            if not whole:
                break
            held = {cell.column for cell in line}
            cells += sorted(
                (*line, *(TableCell(row, column, 1, 1, "", None) for column in range(width) if column not in held)), key=_column
            )
            index, row = index + 1, row + 1
        goes_on = index < len(paragraphs) and not paragraphs[index].table and self._may_be_row(paragraphs[index])
        return index - first, None if row <= FEWEST_ROWS or goes_on else cells

    def _pieces(self, paragraph: Paragraph) -> list[Span]:
        """The stretches of a line between blanks, those that normalising took out among them."""
        if paragraph.table or paragraph.end - paragraph.start > LONGEST_LINE:
            return []
        content, gaps = self.text.content, self.text.gaps
        cuts = [paragraph.start]
        cuts += gaps[bisect_right(gaps, paragraph.start) : bisect_right(gaps, paragraph.end - 1)]
        cuts += [offset + 1 for offset in range(paragraph.start, paragraph.end) if content[offset] == " "]
        found = []
        for start, end in pairwise([*sorted(set(cuts)), paragraph.end]):
            word = content[start:end].strip()
            if word:
                begin = content.index(word, start)
                found.append(Span(begin, begin + len(word)))
        return found

    def _compact(self, span: Span) -> str:
        return "".join(self.text.slice(span).split())

    def _cell(self, span: Span, row: int, column: int) -> TableCell:
        return TableCell(row, column, 1, 1, self.text.slice(span), span)

    def _whole(self, line: Sequence[TableCell], scores: Sequence[int], names: Sequence[int]) -> bool:
        """Whether a row has figures or nothing in its columns of scores, and words in those of names."""
        told = [line[column] for column in scores if column < len(line)]
        return (
            all(self.cells.is_points(cell) or self.cells.empty(cell) for cell in told)
            and any(self.cells.is_points(cell) for cell in told)
            and not any(self.cells.is_points(line[column]) for column in names if column < len(line))
        )

    def _may_be_row(self, paragraph: Paragraph) -> bool:
        """Whether a line holds figures of points between blanks: a row that lacks a cell."""
        return sum(self.cells.is_points(self._cell(span, 0, 0)) for span in self._pieces(paragraph)) > 1


def _column(cell: TableCell) -> int:
    return cell.column
