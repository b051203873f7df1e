"""Score tables: from tables as cells to what they say of scores (自评得分表, 项目支出绩效自评表, 评分细则), by their heads.

A table that can't be read with certainty is refused with a reason, never guessed at; a table that does not speak of scores of the body's own is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.facts.score_tables_cells import Cells
from extractor.facts.score_tables_columns import SCORES, ColumnReader, Columns, name_scored, names_under_money, repeated
from extractor.facts.score_tables_funds import FundsReader
from extractor.facts.score_tables_items import Block, BlockReader, Grid, head_total
from extractor.facts.score_tables_nodes import Freezer
from extractor.facts.score_tables_pairs import apart
from extractor.facts.table_heads import heads
from extractor.language.patterns import Patterns
from extractor.model.facts import FundsRow, ScoreItem, ScoreTable, Table, TableCell, TableKind, TableTotal
from extractor.model.text import Span

SIDE_BY_SIDE = "table-side-by-side"
SHIFTED = "table-shifted"
NO_ITEMS = "table-no-items"
UNREADABLE = "table-unreadable"


def read_score_tables(tables: Sequence[Table], patterns: Patterns) -> tuple[ScoreTable, ...]:
    """What each table says of scores, in document order; tables of other things are left out."""
    read = (_Reader(apart(table, patterns), patterns).read() for table in tables)
    return tuple(one for one in read if one is not None)


class _Reader:
    """One table: its blocks, each by its own head."""

    def __init__(self, table: Table, patterns: Patterns) -> None:
        self.table, self.patterns = table, patterns
        self.cells = Cells(patterns)
        self.grid = Grid(table.cells)
        self.asks = False
        self.funds: list[FundsRow] = []

    def read(self) -> ScoreTable | None:
        rows = self._without_repeats(list(self.grid.rows.values()))
        found = heads(rows, self.patterns)
        if not found:
            return None
        ends = [first for first, _ in found[1:]] + [len(rows)]
        reader = ColumnReader(self.patterns, self.cells)
        blocks: list[Block] = []
        for number, ((first, last), end) in enumerate(zip(found, ends, strict=True), 1):
            below = rows[last][0].row if last < len(rows) else rows[-1][0].row + 1
            columns = reader.read(rows[first:last], self.grid.width, below)
            name_scored(columns, rows[last:end], self.cells)
            numbers = [row[0].row for row in rows[last:end]]
            if columns.funds:
                names_under_money(columns, rows[last:end], self.cells)
            if columns.funds:
                funds = FundsReader(self.grid, columns, self.cells, self.patterns, number)
                blocks.append(funds.read(numbers))
                self.funds += funds.rows
                continue
            if not columns.scored:
                continue
            self.asks = self.asks or bool(columns.of("self") or columns.of("deduction"))
            reason = SIDE_BY_SIDE if repeated(columns) else SHIFTED if self._shifted(columns, rows[first:last], rows[last:end]) else None
            if reason is not None:
                return ScoreTable(self.table.id, TableKind.SCORED, self.table.at, refused=reason)
            block = BlockReader(self.grid, columns, self.cells).read(numbers)
            told = head_total(columns, self._span(rows[first:last]))
            if told is not None:
                block.totals.insert(0, (None, told))
            blocks.append(block)
        if blocks:
            blocks[0].totals[:0] = self._told_above(rows[: found[0][0]])
        return self._made(blocks)

    def _without_repeats(self, rows: list[list[TableCell]]) -> list[list[TableCell]]:
        """The rows without heads that are printed again on each page: what stands below one goes on what stands above it, unless a total ended that."""
        found = heads(rows, self.patterns)
        said = [[[(cell.column, self.cells.compact(cell)) for cell in row] for row in rows[first:last]] for first, last in found]
        dropped: set[int] = set()
        for (above, here), (first, last) in zip(pairwise(said), found[1:], strict=True):
            if above == here and not any(self.cells.total(cell) is not None for cell in rows[first - 1][:1]):
                dropped.update(range(first, last))
        return [row for number, row in enumerate(rows) if number not in dropped]

    def _told_above(self, rows: Sequence[Sequence[TableCell]]) -> list[tuple[None, TableTotal]]:
        """The totals that a form states above its first head: 自评总分 | 96.4分."""
        told: list[tuple[None, TableTotal]] = []
        for row in rows:
            for label, cell in pairwise(one for one in row if one.text):
                match = self.cells.total(label)
                if match is None or not match["self"] or label.at is None or not self.cells.is_points(cell):
                    continue
                told.append((None, TableTotal("", "head", None, label.at, None, self.cells.points(cell), None)))
        return told

    def _shifted(self, columns: Columns, head: Sequence[Sequence[TableCell]], rows: Sequence[Sequence[TableCell]]) -> bool:
        """Whether rows of a table without merged cells have other numbers of cells than its head: their figures may stand in any column."""
        if any(cell.colspan > 1 or cell.rowspan > 1 for cell in self.table.cells):
            return False
        width = max(len(row) for row in head)
        for row in rows:
            figures = [cell for cell in row if self.cells.is_points(cell)]
            scored = [role for cell in figures for role in SCORES if cell.column in columns.of(role)]
            summed = bool(row) and self.cells.total(row[0]) is not None and len(scored) == len(figures)
            if len(row) != width and len(figures) > 1 and not summed:
                return True
        return False

    def _made(self, blocks: Sequence[Block]) -> ScoreTable | None:
        freezer = Freezer(self.table.id, self.patterns)
        items = tuple(item for block in blocks for item in freezer.items(block.nodes))
        totals: list[TableTotal] = []
        for node, total in (pair for block in blocks for pair in block.totals):
            of = None if node is None else freezer.refs.get(id(node))
            totals.append(replace(total, ref=f"{self.table.id}.total.{len(totals) + 1}", of=of))
        made = ScoreTable(self.table.id, TableKind.SCORED, self.table.at, items, tuple(totals), tuple(self.funds), self._grade())
        everything = list(made.walk())
        if not self._of_scores(everything, totals):
            return replace(made, kind=TableKind.RUBRIC, items=(), totals=()) if self.funds else None
        unread = [figure for figure in made.figures() if figure.value is None]
        if 3 * len(unread) > sum(1 for _ in made.figures()):
            return ScoreTable(self.table.id, TableKind.SCORED, self.table.at, refused=UNREADABLE)
        if not items:
            return ScoreTable(self.table.id, TableKind.SCORED, self.table.at, refused=NO_ITEMS)
        return replace(made, kind=self._kind(everything, totals))

    @staticmethod
    def _of_scores(items: Sequence[ScoreItem], totals: Sequence[TableTotal]) -> bool:
        """Whether anything is scored out of something: columns of points alone may be anybody's (exams, rankings)."""
        return any(one.max is not None or one.deduction is not None for one in items) or any(one.max is not None for one in totals)

    def _kind(self, items: Sequence[ScoreItem], totals: Sequence[TableTotal]) -> TableKind:
        scored: list[ScoreItem | TableTotal] = [*items, *totals]
        if any(one.self is not None or one.deduction is not None for one in scored):
            return TableKind.SCORED
        return TableKind.BLANK if self.asks else TableKind.RUBRIC

    def _grade(self) -> tuple[str, Span] | None:
        """The grade of the whole table: in the cell behind its label."""
        grades = self.patterns.words("table.grades")
        for cell in self.table.cells:
            if self.cells.names_grade(cell):
                behind = (one for one in self.grid.rows[cell.row] if one.column > cell.column and one.text)
                beside = next(behind, None)
                if beside is not None and beside.at is not None and self.cells.compact(beside) in grades:
                    return self.cells.compact(beside), beside.at
        return None

    @staticmethod
    def _span(rows: Sequence[Sequence[TableCell]]) -> Span:
        return Span.covering(*(cell.at for row in rows for cell in row if cell.at is not None))
