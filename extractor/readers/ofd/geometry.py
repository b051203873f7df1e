"""Numbers, boxes and matrices as OFD writes them (GB/T 33190-2016, 7.2 and 8.1): millimetres, y downwards, ``x' = a·x + c·y + e``, ``y' = b·x + d·y + f``."""

from __future__ import annotations

import math
from collections.abc import Sequence

from extractor.model.page import Box

Matrix = tuple[float, float, float, float, float, float]

POINTS = 72 / 25.4
"""Points in a millimetre."""
LARGEST, FARTHEST = 1e6, 1e9
"""No numbers of a file are larger, nor what a matrix makes of them: what is, is no place on a page."""


def number(given: str | None, default: float) -> float:
    """A number, or the default where there is none that means anything."""
    if given is None:
        return default
    try:
        value = float(given)
    except ValueError:
        return default
    return value if abs(value) <= LARGEST else default


def numbers(given: str | None, count: int) -> tuple[float, ...] | None:
    """So many numbers; None where they are not there."""
    if not given:
        return None
    try:
        found = tuple(float(one) for one in given.replace(",", " ").split())
    except ValueError:
        return None
    return found[:count] if len(found) >= count and sum(map(abs, found[:count])) <= LARGEST else None


def place(boundary: str | None, ctm: str | None, outer: Matrix) -> Matrix:
    """The matrix that takes an object's own space to that of ``outer``: its CTM, then a move to the corner of its boundary. Just ``outer`` where that
    leads nowhere.
    """
    corner = numbers(boundary, 4) or (0.0, 0.0, 0.0, 0.0)
    a, b, c, d, e, f = outer
    x, y = corner[0], corner[1]
    found = (a, b, c, d, a * x + c * y + e, b * x + d * y + f)
    own = numbers(ctm, 6)
    if own is not None:
        found = times((own[0], own[1], own[2], own[3], own[4], own[5]), found)
    return found if sum(map(abs, found)) <= FARTHEST else outer


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does what ``inner`` does and afterwards what ``outer`` does."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a matrix takes a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_of(matrix: Matrix, x: float, y: float, width: float, height: float) -> Box:
    """The box round a rectangle that a matrix takes elsewhere."""
    return round_points([at(matrix, *corner) for corner in ((x, y), (x + width, y), (x, y + height), (x + width, y + height))])


def round_points(points: Sequence[tuple[float, float]]) -> Box:
    """The box round points (at least one)."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))


def angle_of(matrix: Matrix) -> int:
    """The clockwise angle in whole degrees at which text runs; 0 where it is upright."""
    if matrix[1] == 0 and matrix[0] > 0:
        return 0
    degrees = round(math.degrees(math.atan2(matrix[1], matrix[0]))) % 360
    return degrees if 1 < degrees < 359 else 0
