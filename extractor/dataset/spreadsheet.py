"""CSV that a spreadsheet opens as it is meant: UTF-8 with BOM, and no cell that it would run as a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TextIO

from extractor.emitters.encoding import encode, number_literal

BOM = "\ufeff"
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def write(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[object]] = ()) -> None:
    """A header and rows; ``file`` is opened with ``newline=""``."""
    file.write(BOM)
    append(file, [header, *rows])


def append(file: TextIO, rows: Iterable[Sequence[object]]) -> None:
    """Further rows."""
    csv.writer(file, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)


def cell(value: object) -> str:
    """A value as text: nothing for None, digits for numbers, ISO dates, lists as JSON; text that begins like a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (int, Decimal)):
        return number_literal(value)
    if isinstance(value, date):
        return value.isoformat()
    text = value if isinstance(value, str) else encode(value, one_line=True)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
