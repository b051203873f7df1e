"""What single cells of a score table say: points, deductions, placeholders, labels, labels of totals."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.facts.mention import exact_sum, figure_value
from extractor.language.patterns import Patterns
from extractor.model.facts import CellWords, Figure, TableCell
from extractor.model.text import Span

if TYPE_CHECKING:
    import regex

_COLONS = "：:"
LONGEST_NAME = 60
"""A title longer than this is cut: it is a description."""


class Name(NamedTuple):
    """The name of an item. label: before the title, None where there is none. max, self: points in brackets behind it."""

    label: str | None
    title: str
    max: Figure | None
    self: Figure | None


class Cells:
    """Reads cells with the patterns in force."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        # the same few words and figures fill most cells of a table, and each is asked about for every column that it stands under
        self._points = lru_cache(maxsize=1024)(patterns.one("table.points").search)
        self._placeholder = lru_cache(maxsize=1024)(patterns.one("table.placeholder").search)
        self._total_label = lru_cache(maxsize=1024)(patterns.one("table.total-label").search)
        self._nothing = frozenset(patterns.words("table.nothing"))
        self._grade_heads = frozenset(patterns.words("table.grade-heads"))

    def compact(self, cell: TableCell) -> str:
        return "".join(cell.text.split())

    def empty(self, cell: TableCell | None) -> bool:
        """Whether a cell holds nothing or a placeholder."""
        return cell is None or not cell.text or self._placeholder(self.compact(cell)) is not None

    def is_points(self, cell: TableCell | None) -> bool:
        """Whether a cell holds a figure of points and nothing else."""
        return cell is not None and self._points(self.compact(cell)) is not None

    def points(self, cell: TableCell | None) -> Figure | None:
        """The figure of a cell of scores; None where it is empty, a figure without value where it holds something else."""
        if cell is None or cell.at is None or (self.empty(cell) and not self._masked(cell)):
            return None
        compact = self.compact(cell)
        match = self._points(compact)
        value = None if match is None else figure_value(match["value"].replace("．", "."))
        return Figure(value, _inside(cell, match["value"]) if match is not None else cell.at)

    def weight(self, cell: TableCell | None) -> Figure | None:
        """The figure of a cell that holds a weight in per cent."""
        match = None if cell is None or cell.at is None else self._patterns.one("table.weight").search(self.compact(cell))
        return None if match is None or cell is None else Figure(figure_value(match["value"]), _inside(cell, match["value"]))

    def _masked(self, cell: TableCell) -> bool:
        """Whether stars or crosses hide a figure: ``**``; one alone is a placeholder."""
        compact = self.compact(cell)
        return len(compact) in (2, 3) and self._points(compact) is not None

    def deduction(self, cell: TableCell | None) -> Figure | None:
        """What a cell of deductions takes off: its figure, or those in its words, added up."""
        if cell is None or cell.at is None:
            return None
        if self.compact(cell) in self._nothing:
            return Figure(Decimal(0), cell.at)
        if self.empty(cell):
            return None
        if self.is_points(cell):
            figure = self.points(cell)
            return figure if figure is None or figure.value is None else Figure(figure.value.copy_abs(), figure.at)
        found = list(self._patterns.one("table.deducted").finditer(cell.text))
        values = [value for match in found if (value := figure_value(match["value"])) is not None]
        if not values:
            return None
        return Figure(exact_sum(values), _span(cell, found[0].start("value"), found[-1].end("value")))

    def head_total(self, cell: TableCell) -> Figure | None:
        """The total in the brackets of a head: 分值(27分)."""
        name = self._patterns.one("table.head-name").search(self.compact(cell))
        match = self._patterns.one("table.head-total").search(name["bracket"]) if name is not None and name["bracket"] else None
        return None if match is None or cell.at is None else Figure(figure_value(match["value"]), _inside(cell, match["value"]))

    def total(self, cell: TableCell) -> regex.Match[str] | None:
        """The label of a row of totals."""
        return self._total_label(self.compact(cell))

    def total_figure(self, cell: TableCell, match: regex.Match[str]) -> Figure | None:
        """The figure that stands in the label itself: 合计：98分."""
        return Figure(figure_value(match["value"]), _inside(cell, match["value"])) if match["value"] else None

    def total_full(self, cell: TableCell, match: regex.Match[str]) -> Figure | None:
        """The full score in brackets behind the label: 总得分（100分）."""
        return Figure(figure_value(match["full"]), _inside(cell, match["full"])) if match["full"] else None

    def name(self, cell: TableCell, bare: bool) -> Name:
        """Label, title and points of a name. bare: a figure in brackets counts as points without 分, too."""
        text = cell.text.strip()
        label = self._patterns.one("table.item-label").match(text)
        bracket = self._patterns.one("table.title-max").search(text)
        if bracket is not None and not (bare or bracket["unit"] or bracket["self"]):
            bracket = None
        title = text[label.end() if label is not None else 0 : bracket.start() if bracket is not None else len(text)].strip()
        most = own = None
        if bracket is not None and cell.at is not None:
            most = Figure(figure_value(bracket["value"]), _span(cell, *bracket.span("value")))
            if bracket["self"]:
                own = Figure(figure_value(bracket["self"]), _span(cell, *bracket.span("self")))
        return Name(label["label"] if label is not None else None, title[:LONGEST_NAME] or text, most, own)

    def names_grade(self, cell: TableCell) -> bool:
        """Whether a cell is the label of the grade of the whole table."""
        return bool(cell.text) and self.compact(cell).rstrip(_COLONS) in self._grade_heads

    def wording(self, cell: TableCell | None) -> CellWords | None:
        """The words of a cell; None where it is empty or holds a placeholder."""
        if cell is None or cell.at is None or self.empty(cell):
            return None
        return CellWords(cell.text, cell.at)


def _inside(cell: TableCell, printed: str) -> Span:
    """Where a figure stands in its cell; the whole cell where white space parts its digits."""
    start = cell.text.find(printed)
    assert cell.at is not None
    return cell.at if start < 0 else _span(cell, start, start + len(printed))


def _span(cell: TableCell, start: int, end: int) -> Span:
    """Characters of a cell's text as a span; what stands behind a page break has none, then it is the part before it."""
    assert cell.at is not None
    length = cell.at.end - cell.at.start
    return Span(cell.at.start + start, cell.at.start + end) if end <= length else cell.at
