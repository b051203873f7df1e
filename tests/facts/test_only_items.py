"""Reports that score nothing but a list of items in running text or in lines: what the list comes to is held against the total."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract_bytes

HEAD = """松岭县水产站关于2023年增殖放流资金绩效自评的报告
县财政局：
一、基本情况
全年安排资金260万元，支出250万元。
二、{title}
"""

LISTS = {
    "in a sentence": "决策15分，得15分；过程25分，得23.5分；产出35分，得34.2分；效果25分，得24.3分。总分97分。",
    "behind a colon": "各部分得分：资金管理15分，得14.7分；组织管理25分，得24分；放流成效60分，得58.3分，总得分97分。",
    "summed up by 共得": "决策20分，得20分；产出60分，得57.5分；满意度20分，得19.5分；共得97分。产出扣2.5分，其中放流扣2分，回捕扣0.5分。",
    "in lines": "总分100分，自评97分。\n预算执行：10分，得9.6分；\n产出指标：50分，得48.5分（放流偏晚，扣1.5分）；\n效益指标：40分，得38.9分。\n",
    "with what was lost": "决策20分，得19分，扣1分；过程30分，得29.5分，扣0.5分；产出50分，得48.5分，扣1.5分。总分97分，失分3分，其中产出失分最多，为1.5分。",
    "with the loss between": "决策20分，扣1分，得19分；过程30分，因验收偏晚扣0.5分，得29.5分；产出50分，扣1.5分，得48.5分。总分97分。",
    "with the losses in brackets": "决策20分得19分（论证不足扣1分）；过程30分得29.5分（验收偏晚扣0.5分）；产出50分得48.5分（死亡2批，扣1.5分）。合计扣3分，自评97分。",
    "with the losses behind": "决策20分得19分，论证不足扣1分；过程30分得29.5分，扣0.5分，原因是验收偏晚；产出50分得48.5分，死亡2批扣1.5分。三项累计失分3分，自评97分。",
    "with what was obtained in brackets": "自评总分97分，等次为优。决策20分（得19分），过程30分（得29.5分），产出50分（得48.5分）。",
    "with the full scores in brackets": "决策（20分）19分，过程（30分）29.5分，产出（50分）48.5分，总分97分，比上年（96.2分）高0.8分。",
    "in two rows": "决策20分、过程30分、产出50分，自评分别为19分、29.5分、48.5分，总分97分。",
    "in two rows of sentences": "满分100分，决策（20分）、过程（30分）和产出（50分）三个方面，实际得分依次为19分、29.5分、48.5分。自评总分97分。",
}


def accused(text: str) -> set[str]:
    """The rules of the errors in a report."""
    found = extract_bytes("a.txt", text.encode()).verification.findings
    return {one.rule for one in found if one.severity.name == "ERROR"}


def body(name: str, title: str) -> str:
    """A report that ends with one of the lists."""
    return HEAD.format(title=title) + LISTS[name] + "\n三、存在问题\n放流时间偏晚。\n松岭县水产站\n2024年2月6日\n"


@pytest.mark.parametrize("title", ["自评结果", "评分结果", "自评打分", "得分情况"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_makes_its_total_accuses_nobody_and_leaves_no_figure_unread(name: str, title: str) -> None:
    text = body(name, title)
    assert accused(text) == set()
    assert not any(one.rule == "coverage/score" for one in extract_bytes("a.txt", text.encode()).verification.findings)


@pytest.mark.parametrize("title", ["自评结果", "评分结果", "自评打分"])
@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("in a sentence", "总分97分", "总分95分"),
        ("in a sentence", "得34.2分", "得32.4分"),
        ("behind a colon", "得58.3分", "得53.8分"),
        ("behind a colon", "总得分97分", "总得分96分"),
        ("summed up by 共得", "共得97分", "共得97.5分"),
        ("summed up by 共得", "得57.5分", "得55.7分"),
        ("in lines", "自评97分", "自评97.6分"),
        ("in lines", "得38.9分", "得39.8分"),
        ("with what was lost", "得29.5分", "得28.5分"),
        ("with the loss between", "得48.5分", "得45.8分"),
        ("with the losses in brackets", "合计扣3分", "合计扣4分"),
        ("with the losses in brackets", "得48.5分", "得45.8分"),
        ("with what was obtained in brackets", "总分97分", "总分96分"),
        ("with what was obtained in brackets", "得48.5分", "得45.8分"),
        ("with the full scores in brackets", "总分97分", "总分79分"),
        ("with the full scores in brackets", "29.5分", "25.9分"),
        ("in two rows", "29.5分、", "25.9分、"),
        ("in two rows", "总分97分", "总分96分"),
        ("in two rows of sentences", "48.5分。", "45.8分。"),
        ("in two rows of sentences", "自评总分97分", "自评总分97.6分"),
    ],
)
def test_a_slip_in_the_list_or_in_its_total_is_told(name: str, right: str, wrong: str, title: str) -> None:
    text = body(name, title)
    assert text.count(right) == 1
    found = accused(text.replace(right, wrong))
    assert found
    assert all(rule.startswith("score/") for rule in found)


def test_what_some_items_lost_without_a_word_leaves_the_losses_open() -> None:
    text = body("in lines", "自评结果").replace("得38.9分。", "得38.9分（宣传不够，扣1.1分）。\n合计扣3分。")
    assert accused(text) == set()  # 预算执行 lost 0.4 and says nothing of it


def test_a_list_beside_items_that_bear_scores_of_their_own_is_no_second_set_of_items() -> None:
    text = (
        "柳庄县防汛办绩效自评报告\n一、投入（20分，自评得20分）\n资金到位。\n二、产出（50分，自评得48分）\n清淤偏晚，扣2分。\n三、效果（30分，自评得30分）\n效果好。\n"
        "四、结论\n决策10分，得10分；管理40分，得38分；成效50分，得50分。总分100分，自评98分。\n"
    )
    assert accused(text) == set()


def test_a_sum_of_what_one_item_lost_is_not_that_of_the_report() -> None:
    lost = "产出中放流偏晚扣2分，标记缺失扣1.5分，共扣3.5分；决策因论证不足扣1分；过程因归档偏慢扣1分。"
    told = "自评总分94.5分，等次为优。决策20分（得19分），过程30分（得29分），产出50分（得46.5分）。"
    text = body("in lines", "自评结果").replace(LISTS["in lines"], told + lost + "\n")
    assert accused(text) == set()
    assert accused(text.replace("自评总分94.5分", "自评总分95.4分")) == {"score/total-self-sum"}


def test_the_score_of_an_item_that_no_heading_names_is_not_that_of_the_report() -> None:
    said = "储粮规模达到任务的，得3.5分。本项满分3.5分。\n\n轮换按期完成，本项得分1分。\n"
    totals = extract_bytes("a.txt", f"某县储粮考核评分说明\n\n{said}".encode()).facts.totals
    assert totals.max is None and totals.self is None
