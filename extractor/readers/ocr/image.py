"""Pictures of pages: PNG, JPEG, TIFF with one page or many, BMP, WEBP, GIF, JPEG 2000. They are decoded by Pillow and recognised page by page (`ocr`)."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from extractor.model.errors import ReadError
from extractor.model.limits import beyond, bound, limit
from extractor.model.page import Page, Reading
from extractor.readers.ocr.engine import EXTRA, missing, versions
from extractor.readers.ocr.reader import recognise

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

A4_WIDTH, A4_RATIO, A4_SLACK = 595.28, 2**0.5, 0.04
"""Points, and by what share the ratio of the sides may differ where a picture is taken for a page of A4."""
DPI = 200
"""What a picture that does not say it, and has not the form of A4, is taken for."""
PRINT_DPI = (100.0, 1300.0)
"""What scanners write; 72 and 96 are written by programs that do not know."""
SQUARE = 0.05
"""Fax machines write rows twice as far apart as columns: beyond this difference pixels are made square."""
BROKEN = (OSError, EOFError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, AssertionError, SyntaxError, struct.error)
"""What Pillow's parsers raise over bytes that are not what they say."""


def read(name: str, data: bytes) -> Reading:
    """Reads a picture; ``paged`` is True, boxes are points from the top left of the page as the picture is meant to be seen (its EXIF turn applied).

    Of moving pictures the first frame is read, of TIFF files each page. A page on which no words are found is ``unusable`` (``no-text``).
    `ReadError`: ``image-no-ocr`` (the engine is not installed), ``image-damaged``, ``image-too-large``, ``image-too-many-pages``.
    """
    absent = missing()
    if absent is not None:
        raise ReadError("image-no-ocr", name, library=absent, extra=EXTRA)
    pages: list[Page] = []
    tables = 0
    for number, (colours, points) in enumerate(_pictures(name, data), start=1):
        lines = recognise(colours, points, tables)
        tables = max((line.row.table for line in lines if line.row is not None), default=tables)
        height, width = colours.shape[:2]
        pages.append(Page(number, lines, width * points, height * points, None if lines else "no-text"))
    digest = hashlib.sha256(data).hexdigest()
    return Reading(name, digest, len(data), "image", "rapidocr", tuple(pages), paged=True, ocr=True, versions=versions())


def _pictures(name: str, data: bytes) -> Iterator[tuple[np.ndarray, float]]:
    """Each page as ``(height, width, 3)`` RGB and the points of a pixel; only one is held at a time."""
    from PIL import Image  # noqa: PLC0415 - only when a picture comes

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of sizes that are checked here
            with counted_here(), Image.open(io.BytesIO(data)) as picture:
                count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
                bound("image-too-many-pages", name, "picture-frames", count)
                for index in range(count):
                    picture.seek(index)
                    if picture.width * picture.height > limit("picture-pixels"):
                        raise beyond("image-too-large", name, "picture-pixels", size=f"{picture.width}×{picture.height}")
                    with _nothing_made_up():
                        decoded = _decoded(picture)
                    yield decoded
    except BROKEN as error:
        raise ReadError("image-damaged", name, reason=f"{type(error).__name__}") from None


@contextmanager
def counted_here() -> Iterator[None]:
    """Pillow's own limit on pixels does not hold: Gouji's does, which can be raised, and is looked at before anything is decoded."""
    from PIL import Image  # noqa: PLC0415

    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


@contextmanager
def _nothing_made_up() -> Iterator[None]:
    """A picture that is cut off is damaged, even where another library of this process told Pillow to fill it up with grey."""
    from PIL import ImageFile  # noqa: PLC0415

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _decoded(picture: Image.Image) -> tuple[np.ndarray, float]:
    import numpy as np  # noqa: PLC0415
    from PIL import Image, ImageOps  # noqa: PLC0415

    across, down = _dpi(picture)
    frame = picture
    if frame.mode.startswith(("I", "F")):
        # 16 bits a pixel: the upper eight
        frame = Image.fromarray((np.asarray(frame, np.float64) / 256).clip(0, 255).astype(np.uint8))
    if frame.has_transparency_data:
        frame = Image.alpha_composite(Image.new("RGBA", frame.size, "white"), frame.convert("RGBA"))
    if across and abs(across - down) > SQUARE * across:
        frame = frame.resize((frame.width, max(1, round(frame.height * across / down))))
    frame = ImageOps.exif_transpose(frame).convert("RGB")
    return np.asarray(frame), _points(frame.width, frame.height, across)


def _dpi(picture: Image.Image) -> tuple[float, float]:
    """Pixels an inch across and down as a scanner wrote them; 0 where it is not said or cannot be."""
    told: Any = picture.info.get("dpi")
    try:
        across, down = float(told[0]), float(told[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0, 0.0
    known = PRINT_DPI[0] <= across <= PRINT_DPI[1] and across / 3 <= down <= across * 3
    return (across, down) if known else (0.0, 0.0)


def _points(width: int, height: int, dpi: float) -> float:
    """The points of a pixel."""
    if dpi:
        return 72 / dpi
    short, long = sorted((width, height))
    return A4_WIDTH / short if abs(long / short - A4_RATIO) <= A4_SLACK * A4_RATIO else 72 / DPI
