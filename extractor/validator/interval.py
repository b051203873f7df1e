"""Intervals: what a printed figure can stand for, with exact bounds.

A figure printed as ``34`` (per cent) may have been anything from 33.5 to 34.5; both ends belong to it, because half up and half to even round one
end each to the same digits. The arithmetic is that of closed intervals (Moore, Interval Analysis, 1966), as XBRL Calculations 1.1 uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


def decimals_of(printed: Decimal) -> int:
    """How many decimals a figure was printed with: 2 for ``9.38``, 1 for ``9.0``, 0 for ``100``.

    Raises:
        ValueError: the figure is not finite.
    """
    exponent = printed.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite number: {printed}")
    return max(0, -exponent)


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``, both ends included.

    Raises:
        ValueError: ``low`` lies above ``high``.
    """

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        low, high = self.low, self.high
        # in whole numbers, for this is asked of every interval: a third of the time of ``low > high``
        if low.numerator * high.denominator > high.numerator * low.denominator:
            raise ValueError(f"not an interval: {self.low} > {self.high}")

    @classmethod
    def exact(cls, value: Decimal | Fraction | int) -> Interval:
        """A figure without slack: scores (分) and plain counts."""
        exact = Fraction(value)
        return cls(exact, exact)

    @classmethod
    def printed(cls, value: Decimal, scale: Fraction | int = 1) -> Interval:
        """All values that round to the printed digits, times ``scale`` (10000 for 万, 1/100 for %)."""
        half, middle = Fraction(1, 2 * 10 ** decimals_of(value)), Fraction(value)
        ends = ((middle - half) * scale, (middle + half) * scale)
        return cls(min(ends), max(ends))

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        if self.low.numerator >= 0 and other.low.numerator >= 0:
            return Interval(self.low * other.low, self.high * other.high)
        corners = [one * another for one in (self.low, self.high) for another in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient. Raises `ZeroDivisionError` where ``other`` holds 0: nothing bounds it then."""
        if other.low.numerator <= 0 <= other.high.numerator:
            raise ZeroDivisionError("the divisor may be 0")
        return self * Interval(1 / other.high, 1 / other.low)

    def overlaps(self, other: Interval) -> bool:
        """Whether a value belongs to both."""
        return self.low <= other.high and other.low <= self.high
