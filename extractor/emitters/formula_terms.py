"""Arithmetic that is written as formulas of a spreadsheet while it is done exactly: for the figures as printed, and for the bounds of what they stand for.

The bounds are those of `extractor.validator.interval`; quotients and products are those of figures that are not negative, as claims have them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import prod

from extractor.emitters.encoding import fraction_decimal, number_literal


@dataclass(frozen=True, slots=True)
class Term:
    """A value and its lowest and highest, each as a formula (without ``=``) and exact. loose: the formula is a sum, to be put in brackets as a factor."""

    at: tuple[str, str, str]
    value: tuple[Fraction, Fraction, Fraction]
    loose: bool = False


def scaled(term: Term, by: Fraction) -> Term:
    """A term times a positive number, written as ``*10000``, ``/100`` or ``*2/3``."""
    if by == 1:
        return term
    sign = f"*{digits(by)}" if by.denominator == 1 or by.numerator != 1 else f"/{by.denominator}"
    mid, low, high = (factor(term, bound) for bound in range(3))
    value, least, most = term.value
    return Term((mid + sign, low + sign, high + sign), (value * by, least * by, most * by))


def added(terms: Sequence[Term], signs: Sequence[int] | None = None) -> Term:
    """``a+b-c``; of a term that is taken away the bounds change places."""
    signs = signs or [1] * len(terms)
    if len(terms) == 1 and signs[0] > 0:
        return terms[0]
    said, values = ["", "", ""], [Fraction(0)] * 3
    for term, sign in zip(terms, signs, strict=True):
        for bound, other in enumerate((0, 1, 2) if sign > 0 else (0, 2, 1)):
            formula = f"({term.at[other]})" if sign < 0 and term.loose else term.at[other]
            said[bound] += ("-" if sign < 0 else "+" if said[bound] else "") + formula
            values[bound] += sign * term.value[other]
    return Term((said[0], said[1], said[2]), (values[0], values[1], values[2]), loose=True)


def minus(term: Term, other: Term) -> Term:
    """``a-b``."""
    return added([term, other], [1, -1])


def product(terms: Sequence[Term]) -> Term | None:
    """``a*b``; None where there is nothing, or something negative, to multiply."""
    if not terms or any(term.value[1] < 0 for term in terms):
        return None
    said = tuple("*".join(factor(term, bound) for term in terms) for bound in range(3))
    values = [Fraction(1)] * 3
    for term in terms:
        values = [one * other for one, other in zip(values, term.value, strict=True)]
    return Term((said[0], said[1], said[2]), (values[0], values[1], values[2])) if len(terms) > 1 else terms[0]


def products(terms: Sequence[Term], units: Sequence[Fraction], sizes: Sequence[int], unit: Fraction) -> Term | None:
    """``a*b+c*d``: the products of so many terms each, in one unit; None where one of them has nothing, or something negative, to multiply."""
    made: list[Term] = []
    for begin, size in zip(accumulate(sizes, initial=0), sizes, strict=False):
        term = product(terms[begin : begin + size])
        if term is None:
            return None
        made.append(scaled(term, prod(units[begin : begin + size], start=Fraction(1)) / unit))
    return added(made) if made else None


def over(part: Term, whole: Term) -> Iterator[Term]:
    """The quotient; nothing where the whole may be 0 or below, or the part below."""
    if whole.value[1] > 0 and part.value[1] >= 0:
        said = tuple(f"{factor(part, one)}/{_divisor(whole.at[other])}" for one, other in ((0, 0), (1, 2), (2, 1)))
        value, low, high = part.value[0] / whole.value[0], part.value[1] / whole.value[2], part.value[2] / whole.value[1]
        yield Term((said[0], said[1], said[2]), (value, low, high))


def _divisor(formula: str) -> str:
    return f"({formula})" if any(mark in formula for mark in "+-*/") else formula


def factor(term: Term, bound: int) -> str:
    """The formula of a bound (0: the value itself) as a factor, in brackets where it is a sum."""
    return f"({term.at[bound]})" if term.loose and any(mark in term.at[bound] for mark in "+-") else term.at[bound]


def digits(value: Fraction) -> str:
    """A number in a formula: its digits, or a quotient in brackets where it has no end."""
    decimal = fraction_decimal(value)
    return number_literal(decimal) if Fraction(decimal) == value else f"({value.numerator}/{value.denominator})"
