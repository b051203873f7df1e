"""Folders of small reports, and what a batch has left in one; shared with benchmarks/kill_batch.py."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.conftest import ROOT

TEXT = """某{number}县民政局关于2021年度困难群众救助工作的自评报告

省民政厅：

按照要求，我县进行了自查，自评得分{total}分，现将情况报告如下。

一、组织领导（分值10分，自评得分9分）

因制度不全，扣减1分。

二、资金管理（分值10分，自评得分9分）

全年拨付{number}万元，因拨付不及时，扣减1分。

某{number}县民政局

2021年12月22日
"""


def report(number: int, total: int = 18) -> str:
    """A report like no other; with another total than 18 it holds an error."""
    return TEXT.format(number=number, total=total)


def folder(path: Path, count: int) -> Path:
    """A folder of ``count`` reports."""
    path.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        (path / f"{number:04}.txt").write_text(report(number), encoding="utf-8")
    return path


def left_in(out: Path) -> dict[str, bytes]:
    """Every file of a batch's folder by its path, the lock included."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def started(*arguments: object, prelude: str = "", **environment: str) -> subprocess.Popen[bytes]:
    """``gouji batch`` in a process of its own. prelude: what that does first."""
    code = f"{prelude}\nimport sys\nfrom extractor.cli import main\nsys.exit(main(['batch', *sys.argv[1:]]))"
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def kill_at(process: subprocess.Popen[bytes], out: Path, results: int, chance: random.Random, worker: bool) -> bool:
    """Wait for that many results, and a moment more, then end the batch, or one of its workers, as ``kill -9`` does; whether it was there to be ended."""
    while process.poll() is None and len(list((out / "reports").glob("*.json"))) < results:
        time.sleep(0.005)
    time.sleep(chance.random() * 0.1)
    if process.poll() is not None:
        return False
    victim = psutil.Process(process.pid)
    if worker:
        workers = [child for child in victim.children() if "spawn_main" in " ".join(child.cmdline())]
        if not workers:
            return False
        victim = chance.choice(workers)
    victim.kill()
    return True
