"""What a printed quantity can stand for, in base units, and how a figure in base units is written in a quantity's own."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from extractor.model.claims import Quantity, QuantityKind
from extractor.validator.interval import Interval

_PARTS = {"%": Fraction(1, 100), "‰": Fraction(1, 1000)}
_THOUSAND = "\u5343"
"""The character that makes points those of a thousand (0.49个千分点)."""
_EXACT = frozenset({QuantityKind.COUNT, QuantityKind.BARE, QuantityKind.SCORE})
_FEW = 4
"""Up to how many to one a ratio is never cut: 1:3.9 is not told as 1:3."""
_NUMERAL = re.compile(r"^.*[0-9]")


def unit_of(quantity: Quantity) -> Fraction:
    """What one of the printed figure is in base units: 10000 for 万元, 1/100 for %, 1/3 for 三分之, 1/10 for 成 and for a term of 5:2:3."""
    return _unit(quantity.unit or "", quantity.kind, quantity.scale)


@lru_cache(maxsize=1024)
def _unit(unit: str, kind: QuantityKind, scale: int) -> Fraction:
    part = _PARTS.get(unit)
    if part is None and kind is QuantityKind.POINTS:
        part = _PARTS["‰" if _THOUSAND in unit else "%"]
    if part is None and unit.startswith("1/"):
        part = Fraction(1, int(unit[2:]))
    if part is None and unit.startswith(":"):
        part = Fraction(1, int(unit[1:]))
    return Fraction(scale) * (part or 1)


@lru_cache(maxsize=4096)
def _worth(printed: Decimal, unit: str, kind: QuantityKind, scale: int) -> Fraction:
    """A printed figure in base units; the same few stand in claim after claim. The unit is told by name: to look up a fraction costs more than to multiply."""
    return Fraction(printed) * _unit(unit, kind, scale)


@lru_cache(maxsize=4096)
def _around(printed: Decimal, unit: str, kind: QuantityKind, scale: int, steps: int) -> Interval:
    """What lies within one of so many ``steps`` of the unit."""
    value, step = _worth(printed, unit, kind, scale), _unit(unit, kind, scale) / steps
    return Interval(value - step, value + step)


def value_of(quantity: Quantity, values: dict[str, Decimal] | None = None) -> Fraction:
    """The figure in base units; ``values`` puts others in the place of printed ones, by id.

    Raises:
        ValueError: the figure is masked.
    """
    return _worth(_printed(quantity, values), quantity.unit or "", quantity.kind, quantity.scale)


def _printed(quantity: Quantity, values: dict[str, Decimal] | None) -> Decimal:
    printed = quantity.value if values is None else values.get(quantity.id, quantity.value)
    if printed is None:
        raise ValueError(f"masked: {quantity.text}")
    return printed


def printed(quantity: Quantity) -> str:
    """The figure as a reader knows it: a full stop that normalising set inside a unit (人。月) is a point again."""
    return quantity.text.replace("\u3002", ".")


def is_fraction(quantity: Quantity) -> bool:
    """Whether it is a spoken fraction (三分之一, 一半), or one to so few (1:3): told by its neighbours, not by decimals."""
    unit = quantity.unit or ""
    few = unit == "1:" and quantity.value is not None and quantity.value <= _FEW and not quantity.decimals
    return few or (unit.startswith("1/") and unit != "1/10")


def spread(quantity: Quantity, values: dict[str, Decimal] | None = None) -> Interval:
    """All that a figure can stand for, in base units: plain counts are exact, everything else has the slack of its printed digits.

    A spoken fraction is taken for what lies within an eighth of its denominator's step: 三分之一 is [7/24, 9/24], from 29.2% to 37.5%.
    """
    if quantity.kind in _EXACT and quantity.decimals == 0 and quantity.scale == 1:
        return Interval.exact(value_of(quantity, values))
    even = quantity.unit != "1:" or quantity.value == 1  # 1:1 is meant, 1:3 may be rounded
    steps = 8 if even and is_fraction(quantity) else 2 * 10**quantity.decimals
    return _around(_printed(quantity, values), quantity.unit or "", quantity.kind, quantity.scale, steps)


def in_unit(value: Fraction, quantity: Quantity) -> Fraction:
    """A figure in base units as it would be printed in the unit of ``quantity``."""
    return value / unit_of(quantity)


def written(value: Fraction, quantity: Quantity, more: int = 2) -> str:
    """A figure in base units written in the unit of ``quantity``, with up to ``more`` decimals beyond its own."""
    own = in_unit(value, quantity)
    places = quantity.decimals + more
    # Half up, in whole numbers: however many digits a figure has, none is beyond a precision.
    steps = (2 * abs(own.numerator) * 10**places + own.denominator) // (2 * own.denominator)
    text = format(Decimal((own < 0, Decimal(steps).as_tuple().digits, -places)), "f")
    if "." in text:
        whole, _, decimals = text.partition(".")
        while len(decimals) > quantity.decimals and decimals.endswith("0"):
            decimals = decimals[:-1]
        text = f"{whole}.{decimals}" if decimals else whole
    if quantity.unit == "1:":
        return f"1:{text}"
    if (quantity.unit or "").startswith(":"):
        return f"{text}/{(quantity.unit or '')[1:]}"
    return text.replace("-", "−") + unit_text(quantity)


def unit_text(quantity: Quantity) -> str:
    """The unit as printed behind the digits (亿元, 元/人·月); the bare unit where the number is spelt in characters."""
    match = _NUMERAL.match(quantity.text)
    if match is not None:
        return printed(quantity)[match.end() :]
    return "" if (quantity.unit or "").startswith("1/") else quantity.unit or ""


def slack_hides_a_slip(stated: Quantity, possible: Interval) -> bool:
    """Whether a figure that agrees only within rounding might be a slip all the same.

    The operands leave room for three or more different figures of the printed precision: a stated figure one step higher or lower would
    have passed as well, so that passing says little.
    """
    step = unit_of(stated) / 10**stated.decimals
    return bool(possible.high - possible.low >= 2 * step)
