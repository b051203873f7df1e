"""The shapes of path objects (GB/T 33190-2016, 9.1): the box round each, and its straight, upright or level sides, of which rulings are made."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.model.page import Box
from extractor.readers.ofd.geometry import LARGEST, Matrix, at, place, round_points
from extractor.readers.ofd.package import Element, child, words
from extractor.readers.pdf.objects import MOST_SEGMENTS, RULING_LENGTH

TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""How many numbers each command takes; its point is made of the last two."""
STRAIGHT = 0.5
"""Points by which a side may lean."""


class Figure(NamedTuple):
    """The box round a path, and the sides that are rulings, as boxes without thickness; in points on the page."""

    bounds: Box
    sides: list[Box]


def figure(item: Element, outer: Matrix) -> Figure | None:
    """The shape of a PathObject; None where it has none."""
    tokens = TOKEN.findall(words(child(item, "AbbreviatedData")))
    matrix = place(item.get("Boundary"), item.get("CTM"), outer)
    if not tokens:
        return None
    points: list[tuple[float, float]] = []
    sides: list[Box] = []
    begin = here = (0.0, 0.0)
    command = ""
    index = 0
    while index < len(tokens):
        if tokens[index].isalpha():
            command = tokens[index].upper()
            index += 1
            if command == "C" and _rules(here, begin):
                sides.append(round_points((here, begin)))
            here = begin if command == "C" else here
            if TAKES.get(command, 0) == 0:
                continue
        takes = TAKES.get(command, 0)
        if not takes or index + takes > len(tokens) or any(one.isalpha() for one in tokens[index : index + takes]):
            index += 1
            continue
        values = [min(LARGEST, max(-LARGEST, float(one))) for one in tokens[index : index + takes]]
        index += takes
        ends = values[-2:] if command == "A" else values
        points += [at(matrix, x, y) for x, y in zip(ends[0::2], ends[1::2], strict=True)]
        to = points[-1]
        if command in ("S", "M"):
            begin = to
        elif command == "L" and _rules(here, to):
            sides.append(round_points((here, to)))
        here = to
    if not points:
        return None
    return Figure(round_points(points), sides if len(tokens) <= 4 * MOST_SEGMENTS else [])


def _rules(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether a side is upright or level, and long enough for a ruling."""
    width, height = abs(one[0] - other[0]), abs(one[1] - other[1])
    return min(width, height) < STRAIGHT and max(width, height) >= RULING_LENGTH
