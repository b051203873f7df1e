"""Specks of dirt that are read as points. A point that is printed has a size, a speck a smaller one (measured at 11 and 16 pt, 150 and 200 dpi: points from
0.095 em, specks up to 0.09), and the engine is less sure of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractor.readers.ocr.lines import Piece, cut
from extractor.readers.ocr.page import INK_BELOW

if TYPE_CHECKING:
    import numpy as np

POINTS = frozenset(".,\u00b7'`\u2019\u3001")
"""What a speck is read as."""
SURE = 0.97
"""A point of which the engine is as sure as this was printed."""
SPECK = 0.092
"""Ems: a point whose ink would fill a smaller square is a speck."""
AROUND = 0.3
"""Ems on each side of a point in which its ink stands."""
PAPER = 0.8
"""The share of a picture's pixels that are darker than its paper at most."""


def drop_specks(grey: np.ndarray, pieces: Iterable[Piece]) -> None:
    """Takes points that are specks out of the pieces. Between digits a point stays, whatever it is: there it is doubtful (`ocr.doubts`)."""
    for piece in pieces:
        text, trust = piece.read.text, piece.read.trust
        for at in reversed(range(len(text))):
            between = text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
            if text[at] in POINTS and trust[at] < SURE and not between and is_speck(grey, piece, at):
                piece.remove(at)


def is_speck(grey: np.ndarray, piece: Piece, at: int) -> bool:
    """Whether the point ``at`` is smaller than any that is printed. What touches its neighbours is not."""
    import cv2  # noqa: PLC0415 - only when a scan comes
    import numpy as np  # noqa: PLC0415

    middle, reach = piece.read.columns[at], AROUND * piece.em / piece.width
    part = cut(grey, piece.corners, max(0.0, middle - reach), min(1.0, middle + reach))
    ink = (part < int(np.quantile(part, PAPER)) - INK_BELOW).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    alone = [int(area) for left, _, width, _, area in stats[1:count] if left > 0 and left + width < part.shape[1]]
    return bool(alone) and max(alone) < (SPECK * piece.em) ** 2
