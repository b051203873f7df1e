"""Points told in two levels: what was taken off in all, and right behind it one by one (扣4分，其中甲扣3分，乙扣1分；丙扣2分)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

_COUPLE = 2


def upper_level(points: Sequence[Decimal]) -> list[int]:
    """The places of the points without those that tell out the ones right before them: two and more that come to just as much."""
    kept: list[int] = []
    place = 0
    while place < len(points):
        kept.append(place)
        place += 1 + _told_out(points, place)
    return kept


def _told_out(points: Sequence[Decimal], place: int) -> int:
    """How many points right behind one add up to it."""
    together, number = Decimal(0), 0
    for one in points[place + 1 :]:
        together, number = together + one, number + 1
        if together >= points[place]:
            break
    return number if number >= _COUPLE and together == points[place] else 0
