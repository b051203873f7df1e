"""Workbooks: XLSX and XLSM, XLS and WPS's ET. Each sheet is a page with its name, each row that holds a word a line with the row's number.

What is printed on the screen is what is read: 95.5 in the format ``0.00`` is ``95.50``, a formula is what it gave when the file was saved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib import import_module
from itertools import count

from extractor.model.errors import ReadError
from extractor.model.page import Page, Reading, Unit
from extractor.readers.libraries import version
from extractor.readers.xlsx import sheets as xlsx_sheets
from extractor.readers.xlsx.sheets import Sheet

PACKAGE = b"PK"


def read(name: str, data: bytes) -> Reading:
    """Reads a workbook; ``paged`` is False, places are rows of sheets. Hidden sheets, rows and columns are lines of the mark ``hidden``.

    Flags: ``hidden-sheet``, ``hidden-rows``, ``hidden-columns``; ``formulas-without-values`` (never calculated by the program that wrote them);
    ``number-format-unread`` (a format that is not understood: the stored number is given); what is in it and is not read: ``chart-unread``,
    ``comments-unread``, ``embedded-object-unread``, ``text-box-unread``.
    `ReadError`: ``xlsx-encrypted``, ``xlsx-damaged``, ``xlsx-bomb``, ``xlsx-binary`` (XLSB), ``xlsx-too-large``, ``xlsx-blank``.
    """
    sheets, library = _sheets(name, data)
    if not any(sheet.cells or sheet.unseen or sheet.pictures or sheet.flags for sheet in sheets):
        raise ReadError("xlsx-blank", name)
    tables = count(1)
    pages = []
    flags: set[str] = set()
    for number, sheet in enumerate(sheets, start=1):
        lines = tuple(xlsx_sheets.lines(name, sheet, tables))
        pictured = sheet.pictures and not any(line.mark != "hidden" for line in lines) and not sheet.hidden
        pages.append(Page(number, lines, unusable="no-text" if pictured else None, name=sheet.name))
        flags |= sheet.flags | ({"hidden-sheet"} if sheet.hidden and lines else set())
    return Reading(
        name,
        hashlib.sha256(data).hexdigest(),
        len(data),
        "xlsx",
        library,
        tuple(pages),
        paged=False,
        flags=tuple(sorted(flags)),
        versions={library: version(library)},
        unit=Unit.ROW,
    )


def _sheets(name: str, data: bytes) -> tuple[list[Sheet], str]:
    """The sheets, and the library that they were read with; the other one need not be there."""
    module, library = ("package", "lxml") if data.startswith(PACKAGE) else ("biff", "xlrd")
    opened: Callable[[str, bytes], list[Sheet]] = import_module(f"extractor.readers.xlsx.{module}").sheets
    return opened(name, data), library
