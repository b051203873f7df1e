"""Ratios, conversions, prices and weights in words of their own: what holds is decided, a slip is told under its rule, and near misses accuse nobody."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.claims.scoring import accusations, slips_missed, undecided

HERE = Path(__file__).parent
PAIRS = tomllib.loads((HERE / "pairs-other-words.toml").read_text(encoding="utf-8"))["pair"]
NOTHING = tomllib.loads((HERE / "nothing-other-words.toml").read_text(encoding="utf-8"))["nothing"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair["right"])[:12])
def test_what_holds_is_decided_and_a_slip_is_told(pair: dict[str, str]) -> None:
    assert pair["right"].count(pair["slip"][0]) == 1
    assert accusations(pair["right"]) == []
    assert undecided([pair]) == []
    assert slips_missed([pair]) == []


@pytest.mark.parametrize("entry", NOTHING, ids=lambda entry: str(entry["id"]))
def test_nothing_is_accused(entry: dict[str, str]) -> None:
    assert accusations(entry["text"]) == []
