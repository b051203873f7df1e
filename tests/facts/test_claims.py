"""Claims: the forms of the two real reports, and that the way a sentence is printed does not change its verdict."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.emitters.json import report_object
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.report import Report, Severity, Verdict
from extractor.pipeline import extract
from tests.claims.scoring import examine

SENTENCES = [
    "全省共支出资金130.57亿元（其中城乡低保118.60亿元、特困人员供养7.18亿元、临时救助4.79亿元）。",
    "全省共支出资金130.57亿元（城乡低保118.50亿元、特困人员供养7.18亿元、临时救助4.79亿元）。",
    "配套资金417765万元，加上上年结转26067万元，共计443832万元。",
    "配套资金417765万元，加上上年结转26067万元，共计448332万元。",
    "仓储损耗由上年的7.6万元降至6.2万元，减少1.4万元，减幅18.5%。",
    "安排资金8.64亿元，全年支出8.21亿元，执行率95.0%，年末结余0.43亿元。",
    "安排资金8.64亿元，全年支出8.21亿元，执行率96.0%，年末结余0.53亿元。",
    "项目总投资5760万元，其中：中央资金4608万元，省级资金1152万元。",
]


def verdicts(words: str) -> list[tuple[str, str]]:
    return sorted((one.rule, one.verdict.value) for one in examine(words).checks)


def checks_of(report: Report) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for one in report.verification.checks:
        if one.rule.startswith("claim/"):
            found.setdefault((one.rule, str(one.params["stated"])), []).append(one.verdict.value)
    return found


def test_yunnan(seeds: Path) -> None:
    report = extract(seeds / "yunnan-2016.txt")
    found = checks_of(report)
    for rule, stated, verdict in [
        ("claim/ratio", "30.2%", "inconsistent"),
        ("claim/ratio", "6.7%", "inconsistent"),
        ("claim/growth", "18.5%", "within-rounding"),
        ("claim/breakdown", "130.57亿元", "exact"),
        ("claim/ratio", "34%", "exact"),
        ("claim/sum", "443832万元", "exact"),
        ("claim/conversion", "5304元/人.年", "exact"),
        ("claim/ratio", "39.7%", "exact"),
        ("claim/difference", "27个", "exact"),
        ("claim/difference", "2.12亿元", "exact"),
    ]:
        assert verdict in found[rule, stated], (rule, stated, found.get((rule, stated)))
    assert found["claim/bound", "5个百分点"] == ["exact"] * 3
    assert found["claim/bound", "2个百分点"] == ["exact"]
    assert found["claim/count", "6项"] == ["exact"] * 2
    assert found["claim/weights", "100%"] == ["exact"] * 2
    errors = [(one.rule, one.params["stated"]) for one in report.verification.findings if one.severity is Severity.ERROR]
    assert errors == [("claim/ratio", "30.2%"), ("claim/ratio", "6.7%")]


def test_yunnan_reasons_of_deductions_are_linked_to_the_figure_they_restate(seeds: Path) -> None:
    report = extract(seeds / "yunnan-2016.txt")
    linked = [one for one in report.verification.checks if one.rule == "claim/repeat" and "restates" in one.params]
    assert [one.params["stated"] for one in linked] == ["34%", "34%"]
    assert len({one.params["restates"] for one in linked}) == 1


def test_bazhong(seeds: Path) -> None:
    report = extract(seeds / "bazhong-2021.txt")
    found = checks_of(report)
    assert found["claim/breakdown", "157091户"] == ["exact"]
    assert found["claim/breakdown", "329996人"] == ["exact"]
    assert found["claim/ratio", "100%"].count("exact") == 1
    assert found["claim/part-exceeds-whole", "1538户"] == ["exact"]
    assert found["claim/part-exceeds-whole", "4207人"] == ["exact"]
    claims = [one for one in report.verification.findings if one.rule.startswith("claim/")]
    assert [(one.rule, one.severity) for one in claims] == [("claim/implausible", Severity.NOTE)]


@pytest.mark.parametrize("name", ["yunnan-2016", "bazhong-2021"])
def test_the_ledger_of_figures_adds_up(seeds: Path, name: str) -> None:
    report = extract(seeds / f"{name}.txt")
    composed = report_object(report, Wording(builtin(), "zh"))
    numbers = composed["coverage"]["numbers"]  # type: ignore[index]
    assert numbers["found"] == len(report.facts.quantities) == numbers["in_checks"] + numbers["outside"]
    assert numbers["in_checks"] == numbers["holds"] + numbers["fails"] + numbers["unchecked"]


@pytest.mark.parametrize("words", SENTENCES)
def test_spaces_and_wide_punctuation_leave_verdicts_unchanged(words: str) -> None:
    plain = verdicts(words)
    assert plain
    spaced = re.sub(r"\d+(?:\.\d+)?", r" \g<0> ", words)
    wide = words.translate({ord("0") + digit: ord("０") + digit for digit in range(10)}).replace(".", "．").replace("%", "％")
    narrow = words.replace("，", ",").replace("（", "(").replace("）", ")").replace("：", ":")
    for variant in (spaced, wide, narrow):
        assert verdicts(variant) == plain, variant


@pytest.mark.parametrize("words", SENTENCES)
def test_scaling_all_units_leaves_verdicts_unchanged(words: str) -> None:
    plain = verdicts(words)
    swapped = words.replace("亿元", "\0").replace("万元", "亿元").replace("\0", "万元")
    assert verdicts(swapped) == plain


@pytest.mark.parametrize(
    ("words", "permuted"),
    [
        (SENTENCES[0], "全省共支出资金130.57亿元（其中临时救助4.79亿元、城乡低保118.60亿元、特困人员供养7.18亿元）。"),
        (SENTENCES[1], "全省共支出资金130.57亿元（临时救助4.79亿元、城乡低保118.50亿元、特困人员供养7.18亿元）。"),
        (SENTENCES[7], "项目总投资5760万元，其中：省级资金1152万元，中央资金4608万元。"),
    ],
)
def test_permuting_parts_leaves_verdicts_unchanged(words: str, permuted: str) -> None:
    assert verdicts(words) == verdicts(permuted)


@pytest.mark.parametrize("decimals", ["0", "00", "000"])
def test_adding_decimals_to_the_stated_figure_never_clears_an_error(decimals: str) -> None:
    for words, stated in [(SENTENCES[1], "130.57"), (SENTENCES[6], "96.0"), ("保障89.92万人，占1268.9万人的6.7%。", "6.7")]:
        rules = {rule for rule, verdict in verdicts(words) if verdict == Verdict.INCONSISTENT.value}
        longer = {rule for rule, verdict in verdicts(words.replace(stated, stated + decimals)) if verdict == Verdict.INCONSISTENT.value}
        assert rules
        assert rules <= longer
