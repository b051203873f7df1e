"""PDFium's calls that are made for each character or object of a page, declared by address.

They are the same functions as in `pypdfium2.raw`. There every call wraps and checks its handles; here a handle is a number, and what a call fills in is a
place in memory, so that one pass of C code asks for a whole page.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Sequence
from itertools import repeat
from typing import Any

from pypdfium2 import raw as pdfium

UTF16_UNIT, BOX = 2, 16
"""Bytes of a code unit, and of a rectangle of four C floats (left, top, right, bottom)."""

_HANDLE, _PLACE, _INT, _UINT = ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_uint


def _call(function: Any, result: Any, *arguments: Any) -> Any:
    # PYFUNCTYPE keeps the interpreter's lock: PDFium is not thread-safe, and giving it up costs as much as the call.
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


unicode_of = _call(pdfium.FPDFText_GetUnicode, _UINT, _HANDLE, _INT)
"""(text page, index) → the UTF-16 code unit or code point of a character."""
is_generated = _call(pdfium.FPDFText_IsGenerated, _INT, _HANDLE, _INT)
"""(text page, index) → whether PDFium added a character of its own."""
is_unmapped = _call(pdfium.FPDFText_HasUnicodeMapError, _INT, _HANDLE, _INT)
"""(text page, index) → 1 where the file does not say what a character means."""
angle_of = _call(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _HANDLE, _INT)
"""(text page, index) → its angle in radians."""
text_object_of = _call(pdfium.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
"""(text page, index) → the address of the text object that it belongs to, None where it has none."""
object_of = _call(pdfium.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
"""(page, index) → the address of a page object."""
object_in_form = _call(pdfium.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
"""(form object, index) → the address of an object in it."""
kind_of = _call(pdfium.FPDFPageObj_GetType, _INT, _HANDLE)
"""(page object) → its kind, one of ``FPDF_PAGEOBJ_…``."""
mode_of = _call(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
"""(text object) → its render mode."""
fill_of = _call(pdfium.FPDFPageObj_GetFillColor, _INT, _HANDLE, _PLACE, _PLACE, _PLACE, _PLACE)
"""(page object, four places for unsigned integers) → whether it has a colour; red, green, blue and alpha from 0 to 255."""
_box_of = _call(pdfium.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _PLACE)
_text_of = _call(pdfium.FPDFText_GetText, _INT, _HANDLE, _INT, _INT, _PLACE)


def address_of(handle: Any) -> int:
    """The address behind one of PDFium's handles."""
    return ctypes.addressof(handle.contents)


def handle_of(address: int) -> Any:
    """The handle on the page object at an address."""
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


def loose_boxes(text_page: int, indices: Sequence[int]) -> list[float]:
    """Flat ``left, top, right, bottom`` of the characters of a text page with these indices, in the page's own space."""
    boxes = array("f", bytes(BOX * len(indices)))
    place, _ = boxes.buffer_info()
    deque(map(_box_of, repeat(text_page), indices, range(place, place + BOX * len(indices), BOX)), maxlen=0)
    return boxes.tolist()


def text_of(text_page: int, count: int) -> str:
    """The first ``count`` characters of a text page, one code point each; half a surrogate pair, and what PDFium marks with a control character, stands
    as it is.
    """
    units = array("H", bytes(UTF16_UNIT * (count + 1)))
    written = _text_of(text_page, 0, count, units.buffer_info()[0]) - 1 if count else 0
    if written == count:
        text = units.tobytes()[: UTF16_UNIT * count].decode("utf-16-le", "surrogatepass")
        if len(text) == count:
            return text
    # Its text lacks control characters, and holds two units where there is one character: each one is asked for.
    return "".join(map(chr, map(unicode_of, repeat(text_page), range(count))))
