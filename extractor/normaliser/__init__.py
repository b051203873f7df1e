"""Pages in, one `Text` out, with the way back from every character: furniture apart, lines joined, widths and spaces folded."""

from __future__ import annotations

from array import array
from itertools import pairwise

from extractor.language.patterns import Patterns
from extractor.model.page import Reading, Unit
from extractor.model.text import Paragraph, Removal, Removed, SourceLine, Text
from extractor.normaliser.folding import Cell, Folding
from extractor.normaliser.furniture import find_furniture
from extractor.normaliser.joining import Candidate, Joiner
from extractor.normaliser.layout import measure, unbroken

__all__ = ["normalise"]

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
    folding = Folding(patterns)

    builder = _Builder(lines, reading)
    for index, source in enumerate(lines):
        if index in furniture:
            builder.remove(index, 0, len(source.line.text), Removal.FURNITURE)
        elif not source.line.text.strip():
            builder.remove(index, 0, len(source.line.text), Removal.SPACE)
        elif index in unseen:
            builder.remove(index, 0, len(source.line.text), Removal.HIDDEN)

    candidates: list[Candidate] = []
    plain: set[int] = set()
    for index in visible:
        core = lines[index].line.text.strip()
        if folding.plain(core):
            plain.add(index)
            apart = bool(candidates) and _apart(lines, candidates[-1].index, index, whole)
            candidates.append(Candidate(index, core, apart, lines[index].line.mark == "table"))
            continue
        folded = folding.fold(_cells(lines, index))
        text = folded.text
        if not text or (lines[index].line.row is None and _is_table_rule(text)):
            builder.remove_folded(folded.removed)
            for cell in folded.cells:
                builder.remove(index, cell.start, cell.end, Removal.MARKUP)
            continue
        apart = bool(candidates) and _apart(lines, candidates[-1].index, index, whole)
        candidates.append(Candidate(index, text, apart, lines[index].line.mark == "table" or _is_table_row(text)))

    for group in Joiner(patterns, layout, lines, whole).groups(candidates):
        if plain.issuperset(candidate.index for candidate in group) and _seamless(lines, group):
            builder.add_plain(group, layout.measures[group[0].index].centred)
            continue
        cells = [cell for candidate in group for cell in _cells(lines, candidate.index)]
        folded = folding.fold(cells)
        builder.remove_folded(folded.removed)
        first, last = group[0].index, group[-1].index
        shape = layout.measures[first]
        builder.add(folded.cells, folded.gaps, first, last, group[0].table, shape.centred, lines[first].line.size)
    return builder.build()


def _cells(lines: tuple[SourceLine, ...], index: int) -> list[Cell]:
    return [Cell(char, index, column, column + 1) for column, char in enumerate(lines[index].line.text)]


def _seamless(lines: tuple[SourceLine, ...], group: list[Candidate]) -> bool:
    """Whether no white space stands between the lines of a paragraph."""
    return not any(
        lines[before.index].line.text[-1].isspace() or lines[after.index].line.text[0].isspace() for before, after in pairwise(group)
    )


def _apart(lines: tuple[SourceLine, ...], before: int, index: int, whole: bool) -> bool:
    """Whether a blank line, a page break or, where paragraphs are whole, the end of one stands between two visible lines."""
    if whole:
        return (lines[before].page, lines[before].line.number) != (lines[index].page, lines[index].line.number)
    return index - before > 1 or lines[index].page != lines[before].page


def _is_table_row(text: str) -> bool:
    """Whether a line is a row of a markdown table."""
    return text.count("|") >= 2


def _is_table_rule(text: str) -> bool:
    """Whether a line only rules a markdown table or separates (---, ===, |---|)."""
    return len(text) >= 3 and set(text) <= set("|-:=_* ") and any(mark in text for mark in "-=_*")


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

    def remove_folded(self, removed: list[tuple[int, int, int, Removal]]) -> None:
        for line, start, end, reason in removed:
            self.remove(line, start, end, reason)

    def add(self, cells: list[Cell], gaps: list[int], first: int, last: int, table: bool, centred: bool | None, size: float | None) -> None:
        if self.paragraphs:
            self._append("\n", -1, -1, -1)
        start = self.length
        self.gaps.extend(start + gap for gap in gaps)
        for cell in cells:
            self._append(cell.char, cell.line, cell.start, cell.end)
        self.paragraphs.append(Paragraph(start, self.length, first, last, table, centred, size))

    def add_plain(self, group: list[Candidate], centred: bool | None) -> None:
        """A paragraph whose characters stand in the text as they are printed, white space at its ends aside."""
        if self.paragraphs:
            self._append("\n", -1, -1, -1)
        start = self.length
        for candidate in group:
            index, text = candidate.index, candidate.text
            printed = self.lines[index].line.text
            first = printed.index(text)
            end = first + len(text)
            self.remove(index, 0, first, Removal.SPACE)
            self.remove(index, end, len(printed), Removal.SPACE)
            self.pieces.append(text)
            self.line_of.extend([index] * len(text))
            self.start_of.extend(range(first, end))
            self.end_of.extend(range(first + 1, end + 1))
            self.length += len(text)
        first_line = self.lines[group[0].index].line
        self.paragraphs.append(Paragraph(start, self.length, group[0].index, group[-1].index, group[0].table, centred, first_line.size))

    def _append(self, char: str, line: int, start: int, end: int) -> None:
        self.pieces.append(char)
        self.line_of.append(line)
        self.start_of.append(start)
        self.end_of.append(end)
        self.length += 1

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
