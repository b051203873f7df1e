"""Tables in plain text: rows ``| a | b |`` as markdown has them or drawn with box characters, ``a | b | c`` without bars at the ends, and rows whose
cells are parted by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from extractor.model.page import Cell, Line, Row

BARRED = re.compile(r"\s*[|│┃].*[|│┃]\s*")
DRAWN = re.compile(r"\s*[┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┠┨┯┷─━═╌┄┈|│┃\s]*[─━═]{2}[┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┠┨┯┷─━═╌┄┈|│┃\s]*")
"""A ruling of a table that is drawn with box characters."""
BARS = str.maketrans("│┃", "||")
RULE = re.compile(r"[\s|:=-]*[-=][\s|:=-]*")
"""The line under a markdown head: it is drawn, not said. Further down, single strokes are placeholders."""
FEWEST_TABS = 2
LONGEST_PAGE_NUMBER = 8
"""Characters of a page number that stands between the rows of a table."""
FEWEST_OPEN = 3
"""Rows without bars at their ends are a table from so many on: fewer may be a line of links."""


def with_rows(lines: Sequence[Line], tables: int) -> tuple[list[Line], int]:
    """The lines of a page, those of tables with the mark ``table`` and their row, and how many tables there are now (``tables``: before).

    Lines in bars are a table where two or more follow each other; lines with tabs where they also hold equally many, two at least, each fills two
    cells and the first one all (the corner over the names of rows may be empty), or three follow each other: a row that only names what follows
    it may stand between them. So are three lines or more with bars between their cells only. None can say that cells are merged.
    """
    marked = list(lines)
    start = last = 0
    while start < len(lines):
        end = _end(lines, start)
        if end - start < 2 and last and _goes_on(lines, last, start):
            end = start + 1
            while end < len(lines) and _goes_on(lines, end, end):
                end += 1
        elif end - start < 2:
            start += 1
            continue
        tables += 1
        number = 0
        for index in range(start, end):
            drawn = RULE.fullmatch(lines[index].text) and (index == start + 1 or "--" in lines[index].text)
            if not drawn and not DRAWN.fullmatch(lines[index].text):
                head = next(line.text for line in lines[start:end] if not DRAWN.fullmatch(line.text))
                marked[index] = replace(lines[index], mark="table", row=Row(tables, number, _cells(lines[index].text, head)))
                number += 1
        start = last = end
    return marked, tables


def _goes_on(lines: Sequence[Line], last: int, start: int) -> bool:
    """Whether a row alone is the end of the table that ends before line ``last``: of its form, with no more than a page number between them."""
    above, row = lines[last - 1].text, lines[start].text
    between = [line.text for line in lines[last:start] if line.text.strip()]
    if any(len(text.strip()) > LONGEST_PAGE_NUMBER or not any(char.isdigit() for char in text) for text in between) or len(between) > 1:
        return False
    barred = BARRED.fullmatch(row) is not None and BARRED.fullmatch(above) is not None
    mark = "|" if barred else "\t"
    cells = row.translate(BARS).count(mark)
    return cells >= FEWEST_TABS and cells == above.translate(BARS).count(mark) and (barred or _is_tabbed(row, above))


def _end(lines: Sequence[Line], start: int) -> int:
    """Behind the last line of the table that begins with a line; ``start`` itself where none does."""
    text = lines[start].text
    fits: Callable[[str, str], bool]
    fewest = 2
    if BARRED.fullmatch(text) or DRAWN.fullmatch(text):
        fits = _is_barred
    elif text.count("\t") >= FEWEST_TABS and _is_tabbed(text, text):
        return _end_of_tabbed(lines, start)
    elif text.count("|") >= FEWEST_TABS and all(piece.strip() for piece in text.split("|")):
        fits, fewest = _is_open, FEWEST_OPEN
    else:
        return start
    end = start
    while end < len(lines) and fits(lines[end].text, text):
        end += 1
    return end if end - start >= fewest else start


def _end_of_tabbed(lines: Sequence[Line], start: int) -> int:
    head = lines[start].text
    end = start
    for index in range(start, len(lines)):
        if _is_tabbed(lines[index].text, head):
            end = index + 1
        elif lines[index].text.count("\t") != head.count("\t") or not lines[index].text.strip():
            break
    return end if end - start >= (2 if _is_tabbed_head(head.split("\t")) else FEWEST_OPEN) else start


def _is_barred(text: str, _: str) -> bool:
    return BARRED.fullmatch(text) is not None or DRAWN.fullmatch(text) is not None


def _is_tabbed_head(cells: Sequence[str]) -> bool:
    """Whether cells can be a head: none is empty, but for the first over the names of rows where others are many."""
    return all(cell.strip() for cell in cells[1:]) and (bool(cells[0].strip()) or len(cells) > FEWEST_TABS + 1)


def _is_tabbed(text: str, first: str) -> bool:
    return text.count("\t") == first.count("\t") and sum(1 for piece in text.split("\t") if piece.strip()) >= 2


def _is_open(text: str, first: str) -> bool:
    drawn = RULE.fullmatch(text) is not None and "--" in text
    return text.count("|") == first.count("|") and (drawn or sum(1 for piece in text.split("|") if piece.strip()) >= 2)


def _cells(text: str, first: str) -> tuple[Cell, ...]:
    """The cells of a row, parted as in the first row of its table."""
    text, closed = text.translate(BARS), BARRED.fullmatch(first) is not None
    mark = "\t" if "\t" in first and not closed and first.count("\t") >= FEWEST_TABS else "|"
    inner = range(text.index(mark) + 1, text.rindex(mark)) if closed else range(len(text))
    cells: list[Cell] = []
    start = inner.start
    for piece in text[inner.start : inner.stop].split(mark):
        word = piece.strip()
        begin = start + piece.index(word) if word else start
        cells.append(Cell(begin, begin + len(word), len(cells)))
        start += len(piece) + 1
    return tuple(cells)
