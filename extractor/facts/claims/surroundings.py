"""What lies beyond a paragraph: the figures of the section and those of its neighbours, for operands that no nearer place has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from extractor.facts.claims.far.panorama import Panorama
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Quantity
from extractor.model.outline import Outline, Section, SectionLocator

if TYPE_CHECKING:
    from extractor.facts.claims.tables.cells import NamedCell

_KEY = 2
"""Characters directly before a figure by which it is found again."""


class Surroundings:
    """The sentences of a report with the sections that they stand in."""

    def __init__(self, sentences: Sequence[Sentence], outline: Outline, patterns: Patterns, cells: Sequence[NamedCell] = ()) -> None:
        self._cells = cells
        self._sentences = [one for one in sentences if not one.cell]
        self._outline = outline
        self._patterns = patterns
        self._locator = SectionLocator(outline)

    @cached_property
    def _tops(self) -> dict[str, Section]:
        return {section.id: top for top in self._outline.sections for section in top.walk()}

    @cached_property
    def panorama(self) -> Panorama:
        """All figures of the prose, and those of tables that have a name and a unit."""
        return Panorama(self._sentences, self._locator, self._tops, self._patterns, self._cells)

    @property
    def patterns(self) -> Patterns:
        return self._patterns

    @property
    def period(self) -> int | None:
        """The year that the report is of."""
        return self._outline.document.period

    def beside(self, sentence: Sentence, count: int) -> tuple[Quantity, ...]:
        """The figures of the sentences before and behind one in its paragraph, up to ``count`` on either side, the nearest of them."""
        at = self._number.get(sentence.at.start)
        if at is None:
            return ()
        before, behind = self._sentences[at - 1 : at] if at else [], self._sentences[at + 1 : at + 2]
        near = [one.figures[-count:] for one in before if one.paragraph == sentence.paragraph]
        near += [one.figures[:count] for one in behind if one.paragraph == sentence.paragraph]
        return tuple(figure.quantity for figures in near for figure in figures)

    def above(self, sentence: Sentence, paragraphs: int = 1) -> Sentence | None:
        """The sentence with figures right above one, in its paragraph or at most so many before it."""
        at = self._number.get(sentence.at.start)
        one = self._sentences[at - 1] if at else None
        return one if one is not None and 0 <= sentence.paragraph - one.paragraph <= paragraphs else None

    def following(self, sentence: Sentence) -> Sentence | None:
        """The next sentence with figures of the same paragraph; None where there is none."""
        at = self._number.get(sentence.at.start)
        behind = self._sentences[at + 1 : at + 2] if at is not None else []
        return behind[0] if behind and behind[0].paragraph == sentence.paragraph else None

    @cached_property
    def _number(self) -> dict[int, int]:
        return {one.at.start: number for number, one in enumerate(self._sentences)}

    def earlier(self, sentence: Sentence) -> list[Placed]:
        """The figures of earlier paragraphs of the same top section, the nearest first."""
        own = self._locator.at(sentence.at.start)
        if own is None:
            return []
        top = self._tops[own.id]
        held = [
            one for one in self._sentences if top.heading.start <= one.at.start < sentence.at.start and one.paragraph != sentence.paragraph
        ]
        return [figure for one in reversed(held) for figure in reversed(one.figures)]

    def named(self, name: str, unit: str | None, before: int) -> list[Placed]:
        """The figures of the whole report that stand before an offset, in a unit, directly behind a name; the nearest first."""
        return [one for one in reversed(self._by_name.get((unit, name[-_KEY:]), [])) if one.at.end <= before]

    @cached_property
    def _by_name(self) -> dict[tuple[str | None, str], list[Placed]]:
        found: dict[tuple[str | None, str], list[Placed]] = {}
        for sentence in self._sentences:
            for one in sentence.figures:
                found.setdefault((one.quantity.unit, one.lead.strip()[-_KEY:]), []).append(one)
        return found

    def items(self, offset: int, count: int | None) -> list[list[Placed]]:
        """The figures of each of the ``count`` items that the words at ``offset`` sum up: the section's children, or it and its siblings before.

        Without a count, of two at least.
        """
        own = self._locator.at(offset)
        if own is None:
            return []
        parent = next((one for one in self._outline.walk() if own in one.children), None)
        siblings = self._outline.sections if parent is None else parent.children
        groups = [own.children, [one for one in siblings if one.heading.start <= own.heading.start]]
        chosen = next((group for group in groups if (len(group) > 1 if count is None else len(group) == count)), None)
        if chosen is None:
            return []
        return [self._within(section, offset) for section in chosen]

    def _within(self, section: Section, offset: int) -> list[Placed]:
        end = min(section.end, offset)
        return [figure for one in self._sentences for figure in one.figures if section.heading.start <= figure.at.start < end]
