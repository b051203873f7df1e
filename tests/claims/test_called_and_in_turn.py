"""Figures of a paragraph that are tied by a name or by the order of a list: a slip is told under its rule, and near misses accuse nobody."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.claims.scoring import accusations

HERE = Path(__file__).parent
SETS = ("shares-called", "keyed-rows", "rates-of-states", "divided-once-more")


def _read(name: str, kind: str) -> list[dict[str, str]]:
    held: list[dict[str, str]] = tomllib.loads((HERE / name).read_text(encoding="utf-8"))[kind]
    return held


PAIRS = [pair for name in SETS for pair in _read(f"pairs-{name}.toml", "pair")]
NOTHING = [entry for name in SETS for entry in _read(f"nothing-{name}.toml", "nothing")]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair["right"])[:12])
def test_what_holds_accuses_nobody_and_a_slip_is_told(pair: dict[str, str]) -> None:
    old, new = pair["slip"]
    assert pair["right"].count(old) == 1
    assert accusations(pair["right"]) == []
    assert any(told.startswith(pair["rule"]) for told in accusations(pair["right"].replace(old, new)))


@pytest.mark.parametrize("entry", NOTHING, ids=lambda entry: str(entry["id"]))
def test_nothing_is_accused(entry: dict[str, str]) -> None:
    assert accusations(entry["text"]) == []
