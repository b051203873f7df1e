"""Makes OFD files (GB/T 33190) for tests: packages written part by part, so that every feature of the format can be there, right or wrong.

A page is XML of page objects; `text`, `path`, `image` write the common ones, in millimetres. `ofd_of` sets what `tests.setting` has set as a PDF, character for
character at the same places, in the manner of one of several writers; `ofd_report` sets a plain-text report.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal
from xml.sax.saxutils import escape

from tests.setting import HEIGHT, MM, WIDTH, SetLine, Setting, set_report

NAMESPACE = "http://www.ofdspec.org/2016"
A4 = "0 0 210 297"

Manner = Literal["lines", "points", "characters", "words", "naked"]
"""lines: a TextObject a line, millimetres, DeltaX as ``g n v``; points: lines under a CTM that scales points, a Boundary that begins elsewhere; characters: a
TextObject with glyph numbers a character; words: several TextCodes in a TextObject, X and Y only where they change; naked: lines, no prefix and no namespace."""


def number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"


def numbers(*values: float) -> str:
    return " ".join(number(value) for value in values)


def deltas(advances: Sequence[float]) -> str:
    """Advances as a DeltaX, equal ones as ``g n v``."""
    pieces: list[str] = []
    at = 0
    while at < len(advances):
        end = at + 1
        while end < len(advances) and number(advances[end]) == number(advances[at]):
            end += 1
        pieces.append(f"g {end - at} {number(advances[at])}" if end - at > 2 else " ".join([number(advances[at])] * (end - at)))
        at = end
    return " ".join(pieces)


def code(content: str, x: float | None = 0.0, y: float | None = 0.0, *, dx: str | None = None, dy: str | None = None) -> str:
    """A TextCode; what is None is left out."""
    attributes = {"X": None if x is None else number(x), "Y": None if y is None else number(y), "DeltaX": dx, "DeltaY": dy}
    return f"<ofd:TextCode{given(attributes)}>{escape(content)}</ofd:TextCode>"


def given(attributes: Mapping[str, str | None]) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes.items() if value is not None)


def text(content: str, x: float, y: float, size: float = 5.64, *, dx: str | None = "", inside: str = "", **attributes: str) -> str:
    """A TextObject whose first character stands with its left end and baseline at a place; ``dx`` "" sets each character an em wide, None gives no DeltaX.
    A content that begins with ``<`` is XML (TextCodes, CGTransforms)."""
    wide = f"g {len(content) - 1} {number(size)}" if len(content) > 1 else None
    codes = content if content.startswith("<") else code(content, 0.0, size, dx=wide if dx == "" else dx)
    known = {"Boundary": numbers(x, y - size, size * max(1, len(content)), size * 1.2), "Font": "2", "Size": number(size)}
    return f"<ofd:TextObject{given({'ID': '9', **known, **attributes})}>{inside}{codes}</ofd:TextObject>"


def path(data: str, *, boundary: str = A4, inside: str = "", **attributes: str) -> str:
    return f"<ofd:PathObject{given({'ID': '8', 'Boundary': boundary, **attributes})}>{inside}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """A stroked straight line."""
    return path(f"M 0 0 L {numbers(x1 - x0, y1 - y0)}", boundary=numbers(x0, y0, max(x1 - x0, 0.1), max(y1 - y0, 0.1)), LineWidth="0.25")


def box(x0: float, y0: float, x1: float, y1: float, *, inside: str = "", **attributes: str) -> str:
    """A closed rectangle."""
    w, h = x1 - x0, y1 - y0
    return path(
        f"M 0 0 L {numbers(w, 0)} L {numbers(w, h)} L {numbers(0, h)} C", boundary=numbers(x0, y0, w, h), inside=inside, **attributes
    )


def image(x: float, y: float, w: float, h: float, resource: str = "20") -> str:
    return f'<ofd:ImageObject ID="7" Boundary="{numbers(x, y, w, h)}" CTM="{numbers(w, 0, 0, h, 0, 0)}" ResourceID="{resource}"/>'


def colour(value: str, name: str = "FillColor", **attributes: str) -> str:
    return f"<ofd:{name}{given({'Value': value, **attributes})}/>"


def layer(*objects: str, **attributes: str) -> str:
    return f"<ofd:Layer{given({'ID': '3', **attributes})}>{''.join(objects)}</ofd:Layer>"


def page(*objects: str, area: str | None = None, before: str = "") -> str:
    """A page's Content.xml: layers, or objects that get one. before: what stands before the content (templates, resources)."""
    layers = "".join(objects) if objects and objects[0].startswith("<ofd:Layer") else layer(*objects)
    size = f"<ofd:Area><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:Area>" if area else ""
    return root("Page", f"{size}{before}<ofd:Content>{layers}</ofd:Content>")


def root(name: str, inside: str, **attributes: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{name} xmlns:ofd="{NAMESPACE}"{given(attributes)}>{inside}</ofd:{name}>'


def table(x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]], *, height: float = 9.0, size: float = 4.2) -> str:
    """A ruled table with one line of text a cell."""
    ends = [x + sum(widths[:index]) for index in range(len(widths) + 1)]
    bottom = y + height * len(rows)
    drawn = [rule(x, y + height * index, ends[-1], y + height * index) for index in range(len(rows) + 1)]
    drawn += [rule(end, y, end, bottom) for end in ends]
    for index, row in enumerate(rows):
        for column, content in enumerate(row):
            if content:
                drawn.append(text(content, ends[column] + 1.5, y + height * index + 6.0, size, dx=deltas(advances(content, size))))
    return "".join(drawn)


