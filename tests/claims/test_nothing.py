"""Sentences beside which a claim lies near and is none: unlike subjects, targets, two years. None of their figures is accused."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.claims.scoring import accusations, truth

ENTRIES = tomllib.loads(Path(__file__).with_name("nothing-2.toml").read_text(encoding="utf-8"))["nothing"]


def test_there_are_as_many_as_promised() -> None:
    assert len({entry["text"] for entry in ENTRIES}) == len(ENTRIES) >= 40


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry["id"]))
def test_nothing_is_accused(entry: dict[str, str]) -> None:
    assert accusations(entry["text"]) == []


@pytest.mark.parametrize(("step", "joint"), [(1, ""), (7, "\n"), (23, "\n"), (61, "")])
def test_sentences_that_hold_accuse_nobody_beside_each_other(step: int, joint: str) -> None:
    """A figure of one sentence is no operand of another's claim unless both name the same thing."""
    texts = [entry["text"] for entry in truth()["claim"] if entry["verdict"] != "inconsistent"]
    texts += [entry["text"] for entry in truth()["nothing"]] + [entry["text"] for entry in ENTRIES]
    beside = [f"{text}{joint}{texts[(index + step) % len(texts)]}" for index, text in enumerate(texts)]
    assert [told for both in beside for told in accusations(both)] == []
