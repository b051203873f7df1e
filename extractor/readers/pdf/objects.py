"""What a PDF page paints besides its words, and how the words are painted: images, rulings, and text that is invisible, white or pale.

Only text objects that are out of the ordinary are remembered (by the address of PDFium's object), so that a page of plain black text costs
one look at each object and nothing at each character.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, NamedTuple

from pypdfium2 import raw as pdfium

from extractor.readers.pdf.pdfium_calls import address_of, fill_of, handle_of, kind_of, mode_of, object_in_form, object_of

SCAN = 0.5
"""Images that cover this share of a page are its scan; invisible text on them is what was recognised in it."""
FEW = 60
"""Letters: a scanned page whose own text is no longer than this may hold nothing but what the scanner's program added."""
PALE = 140
"""A colour whose components all reach this (of 255) is pale; ``WHITE`` cannot be told from paper."""
WHITE = 250
SHEER = 0.6
"""Ink that covers no more than this share is pale whatever its colour; less than a twentieth cannot be seen."""
UNSEEN = 0.05
RULING, RULING_LENGTH = 2.5, 7.0
"""Points: how thick a ruling is at most, and how long at least."""
DEEPEST_FORM = 6
MOST_SEGMENTS = 2000
_INVISIBLE_MODES = frozenset({3, 7})
_STROKED_MODES = frozenset({1, 5})
_FILLED_AND_STROKED_MODES = frozenset({2, 6})


