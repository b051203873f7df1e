"""Reports of the kind that comes in, each with a mixture of forms, written before the tool ran on them: outline, every score, totals, findings.

A line of ``scores`` is a section: its path, full score/obtained score, points taken off. ``holds``: equations that must be among those that hold.
``planted``: what stands there, what is put in its place, and the rule (or the start of its name) that must tell it, with nothing else told as an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.model.facts import Figure
from extractor.model.outline import Section
from extractor.model.report import Report, Severity
from extractor.pipeline import extract, extract_bytes

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.toml"))


def truth(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def printed(figure: Figure | None) -> str:
    return "" if figure is None else plain(figure.value)


def lines(report: Report) -> Iterator[str]:
    """The sections as the truth writes them."""

    def walk(sections: tuple[Section, ...], above: str) -> Iterator[str]:
        for section in sections:
            score = report.facts.scores.get(section.id)
            lost = sum((one.points for one in score.deductions if one.points is not None), Decimal()) if score else Decimal()
            figures = f"{plain(score.max)}/{plain(score.self)}" if score else "/"
            parts = (above + section.label, figures if figures != "/" else "", f"-{plain(lost)}" if lost else "")
            yield " ".join(part for part in parts if part)
            yield from walk(section.children, f"{above}{section.label}/")

    yield from walk(report.outline.sections, "")


@pytest.mark.parametrize("name", NAMES)
def test_a_report_with_mixed_forms_is_read_whole(name: str) -> None:
    expected, report = truth(name), extract(HERE / f"{name}.txt")
    assert list(lines(report)) == expected["scores"].strip().splitlines()
    totals = report.facts.totals
    said = {"max": printed(totals.max), "self": printed(totals.self)}
    assert {side: figure for side, figure in said.items() if figure} == expected["total"]
    assert sorted(finding.rule for finding in report.verification.findings) == expected["findings"]
    holding = [str(check.params.get("equation")) for check in report.verification.checks if check.verdict.holds]
    assert not [equation for equation in expected.get("holds", []) if equation not in holding]


PLANTED = [(name, *planted) for name in NAMES for planted in truth(name).get("planted", [])]


def assert_told_alone(report: Report, rule: str, known: list[str]) -> None:
    """A planted error is told under its rule, beside the findings that the report has without it, and no other error is."""
    told = sorted(finding.rule for finding in report.verification.findings)
    for one in known:
        if one in told:
            told.remove(one)
    assert any(one.startswith(rule) for one in told)
    errors = [finding for finding in report.verification.findings if finding.severity is Severity.ERROR]
    assert all(finding.rule.startswith(rule) for finding in errors)


@pytest.mark.parametrize(("name", "old", "new", "rule"), PLANTED, ids=[f"{name}-{new}" for name, _, new, _ in PLANTED])
def test_a_planted_error_is_told_and_nothing_else(name: str, old: str, new: str, rule: str) -> None:
    encoding = truth(name).get("encoding", "utf-8")
    content = (HERE / f"{name}.txt").read_bytes().decode(encoding)
    assert content.count(old) == 1
    report = extract_bytes(f"{name}.txt", content.replace(old, new).encode(encoding))
    assert_told_alone(report, rule, truth(name)["findings"])


def test_there_are_reports() -> None:
    assert len(NAMES) >= 100
