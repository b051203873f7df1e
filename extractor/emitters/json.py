"""Report → JSON, field by field as the contract ``gouji.report/1`` has it (`schema.py` publishes it)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.emitters.encoding import LINE_WIDTH, Literal, encode_fields, literal
from extractor.emitters.schema import DOCUMENT_FIELDS, REPORT_SCHEMA
from extractor.emitters.score_tables import score_table, tables
from extractor.emitters.wording import Wording
from extractor.model.claims import Quantity
from extractor.model.facts import Citation, Deduction, Figure, Part, Role, Score, Table, Totals
from extractor.model.outline import DocumentInfo, Section
from extractor.model.page import Reading
from extractor.model.report import Check, Diagnosis, Finding, Operand, Report, Verdict
from extractor.model.rubric import Profile
from extractor.model.text import Place, Span, Text

Object = dict[str, object]


def to_json(report: Report, wording: Wording, *, text: bool = True, one_line: bool = False) -> bytes:
    """``report`` as UTF-8 JSON with a line break at the end.

    wording: the words of the findings' messages; its language is recorded under ``engine.options``, as is whether the text is included.
    text: include the normalised text. one_line: no line break within, for several reports in one stream.
    """
    fields = _Composer(report, wording, written=True).fields(with_text=text)
    return encode_fields(fields, one_line=one_line) + b"\n"


def report_object(report: Report, wording: Wording, *, text: bool = True) -> Object:
    """The report as nested dicts and lists in the contract's order; numbers stay `Decimal` and `Fraction`."""
    fields = _Composer(report, wording).fields(with_text=text)
    return {name: list(value) if isinstance(value, Iterator) else value for name, value in fields}


