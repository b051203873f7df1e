"""Intervals: what a printed figure can stand for, and the arithmetic on it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.validator.interval import Interval, decimals_of

SMALL = st.integers(-50, 50)
INTERVALS = st.tuples(SMALL, SMALL).map(lambda ends: Interval(Fraction(min(ends)), Fraction(max(ends))))


@pytest.mark.parametrize(
    ("printed", "scale", "low", "high"),
    [
        ("34", Fraction(1, 100), Fraction(335, 1000), Fraction(345, 1000)),
        ("9.38", 1, Fraction(9375, 1000), Fraction(9385, 1000)),
        ("9.380", 1, Fraction(93795, 10000), Fraction(93805, 10000)),
        ("2", 10000, 15000, 25000),
        ("0", 1, Fraction(-1, 2), Fraction(1, 2)),
        ("-2.5", 1, Fraction(-255, 100), Fraction(-245, 100)),
    ],
)
def test_a_printed_figure_has_half_a_unit_of_its_last_digit_on_both_sides(
    printed: str, scale: Fraction, low: Fraction, high: Fraction
) -> None:
    assert Interval.printed(Decimal(printed), scale) == Interval(Fraction(low), Fraction(high))


def test_scores_and_counts_are_exact() -> None:
    assert Interval.exact(Decimal("9.5")) == Interval(Fraction(19, 2), Fraction(19, 2))


def test_decimals_are_those_printed() -> None:
    assert [decimals_of(Decimal(one)) for one in ("100", "9.0", "9.38", "3.0000")] == [0, 1, 2, 4]
    with pytest.raises(ValueError, match="not a finite number"):
        decimals_of(Decimal("NaN"))


def test_ends_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="not an interval"):
        Interval(Fraction(2), Fraction(1))


@given(INTERVALS, INTERVALS, st.fractions(0, 1), st.fractions(0, 1))
def test_the_result_holds_every_result_of_its_members(one: Interval, other: Interval, at: Fraction, beside: Fraction) -> None:
    a, b = one.low + (one.high - one.low) * at, other.low + (other.high - other.low) * beside
    for result, value in ((one + other, a + b), (one - other, a - b), (one * other, a * b), (-one, -a)):
        assert result.low <= value <= result.high
    if other.low > 0 or other.high < 0:
        quotient = one / other
        assert quotient.low <= a / b <= quotient.high


def test_dividing_by_what_may_be_nothing_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        _ = Interval.exact(1) / Interval(Fraction(-1), Fraction(1))


@pytest.mark.parametrize(("low", "high", "meets"), [(3, 4, True), (4, 5, False), (0, 1, True), (-1, 0, False)])
def test_overlap_counts_the_ends(low: int, high: int, meets: bool) -> None:
    assert Interval(Fraction(1), Fraction(3)).overlaps(Interval(Fraction(low), Fraction(high))) is meets
