"""Tables of statistics: rates with rows of nothing, falls, rows within rows, sums of runs of columns, two lists side by side, wide tables."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.claims.scoring import accusations, examine

HELD = tomllib.loads(Path(__file__).with_name("statistical-tables.toml").read_text(encoding="utf-8"))
BEFORE, BEHIND = "有关数据见下表：\n\n", "\n以上数据均已核对。"


def _told(table: str) -> str:
    return f"{BEFORE}{table}{BEHIND}"


def _holding(text: str) -> int:
    return sum(one.verdict.holds for one in examine(text).checks)


@pytest.mark.parametrize("table", HELD["table"], ids=lambda one: str(one["id"]))
def test_what_holds_is_checked_and_accuses_nobody(table: dict[str, Any]) -> None:
    text = _told(table["text"])
    assert accusations(text) == []
    assert _holding(text) >= table["checks"]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [(one["text"], *slip) for one in HELD["table"] for slip in one["slips"]],
    ids=[f"{one['id']}-{number}" for one in HELD["table"] for number, _ in enumerate(one["slips"])],
)
def test_a_slip_is_told(text: str, right: str, wrong: str) -> None:
    assert text.count(right) == 1
    assert accusations(_told(text.replace(right, wrong))) != []


@pytest.mark.parametrize("table", HELD["nothing"], ids=lambda one: str(one["id"]))
def test_what_lies_near_accuses_nobody(table: dict[str, Any]) -> None:
    assert accusations(_told(table["text"])) == []
