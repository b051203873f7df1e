"""Recognises a page: a picture in, printed lines out, with a box for every character and a doubt for every figure that is not certain.

The page is stood upright, its seals are lifted off, its lines found, read, and put together by the same geometry as those of a PDF. What the detector lost
is looked for where there is ink outside of all lines; where that has the form of a line and gives no words, marks stand in its place. Figures are read
twice (`ocr.doubts`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from extractor.model.page import Doubt, Line
from extractor.readers.ocr.again import fill_gaps, is_line, is_word, lost, page_number, unread
from extractor.readers.ocr.doubts import Uncertain, uncertain
from extractor.readers.ocr.engine import Engine, engine
from extractor.readers.ocr.lines import SPACE, TALL, Piece, cut, settle_sizes
from extractor.readers.ocr.page import Frame, inked, lifted, rulings, straightened, tilt_of
from extractor.readers.ocr.specks import drop_specks
from extractor.readers.ocr.strokes import set_right
from extractor.readers.pdf.characters import Characters
from extractor.readers.pdf.lines import lines_of

if TYPE_CHECKING:
    import numpy as np

LONGEST = 3400
"""Pixels: the longer side of what is read (A3 at 200 dpi); larger pictures are made smaller first."""
SIDEWAYS = 1.5
"""A piece so much higher than wide is set sideways."""
UNREADABLE = 0.8
"""Where the mean probability of a page's longest lines is less, it may stand on its head."""
LONGEST_LINES = 4
HALF = 127
EDGE = 0.14
"""The share of a page at its head and foot where page numbers stand."""


def recognise(colours: np.ndarray, points: float, tables: int = 0) -> tuple[Line, ...]:
    """The lines of a page in reading order; none where it shows no words.

    colours: ``(height, width, 3)`` RGB. points: of a pixel. tables: how many tables the pages before hold. Boxes are in points from the top left of the
    picture as given. `ReadError` ``library-missing`` where the engine is not installed.
    """
    import cv2  # noqa: PLC0415 - only when a scan comes
    import numpy as np  # noqa: PLC0415

    reader = engine()
    longer = max(colours.shape[:2])
    if longer > LONGEST:
        size = tuple(max(1, round(side * LONGEST / longer)) for side in colours.shape[1::-1])
        colours, points = cv2.resize(colours, size, interpolation=cv2.INTER_AREA), points * longer / LONGEST
    page = lifted(colours, 72 / 25.4 / points)
    grey, pieces, quarters = _upright(reader, page.grey)
    if not pieces:
        return ()
    seal = None if page.seal is None else np.ascontiguousarray(np.rot90(page.seal, -quarters))
    ink = inked(grey)
    tilt = tilt_of(ink)
    frame = Frame(grey.shape[1], grey.shape[0], quarters, tilt, points)
    em = median(piece.em for piece in pieces)
    ink = (straightened(ink * 255, tilt) > HALF).astype(np.uint8)
    rules = rulings(ink, 72 / 25.4 / points)
    pieces += _lost(reader, grey, ink, rules, frame, pieces, em)
    fill_gaps(reader, grey, pieces)
    drop_specks(grey, pieces)
    pieces = [piece for piece in pieces if piece.read.text]
    for piece in pieces:
        piece.read = set_right(piece.read)
    doubtful = uncertain(reader, grey, seal, pieces)
    settle_sizes(pieces)
    return _lines(pieces, doubtful, frame, rules, tables)


def _upright(reader: Engine, grey: np.ndarray) -> tuple[np.ndarray, list[Piece], int]:
    """The page turned by quarters so that it can be read, its pieces, and by how many quarters clockwise it was turned."""
    import numpy as np  # noqa: PLC0415

    corners = reader.detect(grey)
    if not len(corners):
        return grey, [], 0
    quarters = 0
    boxes = corners.max(axis=1) - corners.min(axis=1)
    upright = boxes[:, 1] > SIDEWAYS * boxes[:, 0]
    if boxes[upright].max(axis=1, initial=0).sum() > boxes[~upright].max(axis=1, initial=0).sum():
        quarters = 1
        grey = np.ascontiguousarray(np.rot90(grey, -1))
        corners = reader.detect(grey)
    pieces = _read(reader, grey, corners)
    longest = sorted(pieces, key=lambda piece: -piece.width)[:LONGEST_LINES]
    if longest and sum(piece.read.mean for piece in longest) < UNREADABLE * len(longest):
        turned = reader.recognise([np.ascontiguousarray(cut(grey, piece.corners)[::-1, ::-1]) for piece in longest])
        if sum(read.mean for read in turned) > sum(piece.read.mean for piece in longest):
            quarters += 2
            grey = np.ascontiguousarray(grey[::-1, ::-1])
            pieces = _read(reader, grey, reader.detect(grey))
    return grey, pieces, quarters


