"""Sentences whose figures are exact, in many wordings: nobody is accused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.claims.scoring import accusations

SENTENCES = Path(__file__).with_name("clean-sentences.txt").read_text(encoding="utf-8").splitlines()


def test_there_are_as_many_as_promised() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES) >= 150


@pytest.mark.parametrize("start", range(0, len(SENTENCES), 10))
def test_nobody_is_accused(start: int) -> None:
    assert [told for text in SENTENCES[start : start + 10] for told in accusations(text)] == []
