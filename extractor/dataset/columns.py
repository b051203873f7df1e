"""The tables of the dataset: their columns, types and units. What each means is worded in ``patterns/dataset.toml``; `arrow.py` makes Arrow types of the types.

Every table begins with ``report``, the SHA-256 of the source's bytes: the key that joins them. A column that is added is a new minor `VERSION`,
one that is renamed, removed or means something else is a new major one.
"""

from __future__ import annotations

from typing import NamedTuple

VERSION = "1.0"
"""The version of the tables' schema; it stands in the metadata of each file."""


class Column(NamedTuple):
    """A column. type: ``text``, ``int``, ``bool``, ``float``, ``date``, ``decimal`` (38 digits, 18 of them behind the point) or ``texts`` (a list).

    unit: id of a unit, None where the column has none. meaning: the column of the ``shared`` words that says what it means, None where its table does.
    """

    name: str
    type: str = "text"
    unit: str | None = None
    meaning: str | None = None


def _figure(name: str, unit: str | None = None) -> tuple[Column, ...]:
    """An exact figure, and beside it the digits as printed (``9.0``): a decimal column has one scale for all rows."""
    return Column(name, "decimal", unit), Column(f"{name}_text", "text", None, "figure_text")


def _span(prefix: str = "") -> tuple[Column, ...]:
    """Where something stands: characters of the report's text, and the place in the source."""
    edges = tuple(Column(f"{prefix}{edge}", "float", "point", edge) for edge in ("x0", "top", "x1", "bottom"))
    return (
        Column(f"{prefix}start", "int", "character", "start"),
        Column(f"{prefix}end", "int", "character", "end"),
        Column(f"{prefix}page", "int", None, "page"),
        *edges,
        Column(f"{prefix}line", "int", None, "line"),
        Column(f"{prefix}paragraph", "int", None, "paragraph"),
        Column(f"{prefix}sheet", "text", None, "sheet"),
        Column(f"{prefix}further_places", "text", None, "further_places"),
        Column(f"{prefix}orig", "text", None, "orig"),
    )


_REPORT = Column("report", "text", None, "report")
_SECTION = Column("section", "text", None, "section")

TABLES: dict[str, tuple[Column, ...]] = {
    "reports": (
        _REPORT,
        Column("name"),
        Column("bytes", "int", "byte"),
        Column("format"),
        Column("pages", "int", "page"),
        Column("reader"),
        Column("ocr", "bool"),
        Column("flags", "texts"),
        Column("engine_version"),
        Column("patterns"),
        Column("readers", "texts"),
        Column("options"),
        Column("title"),
        Column("issuers", "texts"),
        Column("number"),
        Column("number_agency"),
        Column("number_year", "int", "year"),
        Column("number_serial", "int"),
        Column("signers", "texts"),
        Column("year", "int", "year"),
        Column("addressees", "texts"),
        Column("attachments", "texts"),
        Column("signatories", "texts"),
        Column("date", "date"),
        Column("date_text"),
        Column("copied_to", "texts"),
        Column("printed_by"),
        Column("printed_on", "date"),
        Column("printed_on_text"),
        Column("security"),
        Column("urgency"),
        Column("programme"),
        Column("region"),
        Column("region_level"),
        *_figure("total_max", "score"),
        *_figure("total_self", "score"),
        *_figure("total_deducted", "score"),
        *_figure("total_bonus", "score"),
        Column("sections", "int"),
        Column("errors", "int"),
        Column("warnings", "int"),
        Column("notes", "int"),
        Column("checks_hold", "int"),
        Column("checks_fail", "int"),
        Column("checks_unchecked", "int"),
        Column("numbers_found", "int"),
        Column("numbers_in_checks", "int"),
        Column("scores_found", "int"),
        Column("scores_unexplained", "int"),
        Column("headings_unexplained", "int"),
        Column("text"),
    ),
    "elements": (_REPORT, Column("field"), Column("position", "int"), Column("text"), *_span()),
    "sections": (
        _REPORT,
        _SECTION,
        Column("parent"),
        Column("label"),
        Column("number", "int"),
        Column("level", "int"),
        Column("title"),
        Column("kind"),
        *_figure("max", "score"),
        *_figure("self", "score"),
        Column("heading_text"),
        Column("body_text"),
        *_span("heading_"),
        *_span("body_"),
    ),
    "scores": (_REPORT, _SECTION, Column("role"), Column("part", "int"), Column("title"), *_figure("value", "score"), *_span()),
    "deductions": (_REPORT, _SECTION, Column("position", "int"), *_figure("points", "score"), Column("reason"), *_span()),
    "quantities": (
        _REPORT,
        _SECTION,
        Column("quantity"),
        Column("text"),
        *_figure("value"),
        Column("decimals", "int", "digit"),
        Column("scale", "int"),
        Column("unit"),
        Column("kind"),
        Column("hedge"),
        Column("subject"),
        Column("period"),
        *_span(),
    ),
    "checks": (
        _REPORT,
        Column("check"),
        Column("rule"),
        _SECTION,
        *_figure("stated"),
        *_figure("computed"),
        *_figure("low"),
        *_figure("high"),
        Column("verdict"),
        Column("reason"),
        Column("diagnosis"),
        Column("diagnosis_ref"),
        *_figure("diagnosis_printed"),
        *_figure("diagnosis_corrected"),
    ),
    "operands": (_REPORT, Column("check"), Column("position", "int"), Column("role"), Column("ref"), *_figure("value"), *_span()),
    "findings": (
        _REPORT,
        Column("finding"),
        Column("rule"),
        Column("severity"),
        _SECTION,
        Column("message"),
        Column("params"),
        Column("check"),
        Column("related"),
    ),
    "evidence": (_REPORT, Column("finding"), Column("position", "int"), Column("text"), *_span()),
    "citations": (
        _REPORT,
        _SECTION,
        Column("position", "int"),
        Column("title"),
        Column("number"),
        Column("issuer"),
        Column("year", "int", "year"),
        *_span(),
    ),
    "tables": (
        _REPORT,
        Column("table"),
        Column("role"),
        Column("header", "texts"),
        Column("head_from", "int"),
        Column("head_rows", "int"),
        Column("rows", "int"),
        Column("columns", "int"),
    ),
    "cells": (
        _REPORT,
        Column("table"),
        Column("row", "int"),
        Column("column", "int"),
        Column("rowspan", "int"),
        Column("colspan", "int"),
        Column("text"),
        *_span(),
    ),
}
