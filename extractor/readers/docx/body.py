"""Walks the body of a document: paragraphs, tables, text boxes, in both readings of the tracked changes.

Paragraphs are numbered as they stand in the file, empty ones and those in cells and boxes included. A row of a table is one line
``| a | b |`` with the number of its first paragraph; a cell merged from above and the columns that a wide cell covers stay empty, so that its
text stands once. A table of a single column only frames its paragraphs. A paragraph whose mark is deleted or hidden goes on in the next
one, whose properties hold for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.readers.docx.flow import ACCEPTED, BOTH, REJECTED, Flow
from extractor.readers.docx.names import (
    ALTERNATE,
    CELL,
    INSERTED,
    MOVED_TO,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    ROW,
    RUN_PROPERTIES,
    TABLE,
    TRANSPARENT,
    VAL,
    Element,
    R,
    W,
    chosen,
    switched,
    value,
    whole,
)
from extractor.readers.docx.numbering import Numbering
from extractor.readers.docx.package import Parts
from extractor.readers.docx.runs import Runs
from extractor.readers.docx.styles import Styles
from extractor.readers.docx.tables import WordCell, WordRow, placed
from extractor.readers.rows import row_line

GONE = ((f"{W}del", ACCEPTED), (f"{W}ins", REJECTED), (f"{W}moveFrom", BOTH), (f"{W}vanish", BOTH))
"""What the properties of a paragraph's mark say, and the readings in which the mark then is not there."""
STYLE, NUMBERED, SECTION = f"{W}pStyle", f"{W}numPr", f"{W}sectPr"
CELL_PROPERTIES = f"{W}tcPr"
DOWN, ACROSS = MERGES = (f"{W}vMerge", f"{W}hMerge")
SPAN = f"{W}gridSpan"
WIDE = f"{CELL_PROPERTIES}/{SPAN}"
LETTERHEAD_CELLS = 2
CELL_GONE = {f"{W}cellDel": ACCEPTED, f"{W}cellIns": REJECTED}
WIDEST = 63
"""Columns of a Word table; a wider span is a mistake of the file."""


class Opened(NamedTuple):
    """What is known of a paragraph before its runs are read. text: with its label, where it holds nothing but text and reads the same in both readings."""

    number: int
    style: str | None
    marked: int
    label: str
    text: str | None


