"""Slips of the pen between two figures as they are printed: one digit for another, or the digits in another order."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

from extractor.model.facts import Quantity

_FEW = 2


def slipped_from(quantity: Quantity, needed: Fraction) -> Fraction | None:
    """What a figure would have to be in its printed digits, where one slip parts it from that; else None."""
    assert quantity.value is not None
    step = Fraction(quantity.scale, 10**quantity.decimals)
    steps = floor(needed / step + Fraction(1, 2))
    slipped = steps > 0 and is_slip(format(quantity.value, "f"), format(Decimal(steps).scaleb(-quantity.decimals), "f"))
    return steps * step if slipped else None


def is_exchange(quantity: Quantity, needed: Fraction) -> bool:
    """Whether a figure has the digits of what it would have to be, in another order."""
    return quantity.value is not None and sorted(format(quantity.value, "f")) == sorted(_printed(quantity, needed))


def _printed(quantity: Quantity, needed: Fraction) -> str:
    step = Fraction(quantity.scale, 10**quantity.decimals)
    return format(Decimal(floor(needed / step + Fraction(1, 2))).scaleb(-quantity.decimals), "f")


def is_slip(one: str, other: str) -> bool:
    """Whether two printed figures of one length differ in one digit, or in the order of their digits alone."""
    first, second = one.replace(".", ""), other.replace(".", "")
    if len(first) != len(second) or one.find(".") != other.find("."):
        return False
    apart = sum(left != right for left, right in zip(first, second, strict=True))
    return apart == 1 or (apart >= _FEW and sorted(first) == sorted(second))
