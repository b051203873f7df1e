"""The sheet 汇总表: a row a report, three columns an item (分值, 自评, 扣分) below heads of three rows, live totals at the foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from xlsxwriter.utility import xl_col_to_name

from extractor.batch.alignment import Item
from extractor.batch.workbook_rows import EXACT, Amount, ReportRow, Scores, path
from extractor.batch.workbook_sheet import COLUMNS, LINE, TONES, Book, Cell, Column, Formula, Link, Sheet, Styled
from extractor.emitters.cells import width
from extractor.emitters.encoding import fraction_decimal

LEAD = (
    ("order", 6, "centre", None),
    ("body", 28, "text", None),
    ("state", 9, "centre", None),
    ("region", 11, "centre", None),
    ("year", 7, "centre", None),
    ("max", 9, "number", "totals"),
    ("self", 9, "number", "totals"),
    ("deducted", 10, "number", "totals"),
    ("bonus", 8, "number", "totals"),
    ("errors", 8, "centre", "checked"),
    ("warnings", 10, "centre", "checked"),
    ("notes", 8, "centre", "checked"),
    ("decided", 9, "centre", "checked"),
    ("undecided", 11, "centre", "checked"),
    ("coverage", 11, "centre", "checked"),
    ("number", 22, "text", None),
    ("title", 66, "wrap", None),
    ("file", 34, "link", None),
    ("page", 9, "link", None),
)
"""The columns before the items: id of the head's words, width, style, and the group whose head stands over several."""
INDEX = {id: index for index, (id, *_) in enumerate(LEAD)}
FROZEN = 2
SUMMED = ("max", "self", "deducted", "bonus", "errors", "warnings", "notes", "decided", "undecided")
FIELDS = ("max", "self", "deducted")
NARROW = 8.0
"""Width of one of an item's three columns."""
HEAD_LINES = 5
"""Lines of an item's head that are in sight."""
CAPACITY = (COLUMNS - len(LEAD)) // len(FIELDS)
"""Items that a sheet has columns for."""
STATES = {"error": "bad", "warning": "doubtful", "agrees": "good", "unscored": "quiet"}
FOOT = (("count", 102), ("sum", 109), ("mean", 101), ("highest", 104), ("lowest", 105))
"""The rows of the foot with the number of SUBTOTAL's function: those leave out the rows that a filter hides."""


@dataclass(slots=True)
class Tally:
    """What the foot says of a column when the file is opened by something that does not compute."""

    count: int = 0
    sum: Decimal = Decimal(0)
    highest: Decimal | None = None
    lowest: Decimal | None = None

    def take(self, amount: Amount) -> None:
        exact = Decimal(amount)
        self.count, self.sum = self.count + 1, EXACT.add(self.sum, exact)
        self.highest = exact if self.highest is None else max(self.highest, exact)
        self.lowest = exact if self.lowest is None else min(self.lowest, exact)

    def result(self, row: str) -> Decimal | int | str:
        """The cell of a row of the foot; empty where there is nothing to average."""
        if row in ("count", "sum"):
            return self.count if row == "count" else self.sum
        if not self.count:
            return ""
        if row == "mean":
            return fraction_decimal(Fraction(self.sum) / self.count)
        found = self.highest if row == "highest" else self.lowest
        return "" if found is None else found


