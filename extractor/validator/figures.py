"""Exact arithmetic on printed figures, and how an equation is written out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, InvalidOperation, Overflow

_EXACT = Context(prec=10_000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact, InvalidOperation, Overflow])
"""Wide enough for any figure that a report prints; a result that would need rounding raises."""


def total(values: Iterable[Decimal]) -> Decimal:
    """The exact sum, with as many decimals as the finest addend."""
    result = Decimal(0)
    for value in values:
        result = _EXACT.add(result, value)
    return result


def difference(value: Decimal, other: Decimal) -> Decimal:
    """``value`` minus ``other``, exact."""
    return _EXACT.subtract(value, other)


def digits(value: Decimal) -> str:
    """The figure as a reader writes it, with the printed decimals and a true minus sign."""
    written = format(value, "f")
    return f"−{written[1:]}" if value.is_signed() and not value.is_zero() else written.lstrip("-")


def equation(terms: Iterable[Decimal], result: Decimal | None) -> str:
    """``9 + 9 − 0.5 = 17.5``: each term with its sign, then the result (left out where None)."""
    pieces: list[str] = []
    for term in terms:
        if not pieces:
            pieces.append(digits(term))
        else:
            pieces.append(f"− {digits(term.copy_abs())}" if term.is_signed() else f"+ {digits(term)}")
    left = " ".join(pieces)
    return left if result is None else f"{left} = {digits(result)}"
