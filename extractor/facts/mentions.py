"""Finds every figure with 分 and says what it is: a mention with a role, a look-alike with the pattern that explains it, or unexplained."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.facts.brackets import BracketReader
from extractor.facts.by_equation import told_by_equation
from extractor.facts.mention import LookAlike, Mention, figure_value
from extractor.facts.sides import OBTAINED, Sides
from extractor.language.patterns import Pattern, Patterns
from extractor.model.facts import Role
from extractor.model.text import Span, Text

if TYPE_CHECKING:
    import regex

SENTENCE_ENDS = "。！？\n"
BRACKET_END = "】"
"""Ends a sentence where words behind it sum up (【自评得分12分】综合以上三项)."""
BRACKETS = "（(【[〔"
_ENDS = re.compile(f"[{SENTENCE_ENDS}{BRACKET_END}]")
_SENTENCES, _FIGURE = re.compile("[。；;\n]"), re.compile(r"\d")
CONTENTS_ENTRY = "section.contents-entry"
"""What explains a figure on a contents page: it repeats a heading."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions and look-alikes of a text, each in document order; together they account for every score-like figure."""

    mentions: tuple[Mention, ...]
    look_alikes: tuple[LookAlike, ...]


class MentionFinder:
    """Finds mentions with the patterns of the kinds ``score-*``."""

    def __init__(self, text: Text, patterns: Patterns) -> None:
        self.text = text
        summary = patterns.one("score.summary-sentence")
        self.ends = [
            match.start()
            for match in _ENDS.finditer(text.content)
            if match[0] != BRACKET_END or summary.match(text.content, match.end()) is not None
        ]
        self.heading_ends: list[int] = []
        self.sides = Sides(text, patterns)
        self.brackets = BracketReader(patterns, self.sides)
        self.figure = patterns.one("score.figure")
        # words put together afresh come behind those of the lists, a figure behind a bare name last: what gives a role, a user's words among them, outranks it
        self.mention_patterns = tuple(sorted(patterns.kind("score-mention"), key=_rank))
        self.explained: tuple[Pattern, ...] = patterns.kind("score-explained")
        self.final = frozenset(pattern.id for pattern in self.explained if pattern.attributes.get("final"))
        """Explanations that no words outrank: the score of somebody else, of last year, on another scale."""
        self.of_others = frozenset(pattern.id for pattern in self.explained if pattern.attributes.get("of_others"))
        """Explanations that only words of the body's own assessment outrank: exams and surveys have total scores, too."""
        self.rule_sentences: tuple[Pattern, ...] = patterns.kind("score-explained-sentence")
        self.full_silent: tuple[Pattern, ...] = patterns.kind("score-full")
        self.self_assessment = patterns.one("score.self-assessment")
        self.joining_words = patterns.one("section.joining-words")
        self.summing = patterns.one("score.summing")
        self.details = patterns.words("claim.among")
        self.assessments = patterns.words("score.assessment-names")
        self.kind_aside = patterns.one("title.kind-aside")

    def find(self, heading_spans: Sequence[Span], left_out: Sequence[Span]) -> Mentions:
        """Find all mentions; bare figures in score brackets count inside ``heading_spans`` or right behind a title; ``left_out`` spans are not searched."""
        content = self.text.content
        self.heading_ends = sorted(heading.end for heading in heading_spans)
        explained = self._explained(content, sorted(heading_spans))
        mentions: list[Mention] = []
        taken: set[int] = set()
        explanations = _by_offset(explained)
        for pattern in self.mention_patterns:
            for match in pattern.finditer(content):
                at = _figure_span(pattern, match)
                if not taken.isdisjoint(range(*at)) or _inside(at, left_out):
                    continue
                lead = Span(match.start("lead"), match.end("lead"))
                strong = bool(pattern.attributes.get("strong"))
                blocked = next((explanations[offset] for offset in range(*at) if offset in explanations), None)
                role = Role(str(pattern.attributes["role"]))
                outranked = blocked is not None and not pattern.attributes.get("certain")
                if outranked and blocked and (blocked.entry in self.final or not self._outranks(role, strong, blocked, lead)):
                    continue
                mention = Mention(
                    role,
                    figure_value(match["value"]),
                    at,
                    lead,
                    strong,
                    bool(pattern.attributes.get("full")),
                    bool(pattern.attributes.get("declared")),
                    named=bool(pattern.attributes.get("named")),
                    entry=pattern.id if pattern.attributes.get("explains_itself") else None,
                    either=bool(pattern.attributes.get("either")),
                    inferred=bool(pattern.attributes.get("inferred")),
                )
                mentions.append(mention)
                taken.update(range(*at))
        mentions.extend(self._silent_full(content, taken, left_out))
        put_aside = {offset for look in explained if look.entry in self.final for offset in range(*look.at)}
        mentions = self.brackets.read(content, mentions, taken | put_aside, heading_spans, left_out)
        mentions.sort(key=lambda mention: mention.at)
        mentions = self.sides.settle(mentions, self.sentence)
        kept = [mention for mention in mentions if not self._in_rule_sentence(mention)]
        left = {offset for span in left_out for offset in range(*span)}
        kept = told_by_equation(self.text, self.figure, kept, explanations.keys() | left, self.sentence)
        return Mentions(tuple(kept), tuple(self._look_alikes(content, kept, explained, left_out)))

    def _outranks(self, role: Role, strong: bool, blocked: LookAlike, lead: Span) -> bool:
        """Whether a mention's own words outrank an explanation: 自评得分 does, a bare 扣 or 得 does not, nor 综合评分 where others assess."""
        if not strong or role not in (Role.SELF, Role.MAX, Role.TOTAL_SELF, Role.TOTAL_MAX) or lead.start >= lead.end:
            return False
        theirs = role in OBTAINED and blocked.entry in self.of_others and not self._of_ours(lead)
        return not theirs and blocked.at.start >= lead.start

    def _of_ours(self, lead: Span) -> bool:
        """Whether the words before an obtained score, or its sentence, say that it is the body's own."""
        words = self.text.slice(lead)
        return words.startswith(self.sides.item) or self.self_assessment.search(self.text.slice(self._in_body(lead))) is not None

    def _in_body(self, at: Span) -> Span:
        """The sentence round a span, without a heading that stands before it in the same line."""
        sentence = self.sentence(at)
        before = bisect_right(self.heading_ends, at.start)
        return Span(max(sentence.start, self.heading_ends[before - 1] if before else 0), sentence.end)

    def _explained(self, content: str, headings: Sequence[Span]) -> list[LookAlike]:
        """What explains figures; words of exams in a title (招聘考试组织（可得4分）) say nothing of the score in the bracket behind it."""
        found: list[LookAlike] = []
        for pattern in self.explained:
            others = pattern.id in self.of_others
            for match in pattern.finditer(content):
                at = _figure_span(pattern, match)
                if not (others and _behind_title(content, match.start(), at, headings)):
                    found.append(LookAlike(at, pattern.id))
        return sorted(found, key=lambda look: look.entry not in self.final)  # of two explanations the one that nothing outranks counts

    def _silent_full(self, content: str, taken: set[int], left_out: Sequence[Span]) -> Iterable[Mention]:
        """得满分: the obtained score is the item's full score, whatever that is."""
        for pattern in self.full_silent:
            for match in pattern.finditer(content):
                at = Span(*match.span())
                if taken.isdisjoint(range(*at)) and not _inside(at, left_out):
                    yield Mention(Role.SELF, None, at, at, strong=False, full=True)

    def _in_rule_sentence(self, mention: Mention) -> bool:
        """Whether a weak mention or a bare deduction stands in a sentence that is a scoring rule."""
        if mention.bracket is not None or (mention.strong and mention.role is not Role.DEDUCTION and mention.role is not Role.BONUS):
            return False
        content = self.text.slice(self._in_body(mention.at))
        if not any(pattern.search(content) for pattern in self.rule_sentences):
            return False
        # a deduction with a reason beside a stated score is real even there
        return not any(
            pattern.attributes["role"] == "self" and pattern.attributes.get("strong") and pattern.search(content)
            for pattern in self.mention_patterns
        )

    def sentence(self, at: Span) -> Span:
        """The sentence round a span, without its end mark."""
        before = bisect_left(self.ends, at.start)
        after = bisect_left(self.ends, at.end)
        return Span(self.ends[before - 1] + 1 if before else 0, self.ends[after] if after < len(self.ends) else len(self.text.content))

    def same_paragraph(self, one: Span, other: Span) -> bool:
        """Whether two spans stand in one paragraph."""
        return self.text.paragraph_at(one.start) == self.text.paragraph_at(other.start)

    def details_total(self, mention: Mention, totals: Iterable[Mention]) -> bool:
        """自评得分99分，其中：投入15分，得15分；…: whether a score behind one of the totals only details it: in its sentence, or in the next of its
        paragraph.
        """
        content, sentence = self.text.content, self.sentence(mention.at)
        before = [other for other in totals if other.role is Role.TOTAL_SELF and other.at < mention.at]
        same = [other for other in before if other.at.within(sentence)]
        between = content[same[0].at.end : mention.lead.start] if same else ""
        behind = any(self.same_paragraph(other.at, mention.at) for other in before)
        opened = behind and content.startswith(tuple(self.details), sentence.start)
        return mention.role in (Role.MAX, Role.SELF) and (opened or any(word in between for word in self.details))

    def opens_details(self, words: str) -> bool:
        """Whether 其中 leads to what stands behind the words: not one of their sentences before the last (固定资产2864万元；其中设备1718万元。), nor one that
        tells out another figure right before it (设置指标22个，其中定量17个，).
        """
        found = [words.rpartition(word) for word in self.details if word in words]
        return any(
            "。" not in (rest := behind.strip("：: \n")) and "\n" not in rest and not _FIGURE.search(_SENTENCES.split(before)[-1])
            for before, _, behind in found
        )

    def opens_paragraph(self, span: Span) -> bool:
        """Whether a span stands at the head of its paragraph."""
        return self.text.paragraphs[self.text.paragraph_at(span.start)].start == span.start

    def _look_alikes(
        self, content: str, mentions: Sequence[Mention], explained: Sequence[LookAlike], left_out: Sequence[Span]
    ) -> Iterable[LookAlike]:
        """Every score-like figure that is no mention, with its explanation."""
        taken = {offset for mention in mentions for offset in range(*mention.at)}
        explanations = _by_offset(explained)
        for match in self.figure.finditer(content):
            at = Span(*match.span())
            if not taken.isdisjoint(range(*at)):
                continue
            if _inside(at, left_out):
                yield LookAlike(at, CONTENTS_ENTRY)
                continue
            entry = next((explanations[offset].entry for offset in range(*at) if offset in explanations), None)
            if entry is None:
                sentence = self.text.slice(self.sentence(at))
                entry = next((pattern.id for pattern in self.rule_sentences if pattern.search(sentence)), None)
            yield LookAlike(at, entry)


