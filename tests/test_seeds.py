"""The two real reports, as text and set as PDF: what the first issue promises of them, figure by figure."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.emitters.json import to_json
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.report import Report, Verdict
from extractor.pipeline import extract
from tests.goldens import projection
from tests.setting import Paragraph, set_pages, set_report


def _scores(report: Report) -> dict[str, tuple[str | None, str | None]]:
    return {
        identity: (None if score.max is None else str(score.max), None if score.self is None else str(score.self))
        for identity, score in report.facts.scores.items()
    }


def _findings(report: Report, *prefixes: str) -> list[tuple[str, str]]:
    return [(f.rule, str(f.severity)) for f in report.verification.findings if f.rule.startswith(prefixes)]


def test_yunnan_outline_and_scores(seeds: Path) -> None:
    report = extract(seeds / "yunnan-2016.txt")
    assert len(list(report.outline.walk())) == 16
    assert [section.label for section in report.outline.sections] == ["一、", "二、", "三、", "四、"]
    assert [len(section.children) for section in report.outline.sections] == [5, 4, 3, 0]
    scores = _scores(report)
    assert scores == {
        "1.1": ("9", "9"), "1.2": ("9", "9"), "1.3": ("5", "3.68"), "1.4": ("4", "3.5"), "1.5": ("3", "3"),
        "2.1": ("7", "7"), "2.2": ("8", "7.5"), "2.3": ("10", "6.5"), "2.4": ("5", "5"),
        "3.1": ("18", "18"), "3.2": ("12", "12"), "3.3": ("10", "10"), "4": ("5", "5"),
    }  # fmt: skip
    deductions = {
        identity: [str(one.points) for one in score.deductions] for identity, score in report.facts.scores.items() if score.deductions
    }
    assert deductions == {"1.3": ["1.32"], "1.4": ["0.5"], "2.2": ["0.5"], "2.3": ["1", "2.5"]}
    assert all(one.reason for score in report.facts.scores.values() for one in score.deductions)


def test_yunnan_totals_and_elements(seeds: Path) -> None:
    report = extract(seeds / "yunnan-2016.txt")
    totals, document = report.facts.totals, report.outline.document
    assert totals.max and totals.self and totals.deducted
    assert (totals.max.value, totals.self.value, totals.deducted.value) == (Decimal(105), Decimal("99.18"), Decimal("5.82"))
    assert [str(one.points) for one in totals.deductions] == ["1.32", "0.5", "0.5", "1", "2.5"]
    assert document.number is not None
    assert document.number.text == "云民社救〔2017〕7号"
    assert document.issuers == ("云南省民政厅", "云南省财政厅")
    assert document.addressees == ("民政部办公厅", "财政部办公厅")
    assert (document.date, document.printed_by, document.printed_on) == ("2017-03-21", "云南省民政厅办公室", "2017-03-22")


def test_yunnan_findings_and_checks(seeds: Path) -> None:
    report = extract(seeds / "yunnan-2016.txt")
    assert _findings(report, "score/") == [("score/deduction-count", "warning")]
    held = {(check.rule, str(check.stated)) for check in report.verification.checks if check.verdict is Verdict.EXACT}
    assert {("score/total-max-sum", "105"), ("score/total-self-sum", "99.18"), ("score/total-deduction", "5.82")} <= held


def test_bazhong_outline_and_scores(seeds: Path) -> None:
    report = extract(seeds / "bazhong-2021.txt")
    sections = list(report.outline.walk())
    assert len(sections) == 41
    assert [section.number for section in sections if section.scheme == "cn-paren"] == list(range(1, 13))
    items = [section for section in sections if section.scheme == "num-dot"]
    assert [section.number for section in items] == list(range(1, 25))
    assert [section.level for section in items] == [3] * 22 + [2] * 2
    by_label = {section.label: section.id for section in items}
    parts = {label: [str(part.max) for part in report.facts.scores[by_label[label]].parts] for label in ("21.", "22.")}
    assert parts == {"21.": ["2", "2", "1"], "22.": ["6", "3"]}
    scores = _scores(report)
    assert [scores[section.id] for section in report.outline.sections] == [
        ("27", "27"),
        ("36", "36"),
        ("37", "37"),
        ("10", "10"),
        ("-10", "0"),
    ]
    assert [str(section.kind) for section in report.outline.sections] == ["normal", "normal", "normal", "bonus", "penalty"]
    assert report.facts.totals.self is not None
    assert report.facts.totals.self.value == Decimal(110)


def test_bazhong_elements_and_findings(seeds: Path) -> None:
    report = extract(seeds / "bazhong-2021.txt")
    assert report.outline.document.signers == ("肖飞", "吕爱国")
    assert report.outline.document.copied_to == ("省财政厅",)
    assert [one for one in _findings(report, "score/", "structure/") if one[1] != "note"] == []


def _with_penalty(source: str, total: str) -> str:
    return source.replace("（分值-10分，自评0分）", "（分值-10分，自评-3分）").replace("自查得分110分", f"自查得分{total}分")


@pytest.mark.parametrize(("total", "errors"), [("107", []), ("110", [("score/total-self-sum", "error")])])
def test_bazhong_with_points_lost_in_the_penalty_section(seeds: Path, tmp_path: Path, total: str, errors: list[tuple[str, str]]) -> None:
    changed = _with_penalty((seeds / "bazhong-2021.txt").read_text(encoding="utf-8"), total)
    path = tmp_path / "penalty.txt"
    path.write_text(changed, encoding="utf-8")
    report = extract(path)
    assert _scores(report)["5"] == ("-10", "-3")
    assert [one for one in _findings(report, "score/") if one[1] == "error"] == errors


def _comparable(report: Report) -> dict[str, Any]:
    return projection(report)


def _plain_pages(source: str, typeface: str, align: str) -> bytes:
    """Every line of the source set as a paragraph of its own, so that page breaks of the original cut paragraphs and headings again."""
    lines = [line.strip().replace("**", "") for line in source.splitlines() if line.strip()]
    return set_pages([Paragraph(line, align) for line in lines], typeface=typeface).pdf


@pytest.mark.parametrize("typeface", ["song", "kai"])
@pytest.mark.parametrize("name", ["yunnan-2016", "bazhong-2021"])
def test_set_as_pdf_gives_the_same_as_the_text(seeds: Path, tmp_path: Path, name: str, typeface: str) -> None:
    source = seeds / f"{name}.txt"
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(set_report(source.read_text(encoding="utf-8"), typeface=typeface).pdf)
    assert _comparable(extract(path)) == _comparable(extract(source))


@pytest.mark.parametrize("align", ["body", "flush"])
@pytest.mark.parametrize("name", ["yunnan-2016", "bazhong-2021"])
def test_set_plainly_as_pdf_gives_the_same_as_the_text(seeds: Path, tmp_path: Path, name: str, align: str) -> None:
    source = seeds / f"{name}.txt"
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(_plain_pages(source.read_text(encoding="utf-8"), "song", align))
    assert _comparable(extract(path)) == _comparable(extract(source))


@pytest.mark.parametrize("name", ["yunnan-2016", "bazhong-2021"])
def test_the_same_bytes_give_the_same_json(seeds: Path, name: str) -> None:
    path = seeds / f"{name}.txt"
    wording = Wording(builtin(), "zh")
    assert to_json(extract(path), wording) == to_json(extract(path), wording)
