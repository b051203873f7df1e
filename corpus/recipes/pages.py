"""Sets drafts as PDF pages after GB/T 9704, with the setter of the tests, and as scans of them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from corpus.recipes.lines import printed
from corpus.recipes.pieces import Draft
from tests import setting

CELL = 11.0
"""Type size in tables, points."""
PICTURE = bytes([200, 200, 200]) * 16 * 8
GLYPHS = str.maketrans("﹝﹞､〇", "〔〕、○")
"""What the typefaces lack, and what stands for it."""


def pdf(draft: Draft, typeface: str = "song") -> bytes:
    """The draft as a GB/T 9704 page, tables with rulings on pages of their own. Raises `RuntimeError` where the typeface is absent."""
    if setting.face(typeface) is None:
        raise RuntimeError(f"no Chinese typeface here: install the Debian package {setting.FACES[typeface][1]}")
    parts: list[bytes] = []
    paragraphs: list[str | setting.Paragraph] = []
    letterhead: list[str] = []
    for one in printed(draft, plain=True):
        if one.role == "letterhead":
            letterhead = one.whole.replace("文件", " ").split()
        elif one.rows is not None:
            parts += [_flow(paragraphs, letterhead, typeface, numbered=not parts), _table(one.rows, typeface)]
            paragraphs, letterhead = [], []
        else:
            size = 22.0 if one.role == "title" else setting.SIZE
            align = one.align if one.role != "attachments" else "body"
            paragraphs.append(setting.Paragraph(one.whole.strip().translate(GLYPHS), align, size))
    if paragraphs:
        parts.append(_flow(paragraphs, letterhead, typeface, numbered=not parts))
    if draft.style.get("picture page"):
        parts.append(_picture())
    return parts[0] if len(parts) == 1 else _joined(parts)


def scan(draft: Draft) -> bytes:
    """The pages as pictures, as an office scanner makes them."""
    try:
        from tests.scans import scan_pdf  # noqa: PLC0415 - the libraries of scans are an extra
    except ImportError as missing:
        raise RuntimeError(f"scans can't be made here: {missing}") from missing
    made = scan_pdf(pdf(draft), seed=draft.index + 1)
    with pikepdf.Pdf.open(io.BytesIO(made)) as whole:
        # the writer puts in the time of day
        for name in list(whole.docinfo.keys()):
            del whole.docinfo[name]
        return _saved(whole)


def _flow(paragraphs: Sequence[str | setting.Paragraph], letterhead: Sequence[str], typeface: str, *, numbered: bool) -> bytes:
    return setting.set_pages(paragraphs, typeface=typeface, letterhead=letterhead, numbered=numbered).pdf


def _table(rows: Sequence[Sequence[str]], typeface: str) -> bytes:
    """A ruled grid over as many pages as it takes; cells are broken to their width."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(setting.WIDTH, setting.HEIGHT), invariant=1)
    font = setting.require(typeface)
    measure = setting.WIDTH - setting.LEFT - setting.RIGHT
    longest = [max(2, *(min(12, len(row[column])) for row in rows)) for column in range(len(rows[0]))]
    widths = [measure * one / sum(longest) for one in longest]
    y = setting.TOP
    for row in rows:
        broken = [_fitted(cell, width - 8, font) for cell, width in zip(row, widths, strict=True)]
        height = max(map(len, broken)) * CELL * 1.4 + 8
        if y + height > setting.HEIGHT - setting.BOTTOM:
            canvas.showPage()
            y = setting.TOP
        x = setting.LEFT
        for lines, width in zip(broken, widths, strict=True):
            canvas.rect(x, setting.HEIGHT - y - height, width, height)
            canvas.setFont(font, CELL)
            for index, line in enumerate(lines):
                canvas.drawString(x + 4, setting.HEIGHT - y - 4 - CELL - index * CELL * 1.4, line)
            x += width
        y += height
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _fitted(text: str, width: float, font: str) -> list[str]:
    lines = [""]
    for char in text:
        if lines[-1] and pdfmetrics.stringWidth(lines[-1] + char, font, CELL) > width:
            lines.append("")
        lines[-1] += char
    return lines


def _picture() -> bytes:
    """A page that holds a picture and no character."""
    pixels = b"P6\n16 8\n255\n" + PICTURE
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(setting.WIDTH, setting.HEIGHT), invariant=1)
    canvas.drawImage(ImageReader(io.BytesIO(pixels)), setting.LEFT, setting.BOTTOM, 400, 500)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _joined(parts: Sequence[bytes]) -> bytes:
    whole = pikepdf.Pdf.new()
    opened = [pikepdf.Pdf.open(io.BytesIO(part)) for part in parts]
    for one in opened:
        whole.pages.extend(one.pages)
    return _saved(whole)


def _saved(whole: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    whole.save(buffer, deterministic_id=True)
    return buffer.getvalue()
