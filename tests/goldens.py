"""What a golden says of a report: the projection of a `Report` onto the facts that a person can check by eye."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.model.facts import Deduction, Facts, Figure
from extractor.model.outline import DocumentInfo, Outline, Section
from extractor.model.report import Report

DOCUMENT_LISTS = ("issuers", "signers", "addressees", "attachments", "signatories", "copied_to")
DOCUMENT_VALUES = ("title", "printed_by", "printed_on", "security", "urgency")
RULES = ("score/", "structure/", "document/", "coverage/")


def load_golden(path: Path) -> dict[str, Any]:
    """A golden with its numbers as `Decimal`, printed decimals kept, and what it leaves out filled in as absent."""
    given = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
    totals = given.get("totals", {})
    document = given.get("document", {})
    return {
        "sections": [_golden_section(section) for section in given["sections"]],
        "totals": {name: _printed(totals.get(name)) for name in ("max", "self", "deducted", "bonus")}
        | {"deductions": [[_printed(points), reason] for points, reason in totals.get("deductions", [])]},
        "document": {name: document.get(name) or [] for name in DOCUMENT_LISTS}
        | {name: document.get(name) for name in (*DOCUMENT_VALUES, "date")}
        | {"number": _plain(document.get("number")), "period": _plain(document.get("period"))},
        "findings": sorted((f["rule"], f["severity"], f["section"] or "") for f in given["findings"]),
    }


def projection(report: Report) -> dict[str, Any]:
    """The same shape, from what the tool found."""
    outline, facts = report.outline, report.facts
    paths = section_paths(outline.sections)
    return {
        "sections": [_section(section, facts) for section in outline.sections],
        "totals": _totals(facts),
        "document": _document(outline.document),
        "findings": sorted(
            (finding.rule, str(finding.severity), paths[finding.section] if finding.section else "")
            for finding in report.verification.findings
            if finding.rule.startswith(RULES)
        ),
    }


def section_paths(sections: Sequence[Section], above: str = "") -> dict[str, str]:
    """Section id to the labels from the top down, joined with a slash."""
    found: dict[str, str] = {}
    for section in sections:
        path = f"{above}/{section.label}" if above else section.label
        found[section.id] = path
        found.update(section_paths(section.children, path))
    return found


def differences(golden: Mapping[str, Any], found: Mapping[str, Any], at: str = "") -> list[str]:
    """Readable differences between two projections; empty when they are equal."""
    lines: list[str] = []
    for key in golden:
        want, got = golden[key], found[key]
        if want == got:
            continue
        if key in ("sections", "children"):
            labels, got_labels = [section["label"] for section in want], [section["label"] for section in got]
            if labels != got_labels:
                lines.append(f"{at}/{key}: want {labels}, got {got_labels}")
            else:
                for one, other in zip(want, got, strict=True):
                    lines.extend(differences(one, other, f"{at}/{one['label']}"))
        elif isinstance(want, Mapping) and isinstance(got, Mapping):
            lines.extend(differences(want, got, f"{at}/{key}"))
        else:
            lines.append(f"{at}/{key}: want {want!r}, got {got!r}")
    return lines


def _golden_section(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "label": given["label"],
        "number": None if given["number"] is None else int(given["number"]),
        "title": given["title"],
        "kind": given.get("kind", "normal"),
        "max": _printed(given.get("max")),
        "self": _printed(given.get("self")),
        "parts": [[title, _printed(maximum), _printed(own)] for title, maximum, own in given.get("parts", [])],
        "deductions": [[_printed(points), reason] for points, reason in given.get("deductions", [])],
        "children": [_golden_section(child) for child in given.get("children", [])],
    }


def _section(section: Section, facts: Facts) -> dict[str, Any]:
    score = facts.scores.get(section.id)
    return {
        "label": section.label,
        "number": section.number,
        "title": section.title,
        "kind": str(section.kind),
        "max": _printed(score.max if score else None),
        "self": _printed(score.self if score else None),
        "parts": [[part.title, _printed(part.max), _printed(part.self)] for part in score.parts] if score else [],
        "deductions": _deductions(score.deductions) if score else [],
        "children": [_section(child, facts) for child in section.children],
    }


def _totals(facts: Facts) -> dict[str, Any]:
    figures: dict[str, Figure | None] = {name: getattr(facts.totals, name) for name in ("max", "self", "deducted", "bonus")}
    values = {name: _printed(figure.value if figure else None) for name, figure in figures.items()}
    return values | {"deductions": _deductions(facts.totals.deductions)}


def _document(info: DocumentInfo) -> dict[str, Any]:
    number = info.number
    return (
        {name: list(getattr(info, name)) for name in DOCUMENT_LISTS}
        | {name: getattr(info, name) for name in DOCUMENT_VALUES}
        | {"date": info.date if info.date_valid else None}
        | {
            "number": {"text": number.text, "agency": number.agency, "year": number.year, "serial": number.serial} if number else None,
            "period": {"year": info.period} if info.period else None,
        }
    )


def _deductions(deductions: Sequence[Deduction]) -> list[list[str | None]]:
    return [[_printed(deduction.points), deduction.reason] for deduction in deductions]


def _printed(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _plain(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if given is None:
        return None
    return {key: int(value) if isinstance(value, Decimal) else value for key, value in given.items()}


def outline_of(outline: Outline) -> list[tuple[str, str, str]]:
    """Id, label and title of each section, for short expectations in tests."""
    return [(section.id, section.label, section.title) for section in outline.walk()]
