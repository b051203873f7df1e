"""Claims in the forms that published accounts print: nobody is accused where they hold, and one slip is told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.claims.scoring import accusations

PAIRS = tomllib.loads(Path(__file__).with_name("pairs-printed.toml").read_text(encoding="utf-8"))["pair"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair["right"])[:12])
def test_what_holds_accuses_nobody_and_a_slip_is_told(pair: dict[str, str]) -> None:
    old, new = pair["slip"]
    assert accusations(pair["right"]) == []
    assert pair["right"].count(old) == 1
    assert any(told.startswith(pair["rule"]) for told in accusations(pair["right"].replace(old, new)))
