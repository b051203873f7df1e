"""Text and outline in, `Facts` out: the score of each section, the totals, and an account of every score-like figure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from extractor.facts.mentions import Mention, MentionFinder
from extractor.facts.reasons import ReasonFinder
from extractor.facts.statements import SectionScores, exact_sum
from extractor.facts.totals import TotalsBuilder, named_section
from extractor.language.patterns import Patterns
from extractor.model.facts import Facts, Figure, Role, Score, ScoreLike, Totals
from extractor.model.outline import Outline, Section, SectionLocator
from extractor.model.text import Span, Text

__all__ = ["extract_facts"]

TOTAL_ROLES = (Role.TOTAL_MAX, Role.TOTAL_SELF)


def extract_facts(text: Text, outline: Outline, patterns: Patterns) -> Facts:
    """Extract all score facts. Every figure that looks like a score is extracted, explained or listed as unexplained."""
    return _Extraction(text, outline, patterns).run()


class _Extraction:
    """One pass over a document: mentions to their section or to the whole report, then scores and totals."""

    def __init__(self, text: Text, outline: Outline, patterns: Patterns) -> None:
        self.text = text
        self.outline = outline
        self.patterns = patterns
        self.sections = list(outline.walk())
        self.essays = [section for section in outline.sections if section.scheme == "essay"]
        self.finder = MentionFinder(text, patterns)
        headings = [section.heading for section in self.sections]
        self.found = self.finder.find(headings, outline.contents)
        self.reasons = ReasonFinder(text, patterns, self.finder)
        self.builder = TotalsBuilder(text, self.finder, self.reasons, self.found.mentions)
        self.composer = SectionScores(text, self.finder, self.reasons, self.found.mentions)
        self.scores: dict[str, Score] = {}
        self.summaries: list[tuple[Section, Mention]] = []

    def run(self) -> Facts:
        headings: dict[str, list[Mention]] = defaultdict(list)
        bodies: dict[str, list[Mention]] = defaultdict(list)
        whole: list[Mention] = []
        total_sentences: list[Span] = []
        located = SectionLocator(outline=self.outline)
        placed = [(mention, located.at(mention.at.start)) for mention in self.found.mentions]
        for mention, section in placed:
            if section is not None and mention.at.within(section.heading):
                headings[section.id].append(mention)
        for mention, section in placed:
            in_body = section is not None and not mention.at.within(section.heading)
            if (
                section is not None
                and in_body
                and mention.role in TOTAL_ROLES
                and self._speaks_for_all(section, mention, headings[section.id])
            ):
                total_sentences.append(self.finder.sentence(mention.at))
        for mention, section in placed:
            if section is None or any(mention.at.within(sentence) for sentence in total_sentences):
                whole.append(mention)
            elif mention.at.within(section.heading):
                continue
            elif self._speaks_for_all(section, mention, headings[section.id]):
                whole.append(mention)
            else:
                bodies[section.id].append(mention)
        for section in self.sections:
            score = self.composer.score(section, headings[section.id], bodies[section.id])
            if score is not None:
                self.scores[section.id] = score
        self._add_totals(whole)
        self._grand_totals(bodies)
        self._restate()
        regions = [*self.outline.preamble, *self.outline.closing, *(section.body for section in self.sections)]
        return self._facts(self.builder.build(self.patterns, regions))

    def _speaks_for_all(self, section: Section, mention: Mention, heading: list[Mention]) -> bool:
        """Whether a mention in a section's body is a total of the report: worded as one, or in a section that is the conclusion."""
        if section.annex or self._in_annex(section):
            return False
        if self.essays and any(section.id.split(".")[0] == essay.id for essay in self.essays):
            return False
        ceilings = [other.value for other in heading if other.role is Role.MAX and other.value is not None]
        if mention.role in TOTAL_ROLES:
            return not (ceilings and mention.value is not None and mention.value <= max(ceilings) and not self._concludes(section))
        if ceilings or not self._concludes(section) or heading:
            return False
        return mention.strong or mention.role not in (Role.SELF, Role.MAX)

    def _concludes(self, section: Section) -> bool:
        title = section.title
        return any(title.endswith(word) or word == title for word in self.patterns.words("score.total-titles")) or bool(
            self.patterns.one("section.conclusion-title").search(title)
        )

    def _in_annex(self, section: Section) -> bool:
        root = section.id.split(".")[0]
        return any(top.id == root and top.annex for top in self.outline.sections)

    def _add_totals(self, whole: list[Mention]) -> None:
        """Mentions outside the items: totals, unless a summary names a section, or nothing but 得 says that they are scores."""
        for mention in whole:
            if mention.role in (Role.SELF, Role.MAX) and not mention.strong and not self._supported(mention, whole):
                self.composer.unused.append(mention)
                continue
            section = named_section(self.text, mention, self.sections, self.finder) if mention.role in (Role.SELF, Role.MAX) else None
            if section is not None:
                self.summaries.append((section, mention))
            else:
                self.builder.add(mention)

    def _supported(self, mention: Mention, whole: list[Mention]) -> bool:
        """Whether a weak mention outside the items stands beside a full score, or in a sentence that speaks of the self-assessment."""
        sentence = self.finder.sentence(mention.at)
        if mention.role is Role.SELF and self.patterns.one("score.self-assessment").search(self.text.slice(sentence)):
            return True
        return any(other.strong and other.at.within(sentence) and other.role in (Role.MAX, Role.TOTAL_MAX) for other in whole)

    def _grand_totals(self, bodies: dict[str, list[Mention]]) -> None:
        """A heading at the top may state the grand total; a single self-score in a report that has no other is the total, too."""
        tops = [section for section in self.outline.sections if not section.annex and section.id in self.scores]
        for section in tops:
            score = self.scores[section.id]
            if any(below.id in self.scores for child in section.children for below in child.walk()):
                continue
            others = [self.scores[other.id] for other in tops if other is not section]
            sums = [exact_sum(getattr(other, side) or Decimal(0) for other in others) for side in ("self", "max")]
            agrees = len(others) >= 2 and (
                (score.self is not None and score.self == sums[0]) or (score.max is not None and score.max == sums[1])
            )
            declared = bool(others) and self._concludes(section) and self._exceeds(score, others)
            if (agrees or declared) and not bodies[section.id]:
                self.builder.heading_sections.append(section.id)
                self._declare(score)
        stated = [section for section in self.sections if section.id in self.scores]
        if self.builder.self is None and len(stated) == 1 and not stated[0].annex:
            only = stated[0]
            score = self.scores[only.id]
            if score.self is not None and not score.parts and (score.max is None or self._concludes(only)):
                self._declare(score)
                if score.self_at is not None and score.self_at.within(only.heading):
                    self.builder.heading_sections.append(only.id)
                else:
                    del self.scores[only.id]

    @staticmethod
    def _exceeds(score: Score, others: list[Score]) -> bool:
        """Whether a score is larger than every other one at the top, as a grand total is."""
        own = score.self if score.self is not None else score.max
        return own is not None and all(own > (other.self if other.self is not None else other.max or Decimal(0)) for other in others)

    def _declare(self, score: Score) -> None:
        if score.max is not None and score.max_at is not None:
            self.builder.add_figure(Role.TOTAL_MAX, Figure(score.max, score.max_at))
        if score.self is not None and score.self_at is not None:
            self.builder.add_figure(Role.TOTAL_SELF, Figure(score.self, score.self_at))

    def _restate(self) -> None:
        """What a summary says of a section: its score when it has none stated, else a repetition to be compared."""
        for section, mention in self.summaries:
            figure = Figure(mention.value, mention.at)
            score = self.scores.get(section.id, Score())
            if mention.role is Role.MAX:
                self.scores[section.id] = (
                    replace(score, max=mention.value, max_at=mention.at)
                    if score.max is None
                    else replace(score, restated=(*score.restated, (Role.MAX, figure)))
                )
            else:
                self.scores[section.id] = (
                    replace(score, self=mention.value, self_at=mention.at)
                    if score.self is None
                    else replace(score, restated=(*score.restated, (Role.SELF, figure)))
                )

    def _facts(self, totals: Totals) -> Facts:
        unused: set[Span] = {mention.at for mention in self.composer.unused}
        looks = [ScoreLike(look.at, look.entry) for look in self.found.look_alikes]
        looks.extend(ScoreLike(mention.at, mention.entry) for mention in self.composer.unused if mention.value is not None)
        looks.sort(key=lambda look: look.at)
        extracted = sum(1 for mention in self.found.mentions if mention.at not in unused)
        return Facts(self.scores, totals, tuple(looks), extracted)
