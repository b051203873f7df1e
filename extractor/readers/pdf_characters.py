"""The characters of one PDF page as PDFium reads them: what they are and where they stand, nothing added, nothing folded.

PDFium adds spaces and line breaks of its own (left out here), drops the second of two spaces and one that begins a text object (the gap it
leaves is seen when lines are made), and turns a hyphen that ends a line into U+0002 (turned back here: it may be the dash of a range,
12日-14日). Kangxi radicals and compatibility characters stay as they are.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

from pypdfium2 import raw as pdfium

from extractor.readers.pdf_objects import Painting, text_object

HYPHEN_MARK = 0x02
REPLACEMENT = "\ufffd"
LATIN_END = 0x300
FULL_WIDTH = 0.95
"""A Latin letter or sign whose advance is this share of its box's height is a CJK glyph of a font that does not tell its characters."""
WIDE_SIGNS = frozenset("\xa4\xa7\xa8\xb0\xb1\xb7\xd7\xf7")
"""The signs of Latin-1 that CJK fonts do draw as wide as their em."""
GLYPH_NUMBER = re.compile(r"\(cid:\d+\)")
"""What another program printed for a glyph that it could not read."""


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a page in the order of its content.

    text: one string of one code point each. boxes: flat ``x0, top, x1, bottom`` per character, in points from the top left of the
    page as displayed. turned: by index, the clockwise angle in degrees of each character that does not stand upright. unmapped: how
    many have no meaning that the file tells (no Unicode value, private use, U+FFFD, a glyph's number in words, or a Latin letter on a
    glyph as wide as its em). marks: by index, ``hidden``, ``white`` or ``light`` (see `Painting`).
    """

    text: list[str]
    boxes: list[float]
    turned: dict[int, int]
    unmapped: int
    marks: dict[int, str] = field(default_factory=dict)


def characters(page: Any, text_page: Any, painted: Painting) -> Characters:
    """Reads all characters of an open page (PDFium handles of the page and of its text page; both stay open; what `painting` found on it).

    The box is PDFium's loose one: as wide as the character's advance, as high as the font's ascent and descent say.
    """
    unicode_of, box_of, angle_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharAngle
    rect = pdfium.FS_RECTF()
    text: list[str] = []
    boxes: list[float] = []
    angles: dict[int, float] = {}
    marked, marks = painted.marks, dict[int, str]()
    joined: list[int] = []
    unmapped = 0
    before = (0.0, 0.0)
    angle = 0.0
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = unicode_of(text_page, index)
        if code <= 0x20 or 0xD800 <= code < 0xF900 or code >= 0xF0000 or code == 0xFFFD:
            if code <= 0x20 and pdfium.FPDFText_IsGenerated(text_page, index):
                continue
            if 0xDC00 <= code < 0xE000 and text and 0xD800 <= ord(text[-1]) < 0xDC00:
                # The second half of a character beyond the BMP, which stands on the same glyph.
                text[-1] = chr(0x10000 + ((ord(text[-1]) - 0xD800) << 10) + code - 0xDC00)
                unmapped -= 1
                continue
            char, bad = _special(text_page, index, code)
            unmapped += bad
        else:
            char = chr(code)
        box_of(text_page, index, rect)
        top, bottom = rect.top, rect.bottom
        if top - bottom < 0.01 and boxes and boxes[-1] <= bottom <= boxes[-3]:
            # A font without ascent and descent: its blanks have no height. They stand on the baseline of what precedes them.
            top, bottom = boxes[-3], boxes[-1]
        if (top, bottom) != before:
            # Characters of the same height on the same line stand at the same angle: one question a change is enough.
            before = (top, bottom)
            angle = angle_of(text_page, index)
        if angle > 0.02:
            angles[len(text)] = angle
        if marked and (mark := marked.get(text_object(text_page, index))):
            marks[len(text)] = mark
        text.append(char)
        left, right = rect.left, rect.right
        if 0x60 < code < LATIN_END and [left, top, right, bottom] == boxes[-4:]:
            joined.append(len(text) - 1)
        boxes += (left, top, right, bottom)
        if 0x40 < code < LATIN_END and right - left > FULL_WIDTH * (top - bottom) and char not in WIDE_SIGNS:
            unmapped += 1
    for index, char in enumerate(text):
        if "\ud800" <= char <= "\udfff":
            text[index] = REPLACEMENT
    if joined:
        _split_ligatures(joined, boxes)
    rotation = pdfium.FPDFPage_GetRotation(page)
    return Characters(
        text, displayed(page, rotation, boxes), _turned(angles, rotation, len(text)), _unmapped(text_page, text, unmapped), marks
    )


def _special(text_page: Any, index: int, code: int) -> tuple[str, int]:
    """What an unusual code stands for, and 1 where nobody can tell."""
    if code in (0x20, 0x09):
        return chr(code), 0
    if code == HYPHEN_MARK and pdfium.FPDFText_IsHyphen(text_page, index) == 1:
        return "-", 0
    if code < 0x20:
        return REPLACEMENT, 1
    return chr(code), 1


def _split_ligatures(joined: list[int], boxes: list[float]) -> None:
    """Gives each letter of a ligature its share of the glyph's box. joined: the index of each character whose box is that of the one before."""
    ahead = -1
    for index in joined:
        first = index - 1
        if index <= ahead:
            continue
        ahead = index
        while ahead + 1 in joined:
            ahead += 1
        left, right = boxes[4 * index], boxes[4 * index + 2]
        width = (right - left) / (ahead - first + 1)
        for step, member in enumerate(range(first, ahead + 1)):
            boxes[4 * member], boxes[4 * member + 2] = left + step * width, left + (step + 1) * width


