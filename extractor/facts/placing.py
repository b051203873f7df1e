"""Decides of what each mention speaks: of the section in whose heading or body it stands, of the sections that a summary sums up, or of the whole report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.facts.mentions import Mention, MentionFinder
from extractor.language.patterns import Patterns
from extractor.model.facts import Role
from extractor.model.outline import Outline, Section, SectionLocator
from extractor.model.text import Span, Text

TOTAL_ROLES = (Role.TOTAL_MAX, Role.TOTAL_SELF)
SIDES = (Role.MAX, Role.SELF)
LEAST_TOTAL = Decimal(90)
"""A score that only its size shows to be that of the report is at least this."""


@dataclass(slots=True)
class Placement:
    """Mentions by what they speak of. headings, bodies: by section id. summaries: of the items up to and with a section. whole: of the report."""

    headings: dict[str, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[str, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    summaries: list[tuple[Section, list[Mention]]] = field(default_factory=list)
    whole: list[Mention] = field(default_factory=list)


class Placer:
    """Places the mentions of one document."""

    def __init__(self, text: Text, outline: Outline, patterns: Patterns, finder: MentionFinder) -> None:
        self.text = text
        self.outline = outline
        self.finder = finder
        self.total_titles = patterns.words("score.total-titles")
        self.conclusion = patterns.one("section.conclusion-title")
        self.closing = patterns.one("section.closing")
        self.summary = patterns.one("score.summary-sentence")
        self.of_item = patterns.one("score.of-item")
        self.apart = frozenset(
            below.id for section in outline.sections if section.annex or section.scheme == "essay" for below in section.walk()
        )

    def place(self, mentions: Sequence[Mention]) -> Placement:
        """Place every mention exactly once."""
        placement = Placement()
        located = SectionLocator(self.outline)
        in_body: list[tuple[Mention, Section]] = []
        for mention in mentions:
            section = located.at(mention.at.start)
            if section is None:
                placement.whole.append(mention)
            elif mention.at.within(section.heading):
                placement.headings[section.id].append(mention)
            else:
                in_body.append((mention, section))
        totals = {
            self.finder.sentence(mention.at)
            for mention, section in in_body
            if mention.role in TOTAL_ROLES and self._speaks_for_all(section, mention, placement.headings[section.id])
        } | self._grand(in_body, placement.headings, mentions)
        for mention, section in in_body:
            sentence = self.finder.sentence(mention.at)
            if (
                sentence in totals
                or self._in_closing(section, mention, totals)
                or self._speaks_for_all(section, mention, placement.headings[section.id])
            ):
                placement.whole.append(mention)
            elif section.id not in self.apart and self.summary.match(self.text.slice(sentence)):
                if placement.summaries and self.finder.sentence(placement.summaries[-1][1][-1].at) == sentence:
                    placement.summaries[-1][1].append(mention)
                else:
                    placement.summaries.append((section, [mention]))
            else:
                placement.bodies[section.id].append(mention)
        placement.whole.sort(key=lambda mention: mention.at)
        return placement

    def _grand(
        self, in_body: Sequence[tuple[Mention, Section]], headings: Mapping[str, list[Mention]], mentions: Sequence[Mention]
    ) -> set[Span]:
        """Sentences behind the last item that state a score of the whole report by their size alone (经自查，满分100分，自评98分; 最终自评得98分): no item
        has as much, and they do not say that they speak of one.
        """
        found: set[Span] = set()
        of_items = [mention for mention, section in in_body if section.id not in self.apart]
        of_items += [mention for id, stated in headings.items() if id not in self.apart for mention in stated]
        last = max((mention.at.start for mention in of_items if mention.role in SIDES), default=0)
        for mention, section in in_body:
            if mention.role not in SIDES or mention.value is None or mention.value < LEAST_TOTAL or section.id in self.apart:
                continue
            sentence = self.finder.sentence(mention.at)
            beside = [other for other in mentions if other.at.within(sentence)]
            others = [other.value for other in of_items if other.role in SIDES and other.value is not None and other not in beside]
            pair = any(other.role is Role.SELF and other.at != mention.at for other in beside)
            told = pair if mention.role is Role.MAX else mention.strong and not headings[section.id]
            before = self.text.content[sentence.start : mention.lead.start]
            if told and others and last < sentence.end and mention.value > max(others) and not self.of_item.search(before):
                found.add(sentence)
        return found

    def _in_closing(self, section: Section, mention: Mention, totals: set[Span]) -> bool:
        """Whether a mention stands in a closing paragraph (综上 …) that declares totals, though further sections follow it."""
        if section.id in self.apart:
            return False
        paragraph = self.text.paragraphs[self.text.paragraph_at(mention.at.start)].span
        return self.closing.match(self.text.slice(paragraph)) is not None and any(sentence.overlaps(paragraph) for sentence in totals)

    def concludes(self, section: Section) -> bool:
        """Whether a section is the report's conclusion by its title."""
        return any(section.title.endswith(word) for word in self.total_titles) or self.conclusion.search(section.title) is not None

    def _speaks_for_all(self, section: Section, mention: Mention, heading: Sequence[Mention]) -> bool:
        """Whether a mention in a section's body is a total of the report: worded as one, or in a section that is the conclusion."""
        if section.id in self.apart:
            return False
        ceilings = [other.value for other in heading if other.role is Role.MAX and other.value is not None]
        if mention.role in TOTAL_ROLES:
            return not (ceilings and mention.value is not None and mention.value <= max(ceilings) and not self.concludes(section))
        if heading or not self.concludes(section):
            return False
        return mention.strong or mention.role not in (Role.SELF, Role.MAX)


def named_section(text: Text, mention: Mention, sections: Sequence[Section], finder: MentionFinder) -> Section | None:
    """The section that a summary names before a figure (工作创新方面自评得分5分), None when it names none; a bare name must be the whole title."""
    if mention.named:
        name = text.slice(Span(mention.lead.start, mention.lead.end))
        return next((section for section in sections if section.title == name), None)
    sentence = finder.sentence(mention.at)
    begin = max(text.content.rfind(mark, sentence.start, mention.lead.start) for mark in "，；,;：") + 1
    clause = text.content[max(begin, sentence.start) : mention.lead.start]
    best: Section | None = None
    for section in sections:
        names = (section.title, f"{section.label.rstrip('、.')}{section.title}")
        if any(len(name) > 1 and name in clause for name in names) and (best is None or len(section.title) > len(best.title)):
            best = section
    return best
