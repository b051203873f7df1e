"""Full scores in words that nobody knows: told by the equation of their sentence, and by the use of the word all through a report."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.language.patterns import builtin
from extractor.model.report import Report, Severity
from extractor.pipeline import extract_bytes


def read(*items: str) -> Report:
    """A report whose items, with no score in their headings, tell what is given here."""
    body = "".join(
        f"{label}、{title}\n台账齐全，责任到人。{told}\n" for label, title, told in zip("一二三四五", TITLES, items, strict=False)
    )
    source = f"某县民政局关于2023年度低保工作自评情况的报告\n\n县人民政府：\n现将自评情况报告如下。\n{body}\n某县民政局\n2024年1月5日\n"
    return extract_bytes("a.txt", source.encode(), builtin())


TITLES = ("组织领导", "政策宣传", "监督检查", "资金管理", "档案整理")
LOST = "评分表列{most}分，因少数案卷缺少签收单，扣1分，自评得{own}分。"


@pytest.mark.parametrize("words", ["评分表列", "该环节设", "细则里写"])
def test_a_figure_that_its_losses_and_what_was_obtained_add_up_to_is_the_full_score(words: str) -> None:
    report = read(f"{words}10分，因少数案卷缺少签收单，扣1分，自评得9分。")
    score = report.facts.scores["1"]
    assert (score.max, score.self) == (Decimal(10), Decimal(9))
    assert [look for look in report.facts.look_alikes if look.explained is None] == []


@pytest.mark.parametrize(
    "told",
    [
        "问卷调查80分，因少数案卷缺少签收单，扣1分，自评得9分。",
        "评分表列12分，因少数案卷缺少签收单，扣1分，自评得9分。",
        "评分表列10分，自评得9分，因少数案卷缺少签收单，扣2分，复核时列9分。",
    ],
)
def test_a_figure_that_does_not_fit_is_left_alone_and_accuses_nobody(told: str) -> None:
    report = read(told)
    assert not [one for one in report.verification.findings if one.severity is Severity.ERROR]


def test_one_slip_behind_a_word_that_nobody_knows_is_only_guessed_at() -> None:
    report = read(LOST.format(most=10, own=8), "此项分值20分，自评得20分。")
    assert (report.facts.scores["1"].max, report.facts.scores["1"].self) == (None, 8)
    assert not [one for one in report.verification.findings if one.severity is Severity.ERROR]


def test_behind_a_word_that_three_items_bear_out_a_slip_is_told() -> None:
    report = read(*(LOST.format(most=most, own=most - 1) for most in (10, 12, 8)), LOST.format(most=9, own=7))
    assert report.facts.scores["4"].max == 9
    assert [(one.rule, one.section) for one in report.verification.findings if one.severity is Severity.ERROR] == [("score/deduction", "4")]
