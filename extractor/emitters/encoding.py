"""JSON with exact numbers: `Decimal` and `Fraction` are written as digits, never by way of a float."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

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
    if rest == 1:
        return Decimal(value.numerator)
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return _ROUNDING.divide(Decimal(value.numerator), Decimal(value.denominator))
    places = max(twos, fives)
    digits = value.numerator * 10**places // value.denominator
    return Decimal((digits < 0, Decimal(abs(digits)).as_tuple().digits, -places))


def number_literal(value: Decimal | Fraction | int) -> str:
    """The digits that a number is written with, in JSON and to readers alike."""
    if isinstance(value, int):
        return str(int(value))
    return decimal_literal(fraction_decimal(value) if isinstance(value, Fraction) else value)


def encode(value: object, *, one_line: bool = False) -> str:
    """``value`` as JSON text without a final line break.

    ``value`` may hold None, bool, int, float (rounded coordinates only), Decimal, Fraction, str, mappings with string keys, lists and
    tuples (or what `map` makes of them). The order of mappings is kept. one_line: the whole on one line, else indented where it does not fit into `LINE_WIDTH`.

    Raises:
        TypeError: ``value`` holds anything else.
    """
    return _encode(value, "" if not one_line else None)


def encode_fields(fields: Iterable[tuple[str, object]], *, one_line: bool = False) -> bytes:
    """An object of several lines (or of one) with these fields as UTF-8, as `encode` writes it; each field's value can go once it is written."""
    indent = None if one_line else " "
    pieces = [f"{_string(name)}: {_encode(value, indent)}".encode() for name, value in fields]
    return b"{" + b", ".join(pieces) + b"}" if one_line else b"{\n " + b",\n ".join(pieces) + b"\n}"


def literal(value: object) -> object:
    """``value`` (as `encode` takes it) as JSON text where that stays on one line wherever it stands, else as it is: what stands in a report many times
    is written once.
    """
    text = _encode(value, None)
    return Literal(text) if len(text) <= LINE_WIDTH else value


class Literal(str):
    """JSON text of one line, of at most `LINE_WIDTH` characters."""

    __slots__ = ()


def _encode(value: object, indent: str | None) -> str:
    kind = type(value)
    known = _SCALARS.get
    scalar = known(kind)
    if scalar is not None:
        return scalar(value)
    inner = None if indent is None else indent + " "
    if kind is dict:
        values = value.values()  # type: ignore[attr-defined]
        # a report is some thousand objects with a dozen sets of names: setting values into a form is half the work of joining names and values
        written = tuple([_encode(item, inner) if (scalar := known(type(item))) is None else scalar(item) for item in values])
        form, width = _form(*value)  # type: ignore[misc]
        if indent is None or width + sum(map(len, written)) <= LINE_WIDTH:  # a value of several lines is itself longer
            return form % written
        return _form_of_lines(indent, *value) % written  # type: ignore[misc]
    if kind is list or kind is tuple or kind is map:
        listed = [_encode(item, inner) if (scalar := known(type(item))) is None else scalar(item) for item in value]  # type: ignore[attr-defined]
        return _listed(listed, indent)
    return _other(value, indent)


def _other(value: object, indent: str | None) -> str:
    """What is derived from the plain types: enumerations, mappings of other kinds, named tuples."""
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
    return float.__repr__(value + 0.0)  # -0.0 is 0.0


def _listed(pieces: list[str], indent: str | None) -> str:
    if indent is None or sum(map(len, pieces)) + 2 * len(pieces) <= LINE_WIDTH:
        return f"[{', '.join(pieces)}]"
    separator = ",\n" + indent + " "
    return f"[\n{indent} {separator.join(pieces)}\n{indent}]"


@lru_cache(maxsize=1024)
def _form(*names: str) -> tuple[str, int]:
    """An object with these fields on one line, ``%s`` in place of each value, and its width without the values."""
    fields = [_field(name) for name in names]
    form = "{" + ", ".join(f"{field}%s" for field in fields) + "}"
    return form, len(form % (("",) * len(fields)))


@lru_cache(maxsize=1024)
def _form_of_lines(indent: str, *names: str) -> str:
    """`_form` with a line for each field."""
    separator = ",\n" + indent + " "
    return f"{{\n{indent} {separator.join(_field(name) + '%s' for name in names)}\n{indent}}}"


def _field(name: str) -> str:
    """The name of a field as JSON with its colon, for a form."""
    return f"{_string(str(name))}: ".replace("%", "%%")


def _string(value: str) -> str:
    text = encode_basestring(value)
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair from a broken font or file name: only its escape can be written
        return json.dumps(value)
    return text


_SCALARS: dict[type, Callable[[Any], str]] = {
    str: _string,
    int: str,
    float: _float,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
    Decimal: decimal_literal,
    Fraction: lambda value: decimal_literal(fraction_decimal(value)),
    Literal: str,
}
"""How the values that hold no others are written."""
