"""Figures in the cells of a table are no operands of each other, nor of the prose beside it."""

from __future__ import annotations

import pytest

from tests.claims.scoring import examine

ROWS = [
    "| 项目 | 预算 | 支出 | 执行率 |\n| --- | --- | --- | --- |\n| 培训经费 | 安排100万元 | 支出80万元 | 执行率95% |\n| 合计 | 共300万元 | 支出250万元 | 执行率60% |",
    "| 受理 | 办结 | 办结率 |\n|---|---|---|\n| 受理120件 | 办结100件 | 办结率95% |",
    "| 全县共有学校64所 | 其中公办40所、民办30所 |\n|---|---|\n| 其中小学20所 | 中学10所 |",
    "| 安排资金500万元 | 支出400万元 |\n|---|---|\n| 结余50万元 | 占90% |",
]


@pytest.mark.parametrize("rows", ROWS)
def test_no_claim_reaches_over_the_border_of_a_cell(rows: str) -> None:
    seen = examine(f"现将有关情况列表如下。\n\n{rows}\n\n其余情况见附件。")
    assert "|" in seen.content
    assert [(one.rule, one.params.get("equation")) for one in seen.accused()] == []


def test_a_claim_inside_a_cell_is_read() -> None:
    row = "| 说明 | 到位资金200万元，支出100万元，执行率80% |\n|---|---|\n| 甲 | 乙 |"
    assert [one.rule for one in examine(row).accused()] == ["claim/ratio"]


def test_a_rate_in_prose_has_no_whole_in_a_table() -> None:
    words = "| 下达资金500万元 | 到位 |\n|---|---|\n| 甲 | 乙 |\n\n全年支出400万元，执行率95%。"
    assert examine(words).accused() == []


SPENT = "| 项目 | 上年决算数 | 本年预算数 | 本年决算数 |\n|---|---|---|---|\n| 船艇运行维护费 | 30.00 | 28.00 | 26.60 |\n| 码头接待费 | 6.00 | 6.00 | 4.90 |\n"
SPENT += "| 出国（境）费 | 0.00 | 0.00 | 0.00 |\n"


@pytest.mark.parametrize(("total", "told"), [("36.00 | 34.00 | 31.50", []), ("36.00 | 34.00 | 32.50", ["claim/sum"])])
def test_a_last_row_that_sums_up_all_others_may_say_of_what(total: str, told: list[str]) -> None:
    assert [one.rule for one in examine(f"{SPENT}| 三项经费合计 | {total} |").accused()] == told


def test_a_last_row_that_sums_up_some_is_held_to_nothing() -> None:
    assert examine(f"{SPENT}| 前两项合计 | 35.00 | 33.00 | 31.00 |").accused() == []
