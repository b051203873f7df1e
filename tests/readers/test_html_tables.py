"""Tables of web pages: the cells of those that hold data, the words of those that lay the page out."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from extractor.facts import extract_facts
from extractor.language.patterns import builtin
from extractor.model.page import Line
from extractor.normaliser import normalise
from extractor.readers import read_bytes
from extractor.segmenter import segment

PROSE = "全年共检查养老机构12次，发现问题8个，均已督促整改到位，整改情况逐级上报备案并在门户网站公开，接受社会监督。"


class Made(NamedTuple):
    """A cell as it was read: its text, row, column, and how many rows and columns it covers."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


def lines(body: str) -> list[Line]:
    data = f"<!doctype html><meta charset=utf-8><body>{body}</body>".encode()
    return [line for _, line in read_bytes("a.html", data).lines() if line.mark in (None, "table")]


def cells(body: str) -> list[Made]:
    found = []
    for line in lines(body):
        if line.row is not None:
            assert line.mark == "table"
            for cell in line.row.cells:
                found.append(Made(line.text[cell.start : cell.end], line.row.number, cell.column, cell.rowspan, cell.colspan))
    return found


def test_a_plain_table() -> None:
    found = lines("<p>甲</p><table border=1><tr><th>指标</th><th>分值</th></tr><tr><td>产出</td><td>50</td></tr></table><p>乙</p>")
    assert [(line.number, line.text, line.mark) for line in found] == [
        (1, "甲", None),
        (2, "| 指标 | 分值 |", "table"),
        (3, "| 产出 | 50 |", "table"),
        (4, "乙", None),
    ]
    assert [(line.row.table, line.row.number) for line in found if line.row] == [(1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # merged first column and a wide cell
        (
            "<tr><td rowspan=2>产出</td><td>数量</td><td>20</td></tr><tr><td>质量</td><td>15</td></tr><tr><td colspan=2>总分</td><td>35</td></tr>",
            [Made("产出", 0, 0, 2), Made("数量", 0, 1), Made("20", 0, 2), Made("质量", 1, 1), Made("15", 1, 2), Made("总分", 2, 0, 1, 2), Made("35", 2, 2)],
        ),
        # a block of rows and columns; the head stands first and the foot last, wherever they are written
        (
            "<tfoot><tr><td>合计<td>9<td></tfoot><tbody><tr><td rowspan=2 colspan=2>甲<td>1<tr><td>2</tbody><thead><tr><th>A<th>B<th>C</thead>",
            [
                Made("A", 0, 0), Made("B", 0, 1), Made("C", 0, 2), Made("甲", 1, 0, 2, 2), Made("1", 1, 2), Made("2", 2, 2),
                Made("合计", 3, 0), Made("9", 3, 1), Made("", 3, 2),
            ],
        ),
        # a cell to the end of the table, one that claims too much, and one said to cover a hundred columns
        ("<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3", [Made("甲", 0, 0, 3), Made("1", 0, 1), Made("2", 1, 1), Made("3", 2, 1)]),
        ("<tr><td>1<td rowspan=99>乙<tr><td>2", [Made("1", 0, 0), Made("乙", 0, 1, 2), Made("2", 1, 0)]),
        ("<tr><td colspan=100>题<tr><td>甲<td>1", [Made("题", 0, 0, 1, 2), Made("甲", 1, 0), Made("1", 1, 1)]),
        # broken lines and vertical words have no space, figures do
        (
            "<tr><td>产<br>出<br>指<br>标<td><p>数量</p><p>指标</p><td>3<br>4<tr><td>a<br>b<td>甲\n  乙<td>&nbsp;",
            [Made("产出指标", 0, 0), Made("数量指标", 0, 1), Made("3 4", 0, 2), Made("a b", 1, 0), Made("甲乙", 1, 1), Made("", 1, 2)],
        ),
        # what is in a cell: lists, fields, tables, hidden words
        (
            "<tr><td><ol><li>甲<li>乙</ol><td><input value=95><td>丙<span style='display:none'>隐</span>"
            "<tr><td><table><tr><td>子<td>丑</table><td><input type=checkbox>是<td>/",
            [Made("1. 甲 2. 乙", 0, 0), Made("95", 0, 1), Made("丙", 0, 2), Made("子丑", 1, 0), Made("□是", 1, 1), Made("/", 1, 2)],
        ),
        # rows without a word count, hidden ones and cells do not
        ("<tr><td>甲<td>1<tr><td><td><tr style='display:none'><td>x<td>y<tr><td>乙<td style='display:none'>z<td>2", [
            Made("甲", 0, 0), Made("1", 0, 1), Made("乙", 2, 0), Made("2", 2, 1)]),
    ],
)  # fmt: skip
def test_every_cell_is_right(body: str, expected: list[Made]) -> None:
    assert cells(f"<table border=1>{body}</table>") == expected