def _unmapped(text_page: Any, text: list[str], found: int) -> int:
    """How many characters nobody can tell; ``found`` is how many of them showed themselves one by one."""
    whole = "".join(text)
    if "(cid:" in whole:
        found += sum(len(match[0]) for match in GLYPH_NUMBER.finditer(whole))
    return found if _mapped(text_page) else max(found, sum(not char.isspace() for char in text))


def _mapped(text_page: Any) -> bool:
    """Whether the file says what most of its characters mean (a sample of 50, evenly spread)."""
    count = pdfium.FPDFText_CountChars(text_page)
    sample = range(0, count, max(1, count // 50))
    wrong = sum(pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1 for index in sample)
    return bool(wrong * 2 <= len(sample))


def displayed(page: Any, rotation: int, flat: list[float]) -> list[float]:
    """Boxes ``left, top, right, bottom`` in the page's own space → in the page as displayed: inside its crop box, turned clockwise by
    ``rotation`` quarters.
    """
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, bounds)
    x0, y0, x1, y1 = bounds.left, bounds.bottom, bounds.right, bounds.top
    left, top, right, bottom = flat[0::4], flat[1::4], flat[2::4], flat[3::4]
    shown: list[float] = [0.0] * len(flat)
    if rotation == 1:
        sides = ([y - y0 for y in bottom], [x - x0 for x in left], [y - y0 for y in top], [x - x0 for x in right])
    elif rotation == 2:
        sides = ([x1 - x for x in right], [y - y0 for y in bottom], [x1 - x for x in left], [y - y0 for y in top])
    elif rotation == 3:
        sides = ([y1 - y for y in top], [x1 - x for x in right], [y1 - y for y in bottom], [x1 - x for x in left])
    else:
        sides = ([x - x0 for x in left], [y1 - y for y in top], [x - x0 for x in right], [y1 - y for y in bottom])
    for corner in range(4):
        shown[corner::4] = sides[corner]
    return shown


def _turned(angles: dict[int, float], rotation: int, count: int) -> dict[int, int]:
    """The angle of each character on the page as displayed, in whole degrees; upright ones are left out."""
    if not angles and not rotation:
        return {}
    turn = 90 * rotation
    found = dict.fromkeys(range(count), turn) if turn else {}
    for index, angle in angles.items():
        degrees = (round(math.degrees(angle)) + turn) % 360
        if 1 < degrees < 359:
            found[index] = degrees
        else:
            found.pop(index, None)
    return found
