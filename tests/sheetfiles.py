"""Makes workbooks for tests: XLSX with XlsxWriter or part by part, XLS (and so ET) with xlwt."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import xlsxwriter
import xlwt

HEADS = ("一级指标", "二级指标", "分值", "全年实际值", "得分", "备注")
EXPECTED = [
    (1, None, "2021年度项目支出绩效自评表"),
    (2, None, "填报单位：某县民政局"),
    (3, "table", "| 一级指标 | 二级指标 | 分值 | 全年实际值 | 得分 | 备注 |"),
    (4, "table", "| 产出指标 | 数量 | 50 | 34% | 45.50 |  |"),
    (5, "table", "|  | 质量 | 50 |  | 50.00 | 2022/1/31 |"),
    (6, "table", "| 总分 |  | 100 |  | 95.50 |  |"),
    (7, None, "备注：按方案填列"),
    (9, None, "填表人：张三"),
]
"""Number, mark and text of the lines of the sheet that both makers write."""


def score_sheet() -> bytes:
    """An annexed score table as XLSX: a merged title, a merged first column, formats, a formula with its result, notes below."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("自评表")
        percent, score, day = (book.add_format({"num_format": code}) for code in ("0%", "0.00", "yyyy/m/d"))
        sheet.merge_range("A1:F1", EXPECTED[0][2])
        sheet.write("A2", EXPECTED[1][2])
        sheet.write_row("A3", HEADS)
        sheet.merge_range("A4:A5", "产出\n指标")
        sheet.write_row("B4", ["数量", 50])
        sheet.write("D4", 0.34, percent)
        sheet.write("E4", 45.5, score)
        sheet.write_row("B5", ["质量", 50])
        sheet.write("E5", 50, score)
        sheet.write("F5", 44592, day)
        sheet.merge_range("A6:B6", "总分")
        sheet.write_formula("C6", "=SUM(C4:C5)", None, 100)
        sheet.write_formula("E6", "=SUM(E4:E5)", score, 95.5)
        sheet.merge_range("A7:F7", EXPECTED[6][2])
        sheet.write("A9", EXPECTED[7][2])
        book.add_worksheet("空表")
    return buffer.getvalue()


def old_score_sheet() -> bytes:
    """The same as XLS; WPS's ET is this format too."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("自评表")
    percent, score, day = (xlwt.easyxf(num_format_str=code) for code in ("0%", "0.00", "yyyy/m/d"))
    sheet.write_merge(0, 0, 0, 5, EXPECTED[0][2])
    sheet.write(1, 0, EXPECTED[1][2])
    for column, head in enumerate(HEADS):
        sheet.write(2, column, head)
    sheet.write_merge(3, 4, 0, 0, "产出\n指标")
    cells: list[tuple[int, int, object, object]] = [
        (3, 1, "数量", None), (3, 2, 50, None), (3, 3, 0.34, percent), (3, 4, 45.5, score), (4, 1, "质量", None), (4, 2, 50, None),
        (4, 4, 50, score), (4, 5, 44592, day), (5, 2, 100, None), (5, 4, 95.5, score), (8, 0, EXPECTED[7][2], None),
    ]  # fmt: skip
    for row, column, value, style in cells:
        sheet.write(row, column, value, *([style] if style else []))
    sheet.write_merge(5, 5, 0, 1, "总分")
    sheet.write_merge(6, 6, 0, 5, EXPECTED[6][2])
    book.add_sheet("空表")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xlsx(build: Any) -> bytes:
    """A workbook that ``build(book)`` fills, with XlsxWriter."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        build(book)
    return buffer.getvalue()


def parts(sheet: str, more: Mapping[str, str | bytes] | None = None, strings: str = "", styles: str = "") -> bytes:
    """A package whose sheet holds the XML ``sheet``; ``more`` adds and replaces parts."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets><sheet name="表" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="s" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="t" Type="{relation}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="y" Type="{relation}/styles" Target="/xl/styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in (content | dict(more or {})).items():
            archive.writestr(name, one)
    return buffer.getvalue()
