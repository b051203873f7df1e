"""Rows in bars that line breaks inside a cell have cut: put together again before they are looked for.

    | 项目资金
    （万元） | 年初预算数 | 执行率 |

A page saved as text keeps the line breaks of its cells. A line that opens with a bar and does not close with one is the beginning of a row; the lines
behind it that do not open with one belong to it, up to the one that closes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model.page import Line

BARS = "|│┃"
LONGEST = 40
"""Lines that one row may be broken over: a cell may hold the text of a whole paragraph, a stray bar must not swallow the report."""


def whole_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines with each broken row as one line, of the number of its first; only where a row in bars stands beside it."""
    made: list[Line] = []
    index = 0
    while index < len(lines):
        end = _end(lines, index)
        if end and (_opens(made[-1].text if made else "") or (end < len(lines) and _opens(lines[end].text))):
            made.append(replace(lines[index], text=_together([line.text for line in lines[index:end]])))
            index = end
        else:
            made.append(lines[index])
            index += 1
    return made


def _opens(text: str) -> bool:
    return text.strip()[:1] in tuple(BARS)


def _closes(text: str) -> bool:
    return text.strip()[-1:] in tuple(BARS)


def _end(lines: Sequence[Line], start: int) -> int:
    """Behind the line that closes the row broken at ``start``; 0 where none does."""
    if not _opens(lines[start].text) or _closes(lines[start].text):
        return 0
    for index in range(start + 1, min(start + LONGEST, len(lines))):
        if _opens(lines[index].text):
            return 0
        if _closes(lines[index].text):
            return index + 1
    return 0


def _together(pieces: Sequence[str]) -> str:
    """The row, with a space where a line break parted two words or two figures."""
    row = pieces[0].rstrip()
    for piece in pieces[1:]:
        word = piece.strip()
        parted = row[-1:].isascii() and row[-1:].isalnum() and word[:1].isascii() and word[:1].isalnum()
        row += (" " if parted else "") + word
    return row
