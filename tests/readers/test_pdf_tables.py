"""Cells of tables in PDF: by rulings, with open sides, without upright rulings; and what is none."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

import pdfplumber
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.model.page import Cell, Line, Row
from extractor.readers import read_bytes
from tests.setting import HEIGHT, WIDTH, Paragraph, require, set_pages
from tests.tables.setting_tables import Layout, as_pdf, layouts, printable

ONE_PAGE = [printable(one) for one in layouts() if not one.breaks]


def drawn(draw: Callable[[Canvas], None]) -> list[Line]:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    canvas.setFont(require(), 12)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    (page,) = read_bytes("a.pdf", buffer.getvalue()).pages
    return list(page.lines)


def grid(canvas: Canvas, xs: tuple[float, ...], ys: tuple[float, ...]) -> None:
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])


def words(canvas: Canvas, rows: list[tuple[str, ...]], xs: tuple[float, ...], top: float, pitch: float = 20) -> None:
    for order, row in enumerate(rows):
        for x, text in zip(xs, row, strict=True):
            canvas.drawString(x, top - pitch * order, text)


def rows_of(lines: list[Line]) -> list[Row]:
    return [line.row for line in lines if line.row is not None]


def test_empty_cells_are_told_from_merged_ones() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, (80, 180, 280, 380), (700, 675))
        for x in (80, 180, 380):
            canvas.line(x, 675, x, 650)
        canvas.line(80, 650, 380, 650)
        words(canvas, [("产出", "", "5"), ("效益", "三项", "")], (85, 185, 285), 685, 25)

    lines = drawn(draw)
    assert [line.text for line in lines] == ["| 产出 |  | 5 |", "| 效益 | 三项 |  |"]
    first, second = rows_of(lines)
    assert (first.table, first.number, second.number) == (1, 0, 1)
    assert first.cells == (Cell(2, 4, 0), Cell(7, 7, 1), Cell(10, 11, 2))
    assert second.cells == (Cell(2, 4, 0), Cell(7, 9, 1, 2, 1))
    assert first.edges == pytest.approx((80, 180, 280, 380))


def test_the_box_of_a_cell_is_that_of_its_words() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, (80, 180, 280), (700, 675, 650))
        words(canvas, [("分值", "得分"), ("10", "9.5")], (85, 185), 685, 25)

    lines = drawn(draw)
    for line, (low, high) in zip(lines, ((675, 700), (650, 675)), strict=True):
        assert line.row is not None
        for cell, (left, right) in zip(line.row.cells, ((80, 180), (180, 280)), strict=True):
            box = line.box(cell.start, cell.end)
            assert box is not None
            assert left < box.x0 < box.x1 < right
            assert HEIGHT - high < (box.top + box.bottom) / 2 < HEIGHT - low


def test_tables_are_numbered_through_the_reading() -> None:
    layout = next(one for one in layouts() if len(one.breaks) == 2)
    reading = read_bytes("a.pdf", as_pdf(layout))
    assert [{line.row.table for line in page.lines if line.row} for page in reading.pages] == [{1}, {2}, {3}]


def test_a_row_without_a_word_counts_and_has_no_line() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, (80, 180, 280), (700, 675, 650, 625))
        words(canvas, [("甲", "乙"), ("", ""), ("丙", "丁")], (85, 185), 685, 25)

    assert [row.number for row in rows_of(drawn(draw))] == [0, 2]


def test_a_long_narrow_cell_is_a_cell_and_a_long_wide_one_is_text() -> None:
    def narrow(canvas: Canvas) -> None:
        grid(canvas, (80, 180, 280), (700, 500))
        words(canvas, [("资料缺失",)] * 10, (85,), 680, 15)
        canvas.drawString(185, 600, "9")

    def wide(canvas: Canvas) -> None:
        grid(canvas, (80, 380, 480), (700, 500))
        words(canvas, [("资料缺失两份已于次年三月补齐并归档在册",)] * 10, (85,), 680, 15)
        canvas.drawString(385, 600, "9")

    assert [line.mark for line in drawn(narrow)] == ["table"]
    assert {line.mark for line in drawn(wide)} == {None}


def test_words_turned_in_a_cell_belong_to_it() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, (80, 105, 205, 305), (700, 600))
        canvas.line(105, 650, 305, 650)
        words(canvas, [("数量", "20"), ("质量", "10")], (110, 210), 670, 50)
        canvas.translate(96, 620)
        canvas.rotate(90)
        canvas.drawString(0, 0, "产出指标")

    lines = drawn(draw)
    assert [line.text for line in lines] == ["| 产出指标 | 数量 | 20 |", "|  | 质量 | 10 |"]
    assert rows_of(lines)[0].cells[0] == Cell(2, 6, 0, 1, 2)


HEAD = ("项目", "年度指标值", "分值", "得分")
BODY = [("培训场次", "24场", "25", "25"), ("合格率", "95%", "25", "24.5"), ("知晓率", "90%", "10", "9")]
XS = (85.0, 220.0, 340.0, 430.0)


@pytest.mark.parametrize("ruled", [True, False])
def test_columns_by_alignment(ruled: bool) -> None:
    def draw(canvas: Canvas) -> None:
        words(canvas, [HEAD, *BODY], XS, 700)
        if ruled:
            for y in (716, 694, 632):
                canvas.line(80, y, 500, y)

    lines = drawn(draw)
    assert [line.text for line in lines] == [f"| {' | '.join(row)} |" for row in [HEAD, *BODY]]
    assert {len(row.cells) for row in rows_of(lines)} == {4}


def test_between_three_rulings_a_cell_may_be_missing_or_broken() -> None:
    def draw(canvas: Canvas) -> None:
        words(canvas, [HEAD, BODY[0], ("合格率", "", "25", "24.5"), ("社会救助政", "90%", "10", "9"), ("策知晓率", "", "", "")], XS, 700)
        for y in (716, 694, 612):
            canvas.line(80, y, 500, y)

    assert [line.text for line in drawn(draw)] == [
        "| 项目 | 年度指标值 | 分值 | 得分 |", "| 培训场次 | 24场 | 25 | 25 |", "| 合格率 |  | 25 | 24.5 |", "| 社会救助政策知晓率 | 90% | 10 | 9 |",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [("一方面要加强统筹", "另一方面要压实责任", "同时做好宣传工作")] * 5,
        [("组织领导", "3"), ("制度建设", "5"), ("资金管理", "9"), ("问题打算", "12")],
        [HEAD, BODY[0]],
        [("甲市民政局", "甲市财政局", "甲市审计局")] * 3,
    ],
    ids=["columns-of-prose", "contents", "two-rows", "signatures"],
)
def test_words_in_line_are_no_table_without_certainty(rows: list[tuple[str, ...]]) -> None:
    lines = drawn(lambda canvas: words(canvas, rows, XS[: len(rows[0])], 700))
    assert rows_of(lines) == []


def test_a_report_with_a_letterhead_holds_no_table() -> None:
    setting = set_pages(
        [
            Paragraph("甲民〔2021〕38号      签发人：张某      2021年", "flush"),
            "一、组织领导（20分，自评得分19分）。全年召开会议3次。",
            "二、资金管理（30分，自评得分30分）。",
        ],
        letterhead=("甲市民政局", "甲市财政局"),
    )
    reading = read_bytes("a.pdf", setting.pdf)
    assert [line.text for _, line in reading.lines() if line.row] == []


@pytest.mark.parametrize("rulings", ["lines", "boxes", "bars"])
@pytest.mark.parametrize("layout", ONE_PAGE, ids=lambda one: one.name)
def test_pdfplumber_finds_as_many_cells(layout: Layout, rulings: str) -> None:
    """An independent reader, on the same file: the corners of every cell that pdfplumber finds."""
    data = as_pdf(layout, rulings)  # type: ignore[arg-type]
    with pdfplumber.open(io.BytesIO(data)) as document:
        (table,) = document.pages[0].find_tables()
        theirs = {(round(x0), round(x1)) for x0, _, x1, _ in table.cells}
        count = len(table.cells)
    rows = rows_of(list(read_bytes("a.pdf", data).pages[0].lines))
    assert sum(len(row.cells) for row in rows) == count
    ours = {(round(row.edges[cell.column]), round(row.edges[cell.column + cell.colspan])) for row in rows for cell in row.cells}
    assert len(ours) == len(theirs)
    assert all(any(abs(a - c) <= 1 and abs(b - d) <= 1 for c, d in theirs) for a, b in ours)


def test_edges_rise() -> None:
    rows = rows_of(list(read_bytes("a.pdf", as_pdf(ONE_PAGE[0])).pages[0].lines))
    assert rows
    assert all(left < right for left, right in pairwise(rows[0].edges))
