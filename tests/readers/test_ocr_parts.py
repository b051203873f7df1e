"""The parts of recognition that need no engine: seals, frames, rulings, lost pieces, gaps, doubts, pictures that are refused, and what is said where
the engine is not installed.
"""

from __future__ import annotations

import io
import re
import struct
import tomllib
import zlib
from array import array
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.errors import ReadError
from extractor.model.page import Line
from extractor.pipeline import extract
from extractor.readers import read_bytes
from extractor.readers.ocr import again as ocr_again
from extractor.readers.ocr import doubts as ocr_doubts
from extractor.readers.ocr import lines as ocr_lines
from extractor.readers.ocr import page as ocr_page
from extractor.readers.ocr import specks as ocr_specks
from extractor.readers.ocr import strokes as ocr_strokes
from extractor.readers.ocr.engine import LIBRARIES, Recognised
from tests.setting import HEIGHT, WIDTH, set_pages

np = pytest.importorskip("numpy", reason="numpy is not installed: pip install 'gouji[ocr]'")
cv2 = pytest.importorskip("cv2", reason="OpenCV is not installed: pip install 'gouji[ocr]'")
Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed: pip install 'gouji[ocr]'")

MILLIMETRE = 8.0
"""Pixels."""


def paper(width: float = 160, height: float = 200) -> Any:
    return np.full((round(height * MILLIMETRE), round(width * MILLIMETRE), 3), 250, np.uint8)


def test_a_seal_is_lifted_and_black_under_it_stays() -> None:
    page = paper()
    cv2.line(page, (400, 800), (900, 800), (20, 20, 20), 6)
    cv2.circle(page, (640, 800), 160, (205, 30, 40), 10)
    cv2.circle(page, (640, 800), 40, (215, 40, 50), -1)
    cv2.line(page, (560, 800), (720, 800), (16, 4, 6), 6)
    lifted = ocr_page.lifted(page, MILLIMETRE)
    assert lifted.seal is not None
    assert lifted.grey[800 - 160, 640] > 235, "the ring"
    assert lifted.grey[780, 640] > 235, "the star"
    assert lifted.grey[800, 600:680].max() < 60, "black under the star"
    assert lifted.seal[800 - 160, 640] and not lifted.seal[800, 420]


@pytest.mark.parametrize("size", [(90, 14), (60, 22), (30, 12)], ids=["one line", "two bodies", "a word"])
def test_red_words_are_no_seal(size: tuple[float, float]) -> None:
    page = paper()
    for row in range(round(size[1] * MILLIMETRE / 24)):
        for column in range(round(size[0] * MILLIMETRE / 30)):
            corner = (100 + 30 * column, 100 + 24 * row)
            cv2.rectangle(page, corner, (corner[0] + 18, corner[1] + 14), (217, 0, 0), 3)
    lifted = ocr_page.lifted(page, MILLIMETRE)
    assert lifted.seal is None
    assert lifted.grey[100:114, 100:118].min() < 120


def test_a_seal_across_the_edges_of_the_sheets_is_lifted() -> None:
    page = paper()
    cv2.circle(page, (page.shape[1] + 110, 700), 170, (205, 30, 40), 12)
    lifted = ocr_page.lifted(page, MILLIMETRE)
    assert lifted.seal is not None
    assert lifted.grey[500:900, -62:].min() > 235


@pytest.mark.parametrize("tilt", [-4.2, -0.6, 0.0, 1.0, 2.35])
def test_the_tilt_is_found_from_lines_and_from_rulings(tilt: float) -> None:
    lines, table = np.zeros((1400, 1000), np.uint8), np.zeros((700, 1000), np.uint8)
    chance = np.random.default_rng(3)
    for row in range(200, 1200, 60):
        lines[row : row + 30, 150:850] = chance.random((30, 700)) < 0.3
    cv2.rectangle(table, (200, 200), (800, 400), 1, 3)
    for page in (lines, table):
        askew = (ocr_page.straightened(page * 255, -tilt) > 127).astype(np.uint8)
        assert ocr_page.tilt_of(askew) == pytest.approx(tilt, abs=0.11)
    assert ocr_page.tilt_of(np.zeros((300, 200), np.uint8)) == 0.0


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_boxes_lead_back_to_the_page_as_it_was_given(quarters: int) -> None:
    given = np.zeros((300, 200), np.uint8)
    given[40:60, 30:70] = 255
    read = np.rot90(given, -quarters)
    rows, columns = np.nonzero(read)
    frame = ocr_page.Frame(read.shape[1], read.shape[0], quarters, 0.0, 0.5)
    level = [float(side) * 0.5 for side in (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)]
    assert frame.displayed(level) == [15.0, 20.0, 35.0, 30.0]


