"""Workbooks of three makers: what the screen shows comes out row by row, what can't be seen is kept apart, broken ones are refused."""

from __future__ import annotations

import io
import json
import struct
import time
import zipfile
from collections.abc import Callable

import jsonschema
import pytest

from extractor.emitters.json import to_json
from extractor.emitters.schema import report_schema
from extractor.emitters.view import view
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model import limits
from extractor.model.errors import ReadError
from extractor.model.page import Cell, Reading
from extractor.model.text import Removal
from extractor.normaliser import normalise
from extractor.pipeline import extract_bytes
from extractor.readers import read_bytes
from tests.sheetfiles import EXPECTED, old_score_sheet, parts, score_sheet, xlsx


def lines(reading: Reading, page: int = 0) -> list[tuple[int, str | None, str]]:
    return [(line.number, line.mark, line.text) for line in reading.pages[page].lines]


def sheet_lines(sheet: str, **more: object) -> list[tuple[int, str | None, str]]:
    return lines(read_bytes("a.xlsx", parts(sheet, **more)))  # type: ignore[arg-type]


def refusal(data: bytes) -> ReadError:
    begin = time.monotonic()
    with pytest.raises(ReadError) as caught:
        read_bytes("表.xlsx", data)
    assert time.monotonic() - begin < 10
    return caught.value


@pytest.mark.parametrize("make", [score_sheet, old_score_sheet])
def test_a_score_table_as_the_screen_shows_it(make: Callable[[], bytes]) -> None:
    reading = read_bytes("附件.xlsx", make())
    assert (reading.format, reading.paged, reading.flags) == ("xlsx", False, ())
    assert [(page.number, page.name, page.unusable) for page in reading.pages] == [(1, "自评表", None), (2, "空表", None)]
    assert lines(reading) == EXPECTED
    assert lines(reading, 1) == []


@pytest.mark.parametrize("make", [score_sheet, old_score_sheet])
def test_cells_know_their_place_and_what_they_cover(make: Callable[[], bytes]) -> None:
    rows = [line.row for line in read_bytes("a", make()).pages[0].lines if line.row]
    assert [(row.table, row.number) for row in rows] == [(1, 0), (1, 1), (1, 2), (1, 3)]
    assert rows[1].cells[0] == Cell(2, 6, 0, 1, 2)
    assert [cell.column for cell in rows[2].cells] == [1, 2, 3, 4, 5]
    assert rows[3].cells[0] == Cell(2, 4, 0, 2, 1)


def test_the_report_names_sheet_and_row() -> None:
    report = extract_bytes("附件.xlsx", score_sheet())
    written = json.loads(to_json(report, Wording(builtin(), "zh")))
    jsonschema.validate(written, report_schema(), jsonschema.Draft202012Validator)
    assert written["document_at"]["title"][0]["places"] == [{"line": 1, "sheet": "自评表"}]
    (table,) = written["tables"]
    assert table["header"][2] == "分值"
    assert next(cell for cell in table["cells"] if cell["text"] == "95.50")["at"]["places"] == [{"line": 6, "sheet": "自评表"}]


@pytest.mark.parametrize(("lang", "place"), [("zh", "工作表“自评”第3行"), ("en", "sheet “自评”, row 3")])
def test_a_finding_is_placed_by_sheet_and_row(lang: str, place: str) -> None:
    def build(book: object) -> None:
        sheet = book.add_worksheet("自评")  # type: ignore[attr-defined]
        for row, words in enumerate(["某县民政局自评报告", "一、组织领导（分值10分，自评得分9分）", "因制度不全，扣减3分。"]):
            sheet.write(row, 0, words)

    said = view(extract_bytes("a.xlsx", xlsx(build)), Wording(builtin(), lang))
    assert place in said or place.replace("3", "2–3") in said


def test_paragraphs_in_cells_are_whole_and_their_lines_are_pieces() -> None:
    words = [f"第{order}项工作按要求完成并按时报送材料" for order in range(8)]

    def build(book: object) -> None:
        sheet = book.add_worksheet()  # type: ignore[attr-defined]
        for row, one in enumerate(words):
            sheet.write(row, 0, one)

    text = normalise(read_bytes("a", xlsx(build)), builtin())
    assert text.content.split("\n") == words


# What can't be seen


