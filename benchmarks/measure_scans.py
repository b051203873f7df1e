"""How right scans are read: reports are printed, scanned, read, and judged by the same pages read as text.

    python benchmarks/measure_scans.py --write                     all that stands in RESULTS-scans.md
    python benchmarks/measure_scans.py --split dev --details FILE  the dev split, with all that was not right in words

The reports are those of the generator (``corpus/recipes``: dev for tuning, held-back for the figures that count) and those of ``corpus/`` that the setter
prints whole. Scans are made by ``tests/scans.py``; the same arguments give the same pixels. What the engine gave for a picture is kept in ``build/scans``
by the picture's bytes: after a change only what is looked at differently is recognised again.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import extractor.readers.ocr.reader as recognition  # noqa: E402 - the repository is no installed package
from benchmarks.scan_judging import OUTCOMES, Outcome, judge_scan, stated  # noqa: E402
from corpus.recipes import make  # noqa: E402
from corpus.recipes.pages import pdf  # noqa: E402
from extractor.model.report import Report  # noqa: E402
from extractor.pipeline import extract, extract_bytes  # noqa: E402
from extractor.readers.ocr.engine import Engine, Recognised, versions  # noqa: E402
from tests import setting  # noqa: E402
from tests.scans import scan_pdf  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-scans.md")
KEPT = ROOT / "build" / "scans"
SEEDS = {"dev": 301, "held-back": 402}
COUNTS = {"dev": 28, "held-back": 60}
MOST_PAGES = 6
"""Longer reports are left out: they would outweigh the others."""
EVERY = 4
"""Every fourth report has an error planted in it: it must be told of the scan, too."""


ABOUT = (
    "# How right scans are read",
    "",
    "`python benchmarks/measure_scans.py --write`. Reports are printed after GB/T 9704, scanned (red seal over text, specks, noise, blur, JPEG), read, and",
    "compared with the same pages read as text. *Scores* are all that is stated of 分值, 自评得分, 扣分 and totals; a score is right only in its own section.",
    "*Figures* are all numbers with a digit on the page. *Doubted*: the reading says so itself (`coverage/doubt`), and what rests on the figure is not",
    "checked. *Errors* are findings of error level; every fourth generated report has an error planted in it. Recognition was tuned on the other groups; the",
    "held-back split was only counted. The conditions named last are harder than those that the figures are asked for. Where nothing of n is wrong, the true",
    "share is below 3/n (with 95% confidence).",
)


@dataclass(frozen=True)
class Wear:
    """How a report is printed and scanned; ``scan`` holds arguments of `scan_pdf`."""

    name: str
    typeface: str = "song"
    scan: dict[str, Any] = field(default_factory=dict)


STANDARD = (Wear("Song, 200 dpi, seal, 1°"), Wear("Kai, 200 dpi, seal, 1°", "kai"))
"""What the figures are asked for."""
WEARS = (
    Wear("Song, 150 dpi, seal, 1°", scan={"dpi": 150}),
    Wear("Song, 200 dpi, two seals, 2.5°", scan={"tilt": 2.5, "seals": [(0.35, 0.3), (0.62, 0.62)]}),
    Wear("Kai, 200 dpi, JPEG quality 40, more dirt", "kai", {"quality": 40, "noise": 10.0, "specks": 150}),
    Wear("Song, 150 dpi, JPEG quality 50, no tilt", scan={"dpi": 150, "quality": 50, "tilt": 0.0}),
)


@dataclass(frozen=True)
class Job:
    """A report to print (the same bytes for the same arguments), how, and the group that it is counted in."""

    name: str
    group: str
    wear: Wear
    pdf: Callable[[], bytes]
    seed: int


@dataclass
class Group:
    """What became of the reports of a group together."""

    reports: int = 0
    pages: int = 0
    outcome: Outcome = field(default_factory=Outcome)


class Keeping:
    """An engine that keeps what it gave for the same pictures; everything in one call belongs together."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._versions = repr(sorted(versions().items()))

    def detect(self, grey: Any) -> Any:
        return self._kept("detect", [grey], lambda engine: engine.detect(grey))

    def recognise(self, lines: Sequence[Any]) -> list[Recognised]:
        found: list[Recognised] = self._kept("recognise", lines, lambda engine: engine.recognise(lines)) if lines else []
        return found

    def _kept(self, what: str, pictures: Sequence[Any], ask: Callable[[Engine], Any]) -> Any:
        digest = hashlib.sha256(f"{what} {self._versions}".encode())
        for picture in pictures:
            digest.update(repr(picture.shape).encode() + picture.tobytes())
        path = KEPT / "engine" / f"{digest.hexdigest()}.pickle"
        if path.exists():
            return pickle.loads(path.read_bytes())
        self._engine = self._engine or Engine()
        given = ask(self._engine)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(given))
        return given


def generated(split: str, count: int, wears: Sequence[Wear], group: str | None = None) -> Iterator[Job]:
    """Reports of the generator, each printed in the wear whose turn it is."""
    for index in range(count):
        wear = wears[index % len(wears)]
        rule = "mixed" if index % EVERY == EVERY - 1 else None
        draft = make(split, SEEDS[split], index, rule).draft
        if not draft.style.get("picture page"):
            yield Job(f"{split}-{index}", f"{split}: {group or wear.name}", wear, partial(pdf, draft, wear.typeface), index + 1)


