"""Finds every figure with 分 and says what it is: a mention with a role, a look-alike with the pattern that explains it, or unexplained."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from extractor.language.numerals import parse
from extractor.language.patterns import Pattern, Patterns
from extractor.model.facts import Role
from extractor.model.text import Span, Text

if TYPE_CHECKING:
    import regex

SENTENCE_ENDS = "。！？\n"
_NUMBERED = re.compile(r"[（(](\d{1,2})[）)]")
"""A number in brackets: the label of an item, or a full score without its unit."""
CONTENTS_ENTRY = "section.contents-entry"
"""What explains a figure on a contents page: it repeats a heading."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure with its role.

    value: as printed, None when masked. at: the figure with 分. lead: the words that give the role. strong: the words alone are enough.
    full: the words say that the full score was obtained. declared: a bonus on offer. bracket: the score bracket that holds it, None outside.
    entry: id of the pattern that explains the figure where it is not needed as a score, None where only a score would explain it.
    named: nothing but a name stands before the figure; it is a score only where that is the title of a section.
    """

    role: Role
    value: Decimal | None
    at: Span
    lead: Span
    strong: bool
    full: bool = False
    declared: bool = False
    bracket: Span | None = None
    entry: str | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A figure with 分 that is no score; ``entry`` is the id of the pattern that explains it, None when nothing does."""

    at: Span
    entry: str | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions and look-alikes of a text, each in document order; together they account for every score-like figure."""

    mentions: tuple[Mention, ...]
    look_alikes: tuple[LookAlike, ...]


class MentionFinder:
    """Finds mentions with the patterns of the kinds ``score-*``."""

    def __init__(self, text: Text, patterns: Patterns) -> None:
        self.text = text
        self.ends = [offset for offset, char in enumerate(text.content) if char in SENTENCE_ENDS]
        self.brackets = patterns.one("section.score-bracket")
        self.bracket_figure = patterns.one("score.bracket-figure")
        self.figure = patterns.one("score.figure")
        # a figure behind a bare name comes last: any words that give a role, a user's among them, outrank it
        self.mention_patterns = tuple(sorted(patterns.kind("score-mention"), key=lambda pattern: bool(pattern.attributes.get("named"))))
        self.explained: tuple[Pattern, ...] = patterns.kind("score-explained")
        self.rule_sentences: tuple[Pattern, ...] = patterns.kind("score-explained-sentence")
        self.full_silent: tuple[Pattern, ...] = patterns.kind("score-full")
        self.joining_words = patterns.one("section.joining-words")

    def find(self, heading_spans: Sequence[Span], left_out: Sequence[Span]) -> Mentions:
        """Find all mentions; bare figures in score brackets count inside ``heading_spans`` or right behind a title; ``left_out`` spans are not searched."""
        content = self.text.content
        explained = self._explained(content)
        mentions: list[Mention] = []
        taken: set[int] = set()
        explanations = _by_offset(explained)
        for pattern in self.mention_patterns:
            for match in pattern.finditer(content):
                at = _figure_span(match)
                if not taken.isdisjoint(range(*at)) or _inside(at, left_out):
                    continue
                lead = Span(match.start("lead"), match.end("lead"))
                strong = bool(pattern.attributes.get("strong"))
                blocked = next((explanations[offset] for offset in range(*at) if offset in explanations), None)
                role = Role(str(pattern.attributes["role"]))
                if blocked is not None and not self._outranks(role, strong, blocked, lead):
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
                )
                mentions.append(mention)
                taken.update(range(*at))
        mentions.extend(self._silent_full(content, taken, left_out))
        mentions = self._with_brackets(content, mentions, taken, heading_spans, left_out)
        mentions.sort(key=lambda mention: mention.at)
        mentions = [self._full_or_max(mention, mentions) for mention in mentions]
        mentions = [self._total_or_max(mention, mentions) for mention in mentions]
        kept = [mention for mention in mentions if not self._in_rule_sentence(mention)]
        return Mentions(tuple(kept), tuple(self._look_alikes(content, kept, explained, left_out)))

    @staticmethod
    def _outranks(role: Role, strong: bool, blocked: LookAlike, lead: Span) -> bool:
        """Whether a mention's own words outrank an explanation: 自评得分 does, a bare 扣 or 得 does not."""
        return (
            strong
            and role in (Role.SELF, Role.MAX, Role.TOTAL_SELF, Role.TOTAL_MAX)
            and lead.start < lead.end
            and blocked.at.start >= lead.start
        )

    def _explained(self, content: str) -> list[LookAlike]:
        found: list[LookAlike] = []
        for pattern in self.explained:
            for match in pattern.finditer(content):
                at = _figure_span(match)
                found.append(LookAlike(at, pattern.id))
        return found

    def _full_or_max(self, mention: Mention, mentions: Sequence[Mention]) -> Mention:
        """自评满分100分，自评得分98分: with an obtained score behind it in the paragraph the first figure is only the full score."""
        if not mention.full or mention.value is None:
            return mention
        paragraph = self.text.paragraphs[self.text.paragraph_at(mention.at.start)].span
        behind = any(
            other.role in (Role.SELF, Role.TOTAL_SELF) and other.at > mention.at and other.at.within(paragraph) for other in mentions
        )
        return replace(mention, role=Role.MAX, full=False) if behind else mention

    def _total_or_max(self, mention: Mention, mentions: Sequence[Mention]) -> Mention:
        """自评总分100分，扣8分，自评得分92分: worded as the obtained total, the first figure is the full score, since less was obtained in the end."""
        if mention.role is not Role.TOTAL_SELF or mention.value is None:
            return mention
        paragraph = self.text.paragraphs[self.text.paragraph_at(mention.at.start)].span
        beside = [other for other in mentions if other.at.within(paragraph)]
        if any(other.role in (Role.MAX, Role.TOTAL_MAX) for other in beside):
            return mention
        behind = [other for other in beside if other.at > mention.at]
        lost = any(other.role in (Role.DEDUCTION, Role.TOTAL_DEDUCTION) for other in behind)
        less = any(
            other.role in (Role.SELF, Role.TOTAL_SELF) and other.value is not None and other.value < mention.value for other in behind
        )
        return replace(mention, role=Role.TOTAL_MAX) if lost and less else mention

    def _silent_full(self, content: str, taken: set[int], left_out: Sequence[Span]) -> Iterable[Mention]:
        """得满分: the obtained score is the item's full score, whatever that is."""
        for pattern in self.full_silent:
            for match in pattern.finditer(content):
                at = Span(*match.span())
                if taken.isdisjoint(range(*at)) and not _inside(at, left_out):
                    yield Mention(Role.SELF, None, at, at, strong=False, full=True)

    def _with_brackets(
        self, content: str, mentions: Sequence[Mention], taken: set[int], headings: Sequence[Span], left_out: Sequence[Span]
    ) -> list[Mention]:
        """Mark the mentions inside score brackets, and take the bare figures there: the first is the full score, one behind it the obtained."""
        found = sorted(mentions, key=lambda mention: mention.at)
        starts = [mention.at.start for mention in found]
        labels = {heading.start for heading in headings}
        heading_starts = sorted(labels)
        heading_ends = {heading.start: heading.end for heading in headings}
        bare: list[Mention] = []
        for match in self.brackets.finditer(content):
            bracket = Span(*match.span())
            if bracket.start in labels or _inside(bracket, left_out):
                continue
            held = range(bisect_left(starts, bracket.start), bisect_left(starts, bracket.end))
            for index in held:
                found[index] = replace(found[index], strong=True, bracket=bracket)
            has_max = any(found[index].role is Role.MAX for index in held)
            has_self = any(found[index].role is Role.SELF for index in held)
            nearest = bisect_right(heading_starts, bracket.start) - 1
            in_heading = nearest >= 0 and bracket.end <= heading_ends[heading_starts[nearest]]
            if in_heading and _is_next_label(content, heading_starts[nearest], bracket):
                continue
            for figure in self.bracket_figure.finditer(content, bracket.start, bracket.end):
                at = Span(figure.start(), figure.end())
                if not taken.isdisjoint(range(*at)) or not (in_heading or figure["unit"]):
                    continue
                role = Role.SELF if has_max else Role.MAX
                has_max = True
                strong = in_heading or (has_self and role is Role.MAX)
                bare.append(Mention(role, figure_value(figure["value"]), at, Span(at.start, at.start), strong, bracket=bracket))
                taken.update(range(*at))
        return [*found, *bare]

    def _in_rule_sentence(self, mention: Mention) -> bool:
        """Whether a weak mention or a bare deduction stands in a sentence that is a scoring rule."""
        if mention.bracket is not None or (mention.strong and mention.role is not Role.DEDUCTION and mention.role is not Role.BONUS):
            return False
        sentence = self.sentence(mention.at)
        content = self.text.slice(sentence)
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


