"""The truth of a draft as plain JSON data. Decimals are strings as printed; docs of the fields stand in corpus/recipes/README.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from corpus.recipes.arithmetic import standing
from corpus.recipes.pieces import Claim, Draft, Figure, Section, figures, rendered
from corpus.recipes.planting import Plant


def truth(draft: Draft, planted: Plant | None) -> dict[str, Any]:
    """Everything that the report says, and what must be found in it."""
    totals = draft.totals
    return {
        "split": draft.split,
        "seed": draft.seed,
        "index": draft.index,
        "programme": draft.programme,
        "sections": [_section(one) for one in draft.sections],
        "totals": {
            "max": _value(totals.max if totals.max is not None or _scored(draft) or not draft.table_totals else draft.table_totals[0]),
            "self": _value(totals.self),
            "deducted": _value(totals.deducted),
            "bonus": _value(totals.bonus),
            "deductions": [[_value(points), reason] for points, reason in totals.deductions],
            "grade": None if totals.grade is None else rendered(totals.grade.atoms),
        },
        "document": dict(draft.elements),
        "figures": [_figure(one) for one in _figures(draft)],
        "table figures": [_figure(one) for one in _table_figures(draft)],
        "claims": [_claim(one) for one in draft.claims],
        "tables": [[[rendered(cell) for cell in row] for row in block.rows] for block in draft.blocks if block.rows is not None],
        "lures": len(draft.lures),
        "findings": [] if planted is None else [asdict(planted)],
    }


def _scored(draft: Draft) -> bool:
    """Whether the body states any score; where it does not, what the annexed table totals is what the report declares."""
    return any(one.max is not None or one.self_value is not None for one in draft.walk())


def _figures(draft: Draft) -> list[Figure]:
    """The figures of the prose, scores left out."""
    return [
        one
        for block in draft.blocks
        if block.rows is None
        for one in figures(block.atoms)
        if one.kind != "score" and (one.unit or one.means)
    ]


def _table_figures(draft: Draft) -> list[Figure]:
    """The figures in the cells of tables, scores left out."""
    return [one for block in draft.blocks for row in block.rows or () for cell in row for one in figures(cell) if one.kind != "score"]


def _value(figure: Figure | None) -> str | None:
    return None if figure is None else str(figure.value)


def _section(section: Section) -> dict[str, Any]:
    own: Decimal | None = section.self_value
    return {
        "label": section.label,
        "number": None if section.scheme == "annex-bare" else section.number,
        "level": section.level,
        "title": section.title,
        "kind": section.kind,
        "max": _value(section.max),
        "self": None if own is None else str(own),
        "deductions": [[_value(points), reason] for points, reason in section.deductions],
        "parts": [[title, _value(maximum), _value(mine)] for title, maximum, mine in section.parts],
        "children": [_section(child) for child in section.children],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"text": str(figure), "value": str(figure.value), "unit": figure.measure, "scale": figure.scale, "kind": figure.kind}


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "rule": claim.rule,
        "section": None if claim.section is None else claim.section.path,
        "stated": _figure(claim.stated),
        "operands": [_figure(one) for one in claim.operands],
        "standing": standing(claim),
    }


def paths(sections: Sequence[dict[str, Any]], above: str = "") -> list[str]:
    """Every path of a truth's sections, in order."""
    found: list[str] = []
    for section in sections:
        path = f"{above}/{section['label']}" if above else str(section["label"])
        found += [path, *paths(section["children"], path)]
    return found
