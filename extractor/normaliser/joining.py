"""Decides which lines go on and which open a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.language.patterns import SHORT, Pattern, Patterns
from extractor.model.text import SourceLine
from extractor.normaliser.layout import Layout, display_width

if TYPE_CHECKING:
    from regex import Match

LONG_ENOUGH = 20.0
"""Em: a line that a page break cut is at least this wide; a shorter one ended by itself."""
DEEPEST_INDENT = 3.0
"""Em: a line further in than this is set apart on purpose (a signature, a centred title)."""
SIGNATURE = 14.0
"""Em: a line shorter than this may be a signature or a date."""
PRINTED_LINE = 25.0
"""Em: the least that a full printed line of an official document holds."""
FULL_SHARE = 0.7
"""In a text whose paragraphs are indented, a line of prose at least this share of the measure that does not end a sentence goes on."""
ANNEX_MARK = 6
"""Characters: a line of an annex's mark and no more (附件3-2) is never the rest of another."""
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?[%％]?(?![、.．\d])")
"""A figure at the head of a line; what may be a label is none."""
FIGURES = re.compile(r"\d")
HAN = re.compile(r"[\u3400-\u9fff]")
LABEL = 4
"""Characters of a label at the head of an item: figures behind them are its own."""
RAGGED_SHARE = 0.8
"""A line that reaches so much of the measure may have been broken at a ragged margin."""
NO_FIGURE = 3
"""Characters at the end of a line that hold no figure where its clause goes on (占支|出总预算): a heading ends with what it counts."""
SLACK = 0.6
"""Em that printers leave between figures and Chinese characters."""
TAIL = 12
"""Characters of a line in which the words before a score stand."""
FRAGMENT = 24.0
"""Em: the rest of a broken heading is no longer than this unless it ends in a score bracket."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line on its way into a paragraph: its index into the source lines, its text (white space stripped), whether a blank line or a page
    break stands before it, and whether it is a row of a table.
    """

    index: int
    text: str
    apart: bool
    table: bool


class _Ending:
    """What ends a text. Only the last characters are searched: a paragraph is asked again with each line that it takes, and so short a search needs no
    time limit, which takes five times as long as the search itself. Of one line the same is asked several times: the last answer is kept.
    """

    def __init__(self, pattern: Pattern) -> None:
        self._pattern = pattern
        self._text = ""
        self._found = pattern.search("")

    def search(self, text: str) -> Match[str] | None:
        if text != self._text:
            self._text, self._found = text, self._pattern.search(text, max(0, len(text) - SHORT))
        return self._found


