"""Judges one report of the extractor by the truth of the generator: what was right, missing and too much, by area."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Any

from extractor.model.outline import Section
from extractor.model.report import Check, Finding, Report, Severity, Verdict

HOLDS = frozenset({Verdict.EXACT, Verdict.TRUNCATED, Verdict.WITHIN_ROUNDING})
ELEMENT_LISTS = ("issuers", "signers", "addressees", "attachments", "signatories", "copied_to")
ELEMENT_VALUES = ("title", "date", "security", "urgency", "printed_by", "printed_on")
ADDITIONS = frozenset({"claim/breakdown", "claim/sum"})
"""Parts against their whole may be told under either."""
COUNTED_KINDS = frozenset({"money", "count", "measure", "percent", "points", "multiple"})


@dataclass
class Judgement:
    """tallies: area → right, too much, missing. planted: outcome of the planted error. alarms: (severity, rule) of what should not have fired.

    failures: (area, kind, example), for people; never part of the committed result.
    """

    tallies: dict[str, list[int]] = field(default_factory=dict)
    alarms: list[tuple[str, str]] = field(default_factory=list)
    planted: str | None = None
    coverage: tuple[int, int] = (0, 0)
    failures: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, area: str, right: int, extra: int, missing: int) -> None:
        tally = self.tallies.setdefault(area, [0, 0, 0])
        for index, number in enumerate((right, extra, missing)):
            tally[index] += number

    @property
    def errors(self) -> dict[str, int]:
        """Area → how much is wrong, where anything is."""
        wrong = {area: extra + missing for area, (_, extra, missing) in self.tallies.items() if extra + missing}
        if self.alarms:
            wrong["alarms"] = len(self.alarms)
        if self.planted not in (None, "found", "hidden"):
            wrong["planted"] = 1
        return wrong


def folded(text: object) -> str:
    """Text without width and white space: what a title or a name is compared by."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text)))


def judge(report: Report, truth: Mapping[str, Any]) -> Judgement:
    """Compares a report with the truth of the same document."""
    judgement = Judgement()
    pairs = _sections(report, truth, judgement)
    _scores(report, pairs, judgement)
    _totals(report, truth, judgement)
    _elements(report, truth, judgement)
    _figures(report, truth, judgement)
    _checks(report, truth, judgement)
    _findings(report, truth, judgement)
    like = report.facts.look_alikes
    judgement.coverage = (sum(one.explained is None for one in like), report.facts.extracted + len(like))
    return judgement


def judge_characters(report: Report, printed: str, judgement: Judgement) -> None:
    """Counts the characters of the printed text that recognition got right; the bars between cells are not printed."""
    want, got = folded(printed).replace("|", ""), folded(report.text.content).replace("|", "")
    right = sum(block.size for block in SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks())
    judgement.add("characters", right, len(got) - right, len(want) - right)