def of_corpus() -> Iterator[Job]:
    """The reports of the corpus that are printed whole: the typeface has each character, and the text of the PDF gives the scores of the report."""
    for number, path in enumerate(sorted((ROOT / "corpus").glob("*.txt"))):
        source = extract(path)
        text = "\n".join(line.text for _, line in source.reading.lines())
        wear = STANDARD[number % len(STANDARD)]
        printed = setting.set_report(text, typeface=wear.typeface)
        if is_whole(printed, text, wear.typeface) and _values(extract_bytes("a.pdf", printed.pdf)) == _values(source):
            yield Job(path.stem, "corpus", wear, partial(bytes, printed.pdf), number + 1)


def is_whole(printed: setting.Setting, text: str, typeface: str) -> bool:
    """Whether the typeface has every character of a text that leaves ink, and each stands on its page."""
    font = setting.pdfmetrics.getFont(setting.require(typeface))
    glyphs = [glyph for page in printed.pages for line in page for glyph in line.glyphs]
    return all(char.isspace() or not char.isprintable() or ord(char) in font.face.charToGlyph for char in text) and all(
        0 <= glyph.x0 <= setting.WIDTH - glyph.width and glyph.size <= glyph.baseline <= setting.HEIGHT for glyph in glyphs
    )


def _values(report: Report) -> list[list[tuple[str, Any]]]:
    return [[(name, value) for name, value, _ in section] for section in stated(report)]


def judged(job: Job) -> tuple[int, Outcome] | None:
    """Prints, scans, reads and judges a report: how many pages, and what became of it; None where it has too many."""
    printed = job.pdf()
    text = extract_bytes("a.pdf", printed)
    if len(text.reading.pages) > MOST_PAGES:
        return None
    key = hashlib.sha256(printed + repr((job.seed, sorted(job.wear.scan.items()))).encode()).hexdigest()
    path = KEPT / "pdf" / f"{key}.pdf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(scan_pdf(printed, seed=job.seed, **job.wear.scan))
    return len(text.reading.pages), judge_scan(extract_bytes("a.pdf", path.read_bytes()), text)


def table(groups: dict[str, Group]) -> list[str]:
    """The lines of the tables."""
    heads = (
        "group",
        "reports",
        "pages",
        "characters",
        "read right",
        "errors of the text",
        "told of the scan, too",
        "told of the scan alone",
    )
    lines = [_row(heads), "|---|" + "---:|" * (len(heads) - 1)]
    for name, group in groups.items():
        errors, characters = group.outcome.errors, group.outcome.characters
        share = f"{characters['right'] / max(1, characters['all']):.3%}"
        told = (errors["of the text"], errors["found"], errors["false"])
        lines.append(_row((name, group.reports, group.pages, characters["all"], share, *told)))
    for what in ("scores", "figures"):
        heads = (what, "n", "right", "wrong, doubted", "wrong without doubt", "missing", "too much without doubt")
        lines += ["", _row(heads), "|---|" + "---:|" * (len(heads) - 1)]
        for name, group in groups.items():
            counts = getattr(group.outcome, what)
            *of_text, extra = (counts[kind] for kind in OUTCOMES)
            lines.append(_row((name, sum(of_text), *(f"{one} ({one / max(1, sum(of_text)):.2%})" for one in of_text), extra)))
    return lines


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=[*SEEDS, "corpus", "wear"], action="append", help="only this part (may be given again)")
    parser.add_argument("--count", type=int, help="so many reports of each split")
    parser.add_argument("--details", type=Path, help="write what was not right in the dev split and the corpus into this file")
    parser.add_argument("--write", action="store_true", help=f"write the tables into {RESULTS.name}")
    asked = parser.parse_args()
    parts = asked.split or [*SEEDS, "corpus", "wear"]
    recognition.engine = Keeping  # type: ignore[assignment]
    jobs: list[Job] = []
    for split in (one for one in SEEDS if one in parts):
        jobs += generated(split, asked.count or COUNTS[split], STANDARD)
    if "corpus" in parts:
        jobs += of_corpus()
    if "wear" in parts:
        jobs += generated("dev", 2 * len(WEARS), WEARS)
    groups: dict[str, Group] = {}
    for job in jobs:
        found = judged(job)
        if found is None:
            continue
        pages, outcome = found
        if job.name.startswith("held-back"):
            outcome.notes.clear()  # who tunes does not read these
        for name in (
            (job.group, f"{job.name.rsplit('-', 1)[0]}: together") if job.wear in STANDARD and job.group != "corpus" else (job.group,)
        ):
            group = groups.setdefault(name, Group())
            group.reports += 1
            group.pages += pages
            group.outcome.add(outcome)
        told = f"scores {dict(outcome.scores)}, figures {dict(outcome.figures)}, errors {dict(outcome.errors)}"
        print(f"{job.name}: {pages} pages, {told}", file=sys.stderr)
        if asked.details and outcome.notes:
            with asked.details.open("a", encoding="utf-8") as out:
                out.write("\n".join([f"== {job.name} ({job.wear.name})", *outcome.notes]) + "\n")
    lines = [*ABOUT, "", *table(groups)]
    print("\n".join(lines))
    if asked.write:
        RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
