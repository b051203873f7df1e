"""The outline: the section tree and the elements of an official document, as spans of the `Text`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from extractor.model.text import Span


def place_name(labels: Sequence[str]) -> str:
    """Labels from the top down as a reader names the place: 二、（一）1.; a decimal label that repeats the one above stands for both (2.1 of 2.)."""
    shown = [one for one, below in pairwise((*labels, "")) if not below.startswith(one.rstrip(".") + ".")]
    return "".join(shown)


class Kind(StrEnum):
    """What a section's scores do to the total."""

    NORMAL = "normal"
    BONUS = "bonus"
    PENALTY = "penalty"


@dataclass(frozen=True, slots=True)
class Section:
    """One section (一、 （一） 1. …).

    id: position in the tree, ``"2.1"``. label: canonical in width. number: as printed, None where the label has none. scheme: id of the numbering scheme.
    level: depth in the tree, 1 at the top. title: without label, score brackets and end mark. heading: label to the end of the title and its score brackets.
    body: from the end of the heading to the next heading, children excluded. annex: the section is the text of an annex.
    """

    id: str
    label: str
    number: int | None
    scheme: str
    level: int
    title: str
    kind: Kind
    heading: Span
    body: Span
    children: tuple[Section, ...] = ()
    annex: bool = False

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def end(self) -> int:
        """Where the section with all its children ends."""
        return self.children[-1].end if self.children else self.body.end


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the document (GB/T 9704-2012) and where it stands. ``field`` is a key of `DocumentInfo`; ``value`` its string form."""

    field: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """发文字号: ``agency〔year〕serial号``."""

    text: str
    agency: str | None
    year: int | None
    serial: int | None


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """The elements of the document by field, as in the contract; ``at`` gives the spans of each field that was found."""

    issuers: tuple[str, ...] = ()
    number: DocumentNumber | None = None
    signers: tuple[str, ...] = ()
    title: str | None = None
    period: int | None = None
    addressees: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    date: str | None = None
    """ISO 8601, or the printed form (normalised) where it names a day that does not exist; then ``date_valid`` is False."""
    date_valid: bool = True
    copied_to: tuple[str, ...] = ()
    printed_by: str | None = None
    printed_on: str | None = None
    security: str | None = None
    urgency: str | None = None
    programme: str | None = None
    region: tuple[str, str] | None = None
    """Name and level (省 市 县 乡 as ``province|city|county|township``)."""
    cover: bool = False
    """The document opens with a cover block instead of a letterhead."""
    at: dict[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outline:
    """Sections and document elements.

    preamble: text between the title block and the first section (the opening). closing: text after the last section's own body that speaks for the
    whole report (综上…). contents: contents pages. elements: every span that is part of a document element. heading_like: lines that look like a
    heading and are in no section (``coverage/heading``).
    """

    sections: tuple[Section, ...]
    document: DocumentInfo
    preamble: tuple[Span, ...] = ()
    closing: tuple[Span, ...] = ()
    contents: tuple[Span, ...] = ()
    elements: tuple[Span, ...] = ()
    tables: tuple[Span, ...] = ()
    heading_like: tuple[Span, ...] = ()
    headings_found: int = 0

    def walk(self) -> Iterator[Section]:
        """All sections in document order."""
        for section in self.sections:
            yield from section.walk()


class SectionLocator:
    """Finds the section in whose heading or body an offset stands, in logarithmic time."""

    def __init__(self, outline: Outline) -> None:
        pieces = sorted(
            (span.start, span.end, order)
            for order, section in enumerate(outline.walk())
            for span in (section.heading, section.body)
            if span.start < span.end
        )
        self._starts = [start for start, _, _ in pieces]
        self._pieces = pieces
        self._sections = list(outline.walk())

    def at(self, offset: int) -> Section | None:
        """The deepest section at ``offset``; None outside all sections."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        _, end, order = self._pieces[index]
        return self._sections[order] if offset < end else None
