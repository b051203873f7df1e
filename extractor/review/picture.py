"""The pages of a document as they look, in pixels of a bounded number: PDF pages drawn by PDFium, scanned pictures as they are.

PDFium may abort the process on hostile files: a batch draws in the worker process that has read the file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.page import Page, Reading

if TYPE_CHECKING:
    from PIL import Image

DPI = 120.0
"""Dots an inch of a page, where the document is not too long for it."""
LEAST_DPI = 84.0
"""A page is still read with some effort."""
PIXELS = 84_000_000
"""Pixels of a document: 60 pages of A4 at `DPI`, about 6 MB in a page."""
PICTURED = 400
"""Pages of a document that are drawn; on those after them the words stand where they were printed."""
LONGEST_SIDE = 2200
"""Pixels of the longer side of a page, however large the paper is said to be."""
COLOURS = 32
"""Colours of a page: the greys of black on white, and the reds of letterhead and seal."""
PHOTOGRAPH = 0.13
"""Bytes a pixel from which a page is a photograph or a scan, which a palette does not suit."""
QUALITY = 52
"""WebP quality of such a page."""


class Picture(NamedTuple):
    """A page's picture. page: its number from 1. kind: its media type. width, height: pixels."""

    page: int
    kind: str
    data: bytes
    width: int
    height: int


def pictures(reading: Reading, data: bytes) -> list[Picture]:
    """The pictures of the pages of ``reading`` in order, made from the bytes that it was read from; none where the format has no look of its own.

    A page that cannot be drawn is left out: its words are shown instead.
    """
    if not reading.pages or reading.format not in ("pdf", "image"):
        return []
    frames = _drawn(reading, data) if reading.format == "pdf" else _frames(reading, data)
    return [_packed(number, frame) for number, frame in frames]


def scale(pages: tuple[Page, ...]) -> float:
    """Pixels a point, for a document of these pages."""
    area = sum((page.width or 595) * (page.height or 842) for page in pages[:PICTURED])
    return float(max(LEAST_DPI / 72, min(DPI / 72, (PIXELS / max(area, 1)) ** 0.5)))


def _fitted(page: Page, wanted: float) -> float:
    """The scale at which a page keeps within `LONGEST_SIDE`."""
    return min(wanted, LONGEST_SIDE / max(page.width or 595, page.height or 842, 1))


def _drawn(reading: Reading, data: bytes) -> Iterator[tuple[int, Image.Image]]:
    import pypdfium2  # noqa: PLC0415 - a page of a text needs no PDF library

    wanted = scale(reading.pages)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:  # what only pikepdf could read
        return
    with closing(document):
        document.init_forms()
        for page in reading.pages[:PICTURED]:
            try:
                with closing(document[page.number - 1]) as loaded:
                    bitmap = loaded.render(scale=_fitted(page, wanted), may_draw_forms=True)
                    with closing(bitmap):
                        picture = bitmap.to_pil().convert("RGB")
            except (pypdfium2.PdfiumError, IndexError):
                continue
            yield page.number, picture


def _frames(reading: Reading, data: bytes) -> Iterator[tuple[int, Image.Image]]:
    from PIL import Image, ImageOps  # noqa: PLC0415

    wanted = scale(reading.pages)
    with Image.open(io.BytesIO(data)) as opened:
        for page in reading.pages[:PICTURED]:
            opened.seek(page.number - 1)
            fitted = _fitted(page, wanted)
            size = (max(1, round((page.width or 595) * fitted)), max(1, round((page.height or 842) * fitted)))
            frame = ImageOps.exif_transpose(opened.convert("RGB"))
            yield page.number, frame.resize(size, Image.Resampling.LANCZOS)


def _packed(number: int, frame: Image.Image) -> Picture:
    """A page in the fewest bytes that look right: few colours for print, WebP for what is no print."""
    from PIL import Image  # noqa: PLC0415

    buffer = io.BytesIO()
    frame.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(buffer, "PNG")
    kind = "image/png"
    if buffer.tell() > PHOTOGRAPH * frame.width * frame.height:
        buffer = io.BytesIO()
        frame.save(buffer, "WEBP", quality=QUALITY, method=2)
        kind = "image/webp"
    return Picture(number, kind, buffer.getvalue(), frame.width, frame.height)
