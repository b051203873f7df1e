"""Whatever fails under a batch (a full disk, a folder that can only be read, files that change, a clock that runs backwards): what is there is whole,
and the next run, left alone, leaves the bytes of an undisturbed one.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.batch import results
from extractor.batch.job import Task
from extractor.review import decisions
from extractor.review.decisions import Decision, Decisions, State
from tests.batch.faults import Disk, inline
from tests.batch.folders import folder, left_in, report
from tests.conftest import Run

Gouji = Callable[..., Run]
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # XlsxWriter leaves its temporary files open where it fails


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Two reports and a file that is none."""
    made = folder(tmp_path / "in", 2)
    (made / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    return made


@pytest.fixture
def reference(gouji: Gouji, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What an undisturbed batch leaves."""
    with monkeypatch.context() as patch:
        inline(patch)
        assert gouji("batch", given, "-o", tmp_path / "reference").status == 3
    return left_in(tmp_path / "reference")


def check_whole(out: Path, reference: dict[str, bytes]) -> None:
    """Nothing stands in the folder that an undisturbed batch would not leave there, byte for byte."""
    left = left_in(out)
    assert {name for name in left if left[name] != reference.get(name)} == set()


def finished(gouji: Gouji, given: Path, out: Path, reference: dict[str, bytes]) -> None:
    """Left alone, the batch completes."""
    assert gouji("batch", given, "-o", out).status == 3
    assert left_in(out) == reference


@pytest.mark.skipif(sys.platform == "win32", reason="the name of an open file is asked of /proc")
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO])
def test_a_disk_that_fails_at_any_write(
    gouji: Gouji, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: dict[str, bytes], code: int
) -> None:
    inline(monkeypatch)
    disk = Disk(tmp_path / "out")
    with disk.installed():
        finished(gouji, given, tmp_path / "out", reference)
    assert disk.writes > 20
    step = {errno.ENOSPC: 3}.get(code, disk.writes // 3)
    for number in range(1, disk.writes + 1, step):
        out = tmp_path / f"out-{number}"
        with Disk(out, number, code).installed():
            run = gouji("batch", given, "-o", out)
        assert (run.status, len(run.err.splitlines())) == (2, 1), (number, run.err)
        assert os.strerror(code) in run.err, number
        check_whole(out, reference)
        if number % 2:
            finished(gouji, given, out, reference)


@pytest.mark.skipif(sys.platform == "win32", reason="the name of an open file is asked of /proc")
def test_a_disk_that_is_full_leaves_the_tables_of_the_run_before(
    gouji: Gouji, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: dict[str, bytes]
) -> None:
    inline(monkeypatch)
    out = tmp_path / "out"
    finished(gouji, given, out, reference)
    (given / "more.txt").write_text(report(9), encoding="utf-8")
    probe = Disk(tmp_path / "probe")
    with probe.installed():
        gouji("batch", given, "-o", tmp_path / "probe")
    with Disk(out, probe.writes // 2).installed():
        assert gouji("batch", given, "-o", out).status == 2
    left = left_in(out)
    assert {name: left[name] for name in reference} == reference  # the tables are those of before, not half of each
    finished(gouji, given, out, left_in(tmp_path / "probe"))


def test_files_that_change_or_vanish_while_they_are_read(
    gouji: Gouji, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    lost: dict[Path, bytes] = {}

    def disturb(task: Task) -> None:
        if task.path.name == "0001.txt":
            with task.path.open("ab") as file:
                file.write("又加一行。\n".encode())
        elif task.path.name == "0002.txt":
            lost[task.path] = task.path.read_bytes()
            task.path.unlink()

    first = (given / "0001.txt").read_bytes()
    inline(monkeypatch, disturb)
    assert gouji("batch", given, "-o", out).status == 3
    failed = {one["name"]: one["code"] for one in json.loads((out / "failed.json").read_text(encoding="utf-8"))}
    assert (failed["0001.txt"], failed["0002.txt"]) == ("file-changed", "file-missing")
    assert list((out / "reports").iterdir()) == []
    (given / "0001.txt").write_bytes(first)
    for path, content in lost.items():
        path.write_bytes(content)
    inline(monkeypatch)
    finished(gouji, given, out, reference)


def test_a_file_that_grows_while_its_hash_is_made(gouji: Gouji, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inline(monkeypatch)
    growing = given / "0001.txt"
    state = Path.stat

    def grown(self: Path, **more: bool) -> os.stat_result:
        found = state(self, **more)
        if self == growing:
            with self.open("ab") as file:
                file.write(b"\n")
        return found

    monkeypatch.setattr(Path, "stat", grown)
    out = tmp_path / "out"
    assert gouji("batch", given, "-o", out).status == 3
    monkeypatch.setattr(Path, "stat", state)
    failed = {one["name"]: one["code"] for one in json.loads((out / "failed.json").read_text(encoding="utf-8"))}
    assert failed["0001.txt"] == "file-changed"
    assert "0002.txt" not in failed
    gouji("batch", given, "-o", out)
    gouji("batch", given, "-o", tmp_path / "undisturbed")
    assert left_in(out) == left_in(tmp_path / "undisturbed")


@pytest.mark.parametrize("years", [-40, 60])
def test_dates_of_files_mean_nothing(
    gouji: Gouji, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: dict[str, bytes], years: int
) -> None:
    inline(monkeypatch)
    out = tmp_path / "out"
    moment = time.time() + years * 365 * 86_400
    for path in given.iterdir():
        os.utime(path, (moment, moment))
    finished(gouji, given, out, reference)
    for path in (path for path in out.rglob("*") if path.is_file()):
        os.utime(path, (moment, moment))
    finished(gouji, given, out, reference)


def test_a_clock_that_runs_backwards(
    gouji: Gouji, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: dict[str, bytes]
) -> None:
    inline(monkeypatch)
    now = [time.time()]

    def earlier() -> float:
        now[0] -= 3600
        return now[0]

    monkeypatch.setattr(time, "time", earlier)
    monkeypatch.setattr(time, "time_ns", lambda: int(earlier() * 10**9))
    finished(gouji, given, tmp_path / "out", reference)


def test_a_page_of_another_result_is_made_anew_whatever_its_date(
    gouji: Gouji, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: dict[str, bytes]
) -> None:
    """The clock is set back, the result is made anew, and the machine stops before its page is: the page of before is younger than the result."""
    inline(monkeypatch)
    out = tmp_path / "out"
    gouji("batch", given, "-o", out, "--lang", "en")
    old = {path.name: path.read_bytes() for path in (out / "pages").iterdir()}
    finished(gouji, given, out, reference)
    for path in (out / "pages").iterdir():
        path.write_bytes(old[path.name])
        os.utime(path, (time.time() + 10**6,) * 2)
    finished(gouji, given, out, reference)


def test_a_page_that_was_cut_off_is_made_anew(
    gouji: Gouji, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: dict[str, bytes]
) -> None:
    """A machine that loses its power may leave a file with its name and half of its content."""
    inline(monkeypatch)
    out = tmp_path / "out"
    finished(gouji, given, out, reference)
    for number, path in enumerate(sorted((out / "pages").iterdir())):
        path.write_bytes(path.read_bytes()[: -1 if number else 0])
    finished(gouji, given, out, reference)


def test_decisions_are_shown_whatever_their_date(gouji: Gouji, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inline(monkeypatch)
    (given / "0001.txt").write_text(report(1, total=17), encoding="utf-8")
    out = tmp_path / "out"
    gouji("batch", given, "-o", out)
    result = next((out / "reports").glob("*-0001.txt.json"))
    found = json.loads(result.read_bytes())
    decided = Decisions(found["source"]["sha256"], "0" * 64, "a", (Decision(found["findings"][0]["id"], State.ACCEPTED, by="张三"),))
    decisions.beside(result).write_bytes(decisions.to_json(decided))
    os.utime(decisions.beside(result), (10**9, 10**9))
    assert not results.is_page_current(result)
    gouji("batch", given, "-o", out)
    assert "张三" in results.page_of(result).read_text(encoding="utf-8")
    decisions.beside(result).unlink()
    gouji("batch", given, "-o", out)
    assert "张三" not in results.page_of(result).read_text(encoding="utf-8")
