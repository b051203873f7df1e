"""Rulings of one direction, and the sides of tables that are drawn without them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

SNAP = 2.5
"""Points: rulings that lie so near each other are one (double rulings, the borders of two cells)."""
REACH = 1.5
"""Points by which a ruling may stop short of what it bounds."""


class Rulings:
    """Rulings of one direction: by position, the stretches that they cover."""

    def __init__(self, pieces: Sequence[tuple[float, float, float]]) -> None:
        stretches: dict[float, list[tuple[float, float]]] = defaultdict(list)
        anchor = -1e9
        for position, start, end in sorted(pieces):
            if position - anchor > SNAP:
                anchor = position
            stretches[anchor].append((start, end))
        self.positions = sorted(stretches)
        self.stretches = {position: _merged(its) for position, its in stretches.items()}
        self._reaches = [[(start - REACH, end + REACH) for start, end in self.stretches[position]] for position in self.positions]
        """For each position what its stretches bound."""

    def around(self, at: float, along: float) -> tuple[float, float] | None:
        """The nearest rulings on both sides of ``at`` that pass ``along``; None where one is missing."""
        # loops: it is asked twice for each cell of a table, and calls for each ruling take three times as long
        positions, reaches = self.positions, self._reaches
        cut = bisect_left(positions, at)
        for before in range(cut - 1, -1, -1):
            for start, end in reaches[before]:
                if start <= along <= end:
                    for after in range(cut, len(positions)):
                        for first, last in reaches[after]:
                            if first <= along <= last:
                                return positions[before], positions[after]
                    return None
        return None

    def at(self, position: float, along: float) -> bool:
        """Whether the ruling at a position passes ``along``."""
        return position in self.stretches and self._passes(position, along)

    def between(self, start: float, end: float, along: float) -> list[float]:
        """The rulings between two positions that pass ``along``."""
        inside = self.positions[bisect_right(self.positions, start) : bisect_left(self.positions, end)]
        return [position for position in inside if self._passes(position, along)]

    def near(self, position: float, along: float) -> bool:
        """Whether a ruling at a position, or so near that it is the same, passes ``along``."""
        return any(self._passes(one, along) for one in self.positions if abs(one - position) <= SNAP)

    def crosses(self, position: float, start: float, end: float) -> bool:
        """Whether the ruling at a position runs a way between two places, not only touches one of them."""
        return any(min(end, last) - max(start, first) > SNAP for first, last in self.stretches[position])

    def covers(self, position: float, start: float, end: float) -> bool:
        """Whether the ruling at a position runs all the way between two places."""
        return any(first - SNAP <= start and end <= last + SNAP for first, last in self.stretches[position])

    def _passes(self, position: float, along: float) -> bool:
        # a loop: it is asked a hundred times for each row of a table, and a generator takes three times as long
        for start, end in self.stretches[position]:  # noqa: SIM110
            if start - REACH <= along <= end + REACH:
                return True
        return False


def _merged(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    whole: list[tuple[float, float]] = []
    for start, end in sorted(pieces):
        if whole and start <= whole[-1][1] + REACH:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole


def open_sides(level: Rulings, upright: Rulings) -> list[tuple[float, float, float]]:
    """The sides of tables that are drawn without them: where level rulings begin and end at the same places with upright ones between them,
    but none at their ends. Rows without an upright ruling belong to such a table between others, or beside one when they are no higher; between
    tables whose sides are drawn, such a stretch is the space that parts them.
    """
    stacks: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
    for top in level.positions:
        for start, end in level.stretches[top]:
            stacks[round(start / SNAP), round(end / SNAP)].append((top, start, end))
    sides: list[tuple[float, float, float]] = []
    for stack in stacks.values():
        gaps = [(start, end, top, below) for (top, start, end), (below, _, _) in pairwise(stack)]
        crossed = [bool(upright.between(start + SNAP, end - SNAP, (top + below) / 2)) for start, end, top, below in gaps]
        if not any(crossed):
            continue
        first, last = crossed.index(True), len(crossed) - 1 - crossed[::-1].index(True)
        highest = max(below - top for (_, _, top, below), it in zip(gaps, crossed, strict=True) if it)
        if first and gaps[first - 1][3] - gaps[first - 1][2] <= highest:
            first -= 1
        if last + 1 < len(gaps) and gaps[last + 1][3] - gaps[last + 1][2] <= highest:
            last += 1
        closed = any(
            it and all(upright.near(x, (top + below) / 2) for x in (start, end))
            for (start, end, top, below), it in zip(gaps, crossed, strict=True)
        )
        for (start, end, top, below), it in zip(gaps[first : last + 1], crossed[first : last + 1], strict=True):
            if closed and not it:
                continue
            sides += [(x, top, below) for x in (start, end) if not upright.near(x, (top + below) / 2)]
    return sides
