"""Sums are exact and keep the printed decimals; equations read as a person writes them."""

from __future__ import annotations

from decimal import Decimal, getcontext

from extractor.validator.figures import difference, digits, equation, total


def test_sums_are_exact_and_keep_the_finest_decimals() -> None:
    assert str(total(map(Decimal, ("1.32", "0.5", "1")))) == "2.82"
    assert str(total(map(Decimal, ("9.0", "9")))) == "18.0"
    assert str(total([])) == "0"


def test_the_global_context_has_no_say() -> None:
    precise = getcontext().prec
    getcontext().prec = 2
    try:
        assert str(total(map(Decimal, ("100.25", "0.001")))) == "100.251"
        assert str(difference(Decimal("12345.6"), Decimal("0.01"))) == "12345.59"
    finally:
        getcontext().prec = precise


def test_equations_are_written_out() -> None:
    assert equation(map(Decimal, ("9", "-0.5", "5")), Decimal("13.5")) == "9 − 0.5 + 5 = 13.5"
    assert equation([Decimal("-10"), Decimal("0")], None) == "−10 + 0"
    assert digits(Decimal("-0")) == "0"
    assert digits(Decimal("3.0000")) == "3.0000"
