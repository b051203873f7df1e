"""Sentences drawn from words by role and frames (``matrix-*.toml``, one a group of relations): honest ones accuse nobody, one wrong figure is told.

A file has families (words by role, a unit, decimals), frames (texts with {roles} and {figures}, the rules that may tell a wrong figure, and ``figures``: "" is
drawn, ``a + b`` computed; ``larger``: the figure that is made to exceed all, instead of one with a digit changed) and lures, which must accuse nobody as
they stand. What is drawn depends on the file alone. Sentences whose wrong figure is not told stand under ``gaps``: one that is lost, or no longer one, fails.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.pipeline import extract_bytes

FILES = sorted(Path(__file__).parent.glob("matrix-*.toml"))
_RULES = ("claim/", "score/")


def _accusations(sentence: str) -> set[str]:
    """The rules of a sentence's errors and warnings, in a small report."""
    text = f"河阳市公共服务项目绩效自评报告\n一、实施情况\n项目单位按照方案推进各项工作。{sentence}各项工作有序开展。\n"
    found = extract_bytes("report.txt", text.encode()).verification.findings
    return {one.rule for one in found if one.severity.name != "NOTE" and one.rule.startswith(_RULES)}


def _with_wrong_digit(rng: random.Random, figure: str) -> str:
    """A figure with one digit changed, or two neighbours exchanged; never with a leading zero."""
    while True:
        chars = list(figure)
        places = [place for place, char in enumerate(chars) if char.isdigit()]
        number = rng.randrange(len(places))
        if rng.random() < 0.4 and number + 1 < len(places):
            one, other = places[number], places[number + 1]
            chars[one], chars[other] = chars[other], chars[one]
        else:
            chars[places[number]] = rng.choice("0123456789")
        slip = Decimal(1).scaleb(Decimal(figure).as_tuple().exponent)  # type: ignore[arg-type]
        if chars[0] != "0" and abs(Decimal("".join(chars)) - Decimal(figure)) > 2 * slip:
            return "".join(chars)


def _drawn(data: dict[str, Any]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """An honest sentence, the same with one figure wrong, and the rules that may tell it."""
    rng = random.Random(data["seed"])
    for _ in range(data["drawn"]):
        family, frame = rng.choice(data["family"]), rng.choice(data["frame"])
        text = rng.choice(frame["texts"])
        words = {role: rng.choice(some) for role, some in family["words"].items()}
        decimals = rng.choice(family["decimals"])
        values: dict[str, Decimal] = {}
        for name, formula in frame["figures"].items():
            terms = [values[term] for term in formula.split(" + ")] if formula else [Decimal(rng.randint(30, 9000)).scaleb(-decimals)]
            values[name] = sum(terms, Decimal(0))
        honest = {name: str(value) for name, value in values.items()}
        name = frame.get("larger") or rng.choice(list(values))
        slip = f"{honest['total'][0]}{honest['total']}" if "larger" in frame else _with_wrong_digit(rng, honest[name])
        sentences = [
            text.format(**words, **{key: f"{value}{family['unit']}" for key, value in figures.items()})
            for figures in (honest, {**honest, name: slip})
        ]
        yield sentences[0], sentences[1], frozenset(frame["rules"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_drawn_sentences(path: Path) -> None:
    """None of the honest sentences accuses anybody; the wrong ones that nothing tells are the known gaps."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    cases = list(_drawn(data))
    assert [honest for honest, _, _ in cases if _accusations(honest)] == []
    untold = sorted({wrong for _, wrong, rules in cases if not _accusations(wrong) & rules})
    assert untold == sorted(data["gaps"]["told"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lures(path: Path) -> None:
    """Sentences in the same words in which nothing is claimed that is wrong."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    texts = [text for lure in data.get("lure", ()) for text in lure["texts"]]
    assert [text for text in texts if _accusations(text)] == []
