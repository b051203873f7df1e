"""A line on its way out: characters from left to right, with a space in each real gap."""

from __future__ import annotations

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
    first, last = members[0], members[-1]
    if type(members) is range or members == list(range(first, last + 1)):
        chars, sides = text[first : last + 1], boxes[4 * first : 4 * last + 4]
        flat = sides if shown is boxes else shown[4 * first : 4 * last + 4]
    else:
        chars, sides, flat = [text[index] for index in members], _of(members, boxes), _of(members, shown)
    lefts, rights = sides[0::4], sides[2::4]
    # A CJK character is as wide as its em; the height of a box is that of the font's ascent and descent, which many fonts draw larger.
    sizes = [right - left for char, left, right in zip(chars, lefts, rights, strict=True) if char >= CJK]
    sizes = sizes or [bottom - top for top, bottom in zip(sides[1::4], sides[3::4], strict=True)]
    sizes.sort()
    size = sizes[len(sizes) // 2]
    narrow = WORD_GAP * size
    apart = [index for index, (left, end) in enumerate(zip(lefts[1:], rights, strict=False), 1) if left - end > narrow]
    for index in reversed(apart):
        gap = lefts[index] - rights[index - 1]
        if _is_gap(chars[index - 1], chars[index], gap, size) or _stands_out(gap, size, members, text, boxes):
            chars.insert(index, " ")
            flat[4 * index : 4 * index] = between(flat[4 * index - 4 : 4 * index], flat[4 * index : 4 * index + 4])
    return Printed("".join(chars), array("d", flat), size, at)


def _of(members: Sequence[int], boxes: list[float]) -> list[float]:
    return [side for index in members for side in boxes[4 * index : 4 * index + 4]]


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
