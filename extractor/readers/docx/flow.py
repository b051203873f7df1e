"""Where the paragraphs of a document or of a cell go, in both readings of the tracked changes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractor.model.page import Line, Revision, Row

ACCEPTED, REJECTED = 1, 2
BOTH = ACCEPTED | REJECTED
"""The readings in which something stands, as bits."""


@dataclass(slots=True)
class Flow:
    """Gathers paragraphs. cell: it is the content of a table cell, whose text is asked for as a whole, so nothing is told apart by lines.

    A paragraph whose mark is not there in a reading goes on in the next one: `pending` holds its text by reading. Paragraphs between which a
    mark was inserted, deleted or hidden are one group: only as a whole can their readings be compared.
    """

    cell: bool = False
    lines: list[Line] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    pending: dict[int, str] = field(default_factory=dict)
    pending_number: int | None = None
    _said: dict[int, list[str]] = field(default_factory=lambda: {ACCEPTED: [], REJECTED: []})
    _indices: list[int] = field(default_factory=list)
    _group: int | None = None

    def paragraph(self, number: int, texts: dict[int, str], marked: int, label: str) -> None:
        """A paragraph with its text by reading, the readings in which its mark stands, and its automatic number."""
        if self._group is None:
            self._group = number
        for reading in (ACCEPTED, REJECTED):
            if marked & reading:
                text = self.pending.pop(reading, "") + texts[reading]
                if reading == ACCEPTED:
                    number = self.pending_number or number
                    self.pending_number = None
                self._add(number, reading, label + text)
            elif texts[reading]:
                self.pending[reading] = self.pending.get(reading, "") + texts[reading]
                if reading == ACCEPTED and self.pending_number is None:
                    self.pending_number = number
        if marked == BOTH:
            self._close()

    def plain(self, number: int, text: str) -> None:
        """A paragraph that reads the same in both readings and ends in both."""
        if self.cell or self._group is not None or "\n" in text:
            self.paragraph(number, {ACCEPTED: text, REJECTED: text}, BOTH, "")
        else:
            self.lines.append(Line(text, number))

    def row(self, number: int, accepted: str, rejected: str, row: Row | None = None) -> None:
        """A row of a table; empty in a reading that does not have the row, or nothing in it. row: the cells of the accepted text."""
        self.finish()
        self._group = number
        for reading, text in ((ACCEPTED, accepted), (REJECTED, rejected)):
            if text:
                self._add(number, reading, text, row)
        self._close()

    def take(self, other: Flow) -> None:
        """The content of a text box, which interrupts nothing."""
        other.finish()
        if self.cell:
            for reading in (ACCEPTED, REJECTED):
                self._said[reading].append(other.text(reading))
            return
        shift = len(self.lines)
        self.lines.extend(other.lines)
        self.revisions.extend(replace(one, lines=tuple(index + shift for index in one.lines)) for one in other.revisions)

    def finish(self) -> None:
        """Nothing follows: what a mark that is gone left open ends here."""
        for reading, text in sorted(self.pending.items()):
            self._add(self.pending_number or self._group or 0, reading, text)
        self.pending.clear()
        self.pending_number = None
        self._close()

    def prefix(self, mark: str) -> None:
        """Put a mark before the first line, in both readings."""
        if self.lines:
            first, row = self.lines[0], self.lines[0].row
            if row is not None:
                moved = (cell._replace(start=cell.start + len(mark), end=cell.end + len(mark)) for cell in row.cells)
                row = row._replace(cells=tuple(moved))
            self.lines[0] = replace(first, text=mark + first.text, row=row)
        if self.revisions and self.revisions[0].lines[:1] == (0,):
            revision = self.revisions[0]
            self.revisions[0] = replace(revision, accepted=mark + revision.accepted, rejected=mark + revision.rejected)

    def text(self, reading: int) -> str:
        """All that a cell holds, in one line."""
        return " ".join(piece.strip() for text in self._said[reading] for piece in text.split("\n") if piece.strip())

    def _add(self, number: int, reading: int, text: str, row: Row | None = None) -> None:
        self._said[reading].append(text)
        if reading == ACCEPTED and not self.cell:
            for piece in text.split("\n"):
                self._indices.append(len(self.lines))
                self.lines.append(Line(piece, number, mark=None if row is None else "table", row=row))

    def _close(self) -> None:
        """Both readings have come to the end of a paragraph: where they differ, that is a revision."""
        if self.cell or self._group is None:
            return
        accepted, rejected = ("\n".join(self._said[reading]) for reading in (ACCEPTED, REJECTED))
        if accepted != rejected:
            self.revisions.append(Revision(self._group, tuple(self._indices), accepted, rejected))
        self._group = None
        self._indices.clear()
        for said in self._said.values():
            said.clear()
