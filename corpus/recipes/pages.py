"""Sets drafts as PDF pages after GB/T 9704, with the setter of the tests, and as scans of them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pikepdf
import pypdfium2
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from corpus.recipes.lines import printed
from corpus.recipes.pieces import Draft, Figure
from tests import setting

CELL = 11.0
"""Type size in tables, points."""
MARK = "■"
"""What stands for a figure while it is looked for."""
CONTEXT = 14
"""Characters that a figure is found by."""
PICTURE_SCALE = 110 / 72
"""Pixels a point of a page that is a picture."""
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
        parts.append(_flow(paragraphs, letterhead, typeface, numbered=not parts, draft=draft))
    words = draft.style.get("picture page")
    if isinstance(words, list):
        parts.append(_picture(words, typeface))
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


def _flow(
    paragraphs: Sequence[str | setting.Paragraph], letterhead: Sequence[str], typeface: str, *, numbered: bool, draft: Draft | None = None
) -> bytes:
    """Set paragraphs. draft: its style may name a page that is lost, or a figure with a blot on it."""
    style = {} if draft is None else draft.style
    lost, blot = style.get("lost page"), style.get("blot")
    blank = (lost - 1,) if isinstance(lost, int) else ()
    made = setting.set_pages(paragraphs, typeface=typeface, letterhead=letterhead, numbered=numbered, blank_after=blank)
    with pikepdf.Pdf.open(io.BytesIO(made.pdf)) as whole:
        if isinstance(lost, int):
            del whole.pages[lost - 1]
        elif draft is not None and isinstance(blot, Figure):
            _blot(whole, made, words_up_to(draft, blot).translate(GLYPHS))
        else:
            return made.pdf
        return _saved(whole)


def words_up_to(draft: Draft, figure: Figure) -> str:
    """The printed words that end with a figure, without white space: enough of them to find it by."""
    plain = printed(draft, plain=True)
    digits, figure.spelled = figure.digits, MARK * len(figure.digits)
    at, marked = next((index, one.whole) for index, one in enumerate(printed(draft, plain=True)) if MARK in one.whole)
    figure.spelled = None
    end = marked.index(MARK) + len(digits)
    return re.sub(r"\s", "", plain[at].whole[:end])[-CONTEXT:]


def _blot(whole: pikepdf.Pdf, made: setting.Setting, words: str) -> None:
    """Ink over the lower part of the last glyph of ``words``."""
    glyphs = [(number, glyph) for number, page in enumerate(made.pages) for line in page[:-1] for glyph in line.glyphs]
    glyphs = [(number, glyph) for number, glyph in glyphs if glyph.char.strip()]
    number, glyph = glyphs["".join(glyph.char for _, glyph in glyphs).index(words) + len(words) - 1]
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(setting.WIDTH, setting.HEIGHT), invariant=1)
    canvas.setFillGray(0.2)
    bottom = setting.HEIGHT - glyph.baseline
    canvas.ellipse(glyph.x0 - 1, bottom - 2, glyph.x0 + glyph.width + 1, bottom + glyph.size * 0.45, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    with pikepdf.Pdf.open(io.BytesIO(buffer.getvalue())) as ink:
        whole.pages[number].add_overlay(ink.pages[0], None)


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


def _picture(words: Sequence[str], typeface: str) -> bytes:
    """A page that holds a picture of words and no character."""
    document = pypdfium2.PdfDocument(setting.set_pages(words, typeface=typeface, numbered=False).pdf)
    picture = document[0].render(scale=PICTURE_SCALE, grayscale=True).to_pil()
    document.close()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(setting.WIDTH, setting.HEIGHT), invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, setting.WIDTH, setting.HEIGHT)
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
