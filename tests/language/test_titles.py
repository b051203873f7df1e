from __future__ import annotations

import pytest

from extractor.language.patterns import builtin
from extractor.language.titles import ALIKE, SAME, Titles

TITLES = Titles(builtin())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("工作创新（加分项）", "工作创新"),
        ("信息化建设", "信息化建设情况"),
        ("资金管理", "资金 管理。"),
        ("２０２１年度重点工作", "2022年度重点工作"),
        ("“回头看”", "“回头看\""),
    ],
)  # fmt: skip
def test_the_same_title(one: str, other: str) -> None:
    assert TITLES.near(one, other) == TITLES.near(other, one) == SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("救助金及时足额发放", "救助金及时足额发放到户情况"),
        ("资金直达和及时下达", "资金直达、及时下达"),
        ("公众的了解程度", "社会公众的了解程度"),
    ],
)
def test_nearly_the_same_title(one: str, other: str) -> None:
    assert ALIKE <= TITLES.near(one, other) < SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("政策保障", "资金保障"),
        ("经济效益指标", "社会效益指标"),
        ("城市低保标准", "农村低保标准"),
        ("县级资金投入情况", "市级资金投入情况"),
        ("第1季度任务", "第2季度任务"),
        ("", "组织领导"),
        ("", ""),
    ],
)
def test_titles_of_different_items(one: str, other: str) -> None:
    assert TITLES.near(one, other) < ALIKE


def test_a_title_is_never_folded_away() -> None:
    assert [TITLES.key(title) for title in ("情况", "指标", "（加分项）", "2021年度")] == ["情况", "指标", "加分项", "2021年度"]
