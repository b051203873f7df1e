"""The characters of a text object (GB/T 33190-2016, 11): what they are and where they stand.

An OFD file says where each character begins (``X``, ``Y``, then ``DeltaX``, ``DeltaY``), not how wide it is, and its fonts need not be there. A CJK
character is as wide as its em; what is narrower reaches to the next character, unless that stands farther away than the character can be wide.
Writers differ: offsets may be missing (then each character follows the one before), too few (the last one goes on) or all 0 (as if missing).
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from extractor.readers.ofd.geometry import Matrix, angle_of, box_of, number, place, times
from extractor.readers.ofd.package import Element, child, local, words
from extractor.readers.pdf.characters import FULL_WIDTH, LATIN, REPLACEMENT, WIDE_SIGNS

ASCENT, DESCENT = 0.86, 0.14
"""Ems above and below the baseline that a character's box takes: those of the common CJK fonts."""
LARGEST, WIDEST = 10_000.0, 100.0
"""Type sizes (in whatever unit the matrix makes of them) and horizontal scales are no larger than this, nor 0 or negative."""
CJK = chr(0x2E80)
BROAD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZmw%@&+=<>~#$")
"""Characters of ASCII that fonts draw up to an em wide, `USUAL` ems where nothing says it; the others are no wider than `NARROW` ems."""
NARROW, USUAL = 0.62, 0.75
BREAK = re.compile(r"[ \t]*[\r\n]+[ \t]*")
"""How a writer broke and indented its XML; OFD breaks no lines within a text object."""
ESCAPE = re.compile(r"\\([0-9A-Fa-f]{4})")
PLACEHOLDER = "\xa4"
"""Stands for a glyph that has no character (11.3)."""


class Placed(NamedTuple):
    """The characters of a text object, flat boxes ``x0, top, x1, bottom`` of each in points, their clockwise angle, and how many nobody can tell."""

    text: list[str]
    boxes: list[float]
    angle: int
    unmapped: int


def placed(item: Element, outer: Matrix) -> Placed:
    """Places the characters of a TextObject; ``outer`` takes the space that it stands in to points on the page."""
    matrix = place(item.get("Boundary"), item.get("CTM"), outer)
    size, scale = number(item.get("Size"), 0.0), number(item.get("HScale"), 1.0)
    size = size if 0 < size <= LARGEST else 1.0
    em = size * (scale if 0 < scale <= WIDEST else 1.0)
    reading, turned = _quarter(item.get("ReadDirection")), _quarter(item.get("CharDirection"))
    text: list[str] = []
    boxes: list[float] = []
    unmapped = 0
    glyphs: Element | None = None
    angle = angle_of(matrix)
    x = y = 0.0
    for one in item:
        name = local(one.tag)
        if name == "CGTransform":
            glyphs = one
            continue
        if name != "TextCode":
            continue
        x, y = number(one.get("X"), x), number(one.get("Y"), y)
        characters, bad = _decoded("".join(one.itertext()) if len(one) else one.text or "", glyphs)
        glyphs = None
        unmapped += bad
        if not characters:
            continue
        steps = _Steps(one.get("DeltaX"), one.get("DeltaY"), len(characters), reading)
        widths = _widths(characters, em, steps.along)
        if steps.along:
            unmapped += _as_wide_as_their_em(characters, em, steps.along)
        across, down = steps.places(x, y, widths, size if reading % 180 and not turned else None)
        if turned or matrix[1] or matrix[2] or matrix[0] <= 0 or matrix[3] <= 0:
            _add_turned(boxes, matrix, turned, (across, down), widths, size)
        else:
            _add_upright(boxes, matrix, (across, down), widths, size)
        text += characters
    if glyphs is not None:  # a glyph without a character stands for one that nobody can tell
        count = _count(glyphs)
        text += REPLACEMENT * count
        unmapped += count
        for index in range(count):
            boxes += box_of(matrix, x + index * em, y - ASCENT * size, em, size)
    if turned and (reading == turned or len(text) == 1):
        angle = (angle + turned) % 360
    return Placed(text, boxes, angle, unmapped)


