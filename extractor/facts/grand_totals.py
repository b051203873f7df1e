"""Finds the totals of a report among the scores of its sections: in a heading, in the text of a conclusion, or as the only score that there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.facts.mention import LEAST_TOLD, LEAST_TOTAL, Mention, exact_sum
from extractor.facts.placing import Placer
from extractor.facts.totals import TotalsBuilder
from extractor.model.facts import Figure, Role, Score
from extractor.model.outline import Kind, Outline, Section


@dataclass(frozen=True, slots=True)
class GrandTotals:
    """The scores of the sections (``scores``, by id, from which what turns out to be a total is taken out), and what they add up to."""

    outline: Outline
    sections: Sequence[Section]
    scores: dict[str, Score]
    builder: TotalsBuilder
    placer: Placer

    def below(self, section: Section, side: str) -> Decimal | None:
        """The sum of what is stated below a section, None where nothing is."""
        found: list[Decimal] = []
        for child in section.children:
            value = self.stated_or_below(child, side)
            if value is not None:
                found.append(value)
        return exact_sum(found) if found else None

    def stated_or_below(self, section: Section, side: str) -> Decimal | None:
        """What is stated for a section, else the sum of what is stated below it."""
        score = self.scores.get(section.id)
        value: Decimal | None = getattr(score, side) if score is not None else None
        return self.below(section, side) if value is None else value

    def sum_of(self, tops: Iterable[Section], side: str) -> Decimal | None:
        """What sections at the top add up to, by what they state or what stands below them; None where none says anything."""
        found = [value for top in tops if not top.annex and (value := self.stated_or_below(top, side)) is not None]
        return exact_sum(found) if found else None

    def full_score_of_all(self, headings: dict[str, list[Mention]]) -> None:
        """A full score told in a narrative section (指标体系满分100分) that is the sum of all the items is the total, not the section's own."""
        for section in self.sections:
            score = self.scores.get(section.id)
            if score is None or score.max is None or score.max_at is None or score.self is not None or score.parts or headings[section.id]:
                continue
            del self.scores[section.id]
            items = [value for top in self.outline.sections if not top.annex and (value := self.stated_or_below(top, "max")) is not None]
            if items and exact_sum(items) == score.max:
                self.builder.add_figure(Role.TOTAL_MAX, Figure(score.max, score.max_at))
            else:
                self.scores[section.id] = score

    def gather(self, bodies: dict[str, list[Mention]]) -> None:
        """A heading at the top may state the grand total; a single self-score in a report that has no other is the total, too."""
        main = [section for section in self.outline.sections if not section.annex]
        tops = [section for section in main if section.id in self.scores]
        for section in tops:
            score = self.scores[section.id]
            if any(below.id in self.scores for child in section.children for below in child.walk()):
                continue
            others = [self.scores[other.id] for other in tops if other is not section and other.id in self.scores]
            # one of the items may by chance be as much as the others together, as 产出 50 is in the standard form
            own = score.self if score.self is not None else score.max
            by_place = section in (main[0], main[-1]) and own is not None and own >= LEAST_TOLD
            agrees = (by_place or self.placer.concludes(section)) and any(
                value is not None and value in self._sums_beside(section, side)
                for side, value in (("self", score.self), ("max", score.max))
            )
            declared = (
                bool(others)
                and self._exceeds(score, others)
                and (self.placer.concludes(section) or (by_place and self._is_near(section, score)))
            )
            if bodies[section.id] and self._total_in_body(section, score):
                self._declare(score)
                del self.scores[section.id]
            elif (agrees or declared) and not bodies[section.id]:
                self.builder.heading_sections.append(section.id)
                self._declare(score)
        scored = [section for section in main if any(self._is_scored(below) for below in section.walk())]
        only_top = self.scores.get(scored[0].id) if len(scored) == 1 and scored[0].children else None
        untold = self.builder.self is None and self.builder.max is None
        if untold and only_top is not None and only_top.self is not None and self._is_whole(scored[0], only_top):
            # 二、指标得分（满分100分，自评98分）: everything that is scored stands below it
            self.builder.heading_sections.append(scored[0].id)
            self._declare(only_top)
        self._only_heading(main)
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

    def _only_heading(self, main: Sequence[Section]) -> None:
        """一、自评情况：总分100分，自评得分93.8分: the heading at the top that states a score of the report's size, where no other section states any."""
        stated = [
            section
            for section in self.sections
            if (score := self.scores.get(section.id)) is not None and (score.max is not None or score.self is not None)
        ]
        score = self.scores[stated[0].id] if len(stated) == 1 else None
        if score is None or stated[0] not in main or score.max is None or score.max < LEAST_TOTAL or self.builder.self or self.builder.max:
            return
        if score.self_at is not None and score.self_at.within(stated[0].heading):
            self.builder.heading_sections.append(stated[0].id)
            self._declare(score)

    def _is_whole(self, section: Section, score: Score) -> bool:
        """Whether the score of the only scored section at the top is that of the report: a full score of its size, or nearly what its items obtained."""
        if score.max is not None or score.self is None:
            return (score.max or Decimal()) >= LEAST_TOTAL
        below = self.below(section, "self")
        return score.self >= LEAST_TOLD and below is not None and 10 * abs(score.self - below) <= score.self

    def _total_in_body(self, section: Section, score: Score) -> bool:
        """Whether what the text of a section states (二、自评情况。自评得分96分…) is the total: nothing is told of its full score, and the items of the other
        sections come to just as much, or nearly, where its title or its place is that of a total.
        """
        main = [other for other in self.outline.sections if not other.annex]
        others = [other for other in main if other is not section]
        items = [self.scores[below.id] for other in others for below in other.walk() if below.id in self.scores]
        several = sum(max(1, len(one.parts)) for one in items) > 1
        beside = self.sum_of(others, "self")
        if score.max is not None or score.parts or score.self is None or score.self < LEAST_TOLD or not several or beside is None:
            return False
        placed = section in main[:2] or section is main[-1] or self.placer.concludes(section)
        return score.self == beside or (placed and self.builder.self is None and 10 * abs(score.self - beside) <= score.self)

    def _is_near(self, section: Section, score: Score) -> bool:
        """Whether a heading that states nothing but an obtained score is about what the others come to: a total that is off by a slip."""
        beside = self._sum_beside(section, "self")
        if score.max is not None or score.self is None or beside is None:
            return False
        return 10 * abs(score.self - beside) <= score.self

    def _sum_beside(self, section: Section, side: str) -> Decimal | None:
        """What the other sections at the top add up to, by what they state or what stands below them; None where fewer than two say anything."""
        others = [other for other in self.outline.sections if other is not section]
        several = sum(not other.annex and self.stated_or_below(other, side) is not None for other in others) > 1
        return self.sum_of(others, side) if several else None

    def _sums_beside(self, section: Section, side: str) -> set[Decimal]:
        """The same of one section beside it that holds several items, too (一、评价结论（基础分值100分）, 二、评价内容), and without what comes on top."""
        found = [item for other in self.outline.sections if other is not section and not other.annex for item in self._items(other, side)]
        if len(found) < 2:
            return set()
        return {exact_sum(value for _, value in found), exact_sum(value for kind, value in found if kind is Kind.NORMAL)}

    def _items(self, section: Section, side: str) -> list[tuple[Kind, Decimal]]:
        """What a section states, else what the ones below it do."""
        score = self.scores.get(section.id)
        value: Decimal | None = getattr(score, side) if score is not None else None
        if value is not None:
            return [(section.kind, value)]
        return [item for child in section.children for item in self._items(child, side)]

    def _is_scored(self, section: Section) -> bool:
        """Whether a section states more than what it lost."""
        score = self.scores.get(section.id)
        return score is not None and (score.max is not None or score.self is not None)

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
