"""Sentences with figures: what the claims are read from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.model.claims import Quantity, QuantityKind
from extractor.model.text import Span, Text

ENDS = "。！？\n"
_END = re.compile(f"[{ENDS}]")
_BREAKS = "，；：,;:。！？\n"
_BARS = "|｜\t"
_OPEN, _SHUT = "（(", "）)"
_OUTSIDE = frozenset({QuantityKind.SCORE})


@dataclass(frozen=True, slots=True)
class Placed:
    """A quantity where it stands in its sentence.

    index: its place among the sentence's figures. depth: how many brackets are open round it. bracket: where the innermost one opens (-1: none).
    clause: number of the clause (commas, semicolons, colons end one; those in a bracket end none outside). lead: the words before it, back to the
    figure or mark before. tail: those behind.
    """

    quantity: Quantity
    index: int
    depth: int
    bracket: int
    clause: int
    segment: int
    lead: str
    tail: str

    @property
    def at(self) -> Span:
        return self.quantity.at


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its figures, scores aside. paragraph: number of its paragraph; each cell of a table is one of its own, with a number below 0."""

    at: Span
    text: str
    figures: tuple[Placed, ...]
    paragraph: int

    @property
    def cell(self) -> bool:
        """Whether it stands in a table."""
        return self.paragraph < 0

    def at_offset(self, start: int, end: int) -> Placed | None:
        """The figure that stands in ``content[start:end]``; None where there is none or more than one."""
        inside = [one for one in self.figures if one.at.start < end and start < one.at.end]
        return inside[0] if len(inside) == 1 else None

    def between(self, one: Placed, other: Placed) -> str:
        """The words between two figures."""
        return self.text[one.at.end - self.at.start : other.at.start - self.at.start]

    def plainly_between(self, one: Placed, other: Placed) -> str:
        """The words between two figures, without the brackets that open and close there: those speak of what stands before them."""
        kept: list[str] = []
        opened: list[int] = []
        for char in self.between(one, other):
            if char in _OPEN:
                opened.append(len(kept))
            kept.append(char)
            if char in _SHUT and opened:
                del kept[opened.pop() :]
        return "".join(kept)


def sentences(text: Text, quantities: Sequence[Quantity]) -> Iterator[Sentence]:
    """The sentences that hold at least one figure that is no score, in document order."""
    content = text.content
    inside = {offset for one in quantities for offset in range(*one.at)}
    borders = _cell_borders(text)
    ends = {match.start(): match.end() for match in _END.finditer(content) if match.start() not in inside}
    ends |= {offset: offset for offset in borders if offset not in ends}
    starts = [one.at.start for one in quantities]
    begin = 0
    for number, stop in enumerate([*sorted(ends), len(content)]):
        held = quantities[bisect_left(starts, begin) : bisect_left(starts, stop)]
        if any(one.kind not in _OUTSIDE for one in held):
            span = Span(begin, stop)
            index = text.paragraph_at(begin)
            paragraph = -1 - number if text.paragraphs[index].table else index
            yield Sentence(span, content[begin:stop], tuple(_placed(content, span, held)), paragraph)
        begin = ends.get(stop, stop)


def together(content: str, start: int, last: Sentence, figures: Sequence[Placed]) -> Sentence:
    """What stands from ``start`` to the end of a sentence as one sentence. figures: those of both, in their order."""
    span = Span(start, last.at.end)
    return Sentence(span, content[start : last.at.end], tuple(_placed(content, span, [one.quantity for one in figures])), last.paragraph)


def begin_of(content: str, offset: int) -> int:
    """Where the sentence begins that goes on to an offset; not looked for beyond its paragraph."""
    line = content.rfind("\n", 0, offset) + 1
    return max(content.rfind(mark, line, offset) + 1 for mark in ENDS) or line


def end_of(content: str, offset: int) -> int:
    """Where the sentence ends that an offset stands in, its mark left out; not looked for beyond its paragraph."""
    line = content.find("\n", offset)
    line = len(content) if line < 0 else line
    return min((at for mark in ENDS if (at := content.find(mark, offset, line)) >= 0), default=line)


def _cell_borders(text: Text) -> set[int]:
    """The offsets at which the cells of table rows end: by the reader's cells, or by the bars of a row in plain text."""
    borders: set[int] = set()
    for paragraph in text.paragraphs:
        if not paragraph.table:
            continue
        row = text.lines[paragraph.first_line].line.row
        if row is None:
            borders.update(offset for offset in range(paragraph.start, paragraph.end) if text.content[offset] in _BARS)
        else:
            ends = (bisect_left(text.start_of, cell.end, paragraph.start, paragraph.end) for cell in row.cells)
            borders.update(offset for offset in ends if offset < paragraph.end)
    return borders


def _placed(content: str, span: Span, held: Sequence[Quantity]) -> Iterator[Placed]:
    opened: list[tuple[int, int, int]] = []  # where each open bracket opens, its clause and segment: marks inside part nothing outside
    closed: tuple[int, int] | None = (
        None  # where the words before the last bracket begin, and where it opens; None where a figure stands in it
    )
    clause = segment = 0
    at = span.start
    previous = span.start
    count = 0
    for order, quantity in enumerate(held):
        for offset in range(at, quantity.at.start):
            char = content[offset]
            if char in _OPEN:
                opened.append((offset, clause, segment))
                closed = (previous, offset)
                previous = offset + 1
            elif char in _SHUT:
                if opened:
                    _, clause, segment = opened.pop()
                previous = offset + 1
            elif char in _BREAKS:
                clause += 1
                segment += char in "；;"
                previous = offset + 1
                closed = None if not opened else closed
        at = quantity.at.end
        following = held[order + 1].at.start if order + 1 < len(held) else span.end
        tail = content[quantity.at.end : following]
        cut = next((index for index, char in enumerate(tail) if char in _BREAKS or char in _OPEN or char in _SHUT), len(tail))
        if quantity.kind not in _OUTSIDE:
            bracket = opened[-1][0] if opened else -1
            lead = content[previous : quantity.at.start]
            if not lead.strip() and closed is not None and not opened and content[previous - 1 : previous] in _SHUT:
                lead = content[slice(*closed)]  # 戏曲进乡村（公益性演出）162万元: a bracket between a name and its figure parts nothing
            yield Placed(quantity, count, len(opened), bracket, clause, segment, lead, tail[:cut])
            count += 1
        previous = quantity.at.end
        closed = None
