"""The words of a report in one language: every sentence comes from the pattern packs, filled with the report's figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from extractor.emitters.encoding import number_literal
from extractor.emitters.terminal import one_line
from extractor.language.messages import render
from extractor.language.patterns import Entry, Patterns
from extractor.model.errors import GoujiError

if TYPE_CHECKING:
    from extractor.model.report import Diagnosis, Finding, Severity, Verdict

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Wording:
    """Renders messages of ``patterns`` in ``lang`` (``zh`` or ``en``)."""

    patterns: Patterns
    lang: str = "zh"

    def say(self, id: str, /, **params: object) -> str:
        """The message ``id`` with its parameters written out. Raises `PatternError`: no such message, or a parameter is missing."""
        return render(self.patterns, id, {name: self.value(value) for name, value in params.items()}, self.lang)

    def value(self, value: object) -> str:
        """A parameter as a reader sees it: numbers by their digits, lists joined, nothing as a dash."""
        if value is None:
            return "—"
        if isinstance(value, (Decimal, Fraction)):
            return number_literal(value).replace("-", "−")
        if isinstance(value, (str, Enum)):
            return str(value)
        if isinstance(value, Iterable):
            return self.listing(self.value(item) for item in value)
        return str(value)

    def listing(self, words: Iterable[str]) -> str:
        """Words one after another, joined as the language does; a word that ends with the comma itself (a label) gives it up."""
        comma = self._plain("view.list")
        return comma.join(word.removesuffix(comma) for word in words)

    def finding(self, finding: Finding) -> str:
        """What a finding says."""
        return self.say(finding.message, **finding.params)

    def rule(self, rule: str) -> str:
        """What a rule finds, in a few words."""
        return self.field(self.patterns.entry(rule), "title")

    def formula(self, rule: str) -> str:
        """What a rule asks of the figures."""
        return self.field(self.patterns.entry(rule), "formula")

    def field(self, rule: Entry, name: str) -> str:
        """A part of a rule's entry; what quotes a report or a clause is the same in both languages."""
        return str(rule.data.get(f"{name}_{self.lang}") or rule.data.get(f"{name}_zh") or rule.data[name])

    def severity(self, severity: Severity) -> str:
        return self._plain(f"severity.{severity}")

    def verdict(self, verdict: Verdict) -> str:
        return self._plain(f"verdict.{verdict}")

    def reason(self, reason: str, params: Mapping[str, object]) -> str:
        """Why a check could not be decided."""
        return self.say(f"reason.{reason}", **params)

    def diagnosis(self, diagnosis: Diagnosis, what: str) -> str:
        """The single change that makes every equation hold; ``what`` names the figure."""
        figures = {"what": what, "printed": diagnosis.printed, "corrected": diagnosis.corrected}
        return self.say(f"diagnosis.{diagnosis.params.get('variant', diagnosis.kind)}", **{**diagnosis.params, **figures})

    def error(self, error: GoujiError, place: object = None) -> str:
        """What was wrong, where (``place`` in place of the error's own), and what to do."""
        said = self.say(f"error.{error.code}", **{**error.params, "place": one_line(str(place or error.place))})
        name = error.params.get("limit_name")
        return said if name is None else said + self.say("error.raise-limit", name=name)

    def _plain(self, id: str) -> str:
        return self.say(id)
