"""Scores in the words of many offices: `score_forms.toml` holds the ways, each written by hand, and none may be misread or accused."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.language.patterns import builtin
from extractor.model.facts import Facts, Score
from extractor.model.report import Report, Severity, Verification
from extractor.pipeline import extract_bytes

FORMS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "score_forms.toml").read_text(encoding="utf-8"))
REASON, REASON_2 = "少数案卷缺少签收单", "季度报表报送超期"
GROUPS = {"1": (30, 29), "1.1": (20, 20), "1.2": (10, 9), "2": (40, 38), "2.1": (25, 24), "2.2": (15, 14), "3": (30, 30)}


def extracted(source: str) -> Report:
    return extract_bytes("a.txt", source.encode(), builtin())


def item(heading: str, body: str) -> tuple[str, Score | None, list[str], Verification]:
    """The title and the score of an item, the figures that nothing explains, and what was checked."""
    report = extracted(
        "某县民政局关于2023年度低保工作自评情况的报告\n\n县人民政府：\n根据要求，我局对2023年度低保工作开展自评，现将情况报告如下。\n"
        "一、组织领导（分值10分，自评得分10分）\n成立工作专班，明确责任分工。\n"
        f"二、政策宣传{heading}\n印发宣传手册，组织政策宣讲。{body}\n"
        "三、监督检查（分值10分，自评得分10分）\n开展随机抽查，做到全程留痕。\n\n某县民政局\n2024年1月5日\n"
    )
    section, facts = report.outline.sections[1], report.facts
    assert section.label == "二、"
    unexplained = [look for look in facts.look_alikes if look.explained is None]
    return section.title, facts.scores.get(section.id), [report.text.slice(look.at) for look in unexplained], report.verification


def whole(opening: str = "", closing: str = "", preface: str = "", tally: str = "") -> tuple[Facts, Verification]:
    """The facts of a report of 100 points, 97 obtained, and what was checked."""
    report = extracted(
        f"某县民政局关于2023年度低保工作自评情况的报告\n\n县人民政府：\n根据要求，我局对2023年度低保工作开展自评，{opening}现将情况报告如下。\n"
        f"一、组织领导（30分，自评29分）\n{preface}（一）责任落实（20分，自评20分）\n成立工作专班，明确责任分工。\n"
        f"（二）人员配备（10分，自评9分）\n配备专职人员3名。因档案员空缺，扣1分。\n{tally}"
        "二、政策宣传（40分，自评38分）\n（一）宣传活动（25分，自评24分）\n印发宣传手册。因入户宣传不足，扣1分。\n"
        "（二）宣传阵地（15分，自评14分）\n设置宣传栏12处。因栏目更新迟缓，扣1分。\n"
        "三、监督检查（30分，自评30分）\n开展随机抽查，做到全程留痕。\n四、下一步打算\n继续完善工作机制。\n"
        f"{closing}\n某县民政局\n2024年1月5日\n"
    )
    return report.facts, report.verification


def accused(verification: Verification, *, but: tuple[str, ...] = ()) -> list[str]:
    return [one.rule for one in verification.findings if one.severity is not Severity.NOTE and one.rule not in but]


def filled(phrase: str) -> tuple[str, Decimal | None, list[tuple[Decimal, str | None]]]:
    """A phrase with its figures, what it says was obtained, and the deductions that it tells (the reason None where it tells none)."""
    first, second = "{points}" in phrase, "{points2}" in phrase
    obtained = Decimal(10) - (Decimal(1) if first or "{reason}" in phrase else 0) - (Decimal("0.5") if second else 0)
    told = [(Decimal(1), REASON if "{reason}" in phrase else None)] if first else []
    told += [(Decimal("0.5"), REASON_2)] if second else []
    text = phrase.format(max="10", self=obtained, points="1", points2="0.5", reason=REASON, reason2=REASON_2)
    full = not any(name in phrase for name in ("{self}", "{points}", "{max}"))
    return text, obtained if "{self}" in phrase or full else None, told


def check(phrase: str, score: Score | None, most: Decimal | None) -> None:
    _, obtained, told = filled(phrase)
    assert score is not None
    assert (score.max, score.parts) == (most, ())
    if obtained is not None:
        assert score.self == obtained
    found = sorted((one.points, one.reason) for one in score.deductions)
    assert [points for points, _ in found] == sorted(points for points, _ in told)
    if told and all(reason is not None for _, reason in told):
        assert found == sorted(told)  # type: ignore[type-var]


@pytest.mark.parametrize("phrase", FORMS["heading"])
def test_a_score_in_a_heading(phrase: str) -> None:
    title, score, unexplained, verification = item(filled(phrase)[0], "")
    assert title == "政策宣传"
    check(phrase, score, Decimal(10) if "{max}" in phrase else None)
    assert unexplained == []
    assert accused(verification, but=("score/missing",)) == []


@pytest.mark.parametrize("phrase", FORMS["body"])
def test_a_score_in_the_body(phrase: str) -> None:
    title, score, unexplained, verification = item("", filled(phrase)[0])
    assert title == "政策宣传"
    check(phrase, score, Decimal(10))
    assert unexplained == []
    assert accused(verification) == []


@pytest.mark.parametrize("phrase", FORMS["body-below-max"])
def test_what_was_obtained_below_a_full_score(phrase: str) -> None:
    _, score, unexplained, verification = item("（10分）", filled(phrase)[0])
    check(phrase, score, Decimal(10))
    assert unexplained == []
    assert accused(verification, but=("score/missing",) if "{self}" not in phrase and "{points}" in phrase else ()) == []


@pytest.mark.parametrize("sentence", FORMS["lures"])
def test_what_is_no_score_of_the_item_neither_counts_nor_accuses(sentence: str) -> None:
    _, score, _, verification = item("（分值10分，自评得分9分）", f"因档案不全扣1分。{sentence}")
    assert score is not None
    assert (score.max, score.self, score.parts, score.restated) == (10, 9, (), ())
    assert [one.points for one in score.deductions if one.reason] == [1]
    assert accused(verification, but=("coverage/score",)) == []


@pytest.mark.parametrize("place", ["opening", "closing"])
def test_totals(place: str) -> None:
    for form in FORMS[f"{place}s"]:
        facts, verification = whole(**{place: form["text"] + ("\n" if place == "closing" else "")})
        totals = facts.totals
        found = {
            "max": totals.max and totals.max.value,
            "self": totals.self and totals.self.value,
            "deducted": totals.deducted and totals.deducted.value,
            "count": totals.stated_count and totals.stated_count[0],
            "grade": totals.grade and totals.grade[0],
        }
        assert {name: str(found[name]) for name in form["gives"]} == form["gives"], form["text"]
        assert {id: (score.max, score.self) for id, score in facts.scores.items()} == GROUPS, form["text"]
        assert accused(verification) == [], form["text"]


@pytest.mark.parametrize("place", ["preface", "tally"])
def test_what_a_group_says_of_itself(place: str) -> None:
    for sentence in FORMS["prefaces" if place == "preface" else "tallies"]:
        facts, verification = whole(**{place: sentence + "\n"})
        assert {id: (score.max, score.self) for id, score in facts.scores.items()} == GROUPS, sentence
        assert accused(verification) == [], sentence


def test_a_figure_that_nothing_explains_withholds_what_fails_over_its_section() -> None:
    _, _, unexplained, verification = item("（分值10分，自评得分8分）", "因档案不全扣1分。另有遗留5分。")
    assert unexplained
    assert accused(verification) == ["coverage/score"]
    (withheld,) = [one for one in verification.checks if one.rule == "score/deduction"]
    assert withheld.reason == "uncertain-score"


def test_without_such_a_figure_the_same_check_fails() -> None:
    assert accused(item("（分值10分，自评得分8分）", "因档案不全扣1分。")[3]) == ["score/deduction"]


def test_the_sum_that_closes_a_list_of_losses_worded_like_sums_is_held_against_it() -> None:
    listed = "满分100分，扣分情况：因档案员空缺，共扣1分；入户宣传不足，共扣1分；栏目更新迟缓，自查扣1分。"
    facts, verification = whole(closing=f"{listed}合计扣分4分，自评得分97分。\n")
    assert facts.totals.deducted is not None
    assert (facts.totals.deducted.value, [one.points for one in facts.totals.deductions]) == (4, [1, 1, 1])
    assert "score/total-deduction" in accused(verification)
    assert accused(whole(closing=f"{listed}合计扣分3分，自评得分97分。\n")[1]) == []


def test_a_title_of_two_halves_keeps_both() -> None:
    assert item("，抓实督导，该项分值10分", "自评得分10分。")[0] == "政策宣传，抓实督导"