class Body:
    """Reads the parts of one document in their order; numbering and numbers of paragraphs run on through all of them."""

    def __init__(self, parts: Parts, styles: Styles, runs: Runs) -> None:
        self.notes: list[tuple[str, str]] = []
        """Kind and id of the notes referred to, in order."""
        self.furniture: dict[str, None] = {}
        """Relationship ids of headers and footers, in the order of the sections that name them."""
        self.alt_chunks = False
        self._numbering = Numbering(parts.numbering, styles)
        self._runs = runs
        self._default_style = styles.default
        self._marks_change = parts.hold(*(name for name, _ in GONE))
        self._count = 0
        self._tables = 0

    def read(self, container: Element) -> Flow:
        """The blocks of a ``w:body``, a note, a header or a footer."""
        flow = Flow()
        self._runs.scan(container)
        self._blocks(container, flow)
        flow.finish()
        return flow

    def _blocks(self, container: Iterable[Element], flow: Flow) -> None:
        for child in container:
            tag = child.tag
            if tag == PARAGRAPH:
                self._paragraph(child, flow)
            elif tag == TABLE:
                self._table(child, flow)
            elif tag in TRANSPARENT or tag in (INSERTED, MOVED_TO):
                self._blocks(child, flow)
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    self._blocks(branch, flow)
            elif tag == f"{W}altChunk":
                self.alt_chunks = True
            elif tag == SECTION:
                self._section(child)

    def _paragraph(self, paragraph: Element, flow: Flow) -> None:
        opened = self._open(paragraph)
        if opened.text is not None:
            flow.plain(opened.number, opened.text)
        else:
            self._special(paragraph, opened, flow)

    def _open(self, paragraph: Element) -> Opened:
        """Count a paragraph and see what its properties say of it."""
        self._count += 1
        style, numbered, marked = self._default_style, None, BOTH
        if len(paragraph) and paragraph[0].tag == PARAGRAPH_PROPERTIES:
            for one in paragraph[0]:
                tag = one.tag
                if tag == STYLE:
                    style = one.get(VAL, style)
                elif tag == NUMBERED:
                    numbered = one
                elif tag == RUN_PROPERTIES and self._marks_change:
                    marked = BOTH & ~_gone(one)
                elif tag == SECTION:
                    self._section(one)
        text = self._runs.plain(paragraph, style) if marked == BOTH else None
        label = self._numbering.label(numbered, style) if marked & ACCEPTED else ""
        return Opened(self._count, style, marked, label, None if text is None else label + text)

    def _special(self, paragraph: Element, opened: Opened, flow: Flow) -> None:
        """A paragraph that holds more than text, or whose mark does not stand in both readings."""
        content = self._runs.read(paragraph, opened.style)
        for box, before in content.boxes:
            if before:
                self._box(box, flow)
        texts = {reading: content.text(reading) for reading in (ACCEPTED, REJECTED)}
        flow.paragraph(opened.number, texts, opened.marked, opened.label)
        for box, before in content.boxes:
            if not before:
                self._box(box, flow)
        self.notes.extend(content.notes)

    def _box(self, box: Element, flow: Flow) -> None:
        inner = Flow(flow.cell)
        self._blocks(box, inner)
        flow.take(inner)

    def _section(self, section: Element) -> None:
        for reference in section.iterchildren(f"{W}headerReference", f"{W}footerReference"):
            self.furniture.setdefault(reference.get(f"{R}id", ""))

    def _table(self, table: Element, flow: Flow) -> None:
        rows = [(row, list(_inside(row, CELL))) for row in _inside(table, ROW)]
        if not flow.cell and rows and _only_lays_out(rows, flow):
            for _, cells in rows:
                for cell in cells:
                    flow.finish()
                    self._blocks(cell, flow)
            flow.finish()
            return
        read = [self._row(row, cells) for row, cells in rows]
        if flow.cell:
            for one in read:
                accepted, rejected = (" ".join(filter(None, one.columns_of(rejecting=reading))) for reading in (False, True))
                flow.row(one.paragraph, accepted, rejected)
            return
        self._tables += 1
        cells_of = iter(enumerate(placed(read)))
        for one in read:
            made = None
            if one.stands:
                number, cells_here = next(cells_of)
                made = row_line(cells_here, one.columns, self._tables, number)
            columns = one.columns_of(rejecting=True)
            other = f"| {' | '.join(columns)} |" if any(columns) else ""
            flow.row(one.paragraph, made.text if made else "", other, made.row if made else None)

    def _row(self, row: Element, cells: list[Element]) -> WordRow:
        first = self._count + 1
        properties = row.find(f"{W}trPr")
        gone = _gone(properties)
        before, after = (
            0 if properties is None else min(whole(value(properties, name)) or 0, WIDEST) for name in ("gridBefore", "gridAfter")
        )
        return WordRow(first, [self._cell(cell, gone) for cell in cells], before, after, not gone & ACCEPTED)

    def _cell(self, cell: Element, gone: int) -> WordCell:
        """The cell's text in both readings, and what it says of merging."""
        span = 1
        blocks = []
        for child in cell:
            if child.tag != CELL_PROPERTIES:
                blocks.append(child)
                continue
            merges: set[str] = set()
            for one in child:
                tag = one.tag
                if tag == SPAN:
                    span = min(max(1, whole(one.get(VAL)) or 1), WIDEST)
                elif tag in MERGES:  # a merge without a value goes on
                    if one.get(VAL, "continue") == "continue":
                        merges.add(tag)
                elif tag in CELL_GONE:
                    gone |= CELL_GONE[tag]
            if merges:
                self._count += sum(1 for _ in cell.iter(PARAGRAPH))
                return WordCell("", "", span, below=DOWN in merges, beside=ACROSS in merges)
        if len(blocks) == 1 and blocks[0].tag == PARAGRAPH:
            opened = self._open(blocks[0])
            if opened.text is not None:
                text = " ".join(opened.text.split("\n")).strip()
                return WordCell("" if gone & ACCEPTED else text, "" if gone & REJECTED else text, span)
            inner = Flow(cell=True)
            self._special(blocks[0], opened, inner)
        else:
            inner = Flow(cell=True)
            self._blocks(blocks, inner)
        inner.finish()
        return WordCell("" if gone & ACCEPTED else inner.text(ACCEPTED), "" if gone & REJECTED else inner.text(REJECTED), span)


def _only_lays_out(rows: list[tuple[Element, list[Element]]], flow: Flow) -> bool:
    """Whether a table holds no tabular data, so that its cells are read as text: one column; or, before any text, the single row of a
    letterhead, the issuing bodies one below the other in one cell and 文件 beside them in the other.
    """
    if all(len(cells) == 1 and cells[0].find(WIDE) is None for _, cells in rows):
        return True
    if len(rows) > 1 or len(rows[0][1]) != LETTERHEAD_CELLS or any(line.text.strip() for line in flow.lines):
        return False
    row, cells = rows[0]
    if any(cell.find(f".//{TABLE}") is not None for cell in cells):
        return False
    printed = sorted(sum(1 for paragraph in cell.iter(PARAGRAPH) if "".join(paragraph.itertext(f"{W}t")).strip()) for cell in cells)
    return _gone(row.find(f"{W}trPr")) == 0 and printed[0] == 1 and printed[1] > 1


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those wrapped in content controls included."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in TRANSPARENT:
            yield from _inside(child, tag)
        elif child.tag == ALTERNATE:
            branch = chosen(child)
            if branch is not None:
                yield from _inside(branch, tag)


def _gone(properties: Element | None) -> int:
    """The readings in which the mark of a paragraph, or a row, is not there, by what its properties say."""
    gone = 0
    if properties is not None and len(properties):
        for name, readings in GONE:
            found = properties.find(name)
            if found is not None and switched(found):
                gone |= readings
    return gone
