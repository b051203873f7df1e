"""Scores the tool on the truth set and on the reports: false accusations, wrong ones found, explicit claims decided."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.emitters.wording import Wording
from extractor.facts import extract_facts
from extractor.language.patterns import builtin
from extractor.model.outline import Outline
from extractor.model.report import Check, Report, Severity, Verdict
from extractor.model.text import Span
from extractor.normaliser import normalise
from extractor.pipeline import extract
from extractor.readers import read_bytes
from extractor.segmenter import segment
from extractor.validator import verify
from tests.goldens import section_paths

HERE = Path(__file__).parent
HOLDS = {Verdict.EXACT, Verdict.TRUNCATED, Verdict.WITHIN_ROUNDING}


@dataclass
class Examined:
    """A sentence run through the line: its normalised text and the checks of its claims."""

    content: str
    checks: list[Check]

    def accused(self) -> list[Check]:
        return [one for one in self.checks if one.verdict is Verdict.INCONSISTENT and one.rule != "claim/implausible"]


@dataclass
class Score:
    """What went wrong, entry by entry; and how many there were."""

    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    imprecise: list[str] = field(default_factory=list)
    wrong: int = 0
    explicit: int = 0
    right: int = 0

    @property
    def found(self) -> float:
        return 1 - len(self.missed) / max(1, self.wrong)

    @property
    def decided(self) -> float:
        return 1 - len(self.undecided) / max(1, self.explicit)


def examine(text: str) -> Examined:
    """One sentence as the only paragraph of a section."""
    patterns = builtin()
    reading = read_bytes("sentence.txt", f"关于工作情况的报告\n\n一、工作情况\n\n{text}\n".encode())
    normalised = normalise(reading, patterns)
    outline: Outline = segment(normalised, patterns)
    facts = extract_facts(normalised, outline, patterns)
    checks = verify(normalised, outline, facts, reading, patterns).checks
    return Examined(normalised.content, [one for one in checks if one.rule.startswith("claim/")])


def accusations(text: str) -> list[str]:
    """What is accused in a sentence, each with its words."""
    return [f"{one.rule}: {one.params.get('equation')} ≠ {one.params['stated']} in {text}" for one in examine(text).accused()]


def slips_missed(pairs: Sequence[dict[str, Any]]) -> list[str]:
    """The pairs of a right sentence and a slip whose slip is not told under its rule."""
    return [
        f"{pair['rule']}: {pair['right']} {pair['slip']}"
        for pair in pairs
        if not {one.rule for one in examine(pair["right"].replace(*pair["slip"])).accused()} & rules_of(pair)
    ]


def undecided(pairs: Sequence[dict[str, Any]]) -> list[str]:
    """The pairs whose right sentence is not found to hold under its rule."""
    return [
        f"{pair['rule']}: {pair['right']}"
        for pair in pairs
        if not any(one.verdict in HOLDS and one.rule in rules_of(pair) for one in examine(pair["right"]).checks)
    ]


def squeezed(words: str) -> str:
    return "".join(words.split()).replace("．", ".").replace("，", ",").replace("。", ".").replace("（", "(").replace("）", ")")


def touches(check: Check, content: str, figures: list[str]) -> bool:
    """Whether one of the check's figures is one of those named, by their printed text."""
    wanted = [squeezed(one) for one in figures]
    for operand in check.operands:
        printed = "" if operand.at is None else squeezed(content[operand.at.start : operand.at.end])
        if printed and any(printed in one or one in printed for one in wanted):
            return True
    return check.rule in ("claim/count", "claim/weights")


@lru_cache(maxsize=1)
def truth() -> dict[str, Any]:
    return tomllib.loads((HERE / "truth.toml").read_text(encoding="utf-8"))


def rules_of(entry: dict[str, Any]) -> set[str]:
    other = entry.get("or_rule", [])
    return {entry["rule"], *([other] if isinstance(other, str) else other)}


def score_truth(entries: dict[str, Any]) -> Score:
    score = Score()
    for entry in entries.get("nothing", []):
        seen = examine(entry["text"])
        score.false += [f"{entry['id']}: {one.rule} {one.params.get('equation')} | {entry['text']}" for one in seen.accused()]
    for entry in entries["claim"]:
        seen = examine(entry["text"])
        figures = [entry["stated"], *entry.get("operands", [])]
        own = [one for one in seen.checks if one.rule in rules_of(entry) and touches(one, seen.content, figures)]
        wrong = entry["verdict"] == "inconsistent"
        for one in seen.accused():
            if not (wrong and one in own):
                score.false.append(f"{entry['id']}: {one.rule} {one.params.get('equation')} ≠ {one.params['stated']} | {entry['text']}")
        if wrong:
            score.wrong += 1
            if not any(one.verdict is Verdict.INCONSISTENT for one in own):
                score.missed.append(
                    f"{entry['id']}: {[(o.rule, o.verdict.value, o.reason, o.params.get('equation')) for o in seen.checks]} | {entry['text']}"
                )
        elif entry["verdict"] != "unchecked":
            score.right += 1
            stated = [
                one
                for one in own
                if touches(Check("", one.rule, None, one.operands[:1], None, None, None, one.verdict), seen.content, [entry["stated"]])
            ]
            if not any(one.verdict.value == entry["verdict"] for one in stated):
                score.imprecise.append(
                    f"{entry['id']}: want {entry['verdict']}, {[(o.rule, o.verdict.value) for o in stated]} | {entry['text']}"
                )
        if entry.get("explicit"):
            score.explicit += 1
            if not any(one.verdict is not Verdict.UNCHECKED for one in own):
                score.undecided.append(f"{entry['id']}: {[(o.rule, o.verdict.value, o.reason) for o in seen.checks]} | {entry['text']}")
    return score


def score_reports() -> Score:
    score = Score()
    wording = Wording(builtin(), "zh")
    for path in sorted((HERE / "reports").glob("*.txt")):
        wanted = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))["finding"]
        report = extract(path)
        told = [one for one in report.verification.findings if one.rule.startswith("claim/") and one.severity is not Severity.NOTE]
        met: list[int] = []
        for finding in told:
            hits = [number for number, one in enumerate(wanted) if _meets(report, finding.rule, finding.section, finding.evidence, one)]
            met += hits
            if not hits:
                score.false.append(f"{path.name}: {finding.rule} {wording.finding(finding)}")
        score.wrong += len(wanted)
        score.missed += [f"{path.name}: {one}" for number, one in enumerate(wanted) if number not in met]
    return score


def _meets(report: Report, rule: str, section: str | None, evidence: tuple[Span, ...], wanted: dict[str, Any]) -> bool:
    paths = section_paths(report.outline.sections)
    sections = {wanted["section"], wanted.get("or_section", wanted["section"])}
    printed = [squeezed(report.text.slice(span)) for span in evidence]
    figures = [squeezed(wanted["stated"])]
    near = any(one and (one in figure or figure in one) for one in printed for figure in figures)
    return rule in rules_of(wanted) and (paths.get(section or "", "") in sections) and near


def told(title: str, score: Score) -> str:
    lines = [
        f"{title}: false {len(score.false)}, found {score.wrong - len(score.missed)}/{score.wrong} ({score.found:.3f}), "
        f"explicit decided {score.explicit - len(score.undecided)}/{score.explicit} ({score.decided:.3f}), imprecise {len(score.imprecise)}/{score.right}"
    ]
    for name in ("false", "missed", "undecided", "imprecise"):
        lines += [f"--- {name}", *getattr(score, name)]
    return "\n".join(lines)


if __name__ == "__main__":
    print(told("truth", score_truth(truth())))
    print(told("reports", score_reports()))
