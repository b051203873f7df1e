"""Scores told in one paragraph of running text, with no heading: what they come to, and what an item keeps."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extractor.model.report import Severity
from extractor.pipeline import extract_bytes

CASES = tomllib.loads(Path(__file__).with_name("scores_told.toml").read_text(encoding="utf-8"))
HONEST = [
    line for line in Path(__file__).with_name("scores_told_honest.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]
SLIPS = [(one["text"], *slip) for one in CASES["pair"] for slip in one["slips"]]


def errors(text: str) -> list[str]:
    return [one.rule for one in extract_bytes("a.txt", text.encode()).verification.findings if one.severity is Severity.ERROR]


@pytest.mark.parametrize("text", [one["text"] for one in (*CASES["pair"], *CASES["nothing"])] + HONEST, ids=lambda text: text[:12])
def test_scores_that_agree_accuse_nobody(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize(("text", "old", "new"), SLIPS, ids=lambda word: word[:14])
def test_a_slip_is_told(text: str, old: str, new: str) -> None:
    assert text.count(old) == 1
    assert errors(text.replace(old, new))


def test_the_figures_of_such_a_sum_are_explained() -> None:
    report = extract_bytes("a.txt", CASES["pair"][0]["text"].encode())
    assert not [one for one in report.verification.findings if one.rule == "coverage/score"]
