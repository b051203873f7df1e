"""A maker of scans for tests: the pages of a PDF as a scanner or a copier leaves them, and a PDF that holds nothing but these pictures.

A page is rendered by PDFium, stamped with a red round seal over its text, laid askew, a little blurred, strewn with specks and noise, and saved as
JPEG. The same arguments give the same pixels: chance is drawn from ``seed`` and the number of the page.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

PAPER = 250
"""What paper looks like to a scanner (0–255)."""
SEAL_INK = (205, 30, 40)
SEAL_SIZE = 42 / 25.4
"""Inches: the seal of a government office is 42 mm wide (国发〔1999〕25号)."""


def scan_pages(
    pdf_bytes: bytes,
    *,
    dpi: int = 200,
    tilt: float = 1.0,
    seal: bool = True,
    seed: int = 1,
    blur: float = 0.6,
    noise: float = 6.0,
    specks: int = 60,
    quality: int = 80,
    seals: Sequence[tuple[float, float]] | None = None,
) -> list[Image.Image]:
    """The pages of a PDF as a scanner sees them: RGB pictures whose ``info["dpi"]`` is ``dpi``, of the page's own size.

    tilt: degrees clockwise; every second page leans the other way. seal: a round red seal on every page, over text. seals: its centres as shares
    of the page's width and height instead of a place drawn by chance (several for several seals). blur: pixels at 200 dpi. noise: standard
    deviation of the grey of a pixel. specks: dark dots a page. quality: of the JPEG that the picture has been through.
    """
    pages: list[Image.Image] = []
    document = pypdfium2.PdfDocument(pdf_bytes)
    for index in range(len(document)):
        page = document[index]
        clean = page.render(scale=dpi / 72).to_pil().convert("RGB")
        page.close()
        chance = np.random.default_rng([seed, index])
        places = [(chance.uniform(0.3, 0.75), chance.uniform(0.25, 0.8))] if seals is None else list(seals)
        picture = clean
        for place in places if seal else ():
            picture = _sealed(picture, dpi, place, chance)
        pages.append(_scanned(picture, dpi, tilt if index % 2 == 0 else -tilt, blur, noise, specks, quality, chance))
    document.close()
    return pages


def scan_pdf(pdf_bytes: bytes, *, dpi: int = 200, tilt: float = 1.0, seal: bool = True, seed: int = 1, **wear: float) -> bytes:
    """A PDF of the scanned pages and nothing else, each as large as the page was; the arguments are those of `scan_pages`."""
    return as_pdf(scan_pages(pdf_bytes, dpi=dpi, tilt=tilt, seal=seal, seed=seed, **wear), dpi)  # type: ignore[arg-type]


def as_pdf(pictures: Sequence[Image.Image], dpi: int) -> bytes:
    """A PDF with a picture a page, saved as JPEG."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:], quality=85)
    return out.getvalue()


def _sealed(picture: Image.Image, dpi: int, place: tuple[float, float], chance: np.random.Generator) -> Image.Image:
    """The picture with a seal on it: two rings, a star and strokes where the office's name stands, in patchy ink that lets black through."""
    radius = SEAL_SIZE * dpi / 2
    side = round(2 * radius) + 8
    scale = 3
    ink = Image.new("L", (side * scale, side * scale), 0)
    draw = ImageDraw.Draw(ink)
    middle, large = side * scale / 2, radius * scale
    draw.ellipse([middle - large, middle - large, middle + large, middle + large], outline=255, width=round(large * 0.045))
    star = [
        (middle + large * reach * math.sin(math.pi * corner / 5), middle - large * reach * math.cos(math.pi * corner / 5))
        for corner in range(10)
        for reach in [0.3 if corner % 2 == 0 else 0.115]
    ]
    draw.polygon(star, fill=255)
    for letter in range(12):
        # What stands for a character of the name: a few strokes across each other along the upper arc.
        angle = math.radians(-135 + 270 / 11 * letter)
        x, y = middle + 0.76 * large * math.sin(angle), middle - 0.76 * large * math.cos(angle)
        for _ in range(5):
            turn, half = angle + (0 if chance.random() < 0.5 else math.pi / 2), large * 0.085
            shift = [chance.uniform(-half, half) for _ in range(2)]
            ends = [x + shift[0] - half * math.cos(turn), y + shift[1] - half * math.sin(turn)]
            draw.line(
                [*ends, x + shift[0] + half * math.cos(turn), y + shift[1] + half * math.sin(turn)], fill=255, width=round(large * 0.035)
            )
    ink = ink.rotate(chance.uniform(-12, 12), Image.Resampling.BICUBIC).resize((side, side), Image.Resampling.LANCZOS)
    patches = chance.uniform(0.62, 1.0, (12, 12)).astype(np.float32)
    cover = np.asarray(ink, np.float32) / 255 * np.asarray(Image.fromarray(patches).resize((side, side), Image.Resampling.BICUBIC))
    x0, y0 = round(place[0] * picture.width - side / 2), round(place[1] * picture.height - side / 2)
    pixels = np.asarray(picture, np.float32).copy()
    part = pixels[max(0, y0) : y0 + side, max(0, x0) : x0 + side]
    cover = cover[max(0, -y0) :, max(0, -x0) :][: part.shape[0], : part.shape[1], None]
    # Stamping ink is sheer: where it lies on black, black is what is seen.
    part *= 1 - cover + cover * np.array(SEAL_INK, np.float32) / 255
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _scanned(
    picture: Image.Image, dpi: int, tilt: float, blur: float, noise: float, specks: int, quality: int, chance: np.random.Generator
) -> Image.Image:
    """The picture through the scanner: askew, dimmed, blurred, dirty, compressed."""
    turned = picture.rotate(-tilt, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    soft = turned.filter(ImageFilter.GaussianBlur(blur * dpi / 200))
    pixels = np.asarray(soft, np.float32) * (PAPER - 25) / 255 + 25
    for _ in range(specks):
        x, y, size = int(chance.integers(picture.width)), int(chance.integers(picture.height)), int(chance.integers(1, 4))
        pixels[y : y + size, x : x + size] -= chance.uniform(60, 180)
    pixels += chance.normal(0.0, noise, pixels.shape[:2]).astype(np.float32)[..., None]
    out = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=quality)
    out.seek(0)
    scanned = Image.open(out).convert("RGB")
    scanned.info["dpi"] = (dpi, dpi)
    return scanned
