"""Numbers that run ahead, come late or come twice: a slip of the writer keeps its place in the tree, a stray line does not."""

from __future__ import annotations

import pytest

from tests.texts import outlined

BODY = "全县坚持统筹安排各项资金，逐级压实工作责任，按月调度工作进度，各项任务均已完成。"


def labels(*heads: str) -> list[str]:
    return [section.label for section in outlined("\n\n".join(f"{head}\n\n{BODY}" for head in heads)).walk()]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["一、甲事", "九、附则", "二、乙事", "三、丙事"], ["一、", "二、", "三、"]),
        (["一、甲事", "二、乙事", "四、丁事", "三、丙事"], ["一、", "二、", "四、", "三、"]),
        (["一、甲事", "二、乙事", "五、戊事"], ["一、", "二、", "五、"]),
        (["3.甲事", "3.1乙事", "3.2丙事", "3.4丁事", "3.3戊事"], ["3.", "3.1", "3.2", "3.4", "3.3"]),
        (["3.甲事", "3.1乙事", "3.2丙事", "3.2丁事"], ["3.", "3.1", "3.2", "3.2"]),
        (["3.甲事", "3.1乙事", "3.2丙事", "3.5丁事"], ["3.", "3.1", "3.2", "3.5"]),
        (["A1.甲事", "B4甲项", "B5等级评定", "B6照料服务"], ["A1.", "B4", "B5", "B6"]),
    ],
)
def test_slips(heads: list[str], expected: list[str]) -> None:
    if heads[0].startswith("3."):
        heads, expected = ["1.子事", "2.丑事", *heads], ["1.", "2.", *expected]
    assert labels(*heads) == expected


def test_a_stray_line_is_told() -> None:
    found = outlined("\n\n".join(f"{head}\n\n{BODY}" for head in ("一、甲事", "九、附则", "二、乙事", "三、丙事")))
    assert len(found.heading_like) == 1


def test_a_figure_at_the_head_of_a_line_is_no_heading() -> None:
    assert outlined(f"一、甲事\n\n{BODY}\n\n43.30万元、自筹资金\n\n二、乙事\n\n{BODY}").heading_like == ()


@pytest.mark.parametrize("figure", ["长 2.49km（含支沟段）", "面积 2.6㎡（含门厅）", "投资 2.35万元（含监理费）"])
def test_a_figure_behind_white_space_is_no_item_of_a_list_in_the_other_spelling(figure: str) -> None:
    found = outlined(f"（三）甲项目情况\n1、河道整治总长为4.75km，其中干流长4.133km；左岸3段，{figure}；跌水1座。")
    assert [section.label for section in found.walk()] == ["（三）", "1、"]
