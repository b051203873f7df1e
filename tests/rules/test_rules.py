"""Every rule on the cases of its file: what is found, where, in which words, and how each of its checks ends."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.emitters.wording import Wording
from extractor.language.messages import render
from extractor.language.patterns import Entry, builtin
from extractor.model.outline import Outline
from extractor.model.report import Finding, Severity
from extractor.validator import RULES
from tests.rules.building import build

HERE = Path(__file__).parent
KINDS = {"pass", "fail", "boundary", "zero", "negative"}
RULE_ENTRIES = builtin().entries("rule")
WORDED = [entry for entry in (*RULE_ENTRIES, *builtin().entries("rule-variant")) if "message_zh" in entry.data]
INPUTS = (
    "totals",
    "document",
    "opening",
    "tail",
    "printed_pages",
    "unexplained",
    "explained",
    "heading_like",
    "unusable",
    "prose",
    "revisions",
    "doubts",
    "profile",
    "table",
)


def file_of(rule: str) -> Path:
    return HERE / f"{rule.replace('/', '_').replace('-', '_')}.toml"


def cases() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for rule in RULES:
        if file_of(rule).exists():
            found += [(rule, case) for case in tomllib.loads(file_of(rule).read_text(encoding="utf-8"))["case"]]
    return found


def path_of(outline: Outline, id: str | None) -> str | None:
    if id is None:
        return None
    labels = {section.id: section.label for section in outline.walk()}
    steps = id.split(".")
    return "/".join(labels[".".join(steps[: depth + 1])] for depth in range(len(steps)))


def said(finding: Finding, lang: str) -> str:
    return Wording(builtin(), lang).say(finding.message, **finding.params)


@pytest.mark.parametrize(("rule", "case"), cases(), ids=lambda one: one if isinstance(one, str) else one["name"])
def test_case(rule: str, case: dict[str, Any]) -> None:
    given = {name: tuple(case[name]) if isinstance(case[name], list) else case[name] for name in INPUTS if name in case}
    built = build(case.get("report", ""), **given)
    verification = built.verify()
    found = [one for one in verification.findings if one.rule == rule]
    expected = case.get("finds", [])
    assert [path_of(built.outline, one.section) for one in found] == [one.get("section") for one in expected]
    assert [said(one, "zh") for one in found] == [one["zh"] for one in expected]
    for finding, wanted in zip(found, expected, strict=True):
        assert finding.severity is Severity(wanted.get("severity", builtin().entry(rule).data["severity"]))
        assert said(finding, "en")
        related = [f"{one.rule}@{path_of(built.outline, one.section)}" for one in finding.related]
        assert related == wanted.get("related", [])
        check = next((one for one in verification.checks if one.id == finding.check), None)
        diagnosis = check.diagnosis if check else None
        assert (None if diagnosis is None else f"{diagnosis.kind} {diagnosis.ref} {diagnosis.corrected}") == wanted.get("diagnosis")
    checks = [one for one in verification.checks if one.rule == rule]
    assert [one.verdict.value + (f" {one.reason}" if one.reason else "") for one in checks] == case.get("verdicts", [])
    if "convention" in case:
        assert [one.params["convention"] for one in checks] == [case["convention"]]
    if "others" in case:  # the other rules that speak up
        assert sorted({one.rule for one in verification.findings} - {rule}) == case["others"]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_an_entry_and_cases_of_each_kind(rule: str) -> None:
    assert file_of(rule).exists()
    shown = {case["shows"] for case in tomllib.loads(file_of(rule).read_text(encoding="utf-8"))["case"]}
    assert shown >= KINDS
    data = builtin().entry(rule).data
    needed = ("formula_zh", "formula_en", "why_zh", "why_en", "title_zh", "title_en", "example_fails_zh", "clause")
    assert all(data.get(name) for name in needed)
    assert Severity(data["severity"])
    assert ("message_zh" in data) != any(entry.id.startswith(f"{rule}/") for entry in WORDED)


def test_every_case_file_and_every_entry_belongs_to_a_rule() -> None:
    assert {path.name for path in HERE.glob("*.toml")} == {file_of(rule).name for rule in RULES}
    assert {entry.id for entry in RULE_ENTRIES} == set(RULES)


@pytest.mark.parametrize("entry", WORDED, ids=lambda entry: entry.id)
def test_the_example_of_each_wording_is_rendered_as_written(entry: Entry) -> None:
    example = entry.data["example"]
    for lang in ("zh", "en"):
        assert render(builtin(), entry.id, example["params"], lang) == example[lang]
