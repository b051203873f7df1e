"""From characters with boxes to printed lines in reading order: pure geometry.

Characters that follow each other in the content and on the page make runs; runs on one baseline make a line; lines go from top to bottom.
A large run that spans a stack of smaller ones (the 文件 of a letterhead beside the bodies' names) is a line of its own, between them.
What is printed twice at the same place to look bold counts once. Where a real gap stands between two characters of a line (more than
0.4 em, a little less than a half-width space; between two ASCII letters or digits more than 0.2), one U+0020 whose box fills the gap
keeps columns and words apart. Characters set at an angle (watermarks) make lines of their own, after the others; on a page that is set
sideways they are the page.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from extractor.model.page import Line
from extractor.readers.pdf_characters import Characters

GAP, WORD_GAP = 0.4, 0.2
"""In ems: the gap that gets a space, in general and between ASCII letters or digits."""
ALIGNED = 0.25
"""Two runs stand on one line when their middles or their feet differ by less than this share of the lower one's height."""
SPANNING = 1.4
"""How much higher a run is than those it may span."""
RAISED, RAISED_LENGTH = 0.75, 4
"""A superscript or subscript: at most this high against its neighbour, and this long."""
DOUBLED = 0.5
"""The same character again within this share of its width is overprinting."""
COVERED, TOUCHED = 0.55, 0.3
"""Shares of a character's width: one covered that far, or two that little, and the runs stand on each other. A squeezed mark may reach into
its neighbour."""
CJK = chr(0x2E80)


@dataclass(slots=True, eq=False)
class _Run:
    """Characters ``members`` (indices, left to right) and the box round them."""

    members: list[int]
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


@dataclass(slots=True, eq=False)
class _Row:
    """Runs on one line; ``widest`` is the one that the others are measured by."""

    runs: list[_Run]
    widest: _Run
    overprinted: bool = False


def lines_of(found: Characters) -> tuple[Line, ...]:
    """The lines of a page, numbered from 1 in reading order; their boxes are those of the page as displayed."""
    if not found.turned:
        ordered = _lines(found.text, found.boxes, found.boxes)
        return tuple(Line(text, number, boxes, size) for number, (text, boxes, size) in enumerate(ordered, start=1))
    angles = [found.turned.get(index, 0) for index in range(len(found.text))]
    ordered = []
    for angle, _ in sorted(Counter(angles).items(), key=lambda item: (-item[1], item[0])):
        members = [index for index, its in enumerate(angles) if its == angle]
        text = [found.text[index] for index in members]
        shown = [side for index in members for side in found.boxes[4 * index : 4 * index + 4]]
        ordered += _lines(text, _upright(text, shown, angle), shown)
    return tuple(Line(text, number, boxes, size) for number, (text, boxes, size) in enumerate(ordered, start=1))


def _upright(text: list[str], boxes: list[float], angle: int) -> list[float]:
    """The boxes as they would stand if text that runs at ``angle`` degrees clockwise ran to the right. A box at a slant is larger than its
    character, whose own width and height follow from the box's; near 45° they cannot be told apart, and it is taken for a square.
    """
    if angle == 0:
        return boxes
    cosine, sine = round(math.cos(math.radians(angle)), 9), round(math.sin(math.radians(angle)), 9)
    across, along = abs(cosine), abs(sine)
    turned: list[float] = []
    for index in range(len(text)):
        x0, top, x1, bottom = boxes[4 * index : 4 * index + 4]
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


def _lines(text: list[str], boxes: list[float], shown: list[float]) -> list[tuple[str, array[float], float]]:
    """Lines as text, boxes and type size; ``boxes`` decide what stands beside what, ``shown`` are handed on."""
    rows = _rows(_runs(text, boxes), text, boxes)
    rows.sort(key=lambda row: (row.widest.middle, row.widest.x0))
    return [_line(row, text, boxes, shown) for row in rows]


def _runs(text: list[str], boxes: list[float]) -> list[_Run]:
    """Characters that follow each other to the right at nearly the same height, in the order of the content."""
    runs: list[_Run] = []
    run: _Run | None = None
    before_x0 = before_x1 = before_top = before_bottom = 0.0
    for index, (x0, top, x1, bottom) in enumerate(zip(boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4], strict=True)):
        height = bottom - top
        if (
            run is not None
            and x0 > before_x0 + 0.1 * height
            and -0.6 * height <= x0 - before_x1 <= 0.9 * height
            and (
                (top == before_top and bottom == before_bottom)
                or (min(bottom, before_bottom) - max(top, before_top) > 0.6 * max(height, before_bottom - before_top))
            )
        ):
            run.members.append(index)
            run.x1 = max(run.x1, x1)
            run.top, run.bottom = min(run.top, top), max(run.bottom, bottom)
        else:
            run = _Run([index], x0, top, x1, bottom)
            runs.append(run)
        before_x0, before_x1, before_top, before_bottom = x0, x1, top, bottom
    return runs


def _rows(runs: list[_Run], text: list[str], boxes: list[float]) -> list[_Row]:
    """Runs on one line put together."""
    spanning = _spanning(runs)
    rows: list[_Row] = []
    highest = max((run.height for run in runs), default=0.0)
    for run in sorted(runs, key=lambda item: (item.middle, item.x0)):
        home: _Row | None = None
        if run not in spanning:
            for row in reversed(rows):
                if row.widest.middle < run.middle - highest:
                    break
                if _aligned(row.widest, run) and row.widest not in spanning and _joins(row, run, text, boxes):
                    home = row
                    break
        if home is None:
            rows.append(_Row([run], run))
        elif run.members:
            home.runs.append(run)
            if run.x1 - run.x0 > home.widest.x1 - home.widest.x0:
                home.widest = run
    return _raised(rows, text, boxes)


