"""A text that breaks off among its items lost some of them: what the others come short of accuses nobody, what goes beyond the whole still does."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract_bytes

PROSE = """某县水窖站2023年度项目支出绩效自评报告

自评总得分97分，满分100分。各指标得分如下：

一、决策指标（20分，得20分）

（一）项目立项（10分，得10分）

依据充分。

（二）资金投入（10分，得10分）

预算编制科学。

二、过程指标（30分，得29分）

（一）资金管理（15分，得14分）

资金使用合规，个别凭证附件不全，扣1分。

（二）组织实施（5分，得5分）

制度健全，执行到"""

TABLE = """某县水窖站2023年度项目支出绩效自评表

| 一级指标 | 二级指标 | 三级指标 | 分值 | 年度指标值 | 全年实际值 | 得分 |
|---|---|---|---|---|---|---|
| 产出指标（50分） | 数量指标 | 新建水窖 | 10 | ≥12处 | 12处 | 10 |
| | 数量指标 | 维修水窖 | 10 | ≥30处 | 31处 | 10 |
| | 质量指标 | 验收合格率 | 10 | 100% | 100% | 10 |"""
REST = "\n| 效益指标（50分） | 社会效益 | 受益户数 | 50 | ≥600户 | 620户 | 50 |"


def errors(text: str) -> list[tuple[str, str | None]]:
    found = extract_bytes("a.txt", text.encode()).verification.findings
    return [(one.rule, one.section) for one in found if one.severity.value == "error"]


def test_what_is_lost_with_the_end_accuses_nobody() -> None:
    assert errors(PROSE) == []
    assert errors(TABLE) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("立项（10分，得10分）", "立项（10分，得9分）", ("score/section-self-sum", "1")),
        ("资金管理（15分", "资金管理（35分", ("score/section-max-sum", "2")),
        ("扣1分", "扣2分", ("score/deduction", "2.1")),
    ],
)
def test_what_stands_before_the_end_is_still_told(old: str, new: str, told: tuple[str, str]) -> None:
    assert told in errors(PROSE.replace(old, new))


def test_a_table_that_comes_to_the_whole_is_not_cut_short() -> None:
    assert errors(TABLE + REST) == [("score/table", None)]
    assert errors(TABLE.replace("| 验收合格率 | 10 |", "| 验收合格率 | 40 |")) == [("score/table", None)]
