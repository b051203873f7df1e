"""A small setter for tests: text in, an official-looking PDF out (GB/T 9704-2012), and the exact truth of where every character stands.

The page is A4 with margins of 37/35 mm (top/bottom) and 28/26 mm (left/right), 22 lines of 28 characters of 16 pt (三号). Body paragraphs are indented by
two characters; marks that may not begin a line hang or take the character before them along; numbers and Latin words are not broken. Page numbers stand
at the bottom outside corner as ``— 3 —``. All coordinates are PDF points with the origin at the top left of the page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 26 * MM, 37 * MM, 35 * MM
COLUMNS, ROWS, SIZE = 28, 22, 16.0
PITCH = (HEIGHT - TOP - BOTTOM) / ROWS
SQUEEZE = (WIDTH - LEFT - RIGHT) / COLUMNS - SIZE
"""28 characters of 16 pt are a little wider than the standard's 156 mm: each advance is that much smaller, as word processors set it."""

FACES = {"song": ("gbsn00lp.ttf", "fonts-arphic-gbsn00lp"), "kai": ("gkai00mp.ttf", "fonts-arphic-gkai00mp")}
NOT_AT_START = frozenset("，。、；：！？）》〉」』】〕”’…％%,.;:!?)]}")
NOT_AT_END = frozenset("（《〈「『【〔“‘([{")
ATOM = re.compile(r"[0-9A-Za-z]+(?:[.,][0-9]+)*%?|.", re.DOTALL)


@dataclass(frozen=True)
class Glyph:
    """One printed character: left edge, baseline and type size in points, and the width of its cell."""

    char: str
    x0: float
    baseline: float
    size: float
    width: float


@dataclass(frozen=True)
class SetLine:
    """The glyphs of one printed line, left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and how it is set: body (indented), flush, centre or right."""

    text: str
    align: str = "body"
    size: float = SIZE


@dataclass(frozen=True)
class Setting:
    """The PDF, and for every page its lines from top to bottom, a page number last."""

    pdf: bytes
    pages: tuple[tuple[SetLine, ...], ...]

    @property
    def characters(self) -> str:
        """Every character in reading order, white space left out."""
        return "".join("".join(line.text for page in self.pages for line in page).split())


@cache
def face(name: str) -> str | None:
    """The reportlab name of a registered typeface (``song`` or ``kai``), None where the machine has no such font."""
    found = sorted(Path("/usr/share/fonts").rglob(FACES[name][0]))
    if not found:
        return None
    pdfmetrics.registerFont(TTFont(f"setting-{name}", str(found[0])))
    return f"setting-{name}"


def require(name: str = "song") -> str:
    """The typeface, or the test is skipped with the package to install."""
    registered = face(name)
    if registered is None:
        pytest.skip(f"no {name} typeface here: install the Debian package {FACES[name][1]}")
    return registered


@dataclass
class _Press:
    """The canvas, the typeface and what has been set so far."""

    canvas: Canvas
    font: str
    lines: list[SetLine] = field(default_factory=list)
    pages: list[tuple[SetLine, ...]] = field(default_factory=list)
    row: int = 0

    def advance(self, text: str, size: float) -> float:
        return float(pdfmetrics.stringWidth(text, self.font, size)) + SQUEEZE * len(text)

    def put(self, text: str, x: float, baseline: float, size: float, spread: float = SQUEEZE) -> None:
        """Sets one line at a place; ``spread`` is added to each advance."""
        if any(ord(char) > 0xFFFF for char in text):
            raise ValueError("reportlab sets characters beyond the BMP wrongly")
        glyphs, at = [], x
        for char in text:
            width = float(pdfmetrics.stringWidth(char, self.font, size))
            glyphs.append(Glyph(char, at, baseline, size, width))
            at += width + spread
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x, HEIGHT - baseline, text, charSpace=spread)
        self.lines.append(SetLine(tuple(glyphs)))

    def feed(self, rows: int, numbered: bool) -> float:
        """The baseline of the last of the next ``rows`` rows, on a new page where they do not fit."""
        if self.row + rows > ROWS:
            self.turn(numbered)
        self.row += rows
        return TOP + PITCH * (self.row - 0.5) + SIZE * 0.36

    def turn(self, numbered: bool) -> None:
        """Ends the page."""
        if numbered:
            number = len(self.pages) + 1
            text = f"— {number} —"
            width = float(pdfmetrics.stringWidth(text, self.font, 14))
            x = WIDTH - RIGHT - 14 - width if number % 2 else LEFT + 14
            self.put(text, x, HEIGHT - BOTTOM + 7 * MM + 14, 14, 0.0)
        self.canvas.showPage()
        self.pages.append(tuple(self.lines))
        self.lines, self.row = [], 0


