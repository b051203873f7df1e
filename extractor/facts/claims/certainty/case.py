"""A claim before its proofs: what it rests on, with where in the report that stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.facts.claims.far.panorama import Panorama, Seen
from extractor.facts.claims.scope import bare
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Operand, QuantityKind


@dataclass(frozen=True)
class Case:
    """A claim with where its figures stand. sentence: that of the stated one."""

    claim: Claim
    stated: Seen
    operands: Sequence[tuple[Operand, Seen]]
    sentence: Sentence
    patterns: Patterns
    view: Panorama

    @property
    def figures(self) -> Sequence[Placed]:
        return self.sentence.figures

    @property
    def of_hundred(self) -> bool:
        return self.claim.stated.kind is QuantityKind.PERCENT

    def role(self, *names: str) -> list[tuple[Operand, Seen]]:
        return [one for one in self.operands if one[0].role in names]

    def has(self, lexicon: str, text: str) -> bool:
        return any(word in text for word in self.patterns.words(lexicon))

    def each(self, one: Seen) -> bool:
        """Whether a figure is one of each (每人, 日均)."""
        return "/" in (one.placed.quantity.unit or "") or self.patterns.one("claim.of-each").search(one.placed.lead) is not None

    def earlier(self, one: Seen) -> bool:
        """Whether a figure is that of the year before, or what others are compared with."""
        return self.has("claim.last-year", one.placed.lead) or self.has("claim.than", bare(one.placed.lead, self.patterns))

    def here(self, one: Seen) -> bool:
        return one.sentence == self.stated.sentence
