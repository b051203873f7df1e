"""Keeps account of the figures that are read, but whose role no words of their own tell: no error rests on them (`Facts.inferred`)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.facts.mention import Mention
from extractor.facts.mentions import MentionFinder
from extractor.facts.naming import named_section
from extractor.facts.sides import OBTAINED
from extractor.language.patterns import Patterns
from extractor.model.facts import Deduction, Part, Role, Score
from extractor.model.outline import Section
from extractor.model.text import Span, Text

if TYPE_CHECKING:
    from extractor.facts.grouping import Statement

CLAUSE_ENDS = "，,；;、"
FULL = (Role.MAX, Role.TOTAL_MAX)
LONGEST_NAME = 80
"""Characters before a figure within which the name of its item stands."""


class Guesses:
    """What is only guessed at in one report."""

    def __init__(self, text: Text, finder: MentionFinder, patterns: Patterns) -> None:
        self.text = text
        self.finder = finder
        self.restating = patterns.one("score.restating-lead")
        self.other_scope = patterns.one("score.other-scope")
        self.half = patterns.one("score.half-read")
        self.item_end = patterns.one("score.item-end")
        self.of_item = patterns.one("score.of-item")
        self.of_level = patterns.one("score.of-level")
        self.of_report = patterns.one("score.of-report")
        self.of_group = patterns.one("score.of-group")
        self.counts = patterns.kind("deduction-count")
        self.inferred: list[Mention] = []
        """Mentions that only the figures beside them gave their role."""
        self.doubtful: set[Span] = set()
        """Figures beside which what is said does not fit together."""
        self.listed: set[Span] = set()
        """Figures of several statements that are all of one form: each bears out how the others were read."""

    def spans(self, found: Sequence[Mention], unused: set[Span], sections: Sequence[Section], known: Iterable[Span]) -> tuple[Span, ...]:
        """The figures, in document order: those of ``found`` and of the scores made from them, without ``unused`` ones and those whose item a name tells;
        and those that were only half read. known: see `_half_read`.
        """
        guessed = [mention for mention in (*found, *self.inferred) if mention.inferred and mention.at not in unused]
        titles = [section.title for section in sections if section.title]
        sure = {
            mention.at for mention in guessed if mention.bracket is None and (mention.at in self.listed or self._named(mention.at, titles))
        }
        return tuple(sorted(({mention.at for mention in guessed} - sure) | self.doubtful | set(self._half_read(found, known))))

    def _half_read(self, found: Iterable[Mention], known: Iterable[Span]) -> Iterator[Span]:
        """Figures behind words of a score that were not read, as no unit that is known stands behind them (扣2，自评得分5个分).

        known: the figures that are accounted for otherwise, and the tables.
        """
        read = {offset for span in (*(mention.at for mention in found), *known) for offset in range(*span)}
        for match in self.half.finditer(self.text.content):
            if read.isdisjoint(range(*match.span("value"))):
                yield Span(*match.span("value"))

    def _named(self, at: Span, titles: Iterable[str]) -> bool:
        """Whether what stands right before a figure names the item that it speaks of (本部分两项合计20分, 政策培训一项2分)."""
        before = self.text.content[max(0, at.start - LONGEST_NAME) : at.start]
        name = self.item_end.search(before)
        stem = before[: name.start()] if name is not None else before
        return (name is not None and bool(name["sure"])) or any(stem.endswith(title) or before.endswith(title) for title in titles)

    def doubt(self, mentions: Iterable[Mention]) -> None:
        """What is said around these does not fit together."""
        self.doubtful.update(mention.at for mention in mentions)

    def doubt_statements(self, statements: Iterable[Statement]) -> None:
        """`doubt` of all figures of the statements."""
        for statement in statements:
            self.doubt(statement.mentions())

    def doubt_rivals(self, mentions: Sequence[Mention], sections: Sequence[Section]) -> None:
        """Two obtained or two full scores, alone in a sentence that names no item: one of them is something else."""
        sentences: dict[Span, list[Mention]] = defaultdict(list)
        for mention in mentions:
            sentences[self.finder.sentence(mention.at)].append(mention)
        for told in sentences.values():
            one_side = any(all(mention.role in side and not mention.named for mention in told) for side in (OBTAINED, FULL))
            values = {mention.value for mention in told} - {None}
            if len(told) == len(values) == 2 and one_side and not any(self._names_item(mention, sections) for mention in told):
                self.doubt(told)

    def _names_item(self, mention: Mention, sections: Sequence[Section]) -> bool:
        return named_section(self.text, mention, sections, self.finder) is not None

    def doubt_as_total(self, mention: Mention, whole: Sequence[Mention], again: bool, behind: bool) -> None:
        """A statement that goes to the totals of the report. again: another one was stated before it. behind: it stands behind the last item.

        Words that only may be a score are no word against what was stated. A deduction that is no sum by its words and has no score in its sentence may
        be that of an item.
        """
        sentence = self.finder.sentence(mention.at)
        beside = [other.role for other in whole if other.at.within(sentence)]
        summed = any(other.role is Role.TOTAL_DEDUCTION for other in whole)
        alone = mention.role is Role.DEDUCTION and not summed and all(role is Role.DEDUCTION for role in beside)
        alone = alone and not (len(beside) > 1 and self._is_counted(sentence))
        strong = mention.strong or (behind and any(one.role is Role.TOTAL_MAX and self._right_before(one, mention) for one in whole))
        if alone or (again and not (strong and (mention.role not in OBTAINED or self._of_ours(mention, beside, behind)))):
            self.doubt([mention])

    def _right_before(self, full: Mention, own: Mention) -> bool:
        """总分值100分，实际得分96分: whether nothing but the words of the obtained score stands between it and a full one."""
        return full.strong and not self.text.content[full.at.end : own.lead.start].strip(CLAUSE_ENDS)

    def _is_counted(self, sentence: Span) -> bool:
        """Whether a sentence says how many losses it lists (扣分项共3项，具体为：…): they are the report's."""
        return any(count.search(self.text.content, sentence.start, sentence.end) for count in self.counts)

    def doubt_of_level(self, mention: Mention) -> None:
        """A full score in a body behind words of another level (省级满分5分) is hardly that of the item."""
        sentence = self.finder.sentence(mention.at)
        before = self.text.content[sentence.start : mention.at.start]
        if mention.role is Role.MAX and mention.bracket is None and self.of_level.search(before):
            self.doubt([mention])

    def doubt_lone_full(self, mention: Mention, whole: Sequence[Mention]) -> None:
        """A full score told without an obtained one, in a sentence that speaks of an item or of another level (省级满分86分), is hardly the report's."""
        sentence = self.finder.sentence(mention.at)
        before = self.text.content[sentence.start : mention.at.start]
        alone = not any(other.role in OBTAINED and other.at.within(sentence) for other in whole)
        if mention.role in FULL and alone and (self.of_item.search(before) or self.of_level.search(before)):
            self.doubt([mention])

    def _of_ours(self, mention: Mention, beside: Sequence[Role], behind: bool) -> bool:
        """Whether the sentence of an obtained total says that it is the report's own: by its words, by what it states besides, or by its place."""
        sentence = self.finder.sentence(mention.at)
        before = self.text.content[sentence.start : mention.lead.start]
        own = self.finder.self_assessment.search(self.text.slice(sentence)) is not None
        summed = self.finder.summing.search(before) is not None
        return own or summed or len(beside) > 1 or (behind and (not before.strip() or self.of_report.search(before) is not None))

    def doubt_deductions(self, score: Score, deductions: Iterable[Deduction], mentions: Sequence[Mention]) -> None:
        """With full marks a deduction that no score stands beside is a rule's rather than the item's."""
        if score.max is None or score.max != score.self:
            return
        for deduction in deductions:
            sentence = self.finder.sentence(deduction.at)
            if not any(mention.role in (Role.MAX, Role.SELF) and mention.at.within(sentence) for mention in mentions):
                self.doubtful.add(deduction.at)

    def weigh_parts(self, statements: Sequence[Statement], parts: Sequence[Statement], made: Sequence[Part], in_heading: bool) -> None:
        """Parts of one form bear each other out; uneven ones are hardly the parts of one item."""
        paragraphs = {self.text.paragraph_at(part.at.start) for part in made}
        apart = len(paragraphs) > 1 and max(paragraphs) - min(paragraphs) >= len(paragraphs)
        strewn = not in_heading and apart and any(part.title is None for part in made)
        ends = [part.at for part in made]
        grouped = not in_heading and any(self.of_group.search(self.text.content, one.end, other.end) for one, other in pairwise(ends))
        one_sided = apart and not in_heading and all(part.self is None for part in made)
        # a line of its own with a title and a full score is an item, whatever it tells besides
        lined = not in_heading and len(paragraphs) == len(made) and all(one.title and one.max is not None for one in made)
        if strewn or grouped or (not lined and (one_sided or _uneven(parts, in_heading))):
            self.doubt_statements(statements)
        else:
            self.listed.update(mention.at for statement in parts if statement.scored for mention in statement.mentions())

    def doubt_first(self, at: Span, section: Section, everything: Sequence[Mention]) -> None:
        """The only statement of what an item obtained, in its body, which no full score in its heading bears out. Without words of its own (a full score or
        a loss beside it, 自评, 此项, the yardstick) it may be the mark of somebody else (第三方测评，综合评分91分).

        everything: all mentions of the report in document order, whose words are known.
        """
        index = bisect_left(everything, at, key=_place)
        sentence = self.finder.sentence(at)
        if index == len(everything) or everything[index].at != at or everything[index].bracket is not None:
            return
        told = everything[index]
        if any(other.at.within(sentence) for other in (*everything[max(index - 1, 0) : index], *everything[index + 1 : index + 2])):
            return
        words = self.text.slice(told.lead)
        before = self.text.content[max(sentence.start, section.body.start) : told.lead.start].strip()
        own = words.startswith(self.finder.sides.item) or self.finder.self_assessment.search(before + words) is not None
        if not own and self.restating.fullmatch(before) is None:
            self.doubtful.add(at)

    def doubt_of_both(self, at: Span | None, everything: Sequence[Mention]) -> None:
        """An obtained score in words that are used of the full one as well (（累计4分）) may be the full one where another is stated behind it."""
        index = len(everything) if at is None else bisect_left(everything, at, key=_place)
        if index < len(everything) and everything[index].at == at and self.finder.sides.of_both(everything[index]):
            self.doubtful.add(everything[index].at)

    def doubt_further(self, at: Span, section: Section, everything: Sequence[Mention]) -> None:
        """A further statement of a score in the body of its section, behind words that nobody knows (乡镇考核中该项权重5分), may speak of something else; in
        an item without others below it one of a group of items (以上四项，本部分满分24分) does.

        everything: all mentions of the report, whose words are known.
        """
        content = self.text.content
        start = max(self.finder.sentence(at).start, section.body.start)
        told = sorted((mention for mention in everything if start <= mention.at.start <= at.start), key=_begin)
        first = next(mention for mention in told if mention.role is not Role.DEDUCTION or mention.at == at)
        # a deduction before it has its reason, in any words
        begin, end = max([start, *(other.at.end for other in told if other.at < first.at)]), first.lead.start
        words = self.text.slice(first.lead)
        own = self.finder.self_assessment.search(words) is not None or words.startswith(self.finder.sides.item)
        elsewhere = self.other_scope.search(content, start, end) is not None
        if own and not elsewhere:
            begin = max(begin, *(content.rfind(mark, begin, end) + 1 for mark in CLAUSE_ENDS))
        known = self.restating.fullmatch(content[begin:end].strip()) is not None and self.finder.sides.is_common(words)
        of_group = not section.children and self.of_group.search(content, start, at.start) is not None
        if elsewhere or of_group or not known:
            self.doubtful.add(at)


def _place(mention: Mention) -> Span:
    return mention.at


def _begin(mention: Mention) -> int:
    return mention.lead.start


def _uneven(parts: Sequence[Statement], in_heading: bool) -> bool:
    """Whether statements state different sides or no full score, share a bracket, or one in a heading has none."""
    sides = {(statement.max is not None, statement.self is not None) for statement in parts}
    brackets = [mention.bracket for statement in parts for mention in statement.mentions()[:1] if mention.bracket is not None]
    if in_heading and len(brackets) < len(parts):
        return True
    return len(sides) > 1 or sides == {(False, True)} or len(set(brackets)) < len(brackets)
