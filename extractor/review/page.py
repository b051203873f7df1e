"""Report → the review page: the document as it looks on one side, what was found on the other, in one HTML file."""

from __future__ import annotations

import hashlib

from extractor.emitters.wording import LANGUAGES, Wording
from extractor.language.patterns import Patterns
from extractor.model.errors import GoujiError
from extractor.model.page import Unit
from extractor.model.report import Report
from extractor.review.assembly import assembled, words
from extractor.review.contents import contents
from extractor.review.decisions import Bound, to_object
from extractor.review.picture import Picture, pictures, scale
from extractor.review.sheets import Offsets, paragraphs, runs

STYLES = ("base.css", "review.css", "panel.css")
SCRIPTS = (
    "common.js",
    "alone.js",
    "document.js",
    "marks.js",
    "panel.js",
    "lists.js",
    "outline.js",
    "charts.js",
    "decisions.js",
    "search.js",
    "keys.js",
    "review.js",
)


def review_page(
    report: Report,
    source: bytes,
    result: bytes,
    patterns: Patterns,
    *,
    lang: str = "zh",
    name: str = "",
    decided: Bound | GoujiError | None = None,
    batch: str | None = None,
) -> str:
    """The page of ``report``, to be written as UTF-8.

    source: the bytes that the report was read from. result: its JSON; decisions are bound to the hash of it. lang: the language to begin with.
    name: file name of the result, by which decisions are exported. decided: what a person has decided before, or why that could not be read.
    batch: the relative address of the batch's page.
    """
    shown = [] if report.engine.options.get("mask") else pictures(report.reading, source)  # a picture shows what is masked
    data = {
        "schema": "gouji.page/1",
        "lang": lang,
        "langs": list(LANGUAGES),
        "name": name,
        "batch": batch,
        "result": hashlib.sha256(result).hexdigest(),
        "source": _source(report),
        "engine": {
            "version": report.engine.version,
            "patterns": report.engine.patterns,
            "readers": dict(sorted(report.engine.readers.items())),
        },
        **_sheets(report, shown),
        "decisions": _decisions(decided, patterns),
        "words": words(patterns, "review."),
    }
    offsets = Offsets(report.text.content)
    data.update(contents(report, patterns, offsets))
    data["text"] = report.text.content
    if report.text.paged:
        data["runs"] = runs(report.text, offsets)
    else:
        data["paragraphs"] = paragraphs(report.text, offsets)
        data["gaps"] = [offsets.at(gap) for gap in report.text.gaps]
    title = report.outline.document.title or report.reading.name
    return assembled(title, data, STYLES, SCRIPTS, shown)


def _decisions(decided: Bound | GoujiError | None, patterns: Patterns) -> dict[str, object] | None:
    if decided is None:
        return None
    if isinstance(decided, GoujiError):
        return {"held": [], "gone": 0, "wrong": [Wording(patterns, lang).error(decided) for lang in LANGUAGES]}
    return {"held": [to_object(one) for one in decided.held.values()], "gone": len(decided.gone), "wrong": None}


def _source(report: Report) -> dict[str, object]:
    reading = report.reading
    return {
        "name": reading.name,
        "sha256": reading.sha256,
        "bytes": reading.bytes,
        "format": reading.format,
        "pages": len(reading.pages),
        "ocr": reading.ocr,
        "flags": list(reading.flags),
    }


def _sheets(report: Report, shown: list[Picture]) -> dict[str, object]:
    """The form of the document, and its pages: width and height in points, and why one gave no text."""
    if not report.text.paged:
        unit = {Unit.LINE: "line", Unit.PARAGRAPH: "paragraph", Unit.ROW: "row"}[report.text.unit]
        return {"paged": False, "unit": unit}
    pictured = {picture.page for picture in shown}
    pages = [
        {"width": page.width or 595, "height": page.height or 842, "pictured": page.number in pictured, "unusable": page.unusable}
        for page in report.reading.pages
    ]
    return {"paged": True, "unit": "page", "pages": pages, "scale": round(scale(report.reading.pages), 3)}
