"""Runs: characters that follow each other in the content and on the page. What lines, columns and table cells are put together from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

MARKS = frozenset(".,;:'\"-_·•、，。；：…–—“”‘’%‰")
"""Characters whose ink is much lower than that of their neighbours."""
DOUBLED = 0.5
"""The same character again within this share of its width is overprinting."""


@dataclass(slots=True, eq=False)
class Run:
    """Characters ``members`` (indices, left to right; a range where each follows the one before) and the box round them."""

    members: Sequence[int]
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def runs_of(text: list[str], boxes: list[float]) -> list[Run]:
    """Characters that follow each other to the right at nearly the same height, in the order of the content.

    boxes: flat ``x0, top, x1, bottom`` per character, turned upright (`upright`).
    """
    runs: list[Run] = []
    start, run_x0, run_top, run_x1, run_bottom = 0, 0.0, 0.0, -math.inf, 0.0
    before_x0 = before_x1 = before_top = before_bottom = math.nan
    before_char = ""
    height = step = back = away = 0.0
    for index, (char, x0, top, x1, bottom) in enumerate(zip(text, boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4], strict=True)):
        level = top == before_top and bottom == before_bottom
        if not level:  # as few characters stand; the bounds of the last one's height still hold for the others
            height = bottom - top
            step, back, away = 0.1 * height, -0.6 * height, 0.9 * height
        if (
            x0 > before_x0 + step
            and back <= x0 - before_x1 <= away
            and (
                level
                or (shared := min(bottom, before_bottom) - max(top, before_top)) > 0.6 * max(height, before_bottom - before_top)
                # where a font states no ascent, the box of a mark is as low as its ink: the dot of 0.5 stands within the digits' height
                or ((char in MARKS or before_char in MARKS) and shared > 0.5 * min(height, before_bottom - before_top))
            )
            and (char != before_char or x0 > before_x0 + DOUBLED * (before_x1 - before_x0))
        ):
            if x1 > run_x1:  # noqa: PLR1730 - a call takes as long as all the rest for a character
                run_x1 = x1
            if not level:
                run_top, run_bottom = min(run_top, top), max(run_bottom, bottom)
        else:
            if index:
                runs.append(Run(range(start, index), run_x0, run_top, run_x1, run_bottom))
            start, run_x0, run_top, run_x1, run_bottom = index, x0, top, x1, bottom
        before_char, before_x0, before_x1, before_top, before_bottom = char, x0, x1, top, bottom
    if text:
        runs.append(Run(range(start, len(text)), run_x0, run_top, run_x1, run_bottom))
    return runs


def run_round(members: list[int], boxes: list[float]) -> Run:
    """The run of the characters named, in their order (at least one)."""
    return Run(
        members,
        min(boxes[4 * index] for index in members),
        min(boxes[4 * index + 1] for index in members),
        max(boxes[4 * index + 2] for index in members),
        max(boxes[4 * index + 3] for index in members),
    )


def upright(boxes: list[float], angle: int) -> list[float]:
    """The boxes as they would stand if text that runs at ``angle`` degrees clockwise ran to the right. A box at a slant is larger than its
    character, whose own width and height follow from the box's; near 45° they cannot be told apart, and it is taken for a square.
    """
    if angle == 0:
        return boxes
    if angle % 90 == 0:
        x0, top, x1, bottom = boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4]
        turned = [0.0] * len(boxes)
        sides = {
            90: (top, [-x for x in x1], bottom, [-x for x in x0]),
            180: ([-x for x in x1], [-y for y in bottom], [-x for x in x0], [-y for y in top]),
            270: ([-y for y in bottom], x0, [-y for y in top], x1),
        }[angle]
        for corner in range(4):
            turned[corner::4] = sides[corner]
        return turned
    return _straightened(boxes, angle)


def _straightened(boxes: list[float], angle: int) -> list[float]:
    """`upright` for text at a slant."""
    cosine, sine = round(math.cos(math.radians(angle)), 9), round(math.sin(math.radians(angle)), 9)
    across, along = abs(cosine), abs(sine)
    turned: list[float] = []
    for x0, top, x1, bottom in zip(boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4], strict=True):
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        middle, down = x * cosine + y * sine, y * cosine - x * sine
        determinant = across * across - along * along
        if abs(determinant) > 0.2:
            width = ((x1 - x0) * across - (bottom - top) * along) / determinant
            height = ((bottom - top) * across - (x1 - x0) * along) / determinant
        else:
            width = height = ((x1 - x0) + (bottom - top)) / 2 / (across + along)
        turned += (middle - width / 2, down - height / 2, middle + width / 2, down + height / 2)
    return turned
