"""Plants errors in claims: a slip in one of the figures that must agree, a missing item, a wrong base."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from corpus.recipes.arithmetic import holds
from corpus.recipes.pieces import Claim, Draft, Figure, Section, rendered
from corpus.recipes.planting import Plant, Recipe, recipe


def _digit(text: str, random: Random) -> str:
    places = [index for index, char in enumerate(text) if char.isdigit()]
    index = random.choice(places)
    first = index == places[0] and len(places) > 1 and not text.startswith("0.")
    other = random.choice([digit for digit in "123456789" if digit != text[index]] + ([] if first or text[index] == "0" else ["0"]))
    return text[:index] + other + text[index + 1 :]


def _transposed(text: str, random: Random) -> str:
    places = [
        index for index in range(len(text) - 1) if text[index].isdigit() and text[index + 1].isdigit() and text[index] != text[index + 1]
    ]
    places = [index for index in places if index or text[1] != "0"]
    if not places:
        return _digit(text, random)
    index = random.choice(places)
    return text[:index] + text[index + 1] + text[index] + text[index + 2 :]


def slip(figure: Figure, random: Random) -> str:
    """One slip of the pen in a figure: a digit, two digits exchanged, or its unit; the kind of it."""
    units = {"万元": "亿元", "亿元": "万元"}
    if figure.unit in units and random.random() < 0.2:
        figure.unit = units[figure.unit]
        return "unit"
    kind = "transposition" if random.random() < 0.35 else "digit"
    before = f"{figure.value:f}"
    after = before
    while after == before:
        after = (_transposed if kind == "transposition" else _digit)(before.lstrip("-"), random)
    figure.value = Decimal(("-" if before.startswith("-") else "") + after)
    return kind


def _path(section: Section | None) -> str | None:
    return None if section is None else section.path


def _claim_plant(rule: str) -> Recipe:
    def plant_claim(draft: Draft, random: Random) -> Plant | None:
        claims = [one for one in draft.claims if one.rule == rule and one.section is not None]
        if not claims:
            return None
        claim = random.choice(claims)
        others = [one for one in draft.claims if one is not claim and any(figure in claim.figures() for figure in one.figures())]
        change = (
            _names
            if claim.equation == "count"
            else _spread
            if rule == "claim/implausible"
            else _part
            if rule == "claim/part-exceeds-whole"
            else _figure
        )
        before = _shown(claim)
        kind = change(claim, random)
        after = _shown(claim)
        if not after or before == after:
            return None
        also = sorted({one.rule for one in others if not holds(one)} | SAME_CAUSE.get(rule, set()))
        return Plant(rule, kind, [_path(claim.section)], before, after, also, hidden=holds(claim))

    return plant_claim


SAME_CAUSE: dict[str, set[str]] = {
    "claim/ratio": {"claim/part-exceeds-whole", "claim/bound"},
    "claim/breakdown": {"claim/part-exceeds-whole", "claim/sum"},
    "claim/sum": {"claim/breakdown"},
    "claim/product": {"claim/average"},
    "claim/average": {"claim/product"},
    "claim/difference": {"claim/growth"},
}


def _shown(claim: Claim) -> str:
    shown = "／".join(map(str, claim.figures()))
    return shown if claim.names is None else f"{shown}：{rendered(claim.names.atoms)}"


def _figure(claim: Claim, random: Random) -> str:
    if claim.equation == "ratio" and random.random() < 0.25:
        part, whole = claim.operands
        wrong = (part.value * whole.scale * 100 / (whole.value * whole.scale + part.value * part.scale)).quantize(
            Decimal(1).scaleb(-claim.stated.decimals)
        )
        if wrong > 0:
            claim.stated.value = wrong
            return "wrong base"
    if claim.equation == "sum" and random.random() < 0.25:
        claim.stated.value -= random.choice(claim.operands).value
        return "missing item"
    if claim.equation in ("at-least", "at-most") and claim.rule == "claim/bound":
        limit = claim.operands[0].value
        sign = -1 if claim.equation == "at-least" else 1
        claim.stated.value = limit + sign * Decimal(random.randint(3, 30)) / 10
        return "beyond"
    figure = random.choice(claim.figures())
    old, unit = figure.value, figure.unit
    for _ in range(30):
        kind = slip(figure, random)
        if figure.value > 0 and not (figure.unit == unit and figure.value == old):
            return kind
        figure.value, figure.unit = old, unit
    return "digit"


def _names(claim: Claim, random: Random) -> str:
    assert claim.names is not None
    atoms = claim.names.atoms
    if atoms[1] == "、" and random.random() < 0.5 and len(atoms) > 5:
        claim.names.atoms = atoms[:-2]
        return "dropped"
    claim.stated.value += random.choice([1, 2])
    if claim.stated.spelled is not None:
        claim.stated.spelled = "零一二三四五六七八九"[int(claim.stated.value)]
    return "count"


def _spread(claim: Claim, random: Random) -> str:
    claim.stated.value = claim.operands[0].value * random.choice([5, 6, 7]) + random.randint(1, 9)
    return "digit"


def _part(claim: Claim, random: Random) -> str:
    claim.stated.value = claim.operands[0].value + random.randint(3, 300)
    return "digit"


for _rule in (
    "ratio", "growth", "difference", "product", "breakdown", "sum", "conversion", "average", "bound", "count", "weights", "repeat", "part-exceeds-whole",
    "implausible",
):  # fmt: skip
    recipe(f"claim/{_rule}", f"claim/{_rule}", *(["repeat"] if _rule == "repeat" else []))(_claim_plant(f"claim/{_rule}"))
