"""The characters of one PDF page as PDFium reads them: what they are and where they stand, nothing added, nothing folded.

PDFium adds spaces and line breaks of its own (left out here), drops the second of two spaces and one that begins a text object (the gap it
leaves is seen when lines are made), and turns a hyphen that ends a line into U+0002 (turned back here: it may be the dash of a range,
12日-14日). Kangxi radicals and compatibility characters stay as they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from operator import sub
from typing import Any, NamedTuple

from pypdfium2 import raw as pdfium

from extractor.readers.pdf.objects import Painting
from extractor.readers.pdf.pdfium_calls import (
    address_of,
    angle_of,
    is_generated,
    is_unmapped,
    loose_boxes,
    text_object_of,
    text_of,
    unicode_of,
)

HYPHEN_MARK = 0x02
REPLACEMENT = "\ufffd"
UNUSUAL = re.compile("[\0- \ud800-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]")
"""Added by PDFium, without a meaning of its own, or one half of a character."""
LATIN = re.compile("[A-\u02ff]")
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
    handle, count = address_of(text_page), pdfium.FPDFText_CountChars(text_page)
    kept = _kept(text_page, handle, text_of(handle, count))
    text = "".join(kept.text)
    boxes = loose_boxes(handle, kept.indices)
    lefts, tops, rights, bottoms = (boxes[side::4] for side in range(4))
    _raise_blanks(tops, bottoms)
    wide = _split_ligatures(text, lefts, tops, rights, bottoms)
    rotation = pdfium.FPDFPage_GetRotation(page)
    marks: dict[int, str] = {}
    if painted.marks:
        objects = map(text_object_of, repeat(handle), kept.indices)
        marks = {at: painted.marks[its] for at, its in enumerate(objects) if its in painted.marks}
    return Characters(
        kept.text,
        displayed(page, rotation, (lefts, tops, rights, bottoms)),
        _turned(_angles(handle, kept.indices, tops, bottoms), rotation, len(text)),
        _unmapped(handle, count, text, kept.unmapped + wide),
        marks,
    )


class _Kept(NamedTuple):
    """The characters that the file has: each one, its index in the text page, and how many of them nobody can tell."""

    text: list[str]
    indices: list[int]
    unmapped: int


def _kept(text_page: Any, handle: int, whole: str) -> _Kept:
    """Leaves out what PDFium added, and puts what stands for something else in its place."""
    text: list[str] = []
    indices: list[int] = []
    unmapped = begin = 0
    for match in UNUSUAL.finditer(whole):
        index = match.start()
        text += whole[begin:index]
        indices += range(begin, index)
        begin = index + 1
        if match[0] <= " " and is_generated(handle, index):
            continue
        code = unicode_of(handle, index)
        if 0xDC00 <= code < 0xE000 and text and 0xD800 <= ord(text[-1]) < 0xDC00:
            # The second half of a character beyond the BMP, which stands on the same glyph.
            text[-1] = chr(0x10000 + ((ord(text[-1]) - 0xD800) << 10) + code - 0xDC00)
            unmapped -= 1
            continue
        char, bad = _special(text_page, index, code)
        unmapped += bad
        text.append(char)
        indices.append(index)
    text += whole[begin:]
    indices += range(begin, len(whole))
    if unmapped:
        text = [REPLACEMENT if "\ud800" <= char <= "\udfff" else char for char in text]
    return _Kept(text, indices, unmapped)


def _raise_blanks(tops: list[float], bottoms: list[float]) -> None:
    """A font without ascent and descent: its blanks have no height. They stand on the baseline of what precedes them."""
    if min(map(sub, tops, bottoms), default=1.0) >= 0.01:  # as on nearly every page
        return
    for index in [index for index, (top, bottom) in enumerate(zip(tops, bottoms, strict=True)) if top - bottom < 0.01]:
        if index and bottoms[index - 1] <= bottoms[index] <= tops[index - 1]:
            tops[index], bottoms[index] = tops[index - 1], bottoms[index - 1]


def _angles(handle: int, indices: Sequence[int], tops: list[float], bottoms: list[float]) -> dict[int, float]:
    """By index the angle in radians of each character that is not upright.

    Characters of the same height on the same line stand at the same angle: one question a change is enough.
    """
    if not indices:
        return {}
    heights = zip(tops, tops[1:], bottoms, bottoms[1:], strict=False)
    changes = [0, *(index for index, (top, its, bottom, own) in enumerate(heights, 1) if top != its or bottom != own), len(indices)]
    angles: dict[int, float] = {}
    for start, end in pairwise(changes):
        angle = angle_of(handle, indices[start])
        if angle > 0.02:
            angles |= dict.fromkeys(range(start, end), angle)
    return angles


def _special(text_page: Any, index: int, code: int) -> tuple[str, int]:
    """What an unusual code stands for, and 1 where nobody can tell."""
    if code in (0x20, 0x09):
        return chr(code), 0
    if code == HYPHEN_MARK and pdfium.FPDFText_IsHyphen(text_page, index) == 1:
        return "-", 0
    if code < 0x20:
        return REPLACEMENT, 1
    return chr(code), 1


def _split_ligatures(text: str, lefts: list[float], tops: list[float], rights: list[float], bottoms: list[float]) -> int:
    """Gives each letter of a ligature its share of the glyph's box; how many Latin letters and signs are as wide as their em.

    Letters of one glyph have the same box as the one before.
    """
    wide = 0
    glyphs: list[tuple[int, int]] = []  # first and last letter of those that share one
    for match in LATIN.finditer(text):
        index = match.start()
        if rights[index] - lefts[index] > FULL_WIDTH * (tops[index] - bottoms[index]) and text[index] not in WIDE_SIGNS:
            wide += 1
        before = index - 1
        if before < 0 or text[index] <= "`" or lefts[index] != lefts[before] or rights[index] != rights[before]:
            continue
        if tops[index] == tops[before] and bottoms[index] == bottoms[before]:
            first = glyphs.pop()[0] if glyphs and glyphs[-1][1] == before else before
            glyphs.append((first, index))
    for first, last in glyphs:
        left, width = lefts[last], (rights[last] - lefts[last]) / (last - first + 1)
        for step, member in enumerate(range(first, last + 1)):
            lefts[member], rights[member] = left + step * width, left + (step + 1) * width
    return wide


def _unmapped(handle: int, count: int, text: str, found: int) -> int:
    """How many characters nobody can tell; ``found`` is how many of them showed themselves one by one."""
    if "(cid:" in text:
        found += sum(len(match[0]) for match in GLYPH_NUMBER.finditer(text))
    return found if _mapped(handle, count) else max(found, sum(not char.isspace() for char in text))


def _mapped(handle: int, count: int) -> bool:
    """Whether the file says what most of its characters mean (a sample of 50, evenly spread)."""
    sample = range(0, count, max(1, count // 50))
    return list(map(is_unmapped, repeat(handle), sample)).count(1) * 2 <= len(sample)


Sides = tuple[list[float], list[float], list[float], list[float]]
"""The left, top, right and bottom of each of several boxes."""


def displayed(page: Any, rotation: int, sides: Sides) -> list[float]:
    """Boxes in the page's own space → flat ``x0, top, x1, bottom`` in the page as displayed: inside its crop box, turned clockwise by ``rotation``
    quarters.
    """
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, bounds)
    x0, y0, x1, y1 = bounds.left, bounds.bottom, bounds.right, bounds.top
    left, top, right, bottom = sides
    if rotation == 1:
        turned = ([y - y0 for y in bottom], [x - x0 for x in left], [y - y0 for y in top], [x - x0 for x in right])
    elif rotation == 2:
        turned = ([x1 - x for x in right], [y - y0 for y in bottom], [x1 - x for x in left], [y - y0 for y in top])
    elif rotation == 3:
        turned = ([y1 - y for y in top], [x1 - x for x in right], [y1 - y for y in bottom], [x1 - x for x in left])
    else:
        # the box of nearly every page begins at its left edge: x - 0.0 is x
        level = ([x - x0 for x in left], [x - x0 for x in right]) if x0 else (left, right)
        turned = (level[0], [y1 - y for y in top], level[1], [y1 - y for y in bottom])
    shown = [0.0] * (4 * len(left))
    for corner in range(4):
        shown[corner::4] = turned[corner]
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
