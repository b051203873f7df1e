"""Sentences like those of published reports in which a claim seems to lie and lies not: none of their figures is accused."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.claims.scoring import accusations

ENTRIES = tomllib.loads(Path(__file__).with_name("nothing-printed.toml").read_text(encoding="utf-8"))["nothing"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry["id"]))
def test_nothing_is_accused(entry: dict[str, str]) -> None:
    assert accusations(entry["text"]) == []
