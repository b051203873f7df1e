"""A figure in words that nobody knows ends in `unchecked`, never in an accusation; what is read for sure is still told."""

from __future__ import annotations

import pytest

from extractor.model.report import Report, Severity, Verdict
from extractor.pipeline import extract_bytes
from extractor.validator.uncertain import REASON


def reported(item: str, *, title: str = "", closing: str = "", total: str = "98") -> Report:
    """A report of three items, 100 points, of which the second (40 points, 39 obtained) is worded as the case has it."""
    return extract_bytes(
        "report.txt",
        (
            "某县民政局关于2023年度低保工作自评情况的报告\n\n县人民政府：\n"
            f"根据要求，我局对2023年度低保工作开展自评，总分100分，自评得分{total}分，现将情况报告如下。\n"
            "一、组织领导（分值30分，自评得分30分）\n成立工作专班，明确责任分工。\n"
            f"二、政策宣传{title}\n{item}\n"
            "三、监督检查（分值30分，自评得分29分）\n开展随机抽查。因台账不全，扣1分。\n"
            f"四、下一步打算\n继续完善工作机制。\n{closing}\n某县民政局\n2024年1月5日\n"
        ).encode(),
    )


def errors(report: Report) -> list[str]:
    return [one.rule for one in report.verification.findings if one.severity is Severity.ERROR]


def undecided(report: Report) -> set[str]:
    return {one.rule for one in report.verification.checks if one.verdict is Verdict.UNCHECKED and one.reason == REASON}


@pytest.mark.parametrize(("total", "told"), [("980", True), ("89", True), ("28", False), ("12", False)])
def test_a_total_of_another_size_is_told_where_one_slip_makes_it_so(total: str, told: bool) -> None:
    report = reported("印发手册。因入户不足，扣1分。", title="（分值40分，自评得分39分）", total=total)
    assert ("score/total-self-sum" in errors(report)) is told
    assert told or "score/total-self-sum" in undecided(report)


STRANGE = {
    "a deduction as a full score": ("", "印发手册。本项40分，因入户不足划给1分，自评得39分。"),
    "an obtained score in a bracket": ("（40分，项下39分）", "印发手册。因入户不足，扣1分。"),
    "the full score in a bracket": ("（折定数40分，自评39分）", "印发手册。因入户不足，扣1分。"),
    "both in a bracket": ("（归口40分，呈定39分）", "印发手册。因入户不足，扣1分。"),
    "a word that ends in a word of scores": ("（40分，挂记39分）", "印发手册。因入户不足，扣1分。"),
    "a word that holds one": ("（40分，对应得分39分）", "印发手册。因入户不足，扣1分。"),
    "two full scores in a bracket": ("（分值40分，领取39分）", "印发手册。因入户不足，扣1分。"),
    "another body's rubric": ("（分值40分，自评得分39分）", "印发手册。乡镇评比体系里该项权重5分。因入户不足，扣1分。"),
    "a further statement of something else": (
        "（分值40分，自评得分39分）",
        "印发手册。因入户不足，扣1分。宣传橱窗一块，此项自评列得12分。",
    ),
    "parts of which one is not read": ("（分值40分，自评得分39分）", "活动25分，自评得24分，因入户不足扣1分；阵地呈列15分，自评得15分。"),
    "the mark of somebody else": (
        "（分值40分，自评得分39分）",
        "印发手册。因入户不足，扣1分。第三方机构开展社会满意度测评，综合评分为91.3分，有所上升。",
    ),
    "the mark of somebody whom nobody knows": (
        "（分值40分，自评得分39分）",
        "印发手册。因入户不足，扣1分。入户群众感受打分汇总，综合评分为91.3分。",
    ),
    "the mark of somebody else in an item that obtained nothing": ("（40分）", "印发手册。入户群众感受汇总，综合评分为91.3分。"),
    "the sum of a group in its last item": (
        "（分值40分，自评得分39分）",
        "印发手册。因入户不足，扣1分。\n归总以上四项，本部分满分94分，自评得93分。",
    ),
    "a pair of somebody else": ("（分值40分，自评得分39分）", "印发手册。因入户不足，扣1分。经核查，该项满分12分，自评得10分。"),
    "a rule that is not known for one": ("（分值40分，自评得分40分）", "印发手册。逢漏报情形扣2分。"),
    "an item that its label does not show": (
        "（分值20分，自评得分19分）",
        "印发手册。因入户不足，扣1分。\n二之二、政策宣讲（分值20分，自评得分20分）\n组织宣讲12场。",
    ),
}


