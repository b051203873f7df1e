"""Score tables in running text, as pages saved from the web leave them: a cell a line, columns parted by blanks, or all words run together.

A cell a line is read where every row has its full number of cells and figures stand where scores must; anything else is refused, for a missing cell would
shift all figures behind it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from extractor.facts.score_tables_cells import Cells
from extractor.facts.score_tables_columns import ColumnReader, Columns
from extractor.facts.score_tables_spaced import SpacedRows
from extractor.language.patterns import Patterns
from extractor.model.facts import ScoreTable, Table, TableCell, TableKind
from extractor.model.outline import Outline
from extractor.model.text import Paragraph, Span, Text

GLUED = "table-glued"
FEWEST_HEADS = 3
_BRACKET = "\uff08"
LONGEST_CELL = 60
"""Characters of a paragraph that may be a cell."""


class Lined(NamedTuple):
    """Tables that were made of lines, and those that were refused."""

    tables: tuple[Table, ...]
    refused: tuple[ScoreTable, ...]


def lined_tables(text: Text, patterns: Patterns) -> Lined:
    """The score tables in paragraphs that no reader marked as rows; ids g1, g2, … in document order."""
    reader = _Lines(text, patterns)
    tables: list[Table] = []
    refused: list[ScoreTable] = []
    for number, (span, table) in enumerate(reader.found(), 1):
        if table is None:
            refused.append(ScoreTable(f"g{number}", TableKind.SCORED, span, refused=GLUED))
        else:
            header = tuple(cell.text for cell in table if cell.row == 0)
            tables.append(Table(f"g{number}", "score", header, 1, tuple(table), span))
    return Lined(tuple(tables), tuple(refused))


_AnyTable = TypeVar("_AnyTable", Table, ScoreTable)


def in_order(tables: Iterable[_AnyTable]) -> tuple[_AnyTable, ...]:
    """Tables in document order."""
    return tuple(sorted(tables, key=lambda table: table.at))


class _Lines:
    """Looks for heads among the paragraphs of a text."""

    def __init__(self, text: Text, patterns: Patterns) -> None:
        self.text, self.cells = text, Cells(patterns)
        self.columns = ColumnReader(patterns, self.cells)
        self.heads, self.glued = patterns.any_of("table-head"), patterns.one("table.glued-head")
        self.score_words = patterns.words("table.score-heads")
        self.spaced = SpacedRows(text, patterns, self.cells, self.columns)

    def found(self) -> Iterator[tuple[Span, list[TableCell] | None]]:
        """Each table with its cells, None where it can't be read."""
        paragraphs = self.text.paragraphs
        index = 0
        while index < len(paragraphs):
            count = self._head(paragraphs, index)
            if count:
                made = self._read(paragraphs, index, count)
                end = index + (count if made is None else made[0])
                yield Span(paragraphs[index].start, paragraphs[end - 1].end), None if made is None else made[1]
                index = end
                continue
            spaced = self.spaced.read(paragraphs, index)
            if spaced is not None:
                taken, cells = spaced
                yield Span(paragraphs[index].start, paragraphs[index + taken - 1].end), cells
                index += taken
                continue
            glued = self._glued(paragraphs[index])
            if glued is not None:
                yield glued, None
            index += 1

    def _head(self, paragraphs: Sequence[Paragraph], first: int) -> int:
        """How many paragraphs from one on are the heads of columns, one each; 0 where they are no head of a score table."""
        end = first
        while end < len(paragraphs) and not paragraphs[end].table and self.heads.search(self._compact(paragraphs[end])):
            end += 1
        if end - first < FEWEST_HEADS:
            return 0
        roles = {self.columns.role_of(self._compact(one).split(_BRACKET)[0]) for one in paragraphs[first:end]}
        return end - first if "max" in roles and roles & {"self", "deduction"} else 0

    def _compact(self, paragraph: Paragraph) -> str:
        return "".join(self.text.slice(paragraph.span).split()) if paragraph.end - paragraph.start <= LONGEST_CELL else ""

    def _glued(self, paragraph: Paragraph) -> Span | None:
        content = "" if paragraph.table else self.text.slice(paragraph.span)
        if not any(word in content for word in self.score_words):
            return None
        scored = (match for match in self.glued.finditer(content) if any(word in match[0] for word in self.score_words))
        match = next(scored, None)  # the head of the funds may stand before it
        if match is None:
            return None
        return Span(paragraph.start + match.start(), paragraph.start + match.end())

    def _read(self, paragraphs: Sequence[Paragraph], first: int, width: int) -> tuple[int, list[TableCell]] | None:
        """How many paragraphs a table takes up, and its cells; None where a row is not whole."""
        head = [self._cell(paragraphs[first + column], 0, column) for column in range(width)]
        columns = self.columns.read([head], width, 1)
        scores = [column for role in ("max", "self", "deduction") for column in columns.of(role)]
        cells, row, index = head, 1, first + width
        while index + width <= len(paragraphs):
            line = [self._cell(paragraphs[index + column], row, column) for column in range(width)]
            if self.cells.total(line[0]) is not None or not self._whole(line, scores, columns):
                break
            cells, row, index = [*cells, *line], row + 1, index + width
        if row == 1:
            return None
        if index < len(paragraphs) and self.cells.total(label := self._cell(paragraphs[index], row, 0)) is not None:
            figures = self._figures(paragraphs, index + 1, row, sorted(scores))
            if figures is None:
                return None
            cells, index = [*cells, label, *figures], index + 1 + len(figures)
        if any(self.cells.is_points(self._cell(one, row, 0)) for one in paragraphs[index : index + width]):
            return None  # rows go on, but not whole ones
        return index - first, cells

    def _cell(self, paragraph: Paragraph, row: int, column: int) -> TableCell:
        return TableCell(row, column, 1, 1, self.text.slice(paragraph.span), paragraph.span)

    def _whole(self, line: Sequence[TableCell], scores: Sequence[int], columns: Columns) -> bool:
        """Whether a row has figures in its columns of scores, and words in those of names."""
        fits = all(self.cells.is_points(line[column]) or self.cells.empty(line[column]) for column in scores)
        named = all(not self.cells.is_points(line[column]) for column in columns.of("name"))
        return (
            fits and named and all(len(cell.text) <= LONGEST_CELL for cell in line) and any(self.cells.is_points(line[c]) for c in scores)
        )

    def _figures(self, paragraphs: Sequence[Paragraph], first: int, row: int, scores: Sequence[int]) -> list[TableCell] | None:
        """The figures of a row of totals, where there are as many as columns of scores."""
        found: list[TableCell] = []
        while first + len(found) < len(paragraphs):
            cell = self._cell(paragraphs[first + len(found)], row, scores[min(len(found), len(scores) - 1)])
            if not self.cells.is_points(cell):
                break
            found.append(cell)
        return found if len(found) == len(scores) else None


def run_on(text: Text, outline: Outline, refused: Iterable[ScoreTable]) -> tuple[Span, ...]:
    """Where the cells of tables run together in a line: behind such a head, up to the next heading or the end of its paragraph."""
    headings = sorted(section.heading.start for section in outline.walk())
    found: list[Span] = []
    for table in refused:
        if table.refused != GLUED:
            continue
        end = text.paragraphs[text.paragraph_at(table.at.start)].end
        behind = bisect_right(headings, table.at.end)
        found.append(Span(table.at.start, min([end, *headings[behind : behind + 1]])))
    return tuple(found)