def test_what_is_straightened_and_tilted_again_stands_where_it_stood() -> None:
    frame = ocr_page.Frame(1000, 1400, 0, 1.7, 1.0)
    corners = np.array([[10.0, 20.0], [900.0, 1300.0]])
    assert frame.tilted(frame.straight(corners)) == pytest.approx(corners)
    slope = frame.straight(np.array([[0.0, 0.0], [1000.0, 1000.0 * np.tan(np.radians(1.7))]]))
    assert slope[0][1] == pytest.approx(slope[1][1])


def test_rulings_are_found_and_strokes_are_not() -> None:
    grey = np.full((800, 800), 245, np.uint8)
    cv2.rectangle(grey, (100, 100), (700, 400), 40, 3)
    cv2.line(grey, (100, 250), (700, 253), 40, 3)
    cv2.line(grey, (400, 100), (400, 400), 40, 3)
    cv2.line(grey, (120, 600), (160, 600), 20, 4)
    found = ocr_page.rulings(ocr_page.inked(grey), MILLIMETRE)
    level = [rule for rule in found if rule[2] - rule[0] > rule[3] - rule[1]]
    assert len(level) == 3 and len(found) == 6
    assert all(rule[1] < 410 for rule in found)


def piece(text: str, columns: Sequence[float], trust: Sequence[float] | None = None, width: float = 480, height: float = 60) -> Any:
    corners = np.array([[100, 100], [100 + width, 100], [100 + width, 100 + height], [100, 100 + height]], np.float32)
    return ocr_lines.Piece(corners, Recognised(text, tuple(columns), tuple(trust or [0.999] * len(text))))


