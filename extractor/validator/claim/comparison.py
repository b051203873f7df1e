"""A stated figure against what was computed, and how a claim ends."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from extractor.model.claims import Operand, Quantity, QuantityKind
from extractor.model.report import Verdict
from extractor.validator.claim.equations import Result, Values
from extractor.validator.claim.spread import is_fraction, spread, unit_of, value_of
from extractor.validator.verdict import judge

ROUNDED = frozenset({"claim/average"})
"""Rules whose figure is a quotient, rounded even where it counts persons or things."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a claim ends. result: of the reading that decided (None where nothing could be computed). reading: its number, 0 the first."""

    verdict: Verdict
    reason: str | None
    operands: tuple[Operand, ...]
    result: Result | None
    reading: int = 0


def compare(stated: Quantity, result: Result, values: Values | None = None, *, rounded: bool = False) -> Verdict:
    """The stated figure against what was computed, as `extractor.validator.verdict` has it; a spoken fraction by its own interval.

    rounded: a whole number of persons or things may be rounded, for it is a quotient (法官人均结案243件).
    """
    if is_fraction(stated):
        if value_of(stated, values) == result.computed:
            return Verdict.EXACT
        return Verdict.WITHIN_ROUNDING if spread(stated, values).overlaps(result.possible) else Verdict.INCONSISTENT
    printed = (values or {}).get(stated.id, stated.value)
    assert printed is not None
    if not rounded and _is_exact(stated) and result.possible.low == result.possible.high:
        return Verdict.EXACT if Fraction(printed) * unit_of(stated) == result.computed else Verdict.INCONSISTENT
    return judge(printed, result.computed, result.possible, unit_of(stated))


def _is_exact(quantity: Quantity) -> bool:
    own = spread(quantity)
    return own.low == own.high and quantity.kind is not QuantityKind.PERCENT
