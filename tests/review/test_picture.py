"""Pictures of pages: bounded in pixels and bytes, red stays red, what cannot be drawn is left out."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page as Opened
from playwright.sync_api import expect

from extractor.model.page import Page, Reading
from extractor.review import picture
from extractor.review.picture import pictures
from tests.review.conftest import made
from tests.review.long_reports import long_report
from tests.setting import HEIGHT, WIDTH, set_pages, set_report

A4 = Page(1, (), WIDTH, HEIGHT)


def reading(pages: tuple[Page, ...], format: str = "pdf") -> Reading:
    return Reading("a", "0" * 64, 1, format, "r", pages, paged=True)


def test_sixty_pages_stay_below_ten_megabytes() -> None:
    text = "\n".join("此项分值9分，自评得分8.5分，因制度建设、资金拨付与宣传工作不够及时，扣减0.5分。" * 6 for _ in range(75))
    made = set_report(text)
    assert len(made.pages) >= 20
    pages = tuple(replace(A4, number=number + 1) for number in range(60))
    assert picture.scale(pages) == pytest.approx(picture.DPI / 72, rel=0.02)
    found = pictures(reading(pages[:4]), made.pdf)
    assert len(found) == 4
    each = max(len(base64.b64encode(one.data)) for one in found)
    assert each * 60 < 8_500_000  # leaves room for the report itself


def test_longer_documents_get_fewer_pixels_and_no_page_gets_too_many() -> None:
    assert picture.scale((A4,) * 100) < picture.scale((A4,) * 60)
    assert picture.scale((A4,) * 2000) == pytest.approx(picture.LEAST_DPI / 72)
    huge = Page(1, (), 14_400, 14_400)
    found = pictures(reading((huge,)), _paper(14_400))
    assert max(found[0].width, found[0].height) <= picture.LONGEST_SIDE + 1


def test_red_stays_red() -> None:
    made = set_pages(["此项分值9分，自评得分9分。"], letterhead=["某县民政局"])
    found = pictures(reading((A4,)), made.pdf)
    shown = Image.open(io.BytesIO(found[0].data)).convert("RGB")
    colours = shown.getcolors(1 << 24) or []
    assert any(red > 180 and green < 80 and blue < 80 for _, (red, green, blue) in colours)
    assert found[0].kind == "image/png"


def test_a_scan_becomes_webp_and_stays_small() -> None:
    noise = Image.effect_noise((1240, 1754), 60).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")
    found = pictures(reading((A4,), "image"), buffer.getvalue())
    assert found[0].kind == "image/webp"
    assert (found[0].width, found[0].height) == (round(WIDTH * 120 / 72), round(HEIGHT * 120 / 72))


def test_what_cannot_be_drawn_is_left_out() -> None:
    assert pictures(reading((A4,)), b"%PDF-1.4 nothing") == []
    assert pictures(reading((A4,), "docx"), b"") == []
    two = (A4, replace(A4, number=2))
    assert [one.page for one in pictures(reading(two), _paper(400))] == [1]


def _paper(size: float) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(size, size))
    canvas.rect(10, 10, 50, 50, fill=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_a_whole_report_of_sixty_pages_makes_a_page_below_ten_megabytes(tmp_path: Path, opened: Callable[..., Opened]) -> None:
    setting = long_report(60)
    assert 60 <= len(setting.pages) <= 75
    one = made(tmp_path, "long.pdf", setting.pdf)
    assert one.report.verification.findings
    assert one.path.stat().st_size < 10_000_000
    page = opened(one.path)
    assert page.locator("#pictures img").count() + page.locator(".desk img").count() == len(setting.pages)
    page.keyboard.press("n")
    expect(page.locator(".mark.on").first).to_be_in_viewport()
