"""What the whole report lost, listed behind its items and told again beside its totals; and what the remarks of a table say was taken off."""

from __future__ import annotations

import pytest

from extractor.language.patterns import builtin
from extractor.model.report import Report, Severity
from extractor.pipeline import extract_bytes

BEFORE = (
    "某市园林局关于2022年度行道树养护项目绩效自评情况的报告\n\n市财政局：\n\n现将自评情况报告如下。\n\n"
    "一、修剪管护（55分，得53.2分）\n\n两处树池未清理，扣1分；修剪记录不全，扣0.8分。\n\n"
    "二、病虫防治（45分，得43.5分）\n\n药剂采购偏晚，扣1.5分。\n\n三、有关建议\n\n充实养护力量。\n\n"
)
AFTER = "\n\n某市园林局\n\n2023年2月6日\n"
LIST = "两处树池未清理，扣1分；修剪记录不全，扣0.8分；药剂采购偏晚，扣1.5分。"


def read(closing: str) -> Report:
    return extract_bytes("a.txt", f"{BEFORE}{closing}{AFTER}".encode(), builtin())


def told(report: Report) -> set[str]:
    return {one.rule for one in report.verification.findings if one.severity is not Severity.NOTE}


CLOSINGS = [
    f"具体失分情况：{LIST}以上3项合计扣减3.3分。汇总各部分得分，自评总分为96.7分，总体评价为优。",
    f"自评扣分如下：{LIST}上述3项共扣3.3分。综上，自评总分100分，扣3.3分，得96.7分。",
    f"扣分情况：{LIST}以上三项累计扣分3.3分。汇总得分，满分100分，扣除3.3分，自评得96.7分。",
]


@pytest.mark.parametrize("closing", CLOSINGS, ids=lambda text: text[:6])
def test_a_closing_list_is_the_reports_and_never_the_last_sections(closing: str) -> None:
    report = read(closing)
    assert "3" not in report.facts.scores
    assert [str(one.points) for one in report.facts.totals.deductions] == ["1", "0.8", "1.5"]
    assert told(report) == set()


@pytest.mark.parametrize("closing", CLOSINGS, ids=lambda text: text[:6])
def test_a_count_and_a_sum_of_such_a_list_are_held_to_it(closing: str) -> None:
    assert "score/deduction-count" in told(read(closing.replace("3项", "5项").replace("三项", "五项")))
    assert "score/total-deduction" in told(read(closing.replace("3.3分", "3.9分", 1)))


TABLE = (
    "某市园林局行道树养护项目绩效自评表\n\n| 指标 | 分值 | 得分 | 扣分原因 |\n| 巡查养护 | 30 | 28.2 | {} |\n"
    "| 补植补栽 | 30 | 29 | 3株未成活扣1分 |\n| 病虫防治 | 40 | 38.5 | 药剂采购偏晚扣1.5分 |\n| 合计 | 100 | 95.7 | |\n"
)


@pytest.mark.parametrize("remark", ["记录不全扣1分；工具未及时更换扣0.8分", "两处未按时清理扣0.8分，台账不清扣1分", "巡查不足，扣1.8分"])
def test_every_loss_that_a_remark_tells_counts(remark: str) -> None:
    assert "score/table" not in told(extract_bytes("a.txt", TABLE.format(remark).encode(), builtin()))
    wrong = TABLE.format(remark).replace("0.8分", "1.3分").replace("1.8分", "2.3分")
    assert "score/table" in told(extract_bytes("a.txt", wrong.encode(), builtin()))


@pytest.mark.parametrize("remark", ["每漏查1次扣0.6分，扣1.8分", "如有遗漏扣5分，记录不全扣1分"])
def test_a_remark_that_is_partly_a_rule_accuses_nobody(remark: str) -> None:
    assert "score/table" not in told(extract_bytes("a.txt", TABLE.format(remark).encode(), builtin()))
