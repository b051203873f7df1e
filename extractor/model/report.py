"""Checks, findings and the report: what the validator and the emitters speak of."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from extractor.model.facts import Facts
from extractor.model.outline import Outline
from extractor.model.page import Reading
from extractor.model.rubric import Profile
from extractor.model.text import Span, Text


class Verdict(StrEnum):
    """The five verdicts of the contract, from interval arithmetic as in XBRL Calculations 1.1."""

    EXACT = "exact"
    TRUNCATED = "truncated"
    WITHIN_ROUNDING = "within-rounding"
    INCONSISTENT = "inconsistent"
    UNCHECKED = "unchecked"

    @property
    def agrees(self) -> bool:
        """Whether the figures as printed give what is stated, rounded half up or cut."""
        return self in (Verdict.EXACT, Verdict.TRUNCATED)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong: it `agrees`, or the rounding of the operands explains it."""
        return self.agrees or self is Verdict.WITHIN_ROUNDING


class Severity(StrEnum):
    """How much a finding weighs: only errors and warnings ask for a correction."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that takes part in a check. ``ref`` points to what it is (``section:2.1.self``, ``totals.max``, ``deduction:3``), or None for a bare value."""

    role: str
    value: Decimal | Fraction | None
    ref: str | None
    at: Span | None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The smallest single change that makes every equation around a figure hold. ``kind``: digit, transposition, unit, missing, doubled."""

    kind: str
    ref: str
    printed: Decimal
    corrected: Decimal
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One application of a rule. ``section`` is the id of the deepest section in which the stated figure stands, None for the report as a whole."""

    id: str
    rule: str
    section: str | None
    operands: tuple[Operand, ...]
    stated: Decimal | Fraction | None
    computed: Decimal | Fraction | None
    interval: tuple[Decimal | Fraction, Decimal | Fraction] | None
    verdict: Verdict
    reason: str | None = None
    diagnosis: Diagnosis | None = None
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Related:
    """A consequence of the same cause."""

    rule: str
    section: str | None
    check: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell a reader. The wording is rendered from ``rule`` and ``params``."""

    id: str
    rule: str
    severity: Severity
    section: str | None
    params: dict[str, object]
    check: str | None
    evidence: tuple[Span, ...]
    related: tuple[Related, ...] = ()

    @property
    def message(self) -> str:
        """The id of the entry that words it: the rule's own, or that of the ``variant`` of the rule that it met."""
        variant = self.params.get("variant")
        return self.rule if variant is None else f"{self.rule}/{variant}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What the validator returns."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Engine:
    """All that a result depends on besides the bytes."""

    version: str
    patterns: str
    readers: dict[str, str]
    options: dict[str, object]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is known of one file; emitters render it."""

    reading: Reading
    text: Text
    outline: Outline
    facts: Facts
    verification: Verification
    engine: Engine
    profile: Profile | None = None
    """The rubric that the report was held against."""