class _Composer:
    """Turns the nouns of one report into JSON objects; holds the text that spans are located in.

    written: spans are JSON text already, each written once: a figure stands among the quantities, in checks and in findings.
    """

    def __init__(self, report: Report, wording: Wording, *, written: bool = False) -> None:
        self._report = report
        self._written: dict[Span, object] | None = {} if written else None
        self._edges = _Edges()
        self._text: Text = report.text
        self._wording = wording
        self._score_tables = {table.id: table for table in report.facts.score_tables}

    def fields(self, *, with_text: bool) -> Iterator[tuple[str, object]]:
        """The fields of the report in the contract's order, each made when it is asked for; long lists as iterators, whose items are, too."""
        report = self._report
        document = report.outline.document
        yield "schema", REPORT_SCHEMA
        yield "source", _source(report.reading)
        engine = report.engine
        options = {**engine.options, "lang": self._wording.lang, "text": with_text}
        readers = dict(sorted(engine.readers.items()))
        yield (
            "engine",
            {"version": engine.version, "patterns": engine.patterns, "readers": readers, "options": dict(sorted(options.items()))},
        )
        yield "document", _document(document)
        yield "document_at", {field: self.spans(document.at[field]) for field in DOCUMENT_FIELDS if field in document.at}
        yield "sections", map(self.section, report.outline.sections)
        yield "totals", self.totals(report.facts.totals)
        yield "profile", _profile(report.profile)
        yield "tables", map(self.table, report.facts.tables)
        yield "quantities", map(self.quantity, report.facts.quantities)
        yield "checks", map(self.check, report.verification.checks)
        yield "findings", map(self.finding, report.verification.findings)
        yield "citations", map(self.citation, report.facts.citations)
        yield "coverage", self.coverage()
        if with_text:
            yield "text", self._text.content

    def span(self, span: Span | None) -> object:
        """A span with the places it stands at, and the printed form where normalising changed it (joined lines alone are no change)."""
        if span is None:
            return None
        if self._written is None:
            return self._located(span, *self._text.located(span))
        known = self._written.get(span)
        if known is None:
            known = self._written[span] = self._written_span(span)
        return known

    def _located(self, span: Span, places: Sequence[Place], original: str) -> Object:
        place = _place if self._written is None else self._written_place
        composed: Object = {"start": span.start, "end": span.end, "places": [place(one) for one in places]}
        return composed | {"orig": original} if self._differs(original, span) else composed

    def _differs(self, original: str, span: Span) -> bool:
        """Whether normalising changed what is printed; joined lines alone are no change."""
        normal = self._text.slice(span)
        return original != normal and original.replace("\n", "") != normal.replace("\n", "")

    def _written_span(self, span: Span) -> object:
        """`_located` as JSON text where it stays on one line. Spans are most of a report: where all is plain they are put together as text, not encoded."""
        places, original = self._text.located(span)
        if len(places) == 1 and not self._differs(original, span) and isinstance(place := self._written_place(places[0]), Literal):
            text = f'{{"start": {span.start}, "end": {span.end}, "places": [{place}]}}'
            if len(text) <= LINE_WIDTH:
                return Literal(text)
        return literal(self._located(span, places, original))

    def _written_place(self, place: Place) -> object:
        """`_place` as JSON text where it is a box on a page, a paragraph or a line: there are more of these in a report than of anything else."""
        page, box, line, paragraph, sheet = place
        if paragraph is not None:
            return Literal(f'{{"paragraph": {paragraph}}}')
        if page is None and sheet is None and line is not None:
            return Literal(f'{{"line": {line}}}')
        if page is None or box is None:
            return _place(place)
        x0, top, x1, bottom = map(self._edges.__getitem__, box)
        return Literal(f'{{"page": {page}, "box": [{x0}, {top}, {x1}, {bottom}]}}')

    def spans(self, spans: Iterable[Span]) -> list[object]:
        return [self.span(span) for span in spans]

    def citation(self, citation: Citation) -> Object:
        return {
            "title": citation.title,
            "number": citation.number,
            "issuer": citation.issuer,
            "year": citation.year,
            "at": self.span(citation.at),
        }

    def section(self, section: Section) -> Object:
        score = self._report.facts.scores.get(section.id, Score())
        return {
            "id": section.id,
            "label": section.label,
            "number": section.number,
            "level": section.level,
            "title": section.title,
            "kind": section.kind,
            "score": {"max": score.max, "self": score.self},
            "score_at": {"max": self.span(score.max_at), "self": self.span(score.self_at)},
            "parts": [self.part(part) for part in score.parts],
            "deductions": [self.deduction(deduction) for deduction in score.deductions],
            "heading": self.span(section.heading),
            "body": self.span(section.body),
            "children": [self.section(child) for child in section.children],
        }

    def part(self, part: Part) -> Object:
        return {"title": part.title, "max": part.max, "self": part.self, "at": self.span(part.at)}

    def deduction(self, deduction: Deduction) -> Object:
        return {"points": deduction.points, "reason": deduction.reason, "at": self.span(deduction.at)}

    def totals(self, totals: Totals) -> Object:
        figures = {"max": totals.max, "self": totals.self, "deducted": totals.deducted, "bonus": totals.bonus}
        restated = {"max": Role.TOTAL_MAX, "self": Role.TOTAL_SELF, "deducted": Role.TOTAL_DEDUCTION, "bonus": Role.BONUS}
        at: Object = {}
        for name, figure in figures.items():
            stated = [] if figure is None else [figure]
            stated += [other for role, other in totals.restated if role is restated[name]]
            if stated:
                at[name] = self.spans(one.at for one in stated)
        return {
            **{name: _value(figure) for name, figure in figures.items()},
            "totals_at": at,
            "deductions": [self.deduction(deduction) for deduction in totals.deductions],
        }

    def table(self, table: Table) -> Object:
        return {
            "id": table.id,
            "role": table.role,
            "header": list(table.header),
            "head_rows": table.head_rows,
            "head_from": table.head_from,
            "cells": [
                {
                    "row": cell.row,
                    "column": cell.column,
                    "rowspan": cell.rowspan,
                    "colspan": cell.colspan,
                    "text": cell.text,
                    "at": self.span(cell.at),
                }
                for cell in table.cells
            ],
            "scores": score_table(self._score_tables.get(table.id), self.span),
        }

    def quantity(self, quantity: Quantity) -> Object:
        return {
            "id": quantity.id,
            "text": quantity.text,
            "value": quantity.value,
            "decimals": quantity.decimals,
            "scale": quantity.scale,
            "unit": quantity.unit,
            "kind": quantity.kind._value_,
            "hedge": quantity.hedge._value_,
            "subject": quantity.subject,
            "period": quantity.period,
            "at": self.span(quantity.at),
        }

    def check(self, check: Check) -> Object:
        return {
            "id": check.id,
            "rule": check.rule,
            "section": check.section,
            "operands": [self.operand(operand) for operand in check.operands],
            "stated": check.stated,
            "computed": check.computed,
            "interval": None if check.interval is None else list(check.interval),
            "verdict": check.verdict._value_,
            "reason": check.reason,
            "diagnosis": None if check.diagnosis is None else self.diagnosis(check.diagnosis),
        }

    def operand(self, operand: Operand) -> Object:
        return {"role": operand.role, "ref": operand.ref, "value": operand.value, "at": self.span(operand.at)}

    def diagnosis(self, diagnosis: Diagnosis) -> Object:
        return {
            "kind": diagnosis.kind,
            "ref": diagnosis.ref,
            "printed": diagnosis.printed,
            "corrected": diagnosis.corrected,
            "params": self.params(diagnosis.params),
        }

    def finding(self, finding: Finding) -> Object:
        return {
            "id": finding.id,
            "rule": finding.rule,
            "severity": finding.severity,
            "section": finding.section,
            "message": self._wording.finding(finding),
            "params": self.params(finding.params),
            "check": finding.check,
            "evidence": self.spans(finding.evidence),
            "related": [{"rule": one.rule, "section": one.section, "check": one.check} for one in finding.related],
        }

    def params(self, params: Mapping[str, object]) -> Object:
        return {name: self.span(value) if isinstance(value, Span) else value for name, value in params.items()}

    def coverage(self) -> Object:
        facts, outline = self._report.facts, self._report.outline
        explained = sum(figure.explained is not None for figure in facts.look_alikes)
        unchecked = Counter(str(check.reason) for check in self._report.verification.checks if check.verdict is Verdict.UNCHECKED)
        return {
            "scores": {
                "found": facts.extracted + len(facts.look_alikes),
                "extracted": facts.extracted,
                "explained": explained,
                "unexplained": self.spans(figure.at for figure in facts.look_alikes if figure.explained is None),
            },
            "tables": tables(facts.score_tables),
            "headings": {"found": outline.headings_found, "unexplained": self.spans(outline.heading_like)},
            "numbers": numbers(self._report),
            "checks": {
                "holds": sum(check.verdict.holds for check in self._report.verification.checks),
                "fails": sum(check.verdict is Verdict.INCONSISTENT for check in self._report.verification.checks),
                "unchecked": dict(sorted(unchecked.items())),
            },
        }


