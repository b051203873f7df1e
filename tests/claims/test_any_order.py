"""Levels with what lies between them, and accounts, in any order of their words: a slip is told; what only has their words accuses nobody."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.claims.scoring import accusations

PAIRS = tomllib.loads(Path(__file__).with_name("pairs-any-order.toml").read_text(encoding="utf-8"))["pair"]
NOTHING = tomllib.loads(Path(__file__).with_name("nothing-any-order.toml").read_text(encoding="utf-8"))["nothing"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair["right"])[:12])
def test_what_holds_accuses_nobody_and_a_slip_is_told(pair: dict[str, str]) -> None:
    old, new = pair["slip"]
    assert accusations(pair["right"]) == []
    assert pair["right"].count(old) == 1
    assert any(told.startswith(pair["rule"]) for told in accusations(pair["right"].replace(old, new)))


@pytest.mark.parametrize("entry", NOTHING, ids=lambda entry: str(entry["id"]))
def test_nothing_is_accused(entry: dict[str, str]) -> None:
    assert accusations(entry["text"]) == []