def _aligned(one: _Run, other: _Run) -> bool:
    tolerance = ALIGNED * min(one.height, other.height)
    return abs(one.middle - other.middle) <= tolerance or abs(one.bottom - other.bottom) <= tolerance


def _spanning(runs: list[_Run]) -> set[_Run]:
    """Large runs beside which smaller ones stand on top of each other."""
    found: set[_Run] = set()
    if not runs:
        return found
    common = sorted(run.height for run in runs)[len(runs) // 2]
    for large in runs:
        if large.height < SPANNING * common:
            continue
        beside = [run for run in runs if run.height * SPANNING <= large.height and large.top < run.middle < large.bottom]
        beside.sort(key=lambda run: run.middle)
        for upper, lower in pairwise(beside):
            if lower.top > upper.middle and upper.bottom < lower.middle and min(upper.x1, lower.x1) > max(upper.x0, lower.x0):
                found.add(large)
                break
    return found


def _joins(row: _Row, run: _Run, text: list[str], boxes: list[float]) -> bool:
    """Whether the run fits into the row without standing on its characters. What it prints again at the same place is taken out of it."""
    for other in row.runs:
        slack = 0.3 * min(run.height, other.height)
        if min(run.x1, other.x1) - max(run.x0, other.x0) <= slack:
            continue
        again: set[int] = set()
        touched = 0
        for index in run.members:
            if text[index].isspace():
                continue
            x0, x1 = boxes[4 * index], boxes[4 * index + 2]
            for printed in other.members:
                width = min(x1 - x0, boxes[4 * printed + 2] - boxes[4 * printed])
                if text[printed] == text[index] and abs(boxes[4 * printed] - x0) < DOUBLED * width:
                    again.add(index)
                    break
                shared = min(x1, boxes[4 * printed + 2]) - max(x0, boxes[4 * printed])
                if shared > TOUCHED * width and not text[printed].isspace():
                    touched += 1
                    if shared > COVERED * width or touched > 1:
                        return False
        run.members = [index for index in run.members if index not in again]
        if again and all(text[index].isspace() for index in run.members):
            run.members = []
        row.overprinted = True
    return True


def _raised(rows: list[_Row], text: list[str], boxes: list[float]) -> list[_Row]:
    """Superscripts and subscripts put into the row that they touch."""
    kept: list[_Row] = []
    small = {id(row) for row in rows if len(row.runs) == 1 and len(row.runs[0].members) <= RAISED_LENGTH}
    for row in rows:
        run = row.runs[0]
        home = None
        if id(row) in small:
            for other in rows:
                if other is not row and any(_touches(run, neighbour) for neighbour in other.runs) and _joins(other, run, text, boxes):
                    home = other
                    break
        if home is None:
            kept.append(row)
        else:
            home.runs.append(run)
    return kept


def _touches(small: _Run, large: _Run) -> bool:
    overlap = min(small.bottom, large.bottom) - max(small.top, large.top)
    if small.height > RAISED * large.height or overlap < 0.5 * small.height:
        return False
    gap = max(small.x0 - large.x1, large.x0 - small.x1)
    return -0.2 * small.height <= gap <= 0.25 * small.height


def _line(row: _Row, text: list[str], boxes: list[float], shown: list[float]) -> tuple[str, array[float], float]:
    """The row's characters from left to right, with a space in each real gap."""
    runs = sorted(row.runs, key=lambda run: run.x0)
    members = [index for run in runs for index in run.members]
    if row.overprinted:
        members.sort(key=lambda index: boxes[4 * index] + boxes[4 * index + 2])
    wide = sorted(boxes[4 * index + 2] - boxes[4 * index] for index in members if text[index] >= CJK)
    # A CJK character is as wide as its em; the height of a box is that of the font's ascent and descent, which many fonts draw larger.
    sizes = wide or sorted(boxes[4 * index + 3] - boxes[4 * index + 1] for index in members)
    size = sizes[len(sizes) // 2]
    line: list[str] = []
    flat: list[float] = []
    end = math.inf
    before = -1
    for index in members:
        gap = boxes[4 * index] - end
        char = text[index]
        if gap > WORD_GAP * size and not char.isspace() and not text[before].isspace():
            word = char.isascii() and char.isalnum() and text[before].isascii() and text[before].isalnum()
            if word or gap > GAP * size:
                line.append(" ")
                flat += _between(shown[4 * before : 4 * before + 4], shown[4 * index : 4 * index + 4])
        line.append(char)
        flat += shown[4 * index : 4 * index + 4]
        end = boxes[4 * index + 2]
        before = index
    return "".join(line), array("d", flat), size


def _between(one: list[float], other: list[float]) -> tuple[float, float, float, float]:
    """The box that fills the gap between two characters, on whichever side of each other they stand; across the line, what they share."""
    x0, x1 = sorted((min(one[2], other[2]), max(one[0], other[0])))
    top, bottom = sorted((min(one[3], other[3]), max(one[1], other[1])))
    return x0, top, x1, bottom