def test_hidden_sheets_rows_and_columns_are_kept_apart_and_said() -> None:
    def build(book: object) -> None:
        shown = book.add_worksheet("表")  # type: ignore[attr-defined]
        for row in range(4):
            shown.write_row(row, 0, [f"项{row}", row, f"密{row}"])
        shown.set_row(2, None, None, {"hidden": True})
        shown.set_column(2, 2, None, None, {"hidden": True})
        hidden = book.add_worksheet("底稿")  # type: ignore[attr-defined]
        hidden.write_row(0, 0, ["原自评得分", 99])
        hidden.hide()

    reading = read_bytes("a", xlsx(build))
    assert reading.flags == ("hidden-columns", "hidden-rows", "hidden-sheet")
    assert lines(reading) == [
        (1, "table", "| 项0 | 0 |"),
        (1, "hidden", "密0"),
        (2, "table", "| 项1 | 1 |"),
        (2, "hidden", "密1"),
        (3, "hidden", "项2 2 密2"),
        (4, "table", "| 项3 | 3 |"),
        (4, "hidden", "密3"),
    ]
    assert lines(reading, 1) == [(1, "hidden", "| 原自评得分 | 99 |")]
    text = normalise(reading, builtin())
    assert "密" not in text.content and "99" not in text.content
    assert {removed.reason for removed in text.removed if text.lines[removed.line].line.mark == "hidden"} == {Removal.HIDDEN}


def test_what_a_format_or_a_merged_cell_hides() -> None:
    styles = '<numFmts><numFmt numFmtId="164" formatCode=";;;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    sheet = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>77</v></c><c r="C1"><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c><c r="C2"><v>5</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>'
    )
    assert sheet_lines(sheet, styles=styles) == [
        (1, "table", "| 1 |  | 2 |"),
        (1, "hidden", "77"),
        (2, "table", "| 3 | 4 |  |"),
        (2, "hidden", "5"),
    ]


