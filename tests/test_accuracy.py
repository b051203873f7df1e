"""Accuracy on reports that the patterns were not written from: `corpus/held_back`, written blind by other hands (see corpus/README.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.pipeline import extract
from tests.goldens import load_golden, projection

ROOT = Path(__file__).resolve().parent.parent
HELD_BACK = sorted((ROOT / "corpus" / "held_back").glob("*.txt"))


def _flat(sections: list[dict[str, Any]], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for section in sections:
        path = f"{above}/{section['label']}"
        yield path, section
        yield from _flat(section["children"], path)


def _section_facts(given: dict[str, Any]) -> Counter[tuple[str, ...]]:
    return Counter((path, section["title"]) for path, section in _flat(given["sections"]))


def _score_facts(given: dict[str, Any]) -> Counter[tuple[str, ...]]:
    scores = [
        (path, side, section[side]) for path, section in _flat(given["sections"]) for side in ("max", "self") if section[side] is not None
    ]
    totals = [("totals", name, given["totals"][name]) for name in ("max", "self", "deducted", "bonus") if given["totals"][name] is not None]
    return Counter([*scores, *totals])


def _f1(pairs: list[tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]]) -> float:
    """F1 over all documents together: 2 × right / (wanted + found)."""
    right = sum((want & got).total() for want, got in pairs)
    return 2 * right / sum(want.total() + got.total() for want, got in pairs)


@pytest.fixture(scope="module")
def judged() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    return [(path.stem, load_golden(ROOT / "golden" / "held_back" / f"{path.stem}.json"), projection(extract(path))) for path in HELD_BACK]


def test_sections_are_found(judged: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    assert _f1([(_section_facts(golden), _section_facts(found)) for _, golden, found in judged]) >= 0.99


def test_scores_are_found(judged: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    assert _f1([(_score_facts(golden), _score_facts(found)) for _, golden, found in judged]) >= 0.99


def test_no_error_is_invented(judged: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    invented = [
        (name, finding)
        for name, golden, found in judged
        for finding in (Counter(found["findings"]) - Counter(golden["findings"])).elements()
        if finding[1] == "error"
    ]
    assert invented == []


def test_planted_errors_are_found_in_the_right_section(judged: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
    planted = [(name, finding) for name, golden, _ in judged for finding in golden["findings"] if finding[1] == "error"]
    missed = [
        (name, finding)
        for name, golden, found in judged
        for finding in (Counter(golden["findings"]) - Counter(found["findings"])).elements()
        if finding[1] == "error"
    ]
    assert len(planted) >= 10
    assert missed == []
