"""What recognition may have lost besides digits: a heading, an item, a line. What adds up over such a place is not decided, for no lost line may accuse.

A line that was not read at all leaves a mark in the text (`readers.ocr`); a heading that was lost or misread leaves a number that is skipped, doubled or
runs backwards, a line like a heading that found no place, or a score that nothing explains.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.outline import Section
from extractor.model.text import Span
from extractor.validator.matter import Matter
from extractor.validator.numbering import slips

REASON = "unread"
"""The reason of a doubt that stands for a line which shows ink and gave no words."""
SUMS_OVER, OVER_ALL = "score/", "score/total-deduction"
"""Rules whose operands may be lost with a heading, and the one that needs every item of the report; claims keep theirs in one sentence."""


def unread(matter: Matter) -> tuple[Span, ...]:
    """The marks that stand for lines which could not be read, in order."""
    text = matter.text
    marked = {(index, doubt.start) for index, source in enumerate(text.lines) for doubt in source.line.doubts if doubt.reason == REASON}
    if not marked:
        return ()
    places = zip(text.line_of, text.start_of, strict=True)
    return tuple(Span(offset, offset + 1) for offset, place in enumerate(places) if place in marked)


def round_marks(matter: Matter) -> tuple[Span, ...]:
    """The paragraphs in which the marks stand, with their neighbours: a line that was not read may have gone on in them."""
    paragraphs = matter.text.paragraphs
    found = [matter.text.paragraph_at(mark.start) for mark in unread(matter)]
    return tuple(Span(paragraphs[max(0, index - 1)].start, paragraphs[min(len(paragraphs) - 1, index + 1)].end) for index in found)


def unsettled(matter: Matter) -> frozenset[str | None]:
    """The sections in which something may be lost, None for the report as a whole; empty where nothing was recognised."""
    if not matter.reading.ocr:
        return frozenset()
    found: set[str | None] = set()
    for slip in slips(matter):
        # what was lost between the two is read as a part of the former
        found.update(_up_from(matter, slip.section))
        found.update(_up_from(matter, slip.previous))
    marks = unread(matter)
    spans = [*matter.outline.heading_like, *(one.at for one in matter.facts.look_alikes if one.explained is None), *marks]
    for span in spans:
        found.update(_up_from(matter, matter.section_at(span.start)))
    return frozenset([*found, None] if marks else found)


def may_lack(rule: str, section: str | None, lost: frozenset[str | None]) -> bool:
    """Whether what a rule adds up for a section may lack something. lost: what `unsettled` gives."""
    return (rule.startswith(SUMS_OVER) and section in lost) or (rule == OVER_ALL and bool(lost))


def _up_from(matter: Matter, section: Section | None) -> Iterator[str | None]:
    """A section and those above whose sums rest on what it holds: up to the first that states a score of its own."""
    if section is None:
        yield None
        return
    yield section.id
    for above in matter.ancestors(section):
        yield above.id
        if matter.has_score(above):
            return
    yield None
