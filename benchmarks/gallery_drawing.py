"""Draws what was found on the picture of a page (`gallery`)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFont

SANS, PACKAGE = "wqy-zenhei.ttc", "fonts-wqy-zenhei"
"""The typeface of the margin, and the Debian package that has it."""
SCALE = 1.4
"""Pixels a point."""
MARGIN = 372
LOWEST = 620
"""Pixels of a page that are shown, however little stands on it."""
COLOURS = 128
PAPER = 250
"""What the paper of a scan is drawn as."""
Box = tuple[float, float, float, float]
Line = tuple[int, Box]
"""A page, from 1, and a box on it in points."""
KINDS: dict[str, tuple[str, tuple[int, int, int]]] = {
    "section": ("章节 section", (205, 224, 250)),
    "max": ("分值 max score", (187, 231, 190)),
    "self": ("自评得分 self score", (255, 226, 130)),
    "deduction": ("扣分 deduction", (255, 196, 150)),
    "total": ("全文总分 total", (244, 190, 222)),
    "element": ("公文要素 element", (196, 234, 232)),
    "checked": ("数字，已核对 figure, checked", (46, 125, 50)),
    "figure": ("数字 figure", (140, 140, 165)),
    "finding": ("发现 finding", (200, 30, 45)),
}
"""What is drawn, in the order that it is laid on: its name and colour. Figures are underlined, findings framed, the rest is marked over."""
UNDERLINED = ("checked", "figure")
OVERLAID = ("section", "element", "max", "self", "deduction", "total")


@dataclass(frozen=True)
class Mark:
    """Something to draw: what it is, the lines of text that it covers, a finding's number or an element's name."""

    kind: str
    lines: tuple[Line, ...]
    label: str = ""


def walk(sections: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Sections or items with all below them, in document order."""
    for section in sections:
        yield section
        yield from walk(section["children"])


def drawn(picture: Image.Image, found: Sequence[Mark], page: int) -> Image.Image:
    """A page with what was found on it."""
    ink = Image.new("RGB", picture.size, "white")
    brush = ImageDraw.Draw(ink)
    here = [(mark, _pixels(box)) for mark in found for number, box in mark.lines if number == page]
    for kind in OVERLAID:
        for mark, (x0, top, x1, bottom) in here:
            if mark.kind == kind:
                grow = 3 if kind in ("section", "element") else 1
                brush.rounded_rectangle((x0 - grow, top - grow, x1 + grow, bottom + grow), 4, fill=KINDS[kind][1])
    whole = ImageChops.multiply(picture, ink)
    pen = ImageDraw.Draw(whole)
    for mark, (x0, top, x1, bottom) in here:
        if mark.kind in UNDERLINED:
            pen.line((x0, bottom + 2, x1, bottom + 2), KINDS[mark.kind][1], 2)
        if mark.kind == "finding":
            pen.rounded_rectangle((x0 - 4, top - 4, x1 + 4, bottom + 4), 5, outline=KINDS["finding"][1], width=2)
    _labels(pen, here, picture.width)
    return whole


def _labels(pen: ImageDraw.ImageDraw, here: Sequence[tuple[Mark, Box]], width: int) -> None:
    """Names of elements in the right margin, numbers of findings at their corner."""
    small, told = _font(13), dict[str, float]()
    for mark, (_, top, _, bottom) in here:
        if mark.kind == "element" and mark.label not in told and all(abs(top - other) > 8 for other in told.values()):
            told[mark.label] = top
            pen.text((width - 14, (top + bottom) / 2), mark.label, (0, 121, 107), small, anchor="rm")
    for mark, (x0, top, _, _) in here:
        if mark.kind == "finding" and mark not in [one for one, box in here if (box[1], box[0]) < (top, x0)]:
            _badge(pen, x0 - 5, top - 9, mark.label)


def _badge(pen: ImageDraw.ImageDraw, x: float, y: float, label: str) -> None:
    pen.ellipse((x - 9, y - 9, x + 9, y + 9), fill=KINDS["finding"][1])
    pen.text((x, y), label, "white", _font(13), anchor="mm")


