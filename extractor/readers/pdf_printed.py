"""A line on its way out: characters from left to right, with a space in each real gap."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.model.page import Row

GAP, WORD_GAP = 0.4, 0.2
"""In ems: the gap that gets a space, in general and between ASCII letters or digits."""
STANDS_OUT = 0.18
"""In ems: by how much a gap between Chinese characters exceeds the usual one of its line to be a narrow space."""
CJK = chr(0x2E80)


class Printed(NamedTuple):
    """A line on its way out: its characters, their boxes as displayed, its type size; where it stands; its mark."""

    text: str
    boxes: array[float]
    size: float
    at: float
    mark: str | None = None
    row: Row | None = None


def set_line(members: Sequence[int], text: list[str], boxes: list[float], shown: list[float], at: float) -> Printed:
    """The characters named in their order, with a space in each real gap."""
    wide = [boxes[4 * index + 2] - boxes[4 * index] for index in members if text[index] >= CJK]
    # A CJK character is as wide as its em; the height of a box is that of the font's ascent and descent, which many fonts draw larger.
    sizes = wide or [boxes[4 * index + 3] - boxes[4 * index + 1] for index in members]
    sizes.sort()
    size = sizes[len(sizes) // 2]
    narrow = WORD_GAP * size
    line: list[str] = []
    flat: list[float] = []
    first = before = members[0]
    end = math.inf
    for index in members:
        gap = boxes[4 * index] - end
        if gap > narrow or index > before + 1 or index < before:
            line += text[first : before + 1]
            flat += shown[4 * first : 4 * before + 4]
            first = index
            if gap > narrow and (_is_gap(text[before], text[index], gap, size) or _stands_out(gap, size, members, text, boxes)):
                line.append(" ")
                flat += between(shown[4 * before : 4 * before + 4], shown[4 * index : 4 * index + 4])
        end = boxes[4 * index + 2]
        before = index
    line += text[first : before + 1]
    flat += shown[4 * first : 4 * before + 4]
    return Printed("".join(line), array("d", flat), size, at)


def _stands_out(gap: float, size: float, members: Sequence[int], text: list[str], boxes: list[float]) -> bool:
    """Whether a gap between two Chinese characters that is less than a half-width space is one all the same: a narrow space that some writers put
    into a text object of its own, and PDFium drops. In a justified line all gaps are alike, and none stands out.
    """
    between = sorted(
        boxes[4 * right] - boxes[4 * left + 2] for left, right in pairwise(members) if text[left] >= CJK and text[right] >= CJK
    )
    return len(between) > 1 and gap > between[len(between) // 2] + STANDS_OUT * size


def _is_gap(left: str, right: str, gap: float, size: float) -> bool:
    """Whether two characters that stand apart have a space between them that is not there as a character."""
    if left.isspace() or right.isspace():
        return False
    return gap > GAP * size or (left.isascii() and left.isalnum() and right.isascii() and right.isalnum())


def between(one: Sequence[float], other: Sequence[float]) -> tuple[float, float, float, float]:
    """The box that fills the gap between two characters, on whichever side of each other they stand; across the line, what they share."""
    x0, x1 = sorted((min(one[2], other[2]), max(one[0], other[0])))
    top, bottom = sorted((min(one[3], other[3]), max(one[1], other[1])))
    return x0, top, x1, bottom
