"""PDF: every character once, in order, with its box on the glyph; damaged and locked files; pages without text."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.model import limits
from extractor.model.errors import ReadError
from extractor.model.page import Page, Reading
from extractor.readers import read, read_bytes
from extractor.readers.pdf.runs import runs_of
from tests.setting import HEIGHT, WIDTH, Glyph, Paragraph, Setting, require, set_pages, set_report

BODY = [
    Paragraph("甲市民政局 乙市财政局关于2021年度工作的自评报告", "centre", 22.0),
    Paragraph("省民政厅：", "flush"),
    "按照《关于开展绩效评价工作的通知》（甲民发〔2021〕151号）要求，对照评价标准逐条自查，自查得分98.5分，现将自查情况报告如下。",
    "一、工作保障（分值12分，自评得分11.5分）",
    "（一）政策保障。共发放资金1,205.50万元，12日-14日、1—2月、0-6岁，同比增长3.4%，此项分值9分，自评得分9分，ABC test 12.",
] + [f"{number}. 第{number}项工作按时完成，共{number * 37}户{number * 91}人，此项分值5分，自评得分5分，无扣分。" for number in range(1, 40)]


@pytest.fixture(autouse=True)
def no_words_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """What these tests ask is what the file itself gives; recognition has tests of its own."""
    monkeypatch.setattr("extractor.readers.ocr.pdf.recognise", lambda *_: ())


@pytest.fixture(scope="module")
def setting() -> Setting:
    return set_pages(BODY, letterhead=["甲市民政局", "乙市财政局"])


def squeezed(page: Page) -> str:
    return "".join("".join(line.text for line in page.lines).split())


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes("a.pdf", data)
    return caught.value.code


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        document.save(buffer, **options)
    return buffer.getvalue()


def drawn(draw: Callable[[Canvas, str], None], face: str = "song", size: tuple[float, float] = (WIDTH, HEIGHT)) -> Page:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    font = require(face)
    canvas.setFont(font, 16)
    draw(canvas, font)
    canvas.save()
    return read_bytes("a.pdf", buffer.getvalue()).pages[0]


def check_boxes(reading: Reading, setting: Setting, place: Callable[[Glyph], tuple[float, float, float, float]]) -> int:
    """Each printed character's box against the setter's cell (``place`` gives ``x0, top, x1, bottom``); how many were compared."""
    compared = 0
    for page, truth in zip(reading.pages, setting.pages, strict=True):
        read_glyphs = [
            (char, line.boxes[4 * index : 4 * index + 4])
            for line in page.lines
            if line.boxes is not None
            for index, char in enumerate(line.text)
            if not char.isspace()
        ]
        set_glyphs = [glyph for line in truth for glyph in line.glyphs if not glyph.char.isspace()]
        assert [char for char, _ in read_glyphs] == [glyph.char for glyph in set_glyphs]
        for (char, (x0, top, x1, bottom)), glyph in zip(read_glyphs, set_glyphs, strict=True):
            cell = place(glyph)
            assert abs(x0 - cell[0]) < 0.5 and abs(x1 - cell[2]) < 0.5, (char, x0, x1, cell)
            assert cell[0] < (x0 + x1) / 2 < cell[2] and cell[1] < (top + bottom) / 2 < cell[3], (char, top, bottom, cell)
            compared += 1
    return compared


def cell(glyph: Glyph) -> tuple[float, float, float, float]:
    return glyph.x0, glyph.baseline - 0.88 * glyph.size, glyph.x0 + glyph.width, glyph.baseline + 0.12 * glyph.size


def test_every_character_in_order_with_its_box_on_the_glyph(setting: Setting) -> None:
    reading = read_bytes("a.pdf", setting.pdf)
    assert (reading.format, reading.reader, reading.paged, reading.flags) == ("pdf", "pdfium", True, ())
    assert [page.number for page in reading.pages] == list(range(1, len(setting.pages) + 1))
    assert all(page.unusable is None for page in reading.pages)
    assert check_boxes(reading, setting, cell) > 1500


@pytest.mark.parametrize("typeface", ["song", "kai"])
@pytest.mark.parametrize("seed", ["yunnan-2016", "bazhong-2021"])
def test_the_seeds_set_as_pdf(seeds: Path, seed: str, typeface: str) -> None:
    truth = set_report((seeds / f"{seed}.txt").read_text(encoding="utf-8"), typeface=typeface)
    reading = read_bytes("a.pdf", truth.pdf)
    for page, lines in zip(reading.pages, truth.pages, strict=True):
        # A space that begins or ends a line cannot be seen; everything else, blanks included, is there as it was set.
        assert [line.text.strip() for line in page.lines] == [line.text.strip() for line in lines]
        assert [line.number for line in page.lines] == list(range(1, len(lines) + 1))
        for line, printed in zip(page.lines, lines, strict=True):
            assert line.boxes is not None and len(line.boxes) == 4 * len(line.text)
            assert line.size is not None and abs(line.size - printed.glyphs[0].size) < 0.1
    assert check_boxes(reading, truth, cell) > 4000


def test_a_letterhead_of_two_bodies_is_not_interleaved(setting: Setting) -> None:
    lines = read_bytes("a.pdf", setting.pdf).pages[0].lines
    assert [line.text for line in lines[:3]] == ["甲市民政局", "文件", "乙市财政局"]


@pytest.mark.parametrize("big", [40, 44, 48, 52, 56])
@pytest.mark.parametrize("gap", [2, 10, 30])
def test_letterheads_of_other_proportions(big: int, gap: int) -> None:
    def draw(canvas: Canvas, font: str) -> None:
        canvas.setFont(font, 22)
        canvas.drawString(100, 700, "甲市民政局")
        canvas.drawString(100, 670, "乙市财政局")
        canvas.setFont(font, big)
        canvas.drawString(210 + gap, 692 - big * 0.38, "文件")
        canvas.setFont(font, 16)
        for row in range(6):
            canvas.drawString(100, 600 - 29 * row, "正文一行")

    assert [line.text for line in drawn(draw).lines[:3]] == ["甲市民政局", "文件", "乙市财政局"]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_rotated_pages_read_as_displayed(setting: Setting, quarters: int) -> None:
    """The content is turned against the page's rotation, so the page looks as before, its boxes included."""

    def turn(document: pikepdf.Pdf) -> None:
        matrix = {1: f"0 1 -1 0 {HEIGHT} 0", 2: f"-1 0 0 -1 {WIDTH} {HEIGHT}", 3: f"0 -1 1 0 0 {WIDTH}"}[quarters]
        for page in document.pages:
            page.contents_add(f"q {matrix} cm".encode(), prepend=True)
            page.contents_add(b"Q")
            page.Rotate = 90 * quarters
            if quarters != 2:
                page.MediaBox = pikepdf.Array([0, 0, HEIGHT, WIDTH])

    reading = read_bytes("a.pdf", changed(setting.pdf, turn))
    assert reading.pages[0].width == pytest.approx(WIDTH, abs=0.01)
    assert [line.text for line in reading.pages[0].lines] == [line.text for line in read_bytes("b.pdf", setting.pdf).pages[0].lines]
    assert check_boxes(reading, setting, cell) > 1500


