"""What the workbook and findings.csv tell of a report, taken from its JSON: a row for the report, a row for each finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, Context, Decimal
from typing import Any, NamedTuple

from extractor.batch.outputs import Report
from extractor.emitters.wording import Wording
from extractor.model.report import Severity

QUOTE = 60
"""Characters of the sentence that a finding quotes."""
PER_MILLE = Decimal("0.001")
EXACT = Context(prec=100)
"""Sums of scores: no report prints figures that are too long for it."""

Amount = Decimal | int
"""A figure as a report's JSON has it."""


class Scores(NamedTuple):
    """What a section states: 分值, 自评, the sum of its 扣分; and the points that it loses by them."""

    max: Amount | None
    self: Amount | None
    deducted: Amount | None
    lost: Amount | None


class ReportRow(NamedTuple):
    """A report in the summary. scores: by place in the alignment. coverage: share of the figures with 分 that are accounted for, never rounded up."""

    shown: str
    result: str
    body: str
    region: str
    year: int | None
    number: str
    title: str
    state: str
    max: Amount | None
    self: Amount | None
    deducted: Amount | None
    bonus: Amount | None
    findings: tuple[int, int, int]
    coverage: Decimal | None
    decided: int
    undecided: int
    scores: tuple[tuple[int, Scores], ...]


class FindingRow(NamedTuple):
    """A finding with all that a reader needs who does not open the report."""

    shown: str
    body: str
    severity: str
    rule: str
    name: str
    section: str
    message: str
    equation: str
    stated: Amount | str | None
    computed: Amount | str | None
    place: str
    quote: str
    id: str
    result: str


def report_row(report: Report, shown: str, result: str, scored: Sequence[tuple[int, Mapping[str, Any]]], wording: Wording) -> ReportRow:
    """The summary's row. scored: the sections that state something, with their places in the alignment."""
    document, totals, checks = report["document"], report["totals"], report["coverage"]["checks"]
    counted = Counter(finding["severity"] for finding in report["findings"])
    found = report["coverage"]["scores"]["found"]
    explained = found - len(report["coverage"]["scores"]["unexplained"])
    stated = scored or any(totals[name] is not None for name in ("max", "self"))
    state = "error" if counted["error"] else "warning" if counted["warning"] else "agrees" if stated else "unscored"
    return ReportRow(
        shown=shown,
        result=result,
        body=wording.listing(document["issuers"]),
        region=(document["region"] or {}).get("name") or "",
        year=(document["period"] or {}).get("year"),
        number=(document["number"] or {}).get("text") or "",
        title=document["title"] or "",
        state=state,
        max=totals["max"],
        self=totals["self"],
        deducted=totals["deducted"],
        bonus=totals["bonus"],
        findings=(counted["error"], counted["warning"], counted["note"]),
        coverage=EXACT.divide(Decimal(explained), Decimal(found)).quantize(PER_MILLE, ROUND_DOWN) if found else None,
        decided=checks["holds"] + checks["fails"],
        undecided=sum(checks["unchecked"].values()),
        scores=tuple((place, scores(section)) for place, section in scored),
    )


def scores(section: Mapping[str, Any]) -> Scores:
    """What a section states. Lost is 分值 − 自评 of an ordinary item, what a penalty takes off, else what is stated as 扣分; a bonus loses nothing."""
    top, own = section["score"]["max"], section["score"]["self"]
    points = [one["points"] for one in section["deductions"] if one["points"] is not None]
    deducted = total(points) if points else None
    if section["kind"] == "bonus":
        return Scores(top, own, deducted, None)
    lost: Amount | None = deducted
    if section["kind"] == "penalty":
        lost = -own if own is not None else deducted
    elif top is not None and own is not None:
        lost = EXACT.subtract(Decimal(top), Decimal(own))
    return Scores(top, own, deducted, lost if lost is not None and lost >= 0 else None)


def total(amounts: Sequence[Amount]) -> Amount:
    """The exact sum, with as many decimals as the figure that has most."""
    summed = Decimal(0)
    for amount in amounts:
        summed = EXACT.add(summed, Decimal(amount))
    return summed


def finding_rows(report: Report, shown: str, result: str, wording: Wording) -> Iterator[FindingRow]:
    """The findings of a report in its order."""
    checks = {check["id"]: check for check in report["checks"]}
    body = wording.listing(report["document"]["issuers"])
    for finding in report["findings"]:
        params = finding["params"]
        figures = params if params.get("computed") is not None else checks.get(finding["check"], params)
        yield FindingRow(
            shown=shown,
            body=body,
            severity=wording.severity(Severity(finding["severity"])),
            rule=finding["rule"],
            name=wording.rule(finding["rule"]),
            section=_section(report, finding["section"], wording),
            message=finding["message"],
            equation=str(params.get("equation") or ""),
            stated=_figure(figures.get("stated")),
            computed=_figure(figures.get("computed")),
            place=_place(finding["evidence"], wording),
            quote=_quote(finding["evidence"], report.get("text")),
            id=finding["id"],
            result=result,
        )


def _figure(value: object) -> Amount | str | None:
    """A figure as a number or as it was printed; None for what is neither."""
    return value if isinstance(value, (str, int, Decimal)) and value != "" else None


def _section(report: Report, id: str | None, wording: Wording) -> str:
    """A section as a reader finds it: each heading from the top; the whole report where there is none."""
    if id is None:
        return wording.say("view.whole")
    headings: list[str] = []
    below = report["sections"]
    steps = id.split(".")
    for depth in range(len(steps)):
        section = next((one for one in below if one["id"] == ".".join(steps[: depth + 1])), None)
        if section is None:
            break
        headings.append(wording.say("view.section", label=section["label"], title=section["title"]))
        below = section["children"]
    return path(headings, wording) or id


def path(headings: Sequence[str], wording: Wording) -> str:
    """Headings from the top, one in the other."""
    return wording.say("workbook.inside").join(headings)


def _place(evidence: Sequence[Mapping[str, Any] | None], wording: Wording) -> str:
    """Where the first piece of evidence stands: its pages, lines, paragraphs, or rows of a sheet."""
    places = next((span["places"] for span in evidence if span is not None and span["places"]), ())
    for unit, said in (("page", "view.pages"), ("paragraph", "view.paragraphs"), ("line", "view.lines")):
        numbers = sorted({place[unit] for place in places if place.get(unit) is not None})
        if not numbers:
            continue
        shown = [str(number) for number in numbers] if len(numbers) < 3 else [f"{numbers[0]}–{numbers[-1]}"]
        sheet = next((place["sheet"] for place in places if place.get("sheet")), None)
        return wording.say("view.sheet-lines", sheet=sheet, numbers=shown) if sheet else wording.say(said, numbers=shown)
    return ""


def _quote(evidence: Sequence[Mapping[str, Any] | None], text: str | None) -> str:
    """The piece of the paragraph that the first piece of evidence stands in; empty where the report was kept without its text."""
    span = next((span for span in evidence if span is not None), None)
    if span is None or text is None:
        return ""
    first, last = span["start"], span["end"]
    paragraph = text.rfind("\n", 0, first) + 1
    stop = text.find("\n", first)
    room = max(0, QUOTE - (last - first)) // 2
    start = max(paragraph, first - room)
    end = min(len(text) if stop < 0 else stop, start + QUOTE)
    before, after = "…" if start > paragraph else "", "…" if end < (len(text) if stop < 0 else stop) else ""
    return f"{before}{text[start:end].strip()}{after}"
