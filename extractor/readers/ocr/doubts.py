"""What recognition is not certain of: figures are read a second time, in black and white and without the words round them, and the engine is asked how
sure it was.

Where the second reading differs, a third one (in grey, with less above and below) decides whether the first is confirmed; a figure that the engine was not
quite sure of is not, whatever a third reading says. Measured on scans (see benchmarks): one doubt in a hundred figures, and about one wrong figure in a
thousand without.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.readers.ocr.again import UNREAD
from extractor.readers.ocr.engine import Engine
from extractor.readers.ocr.lines import Piece, cut
from extractor.readers.ocr.specks import POINTS, is_speck

if TYPE_CHECKING:
    import numpy as np

DIGITS = "0-9\uff10-\uff19"
MARKS = ".,:\u00b7\u3002\uff0c\uff0e\uff1a"
"""What stands between digits, or is read where a point stands."""
LOOK_ALIKES = "OoIl\u3007\u25cb"
"""Letters that beside a digit are most likely a digit."""
LETTER = rf"(?:(?<![A-Za-z])[OIlirtzsbqg|!](?=\.?[{DIGITS}]))"
"""A letter alone in front of a digit, of those that digits are read as (labels and grades have capitals, measures other letters)."""
FIGURE = re.compile(
    rf"[-\u2212]?{LETTER}?\.?[{DIGITS}](?: ?[{MARKS}]{{0,2}} ?[{DIGITS}{LOOK_ALIKES}])*(?:[{MARKS}]?[%\uff05\u2030]|\u5206)?"
)
ODD = re.compile(rf"(?<=[{DIGITS}])[OoIl](?=[{DIGITS}])|{LETTER}|,(?=[{DIGITS}]{{1,2}}(?![{DIGITS}]))|[.,\u00b7](?=[.,\u00b7])")
"""What no figure holds: a letter in it, a comma before one or two digits, two points."""
TRUST = 0.9
"""A character of a figure that the engine gives less is doubtful."""
CONFIRMED = 0.98
"""What the engine must have given to every character of a figure for a third reading to clear it."""
AROUND = 1
"""How many characters on each side are read again with a figure: more costs time and tells no more."""
LESS = 0.12
"""The share of a piece's height that is left out above and below in the third reading."""
LABEL = re.compile(r"[(\uff08]?(\w{1,3})[)\uff09\u3001.\uff0e]")
"""What may number a heading, at the head of a piece."""
PERCENT, MILLE = "%\uff05", "\u2030"
DIGIT_HALF = 0.27
"""Ems from the middle of a digit to its edge."""
THIRD_RING = "0oO\u2080"
RINGS = 3
"""Rings of a per mille sign, which the engine reads as a per cent sign and is sure of it."""
RING = 0.004
"""Square ems inside a ring at least."""
COVERED = 0.04
"""Where seal ink covers this share of a figure, it stood under the seal."""


class Uncertain(NamedTuple):
    """A character that is not certain: ``at`` in the text of the piece ``piece``; reason and other as in `Doubt`."""

    piece: int
    at: int
    reason: str
    other: str | None = None


class _Figure(NamedTuple):
    """A figure in a piece: characters ``start`` to ``end``, and what is read again, from ``left`` to ``right`` as shares of the piece's length."""

    piece: int
    start: int
    end: int
    left: float
    right: float


def uncertain(reader: Engine, grey: np.ndarray, seal: np.ndarray | None, pieces: Sequence[Piece]) -> list[Uncertain]:
    """The characters of figures and of Chinese numbers of headings that are not certain, and the marks of lines that were not read.

    grey: the page that was read; seal: where seals lie on it, or None.
    """
    figures = [one for number, piece in enumerate(pieces) for one in _figures(number, piece)]
    second = reader.recognise([_black_and_white(cut(grey, pieces[one.piece].corners, one.left, one.right)) for one in figures])
    differing = [index for index, one in enumerate(figures) if not _agrees(_text(pieces, one), second[index].text)]
    third = reader.recognise([_closer(grey, pieces[figures[index].piece], figures[index]) for index in differing])
    found = [one for number, piece in enumerate(pieces) for one in _uncertain_words(number, piece)]
    for one in figures:
        read = pieces[one.piece].read
        odd = {match.start() for match in ODD.finditer(read.text, one.start, one.end)}
        odd |= {at for at in range(one.start, one.end) if read.text[at] in POINTS and is_speck(grey, pieces[one.piece], at)}
        found += [
            Uncertain(one.piece, index, "confidence") for index in range(one.start, one.end) if read.trust[index] < TRUST or index in odd
        ]
        if read.text[one.end - 1] in PERCENT and _is_mille(grey, pieces[one.piece], one.end - 1):
            found.append(Uncertain(one.piece, one.end - 1, "second-reading", read.text[one.start : one.end - 1] + MILLE))
    known = {(one.piece, one.at) for one in found}
    for index, again in zip(differing, third, strict=True):
        one = figures[index]
        piece = pieces[one.piece]
        if min(piece.read.trust[one.start : one.end]) >= CONFIRMED and _agrees(_text(pieces, one), again.text):
            continue
        reason = "seal" if seal is not None and _covered(seal, piece, one) else "second-reading"
        other = _figure_in(second[index].text, _text(pieces, one))
        found += [Uncertain(one.piece, at, reason, other) for at in range(one.start, one.end) if (one.piece, at) not in known]
    return found


