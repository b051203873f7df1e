"""Tables whose cells stand on lines of their own: a line that is nothing but a figure beside another one is no heading."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract_bytes


def _heading_like(text: str) -> list[str]:
    found = extract_bytes("a.txt", text.encode())
    return [found.text.slice(span) for span in found.outline.heading_like]


@pytest.mark.parametrize("cells", ["43.2\n43.2\n37.24\n10\n86%", "60\n64.5\n58.05\n90%", "4.5\n3.85"])
def test_figures_on_lines_of_their_own_are_cells(cells: str) -> None:
    assert _heading_like(f"项目支出绩效自评表\n年度资金总额\n{cells}\n其他资金\n") == []


@pytest.mark.parametrize("line", ["4.2", "3.1"])
def test_a_lone_number_may_be_a_heading_that_lost_its_title(line: str) -> None:
    assert _heading_like(f"一、基本情况\n全年支出12万元。\n{line}\n资金已全部拨付到位。\n") == [line]
