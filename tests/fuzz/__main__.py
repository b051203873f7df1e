"""``python -m tests.fuzz [TARGET …] --seconds 3600``: fuzz all targets (or some) in child processes, write a tally, say what was found.

Ends with 1 where anything failed. ``--sum FOLDER`` only adds up the tallies of a folder.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
SLICE = 120.0
"""Seconds of CPU for a target before the next has its turn."""
CPU_LIMIT = 30.0
"""Seconds of CPU for one case: more is a hang. No file of these sizes may take as long."""
MEMORY_LIMIT = 2 * 2**30
"""Bytes resident: a worker's limit in a batch."""
STILL = 1800.0
"""Seconds by the wall clock without a new case: the process waits for something that does not come."""
POLL = 0.5


class Slot:
    """A child at work on a target, watched: for how long on one case, with how much memory."""

    def __init__(self, target: str, number: int, folder: Path, seconds: float, seed: int) -> None:
        self.target, self.root = target, folder
        self.folder = folder / "runs" / f"{seed}-{number:05}-{target}"
        self.folder.mkdir(parents=True)
        with (self.folder / "log").open("wb") as log:
            command = [sys.executable, "-m", "tests.fuzz.child", target, f"{seconds:.0f}", str(seed + number), str(self.folder)]
            environment = {**os.environ, "PYTHONHASHSEED": str((seed + number) % 2**32), "TMPDIR": str(self.folder)}
            self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
        self.watched = psutil.Process(self.process.pid)
        self.case, self.cpu, self.since = 0, 0.0, time.monotonic()
        self.failure: str | None = None

    def look(self) -> bool:
        """Whether it has ended (or was ended for a limit)."""
        if self.process.poll() is not None:
            if self.process.returncode != 0 and self.failure is None:
                self.failure = f"exit {self.process.returncode}"
            return True
        try:
            times, resident = self.watched.cpu_times(), self.watched.memory_info().rss
            case = (self.folder / "current").stat().st_mtime_ns
        except (psutil.Error, FileNotFoundError):
            return False
        used = times.user + times.system
        if case != self.case:
            self.case, self.cpu, self.since = case, used, time.monotonic()
        if used - self.cpu > CPU_LIMIT:
            self.failure = f"hang of more than {CPU_LIMIT:g} s"
        elif resident > MEMORY_LIMIT:
            self.failure = f"more than {MEMORY_LIMIT // 2**20} MB"
        elif time.monotonic() - self.since > STILL:
            self.failure = "waits for something"
        if self.failure:
            self.end()
        return self.failure is not None

    def end(self) -> None:
        self.process.kill()
        self.process.wait()

    def tally(self) -> dict[str, Any]:
        """What it has counted; with what took it down, whose case is kept."""
        try:
            found: dict[str, Any] = json.loads((self.folder / "tally.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = {
                "target": self.target,
                "engine": "",
                "executions": 0,
                "cpu_seconds": 0.0,
                "refused": {},
                "failures": {},
                "slowest": 0.0,
            }
        if self.failure:
            if not found["executions"]:
                found["not_started"] = (self.folder / "log").read_text(errors="replace")[-600:]
            else:
                found["failures"][self.failure] = 1
                place = self.root / "found" / f"{self.target}-died-{self.folder.name}"
                place.mkdir(parents=True, exist_ok=True)
                shutil.copy(self.folder / "current", place / "case")
                (place / "about").write_text(
                    f"{self.failure}\n\n" + (self.folder / "log").read_text(errors="replace")[-3000:], encoding="utf-8"
                )
        return found


def added(tallies: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Tallies by target."""
    total: dict[str, dict[str, Any]] = {}
    for one in tallies:
        its = total.setdefault(
            one["target"],
            {"executions": 0, "cpu_seconds": 0.0, "refused": Counter(), "failures": Counter(), "slowest": 0.0, "peak_megabytes": 0},
        )
        its["executions"] += one["executions"]
        its["cpu_seconds"] += one["cpu_seconds"]
        its["slowest"] = max(its["slowest"], one["slowest"])
        its["peak_megabytes"] = max(its["peak_megabytes"], one.get("peak_megabytes", 0))
        its["refused"].update(one["refused"])
        its["failures"].update(one["failures"])
    return total


def shown(total: dict[str, dict[str, Any]]) -> str:
    """As a table of Markdown."""
    rows = [
        "| target | executions | CPU seconds | refused with a code | codes | failures | slowest case, s | peak MB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, its in sorted(total.items()):
        refused, failures = sum(its["refused"].values()), sum(its["failures"].values())
        rows.append(
            f"| {name} | {its['executions']:,} | {its['cpu_seconds']:,.0f} | {refused:,} | {len(its['refused'])} | {failures} | {its['slowest']:.1f} | {its['peak_megabytes']} |"
        )
    executions, seconds = sum(its["executions"] for its in total.values()), sum(its["cpu_seconds"] for its in total.values())
    return "\n".join(
        [
            *rows,
            f"| all | {executions:,} | {seconds:,.0f} = {seconds / 3600:.2f} h | | | {sum(sum(its['failures'].values()) for its in total.values())} | | |",
        ]
    )


def main() -> None:
    from tests.fuzz.names import NAMES

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[*NAMES, []], metavar="TARGET", help=", ".join(NAMES))
    parser.add_argument("--seconds", type=float, default=600, help="by the wall clock, for all together")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 10**6)
    parser.add_argument("--slice", type=float, default=SLICE, help="seconds of CPU for a target before the next has its turn")
    parser.add_argument("-o", dest="out", type=Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("--sum", action="store_true")
    options = parser.parse_args()
    folder: Path = options.out
    if not options.sum:
        fuzz(options.targets or list(NAMES), options, folder)
    tallies = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "tallies").glob("*.json"))]
    total = added([one for run in tallies for one in run["slots"]])
    print(shown(total))
    for name, its in sorted(total.items()):
        for failure, count in its["failures"].items():
            print(f"{name}: {failure} ({count})")
    sys.exit(1 if any(its["failures"] for its in total.values()) else 0)


def fuzz(targets: list[str], options: argparse.Namespace, folder: Path) -> None:
    """Slots after each other until the time is over; the tally is written after each."""
    end, begun = time.monotonic() + options.seconds, int(time.time())
    tally = folder / "tallies" / f"{begun}-{options.seed}.json"
    tally.parent.mkdir(parents=True, exist_ok=True)
    for left in (folder / "runs").glob(f"{options.seed}-*"):  # another run, of another seed, may be at work
        shutil.rmtree(left, ignore_errors=True)
    slots: list[Slot] = []
    done: list[dict[str, Any]] = []

    def ended(slot: Slot) -> None:
        slot.end()
        slots.remove(slot)
        done.append(slot.tally())
        shutil.rmtree(slot.folder)
        tally.write_text(json.dumps({"seed": options.seed, "slots": done}, indent=1), encoding="utf-8")

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    number = 0
    try:
        while time.monotonic() < end:
            while len(slots) < options.jobs:
                slots.append(Slot(targets[(options.seed + number) % len(targets)], number, folder, options.slice, options.seed))
                number += 1
            for slot in [slot for slot in slots if slot.look()]:
                ended(slot)
                if "not_started" in done[-1]:
                    time.sleep(10)  # somebody may just be saving a module
            time.sleep(POLL)
    finally:
        for slot in list(slots):
            ended(slot)


if __name__ == "__main__":
    main()
