"""Hard PDFs of five writers: the text of the source comes out, or what could not be read is named."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.language.patterns import builtin
from extractor.model.page import Line, Reading
from extractor.model.text import Removal, Text
from extractor.normaliser import normalise
from extractor.readers import read_bytes
from tests.hardpdfs import CASES, Hard
from tests.setting import HEIGHT, WIDTH, require

BY_NAME = {case.name: case for case in CASES}


@pytest.fixture(autouse=True)
def no_words_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """What these tests ask is what the file itself gives; recognition has tests of its own."""
    monkeypatch.setattr("extractor.readers.ocr.pdf.recognise", lambda *_: ())


def squeezed(text: str) -> str:
    return "".join(text.replace("|", "").split())


@cache
def read(name: str) -> tuple[Reading, Text]:
    reading = read_bytes(f"{name}.pdf", BY_NAME[name].make())
    return reading, normalise(reading, builtin())


def taken_out(text: Text, reason: Removal) -> list[str]:
    return [text.lines[one.line].line.text[one.start : one.end] for one in text.removed if one.reason is reason]


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 25
    assert len(BY_NAME) == len(CASES)
    assert {case.writer for case in CASES} == {"reportlab", "libreoffice", "weasyprint", "fpdf2", "chromium"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_text_of_the_source_or_what_could_not_be_read(case: Hard) -> None:
    reading, text = read(case.name)
    assert reading.flags == case.flags
    named = tuple(page.unusable for page in reading.pages if page.unusable)
    assert named == case.unusable
    if not case.unusable:
        assert squeezed(text.content) == case.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_character_has_its_box_and_is_kept_or_taken_out_once(case: Hard) -> None:
    reading, text = read(case.name)
    for _, line in reading.lines():
        assert line.boxes is not None and len(line.boxes) == 4 * len(line.text)
    covered: dict[tuple[int, int], int] = {}
    for place in {(text.line_of[at], text.start_of[at], text.end_of[at]) for at in range(len(text.content)) if text.line_of[at] >= 0}:
        for column in range(place[1], place[2]):
            covered[place[0], column] = covered.get((place[0], column), 0) + 1
    for removed in text.removed:
        for column in range(removed.start, removed.end):
            covered[removed.line, column] = covered.get((removed.line, column), 0) + 1
    assert covered == {(index, column): 1 for index, source in enumerate(text.lines) for column in range(len(source.line.text))}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("watermark-at-a-slant", "内部资料请勿外传"),
        ("watermark-level-across-the-lines", "征求意见稿"),
        ("fpdf-watermark-and-numbers", "仅供内部使用"),
        ("weasy-ligatures-and-a-fixed-watermark", "送审稿"),
        ("chromium-bold-shadow-and-watermark", "内部资料"),
    ],
)
def test_watermarks_are_furniture_on_every_page(name: str, words: str) -> None:
    reading, text = read(name)
    pages = [page for page in reading.pages if page.lines]
    assert [squeezed(line) for line in taken_out(text, Removal.FURNITURE)].count(words) == len(pages)


def test_what_cannot_be_seen_is_kept_apart_and_said() -> None:
    reading, text = read("hidden-and-white-words")
    assert sorted(taken_out(text, Removal.HIDDEN)) == ["此处白字自评得分100分", "此处隐藏自评得分99分", "页外文字扣减9分"]
    assert {line.mark for _, line in reading.lines()} == {None, "hidden", "white"}


def test_rows_of_ruled_tables_are_paragraphs_with_a_bar_between_cells() -> None:
    _, text = read("ruled-table-with-broken-cells")
    rows = [text.slice(paragraph.span) for paragraph in text.paragraphs if paragraph.table]
    assert rows == [
        "|产出指标|数量指标|完成救助人次数达到年初下达的任务7000人次| 60分|",
        "| |质量指标|救助对象认定准确| 60分|",
        "|效益指标|社会效益|困难群众生活得到改善| 30分|",
    ]


# What looks like one of these and is not


def drawn(draw: Callable[[Canvas, str], None], pages: int = 1) -> list[list[Line]]:
    """The lines of pages that are all drawn alike."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    font = require()
    for _ in range(pages):
        canvas.setFont(font, 14)
        draw(canvas, font)
        canvas.showPage()
    canvas.save()
    return [list(page.lines) for page in read_bytes("a.pdf", buffer.getvalue()).pages]