class Joiner:
    """Joins lines into paragraphs; `groups` gives them as lists of candidates."""

    def __init__(self, patterns: Patterns, layout: Layout, lines: Sequence[SourceLine], whole: bool = False) -> None:
        """``whole``: the source knows its paragraphs (`Unit.PARAGRAPH`). Lines of one paragraph are joined unless its writer set paragraphs with
        soft line breaks; paragraphs are joined only where an older print's page break cut one, which its text alone shows.
        """
        self.layout = layout
        self.whole = whole
        self.lines = lines
        self.labels = patterns.any_of("label")
        self.bare = (patterns.one("label.num-bare"), patterns.one("label.letter-bare"))
        self.opener = patterns.any_of("opener")
        self.element_end = patterns.one("layout.ends-element")
        self.point = patterns.one("layout.opens-point")
        self.sentence_end = _Ending(patterns.one("layout.ends-sentence"))
        self.score_bracket = _Ending(patterns.one("layout.ends-score-bracket"))
        self.cut_score = patterns.one("layout.cut-score")
        self.only_score = patterns.one("layout.only-score-bracket")
        self.broken = _Ending(patterns.one("layout.ends-broken"))
        self.rest = patterns.one("layout.rest")
        self.title_end = _Ending(patterns.one("layout.title-end"))
        self.form_title = patterns.one("layout.form-title")
        self.title_own = _Ending(patterns.one("layout.title-own"))
        self.addressee = patterns.one("layout.addressee")
        self.annex = patterns.any_of("annex-label")
        self.title_nouns = patterns.words("layout.title-nouns")
        self.about = patterns.words("layout.title-about")
        self.goes_on = tuple(patterns.words("layout.title-goes-on"))
        self.figure_tail = patterns.one("layout.figure-tail")
        self.headings_indented = False

    def groups(self, candidates: Sequence[Candidate]) -> list[list[Candidate]]:
        """Paragraphs in order, each a list of the lines that make it."""
        self.headings_indented = self._headings_are_indented(candidates)
        paragraphs: list[list[Candidate]] = []
        text = ""
        for candidate in candidates:
            if paragraphs and self._goes_on(paragraphs[-1], text, candidate):
                paragraphs[-1].append(candidate)
                text += candidate.text
            else:
                paragraphs.append([candidate])
                text = candidate.text
        return self._with_broken_headings(paragraphs)

    def _headings_are_indented(self, candidates: Sequence[Candidate]) -> bool:
        """Whether most labelled lines behind a line that ended by itself are indented."""
        if not self.layout.wrapped:
            return False
        measures = self.layout.measures
        sure = [line for last, line in pairwise(candidates) if not measures[last.index].full and self._labelled(line.text)]
        indented = sum(1 for line in sure if measures[line.index].indent >= 1.2)
        return len(sure) > 1 and indented > 0.8 * len(sure)

    def _with_broken_headings(self, paragraphs: Sequence[list[Candidate]]) -> list[list[Candidate]]:
        """Join a heading that a page break cut with its rest, which only shows itself as a whole."""
        joined: list[list[Candidate]] = []
        for paragraph in paragraphs:
            if joined and self._completes_heading(joined[-1], paragraph):
                joined[-1].extend(paragraph)
            else:
                joined.append(list(paragraph))
        return joined

    def _completes_heading(self, heading: Sequence[Candidate], rest: Sequence[Candidate]) -> bool:
        text = "".join(candidate.text for candidate in heading)
        following = "".join(candidate.text for candidate in rest)
        if heading[-1].table or rest[0].table or not self._labelled(text) or self._labelled(following) or self._bare(following):
            return False
        if self.only_score.match(following) and display_width(text) <= 3 * FRAGMENT and not self.score_bracket.search(text):
            return True
        if self._has_sentence(text):
            return False
        if self.sentence_end.search(text) or self.score_bracket.search(text) or self.opener.match(following):
            return False
        whole = any(text.endswith(noun) for noun in self.title_nouns)
        if whole and (not any(following.startswith(noun) for noun in self.title_nouns) or self.sentence_end.search(following)):
            return False  # 第二节 建议|建议统一监管平台。
        near = not rest[0].apart or display_width(text) >= LONG_ENOUGH
        return self._is_title_rest(following, near)

    def _goes_on(self, paragraph: Sequence[Candidate], text: str, line: Candidate) -> bool:
        last = paragraph[-1]
        if last.table or line.table or self.element_end.search(last.text):
            return False
        if not line.apart and (
            self.rest.match(line.text) or _closes_bracket(text, line.text) or self.cut_score.search(f"{text[-TAIL:]}\n{line.text[:TAIL]}")
        ):
            return True
        if self.only_score.match(line.text) and not line.apart and text[-1:] not in "。；！？）)" and not self._is_title(last, text, line):
            return True
        if self.opener.match(line.text):
            if self.annex.match(line.text) and len(line.text) <= ANNEX_MARK:
                return False
            if self.layout.indented and self.point.match(line.text) and not self.whole:
                # every paragraph is indented: a point at the margin behind a full line is run on
                return self.layout.measures[last.index].full and self.layout.measures[line.index].indent < 1.2
            return self._certainly_broken(last, text) and self._mid_word(last, text, line)
        closed = self._ended(text) or line.apart or (self.layout.wrapped and not self.layout.measures[last.index].full)
        labelled = self._labelled(line.text) or (closed and self._bare(line.text))
        if self.whole and not line.apart:
            return not labelled and self._goes_on_softly(text, line)
        if self.layout.wrapped:
            return self._goes_on_wrapped(last, text, line, labelled)
        if labelled:
            return _open_bracket(text) and not line.apart
        return self._runs_on_at_margin(paragraph, text, line) or self._goes_on_unwrapped(last, text, line)

    def _goes_on_wrapped(self, last: Candidate, text: str, line: Candidate, labelled: bool) -> bool:
        before, here = self.layout.measures[last.index], self.layout.measures[line.index]
        if before.full and here.centred and not self._size_changes(last, line) and not labelled:
            # the last line of a title that was broken at the margin
            return not self.sentence_end.search(text)
        if before.centred or here.centred:
            # what stands about the middle by chance is no title: its bracket is closed by the next line
            return _open_bracket(text) and (bool(before.centred and here.centred) or not (labelled or _open_bracket(text + line.text)))
        if not before.full and here.indent < 1.2 and self._no_room(last, text, line):
            return True
        if not before.full:
            # a line that stops short of the margin ended by itself, unless it cannot end there
            if labelled or (self._ended(text) and not self._goes_on_listing(last, text, line)):
                return False
            if _open_bracket(text) or self._broken_item(last, text, line):
                return True
            if here.indent >= 1.2:
                return here.indent <= DEEPEST_INDENT and not self._size_changes(last, line) and self._cut_prose(text)
            if self.layout.indented:
                prose = self._has_sentence(text) and before.width >= FULL_SHARE * self.layout.width
            else:
                prose = self._cut_prose(text) and display_width(line.text) >= SIGNATURE and not self._size_changes(last, line)
            return prose or self.broken.search(text) is not None
        if self._size_changes(last, line) or self._whole_title(text, line.text):
            return False
        if here.indent >= 1.2:
            cut = here.indent <= DEEPEST_INDENT and self._cut_prose(text)
            return not labelled and (_open_bracket(text) or cut)
        if self.addressee.match(line.text) and self.title_own.search(text) and not self._has_sentence(text):
            return False  # a title that fills its line, and whom the report is for
        finished = self._ended(text) or self.score_bracket.search(text) is not None
        if self.layout.indented:
            # where headings are indented like all paragraphs, a label at the margin behind a full line is only where the line was broken
            return not (labelled and finished) or self.headings_indented
        if labelled:
            return _open_bracket(text)
        if self.addressee.match(line.text) or self.annex.match(text):
            return not finished and not self.addressee.match(line.text)
        return not finished

    def _is_title(self, last: Candidate, text: str, line: Candidate) -> bool:
        """Whether a line is the title of a document or a form, which a bracket below it says more of."""
        return self._size_changes(last, line) or (not self._labelled(text) and self.form_title.search(text) is not None)

    def _no_room(self, last: Candidate, text: str, line: Candidate) -> bool:
        """Whether prose stops short of the margin because the figure that opens the next line, which is not broken, would not have fitted."""
        figure = FIGURE.match(line.text)
        if figure is None or not self._has_sentence(text) or self._ended(text):
            return False
        before = self.layout.measures[last.index]
        free = self.layout.width - before.indent - before.width
        return free <= display_width(figure[0]) + SLACK and not self._size_changes(last, line)

    def _goes_on_listing(self, last: Candidate, text: str, line: Candidate) -> bool:
        """Whether a list told in prose goes on at the margin, below a line that a semicolon ends: where paragraphs are indented, this one is none."""
        at_margin = self.layout.indented and not self.whole and self.layout.measures[line.index].indent < 1.2 and not line.apart
        return at_margin and text[-1] in "；;" and self.layout.measures[last.index].width >= FULL_SHARE * self.layout.width

    def _runs_on_at_margin(self, paragraph: Sequence[Candidate], text: str, line: Candidate) -> bool:
        """Whether a line at the margin goes on an indented one of prose that breaks off (落|实率75%。): where too few lines are full to show a measure."""
        first, here = self.layout.measures[paragraph[0].index], self.layout.measures[line.index]
        if line.apart or here.indent >= 1.2 or first.indent < 1.2 or here.centred or self._ended(text) or self.opener.match(text):
            return False
        return self._has_sentence(text) and self.sentence_end.search(line.text) is not None and not self.addressee.match(line.text)

    def _whole_title(self, text: str, following: str) -> bool:
        """Whether a full line is the whole title of a document (关于…的报告), which the next line does not go on with (报告如下)."""
        titled = self.title_end.search(text) is not None and any(word in text for word in self.about) and not self._has_sentence(text)
        return titled and bool(following) and not following.startswith(self.goes_on)

    def _ended(self, text: str) -> bool:
        """Whether a sentence ends with the text so far; a colon or a semicolon in an open bracket ends none (自评得分： of a score bracket)."""
        return self.sentence_end.search(text) is not None and not (text[-1] in "：:；;" and _open_bracket(text))

    def _goes_on_unwrapped(self, last: Candidate, text: str, line: Candidate) -> bool:
        """Lines are paragraphs; only a page break cuts one, and then the part before it fills at least one printed line."""
        listed = "；" in text[text.rfind("。") + 1 :] and not self._labelled(text)
        if self._goes_on_listing(last, text, line):
            return True
        if self._ended(text) or (self.score_bracket.search(text) and not listed):
            return False
        if _open_bracket(text) or self.broken.search(text):
            return True
        if self._labelled(text) and (not self._has_sentence(text) or self._short_heading(text)):
            return False
        if display_width(text) < LONG_ENOUGH or self.annex.match(text) or self.addressee.match(line.text):
            return False
        if self.title_end.search(text) and not self._has_sentence(text):
            return False
        if not self.whole and not self._has_sentence(text) and self.layout.measures[line.index].indent >= 1.2:
            return False  # a title, and the indented paragraph below it
        return self._has_sentence(text) or (not self.whole and self._ends_line_of_prose(line.text))

    def _broken_item(self, last: Candidate, text: str, line: Candidate) -> bool:
        """Whether an item that tells figures in prose breaks off near a margin that few lines quite reach, for blanks beside figures
        (（二）保障支出 557718.56 元，占支|出总预算 7.9%).
        """
        if not self._labelled(text) or line.apart or self.addressee.match(line.text) or self._size_changes(last, line):
            return False
        near = self.layout.measures[last.index].width >= RAGGED_SHARE * self.layout.width
        told = FIGURES.search(text, LABEL) is not None and FIGURES.search(text[-NO_FIGURE:]) is None
        return near and told and self._has_sentence(text) and self._has_sentence(line.text)

    def _goes_on_softly(self, text: str, line: Candidate) -> bool:
        """Lines of one paragraph that its writer broke: they go on unless the writer used soft breaks for paragraphs."""
        if _open_bracket(text) or self.broken.search(text):
            return True
        if self.sentence_end.search(text) or self.score_bracket.search(text) or self.title_end.search(text):
            return False
        if self._labelled(text) and not self._has_sentence(text):
            return False
        # two short lines without a mark are a signature or a title, whose lines stay apart
        return self._has_sentence(text) or self._has_sentence(line.text)

    def _is_title_rest(self, text: str, near: bool) -> bool:
        """Whether a line is the rest of a heading that was broken: it closes with the heading's score, or (``near``) it is short and begins as titles end."""
        words = text[: max(text.rfind("（"), text.rfind("("))] if text.rstrip("。")[-1:] in "）)" else text
        # 满意度测评得分为93.5分。（该项3分，自评得3分。）: a sentence with a figure of its own
        told = words != text and words.endswith("分。")
        single = not told and "。" not in words.rstrip("。") and "；" not in text and "，" not in text.split("（", maxsplit=1)[0]
        if self.score_bracket.search(text) and single and display_width(text) <= 2 * FRAGMENT:
            return True
        short = near and display_width(text) <= FRAGMENT and not any(mark in text for mark in "，,；;")
        return short and any(text.startswith(noun) for noun in self.title_nouns)

    @staticmethod
    def _short_heading(text: str) -> bool:
        """Whether a labelled line, commas or not, is shorter than a printed line that a page break would have cut."""
        return "。" not in text and display_width(text) < PRINTED_LINE

    def _cut_prose(self, text: str) -> bool:
        """Whether a paragraph of prose breaks off inside a sentence: what follows goes on with it even where it was set as a paragraph of its own."""
        finished = self.sentence_end.search(text) or self.score_bracket.search(text) or self.title_end.search(text)
        heading = self._labelled(text) and self._short_heading(text)
        return self._has_sentence(text) and not finished and not heading and not self.annex.match(text)

    @staticmethod
    def _has_sentence(text: str) -> bool:
        """Whether the text so far is prose: it holds an end mark or a comma."""
        return any(mark in text for mark in "。，；,;")

    def _ends_line_of_prose(self, text: str) -> bool:
        return self._has_sentence(text) and self.sentence_end.search(text) is not None and display_width(text) > FRAGMENT

    def _certainly_broken(self, last: Candidate, text: str) -> bool:
        return _open_bracket(text) or (self.layout.wrapped and self.layout.measures[last.index].full and not self.sentence_end.search(text))

    def _mid_word(self, last: Candidate, text: str, line: Candidate) -> bool:
        """Whether an opener at the head of a line is only the place where a full line was broken."""
        if not self.layout.wrapped or not self.layout.measures[last.index].full or self.layout.measures[line.index].indent >= 1.2:
            return False
        return self.layout.indented or self.broken.search(text) is not None or line.text[0] in "（("

    def _size_changes(self, last: Candidate, line: Candidate) -> bool:
        """Whether two lines are of two sizes. One of figures alone has the size of another typeface, and says nothing."""
        if not HAN.search(last.text) or not HAN.search(line.text):
            return False
        first, second = self.lines[last.index].line.size, self.lines[line.index].line.size
        return first is not None and second is not None and abs(first - second) > 0.12 * max(first, second)

    def _labelled(self, text: str) -> bool:
        """Whether a line begins with a numbering label (a decimal that goes on a figure aside)."""
        return self.labels.match(text) and not self._is_figure(text)

    def _bare(self, text: str) -> bool:
        """Whether a line begins with a number or a letter alone that may be a label."""
        return any(pattern.match(text) is not None for pattern in self.bare)

    def _is_figure(self, text: str) -> bool:
        """Whether a line begins with a decimal figure (0.57, 12.5万元) and no label such as 3.1: digits on both sides of the dot, then no title."""
        whole, dot, rest = text[:12].partition(".")
        digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
        if not (dot and whole.isdigit() and digits):
            return False
        behind = text[len(whole) + 1 + len(digits) :]
        if behind[:1] == "." and behind[1:2].isdigit():
            return False  # 2.3.1: three numbers are a label
        return not behind or not behind[0].isalpha() or self.figure_tail.match(behind) is not None


def _closes_bracket(text: str, following: str) -> bool:
    """Whether a line begins with the mark that closes a bracket which the text so far leaves open, one within it closed already (（某财绩（2024）3号）)."""
    if following[:1] not in ("）", ")"):
        return False
    depth = 0
    for char in text[-80:]:
        depth = depth + 1 if char in "（(" else max(0, depth - 1) if char in "）)" else depth
    return depth > 0


def _open_bracket(text: str) -> bool:
    """Whether a bracket, quotation or title opened in the last stretch of the text is still open."""
    tail = text[-80:]
    for opening, closing in (("（(", "）)"), ("《", "》"), ("“", "”")):  # the two marks of a pair may have come in two widths
        at = max(map(tail.rfind, opening))
        if at >= 0 and at > max(map(tail.rfind, closing)):
            return True
    return False
