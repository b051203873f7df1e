"""Report → a text for a reader (``gouji check``): what it is, what was found, what holds, what could not be checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from extractor.emitters.wording import Wording
from extractor.model.outline import Section, place_name
from extractor.model.report import Check, Finding, Report, Severity, Verdict
from extractor.model.text import Span

REFERENCE = re.compile(r"(section|totals)(?::([0-9.]+))?\.([a-z].*)")
"""A figure by scope, section and path within it."""

QUOTE = 60
"""Characters of the report that a finding quotes at most."""

FIGURE = re.compile(r"[\d.,]{2}")
"""Two characters of one figure: a quote is not cut between them."""


def view(report: Report, wording: Wording) -> str:
    """The report said to a reader, in the language of ``wording``; no line break at the end."""
    return "\n".join(View(report, wording).lines())


class View:
    """What a report says, piece by piece; `view` puts the pieces together, the review page asks for some of them."""

    def __init__(self, report: Report, wording: Wording) -> None:
        self._report = report
        self._say = wording.say
        self._wording = wording
        self._sections = {section.id: section for section in report.outline.walk()}
        self._quantities = {f"quantity:{one.id}": one.text for one in report.facts.quantities} | self._of_tables()
        self._checks = {check.id: check for check in report.verification.checks}

    def lines(self) -> Iterator[str]:
        yield from self._head()
        findings = self._report.verification.findings
        yield ""
        if findings:
            counts = {f"{severity}s": sum(one.severity is severity for one in findings) for severity in Severity}
            yield self._say("view.findings", **counts)
        else:
            yield self._say("view.no-findings")
        order = list(Severity)
        for finding in sorted(findings, key=lambda one: order.index(one.severity)):
            yield ""
            yield from self._finding(finding)
        checks = self._report.verification.checks
        yield from self._groups("view.holds", [check for check in checks if check.verdict.holds], self._held)
        yield from self._groups("view.unchecked", [check for check in checks if check.verdict is Verdict.UNCHECKED], self._undecided)
        yield ""
        yield self._coverage()

    def _head(self) -> Iterator[str]:
        report, document, totals = self._report, self._report.outline.document, self._report.facts.totals
        yield report.reading.name
        yield f"  {document.title or self._say('view.untitled')}"
        number = document.number and document.number.text
        for id, value in (("issuers", document.issuers), ("number", number), ("date", document.date)):
            if value:
                yield "  " + self._say(f"view.{id}", value=value)
        figures = {"max": totals.max, "self": totals.self, "deducted": totals.deducted, "bonus": totals.bonus}
        stated = [self._say(f"view.total.{name}", value=figure.value) for name, figure in figures.items() if figure is not None]
        if stated:
            yield "  " + self._say("view.totals", value=stated)
        if report.profile is not None:
            matched = "named" if report.profile.named else "best"
            title = self._wording.field(self._wording.patterns.entry(report.profile.rubric.entry), "title")
            yield "  " + self._say(f"view.profile.{matched}", rubric=title, score=report.profile.score)
        pages = len(report.reading.pages)
        yield "  " + self._say("view.size", sections=len(self._sections), scores=report.facts.extracted, pages=pages)

    def _finding(self, finding: Finding) -> Iterator[str]:
        severity = self._wording.severity(finding.severity)
        yield self._say("view.finding", severity=severity, rule=self._wording.rule(finding.rule), id=finding.rule)
        place = self.place(finding.evidence)
        section = self.section(finding.section)
        yield "  " + (self._say("view.place", section=section, place=place) if place else section)
        message = self._wording.finding(finding)
        yield f"  {message}"
        quote = self.quote(finding.evidence)
        if quote:
            yield "  " + self._say("view.quote", quote=quote)
        check = self._checks.get(finding.check or "")
        # a note draws the eye to something; that figures disagree is for errors and warnings to say
        drawn = check is not None and finding.severity is Severity.NOTE and check.verdict is Verdict.INCONSISTENT
        if check is not None and not drawn:
            verdict, written = self._wording.verdict(check.verdict), self.equation(check)
            told = not written or str(check.params["equation"]) in message
            yield "  " + self._say("view.verdict" if told else "view.equation", equation=written, verdict=verdict)
            if check.diagnosis is not None:
                what = self.figure(check.diagnosis.ref)
                yield "  " + self._say("view.diagnosis", diagnosis=self._wording.diagnosis(check.diagnosis, what))
        if finding.related:
            related = [
                self._say("view.related.one", rule=self._wording.rule(one.rule), section=self.section(one.section))
                for one in finding.related
            ]
            yield "  " + self._say("view.related", related=related)

    def _groups(self, id: str, checks: list[Check], line: Callable[[Check], str]) -> Iterator[str]:
        """The checks under a heading with their number, rule by rule as they were made; those that have no line are only counted."""
        if not checks:
            return
        yield ""
        yield self._say(id, count=len(checks))
        for rule in dict.fromkeys(check.rule for check in checks):
            of_rule = [check for check in checks if check.rule == rule]
            yield "  " + self._say("view.group", formula=self._wording.formula(rule), count=len(of_rule))
            yield from (f"    {said}" for said in map(line, of_rule) if said)

    def _held(self, check: Check) -> str:
        section, written = self.section(check.section), self.equation(check)
        if not written:
            return ""
        if check.verdict is Verdict.EXACT:
            return self._say("view.held", section=section, equation=written)
        return self._say("view.held.verdict", section=section, equation=written, verdict=self._wording.verdict(check.verdict))

    def _undecided(self, check: Check) -> str:
        reason = self._wording.reason(check.reason or "", check.params)
        if check.rule.startswith("claim/"):
            reason = self._say("view.undecided.figure", figure=check.params["stated"], reason=reason)
        return self._say("view.undecided", section=self.section(check.section), reason=reason)

    def _coverage(self) -> str:
        facts = self._report.facts
        explained = sum(figure.explained is not None for figure in facts.look_alikes)
        return self._say(
            "view.coverage",
            found=facts.extracted + len(facts.look_alikes),
            extracted=facts.extracted,
            explained=explained,
            unexplained=len(facts.look_alikes) - explained,
            headings=len(self._report.outline.heading_like),
        )

    def equation(self, check: Check) -> str:
        """How the figure comes about, and the stated one where it is another; empty where the check has no equation."""
        written = str(check.params.get("equation", ""))
        if not written or check.stated is None or check.verdict in (Verdict.EXACT, Verdict.UNCHECKED):
            return written
        return self._say("view.stated", equation=written, stated=check.params.get("stated", check.stated))

    def section(self, id: str | None) -> str:
        """A section as a reader finds it: the labels from the top and its own title."""
        if id is None:
            return self._say("view.whole")
        section: Section = self._sections[id]
        steps = id.split(".")
        labels = place_name([self._sections[".".join(steps[: depth + 1])].label for depth in range(len(steps))])
        return self._say("view.section", label=labels, title=section.title)

    def figure(self, ref: str) -> str:
        """The figure that a reference names: ``section:2.1.self``, ``section:2.1.parts.2.max``, ``totals.deductions.3``."""
        found = REFERENCE.fullmatch(ref)
        if found is None:
            return self._quantities.get(ref, ref)
        scope, section, path = found.groups()
        name, *rest = path.split(".")
        field = self._say(f"figure.{rest[1]}") if len(rest) > 1 else ""
        said = self._say(f"figure.{name}", number=rest[0] if rest else "", field=field)
        return self._say(f"figure.of-{scope}", section=self.section(section), figure=said)

    def _of_tables(self) -> dict[str, str]:
        """What the references to figures of score tables are called: ``table:t1.3.self``, ``table:t1.total.1.max``."""
        named: dict[str, str] = {}
        for table in self._report.facts.score_tables:
            owners = [(item.ref, self._say("figure.of-item", table=table.id[1:], item=item.title)) for item in table.walk()]
            owners += [(total.ref, self._say(f"figure.of-{total.place}", table=table.id[1:])) for total in table.totals]
            for ref, owner in owners:
                for name in ("max", "self", "deduction"):
                    named[f"table:{ref}.{name}"] = self._say("figure.of-table", owner=owner, figure=self._say(f"figure.table-{name}"))
        return named

    def place(self, spans: Iterable[Span]) -> str:
        """The pages, lines, paragraphs, or rows of sheets of the spans, each once."""
        places = [place for span in spans for place in self._report.text.places(span)]
        pages = sorted({place.page for place in places if place.page is not None})
        lines = sorted({place.line for place in places if place.line is not None})
        paragraphs = sorted({place.paragraph for place in places if place.paragraph is not None})
        if pages:
            return self._say("view.pages", numbers=_ranges(pages))
        sheets = list(dict.fromkeys(place.sheet for place in places if place.sheet is not None))
        if sheets:
            rows = [sorted({place.line for place in places if place.sheet == sheet and place.line is not None}) for sheet in sheets]
            one = [
                self._say("view.sheet-lines", sheet=sheet, numbers=_ranges(numbers)) for sheet, numbers in zip(sheets, rows, strict=True)
            ]
            return self._wording.listing(one)
        if paragraphs:
            return self._say("view.paragraphs", numbers=_ranges(paragraphs))
        return self._say("view.lines", numbers=_ranges(lines)) if lines else ""

    def quote(self, spans: tuple[Span, ...]) -> str:
        """The sentence piece that the first span stands in, cut to `QUOTE` characters round it."""
        if not spans:
            return ""
        text = self._report.text
        first = spans[0]
        paragraph = text.paragraphs[text.paragraph_at(first.start)]
        room = max(0, QUOTE - (first.end - first.start)) // 2
        start = max(paragraph.start, first.start - room)
        end = min(paragraph.end, max(first.end, start) + room, start + QUOTE)
        while start > paragraph.start and FIGURE.fullmatch(text.content[start - 1 : start + 1]):  # never 4万元 of 864万元
            start -= 1
        while end < paragraph.end and FIGURE.fullmatch(text.content[end - 1 : end + 1]):
            end += 1
        before, after = "…" if start > paragraph.start else "", "…" if end < paragraph.end else ""
        return f"{before}{text.content[start:end].strip()}{after}"


def _ranges(numbers: list[int]) -> list[str]:
    """Sorted numbers with neighbours drawn together: 3, 4, 5, 9 → ``3–5``, ``9``."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [str(first) if first == last else f"{first}–{last}" for first, last in runs]
