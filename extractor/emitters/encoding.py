"""JSON with exact numbers: `Decimal` and `Fraction` are written as digits, never by way of a float."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

SIGNIFICANT_DIGITS = 12
"""Digits kept of a fraction that has no finite decimal form (1/3); rounded half to even."""

LINE_WIDTH = 120
"""A list or object that fits into this many characters stays on one line."""

_ROUNDING = Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_HALF_EVEN)


def decimal_literal(value: Decimal) -> str:
    """Canonical decimal digits of ``value`` with its printed decimals: ``3.68``, ``9.0``, ``0.5`` (for ``.5``), ``0`` (for ``-0``).

    Raises:
        ValueError: ``value`` is not finite; JSON has no such number.
    """
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    return format(value.copy_abs() if value.is_zero() else value, "f")


def fraction_decimal(value: Fraction) -> Decimal:
    """``value`` as a decimal: exact where it has a finite form, else rounded half to even to 12 significant digits."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return _ROUNDING.divide(Decimal(value.numerator), Decimal(value.denominator))
    places = max(twos, fives)
    digits = value.numerator * 10**places // value.denominator
    return Decimal((digits < 0, tuple(map(int, str(abs(digits)))), -places))


def number_literal(value: Decimal | Fraction | int) -> str:
    """The digits that a number is written with, in JSON and to readers alike."""
    if isinstance(value, int):
        return str(int(value))
    return decimal_literal(fraction_decimal(value) if isinstance(value, Fraction) else value)


def encode(value: object, *, one_line: bool = False) -> str:
    """``value`` as JSON text without a final line break.

    ``value`` may hold None, bool, int, float (rounded coordinates only), Decimal, Fraction, str, mappings with string keys, lists and
    tuples. The order of mappings is kept. one_line: the whole on one line, else indented where it does not fit into `LINE_WIDTH`.

    Raises:
        TypeError: ``value`` holds anything else.
    """
    return _encode(value, "" if not one_line else None)


def _encode(value: object, indent: str | None) -> str:
    if isinstance(value, str):
        return _string(value)
    if value is None or isinstance(value, (bool, float)):
        return json.dumps(value, allow_nan=False)
    if isinstance(value, (int, Decimal, Fraction)):
        return number_literal(value)
    inner = None if indent is None else indent + " "
    if isinstance(value, Mapping):
        return _container("{}", [f"{_string(key)}: {_encode(item, inner)}" for key, item in value.items()], indent)
    if isinstance(value, (list, tuple)):
        return _container("[]", [_encode(item, inner) for item in value], indent)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _container(brackets: str, pieces: list[str], indent: str | None) -> str:
    fits = sum(map(len, pieces)) + 2 * len(pieces) <= LINE_WIDTH and not any("\n" in piece for piece in pieces)
    if indent is None or fits:
        return brackets[0] + ", ".join(pieces) + brackets[1]
    separator = ",\n" + indent + " "
    return f"{brackets[0]}\n{indent} {separator.join(pieces)}\n{indent}{brackets[1]}"


def _string(value: str) -> str:
    text = json.dumps(str(value), ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair from a broken font or file name: only its escape can be written
        return json.dumps(str(value))
    return text
