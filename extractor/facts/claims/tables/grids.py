"""Figures of tables as rows of columns: cells of a table, lines with wide gaps, or such as hold a name and the same number of figures each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from extractor.facts.claims.tables.printed_rows import PrintedRow, printed_tables
from extractor.language.numerals import chinese_to_int
from extractor.language.patterns import Patterns
from extractor.model.claims import Hedge, Quantity
from extractor.model.facts import Table, TableCell
from extractor.model.text import Span, Text

if TYPE_CHECKING:
    import regex

_MARKS = "%\uff05"
_FEWEST = 2
"""Figures of a row, and rows, below which lines are no grid."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what names it, its figures by column (None: empty, masked or hedged), whether it sums up the others, or some of them (优良合计).

    percent: whether its unit is per cent, in a cell of its own or behind its name (出租率（%）): its figures change by points.
    """

    label: str
    figures: tuple[Quantity | None, ...]
    total: bool
    partial: bool
    percent: bool = False

    def value(self, column: int) -> Fraction | None:
        """The figure of a column in its unit."""
        figure = self.figures[column]
        return None if figure is None or figure.value is None else figure.worth


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows with the same columns. heads: what stands over each, empty where nothing is known to."""

    rows: tuple[Row, ...]
    heads: tuple[str, ...] = ()
    averages: frozenset[int] = frozenset()
    """The columns whose heads say that they are one of each (户均)."""
    rates: frozenset[int] = frozenset()
    """The columns whose heads say that they are per cent."""

    @property
    def width(self) -> int:
        return len(self.rows[0].figures)


def grids(text: Text, tables: Sequence[Table], quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Grid]:
    """The grids of a text: of the tables, their columns of scores aside (`score/table` reads those), then of lines, those with wide gaps first."""
    starts = [one.at.start for one in quantities]

    def within(start: int, end: int) -> list[Quantity]:
        return [one for one in quantities[bisect_left(starts, start) : bisect_left(starts, end)] if one.at.end <= end]

    for table in tables:
        scores = _score_columns(table, patterns)
        first = table.head_rows if table.role == "other" else table.head_from + table.head_rows
        rows: list[list[TableCell]] = [[] for _ in range(_rows(table))]
        for cell in table.cells:
            rows[cell.row].append(cell)
        width = max((cell.column for cell in table.cells), default=0) + 1
        heads = table.header or (_first_row(rows[0], width, text, within) if rows else ())
        found = _even((_row_of_cells(cells, width, text, within, scores, patterns) for cells in rows[first:]), heads, patterns)
        yield from (replace(one, heads=table.header) for one in found)  # a first row names columns, and nothing that the prose calls so
    taken: list[Span] = []
    for printed in printed_tables(text, patterns):
        heads = tuple("".join(text.slice(one).split()) if one is not None else "" for one in printed[0].cells) if printed[0].head else ()
        made = list(_even([_row_of_line(one, heads, text, within, patterns) for one in printed if not one.head], heads, patterns))
        taken += [cell for one in printed for cell in one.cells if cell is not None] if made else []
        yield from made
    yield from _of_lines(text, within, taken, patterns)


def _rows(table: Table) -> int:
    return max((cell.row for cell in table.cells), default=-1) + 1


def _score_columns(table: Table, patterns: Patterns) -> frozenset[int]:
    """The columns of a table that hold scores, by their heads."""
    if table.role == "other":
        return frozenset()
    score = patterns.one("table.score-head")
    return frozenset(column for column, head in enumerate(table.header) if any(score.search(word) for word in head.split()))


def _row_of_cells(
    cells: Sequence[TableCell],
    width: int,
    text: Text,
    within: Callable[[int, int], list[Quantity]],
    scores: frozenset[int],
    patterns: Patterns,
) -> Row | None:
    """A row of a table: a figure counts where it is all that its cell holds. A merged cell may name (合计 over two columns), but holds no figure."""
    merged = (cell.at for cell in cells if cell.at is not None and (cell.colspan > 1 or (cell.rowspan > 1 and not scores)))
    if any(within(at.start, at.end) for at in merged):
        return None
    figures: list[Quantity | None] = [None] * width
    label = ""
    for cell in cells:
        if cell.at is None or cell.column in scores:
            continue
        inside = within(cell.at.start, cell.at.end)
        if len(inside) == 1 and inside[0].at.end - inside[0].at.start == len(text.slice(cell.at).strip()):
            figures[cell.column] = _plain(inside[0])
        elif not label and (not inside or _tells_number(cell.text, patterns)):
            label = cell.text.strip()
    percent = _is_per_cent(cell.text for cell in cells)
    return Row(label, tuple(figures), *_sums_up(label, patterns), percent) if any(figures) else None


