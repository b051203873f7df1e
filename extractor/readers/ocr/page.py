"""A scanned page as a picture to read: the red seal lifted off the words, and the frames that lead from its pixels to the page as displayed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

REDDER, RED = 45, 95
"""By how much (0–255) red ink is redder than green and blue, and how red at least; black under red ink is neither."""
BARE = 165
"""The red (0–255) that nothing black leaves: paper, or a seal's ink on paper."""
SEAL_LEAST, SEAL_MOST, SEAL_ASPECT = 17.0, 66.0, 1.75
"""Millimetres and ratio: a seal's sides (round, oval or square). Red words, such as a letterhead's, are lower or longer."""
JOINED = 3.5
"""Millimetres: red strokes this near each other are of one seal or one line."""
EDGE = 3.0
"""Millimetres: red ink so near the edge of the sheet is a seal that runs over several sheets."""
TILTS = ((300, 12, 0.5), (600, 5, 0.1), (900, 1, 0.05))
"""How the tilt is looked for: on a picture of that width, so many steps to each side, degrees a step."""
INK_BELOW = 60
"""By how much (0–255) ink is darker than the paper round it."""
LEVEL_RULING, UPRIGHT_RULING = 12.0, 9.0
"""Millimetres: the shortest rulings looked for; no stroke of a character is as long."""


class Lifted(NamedTuple):
    """grey: the page without its seals. seal: where red ink of seals lies, None where there is none."""

    grey: np.ndarray
    seal: np.ndarray | None