def test_a_merged_cell_whose_first_column_is_hidden_shows_its_words() -> None:
    sheet = (
        '<cols><col min="1" max="1" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="str"><v>总分</v></c><c r="B1"/>'
        '<c r="C1"><v>9</v></c></row><row r="2"><c r="B2"><v>1</v></c><c r="C2"><v>2</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    )
    assert sheet_lines(sheet) == [(1, "table", "| 总分 | 9 |"), (2, "table", "| 1 | 2 |")]


# Cells


def test_kinds_of_cells() -> None:
    sheet = (
        '<sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="b"><v>1</v></c><c r="D2" t="e"><v>#DIV/0!</v></c>'
        '<c r="E2" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c><c r="F2" t="str"><f>A1</f><v>丙</v></c><c t="d"><v>2022-01-01</v></c>'
        '<c r="H2"><f>1+1</f></c></row></sheetData>'
    )
    strings = '<si><r><t xml:space="preserve">007 </t></r><r><t>号</t></r><rPh sb="0" eb="1"><t>hao</t></rPh></si>'
    reading = read_bytes("a", parts(sheet, strings=strings))
    assert lines(reading) == [(2, "table", "| 007 号 | TRUE | #DIV/0! | 甲乙 | 丙 | 2022-01-01 |")]
    assert reading.flags == ("formulas-without-values",)


def test_a_format_that_is_not_understood_gives_the_stored_number_and_says_so() -> None:
    styles = '<numFmts><numFmt numFmtId="170" formatCode="0.00E+00"/><numFmt numFmtId="171" formatCode="dddd"/></numFmts><cellXfs><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>'
    reading = read_bytes("a", parts('<sheetData><row><c><v>12345.5</v></c><c s="1"><v>44562</v></c></row></sheetData>', styles=styles))
    assert lines(reading) == [(1, "table", "| 12345.5 | 2022/1/1 |")]
    assert reading.flags == ("number-format-unread",)


def test_the_strict_namespace_is_read() -> None:
    data = parts('<sheetData><row r="1"><c r="A1" t="str"><v>严格</v></c></row></sheetData>')
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            strict = source.read(name).replace(
                b"schemas.openxmlformats.org/spreadsheetml/2006/main", b"purl.oclc.org/ooxml/spreadsheetml/main"
            )
            target.writestr(
                name,
                strict.replace(
                    b"schemas.openxmlformats.org/officeDocument/2006/relationships", b"purl.oclc.org/ooxml/officeDocument/relationships"
                ),
            )
    assert lines(read_bytes("a", buffer.getvalue())) == [(1, None, "严格")]


def test_rows_without_a_word_belong_to_the_table_and_a_new_title_ends_it() -> None:
    def build(book: object) -> None:
        sheet = book.add_worksheet()  # type: ignore[attr-defined]
        for row, cells in {0: "甲表", 1: "ab", 3: "cd", 5: "乙表", 6: "ef"}.items():
            sheet.write_row(row, 0, [cells] if cells.endswith("表") else list(cells))

    rows = [(line.number, line.row and (line.row.table, line.row.number)) for line in read_bytes("a", xlsx(build)).pages[0].lines]
    assert rows == [(1, None), (2, (1, 0)), (4, (1, 2)), (6, None), (7, (2, 0))]


def test_sheets_of_charts_and_what_is_not_read() -> None:
    def build(book: object) -> None:
        sheet = book.add_worksheet("数据")  # type: ignore[attr-defined]
        sheet.write_row(0, 0, ["甲", 1])
        sheet.write_comment("A1", "批注")
        sheet.insert_textbox("D4", "文本框")
        chart = book.add_chart({"type": "column"})  # type: ignore[attr-defined]
        chart.add_series({"values": "=数据!$B$1:$B$1"})
        book.add_chartsheet("图").set_chart(chart)  # type: ignore[attr-defined]

    reading = read_bytes("a", xlsx(build))
    assert [page.name for page in reading.pages] == ["数据", "图"]
    assert reading.flags == ("chart-unread", "comments-unread", "text-box-unread")


# Broken and hostile


def test_refusals() -> None:
    good = score_sheet()
    assert refusal(good[: len(good) // 2]).code == "xlsx-damaged"
    assert refusal(old_score_sheet()[:-10]).code == "xlsx-damaged"
    assert refusal(old_score_sheet()[:2600]).code == "format-ole-unsupported"  # its directory stands at the end
    assert refusal(parts("<sheetData/>")).code == "xlsx-blank"
    assert refusal(parts("<sheetData><row>")).code == "xlsx-damaged"
    assert refusal(parts('<sheetData><row r="x"><c/></row></sheetData>')).code == "xlsx-damaged"
    assert refusal(parts('<sheetData><row><c t="s"><v>5</v></c></row></sheetData>')).code == "xlsx-damaged"
    binary = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    assert refusal(parts("", {"_rels/.rels": binary, "xl/workbook.bin": b"\x83\x01\x00"})).code == "xlsx-binary"


def test_passwords() -> None:
    data = bytearray(old_score_sheet())
    at = data.index(struct.pack("<HHHH", 0x809, 16, 0x600, 5)) + 20
    data[at : at + 6] = struct.pack("<HHH", 0x2F, 2, 1)  # FILEPASS in place of the record behind BOF
    assert refusal(bytes(data)).code == "xlsx-encrypted"


def test_a_bomb_and_a_stack_of_elements() -> None:
    zeros = "<sheetData>" + "<row/>" * 4_000_000 + "</sheetData>"
    error = refusal(parts(zeros))
    assert (error.code, error.params["what"]) == ("xlsx-bomb", "ratio")
    assert refusal(parts("<x>" * 100_000)).code == "xlsx-damaged"
    entities = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    hostile = parts(
        "", {"xl/worksheets/sheet1.xml": f"{entities}<worksheet><sheetData><row><c t='str'><v>&b;</v></c></row></sheetData></worksheet>"}
    )
    assert refusal(hostile).code == "xlsx-entities"  # nor put in, nor left out: 自评得分&b;分 would lose its figure in silence
    strings = {"xl/sharedStrings.xml": f"{entities}<sst><si><t>自评得分&b;分</t></si></sst>"}
    assert refusal(parts("<sheetData><row><c t='s'><v>0</v></c></row></sheetData>", strings)).code == "xlsx-entities"


def test_few_words_over_a_whole_sheet_cost_nothing() -> None:
    sheet = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A2:XFC1048575"/></mergeCells>'
    begin = time.monotonic()
    assert sheet_lines(sheet) == [(1, None, "1"), (1048576, None, "2")]
    assert time.monotonic() - begin < 10  # cell by cell it would be hours


@pytest.mark.parametrize(
    ("limit", "value", "what"),
    [
        ("xlsx-cells", 5, "cells"),
        ("xlsx-strings", 2, "strings"),
        ("xlsx-merges", 2, "merged-cells"),
        ("xlsx-sheets", 1, "sheets"),
        ("xlsx-grid", 10, "table-cells"),
    ],
)
def test_each_limit_refuses(monkeypatch: pytest.MonkeyPatch, limit: str, value: int, what: str) -> None:
    monkeypatch.setitem(limits.IN_FORCE, limit, value)
    if limit == "xlsx-grid":
        sheet = "".join(f'<row r="{row}"><c><v>1</v></c><c><v>2</v></c></row>' for row in range(1, 8))
        error = refusal(parts(f"<sheetData>{sheet}</sheetData>"))
    else:
        error = refusal(score_sheet())
    assert (error.code, error.params["what"], error.params["limit"]) == ("xlsx-too-large", what, value)
