"""Pages in, one `Text` out, with the way back from every character: furniture apart, lines joined, widths and spaces folded."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from extractor.language.patterns import Patterns
from extractor.model.page import Reading, Unit
from extractor.model.text import Paragraph, Removal, Removed, SourceLine, Text
from extractor.normaliser.folding import Folded, Folding
from extractor.normaliser.furniture import find_furniture
from extractor.normaliser.joining import Candidate, Joiner
from extractor.normaliser.layout import measure, unbroken

__all__ = ["normalise"]

_DRAWN = "─━═"
_RULES = frozenset(f"|-:=_* {_DRAWN}┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┠┨┯┷╌┄┈│┃")
UNSEEN = frozenset({"hidden", "white"})
"""Marks of lines that a reader of the page does not see."""


def normalise(reading: Reading, patterns: Patterns) -> Text:
    """Make the `Text` of a reading. Every character of every source line ends up in the text's map or in ``removed``, exactly once."""
    lines = tuple(SourceLine(page.number, line, page.name) for page, line in reading.lines())
    furniture = find_furniture(lines, reading.pages, patterns)
    unseen = {index for index, source in enumerate(lines) if source.line.mark in UNSEEN}
    visible = [index for index, source in enumerate(lines) if source.line.text.strip() and index not in furniture | unseen]
    whole = reading.unit is not Unit.LINE
    layout = unbroken(visible) if whole else measure(lines, visible, reading.paged)
    folding = _folding(patterns)

    builder = _Builder(lines, reading)
    for index, source in enumerate(lines):
        if index in furniture:
            builder.remove(index, 0, len(source.line.text), Removal.FURNITURE)
        elif not source.line.text.strip():
            builder.remove(index, 0, len(source.line.text), Removal.SPACE)
        elif index in unseen:
            builder.remove(index, 0, len(source.line.text), Removal.HIDDEN)

    candidates: list[Candidate] = []
    alone: dict[int, Folded] = {}
    for index in visible:
        folded = alone[index] = folding.fold(lines[index].line.text, lines[index].line.row is not None)
        text = folded.text
        if not text or (lines[index].line.row is None and _is_table_rule(text)):
            builder.remove(index, 0, len(lines[index].line.text), Removal.MARKUP)
            continue
        apart = bool(candidates) and _apart(lines, candidates[-1].index, index, whole)
        candidates.append(Candidate(index, text, apart, lines[index].line.mark == "table" or _is_table_row(text)))

    for group in Joiner(patterns, layout, lines, whole).groups(candidates):
        indices = [candidate.index for candidate in group]
        folded = alone[indices[0]] if len(indices) == 1 else folding.fold("".join(lines[index].line.text for index in indices))
        shape = layout.measures[indices[0]]
        builder.add(folded, indices, group[0].table, shape.centred, lines[indices[0]].line.size)
    return builder.build()


@lru_cache(maxsize=4)
def _folding(patterns: Patterns) -> Folding:
    """The folding of a set of patterns, whose tables are made once."""
    return Folding(patterns)


def _apart(lines: tuple[SourceLine, ...], before: int, index: int, whole: bool) -> bool:
    """Whether a blank line, a page break or, where paragraphs are whole, the end of one stands between two visible lines."""
    if whole:
        return (lines[before].page, lines[before].line.number) != (lines[index].page, lines[index].line.number)
    return index - before > 1 or lines[index].page != lines[before].page


def _is_table_row(text: str) -> bool:
    """Whether a line is a row of a markdown table."""
    return text.count("|") >= 2 or text.count("│") >= 2


def _is_table_rule(text: str) -> bool:
    """Whether a line only rules a markdown table or separates (---, ===, |---|)."""
    return text[0] in _RULES and len(text) >= 3 and _RULES.issuperset(text) and any(mark in text for mark in f"-=_*{_DRAWN}")


class _Builder:
    """Gathers paragraphs and removals into a `Text`."""

    def __init__(self, lines: tuple[SourceLine, ...], reading: Reading) -> None:
        self.lines = lines
        self.paged = reading.paged
        self.unit = reading.unit
        self.pieces: list[str] = []
        self.length = 0
        self.line_of = array("i")
        self.start_of = array("i")
        self.end_of = array("i")
        self.gaps: list[int] = []
        self.paragraphs: list[Paragraph] = []
        self.removed: list[Removed] = []

    def remove(self, line: int, start: int, end: int, reason: Removal) -> None:
        if start < end:
            self.removed.append(Removed(line, start, end, reason))

    def add(self, folded: Folded, indices: Sequence[int], table: bool, centred: bool | None, size: float | None) -> None:
        """A paragraph, folded from the source lines with these indices set one behind the other."""
        if self.paragraphs:
            self.pieces.append("\n")
            for array_of in (self.line_of, self.start_of, self.end_of):
                array_of.append(-1)
            self.length += 1
        start = self.length
        self.gaps.extend(start + gap for gap in folded.gaps)
        self.pieces.append(folded.text)
        self.length += len(folded.text)
        origin = folded.origin
        if len(indices) == 1:
            self.map_to(indices[0], origin)
            self.removed += [Removed(indices[0], raw, raw + 1, reason) for raw, reason in folded.removed]
            self.paragraphs.append(Paragraph(start, self.length, indices[0], indices[0], table, centred, size))
            return
        bounds = [0]
        for index in indices:
            bounds.append(bounds[-1] + len(self.lines[index].line.text))
        begin = 0
        for index, first, last in zip(indices, bounds, bounds[1:], strict=False):
            end = bisect_left(origin, last, begin)
            columns = origin[begin:end]
            if isinstance(columns, range):  # as most lines are: nothing in it was folded away
                self.map_to(index, range(columns.start - first, columns.stop - first))
            else:
                self.map_to(index, [raw - first for raw in columns])
            begin = end
        for raw, reason in folded.removed:
            at = bisect_right(bounds, raw) - 1
            self.remove(indices[at], raw - bounds[at], raw - bounds[at] + 1, reason)
        self.paragraphs.append(Paragraph(start, self.length, indices[0], indices[-1], table, centred, size))

    def map_to(self, line: int, columns: Sequence[int]) -> None:
        """The next characters come from these columns of a source line."""
        self.line_of.extend(array("i", [line]) * len(columns))
        self.start_of.extend(array("i", columns))
        ends = range(columns.start + 1, columns.stop + 1) if isinstance(columns, range) else [column + 1 for column in columns]
        self.end_of.extend(array("i", ends))

    def build(self) -> Text:
        removed = tuple(sorted(self.removed, key=lambda item: (item.line, item.start)))
        return Text(
            "".join(self.pieces),
            self.lines,
            self.line_of,
            self.start_of,
            self.end_of,
            tuple(self.gaps),
            tuple(self.paragraphs),
            removed,
            self.paged,
            self.unit,
        )
