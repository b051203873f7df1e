"""The run itself: a child that dies, hangs or grows is found out, its case is kept, and tallies add up."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz import __main__ as runner
from tests.fuzz.__main__ import Slot, added, shown

TALLY = {
    "target": "pdf",
    "engine": "blind",
    "executions": 7,
    "cpu_seconds": 1.5,
    "refused": {"pdf-damaged": 2},
    "failures": {},
    "slowest": 0.5,
    "peak_megabytes": 90,
}


def test_tallies_add_up() -> None:
    total = added([TALLY, {**TALLY, "slowest": 2.0, "failures": {"ValueError at a": 3}}, {**TALLY, "target": "doc"}])
    assert {name: its["executions"] for name, its in total.items()} == {"pdf": 14, "doc": 7}
    assert (total["pdf"]["slowest"], total["pdf"]["refused"]["pdf-damaged"], total["pdf"]["failures"]["ValueError at a"]) == (2.0, 4, 3)
    assert shown(total).splitlines()[-1].startswith("| all | 21 | 4 = 0.00 h |")


@pytest.mark.skipif(sys.platform == "win32", reason="the limits of the fuzzer's children are POSIX")
@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("import os; os.abort()", "exit -6"),
        ("while True: pass", "hang of more than 0.5 s"),
        ("import time; block = bytearray(300 * 2**20); block[::4096] = b'x' * len(block[::4096]); time.sleep(60)", "more than 200 MB"),
        ("import time; time.sleep(60)", "waits for something"),
    ],
)
def test_a_child_in_trouble_is_replaced_and_its_case_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, failure: str) -> None:
    monkeypatch.setattr(runner, "CPU_LIMIT", 0.5)
    monkeypatch.setattr(runner, "MEMORY_LIMIT", 200 * 2**20)
    monkeypatch.setattr(runner, "STILL", 4.0 if "sleep(60)" in code and "block" not in code else 1800.0)
    monkeypatch.setattr(runner, "POLL", 0.05)
    prepared = (
        "import json, pathlib, sys; place = pathlib.Path(sys.argv[-1]); (place / 'current').write_bytes(b'the case')\n"
        f"(place / 'tally.json').write_text({json.dumps(json.dumps(TALLY))})\n"
    )
    start = subprocess.Popen

    def popen(command: list[str], **more: object) -> subprocess.Popen[bytes]:
        return start([sys.executable, "-c", prepared + code, command[-1]], **more)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(subprocess, "Popen", popen)
    slot = Slot("pdf", 1, tmp_path, 60, 1)
    while not slot.look():
        pass
    assert slot.tally()["failures"] == {failure: 1}
    (kept,) = (tmp_path / "found").iterdir()
    assert (kept / "case").read_bytes() == b"the case"
    assert (kept / "about").read_text(encoding="utf-8").startswith(failure)


def test_a_child_that_cannot_begin_is_no_failure_of_the_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda command, **more: start([sys.executable, "-c", "raise SystemExit(3)"], **more))
    slot = Slot("pdf", 1, tmp_path, 60, 1)
    while not slot.look():
        pass
    found = slot.tally()
    assert (found["failures"], found["executions"], "not_started" in found) == ({}, 0, True)


def test_a_run_ends_in_time_with_its_tally(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = subprocess.Popen
    code = f"import json, pathlib, sys, time; (pathlib.Path(sys.argv[1]) / 'tally.json').write_text({json.dumps(json.dumps(TALLY))}); time.sleep(60)"
    monkeypatch.setattr(subprocess, "Popen", lambda command, **more: start([sys.executable, "-c", code, command[-1]], **more))
    monkeypatch.setattr(runner.signal, "signal", lambda *_: None)
    runner.fuzz(["pdf"], argparse.Namespace(seconds=3.0, seed=1, jobs=1, slice=60.0), tmp_path)
    (tally,) = (tmp_path / "tallies").iterdir()
    assert [one["executions"] for one in json.loads(tally.read_text(encoding="utf-8"))["slots"]] == [7]
    assert not list((tmp_path / "runs").iterdir())
