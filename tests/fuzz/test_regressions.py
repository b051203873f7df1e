"""What fuzzing has found, one test each: the smallest input that showed it, or what makes it. ``docs/fuzzing.md`` tells what each was."""

from __future__ import annotations

import io
import random
import struct
import time
import zlib
from array import array
from decimal import Decimal
from types import SimpleNamespace

import pytest

from extractor import readers
from extractor.emitters.json import to_json
from extractor.emitters.wording import Wording
from extractor.language import numerals
from extractor.language.patterns import builtin
from extractor.model.errors import GoujiError, ReadError
from extractor.model.page import Line, Page, Reading
from extractor.normaliser import normalise
from extractor.pipeline import extract_bytes
from extractor.readers import read_bytes
from extractor.readers.archive.reader import members
from extractor.readers.doc.stories import _writer
from extractor.readers.ocr import image
from tests import brokenfiles, setting, sheetfiles
from tests.fuzz import packages, seeds
from tests.fuzz.oracle import check_reading, check_report
from tests.fuzz.packages import tar_of


def code_of(data: bytes, name: str = "a") -> str:
    """The code of the error that refuses the bytes; ``read`` where they are read."""
    try:
        read_bytes(name, data)
    except ReadError as error:
        return error.code
    return "read"


@pytest.mark.parametrize(
    ("text", "begins", "value"),
    [
        ("3万0000亿", "3万0000", 30000),
        ("3万0.00001亿", "3万0.00001", Decimal("30000.00001")),
        ("3万0亿", "3万0", 30000),
        ("5亿0万", "5亿0万", 5 * 10**8),
    ],
)
def test_a_group_of_nothing_has_no_larger_multiplier(text: str, begins: str, value: Decimal) -> None:
    assert [(one.text, one.value) for one in numerals.find(text)] == [(begins, value)]
    assert (numerals.parse(text) is None) == (text != begins)


def test_a_member_without_a_name() -> None:
    chance = random.Random(1)
    assert code_of(packages.zipped([("", b"x"), ("OFD.xml", b"<OFD/>")], chance)).startswith("ofd-")
    found = list(members("a.zip", packages.zipped([("", b"x"), ("b.txt", b"y")], chance)))
    assert [(one.name, one.content) for one in found] == [("a.zip/", b"x"), ("a.zip/b.txt", b"y")]


def test_a_number_format_without_a_number() -> None:
    styles = '<numFmts><numFmt formatCode="0.00"/></numFmts><cellXfs><xf numFmtId="0"/></cellXfs>'
    assert code_of(sheetfiles.parts('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>', styles=styles)) == "xlsx-damaged"


def test_hidden_columns_without_ends() -> None:
    assert (
        code_of(sheetfiles.parts('<cols><col hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'))
        == "xlsx-damaged"
    )


def test_a_compound_file_whose_directory_leads_in_a_circle() -> None:
    data = bytearray(sheetfiles.old_score_sheet())
    at = (struct.unpack_from("<I", data, 48)[0] + 1) * 512
    for entry in range(at, at + 4 * 128, 128):
        struct.pack_into("<III", data, entry + 68, 1, 1, 1)  # left, right and child of each are the same entry
    assert code_of(bytes(data)) in ("xlsx-damaged", "read", "format-ole-unsupported")


def test_an_old_workbook_in_an_unknown_code_page() -> None:
    data = bytearray(sheetfiles.old_score_sheet())
    at = data.index(struct.pack("<HH", 0x42, 2)) + 4  # CODEPAGE
    struct.pack_into("<H", data, at, 1024)
    bound = data.index(struct.pack("<H", 0x85))  # BOUNDSHEET, whose name says that it is no Unicode
    assert code_of(bytes(data)) in ("xlsx-damaged", "read")
    assert bound > at


def test_a_character_set_whose_name_holds_nothing_that_names_hold() -> None:
    page = b'MIME-Version: 1.0\nContent-Type: text/html; charset="\x00utf-8"\n\n<html><body><p>\xe8\x87\xaa\xe8\xaf\x84\xe5\xbe\x97\xe5\x88\x869</p></body></html>'
    assert code_of(page) == "read"


def test_a_tar_whose_member_says_that_it_has_no_end() -> None:
    data = bytearray(tar_of([("a.txt", b"x"), ("b.txt", b"y")], "w"))
    at = 1024  # the second header
    data[at + 124 : at + 136] = b"\x80" + b"\xff" * 11
    data[at + 148 : at + 156] = b" " * 8
    data[at + 148 : at + 156] = b"%06o\x00 " % sum(data[at : at + 512])
    begin = time.process_time()
    found = list(members("a.tar", bytes(data)))
    assert time.process_time() - begin < 2.0
    assert isinstance(found[-1].content, GoujiError)
    assert found[0].content == b"x"


def test_a_picture_with_colours_by_number_and_no_table_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "recognise", lambda *_: ())
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 3, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(9) * 8)), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside)) for kind, inside in chunks
    )
    assert code_of(data) == "image-damaged"


@pytest.mark.parametrize("text", ["X" * 127, "×" * 300, "1" * 1500, "1,1" * 400, "１" * 400, "一" * 2000, "*" * 2000])
def test_runs_of_one_character_cost_little(text: str) -> None:
    begin = time.process_time()
    for id in ("claim.product.formula", "claim.conversion.that-is", "claim.conversion.bracket"):
        builtin().one(id).search(text)
    assert time.process_time() - begin < 2.0


