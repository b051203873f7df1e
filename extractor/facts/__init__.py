"""Text and outline in, `Facts` out: scores, totals, an account of every score-like figure, quantities and claims."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractor.facts.citations import find_citations
from extractor.facts.claims import find_claims
from extractor.facts.figures import find_quantities
from extractor.facts.mentions import Mention, MentionFinder
from extractor.facts.placing import Placer, named_section
from extractor.facts.reasons import ReasonFinder
from extractor.facts.score_tables import read_score_tables
from extractor.facts.score_tables_account import Ledger
from extractor.facts.score_tables_funds import funds_claims, with_tables
from extractor.facts.score_tables_text import in_order, lined_tables
from extractor.facts.statements import SectionScores, exact_sum
from extractor.facts.tables import find_tables
from extractor.facts.totals import TotalsBuilder
from extractor.language.patterns import Patterns
from extractor.model.facts import Facts, Figure, Role, Score, ScoreLike, Totals
from extractor.model.outline import Outline, Section
from extractor.model.text import Span, Text

__all__ = ["extract_facts"]


def extract_facts(text: Text, outline: Outline, patterns: Patterns, words: bool = False) -> Facts:
    """Extract all score facts. Every figure that looks like a score is extracted, explained or listed as unexplained. words: see `find_quantities`."""
    return _Extraction(text, outline, patterns, words).run()


class _Extraction:
    """One pass over a document: mentions to their section or to the whole report, then scores and totals."""

    def __init__(self, text: Text, outline: Outline, patterns: Patterns, words: bool) -> None:
        self.words = words
        self.text = text
        self.outline = outline
        self.patterns = patterns
        self.sections = list(outline.walk())
        self.finder = MentionFinder(text, patterns)
        headings = [section.heading for section in self.sections]
        lined = lined_tables(text, patterns)
        self.tables = in_order((*find_tables(text, patterns), *lined.tables))
        self.score_tables = in_order((*read_score_tables(self.tables, patterns), *lined.refused))
        self.ledger = Ledger(self.score_tables)
        self.found = self.finder.find(headings, (*outline.contents, *self.ledger.spans))
        self.reasons = ReasonFinder(text, patterns, self.finder)
        self.builder = TotalsBuilder(text, self.finder, self.reasons, self.found.mentions)
        self.composer = SectionScores(text, self.finder, self.reasons, self.found.mentions)
        self.placer = Placer(text, outline, patterns, self.finder)
        self.scores: dict[str, Score] = {}
        self.summaries: list[tuple[Section, Mention]] = []

    def run(self) -> Facts:
        placement = self.placer.place(self.found.mentions)
        for section in self.sections:
            score = self.composer.score(section, placement.headings[section.id], placement.bodies[section.id])
            if score is not None:
                self.scores[section.id] = score
        for section, mentions in placement.summaries:
            self._sum_up(section, mentions, placement.whole)
        self._add_totals(placement.whole)
        self._full_score_of_all(placement.headings)
        self._grand_totals(placement.bodies)
        self._restate()
        regions = [*self.outline.preamble, *self.outline.closing, *(section.body for section in self.sections)]
        return self._facts(self.builder.build(self.patterns, regions))

    def _sum_up(self, section: Section, mentions: list[Mention], whole: list[Mention]) -> None:
        """A summary (以上各项满分30分，自评29分) speaks of the nearest section above whose items add up to it, else of the whole report."""
        values = {mention.role: mention.value for mention in mentions if mention.value is not None}
        above = [other for other in self.sections if section.id.startswith(f"{other.id}.")]
        for other in reversed(above):
            sums = {Role.MAX: self._below(other, "max"), Role.SELF: self._below(other, "self")}
            if any(values.get(role) is not None and values[role] == sums[role] for role in sums):
                self.summaries.extend((other, mention) for mention in mentions if mention.role in sums)
                return
        whole.extend(mentions)
        whole.sort(key=lambda mention: mention.at)

    def _below(self, section: Section, side: str) -> Decimal | None:
        """The sum of what is stated below a section, None where nothing is."""
        found: list[Decimal] = []
        for child in section.children:
            value = self._stated_or_below(child, side)
            if value is not None:
                found.append(value)
        return exact_sum(found) if found else None

    def _stated_or_below(self, section: Section, side: str) -> Decimal | None:
        """What is stated for a section, else the sum of what is stated below it."""
        score = self.scores.get(section.id)
        value: Decimal | None = getattr(score, side) if score is not None else None
        return self._below(section, side) if value is None else value

    def _add_totals(self, whole: list[Mention]) -> None:
        """Mentions outside the items: totals, unless a summary names a section, or nothing but 得 says that they are scores."""
        for mention in whole:
            scored = mention.role in (Role.SELF, Role.MAX)
            section = named_section(self.text, mention, self.sections, self.finder) if scored else None
            if section is not None and (mention.strong or mention.named):
                self.summaries.append((section, self._side(mention, whole)))
            elif mention.named or (scored and not mention.strong and not self._supported(mention, whole)):
                self.composer.unused.append(mention)
            else:
                self.builder.add(mention)

    def _side(self, mention: Mention, whole: list[Mention]) -> Mention:
        """A bare figure behind a section's name is on the side of the total that the sentence named last."""
        if not mention.named:
            return mention
        sentence = self.finder.sentence(mention.at)
        before = [other for other in whole if other.at < mention.at and not other.named and other.at.within(sentence)]
        full = bool(before) and before[-1].role in (Role.MAX, Role.TOTAL_MAX)
        return replace(mention, role=Role.MAX if full else Role.SELF)

    def _supported(self, mention: Mention, whole: list[Mention]) -> bool:
        """Whether a weak mention outside the items stands beside a full score, or in a sentence that speaks of the self-assessment."""
        sentence = self.finder.sentence(mention.at)
        if mention.role is Role.SELF and self.patterns.one("score.self-assessment").search(self.text.slice(sentence)):
            return True
        return any(other.strong and other.at.within(sentence) and other.role in (Role.MAX, Role.TOTAL_MAX) for other in whole)

    def _full_score_of_all(self, headings: dict[str, list[Mention]]) -> None:
        """A full score told in a narrative section (指标体系满分100分) that is the sum of all the items is the total, not the section's own."""
        for section in self.sections:
            score = self.scores.get(section.id)
            if score is None or score.max is None or score.max_at is None or score.self is not None or score.parts or headings[section.id]:
                continue
            del self.scores[section.id]
            items = [value for top in self.outline.sections if not top.annex and (value := self._stated_or_below(top, "max")) is not None]
            if items and exact_sum(items) == score.max:
                self.builder.add_figure(Role.TOTAL_MAX, Figure(score.max, score.max_at))
            else:
                self.scores[section.id] = score

    def _grand_totals(self, bodies: dict[str, list[Mention]]) -> None:
        """A heading at the top may state the grand total; a single self-score in a report that has no other is the total, too."""
        main = [section for section in self.outline.sections if not section.annex]
        tops = [section for section in main if section.id in self.scores]
        for section in tops:
            score = self.scores[section.id]
            if any(below.id in self.scores for child in section.children for below in child.walk()):
                continue
            others = [self.scores[other.id] for other in tops if other is not section]
            # one of the items may by chance be as much as the others together, as 产出 50 is in the standard form
            fitting = section in (main[0], main[-1]) or self.placer.concludes(section)
            agrees = fitting and any(
                value is not None and value == self._sum_beside(section, side) for side, value in (("self", score.self), ("max", score.max))
            )
            declared = bool(others) and self.placer.concludes(section) and self._exceeds(score, others)
            if (agrees or declared) and not bodies[section.id]:
                self.builder.heading_sections.append(section.id)
                self._declare(score)
        stated = [section for section in self.sections if section.id in self.scores]
        if self.builder.self is None and len(stated) == 1 and not stated[0].annex:
            only = stated[0]
            score = self.scores[only.id]
            if score.self is not None and not score.parts and (score.max is None or self.placer.concludes(only)):
                self._declare(score)
                if score.self_at is not None and score.self_at.within(only.heading):
                    self.builder.heading_sections.append(only.id)
                else:
                    del self.scores[only.id]

    def _sum_beside(self, section: Section, side: str) -> Decimal | None:
        """What the other sections at the top add up to, by what they state or what stands below them; None where fewer than two say anything."""
        tops = [other for other in self.outline.sections if other is not section and not other.annex]
        found = [value for other in tops if (value := self._stated_or_below(other, side)) is not None]
        return exact_sum(found) if len(found) > 1 else None

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
        looks = sorted(self.ledger.explained(looks), key=lambda look: look.at)
        totals = self.ledger.totals(totals, self.scores)
        extracted = sum(1 for mention in self.found.mentions if mention.at not in unused) + self.ledger.extracted
        quantities = find_quantities(self.text, self.outline, self.patterns, self.words)
        claims = find_claims(self.text, self.outline, quantities, self.scores, totals, self.patterns)
        citations = find_citations(self.text, self.outline.document.at.get("number", ()), self.patterns)
        claims = with_tables(claims, funds_claims(self.score_tables, quantities))
        return Facts(self.scores, totals, tuple(looks), extracted, quantities, claims, citations, self.tables, self.score_tables)
