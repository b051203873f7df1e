"""Columns that hold two scores in one cell, the head as well (得分/分值 over 9.6/10): as a column each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.language.patterns import Patterns
from extractor.model.facts import Table, TableCell
from extractor.model.text import Span


def apart(table: Table, patterns: Patterns) -> Table:
    """The table with every such column as two; the table itself where it has none."""
    head, pair = patterns.one("table.head-pair"), patterns.one("table.pair")
    double = [cell.column for cell in table.cells if cell.colspan == 1 and head.search("".join(cell.text.split())) is not None]
    for column in sorted(set(double), reverse=True):
        below = [cell for cell in table.cells if cell.column == column and head.search("".join(cell.text.split())) is None and cell.text]
        if not below or not any(pair.search(cell.text) for cell in below):
            continue
        table = replace(table, cells=tuple(one for cell in table.cells for one in _parted(cell, column)))
    return table


def _parted(cell: TableCell, column: int) -> Iterator[TableCell]:
    """A cell with the column made two."""
    last = cell.column + cell.colspan - 1
    if last < column:
        yield cell
    elif cell.column > column:
        yield replace(cell, column=cell.column + 1)
    elif cell.colspan > 1:
        yield replace(cell, colspan=cell.colspan + 1)
    else:
        first, mark, second = cell.text.replace("／", "/").partition("/")
        yield _piece(cell, column, 0, len(first))
        yield _piece(cell, column + 1, len(first) + len(mark), len(first) + len(mark) + len(second))


def _piece(cell: TableCell, column: int, start: int, end: int) -> TableCell:
    """Part of a cell's text as a cell of its own."""
    printed = cell.text[start:end]
    word = printed.strip()
    begin = start + (printed.index(word) if word else 0)
    at = Span(cell.at.start + begin, cell.at.start + begin + len(word)) if cell.at is not None and word else None
    return replace(cell, column=column, text=word, at=at)
