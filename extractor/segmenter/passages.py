"""A paragraph, or the part of one, as the finders of document elements look at it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from extractor.model.text import Span, Text


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one paragraph.

    start: offset of its first character in `Text.content`. content: its characters. gaps: offsets inside ``content`` before which white
    space was dropped (never 0). table: it is a row of a plain-text table. centred: how it is set, None where unknown.
    """

    start: int
    content: str
    gaps: tuple[int, ...] = ()
    table: bool = False
    centred: bool | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.content)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def part(self, start: int, end: int) -> Passage:
        """The characters from ``start`` to ``end`` (offsets inside ``content``)."""
        gaps = tuple(gap - start for gap in self.gaps if start < gap < end)
        return Passage(self.start + start, self.content[start:end], gaps, self.table, self.centred)

    def cut(self, positions: Iterable[int]) -> list[Passage]:
        """The passage cut at offsets inside ``content``; no empty parts."""
        edges = sorted({0, len(self.content), *positions})
        return [self.part(start, end) for start, end in pairwise(edges) if start < end]

    def fields(self) -> list[Passage]:
        """The passage cut at its gaps."""
        return self.cut(self.gaps)


def passages(text: Text, start: int, end: int) -> list[Passage]:
    """The paragraphs of ``text`` between two offsets, the first and last cut off there; empty ones are left out."""
    found: list[Passage] = []
    for index in range(text.paragraph_at(start), len(text.paragraphs)):
        paragraph = text.paragraphs[index]
        if paragraph.start >= end:
            break
        first, last = max(start, paragraph.start), min(end, paragraph.end)
        if first < last:
            gaps = text.gaps[bisect_right(text.gaps, first) : bisect_left(text.gaps, last)]
            inside = tuple(gap - first for gap in gaps)
            found.append(Passage(first, text.content[first:last], inside, paragraph.table, paragraph.centred))
    return found
