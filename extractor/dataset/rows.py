"""One report's JSON (``gouji.report/1``) → its rows in every table of `columns.TABLES`."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from extractor.dataset.columns import TABLES
from extractor.emitters.encoding import encode, number_literal

Object = Mapping[str, Any]
Row = tuple[Any, ...]

DIGITS, SCALE = 38, 18
"""The decimal columns: digits in all, and behind the point."""
_BOUND = 10 ** (DIGITS - SCALE)
_NOWHERE: Row = (None,) * 12
_WHOLE = 1 << 63
_OF_TYPE: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: value is None or type(value) is str,
    "int": lambda value: value is None or (type(value) is int and -_WHOLE <= value < _WHOLE),
    "bool": lambda value: type(value) is bool,
    "float": lambda value: value is None or type(value) is float,
    "date": lambda value: value is None or type(value) is date,
    "decimal": lambda value: value is None or type(value) is Decimal,
    "texts": lambda value: type(value) is list and all(type(one) is str for one in value),
}
"""Whether a value may stand in a column of a type."""
_TOTALS = (("total-max", "max"), ("total-self", "self"), ("total-deducted", "deducted"), ("bonus", "bonus"))


def table_rows(report: Object) -> dict[str, list[Row]]:
    """The rows of a report, in document order, by table. Numbers in ``report`` are `Decimal`, `Fraction` or int.

    Raises `KeyError`, `TypeError`, `ValueError` or `AttributeError` where it is not of the form ``gouji.report/1``.
    """
    return _Rows(report).all()


def sections(report: Object) -> Iterator[tuple[Object, Object | None]]:
    """Every section of a report with its parent, in document order."""
    todo: list[tuple[Object, Object | None]] = [(one, None) for one in reversed(report["sections"])]
    while todo:
        one, parent = todo.pop()
        yield one, parent
        todo += [(child, one) for child in reversed(one["children"])]


class SectionAt:
    """The id of the section in whose heading or body an offset stands."""

    def __init__(self, report: Object) -> None:
        spans = [(one[part]["start"], one[part]["end"], one["id"]) for one, _ in sections(report) for part in ("heading", "body")]
        self._spans = sorted(span for span in spans if span[0] < span[1])
        self._starts = [start for start, _, _ in self._spans]

    def __call__(self, offset: int) -> str | None:
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._spans[index][1]:
            return None
        return str(self._spans[index][2])


class _Rows:
    def __init__(self, report: Object) -> None:
        self._report = report
        self._key: str = report["source"]["sha256"]
        self._text: str | None = report.get("text")
        self._section_at = SectionAt(report)

    def all(self) -> dict[str, list[Row]]:
        made = {table: [(self._key, *row) for row in getattr(self, f"_{table}")()] for table in TABLES}
        for table, rows in made.items():
            for column, values in zip(TABLES[table], zip(*rows, strict=True), strict=bool(rows)):
                if not all(map(_OF_TYPE[column.type], values)):
                    raise TypeError(f"{table}.{column.name}")
        return made

    def _slice(self, span: Object) -> str | None:
        return None if self._text is None else self._text[span["start"] : span["end"]]

    def _reports(self) -> Iterator[Row]:
        source, engine, document, coverage = (self._report[name] for name in ("source", "engine", "document", "coverage"))
        number, period, region = document["number"] or {}, document["period"] or {}, document["region"] or {}
        severities = Counter(one["severity"] for one in self._report["findings"])
        totals = self._report["totals"]
        yield (
            *(source[name] for name in ("name", "bytes", "format", "pages", "reader", "ocr", "flags")),
            engine["version"],
            engine["patterns"],
            [f"{name} {version}" for name, version in sorted(engine["readers"].items())],
            _json(engine["options"]),
            document["title"],
            document["issuers"],
            *(number.get(name) for name in ("text", "agency", "year", "serial")),
            document["signers"],
            period.get("year"),
            *(document[name] for name in ("addressees", "attachments", "signatories")),
            *_day(document["date"]),
            document["copied_to"],
            document["printed_by"],
            *_day(document["printed_on"]),
            *(document[name] for name in ("security", "urgency", "programme")),
            region.get("name"),
            region.get("level"),
            *(cell for _, name in _TOTALS for cell in figure(totals[name])),
            sum(1 for _ in sections(self._report)),
            *(severities[name] for name in ("error", "warning", "note")),
            coverage["checks"]["holds"],
            coverage["checks"]["fails"],
            sum(coverage["checks"]["unchecked"].values()),
            coverage["numbers"]["found"],
            coverage["numbers"]["in_checks"],
            coverage["scores"]["found"],
            len(coverage["scores"]["unexplained"]),
            len(coverage["headings"]["unexplained"]),
            self._text,
        )

    def _elements(self) -> Iterator[Row]:
        for field, spans in self._report["document_at"].items():
            for position, span in enumerate(spans, 1):
                yield field, position, self._slice(span), *_place(span)

    def _sections(self) -> Iterator[Row]:
        for one, parent in sections(self._report):
            yield (
                one["id"],
                None if parent is None else parent["id"],
                *(one[name] for name in ("label", "number", "level", "title", "kind")),
                *figure(one["score"]["max"]),
                *figure(one["score"]["self"]),
                self._slice(one["heading"]),
                self._slice(one["body"]),
                *_place(one["heading"]),
                *_place(one["body"]),
            )

    def _scores(self) -> Iterator[Row]:
        for one, _ in sections(self._report):
            for role in ("max", "self"):
                if one["score_at"][role] is not None:
                    yield one["id"], role, None, None, *figure(one["score"][role]), *_place(one["score_at"][role])
            for number, part in enumerate(one["parts"], 1):
                for role in ("max", "self"):
                    if part[role] is not None:
                        yield one["id"], f"part-{role}", number, part["title"], *figure(part[role]), *_place(part["at"])
        totals = self._report["totals"]
        for role, name in _TOTALS:
            if totals["totals_at"].get(name):
                yield None, role, None, None, *figure(totals[name]), *_place(totals["totals_at"][name][0])

    def _deductions(self) -> Iterator[Row]:
        lists = [(one["id"], one["deductions"]) for one, _ in sections(self._report)]
        for section, deductions in [*lists, (None, self._report["totals"]["deductions"])]:
            for position, one in enumerate(deductions, 1):
                yield section, position, *figure(one["points"]), one["reason"], *_place(one["at"])

    def _quantities(self) -> Iterator[Row]:
        for one in self._report["quantities"]:
            details = (one[name] for name in ("decimals", "scale", "unit", "kind", "hedge", "subject", "period"))
            yield self._section_at(one["at"]["start"]), one["id"], one["text"], *figure(one["value"]), *details, *_place(one["at"])

    def _checks(self) -> Iterator[Row]:
        for one in self._report["checks"]:
            low, high = one["interval"] or (None, None)
            diagnosis = one["diagnosis"] or {"kind": None, "ref": None, "printed": None, "corrected": None}
            yield (
                *(one[name] for name in ("id", "rule", "section")),
                *(cell for value in (one["stated"], one["computed"], low, high) for cell in figure(value)),
                *(one["verdict"], one["reason"], diagnosis["kind"], diagnosis["ref"]),
                *figure(diagnosis["printed"]),
                *figure(diagnosis["corrected"]),
            )

    def _operands(self) -> Iterator[Row]:
        for check in self._report["checks"]:
            for position, one in enumerate(check["operands"], 1):
                yield check["id"], position, one["role"], one["ref"], *figure(one["value"]), *_place(one["at"])

    def _findings(self) -> Iterator[Row]:
        for one in self._report["findings"]:
            named = (one[name] for name in ("id", "rule", "severity", "section", "message"))
            yield *named, _json(one["params"]), one["check"], _json(one["related"]) if one["related"] else None

    def _evidence(self) -> Iterator[Row]:
        for finding in self._report["findings"]:
            for position, span in enumerate(finding["evidence"], 1):
                yield finding["id"], position, self._slice(span), *_place(span)

    def _citations(self) -> Iterator[Row]:
        for position, one in enumerate(self._report["citations"], 1):
            named = (one[name] for name in ("title", "number", "issuer", "year"))
            yield self._section_at(one["at"]["start"]), position, *named, *_place(one["at"])

    def _tables(self) -> Iterator[Row]:
        for one in self._report["tables"]:
            rows = max((cell["row"] + cell["rowspan"] for cell in one["cells"]), default=0)
            columns = max((cell["column"] + cell["colspan"] for cell in one["cells"]), default=0)
            yield *(one[name] for name in ("id", "role", "header", "head_from", "head_rows")), rows, columns

    def _cells(self) -> Iterator[Row]:
        for table in self._report["tables"]:
            for one in table["cells"]:
                yield table["id"], *(one[name] for name in ("row", "column", "rowspan", "colspan", "text")), *_place(one["at"])


def figure(value: Decimal | Fraction | int | None) -> tuple[Decimal | None, str | None]:
    """A figure for a decimal column and as printed. The decimal is None where it would not be exact: more than 20 digits before the point or 18 behind."""
    if value is None:
        return None, None
    printed = number_literal(value)
    exact = Decimal(printed)
    fits = abs(exact) < _BOUND and -int(exact.as_tuple().exponent) <= SCALE
    return exact if fits else None, printed


def _place(span: Object | None) -> Row:
    """The columns of `columns._span`: the first place in full, what a span has on further pages as JSON."""
    if span is None:
        return _NOWHERE
    places = span["places"]
    first: Object = places[0] if places else {}
    box = [None] * 4 if first.get("box") is None else [float(edge) for edge in first["box"]]
    further = _json(places[1:]) if len(places) > 1 else None
    where = (first.get(name) for name in ("line", "paragraph", "sheet"))
    return span["start"], span["end"], first.get("page"), *box, *where, further, span.get("orig")


def _day(printed: str | None) -> tuple[date | None, str | None]:
    """A date, and its text: a day that does not exist has the text alone."""
    try:
        return None if printed is None else date.fromisoformat(printed), printed
    except ValueError:
        return None, printed


def _json(value: object) -> str:
    return encode(value, one_line=True)