def lifted(colours: np.ndarray, millimetre: float) -> Lifted:
    """Takes the seals off a page (``(height, width, 3)`` RGB; pixels a millimetre).

    Where a seal lies, the red channel alone is the page: red ink is nearly as light in it as paper, and black stays black. Nothing is stretched: that
    changed digits in silence. Red words are kept.
    """
    import cv2  # noqa: PLC0415 - only when a scan comes
    import numpy as np  # noqa: PLC0415

    grey = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    red, other = colours[:, :, 0], np.maximum(colours[:, :, 1], colours[:, :, 2])
    ink = ((red > RED) & (cv2.subtract(red, other) > REDDER)).astype(np.uint8)
    if int(ink.sum()) < (2 * millimetre) ** 2:
        return Lifted(grey, None)
    step = max(1, round(millimetre / 2))
    small = (cv2.resize(ink * 255, (max(1, ink.shape[1] // step), max(1, ink.shape[0] // step)), interpolation=cv2.INTER_AREA) > 40).astype(
        np.uint8
    )
    reach = max(3, round(JOINED * millimetre / step)) | 1
    joined = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    seals = np.zeros_like(joined)
    for index in range(1, count):
        left, top, width, height = (int(side) for side in stats[index, :4])
        if _is_seal(left, top, width, height, joined.shape, millimetre / step):
            # what stands within a ring is under the seal, too: its star and its words
            seals[top : top + height, left : left + width] = 1
    if not seals.any():
        return Lifted(grey, None)
    whole = cv2.resize(seals, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    whole = cv2.dilate(whole, np.ones((2 * step + 1, 2 * step + 1), np.uint8))
    covered = cv2.dilate(cv2.bitwise_and(ink, whole), np.ones((3, 3), np.uint8)).astype(bool)
    under = np.where(whole.astype(bool), red, grey)
    bare = covered & (red > BARE)
    # what of the seal's ink is left in the red channel is read as strokes: where nothing black lies under it, it is paper
    under[bare] = np.median(grey[grey > BARE])
    return Lifted(under, covered)


def _is_seal(left: int, top: int, width: int, height: int, sheet: tuple[int, ...], millimetre: float) -> bool:
    """Whether red ink within these bounds is a seal or a part of one at the sheet's edge; all in one unit."""
    small, large = min(width, height) / millimetre, max(width, height) / millimetre
    if small >= SEAL_LEAST and large <= SEAL_MOST:
        return large <= SEAL_ASPECT * small
    at_edge = min(left, sheet[1] - left - width) <= EDGE * millimetre
    return at_edge and SEAL_LEAST <= height / millimetre <= SEAL_MOST and width < height


@dataclass(frozen=True, slots=True)
class Frame:
    """From a picture's pixels to the page. width, height: of the picture that is read, in pixels. quarters: by how many quarters it was turned clockwise
    to stand upright. tilt: degrees by which its lines still fall to the right. points: of a pixel.
    """

    width: int
    height: int
    quarters: int
    tilt: float
    points: float

    def straight(self, corners: np.ndarray) -> np.ndarray:
        """Points ``(…, 2)`` in pixels → where they would stand in pixels if the lines were level (turned about the middle)."""
        return self._turned(corners, -self.tilt)

    def tilted(self, corners: np.ndarray) -> np.ndarray:
        """The way back from `straight`."""
        return self._turned(corners, self.tilt)

    def _turned(self, corners: np.ndarray, degrees: float) -> np.ndarray:
        import numpy as np  # noqa: PLC0415

        cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        middle = np.array([self.width / 2, self.height / 2])
        turned: np.ndarray = (np.asarray(corners, np.float64) - middle) @ np.array([[cosine, sine], [-sine, cosine]]) + middle
        return turned

    def displayed(self, boxes: Sequence[float]) -> list[float]:
        """Boxes (flat, in points, as if the lines were level) → in points of the page as displayed. Each is moved, not made larger."""
        import numpy as np  # noqa: PLC0415

        flat = np.asarray(boxes, np.float64).reshape(-1, 2, 2) / self.points
        middle = flat.mean(axis=1)
        half = (flat[:, 1] - flat[:, 0]) / 2
        x, y = self.tilted(middle).T
        wide, high = half.T
        if self.quarters == 1:
            x, y, wide, high = y, self.width - x, high, wide
        elif self.quarters == 2:
            x, y = self.width - x, self.height - y
        elif self.quarters == 3:
            x, y, wide, high = self.height - y, x, high, wide
        shown = np.stack([x - wide, y - high, x + wide, y + high], axis=1) * self.points
        return [round(float(side), 2) for side in shown.reshape(-1)]


def tilt_of(ink: np.ndarray) -> float:
    """By how many degrees the lines of a page fall to the right (`inked`), to a twentieth: at that angle the rows of pixels differ most from each other.

    0 where nothing tells. (W. Postl, US patent 4,723,297, 1988.)
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    best = 0.0
    for width, reach, step in TILTS:
        scale = min(1.0, width / ink.shape[1])
        small = cv2.resize(ink * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        angles = [best + step * count for count in sorted(range(-reach, reach + 1), key=abs)]
        sharp = []
        for angle in angles:
            rows = straightened(small, angle).sum(axis=1, dtype=np.float64)
            sharp.append(float(((rows[1:] - rows[:-1]) ** 2).sum()))
        best = angles[int(np.argmax(sharp))]
    return round(best, 2)


def straightened(picture: np.ndarray, tilt: float) -> np.ndarray:
    """A picture of one channel turned about its middle so that lines which fall by ``tilt`` degrees are level."""
    import cv2  # noqa: PLC0415

    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    return cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR)


def inked(grey: np.ndarray) -> np.ndarray:
    """1 where there is ink: where the page is darker than the paper is around."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    small = cv2.resize(grey, (max(1, grey.shape[1] // 8), max(1, grey.shape[0] // 8)), interpolation=cv2.INTER_AREA)
    # the light of the paper changes slowly; words are dark spots in it that closing fills
    paper = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), (0, 0), 4)
    around = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return (cv2.subtract(around, grey) > INK_BELOW).astype(np.uint8)


def rulings(ink: np.ndarray, millimetre: float) -> list[tuple[int, int, int, int]]:
    """The level and upright rulings of a page whose lines are level (`inked`), as ``left, top, right, bottom`` in pixels."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    found: list[tuple[int, int, int, int]] = []
    for level in (True, False):
        if not level and len(found) < 2:
            break  # no table without two level rulings
        length = round((LEVEL_RULING if level else UPRIGHT_RULING) * millimetre)
        # a ruling that is not quite level steps from one row of pixels to the next
        thick = cv2.dilate(ink, np.ones((3, 1) if level else (1, 3), np.uint8))
        kept = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length) if level else (length, 1), np.uint8))
        kept = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((3, 9) if level else (9, 3), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(kept)
        for index in range(1, count):
            left, top, width, height = (int(side) for side in stats[index, :4])
            thickness = height if level else width
            if thickness <= 2.0 * millimetre:
                found.append((left, top, left + width, top + height))
    return found