def _uncertain_words(number: int, piece: Piece) -> list[Uncertain]:
    """What is uncertain in a piece besides its figures."""
    text, trust = piece.read.text, piece.read.trust
    if text.startswith(UNREAD):
        return [Uncertain(number, index, "unread") for index in range(len(text))]
    label = LABEL.match(text)
    if label is None or label[1].isascii() or not all(char.isnumeric() for char in label[1]):
        return []
    return [Uncertain(number, index, "confidence") for index in range(*label.span(1)) if trust[index] < TRUST]


def _figures(number: int, piece: Piece) -> list[_Figure]:
    places, width = piece.places(), piece.width
    found = []
    for match in FIGURE.finditer(piece.read.text):
        start, end = match.span()
        first, last = max(0, start - AROUND), min(len(places), end + AROUND)
        left = places[first][0] / width if first else 0.0
        right = places[last - 1][1] / width if last < len(places) else 1.0
        found.append(_Figure(number, start, end, max(0.0, left), min(1.0, right)))
    return found


def _text(pieces: Sequence[Piece], one: _Figure) -> str:
    return pieces[one.piece].read.text[one.start : one.end]


def _agrees(figure: str, again: str) -> bool:
    """Whether a second reading holds the same figure; spaces between widely set digits are none."""
    return _squeezed(figure) in [_squeezed(match[0]) for match in FIGURE.finditer(again.replace(" ", ""))]


def _squeezed(figure: str) -> str:
    return unicodedata.normalize("NFKC", figure.replace(" ", ""))


def _figure_in(again: str, figure: str) -> str | None:
    """The figure of a second reading that is most like the first."""
    found = [match[0] for match in FIGURE.finditer(again.replace(" ", ""))]
    return max(found, key=lambda one: (len(set(one) & set(figure)), -abs(len(one) - len(figure))), default=None)


def _black_and_white(line: np.ndarray) -> np.ndarray:
    import cv2  # noqa: PLC0415 - only when a scan comes

    return cv2.threshold(cv2.GaussianBlur(line, (3, 3), 0), 0, 255, cv2.THRESH_OTSU)[1]


def _closer(grey: np.ndarray, piece: Piece, one: _Figure) -> np.ndarray:
    return cut(grey, piece.corners, one.left, one.right, -LESS * piece.height)


def _is_mille(grey: np.ndarray, piece: Piece, at: int) -> bool:
    """Whether the per cent sign ``at`` may be a per mille sign: its third ring is read as a character of its own, or not at all."""
    after = piece.read.text[at + 1 : at + 2]
    return (after != "" and after in THIRD_RING) or _rings(grey, piece, at) >= RINGS


def _rings(grey: np.ndarray, piece: Piece, at: int) -> int:
    """How many closed rings the character ``at`` has, between the digit before it and what follows."""
    import cv2  # noqa: PLC0415

    columns, width = piece.read.columns, piece.width
    left = columns[at - 1] + DIGIT_HALF * piece.em / width
    right = min(columns[at] + 0.5 * piece.em / width, columns[at + 1] - DIGIT_HALF * piece.em / width) if at + 1 < len(columns) else 1.0
    if right <= left:
        return 0
    dark = 255 - _black_and_white(cut(grey, piece.corners, left, right))
    contours, nested = cv2.findContours(dark, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return 0
    inside = [contour for contour, (_, _, _, parent) in zip(contours, nested[0], strict=True) if parent >= 0]
    return sum(cv2.contourArea(contour) >= RING * piece.em**2 for contour in inside)


def _covered(seal: np.ndarray, piece: Piece, one: _Figure) -> bool:
    import numpy as np  # noqa: PLC0415

    places = piece.places()
    under = cut(
        seal.astype(np.uint8) * 255, piece.corners, max(0.0, places[one.start][0] / piece.width), places[one.end - 1][1] / piece.width
    )
    return float((under > 127).mean()) >= COVERED
