"""Tables in plain text: bars and tabs."""

from __future__ import annotations

from extractor.model.page import Row
from extractor.readers import read_bytes


def rows_of(text: str) -> list[tuple[Row, list[str]]]:
    reading = read_bytes("a.txt", text.encode())
    return [(line.row, [line.text[cell.start : cell.end] for cell in line.row.cells]) for _, line in reading.lines() if line.row]


def test_bars() -> None:
    found = rows_of("附表：\n| 项目 | 得分 |\n|---|:--:|\n| 甲 |  |\n|乙|9|\n完")
    assert [texts for _, texts in found] == [["项目", "得分"], ["甲", ""], ["乙", "9"]]
    assert [(row.table, row.number) for row, _ in found] == [(1, 0), (1, 1), (1, 2)]


def test_placeholders_are_no_rule() -> None:
    assert [texts for _, texts in rows_of("| 项目 | 得分 |\n|---|---|\n| - | - |\n|甲|9|")] == [["项目", "得分"], ["-", "-"], ["甲", "9"]]


def test_tabs() -> None:
    found = rows_of("指标\t分值\t得分\n甲\t10\t\n乙\t20\t19\n结论如下。\n名称\t数量\t金额\n丙\t1\t2\n")
    assert [texts for _, texts in found] == [
        ["指标", "分值", "得分"],
        ["甲", "10", ""],
        ["乙", "20", "19"],
        ["名称", "数量", "金额"],
        ["丙", "1", "2"],
    ]
    assert [row.table for row, _ in found] == [1, 1, 1, 2, 2]


def test_bars_between_cells_only() -> None:
    found = rows_of("自评如下：\n指标 | 分值 | 得分\n---|---|---\n投入 | 20 | 19\n | 80 | 78\n合计 | | 97\n完")
    assert [texts for _, texts in found] == [["指标", "分值", "得分"], ["投入", "20", "19"], ["", "80", "78"], ["合计", "", "97"]]
    assert rows_of("首页 | 政务 | 公开\n索引 | 文号 | 日期\n正文。\n") == []


def test_a_form_feed_parts_tables() -> None:
    assert [(row.table, row.number) for row, _ in rows_of("|a|b|\n|c|d|\f|e|f|\n|g|h|")] == [(1, 0), (1, 1), (2, 0), (2, 1)]


def test_what_is_no_table() -> None:
    assert rows_of("首页 | 政务 | 公开\n正文。\n| 只有一行 | 的 |\n正文") == []
    assert rows_of("\t\t缩进的一段。\n\t\t缩进的二段。") == []
    assert rows_of("姓名\t张某\n日期\t三月\n") == []
    assert rows_of("甲\t乙\t丙\n丁\t戊\n") == []


def test_a_row_broken_inside_a_cell_is_put_together() -> None:
    found = rows_of(
        "附表：\n| 项目资金\n（万元） | 预算数 | 执\n行\n率 |\n| 总额 | 80 | 95% |\n| 其中：\n\n财政拨款 | 60\n80 | 96% |\n完 |\n"
    )
    assert [texts for _, texts in found] == [
        ["项目资金（万元）", "预算数", "执行率"],
        ["总额", "80", "95%"],
        ["其中：财政拨款", "60 80", "96%"],
    ]


def test_lines_that_never_close_are_no_row() -> None:
    assert [texts for _, texts in rows_of("| 甲 | 9 |\n| 乙 | 8 |\n| 注：以上为初评\n结果，以复核为准。\n")] == [["甲", "9"], ["乙", "8"]]
    assert rows_of("| 首页\n正文第一段。\n正文第二段 |\n完") == []
