"""Slips of the pen between two figures as they are printed: one digit for another, or the digits in another order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor

from extractor.model.claims import Quantity

_COUPLE = 2
_TEN = 10
_TOLD_BY_ORDER, _TOLD_BY_A_DIGIT = 1000, 10000
"""How many of the last digit of its figures a sum must make for digits exchanged or a point misplaced, or for another digit, to be no chance."""
_NINE = 9
"""Two neighbours exchanged differ by nine times the difference of their digits."""


def slipped_from(quantity: Quantity, needed: Fraction) -> Fraction | None:
    """What a figure would have to be in its printed digits, where one slip parts it from that; else None."""
    assert quantity.value is not None
    steps, step = _steps(quantity, needed)
    slipped = steps > 0 and is_slip(format(quantity.value, "f"), _printed(quantity, steps))
    return steps * step if slipped else None


def slips_of(quantity: Quantity) -> Iterator[Fraction]:
    """What every figure says that is printed like this one but for one digit, or for two neighbours exchanged."""
    printed = format(quantity.value or 0, "f")
    places = [place for place, char in enumerate(printed) if char.isdigit()]
    tried = {printed[:place] + digit + printed[place + 1 :] for place in places for digit in "0123456789"}
    for here, there in pairwise(places):
        told = list(printed)
        told[here], told[there] = told[there], told[here]
        tried.add("".join(told))
    yield from (Fraction(one) * quantity.scale for one in sorted(tried - {printed}))


def is_exchange(quantity: Quantity, needed: Fraction) -> bool:
    """Whether a figure has the digits of what it would have to be, in another order."""
    return quantity.value is not None and sorted(format(quantity.value, "f")) == sorted(_printed(quantity, _steps(quantity, needed)[0]))


def _steps(quantity: Quantity, needed: Fraction) -> tuple[int, Fraction]:
    """How many of a figure's last printed digit what it would have to be is, rounded half up, and what that digit is worth."""
    step = Fraction(quantity.scale, 10**quantity.decimals)
    return floor(needed / step + Fraction(1, 2)), step


def _printed(quantity: Quantity, steps: int) -> str:
    return format(Decimal(steps).scaleb(-quantity.decimals), "f")


def is_slip(one: str, other: str) -> bool:
    """Whether two printed figures of one length differ in one digit, or in the order of their digits alone."""
    first, second = one.replace(".", ""), other.replace(".", "")
    if len(first) != len(second) or one.find(".") != other.find("."):
        return False
    apart = sum(left != right for left, right in zip(first, second, strict=True))
    return apart == 1 or (apart >= _COUPLE and sorted(first) == sorted(second))


def printed_digits(quantity: Quantity) -> str:
    """The digits of a figure as printed, with a zero before the point; "0" where it is masked."""
    return format(quantity.value or 0, "f").replace(".", "")


def digits_apart(one: Quantity, other: Quantity) -> list[int] | None:
    """The places in which two figures of one scale, decimals and length differ, among their printed digits; None where they are not printed alike."""
    first, second = printed_digits(one), printed_digits(other)
    if (one.scale, one.decimals, len(first)) != (other.scale, other.decimals, len(second)):
        return None
    return [place for place, (here, there) in enumerate(zip(first, second, strict=True)) if here != there]


def is_swapped(one: Quantity, other: Quantity) -> bool:
    """Whether two figures are printed alike but for two neighbouring digits exchanged."""
    apart = digits_apart(one, other) or []
    return len(apart) == _COUPLE and apart[1] - apart[0] == 1 and sorted(printed_digits(one)) == sorted(printed_digits(other))


def is_one_slip(one: Quantity, other: Quantity) -> bool:
    """Whether two figures are printed alike but for one digit, or for two neighbouring ones exchanged."""
    return len(digits_apart(one, other) or ()) == 1 or is_swapped(one, other)


def gap_of_an_exchange(gap: Fraction) -> bool:
    """Whether two neighbouring digits exchanged make such a difference: nine times one digit, with zeros behind it."""
    digits = str(abs(gap.numerator)).strip("0")
    return digits.isdecimal() and int(digits) % _NINE == 0 and int(digits) <= _NINE * _NINE


def gap_of_a_slip(gap: Fraction) -> bool:
    """Whether one digit, or two neighbours exchanged, makes such a difference: a digit with zeros behind it, or nine times one."""
    return len(str(abs(gap.numerator)).strip("0")) == 1 or gap_of_an_exchange(gap)


def parted_by_a_slip(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether one slip in one figure is all that keeps parts from their whole, to the digit, in figures so long that this is no chance."""
    total, stated = sum((one.worth for one in parts), Fraction(0)), whole.worth
    figures = [one for one in (whole, *parts) if one.value]
    if total == stated or not stated or not figures:
        return False
    steps = max(total, stated) / min(Fraction(_TEN) ** one.last_place * one.scale for one in figures)
    if steps < _TOLD_BY_ORDER:
        return False
    needed = [(whole, total), *((one, one.worth + stated - total) for one in parts)]
    return any(_may_be(one, other, by_a_digit=steps >= _TOLD_BY_A_DIGIT) for one, other in needed if one.value and other > 0)


def _may_be(quantity: Quantity, needed: Fraction, *, by_a_digit: bool) -> bool:
    """Whether a figure is what it would have to be with its point misplaced, two neighbours exchanged, or one other digit."""
    if needed in (quantity.worth * _TEN, quantity.worth / _TEN):
        return True
    steps, step = _steps(quantity, needed)
    if steps * step != needed:
        return False
    own, other = printed_digits(quantity), _printed(quantity, steps).replace(".", "")
    apart = [] if len(own) != len(other) else [place for place, (here, there) in enumerate(zip(own, other, strict=True)) if here != there]
    swapped = len(apart) == _COUPLE and apart[1] - apart[0] == 1 and sorted(own) == sorted(other)
    return swapped or (by_a_digit and len(apart) == 1)
