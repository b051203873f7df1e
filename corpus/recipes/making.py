"""Makes one report: draws what it is to be like, writes it, frames it as a document, plants the error, and gives text and truth."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from corpus.recipes import planting_claims, planting_form  # noqa: F401 - their recipes register themselves
from corpus.recipes.framing import Framer
from corpus.recipes.phrases import Draw, draw
from corpus.recipes.pieces import Draft
from corpus.recipes.planting import PLANTS, Plant, plant, wishes
from corpus.recipes.truth import truth
from corpus.recipes.writing import FORMS, MODES, ORDERS, Plan, Writer

LENGTHS = (1, 2, 3, 4, 5, 6, 8, 12, 30)
"""Sentences an item has at most: reports of one page to a dozen."""
LONGEST = 95
"""… and now and then one of sixty."""
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
        random = Random(f"{split}/{seed}/{index}/{rule or 'clean'}/{attempt}")
        draft = _draft(split, seed, index, random, wishes(rule))
        planted: Plant | None = None
        if rule is not None:
            planted = plant(draft, rule, random)
            if planted is None:
                continue
        name = f"{split}-{seed}-{index:05d}" + (f"-{rule.replace('/', '.')}" if rule else "")
        return Made(name, draft, truth(draft, planted))
    raise RuntimeError(f"no report of {ATTEMPTS} had room for {rule}")


def _plan(draws: Draw, wish: frozenset[str]) -> Plan:
    random = draws.random
    mode = random.choice(MODES)
    if wish & {"pairs", "table", "closing-list", "again"} and mode in ("none", "self-only", "group"):
        mode = random.choice(["deep", "leaf", "halved"])
    if wish & {"groups"}:
        mode = random.choice(["deep", "halved"])
    if wish & {"scored"} and mode == "none":
        mode = "deep"
    if wish & {"again"}:
        mode = "deep"
    if "indicator" in wish:
        mode = "none"
    extras = mode in ("deep", "group", "leaf") and "closing-list" not in wish
    forms = tuple(random.choice(FORMS) for _ in range(3))
    first_form = forms[0] if forms[0] in ("alone", "stop") else "alone"
    order = random.choice(ORDERS)
    run_on = random.choice([1, 2]) if random.random() < 0.25 else None
    if run_on is not None and order[run_on] in ("circle", "dotted", "half-bracket"):
        run_on = None
    length = LONGEST if random.random() < 0.02 else random.choice(LENGTHS)
    return Plan(
        order=order,
        mode=mode,
        forms=(first_form, forms[1], forms[2]),
        groups=random.randint(2, 5),
        total=100 if random.random() < 0.85 else random.choice([90, 105, 110]),
        bonus=random.choice([3, 5, 10]) if extras and random.random() < 0.2 else 0,
        penalty=random.choice([5, 10]) if extras and random.random() < 0.15 else 0,
        habit=random.choice(["whole", "half", "half", "fine", "hundredth"]),
        decimals="tenth" if random.random() < 0.08 else "plain",
        third=mode == "deep" and random.random() < 0.5,
        run_on=run_on,
        length=length,
        first=random.random() < 0.5,
        last=random.choice([0, 1, 1, 2]),
        closing_list="closing-list" in wish or random.random() < 0.35,
        again="again" in wish or random.random() < 0.12,
    )


def _draft(split: str, seed: int, index: int, random: Random, wish: frozenset[str]) -> Draft:
    draws = draw(split, random)
    plan = _plan(draws, wish)
    draft = Draft(split, seed, index, draws.programme)
    writer = Writer(draws, plan, draft)
    writer.write()
    for rule in sorted(rule for rule in wish if rule.startswith("claim/")):
        writer.insert(rule.removeprefix("claim/"), 5 if rule == "claim/implausible" else 1)
    if "claim/repeat" not in wish and draws.chance(0.25):
        writer.insert("repeat")
    writer.place_repeats()
    Framer(draws, plan, draft, writer.leaves, wish).frame()
    return draft
