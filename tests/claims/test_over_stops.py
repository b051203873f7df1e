"""Claims told over a full stop where a comma would do, and lists that are told out: what holds accuses nobody, a slip is told."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from tests.claims.scoring import accusations, slips_missed, undecided

ENTRIES = tomllib.loads(Path(__file__).with_name("over-stops.toml").read_text(encoding="utf-8"))
PAIRS: list[dict[str, Any]] = ENTRIES["pair"]


def test_each_slip_changes_one_place() -> None:
    assert [pair["right"] for pair in PAIRS if pair["right"].count(pair["slip"][0]) != 1] == []


def test_what_holds_accuses_nobody() -> None:
    texts = [*(pair["right"] for pair in PAIRS), *(entry["text"] for entry in ENTRIES["nothing"])]
    assert [told for text in texts for told in accusations(text)] == []


def test_slips_are_told_under_their_rule() -> None:
    assert slips_missed(PAIRS) == []


def test_what_holds_is_decided() -> None:
    assert undecided(PAIRS) == []
