"""The normalised `Text` and its way back: every character knows its line and column in the source."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from extractor.model.page import Box, Doubt, Line, Unit, box_round


class Span(NamedTuple):
    """A half-open range of code points in `Text.content`."""

    start: int
    end: int

    @classmethod
    def covering(cls, *spans: Span) -> Span:
        """From the first character of some spans to the last."""
        return cls(min(span.start for span in spans), max(span.end for span in spans))

    def within(self, other: Span) -> bool:
        """Whether this span lies inside ``other``."""
        return other.start <= self.start and self.end <= other.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Place(NamedTuple):
    """Where a span stands: page and box for paged readers, else the line of the file (the row of a sheet) or the paragraph of the document."""

    page: int | None
    box: Box | None
    line: int | None
    paragraph: int | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A `Line` with the number of its page, and the name of the sheet where the page is one."""

    page: int
    line: Line
    sheet: str | None = None


class Removal(StrEnum):
    """Why characters of the source are not in the text. Whitespace that a neighbour implies is `SPACE`."""

    FURNITURE = "furniture"
    """Page numbers, running heads, watermarks, site frames."""
    HIDDEN = "hidden"
    """Invisible words, and white ones on white."""
    MARKUP = "markup"
    """Markdown marks, zero-width characters."""
    SPACE = "space"


class Removed(NamedTuple):
    """Characters ``start`` to ``end`` of source line ``line`` (an index into `Text.lines`) that were left out, and why."""

    line: int
    start: int
    end: int
    reason: Removal


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text: ``start`` to ``end`` (without the line break that ends it).

    table: it is a row of a plain-text table. centred, size: how it is set, None where unknown. first_line, last_line: indices into `Text.lines`.
    """

    start: int
    end: int
    first_line: int
    last_line: int
    table: bool = False
    centred: bool | None = None
    size: float | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Text:
    """Normalised text with the map from each character back to the source.

    content: paragraphs joined by ``\\n``; the only line breaks in it are those.
    lines: every source line, furniture included, in reading order.
    line_of, start_of, end_of: per character of ``content`` the index into ``lines`` and the columns ``[start, end)`` it was made from; a line break
    that joins two paragraphs has -1 in all three.
    gaps: offsets before which white space was removed (sorted), so that columns and names set apart stay known.
    removed: what was left out; together with the map it covers every character of every source line exactly once.
    """

    content: str
    lines: tuple[SourceLine, ...]
    line_of: array[int]
    start_of: array[int]
    end_of: array[int]
    gaps: tuple[int, ...]
    paragraphs: tuple[Paragraph, ...]
    removed: tuple[Removed, ...]
    paged: bool
    unit: Unit = Unit.LINE
    """What the numbers of ``lines`` count where the source has no pages."""

    def slice(self, span: Span) -> str:
        """The normalised characters of a span."""
        return self.content[span.start : span.end]

    def paragraph_at(self, offset: int) -> int:
        """Index of the paragraph that holds ``offset`` (a line break belongs to the paragraph it ends)."""
        return max(0, bisect_right(self.paragraphs, offset, key=lambda paragraph: paragraph.start) - 1)

    def places(self, span: Span) -> tuple[Place, ...]:
        """Where the span stands: one place a page (paged readers), or one a line or paragraph."""
        return self._places(self._runs(span))

    def _places(self, runs: Sequence[tuple[int, int, int]]) -> tuple[Place, ...]:
        if self.paged:
            return self._paged_places(runs)
        found: list[Place] = []
        paragraphs = self.unit is Unit.PARAGRAPH
        for index, _, _ in runs:
            source = self.lines[index]
            number = source.line.number
            place = Place(None, None, None if paragraphs else number, number if paragraphs else None, source.sheet)
            if not found or found[-1] != place:
                found.append(place)
        return tuple(found)

    def _paged_places(self, runs: Sequence[tuple[int, int, int]]) -> tuple[Place, ...]:
        if len(runs) == 1:  # as a figure stands
            index, start, end = runs[0]
            source = self.lines[index]
            return (Place(source.page, source.line.box(start, end), None),)
        found: list[Place] = []
        for page, its in groupby(runs, lambda run: self.lines[run[0]].page):
            boxes = [box for index, start, end in its if (box := self.lines[index].line.box(start, end)) is not None]
            found.append(Place(page, box_round(boxes) if boxes else None, None))
        return tuple(found)

    def doubts(self, span: Span) -> tuple[Doubt, ...]:
        """What recognition is not certain of among the characters behind a span; columns count in the source line of each."""
        return tuple(
            doubt
            for index, start, end in self._runs(span)
            for doubt in self.lines[index].line.doubts
            if doubt.start < end and start < doubt.end
        )

    def original(self, span: Span) -> str:
        """The characters as printed, source lines joined by ``\\n`` where a paragraph ends and by nothing where one was broken."""
        return self._original(span, self._runs(span))

    def located(self, span: Span) -> tuple[tuple[Place, ...], str]:
        """`places` and `original` of a span: looking up where it comes from is a good part of either."""
        runs = self._runs(span)
        return self._places(runs), self._original(span, runs)

    def _original(self, span: Span, runs: Sequence[tuple[int, int, int]]) -> str:
        pieces: list[str] = []
        paragraphs = self.paragraphs
        at, previous = self.paragraph_at(span.start) if len(runs) > 1 else 0, -1
        for index, start, end in runs:
            if pieces:  # the paragraph that the line before is of: lines and paragraphs go forward together
                while at < len(paragraphs) and paragraphs[at].last_line < previous:
                    at += 1
                if at < len(paragraphs) and paragraphs[at].last_line < index:
                    pieces.append("\n")
            pieces.append(self.lines[index].line.text[start:end])
            previous = index
        return "".join(pieces)

    def _runs(self, span: Span) -> list[tuple[int, int, int]]:
        """The source ranges ``(line index, start column, end column)`` behind a span, one a source line.

        Within a paragraph lines and columns only go forward, so the ends of a run say all of it.
        """
        position, end = span.start, min(span.end, len(self.content))
        line_of = self.line_of
        runs: list[tuple[int, int, int]] = []
        while position < end:
            index = line_of[position]
            if index < 0:
                position += 1
                continue
            stop = end
            if line_of[end - 1] != index:
                stop = self.content.find("\n", position, end)
                stop = bisect_right(line_of, index, position, end if stop < 0 else stop)
            start, last = self.start_of[position], self.end_of[stop - 1]
            if runs and runs[-1][0] == index:  # a line that holds several paragraphs
                start = runs.pop()[1]
            runs.append((index, start, last))
            position = stop
        return runs
