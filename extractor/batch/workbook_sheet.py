"""A workbook of streaming sheets: each row is on disk when the next begins; cells are safe text, exact numbers, links beside the workbook, formulas.

The bytes are the same for the same rows: the date of creation is fixed and XlsxWriter dates the parts of the file 1980.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from extractor.batch.workbook_file import WorkbookFile
from extractor.batch.workbook_rows import EXACT
from extractor.emitters.cells import safe, sheet_name, width
from extractor.emitters.encoding import number_literal
from extractor.emitters.wording import Wording

CREATED = datetime(2000, 1, 1)
ROWS, COLUMNS = 1_048_576, 16_384
"""Of a sheet (Excel's specifications and limits)."""
SPARE = 16
"""Rows kept for what closes a sheet."""
HEIGHT, LINE = 18.0, 14.5
"""Points: of a row, and of each further line in it."""
MOST_LINES = 12
LINKS = 65_530
"""Links that a sheet may hold; beyond, the words stand without one."""
DIGITS = 15
"""Digits of a number in a cell; a longer figure is written as text, so that none is lost."""

_LINE = {"border": 1, "border_color": "#D0D7DE", "valign": "vcenter"}
BLANK = {"border": 1, "border_color": "#D0D7DE"}
_HEAD = {"border": 1, "border_color": "#FFFFFF", "valign": "vcenter", "align": "center", "text_wrap": True, "bold": True}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#1F3A5F", "valign": "vcenter"},
    "subtitle": {"font_color": "#5B6770", "valign": "vcenter"},
    "head": {**_HEAD, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"},
    "top-0": {**_HEAD, "bg_color": "#2F6690", "font_color": "#FFFFFF"},
    "top-1": {**_HEAD, "bg_color": "#3A7D6B", "font_color": "#FFFFFF"},
    "item-0": {**_HEAD, "bg_color": "#D6E4F0", "font_color": "#1F3A5F", "bold": False},
    "item-1": {**_HEAD, "bg_color": "#D8EBE4", "font_color": "#1D4A3E", "bold": False},
    "text": {**_LINE, "indent": 1},
    "wrap": {**_LINE, "indent": 1, "text_wrap": True},
    "centre": {**_LINE, "align": "center"},
    "number": {**_LINE, "align": "right"},
    "link": {**_LINE, "indent": 1, "font_color": "#1A5FB4", "underline": 1},
    "foot": {**_LINE, "bg_color": "#F2F5F8", "font_color": "#37474F", "align": "right", "shrink": True},
    "foot-head": {**_LINE, "bg_color": "#F2F5F8", "font_color": "#37474F", "bold": True, "align": "center"},
    "bad": {**_LINE, "align": "center", "bg_color": "#F8D7DA", "font_color": "#8B1A1A"},
    "doubtful": {**_LINE, "align": "center", "bg_color": "#FFF0CC", "font_color": "#7A4E00"},
    "good": {**_LINE, "align": "center", "bg_color": "#DDF1E1", "font_color": "#1E6B33"},
    "quiet": {**_LINE, "align": "center", "font_color": "#7B8790"},
    "part": {"bold": True, "font_color": "#1F3A5F", "font_size": 12, "bottom": 2, "bottom_color": "#2F6690", "valign": "vcenter"},
    "plain": {"text_wrap": True, "valign": "vcenter", "indent": 1},
    "name": {"font_color": "#5B6770", "valign": "vcenter", "align": "center", "text_wrap": True},
}
"""How cells look. Two tones tell neighbouring groups of columns apart."""
TONES = 2


class Link(NamedTuple):
    """Words that lead to a file beside the workbook (``/`` between folders)."""

    words: str
    target: str


class Formula(NamedTuple):
    """A formula with the result that it has now, for readers that do not compute."""

    source: str
    result: Decimal | int | str


class Styled(NamedTuple):
    """A value that looks otherwise than its column. decimals: of a number; None: as many as it has."""

    value: Value
    style: str
    decimals: str | None = None


Value = str | Decimal | int | None | Link | Formula
Cell = Value | Styled


class Column(NamedTuple):
    """A column of a sheet: its head, its width in digits, and how its cells look."""

    head: str
    width: float
    style: str


class _Beside(Url):  # type: ignore[misc]
    """A link to a file below the workbook's folder, written with ``/`` as every system reads it."""

    def __init__(self, target: str, words: str) -> None:
        super().__init__("external:" + target.replace("%", "%25").replace("#", "%23"))
        self.text = words

    def _target(self) -> str:
        return str(self._relationship_link).replace("\\", "/")


class Book:
    """The workbook. scratch: a folder for the rows of the sheets until they are drawn together."""

    def __init__(self, target: Path, scratch: Path, wording: Wording) -> None:
        self.wording = wording
        self.names: set[str] = set()
        self._formats: dict[tuple[str, str | None], Format] = {}
        self._font = wording.say("workbook.font")
        options = {
            "constant_memory": True,
            "tmpdir": str(scratch),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": self._font, "font_size": 10},
        }
        self._file = WorkbookFile(target)
        self.book = xlsxwriter.Workbook(self._file, options)
        self.book.use_zip64()
        self.book.set_properties({"title": wording.say("workbook.title"), "author": "Gouji", "created": CREATED})
        self.book.set_calc_mode("auto")

    def sheet(self, id: str, columns: Sequence[Column], *, wide: bool = True, fits: bool = True) -> Sheet:
        """A further sheet, named by the message ``workbook.sheet-<id>``."""
        name = sheet_name(self.wording.say(f"workbook.sheet-{id}"), self.names)
        self.names.add(name.lower())
        return Sheet(self, self.book.add_worksheet(name), columns, wide=wide, fits=fits)

    def format(self, style: str, number: str | None = None) -> Format:
        """A style with a number format, made once."""
        if (style, number) not in self._formats:
            properties = {"font_name": self._font, "font_size": 10, **STYLES[style], **({"num_format": number} if number else {})}
            self._formats[style, number] = self.book.add_format(properties)
        return self._formats[style, number]

    def safe(self, text: str) -> str:
        return safe(text, lambda count: self.wording.say("workbook.cut", count=count))

    def close(self) -> None:
        """Write the file. Raises `OSError`."""
        try:
            self.book.close()
            self._file.close()
        except OSError:
            self._file.abandon()
            raise
        except xlsxwriter.exceptions.FileCreateError as error:
            self._file.abandon()
            raise OSError(*error.args) from error


class Sheet:
    """One sheet, written from the top down. wide: printed on large paper lying on its side. fits: printed one page wide."""

    def __init__(self, book: Book, sheet: Worksheet, columns: Sequence[Column], *, wide: bool, fits: bool) -> None:
        self.sheet, self.columns, self.row, self.dropped = sheet, columns, 0, 0
        self._book, self._links = book, 0
        sheet.hide_gridlines(2)
        sheet.set_default_row(HEIGHT)
        sheet.set_paper(8 if wide else 9)  # A3, A4
        if wide:
            sheet.set_landscape()
        if fits:
            sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.5)
        sheet.set_footer("&C&P / &N")
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)

    def band(self, text: str, style: str, height: float) -> None:
        """A line of words over the table."""
        self.sheet.set_row(self.row, height)
        self.put(0, Styled(text, style))
        self.row += 1

    def heads(self, *, frozen: int = 1) -> None:
        """The row of heads; it and the first columns stay in sight."""
        self.sheet.set_row(self.row, 24)
        for index, column in enumerate(self.columns):
            self.put(index, Styled(column.head, "head"))
        self.first = self.row + 1
        self.row += 1
        self.sheet.freeze_panes(self.row, frozen)
        self.sheet.repeat_rows(self.row - 1)

    def append(self, cells: Sequence[Cell]) -> bool:
        """A row of the table, as high as its words need; False where the sheet is full (it is counted in `dropped`)."""
        if self.row >= ROWS - SPARE:
            self.dropped += 1
            return False
        lines = 1
        for index, cell in enumerate(cells):
            self.put(index, cell)
            if isinstance(cell, str) and self.columns[index].style in ("wrap", "plain"):
                lines = max(lines, ceil(width(cell) / (self.columns[index].width - 2)))
        if lines > 1:
            self.sheet.set_row(self.row, HEIGHT + LINE * (min(lines, MOST_LINES) - 1))
        self.row += 1
        return True

    def end(self, nothing: str) -> None:
        """Close the table: filters over it, or the words that say that it is empty, or how many rows had no room."""
        if self.row > self.first:
            self.sheet.autofilter(self.first - 1, 0, self.row - 1, len(self.columns) - 1)
        else:
            self.put(0, Styled(nothing, "subtitle"))
        if self.dropped:
            self.put(0, Styled(self._book.wording.say("workbook.dropped", count=self.dropped), "subtitle"))
            self.row += 1

    def put(self, column: int, cell: Cell) -> None:
        """Write a cell of the present row."""
        value, style, decimals = cell if isinstance(cell, Styled) else (cell, self._style(column), None)
        if value is None or value == "":
            self.sheet.write_blank(self.row, column, None, self._book.format(style))
        elif isinstance(value, Link):
            self._link(column, value, style)
        elif isinstance(value, Formula):
            result = value.result if isinstance(value.result, str) else float(value.result)
            self.sheet.write_formula(self.row, column, value.source, self._book.format(style, decimals or "General_ "), result)
        elif isinstance(value, str):
            self.sheet.write_string(self.row, column, self._book.safe(value), self._book.format(style))
        elif not _fits(value):
            self.sheet.write_string(self.row, column, number_literal(value), self._book.format(style))
        else:
            self.sheet.write_number(self.row, column, float(value), self._book.format(style, decimals or number_format(value)))

    def merge(self, first_row: int, first: int, last_row: int, last: int) -> None:
        """Draw cells that are written already into one. (`merge_range` would write them again, which a streaming sheet cannot.)"""
        if (first_row, first) != (last_row, last):
            self.sheet.merge.append([first_row, first, last_row, last])

    def area(self, first: int, last: int) -> str:
        """A column range of the table's rows so far: ``C6:E105``."""
        return f"{xl_col_to_name(first)}{self.first + 1}:{xl_col_to_name(last)}{self.row}"

    def whole(self, column: int) -> str:
        """The table's rows so far of one column, for a formula: ``$C$6:$C$105``."""
        return str(xl_range_abs(self.first, column, self.row - 1, column))

    def shade(self, areas: Sequence[str], formula: str, style: str) -> None:
        """Colour the cells of ``areas`` where ``formula``, written for the first cell of the first, is true."""
        look = self._book.book.add_format({name: STYLES[style][name] for name in ("bg_color", "font_color")})
        rule = {"type": "formula", "criteria": formula, "format": look}
        if areas:
            self.sheet.conditional_format(areas[0], rule if len(areas) == 1 else {**rule, "multi_range": " ".join(areas)})

    def rule_blanks(self, area: str) -> None:
        """Draw the lines of the table round cells that hold nothing, which need not be written for that."""
        self.sheet.conditional_format(area, {"type": "blanks", "format": self._book.book.add_format(BLANK)})

    def _link(self, column: int, link: Link, style: str) -> None:
        words = self._book.safe(link.words)
        if self._links >= LINKS:
            self.sheet.write_string(self.row, column, words, self._book.format(style))
            return
        self._links += 1
        self.sheet.write_url(self.row, column, _Beside(link.target, words), self._book.format("link"))

    def _style(self, column: int) -> str:
        return self.columns[column].style if column < len(self.columns) else "number"


def number_format(value: Decimal | int) -> str:
    """The format that shows a number with the decimals that it was printed with, and the width of a space behind it."""
    decimals = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
    return ("0." + "0" * decimals if decimals > 0 else "0") + "_ "


def _fits(value: Decimal | int) -> bool:
    """Whether a cell's binary number gives every printed digit again."""
    exact = EXACT.create_decimal(value)
    return exact.is_finite() and len(exact.as_tuple().digits) <= DIGITS and -DIGITS <= exact.adjusted() <= DIGITS