def _pixels(box: Box) -> Box:
    x0, top, x1, bottom = box
    return x0 * SCALE, top * SCALE, x1 * SCALE, bottom * SCALE


def face() -> Path | None:
    """Where the typeface of the margin is; None where it is not installed."""
    return next(iter(sorted(Path("/usr/share/fonts").rglob(SANS))), None)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    found = face()
    if found is None:
        raise RuntimeError(f"no typeface for the margin here: install the Debian package {PACKAGE}")
    return ImageFont.truetype(str(found), size)


def framed(page: Image.Image, report: Mapping[str, Any], shown: Sequence[Mark], number: int, words: str) -> Image.Image:
    """The page beside a margin: which file it is, what the colours mean, and the findings."""
    sheet = Image.new("RGB", (page.width + MARGIN + 60, page.height + 40), (238, 240, 243))
    sheet.paste(Image.new("RGB", (page.width + 2, page.height + 2), (206, 210, 216)), (19, 19))
    sheet.paste(page, (20, 20))
    pen = ImageDraw.Draw(sheet)
    x, y = page.width + 44.0, 34.0
    y = _written(pen, x, y, words, _font(21), (30, 36, 48)) + 4
    for line in _counted(report):
        y = _written(pen, x, y, line, _font(14), (96, 104, 118))
    y += 16
    here = {mark.kind for mark in shown if any(page_of == number for page_of, _ in mark.lines)}
    for kind, (name, colour) in KINDS.items():
        if kind in here:
            if kind in UNDERLINED:
                pen.line((x, y + 17, x + 34, y + 17), colour, 2)
            elif kind == "finding":
                pen.rounded_rectangle((x, y + 1, x + 34, y + 19), 5, outline=colour, width=2)
            else:
                pen.rounded_rectangle((x, y + 1, x + 34, y + 19), 4, fill=colour)
            pen.text((x + 46, y + 1), name, (50, 58, 72), _font(15))
            y += 29
    y += 14
    for order, finding in enumerate(report["findings"], 1):
        if not any(mark.kind == "finding" and mark.label == str(order) and any(one == number for one, _ in mark.lines) for mark in shown):
            continue
        _badge(pen, x + 10, y + 11, str(order))
        y = _written(pen, x + 28, y + 2, finding["rule"], _font(15), KINDS["finding"][1], 28) + 3
        y = _written(pen, x + 28, y, finding["message"], _font(15), (30, 36, 48), 28) + 16
    return sheet


def _written(
    pen: ImageDraw.ImageDraw, x: float, y: float, words: str, font: ImageFont.FreeTypeFont, colour: tuple[int, int, int], indent: int = 0
) -> float:
    """Words broken to the margin; the y below them."""
    line = ""
    for piece in [*re.findall(r"[\w.,%/-]+(?<![^\x00-\x7f])|.", words), "\n"]:
        if piece == "\n" or (pen.textlength(line + piece, font) > MARGIN - indent and piece not in "，。；：、”）"):
            pen.text((x, y), line.strip(), colour, font)
            y += font.size * 1.42
            line = ""
        line += piece
    return y


def _counted(report: Mapping[str, Any]) -> tuple[str, str]:
    checks = report["coverage"]["checks"]
    sections = sum(1 for _ in walk(report["sections"]))
    return (
        f"全文 {sections} 个章节，{report['coverage']['scores']['found']} 处分数，{len(report['quantities'])} 个数字",
        f"核对 {checks['holds']} 项相符，{checks['fails']} 项不符，{sum(checks['unchecked'].values())} 项无法核对",
    )


def trimmed(page: Image.Image) -> Image.Image:
    """A page without the lower part of it where that is empty."""
    inked = page.convert("L").point(lambda value: 255 if value < PAPER - 40 else 0).getbbox()
    height = page.height if inked is None else max(LOWEST, inked[3] + 90)
    return page.crop((0, 0, page.width, min(page.height, height)))


def saved(picture: Image.Image, path: Path) -> None:
    """Writes a picture in as few colours as do."""
    buffer = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    path.write_bytes(buffer.getvalue())