def _broken(press: _Press, text: str, first: float, measure: float, size: float) -> Iterator[str]:
    """The lines of a paragraph; ``first`` is the indent of the first one in points."""
    line, room = "", measure - first
    atoms = [piece for atom in ATOM.findall(text) for piece in ([atom] if press.advance(atom, size) <= measure else list(atom))]
    for index, atom in enumerate(atoms):
        if press.advance(line + atom, size) <= room + 0.01 or not line:
            line += atom
            continue
        following = atoms[index + 1] if index + 1 < len(atoms) else ""
        if atom in NOT_AT_START and following not in NOT_AT_START and press.advance(line, size) <= room + 0.01:
            line += atom
            continue
        carried = ""
        while len(line) > 1 and (line[-1] in NOT_AT_END or (carried or atom)[0] in NOT_AT_START):
            line, carried = line[:-1], line[-1] + carried
        yield line
        line, room = carried + atom, measure
    yield line


def _letterhead(press: _Press, bodies: Sequence[str]) -> None:
    """The red head: the bodies' names below each other on the left, 文件 in large type on the right, spanning them."""
    press.canvas.setFillColorRGB(0.85, 0, 0)
    size, big = 26.0, 44.0
    longest = max(len(body) for body in bodies)
    width = longest * size
    centre = TOP + PITCH * 2
    step = size * 1.35
    left = (WIDTH - width - 3 * big) / 2
    baselines = [centre + (index - (len(bodies) - 1) / 2) * step + size * 0.36 for index in range(len(bodies))]
    placed = [(baseline - size * 0.36, body, left, baseline, size) for body, baseline in zip(bodies, baselines, strict=True)]
    placed.append((centre, "文件", left + width + big * 0.6, centre + big * 0.36, big))
    for _, text, x, baseline, points in sorted(placed):
        spread = (width - len(text) * size) / (len(text) - 1) if points == size and len(text) > 1 else 0.0
        press.put(text, x, baseline, points, spread)
    press.canvas.setFillColorRGB(0, 0, 0)
    press.row = 5


def set_pages(
    paragraphs: Iterable[str | Paragraph],
    *,
    typeface: str = "song",
    letterhead: Sequence[str] = (),
    numbered: bool = True,
    blank_after: Sequence[int] = (),
) -> Setting:
    """Sets paragraphs (plain strings are body paragraphs, ``""`` an empty row); blank pages follow the pages named in ``blank_after``.

    Skips the running test where the machine lacks the typeface; `ValueError` for characters beyond the BMP.
    """
    buffer = io.BytesIO()
    press = _Press(Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1), require(typeface))
    measure = WIDTH - LEFT - RIGHT
    if letterhead:
        _letterhead(press, letterhead)
    for given in paragraphs:
        paragraph = given if isinstance(given, Paragraph) else Paragraph(given)
        indent = 2 * (paragraph.size + SQUEEZE) if paragraph.align == "body" else 0.0
        for order, line in enumerate(_broken(press, paragraph.text, indent, measure, paragraph.size)):
            baseline = press.feed(1, numbered)
            while len(press.pages) in blank_after and not press.lines:
                press.canvas.showPage()
                press.pages.append(())
            slack = measure - press.advance(line, paragraph.size)
            x = LEFT + {"body": 0.0 if order else indent, "flush": 0.0, "centre": slack / 2, "right": slack - 4 * SIZE}[paragraph.align]
            if line:
                press.put(line, x, baseline, paragraph.size)
    press.turn(numbered)
    press.canvas.save()
    return Setting(buffer.getvalue(), tuple(press.pages))


def set_report(text: str, *, typeface: str = "song") -> Setting:
    """Sets a plain-text report: a short first line with 文件 becomes the letterhead, what stands before the addressee (a line ending in ：) is centred."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    bodies: list[str] = []
    if lines and "文件" in lines[0] and len(lines[0]) <= 2 * COLUMNS:
        bodies = [body for body in re.split(r"\s*文件\s*|\s+", lines[0]) if body]
        lines = lines[1:]
    addressee = next((index for index, line in enumerate(lines[:8]) if line.endswith(("：", ":"))), -1)
    paragraphs: list[str | Paragraph] = []
    for index, line in enumerate(lines):
        if index < addressee:
            paragraphs.append(Paragraph(line, "centre", 22.0 if "报告" in line else SIZE))
        else:
            paragraphs.append(Paragraph(line, "flush" if index == addressee else "body"))
    return set_pages(paragraphs, typeface=typeface, letterhead=bodies)
