"""Text in, `Outline` out: the section tree and the elements of an official document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import islice

from extractor.language.patterns import Patterns
from extractor.model.outline import Kind, Outline, Section
from extractor.model.text import Span, Text
from extractor.segmenter.contents import annex_notes, contents_pages, option_lists
from extractor.segmenter.elements import Elements, find_elements
from extractor.segmenter.headings import Heading, HeadingFinder, Headings
from extractor.segmenter.labels import LabelFinder
from extractor.segmenter.notes import notes
from extractor.segmenter.tree import Node

__all__ = ["segment"]

SHORT_CLOSING = 30
"""Behind a paragraph that sums up without a score the closing goes on with no more than this (characters): 特此报告."""


def segment(text: Text, patterns: Patterns) -> Outline:
    """Find sections and document elements. Every character of the text is in exactly one of: heading, body, element, contents, preamble, closing."""
    contents = contents_pages(text, patterns)
    skipped = contents | option_lists(text, patterns) | notes(text, patterns)
    first = _first_label(text, patterns, skipped | annex_notes(text, patterns))
    elements = find_elements(text, first, len(text.content), patterns)
    inside = {index for index, paragraph in enumerate(text.paragraphs) if any(map(paragraph.span.within, elements.spans))}
    headings = HeadingFinder(text, patterns, frozenset(skipped | inside), elements.annexes, elements.spans).find()
    entries = (text.paragraphs[index].span for index in sorted(contents))
    contents_spans = tuple(entry for entry in entries if not any(entry.overlaps(span) for span in elements.spans))
    sections, closing = _Assembly(text, patterns, headings, elements, contents_spans).assemble()
    taken = [
        *contents_spans,
        *elements.spans,
        *closing,
        *(span for root in sections for node in root.walk() for span in (node.heading, node.body)),
    ]
    begin = sections[0].heading.start if sections else len(text.content)
    rest = _uncovered(text, taken)
    return Outline(
        sections=sections,
        document=elements.info,
        preamble=tuple(span for span in rest if span.start < begin),
        closing=tuple(sorted([*closing, *(span for span in rest if span.start >= begin)])),
        contents=contents_spans,
        elements=elements.spans,
        tables=tuple(paragraph.span for paragraph in text.paragraphs if paragraph.table),
        heading_like=tuple(headings.heading_like),
        headings_found=len(headings.accepted) + len(headings.heading_like),
    )


def _first_label(text: Text, patterns: Patterns, skipped: frozenset[int]) -> int:
    """Offset of the first label that can begin an outline, at the head of a paragraph or, in run-on text, inside one; else the end of the text."""
    finder = LabelFinder(patterns, text)
    for index, paragraph in enumerate(text.paragraphs):
        if index not in skipped and any(label.number in (1, None) or label.order <= 3 for label in finder.at_head(index)):
            return paragraph.start
    run_on = HeadingFinder(text, patterns, skipped).find().accepted
    return run_on[0].start if run_on else len(text.content)


def _uncovered(text: Text, taken: Sequence[Span]) -> list[Span]:
    """Stretches of the text, paragraph by paragraph, that no span covers."""
    covered = sorted(span for span in taken if span.start < span.end)
    rest: list[Span] = []
    first = 0
    for paragraph in text.paragraphs:
        position = paragraph.start
        while first < len(covered) and covered[first].end <= position:
            first += 1
        for span in islice(covered, first, None):
            if span.start >= paragraph.end:
                break
            if span.start > position:
                rest.append(Span(position, span.start))
            position = max(position, span.end)
        if position < paragraph.end:
            rest.append(Span(position, paragraph.end))
    return rest


class _Assembly:
    """Turns accepted headings into sections with heading and body spans."""

    def __init__(self, text: Text, patterns: Patterns, headings: Headings, elements: Elements, contents: Sequence[Span]) -> None:
        self.text = text
        self.headings = headings
        self.kinds = patterns.kind("section-kind")
        self.called = patterns.kind("section-called")
        self.closing_pattern = patterns.one("section.closing")
        self.conclusion = patterns.one("section.conclusion-title")
        self.figure = patterns.one("score.figure")
        self.of_item = patterns.one("score.of-item")
        self.by_node: dict[int, Heading] = {id(heading.node): heading for heading in headings.accepted}
        starts = sorted({heading.start for heading in headings.accepted})
        self.closing = self._closing(elements, starts)
        self.barriers = sorted(
            {*starts, *(span.start for span in elements.spans), *(span.start for span in contents), *(span.start for span in self.closing)}
        )

    def assemble(self) -> tuple[tuple[Section, ...], tuple[Span, ...]]:
        """The section tree, and the closing that speaks for the whole report."""
        sections = tuple(self._section(node, str(position), 1) for position, node in enumerate(self.headings.roots, start=1))
        return sections, self.closing

    def _section(self, node: Node, identity: str, level: int) -> Section:
        heading = self.by_node[id(node)]
        label = node.label
        # whatever a title was taken to hold, it ends where the next heading or element begins: a character has one home
        following = bisect_right(self.barriers, label.start)
        limit = self.barriers[following] if following < len(self.barriers) else len(self.text.content)
        span = Span(label.start, min(max(heading.title.end, label.end), limit))
        body = self._body(span)
        kind = self._kind(self.text.slice(span), self.text.slice(body))
        return Section(
            id=identity,
            label=label.text,
            number=label.number,
            scheme=label.scheme,
            level=level,
            title=heading.title.text,
            kind=kind,
            heading=span,
            body=body,
            children=tuple(
                self._section(child, f"{identity}.{position}", level + 1) for position, child in enumerate(node.children, start=1)
            ),
            annex=heading.annex,
        )

    def _kind(self, heading: str, body: str) -> Kind:
        """By the words of the heading, else by what the section says of itself (此项为加分项)."""
        for patterns, words in ((self.kinds, heading), (self.called, body)):
            for pattern in patterns:
                if pattern.search(words):
                    return Kind(str(pattern.attributes["section_kind"]))
        return Kind.NORMAL

    def _body(self, heading: Span) -> Span:
        """From the heading to the next heading, element or closing, white space at both ends left out."""
        index = bisect_left(self.barriers, heading.end)
        end = self.barriers[index] if index < len(self.barriers) else len(self.text.content)
        start = heading.end
        while start < end and self.text.content[start].isspace():
            start += 1
        while end > start and self.text.content[end - 1].isspace():
            end -= 1
        return Span(start, end) if start < end else Span(heading.end, heading.end)

    def _closing(self, elements: Elements, starts: Sequence[int]) -> tuple[Span, ...]:
        """What follows the last section's own body and speaks for the whole report."""
        main = [
            heading
            for heading in self.headings.accepted
            if not heading.annex and not any(heading.start >= annex.start for annex in elements.annexes)
        ]
        if not main or self.conclusion.search(main[-1].title.text):
            return ()
        begin = main[-1].title.end
        end = min((span.start for span in [*elements.spans, *elements.annexes] if span.start >= begin), default=len(self.text.content))
        found: list[Span] = []
        for paragraph in self.text.paragraphs:
            if paragraph.end <= begin or paragraph.start >= end:
                continue
            start, stop = max(begin, paragraph.start), min(paragraph.end, end)
            if not found:
                offset = self._closing_offset(start, stop)
                if offset is None or not self._closes(offset, stop, end):
                    continue
                start = offset
            if start < stop:
                found.append(Span(start, stop))
        return tuple(found)

    def _closes(self, start: int, stop: int, end: int) -> bool:
        """Whether a paragraph that sums up is where the closing begins: it tells a score, or no prose but more of its kind follows it."""
        if self.figure.search(self.text.content, start, stop):
            return True
        behind = [one for one in self.text.paragraphs if one.start >= stop and one.end <= end]
        return not any(one.end - one.start > SHORT_CLOSING or self._scores_an_item(one.start, one.end) for one in behind)

    def _scores_an_item(self, start: int, end: int) -> bool:
        """Whether a paragraph tells the score of an item (该项工作5分，自评5分): what stands before it is the item's."""
        content = self.text.content
        return self.of_item.search(content, start, end) is not None and self.figure.search(content, start, end) is not None

    def _closing_offset(self, start: int, stop: int) -> int | None:
        """Where a sentence that opens the closing begins within ``start`` to ``stop``."""
        content = self.text.content[start:stop]
        for match in self.closing_pattern.finditer(content):
            if match.start() == 0 or content[match.start() - 1] in "。；":
                return start + int(match.start())
        return None
