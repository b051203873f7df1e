"""Makes one report: draws what it is to be like, writes it, frames it as a document, plants the error, and gives text and truth."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from corpus.recipes import planting_claims, planting_form, planting_rubric  # noqa: F401 - their recipes register themselves
from corpus.recipes.framing import Framer
from corpus.recipes.phrases import draw
from corpus.recipes.pieces import Draft
from corpus.recipes.planning import plan
from corpus.recipes.planting import PLANTS, Plant, plant, wishes
from corpus.recipes.truth import truth
from corpus.recipes.writing import Writer

ATTEMPTS = 80


@dataclass(frozen=True)
class Made:
    """A report: its name, the draft that the setters print, and the truth as plain JSON data."""

    name: str
    draft: Draft
    truth: dict[str, Any]


def make(split: str, seed: int, index: int, rule: str | None = None) -> Made:
    """Report ``index`` of a split and seed; with ``rule`` one error of that kind is planted (``mixed`` takes the rules in turn).

    Raises `ValueError` for a rule that has no recipe.
    """
    if rule == "mixed":
        rule = sorted(PLANTS)[index % len(PLANTS)]
    if rule is not None and rule not in PLANTS:
        raise ValueError(f"no recipe for {rule}; there are: {', '.join(sorted(PLANTS))}")
    for attempt in range(ATTEMPTS):
        seeded = f"{split}/{seed}/{index}/{rule or 'clean'}/{attempt}"
        random = Random(seeded)
        draft = _draft(split, seed, index, random, Random(f"structure/{seeded}"), wishes(rule))
        planted: Plant | None = None
        if rule is not None:
            planted = plant(draft, rule, random)
            if planted is None:
                continue
        name = f"{split}-{seed}-{index:05d}" + (f"-{rule.replace('/', '.')}" if rule else "")
        return Made(name, draft, truth(draft, planted))
    raise RuntimeError(f"no report of {ATTEMPTS} had room for {rule}")


def _draft(split: str, seed: int, index: int, random: Random, structure: Random, wish: frozenset[str]) -> Draft:
    draws = draw(split, random)
    drawn = plan(draws, wish, structure)
    if drawn.several:
        draws.programme += "等项目"
    draft = Draft(split, seed, index, draws.programme)
    writer = Writer(draws, drawn, draft)
    writer.write()
    for rule in sorted(rule for rule in wish if rule.startswith("claim/")):
        writer.insert(rule.removeprefix("claim/"), 5 if rule == "claim/implausible" else 1)
    if "claim/repeat" not in wish and draws.chance(0.25):
        writer.insert("repeat")
    writer.place_repeats()
    Framer(draws, drawn, draft, writer.leaves, wish).frame()
    return draft