def _row_of_line(
    row: PrintedRow, heads: Sequence[str], text: Text, within: Callable[[int, int], list[Quantity]], patterns: Patterns
) -> Row | None:
    """A line of such a table: what is no figure, or stands under a head that numbers or dates the rows (序号, 年度), names it."""
    figures: list[Quantity | None] = []
    label = ""
    for column, cell in enumerate(row.cells):
        key = column < len(heads) and patterns.one("claim.grid.key").fullmatch(heads[column]) is not None
        inside = [] if cell is None else within(cell.start, cell.end)
        whole = cell is not None and len(inside) == 1 and inside[0].at.end - inside[0].at.start == cell.end - cell.start
        figures.append(_plain(inside[0]) if whole and not key else None)
        if cell is not None and not whole and not label:
            label = "".join(text.slice(cell).split())
        elif cell is not None and key and not figures[-1] and not label and column == 0:
            label = text.slice(cell) if patterns.one("claim.grid.dated").search(heads[column]) else ""
    percent = _is_per_cent(text.slice(cell) for cell in row.cells if cell is not None)
    return Row(label, tuple(figures), *_sums_up(label, patterns), percent) if any(figures) else None


def _is_per_cent(cells: Iterable[str]) -> bool:
    """Whether a cell of a row holds the mark of per cent alone, or ends with it in brackets."""
    return any(
        "".join(cell.split()).rstrip(")\uff09").endswith(tuple(_MARKS)) and not any(char.isdigit() for char in cell) for cell in cells
    )


def _plain(one: Quantity) -> Quantity | None:
    return one if one.value is not None and one.hedge is Hedge.EXACT else None


def _sums_up(label: str, patterns: Patterns) -> tuple[bool, bool]:
    """Whether a row is named as the sum of all others, or of some."""
    words = "".join(label.split())
    total = patterns.one("claim.grid.total").search(words) is not None
    return total, not total and patterns.one("claim.grid.partial").search(words) is not None


def _of_lines(text: Text, within: Callable[[int, int], list[Quantity]], taken: Sequence[Span], patterns: Patterns) -> Iterator[Grid]:
    """Consecutive paragraphs of a name and figures only, as a table copied into plain text leaves them; taken: where others have been read."""
    line = patterns.one("claim.grid.line")
    known = {text.paragraph_at(one.start) for one in taken}
    run: list[Row] = []
    for number, paragraph in enumerate(text.paragraphs):
        words = text.content[paragraph.start : paragraph.end].strip()
        match = None if paragraph.table or number in known else line.fullmatch(words)
        row = None
        if match is not None:
            begin = text.content.index(words, paragraph.start)
            held = within(begin, begin + len(words))
            places = [begin + start for start, _ in match.spans("cell")]
            figures = tuple(next((_plain(one) for one in held if one.at.start == place), None) for place in places)
            row = Row(match["label"], figures, *_sums_up(match["label"], patterns))
        if row is None or (run and len(row.figures) != len(run[0].figures)):
            yield from _even(run)
            run = []
        if row is not None:
            run.append(row)
    yield from _even(run)


def _first_row(cells: Sequence[TableCell], width: int, text: Text, within: Callable[[int, int], list[Quantity]]) -> tuple[str, ...]:
    """The words of a first row that is no row of figures, by column; none where a figure is all that one of its cells holds."""
    heads = [""] * width
    for cell in cells:
        inside = [] if cell.at is None else within(cell.at.start, cell.at.end)
        if cell.at is not None and any(one.at.end - one.at.start == len(text.slice(cell.at).strip()) for one in inside):
            return ()
        heads[cell.column] = "".join(cell.text.split())
    return tuple(heads)


def _even(rows: Iterable[Row | None], heads: tuple[str, ...] = (), patterns: Patterns | None = None) -> Iterator[Grid]:
    """A grid of rows, where they are enough."""
    kept = tuple(row for row in rows if row is not None)
    kept = kept if patterns is None else _counted(kept, patterns)
    if len(kept) > _FEWEST and len(kept[0].figures) >= _FEWEST:
        each = None if patterns is None else patterns.one("claim.of-each")
        averages = frozenset(column for column, head in enumerate(heads) if each is not None and each.search(head))
        rates = frozenset(column for column, head in enumerate(heads) if any(mark in head for mark in _MARKS))
        yield Grid(kept, heads, averages, rates)


def _counted(rows: tuple[Row, ...], patterns: Patterns) -> tuple[Row, ...]:
    """The rows of a grid, a last one that says how many it sums up (四村小计) as their sum where there are just so many."""
    *body, last = rows or (None,)
    told = None if last is None or not last.partial else _tells_number(last.label, patterns)
    if last is None or told is None or any(row is None or row.total or row.partial or not row.label for row in body):
        return rows
    number = int(told["number"]) if told["number"].isdigit() else chinese_to_int(told["number"], patterns)
    if number != len(body) or len(body) < _FEWEST:
        return rows
    return (*rows[:-1], replace(last, total=True, partial=False))


def _tells_number(label: str, patterns: Patterns) -> regex.Match[str] | None:
    """The name of a row that says how many rows it sums up."""
    return patterns.one("claim.grid.counted-total").fullmatch("".join(label.split()))
