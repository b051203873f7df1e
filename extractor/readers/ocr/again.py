"""What the detector or the recogniser lost and is looked for again: lines, ends of lines, and characters between two others.

A line lost is nearly the whole error of a page, and shows as a gap in the pitch of the lines that is not white; a character lost (the 、 behind a number
most often) as a gap in its line that is not white.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from extractor.readers.ocr.engine import Engine, Recognised
from extractor.readers.ocr.lines import Piece, cut
from extractor.readers.ocr.page import INK_BELOW

if TYPE_CHECKING:
    import numpy as np

SURE = 0.7
"""The mean probability that a lost piece must reach to be taken for words."""
LOST_INK = 0.05
"""Square ems of ink that make a piece; specks have less."""
KNOWN = 0.3
"""The share of a lost piece that may lie within pieces that were found."""
GAP = 0.45
"""Ems between two characters that have room for a third."""
GAP_INK = 0.004
"""Square ems of ink in such a gap."""
CLOSER = 0.14
"""The share of a piece's height that is left out above and below when a gap is read again: what is there is seen larger."""
LIKELY = 0.5
"""The probability that a character read in a gap must have."""
LINE_LENGTH, LINE_HEIGHT, LINE_INK = 3.0, 0.5, 0.04
"""What ink must have to be a line, though it gives no words: ems of length and height, and the share of its bounds that is ink."""
UNREAD = "\u3013"
"""What stands for a character of a line that could not be read (the printer's mark for missing type)."""
WORD = re.compile(r"\w")
DASHES = "\u2014\u2013\u2015\u2012\u4e00\u30fc\\-_~\uff5e\u2212\uff0d"
PAGE_NUMBER = re.compile(rf"[{DASHES}]\s*\d{{1,4}}\s*[{DASHES}.\u00b7]+")
CUT_NUMBER = re.compile(rf"[{DASHES}]\s*\d{{1,4}}|[.\u00b7]?\s*\d{{1,4}}\s*[{DASHES}]")
"""A page number between dashes, which are read as anything that is level; and one that lost a dash, as it may stand at the edge of a page."""


class _Gap(NamedTuple):
    """A gap in front of the character ``at`` of a piece, and what is read again round it as shares of its length."""

    piece: Piece
    at: int
    left: float
    right: float


def lost(ink: np.ndarray, found: Sequence[np.ndarray], em: float) -> list[tuple[int, int, int, int]]:
    """Pieces that were not found: ``left, top, right, bottom`` of what has ink, the form of a line or a character, and lies outside of ``found``.

    ink: the page with level lines, without rulings (`inked`); found: corners of the pieces in the same pixels. em: the type size in pixels.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    known = np.zeros_like(ink)
    for corners in found:
        cv2.fillConvexPoly(known, np.round(corners).astype(np.int32), 1)
    left = ink * (1 - known)
    reach = max(3, round(0.9 * em)) | 1
    joined = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((max(3, round(em / 4)) | 1, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    pieces = []
    for index in range(1, count):
        x, y, width, height, _ = (int(side) for side in stats[index])
        if not 0.3 * em <= height <= 2.2 * em or width < 0.3 * em:
            continue
        inside = left[y : y + height, x : x + width] & (labels[y : y + height, x : x + width] == index)
        if int(inside.sum()) < LOST_INK * em * em:
            continue
        if float(known[y : y + height, x : x + width].mean()) > KNOWN:
            continue  # the rim of what was read
        pad = round(0.2 * em)
        pieces.append((max(0, x - pad), max(0, y - pad), min(ink.shape[1], x + width + pad), min(ink.shape[0], y + height + pad)))
    return pieces


def is_word(read: Recognised) -> bool:
    """Whether what was read in a lost piece is a word or a figure, and not dirt."""
    return (read.mean >= SURE and bool(WORD.search(read.text))) or PAGE_NUMBER.fullmatch(read.text) is not None


def is_line(ink: np.ndarray, bounds: tuple[int, int, int, int], em: float) -> bool:
    """Whether what lies within ``left, top, right, bottom`` has the form of a line: dirt has not."""
    left, top, right, bottom = bounds
    if right - left < LINE_LENGTH * em or bottom - top < LINE_HEIGHT * em:
        return False
    return float(ink[top:bottom, left:right].mean()) >= LINE_INK


def unread(corners: np.ndarray, em: float) -> Piece:
    """The piece that stands for a line without words: a mark for each em."""
    piece = Piece(corners, Recognised("", (), ()), em)
    count = max(1, round(piece.width / em))
    piece.read = Recognised(UNREAD * count, tuple((index + 0.5) / count for index in range(count)), (0.0,) * count)
    return piece


def fill_gaps(reader: Engine, grey: np.ndarray, pieces: Sequence[Piece]) -> None:
    """Reads again what stands in gaps with ink, and puts it into the pieces."""
    gaps = [gap for piece in pieces for gap in _gaps(grey, piece)]
    read = reader.recognise([cut(grey, gap.piece.corners, gap.left, gap.right, -CLOSER * gap.piece.height) for gap in gaps])
    # from the last to the first: what is put in moves what follows
    for gap, again in sorted(zip(gaps, read, strict=True), key=lambda one: -one[0].at):
        before, after = gap.piece.read.text[gap.at - 1], gap.piece.read.text[gap.at]
        if len(again.text) < 3 or again.text[0] != before or again.text[-1] != after or min(again.trust[1:-1]) < LIKELY:
            continue
        columns = tuple(gap.left + column * (gap.right - gap.left) for column in again.columns[1:-1])
        gap.piece.add(gap.at, Recognised(again.text[1:-1], columns, again.trust[1:-1]))


def page_number(text: str, at_edge: bool) -> str | None:
    """The text of a line that is a page number between dashes, with the dashes set right; None where it is none."""
    if PAGE_NUMBER.fullmatch(text) is None and not (at_edge and CUT_NUMBER.fullmatch(text)):
        return None
    return "".join(char if char.isdigit() or char.isspace() else "\u2014" for char in text)


def _gaps(grey: np.ndarray, piece: Piece) -> list[_Gap]:
    places, width = piece.places(), piece.width
    found = []
    for index, ((start, before), (after, end)) in enumerate(pairwise(places), start=1):
        if after - before < GAP * piece.em or piece.read.text[index - 1].isspace() or piece.read.text[index].isspace():
            continue
        inside = cut(grey, piece.corners, before / width, after / width)
        if int((inside < int(inside.max()) - INK_BELOW).sum()) >= GAP_INK * piece.em**2:
            found.append(_Gap(piece, index, max(0.0, start / width), min(1.0, end / width)))
    return found
