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
    # Both in units of the last printed digit, and in whole numbers: ``part / whole`` is what was computed. This is asked for every reading of every claim.
    unit = 10 ** decimals_of(stated)
    part, whole = computed.numerator * scale.denominator * unit, computed.denominator * scale.numerator
    digits, divisor = stated.as_integer_ratio()
    printed = digits * unit // divisor
    if printed in (_half_up(part, whole), _half_even(part, whole)):
        return Verdict.EXACT
    if printed == _cut(part, whole):
        return Verdict.TRUNCATED
    # Whether `Interval.printed` overlaps, in halves of the last printed digit: most figures that are tried agree with nothing and come as far as this.
    half = 2 * unit * scale.denominator
    low, high = possible.low, possible.high
    reaches_down = (2 * printed - 1) * scale.numerator * high.denominator <= high.numerator * half
    if reaches_down and low.numerator * half <= (2 * printed + 1) * scale.numerator * low.denominator:
        return Verdict.WITHIN_ROUNDING
    return Verdict.INCONSISTENT


def judge_exact(stated: Decimal, computed: Decimal | Fraction) -> Verdict:
    """Compare a figure without slack (分, counts, weights): equal or inconsistent."""
    return Verdict.EXACT if Fraction(stated) == Fraction(computed) else Verdict.INCONSISTENT


def _half_up(part: int, whole: int) -> int:
    """``part / whole`` rounded to a whole number, ties away from zero; ``whole`` is positive, here and below."""
    steps = (2 * abs(part) + whole) // (2 * whole)
    return steps if part >= 0 else -steps


def _half_even(part: int, whole: int) -> int:
    """``part / whole`` rounded to a whole number, ties to the even one."""
    steps, rest = divmod(part, whole)
    return steps + (2 * rest > whole or (2 * rest == whole and steps % 2 == 1))


def _cut(part: int, whole: int) -> int:
    """The whole part of ``part / whole``, towards zero."""
    return part // whole if part >= 0 else -(-part // whole)
