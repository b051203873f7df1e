"""Honest reports of people who had read no pattern (`honest/`): nothing in them is accused; most slips put into them are told.

Eleven batches (h to m, q to u), written one after another; each was counted on the code of its day before anyone who tuned saw it (README.md).
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extractor.model.report import Severity
from extractor.model.text import Span
from tests.claims.mutations import Read, meets, read

HONEST = Path(__file__).with_name("honest")
REPORTS = sorted(HONEST.glob("*.txt"))
SLIPS = tomllib.loads((HONEST / "slips.toml").read_text(encoding="utf-8"))["slip"]
_TOLD = 0.70
"""A floor below what was measured when it was set; raise it, never lower it."""


def words_of(name: str) -> str:
    return (HONEST / f"{name}.txt").read_text(encoding="utf-8")


def accusations(report: Read) -> list[str]:
    """What is told of the claims, but that something is far from the report's other figures, and every error that is told of its scores."""
    claims = [one for one in report.told if one.rule != "claim/implausible"]
    scores = [one for one in report.result.findings if one.severity is Severity.ERROR and one not in claims]
    return [f"{one.rule}: {one.params.get('equation')} ≠ {one.params.get('stated')}" for one in (*claims, *scores)]


def changed(before: str, after: str) -> Span:
    """What of the second text the first one has not."""
    start = next(at for at in range(len(before)) if before[at] != after[at])
    end = next(back for back in range(len(before)) if before[-1 - back] != after[-1 - back])
    return Span(start, max(start + 1, len(after) - end))


def test_there_are_as_many_as_promised() -> None:
    assert len(REPORTS) >= 220
    assert len(SLIPS) >= 205
    assert [slip for slip in SLIPS if words_of(slip["name"]).count(slip["of"][0]) != 1] == []


@pytest.mark.parametrize("start", range(0, len(REPORTS), 8))
def test_nothing_in_an_honest_report_is_accused(start: int) -> None:
    accused = [
        f"{path.name}: {told}" for path in REPORTS[start : start + 8] for told in accusations(read(path.read_text(encoding="utf-8")))
    ]
    assert accused == []


def test_most_slips_are_told() -> None:
    missed = []
    for slip in SLIPS:
        words = words_of(slip["name"])
        base, other = read(words), read(words.replace(*slip["of"]))
        if not meets(base, other, changed(base.text.content, other.text.content)):
            missed.append(f"{slip['name']}: {slip['of']} ({slip['why']})")
    assert 1 - len(missed) / len(SLIPS) >= _TOLD, missed