class Rect(NamedTuple):
    """A rectangle in the page's own space (y upwards)."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(slots=True)
class Painting:
    """What was found on a page.

    marks: address of a text object → ``hidden``, ``white`` or ``light``. images: where images stand. rules: rulings, as thin rectangles.
    recognised: whether invisible text stands on a scan (an OCR layer, which is the page's text). outlines: how many small filled shapes.
    """

    marks: dict[int, str] = field(default_factory=dict)
    images: list[Rect] = field(default_factory=list)
    rules: list[Rect] = field(default_factory=list)
    recognised: bool = False
    outlines: int = 0
    _backdrops: list[Rect] = field(default_factory=list)
    _invisible: list[tuple[int, Rect]] = field(default_factory=list)

    def image_area(self) -> float:
        """What the images cover, in square points; the same place twice counts once."""
        places = {tuple(round(side) for side in image) for image in self.images}
        return float(sum((right - left) * (top - bottom) for left, bottom, right, top in places))

    def is_scan(self, unusable: str | None, letters: int, area: float) -> bool:
        """Whether a page of ``area`` square points is to be recognised: it gives no text, or its picture covers it and it has ``letters`` (few) of its own.
        A page that carries what another program recognised in it keeps that.
        """
        if self.recognised or unusable == "damaged":
            return False
        return unusable is not None or (letters < FEW and self.image_area() >= SCAN * area)

    def sides(self) -> tuple[list[float], list[float], list[float], list[float]]:
        """The left, top, right and bottom of the rulings."""
        lefts, bottoms, rights, tops = (list(side) for side in zip(*self.rules, strict=True))
        return lefts, tops, rights, bottoms


def painting(page: Any, area: float) -> Painting:
    """Looks at all objects of an open page (PDFium's handle); ``area`` is the page's in square points."""
    found = Painting()
    _walk(found, map(object_of, repeat(address_of(page)), range(pdfium.FPDFPage_CountObjects(page))), None, 1.0, 0)
    scanned = found.image_area() >= SCAN * area
    for address, bounds in found._invisible:
        x, y = (bounds.left + bounds.right) / 2, (bounds.bottom + bounds.top) / 2
        if scanned and any(image.holds(x, y) for image in found.images):
            found.recognised = True
        else:
            found.marks[address] = "hidden"
    return found


_INKS = _RED, _GREEN, _BLUE, _ALPHA = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()


def _walk(found: Painting, objects: Iterable[int], matrix: Any, cover: float, depth: int) -> None:
    """Objects (their addresses) in the order of painting; ``matrix`` and ``cover`` (share of ink) are those of the form that they stand in."""
    red, green, blue, alpha = map(ctypes.addressof, _INKS)
    for address in objects:
        kind = kind_of(address)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            # Nearly all text is filled with dark ink; it may come in a thousand objects, and nothing more is asked of it.
            if mode_of(address) or not fill_of(address, red, green, blue, alpha) or not _is_dark(cover):
                _text(found, handle_of(address), matrix, cover)
            continue
        item = handle_of(address)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(found, item, matrix)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            bounds = _bounds(item, matrix)
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                found.images.append(bounds)
            found._backdrops.append(bounds)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            inner = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(item, inner)
            colour = _colour(item, pdfium.FPDFPageObj_GetFillColor)
            inside = map(object_in_form, repeat(address), range(pdfium.FPDFFormObj_CountObjects(item)))
            _walk(found, inside, _times(inner, matrix), cover * (colour[3] if colour else 1.0), depth + 1)


def _text(found: Painting, item: Any, matrix: Any, cover: float) -> None:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
    if mode in _INVISIBLE_MODES:
        found._invisible.append((address_of(item), _bounds(item, matrix)))
        return
    colour = _colour(item, pdfium.FPDFPageObj_GetStrokeColor if mode in _STROKED_MODES else pdfium.FPDFPageObj_GetFillColor)
    if colour is None:
        return
    ink = colour[3] * cover
    palest = min(colour[:3])
    if palest < PALE and ink > SHEER:
        return
    if mode in _FILLED_AND_STROKED_MODES:
        stroke = _colour(item, pdfium.FPDFPageObj_GetStrokeColor)
        if stroke is not None and min(stroke[:3]) < PALE and stroke[3] * cover > SHEER:
            return
    if ink < UNSEEN:
        found.marks[address_of(item)] = "hidden"
    elif palest < WHITE:
        found.marks[address_of(item)] = "light"
    else:
        bounds = _bounds(item, matrix)
        x, y = (bounds.left + bounds.right) / 2, (bounds.bottom + bounds.top) / 2
        if not any(backdrop.holds(x, y) for backdrop in found._backdrops):
            found.marks[address_of(item)] = "white"


def _is_dark(cover: float) -> bool:
    """Whether the colour asked for last is neither pale nor sheer."""
    return (_RED.value < PALE or _GREEN.value < PALE or _BLUE.value < PALE) and _ALPHA.value * cover > SHEER * 255


def _colour(item: Any, ask: Any) -> tuple[float, float, float, float] | None:
    """Red, green, blue (0–255) and the share of ink (0–1); None where the object has none that can be named (a pattern)."""
    if not ask(item, _RED, _GREEN, _BLUE, _ALPHA):
        return None
    return _RED.value, _GREEN.value, _BLUE.value, _ALPHA.value / 255


def _path(found: Painting, item: Any, matrix: Any) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    bounds = _bounds(item, matrix)
    width, height = bounds.right - bounds.left, bounds.top - bounds.bottom
    if min(width, height) <= RULING:
        if max(width, height) >= RULING_LENGTH:
            found.rules.append(bounds)
        return
    if fill.value:
        colour = _colour(item, pdfium.FPDFPageObj_GetFillColor)
        if colour is None or (min(colour[:3]) < WHITE and colour[3] > UNSEEN):
            found._backdrops.append(bounds)
            found.outlines += max(width, height) < 60
    if stroke.value:
        found.rules += _sides(item, matrix)


def _sides(item: Any, matrix: Any) -> list[Rect]:
    """The straight, upright or level pieces of a stroked path, as rectangles without thickness."""
    count = pdfium.FPDFPath_CountSegments(item)
    if count > MOST_SEGMENTS:
        return []
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, own)
    whole = _times(own, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = here = (0.0, 0.0)
    sides: list[Rect] = []

    def draw(to: tuple[float, float]) -> None:
        left, right = sorted((here[0], to[0]))
        bottom, top = sorted((here[1], to[1]))
        if min(right - left, top - bottom) < 0.5 and max(right - left, top - bottom) >= RULING_LENGTH:
            sides.append(Rect(left, bottom, right, top))

    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        to = _at(whole, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = to
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            draw(to)
        here = to
        if pdfium.FPDFPathSegment_GetClose(segment):
            draw(begin)
            here = begin
    return sides


_LEFT, _BOTTOM, _RIGHT, _TOP = (ctypes.c_float() for _ in range(4))


def _bounds(item: Any, matrix: Any) -> Rect:
    """The box round an object in the page's own space."""
    if not pdfium.FPDFPageObj_GetBounds(item, _LEFT, _BOTTOM, _RIGHT, _TOP):
        return Rect(0.0, 0.0, 0.0, 0.0)
    if matrix is None:
        return Rect(_LEFT.value, _BOTTOM.value, _RIGHT.value, _TOP.value)
    corners = [_at(matrix, x.value, y.value) for x in (_LEFT, _RIGHT) for y in (_BOTTOM, _TOP)]
    return Rect(min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners))


def _at(matrix: Any, x: float, y: float) -> tuple[float, float]:
    return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f


def _times(first: Any, then: Any) -> Any:
    """The matrix that does what ``first`` does and afterwards what ``then`` does (None does nothing)."""
    if then is None:
        return first
    return pdfium.FS_MATRIX(
        first.a * then.a + first.b * then.c,
        first.a * then.b + first.b * then.d,
        first.c * then.a + first.d * then.c,
        first.c * then.b + first.d * then.d,
        first.e * then.a + first.f * then.c + then.e,
        first.e * then.b + first.f * then.d + then.f,
    )
