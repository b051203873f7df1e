"""Tables of plain text as they were printed: lines whose pieces stand apart by two spaces or more, equally many in each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.language.patterns import Patterns
from extractor.model.text import Span, Text

_PIECE = re.compile(r"\S+(?: \S+)*")
"""What stands between wide gaps: single blanks belong to it, two or a full one (U+3000) part it from the next."""
_SPREAD = re.compile(r"\s*([\u4e00-\u9fff][\u3000 ]{1,3}[\u4e00-\u9fff])(?=\u3000|  )")
"""A word of two characters that is spread over its column at the head of a line (合　计, 类　别)."""
_FEWEST = 3
"""Pieces of a line, and lines, below which they are no table."""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A line of such a table: its pieces by column, each where it stands in the text; None in columns that a sum leaves out."""

    cells: tuple[Span | None, ...]
    head: bool


def printed_tables(text: Text, patterns: Patterns) -> Iterator[list[PrintedRow]]:
    """The runs of lines that are tables, heads first; a last line with fewer pieces is a sum, its pieces those of the last columns."""
    run: list[list[Span]] = []
    homes = _Homes(text)
    total = patterns.one("claim.grid.total")
    for index, source in enumerate(text.lines):
        words = source.line.text
        if not words.strip():
            continue
        pieces = [] if source.line.row is not None else _pieces(words)
        cells = homes.cells(index, pieces) if len(pieces) > 1 else []
        short = len(run) >= _FEWEST and 1 < len(cells) < len(run[-1]) and total.search("".join(text.slice(cells[0]).split()))
        if run and (len(cells) != len(run[-1]) or short):
            yield from _rows(text, run, cells if short else None)
            run = []
        if len(cells) >= _FEWEST and not short:
            run.append(cells)
    yield from _rows(text, run, None)


def _pieces(words: str) -> list[tuple[int, int]]:
    """Where the pieces of a line stand, a spread word at its head as one of them."""
    spread = _SPREAD.match(words)
    first = [] if spread is None else [spread.span(1)]
    return [*first, *(found.span() for found in _PIECE.finditer(words, 0 if spread is None else spread.end()))]


def _rows(text: Text, run: Sequence[Sequence[Span]], total: Sequence[Span] | None) -> Iterator[list[PrintedRow]]:
    """The rows of a run, its first line a head where no figure stands alone in it."""
    if len(run) < _FEWEST:
        return
    width = len(run[0])
    rows = [
        PrintedRow(tuple(cells), head=number == 0 and not any(_is_figure(text.slice(one)) for one in cells))
        for number, cells in enumerate(run)
    ]
    if total is not None:
        left_out: list[Span | None] = [None] * (width - len(total))
        rows.append(PrintedRow((total[0], *left_out, *total[1:]), head=False))
    yield rows


def _is_figure(words: str) -> bool:
    return bool(words) and all(char.isdigit() or char in ",.%％‰，-—" for char in words.strip())


class _Homes:
    """From the columns of a source line to the offsets of the text."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._paragraphs: dict[int, list[Span]] = {}
        for paragraph in text.paragraphs:
            for line in range(paragraph.first_line, paragraph.last_line + 1):
                self._paragraphs.setdefault(line, []).append(paragraph.span)

    def cells(self, line: int, pieces: Sequence[tuple[int, int]]) -> list[Span]:
        """Where pieces of a line stand; empty where the line is not in the text whole."""
        spans = self._paragraphs.get(line, [])
        if len(spans) != 1:
            return []
        start = bisect_left(self._text.line_of, line, spans[0].start, spans[0].end)
        end = bisect_left(self._text.line_of, line + 1, start, spans[0].end)
        found = [
            Span(bisect_left(self._text.start_of, one, start, end), bisect_left(self._text.start_of, other, start, end))
            for one, other in pieces
        ]
        return found if all(one.start < one.end for one in found) else []
