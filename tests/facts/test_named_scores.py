"""Scores told by the name of their item and the place where they stand: all are read, and what holds is not accused."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.language.patterns import builtin
from extractor.model.report import Report, Severity
from extractor.pipeline import extract_bytes

TOLD: dict[str, Any] = tomllib.loads((Path(__file__).parent / "named_scores.toml").read_text(encoding="utf-8"))
OTHERS = "document/"
FRAME = (
    "某县农业农村局关于2023年度专项资金绩效自评情况的报告\n\n县财政局：\n现将情况报告如下。\n一、基本情况\n资金按时下达。\n二、组织实施\n开展现场核查。\n"
    "{told}\n四、下一步打算\n加强日常管理。\n\n某县农业农村局\n2024年2月6日\n"
)


def read(told: str) -> Report:
    return extract_bytes("a.txt", FRAME.replace("{told}", told).encode(), builtin())


def outcome(report: Report, side: str) -> Decimal | None:
    """What the totals say, else what the items come to that have none scored below them."""
    stated = getattr(report.facts.totals, side)
    if stated is not None:
        value: Decimal | None = stated.value
        return value
    scored = report.facts.scores
    last = [one for one in report.outline.walk() if one.id in scored and not any(below.id in scored for below in one.children)]
    return sum((value for one in last if (value := getattr(scored[one.id], side)) is not None), Decimal(0))


@pytest.mark.parametrize("entry", TOLD["statement"], ids=lambda entry: str(entry["text"].splitlines()[1])[:14])
def test_a_statement_is_read_and_not_accused(entry: dict[str, str]) -> None:
    report = read(entry["text"])
    assert [report.text.slice(look.at) for look in report.facts.look_alikes if look.explained is None] == []
    found = [one for one in report.verification.findings if one.severity is not Severity.NOTE and not one.rule.startswith(OTHERS)]
    assert [one.rule for one in found] == []
    assert (outcome(report, "max"), outcome(report, "self")) == (Decimal(entry["full"]), Decimal(entry["own"]))
