"""Tables of a report: pieces joined over pages, heads, roles."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.facts.tables import find_tables
from extractor.language.patterns import builtin
from extractor.model.facts import Table, TableCell
from extractor.model.page import Line, Page, Reading, Unit
from extractor.model.text import Span, Text
from extractor.normaliser import normalise
from extractor.readers.rows import CellText, row_line

HEAD = ["指标", "评价要点", "分值", "得分"]


def page(number: int, *content: str | list[list[str]], tables: int | None = None, edges: Sequence[float] = ()) -> Page:
    """A page of lines and of tables, whose rows are lists; ``^`` is covered from above."""
    lines: list[Line] = []
    table = number if tables is None else tables
    for block in content:
        if isinstance(block, str):
            lines.append(Line(block, len(lines) + 1))
            continue
        for order, row in enumerate(block):
            cells = []
            for column, text in enumerate(row):
                if text != "^":
                    high = 1
                    while order + high < len(block) and block[order + high][column] == "^":
                        high += 1
                    cells.append(CellText(text, column, 1, high))
            made = row_line(cells, len(row), table, order, edges)
            if made.text:
                lines.append(Line(made.text, len(lines) + 1, mark="table", row=made.row))
        table += 1
    return Page(number, tuple(lines))


def text_of(*pages: Page, paged: bool = True) -> Text:
    reading = Reading("a", "0" * 64, 1, "pdf" if paged else "docx", "test", pages, paged, unit=Unit.LINE if paged else Unit.PARAGRAPH)
    return normalise(reading, builtin())


def tables_of(*pages: Page, paged: bool = True) -> tuple[Table, ...]:
    return find_tables(text_of(*pages, paged=paged), builtin())


def grid(table: Table) -> list[tuple[int, int, int, str]]:
    return [(cell.row, cell.column, cell.rowspan, cell.text) for cell in table.cells]


def cell(table: Table, row: int, column: int) -> TableCell:
    return next(one for one in table.cells if (one.row, one.column) == (row, column))


FIRST = [HEAD, ["产出", "资料齐全", "10", "10"], ["^", "台账清楚", "10", "9"]]


@pytest.mark.parametrize("mark", ["续表", "（续上表）", "绩效自评得分表（续）"])
def test_a_table_goes_on_behind_a_mark(mark: str) -> None:
    (table,) = tables_of(page(1, "附件", FIRST), page(2, mark, [HEAD, ["效益", "群众受益", "20", "20"]], "结束。"))
    assert [one.text for one in table.cells][-4:] == ["效益", "群众受益", "20", "20"]
    assert max(one.row for one in table.cells) == 3
    assert (table.header, table.role) == (tuple(HEAD), "score")


def test_page_numbers_do_not_part_a_table() -> None:
    (table,) = tables_of(page(1, "一、自评。", FIRST, "— 1 —"), page(2, [["效益", "群众受益", "20", "20"]], "— 2 —"))
    assert len(table.cells) == 4 + 4 + 3 + 4


@pytest.mark.parametrize(
    ("second", "paged"),
    [
        (page(2, "二、第二张表如下。", [["效益", "群众受益", "20", "20"]]), True),
        (page(2, [["效益", "20", "20"]]), True),
        (page(3, [["效益", "群众受益", "20", "20"]]), True),
        (page(2, [["项目", "内容", "金额", "备注"], ["低保", "发放", "20", ""]]), True),
        (page(2, [["效益", "群众受益", "20", "20"]]), False),
    ],
    ids=["words-between", "other-columns", "a-page-between", "another-head", "no-pages"],
)
def test_what_is_another_table(second: Page, paged: bool) -> None:
    assert [table.id for table in tables_of(page(1, "附件", FIRST), second, paged=paged)] == ["t1", "t2"]


def test_without_pages_a_repeated_head_joins() -> None:
    (table,) = tables_of(page(1, FIRST), page(2, [HEAD, ["效益", "群众受益", "20", "20"]]), paged=False)
    assert max(one.row for one in table.cells) == 3


def test_a_merged_cell_goes_on_over_the_break() -> None:
    (table,) = tables_of(
        page(1, FIRST), page(2, [["", "公示到位", "5", "5"], ["^", "复核及时", "5", "5"], ["效益", "群众受益", "20", "20"]])
    )
    assert cell(table, 1, 0).rowspan == 4
    assert [(row, column) for row, column, _, _ in grid(table) if column == 0] == [(0, 0), (1, 0), (5, 0)]


def test_an_empty_cell_stays_where_others_of_its_column_are_empty() -> None:
    first = [HEAD, ["产出", "资料齐全", "10", "10"], ["", "台账清楚", "10", "9"]]
    (table,) = tables_of(page(1, first), page(2, [["", "公示到位", "5", "5"]]))
    assert cell(table, 3, 0).text == ""
    assert cell(table, 3, 0).at is None


def test_a_cell_that_the_break_cuts_is_one_cell() -> None:
    text = text_of(
        page(1, [HEAD, ["产出", "按照批复的内容", "10", "10"]]), page(2, [["", "和时限完成", "", ""], ["效益", "群众受益", "20", "20"]])
    )
    (table,) = find_tables(text, builtin())
    cut = cell(table, 1, 1)
    assert cut.text == "按照批复的内容和时限完成"
    assert cut.at is not None
    assert text.slice(cut.at) == "按照批复的内容"
    assert [one.text for one in table.cells if one.row == 2] == ["效益", "群众受益", "20", "20"]


def test_a_merged_cell_goes_on_beside_a_cell_that_the_break_cuts() -> None:
    first = [HEAD, ["产出", "资料齐全", "10", "10"], ["^", "按照批复的内容", "10", "9"]]
    (table,) = tables_of(page(1, first), page(2, [["", "和时限完成", "", ""], ["^", "公示到位", "5", "5"], ["效益", "受益", "20", "20"]]))
    assert [(one.row, one.rowspan) for one in table.cells if one.column == 0] == [(0, 1), (1, 3), (4, 1)]
    assert cell(table, 2, 1).text == "按照批复的内容和时限完成"
    assert cell(table, 3, 1).text == "公示到位"


def test_a_row_with_figures_or_after_a_full_stop_is_not_the_rest_of_another() -> None:
    whole = [HEAD, ["产出", "按照批复的内容完成。", "10", "10"]]
    (table,) = tables_of(page(1, whole), page(2, [["", "另有说明", "", ""]]))
    assert max(one.row for one in table.cells) == 2
    (table,) = tables_of(page(1, [HEAD, ["产出", "按照批复", "10", "10"]]), page(2, [["", "完成时限", "5", "5"]]))
    assert max(one.row for one in table.cells) == 2


def test_a_name_over_what_follows_is_not_the_rest_of_a_cell() -> None:
    first = [HEAD, ["产出指标（50分）", "", "", ""], ["资料齐全", "按时归档", "10", "10"]]
    (table,) = tables_of(page(1, first), page(2, [["效益指标（30分）", "", "", ""], ["群众受益", "满意", "30", "30"]]))
    assert cell(table, 2, 0).text == "资料齐全"
    assert cell(table, 3, 0).text == "效益指标（30分）"


def test_a_page_that_shows_fewer_columns_is_counted_in_those_of_the_table() -> None:
    wide = [["项目资金", "预算数", "执行数", "分值", "得分"], ["总额", "620", "613", "10", "9.9"]]
    narrow = [["产出", "养护里程", "25"], ["效益", "通行条件", "30"]]
    (table,) = tables_of(page(1, wide, edges=(50, 150, 250, 350, 450, 550)), page(2, narrow, edges=(50, 150, 450, 550.4)))
    assert [(one.column, one.colspan) for one in table.cells if one.row == 2] == [(0, 1), (1, 3), (4, 1)]
    assert len(tables_of(page(1, wide, edges=(50, 150, 250, 350, 450, 550)), page(2, narrow, edges=(60, 150, 450, 550)))) == 2


def test_the_head_is_told_by_its_words_wherever_it_stands() -> None:
    form = [
        ["项目名称", "公路养护", "", ""],
        ["资金", "年初预算数", "分值", "得分"],
        ["总额", "620", "10", "9.9"],
        HEAD,
        ["产出", "里程", "50", "50"],
        ["效益", "通行", "40", "40"],
    ]
    (table,) = tables_of(page(1, form))
    assert (table.head_from, table.head_rows, table.header) == (3, 1, tuple(HEAD))


def test_text_and_places() -> None:
    text = text_of(page(1, [["指标", "分 值", "得分（分）"], ["产 出", "１０", ""]]))
    (table,) = find_tables(text, builtin())
    assert [one.text for one in table.cells] == ["指标", "分值", "得分（分）", "产出", "10", ""]
    assert all(one.at is None or text.slice(one.at) == one.text for one in table.cells)
    assert table.at == Span(0, len(text.content))


def test_a_row_of_placeholders_is_a_row() -> None:
    (table,) = tables_of(page(1, [HEAD, ["-", "-", "-", "-"], ["效益", "受益", "20", "20"]]))
    assert [one.text for one in table.cells if one.row == 1] == ["-"] * 4


def test_no_rows_no_tables() -> None:
    assert tables_of(page(1, "一、自评得分90分。")) == ()
