"""structure/truncated: the text ends inside a sentence, or a printed page number is missing; and which sections lost their end by that."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from extractor.model.outline import Section
from extractor.model.text import Paragraph, Removal, Span
from extractor.validator.application import Notice
from extractor.validator.matter import Matter


def truncated(matter: Matter) -> Iterator[Notice]:
    """Both signs of a part that got lost: an open end, and page numbers that skip."""
    last = _last_paragraph(matter)
    if last is not None and not _signed_before(matter, last) and _open(matter, matter.text.slice(last.span)):
        where = matter.located.at(last.start)
        tail = matter.text.slice(last.span)[-20:]
        yield Notice("structure/truncated", where.id if where else None, (last.span,), {"variant": "open-end", "tail": tail, "missing": []})
    for before, after, at in _skipped_pages(matter):
        missing = list(range(before + 1, after))
        yield Notice("structure/truncated", None, (at,), {"variant": "page-number", "tail": "", "missing": missing})


def cut_short(matter: Matter) -> frozenset[str]:
    """The sections that the text breaks off in, whose last items may be lost: all round its last words, where these are an open end, the bare number of
    the item that would be next, or an item with its full score and not a word below it, while the item before it has its text.
    """
    paragraphs = [one for one in matter.text.paragraphs if one.end > one.start]
    own = list(matter.own())
    where = (matter.located.at(paragraphs[-1].start) if paragraphs else None) or (own[-1] if own else None)
    if where is None or where.annex or not paragraphs:
        return frozenset()
    last, said = _last_paragraph(matter), matter.text.slice(paragraphs[-1].span).strip()
    ends_open = last is not None and not _signed_before(matter, last) and _open(matter, said)
    if not (ends_open or (where.number is not None and said.isdecimal() and int(said) == where.number + 1) or _is_bare(matter, where)):
        return frozenset()
    return frozenset(one.id for one in (where, *matter.ancestors(where)))


def _is_bare(matter: Matter, item: Section) -> bool:
    """Whether the last item is its heading alone with a full score and nothing obtained, where the one scored before it on its level goes on with text."""
    if item.children or matter.text.slice(item.body).strip() or matter.stated(item, "max") is None or matter.stated_at(item, "self"):
        return False
    before = [
        one for one in matter.own() if one.level == item.level and one.end <= item.heading.start and matter.stated(one, "max") is not None
    ]
    return bool(before) and bool(matter.text.slice(before[-1].body).strip())


def _last_paragraph(matter: Matter) -> Paragraph | None:
    """The paragraph that the text ends with where that is prose; None where a document element, a table, a heading or an annex closes it."""
    paragraphs = [one for one in matter.text.paragraphs if one.end > one.start]
    if not paragraphs:
        return None
    last = paragraphs[-1]
    closing = (*matter.outline.elements, *matter.outline.tables, *matter.outline.contents)
    if last.table or any(last.span.overlaps(span) for span in closing):
        return None
    for section in matter.sections:
        if last.span.within(section.heading) or (
            section.annex and section.heading.start <= last.start < max(section.end, section.heading.end)
        ):
            return None
    return last


def _signed_before(matter: Matter, last: Paragraph) -> bool:
    """Whether signature or date stand between the last heading and this paragraph: the report has come to its end, what follows is the frame of a page."""
    begin = max((section.heading.end for section in matter.own()), default=0)
    at = matter.outline.document.at
    return any(
        begin <= span.start < last.start for field in ("date", "signatories", "copied_to", "printed_by") for span in at.get(field, ())
    )


def _open(matter: Matter, paragraph: str) -> bool:
    """Whether a closing paragraph breaks off: it has no end mark, and it runs on like a sentence or stops at a comma."""
    if any(pattern.search(paragraph) for pattern in matter.patterns.kind("closed-end")):
        return False
    return any(pattern.search(paragraph) for pattern in matter.patterns.kind("prose"))


def _skipped_pages(matter: Matter) -> Iterator[tuple[int, int, Span]]:
    """Neighbouring printed page numbers between which pages are missing, with the paragraph after the gap.

    Printed numbers are read from the furniture that the normaliser took out. They must otherwise count up with the pages (or one by one in a
    source without pages), else they are no page numbers and say nothing.
    """
    printed = _printed_numbers(matter)
    steps: list[tuple[int, int, int, int]] = []  # number before, number after, surplus, source line
    for (page, number, _), (next_page, next_number, line) in pairwise(printed):
        turned = next_page - page
        steps.append((number, next_number, next_number - number - max(1, turned), line))
    regular = sum(surplus == 0 for *_, surplus, _ in steps)
    if regular == 0 or regular < len(steps) / 2:
        return
    for before, after, surplus, line in steps:
        if surplus > 0:
            yield before, after, _paragraph_from(matter, line)


def _printed_numbers(matter: Matter) -> list[tuple[int, int, int]]:
    """Page, printed number and source line of each page number that was taken out, in reading order."""
    found: list[tuple[int, int, int]] = []
    taken_out = [one for one in matter.text.removed if one.reason is Removal.FURNITURE]
    for one in sorted(taken_out, key=lambda one: (one.line, one.start)):
        source = matter.text.lines[one.line]
        for pattern in matter.patterns.kind("page-number"):
            match = pattern.fullmatch(source.line.text[one.start : one.end].strip())
            if match is not None and match["page"].isdigit():
                found.append((source.page, int(match["page"]), one.line))
                break
    return found


def _paragraph_from(matter: Matter, line: int) -> Span:
    """The paragraph in which source line ``line`` stands or the first after it."""
    paragraphs = matter.text.paragraphs
    return next((one.span for one in paragraphs if one.last_line >= line), paragraphs[-1].span if paragraphs else Span(0, 0))
