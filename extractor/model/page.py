"""What a reader hands on: a `Reading` of `Page`s of `Line`s, as the source has them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page in PDF points, origin top left (x to the right, y downwards)."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom))


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    text: the characters as the source has them, without the line break.
    number: 1-based; for readers without geometry the line of the file, else the line of the page.
    boxes: flat ``x0, top, x1, bottom`` per code point of ``text`` (``array('d')`` of ``4 * len(text)``), or None where the reader has no geometry.
    size: the type size in points (the median height of an em), or None.
    """

    text: str
    number: int
    boxes: array[float] | None = None
    size: float | None = None

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
    """One page in reading order. ``number`` counts from 1; ``unusable`` names why the page gave no text (``coverage/page``), else None."""

    number: int
    lines: tuple[Line, ...]
    width: float | None = None
    height: float | None = None
    unusable: str | None = None


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
    """Whether places are page and box (True) or line numbers (False)."""
    ocr: bool = False
    flags: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    """Name and version of each library that the reading rests on."""

    def lines(self) -> Iterator[tuple[Page, Line]]:
        """Every line with its page, in reading order."""
        for page in self.pages:
            for line in page.lines:
                yield page, line
