"""What a reader hands on: a `Reading` of `Page`s of `Line`s, as the source has them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

SAME_EDGE = 3.0
"""Points by which the same edge of a table may differ from page to page."""


class Unit(StrEnum):
    """What `Line.number` counts where a reader has no pages, and so what a place is."""

    LINE = "line"
    """A line of the file; paragraphs may be broken into several."""
    PARAGRAPH = "paragraph"
    """A paragraph of the document: each is whole, lines that share a number are pieces of it."""
    ROW = "row"
    """A row of a sheet: each is whole, lines that share a number are pieces of it. Places call it a line."""


class Box(NamedTuple):
    """A rectangle on a page in PDF points, origin top left (x to the right, y downwards)."""

    x0: float
    top: float
    x1: float
    bottom: float


def box_round(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of several (at least one)."""
    if len(boxes) == 1:
        return boxes[0]
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return Box(min(x0s), min(tops), max(x1s), max(bottoms))


class Cell(NamedTuple):
    """A cell of a table's row. start, end: its text among the characters of the line, without white space around it; equal where it is empty.

    column: the first column of the table that it stands in, from 0. colspan, rowspan: how many columns and rows it covers; what it covers has no
    cell of its own.
    """

    start: int
    end: int
    column: int
    colspan: int = 1
    rowspan: int = 1


class Row(NamedTuple):
    """Where a line of the mark ``table`` stands in its table.

    table: number of the table in the reading, from 1. A table that a page break cuts may be one table or several: `facts` joins the pieces.
    number: the row, from 0; rows without a word have no line, so numbers may skip. edges: where the columns of the table begin and where the last one
    ends, in points from the left of the page; empty where the reader does not know. Pieces of one table are known by them.
    """

    table: int
    number: int
    cells: tuple[Cell, ...]
    edges: tuple[float, ...] = ()

    def shares_columns(self, other: Row) -> bool:
        """Whether two rows can only be of one table by their edges: each edge of one is an edge of the other, the outer ones are the same."""
        few, many = sorted((self.edges, other.edges), key=len)
        if len(few) < 2 or abs(few[0] - many[0]) > SAME_EDGE or abs(few[-1] - many[-1]) > SAME_EDGE:
            return False
        return all(any(abs(one - its) <= SAME_EDGE for its in many) for one in few)

    def edges_in(self, finer: Row) -> list[int]:
        """For each edge its number (from 0) among those of a row that shares these columns and has more of them."""
        return [bisect_right(finer.edges, edge + SAME_EDGE) - 1 for edge in self.edges]


class Doubt(NamedTuple):
    """Characters ``start`` to ``end`` (exclusive) of a line that recognition is not certain of.

    reason: ``confidence`` (the engine says so), ``second-reading`` (another reading differs), ``seal`` (they stood under a seal), ``unread`` (marks in
    place of a line that gave no words). other: what the other reading gave, None where there was none.
    """

    start: int
    end: int
    reason: str
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    text: the characters as the source has them, without the line break.
    number: 1-based; for readers without geometry the line of the file or the paragraph (`Reading.unit`), else the line of the page.
    boxes: flat ``x0, top, x1, bottom`` per code point of ``text`` (``array('d')`` of ``4 * len(text)``), or None where the reader has no geometry.
    size: the type size in points (the median height of an em), or None.
    mark: what sets the line apart, or None: ``table`` (a row ``| a | b |`` of a table; the bars are not printed), ``watermark``, ``hidden`` (cannot
    be seen), ``white`` (on white), ``furniture`` (a header or footer that the file itself keeps apart). Watermarks are furniture too; what cannot
    be seen is kept out of the text.
    row: the cells of a table's row, where the reader knows them. doubts: what recognition is not certain of, in order.
    """

    text: str
    number: int
    boxes: array[float] | None = None
    size: float | None = None
    mark: str | None = None
    row: Row | None = None
    doubts: tuple[Doubt, ...] = ()

    def box(self, start: int, end: int) -> Box | None:
        """The box round characters ``start`` to ``end`` (exclusive); None without geometry or for an empty range."""
        if self.boxes is None or start >= end:
            return None
        flat = self.boxes
        return Box(
            min(flat[4 * start : 4 * end : 4]),
            min(flat[4 * start + 1 : 4 * end : 4]),
            max(flat[4 * start + 2 : 4 * end : 4]),
            max(flat[4 * start + 3 : 4 * end : 4]),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One page in reading order. ``number`` counts from 1; ``unusable`` names why the page gave no text (``coverage/page``), else None.

    name: that of a sheet in a workbook, where a page is a sheet.
    """

    number: int
    lines: tuple[Line, ...]
    width: float | None = None
    height: float | None = None
    unusable: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A paragraph, or several whose marks were changed, that tracked changes make read differently.

    number: that of the first paragraph. lines: indices into the lines of the reading that hold the accepted text, none where all of it is
    deleted. accepted, rejected: the text in either reading; ``accepted`` is the lines' text joined by ``\\n``.
    """

    number: int
    lines: tuple[int, ...]
    accepted: str
    rejected: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one file."""

    name: str
    sha256: str
    bytes: int
    format: str
    reader: str
    pages: tuple[Page, ...]
    paged: bool
    """Whether places are page and box (True) or numbers of lines or paragraphs (False)."""
    ocr: bool = False
    flags: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    """Name and version of each library that the reading rests on."""
    unit: Unit = Unit.LINE
    revisions: tuple[Revision, ...] = ()
    """What tracked changes do; the lines are the accepted reading."""

    def lines(self) -> Iterator[tuple[Page, Line]]:
        """Every line with its page, in reading order."""
        for page in self.pages:
            for line in page.lines:
                yield page, line
