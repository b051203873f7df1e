"""structure/numbering-order: a list that begins anew below a title without a label runs backwards nowhere."""

from __future__ import annotations

from extractor.pipeline import extract_bytes

LIST = "①{0}：本年度共120万元。\n②{1}：本年度共80万元。\n③{2}：本年度共60万元。\n"
FIRST, SECOND = LIST.format("财政拨款收入", "事业收入", "经营收入"), LIST.format("基本支出", "项目支出", "经营支出")


def _told(text: str) -> list[str]:
    return [one.rule for one in extract_bytes("a.txt", text.encode()).verification.findings if one.rule.startswith("structure/numbering")]


def test_a_title_without_a_label_begins_a_list() -> None:
    assert _told(f"年度收入构成情况\n{FIRST}年度支出构成情况\n{SECOND}") == []


def test_a_number_that_runs_backwards_is_told() -> None:
    assert "structure/numbering-order" in _told(f"年度收入构成情况\n{FIRST}①上级补助：本年度共30万元。\n")
