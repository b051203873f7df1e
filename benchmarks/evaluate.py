"""How right the extractor is: runs it over generated reports whose truth is known, and says what it got right, by area, rule and format.

    python benchmarks/evaluate.py                     the whole evaluation, beside the last committed one
    python benchmarks/evaluate.py --save              … and keeps it in benchmarks/evaluation.json
    python benchmarks/evaluate.py --sample            a small fixed part; exit status 1 when a rate is below the committed one
    python benchmarks/evaluate.py --details FILE      every failure of the dev splits with its words (the held-back split is only counted)

The dev and the held-back split are reported apart: whoever tunes reads the details of the first and the rates of the second.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.judging import Judgement, judge, judge_characters  # noqa: E402 - the repository is no installed package
from corpus.recipes import PLANTS, make  # noqa: E402
from corpus.recipes.lines import printed  # noqa: E402
from corpus.recipes.phrases import SPLITS  # noqa: E402
from corpus.recipes.planting_rubric import PROFILE  # noqa: E402
from corpus.recipes.setters import EXTENSIONS, set_draft  # noqa: E402
from extractor.language.patterns import load  # noqa: E402
from extractor.model.errors import GoujiError  # noqa: E402
from extractor.model.report import Report  # noqa: E402
from extractor.pipeline import extract  # noqa: E402

RESULT = ROOT / "benchmarks" / "evaluation.json"
SEEDS = {"dev": 101, **{f"dev-{number}": 101 * number for number in range(2, 24)}, "held-back": 2024}
PLANTED_FORMATS = ("txt", "docx", "pdf")
SAMPLE_CLEAN = 8
OWN_FORMATS: dict[str, tuple[str, ...]] = {"document/tracked-change": ("docx",), "coverage/page": ("pdf",), "coverage/doubt": ("scan",)}
"""Rules that only some formats can show; those of scans are left out where no scans are asked for."""


@dataclass(frozen=True)
class Task:
    """One file to make, read and judge."""

    split: str
    index: int
    rule: str | None
    form: str

    @property
    def name(self) -> str:
        return f"{self.split}-{self.index:04d}-{(self.rule or 'clean').replace('/', '.')}.{self.form}"


def run(task: Task) -> tuple[Task, Judgement]:
    """Makes the report, sets it (in the format asked for, or in one that can show its error), reads it with the extractor and judges the result."""
    made = make(task.split, SEEDS[task.split], task.index, task.rule)
    planted = made.truth["findings"][0] if made.truth["findings"] else {}
    if planted.get("formats") and task.form not in planted["formats"]:
        task = replace(task, form=planted["formats"][0])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{EXTENSIONS.get(task.form, task.form)}"
        path.write_bytes(set_draft(made.draft, task.form))
        try:
            report = _extracted(path, planted)
            judgement = judge(report, made.truth)
            if task.form == "scan":
                characters = "".join(
                    one.whole + "".join(cell for row in one.rows or () for cell in row) for one in printed(made.draft, plain=True)
                )
                judge_characters(report, characters, judgement)
            return task, judgement
        except GoujiError as unread:
            judgement = Judgement(failures=[("unread", unread.code, str(unread))])
            judgement.add("files read", 0, 0, 1)
            return task, judgement


def _extracted(path: Path, planted: Mapping[str, Any]) -> Report:
    """The report as a user reads it whose machine lacks what the planted error says, and who holds it against the rubric that it names."""
    profile = planted.get("profile")
    if profile is not None:
        folder = path.parent / "rubrics"
        folder.mkdir()
        (folder / "planted.toml").write_text(profile, encoding="utf-8")
        return extract(path, load([path.parent]), profile=PROFILE)
    if planted.get("without") == "ocr":
        with patch("extractor.readers.ocr.pdf.missing", lambda: "rapidocr"):
            return extract(path)
    return extract(path)


def tasks(clean: int, planted: int, formats: Sequence[str]) -> list[Task]:
    """For each split ``clean`` reports without an error, and ``planted`` ones of each rule, formats in turn."""
    found: list[Task] = []
    for split in SPLITS:
        found += [Task(split, index, None, formats[index % len(formats)]) for index in range(clean)]
        for number, rule in enumerate(sorted(PLANTS)):
            own = OWN_FORMATS.get(rule, tuple(one for one in formats if one in PLANTED_FORMATS) or ("txt",))
            if own == ("scan",) and "scan" not in formats:
                continue
            found += [Task(split, index, rule, own[(index + number) % len(own)]) for index in range(planted)]
    return found


def sample() -> list[Task]:
    """The small fixed part: text files, each rule planted once in one of the splits."""
    found = [Task(split, index, None, "txt") for split in SPLITS for index in range(SAMPLE_CLEAN)]
    return found + [
        Task(SPLITS[number % len(SPLITS)], 0, rule, OWN_FORMATS.get(rule, ("txt",))[0])
        for number, rule in enumerate(sorted(PLANTS))
        if OWN_FORMATS.get(rule) != ("scan",)
    ]


def rates(right: int, extra: int, missing: int) -> dict[str, float]:
    """Precision, recall and F1 of a tally."""
    precision = right / (right + extra) if right + extra else 1.0
    recall = right / (right + missing) if right + missing else 1.0
    both = precision + recall
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / both if both else 0.0, 4),
        "n": right + missing,
    }


def summary(results: Iterable[tuple[Task, Judgement]]) -> dict[str, Any]:
    """The figures of one split."""
    tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    planted: dict[str, Counter[str]] = defaultdict(Counter)
    by_format: dict[str, Counter[str]] = defaultdict(Counter)
    alarms: Counter[str] = Counter()
    alarm_rules: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    documents: dict[str, dict[str, int]] = {}
    clean = seeded = unexplained = figures = 0
    for task, judgement in results:
        if judgement.errors:
            documents[task.name] = judgement.errors
        if task.rule is not None:
            seeded += 1
            planted[task.rule][judgement.planted or "unread"] += 1
            by_format[task.form][judgement.planted or "unread"] += 1
            extra.update(severity for severity, _ in judgement.alarms)
            classes.update(f"planted · {kind}" for area, kind, _ in judgement.failures if area == "planted")
            continue
        clean += 1
        classes.update(f"{area} · {kind}" for area, kind, _ in judgement.failures)
        for area, tally in judgement.tallies.items():
            tallies[area] = [one + other for one, other in zip(tallies[area], tally, strict=True)]
        alarms.update(severity for severity, _ in judgement.alarms)
        alarm_rules.update(rule for _, rule in judgement.alarms)
        unexplained += judgement.coverage[0]
        figures += judgement.coverage[1]
    return {
        "clean reports": clean,
        "rates": {area: rates(*tallies[area]) for area in sorted(tallies)},
        "false alarms per 100 clean": {
            severity: round(100 * alarms[severity] / max(1, clean), 1) for severity in ("error", "warning", "note")
        },
        "false alarms by rule": dict(sorted(alarm_rules.items())),
        "coverage": {"score-like": figures, "unexplained": unexplained},
        "planted reports": seeded,
        "planted by rule": {rule: _outcomes(planted[rule]) for rule in sorted(planted)},
        "planted by format": {form: _outcomes(by_format[form]) for form in sorted(by_format)},
        "planted": _outcomes(sum(planted.values(), Counter())),
        "extra findings per 100 planted": {
            severity: round(100 * extra[severity] / max(1, seeded), 1) for severity in ("error", "warning", "note")
        },
        "failure classes": dict(sorted(classes.items(), key=lambda item: (-item[1], item[0]))),
        "documents": dict(sorted(documents.items())),
    }


def _outcomes(counted: Counter[str]) -> dict[str, Any]:
    """found: by the right rule at the right place; told: also by a rule under which the same cause may rightly be told. Hidden ones apart."""
    open_ones = sum(counted.values()) - counted["hidden"]
    told = counted["found"] + counted["as another rule"]
    return {
        "found": round(counted["found"] / open_ones, 4) if open_ones else 1.0,
        "told": round(told / open_ones, 4) if open_ones else 1.0,
        **dict(sorted((f"n {name}", number) for name, number in counted.items())),
    }


def evaluate(chosen: Sequence[Task], jobs: int) -> tuple[dict[str, Any], list[tuple[Task, Judgement]]]:
    """Runs the tasks in ``jobs`` processes (1: in this one); the results by split, and every judgement."""
    if jobs == 1:
        results = [run(task) for task in chosen]
    else:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
            results = list(pool.map(run, chosen, chunksize=8))
    return {split: summary(one for one in results if one[0].split == split) for split in SPLITS}, results


def table(result: dict[str, Any]) -> str:
    """The result as a table for people."""
    lines: list[str] = []
    for split in SPLITS:
        one = result[split]
        lines += [
            "",
            f"## {split}: {one['clean reports']} clean reports",
            "",
            "| area | precision | recall | F1 | n |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {area} | {rate['precision']:.4f} | {rate['recall']:.4f} | {rate['f1']:.4f} | {rate['n']} |"
            for area, rate in one["rates"].items()
        ]
        lines += [
            "",
            "False alarms per 100 clean reports: "
            + ", ".join(f"{name} {number}" for name, number in one["false alarms per 100 clean"].items()),
        ]
        lines += ["By rule: " + (", ".join(f"{rule} {number}" for rule, number in one["false alarms by rule"].items()) or "none")]
        lines += [f"Score-like figures without an account: {one['coverage']['unexplained']} of {one['coverage']['score-like']}"]
        lines += [
            "",
            f"### planted errors: {one['planted reports']}",
            "",
            "| rule or format | found | told | outcomes |",
            "|---|---|---|---|",
        ]
        for name, found in [*one["planted by rule"].items(), *one["planted by format"].items(), ("all", one["planted"])]:
            outcomes = ", ".join(f"{key[2:]} {value}" for key, value in found.items() if key.startswith("n "))
            lines.append(f"| {name} | {found['found']:.3f} | {found['told']:.3f} | {outcomes} |")
        lines += [
            "",
            "Extra findings per 100 planted reports: "
            + ", ".join(f"{name} {number}" for name, number in one["extra findings per 100 planted"].items()),
        ]
    return "\n".join(lines) + "\n"


def flat_rates(result: dict[str, Any]) -> dict[str, float]:
    """Every rate that must not fall, by a name for people; higher is better in all of them."""
    found: dict[str, float] = {}
    for split, one in result.items():
        found |= {f"{split}: {area} F1": rate["f1"] for area, rate in one["rates"].items()}
        found |= {f"{split}: planted {rule}": outcome["found"] for rule, outcome in one["planted by rule"].items()}
        found |= {
            f"{split}: {severity} alarms per 100 clean (negative)": -number
            for severity, number in one["false alarms per 100 clean"].items()
        }
    return found


def compare(before: dict[str, Any], after: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Gains and losses, document by document, as lines for people."""
    gains: list[str] = []
    losses: list[str] = []
    for split in sorted(before.keys() & after.keys()):
        old, new = before[split]["documents"], after[split]["documents"]
        for name in sorted(old.keys() | new.keys()):
            for area in sorted(old.get(name, {}).keys() | new.get(name, {}).keys()):
                was, now = old.get(name, {}).get(area, 0), new.get(name, {}).get(area, 0)
                if was != now:
                    (gains if now < was else losses).append(f"{name}: {area} {was} → {now} wrong")
    return gains, losses


