"""Pages of a PDF that show words and hold none: they are painted as a scanner would see them, and recognised."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, NamedTuple

from pypdfium2 import raw as pdfium

from extractor.model.limits import limit
from extractor.model.page import Line
from extractor.readers.ocr.engine import missing
from extractor.readers.ocr.reader import LONGEST, recognise

if TYPE_CHECKING:
    import numpy as np

DPI = 200
"""Finer gains nothing (measured)."""
SHORTEST = 1800
"""Pixels: the longer side of the picture at least; some programs make a page as many points wide as others make it millimetres."""


class Scan(NamedTuple):
    """The lines of a page; none, and why, where it gives none: ``no-ocr`` (the engine is not installed), ``image-too-large``, or what the page gave as
    it is.
    """

    lines: tuple[Line, ...]
    unusable: str | None


def scanned(page: Any, width: float, height: float, tables: int, unusable: str | None, letters: int) -> Scan:
    """What recognition makes of an open page (PDFium's handle) of ``width`` × ``height`` points that is a scan (`Painting.is_scan`).

    tables: how many the pages before hold; unusable, letters: what the page gave as it is.
    """
    if missing() is not None:
        return Scan((), unusable and "no-ocr")
    if _is_too_large(page):
        return Scan((), unusable and "image-too-large")
    longer = max(width, height)
    scale = min(max(DPI / 72, SHORTEST / longer), LONGEST / longer)
    lines = recognise(_painted(page, max(1, round(width * scale)), max(1, round(height * scale))), 1 / scale, tables)
    if unusable is None and sum(char.isalpha() for line in lines for char in line.text) <= 2 * letters:
        return Scan((), None)  # the page's own words are all there are
    return Scan(lines, unusable)


def _is_too_large(page: Any) -> bool:
    """Whether a picture on the page has more pixels than are decoded."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        wide, high = ctypes.c_uint(), ctypes.c_uint()
        if pdfium.FPDFImageObj_GetImagePixelSize(item, wide, high) and wide.value * high.value > limit("scan-pixels"):
            return True
    return False


def _painted(page: Any, width: int, height: int) -> np.ndarray:
    """The page in RGB, ``(height, width, 3)``."""
    import numpy as np  # noqa: PLC0415 - only when a scan comes

    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        memory = (ctypes.c_ubyte * (stride * height)).from_address(ctypes.cast(pdfium.FPDFBitmap_GetBuffer(bitmap), ctypes.c_void_p).value)
        rows = np.frombuffer(memory, np.uint8).reshape(height, stride)
        return rows[:, : width * 3].reshape(height, width, 3).copy()
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