@pytest.mark.parametrize(("title", "item"), STRANGE.values(), ids=STRANGE)
def test_no_strange_word_accuses(title: str, item: str) -> None:
    assert errors(reported(item, title=title)) == []


CERTAIN = {
    "an obtained score above the full one": ("（分值40分，自评得分41分）", "印发手册。", "100", "score/self-exceeds-max"),
    "a deduction that does not fit": ("（40分，扣2分，自评39分）", "印发手册。入户不足。", "98", "score/deduction"),
    "a total that does not fit": ("（分值40分，自评得分39分）", "印发手册。因入户不足，扣1分。", "96", "score/total-self-sum"),
    "two scores of one item": (
        "（分值40分，自评得分39分）",
        "印发手册。因入户不足，扣1分。综上，此项自评得分38分。",
        "98",
        "score/conflict",
    ),
    "in the words of an item": ("", "此项满分40分，因入户不足，扣2分，自评得分39分。", "98", "score/deduction"),
}


@pytest.mark.parametrize(("title", "item", "total", "rule"), CERTAIN.values(), ids=CERTAIN)
def test_what_is_read_for_sure_is_told(title: str, item: str, total: str, rule: str) -> None:
    assert errors(reported(item, title=title, total=total)) == [rule]


def test_a_total_of_another_size_is_of_something_else() -> None:
    report = reported("印发手册。因入户不足，扣1分。", title="（分值40分，自评得分39分）", closing="综上，宣传专项自评总得分8分。")
    assert errors(report) == []
    assert "score/conflict" in undecided(report)


def test_two_totals_in_one_sentence_are_not_of_the_same_thing() -> None:
    report = reported(
        "印发手册。因入户不足，扣1分。", title="（分值40分，自评得分39分）", closing="综上，本年度挂记得分99分，自评总分98分。"
    )
    assert errors(report) == []


def test_a_figure_that_was_put_aside_may_be_the_one_that_lacks() -> None:
    report = reported("印发手册。满分40分，经县级抽查得39分，自评得分38分，扣1分（入户不足）。", total="97")
    assert "score/deduction" not in errors(report)


def test_what_holds_is_not_touched() -> None:
    report = reported("印发手册。因入户不足，扣1分。", title="（分值40分，自评得分39分）")
    assert errors(report) == []
    assert undecided(report) == set()
    assert any(one.rule == "score/total-self-sum" and one.verdict is Verdict.EXACT for one in report.verification.checks)


LETTER = "某县某某社关于2023年度低保工作自评情况的报告\n\n县人民政府：\n现将情况报告如下。\n一、组织领导\n成立专班，明确分工。\n"


@pytest.mark.parametrize(
    ("end", "rules"),
    [
        ("某县互助总社联席会\n二〇二四年元月初五\n", []),
        ("", ["document/missing-element"]),
        ("某县民政局\n2024年1月5日\n主管单位：某县人民政府，技术支持：某公司\n", []),
    ],
    ids=["an unread line stands in its place", "nothing stands there", "the frame of a page behind the signature"],
)
def test_what_is_missing_or_cut_off_left_no_unread_line(end: str, rules: list[str]) -> None:
    report = extract_bytes("letter.txt", (LETTER + end).encode())
    told = {one.rule for one in report.verification.findings if one.rule in ("document/missing-element", "structure/truncated")}
    assert sorted(told) == rules