def fallen(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The rates of ``after`` that are below those of ``before``."""
    old, new = flat_rates(before), flat_rates(after)
    return [f"{name}: {old[name]} → {new.get(name, 0)}" for name in sorted(old) if new.get(name, 0) < old[name]]


def details(results: Iterable[tuple[Task, Judgement]]) -> str:
    """Every failure of the dev splits, by class."""
    classes: dict[str, list[str]] = defaultdict(list)
    for task, judgement in results:
        if task.split != "held-back":
            for area, kind, example in judgement.failures:
                if task.rule is None or area == "planted":
                    classes[f"{area} · {kind}"].append(f"{task.name}  {example}")
    ordered = sorted(classes.items(), key=lambda item: (-len(item[1]), item[0]))
    return "".join(f"{name}: {len(examples)}\n" + "".join(f"    {example}\n" for example in examples) for name, examples in ordered)


def main(arguments: list[str] | None = None) -> int:
    """Runs the evaluation that the command line asks for; returns the exit status."""
    parser = argparse.ArgumentParser(prog="evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clean", type=int, default=200, help="clean reports of each split")
    parser.add_argument("--planted", type=int, default=4, help="reports of each split and rule with one planted error")
    parser.add_argument("--formats", default="txt,docx,pdf,html", help="formats, taken in turn")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sample", action="store_true", help="the small fixed part that CI runs")
    parser.add_argument("--save", action="store_true", help="keep the result as the one to compare with")
    parser.add_argument("--details", type=Path, help="write every failure of the dev splits here")
    asked = parser.parse_args(arguments)
    part = "sample" if asked.sample else "full"
    chosen = sample() if asked.sample else tasks(asked.clean, asked.planted, asked.formats.split(","))
    result, results = evaluate(chosen, asked.jobs)
    kept = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    print(table(result))
    if asked.details:
        asked.details.write_text(details(results), encoding="utf-8")
    losses: list[str] = []
    if part in kept:
        gains, lost = compare(kept[part], result)
        losses = fallen(kept[part], result)
        for title, lines in (("Gains", gains), ("Losses", lost), ("Rates that fell", losses)):
            print(f"\n{title}: {len(lines)}\n" + "".join(f"  {line}\n" for line in lines))
    if asked.save:
        kept[part] = result
        RESULT.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 1 if asked.sample and losses else 0


if __name__ == "__main__":
    sys.exit(main())
