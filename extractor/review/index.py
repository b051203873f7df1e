"""The page of a batch: a row a report, distributions of totals and of lost points, links to each report's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.language.patterns import Patterns
from extractor.review.assembly import assembled, words

STYLES = ("base.css", "index.css")
SCRIPTS = ("common.js", "rows.js", "index.js")
NAMED = 12
"""Items that lost points which the page names."""


class Row(NamedTuple):
    """An input of the batch. Figures are as they are written; addresses are relative to the page.

    state: ``error``, ``warning``, ``agrees``, ``unscored``, or ``failed`` with the ``reason`` that the input could not be read for. findings: errors, warnings,
    notes. coverage: share of the figures with 分 that are accounted for, 0 to 1.
    """

    shown: str
    state: str
    body: str = ""
    title: str = ""
    number: str = ""
    region: str = ""
    year: int | None = None
    max: str | None = None
    self: str | None = None
    lost: str | None = None
    findings: tuple[int, int, int] = (0, 0, 0)
    coverage: str | None = None
    page: str | None = None
    result: str | None = None
    reason: str | None = None


class Lost(NamedTuple):
    """An item and the points that reports lost on it."""

    item: str
    reports: int
    points: str


def index_page(rows: Sequence[Row], losses: Sequence[Lost], patterns: Patterns, *, lang: str = "zh") -> str:
    """The page, to be written as UTF-8. losses: most points first."""
    data = {
        "schema": "gouji.index/1",
        "lang": lang,
        "langs": ["zh", "en"],
        "rows": [row._asdict() for row in rows],
        "losses": [loss._asdict() for loss in losses[:NAMED]],
        "items": len(losses),
        "words": words(patterns, "index."),
    }
    title = str(patterns.entry("index.title").data[lang])
    return assembled(title, data, STYLES, SCRIPTS)
