"""The elements of an official document (GB/T 9704-2012) around the sections of a report: what it is, who issues it, for whom, when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.language.patterns import Patterns
from extractor.model.outline import DocumentInfo, Element
from extractor.model.text import Span, Text
from extractor.segmenter.bodies import bodies
from extractor.segmenter.dates import read_date
from extractor.segmenter.head import Head, read_head
from extractor.segmenter.letterhead import read_number
from extractor.segmenter.passages import Passage, passages
from extractor.segmenter.subject import find_period, find_programme, find_region
from extractor.segmenter.tail import Tail, read_tail


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of one document.

    info: their values by field, with spans. spans: every character that belongs to an element, sorted, disjoint; the whole paragraph where
    it is one. preamble: all before the first section that is no element (the opening; what a web frame left; contents pages). With no
    section at all it is everything up to the annexes that is no element. annexes: the mark (with its title) at which each annex's own
    text begins; they are in neither of the others.
    """

    info: DocumentInfo
    spans: tuple[Span, ...]
    preamble: tuple[Span, ...]
    annexes: tuple[Span, ...]


def find_elements(text: Text, first_section: int, body_end: int, patterns: Patterns) -> Elements:
    """Find the elements of a document.

    first_section: offset of the heading of the first section, the length of the text where there is none. body_end: where the text of the
    last main section ends, elements at the tail included. Raises `PatternTimeoutError` where a pattern runs past its time limit.
    """
    length = len(text.content)
    first_section = min(first_section, length)
    head = read_head(passages(text, 0, first_section), first_section, patterns)
    sectioned = first_section < length
    tail = read_tail(passages(text, first_section if sectioned else head.opening, length), body_end if sectioned else length, patterns)
    elements = sorted((*head.elements, *tail.elements), key=lambda element: (element.span.start, element.field))
    preamble = head.rest if sectioned else _unsectioned(head, tail)
    opening = tuple(passage.span for passage in preamble if passage.start >= head.opening)[:3]
    info = _info(text, elements, opening, patterns)
    spans = _merged(element.span for element in elements if element.span.start < element.span.end)
    return Elements(info, spans, tuple(sorted(passage.span for passage in preamble)), tail.annexes)


def _unsectioned(head: Head, tail: Tail) -> tuple[Passage, ...]:
    """All text of a report without sections that is no element, up to its annexes."""
    before = tail.annexes[0].start if tail.annexes else None
    front = [passage for passage in head.rest if passage.start < head.opening]
    return (*front, *(passage for passage in tail.rest if before is None or passage.start < before))


def _info(text: Text, elements: list[Element], opening: tuple[Span, ...], patterns: Patterns) -> DocumentInfo:
    at: dict[str, tuple[Span, ...]] = {}

    def take(field: str, *names: str) -> tuple[str, ...]:
        """The values of the first of ``names`` that was found; its spans are kept under ``field``."""
        for name in names:
            found = [element for element in elements if element.field == name]
            if found:
                at[field] = tuple(element.span for element in found)
                return tuple(element.value for element in found)
        return ()

    title = "".join(take("title", "title")) or None
    titled = [Element("title_bodies", body.content, body.span) for body in _title_bodies(text, at.get("title", ()), patterns)]
    elements = [*elements, *titled]
    issuers = take("issuers", "letterhead", "cover_unit", "signatories", "byline", "title_bodies")
    numbers = take("number", "number", "number_labelled")
    dates = take("date", "date", "cover_date", "head_date")
    date = read_date(dates[-1], patterns) if dates else None
    if dates:
        at["date"] = at["date"][-1:]
    if date is None:
        at.pop("date", None)
    printed_on = take("printed_on", "printed_on")
    printed = read_date(printed_on[0], patterns) if printed_on else None
    years = tuple(element.span for element in elements if element.field == "head_year")
    period = find_period(text.content, (*at.get("title", ()), *years), opening, patterns)
    if period is None and years:
        period = int(text.slice(years[0])), years[0]
    if period:
        at["period"] = (period[1],)
    programme = take("programme", "cover_programme")
    region = find_region((*issuers, *([title] if title else [])), patterns)
    return DocumentInfo(
        issuers=issuers,
        number=read_number(numbers[0], patterns) if numbers else None,
        signers=take("signers", "signers"),
        title=title,
        period=period[0] if period else None,
        addressees=take("addressees", "addressees"),
        attachments=take("attachments", "attachments"),
        signatories=take("signatories", "signatories", "byline"),
        date=date.value if date else None,
        date_valid=date.valid if date else True,
        copied_to=take("copied_to", "copied_to"),
        printed_by="".join(take("printed_by", "printed_by")) or None,
        printed_on=printed.value if printed else None,
        security=next(iter(take("security", "security")), None),
        urgency=next(iter(take("urgency", "urgency")), None),
        programme=programme[0] if programme else find_programme(title, patterns),
        region=region,
        cover=sum(element.field == "cover" for element in elements) > 1,
        at=at,
    )


def _title_bodies(text: Text, title: tuple[Span, ...], patterns: Patterns) -> list[Passage]:
    """The bodies that the title begins with, before 关于 or the year, also where they fill lines of their own."""
    found: list[Passage] = []
    for span in title:
        line = passages(text, span.start, span.end)[0]
        whole = bodies(line, patterns)
        if whole:
            found.extend(whole)
            continue
        lead = patterns.one("title.bodies").search(line.content)
        if lead:
            found.extend(bodies(line.part(*lead.span("bodies")), patterns))
        break
    return found


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted and disjoint. The line break between two paragraphs keeps their spans apart."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