def numbers(report: Report) -> Object:
    """The ledger of figures: how many there are, how many take part in a check and how those end, how many stand outside.

    A figure of several checks fails where one of them fails, else holds where one holds, else is unchecked: the three add up to ``in_checks``.
    """
    told: dict[Span, int] = {}
    for check in report.verification.checks:
        weight = _weight(check.verdict)
        for operand in check.operands:
            if operand.at is not None and weight > told.get(operand.at, -1):
                told[operand.at] = weight
    starts = sorted((span.start, span.end, weight) for span, weight in told.items())
    ends = {"holds": 0, "fails": 0, "unchecked": 0}
    position = 0
    for quantity in report.facts.quantities:
        while position < len(starts) and starts[position][1] <= quantity.at.start:
            position += 1
        met = [weight for start, _, weight in starts[position : position + 8] if start < quantity.at.end]
        if met:
            ends[_ENDS[max(met)]] += 1
    found, taking_part = len(report.facts.quantities), sum(ends.values())
    return {"found": found, "in_checks": taking_part, **ends, "outside": found - taking_part}


_ENDS = ("unchecked", "holds", "fails")


def _weight(verdict: Verdict) -> int:
    """How a check ends, as an index of `_ENDS`: the later one counts."""
    return 2 if verdict is Verdict.INCONSISTENT else int(verdict.holds)


def _source(reading: Reading) -> Object:
    return {
        "name": reading.name,
        "sha256": reading.sha256,
        "bytes": reading.bytes,
        "format": reading.format,
        "pages": len(reading.pages),
        "reader": reading.reader,
        "ocr": reading.ocr,
        "flags": list(reading.flags),
    }


def _document(document: DocumentInfo) -> Object:
    number, region = document.number, document.region
    composed: Object = {field: getattr(document, field) for field in DOCUMENT_FIELDS}
    composed["number"] = (
        None if number is None else {"text": number.text, "agency": number.agency, "year": number.year, "serial": number.serial}
    )
    composed["period"] = None if document.period is None else {"year": document.period}
    composed["region"] = None if region is None else {"name": region[0], "level": region[1]}
    return composed


def _profile(profile: Profile | None) -> Object | None:
    if profile is None:
        return None
    return {"id": profile.rubric.id, "matched": "named" if profile.named else "best", "score": profile.score}


def _place(place: Place) -> Object:
    if place.paragraph is not None:
        return {"paragraph": place.paragraph}
    if place.page is None:
        return {"line": place.line} if place.sheet is None else {"line": place.line, "sheet": place.sheet}
    # + 0.0 turns the -0.0 that rounding may leave into 0.0
    return {"page": place.page, "box": None if place.box is None else [round(edge, 2) + 0.0 for edge in place.box]}


class _Edges(dict[float, str]):
    """The edges of boxes as JSON text. Lines and columns share theirs: of a page of tables nine in ten are known, which takes a tenth of the time."""

    def __missing__(self, edge: float) -> str:
        text = self[edge] = repr(round(edge, 2) + 0.0)
        return text


def _value(figure: Figure | None) -> object:
    return None if figure is None else figure.value
