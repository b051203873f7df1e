"""What an item says of itself besides its two scores: what it lost in all, a name that begins like an assessment, a bonus told twice, a weight for a score."""

from __future__ import annotations

import pytest

from extractor.language.patterns import builtin
from extractor.model.report import Report, Severity
from extractor.pipeline import extract_bytes


def read(items: str, opening: str = "现将自评情况报告如下。", closing: str = "") -> Report:
    source = f"某县档案馆关于2022年度档案数字化项目绩效自评情况的报告\n\n县财政局：\n\n{opening}\n\n{items}\n\n{closing}\n\n某县档案馆\n\n2023年3月1日\n"
    return extract_bytes("a.txt", source.encode(), builtin())


def errors(report: Report) -> set[str]:
    return {one.rule for one in report.verification.findings if one.severity is Severity.ERROR}


LOSSES = [
    "一是目录著录有误，扣1.5分；二是扫描件倾斜，扣0.5分。数字加工共扣2分，得28分。",
    "目录著录有误扣1.5分，扫描件倾斜扣0.5分，合计扣2分，自评得28分。",
    "共扣2分：目录著录有误，扣1.5分；扫描件倾斜，扣0.5分。自评得28分。",
]


@pytest.mark.parametrize("body", LOSSES, ids=lambda text: text[:6])
def test_what_an_item_lost_in_all_is_held_to_its_scores(body: str) -> None:
    items = "一、数字加工（满分30分）\n\n{}\n\n二、利用服务（满分70分）\n\n查档窗口运行平稳，得70分。"
    assert errors(read(items.format(body))) == set()
    assert "score/deduction" in errors(read(items.format(body.replace("扣2分", "扣3分"))))


@pytest.mark.parametrize("title", ["申报材料完整性", "申报规范性情况", "自查整改情况", "自我管理能力"])
def test_a_title_that_begins_like_an_assessment_is_a_title(title: str) -> None:
    score = read(f"一、{title}（6分，得5分）\n\n一份附件缺页，扣1分。\n\n二、利用服务（94分，得94分）\n\n运行平稳。").facts.scores["1"]
    assert (score.max, score.self) == (6, 5)


BONUS = "一、基础工作（基础分100分，自评得97分）\n\n卷皮破损未更换，扣3分。\n\n二、加分项（上限4分，自评加2分）\n\n做法被省馆转发，加2分。"
OPENING = "对照考核细则，基础分100分，自评得97分；加分项自评加2分；最终自评得分99分。现报告如下。"


def test_a_bonus_that_the_text_tells_again_counts_once() -> None:
    report = read(BONUS, OPENING)
    assert report.facts.scores["2"].self == 2
    assert report.facts.totals.self is not None
    assert report.facts.totals.self.value == 99
    assert errors(report) == set()


@pytest.mark.parametrize(
    ("honest", "wrong"),
    [
        ("综合得分=54+36=90分。", "综合得分=54+36=92分。"),
        ("管理部分折合得分90×60%=54分。", "管理部分折合得分90×60%=56分。"),
        ("服务部分折合得分为90×0.4=36分。", "服务部分折合得分为90×0.4=39分。"),
        ("总得分＝38.5+29＋23.5＝91分。", "总得分＝38.5+29＋23.5＝93分。"),
    ],
)
def test_a_formula_of_bare_figures_is_worked_out(honest: str, wrong: str) -> None:
    assert not errors(read("一、得分计算\n\n" + honest))
    assert errors(read("一、得分计算\n\n" + wrong))


def test_a_weight_in_brackets_is_no_part_of_a_title_and_a_weighed_mark_no_score() -> None:
    report = read(
        "一、日常管理（权重60%）\n\n按百分制打分，日常管理得90分，折合得分90×60%=54分。\n\n二、窗口服务（权重40%）\n\n得85分，按40%的权重折算为34分。"
    )
    assert [one.title for one in report.outline.sections] == ["日常管理", "窗口服务"]
    assert not [one for one in report.verification.findings if one.rule.startswith("coverage/")]


def test_a_closing_total_with_its_full_score_is_held_to_the_opening() -> None:
    items = "一、数字加工（满分30分，得28分）\n\n目录有误，扣2分。\n\n二、利用服务（满分70分，得70分）\n\n运行平稳。\n\n三、有关建议\n\n充实人员。"
    closing = "各部分得分汇总：总分值100分，实际得分98分。"
    assert errors(read(items, "综合评分为98分。现报告如下。", closing)) == set()
    assert errors(read(items, "综合评分为99.5分。现报告如下。", closing))


RUN_ON = (
    "一、项目概况。库房由县馆改造，资金由县级承担。\n二、评分情况。本次自评总分100分，得分93分。（一）前期论证。论证充分，分值20分，得分20分。"
    "（二）改造施工。一处墙面返潮，扣4分，分值50分，得分46分。（三）启用效果。温湿度记录缺页，扣3分，分值30分，得分27分。\n三、下步安排。完善巡检制度。"
)


def test_items_of_a_run_on_paragraph_behind_a_sentence_are_sections() -> None:
    report = read(RUN_ON)
    scores = [(str(one.max), str(one.self)) for one in report.facts.scores.values()]
    assert scores == [("20", "20"), ("50", "46"), ("30", "27")]
    assert report.facts.totals.max is not None
    assert report.facts.totals.self is not None
    assert (report.facts.totals.max.value, report.facts.totals.self.value) == (100, 93)
    assert errors(report) == set()
    assert "score/total-self-sum" in errors(read(RUN_ON.replace("得分93分", "得分95分")))
    assert "score/deduction" in errors(read(RUN_ON.replace("得分46分", "得分45分")))


def test_points_of_prose_in_a_paragraph_are_no_items() -> None:
    report = read("一、主要做法。本年推进三项工作。（一）建库房。新建两间。（二）配设备。购置密集架。（三）强培训。举办两期。")
    assert [one.children for one in report.outline.sections] == [()]


SUBTOTAL = (
    "一、评分情况\n\n| 指标 | 满分 | 自评分 |\n| 库房改造 | 45 | 43 |\n| 设备配置 | 30 | 29 |\n| 人员培训 | 25 | 25 |\n| 小计 | 100 | {} |"
)


def test_the_only_tally_of_a_table_is_that_of_all_its_rows() -> None:
    assert "score/table" not in errors(read(SUBTOTAL.format("97")))
    assert "score/table" in errors(read(SUBTOTAL.format("95")))
    assert "score/table" not in errors(read(SUBTOTAL.format("95").replace("| 100 |", "| 75 |")))
