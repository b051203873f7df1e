"""A ministry's folder, tried whole: generated reports in mixed formats with broken files among them, by one worker and by two, then stopped and resumed.

    python benchmarks/trial_batch.py --write                      the trial that RESULTS-trial.md shows (2,000 files, 5 rounds, 10 stops)
    python benchmarks/trial_batch.py --reports 200 --rounds 1     a small one

Ends with 1 where a file is lost, a broken one is not told with its reason, a result differs, or memory grows with the number of files. One worker, two
workers and an ideal loop (the same sums in one process and in two) take turns; medians.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from time import perf_counter

import openpyxl
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpus.recipes import PLANTS, make  # noqa: E402
from corpus.recipes.setters import set_draft  # noqa: E402
from tests.batch.folders import left_in, started  # noqa: E402
from tests.brokenfiles import CASES, READ  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-trial.md")
FORMS = ("txt", "docx", "pdf", "html")
BROKEN_EVERY = 20
SMALL = 1_000_000
"""Bytes: larger hostile files are left to the tests, they would outweigh the reports."""
SPIN = "import sys\nx = 0\nfor i in range(int(sys.argv[1])): x += i * i % 7"
TURNS = 60_000_000
GROWTH = 1.25
"""How much more memory the whole folder may take than its first quarter."""


def broken() -> list[tuple[str, bytes]]:
    """Small files that can only end in an error."""
    made = [(case.name, case.make()) for case in CASES if READ not in case.ends and not case.name.endswith((".zip", ".tgz"))]
    return [(name, content) for name, content in made if 0 < len(content) <= SMALL]


def folder(root: Path, count: int) -> set[str]:
    """Writes ``count`` files, every twentieth broken, every eighth report with a planted error; the names of the broken ones."""
    root.mkdir(parents=True)
    kinds, rules, names = cycle(broken()), cycle(sorted(PLANTS)), set()
    for number in range(count):
        if number % BROKEN_EVERY == BROKEN_EVERY - 1:
            name, content = next(kinds)
            path = root / f"{number:05}-{name}"
            # no two alike: the same content under two names would be read once
            path.write_bytes(content + b"\n" * (number // BROKEN_EVERY))
            names.add(path.name)
        else:
            form = FORMS[number % len(FORMS)]
            made = make("dev", 7, number, next(rules) if number % 8 == 0 else None)
            (root / f"{number:05}.{form}").write_bytes(set_draft(made.draft, form))
    return names


def batch(root: Path, out: Path, jobs: int) -> tuple[float, list[tuple[int, int]]]:
    """Seconds of one batch, and how its memory went: results done, bytes of all its processes."""
    start = perf_counter()
    process = started(root, "-o", out, "--jobs", jobs, "--no-pages", "--no-dataset", "--fail-on", "never")
    tree, memory = psutil.Process(process.pid), []
    while process.poll() is None:
        taken = 0
        for one in _family(tree):
            try:
                taken += one.memory_info().rss
            except psutil.Error:
                continue
        memory.append((done(out), taken))
        time.sleep(0.5)
    process.communicate()
    return perf_counter() - start, memory


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def done(out: Path) -> int:
    """How many results a batch has written."""
    return sum(1 for _ in (out / "reports").glob("*.json"))


def spin(processes: int) -> float:
    """Seconds that the same number of turns takes, shared by the processes."""
    start = perf_counter()
    running = [subprocess.Popen([sys.executable, "-c", SPIN, str(TURNS // processes)]) for _ in range(processes)]
    for process in running:
        process.wait()
    return perf_counter() - start


def stopped(root: Path, out: Path, stops: int, files: int, chance: random.Random) -> Counter[str]:
    """Runs the batch, stopped ``stops`` times at random: by Ctrl-C, by ``kill`` and by ``kill -9``; then lets it end."""
    kinds: Counter[str] = Counter()
    for number in range(stops):
        process = started(root, "-o", out, "--jobs", 2, "--no-pages", "--no-dataset", "--fail-on", "never")
        aim = files * (number + chance.random()) / stops
        while process.poll() is None and done(out) < aim:
            time.sleep(0.02)
        kind = chance.choice((signal.SIGINT, signal.SIGTERM, signal.SIGKILL))
        if process.poll() is None:
            process.send_signal(kind)
            kinds[kind.name] += 1
        process.communicate()
    batch(root, out, 2)
    return kinds


def told(out: Path) -> tuple[set[str], set[str]]:
    """The names that failed.json holds with a reason, and those on the sheet of the workbook."""
    failed = json.loads((out / "failed.json").read_text(encoding="utf-8"))
    entries = failed["failed"] if isinstance(failed, dict) else failed
    listed = {Path(str(entry["name"])).name for entry in entries if entry["code"] and entry["message"]}
    book = openpyxl.load_workbook(out / "summary.xlsx", read_only=True)
    cells = {str(cell) for sheet in book.worksheets[1:] for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    return listed, {name for name in listed if any(name in cell for cell in cells)}


def main() -> None:
    """Try, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=2000, help="files in the folder")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--stops", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write RESULTS-trial.md")
    asked = parser.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        root, reference, out = Path(scratch, "in"), Path(scratch, "reference"), Path(scratch, "out")
        names = folder(root, asked.reports)
        times: dict[str, list[float]] = {"ideal 1": [], "ideal 2": [], "1": [], "2": []}
        memory: list[tuple[int, int]] = []
        ways: dict[str, Callable[[], float]] = {"ideal 1": lambda: spin(1), "ideal 2": lambda: spin(2)}
        for _ in range(asked.rounds):
            for name, taken in times.items():
                if name in ways:
                    taken.append(ways[name]())
                    continue
                shutil.rmtree(reference, ignore_errors=True)
                seconds, memory = batch(root, reference, int(name))
                taken.append(seconds)
        middle = {name: statistics.median(values) for name, values in times.items()}
        results = done(reference)
        listed, on_sheet = told(reference)
        if results + len(listed) != asked.reports:
            wrong.append(f"{asked.reports - results - len(listed)} files lost")
        if listed != names:
            wrong.append(f"failed.json differs from the broken files: {sorted(listed ^ names)[:5]}")
        if on_sheet != names:
            wrong.append(f"not on the sheet of failures: {sorted(names - on_sheet)[:5]}")
        early = max((taken for done, taken in memory if done <= results // 4), default=0)
        peak = max((taken for _, taken in memory), default=0)
        if early and peak > GROWTH * early:
            wrong.append(f"memory grew from {early / 1e6:.0f} to {peak / 1e6:.0f} MB")
        kinds = stopped(root, out, asked.stops, results, random.Random(asked.seed))
        before, after = left_in(reference), left_in(out)
        differing = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        if differing:
            wrong.append(f"the stopped batch left other bytes in {len(differing)} files: {', '.join(differing[:5])}")
    gain, ideal = middle["1"] / middle["2"], middle["ideal 1"] / middle["ideal 2"]
    struck = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    lines = [
        "# Trial: a folder of submissions",
        "",
        f"`python benchmarks/trial_batch.py --rounds {asked.rounds} --write`: {asked.reports} generated files",
        f"({', '.join(FORMS)} in turn; every eighth report with a planted error;",
        f"{len(names)} broken files), medians of {asked.rounds} round(s) taken in turns, without pages and dataset. Trust the ratios, not the times.",
        "",
        "| | one | two | two over one |",
        "|---|---:|---:|---:|",
        f"| workers, files a second | {asked.reports / middle['1']:.1f} | {asked.reports / middle['2']:.1f} | {gain:.2f} |",
        f"| ideal loop, seconds | {middle['ideal 1']:.1f} | {middle['ideal 2']:.1f} | {ideal:.2f} |",
        "",
        f"- Lost: {asked.reports - results - len(listed)}. Broken files told with their reason in `failed.json`: {len(listed & names)} of {len(names)}; "
        f"on the sheet: {len(on_sheet & names)}. Sound files in `failed.json`: {len(listed - names)}.",
        f"- Memory of all processes (two workers): {early / 1e6:.0f} MB at most over the first quarter of the files, {peak / 1e6:.0f} MB over all.",
        f"- Stopped {sum(kinds.values())} times at random ({struck}) and resumed: results {'DIFFER' if differing else 'the same, byte for byte'}.",
    ]
    print("\n".join(lines + [f"WRONG: {one}" for one in wrong]))
    if asked.write and not wrong:
        RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