def advances(content: str, size: float) -> list[float]:
    """What CJK fonts advance: an em, half an em for ASCII."""
    return [size if char > "\u02ff" else size / 2 for char in content[:-1]]


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def document(count: int, *, common: str = "", more: str = "", area: str | None = A4, at: str = "Pages/Page_{}/Content.xml") -> str:
    """A Document.xml with so many pages (ids from 101)."""
    size = f"<ofd:PageArea><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:PageArea>" if area else ""
    pages = "".join(f'<ofd:Page ID="{101 + index}" BaseLoc="{at.format(index)}"/>' for index in range(count))
    data = f"<ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID>{size}<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{common}</ofd:CommonData>"
    return root("Document", f"{data}<ofd:Pages>{pages}</ofd:Pages>{more}")


RESOURCES = root("Res", '<ofd:Fonts><ofd:Font ID="2" FontName="宋体" FamilyName="宋体"/></ofd:Fonts>', BaseLoc="Res")


def entry(*documents: str, more: str = "") -> str:
    """The OFD.xml of a package whose documents stand at some places."""
    info = "<ofd:DocInfo><ofd:DocID>44f1f1c1a1c84c3db0ad4fd1b4d90c26</ofd:DocID></ofd:DocInfo>"
    bodies = "".join(f"<ofd:DocBody>{info}<ofd:DocRoot>{one}</ofd:DocRoot>{more}</ofd:DocBody>" for one in documents)
    return root("OFD", bodies, Version="1.0", DocType="OFD")


def parts(pages: Sequence[str], *, common: str = "", more: str = "", area: str | None = A4) -> dict[str, str | bytes]:
    """The parts of a plain package, to be changed and `zipped`."""
    found: dict[str, str | bytes] = {
        "OFD.xml": entry("Doc_0/Document.xml"),
        "Doc_0/Document.xml": document(len(pages), common=common, more=more, area=area),
        "Doc_0/PublicRes.xml": RESOURCES,
    }
    return found | {f"Doc_0/Pages/Page_{index}/Content.xml": content for index, content in enumerate(pages)}


def ofd(*pages: str, extra: Mapping[str, str | bytes] | None = None, common: str = "", more: str = "", area: str | None = A4) -> bytes:
    """An OFD file of some pages (see `page`). common, more: further elements of CommonData and Document. extra: further or other parts."""
    return zipped(parts(pages, common=common, more=more, area=area) | dict(extra or {}))


def ofd_of(setting: Setting, manner: Manner = "lines") -> bytes:
    """What was set as a PDF, as an OFD file: every character at the same place."""
    pages = [page(*(_line(line, manner) for line in lines), area=numbers(0, 0, WIDTH / MM, HEIGHT / MM)) for lines in setting.pages]
    made = parts(pages)
    if manner == "naked":
        made = {name: without_namespace(content) for name, content in made.items() if isinstance(content, str)}
    return zipped(made)


def without_namespace(content: str) -> str:
    return content.replace(f' xmlns:ofd="{NAMESPACE}"', "").replace("ofd:", "")


def _line(line: SetLine, manner: Manner) -> str:
    glyphs = line.glyphs
    first = glyphs[0]
    steps = [after.x0 - before.x0 for before, after in pairwise(glyphs)]
    x, y, size = first.x0 / MM, first.baseline / MM, first.size / MM
    if manner == "characters":
        numbered = '<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>{}</ofd:Glyphs></ofd:CGTransform>'
        return "".join(
            text(numbered.format(ord(glyph.char) % 5000) + code(glyph.char, 0.0, size), glyph.x0 / MM, glyph.baseline / MM, size)
            for glyph in glyphs
        )
    if manner == "points":
        scale = 1 / MM
        inner = code(line.text, first.x0 + 25.0, first.baseline - 40.0, dx=deltas(steps) or None)
        return (
            f'<ofd:TextObject ID="9" Boundary="{numbers(-8.8, -170.3, 361.5, 399.9)}" CTM="{numbers(scale, 0, 0, scale, 8.8 - 25 * scale, 170.3 + 40 * scale)}"'
            f' Font="2" Size="{number(first.size)}">{inner}</ofd:TextObject>'
        )
    if manner == "words":
        pieces = [range(at, min(at + 7, len(glyphs))) for at in range(0, len(glyphs), 7)]
        codes = "".join(
            code(
                "".join(glyphs[index].char for index in piece),
                (glyphs[piece[0]].x0 - first.x0) / MM,
                size if piece[0] == 0 else None,
                dx=numbers(*(steps[index] / MM for index in piece[:-1])) or None,
            )
            for piece in pieces
        )
        return text(codes, x, y, size)
    return text(code(line.text, 0.0, size, dx=deltas([step / MM for step in steps]) or None), x, y, size)


def ofd_report(text: str) -> bytes:
    """A plain-text report on pages as GB/T 9704 has them; the running test is skipped where the machine lacks the typeface."""
    return ofd_of(set_report(text))


def texts_of(pages: Iterable[Iterable[str]]) -> bytes:
    """Pages of plain lines, an em a character (half an em for ASCII)."""
    made = []
    for lines in pages:
        made.append(page(*(text(line, 28.0, 40.0 + 10 * row, dx=deltas(advances(line, 5.64)) or None) for row, line in enumerate(lines))))
    return ofd(*made)
