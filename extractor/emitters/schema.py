"""The published JSON Schema of a report: what programs may rely on.

The contract changes only by adding, so objects that may grow accept further properties; those that can't (a place, a span) do not.
"""

from __future__ import annotations

from extractor.emitters.encoding import encode
from extractor.emitters.score_tables import score_table_schema, table_item_schema
from extractor.model.claims import Hedge, QuantityKind
from extractor.model.facts import TableKind
from extractor.model.outline import Kind
from extractor.model.report import Severity, Verdict

REPORT_SCHEMA = "gouji.report/1"
"""The ``schema`` field of every report; a renamed or removed field is a new number."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"

DOCUMENT_FIELDS = (
    "issuers",
    "number",
    "signers",
    "title",
    "period",
    "addressees",
    "attachments",
    "signatories",
    "date",
    "copied_to",
    "printed_by",
    "printed_on",
    "security",
    "urgency",
    "programme",
    "region",
)
"""The keys of ``document``, in the contract's order; also fields of `extractor.model.outline.DocumentInfo`."""

FORMATS = ("text", "pdf", "docx", "ofd", "html", "doc", "wps", "image", "xlsx", "rtf", "odt")

Schema = dict[str, object]

_STRING: Schema = {"type": "string"}
_INTEGER: Schema = {"type": "integer"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": "number"}
_BOOLEAN: Schema = {"type": "boolean"}
_SECTION_ID: Schema = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)*$"}
_SPAN: Schema = {"$ref": "#/$defs/span"}
_DEDUCTIONS: Schema = {"type": "array", "items": {"$ref": "#/$defs/deduction"}}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _optional(schema: Schema) -> Schema:
    """``schema`` or null: what a report does not have is null, never left out and never 0."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _object(properties: dict[str, Schema], *, optional: tuple[str, ...] = (), closed: bool = False) -> Schema:
    """An object with ``properties``, each required but those in ``optional``."""
    return {
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": properties,
        "additionalProperties": not closed,
    }


def _document() -> Schema:
    arrays = {"issuers", "signers", "addressees", "attachments", "signatories", "copied_to"}
    fields = {name: _list(_STRING) if name in arrays else _optional(_STRING) for name in DOCUMENT_FIELDS}
    fields["number"] = _optional(
        _object({"text": _STRING, "agency": _optional(_STRING), "year": _optional(_INTEGER), "serial": _optional(_INTEGER)})
    )
    fields["period"] = _optional(_object({"year": _INTEGER}))
    fields["region"] = _optional(_object({"name": _STRING, "level": _STRING}))
    return _object(fields)


def _definitions() -> dict[str, Schema]:
    place: Schema = {
        "oneOf": [
            _object({"page": _COUNT, "box": _optional({**_list(_NUMBER), "minItems": 4, "maxItems": 4})}, closed=True),
            _object({"line": _COUNT, "sheet": _STRING}, optional=("sheet",), closed=True),
            _object({"paragraph": _COUNT}, closed=True),
        ]
    }
    section = _object(
        {
            "id": _SECTION_ID,
            "label": _STRING,
            "number": _optional(_INTEGER),
            "level": {"type": "integer", "minimum": 1},
            "title": _STRING,
            "kind": {"enum": [str(kind) for kind in Kind]},
            "score": _object({"max": _optional(_NUMBER), "self": _optional(_NUMBER)}),
            "score_at": _object({"max": _optional(_SPAN), "self": _optional(_SPAN)}),
            "parts": _list(_object({"title": _optional(_STRING), "max": _optional(_NUMBER), "self": _optional(_NUMBER), "at": _SPAN})),
            "deductions": _DEDUCTIONS,
            "heading": _SPAN,
            "body": _SPAN,
            "children": _list({"$ref": "#/$defs/section"}),
        }
    )
    check = _object(
        {
            "id": _STRING,
            "rule": _STRING,
            "section": _optional(_SECTION_ID),
            "operands": _list(_object({"role": _STRING, "ref": _optional(_STRING), "value": _optional(_NUMBER), "at": _optional(_SPAN)})),
            "stated": _optional(_NUMBER),
            "computed": _optional(_NUMBER),
            "interval": _optional({**_list(_NUMBER), "minItems": 2, "maxItems": 2}),
            "verdict": {"enum": [str(verdict) for verdict in Verdict]},
            "reason": _optional(_STRING),
            "diagnosis": _optional(
                _object({"kind": _STRING, "ref": _STRING, "printed": _NUMBER, "corrected": _NUMBER, "params": {"type": "object"}})
            ),
        }
    )
    quantity = _object(
        {
            "id": _STRING,
            "text": _STRING,
            "value": _optional(_NUMBER),
            "decimals": _COUNT,
            "scale": _COUNT,
            "unit": _optional(_STRING),
            "kind": {"enum": [str(kind) for kind in QuantityKind]},
            "hedge": {"enum": [str(hedge) for hedge in Hedge]},
            "subject": _optional(_STRING),
            "period": _optional(_STRING),
            "at": _SPAN,
        }
    )
    count_from_1: Schema = {"type": "integer", "minimum": 1}
    table = _object(
        {
            "id": _STRING,
            "role": {"enum": ["score", "other"]},
            "header": _list(_STRING),
            "head_rows": _COUNT,
            "head_from": _COUNT,
            "cells": _list(
                _object(
                    {
                        "row": _COUNT,
                        "column": _COUNT,
                        "rowspan": count_from_1,
                        "colspan": count_from_1,
                        "text": _STRING,
                        "at": _optional(_SPAN),
                    }
                )
            ),
            "scores": score_table_schema(),
        }
    )
    finding = _object(
        {
            "id": _STRING,
            "rule": _STRING,
            "severity": {"enum": [str(severity) for severity in Severity]},
            "section": _optional(_SECTION_ID),
            "message": _STRING,
            "params": {"type": "object"},
            "check": _optional(_STRING),
            "evidence": _list(_SPAN),
            "related": _list(_object({"rule": _STRING, "section": _optional(_SECTION_ID), "check": _optional(_STRING)})),
        }
    )
    return {
        "place": place,
        "span": _object(
            {"start": _COUNT, "end": _COUNT, "places": _list({"$ref": "#/$defs/place"}), "orig": _STRING}, optional=("orig",), closed=True
        ),
        "deduction": _object({"points": _NUMBER, "reason": _STRING, "at": _SPAN}),
        "section": section,
        "table": table,
        "table_item": table_item_schema(),
        "quantity": quantity,
        "check": check,
        "finding": finding,
    }


def report_schema() -> Schema:
    """The JSON Schema (draft 2020-12) that every report fulfils."""
    totals = {name: _optional(_NUMBER) for name in ("max", "self", "deducted", "bonus")}
    root = _object(
        {
            "schema": {"const": REPORT_SCHEMA},
            "source": _object(
                {
                    "name": _STRING,
                    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                    "bytes": _COUNT,
                    "format": {"enum": list(FORMATS)},
                    "pages": _COUNT,
                    "reader": _STRING,
                    "ocr": _BOOLEAN,
                    "flags": _list(_STRING),
                }
            ),
            "engine": _object({"version": _STRING, "patterns": _STRING, "readers": _map(_STRING), "options": {"type": "object"}}),
            "document": _document(),
            "document_at": _map(_list(_SPAN)),
            "sections": _list({"$ref": "#/$defs/section"}),
            "totals": _object({**totals, "totals_at": _map(_list(_SPAN)), "deductions": _DEDUCTIONS}),
            "profile": _optional(_object({"id": _STRING, "matched": {"enum": ["named", "best"]}, "score": _NUMBER})),
            "tables": _list({"$ref": "#/$defs/table"}),
            "quantities": _list({"$ref": "#/$defs/quantity"}),
            "checks": _list({"$ref": "#/$defs/check"}),
            "findings": _list({"$ref": "#/$defs/finding"}),
            "citations": _list(
                _object(
                    {
                        "title": _optional(_STRING),
                        "number": _optional(_STRING),
                        "issuer": _optional(_STRING),
                        "year": _optional(_INTEGER),
                        "at": _SPAN,
                    }
                )
            ),
            "coverage": _object(
                {
                    "scores": _object({"found": _COUNT, "extracted": _COUNT, "explained": _COUNT, "unexplained": _list(_SPAN)}),
                    "tables": _object(
                        {
                            **dict.fromkeys((str(kind) for kind in TableKind), _COUNT),
                            "refused": _list(_object({"table": _STRING, "reason": _STRING})),
                        }
                    ),
                    "headings": _object({"found": _COUNT, "unexplained": _list(_SPAN)}),
                    "numbers": _object(dict.fromkeys(("found", "in_checks", "holds", "fails", "unchecked", "outside"), _COUNT)),
                    "checks": _object({"holds": _COUNT, "fails": _COUNT, "unchecked": _map(_COUNT)}),
                }
            ),
            "text": _STRING,
        },
        optional=("text",),
    )
    return {"$schema": DIALECT, "$id": f"urn:{REPORT_SCHEMA.replace('/', ':')}", "title": REPORT_SCHEMA, **root, "$defs": _definitions()}


def schema_json() -> str:
    """The schema as JSON text without a final line break."""
    return encode(report_schema())
