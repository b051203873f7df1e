"""What a score table says, as JSON: its kind, its items as a tree, its totals and its funds block; and the JSON Schema of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from extractor.model.facts import CellWords, Figure, FundsRow, ScoreItem, ScoreTable, TableKind, TableTotal
from extractor.model.outline import Kind
from extractor.model.text import Span

Object = dict[str, Any]
Spanned = Callable[[Span | None], object]


def score_table(table: ScoreTable | None, span: Spanned) -> Object | None:
    """The value of ``tables[].scores``: null for a table that does not speak of scores. span: how a span is written."""
    if table is None:
        return None
    return {
        "kind": table.kind,
        "refused": table.refused,
        "items": [_item(item, span) for item in table.items],
        "totals": [_total(total, span) for total in table.totals],
        "funds": [_funds(row) for row in table.funds],
        "grade": None if table.grade is None else table.grade[0],
    }


def _item(item: ScoreItem, span: Spanned) -> Object:
    return {
        "id": item.ref,
        "label": item.label,
        "title": item.title,
        "level": item.level,
        "kind": item.kind.value,
        "funds": item.funds,
        "score": {"max": _value(item.max), "self": _value(item.self), "deduction": _value(item.deduction)},
        "score_at": {"max": _at(item.max, span), "self": _at(item.self, span), "deduction": _at(item.deduction, span)},
        "target": _text(item.target),
        "actual": _text(item.actual),
        "unit": item.unit,
        "reason": _text(item.reason),
        "at": span(item.at),
        "children": [_item(child, span) for child in item.children],
    }


def _total(total: TableTotal, span: Spanned) -> Object:
    figures = {"max": total.max, "self": total.self, "deduction": total.deduction}
    return {
        "place": total.place,
        "of": total.of,
        **{name: _value(figure) for name, figure in figures.items()},
        "at": {name: _at(figure, span) for name, figure in figures.items()},
    }


def _funds(row: FundsRow) -> Object:
    return {"title": row.title, **{name: _text(getattr(row, name)) for name in ("initial", "budget", "spent", "rate")}, "part": row.part}


def _value(figure: Figure | None) -> object:
    return None if figure is None else figure.value


def _at(figure: Figure | None, span: Spanned) -> object:
    return None if figure is None else span(figure.at)


def _text(words: CellWords | None) -> str | None:
    return None if words is None else words.text


def tables(read: Sequence[ScoreTable]) -> Object:
    """How many score tables there are of each kind, and why any was refused."""
    counted = Counter("refused" if table.refused is not None else str(table.kind) for table in read)
    refused = [{"table": table.id, "reason": table.refused} for table in read if table.refused is not None]
    return {**{str(kind): counted[str(kind)] for kind in TableKind}, "refused": refused}


def score_table_schema() -> Object:
    """The JSON Schema of ``tables[].scores``; an item refers to ``#/$defs/table_item``."""
    number, text = _nullable("number"), _nullable("string")
    sides = ("max", "self", "deduction")
    total = {
        "place": {"enum": ["head", "row", "part"]},
        "of": text,
        **dict.fromkeys(sides, number),
        "at": _closed(dict.fromkeys(sides, _SPAN)),
    }
    funds = {"title": {"type": "string"}, **dict.fromkeys(("initial", "budget", "spent", "rate"), text), "part": {"type": "boolean"}}
    scores = {
        "kind": {"enum": [str(kind) for kind in TableKind]},
        "refused": text,
        "items": _list({"$ref": "#/$defs/table_item"}),
        "totals": _list(_closed(total)),
        "funds": _list(_closed(funds)),
        "grade": text,
    }
    return {"anyOf": [_closed(scores), {"type": "null"}]}


def table_item_schema() -> Object:
    """The JSON Schema of an item of a score table."""
    number, text = _nullable("number"), _nullable("string")
    sides = ("max", "self", "deduction")
    return _closed(
        {
            "id": {"type": "string"},
            "label": text,
            "title": {"type": "string"},
            "level": {"type": "integer", "minimum": 1},
            "kind": {"enum": [str(kind) for kind in Kind]},
            "funds": {"type": "boolean"},
            "score": _closed(dict.fromkeys(sides, number)),
            "score_at": _closed(dict.fromkeys(sides, _SPAN)),
            "target": text,
            "actual": text,
            "unit": text,
            "reason": text,
            "at": {"$ref": "#/$defs/span"},
            "children": _list({"$ref": "#/$defs/table_item"}),
        }
    )


_SPAN: Object = {"anyOf": [{"$ref": "#/$defs/span"}, {"type": "null"}]}


def _nullable(kind: str) -> Object:
    return {"type": [kind, "null"]}


def _list(items: Object) -> Object:
    return {"type": "array", "items": items}


def _closed(properties: Object) -> Object:
    return {"type": "object", "properties": properties, "required": list(properties)}
