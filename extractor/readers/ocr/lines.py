"""The pieces of lines that a detector finds, and where each character of what was read in them stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from extractor.readers.ocr.engine import Recognised

if TYPE_CHECKING:
    import numpy as np

EM_OF_HEIGHT = 0.72
"""The type size as a share of the height of a detected line, where no two Chinese characters stand beside each other to measure it."""
TALL = 1.1
"""The height of a character's box in ems."""
ENOUGH = 6
"""Chinese characters of a piece that tell its type size; fewer hardly do."""
SAME_SIZE = 0.2
"""By what share the height of a piece with few characters may differ from that of the page's other lines where it is of their type size."""
SNUG, SNUG_MARK = 0.4, 0.75
"""Ems: characters nearer than this stand beside each other, and so do a mark and its neighbour: its ink is anywhere within its cell."""
RUN = re.compile(r"\d(?:[ .]?\d| ?[.] ?\d)*")
SPREAD = (0.75, 1.3)
"""Ems between the middles of digits that are printed in full width."""
SPACE = 0.15
"""Ems: a space that the engine reads must be as wide as this on the page."""


@dataclass(slots=True)
class Piece:
    """A piece of a line. corners: ``(4, 2)`` in pixels of the picture that is read, from the top left clockwise. em: the type size in pixels."""

    corners: np.ndarray
    read: Recognised
    em: float = 0.0

    def __post_init__(self) -> None:
        self.em = self.em or _em(self.read, self.width, self.height)

    def add(self, index: int, more: Recognised) -> None:
        """Puts characters that were lost before the character ``index``; their columns are shares of the piece's length."""
        joined = (old[:index] + new + old[index:] for old, new in zip(self.read[1:], more[1:], strict=True))
        self.read = Recognised(self.read.text[:index] + more.text + self.read.text[index:], *joined)

    def remove(self, index: int) -> None:
        """Takes the character ``index`` out."""
        text, columns, trust = self.read
        self.read = Recognised(text[:index] + text[index + 1 :], columns[:index] + columns[index + 1 :], trust[:index] + trust[index + 1 :])

    @property
    def width(self) -> float:
        return _distance(self.corners[0], self.corners[1])

    @property
    def height(self) -> float:
        return _distance(self.corners[0], self.corners[3])

    def places(self) -> list[tuple[float, float]]:
        """Where each character begins and ends along the piece, in pixels."""
        return _places(self.read, self.width, self.em)


def settle_sizes(pieces: Sequence[Piece]) -> None:
    """Gives pieces of few characters the type size of the page's lines where their height is that of these: a line's last words are no smaller."""
    tells = [sum(char.isalpha() and _is_wide(char) for char in piece.read.text) >= ENOUGH for piece in pieces]
    sizes = [piece.em for piece, told in zip(pieces, tells, strict=True) if told]
    em = median(sizes) if sizes else 0.0
    for piece, told in zip(pieces, tells, strict=True):
        if not told and abs(EM_OF_HEIGHT * piece.height - em) <= SAME_SIZE * em:
            piece.em = em


def cut(grey: np.ndarray, corners: np.ndarray, start: float = 0.0, end: float = 1.0, margin: float = 0.0) -> np.ndarray:
    """The picture of a piece, level, in its own size. start, end: shares of its length. margin: pixels more above and below (less where negative)."""
    import cv2  # noqa: PLC0415 - only when a scan comes
    import numpy as np  # noqa: PLC0415

    upper, lower = corners[1] - corners[0], corners[2] - corners[3]
    left_top, right_top = corners[0] + start * upper, corners[0] + end * upper
    left_bottom, right_bottom = corners[3] + start * lower, corners[3] + end * lower
    down = (left_bottom - left_top) / max(1.0, _distance(left_top, left_bottom)) * margin
    quad = np.array([left_top - down, right_top - down, right_bottom + down, left_bottom + down], np.float32)
    width, height = max(4, round(_distance(quad[0], quad[1]))), max(4, round(_distance(quad[0], quad[3])))
    to = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getPerspectiveTransform(quad, to)
    return cv2.warpPerspective(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _em(read: Recognised, width: float, height: float) -> float:
    apart = [
        (right - left) * width
        for (left, right), (one, other) in zip(pairwise(read.columns), pairwise(read.text), strict=True)
        if one.isalpha() and other.isalpha() and _is_wide(one) and _is_wide(other)
    ]
    guess = EM_OF_HEIGHT * height
    apart = [one for one in apart if 0.6 * guess <= one <= 1.5 * guess]
    return median(apart) if len(apart) > 1 else guess


def _places(read: Recognised, width: float, em: float) -> list[tuple[float, float]]:
    middles = [column * width for column in read.columns]
    spread = _spread(read.text, middles, em)
    halves = [em / 2 if _is_wide(char) or index in spread else em / 4 for index, char in enumerate(read.text)]
    places = [[middle - half, middle + half] for middle, half in zip(middles, halves, strict=True)]
    solid = [index for index, char in enumerate(read.text) if not char.isspace()]
    for left, right in pairwise(solid):
        gap = places[right][0] - places[left][1]
        word = read.text[left].isalnum() and read.text[right].isalnum()
        if left in spread and right in spread:
            gap = min(gap, 0.0)
        if gap < (SNUG if word else SNUG_MARK) * em and (right == left + 1 or gap < SPACE * em):
            meet = (places[left][1] + places[right][0]) / 2
            places[left][1] = places[right][0] = meet
        for index in range(left + 1, right):
            places[index] = [places[left][1], places[right][0]]
    return [(start, end) for start, end in places]


def _spread(text: str, middles: list[float], em: float) -> set[int]:
    """The digits and points that are printed in full width, each in an em of its own, which are read in half width and often with spaces between."""
    found: set[int] = set()
    for match in RUN.finditer(text):
        solid = [index for index in range(*match.span()) if text[index] != " "]
        if len(solid) > 1 and all(SPREAD[0] * em <= middles[right] - middles[left] <= SPREAD[1] * em for left, right in pairwise(solid)):
            found.update(solid)
    return found


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFA"


def _distance(one: np.ndarray, other: np.ndarray) -> float:
    return float(((one - other) ** 2).sum() ** 0.5)
