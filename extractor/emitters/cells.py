"""Text that is safe in a cell, of a workbook and of a CSV file: never a formula, never broken XML, never longer than Excel takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container

LONGEST = 32_767
"""UTF-16 code units of a cell (Excel's specifications and limits)."""
LONGEST_NAME = 31
"""UTF-16 code units of a sheet's name."""

_BEGINS_FORMULA = frozenset("=+-@\t\r\n")
"""What spreadsheets take for the beginning of a formula or a command (OWASP, CSV injection); white space before it is passed over."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef]|[\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def safe(text: str, cut: Callable[[int], str] = "… ({})".format) -> str:
    """``text`` as a cell may hold it, every character of it still to be seen.

    What XML cannot hold is written as ``\\u0001``; what a spreadsheet would run, or XlsxWriter would take for markup of its own, has an apostrophe
    before it. cut: the words that end a text too long for a cell, from the number of its characters.
    """
    shown = printable(text.replace("\r\n", "\n"))
    # The file format escapes characters as _x0001_, and readers differ on undoing it: a joiner of no width keeps the printed form apart from that.
    shown = _ESCAPE_LIKE.sub("_\u2060", shown)
    if _dangerous(text) or text.startswith("<r>"):
        shown = f"'{shown}"
    if _units(shown) <= LONGEST:
        return shown
    end = cut(len(text))
    kept = shown.encode("utf-16-le")[: 2 * (LONGEST - _units(end))].decode("utf-16-le", errors="ignore")
    return kept + end


def printable(text: str) -> str:
    """``text`` with what XML cannot hold written as ``\\u0001``."""
    return _UNPRINTABLE.sub(_code, text)


def sheet_name(name: str, taken: Container[str]) -> str:
    """``name`` as a sheet may be called: no forbidden character, no apostrophe at an end, short enough, and none of the ``taken`` (in lower case)."""
    clean = _cut(_NOT_IN_NAMES.sub(" ", safe(name)), LONGEST_NAME).strip(" '") or "-"
    chosen, number = clean, 2
    while chosen.lower() in taken or chosen.lower() == "history":  # Excel keeps that name for itself
        ending = f" ({number})"
        chosen, number = _cut(clean, LONGEST_NAME - len(ending)) + ending, number + 1
    return chosen


def width(text: str) -> int:
    """Columns of a text as set in a cell: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _dangerous(text: str) -> bool:
    begin = unicodedata.normalize("NFKC", text.lstrip(" \u00a0\u3000")[:1])
    return begin[:1] in _BEGINS_FORMULA if begin else False


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _code(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
