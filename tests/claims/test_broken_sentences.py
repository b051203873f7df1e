"""Sentences that are cut, shuffled, masked: nothing may fail as a whole, whatever it finds in them."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path

import pytest

from extractor.language.patterns import builtin
from extractor.pipeline import extract_bytes

HERE = Path(__file__).parent
TEXTS = [one["text"] for one in tomllib.loads((HERE / "nothing-honest.toml").read_text(encoding="utf-8"))["nothing"]]
CLAUSE = re.compile(r"(?<=[，；、。])")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
_AT_ONCE = 12
"""Sentences of one report."""


def cut(text: str, chance: random.Random) -> str:
    """The first part of a sentence."""
    return text[: chance.randrange(4, len(text))] + "。"


def without_items(text: str, chance: random.Random) -> str:
    """A sentence some of whose items were lost."""
    return "".join(piece for piece in CLAUSE.split(text) if chance.random() > 0.3) + "。"


def in_another_order(text: str, chance: random.Random) -> str:
    """A sentence whose clauses were exchanged."""
    pieces = [piece for piece in CLAUSE.split(text) if piece]
    chance.shuffle(pieces)
    return "".join(pieces)


def with_other_figures(text: str, chance: random.Random) -> str:
    """A sentence whose figures were exchanged, some of them masked, nought or lost."""
    figures = NUMBER.findall(text)
    return NUMBER.sub(lambda _: chance.choice([*figures, "**", "0", ""]), text)


@pytest.mark.parametrize("broken", [cut, without_items, in_another_order, with_other_figures], ids=lambda one: one.__name__)
def test_a_broken_sentence_fails_nothing(broken) -> None:  # type: ignore[no-untyped-def]
    chance = random.Random(7)
    for start in range(0, len(TEXTS), _AT_ONCE):
        source = "\n".join(broken(text, chance) for text in TEXTS[start : start + _AT_ONCE])
        assert extract_bytes("a.txt", source.encode(), builtin()).facts is not None


@pytest.mark.parametrize(
    "text",
    [
        "支出**万元，到位860万元，其中设备980万元。",
        "检测费每份40元，问卷**份，共计3200元。",
        "补贴标准为每亩120元，面积按实核定，**户领取。",
        "各，其中省级和旗县各万元。",
        "四个分站各**台，共18台。",
        "**个分站各4台，共18台。",
    ],
)
def test_a_masked_figure_fails_nothing(text: str) -> None:
    assert extract_bytes("a.txt", text.encode(), builtin()).facts is not None
