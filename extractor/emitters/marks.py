"""Where the findings of a report stand on its pages: one mark for one place, with all the findings that are about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.model.page import Box
from extractor.model.report import Finding, Report, Severity
from extractor.model.text import Span, Text

_SAME = 2
"""Two spans are one place where they share half of the longer one, or more."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a page (its number from 1): a box for each printed line of it, in points from the top left of the page as displayed."""

    page: int
    boxes: tuple[Box, ...]
    findings: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        """That of the gravest finding."""
        return min((finding.severity for finding in self.findings), key=list(Severity).index)


def marks(report: Report) -> list[Mark]:
    """The marks in the order to draw them: page by page, a place within another one after it."""
    found: list[Mark] = []
    for span, findings in _places(report.verification.findings):
        pages: dict[int, list[Box]] = {}
        for page, box in _lines(report.text, span):
            pages.setdefault(page, []).append(box)
        found += [Mark(page, tuple(boxes), tuple(findings)) for page, boxes in pages.items()]
    return sorted(found, key=lambda mark: (mark.page, -sum((box.x1 - box.x0) * (box.bottom - box.top) for box in mark.boxes)))


def _places(findings: tuple[Finding, ...]) -> list[tuple[Span, list[Finding]]]:
    """The spans of all evidence with their findings, spans that are nearly the same drawn together."""
    evidence = sorted((span.start, span.end, number) for number, finding in enumerate(findings) for span in finding.evidence)
    placed: list[tuple[Span, list[Finding]]] = []
    for start, end, number in evidence:
        finding = findings[number]
        span = Span(start, end)
        for index in range(len(placed) - 1, -1, -1):
            other, told = placed[index]
            shared = min(span.end, other.end) - max(span.start, other.start)
            if shared > 0 and shared * _SAME >= max(span.end - span.start, other.end - other.start):
                placed[index] = (Span(min(span.start, other.start), max(span.end, other.end)), told)
                if all(finding is not one for one in told):
                    told.append(finding)
                break
        else:
            placed.append((span, [finding]))
    return placed


def _lines(text: Text, span: Span) -> Iterator[tuple[int, Box]]:
    """The boxes of a span with their pages, one a printed line; none where the source has no pages."""
    position, end = span.start, min(span.end, len(text.content))
    while position < end:
        stop = position + 1
        while stop < end and text.line_of[stop] == text.line_of[position]:
            stop += 1
        if text.line_of[position] >= 0:
            for place in text.places(Span(position, stop)):
                if place.page is not None and place.box is not None:
                    yield place.page, place.box
        position = stop
