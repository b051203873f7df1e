"""Every broken form ends in its own clear error, or is read where it is harmless, within a bound on time and memory, and leaves the others alone.

All files go through one run of the command in a process of its own, beside a sound file at either end; without the cage, for what is asked here is what readers do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.language.patterns import builtin
from extractor.readers import MODULES, read_bytes
from tests.brokenfiles import CASES, READ, REPORT, Broken, sound
from tests.conftest import ROOT

SECONDS = 60.0
"""For one file, on a slow machine with others at work; the slowest takes 5 s on a fast one."""
MEGABYTES = 512
"""That the process may grow by, above what it holds before the first file."""

COMMAND = """
import json, sys, time
from pathlib import Path
import extractor.commands.job, extractor.commands.over_files
from extractor.cli import main
from tests import uncaged

extractor.commands.over_files.Pool = uncaged.Pool  # so that this process reads, and can be measured

def status(name):
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return None
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))

work, measured = extractor.commands.job.extract_bytes, []

def timed(name, *rest, **options):
    begin = time.monotonic()
    try:
        return work(name, *rest, **options)
    finally:
        measured.append((name, time.monotonic() - begin))

extractor.commands.job.extract_bytes = timed
main(["extract", "-o", sys.argv[1], sys.argv[2]])
before, begin = status("VmRSS"), time.monotonic()
exit = main(["extract", "--no-text", "-o", sys.argv[1], *sys.argv[2:]])
Path(sys.argv[1], "measured").write_text(json.dumps([exit, measured, time.monotonic() - begin, before, status("VmHWM")]))
"""

HEAVY = {"pages.pdf", "pages.ofd"}
"""Their ten thousand pages are read, not extracted: no bound is asked of what 10,000 reports cost."""


class Ran(dict[str, Any]):
    """What a run left: ``files`` written, ``failed`` by name, ``exit``, ``seconds`` by name, ``before`` and ``peak`` in megabytes."""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("broken")
    out = folder / "out"
    first, last = folder / "erste.txt", folder / "letzte.txt"
    for path in (first, last):
        path.write_text(REPORT, encoding="utf-8")
    for case in CASES:
        if case.name not in HEAVY:
            (folder / case.name).write_bytes(case.make())
    files = [first, *(folder / case.name for case in CASES if case.name not in HEAVY), last]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, str(out), *map(str, files)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert b"Traceback" not in done.stderr
    exit, seconds, total, before, peak = json.loads((out / "measured").read_text())
    failed: dict[str, list[str]] = {}
    for one in json.loads((out / "failed.json").read_text(encoding="utf-8")):
        failed.setdefault(one["name"].split("/")[0], []).append(one["code"])
    written = {path.name for path in out.glob("*.json")} - {"failed.json"}
    return Ran(exit=exit, failed=failed, written=written, seconds=dict(seconds), total=total, before=before, peak=peak, out=out)


@pytest.mark.parametrize("case", [case for case in CASES if case.name not in HEAVY], ids=lambda case: case.name)
def test_each_ends_as_it_should(case: Broken, ran: Ran) -> None:
    codes = ran["failed"].get(case.name, [READ])
    assert set(codes) <= set(case.ends)
    assert (codes == [READ]) == (f"{Path(case.name).stem}.json" in ran["written"] or f"{case.name}.json" in ran["written"])
    assert ran["seconds"].get(case.name, 0.0) < SECONDS


def test_the_others_are_left_alone(ran: Ran) -> None:
    assert ran["exit"] == 3
    reports = [json.loads((ran["out"] / name).read_text(encoding="utf-8")) for name in ("erste.json", "letzte.json")]
    for report in reports:
        assert [section["score"] for section in report["sections"]] == [{"max": 10, "self": 9}] * 2
    assert {**reports[0], "source": None} == {**reports[1], "source": None}


def test_memory_stays_in_bounds(ran: Ran) -> None:
    if ran["peak"] is None:
        pytest.skip("this system does not tell the peak of a process's memory in /proc")
    assert ran["peak"] - ran["before"] < MEGABYTES


def test_nothing_unexpected_happened(ran: Ran) -> None:
    codes = {code for codes in ran["failed"].values() for code in codes}
    assert "unexpected" not in codes
    words = builtin()
    assert all(words.entry(f"error.{code}").data["zh"] for code in codes)


@pytest.mark.parametrize("case", [case for case in CASES if case.name in HEAVY], ids=lambda case: case.name)
def test_ten_thousand_pages(case: Broken) -> None:
    reading = read_bytes(case.name, case.make())
    assert len(reading.pages) == 10_000
    assert all("9" in page.lines[0].text for page in reading.pages)


@pytest.mark.parametrize("form", [form for form in sound() if form not in ("zip", "tgz")])
@pytest.mark.parametrize("extension", ["txt", "pdf", "docx", "xls"])
def test_a_wrong_extension_changes_nothing(form: str, extension: str) -> None:
    data = sound()[form]
    wrong, right = read_bytes(f"a.{extension}", data), read_bytes(f"a.{form}", data)
    assert wrong.pages == right.pages
    assert (wrong.format, wrong.name) == (right.format, f"a.{extension}")


@pytest.mark.parametrize("form", sorted(set(MODULES) - {"rtf", "odt"}))
def test_there_is_a_broken_file_of_every_form(form: str) -> None:
    extension = {"text": "txt", "image": "png"}.get(form, form)
    assert any(case.name.endswith(f".{extension}") for case in CASES)
