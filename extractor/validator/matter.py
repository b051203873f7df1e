"""The matter under examination: everything that the rules look at, with the ways through the section tree."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from extractor.language.patterns import Patterns
from extractor.model.claims import Quantity
from extractor.model.facts import Facts, Score
from extractor.model.outline import Kind, Outline, Section, SectionLocator
from extractor.model.page import Reading
from extractor.model.rubric import Profile
from extractor.model.text import Span, Text

Side = Literal["max", "self"]
"""Which of the two figures of a score: 分值 or 自评得分."""

_UNSTATED = Score()
WHOLE = Decimal(100)
"""The full score of a report that names none."""
_AROUND = 12
"""Characters shown on each side of a figure that a reader is asked to look at."""


@dataclass(frozen=True)
class Matter:
    """Text, outline and facts of one report. Sections are named by their id."""

    text: Text
    outline: Outline
    facts: Facts
    reading: Reading
    patterns: Patterns
    profile: Profile | None = None

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All sections in document order, annexes included."""
        return tuple(self.outline.walk())

    @cached_property
    def located(self) -> SectionLocator:
        """Finds the section at an offset."""
        return SectionLocator(self.outline)

    @cached_property
    def _quantity_starts(self) -> list[int]:
        return [one.at.start for one in self.facts.quantities]

    def quantities_in(self, span: Span) -> Sequence[Quantity]:
        """The figures that lie inside a span."""
        first, last = bisect_left(self._quantity_starts, span.start), bisect_left(self._quantity_starts, span.end)
        return [one for one in self.facts.quantities[first:last] if one.at.end <= span.end]

    @cached_property
    def _by_id(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def _parents(self) -> dict[str, Section]:
        return {child.id: section for section in self.sections for child in section.children}

    @cached_property
    def _annexed(self) -> frozenset[str]:
        return frozenset(below.id for section in self.sections if section.annex for below in section.walk())

    @cached_property
    def _locator(self) -> SectionLocator:
        return SectionLocator(self.outline)

    def section_at(self, offset: int) -> Section | None:
        """The deepest section in whose heading or body ``offset`` stands."""
        return self._locator.at(offset)

    def section(self, id: str) -> Section:
        return self._by_id[id]

    def context(self, span: Span) -> str:
        """A figure with the words around it, within its paragraph."""
        paragraph = self.text.paragraphs[self.text.paragraph_at(span.start)]
        return self.text.content[max(paragraph.start, span.start - _AROUND) : min(paragraph.end, span.end + _AROUND)]

    def parent(self, section: Section) -> Section | None:
        return self._parents.get(section.id)

    def ancestors(self, section: Section) -> Iterator[Section]:
        """The sections above, the nearest first."""
        above = self.parent(section)
        while above is not None:
            yield above
            above = self.parent(above)

    def annexed(self, section: Section) -> bool:
        """Whether it is an annex or stands in one: annexes stay out of the totals."""
        return section.id in self._annexed

    def own(self) -> Iterator[Section]:
        """The sections of the report itself, annexes left out."""
        return (section for section in self.sections if section.id not in self._annexed)

    def labels(self, id: str | None) -> tuple[str, ...]:
        """The labels from the top down to a section; empty for the report as a whole."""
        if id is None:
            return ()
        section = self.section(id)
        return (*reversed([above.label for above in self.ancestors(section)]), section.label)

    def kind(self, section: Section) -> Kind:
        """Bonus and penalty hold for everything below them."""
        for one in (section, *self.ancestors(section)):
            if one.kind is not Kind.NORMAL:
                return one.kind
        return Kind.NORMAL

    def score(self, section: Section) -> Score:
        return self.facts.scores.get(section.id, _UNSTATED)

    def stated(self, section: Section, side: Side) -> Decimal | None:
        """The 分值 or 自评得分 that the section itself states."""
        score = self.score(section)
        return score.max if side == "max" else score.self

    def stated_at(self, section: Section, side: Side) -> Span | None:
        score = self.score(section)
        return score.max_at if side == "max" else score.self_at

    def masked(self, section: Section, side: Side) -> bool:
        """Whether the figure is printed, but hidden or unreadable."""
        return self.stated(section, side) is None and self.stated_at(section, side) is not None

    def has_score(self, section: Section) -> bool:
        """Whether the section states any figure of a score (a masked one counts)."""
        score = self.score(section)
        return bool(score.max_at or score.self_at or score.parts or score.max is not None or score.self is not None)

    def scored(self, section: Section) -> bool:
        """Whether it or anything below it states a score; annexes and statements of the grand total aside."""
        return any(self.has_score(one) for one in section.walk() if one.id not in self.grand_totals and not self.annexed(one))

    @cached_property
    def grand_totals(self) -> frozenset[str]:
        """Sections whose heading states the grand total."""
        return frozenset(self.facts.totals.sections)

    @cached_property
    def bonus_declared(self) -> bool:
        """Whether the report speaks of a bonus anywhere."""
        return self.facts.totals.bonus is not None or any(section.kind is Kind.BONUS for section in self.own())

    @cached_property
    def _framing(self) -> frozenset[str]:
        """Sections at the top that state no score and stand before the first or behind the last one that does: what frames the items is none."""
        tops = [section for section in self.outline.sections if not section.annex]
        scored = [index for index, section in enumerate(tops) if self.scored(section)]
        if not scored or (len(scored) == 1 and not self._holds_items(tops[scored[0]])):
            return frozenset()
        doubtful = {section.id for one in self.facts.look_alikes if one.explained is None if (section := self.section_at(one.at.start))}
        outside = [section for index, section in enumerate(tops) if not scored[0] <= index <= scored[-1]]
        return frozenset(section.id for section in outside if not any(one.id in doubtful for one in section.walk()))

    def _holds_items(self, section: Section) -> bool:
        """Whether a section is where the report scores itself (二、绩效自评情况): it states nothing, and its title or what its items add up to says so."""
        items = [self.stated(child, "max") for child in section.children]
        if self.has_score(section) or sum(value is not None for value in items) < 2:
            return False
        whole = self.facts.totals.max.value if self.facts.totals.max is not None else WHOLE
        return self.patterns.one("section.conclusion-title").search(section.title) is not None or (
            None not in items and sum(value for value in items if value is not None) == whole
        )

    def not_applied(self, section: Section) -> bool:
        """Whether an item without 自评得分 says that it does not apply to the body (不适用, 缺项)."""
        if self.stated(section, "self") is not None or section.children:
            return False
        said = self.patterns.one("section.not-applied")
        return any(said.search(self.text.content, span.start, span.end) is not None for span in (section.heading, section.body))

    def narrative(self, section: Section) -> bool:
        """Whether a section tells and is not scored (problems, plans, conclusions, background): its title says so, or it frames the items."""
        if section.id in self._framing:
            return True
        title = section.title
        for word in self.patterns.words("section.scored-after-all"):
            title = title.replace(word, "")
        return any(word in title for word in self.patterns.words("section.narrative"))
