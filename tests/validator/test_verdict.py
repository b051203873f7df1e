"""The five verdicts on figures as reports print them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from extractor.model.report import Verdict
from extractor.validator.interval import Interval
from extractor.validator.verdict import judge, judge_exact


def share(part: str, whole: str) -> tuple[Fraction, Interval]:
    one, other = Decimal(part), Decimal(whole)
    return Fraction(one) / Fraction(other), Interval.printed(one) / Interval.printed(other)


@pytest.mark.parametrize(
    ("stated", "part", "whole", "verdict"),
    [
        ("34", "443832", "1305700", Verdict.EXACT),  # 33.99 %
        ("18.5", "2.12", "11.5", Verdict.WITHIN_ROUNDING),  # 18.43 %; 2.12 and 11.5 are themselves rounded
        ("243", "2434", "1000", Verdict.EXACT),
        ("243", "2436", "1000", Verdict.TRUNCATED),  # cut, not rounded
        ("33.3", "1", "3", Verdict.EXACT),
        ("66.6", "20000", "30000", Verdict.TRUNCATED),
        ("66.8", "20000", "30000", Verdict.INCONSISTENT),
        ("0", "0", "7", Verdict.EXACT),
        ("12.5", "125", "1000", Verdict.EXACT),
        ("13", "125", "1000", Verdict.EXACT),  # half up
        ("12", "125", "1000", Verdict.EXACT),  # half to even
        ("14", "125", "1000", Verdict.INCONSISTENT),
    ],
)
def test_a_percentage(stated: str, part: str, whole: str, verdict: Verdict) -> None:
    computed, possible = share(part, whole)
    assert judge(Decimal(stated), computed, possible, Fraction(1, 100)) is verdict


def test_a_negative_figure_is_cut_towards_zero_and_rounded_away_from_it() -> None:
    assert judge(Decimal("-2"), Fraction(-27, 10), Interval.exact(Fraction(-27, 10))) is Verdict.TRUNCATED
    assert judge(Decimal("-3"), Fraction(-25, 10), Interval.exact(Fraction(-25, 10))) is Verdict.EXACT


def test_units_are_compared_in_base_units() -> None:
    assert judge(Decimal("9.38"), Fraction(938_000_000), Interval.exact(938_000_000), 100_000_000) is Verdict.EXACT
    assert judge(Decimal("9.38"), Fraction(93_800), Interval.exact(93_800), 100_000_000) is Verdict.INCONSISTENT


def test_figures_without_slack_are_equal_or_not() -> None:
    assert judge_exact(Decimal("9.50"), Decimal("9.5")) is Verdict.EXACT
    assert judge_exact(Decimal("9.5"), Fraction(951, 100)) is Verdict.INCONSISTENT
