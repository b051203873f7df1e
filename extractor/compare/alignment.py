"""Reports as their JSON has them, turned into items that can be aligned: with a rubric, with each other, over years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from extractor.language.titles import Titles
from extractor.model.outline import Kind
from extractor.model.rubric import Item
from extractor.validator.score.alignment import align, flatten

ReportObject = Mapping[str, Any]
"""A report of ``gouji.report/1``: whole numbers are `int`, all others `Decimal`."""
SectionObject = Mapping[str, Any]


def number(value: object) -> Decimal | None:
    """A figure of a report's JSON."""
    return None if value is None else Decimal(str(value))


def walk(sections: list[SectionObject]) -> Iterator[SectionObject]:
    """All sections in document order."""
    for section in sections:
        yield section
        yield from walk(section["children"])


def rows(report: ReportObject) -> list[SectionObject]:
    """The items at the top of the score tables; what they hold stands in their ``children``."""
    return [item for table in report["tables"] if table["scores"] is not None for item in table["scores"]["items"]]


def scored_items(report: ReportObject) -> tuple[Item, ...]:
    """The items that state a score, those above them, and parts; those of the first score table where no section states any.

    A section whose heading states the grand total only gathers the others.
    """
    totals = {(span["start"], span["end"]) for name in ("max", "self") for span in report["totals"]["totals_at"].get(name, ())}
    found = tuple(one for section in report["sections"] if (one := _scored(section, totals)) is not None)
    read = (table["scores"]["items"] for table in report["tables"] if table["scores"] is not None)
    return found or tuple(map(_plain, next((items for items in read if items), ())))


def _scored(section: SectionObject, totals: set[tuple[int, int]]) -> Item | None:
    score, at = section["score"], section["score_at"]
    grand = any(span is not None and (span["start"], span["end"]) in totals for span in at.values())
    kind = Kind(section["kind"])
    parts = tuple(Item(part["title"], number(part["max"]), kind, section=section["id"]) for part in section["parts"] if part["title"])
    below = tuple(one for child in section["children"] if (one := _scored(child, totals)) is not None)
    if not parts and not below and (grand or (score["max"] is None and score["self"] is None)):
        return None
    return Item(section["title"], None if grand else number(score["max"]), kind, parts + below, section=section["id"])


def aligned_sections(old: ReportObject, new: ReportObject, titles: Titles) -> dict[str, str]:
    """The id in ``new`` of each section of ``old`` that stands there too, however renumbered or moved.

    Left-over sections in the same place with the same 分值 are one section under a new title.
    """
    return _aligned(old["sections"], new["sections"], titles)


def aligned_rows(old: ReportObject, new: ReportObject, titles: Titles) -> dict[str, str]:
    """The id in ``new`` of each item of the score tables of ``old`` that stands in those of ``new``."""
    return _aligned(rows(old), rows(new), titles)


def _aligned(old: list[SectionObject], new: list[SectionObject], titles: Titles) -> dict[str, str]:
    left, right = (flatten([_plain(section) for section in sections]) for sections in (old, new))
    pairs = align(left, right, titles, in_place=0)
    return {str(left[i].item.section): str(right[j].item.section) for i, j in pairs.items()}


def _plain(section: SectionObject) -> Item:
    children = tuple(map(_plain, section["children"]))
    return Item(section["title"], number(section["score"]["max"]), Kind(section["kind"]), children, section=section["id"])
