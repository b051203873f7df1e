"""A rate or a share and the only two amounts told with it, in any order: what holds is decided, a slip is told under its rule, near misses accuse nobody."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.claims.scoring import accusations, slips_missed, undecided

HERE = Path(__file__).parent
PAIRS = tomllib.loads((HERE / "pairs-alone.toml").read_text(encoding="utf-8"))["pair"]
NOTHING = tomllib.loads((HERE / "nothing-alone.toml").read_text(encoding="utf-8"))["nothing"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair["right"])[:16])
def test_what_holds_is_decided_and_a_slip_is_told(pair: dict[str, str]) -> None:
    assert pair["right"].count(pair["slip"][0]) == 1
    assert accusations(pair["right"]) == []
    assert undecided([pair]) == []
    assert slips_missed([pair]) == []


@pytest.mark.parametrize("entry", NOTHING, ids=lambda entry: str(entry["id"]))
def test_nothing_is_accused(entry: dict[str, str]) -> None:
    assert accusations(entry["text"]) == []
