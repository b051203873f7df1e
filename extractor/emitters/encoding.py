"""JSON with exact numbers: `Decimal` and `Fraction` are written as digits, never by way of a float."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from json.encoder import encode_basestring
from math import isfinite

SIGNIFICANT_DIGITS = 12
"""Digits kept of a fraction that has no finite decimal form (1/3); rounded half to even."""

LINE_WIDTH = 120
"""A list or object that fits into this many characters stays on one line."""

_CONSTANTS = {None: "null", True: "true", False: "false"}
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
    kind = type(value)
    if kind is str:
        return _string(value)  # type: ignore[arg-type]
    if kind is int:
        return str(value)
    if kind is float:
        return _float(value)  # type: ignore[arg-type]
    if value is None or kind is bool:
        return _CONSTANTS[value]  # type: ignore[index]
    if kind is dict:
        inner = None if indent is None else indent + " "
        return _container("{}", [f"{_key(key)}: {_encode(item, inner)}" for key, item in value.items()], indent)  # type: ignore[attr-defined]
    if kind is list or kind is tuple:
        inner = None if indent is None else indent + " "
        return _container("[]", [_encode(item, inner) for item in value], indent)  # type: ignore[attr-defined]
    return _other(value, indent)


def _other(value: object, indent: str | None) -> str:
    """Numbers, and what is derived from the plain types: enumerations, mappings of other kinds, named tuples."""
    if isinstance(value, str):
        return _string(str(value))
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, (int, Decimal, Fraction)):
        return number_literal(value)
    if isinstance(value, Mapping):
        return _encode(dict(value), indent)
    if isinstance(value, (list, tuple)):
        return _encode(list(value), indent)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _float(value: float) -> str:
    if not isfinite(value):
        raise ValueError(f"not a finite number: {value}")
    return float.__repr__(value)


def _container(brackets: str, pieces: list[str], indent: str | None) -> str:
    joined = ", ".join(pieces)
    if indent is None or (len(joined) + 2 <= LINE_WIDTH and "\n" not in joined):
        return brackets[0] + joined + brackets[1]
    separator = ",\n" + indent + " "
    return f"{brackets[0]}\n{indent} {separator.join(pieces)}\n{indent}{brackets[1]}"


@lru_cache(maxsize=256)
def _key(name: str) -> str:
    """The name of a field as JSON; there are few, and each stands in a report a thousand times."""
    return _string(str(name))


def _string(value: str) -> str:
    text = encode_basestring(value)
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair from a broken font or file name: only its escape can be written
        return json.dumps(value)
    return text
