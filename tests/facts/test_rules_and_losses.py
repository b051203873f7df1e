"""A rule and what was taken off by it in one sentence: what the rule would take off is no loss, and what was taken off behind it is one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extractor.language.patterns import builtin
from extractor.model.report import Report
from extractor.pipeline import extract_bytes

ITEMS = tomllib.loads(Path(__file__).with_name("rules_and_losses.toml").read_text(encoding="utf-8"))["item"]


def read(most: float, own: float, body: str) -> Report:
    source = (
        "某县林业局关于2023年度管护工作自评情况的报告\n\n县财政局：\n现将自评情况报告如下。\n一、组织领导（20分，自评得分20分）。责任到人。\n"
        f"二、监督检查（{most}分，自评得分{own}分）。{body}\n三、档案整理（10分，自评得10分）。已归档。\n\n某县林业局\n2024年1月5日\n"
    )
    return extract_bytes("a.txt", source.encode(), builtin())


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["body"][:12])
def test_the_losses_are_those_that_were_taken_off(item: dict[str, object]) -> None:
    report = read(item["max"], item["self"], str(item["body"]))  # type: ignore[arg-type]
    assert [str(one.points) for one in report.facts.scores["2"].deductions] == item["real"]
    assert [one for one in report.verification.findings if one.rule.startswith(("score/", "coverage/"))] == []


@pytest.mark.parametrize("item", [one for one in ITEMS if one["real"]], ids=lambda item: item["body"][:12])
def test_a_score_that_lost_something_else_is_told(item: dict[str, object]) -> None:
    report = read(item["max"], round(item["self"] - 0.3, 1), str(item["body"]))  # type: ignore[arg-type, operator]
    told = {one.rule for one in report.verification.findings if one.section == "2"}
    assert told & {"score/deduction", "score/unexplained-loss"}
