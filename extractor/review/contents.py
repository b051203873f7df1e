"""What the review page tells of a report, ready to be shown: every sentence in both languages, every number as it is written, every span by its offsets.

The page never computes: sums, shares and verdicts come from here, exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Context, Decimal
from fractions import Fraction

from extractor.emitters.encoding import number_literal
from extractor.emitters.schema import DOCUMENT_FIELDS
from extractor.emitters.view import View
from extractor.emitters.wording import LANGUAGES, Wording
from extractor.language.patterns import Patterns
from extractor.model.facts import Deduction, Figure, Part, Score
from extractor.model.outline import Kind, Section
from extractor.model.report import Check, Finding, Operand, Report, Severity, Verdict
from extractor.model.text import Span
from extractor.review.sheets import Offsets

Object = dict[str, object]
EXACT = Context(prec=100)
"""Sums of scores: no report prints figures that are too long for it."""


def contents(report: Report, patterns: Patterns, offsets: Offsets) -> Object:
    """Everything of ``report`` but the look of its pages. A sentence is a list of its words by language, in the order of `LANGUAGES`."""
    return _Contents(report, patterns, offsets).composed()


class _Contents:
    def __init__(self, report: Report, patterns: Patterns, offsets: Offsets) -> None:
        self._report = report
        self._offsets = offsets
        self._wordings = [Wording(patterns, lang) for lang in LANGUAGES]
        self._views = [View(report, wording) for wording in self._wordings]
        self._scores = report.facts.scores
        self._checks = {check.id: check for check in report.verification.checks}

    def composed(self) -> Object:
        report = self._report
        rules = sorted({*(one.rule for one in report.verification.checks), *(one.rule for one in report.verification.findings)})
        order = list(Severity)
        findings = sorted(report.verification.findings, key=lambda one: order.index(one.severity))
        return {
            "document": self._document(),
            "sections": [self._section(section) for section in report.outline.walk()],
            "totals": self._totals(),
            "losses": self._losses(),
            "quantities": [
                {"id": one.id, "at": self._at(one.at), "text": one.text, "unit": one.unit, "subject": one.subject}
                for one in report.facts.quantities
            ],
            "rules": {rule: {"title": self._each(_rule(rule)), "formula": self._each(_formula(rule))} for rule in rules},
            "checks": [self._check(check) for check in report.verification.checks],
            "findings": [self._finding(finding) for finding in findings],
            "coverage": self._coverage(),
            "citations": [{"title": one.title, "number": one.number, "at": self._at(one.at)} for one in report.facts.citations],
        }

    def _at(self, span: Span | None) -> list[int] | None:
        return self._offsets.span(span)

    def _ats(self, spans: Iterable[Span | None]) -> list[list[int] | None]:
        return [self._at(span) for span in spans if span is not None]

    def _each(self, say: Callable[[Wording], str]) -> list[str]:
        return [say(wording) for wording in self._wordings]

    def _viewed(self, say: Callable[[View], str]) -> list[str]:
        return [say(view) for view in self._views]

    def _document(self) -> list[Object]:
        """The elements that were found, in the contract's order."""
        document = self._report.outline.document
        found: list[Object] = []
        for field in DOCUMENT_FIELDS:
            value = getattr(document, field)
            if field == "number" and value is not None:
                value = value.text
            elif field == "region" and value is not None:
                value = value[0]
            shown = [str(one) for one in value] if isinstance(value, tuple) else [] if value is None else [str(value)]
            if shown:
                found.append({"field": field, "values": shown, "at": self._ats(document.at.get(field, ()))})
        return found

    def _section(self, section: Section) -> Object:
        score = self._scores.get(section.id, Score())
        children = [self._scores.get(child.id, Score()) for child in section.children]
        return {
            "id": section.id,
            "label": section.label,
            "title": section.title,
            "level": section.level,
            "kind": section.kind,
            "max": _number(score.max),
            "self": _number(score.self),
            "at": {"max": self._at(score.max_at), "self": self._at(score.self_at)},
            "heading": self._at(section.heading),
            "body": self._at(section.body),
            "parts": [self._part(part) for part in score.parts],
            "deductions": [self._deduction(one) for one in score.deductions],
            "sums": {"max": _sum([one.max for one in children]), "self": _sum([one.self for one in children])},
        }

    def _part(self, part: Part) -> Object:
        return {"title": part.title, "max": _number(part.max), "self": _number(part.self), "at": self._at(part.at)}

    def _deduction(self, deduction: Deduction) -> Object:
        return {"points": _number(deduction.points), "reason": deduction.reason, "at": self._at(deduction.at)}

    def _totals(self) -> Object:
        totals = self._report.facts.totals
        figures: dict[str, Figure | None] = {"max": totals.max, "self": totals.self, "deducted": totals.deducted, "bonus": totals.bonus}
        return {
            **{name: None if one is None else {"value": _number(one.value), "at": self._at(one.at)} for name, one in figures.items()},
            "deductions": [self._deduction(one) for one in totals.deductions],
        }

    def _losses(self) -> list[Object]:
        """The items that lost points, each point once: the deepest sections that say so, else the closing list of deductions."""
        found: list[Object] = []

        def add(section: Section) -> bool:
            below = [add(child) for child in section.children]
            lost = _lost(section, self._scores.get(section.id, Score()))
            if lost and not any(below):
                found.append({"section": section.id, "name": section.title, "lost": number_literal(lost)})
            return bool(lost) or any(below)

        for section in self._report.outline.sections:
            add(section)
        if not found:
            closing = self._report.facts.totals.deductions
            found = [{"section": None, "name": one.reason, "lost": number_literal(one.points), "at": self._at(one.at)} for one in closing]
        return found

    def _check(self, check: Check) -> Object:
        reasons = self._each(lambda wording: wording.reason(check.reason or "", check.params)) if check.reason else None
        return {
            "id": check.id,
            "rule": check.rule,
            "section": check.section,
            "verdict": check.verdict,
            "equation": self._viewed(lambda view: view.equation(check)),
            "reason": reasons,
            "stated": str(check.params["stated"]) if "stated" in check.params else _number(check.stated),
            "operands": [self._operand(one) for one in check.operands],
        }

    def _operand(self, operand: Operand) -> Object:
        return {"role": operand.role, "value": _number(operand.value), "at": self._at(operand.at)}

    def _finding(self, finding: Finding) -> Object:
        check = self._checks.get(finding.check or "")
        diagnosis = None
        # a note draws the eye to something; that figures disagree is for errors and warnings to say
        shown = check is not None and not (finding.severity is Severity.NOTE and check.verdict is Verdict.INCONSISTENT)
        if check is not None and shown and check.diagnosis is not None:
            found = check.diagnosis
            diagnosis = [
                wording.diagnosis(found, view.figure(found.ref)) for wording, view in zip(self._wordings, self._views, strict=True)
            ]
        return {
            "id": finding.id,
            "rule": finding.rule,
            "severity": finding.severity,
            "section": finding.section,
            "message": self._each(lambda wording: wording.finding(finding)),
            "check": finding.check,
            "shows": shown,
            "diagnosis": diagnosis,
            "evidence": self._ats(finding.evidence),
            "related": [{"rule": one.rule, "section": one.section, "check": one.check} for one in finding.related],
        }

    def _coverage(self) -> Object:
        facts, outline = self._report.facts, self._report.outline
        return {
            "scores": facts.extracted + len(facts.look_alikes),
            "extracted": facts.extracted,
            "explained": sum(one.explained is not None for one in facts.look_alikes),
            "unexplained": self._ats(one.at for one in facts.look_alikes if one.explained is None),
            "headings": outline.headings_found,
            "heading_like": self._ats(outline.heading_like),
            "pages": [[page.number, page.unusable] for page in self._report.reading.pages if page.unusable],
        }


def _rule(rule: str) -> Callable[[Wording], str]:
    return lambda wording: wording.rule(rule)


def _formula(rule: str) -> Callable[[Wording], str]:
    return lambda wording: wording.formula(rule)


def _number(value: Decimal | Fraction | None) -> str | None:
    return None if value is None else number_literal(value)


def _sum(values: Sequence[Decimal | None]) -> str | None:
    """The sum of the children's scores where each of them has one."""
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return None
    summed = Decimal(0)
    for value in known:
        summed = EXACT.add(summed, value)
    return number_literal(summed)


def _lost(section: Section, score: Score) -> Decimal | None:
    """分值 − 自评 of an ordinary item, what a penalty takes off, else what is stated as 扣分; a bonus loses nothing. None where nothing is lost."""
    if section.kind is Kind.BONUS:
        return None
    lost = Decimal(0)
    for deduction in score.deductions:
        lost = EXACT.add(lost, deduction.points)
    if section.kind is Kind.PENALTY and score.self is not None:
        lost = -score.self
    elif section.kind is Kind.NORMAL and score.max is not None and score.self is not None:
        lost = EXACT.subtract(score.max, score.self)
    return lost if lost > 0 else None
