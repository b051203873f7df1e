"""Titles without labels: read where a report numbers nothing and their full scores make up a hundred."""

from __future__ import annotations

import pytest

from extractor.language.patterns import builtin
from extractor.model.report import Report, Severity
from extractor.pipeline import extract_bytes

REPORT = """某县水文站2022年度测报经费绩效自评报告

县水利局：

根据要求，我站完成自评，自评得分96分。

经费概况

经费用于站网维护和应急测报。

经费管理（满分25分，自评{own}分）

凭证归档不及时，扣1分。

测报任务{bracket}

两次校测延后，扣2分。

服务成效【满分30分，自评29分】

信息发布渠道偏少，扣1分。

努力方向

补齐自动监测设备。

某县水文站

2023年2月10日
"""


def read(own: str = "24", bracket: str = "（满分45分，得43分）") -> Report:
    return extract_bytes("a.txt", REPORT.format(own=own, bracket=bracket).encode(), builtin())


def errors(report: Report) -> set[str]:
    return {one.rule for one in report.verification.findings if one.severity is Severity.ERROR}


def test_titles_and_scores_are_read() -> None:
    report = read()
    assert [(one.label, one.title, one.level, one.number) for one in report.outline.sections] == [
        ("", title, 1, None) for title in ("经费概况", "经费管理", "测报任务", "服务成效", "努力方向")
    ]
    assert [(str(one.max), str(one.self)) for one in report.facts.scores.values()] == [("25", "24"), ("45", "43"), ("30", "29")]
    assert errors(report) == set()


def test_their_scores_are_held_to_what_is_told_of_them() -> None:
    assert errors(read(own="22")) & {"score/deduction", "score/total-self-sum"}


@pytest.mark.parametrize("bracket", ["（满分55分，得53分）", "（满分145分，得143分）", ""])
def test_what_makes_up_no_whole_is_left_alone(bracket: str) -> None:
    assert read(bracket=bracket).outline.sections == ()


def test_a_report_that_numbers_its_parts_has_no_others() -> None:
    source = REPORT.format(own="24", bracket="（满分45分，得43分）").replace("经费概况", "一、经费概况").replace("努力方向", "二、努力方向")
    report = extract_bytes("a.txt", source.encode(), builtin())
    assert [one.title for one in report.outline.sections] == ["经费概况", "努力方向"]