class Scripted:
    """An engine that gives what it is told, one list a call."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)

    def recognise(self, lines: Sequence[Any]) -> list[Recognised]:
        texts = self.answers.pop(0) if lines else []
        assert len(texts) == len(lines)
        return [Recognised(text, tuple((i + 0.5) / len(text) for i in range(len(text))), (0.99,) * len(text)) for text in texts]


def evenly(text: str, width: float = 480, em: float = 48) -> Any:
    """A piece whose characters stand side by side."""
    widths = [em if ord(char) > 0x2000 else em / 2 for char in text]
    middles = [sum(widths[:index]) + widths[index] / 2 for index in range(len(widths))]
    return piece(text, [middle / width for middle in middles], width=width, height=em / 0.72)


def test_characters_stand_side_by_side_and_gaps_stay() -> None:
    places = evenly("此项分值9.5分，自评").places()
    assert all(after[0] == pytest.approx(before[1]) for before, after in pairwise(places))
    apart = piece("甲乙丙", [0.1, 0.2, 0.5]).places()
    assert apart[1][0] == pytest.approx(apart[0][1]) and apart[2][0] - apart[1][1] == pytest.approx(100.8)


def test_digits_in_full_width_are_one_figure_and_columns_are_not() -> None:
    wide = piece("甲乙1 5 2丙丁", [0.05, 0.15, 0.25, 0.3, 0.35, 0.4, 0.45, 0.55, 0.65]).places()
    assert wide[4][0] == pytest.approx(wide[2][1])
    columns = piece("甲乙52 60丙丁", [0.05, 0.15, 0.225, 0.275, 0.35, 0.425, 0.475, 0.55, 0.65]).places()
    assert columns[5][0] - columns[3][1] > 20


GREY = 250


def blank() -> Any:
    return np.full((400, 800), GREY, np.uint8)


def doubts(first: Any, *answers: Sequence[str], seal: Any = None) -> list[tuple[str, str, str | None]]:
    found = ocr_doubts.uncertain(Scripted(*answers), blank(), seal, [first])
    return [(first.read.text[one.at], one.reason, one.other) for one in found]


def test_a_figure_that_is_read_alike_twice_is_certain() -> None:
    assert doubts(evenly("得分9.5分，共"), ["得分9.5分，共"]) == []
    assert doubts(evenly("共1,205人"), ["共1， 205人"]) == []


def test_a_figure_that_is_read_differently_twice_is_doubtful() -> None:
    assert doubts(evenly("得9.5元"), ["得9.6元"], ["得9.6元"]) == [(char, "second-reading", "9.6") for char in "9.5"]


def test_a_third_reading_clears_what_the_engine_was_sure_of() -> None:
    assert doubts(evenly("得9.5元"), ["得95元"], ["得9.5元"]) == []
    unsure = piece("得95元", [0.1, 0.2, 0.25, 0.3], [0.99, 0.95, 0.99, 0.99])
    assert doubts(unsure, ["得85元"], ["得95元"]) == [("9", "second-reading", "85"), ("5", "second-reading", "85")]


def test_under_a_seal_the_seal_is_the_reason() -> None:
    seal = np.zeros((400, 800), bool)
    seal[90:180, 90:400] = True
    assert {reason for _, reason, _ in doubts(evenly("得9.5元"), ["得9.8元"], ["得9.8元"], seal=seal)} == {"seal"}
    assert doubts(evenly("得9.5元"), ["得9.5元"], seal=seal) == []


def test_the_engine_s_own_doubt_is_carried_to_the_digit() -> None:
    unsure = piece("得9.5分", [0.1, 0.2, 0.225, 0.25, 0.3], [0.5, 0.99, 0.99, 0.6, 0.99])
    assert doubts(unsure, ["得9.5分"]) == [("5", "confidence", None)]


def test_a_per_mille_sign_that_is_read_as_per_cent_is_doubtful() -> None:
    assert doubts(evenly("为8%o以内"), ["为8%"]) == [("%", "second-reading", "8‰")]
    first, rings = evenly("为8%，共"), blank()
    for x, others in ((178, []), (189, []), (200, ["8‰"])):
        cv2.circle(rings, (x, 133), 4, 20, 2)
        found = ocr_doubts.uncertain(Scripted(["为8%，共"]), rings, None, [first])
        assert [one.other for one in found] == others


def test_formulas_are_no_figures() -> None:
    assert doubts(evenly("降低CO2，共1,205吨"), ["降低CO2，", "共1,205吨"]) == []


@pytest.mark.parametrize("text", ["减3,35万", "共I2个", "得9O5个", "得3..0分", "分值r2"])
def test_what_no_figure_holds_is_doubtful(text: str) -> None:
    found = doubts(evenly(text), [text])
    assert [reason for _, reason, _ in found] == ["confidence"] and found[0][0] in ",IO.r"


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("每次由1一2名", "每次由1-2名"),
        ("一2名业务骨干", "-2名业务骨干"),
        ("一2一", "一2一"),
        ("一12 —", "一12 —"),
        ("（-）政策保障", "（一）政策保障"),
        ("十—、下一步", "十一、下一步"),
        ("由-1增至2", "由-1增至2"),
        ("一一得一", "一一得一"),
        ("甲（-）乙", "甲（-）乙"),
    ],
)
def test_level_strokes_are_told_by_what_stands_round_them(read: str, printed: str) -> None:
    assert ocr_strokes.set_right(evenly(read).read).text == printed


def test_a_line_s_last_words_are_of_its_size_and_a_title_s_are_not() -> None:
    body, rest, title = (
        evenly("按照要求逐条自查并且报告"),
        piece("助。", [0.3, 0.6], width=70, height=60),
        piece("告", [0.5], width=80, height=100),
    )
    assert rest.em < 0.92 * body.em < body.em < title.em
    ocr_lines.settle_sizes([body, rest, title])
    assert rest.em == body.em < title.em


def speckled(size: int, trust: float = 0.7) -> tuple[Any, Any]:
    """A picture in which something square and black stands where a point is read, behind 志愿者."""
    read, white = piece("志愿者.（2分）", [0.1, 0.2, 0.3, 0.37, 0.45, 0.55, 0.6, 0.65], [0.99] * 3 + [trust] + [0.99] * 4), blank()
    at = 100 + round(0.37 * 480)
    white[140 : 140 + size, at : at + size] = 60
    return read, white


@pytest.mark.parametrize(
    ("size", "trust", "text"),
    [(3, 0.7, "志愿者（2分）"), (3, 0.99, "志愿者.（2分）"), (7, 0.7, "志愿者.（2分）"), (0, 0.7, "志愿者.（2分）")],
    ids=["a speck", "sure of it", "large enough for a point", "nothing by itself"],
)
def test_a_speck_is_no_point(size: int, trust: float, text: str) -> None:
    read, page = speckled(size, trust)
    ocr_specks.drop_specks(page, [read])
    assert read.read.text == text and len(read.read.columns) == len(read.read.trust) == len(text)


def test_a_speck_between_digits_is_doubtful() -> None:
    figure, page = piece("得2.0分", [0.1, 0.2, 0.23, 0.26, 0.35]), blank()
    page[140:143, 210:213] = 60
    ocr_specks.drop_specks(page, [figure])
    assert figure.read.text == "得2.0分"
    found = ocr_doubts.uncertain(Scripted(["得2.0分"]), page, None, [figure])
    assert [(figure.read.text[one.at], one.reason) for one in found] == [(".", "confidence")]


def test_an_unsure_number_of_a_heading_is_doubtful() -> None:
    unsure = piece("（三）政策", [0.1, 0.2, 0.3, 0.4, 0.5], [0.99, 0.6, 0.99, 0.99, 0.99])
    assert doubts(unsure) == [("三", "confidence", None)]
    assert doubts(piece("三级政策", [0.1, 0.2, 0.3, 0.4], [0.6, 0.99, 0.99, 0.99])) == []


def test_a_line_that_gives_no_words_leaves_marks() -> None:
    em, corners = 40.0, np.array([[100, 100], [420, 100], [420, 150], [100, 150]], np.float32)
    marks = ocr_again.unread(corners, em)
    assert marks.read.text == ocr_again.UNREAD * 8
    assert doubts(marks) == [(ocr_again.UNREAD, "unread", None)] * 8
    ink = np.zeros((300, 600), np.uint8)
    ink[100:140:3, 100:420:3] = 1
    assert ocr_again.is_line(ink, (100, 100, 420, 150), em)
    assert not ocr_again.is_line(ink, (100, 100, 180, 150), em), "dirt is short"
    assert not ocr_again.is_line(ink, (100, 200, 420, 250), em), "and so is what has hardly any ink"


def test_a_lost_line_is_found_by_its_ink() -> None:
    ink = np.zeros((600, 900), np.uint8)
    for row in (100, 180, 340):
        ink[row : row + 40 : 3, 100:800:2] = 1
    ink[500:503, 500:503] = 1
    corners = [np.array([[90, row - 8], [810, row - 8], [810, row + 48], [90, row + 48]], np.float32) for row in (100, 340)]
    ((left, top, right, bottom),) = ocr_again.lost(ink, corners, 44.0)
    assert (left <= 100, right >= 798, 150 < top <= 180, 218 <= bottom < 250) == (True, True, True, True)


def test_a_lost_mark_is_read_again_where_its_gap_has_ink() -> None:
    first = piece("一工作", [0.1, 0.3, 0.4])
    white = blank()
    ocr_again.fill_gaps(Scripted(), white, [first])
    assert first.read.text == "一工作"
    cv2.circle(white, (190, 140), 6, 30, -1)
    ocr_again.fill_gaps(Scripted(["一、工"]), white, [first])
    assert first.read.text == "一、工作" and first.read.columns == tuple(sorted(first.read.columns))
    other = piece("一工作", [0.1, 0.3, 0.4])
    ocr_again.fill_gaps(Scripted(["十、工"]), white, [other])
    assert other.read.text == "一工作"


@pytest.mark.parametrize(
    ("text", "inside", "at_edge"),
    [
        ("一1一", "—1—", "—1—"),
        ("- 12 -", "— 12 —", "— 12 —"),
        ("一3－", "—3—", "—3—"),
        ("3一", None, "3—"),
        ("3", None, None),
        ("一、3", None, None),
        ("一3人一", None, None),
    ],
)
def test_page_numbers_between_dashes(text: str, inside: str | None, at_edge: str | None) -> None:
    assert (ocr_again.page_number(text, at_edge=False), ocr_again.page_number(text, at_edge=True)) == (inside, at_edge)


# What is refused, and what is said


def png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 10) + b"IDAT" + bytes(14)


def saved(picture: Any, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def refusal(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_bytes("扫描.png", data)
    return caught.value


def test_a_picture_of_a_gigapixel_is_refused_before_it_is_decoded() -> None:
    for size in ((40_000, 30_000), (12_000, 10_000)):
        assert refusal(png(*size)).code == "image-too-large"


@pytest.mark.parametrize("told", [False, True])
def test_broken_pictures_are_refused(monkeypatch: pytest.MonkeyPatch, told: bool) -> None:
    """Also where another library has told Pillow to make up what is cut off."""
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", told)
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 300, 3), np.uint8))
    for form in ("JPEG", "PNG", "TIFF", "BMP"):
        whole = saved(noise, form)
        assert refusal(whole[: len(whole) // 2]).code in ("image-damaged", "text-binary"), form
    assert refusal(b"\xff\xd8\xff\xe0\x00\x10JFIF").code == "image-damaged"


def test_without_the_engine_pictures_and_scans_say_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("extractor.readers.ocr.image.missing", lambda: "rapidocr")
    monkeypatch.setattr("extractor.readers.ocr.pdf.missing", lambda: "rapidocr")
    white = Image.new("RGB", (400, 500), "white")
    error = refusal(saved(white, "PNG"))
    patterns = builtin()
    for lang in ("zh", "en"):
        assert "pip install 'gouji[ocr]'" in Wording(patterns, lang).error(error)
    pages = io.BytesIO()
    canvas = Canvas(pages, pagesize=(WIDTH, HEIGHT))
    canvas.drawImage(ImageReader(white), 0, 0, WIDTH, HEIGHT)
    canvas.save()
    path = tmp_path / "a.pdf"
    path.write_bytes(pages.getvalue())
    report = extract(path, patterns)
    assert [page.unusable for page in report.reading.pages] == ["no-ocr"] and not report.reading.ocr
    (finding,) = [one for one in report.verification.findings if one.rule == "coverage/page"]
    for lang in ("zh", "en"):
        assert "pip install 'gouji[ocr]'" in Wording(patterns, lang).finding(finding)


def test_pages_with_their_own_text_never_ask_for_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("recognised")

    monkeypatch.setattr("extractor.readers.ocr.pdf.recognise", fail)
    reading = read_bytes("a.pdf", set_pages(["一、工作（分值9分，自评得分9分）"]).pdf)
    assert not reading.ocr and set(reading.versions) == {"pypdfium2"}


def test_every_library_comes_with_the_extra_or_with_the_tool(root: Path) -> None:
    given = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split(r"[<>=~ \[]", one)[0] for one in (*given["dependencies"], *given["optional-dependencies"]["ocr"])}
    assert set(LIBRARIES.values()) <= named


def scanned_page(words: str, size: tuple[float, float] = (WIDTH, HEIGHT)) -> bytes:
    """A page that a picture covers, with words of its own on it."""
    pages = io.BytesIO()
    canvas = Canvas(pages, pagesize=size)
    canvas.drawImage(ImageReader(Image.new("RGB", (400, 500), "white")), 0, 0, *size)
    canvas.drawString(50, 30, words)
    canvas.save()
    return pages.getvalue()


def test_what_a_scanner_s_program_adds_does_not_hide_the_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    def lines(*texts: str) -> Any:
        return lambda *_: tuple(Line(text, number, array("d", [0.0, 0.0, 9.0, 9.0] * len(text))) for number, text in enumerate(texts, 1))

    monkeypatch.setattr(
        "extractor.readers.ocr.pdf.recognise", lines("Scanned with an app", "甲市民政局关于困难群众救助工作的自评报告及其附件说明")
    )
    reading = read_bytes("a.pdf", scanned_page("Scanned with an app"))
    assert reading.ocr and len(reading.pages[0].lines) == 2
    monkeypatch.setattr("extractor.readers.ocr.pdf.recognise", lines("Scanned with an app"))
    reading = read_bytes("a.pdf", scanned_page("Scanned with an app"))
    assert (reading.ocr, [line.text for line in reading.pages[0].lines]) == (False, ["Scanned with an app"])


def test_a_page_of_five_metres_is_painted_no_larger_than_others(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = []

    def measured(colours: Any, points: float, _: int) -> tuple[()]:
        shapes.append((max(colours.shape), round(points * max(colours.shape))))
        return ()

    monkeypatch.setattr("extractor.readers.ocr.pdf.recognise", measured)
    for size in ((14_400.0, 14_400.0), (100.0, 144.0)):
        read_bytes("a.pdf", scanned_page("", size))
    assert shapes == [(3400, 14_400), (1800, 144)]
