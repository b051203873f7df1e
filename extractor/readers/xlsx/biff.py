"""Workbooks before 2007 (XLS) and WPS's ET, by xlrd."""

from __future__ import annotations

import io
import struct

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from extractor.model.errors import ReadError
from extractor.model.limits import beyond, limit
from extractor.readers.xlsx.formats import BUILTIN, GENERAL, shown_text
from extractor.readers.xlsx.sheets import Merge, Sheet, number_shown

ERRORS = (
    XLRDError,
    CompDocError,
    AssertionError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    struct.error,
)
"""What a broken workbook makes xlrd raise; `UnicodeDecodeError` is a `ValueError`."""


def sheets(name: str, data: bytes) -> list[Sheet]:
    """The worksheets in their order. `ReadError`: ``xlsx-encrypted``, ``xlsx-damaged``, ``xlsx-too-large``."""
    try:
        with xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,
            logfile=io.StringIO(),
            ignore_workbook_corruption=True,
        ) as book:
            found = []
            left = limit("xlsx-cells")
            for index in range(book.nsheets):
                sheet = _sheet(book, index, left, name)
                left -= len(sheet.cells) + len(sheet.unseen)
                found.append(sheet)
                book.unload_sheet(index)
            return found
    except ERRORS as error:
        code = "xlsx-encrypted" if "encrypt" in str(error).lower() or "password" in str(error).lower() else "xlsx-damaged"
        raise ReadError(code, name) from None


def _sheet(book: xlrd.Book, index: int, left: int, name: str) -> Sheet:
    """One sheet; ``left``: how many cells it may have."""
    given = book.sheet_by_index(index)
    sheet = Sheet(given.name, hidden=given.visibility != 0)
    sheet.merges = [Merge(top + 1, first + 1, bottom, last) for top, bottom, first, last in given.merged_cells]
    sheet.hidden_rows = {row + 1 for row, info in given.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column + 1 for column, info in given.colinfo_map.items() if info.hidden}
    if given.cell_note_map:
        sheet.flags.add("comments-unread")
    for row in range(given.nrows):
        for column in range(given.row_len(row)):
            kind = given.cell_type(row, column)
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            value = given.cell_value(row, column)
            words, hidden = _shown(book, kind, value, given.cell_xf_index(row, column), sheet)
            if not words.strip():
                continue
            left -= 1
            if left < 0:
                raise beyond("xlsx-too-large", name, "xlsx-cells", what="cells")
            (sheet.unseen if hidden else sheet.cells)[row + 1, column + 1] = words
    return sheet


def _shown(book: xlrd.Book, kind: int, value: object, style: int, sheet: Sheet) -> tuple[str, bool]:
    """The words of a cell, and whether its format hides them."""
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE", False
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#N/A"), False
    number = book.xf_list[style].format_key if style < len(book.xf_list) else 0
    code = _code(book, number)
    if kind == xlrd.XL_CELL_TEXT:
        words = shown_text(str(value), code)
        return (words, False) if words.strip() else (str(value), True)
    return number_shown(repr(value), code, book.datemode == 1, sheet)


def _code(book: xlrd.Book, number: int) -> str:
    """The format of a number; those that the file does not write out are known by their number."""
    known = book.format_map.get(number)
    return BUILTIN[number] if number in BUILTIN and number < 164 else known.format_str if known is not None else GENERAL
