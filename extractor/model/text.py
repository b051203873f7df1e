"""The normalised `Text` and its way back: every character knows its line and column in the source."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from extractor.model.page import Box, Doubt, Line, Unit


class Span(NamedTuple):
    """A half-open range of code points in `Text.content`."""

    start: int
    end: int

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


@dataclass(frozen=True, slots=True)
class Removed:
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
        found: list[Place] = []
        for index, start, end in self._runs(span):
            source = self.lines[index]
            if not self.paged:
                number = source.line.number
                paragraphs = self.unit is Unit.PARAGRAPH
                place = Place(None, None, None if paragraphs else number, number if paragraphs else None, source.sheet)
                if not found or found[-1] != place:
                    found.append(place)
                continue
            box = source.line.box(start, end)
            if found and found[-1].page == source.page:
                last = found[-1].box
                merged = box if last is None else last if box is None else last.union(box)
                found[-1] = Place(source.page, merged, None)
            else:
                found.append(Place(source.page, box, None))
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
        pieces: list[str] = []
        previous: int | None = None
        for index, start, end in self._runs(span):
            piece = self.lines[index].line.text[start:end]
            if previous is not None and self._breaks_between(previous, start, index, span):
                pieces.append("\n")
            pieces.append(piece)
            previous = index
        return "".join(pieces)

    def _breaks_between(self, previous: int, start: int, index: int, span: Span) -> bool:
        """Whether a paragraph ends between source lines ``previous`` and ``index``."""
        first = bisect_right(self.paragraphs, span.start, key=lambda paragraph: paragraph.start) - 1
        for paragraph in self.paragraphs[max(0, first) :]:
            if paragraph.last_line >= previous:
                return paragraph.last_line < index
        return False

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