class Summary:
    """The sheet; its place in the workbook is taken at once, its rows come when all reports have been seen."""

    def __init__(self, book: Book) -> None:
        self._book, self._say = book, book.wording.say
        columns = [Column(self._say(f"workbook.report-{id}"), wide, style) for id, wide, style, _ in LEAD]
        self.sheet: Sheet = book.sheet("reports", columns, fits=False)
        self._tallies: dict[int, Tally] = {}

    def write(
        self,
        rows: Iterable[ReportRow],
        items: Sequence[Item],
        item_of: Callable[[int], int | None],
        page: Callable[[str], str | None],
        count: int,
    ) -> None:
        """Everything of the sheet. item_of: index among ``items`` of a place, None where it has no column. page: the page of a result, where there is one."""
        sheet = self.sheet
        sheet.band(self._say("workbook.title"), "title", 30)
        sheet.band(self._say("workbook.reports-subtitle", count=count, items=len(items)), "subtitle", 18)
        self._heads(items)
        for order, row in enumerate(rows, start=1):
            found = {index: scores for place, scores in row.scores if (index := item_of(place)) is not None}
            self._row(order, row, found, page(row.result))
        last = len(LEAD) + len(FIELDS) * len(items) - 1
        if sheet.row == sheet.first:
            sheet.end(self._say("workbook.no-reports"))
            return
        sheet.sheet.autofilter(sheet.first - 1, 0, sheet.row - 1, last)
        self._colours(items, last)
        self._foot(len(items))
        if sheet.dropped:
            sheet.band(self._say("workbook.dropped", count=sheet.dropped), "subtitle", 18)

    def _heads(self, items: Sequence[Item]) -> None:
        """Three rows: groups and first-level headings, items, 分值 自评 扣分. What is drawn into one cell has its words in the first."""
        sheet, top = self.sheet, self.sheet.row
        below = [self._below(item) for item in items]
        lines = max((ceil(width(text) / (3 * NARROW - 2)) for text in below), default=1)
        for depth, height in enumerate((26.0, max(26.0, LINE * min(HEAD_LINES, lines) + 8), 20.0)):
            sheet.sheet.set_row(top + depth, height)
        if items:
            sheet.sheet.set_column(len(LEAD), len(LEAD) + 3 * len(items) - 1, NARROW)
        cells = [
            [Styled(None, "head")] * len(LEAD) + [Styled(None, f"item-{item.group % TONES}") for item in items for _ in FIELDS]
            for _ in range(3)
        ]
        merged: list[tuple[int, int, int, int]] = []
        for first, last, group in _runs([group for *_, group in LEAD]):
            if group:
                cells[0][first] = Styled(self._say(f"workbook.group-{group}"), "head")
                merged.append((0, first, 0, last))
            for index in range(first, last + 1):
                cells[1 if group else 0][index] = Styled(sheet.columns[index].head, "head")
                merged.append((1 if group else 0, index, 2, index))
        for first, last, _ in _runs([item.group for item in items]):
            style, alone = f"top-{items[first].group % TONES}", first == last and not items[first].path
            left, right = len(LEAD) + 3 * first, len(LEAD) + 3 * last + 2
            for depth in range(2 if alone else 1):
                cells[depth][left : right + 1] = [Styled(None, style)] * (right + 1 - left)
            cells[0][left] = Styled((items[first].path or (items[first].heading,))[0], style)
            merged.append((0, left, 1 if alone else 0, right))
            for order in range(first, last + 1):
                column, tone = len(LEAD) + 3 * order, f"item-{items[order].group % TONES}"
                if not alone:
                    cells[1][column] = Styled(below[order], tone)
                    merged.append((1, column, 1, column + 2))
                cells[2][column : column + 3] = [Styled(self._say(f"workbook.{field}"), tone) for field in FIELDS]
        for row in cells:
            for index, cell in enumerate(row):
                sheet.put(index, cell)
            sheet.row += 1
        for first_row, first, last_row, last in merged:
            sheet.merge(top + first_row, first, top + last_row, last)
        sheet.first = sheet.row
        sheet.sheet.freeze_panes(sheet.row, FROZEN)
        sheet.sheet.repeat_rows(top, sheet.row - 1)
        sheet.sheet.repeat_columns(0, FROZEN - 1)

    def _below(self, item: Item) -> str:
        return path([*item.path[1:], item.heading], self._book.wording) if item.path else self._say("workbook.own")

    def _row(self, order: int, row: ReportRow, found: dict[int, Scores], page: str | None) -> None:
        errors, warnings, notes = row.findings
        lead: list[Cell] = [
            order,
            row.body,
            Styled(self._say(f"workbook.state-{row.state}"), STATES[row.state]),
            row.region,
            row.year,
            row.max,
            row.self,
            row.deducted,
            row.bonus,
            errors,
            warnings,
            notes,
            row.decided,
            row.undecided,
            Styled(row.coverage, "centre", "0.0%"),
            row.number,
            row.title,
            Link(row.shown, row.result),
            None if page is None else Link(self._say("workbook.open"), page),
        ]
        if not self.sheet.append(lead):
            return
        written = self.sheet.row - 1
        self.sheet.row = written
        for id in SUMMED:
            self._take(INDEX[id], lead[INDEX[id]])
        for index, scores in sorted(found.items()):
            for offset, amount in enumerate((scores.max, scores.self, scores.deducted)):
                if amount is not None:
                    self.sheet.put(len(LEAD) + 3 * index + offset, Styled(amount, "number"))
                    self._take(len(LEAD) + 3 * index + offset, amount)
        self.sheet.row = written + 1

    def _take(self, column: int, amount: Cell) -> None:
        if isinstance(amount, (int, Decimal)):
            self._tallies.setdefault(column, Tally()).take(amount)

    def _colours(self, items: Sequence[Item], last: int) -> None:
        """Findings by severity; points lost; more than the full score."""
        sheet, first = self.sheet, self.sheet.first + 1
        for id, style in (("errors", "bad"), ("warnings", "doubtful"), ("undecided", "doubtful")):
            sheet.shade([sheet.area(INDEX[id], INDEX[id])], f"=N({xl_col_to_name(INDEX[id])}{first})>0", style)
        sheet.shade([sheet.area(INDEX["coverage"], INDEX["coverage"])], _both(INDEX["coverage"], first, "{own}<1"), "doubtful")
        own = [(len(LEAD) + 3 * order + 1, item.kind) for order, item in enumerate(items)]
        for kinds, test, style in (
            (("normal",), "{own}<{top}", "doubtful"),
            (("normal", "bonus"), "{own}>{top}", "bad"),
            (("penalty",), "{own}<0", "doubtful"),
        ):
            columns = [column for column, kind in own if kind in kinds]
            columns = [INDEX["self"], *columns] if test == "{own}<{top}" else columns
            if columns:
                sheet.shade([sheet.area(column, column) for column in columns], _both(columns[0], first, test), style)
        losses = [INDEX["deducted"], *(column + 1 for column, kind in own if kind != "bonus")]
        sheet.shade([sheet.area(column, column) for column in losses], _both(losses[0], first, "{own}>0"), "doubtful")
        if items:
            sheet.rule_blanks(sheet.area(len(LEAD), last))

    def _foot(self, items: int) -> None:
        """Counts, sums, means and extremes of what a filter leaves in sight."""
        sheet = self.sheet
        summed = [INDEX[id] for id in SUMMED] + list(range(len(LEAD), len(LEAD) + 3 * items))
        ranges = {column: sheet.whole(column) for column in summed}
        for id, function in FOOT:
            for index in range(INDEX["page"] + 1):
                sheet.put(index, Styled(self._say(f"workbook.foot-{id}") if index == 1 else None, "foot-head" if index == 1 else "foot"))
            for column in summed:
                tally = self._tallies.get(column, Tally())
                source = f"=SUBTOTAL({function},{ranges[column]})"
                if id not in ("count", "sum"):  # of nothing there is no mean
                    source = f'=IF(SUBTOTAL(102,{ranges[column]})=0,"",{source[1:]})'
                sheet.put(column, Styled(Formula(source, tally.result(id)), "foot", "0.00_ " if id == "mean" else None))
            sheet.row += 1


def _both(column: int, row: int, test: str) -> str:
    """A test of the cell of ``column`` (``{own}``), or of it and its left neighbour (``{top}``), true only of numbers."""
    own, top = f"{xl_col_to_name(column)}{row}", f"{xl_col_to_name(column - 1)}{row}"
    named = [own, top] if "{top}" in test else [own]
    numbers = ",".join(f"ISNUMBER({name})" for name in named)
    return f"=AND({numbers},{test.format(own=own, top=top)})"


def _runs(values: Sequence[object]) -> list[tuple[int, int, object]]:
    """Neighbours that are equal: first, last, value."""
    runs: list[tuple[int, int, object]] = []
    for index, value in enumerate(values):
        if runs and runs[-1][2] == value:
            runs[-1] = (runs[-1][0], index, value)
        else:
            runs.append((index, index, value))
    return runs
