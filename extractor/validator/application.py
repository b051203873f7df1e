"""What a rule yields: an application (a check and the equation behind it) or a notice (a finding that rests on no figures of scores)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from extractor.model.claims import Claim
from extractor.model.outline import Section, place_name
from extractor.model.report import Check, Operand, Verdict
from extractor.model.text import Span
from extractor.validator.matter import Matter


@dataclass(frozen=True, slots=True)
class Equation:
    """``Σ coefficient · figure = 0``, or ``≤ 0`` where ``bound``. Figures are named by their ref."""

    coefficients: Mapping[str, int]
    bound: bool = False

    def residual(self, values: Mapping[str, Fraction]) -> Fraction:
        return sum((coefficient * values[ref] for ref, coefficient in self.coefficients.items()), Fraction(0))

    def holds(self, values: Mapping[str, Fraction]) -> bool:
        return self.allows(self.residual(values))

    def allows(self, residual: Fraction) -> bool:
        """Whether the equation holds with this residual."""
        return residual <= 0 if self.bound else residual == 0


@dataclass(frozen=True, slots=True)
class Application:
    """A check that is not numbered yet. equation: None where the rule compares no figures that a change could mend.

    stated_ref: the figure that the check is about. evidence: spans beyond those of the operands. claim: what a check of ``claim/*`` rests on.
    noted: the check holds and is told all the same, as a note.
    """

    check: Check
    equation: Equation | None = None
    stated_ref: str | None = None
    evidence: tuple[Span, ...] = ()
    claim: Claim | None = None
    noted: bool = False
    rests_on: tuple[str, ...] = ()
    """The figures whose own failed checks, where they make up the difference, are the cause of this one."""

    @property
    def failed(self) -> bool:
        return self.check.verdict is Verdict.INCONSISTENT

    def undecided(self, reason: str) -> Application:
        """The same with its check left open for a reason."""
        check = replace(self.check, verdict=Verdict.UNCHECKED, reason=reason, diagnosis=None)
        return replace(self, check=check, equation=None, noted=False)


@dataclass(frozen=True, slots=True)
class Notice:
    """A finding that is not numbered yet and has no check: structure/*, document/*, coverage/*."""

    rule: str
    section: str | None
    evidence: tuple[Span, ...]
    params: dict[str, object] = field(default_factory=dict)


Rule = Callable[[Matter], Iterable[Application | Notice]]


def place(matter: Matter, section: Section | None) -> dict[str, object]:
    """The parameters by which a message names a section: ``where`` (labels from the top down) and ``title``."""
    if section is None:
        return {"where": "", "title": ""}
    return {"where": place_name(matter.labels(section.id)), "title": section.title}


def examined(
    rule: str,
    section: Section | None,
    verdict: Verdict,
    operands: Iterable[Operand],
    *,
    stated: Decimal | None,
    computed: Decimal | None = None,
    reason: str | None = None,
    params: dict[str, object] | None = None,
) -> Check:
    """A check without a number yet."""
    return Check(
        id="",
        rule=rule,
        section=None if section is None else section.id,
        operands=tuple(operands),
        stated=stated,
        computed=computed,
        interval=None,
        verdict=verdict,
        reason=reason,
        params=params or {},
    )
