import dataclasses

import pytest

from extractor.emitters.view import view
from extractor.emitters.wording import Wording
from extractor.model.report import Report, Verification

CHINESE = """\
甲.txt
  （无标题）
  发文机关：某县民政局
  发文字号：某民〔2021〕38号
  全文总分：自评 9.50
  2 个章节，5 处分数，1 页

发现：错误 1，警告 0，提示 0

【错误】总自评得分合计（score/total-self-sum）
  全文，第4行
  各项（一、二）合计 12，总自评写 9.50，占 0.333333333333
  原文：“自查得分9.5分，现报告如下。”
  算式：9 + 3 = 12，写明 9.50　不符
  可能的原因：全文的自评得分若是 12 而不是 9.50（一个数字之差），相关算式全部成立
  由此牵连：扣分（二、资金管理）

已核对，相符：1 项
  分值 − 扣分 = 自评（1）
    一、组织领导：10 − 1 = 9

无法核对：1 项
  分值 − 扣分 = 自评（1）
    二、资金管理：缺少参与计算的数字

覆盖：带“分”的数字 7 处，其中取作分数 5，另有解释 1，没有解释 1；形似标题而不在章节内的行 0"""

ENGLISH = """\
甲.txt
  (no title)
  issued by: 某县民政局
  number: 某民〔2021〕38号
  totals declared: self 9.50
  sections 2, score figures 5, pages 1

Findings: errors 1, warnings 0, notes 0

[error] sum of the self scores (score/total-self-sum)
  the report as a whole, line 4
  the items (一、, 二、) add up to 12; the report states 9.50; share 0.333333333333
  text: “自查得分9.5分，现报告如下。”
  equation: 9 + 3 = 12, stated 9.50   inconsistent
  possible cause: if the self score of the whole report were 12 instead of 9.50 (one digit), every equation would hold
  consequences: deduction (二、资金管理)

Checked and holds: 1
  max − deductions = self (1)
    一、组织领导: 10 − 1 = 9

Could not be checked: 1
  max − deductions = self (1)
    二、资金管理: a figure that takes part is missing

Coverage: 7 score-like figures, 5 extracted, 1 explained as something else, 1 unexplained; heading-like lines outside the outline: 0"""


def test_the_whole_view_word_for_word(report: Report, wording: Wording) -> None:
    assert view(report, wording) == (CHINESE if wording.lang == "zh" else ENGLISH)


def test_paged_reports_name_the_page(paged_report: Report, wording: Wording) -> None:
    said = view(paged_report, wording)
    assert ("全文，第1页" if wording.lang == "zh" else "the report as a whole, page 1") in said


def test_nothing_found_is_said(report: Report, wording: Wording) -> None:
    said = view(dataclasses.replace(report, verification=Verification((), ())), wording)
    assert ("没有发现问题" if wording.lang == "zh" else "No findings") in said


@pytest.mark.parametrize(
    ("ref", "chinese", "english"),
    [
        ("section:2.self", "“二、资金管理”的自评得分", "the self score of “二、资金管理”"),
        ("section:1.parts.2.max", "“一、组织领导”的第2部分分值", "the max score of part 2 of “一、组织领导”"),
        ("section:1.deductions.3", "“一、组织领导”的第3项扣分", "the deduction no. 3 of “一、组织领导”"),
        ("totals.deducted", "全文的扣分合计", "the deduction total of the whole report"),
        ("totals.restated.1", "全文的第1次重述", "the restatement no. 1 of the whole report"),
    ],
)
def test_a_diagnosis_names_its_figure(report: Report, wording: Wording, ref: str, chinese: str, english: str) -> None:
    checks = list(report.verification.checks)
    checks[1] = dataclasses.replace(checks[1], diagnosis=dataclasses.replace(checks[1].diagnosis, ref=ref))
    said = view(dataclasses.replace(report, verification=dataclasses.replace(report.verification, checks=tuple(checks))), wording)
    assert (chinese if wording.lang == "zh" else english) in said


def test_a_long_paragraph_is_quoted_round_the_figure(report: Report, wording: Wording) -> None:
    content = report.text.content.replace("\n", "，")
    long = dataclasses.replace(report.text.paragraphs[3], start=0, end=len(content))
    text = dataclasses.replace(report.text, content=content, paragraphs=(long,))
    said = view(dataclasses.replace(report, text=text), wording)
    quote = next(line for line in said.splitlines() if "“…" in line)
    assert "9.5分" in quote
    assert quote.rstrip("”").endswith("…")
