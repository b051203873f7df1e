"""Walks through the text and decides, paragraph by paragraph, which labels are headings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from extractor.language.patterns import Patterns
from extractor.model.text import Span, Text
from extractor.segmenter.alone import STRAY, settle_bare, settle_letters
from extractor.segmenter.codes import codes_deepen, codes_nest
from extractor.segmenter.labels import ESSAY, ESSENTIAL_ORDER, Label, LabelFinder
from extractor.segmenter.titles import Title, TitleFinder
from extractor.segmenter.tree import Node, Path
from extractor.segmenter.unlabelled import unlabelled
from extractor.segmenter.worn import settle_worn

FAR_AHEAD = 8
"""A label that runs this far ahead of its sequence is no heading (a year, an amount, a list cut from elsewhere)."""
SECOND = 2
LISTED = 3
"""So many labels with a title and a score in one paragraph are a list of items."""
SURE = 4
"""In run-on text a label of the top level that goes on from so many before it is a heading, whatever its title looks like."""
INLINE_TITLE = 40


@dataclass(slots=True)
class Heading:
    """An accepted heading with its title."""

    node: Node
    title: Title
    annex: bool = False

    @property
    def start(self) -> int:
        return self.node.label.start


@dataclass(slots=True)
class Headings:
    """All headings in document order, their tree, and the lines that look like headings but were not accepted."""

    accepted: list[Heading]
    roots: list[Node]
    heading_like: list[Span]


class HeadingFinder:
    """Finds the headings of a text."""

    def __init__(
        self, text: Text, patterns: Patterns, skipped: frozenset[int], annexes: Sequence[Span] = (), elements: Sequence[Span] = ()
    ) -> None:
        self.text = text
        self.patterns = patterns
        self.elements = sorted(elements)
        self.element_starts = [span.start for span in self.elements]
        self.skipped = skipped
        self.annex_at = {text.paragraph_at(span.start): span for span in annexes}
        self.labels = LabelFinder(patterns, text)
        self.titles = TitleFinder(patterns, text)
        self.annex_label = patterns.kind("annex-label")
        self.tail = patterns.one("section.score-tail")
        self.bracket = patterns.one("section.score-bracket")
        self.figure_tail = patterns.one("section.unit-follows")
        self.point = patterns.one("layout.opens-point")
        self.score = patterns.one("score.figure")
        self.path = Path()
        self.found = Headings([], self.path.roots, [])
        self.codes_nest = False
        self.codes_deepen = False
        self.opening: set[tuple[str, int | None]] = set()
        """Scheme and number of every label at the head of a paragraph."""
        self.heads: dict[int, list[Label]] = {}
        self.labelled: list[int] = []
        """The paragraphs that begin with a label."""

    def find(self) -> Headings:
        """Run over all paragraphs."""
        heads = {index: self.labels.at_head(index) for index in range(len(self.text.paragraphs)) if index not in self.skipped}
        settle_bare(heads)
        settle_letters(heads)
        settle_worn(heads, self.text, self.patterns)
        self.heads = heads
        self.labelled = [index for index, labels in heads.items() if labels]
        self.codes_nest = codes_nest(heads)
        self.codes_deepen = codes_deepen(heads)
        self.opening = {(label.scheme, label.number) for labels in heads.values() for label in labels}
        for index, paragraph in enumerate(self.text.paragraphs):
            if index in self.annex_at:
                self._open_annex(index)
                continue
            if index in self.skipped or paragraph.table:
                continue
            last = self._head(index, heads[index])
            self._inside(index, last)
        if all(heading.annex for heading in self.found.accepted):
            self._without_labels()
        return self.found

    def _without_labels(self) -> None:
        """In a report that numbers nothing the titles are lines of their own; annexes have none such."""
        end = min(self.annex_at, default=len(self.text.paragraphs))
        paragraphs = list(enumerate(self.text.paragraphs[:end]))
        indices = [at for at, one in paragraphs if at not in self.skipped and not one.table and not self._in_element(one.start)]
        found = [Heading(Node(label), title) for label, title in unlabelled(self.text, self.patterns, indices)]
        self.found.accepted[:0] = found
        self.found.roots[:0] = [heading.node for heading in found]

    def _head(self, index: int, readings: Sequence[Label]) -> Heading | None:
        """Accept the reading of a paragraph's head that fits the numbering so far."""
        paragraph = self.text.paragraphs[index]
        for reading in readings:
            label = self._in_scheme(reading, index)
            if not self._plausible(label) or self._strays(label, index):
                continue
            title = self.titles.title(label.end, self._limit(label, index))
            if not title.text and label.scheme == ESSAY:
                title = self._title_below(index)
            if not title.text:
                continue
            return self._accept(label, title)
        if (
            any(not self._is_figure(reading) for reading in readings)
            and paragraph.end - paragraph.start <= INLINE_TITLE
            and not any(mark in self.text.slice(paragraph.span) for mark in "，。；,;")
            and not self._is_a_cell(index)
        ):
            self.found.heading_like.append(paragraph.span)
        return None

    def _is_a_cell(self, index: int) -> bool:
        """Whether a line is nothing but a figure beside another such line: a table whose cells stand on lines of their own."""
        beside = self.text.paragraphs[max(0, index - 1) : index + 2]
        told = [self.text.slice(one.span).strip().rstrip("%") for one in beside]
        bare = [word.replace(".", "", 1).isdigit() and not word.endswith(".") for word in told]
        return bare[index - max(0, index - 1)] and sum(bare) > 1

    def _title_below(self, index: int) -> Title:
        """The next paragraph as the title of a report whose mark (篇1) stands on a line of its own; empty where it has a label itself."""
        below = index + 1
        if below >= len(self.text.paragraphs) or self.heads.get(below):
            return Title("", self.text.paragraphs[index].end, closed=False)
        return self.titles.title(self.text.paragraphs[below].start, self.text.paragraphs[below].end)

    def _is_figure(self, label: Label) -> bool:
        """Whether a number with a dot is the head of a figure with its unit (43.30万元)."""
        following = self.text.content[label.end : label.end + 12]
        digits = len(following) - len(following.lstrip("0123456789"))
        return label.scheme == "num-dot" and digits > 0 and self.figure_tail.match(following[digits:]) is not None

    def _in_element(self, offset: int) -> bool:
        """Whether an element of the document stands at ``offset``: what is in it is no heading."""
        index = bisect_right(self.element_starts, offset) - 1
        return index >= 0 and offset < self.elements[index].end

    def _plausible(self, label: Label) -> bool:
        if self._in_element(label.start):
            return False
        if label.number is None:
            return True
        if len(label.path) > 1 and label.scheme.startswith("decimal"):
            return self.path.fits_decimal(label)
        expected = self.path.expected(label.scheme)
        following = self.text.content[label.end : label.end + 12]
        dotted = self.text.content[label.end - 1] == "." and self.text.content[label.start].isdigit()  # whatever scheme it was put in
        if dotted and following[:1].isdigit():
            digits = len(following) - len(following.lstrip("0123456789"))
            quantity = self.figure_tail.match(following[digits:]) is not None
            return label.number == expected and label.number > 1 and not (quantity and label.inline) if label.number != 1 else not quantity
        if label.number == 0:
            return False
        return label.number <= expected + FAR_AHEAD

    def _strays(self, label: Label, index: int) -> bool:
        """Whether a label of the top level runs far ahead while the next of its scheme goes on where it had stopped (一、 九、 二、 三、)."""
        expected = self.path.expected(label.scheme)
        if label.number is None or label.order > ESSENTIAL_ORDER or label.number < expected + STRAY or expected == 1:
            return False
        return self._following(label.scheme, index) == expected

    def _limit(self, label: Label, index: int) -> int:
        """Where the text of a title ends at the latest; an element of the document in the same paragraph ends it, too."""
        following = bisect_left(self.element_starts, label.end)
        limit = self._own_limit(label, index)
        return min(limit, self.element_starts[following]) if following < len(self.element_starts) else limit

    def _own_limit(self, label: Label, index: int) -> int:
        """Where the text of a title ends at the latest: the paragraph's end, or a first sub-label set right behind the title."""
        paragraph = self.text.paragraphs[index]
        for inner in self.labels.inside(index, label.end + 1):
            if inner.start - label.end > INLINE_TITLE:
                break
            if (
                inner.number == 1
                and inner.scheme != label.scheme
                and self._plausible(inner)
                and self._at_gap(inner.start)
                and not self._inside_quote(label.end, inner.start)
            ):
                return inner.start
        content = self.text.content[label.end : min(paragraph.end, label.end + INLINE_TITLE)]
        for offset, char in enumerate(content):
            if offset > 1 and self._at_gap(label.end + offset) and self.point.match(content[offset:]):
                return label.end + offset  # 三、存在的问题 一是…二是…
            if char in "，。；：、":
                break
            bracketed = char in "（(" and offset > 1
            if bracketed and any(
                inner.number == 1 and inner.scheme == "cn-paren" != label.scheme for inner in self.labels.at(index, label.end + offset)
            ):
                return label.end + offset
        return paragraph.end

    def _at_gap(self, offset: int) -> bool:
        index = bisect_left(self.text.gaps, offset)
        return index < len(self.text.gaps) and self.text.gaps[index] == offset

    def _inside_quote(self, start: int, offset: int) -> bool:
        before = self.text.content[start:offset]
        return any(before.count(opening) > before.count(closing) for opening, closing in ("“”", "《》", "（）"))

    def _inside(self, index: int, last: Heading | None) -> None:
        """Accept headings inside a paragraph of run-on text."""
        paragraph = self.text.paragraphs[index]
        if last is not None:
            last = self._sub_heading(last, index)
        begin = last.title.end if last is not None else paragraph.start + 1
        if paragraph.end - begin < 4:
            return
        candidates = list(self.labels.inside(index, begin))
        if not candidates:
            return
        run_on = self._is_run_on(candidates)
        scored = self._scored_run(candidates, paragraph.end)
        position = begin
        for candidate in candidates:
            if candidate.start < position or self._inside_quote(paragraph.start, candidate.start):
                continue
            label = self._in_scheme(candidate, index)
            if not self._plausible(label):
                continue
            title = self.titles.title(label.end, self._limit(label, index))
            if candidate.start not in scored and not self._accept_inline(label, title, last, run_on):
                continue
            last = self._sub_heading(self._accept(label, title), index)
            position = last.title.end

    def _scored_run(self, candidates: Sequence[Label], end: int) -> frozenset[int]:
        """（一）甲。…，得9分。（二）乙。…，得8分。（三）…: where labels that count from 1 begin in a paragraph, if each has a title and a score."""
        run = [one for one in candidates if one.scheme == "cn-paren"]
        if len(run) < LISTED or [one.number for one in run] != list(range(1, len(run) + 1)):
            return frozenset()
        for label, limit in zip(run, [*(one.start for one in run[1:]), end], strict=True):
            behind = self.text.content[label.start - 1] in "。："
            title = self.titles.title(label.end, limit)
            if not (behind and self._title_form(label, title) and self.score.search(self.text.content, title.end, limit)):
                return frozenset()
        return frozenset(one.start for one in run)

    def _sub_heading(self, heading: Heading, index: int) -> Heading:
        """The first sub-heading set right behind a title with nothing between them (一、工作保障（一）政策保障。), else the heading itself."""
        for label in self.labels.at(index, heading.title.end):
            title = self.titles.title(label.end, self._limit(label, index))
            goes_on = self._runs_on(label, heading)
            fits = (label.number == 1 or goes_on) and label.scheme != heading.node.label.scheme and self._plausible(label)
            told = (
                self._title_form(label, title) or self._opens_points(label, title, index) or (goes_on and bool(title.text) and title.closed)
            )
            if fits and told:
                return self._sub_heading(self._accept(label, title), index)
        return heading

    def _runs_on(self, label: Label, heading: Heading) -> bool:
        """二、资金管理。5.资金保障。: whether a label behind the title of a section goes on with what the section before it counted (1. to 4.)."""
        last, above = self.path.last.get(label.scheme), heading.node.label
        counted = last is not None and last.number is not None and label.number == last.number + 1
        return counted and label.order > above.order and self.path.stood_below(label.scheme, above.scheme)

    def _opens_points(self, label: Label, title: Title, index: int) -> bool:
        """三、存在问题（一）工业项目占比不高，…。（二）…: whether a sentence behind a title is the first of several points with labels in the paragraph."""
        if label.scheme != "cn-paren" or not title.text or not title.closed:
            return False
        return any(inner.scheme == label.scheme and inner.number == SECOND for inner in self.labels.inside(index, title.end))

    def _is_run_on(self, candidates: Sequence[Label]) -> bool:
        """Whether a paragraph holds a run of top-level headings that continue the report's own sequence."""
        expected: dict[str, int] = {}
        count = 0
        for label in candidates:
            if label.order > ESSENTIAL_ORDER or label.number is None:
                continue
            wanted = expected.get(label.scheme, self.path.expected(label.scheme))
            if label.number == wanted and self._title_form(label, self.titles.title(label.end, self._limit(label, label.paragraph))):
                expected[label.scheme] = wanted + 1
                count += 1
        if count == 1:
            # a single one goes on where the report's own sequence has begun, or begins it where a later paragraph opens with the next
            return any(scheme in self.path.last or (scheme, wanted) in self.opening for scheme, wanted in expected.items())
        return count > 1

    def _title_form(self, label: Label, title: Title) -> bool:
        """Whether what follows an inline label has the form of a title: short, closed by a mark or a score, no comma unless a score closes it."""
        if not title.text or not title.closed:
            return False
        heading = self.text.content[label.end : title.end]
        scored = self.bracket.search(heading) is not None or self.tail.search(heading) is not None
        return scored or (len(title.text) <= INLINE_TITLE and not any(mark in title.text for mark in "，,"))

    def _accept_inline(self, label: Label, title: Title, last: Heading | None, run_on: bool) -> bool:
        previous = self.path.last.get(label.scheme)
        follows_twin = previous is not None and previous.paragraph == label.paragraph and label.number == self.path.expected(label.scheme)
        if follows_twin and (label.order > ESSENTIAL_ORDER or (run_on and (label.number or 0) >= SURE)):
            return bool(title.text) and title.closed
        if not self._title_form(label, title):
            # 三、存在问题（一）工业项目占比不高，…: right behind a title of run-on text a sentence may be the heading
            behind = label.number == 1 and label.scheme == "cn-paren" and last is not None and last.title.end == label.start
            return behind and run_on and bool(title.text) and title.closed
        if label.order <= ESSENTIAL_ORDER:
            return run_on and label.number == self.path.expected(label.scheme)
        scored = self.bracket.search(self.text.content[label.end : title.end]) is not None
        here = last is not None and self.text.paragraph_at(last.start) == label.paragraph
        if not here:
            return run_on and scored and self.path.continues(label)
        assert last is not None
        opens = label.number == 1 and last.title.end == label.start
        if label.scheme == "cn-paren":
            return opens or (run_on and self.path.continues(label))
        return (opens and (run_on or scored)) or (run_on and scored and self.path.continues(label))

    def _in_scheme(self, label: Label, index: int) -> Label:
        """A label in the scheme to which it belongs: each letter of nested codes (A1 > B1 > C1) is one of its own, and so is each number of digits of
        those that deepen (A1 > A11 > A111); a label that goes on where its neighbour in the other spelling stopped (1. 2、 3.) is of its neighbour's.
        """
        if label.scheme == "code" and self.codes_deepen:
            digits = tuple(map(int, label.text[1:].rstrip(".、")))
            return replace(label, scheme=f"code-{len(digits)}", number=digits[-1], path=digits)
        if label.scheme == "code" and self.codes_nest:
            return replace(label, scheme=f"code-{label.text[0]}")
        hand = self.labels.hands.get(label.scheme)
        if hand is None or label.number in (None, 1) or self.path.holds(label.scheme):
            return label
        for node in reversed(self.path.open):
            neighbour = node.label
            if self.labels.hands.get(neighbour.scheme) == hand:
                goes_on = neighbour.number == label.number - 1 and self._following(neighbour.scheme, index) != label.number
                return replace(label, scheme=neighbour.scheme) if goes_on else label
        return label

    def _following(self, scheme: str, index: int) -> int | None:
        """The number of the next label of a scheme at the head of a later paragraph."""
        behind = (reading for later in islice(self.labelled, bisect_right(self.labelled, index), None) for reading in self.heads[later])
        following = next((reading for reading in behind if reading.scheme == scheme), None)
        return None if following is None else following.number

    def _accept(self, label: Label, title: Title) -> Heading:
        heading = Heading(self.path.admit(label), title)
        self.found.accepted.append(heading)
        return heading

    def _open_annex(self, index: int) -> None:
        """An annex's own text begins: a section of the top level under which its headings stand."""
        span = self.annex_at[index]
        content = self.text.slice(span)
        match = next((found for pattern in self.annex_label if (found := pattern.match(content))), None)
        if match is None:
            return
        printed = match["number"] or ""
        number = int(printed.split("-")[0]) if printed[:1].isdigit() else None
        label = Label(
            span.start, span.start + match.end(), index, "annex", f"{match['word']}{printed}", number, (number,) if number else (), -1
        )
        self.path.reset()
        node = Node(label)
        self.path.roots.append(node)
        self.path.open.append(node)
        title = content[match.end() :].replace("\n", "").strip("：:。 ")
        self.found.accepted.append(Heading(node, Title(title, span.end, closed=True), annex=True))