def test_a_large_pale_title_is_no_watermark() -> None:
    def draw(canvas: Canvas, font: str) -> None:
        canvas.setFillGray(0.6)
        canvas.setFont(font, 30)
        canvas.drawString(100, 760, "年度自评报告")
        canvas.setFont(font, 14)
        canvas.drawString(100, 640, "浅色说明")
        canvas.setFillGray(0)
        for row in range(4):
            canvas.drawString(100, 720 - 20 * row, "困难群众救助工作绩效评价")

    (lines,) = drawn(draw)
    assert [(line.text, line.mark) for line in lines] == [
        ("年度自评报告", None),
        *[("困难群众救助工作绩效评价", None)] * 4,
        ("浅色说明", None),
    ]


def test_words_on_a_coloured_ground_are_seen() -> None:
    def draw(canvas: Canvas, _: str) -> None:
        canvas.setFillColorRGB(0.1, 0.2, 0.6)
        canvas.rect(90, 690, 200, 30, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(100, 700, "白字蓝底")
        canvas.setFillGray(0)
        canvas.drawString(100, 660, "黑字")

    (lines,) = drawn(draw)
    assert [(line.text, line.mark) for line in lines] == [("白字蓝底", None), ("黑字", None)]


def test_dark_words_at_a_slant_are_text() -> None:
    def draw(canvas: Canvas, _: str) -> None:
        canvas.drawString(100, 700, "图一各乡镇支出进度")
        canvas.saveState()
        canvas.translate(120, 600)
        canvas.rotate(45)
        canvas.drawString(0, 0, "城关镇98.5%")
        canvas.restoreState()

    (lines,) = drawn(draw)
    assert [(line.text, line.mark) for line in lines] == [("图一各乡镇支出进度", None), ("城关镇98.5%", None)]


@pytest.mark.parametrize("ruled", [False, True])
def test_one_character_a_row_is_no_word(ruled: bool) -> None:
    def draw(canvas: Canvas, _: str) -> None:
        for row, grade in enumerate("优良中差"):
            canvas.drawString(100, 700 - 18 * row, f"单位{row}")
            canvas.drawString(200, 700 - 18 * row, grade)
        if ruled:
            canvas.grid([90, 190, 250], [700 + 14 - 18 * row for row in range(5)])

    (lines,) = drawn(draw)
    assert [squeezed(line.text) for line in lines] == ["单位0优", "单位1良", "单位2中", "单位3差"]


def test_two_columns_of_short_entries_are_read_row_by_row() -> None:
    def draw(canvas: Canvas, _: str) -> None:
        for row in range(14):
            canvas.drawString(80, 740 - 22 * row, f"第{row}项指标完成情况" + "较好" * (row % 4))
            canvas.drawString(330, 740 - 22 * row, f"自评得分{row}.5分" + "，已公示" * (row % 3))

    (lines,) = drawn(draw)
    assert [line.text.split(" ")[1][:5] for line in lines] == [f"自评得分{row}"[:5] for row in range(14)]


def test_a_frame_round_the_page_is_no_table() -> None:
    def draw(canvas: Canvas, _: str) -> None:
        canvas.rect(60, 60, WIDTH - 120, HEIGHT - 120)
        for row in range(4):
            canvas.drawString(80, 740 - 24 * row, f"第{row}行正文")

    (lines,) = drawn(draw)
    assert [(line.text, line.mark) for line in lines] == [(f"第{row}行正文", None) for row in range(4)]


def test_a_ligature_shares_its_box_among_its_letters() -> None:
    reading, _ = read("weasy-ligatures-and-a-fixed-watermark")
    line = next(line for _, line in reading.lines() if line.text.startswith("office"))
    assert line.boxes is not None
    lefts = list(line.boxes[0 : 4 * 6 : 4])
    assert lefts == sorted(set(lefts))