def test_a_page_turned_sideways_is_read_along_its_lines(setting: Setting) -> None:
    def turn(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            page.Rotate = 90

    reading = read_bytes("a.pdf", changed(setting.pdf, turn))
    assert (reading.pages[0].width, reading.pages[0].height) == pytest.approx((HEIGHT, WIDTH), abs=0.01)
    plain = read_bytes("b.pdf", setting.pdf)
    assert [[line.text for line in page.lines] for page in reading.pages] == [[line.text for line in page.lines] for page in plain.pages]
    first, turned = plain.pages[0].lines[0].box(0, 1), reading.pages[0].lines[0].box(0, 1)
    assert first is not None and turned is not None
    assert (turned.x0, turned.top) == pytest.approx((HEIGHT - first.bottom, first.x0), abs=0.01)


def test_boxes_count_from_the_crop_box(setting: Setting) -> None:
    def crop(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            page.MediaBox = pikepdf.Array([-20, -30, WIDTH + 40, HEIGHT + 50])
            page.CropBox = pikepdf.Array([10, 15, WIDTH - 5, HEIGHT - 25])

    reading = read_bytes("a.pdf", changed(setting.pdf, crop))
    assert (reading.pages[0].width, reading.pages[0].height) == pytest.approx((WIDTH - 15, HEIGHT - 40), abs=0.01)

    def place(glyph: Glyph) -> tuple[float, float, float, float]:
        x0, top, x1, bottom = cell(glyph)
        return x0 - 10, top - 25, x1 - 10, bottom - 25

    assert check_boxes(reading, setting, place) > 1500


def test_real_gaps_get_one_space_and_small_ones_none() -> None:
    def draw(canvas: Canvas, _: str) -> None:
        canvas.drawString(100, 700, "分值")
        canvas.drawString(134, 700, "自评")
        canvas.drawString(250, 700, "得分")
        canvas.drawString(100, 660, "AB")
        canvas.drawString(120, 660, "CD")
        canvas.drawString(100, 620, "12", charSpace=1)

    lines = drawn(draw).lines
    assert [line.text for line in lines] == ["分值自评 得分", "AB CD", "12"]
    gap = lines[0].box(4, 5)
    assert gap is not None and (gap.x0, gap.x1) == pytest.approx((166, 250), abs=0.1)
    assert gap.top < gap.bottom


def test_overprinting_counts_once_and_doubled_characters_twice() -> None:
    def draw(canvas: Canvas, _: str) -> None:
        for shift in (0.0, 0.4, 0.8):
            canvas.drawString(100 + shift, 700, "谢谢一一得11分")
        canvas.drawString(100, 660, "另一行")
        canvas.drawString(100.5, 700.3, "谢谢一一得11分")
        for char, x in zip("逐字粗体", (100, 116, 132, 148), strict=True):
            canvas.drawString(x, 620, char)
            canvas.drawString(x + 0.6, 620.2, char)

    assert [line.text for line in drawn(draw).lines] == ["谢谢一一得11分", "另一行", "逐字粗体"]


def test_what_is_drawn_out_of_order_reads_in_order() -> None:
    def draw(canvas: Canvas, font: str) -> None:
        canvas.drawString(164, 700, "97.5")
        canvas.drawString(100, 640, "第三行")
        canvas.drawString(196, 700, "分。")
        canvas.drawString(100, 670, "面积5m")
        canvas.drawString(100, 700, "自评得分")
        canvas.setFont(font, 8)
        canvas.drawString(148, 678, "2")

    assert [line.text for line in drawn(draw).lines] == ["自评得分97.5分。", "面积5m2", "第三行"]


def test_text_over_other_text_is_a_line_of_its_own() -> None:
    def draw(canvas: Canvas, _: str) -> None:
        canvas.drawString(100, 700, "甲乙丙丁戊己")
        canvas.drawString(108, 701, "一二三")

    assert sorted(line.text for line in drawn(draw).lines) == ["一二三", "甲乙丙丁戊己"]


def test_a_watermark_makes_lines_of_its_own() -> None:
    def draw(canvas: Canvas, _: str) -> None:
        canvas.saveState()
        canvas.translate(100, 600)
        canvas.rotate(30)
        canvas.drawString(0, 0, "内部资料请勿外传")
        canvas.restoreState()
        for row in range(5):
            canvas.drawString(100, 700 - 29 * row, "困难群众救助工作绩效评价")

    assert [line.text for line in drawn(draw).lines] == ["困难群众救助工作绩效评价"] * 5 + ["内部资料请勿外传"]


def test_hyphens_radicals_and_ligatures_stay() -> None:
    def draw(canvas: Canvas, _: str) -> None:
        canvas.drawString(100, 700, "12日-")
        canvas.drawString(100, 671, "14日ab-")
        canvas.drawString(100, 642, "cd")
        canvas.setFont("Helvetica", 16)
        canvas.drawString(100, 613, "well-")
        canvas.drawString(100, 584, "known")

    assert [line.text for line in drawn(draw).lines] == ["12日-", "14日ab-", "cd", "well-", "known"]


def test_pages_without_text_are_named_and_blank_ones_are_not(setting: Setting) -> None:
    require("song")
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    pixels = io.BytesIO(b"P6 2 2 255 " + bytes(range(12)))
    canvas.drawImage(ImageReader(pixels), 0, 0, WIDTH, HEIGHT)
    canvas.showPage()
    canvas.showPage()
    canvas.drawImage(ImageReader(pixels), 0, 0, WIDTH, HEIGHT)
    canvas.drawString(300, 60, "- 3 -")
    canvas.showPage()
    canvas.drawImage(ImageReader(pixels), 100, 100, 50, 50)
    canvas.drawString(300, 60, "- 4 -")
    canvas.showPage()
    canvas.drawImage(ImageReader(pixels), 0, 0, WIDTH, HEIGHT)
    canvas.drawString(300, 60, "page with words")
    canvas.save()
    pages = read_bytes("a.pdf", buffer.getvalue()).pages
    assert [page.unusable for page in pages] == ["no-text", None, "no-text", None, None]
    assert [len(page.lines) for page in pages] == [0, 0, 1, 1, 1]


def test_blank_pages_keep_the_numbering() -> None:
    truth = set_pages(BODY, blank_after=[1])
    pages = read_bytes("a.pdf", truth.pdf).pages
    assert [bool(page.lines) for page in pages] == [bool(lines) for lines in truth.pages]
    assert (pages[1].lines, pages[1].unusable, pages[2].number) == ((), None, 3)


def test_characters_without_unicode_make_a_page_unusable(setting: Setting) -> None:
    def strip(document: pikepdf.Pdf) -> None:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                del item["/ToUnicode"]

    pages = read_bytes("a.pdf", changed(setting.pdf, strip)).pages
    assert {page.unusable for page in pages} == {"no-unicode"}
    whole = read_bytes("a.pdf", setting.pdf).pages
    # What has a place still has it: a page that cannot be read is as long as one that can.
    assert len(pages[0].lines) == len(whole[0].lines)


def test_locked_files(setting: Setting) -> None:
    owner = changed(
        setting.pdf, lambda _: None, encryption=pikepdf.Encryption(owner="o", user="", allow=pikepdf.Permissions(extract=False))
    )
    reading = read_bytes("a.pdf", owner)
    assert reading.flags == ("owner-password",)
    assert squeezed(reading.pages[0]) == squeezed(read_bytes("a.pdf", setting.pdf).pages[0])
    for revision in (3, 4, 6):
        encryption = pikepdf.Encryption(owner="o", user="u", R=revision, metadata=revision > 3, aes=revision > 3)
        assert refusal(changed(setting.pdf, lambda _: None, encryption=encryption)) == "pdf-encrypted"
    locked = changed(setting.pdf, lambda _: None, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refusal(locked[:-40]) == "pdf-damaged"


@pytest.mark.parametrize("lost", [1, 8, 40, 200])
def test_a_lost_tail_is_repaired_and_said(setting: Setting, lost: int) -> None:
    reading = read_bytes("a.pdf", setting.pdf[:-lost])
    assert reading.flags == (("repaired",) if lost > 1 else ())
    assert check_boxes(reading, setting, cell) > 1500


def test_a_page_whose_content_is_lost_is_named(setting: Setting) -> None:
    reading = read_bytes("a.pdf", setting.pdf[:-900])
    assert reading.flags == ("repaired",)
    assert [page.unusable for page in reading.pages] == [None] * (len(setting.pages) - 1) + ["damaged"]


def test_rubbish_is_refused(setting: Setting) -> None:
    for data in (
        b"%PDF-1.7\n",
        b"%PDF-1.4\n" + b"rubbish \xff\x00" * 300,
        setting.pdf[:700],
        b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF",
    ):
        assert refusal(data) in {"pdf-damaged", "pdf-no-pages"}
    assert refusal(b"") == "file-empty"


def test_no_file_cut_anywhere_ends_in_anything_but_a_reading_or_an_error(setting: Setting) -> None:
    outcomes = set()
    for end in range(0, len(setting.pdf), len(setting.pdf) // 40):
        try:
            outcomes.add("repaired" in read_bytes("a.pdf", setting.pdf[:end]).flags)
        except ReadError as error:
            outcomes.add(error.code)
    assert "pdf-damaged" in outcomes or "pdf-no-pages" in outcomes
    assert False not in outcomes


def test_a_file_without_pages_or_with_too_many(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    def empty(document: pikepdf.Pdf) -> None:
        del document.pages[:]

    assert refusal(changed(setting.pdf, empty)) == "pdf-no-pages"
    monkeypatch.setitem(limits.IN_FORCE, "pdf-pages", len(setting.pages) - 1)
    with pytest.raises(ReadError) as caught:
        read_bytes("a.pdf", setting.pdf)
    assert caught.value.code == "pdf-too-many-pages"
    assert caught.value.params == {"count": len(setting.pages), "limit": len(setting.pages) - 1, "limit_name": "pdf-pages"}


def test_a_looping_page_tree_is_refused() -> None:
    loop = (
        b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[2 0 R]/Count 1000000>> endobj\n"
        b"trailer <</Root 1 0 R/Size 3>>\n%%EOF\n"
    )
    assert refusal(loop) in {"pdf-too-many-pages", "pdf-damaged", "pdf-no-pages"}


def test_content_before_the_header_and_a_wrong_name(setting: Setting, tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(setting.pdf)
    assert read(path).format == "pdf"
    assert read_bytes("a", b"\r\n\r\n" + setting.pdf).format == "pdf"


def test_a_reading_goes_to_another_process_and_back(setting: Setting) -> None:
    reading = read_bytes("a.pdf", setting.pdf)
    assert pickle.loads(pickle.dumps(reading)) == reading
    assert read_bytes("a.pdf", setting.pdf) == reading


def test_a_dot_whose_box_is_as_low_as_its_ink_stays_in_its_figure() -> None:
    """Fonts without ascent give each character the height of its ink; the dot of 0.5 then stands low beside the digits."""
    heights = {".": (9.0, 10.0)}
    text = list("扣减0.5分，自评得分5.5分")
    boxes: list[float] = []
    for index, char in enumerate(text):
        top, bottom = heights.get(char, (1.0, 11.0) if char > "\u2e80" else (3.0, 10.0))
        boxes += [10.0 * index, top, 10.0 * index + 10, bottom]
    assert [len(run.members) for run in runs_of(text, boxes)] == [len(text)]
