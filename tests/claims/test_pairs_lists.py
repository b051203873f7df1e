"""Figures that follow what they give: lists told out, rates before their figures, named things, those of the ones told before; and their near misses."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.claims.scoring import HOLDS, examine

HERE = Path(__file__).parent
PAIRS: list[dict[str, Any]] = tomllib.loads((HERE / "pairs-lists.toml").read_text(encoding="utf-8"))["pair"]
NEAR: list[dict[str, str]] = tomllib.loads((HERE / "nothing-3.toml").read_text(encoding="utf-8"))["nothing"]
_FOUND, _DECIDED = 0.88, 0.91
"""Floors below what was measured when they were set; raise them, never lower them."""


def test_no_slip_is_ambiguous_and_there_are_as_many_as_promised() -> None:
    assert [pair["right"] for pair in PAIRS if pair["right"].count(pair["slip"][0]) != 1] == []
    assert len(PAIRS) >= 190
    assert len({entry["text"] for entry in NEAR}) == len(NEAR) >= 150


@pytest.mark.parametrize("start", range(0, len(PAIRS), 25))
def test_a_sentence_that_holds_accuses_nobody(start: int) -> None:
    accused = [
        f"{one.rule}: {one.params.get('equation')} ≠ {one.params['stated']} in {pair['right']}"
        for pair in PAIRS[start : start + 25]
        for one in examine(pair["right"]).accused()
    ]
    assert accused == []


@pytest.mark.parametrize("start", range(0, len(NEAR), 25))
def test_a_near_miss_accuses_nobody(start: int) -> None:
    accused = [
        f"{one.rule}: {one.params.get('equation')} ≠ {one.params['stated']} in {entry['text']}"
        for entry in NEAR[start : start + 25]
        for one in examine(entry["text"]).accused()
    ]
    assert accused == []


def test_slips_are_told_under_their_rule() -> None:
    missed = [
        f"{pair['rule']}: {pair['right']} {pair['slip']}"
        for pair in PAIRS
        if not {one.rule for one in examine(pair["right"].replace(*pair["slip"])).accused()} & {pair["rule"], pair.get("or_rule")}
    ]
    assert 1 - len(missed) / len(PAIRS) >= _FOUND, missed


def test_sentences_that_hold_are_decided() -> None:
    undecided = [
        f"{pair['rule']}: {pair['right']}"
        for pair in PAIRS
        if not any(one.verdict in HOLDS and one.rule in (pair["rule"], pair.get("or_rule")) for one in examine(pair["right"]).checks)
    ]
    assert 1 - len(undecided) / len(PAIRS) >= _DECIDED, undecided
