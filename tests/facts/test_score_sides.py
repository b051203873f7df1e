"""Scores whose words leave open whether they are full or obtained, of what they speak, or whose they are: settled by what stands beside them."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.model.report import Report, Severity
from extractor.pipeline import extract_bytes

HEAD = "某县民政局关于2023年度绩效自评的报告\n市民政局：\n根据要求，对2023年度工作开展自评，现将有关情况报告如下。\n"


def read(*lines: str) -> Report:
    return extract_bytes("report.txt", (HEAD + "\n".join(lines) + "\n").encode())


def scores(report: Report) -> dict[str, tuple[str | None, str | None]]:
    found = report.facts.scores
    return {
        section.label: tuple(None if value is None else str(value) for value in (found[section.id].max, found[section.id].self))  # type: ignore[misc]
        for section in report.outline.walk()
        if section.id in found
    }


def errors(report: Report) -> list[tuple[str, str | None]]:
    return [(one.rule, one.section) for one in report.verification.findings if one.severity is Severity.ERROR]


def totals(report: Report) -> dict[str, str]:
    declared: dict[str, Any] = {name: getattr(report.facts.totals, name) for name in ("max", "self", "deducted", "bonus")}
    return {name: str(figure.value) for name, figure in declared.items() if figure is not None}


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("一、组织领导（计10分，自评计9分）", ("10", "9")),
        ("一、组织领导（计10分）", ("10", None)),
        ("一、组织领导（本项10分）", ("10", None)),
        ("一、组织领导（总计10分）", ("10", None)),
        ("一、组织领导（10分值）", ("10", None)),
        ("一、组织领导（满分20分实得18分）", ("20", "18")),
        ("一、组织领导（得18分/满分20分）", ("20", "18")),
        ("一、组织领导（18.5/20分）", ("20", "18.5")),
        ("一、组织领导（20分/18.5分）", ("20", "18.5")),
        ("一、组织领导（权重20分，标准分20分，实得18分）", ("20", "18")),
        ("一、组织领导（应得分20分，实得分18分，得分率90%）", ("20", "18")),
        ("一、组织领导（20%，自评18分）", (None, "18")),
        ("一、组织领导（得分：18）", (None, "18")),
        ("一、组织领导【20分，自评18分】", ("20", "18")),
        ("一、组织领导（20分，自评18分，支付进度偏慢扣2分）", ("20", "18")),
        ("一、附加分（上限5分，得3分）", ("5", "3")),
    ],
)
def test_what_a_bracket_behind_a_title_states(heading: str, expected: tuple[str | None, str | None]) -> None:
    report = read(heading, "各项任务均已完成。", "二、其他（分值1分，自评得分1分）", "各项任务均已完成。")
    assert scores(report)["一、"] == expected
    assert report.outline.sections[0].title in ("组织领导", "附加分")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("本项应得12分，实得11分。", ("12", "11")),
        ("该项计12分，自评计11分。", ("12", "11")),
        ("本项满分12分，不扣分，得12分。", ("12", "12")),
        ("此项12分，按评分标准，因台账不全扣1分，自评11分。", ("12", "11")),
        ("标准分12分，因台账不全扣1分后得11分。", ("12", "11")),
        ("自评得分：11分（分值：12分）。", ("12", "11")),
        ("经评议，该项应得11分（满分12分）。", ("12", "11")),
        ("服务响应得分4分（分值为4分）；问题复查得分7分（分值为8分）。", ("12", "11")),
        ("台账登记得4分（应得4分）；问题复查得7分（应得8分）。", ("12", "11")),
        ("故本项得11分（分值12分）。", ("12", "11")),
        ("群众知晓（4分）自评得4分；档案整理（8分）自评得7分。", ("12", "11")),
        ("群众知晓4分，自评得4分；档案整理8分，自评得7分。", ("12", "11")),
        ("群众知晓计4分，自评计4分；档案整理计8分，自评计7分。", ("12", "11")),
    ],
)
def test_what_a_body_states(sentence: str, expected: tuple[str, str]) -> None:
    report = read("一、组织领导", f"各项任务均已完成。{sentence}", "二、其他（分值1分，自评得分1分）", "各项任务均已完成。")
    assert scores(report)["一、"] == expected
    assert errors(report) == []


@pytest.mark.parametrize(
    ("sentence", "own"),
    [
        ("该项计11分。", "11"),
        ("本项应得11分。", "11"),
        ("因台账不全失1分，实得11分。工作仍在推进。各项任务均已完成。", "11"),
        ("台账不全，扣1分后，得11分。", "11"),
        ("全部达标，自评给满分。", "12"),
        ("综上，此项自评得11分。", "11"),
    ],
)
def test_an_obtained_score_below_a_full_one_in_the_heading(sentence: str, own: str) -> None:
    report = read("一、组织领导（12分）", f"各项任务均已完成。{sentence}", "二、其他（分值1分，自评得分1分）", "各项任务均已完成。")
    assert scores(report)["一、"] == ("12", own)
    assert errors(report) == []


@pytest.mark.parametrize(
    ("sentence", "points", "reason"),
    [
        ("各项任务已完成，扣减1分，原因是资金下达较迟，自评得11分。", "1", "资金下达较迟"),
        ("因台账不全，失1分，自评得11分。", "1", "台账不全"),
        ("档案缺失2份（扣1分），自评得11分。", "1", "档案缺失2份"),
        ("台账不全（-1分）。自评得11分。", "1", "台账不全"),
        ("由于满意率仅86%被扣1分，自评得11分。", "1", "满意率仅86%"),
    ],
)
def test_deductions_and_their_reasons(sentence: str, points: str, reason: str) -> None:
    report = read("一、组织领导（12分）", sentence, "二、其他（分值1分，自评得分1分）", "各项任务均已完成。")
    section = report.outline.sections[0]
    assert [(str(one.points), one.reason) for one in report.facts.scores[section.id].deductions] == [(points, reason)]
    assert scores(report)["一、"] == ("12", "11")


def test_a_sum_of_deductions_is_none_of_them_where_the_loss_says_so() -> None:
    told = "满分20分，自评得分{}分，扣分2分。其中：制度建设扣1分，人员配备扣1分。"
    sums, each = (read("一、组织领导", told.format(own), "二、其他（分值1分，自评得分1分）") for own in ("18", "16"))
    assert [len(one.facts.scores["1"].deductions) for one in (sums, each)] == [2, 3]
    assert errors(sums) == errors(each) == []


ITEMS = (
    "一、组织领导（20分，自评19分）",
    "因开会少，扣1分。",
    "二、资金管理（30分，自评28分）",
    "因支付慢，扣2分。",
    "三、产出（50分，自评50分）",
    "已完成。",
)


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ("总评97分。", {"self": "97"}),
        ("合计：97分。", {"self": "97"}),
        ("以上各项合计97分。", {"self": "97"}),
        ("以上各项合计100分。", {"max": "100"}),
        ("以上三项总计100分，自评总计97分。", {"max": "100", "self": "97"}),
        ("2023年绩效自评总分值100分，实际得分97分。", {"max": "100", "self": "97"}),
        ("以100分为满分，自评得97分。", {"max": "100", "self": "97"}),
        ("在100分的总分值中共扣3分，自评得97分。", {"max": "100", "self": "97", "deducted": "3"}),
        ("100分的满分中共扣减3分，自评得分97分。", {"max": "100", "self": "97", "deducted": "3"}),
        ("经逐项打分，2023年度工作最终自评得分为97分。", {"self": "97"}),
        (
            "经逐项打分，满分100分，失分情况为：开会少，减1分；支付慢，减2分。上述2处共扣分3分，最终自评得分97分。",
            {"max": "100", "self": "97", "deducted": "3"},
        ),
        ("具体为组织领导20分，自评19分；资金管理（30分）自评得28分；产出计50分，自评计50分，合计自评97分。", {"self": "97"}),
        ("自评得分97分。上年度自评为95分，市级考核得分94分，经县考核办考评，全年得分93.2分，位居第3。", {"self": "97"}),
        ("2023年自评得分97分，2022年自评得分95分。", {"self": "97"}),
    ],
)
def test_totals_and_what_is_none(closing: str, expected: dict[str, str]) -> None:
    report = read(*ITEMS, closing)
    assert totals(report) == expected
    assert errors(report) == []
    assert not [one for one in report.facts.look_alikes if one.explained is None]


def test_a_wrong_total_is_told_in_each_of_these_forms() -> None:
    for closing in ("总评96分。", "以上三项总计100分，自评总计96分。", "经逐项打分，2023年度工作最终自评得分为96分。"):
        assert errors(read(*ITEMS, closing)) == [("score/total-self-sum", None)], closing


def test_a_tally_behind_the_items_is_the_score_of_their_group() -> None:
    report = read(
        "一、组织领导", "（一）会议（8分，自评8分）", "已开会。", "（二）制度（12分，自评11分）", "因制度少，扣1分。", "以上两项分值合计20分，自评得分合计19分。",
        "二、资金管理", "（一）预算（30分，自评30分）", "已编制。", "（二）支付（50分，自评48分）", "因支付慢，扣2分。", "本部分2项合计80分，自评得78分。",
    )  # fmt: skip
    assert (scores(report)["一、"], scores(report)["二、"]) == (("20", "19"), ("80", "78"))
    assert (totals(report), errors(report)) == ({}, [])


def test_the_largest_item_is_no_grand_total_because_the_others_come_to_as_much() -> None:
    report = read(
        "一、决策（20分，自评20分）",
        "好。",
        "二、过程（30分，自评30分）",
        "好。",
        "三、产出（50分，自评50分）",
        "好。",
        "以上各项合计100分。",
    )
    assert report.facts.totals.sections == ()
    assert errors(report) == []


def test_nothing_taken_off_in_a_penalty_section_is_no_full_score() -> None:
    report = read(*ITEMS, "四、倒扣分（-5分，自评0分）", "未出现所列情形，本项不扣分。")
    assert scores(report)["四、"] == ("-5", "0")
    assert errors(report) == []


@pytest.mark.parametrize(
    "lure",
    [
        "根据考核办法，每出现一起投诉扣2分，获省级表彰加3分，获市级表彰加1分。",
        "对发现问题的单位，一次扣0.5分，并在年终考核中兑现。",
        "驾驶员累计记满12分的，一律停岗学习。",
        "满意度问卷采用10分制，平均9.2分。",
        "第三方测评得分96.3分，较上年提高1.2分。",
        "评分要点：一项不符合扣1分，逾期一次扣2分。",
    ],
)
def test_what_is_no_score(lure: str) -> None:
    report = read("一、组织领导（20分，自评19分）", f"因开会少，扣1分。{lure}", *ITEMS[2:])
    assert scores(report)["一、"] == ("20", "19")
    assert [str(one.points) for one in report.facts.scores["1"].deductions] == ["1"]
    assert not [one for one in report.facts.look_alikes if one.explained is None]
    assert errors(report) == []


@pytest.mark.parametrize(
    ("heading", "body", "expected"),
    [
        ("（自评分值9分）", "因签到不全扣1分，自评得8分。", ("9", "8")),
        ("（自评分值9分）", "自评得满分。", ("9", "9")),
        ("（自查分值9分）", "因签到不全，自评得8.5分，扣0.5分。", ("9", "8.5")),
        ("（分值9分，自评分值8分）", "因签到不全扣1分。", ("9", "8")),
    ],
)
def test_the_worth_of_an_assessment_is_the_full_score_where_less_is_told_below(heading: str, body: str, expected: tuple[str, str]) -> None:
    report = read(*ITEMS, f"四、读书会{heading}", body)
    assert scores(report)["四、"] == expected
    assert errors(report) == []


def test_it_is_the_obtained_one_where_nothing_else_tells_that() -> None:
    report = read(*ITEMS, "四、读书会（自评分值9分）", "全年举办读书会12场。")
    assert scores(report)["四、"] == (None, "9")


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("（扣分项，-10分，得0分）", ("-10", "0")),
        ("（减分项，-5.0分，自评得分0.0分）", ("-5.0", "0.0")),
        ("（倒扣分项，自评-2分）", (None, "-2")),
    ],
)
def test_a_bracket_may_call_itself_a_penalty(heading: str, expected: tuple[str | None, str]) -> None:
    report = read(*ITEMS, f"四、上级通报扣分情况{heading}", "未出现所列情形，该项不扣分。")
    assert scores(report)["四、"] == expected
    assert errors(report) == []


def test_the_name_of_the_assessment_is_no_section_of_its_first_word() -> None:
    report = read(
        "我馆开展了自评，绩效评价得分为97分，现将情况报告如下。",
        "一、决策（40分，自评40分）",
        "已完成。",
        "二、绩效（60分，自评57分）",
        "因开馆晚，扣3分。",
        "以上各项相加，图书馆项目绩效评价自评分为97分。",
    )
    assert scores(report)["二、"] == ("60", "57")
    assert totals(report)["self"] == "97"
    assert errors(report) == []


def test_a_section_of_that_word_is_named_beside_others() -> None:
    report = read(
        "一、决策（40分）",
        "已完成。",
        "二、绩效（60分）",
        "因开馆晚，扣3分。",
        "决策评价得分40分，绩效评价得分57分。",
    )
    assert scores(report)["二、"] == ("60", "57")


@pytest.mark.parametrize(
    ("heading", "title", "expected"),
    [
        ("四、档案整理，7分。按月归档，自评得7分。", "档案整理", ("7", "7")),
        ("四、档案整理：该项7分。按月归档。因漏记扣1分，得6分。", "档案整理", ("7", "6")),
        ("四、档案整理，该项7分。按月归档，该项得7分。", "档案整理", ("7", "7")),
    ],
)
def test_a_title_may_end_with_its_full_score_and_the_text_go_on(heading: str, title: str, expected: tuple[str, str]) -> None:
    report = read(*ITEMS, heading)
    assert report.outline.sections[-1].title == title
    assert scores(report)["四、"] == expected


def test_what_a_test_gave_is_no_full_score_at_the_end_of_a_title() -> None:
    report = read(*ITEMS, "四、读者服务测评，95分。测评由街道组织。")
    assert "四、" not in scores(report)


def test_the_last_of_several_losses_is_no_full_score_of_the_total_behind_it() -> None:
    report = read(*ITEMS, "三、结论", "两项指标合计100分，扣3.5分，其中组织管理2分，资金管理1分，成果应用0.5分，自评得分96.5分。")
    assert [(str(one.points), one.reason) for one in report.facts.totals.deductions] == [
        ("2", "组织管理"),
        ("1", "资金管理"),
        ("0.5", "成果应用"),
    ]
    assert ("score/total-deduction", None) not in errors(report)


def test_the_result_of_marking_in_a_heading_is_what_was_obtained() -> None:
    report = read("一、组织领导（打分结果18分）", "满分20分，因台账缺页扣2分。", "二、其他（分值1分，自评得分1分）", "各项任务均已完成。")
    assert scores(report)["一、"] == ("20", "18")
    assert errors(report) == []


def test_a_bracket_behind_each_obtained_score_says_its_full_one() -> None:
    report = read(
        "一、组织领导", "值班值守得2.5分（共3分）；台账归档得4分（共4分）。", "二、其他（分值1分，自评得分1分）", "各项任务均已完成。"
    )
    assert scores(report)["一、"] == ("7", "6.5")
    assert errors(report) == []


def test_a_penalty_told_with_a_minus_behind_its_name_is_no_loss() -> None:
    report = read(
        "一、组织领导（分值20分，自评得分20分）", "各项任务均已完成。", "二、资料漏报扣分（倒扣项-5分，自评得0分）", "未出现漏报。"
    )
    assert scores(report)["二、"] == ("-5", "0")
    assert report.facts.scores["2"].deductions == ()
    assert errors(report) == []


def test_full_scores_listed_with_what_was_obtained_and_its_sum_are_none_of_the_reports() -> None:
    report = read(
        "一、项目概况（自评得分98分）",
        "项目按计划实施。",
        "二、组织领导（34分，自评得31分）",
        "因台账缺页扣3分。",
        "三、任务落实（37分，自评得34分）",
        "因巡查偏少扣3分。",
        "四、服务成效（33分，自评得33分）",
        "群众反映良好。",
        "五、下一步打算",
        "分类计分为：组织领导实得31分，满分34分；任务落实实得34分，满分37分；服务成效实得33分，满分33分；合计自评得98分。",
    )
    assert totals(report) == {"self": "98"}
    assert errors(report) == []
