"""Labels whose mark was lost or misread: the numbers around them tell them, and nothing else is made a heading."""

from __future__ import annotations

import pytest

from tests.texts import outlined

BODY = "全县坚持统筹安排各项资金，逐级压实工作责任，按月调度工作进度，各项任务均已完成。"


def labels(*heads: str) -> list[str]:
    return [section.label for section in outlined("\n\n".join(f"{head}\n\n{BODY}" for head in heads)).walk()]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["1.甲项任务", "2.乙项任务", "3周密部署训练", "4.丁项任务"], ["1.", "2.", "3.", "4."]),
        (["1、甲项任务", "2、乙项任务", "3：周密部署训练", "4、丁项任务"], ["1、", "2、", "3、", "4、"]),
        (["一、甲项任务", "二、乙项任务", "三：丙项任务", "四、丁项任务"], ["一、", "二、", "三、", "四、"]),
        (["1.甲项任务", "2.乙项任务", "3周密部署训练", "4从严管理体验", "5.戊项任务"], ["1.", "2.", "3.", "4.", "5."]),
        (["一、甲项任务", "1.乙项任务", "2周密部署训练", "3从严管理体验", "二、戊项任务"], ["一、", "1.", "2.", "3.", "二、"]),
        (["一、甲项任务", "1.乙项任务", "2从严管理（分值8分，自评得分8分）", "二、戊项任务"], ["一、", "1.", "2.", "二、"]),
    ],
)
def test_a_number_alone_is_a_label_where_the_numbers_around_it_count_over_it(heads: list[str], expected: list[str]) -> None:
    assert labels(*heads) == expected


@pytest.mark.parametrize(
    "heads",
    [
        ["1.甲项任务", "2.乙项任务", "5周密部署训练", "3.丁项任务"],
        ["1.甲项任务", "2.乙项任务", "3个乡镇完成任务", "3.丁项任务"],
        ["一、甲项任务", "二、乙项任务", "三是压实责任", "三、丁项任务"],
        ["一、甲项任务", "1.乙项任务", "2周密部署训练", "二、戊项任务"],
    ],
)
def test_a_number_that_nothing_counts_over_is_none(heads: list[str]) -> None:
    assert labels(*heads) == [head[:2] for head in heads if head[1] in ".、"]
