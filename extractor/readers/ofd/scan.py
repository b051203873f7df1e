"""Pages of an OFD file that show pictures and hold no words: their pictures are put where the page has them, and recognised (`ocr`)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.limits import limit
from extractor.model.page import Box, Line
from extractor.readers.ocr.engine import missing
from extractor.readers.ocr.image import counted_here
from extractor.readers.ocr.pdf import DPI, SHORTEST, Scan
from extractor.readers.ocr.reader import LONGEST, recognise
from extractor.readers.ofd.package import DamagedError, Package
from extractor.readers.pdf.objects import FEW

if TYPE_CHECKING:
    import numpy as np


class Picture(NamedTuple):
    """A picture on a page: the part that holds it, the box that it fills, and by how many quarters it is turned clockwise."""

    part: str
    box: Box
    quarters: int


def is_scan(unusable: str | None, covered: bool, letters: int) -> bool:
    """Whether a page is to be recognised: pictures cover it and it has no text, or hardly any (``letters``) of its own."""
    return covered and (unusable is not None or letters < FEW)


def scanned(package: Package, pictures: Sequence[Picture], size: tuple[float, float], tables: int, own: tuple[str | None, int]) -> Scan:
    """What recognition makes of the pictures of a page of ``size`` points.

    tables: how many the pages before hold. own: why the page gave no text, and how many letters it gave.
    """
    unusable, letters = own
    if missing() is not None:
        return Scan((), unusable and "no-ocr")
    scale = min(max(DPI / 72, SHORTEST / max(size)), LONGEST / max(size))
    try:
        shown = _shown(package, pictures, size, scale)
    except _TooLargeError:
        return Scan((), unusable and "image-too-large")
    lines: tuple[Line, ...] = () if shown is None else recognise(shown, 1 / scale, tables)
    if unusable is None and sum(char.isalpha() for line in lines for char in line.text) <= 2 * letters:
        return Scan((), None)  # a ground or an emblem behind the page's own words
    return Scan(lines, unusable)


class _TooLargeError(Exception):
    """A picture has more pixels than are decoded."""


def _shown(package: Package, pictures: Sequence[Picture], size: tuple[float, float], scale: float) -> np.ndarray | None:
    """The page in RGB, ``(height, width, 3)``; None where none of its pictures can be decoded."""
    import numpy as np  # noqa: PLC0415 - only when a scan comes
    from PIL import Image  # noqa: PLC0415

    page = Image.new("RGB", (max(1, round(size[0] * scale)), max(1, round(size[1] * scale))), "white")
    decoded = False
    for picture in pictures:
        x0, top, x1, bottom = (round(side * scale) for side in picture.box)
        if x1 <= x0 or bottom <= top or x0 >= page.width or top >= page.height or x1 <= 0 or bottom <= 0:
            continue
        wide, high = min(x1 - x0, 4 * page.width), min(bottom - top, 4 * page.height)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Pillow warns of sizes that are checked here
                with counted_here(), Image.open(io.BytesIO(package.read(picture.part))) as opened:
                    if opened.width * opened.height > limit("scan-pixels"):
                        raise _TooLargeError
                    turned = opened.convert("RGBA").rotate(-90 * picture.quarters, expand=True)
                    fitted = turned.resize((wide, high), Image.Resampling.BOX if turned.width > wide else Image.Resampling.BICUBIC)
        except (DamagedError, OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, KeyError, OverflowError):
            continue  # Pillow reports a broken file with whatever its parsers stumble over
        page.paste(fitted, (x0, top), fitted)
        decoded = True
    return np.asarray(page) if decoded else None