def test_tables_are_counted_and_captions_stand_before_them() -> None:
    found = lines("<table border=1><caption>表1</caption><tr><td>甲<td>1</table><table style='border:solid 1px'><tr><td>乙<td>2</table>")
    assert [(line.text, line.row.table if line.row else None) for line in found] == [("表1", None), ("| 甲 | 1 |", 1), ("| 乙 | 2 |", 2)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # the tables of old sites: frames of one column, tables in tables, a cell with the article
        (f"<table><tr><td>{PROSE}</td></tr><tr><td>完</td></tr></table>", [PROSE, "完"]),
        (f"<table border=1><tr><td>{PROSE}</td></tr></table>", [PROSE]),
        (f"<table><tr><td>左</td><td><table border=1><tr><td>指标<td>1<tr><td>产出<td>2</table>{PROSE}</td></tr></table>", ["左", "| 指标 | 1 |", "| 产出 | 2 |", PROSE]),
        (f"<table border=1><tr><td>正文</td><td><p>{PROSE}<p>{PROSE}<p>{PROSE}<p>{PROSE}</td></tr><tr><td>注<td>无</tr></table>", ["正文", *[PROSE] * 4, "注", "无"]),
        ("<table role=presentation><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", ["甲", "乙", "丙", "丁"]),
        # a signature beside its date; the letterhead of two bodies
        ("<p>甲</p><table><tr><td>临江县民政局<td>2022年3月4日</table>", ["甲", "临江县民政局", "2022年3月4日"]),
        ("<table><tr><td>临江县民政局<br>临江县财政局<td>文件</table>", ["临江县民政局", "临江县财政局", "文件"]),
        # data without rulings: rows of several cells; long remarks do not make a layout
        ("<table><tr><td>指标<td>分值<td>得分<tr><td>产出<td>50<td>49</table>", ["| 指标 | 分值 | 得分 |", "| 产出 | 50 | 49 |"]),
        (
            f"<table border=1><tr><td>甲<td>1<td>无<tr><td>乙<td>2<td>无<tr><td>丙<td>3<td>{PROSE * 6}</table>",
            ["| 甲 | 1 | 无 |", "| 乙 | 2 | 无 |", f"| 丙 | 3 | {PROSE * 6} |"],
        ),
        ("<table border=1><tr><td>总分<td>100<td>98.6</table>", ["| 总分 | 100 | 98.6 |"]),
    ],
)  # fmt: skip
def test_layout_or_data(body: str, expected: list[str]) -> None:
    assert [line.text for line in lines(body)] == expected


# ── the layouts of self-assessment tables ─────────────────────────────────────────────────────────────────────────────────────────────────

BEFORE = """<table border=1><thead><tr><th>一级指标<th>二级指标<th>三级指标<th>分值<th>年度指标值<th>全年实际值<th>得分<th>未完成原因</thead>
<tr><td rowspan=3>产<br>出<br>指<br>标<td rowspan=2>数量指标<td>改造路灯<td>30<td>≥1800盏<td>1800盏<td>30<td>
<tr><td>改造配电箱<td>20<td>≥24个<td>23个<td>19.17<td>一个延期
<tr><td>质量指标<td>验收合格率<td>30<td>≥98%<td>100%<td>30<td>
<tr><td>满意度指标<td>满意度<td>居民满意率<td>20<td>≥90%<td>92%<td>20<td>
<tr><td colspan=3>总分<td>100<td><td><td>99.17<td></table>"""


def test_the_score_table_of_a_report() -> None:
    """Cells, merged ones included, reach the facts with their places."""
    data = f"<meta charset=utf-8><h1>临江县城市管理局照明项目支出绩效自评报告</h1><p>一、自评情况</p><p>{PROSE}</p>{BEFORE}<p>二、下一步打算</p><p>{PROSE}</p>".encode()
    reading = read_bytes("a.html", data)
    text = normalise(reading, builtin())
    facts = extract_facts(text, segment(text, builtin()), builtin())
    (table,) = facts.tables
    assert table.role == "score"
    assert table.header == ("一级指标", "二级指标", "三级指标", "分值", "年度指标值", "全年实际值", "得分", "未完成原因")
    found = {(cell.row, cell.column): (cell.text, cell.rowspan, cell.colspan) for cell in table.cells}
    assert found[1, 0] == ("产出指标", 3, 1)
    assert found[1, 1] == ("数量指标", 2, 1)
    assert [found[row, 2][0] for row in range(1, 5)] == ["改造路灯", "改造配电箱", "验收合格率", "居民满意率"]
    assert [found[row, 6][0] for row in range(1, 6)] == ["30", "19.17", "30", "20", "99.17"]
    assert found[5, 0] == ("总分", 1, 3)
    assert (2, 0) not in found
    at = {(cell.row, cell.column): cell.at for cell in table.cells}
    assert at[2, 7] is not None and text.slice(at[2, 7]) == "一个延期"
    assert at[1, 7] is None
