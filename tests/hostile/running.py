"""Runs commands over hostile files as a person would, in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT
from tests.hostile.case import READ, Hostile

REPORT = """某县民政局关于2021年度工作的自评报告

一、组织领导（分值10分，自评得分9分）

因制度不全，扣减1分。

二、资金管理（分值10分，自评得分9分）

因拨付不及时，扣减1分。
"""


SECONDS = 60
"""The limit on time for the table: a tenth of the usual one, so that it is done in this life."""


MEASURE = """
import os, subprocess, sys, time
begin = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = os.wait4(process.pid, 0)[2]
print(time.monotonic() - begin, used.ru_maxrss)
"""
"""In a process of its own, a small one: the system counts what the starter held as the peak of what it starts."""


class Ran(NamedTuple):
    """What came of one file alone. codes: of its errors, or `READ`. seconds: of the whole command by the wall clock. megabytes: the most that any one
    process of the command held, as the system counted.
    """

    codes: tuple[str, ...]
    seconds: float
    megabytes: int


def put(cases: Sequence[Hostile], folder: Path) -> None:
    """Write the files, and a sound report before and behind them."""
    folder.mkdir(parents=True)
    for name in ("000.txt", "zzz.txt"):
        (folder / name).write_text(REPORT + name, encoding="utf-8")
    for case in cases:
        (folder / case.name).write_bytes(case.make())


def batch(folder: Path, out: Path, *options: str) -> tuple[int, dict[str, set[str]], str]:
    """``gouji batch``: its status, the codes of each file's errors by its name, and what it said."""
    command = [sys.executable, "-m", "extractor", "batch", str(folder), "-o", str(out), "--no-pages", "--jobs", "2", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, stdin=subprocess.DEVNULL, timeout=900, check=False)
    codes: dict[str, set[str]] = {}
    for one in json.loads((out / "failed.json").read_text(encoding="utf-8")):
        codes.setdefault(one["name"].split("/")[0], set()).add(one["code"])
    return done.returncode, codes, done.stderr.decode("utf-8", "replace")


def alone(case: Hostile, folder: Path) -> Ran:
    """``gouji extract`` on one file."""
    path, out = folder / case.name, folder / "out"
    path.write_bytes(case.make())
    command = [sys.executable, "-m", "extractor", "extract", "--no-text", "--limit", f"seconds={SECONDS}", "-o", str(out), str(path)]
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, *command], cwd=ROOT, capture_output=True, stdin=subprocess.DEVNULL, check=True
    )
    seconds, kilobytes = measured.stdout.split()[-2:]
    failed = out / "failed.json"
    codes = {one["code"] for one in json.loads(failed.read_text(encoding="utf-8"))} if failed.exists() else set()
    if [one for one in out.glob("*.json") if one != failed]:
        codes.add(READ)
    return Ran(tuple(sorted(codes)), float(seconds), int(kilobytes) // 1024)