def _read(reader: Engine, grey: np.ndarray, corners: Iterable[np.ndarray]) -> list[Piece]:
    found = list(corners)
    read = reader.recognise([cut(grey, its) for its in found])
    return [Piece(its, one) for its, one in zip(found, read, strict=True) if one.text.strip()]


def _lost(
    reader: Engine, grey: np.ndarray, ink: np.ndarray, rules: Sequence[Sequence[int]], frame: Frame, pieces: Sequence[Piece], em: float
) -> list[Piece]:
    """What the detector did not find: words, and marks for lines that give none."""
    import numpy as np  # noqa: PLC0415

    ink = ink.copy()
    for left, top, right, bottom in rules:
        ink[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = 0
    boxes = lost(ink, [frame.straight(piece.corners) for piece in pieces], em)
    corners = [frame.tilted(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])).astype(np.float32) for x0, y0, x1, y1 in boxes]
    read = reader.recognise([cut(grey, its) for its in corners])
    words = [Piece(its, one) for its, one in zip(corners, read, strict=True) if is_word(one)]
    rest = [its for its, box, one in zip(corners, boxes, read, strict=True) if not is_word(one) and is_line(ink, box, em)]
    return words + [unread(its, em) for its in rest]


def _lines(
    pieces: Sequence[Piece], doubtful: Sequence[Uncertain], frame: Frame, rules: Sequence[Sequence[int]], tables: int
) -> tuple[Line, ...]:
    """The pieces put together as the lines of a PDF are, in the frame in which lines are level; boxes and doubts as displayed."""
    text: list[str] = []
    boxes: list[float] = []
    home: dict[tuple[float, ...], Uncertain] = {}
    by_place = {(one.piece, one.at): one for one in doubtful}
    for number, piece in enumerate(pieces):
        corners = frame.straight(piece.corners)
        left, middle = corners[[0, 3], 0].mean(), (corners[:, 1].mean())
        half = TALL * piece.em / 2
        for index, (char, (start, end)) in enumerate(zip(piece.read.text, piece.places(), strict=True)):
            if char.isspace() and end - start < SPACE * piece.em:
                continue
            box = [float(side) * frame.points for side in (left + start, middle - half, left + end, middle + half)]
            text.append(char)
            boxes += box
            if (number, index) in by_place:
                home[tuple(box)] = by_place[number, index]
    found = Characters(text, boxes, {}, 0)
    flat = [side * frame.points for rule in rules for side in rule]
    lines = []
    for line in lines_of(found, flat, tables=tables):
        level = line.boxes or array("d")
        doubts = [(at, home[key]) for at in range(len(line.text)) if (key := tuple(level[4 * at : 4 * at + 4])) in home]
        share = level[1] / (frame.height * frame.points)
        folio = page_number(line.text, at_edge=not EDGE < share < 1 - EDGE)
        if folio is not None:
            line, doubts = replace(line, text=folio), []  # noqa: PLW2901
        lines.append(replace(line, boxes=array("d", frame.displayed(level)), doubts=_joined(doubts)))
    return tuple(lines)


def _joined(found: Sequence[tuple[int, Uncertain]]) -> tuple[Doubt, ...]:
    """One doubt for characters beside each other that are doubtful for the same reason."""
    doubts: list[Doubt] = []
    for at, one in found:
        if doubts and doubts[-1].end == at and (doubts[-1].reason, doubts[-1].other) == (one.reason, one.other):
            doubts[-1] = doubts[-1]._replace(end=at + 1)
        else:
            doubts.append(Doubt(at, at + 1, one.reason, one.other))
    return tuple(doubts)
