"""Sets of sentences, one for each way of telling: what holds accuses nobody, a slip is told under its rule, and near misses accuse nobody.

Those of ``DECIDED`` are read besides: what holds in them is decided.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.claims.scoring import accusations, slips_missed, undecided

HERE = Path(__file__).parent
DECIDED = ("alone", "other-words", "offices", "reckoned", "changes-of-parts", "shares-of-all", "columns-of-parts", "schedules", "times")
"""A rate and the only two amounts told with it; ratios, conversions, prices and weights in words of their own; an office's own accounts; what is reckoned by a
figure beside it; what changed of parts; shares that make a hundred; columns of parts."""
TOLD = (
    "any-order",
    "closed",
    "printed",
    "shares-called",
    "keyed-rows",
    "rates-of-states",
    "rates-of-answers",
    "told-out",
    "extents",
    "told-whole",
    "divided-once-more",
    "rates-with-rests",
    "kindred",
    "tied",
    "after-growth",
    "mixed-rates",
    "contrary",
    "whole-reports",
)
"""Levels and accounts in any order; claims whose words leave no other figures; the forms of published accounts; figures tied by a name or by a list's order; lists that are no plain sums."""


def _read(name: str, kind: str) -> list[dict[str, str]]:
    held: list[dict[str, str]] = tomllib.loads((HERE / name).read_text(encoding="utf-8"))[kind]
    return held


def _pairs(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [pair for name in names for pair in _read(f"pairs-{name}.toml", "pair")]


NOTHING = [entry for name in (*DECIDED, *TOLD) for entry in _read(f"nothing-{name}.toml", "nothing")]


@pytest.mark.parametrize("pair", _pairs(DECIDED), ids=lambda pair: str(pair["right"])[:16])
def test_what_holds_is_decided_and_a_slip_is_told(pair: dict[str, str]) -> None:
    assert pair["right"].count(pair["slip"][0]) == 1
    assert accusations(pair["right"]) == []
    assert undecided([pair]) == []
    assert slips_missed([pair]) == []


@pytest.mark.parametrize("pair", _pairs(TOLD), ids=lambda pair: str(pair["right"])[:12])
def test_what_holds_accuses_nobody_and_a_slip_is_told(pair: dict[str, str]) -> None:
    old, new = pair["slip"]
    assert pair["right"].count(old) == 1
    assert accusations(pair["right"]) == []
    assert any(told.startswith(pair["rule"]) for told in accusations(pair["right"].replace(old, new)))


@pytest.mark.parametrize("entry", NOTHING, ids=lambda entry: str(entry["id"]))
def test_nothing_is_accused(entry: dict[str, str]) -> None:
    assert accusations(entry["text"]) == []
