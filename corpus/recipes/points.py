"""Shares out points: full scores that add up, and the points that items lose."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from corpus.recipes.pieces import Figure

STEPS = {
    "whole": ["1", "2"],
    "half": ["0.5", "1", "1.5", "2"],
    "fine": ["0.25", "0.5", "0.6", "1.2", "1.25"],
    "hundredth": ["0.17", "0.5", "1.32", "0.83", "1.05"],
}
"""Habits of taking points off."""


def shared(total: int, parts: int, random: Random, least: int = 2) -> list[int]:
    """``total`` as a sum of ``parts`` whole numbers, each at least ``least`` where that is possible."""
    least = min(least, total // parts)
    weights = [random.uniform(0.6, 1.6) for _ in range(parts)]
    spare = total - least * parts
    whole = sum(weights)
    shares = [least + int(spare * weight / whole) for weight in weights]
    for index in range(total - sum(shares)):
        shares[index % parts] += 1
    return shares


def score(value: Decimal | int, style: str) -> Figure:
    """A figure with 分; ``style`` plain or ``tenth`` (9.0)."""
    number = Decimal(value)
    number = number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    if style == "tenth" and -int(number.as_tuple().exponent) < 1:
        number = number.quantize(Decimal("0.1"))
    return Figure(number, "", "score", means="分")


def lost(maximum: int, habit: str, random: Random) -> Decimal:
    """Points that an item of ``maximum`` loses, less than all of them."""
    fitting = [Decimal(step) for step in STEPS[habit] if Decimal(step) * 2 <= maximum]
    return random.choice(fitting) if fitting else Decimal(0)
