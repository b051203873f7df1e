"""What a resubmission changed: scores, findings, text. Old and new are reports as their JSON has them, whatever files they were read from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from extractor.compare.alignment import ReportObject, SectionObject, aligned_rows, aligned_sections, number, rows, walk
from extractor.compare.diff_findings import FindingChange, finding_changes
from extractor.compare.diff_text import TextChange, text_changes
from extractor.language.patterns import Patterns
from extractor.language.titles import Titles

FIELDS = ("max", "self")
TOTALS = ("max", "self", "deducted", "bonus")
ELEMENTS = ("title", "issuers", "number", "date", "period", "addressees", "attachments", "signatories", "signers")
"""What is compared of the document itself."""


class ScoreChange(NamedTuple):
    """A figure that changed. field: max, self, deductions, deducted, bonus, or ``part title`` for one of several scores in an item.

    old_section, new_section: ids, also of items of score tables (``t1.3``); both None for the totals. old, new: the figure, None where it is not
    stated; for deductions the list of points.
    """

    field: str
    old_section: str | None
    new_section: str | None
    old: Decimal | list[Decimal] | None
    new: Decimal | list[Decimal] | None


class ItemPair(NamedTuple):
    """A section of the old report beside the same one of the new; one of them is None where the other has no counterpart."""

    old: SectionObject | None
    new: SectionObject | None

    @property
    def scored(self) -> bool:
        return any(one is not None and states(one) for one in self)


class ElementChange(NamedTuple):
    """An element of the document that changed, as the JSON has it."""

    field: str
    old: Any
    new: Any


class Difference(NamedTuple):
    """All that differs. items: the sections of both in the new report's order, those that are gone after. years: the reporting years where they differ.

    same_engine: both were read by one version with one set of patterns; else findings may differ for that. text: None where a report was kept without
    its text, or the two are of different years.
    """

    items: list[ItemPair]
    scores: list[ScoreChange]
    findings: list[FindingChange]
    text: list[TextChange] | None
    elements: list[ElementChange]
    years: tuple[int, int] | None
    same_engine: bool


def difference(old: ReportObject, new: ReportObject, patterns: Patterns) -> Difference:
    """What ``new`` changed of ``old``; sections are matched by title and place, not by number."""
    titles = Titles(patterns)
    pairs = aligned_sections(old, new, titles)
    items = _items(old["sections"], new["sections"], pairs)
    tabled = _items(rows(old), rows(new), aligned_rows(old, new, titles))
    scores = [change for pair in (*items, *tabled) for change in _score_changes(pair)] + list(_total_changes(old, new))
    years = _years(old, new)
    together = years is None and "text" in old and "text" in new
    return Difference(
        items,
        scores,
        finding_changes(old, new, pairs, [(one.old_section, one.new_section) for one in scores]),
        text_changes(old, new, pairs, {one.new_section for one in scores}) if together else None,
        [ElementChange(field, old["document"][field], new["document"][field]) for field in ELEMENTS if _differs(old, new, field)],
        years,
        all(old["engine"][name] == new["engine"][name] for name in ("version", "patterns")),
    )


def states(section: SectionObject) -> bool:
    """Whether a section states a score of its own."""
    return any(section["score"][field] is not None for field in FIELDS) or bool(section["parts"])


def _differs(old: ReportObject, new: ReportObject, field: str) -> bool:
    return bool(old["document"][field] != new["document"][field])


def _years(old: ReportObject, new: ReportObject) -> tuple[int, int] | None:
    periods = [report["document"]["period"] for report in (old, new)]
    if None in periods or periods[0]["year"] == periods[1]["year"]:
        return None
    return periods[0]["year"], periods[1]["year"]


def _items(old: list[SectionObject], new: list[SectionObject], pairs: dict[str, str]) -> list[ItemPair]:
    before = {section["id"]: section for section in walk(old)}
    back = {there: here for here, there in pairs.items()}
    found = [ItemPair(before.get(back.get(section["id"], "")), section) for section in walk(new)]
    return found + [ItemPair(section, None) for id, section in before.items() if id not in pairs]


def _score_changes(pair: ItemPair) -> Iterator[ScoreChange]:
    """The figures of one item that changed; of an item that only one report has, those that it states."""
    ids = tuple(None if one is None else str(one["id"]) for one in pair)
    figures = [_figures(one) for one in pair]
    for field in dict.fromkeys([*figures[0], *figures[1]]):
        values = [one.get(field) for one in figures]
        if values[0] != values[1]:
            yield ScoreChange(field, ids[0], ids[1], values[0], values[1])


def _figures(section: SectionObject | None) -> dict[str, Decimal | list[Decimal] | None]:
    if section is None:
        return {}
    found: dict[str, Decimal | list[Decimal] | None] = {field: number(section["score"][field]) for field in FIELDS}
    if "deduction" in section["score"]:  # an item of a table
        return found | {"deducted": number(section["score"]["deduction"])}
    for part in section["parts"]:
        for field in FIELDS:
            if part[field] is not None:
                found[f"{field} {part['title'] or ''}"] = number(part[field])
    points = [Decimal(str(one["points"])) for one in section["deductions"]]
    return found | ({"deductions": list(points)} if points else {})


def _total_changes(old: ReportObject, new: ReportObject) -> Iterator[ScoreChange]:
    for field in TOTALS:
        values = [number(report["totals"][field]) for report in (old, new)]
        if values[0] != values[1]:
            yield ScoreChange(field, None, None, *values)
    points = [[Decimal(str(one["points"])) for one in report["totals"]["deductions"]] for report in (old, new)]
    if points[0] != points[1]:
        yield ScoreChange("deductions", None, None, list(points[0]), list(points[1]))
