"""Scores: what is stated for a section, its parts and deductions, the totals, and what only looks like a score."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.texts import scored

FILLER = "全县坚持统筹安排各项资金，逐级压实工作责任。"


def stated(sentence: str, heading: str = "一、组织领导") -> tuple[str | None, str | None]:
    _, facts, _ = scored(f"某县民政局自评报告\n\n{heading}\n\n{FILLER}{sentence}\n\n二、其他（分值1分，自评得分1分）\n\n{FILLER}")
    score = facts.scores.get("1")
    if score is None:
        return None, None
    return (None if score.max is None else str(score.max)), (None if score.self is None else str(score.self))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("此项分值9分，自评得分9分。", ("9", "9")),
        ("此项分值总分4分，因台账不全，扣减0.5分，自评得分3.5分。", ("4", "3.5")),
        ("此项分值共5分，自评得分3.68分。", ("5", "3.68")),
        ("此两项分值10分，自评得分10分。", ("10", "10")),
        ("满分100分，自评得分97分，扣3分，主要扣在进度方面。", ("100", "97")),
        ("标准分25分，得25分。", ("25", "25")),
        ("该项满分10分，自评9分。", ("10", "9")),
        ("分值：10分 自评：9分", ("10", "9")),
        ("应得10分，实得9.5分。", ("10", "9.5")),
        ("本项得分9.5分（满分10分）。", ("10", "9.5")),
        ("本项20分，得20分。", ("20", "20")),
        ("（满分20分，自评19分）", ("20", "19")),
        ("（分值12分，自评得11分）", ("12", "11")),
        ("此项自评得6分。", (None, "6")),
        ("自评得分为：2分。", (None, "2")),
        ("自评满分60分。", ("60", "60")),
        ("此项分值10分，得满分。", ("10", "10")),
        ("分值０．５分，自评得分.5分。", ("0.5", "0.5")),
        ("此项分值3.0000分，自评得分3.0000分。", ("3.0000", "3.0000")),
        ("此项分值1 2分，自评得分1 1分。", ("12", "11")),
        ("此项分值5分，扣0。5分，自评得分4。5分。", ("5", "4.5")),
        ("此项分值**分，自评得分9分。", (None, "9")),
        ("【自评分】9分", (None, "9")),
        ("此项分值-5分，自评得分-2分。", ("-5", "-2")),
        ("此项分值5分，自评得分6分。", ("5", "6")),
    ],
)
def test_forms_of_a_pair(sentence: str, expected: tuple[str | None, str | None]) -> None:
    assert stated(sentence) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("一、组织领导（分值8分，自评得分8分）", ("8", "8")),
        ("一、组织领导（25分，自评得分25分）", ("25", "25")),
        ("一、组织领导（30分，得29分）", ("30", "29")),
        ("一、组织领导（27分，自查得分27分）", ("27", "27")),
        ("一、组织领导（分值-10分，自评0分）", ("-10", "0")),
        ("一、组织领导（8分）", ("8", None)),
        ("一、组织领导( 8 分)", ("8", None)),
        ("一、组织领导（30）", ("30", None)),
        ("一、组织领导（自评得分20分）", (None, "20")),
        ("一、组织领导，分值10分，自评得分9分", ("10", "9")),
    ],
)
def test_forms_of_a_heading(heading: str, expected: tuple[str | None, str | None]) -> None:
    assert stated("", heading) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "每低1%扣0.5分，扣完为止。", "缺一项扣2分。", "达到90%以上的，得5分。", "≥95%得5分，否则不得分。", "最多扣3分。", "参训人员考试平均92.5分。",
        "上午10时30分召开会议。", "90分以上为优。", "扣监理单位考核分2分。", "较上年提高2分。", "问卷平均得分92.5分。", "评分标准：制度健全得1分，不健全不得分。",
    ],
)  # fmt: skip
def test_look_alikes_are_explained(sentence: str) -> None:
    _, facts, _ = scored(f"一、组织领导\n\n{FILLER}{sentence}\n\n二、其他\n\n{FILLER}")
    assert facts.scores == {}
    assert facts.look_alikes
    assert all(look.explained for look in facts.look_alikes)


@pytest.mark.parametrize("sentence", ["部分群众十分满意。", "百分之五的资金。", "三分之二以上。", "会议历时5分钟。", "分别得到充分落实。"])
def test_what_does_not_even_look_like_a_score(sentence: str) -> None:
    _, facts, _ = scored(f"一、组织领导\n\n{FILLER}{sentence}")
    assert (facts.scores, facts.look_alikes, facts.extracted) == ({}, (), 0)


def test_an_unexplained_figure_is_listed() -> None:
    _, facts, text = scored(f"一、组织领导\n\n{FILLER}门前三包7分。")
    assert [(text.slice(look.at), look.explained) for look in facts.look_alikes] == [("7分", None)]


@pytest.mark.parametrize(
    ("sentence", "deductions"),
    [
        ("此项分值5分，因台账更新不及时，扣减1.32分，自评得分3.68分。", [("1.32", "台账更新不及时")]),
        (
            "此项分值10分，因结余未达标，扣减1分，减幅未达100%，按比例扣减2.5分，自评得分6.5分。",
            [("1", "结余未达标"), ("2.5", "减幅未达100%")],
        ),
        ("知晓率为88.7%，因知晓率未达到90%，扣0.5分。此项分值5分，自评得分4.5分。", [("0.5", "知晓率未达到90%")]),
        ("此项分值10分，自评得分9分，扣1分，主要扣在资金支付方面。", [("1", "资金支付方面")]),
        ("此项分值5分，因协议少签1份，扣0.5分，自评得分4.5分。", [("0.5", "协议少签1份")]),
        ("每低1%扣0.5分，因执行率偏低，扣2分，自评得分8分。", [("2", "执行率偏低")]),
        ("分值5分，因人员不足，口0.75分，自评得分4.25分。", [("0.75", "人员不足")]),
    ],
)
def test_deductions_and_their_reasons(sentence: str, deductions: list[tuple[str, str]]) -> None:
    _, facts, _ = scored(f"一、组织领导\n\n{FILLER}{sentence}\n\n二、其他（分值1分，自评得分1分）\n\n{FILLER}")
    assert [(str(one.points), one.reason) for one in facts.scores["1"].deductions] == deductions


def test_several_scores_in_one_heading_are_parts() -> None:
    _, facts, _ = scored(f"一、救助对象（2分）、基层人员（2分）和公众（1分）的了解程度。\n\n{FILLER}\n\n二、其他\n\n{FILLER}")
    score = facts.scores["1"]
    assert [(part.title, str(part.max)) for part in score.parts] == [("救助对象", "2"), ("基层人员", "2"), ("公众", "1")]
    assert score.max == Decimal(5)


def test_heading_and_body_that_differ_are_kept_for_the_validator() -> None:
    _, facts, _ = scored(f"一、组织领导（分值10分，自评得分9分）\n\n{FILLER}此项分值10分，自评得分8分。\n\n二、其他\n\n{FILLER}")
    score = facts.scores["1"]
    assert (str(score.max), str(score.self)) == ("10", "9")
    assert [(str(role), str(figure.value)) for role, figure in score.restated] == [("max", "10"), ("self", "8")]


def totals(source: str) -> tuple[str | None, str | None, str | None]:
    _, facts, _ = scored(source)
    figures = (facts.totals.max, facts.totals.self, facts.totals.deducted)
    values = [None if figure is None or figure.value is None else str(figure.value) for figure in figures]
    return values[0], values[1], values[2]


ITEMS = f"一、甲事（分值60分，自评得分59分）\n\n{FILLER}\n\n二、乙事（分值40分，自评得分38分）\n\n{FILLER}"


@pytest.mark.parametrize(
    ("opening", "closing", "expected"),
    [
        ("对照标准，自查得分97分，现将自查情况报告如下。", "", (None, "97", None)),
        ("满分100分，自评得分97分，扣3分，主要扣在进度方面，现报告如下。", "", ("100", "97", "3")),
        ("", "综上所述，总分100分，共扣减3分，自评总分97分。", ("100", "97", "3")),
        ("", "综上，自评总分100分，扣3分，自评得分97分。", ("100", "97", "3")),
        ("", "以上各项满分100分，自评得分97分。", ("100", "97", None)),
        ("综合得分97分，等级为优。", "", (None, "97", None)),
        ("自评总分（分）97。", "", (None, "97", None)),
        ("", "三、存在的问题\n\n宣传不够。\n\n经自查，本次绩效评价满分100分，自评得分97分。", ("100", "97", None)),
        ("", "三、存在的问题\n\n宣传不够。\n\n共扣3分，自评97分。", (None, "97", "3")),
        ("", "三、存在的问题\n\n宣传不够。\n\n自评结果：97分，等次为优。", (None, "97", None)),
        ("", "综上，以上2项扣分合计3分，自评总分97分。", (None, "97", "3")),
        ("", "综上，自评总分97分，财政部门复核得分95分。", (None, "97", None)),
        ("", "综上，上年度自评得分95分，本年度自评总分97分。", (None, "97", None)),
        ("", "综上，自评总分97分，折合百分制97分。", (None, "97", None)),
        ("", "综上，自评得分97分，另加分2分，最终得分99分。", (None, "99", None)),
    ],
)
def test_totals(opening: str, closing: str, expected: tuple[str | None, str | None, str | None]) -> None:
    assert totals(f"某县民政局自评报告\n\n县财政局：\n\n{opening}\n\n{ITEMS}\n\n{closing}") == expected


def test_grand_total_on_the_first_heading() -> None:
    source = f"一、基本情况（自评得分100分）\n\n{FILLER}\n\n二、甲事（自评得分10分）\n\n{FILLER}\n\n三、乙事（自评得分90分）\n\n{FILLER}"
    _, facts, _ = scored(source)
    assert facts.totals.self is not None
    assert (facts.totals.self.value, facts.totals.sections) == (Decimal(100), ("1",))
    assert facts.scores["1"].self == Decimal(100)


def test_an_item_as_large_as_the_others_together_is_no_grand_total() -> None:
    names = (("预算执行率", 10), ("产出指标", 50), ("效益指标", 30), ("满意度指标", 10))
    sections = [f"{label}、{name}（{most}分，自评得分{most}分）\n\n{FILLER}" for label, (name, most) in zip("一二三四", names, strict=True)]
    _, facts, _ = scored("自评报告\n\n" + "\n\n".join(sections))
    assert (facts.totals.max, facts.totals.self, facts.totals.sections) == (None, None, ())


def test_a_first_heading_states_the_sum_of_what_stands_below_the_others() -> None:
    below = f"二、甲\n\n1.甲事（60分，自评得分59分）\n\n{FILLER}\n\n三、乙\n\n2.乙事（40分，自评得分38分）\n\n{FILLER}"
    _, facts, _ = scored(f"自评报告\n\n一、基本情况（得分97分）\n\n{FILLER}\n\n{below}")
    assert facts.totals.self is not None
    assert (facts.totals.self.value, facts.totals.sections) == (Decimal(97), ("1",))


def test_the_label_of_the_next_item_is_no_score() -> None:
    _, facts, _ = scored(
        f"一、过程（20分，自评得分18.5分）\n\n⑴资金到位率100%。⑵因支付进度偏慢，扣1.5分。\n\n二、其他（80分，自评得分80分）\n\n{FILLER}"
    )
    assert {id: str(score.max) for id, score in facts.scores.items() if score.max is not None} == {"1": "20", "2": "80"}


def test_a_summary_names_a_section() -> None:
    _, facts, _ = scored(f"自评报告\n\n{ITEMS}\n\n综上所述，总分100分，甲事方面自评得分58分，自评总分97分。")
    assert [(str(role), str(figure.value)) for role, figure in facts.scores["1"].restated] == [("self", "58")]
    assert facts.totals.self is not None
    assert facts.totals.self.value == Decimal(97)


def test_a_total_of_each_section_beside_one_of_the_report_is_the_sections_own() -> None:
    below = ((15, 14), (25, 23), (30, 28), (30, 27))
    items = "\n\n".join(
        f"（{label}）{label}类指标\n\n{label}类总分{most}分，自评得分{own}分。"
        for label, (most, own) in zip("一二三四", below, strict=True)
    )
    _, facts, _ = scored(f"自评报告\n\n一、评价结论\n\n经综合评价，该项目得分92分。\n\n二、指标分析\n\n{items}")
    assert facts.totals.max is None and facts.totals.self is not None and facts.totals.self.value == Decimal(92)
    assert [(str(one.max), str(one.self)) for one in facts.scores.values()] == [(str(most), str(own)) for most, own in below]


def test_an_item_whose_title_says_that_it_tells_its_points_is_no_conclusion() -> None:
    _, facts, _ = scored(
        "自评报告\n\n一、评价结论\n\n经综合评价，该项目得分92分。\n\n二、指标分析\n\n（一）过程指标得分情况\n\n该指标权重20分，得分18分。\n\n"
        "（二）产出指标得分情况\n\n该指标权重80分，得分74分。"
    )
    assert [(str(one.max), str(one.self)) for one in facts.scores.values()] == [("20", "18"), ("80", "74")]
    assert facts.totals.max is None
