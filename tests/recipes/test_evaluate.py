"""The judge, and the fixed sample whose rates must not fall below the committed ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from benchmarks import evaluate
from benchmarks.judging import judge
from corpus.recipes import make
from corpus.recipes.phrases import SPLITS
from corpus.recipes.setters import as_text
from extractor.model.report import Report
from extractor.pipeline import extract


def read(truth_of: tuple[str, int, int], folder: Path, rule: str | None = None) -> tuple[Report, dict[str, Any]]:
    made = make(*truth_of, rule)
    path = folder / "report.txt"
    path.write_bytes(as_text(made.draft))
    return extract(path), made.truth


def test_a_truth_that_is_changed_is_judged_wrong(tmp_path: Path) -> None:
    report, truth = read(("dev", 101, 0), tmp_path)
    before = judge(report, truth).tallies["sections"]
    section = truth["sections"][0]
    section["title"] += "改"
    after = judge(report, truth).tallies["sections"]
    assert after == [before[0] - 1, before[1] + 1, before[2] + 1]
    truth["document"]["title"] = "别的标题"
    assert ("elements", "missing") in {(area, kind) for area, kind, _ in judge(report, truth).failures}


def test_a_finding_that_the_truth_does_not_name_is_an_alarm(tmp_path: Path) -> None:
    report, truth = read(("dev", 101, 1), tmp_path, "document/date")
    assert judge(report, truth).planted == "found"
    truth["findings"] = []
    judged = judge(report, truth)
    assert judged.planted is None
    assert ("warning", "document/date") in judged.alarms


def test_rates_are_those_of_the_tally() -> None:
    assert evaluate.rates(8, 2, 8) == {"precision": 0.8, "recall": 0.5, "f1": 0.6154, "n": 16}
    assert evaluate.rates(0, 0, 0)["f1"] == 1.0


def result(f1: float, documents: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    one = {"rates": {"scores": {"f1": f1}}, "planted by rule": {}, "false alarms per 100 clean": {"error": 0.0}, "documents": documents}
    return dict.fromkeys(SPLITS, one)


def test_a_fall_is_named_and_so_is_the_document() -> None:
    before, after = result(0.9, {"a": {"scores": 1}, "b": {"scores": 2}}), result(0.8, {"a": {"scores": 3}})
    assert evaluate.fallen(before, after) == sorted(f"{split}: scores F1: 0.9 → 0.8" for split in SPLITS)
    assert evaluate.fallen(after, before) == []
    gains, losses = evaluate.compare(before, after)
    assert gains == ["b: scores 2 → 0 wrong"] * len(SPLITS)
    assert losses == ["a: scores 1 → 3 wrong"] * len(SPLITS)


def test_the_rates_of_the_sample_have_not_fallen() -> None:
    if not evaluate.RESULT.exists():
        pytest.skip("no committed result: run benchmarks/evaluate.py --sample --save")
    kept = json.loads(evaluate.RESULT.read_text(encoding="utf-8"))
    found, _ = evaluate.evaluate(evaluate.sample(), 1)
    assert evaluate.fallen(kept["sample"], found) == []
