"""What a report is to be like: numbering, where scores stand, how long it is, how it is built."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from corpus.recipes.phrases import Draw

ORDERS: tuple[tuple[str, ...], ...] = (
    ("cn", "cn-brackets", "dot"),
    ("cn", "cn-brackets", "dot"),
    ("cn", "cn-brackets", "comma"),
    ("cn", "cn-brackets", "brackets"),
    ("cn", "brackets", "comma"),
    ("cn", "comma", "brackets"),
    ("cn", "dot", "brackets"),
    ("cn", "brackets", "half-bracket"),
    ("cn-brackets", "dot", "brackets"),
    ("part", "cn", "cn-brackets"),
    ("chapter", "cn", "cn-brackets"),
    ("dot", "dotted", "dotted"),
    ("cn", "dot", "circle"),
    ("comma", "brackets", "circle"),
    ("A", "B", "dotted"),
)
"""Numbering schemes by level; a level may be new, another may be left out."""
MODES = ("deep", "deep", "leaf", "group", "halved", "self-only", "none")
"""Where scores stand: deep (groups and items), leaf, group, halved (full scores in headings, self scores in bodies), self-only."""
FORMS = ("alone", "alone", "alone", "stop", "run-in", "colon", "sentence")
"""How a heading ends: title alone, title with 。, title。body, title：body, a whole sentence."""


@dataclass
class Plan:
    """What one report is to be like, drawn once."""

    order: tuple[str, ...]
    mode: str
    forms: tuple[str, str, str]
    groups: int
    total: int
    bonus: int
    penalty: int
    habit: str
    decimals: str
    third: bool
    run_on: int | None
    """The level whose numbers run on over the whole report."""
    length: int
    """Sentences an item has at most."""
    first: bool
    last: int
    closing_list: bool
    again: bool
    preface: bool
    """A group's scores stand in a sentence under its heading."""
    parts: bool
    """Some items are scored point by point in a running sentence."""
    summary: bool
    """The closing says every section's scores again."""
    table_first: bool
    """The results stand in a table behind the opening, the prose after it."""
    rubric: bool
    """A table of the rules is annexed: full scores and how they are earned, nothing scored."""
    several: bool
    """Several programmes, each a section with its own hundred points; nothing is declared for the whole."""
    tally: bool
    """Where no preface says them, a group's scores stand in a paragraph behind its last item; it counts the items, which have nothing numbered below them."""
    triple: bool
    """A heading that states both scores states the points taken off as well, and the body says why."""


LENGTHS = (1, 2, 3, 4, 5, 6, 8, 12, 30)
"""Sentences an item has at most: reports of one page to a dozen."""
LONGEST = 95
"""… and now and then one of sixty."""


def plan(draws: Draw, wish: frozenset[str], structure: Random) -> Plan:
    """Draws what a report is to be like; wish: what it must have. structure: dice of their own for what only some reports are built like."""
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
    several = not wish and mode != "none" and structure.random() < 0.07
    if several:
        mode, extras = "deep", False
    forms = tuple(random.choice(FORMS) for _ in range(3))
    first_form = forms[0] if forms[0] in ("alone", "stop") else "alone"
    order = random.choice(ORDERS)
    run_on = random.choice([1, 2]) if random.random() < 0.25 else None
    if run_on is not None and order[run_on] in ("circle", "dotted", "half-bracket"):
        run_on = None
    length = LONGEST if random.random() < 0.02 else random.choice(LENGTHS)
    if "short" in wish:
        length = min(length, 3)
    return Plan(
        order=order,
        mode=mode,
        forms=(first_form, forms[1], forms[2]),
        groups=min(random.randint(2, 5), len(draws.names) if several else 5),
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
        preface=mode in ("deep", "halved") and not several and structure.random() < 0.3,
        parts=mode in ("deep", "leaf") and structure.random() < 0.25,
        summary=mode in ("deep", "halved", "group") and structure.random() < 0.3,
        table_first=structure.random() < 0.25,
        rubric=structure.random() < 0.12,
        several=several,
        tally=mode in ("deep", "halved") and not several and structure.random() < 0.15,
        triple=mode in ("deep", "leaf", "group") and structure.random() < 0.2,
    )
