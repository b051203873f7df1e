"""Judges the report of a scan by that of the same pages as text: scores, figures, errors told, characters.

A wrong value counts as doubted where the reading says so of one of its characters. What the scan's report does not have at all is missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher

from extractor.model.page import Page
from extractor.model.report import Report, Severity
from extractor.model.text import Span

OUTCOMES = ("right", "doubted", "silent", "missing", "extra")
"""silent: wrong without a doubt. extra: a value, without a doubt, where the text has none."""
FIGURE = re.compile(r"-?\d(?:[\d,.]*\d)?[%‰]?")
DASHES = str.maketrans(dict.fromkeys("−－—", "-"))


@dataclass
class Outcome:
    """What became of scores and figures, by `OUTCOMES`; errors told of the scan alone, errors of the text, and how many of those the scan tells, too;
    characters of the text, and how many of them were read. notes: what was not right, for people who tune.
    """

    scores: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        for name in ("scores", "figures", "errors", "characters"):
            getattr(self, name).update(getattr(other, name))
        self.notes += other.notes


def judge_scan(scan: Report, text: Report) -> Outcome:
    """``scan`` beside ``text``: two reports of the same pages."""
    outcome = Outcome()
    _scores(scan, text, outcome)
    _errors(scan, text, outcome)
    for page, truth in zip(scan.reading.pages, text.reading.pages, strict=True):
        _page(page, truth, outcome)
    return outcome


def stated(report: Report) -> list[list[tuple[str, Decimal | None, Span | None]]]:
    """What is stated of scores: by section in order, then of the whole: name, value and where it stands."""
    found: list[list[tuple[str, Decimal | None, Span | None]]] = []
    for section in report.outline.walk():
        score = report.facts.scores.get(section.id)
        mine: list[tuple[str, Decimal | None, Span | None]] = []
        if score is not None:
            mine += [("max", score.max, score.max_at), ("self", score.self, score.self_at)]
            mine += [(f"deduction {number}", one.points, one.at) for number, one in enumerate(score.deductions, 1)]
            for number, part in enumerate(score.parts, 1):
                mine += [(f"part {number} max", part.max, part.at), (f"part {number} self", part.self, part.at)]
        found.append([one for one in mine if one[1] is not None])
    totals = report.facts.totals
    whole: list[tuple[str, Decimal | None, Span | None]] = [
        (name, figure.value, figure.at) for name in ("max", "self", "deducted", "bonus") if (figure := getattr(totals, name)) is not None
    ]
    whole += [(f"deduction {number}", one.points, one.at) for number, one in enumerate(totals.deductions, 1)]
    return [*found, whole]


def _scores(scan: Report, text: Report, outcome: Outcome) -> None:
    wanted, found = stated(text), stated(scan)
    labels = [(one.label, one.level) for one in text.outline.walk()]
    read = [(one.label, one.level) for one in scan.outline.walk()]
    blocks = SequenceMatcher(None, labels, read, autojunk=False).get_matching_blocks()
    partner = {block.a + offset: block.b + offset for block in blocks for offset in range(block.size)}
    partner[len(labels)] = len(read)
    for index, scores in enumerate(wanted):
        mine = {name: (value, at) for name, value, at in found[partner[index]]} if index in partner else {}
        name_of = "".join(labels[index][0]) if index < len(labels) else "whole"
        for name, value, _ in scores:
            got, at = mine.pop(name, (None, None))
            kind = "right" if got == value else "missing" if got is None else _kind(scan, at)
            outcome.scores[kind] += 1
            if kind != "right":
                outcome.notes.append(f"score {kind}: {name_of} {name}: {value} read as {got} in {_words(scan, at)!r}")
        for name, (got, at) in mine.items():
            if _kind(scan, at) == "silent":
                outcome.scores["extra"] += 1
                outcome.notes.append(f"score extra: {name_of} {name}: {got} in {_words(scan, at)!r}")
    for index in sorted(set(range(len(found))) - set(partner.values())):
        outcome.scores["extra"] += sum(_kind(scan, at) == "silent" for _, _, at in found[index])
        outcome.notes.append(f"section added: {read[index]} with {[(name, value) for name, value, _ in found[index]]}")
    outcome.notes += [f"section lost: {labels[index]}" for index in range(len(labels)) if index not in partner]


def _kind(scan: Report, at: Span | None) -> str:
    return "doubted" if at is not None and scan.text.doubts(at) else "silent"


def _words(scan: Report, at: Span | None) -> str:
    return "" if at is None else scan.text.content[max(0, at.start - 12) : at.end + 12]


def _errors(scan: Report, text: Report, outcome: Outcome) -> None:
    true, told = _told(text), _told(scan)
    outcome.errors["of the text"] += sum(true.values())
    outcome.errors["found"] += sum((true & told).values())
    outcome.errors["false"] += sum((told - true).values())
    for one in scan.verification.findings:
        if one.severity is Severity.ERROR and (told - true)[one.rule, _path(scan, one.section)]:
            evidence = [scan.text.slice(span)[:60] for span in one.evidence[:6]]
            outcome.notes.append(f"false error: {one.rule} at {_path(scan, one.section)} {dict(one.params)} {evidence}")
    outcome.notes += [f"error not found: {rule} at {path}" for rule, path in (true - told).elements()]


def _told(report: Report) -> Counter[tuple[str, str]]:
    return Counter((one.rule, _path(report, one.section)) for one in report.verification.findings if one.severity is Severity.ERROR)


def _path(report: Report, id: str | None) -> str:
    """The labels from the top down to a section."""
    parts = (id or "").split(".")
    wanted = {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return "/".join(section.label for section in report.outline.walk() if section.id in wanted)


def _page(page: Page, truth: Page, outcome: Outcome) -> None:
    want, _ = _characters(truth)
    got, doubted = _characters(page)
    blocks = SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks()
    partner = {block.a + offset: block.b + offset for block in blocks for offset in range(block.size)}
    outcome.characters.update({"all": len(want), "right": len(partner)})
    figures = {at: match for match in FIGURE.finditer(got) for at in range(*match.span())}
    met: set[int] = set()
    for match in FIGURE.finditer(want):
        mine = [figures[partner[at]] for at in range(*match.span()) if at in partner and partner[at] in figures]
        if not mine:
            # a figure of which no character was read right may still stand there
            before, after = partner.get(match.start() - 1), partner.get(match.end())
            between = range(before + 1, after) if before is not None and after is not None else range(0)
            mine = [figures[at] for at in between if at in figures]
        met.update(at for one in mine for at in range(*one.span()))
        if not mine:
            kind = "missing"
        elif mine[0][0].replace(",", "") == match[0].replace(",", ""):
            kind = "right"
        else:
            kind = "doubted" if any(doubted[at] for one in mine for at in range(*one.span())) else "silent"
        outcome.figures[kind] += 1
        if kind != "right":
            seen = got[max(0, mine[0].start() - 8) : mine[0].end() + 8] if mine else ""
            around = want[max(0, match.start() - 8) : match.end() + 8]
            outcome.notes.append(f"figure {kind}: page {page.number}: {match[0]!r} in {around!r} read {seen!r}")
    for one in dict.fromkeys(figures.values()):
        if one.start() not in met and not any(doubted[at] for at in range(*one.span())):
            outcome.figures["extra"] += 1
            outcome.notes.append(f"figure extra: page {page.number}: {got[max(0, one.start() - 8) : one.end() + 8]!r}")


def _characters(page: Page) -> tuple[str, list[bool]]:
    """The characters of a page in one width, without white space and the bars of tables, and whether each is doubted."""
    text: list[str] = []
    doubted: list[bool] = []
    for line in page.lines:
        doubts = {at for doubt in line.doubts for at in range(doubt.start, doubt.end)}
        for at, char in enumerate(line.text):
            for one in unicodedata.normalize("NFKC", char).translate(DASHES):
                if not one.isspace() and not (one == "|" and line.mark == "table"):
                    text.append(one)
                    doubted.append(at in doubts)
    return "".join(text), doubted
