"""Honest sentences that a hasty reader would accuse, and the plain sentences of the same grammar with a slip."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.claims.scoring import accusations, slips_missed, undecided

HERE = Path(__file__).parent
_AT_ONCE = 25


def _read(name: str, kind: str) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = tomllib.loads((HERE / name).read_text(encoding="utf-8"))[kind]
    return held


NOTHING = _read("nothing-honest.toml", "nothing")
PAIRS = _read("pairs-honest.toml", "pair")


def test_no_text_stands_there_twice() -> None:
    assert len({one["text"] for one in NOTHING}) == len(NOTHING) > 60
    assert [one["right"] for one in PAIRS if one["right"].count(one["slip"][0]) != 1] == []


@pytest.mark.parametrize("start", range(0, len(NOTHING), _AT_ONCE))
def test_an_honest_sentence_accuses_nobody(start: int) -> None:
    assert [told for one in NOTHING[start : start + _AT_ONCE] for told in accusations(one["text"])] == []


def test_a_pair_that_holds_accuses_nobody_and_is_decided() -> None:
    assert [told for one in PAIRS for told in accusations(one["right"])] == []
    assert undecided(PAIRS) == []


def test_each_slip_is_told() -> None:
    assert slips_missed(PAIRS) == []
