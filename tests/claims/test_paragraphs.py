"""Claims over several sentences and sections: what holds accuses nobody, a slip is told, and figures of something else stay unaccused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.claims.scoring import accusations, slips_missed, undecided

ENTRIES = tomllib.loads(Path(__file__).with_name("paragraphs.toml").read_text(encoding="utf-8"))
PAIRS: list[dict[str, Any]] = ENTRIES["pair"]
CAUSES = sorted({pair["cause"] for pair in PAIRS})
_FOUND, _DECIDED = 0.92, 0.9
"""Floors below what was measured when they were set; raise them, never lower them."""


def test_every_cause_has_pairs_and_near_misses() -> None:
    assert [pair["right"] for pair in PAIRS if pair["right"].count(pair["slip"][0]) != 1] == []
    for cause in CAUSES:
        assert sum(pair["cause"] == cause for pair in PAIRS) >= 27
        assert sum(entry["id"].startswith(cause) for entry in ENTRIES["nothing"]) >= 27


@pytest.mark.parametrize("cause", CAUSES)
def test_what_holds_accuses_nobody(cause: str) -> None:
    texts = [pair["right"] for pair in PAIRS if pair["cause"] == cause]
    texts += [entry["text"] for entry in ENTRIES["nothing"] if entry["id"].startswith(cause)]
    assert [told for text in texts for told in accusations(text)] == []


def test_slips_are_told_under_their_rule() -> None:
    missed = slips_missed(PAIRS)
    assert 1 - len(missed) / len(PAIRS) >= _FOUND, missed


def test_what_holds_is_decided() -> None:
    told_again = "claim/repeat"  # a figure of two digits told again is no check of its own
    left = undecided([pair for pair in PAIRS if pair["rule"] != told_again])
    assert 1 - len(left) / len(PAIRS) >= _DECIDED, left