def _is_next_label(content: str, heading: int, bracket: Span) -> bool:
    """Whether a bracket behind the title of item （1） is the label of item （2）, run on in the same paragraph, and no score."""
    own = _NUMBERED.match(content, heading)
    other = _NUMBERED.fullmatch(content, bracket.start, bracket.end)
    return own is not None and other is not None and int(other[1]) == int(own[1]) + 1 and content[bracket.end : bracket.end + 1].isalpha()


def figure_value(printed: str) -> Decimal | None:
    """The value of a figure as printed, with its decimals: ``.5`` is 0.5, ``0。5`` is 0.5, ``1 2`` is 12; None when it is masked."""
    folded = printed.replace(" ", "").replace("。", ".").replace("−", "-").replace("－", "-").lstrip("+")
    if folded.startswith("."):
        folded = "0" + folded
    if folded.startswith("-."):
        folded = "-0" + folded[1:]
    try:
        return Decimal(folded)
    except InvalidOperation:
        numeral = parse(folded)
        return Decimal(numeral.value) if numeral is not None and isinstance(numeral.value, Decimal) else None


def _figure_span(match: regex.Match[str]) -> Span:
    """The figure of a match with the unit behind it, where the pattern reads one."""
    end = match.end("points") if "points" in match.re.groupindex and match["points"] else match.end("value")
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