class _Steps:
    """How far each character of a TextCode begins from the one before.

    along: the advances in the direction of reading, one fewer than there are characters; empty where each follows the one before.
    """

    def __init__(self, delta_x: str | None, delta_y: str | None, count: int, reading: int) -> None:
        dx, dy = _deltas(delta_x, count - 1), _deltas(delta_y, count - 1)
        self._reading, self._dx, self._dy = reading, dx, dy
        self.along: list[float] = []
        if dx and not dy:
            # Where text is read in another direction, writers give its advances as if it were not.
            self.along = [abs(one) for one in dx] if reading else dx
            self._dx = []
        elif dx and sum(map(abs, dx)) >= sum(map(abs, dy)):
            self.along = dx

    def places(self, x: float, y: float, widths: list[float], pitch: float | None) -> tuple[list[float], list[float]]:
        """Where each character begins. pitch: how far upright characters that are read downwards stand apart where nothing says it."""
        across, down = [x], [y]
        if self._dy:
            for index, step in enumerate(self._dy):
                across.append(across[-1] + (self._dx[index] if self._dx else 0.0))
                down.append(down[-1] + step)
            return across, down
        steps = self.along or [pitch or width for width in widths[:-1]]
        toward_x, toward_y = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}[self._reading]
        for step in steps:
            across.append(across[-1] + toward_x * step)
            down.append(down[-1] + toward_y * step)
        return across, down


def _quarter(given: str | None) -> int:
    """A direction in degrees clockwise, as a whole quarter."""
    return round(number(given, 0.0) / 90) % 4 * 90 if given else 0


def _deltas(given: str | None, count: int) -> list[float]:
    """So many offsets, ``g n v`` written out, the last one repeated where there are too few; none where they are missing or all 0."""
    if not given or count <= 0:
        return []
    found: list[float] = []
    tokens = given.replace(",", " ").split()
    at = 0
    while at < len(tokens) and len(found) < count:
        if tokens[at] in ("g", "G"):
            if at + 2 < len(tokens):
                repeated = int(min(number(tokens[at + 1], 0.0), count))
                found += [number(tokens[at + 2], 0.0)] * repeated
            at += 3
        else:
            found.append(number(tokens[at], 0.0))
            at += 1
    if not any(found):
        return []
    return found[:count] if len(found) >= count else found + [found[-1]] * (count - len(found))


def _count(glyphs: Element) -> int:
    """How many glyphs a CGTransform names."""
    return len(words(child(glyphs, "Glyphs")).split())


def _decoded(content: str, glyphs: Element | None) -> tuple[list[str], int]:
    """The characters of a TextCode, and how many of them nobody can tell. glyphs: the CGTransform that stands before it."""
    if "\n" in content or "\r" in content:
        content = BREAK.sub("", content)
    if "\\" in content:
        content = ESCAPE.sub(lambda match: chr(int(match[1], 16)), content)
        content = content.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if not content and glyphs is not None:
        return [REPLACEMENT] * _count(glyphs), _count(glyphs)
    if content.isascii() and content.isprintable():
        return list(content), 0
    unmapped = 0
    characters = list(content)
    for index, char in enumerate(characters):
        if char < " " and char != "\t":
            characters[index] = REPLACEMENT
            unmapped += 1
        elif "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000" or char == REPLACEMENT or (char == PLACEHOLDER and glyphs is not None):
            unmapped += 1
    return characters, unmapped


@lru_cache(4096)
def _natural(char: str) -> float:
    """How many ems a character advances in the common CJK fonts."""
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def _widths(characters: list[str], em: float, along: list[float]) -> list[float]:
    """How wide each character is; where each follows the one before, how far it advances."""
    if not along and len(characters) > 1:
        return [_natural(char) * em for char in characters]
    widths: list[float] = []
    for char, step in zip(characters, (*along, 0.0), strict=True):
        if char >= CJK:
            widths.append(em)
            continue
        broad = char in BROAD
        most = em if broad or char.isspace() else max(_natural(char), NARROW) * em
        widths.append(step if 0.0 < step <= most else (USUAL if broad else _natural(char)) * em)
    return widths


def _as_wide_as_their_em(characters: list[str], em: float, along: list[float]) -> int:
    """How many Latin letters stand on glyphs as wide as their em: those of a CJK font that does not tell its characters (as in `pdf.characters`)."""
    return sum(
        LATIN.match(char) is not None and FULL_WIDTH * em < step < 1.2 * em and char not in WIDE_SIGNS
        for char, step in zip(characters, along, strict=False)
    )


def _add_upright(boxes: list[float], matrix: Matrix, origins: tuple[list[float], list[float]], widths: list[float], size: float) -> None:
    a, _, _, d, e, f = matrix
    above, below = d * ASCENT * size, d * DESCENT * size
    for x, y, width in zip(*origins, widths, strict=True):
        left, line = a * x + e, d * y + f
        boxes += (left, line - above, left + a * width, line + below)


def _add_turned(
    boxes: list[float], matrix: Matrix, turned: int, origins: tuple[list[float], list[float]], widths: list[float], size: float
) -> None:
    cosine, sine = round(math.cos(math.radians(turned))), round(math.sin(math.radians(turned)))
    for x, y, width in zip(*origins, widths, strict=True):
        own = times((cosine, sine, -sine, cosine, x, y), matrix)
        boxes += box_of(own, 0.0, -ASCENT * size, width, size)
