"""Scans and pictures through the engine. It is slow: a page takes a second or two, and these tests read about eight."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.emitters.json import to_json
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.page import Line, Reading
from extractor.model.report import Severity
from extractor.pipeline import extract
from extractor.readers import read_bytes
from extractor.readers.ocr.engine import missing
from tests.setting import HEIGHT, WIDTH, Paragraph, Setting, require, set_pages

if missing() is not None:
    pytest.skip(f"{missing()} is not installed: pip install 'gouji[ocr]'", allow_module_level=True)

import numpy as np
import pikepdf
from PIL import Image

from tests.scans import as_pdf, scan_pages

REPORT = [
    Paragraph("甲民发〔2022〕18号", "centre"),
    Paragraph("甲市民政局 乙市财政局关于2021年度", "centre", 22.0),
    Paragraph("救助工作的自评报告", "centre", 22.0),
    Paragraph("省民政厅：", "flush"),
    "按照《关于开展绩效评价工作的通知》（省民发〔2021〕151号）要求，对照标准逐条自查，自评得分96.5分，现将情况报告如下。",
    "一、工作保障（分值42分，自评得分41.5分）",
    "（一）政策保障。共发放资金1205.50万元。此项分值9分，自评得分9分。",
    "（二）资金保障。安排资金8.64亿元，其中中央6.12亿元、省级2.52亿元。此项分值33分，因预算安排偏晚，扣减0.5分，自评得分32.5分。",
    "二、工作效果（分值58分，自评得分55分）",
    "（一）对象管理。清退1280户，此项分值28分，自评得分28分。",
    "（二）满意度。调查800户，满意760户，满意度95%。此项分值30分，因未达目标，扣减3分，自评得分27分。",
    "三、打算",
    "下一步，将加强对象管理，提高资金使用效益。",
    "以上两部分合计分值100分，共扣3.5分。",
    Paragraph("甲市民政局", "right"),
    Paragraph("2022年3月21日", "right"),
]


@pytest.fixture(scope="module")
def setting() -> Setting:
    return set_pages(REPORT, letterhead=["甲市民政局", "乙市财政局"])


@pytest.fixture
def cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket can be opened."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def squeezed(lines: tuple[Line, ...]) -> str:
    return "".join("".join(line.text for line in lines).split())


def folded(text: str) -> str:
    return text.translate(str.maketrans("（），：", "(),:"))


def saved(picture: Any, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def page_of(setting: Setting, number: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(setting.pdf)) as document, pikepdf.new() as one:
        one.pages.append(document.pages[number])
        one.save(out)
    return out.getvalue()


@pytest.mark.usefixtures("cut_off")
def test_a_sealed_and_tilted_scan_gives_the_scores(setting: Setting, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(as_pdf(scan_pages(setting.pdf, seals=[(0.45, 0.56), (0.6, 0.3)]), 200))
    report = extract(path)
    patterns = builtin()
    given = json.loads(to_json(report, Wording(patterns)))
    assert (given["source"]["ocr"], given["source"]["format"]) == (True, "pdf")
    assert {"rapidocr", "onnxruntime"} <= set(report.engine.readers)
    first, second, _ = given["sections"]
    scores = [(one["label"], one["score"]) for one in [first, *first["children"], second, *second["children"]]]
    assert scores == [
        ("一、", {"max": 42, "self": 41.5}),
        ("（一）", {"max": 9, "self": 9}),
        ("（二）", {"max": 33, "self": 32.5}),
        ("二、", {"max": 58, "self": 55}),
        ("（一）", {"max": 28, "self": 28}),
        ("（二）", {"max": 30, "self": 27}),
    ]
    assert given["totals"]["self"] == 96.5
    assert given["document"]["issuers"] == ["甲市民政局", "乙市财政局"]
    assert given["document"]["number"]["text"] == "甲民发〔2022〕18号"
    assert given["document"]["date"] == "2022-03-21"
    assert [one for one in report.verification.findings if one.severity is Severity.ERROR] == []
    check_boxes(report.reading, setting, tilt=1.0)


def check_boxes(reading: Reading, setting: Setting, tilt: float) -> None:
    """Nearly every character of a line that was read as it was set stands where it was set, on a page turned about its middle."""
    off = []
    for page, lines in zip(reading.pages, setting.pages, strict=True):
        angle = np.radians(tilt if page.number % 2 else -tilt)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        middle = np.array([WIDTH / 2, HEIGHT / 2])
        by_text = {folded(line.text): line for line in page.lines}
        for line in lines:
            read = by_text.get(folded(line.text))
            for glyph, index in zip(line.glyphs, range(len(line.text)), strict=True):
                if read is None or read.boxes is None or not glyph.char.isalnum():
                    continue
                x, y = (np.array([glyph.x0 + glyph.width / 2, glyph.baseline - 0.36 * glyph.size]) - middle) @ turn + middle
                box = read.box(index, index + 1)
                assert box is not None
                off.append(max(abs((box.x0 + box.x1) / 2 - x), abs((box.top + box.bottom) / 2 - y)) / glyph.size)
    assert len(off) > 150
    assert float(np.median(off)) < 0.15 and float(np.quantile(off, 0.98)) < 0.4


def test_a_mixed_file_goes_page_by_page_and_twice_the_same() -> None:
    text = set_pages(["一、工作保障（分值12分，自评得分11.5分）"], numbered=False)
    scanned = as_pdf(scan_pages(set_pages(["二、工作效果（分值88分，自评得分85分）"], numbered=False).pdf, seal=False, tilt=-0.7), 200)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(text.pdf)) as whole, pikepdf.open(io.BytesIO(scanned)) as more:
        whole.pages.extend(more.pages)
        whole.save(out)
    reading = read_bytes("a.pdf", out.getvalue())
    assert reading.ocr and [page.unusable for page in reading.pages] == [None, None]
    assert reading.pages[0] == read_bytes("a.pdf", text.pdf).pages[0]
    assert folded(squeezed(reading.pages[1].lines)) == "二、工作效果(分值88分,自评得分85分)"
    assert read_bytes("a.pdf", out.getvalue()) == reading


@pytest.fixture(scope="module")
def strip() -> Any:
    """The upper third of a page, with a few lines."""
    (page,) = scan_pages(
        set_pages(
            ["一、工作保障（分值12分，自评得分11.5分）", "按照要求逐条自查，共发放资金1205万元，惠及困难群众3618户。"], numbered=False
        ).pdf,
        seal=False,
        tilt=0.5,
    )
    return page.crop((0, 200, page.width, 760))


WORDS = "一、工作保障(分值12分,自评得分11.5分)按照要求逐条自查,共发放资金1205万元,惠及困难群众3618户。"


def test_a_picture_on_its_head_is_turned_and_its_boxes_are_not(strip: Any) -> None:
    turned = read_bytes("a.png", saved(strip.transpose(Image.Transpose.ROTATE_180), "PNG", dpi=(200, 200)))
    (page,) = turned.pages
    assert folded(squeezed(page.lines)) == WORDS
    assert (turned.format, turned.reader, turned.paged, turned.ocr) == ("image", "rapidocr", True, True)
    assert (page.width, page.height) == pytest.approx((strip.width * 0.36, strip.height * 0.36), rel=1e-3)
    first = page.lines[0]
    start, end = first.box(0, 1), first.box(len(first.text) - 1, len(first.text))
    assert start is not None and end is not None and start.x0 > end.x1, "on the page as it was given the line runs to the left"


def test_a_tiff_is_read_page_by_page_and_turned_as_it_says(strip: Any) -> None:
    sideways = strip.transpose(Image.Transpose.ROTATE_90)
    pages = read_bytes("a.tif", saved(strip.convert("L"), "TIFF", save_all=True, append_images=[sideways], dpi=(200, 200))).pages
    assert [folded(squeezed(page.lines)) for page in pages] == [WORDS, WORDS]
    assert pages[1].width == pages[0].height
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    told = read_bytes(
        "a.jpg", saved(sideways.transpose(Image.Transpose.ROTATE_180).transpose(Image.Transpose.ROTATE_180), "JPEG", exif=exif)
    ).pages[0]
    assert told.width is not None and told.height is not None and told.width > told.height
    assert folded(squeezed(told.lines)) == WORDS


def test_a_picture_without_words_is_said() -> None:
    reading = read_bytes("a.png", saved(Image.new("RGB", (900, 1272), "white"), "PNG"))
    (page,) = reading.pages
    assert (page.lines, page.unusable) == ((), "no-text")
    assert page.width == pytest.approx(595.28), "the form of A4"


@pytest.fixture
def table() -> Iterator[bytes]:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, 260))
    canvas.setFont(require(), 14)
    edges, rows = [60, 160, 330, 420, 530], [220, 185, 150, 115, 80]
    canvas.grid(edges, rows)
    cells = [
        ["一级指标", "二级指标", "分值", "得分"],
        ["产出指标", "救助人次", "30", "28.5"],
        ["效益指标", "社会效益", "60", "60"],
        ["满意度", "", "10", "9.5"],
    ]
    for row, top in zip(cells, rows, strict=False):
        for word, left in zip(row, edges, strict=False):
            canvas.drawString(left + 8, top - 23, word)
    canvas.save()
    yield buffer.getvalue()


def test_a_ruled_table_gives_rows_with_their_cells(table: bytes) -> None:
    (page,) = read_bytes("a.pdf", as_pdf(scan_pages(table, seal=False, tilt=0.8), 200)).pages
    rows = [line for line in page.lines if line.mark == "table"]
    assert [line.text for line in rows] == [
        "| 一级指标 | 二级指标 | 分值 | 得分 |",
        "| 产出指标 | 救助人次 | 30 | 28.5 |",
        "| 效益指标 | 社会效益 | 60 | 60 |",
        "| 满意度 |  | 10 | 9.5 |",
    ]
    assert [line.row.number for line in rows if line.row is not None] == [0, 1, 2, 3]