def _behind_title(content: str, begin: int, at: Span, headings: Sequence[Span]) -> bool:
    """Whether a bracket opens between the words that explain a figure, which begin at ``begin``, and the figure, in one heading."""
    before = bisect_right(headings, at.start, key=_start) - 1
    held = before >= 0 and headings[before].start <= begin and at.end <= headings[before].end
    return held and any(mark in content[begin + 1 : at.start] for mark in BRACKETS)


def _start(span: Span) -> int:
    return span.start


def _rank(pattern: Pattern) -> int:
    """How late a pattern has its turn."""
    if pattern.attributes.get("named"):
        return 3
    weak = not pattern.attributes.get("strong")
    return 2 if weak else 1 if pattern.attributes.get("fallback") else 0


def _figure_span(pattern: Pattern, match: regex.Match[str]) -> Span:
    """The figure of a match with the unit behind it, where the pattern reads one."""
    end = match.end("points") if "points" in pattern.groups and match["points"] else match.end("value")
    return Span(match.start("value"), end)


def _by_offset(explained: Iterable[LookAlike]) -> dict[int, LookAlike]:
    """Each explained character's look-alike; the first pattern that explains one counts."""
    found: dict[int, LookAlike] = {}
    for look in explained:
        for offset in range(*look.at):
            found.setdefault(offset, look)
    return found


def _inside(span: Span, spans: Sequence[Span]) -> bool:
    return any(span.within(other) for other in spans)
