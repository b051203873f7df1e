"""The line of a table's row and the cells in it."""

from __future__ import annotations

from array import array

import pytest

from extractor.model.page import Cell, Row
from extractor.readers.rows import CellText, row_line


def test_every_column_has_its_place_between_bars() -> None:
    made = row_line([CellText("产出", 0, rowspan=2), CellText("数量 ", 1, colspan=2), CellText("", 3)], 4, table=2, number=5)
    assert made.text == "| 产出 | 数量  |  |  |"
    assert made.row == Row(2, 5, (Cell(2, 4, 0, 1, 2), Cell(7, 9, 1, 2, 1), Cell(16, 16, 3)))
    assert [made.text[cell.start : cell.end] for cell in made.row.cells] == ["产出", "数量", ""]
    assert made.boxes is None


def test_what_a_cell_above_covers_has_no_cell() -> None:
    made = row_line([CellText("质量", 1), CellText("5", 2)], 3, 1, 3)
    assert (made.text, made.row.cells) == ("|  | 质量 | 5 |", (Cell(5, 7, 1), Cell(10, 11, 2)))


def test_a_row_without_a_word_has_no_text() -> None:
    assert row_line([CellText("", 0), CellText(" ", 1)], 2, 1, 7).text == ""


def test_a_bar_is_the_side_of_its_neighbour() -> None:
    made = row_line([CellText("9", 1, boxes=[50, 10, 56, 20]), CellText("", 2)], 3, 1, 0)
    assert made.text == "|  | 9 |  |"
    assert made.boxes == array("d", [50, 10, 50, 20] * 5 + [50, 10, 56, 20] + [56, 10, 56, 20] * 5)


@pytest.mark.parametrize("cells", [[CellText("a", 0), CellText("b", 0)], [CellText("a", 1, colspan=2)]])
def test_cells_must_fit(cells: list[CellText]) -> None:
    with pytest.raises(ValueError, match="do not fit into 2 columns"):
        row_line(cells, 2, 1, 0)
