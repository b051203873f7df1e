"""Figures that follow what they give: lists told out, rates before their figures, named things, those of the ones told before; and their near misses."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.claims.scoring import accusations, slips_missed, undecided

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
    assert [told for pair in PAIRS[start : start + 25] for told in accusations(pair["right"])] == []


@pytest.mark.parametrize("start", range(0, len(NEAR), 25))
def test_a_near_miss_accuses_nobody(start: int) -> None:
    assert [told for entry in NEAR[start : start + 25] for told in accusations(entry["text"])] == []


def test_slips_are_told_under_their_rule() -> None:
    missed = slips_missed(PAIRS)
    assert 1 - len(missed) / len(PAIRS) >= _FOUND, missed


def test_sentences_that_hold_are_decided() -> None:
    left = undecided(PAIRS)
    assert 1 - len(left) / len(PAIRS) >= _DECIDED, left