def _flat(sections: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [one for section in sections for one in (section, *_flat(section["children"]))]


def _aligned(wanted: Sequence[Hashable], found: Sequence[Hashable]) -> list[tuple[int, int]]:
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    return [(block.a + offset, block.b + offset) for block in matcher.get_matching_blocks() for offset in range(block.size)]


def _sections(
    report: Report, truth: Mapping[str, Any], judgement: Judgement
) -> tuple[list[tuple[Mapping[str, Any], Section]], list[Mapping[str, Any]], list[Section]]:
    """Judges the outline; gives the pairs that have label and title in common, and what is left on either side."""
    wanted, found = _flat(truth["sections"]), list(report.outline.walk())
    full = _aligned(
        [(one["label"], one["level"], folded(one["title"])) for one in wanted], [(one.label, one.level, folded(one.title)) for one in found]
    )
    judgement.add("sections", len(full), len(found) - len(full), len(wanted) - len(full))
    labels = _aligned([one["label"] for one in wanted], [one.label for one in found])
    judgement.add("sections: label", len(labels), len(found) - len(labels), len(wanted) - len(labels))
    loose = _aligned([(one["label"], folded(one["title"])) for one in wanted], [(one.label, folded(one.title)) for one in found])
    levels = sum(wanted[a]["level"] == found[b].level for a, b in loose)
    judgement.add("sections: level", levels, len(loose) - levels, len(loose) - levels)
    right, matched = {a for a, _ in full}, {b for _, b in full}
    loose_a, loose_b = {a for a, _ in loose}, {b for _, b in loose}
    for a, one in enumerate(wanted):
        if a not in right:
            judgement.failures.append(
                ("sections", "wrong level" if a in loose_a else "missing", f"{one['label']} level {one['level']} {one['title']}")
            )
    for b, section in enumerate(found):
        if b not in matched and b not in loose_b:
            judgement.failures.append(("sections", "extra", f"{section.label} level {section.level} {section.title[:60]}"))
    pairs = [(wanted[a], found[b]) for a, b in loose]
    return pairs, [one for a, one in enumerate(wanted) if a not in loose_a], [one for b, one in enumerate(found) if b not in loose_b]


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _scores(
    report: Report, aligned: tuple[list[tuple[Mapping[str, Any], Section]], list[Mapping[str, Any]], list[Section]], judgement: Judgement
) -> None:
    pairs, lost, added = aligned
    scores = report.facts.scores
    for truth, section in pairs:
        score = scores.get(section.id)
        for side in ("max", "self"):
            want, got = _number(truth[side]), getattr(score, side) if score else None
            judgement.add(
                "scores", int(want is not None and want == got), int(got is not None and want != got), int(want is not None and want != got)
            )
            if want != got:
                judgement.failures.append(
                    (
                        "scores",
                        f"{side}: {'none found' if got is None else 'not stated' if want is None else 'other value'}",
                        f"{truth['label']}{truth['title']}: want {want}, got {got}",
                    )
                )
        _multiset(
            "parts",
            Counter((_number(most), _number(own)) for _, most, own in truth["parts"]),
            Counter((one.max, one.self) for one in score.parts) if score else Counter(),
            judgement,
            f"{truth['label']}{truth['title']}",
        )
        given = Counter(points for points in (one.points for one in score.deductions)) if score else Counter()
        _multiset(
            "deductions",
            Counter(Decimal(points) for points, _ in truth["deductions"]),
            given,
            judgement,
            f"{truth['label']}{truth['title']}",
        )
        reasons = {folded(one.reason) for one in score.deductions} if score else set()
        for _, reason in truth["deductions"]:
            right = folded(reason) in reasons
            judgement.add("deductions: reason", int(right), 0, int(not right))
            if not right:
                judgement.failures.append(("deductions", "reason", f"want {reason!r}, got {sorted(reasons)}"))
    for truth in lost:
        judgement.add("scores", 0, 0, (truth["max"] is not None) + (truth["self"] is not None))
        judgement.add("deductions", 0, 0, len(truth["deductions"]))
    for section in added:
        score = scores.get(section.id)
        if score is not None:
            judgement.add("scores", 0, (score.max is not None) + (score.self is not None), 0)
            judgement.add("deductions", 0, len(score.deductions), 0)


def _multiset(area: str, wanted: Counter[Any], found: Counter[Any], judgement: Judgement, example: str = "") -> None:
    common = sum((wanted & found).values())
    judgement.add(area, common, sum(found.values()) - common, sum(wanted.values()) - common)
    for value in sorted((wanted - found).elements(), key=str):
        judgement.failures.append((area, "missing", f"{example}: {_words(value)}"))
    for value in sorted((found - wanted).elements(), key=str):
        judgement.failures.append((area, "extra", f"{example}: {_words(value)}"))


def _words(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _totals(report: Report, truth: Mapping[str, Any], judgement: Judgement) -> None:
    totals = report.facts.totals
    for side in ("max", "self", "deducted"):
        figure = getattr(totals, side)
        want, got = _number(truth["totals"][side]), None if figure is None else figure.value
        judgement.add(
            "totals", int(want is not None and want == got), int(got is not None and want != got), int(want is not None and want != got)
        )
        if want != got:
            judgement.failures.append(
                (
                    "totals",
                    f"{side}: {'none found' if got is None else 'not stated' if want is None else 'other value'}",
                    f"want {want}, got {got}",
                )
            )
    _multiset(
        "totals: deductions",
        Counter(Decimal(points) for points, _ in truth["totals"]["deductions"]),
        Counter(one.points for one in totals.deductions),
        judgement,
    )


def _elements(report: Report, truth: Mapping[str, Any], judgement: Judgement) -> None:
    document, wanted = report.outline.document, truth["document"]
    want: Counter[tuple[str, str]] = Counter()
    got: Counter[tuple[str, str]] = Counter()
    for name in ELEMENT_LISTS:
        want.update((name, folded(value)) for value in wanted.get(name) or [])
        got.update((name, folded(value)) for value in getattr(document, name))
    for name in ELEMENT_VALUES:
        if wanted.get(name):
            want[name, folded(wanted[name])] += 1
        if getattr(document, name) and (name != "date" or document.date_valid):
            got[name, folded(getattr(document, name))] += 1
    if wanted.get("number"):
        want["number", folded(wanted["number"]["text"])] += 1
    if document.number:
        got["number", folded(document.number.text)] += 1
    if wanted.get("period"):
        want["period", str(wanted["period"]["year"])] += 1
    if document.period:
        got["period", str(document.period)] += 1
    _multiset("elements", want, got, judgement)


def _amount(value: Decimal | None, scale: int, unit: str | None) -> tuple[Fraction, str]:
    return Fraction(value or 0) * scale, re.split(r"[/／]", unit or "")[0].replace("名", "人")


def _figures(report: Report, truth: Mapping[str, Any], judgement: Judgement) -> None:
    want = Counter(_amount(Decimal(one["value"]), one["scale"], one["unit"]) for one in truth["figures"] if re.search(r"\d", one["text"]))
    got = Counter(
        _amount(one.value, one.scale, one.unit) for one in report.facts.quantities
        if one.kind in COUNTED_KINDS and one.value is not None and re.search(r"\d", one.text) and one.unit
    )  # fmt: skip
    # a figure in a table may be told or not: the contract speaks of the prose
    tabled = Counter(_amount(Decimal(one["value"]), one["scale"], one["unit"]) for one in truth["table figures"])
    _multiset("figures", want, got - (tabled & (got - want)), judgement)


def _checks(report: Report, truth: Mapping[str, Any], judgement: Judgement) -> None:
    """A claim is right when a check of its rule states its figure and decides it as the truth does."""
    checks = [one for one in report.verification.checks if one.rule.startswith("claim/")]
    for claim in truth["claims"]:
        figures = [_values(one) for one in (claim["stated"], *claim["operands"])]
        alike = ADDITIONS if claim["rule"] in ADDITIONS else {claim["rule"]}
        mine = [one for one in checks if one.rule in alike and _speaks_of(one, figures)]
        holds = claim["standing"] != "fails"
        decided = [one for one in mine if one.verdict is not Verdict.UNCHECKED]
        right = any((one.verdict in HOLDS) == holds for one in decided)
        wrong = bool(decided) and not right
        # what the rule has nothing to say of in a clean report is no check
        if holds and not mine and claim["rule"] in ("claim/part-exceeds-whole", "claim/implausible", "claim/repeat"):
            continue
        for area in ("checks", claim["rule"]):
            judgement.add(area, int(right), int(wrong), int(not right))
        if not right:
            kind = "wrong verdict" if wrong else "unchecked: " + str(mine[0].reason) if mine else "no check"
            operands = " ".join(one["text"] for one in claim["operands"])
            judgement.failures.append(("checks", f"{claim['rule']} {kind}", f"states {claim['stated']['text']} of {operands}"))


def _speaks_of(check: Check, figures: Sequence[set[Fraction]]) -> bool:
    """Whether a check holds the stated figure of a claim, and one of its operands where it has any."""
    said = {Fraction(value) for value in (check.stated, *(operand.value for operand in check.operands)) if value is not None}
    return bool(said & figures[0]) and (len(figures) == 1 or any(said & other for other in figures[1:]))


def _values(figure: Mapping[str, Any]) -> set[Fraction]:
    """A figure of the truth as printed and as what it says."""
    printed = Fraction(Decimal(figure["value"]))
    return {printed, printed * figure["scale"]}


def paths_of(sections: Iterable[Section], above: str = "") -> dict[str, str]:
    """Section id → labels from the top down."""
    found: dict[str, str] = {}
    for section in sections:
        path = f"{above}/{section.label}" if above else section.label
        found[section.id] = path
        found.update(paths_of(section.children, path))
    return found


def _findings(report: Report, truth: Mapping[str, Any], judgement: Judgement) -> None:
    paths = paths_of(report.outline.sections)
    findings = report.verification.findings
    planted = truth["findings"][0] if truth["findings"] else None
    mine: set[str] = set()
    if planted is not None:
        judgement.planted, mine = _planted(planted, findings, paths)
        if judgement.planted not in ("found", "hidden"):
            told = ", ".join(f"{one.rule}@{paths.get(one.section or '', '-')}" for one in findings) or "nothing"
            example = f"{planted['kind']}: {planted['before']} → {planted['after']} at {planted['sections']}; told: {told}"
            judgement.failures.append(("planted", f"{planted['rule']}: {judgement.planted}", example))
    slack = {(claim["rule"], claim["section"]) for claim in truth["claims"] if claim["standing"] == "slack"}
    for one in findings:
        honest = one.severity is Severity.NOTE and (one.rule, paths.get(one.section or "")) in slack
        if one.id not in mine and not honest:
            judgement.alarms.append((str(one.severity), one.rule))
            judgement.failures.append(("alarms", f"{one.severity} {one.rule}", f"{paths.get(one.section or '', '-')} {_said(report, one)}"))


def _said(report: Report, finding: Finding) -> str:
    return " … ".join(report.text.slice(span)[:70] for span in finding.evidence[:3])


def _planted(planted: Mapping[str, Any], findings: Sequence[Finding], paths: Mapping[str, str]) -> tuple[str, set[str]]:
    """How the planted error was told, and the findings that tell it (they and notes of the same rules are no extra alarms)."""
    places = planted["sections"]
    right = [one for one in findings if one.rule == planted["rule"]]
    here = [one for one in right if paths.get(one.section or "") in places]
    also = [one for one in findings if one.rule in planted["also"]]
    related = [one for one in findings if any(other.rule == planted["rule"] for other in one.related)]
    mine = {one.id for one in (*here, *also, *related)}
    if here:
        return "found", mine
    if planted["hidden"]:
        return "hidden", mine
    if right:
        return "wrong place", {one.id for one in right} | mine
    if also or related:
        return "as another rule" if also else "as related", mine
    return "missed", mine