def test_a_pdf_without_its_typeface_reads_the_same_whatever_was_read_before() -> None:
    """PDFium adapts the typeface that stands in to the widths that a file asks for, and the next file finds it so."""
    sound = setting.set_report(seeds.CLAIMS).pdf
    lost = sound.replace(b"/F2+0 7 0 R", b"/F2+0 9 0 R")  # of the same length: an object that is no font
    assert lost != sound

    def boxes() -> list[array[float] | None]:
        readers.forget()
        return [line.boxes for page in read_bytes("a", lost).pages for line in page.lines]

    first = boxes()
    assert len(first) > 3
    assert [boxes(), boxes()] == [first, first]


def summary(kind: int, value: bytes) -> SimpleNamespace:
    """A compound file whose summary names the program that wrote it by a property of that kind."""
    section = struct.pack("<4I", 16 + len(value) + 4, 1, 0x12, 16) + struct.pack("<I", kind) + value
    stream = bytes(44) + struct.pack("<I", 48) + section
    return SimpleNamespace(openstream=lambda _: io.BytesIO(stream))


def test_a_list_of_properties_that_says_it_is_endless() -> None:
    begin = time.process_time()
    assert _writer(summary(0x1000, struct.pack("<I", 2**32 - 1))) == b""
    assert time.process_time() - begin < 1.0
    assert _writer(summary(0x1E, struct.pack("<I", 11) + b"WPS Writer\0")) == b"WPS Writer"
    assert _writer(summary(0x1F, struct.pack("<I", 4) + "WPS\0".encode("utf-16-le"))) == b"WPS"


@pytest.mark.parametrize("figure", ["288" * 20, "1" * 130 + "." + "3" * 5, "0." + "0" * 80 + "7"])
def test_figures_of_any_length_are_checked(figure: str) -> None:
    text = (
        f"某市民政局自评报告\n\n一、问卷（分值{figure}分，自评得分{figure}分）\n发放问卷300份，收回{figure}份，回收率96%，其中有效{figure}份、无效2份。"
        f"甲项得{figure}分，乙项得2分，扣减{figure}分。\n二、资金（分值5分，自评得分4分）\n自评总分{figure}分。\n"
    )
    report = extract_bytes("a.txt", text.encode())
    check_report(report)
    assert figure in to_json(report, Wording(builtin())).decode()
    assert len(report.verification.checks) > 1


def test_merged_cells_that_end_before_they_begin() -> None:
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{column}{row}"><v>{row}</v></c>' for column in "ABC") + "</row>" for row in range(1, 6)
    )
    merges = '<mergeCells><mergeCell ref="A4:B1"/><mergeCell ref="C2:A3"/></mergeCells>'
    reading = read_bytes("a.xlsx", sheetfiles.parts(f"<sheetData>{rows}</sheetData>{merges}"))
    check_reading(reading)
    assert sum(line.text.count("|") for line in reading.pages[0].lines) == 5 * 4


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("subject.tail", "共计" * 30 + "²"),
        ("score.known-lead", "自评得 值分 " + "得分 " * 40 + "所"),
        ("subject.tail", "达到了总额达" * 20 + "情况"),
        ("section.score-bracket", "（" + "共计" * 40 + "9²"),
        ("section.score-bracket", "（" + "自评得分标准分值权重" * 9 + "9情况）"),
        ("section.score-bracket", "宣传[分值20分，" + "648" * 80 + "²"),
        ("section.score-bracket", "（自评得分" + "1 2 " * 40 + "²"),
        ("section.score-line", "资金管理分值10分，自评得分9" + "." * 60 + "分"),
        ("section.score-line", "资金管理分值10分，自评得分9" + "—" * 90 + "x"),
        ("section.score-line", "资金：" + " ：| " * 1000),
        ("html.frame-buttons", "微信  微博  " * 20 + "²"),
    ],
)
def test_words_that_can_be_read_in_many_ways_cost_little(id: str, text: str) -> None:
    begin = time.process_time()
    assert builtin().one(id).search(text) is None
    assert time.process_time() - begin < 1.0


@pytest.mark.parametrize(
    "text",
    [
        "（自评得分值8分）",
        "（标准分值10分，自评得分9分）",
        "【本项指标标准分值权重共计10分，单位自评得分实际得分共计5分，扣减分值共计5分】",
    ],
)
def test_a_bracket_of_many_words_is_still_a_score(text: str) -> None:
    found = builtin().one("section.score-bracket").search(text)
    assert found is not None
    assert found[0] == text


def test_a_carriage_return_in_a_word_file_breaks_the_line() -> None:
    body = "<w:p><w:r><w:t>一、&#13;组织领导&#13;&#10;（9分）</w:t></w:r></w:p>".encode()
    reading = read_bytes("a.docx", brokenfiles.replaced(brokenfiles.sound()["docx"], brokenfiles.WORD, brokenfiles.WORD_XML % body))
    check_reading(reading)
    assert [line.text for page in reading.pages for line in page.lines] == ["一、", "组织领导", "（9分）"]


def test_type_too_small_to_be_seen_sets_no_measure() -> None:
    words = "一、组织领导"
    boxes = array("d", [edge for index in range(len(words)) for edge in (0.1 * index, 0.0, 0.1 * index + 0.1, 0.1)])
    page = Page(1, (Line(words, 1, boxes, 0.1), Line(words, 2, boxes, 0.0)), 100.0, 100.0)
    text = normalise(Reading("a.pdf", "0" * 64, 1, "pdf", "pdfium", (page,), paged=True), builtin())
    assert text.content.count(words) == 2


def test_a_change_told_in_a_cell_has_no_level_before_it() -> None:
    table = "项目支出自评表\n| 一级指标 | 分值 | 指标值 | 得分 |\n| 产出3万元，同比增长3.4%，由58人增加到60人 | 20 | 60人 | 20 |\n"
    check_report(extract_bytes("a.txt", table.encode()))
