"""Cells of Word tables: what is merged, what is left free, what tracked changes do."""

from __future__ import annotations

from extractor.model.page import Cell, Line, Row
from extractor.readers import read_bytes
from tests.wordfiles import cell, docx, p, row, table


def lines_of(*blocks: str) -> list[Line]:
    return list(read_bytes("a.docx", docx(*blocks)).pages[0].lines)


def rows_of(*blocks: str) -> list[Row]:
    return [line.row for line in lines_of(*blocks) if line.row is not None]


def test_merges_and_empty_cells() -> None:
    first, second, third = rows_of(
        table(
            row(cell("产出", merge="restart"), cell("数量", span=2), ""),
            row(cell("", merge="continue"), "质量", "", "5"),
            row("效益", cell("社会", merge="restart"), "甲", "10"),
        )
    )
    assert first == Row(1, 0, (Cell(2, 4, 0, 1, 2), Cell(7, 9, 1, 2), Cell(15, 15, 3)))
    assert [(one.column, one.colspan, one.rowspan) for one in second.cells] == [(1, 1, 1), (2, 1, 1), (3, 1, 1)]
    assert [one.column for one in third.cells] == [0, 1, 2, 3]


def test_columns_left_free_and_cells_merged_sideways() -> None:
    free, merged = rows_of(
        table(
            row("甲", "乙", properties='<w:gridBefore w:val="1"/>'),
            row(cell("丙", more='<w:hMerge w:val="restart"/>'), cell("", more="<w:hMerge/>"), "丁"),
        )
    )
    assert [(one.column, one.colspan) for one in free.cells] == [(1, 1), (2, 1)]
    assert [(one.column, one.colspan) for one in merged.cells] == [(0, 2), (2, 1)]


def test_a_table_in_a_cell_is_words_of_the_cell() -> None:
    lines = lines_of(table(row(cell(p("外") + table(row("a", "b")) + p()), "右")), table(row("一", "二")))
    assert [line.text for line in lines] == ["| 外 a b | 右 |", "| 一 | 二 |"]
    assert [line.row.table for line in lines if line.row] == [1, 2]


def test_deleted_rows_and_cells() -> None:
    rows = rows_of(
        table(
            row(cell("甲", merge="restart"), "1"),
            row(cell("", merge="continue"), "2", properties='<w:del w:id="3" w:author="a"/>'),
            row(cell("", merge="continue"), cell("3", more='<w:cellDel w:id="4" w:author="a"/>')),
            row("乙", "4"),
        )
    )
    assert [one.number for one in rows] == [0, 2]
    assert rows[0].cells[0].rowspan == 2


def test_a_row_without_a_word_counts() -> None:
    assert [one.number for one in rows_of(table(row("甲", "1"), row("", ""), row("乙", "2")))] == [0, 2]


def test_the_row_of_a_note_moves_with_its_mark() -> None:
    note = '<w:footnote w:id="2">' + table(row("甲", "乙")) + "</w:footnote>"
    lines = lines_of_note(note)
    assert lines[-1].text == "[1] | 甲 | 乙 |"
    assert lines[-1].row is not None
    assert [lines[-1].text[one.start : one.end] for one in lines[-1].row.cells] == ["甲", "乙"]


def lines_of_note(note: str) -> list[Line]:
    text = '<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    return list(read_bytes("a.docx", docx(text, footnotes=note)).pages[0].lines)
