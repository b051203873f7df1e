"""A sum that is less than one of its parts."""

from __future__ import annotations

import pytest

from extractor.language.patterns import builtin
from extractor.model.report import Verdict
from extractor.pipeline import extract_bytes


def failed(sentence: str) -> list[str]:
    source = f"某县民政局关于2023年度低保工作自评情况的报告\n\n县人民政府：\n现将自评情况报告如下。\n一、组织领导\n成立工作专班。{sentence}\n\n某县民政局\n2024年1月5日\n"
    report = extract_bytes("a.txt", source.encode(), builtin())
    return [one.rule for one in report.verification.checks if one.verdict is Verdict.INCONSISTENT]


@pytest.mark.parametrize(
    "sentence",
    [
        "社保卡制发结转上年资金641.7万元，当年新增1744.0万元，总计641.7万元。",
        "窗口改造上年结余62万元，本年拨款50万元，可使用资金合计62万元。",
        "城区布设服务点176个，乡镇布设222个，全域共计176个。",
    ],
)
def test_it_is_told_whatever_the_parts_have_in_common(sentence: str) -> None:
    assert failed(sentence) == ["claim/sum"]


@pytest.mark.parametrize(
    "sentence",
    [
        "礁区37种，对照区26种，两区共有21种。",
        "城区布设服务点176个，乡镇布设222个，全域共计398个。",
        "发放资料301件，现场咨询116件、电话咨询195件，共计311件。",
    ],
)
def test_counts_that_may_overlap_are_left_alone(sentence: str) -> None:
    assert failed(sentence) == []
