"""The verdict on one stated figure, in the five steps of the contract (`unchecked` is for the caller to give: it needs no figure)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from extractor.model.report import Verdict
from extractor.validator.interval import Interval, decimals_of


def judge(stated: Decimal, computed: Fraction, possible: Interval, scale: Fraction | int = 1) -> Verdict:
    """Compare a stated figure that has slack with what its operands give.

    stated: as printed, unscaled. computed: from the operands as printed, in base units. possible: the computed interval, in base units.
    scale: what one unit of ``stated`` is in base units (10000 for 万, 1/100 for %).

    ``exact``: ``computed`` rounded to the printed digits, half up or half to even (GB/T 8170), is the figure; ``truncated``: it is when cut;
    ``within-rounding``: the intervals overlap; else ``inconsistent``.
    """
    unit = Fraction(1, 10 ** decimals_of(stated))
    steps = computed / Fraction(scale) / unit
    printed = Fraction(stated) / unit
    if printed in (_half_up(steps), round(steps)):  # round() of a Fraction is half to even
        return Verdict.EXACT
    if printed == _cut(steps):
        return Verdict.TRUNCATED
    if possible.overlaps(Interval.printed(stated, scale)):
        return Verdict.WITHIN_ROUNDING
    return Verdict.INCONSISTENT


def judge_exact(stated: Decimal, computed: Decimal | Fraction) -> Verdict:
    """Compare a figure without slack (分, counts, weights): equal or inconsistent."""
    return Verdict.EXACT if Fraction(stated) == Fraction(computed) else Verdict.INCONSISTENT


def _half_up(value: Fraction) -> int:
    """Rounded to a whole number, ties away from zero."""
    whole = int(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def _cut(value: Fraction) -> int:
    """The whole part, towards zero."""
    return int(value)
