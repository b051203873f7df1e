"""Reads score brackets: （分值8分，自评得分8分）, （30）, （28.5/30分）."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extractor.facts.mention import Mention, figure_value
from extractor.facts.sides import OBTAINED, Sides
from extractor.language.patterns import Patterns
from extractor.model.facts import Role
from extractor.model.text import Span

STROKES = ("/", "／")
SEPARATORS = "，,、；;/／（(【[〔"
_NUMBERED = re.compile(r"[（(](\d{1,2})[）)]")
"""A number in brackets: the label of an item, or a full score without its unit."""


_TOLD = re.compile(r"^[…·⋯.\s]*\d{1,4}(?:\.\d+)?\s?分[…·⋯.\s]*")
"""The full score of a line before the obtained one (………20分………得18分)."""


class BracketReader:
    """Finds score brackets and what the figures in them are."""

    def __init__(self, patterns: Patterns, sides: Sides) -> None:
        self.brackets = patterns.one("section.score-bracket")
        self.line = patterns.one("section.score-line")
        self.figure = patterns.one("score.bracket-figure")
        self.sides = sides

    def read(
        self, content: str, mentions: Sequence[Mention], taken: set[int], headings: Sequence[Span], left_out: Sequence[Span]
    ) -> list[Mention]:
        """The mentions, those inside score brackets marked, with the bare figures there: the first is the full score, one behind it the obtained.

        taken: offsets of figures that have a role; those found here are added. headings: only there a figure needs no 分. left_out: not searched.
        """
        found = sorted(mentions, key=lambda mention: mention.at)
        starts = [mention.at.start for mention in found]
        labels = {heading.start for heading in headings}
        heading_starts = sorted(labels)
        heading_ends = {heading.start: heading.end for heading in headings}
        bare: list[Mention] = []
        for bracket in self._spans(content, headings):
            if bracket.start in labels or any(bracket.within(span) for span in left_out):
                continue
            nearest = bisect_right(heading_starts, bracket.start) - 1
            in_heading = nearest >= 0 and bracket.end <= heading_ends[heading_starts[nearest]]
            held = range(bisect_left(starts, bracket.start), bisect_left(starts, bracket.end))
            for index in held:
                told = found[index - 1].at.end if index > held.start else bracket.start
                found[index] = self._held(content, found[index], bracket, told)
            if in_heading:
                following = heading_starts[nearest + 1] if nearest + 1 < len(heading_starts) else len(content)
                below = found[held.stop : bisect_left(starts, following)]
                self._alone(content, bracket, found, held, any(mention.role in OBTAINED for mention in below))
            if in_heading and _is_next_label(content, heading_starts[nearest], bracket):
                continue
            own = self._bare(content, bracket, [found[index] for index in held], taken, in_heading)
            if any(mention.inferred for mention in (*own, *(found[index] for index in held))):
                # where one figure of a bracket is only guessed, so are those beside it
                own = [replace(mention, inferred=True) for mention in own]
                for index in held:
                    found[index] = replace(found[index], inferred=True)
            bare += own
        return [*found, *bare]

    def _pair(self, content: str, bracket: Span, first: Mention, second: Mention) -> list[Mention]:
        """（自评得分/分值：9/10）: where the words name the obtained score first, the figures stand in that order, whichever is larger."""
        words = content[bracket.start + 1 : first.at.start].replace("／", "/")
        if "/" in words and self.sides.is_obtained(words.split("/")[0]) and (first.role, second.role) == (Role.MAX, Role.SELF):
            return [replace(first, role=Role.SELF), replace(second, role=Role.MAX)]
        return _over(first, second, content)

    def _spans(self, content: str, headings: Sequence[Span]) -> list[Span]:
        """The score brackets, and the scores that end the line of a title without one."""
        found = [Span(*match.span()) for match in self.brackets.finditer(content)]
        starts = [bracket.start for bracket in found]
        for heading in headings:
            if bisect_left(starts, heading.end) > bisect_left(starts, heading.start + 1):
                continue
            match = self.line.search(content, heading.start, heading.end)
            if match is not None:
                found.append(Span(*match.span()))
        return sorted(found)

    def _held(self, content: str, mention: Mention, bracket: Span, told: int) -> Mention:
        """A mention in a score bracket: nothing but words of scores before it, from ``told`` on, says what it is."""
        doubtful = mention.inferred or not mention.strong
        begin = max(_begin(content, bracket, mention.lead), min(told, mention.lead.start))
        inferred = doubtful and not self.sides.knows(_TOLD.sub("", content[begin : mention.lead.start]))
        return replace(mention, strong=True, bracket=bracket, inferred=inferred)

    def _alone(self, content: str, bracket: Span, found: list[Mention], held: range, told_below: bool) -> None:
        """（计10分）, （本项10分）: behind a title a figure alone is the full score, unless its words say that it was obtained; told_below: what was
        obtained is told below it.
        """
        for index in held:
            mention = found[index]
            either = self.sides.of_both(mention) or (told_below and self.sides.of_own_worth(mention))
            alone = mention.role is Role.SELF and either and self._single(content, bracket)
            if mention.named or alone:
                unknown = mention.named and not self.sides.knows(content[mention.lead.start : mention.lead.end])
                obtained = mention.named and self.sides.is_obtained(content[mention.lead.start : mention.lead.end])
                role = Role.SELF if obtained or (mention.named and self._below(mention, [found[other] for other in held])) else Role.MAX
                found[index] = replace(mention, role=role, named=False, inferred=mention.inferred or unknown)

    @staticmethod
    def _below(mention: Mention, held: Sequence[Mention]) -> bool:
        """Whether a full score that words tell stands before a figure in its bracket, and is no less: （分值10分，完成9分）."""
        before = [other for other in held if other.at < mention.at and other.role is Role.MAX and not other.named]
        return any(other.value is not None and mention.value is not None and other.value >= mention.value for other in before)

    def _single(self, content: str, bracket: Span) -> bool:
        """Whether a bracket holds one figure only."""
        return len(self.figure.findall(content[bracket.start : bracket.end])) == 1

    def _bare(self, content: str, bracket: Span, held: Sequence[Mention], taken: set[int], in_heading: bool) -> list[Mention]:
        """The figures of a bracket that no words explain."""
        has_max = any(mention.role in (Role.MAX, Role.TOTAL_MAX) for mention in held)
        has_self = any(mention.role in OBTAINED for mention in held)
        bare: list[Mention] = []
        for figure in self.figure.finditer(content, bracket.start, bracket.end):
            at = Span(figure.start(), figure.end())
            if not taken.isdisjoint(range(*at)) or not (in_heading or figure["unit"]):
                continue
            value = figure_value(figure["value"])
            words = content[_begin(content, bracket, at) : at.start]
            if value is not None and 0 < value < 1 and not figure["unit"] and words.strip("（(：: "):
                continue  # （权重0.3，…）: a weight that is a fraction of one
            counted = not figure["unit"] and content[at.end : at.end + 1].isalpha()
            if counted and words.strip("（(：: ") and not self.sides.knows(words):
                continue  # （30分，自评得分28分，少放131场扣2分）: so many of something
            negative = value is not None and value < 0 and (has_max or not in_heading)
            lost = negative or self.sides.is_lost(words)
            of_both = has_self and words.strip("（(：: ") in self.sides.either
            obtained = has_max or (self.sides.is_obtained(words) and not of_both)
            role = Role.DEDUCTION if lost else Role.SELF if obtained else Role.MAX
            has_max = has_max or role is Role.MAX
            strong = in_heading or lost or (has_self and role is Role.MAX)
            over = any(other.role is Role.MAX and None not in (value, other.value) and value > other.value for other in held)  # type: ignore[operator]
            inferred = not self.sides.knows(words) or (role is Role.SELF and over)
            made = Mention(role, value, at, Span(at.start, at.start), strong, bracket=bracket, inferred=inferred)
            bare += self._pair(content, bracket, bare.pop(), made) if bare else [made]
            taken.update(range(*at))
        return bare


def _begin(content: str, bracket: Span, at: Span) -> int:
    """Where the words before a figure of a bracket begin: behind the last separator."""
    return max(bracket.start, *(content.rfind(mark, bracket.start, at.start) + 1 for mark in SEPARATORS))


def _over(first: Mention, second: Mention, content: str) -> list[Mention]:
    """（28.5/30分）: of two bare figures with a stroke between them the larger one is the full score."""
    stroke = content[first.at.end : second.at.start].strip() in STROKES
    known = first.value is not None and second.value is not None and first.value < second.value
    if stroke and known and first.role is Role.MAX and second.role is Role.SELF:
        return [replace(first, role=Role.SELF), replace(second, role=Role.MAX)]
    return [first, second]


def _is_next_label(content: str, heading: int, bracket: Span) -> bool:
    """Whether a bracket behind the title of item （1） is the label of item （2）, run on in the same paragraph, and no score."""
    own = _NUMBERED.match(content, heading)
    other = _NUMBERED.fullmatch(content, bracket.start, bracket.end)
    return own is not None and other is not None and int(other[1]) == int(own[1]) + 1 and content[bracket.end : bracket.end + 1].isalpha()
