"""What the words round scores in running text say: whether one is told of several, of each, or leads on to others (`extractor.facts.scores_told`)."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.mention import Mention
from extractor.language.numerals import chinese_to_int
from extractor.language.patterns import Patterns
from extractor.model.facts import Role
from extractor.model.text import Text

_STOPS = "。！？\n"
_SENTENCE, _CLAUSE = "。；;！？\n", "，。；;：:、！？（(\n"
_LOOSE = " ，,"
_JOINS, _OPENING, _CLOSING = ("、", "和", "及"), "（(【[", "）)】]"
_FAR = 60
"""Characters within which words lead on from one score to the next."""
_TOTALS = (Role.TOTAL_MAX, Role.TOTAL_SELF)


class Words:
    """The text round scores."""

    def __init__(self, text: Text, patterns: Patterns) -> None:
        self.content = text.content
        self.sum = patterns.one("scores-told.sum")
        self.bare = patterns.one("scores-told.bare")
        self.either = patterns.one("scores-told.either")
        self.each = patterns.one("scores-told.each")
        self.leading = patterns.one("scores-told.leads-in")
        self.open = patterns.one("scores-told.open")
        self.counted = patterns.one("scores-told.count")
        self.detailing = patterns.one("scores-told.details")
        self.silent = patterns.one("scores-told.silent")
        self.labelled = patterns.one("scores-told.labelled")
        self.weighing = patterns.one("scores-told.weighed")

    def sums(self, one: Mention) -> bool:
        """Whether a score is told of several items: 合计得, 总得分, 以上三项."""
        return one.role in _TOTALS or self.sum.search(self._clause(one)) is not None

    def is_of_either_side(self, one: Mention) -> bool:
        """Whether the words of a sum say nothing of the side that it is of (合计, 总分)."""
        words = self._clause(one).strip() or self.content[one.lead.start : one.lead.end].strip("：: ")  # 总分：97.2分
        return self.either.fullmatch(words) is not None

    def is_in_a_row(self, one: Mention) -> bool:
        """Whether a score is one of several figures told in the order of what was named before (四项得分19.5分、37分)."""
        behind = self.content[one.at.end : one.at.end + 2]
        return behind.startswith("、") and behind[1:].isdigit()

    def is_bare(self, one: Mention) -> bool:
        """Whether a score names nothing of its own (自评得分29分)."""
        return self.bare.fullmatch(self._clause(one).strip()) is not None

    def of_each(self, one: Mention) -> bool:
        """Whether a score is that of each of several (均为10分)."""
        return self.each.search(self._clause(one)) is not None

    def leads_in(self, last: Mention, one: Mention) -> bool:
        """Whether the words between two scores say that the second tells out the first."""
        between = self.content[last.at.end : one.at.start]
        return len(between) <= _FAR and self.leading.search(between) is not None

    def is_open(self, first: Mention, last: Mention) -> bool:
        """Whether a list of scores says that there are others (等), or tells some of them without a figure (管护指标未扣分)."""
        silent = self.silent.search(self.content[self.sentence_start(first) : last.at.end])
        return silent is not None or self.open.search(self.content[first.at.start : self._end(last)]) is not None

    def is_weighed(self, first: Mention, last: Mention) -> bool:
        """Whether the sentences from one score to another say that what they come to is no plain sum (按权重加权, 平均)."""
        words = self._before(first, _SENTENCE) + self.content[first.at.start : self._end(last)]
        return self.weighing.search(words) is not None

    def sentence_start(self, one: Mention) -> int:
        """Where the sentence of a score begins, semicolons and all."""
        return one.at.start - len(self._before(one, _STOPS))

    def goes_on(self, before: Mention, one: Mention) -> bool:
        """Whether a score names nothing of its own behind another one: in a bracket, what that stands behind is named."""
        if one.bracket is not None and before.bracket != one.bracket:
            return not self.content[before.at.end : one.bracket.start].strip(_LOOSE)
        labelled = self.labelled.search(self.content[before.at.end : one.at.start]) is not None  # （100分）：（1）经费投入：自评15分
        return self.together(before, one) and self.is_bare(one) and not labelled

    def in_brackets_behind(self, found: Sequence[Mention], one: Mention) -> bool:
        """Whether a score stands in brackets right behind another (自评总分94分（总分100分）): what that could be at most."""
        if not found or one.bracket is None or found[-1].bracket == one.bracket:
            return False
        return not self.content[found[-1].at.end : one.bracket.start].strip(_LOOSE)

    def bracket_right_behind(self, before: Mention, one: Mention) -> bool:
        """Whether a score stands in a bracket that opens right behind another one (得88分（产出得49分、效益得39分）)."""
        opened: list[int] = []
        for place in range(self.sentence_start(one), one.at.start):
            if self.content[place] in _OPENING:
                opened.append(place)
            elif self.content[place] in _CLOSING and opened:
                opened.pop()
        return bool(opened) and before.at.end <= opened[-1] and not self.content[before.at.end : opened[-1]].strip(_LOOSE)

    def count(self, one: Mention) -> int | None:
        """How many items the sentence before a score speaks of (四项共扣7分); None where it counts several kinds (4项一级指标、12项三级指标)."""
        words = self._before(one, _SENTENCE)
        found = list(self.counted.finditer(words))
        if not found or (len(found) > 1 and words[found[-2].end() : found[-1].start()].endswith(_JOINS)):
            return None
        printed = found[-1]["count"]
        return int(printed) if printed.isdigit() else chinese_to_int(printed)

    def details(self, losses: Sequence[Mention]) -> bool:
        """Whether losses are said to be some of several (其中…扣1分, 主要)."""
        return self.detailing.search(self._before(losses[0], _SENTENCE)) is not None

    def together(self, one: Mention, other: Mention) -> bool:
        """Whether two scores stand in one sentence; what a semicolon parts is told apart."""
        begin, end = sorted((one.at.start, other.at.start))
        return not any(mark in self.content[begin:end] for mark in _SENTENCE)

    def _end(self, one: Mention) -> int:
        """Where the sentence of a score ends."""
        return min((place for mark in _SENTENCE if (place := self.content.find(mark, one.at.end)) >= 0), default=len(self.content))

    def _clause(self, one: Mention) -> str:
        return self._before(one, _CLAUSE)

    def _before(self, one: Mention, marks: str) -> str:
        """The words from the last of some marks to a score."""
        begin = max(self.content.rfind(mark, 0, one.at.start) for mark in marks) + 1
        return self.content[begin : one.at.start]
