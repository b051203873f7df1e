"""Plants one error in a clean report: one change, with the rule and the place that must fire. One recipe for each rule of the contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from corpus.recipes.phrases import fill, pack
from corpus.recipes.pieces import Draft, Figure, Section, rendered


@dataclass
class Plant:
    """What was done. sections: the paths at which the finding may stand (None: the report as a whole). also: other rules under which the same cause
    may rightly be told. hidden: honest rounding explains the changed figures, so that nothing need fire.
    """

    rule: str
    kind: str
    sections: list[str | None]
    before: str
    after: str
    also: list[str] = field(default_factory=list)
    hidden: bool = False
    formats: list[str] | None = None
    """The formats that can show the error, all where None."""
    without: str | None = None
    """The optional part of the reader that must be absent for the error to show (``ocr``)."""
    profile: str | None = None
    """The rubric that the report is to be held against, as a file of rubrics (docs/rubrics.md); its name is `planting_rubric.PROFILE`."""


Recipe = Callable[[Draft, Random], Plant | None]
PLANTS: dict[str, Recipe] = {}
WISHES: dict[str, frozenset[str]] = {}
"""Rule → what the clean report must have to make room for it."""


def recipe(rule: str, *wishes: str) -> Callable[[Recipe], Recipe]:
    """Registers the recipe of a rule; wishes: what the clean report must have to make room for the error."""

    def register(function: Recipe) -> Recipe:
        PLANTS[rule] = function
        WISHES[rule] = frozenset(wishes)
        return function

    return register


def wishes(rule: str | None) -> frozenset[str]:
    """What a report must have for the recipe of ``rule``."""
    return WISHES[rule] if rule else frozenset()


def plant(draft: Draft, rule: str, random: Random) -> Plant | None:
    """Changes one thing in the draft; None where it has no room for this error."""
    planted = PLANTS[rule](draft, random)
    if planted is not None and rule in TABLED and draft.table_rows:
        planted.also.append("score/table")  # the annexed table tells the figure as it was
    return planted


TABLED = frozenset(
    {
        "score/section-max-sum",
        "score/section-self-sum",
        "score/total-max-sum",
        "score/total-self-sum",
        "score/self-exceeds-max",
        "score/missing",
        "score/conflict",
    }
)
"""Rules whose planted figure an annexed score table tells a second time."""


def _scored(draft: Draft) -> list[Section]:
    return [one for one in draft.walk() if one.max is not None and one.kind == "normal" and one.self_value is not None and not one.parts]


def _parents(draft: Draft, side: str) -> list[Section]:
    return [
        one
        for one in draft.walk()
        if getattr(one, side) is not None
        and one.children
        and all(child.max is not None and (side == "max" or child.self_value is not None) for child in one.children)
    ]


# Scores


@recipe("score/section-max-sum", "groups")
def _section_max(draft: Draft, random: Random) -> Plant | None:
    parents = _parents(draft, "max")
    if not parents:
        return None
    section = random.choice(parents)
    assert section.max is not None and section.self is not None
    before = str(section.max)
    section.max.value += random.choice([1, 2, 3, 10])
    return Plant("score/section-max-sum", "stale", [section.path], before, str(section.max), ["score/deduction", "score/unexplained-loss"])


@recipe("score/section-self-sum", "groups")
def _section_self(draft: Draft, random: Random) -> Plant | None:
    parents = [one for one in _parents(draft, "self") if one.self is not None and one.self.value > 4]
    if not parents:
        return None
    section = random.choice(parents)
    assert section.self is not None
    before = str(section.self)
    section.self.value -= random.choice([Decimal(1), Decimal(2), Decimal("0.5")])
    return Plant("score/section-self-sum", "stale", [section.path], before, str(section.self), ["score/unexplained-loss"])


def _total(side: str, draft: Draft, random: Random) -> Plant | None:
    figure: Figure | None = getattr(draft.totals, side)
    top = [one for one in draft.sections if not one.is_annex and one.kind == "normal"]
    scored = [one for one in top if getattr(one, side) is not None and one not in _grand(draft)]
    if figure is None or len(scored) < 2 or draft.totals.restated:
        return None
    before = str(figure)
    # a total short by the very points of a bonus section is the total without it
    extras = {abs(getattr(one, side).value) for one in draft.sections if one.kind != "normal" and getattr(one, side) is not None}
    figure.value += random.choice([step for step in (1, 2, 5, 9) if step not in extras]) * (1 if side == "max" else -1)
    also = ["score/total-deduction", "score/conflict", "score/grade"]
    return Plant(
        f"score/total-{side}-sum", "stale", [None, *_last_paths(draft), *[one.path for one in _grand(draft)]], before, str(figure), also
    )


def _grand(draft: Draft) -> list[Section]:
    return [one for one in draft.sections if one.max is None and one.self is not None and one.self is draft.totals.self]


def _last_paths(draft: Draft) -> list[str | None]:
    """Where a closing paragraph may be said to stand."""
    last = [one for one in draft.sections if not one.is_annex][-1]
    return [one.path for one in last.walk()]


@recipe("score/total-max-sum", "totals", "groups", "max")
def _total_max(draft: Draft, random: Random) -> Plant | None:
    return _total("max", draft, random)


@recipe("score/total-self-sum", "totals", "groups")
def _total_self(draft: Draft, random: Random) -> Plant | None:
    return _total("self", draft, random)


@recipe("score/self-exceeds-max", "pairs")
def _exceeds(draft: Draft, random: Random) -> Plant | None:
    leaves = [one for one in _scored(draft) if not one.children and one.self is not None and not one.deductions and not one.again]
    if not leaves:
        return None
    section = random.choice(leaves)
    assert section.self is not None
    before = str(section.self)
    section.self.value += random.choice([1, 2, 5])
    parent = [section.parent.path] if section.parent is not None else []
    return Plant("score/self-exceeds-max", "digit", [section.path, *parent], before, str(section.self), ["score/section-self-sum"])


@recipe("score/deduction", "pairs")
def _deduction(draft: Draft, random: Random) -> Plant | None:
    leaves = [one for one in _scored(draft) if one.deductions and one.self is not None]
    if not leaves:
        return None
    section = random.choice(leaves)
    figure = random.choice(section.deductions)[0]
    before = str(figure)
    figure.value += random.choice([Decimal(1), Decimal("0.5"), Decimal(2)])
    return Plant("score/deduction", "digit", [section.path], before, str(figure), ["score/total-deduction"])


@recipe("score/total-deduction", "closing-list")
def _total_deduction(draft: Draft, random: Random) -> Plant | None:
    totals = draft.totals
    if totals.deducted is None or not totals.deductions:
        return None
    figure = random.choice([totals.deducted, random.choice(totals.deductions)[0]])
    before = str(figure)
    figure.value += random.choice([Decimal(1), Decimal("0.5"), Decimal("0.1")])
    return Plant("score/total-deduction", "stale", [None, *_last_paths(draft)], before, str(figure))


@recipe("score/deduction-count", "closing-list")
def _deduction_count(draft: Draft, random: Random) -> Plant | None:
    figure = draft.totals.count
    if figure is None:
        return None
    before = str(figure)
    figure.value += random.choice([1, 2, -1] if figure.value > 2 else [1, 2])
    return Plant("score/deduction-count", "count", [None, *_last_paths(draft)], before, str(figure))


@recipe("score/unexplained-loss", "pairs")
def _unexplained(draft: Draft, random: Random) -> Plant | None:
    if draft.totals.deductions or draft.table_rows:
        # a closing list or an annexed table explains the loss
        return None
    bracketed = [
        one for one in draft.walk()
        if one.deductions and not one.parts and one.statement is not None and one.deductions[0][0] in one.statement.atoms
        and not any(atom is one.self or atom is one.max for atom in one.statement.atoms)
    ]  # fmt: skip
    if not bracketed:
        return None
    section = random.choice(bracketed)
    assert section.statement is not None
    before = rendered(section.statement.atoms)
    section.statement.atoms = []
    section.deductions = []
    return Plant("score/unexplained-loss", "dropped", [section.path], before, "")


@recipe("score/missing", "pairs")
def _missing(draft: Draft, random: Random) -> Plant | None:
    leaves = [
        one for one in _scored(draft)
        if one.parent is not None and len(one.parent.children) > 2 and one.statement is not None and not one.deductions and not one.again and not one.children
        and (one.full or any(atom is one.self for atom in one.statement.atoms))
        and all(child.self_value is not None for child in one.parent.children)
    ]  # fmt: skip
    if not leaves:
        return None
    section = random.choice(leaves)
    assert section.statement is not None and section.max is not None
    before = rendered(section.statement.atoms)
    stated = any(atom is section.max for atom in section.statement.atoms)
    phrases = pack(draft.split)["scores"]["body_max"]
    section.statement.atoms = fill(random.choice(phrases), random, {"max": section.max}) if stated else []
    section.self, section.full = None, False
    return Plant("score/missing", "dropped", [section.path], before, rendered(section.statement.atoms))


@recipe("score/conflict", "again")
def _conflict(draft: Draft, random: Random) -> Plant | None:
    sections = [one for one in draft.walk() if one.again and one.again[0].value > 1]
    if not sections:
        return None
    section = random.choice(sections)
    before = str(section.again[0])
    section.again[0].value -= random.choice([Decimal(1), Decimal("0.5")])
    return Plant("score/conflict", "digit", [section.path], before, str(section.again[0]), ["score/deduction"])


@recipe("score/table", "table", "pairs", "letter")
def _table(draft: Draft, random: Random) -> Plant | None:
    if not draft.table_rows:
        return None
    row = random.choice(draft.table_rows)
    figure = random.choice([row.max, row.self, draft.table_totals[1]])
    before = str(figure)
    figure.value += random.choice([1, 2])
    annexes: list[str | None] = [one.path for one in draft.sections if one.is_annex]
    return Plant("score/table", "digit", [None, row.section.path, *annexes], before, str(figure))


@recipe("score/indicator", "indicator", "letter")
def _indicator(draft: Draft, random: Random) -> Plant | None:
    rows = [row for row in draft.indicators if row.actual.value < row.target.value and row.self.value > 3]
    if not rows:
        return None
    row = random.choice(rows)
    before = str(row.self)
    step = random.choice([Decimal(-1), Decimal("-0.5")])
    row.self.value += step
    draft.table_totals[1].value += step
    assert draft.totals.self is not None
    draft.totals.self.value += step
    annexes: list[str | None] = [one.path for one in draft.sections if one.is_annex]
    return Plant("score/indicator", "formula", [None, *annexes], before, str(row.self))


@recipe("score/grade", "totals", "scored", "grade")
def _grade(draft: Draft, random: Random) -> Plant | None:
    word, total = draft.totals.grade, draft.totals.self
    if word is None or total is None:
        return None
    before = rendered(word.atoms)
    word.atoms = [random.choice(["中", "合格"]) if total.value >= 90 else random.choice(["优", "优秀"])]
    return Plant("score/grade", "grade", [None, *_last_paths(draft)], before, rendered(word.atoms))
