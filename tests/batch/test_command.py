"""``gouji batch`` from the outside: what it leaves in the folder, says and ends with."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from extractor.batch import outputs
from extractor.batch.outputs import load
from extractor.batch.results import Folder
from extractor.emitters.schema import report_schema
from tests import brokenfiles
from tests.batch.folders import folder, left_in, report, started
from tests.conftest import Run

Gouji = Callable[..., Run]
WINDOWS = sys.platform == "win32"

BROKEN = (
    "leer.pdf",
    "rubbish.pdf",
    "locked.pdf",
    "half.docx",
    "locked.xls",
    "half.zip",
    "header.doc",
    "nested.zip",
    "nested.ofd",
    "half.xls",
)


def failures(out: Path) -> dict[str, str]:
    return {one["name"]: one["code"] for one in json.loads((out / "failed.json").read_text(encoding="utf-8"))}


def batch(gouji: Gouji, *arguments: object) -> Run:
    return gouji("batch", *arguments, "--jobs", 1)


def test_a_folder_of_all_kinds(gouji: Gouji, tmp_path: Path) -> None:
    """Sound files of every form, archives, the same content twice, broken ones: each is done, failed with its reason, or said to be the same."""
    root = folder(tmp_path / "in", 2)
    for form, data in brokenfiles.sound().items():
        (root / f"sound.{form}").write_bytes(data)
    (root / "县").mkdir()
    (root / "县" / "copy.txt").write_text(report(1), encoding="utf-8")
    (root / "县" / "wrong.txt").write_text(report(3, total=17), encoding="utf-8")
    with zipfile.ZipFile(root / "报送.zip", "w") as archive:
        archive.writestr("甲县/报告.txt", report(4))
        archive.writestr("乙县/报告.txt", report(5))
        archive.writestr("乙县/copy.txt", report(2))
        archive.writestr("Thumbs.db", "x")
    (root / ".DS_Store").write_bytes(b"x")
    broken = [one for one in brokenfiles.CASES if one.name in BROKEN]
    for one in broken:
        (root / one.name).write_bytes(one.make())
    out = tmp_path / "out"

    run = gouji("batch", root, "-o", out, "--jobs", 2)
    assert run.status == 3
    assert run.out == ""
    failed = failures(out)
    expected = {one.name: one for one in broken}
    # an archive in an archive is named with its way
    assert {name.split("/")[0] for name in failed} == set(expected)
    assert all(code in expected[name.split("/")[0]].ends for name, code in failed.items())
    read = {load(path)["source"]["name"]: load(path) for path in (out / "reports").iterdir()}
    sound = {f"sound.{form}" for form in brokenfiles.sound()} - {"sound.zip", "sound.tgz"}
    # sound.zip and sound.tgz hold the text that sound.txt is: it is read once, under the first of its names
    assert set(read) == (sound - {"sound.txt"}) | {
        "0001.txt",
        "0002.txt",
        "wrong.txt",
        "报送.zip/甲县/报告.txt",
        "报送.zip/乙县/报告.txt",
        "sound.tgz/a.txt",
    }
    for one in read.values():
        jsonschema.validate(json.loads(json.dumps(one, default=float)), report_schema(), jsonschema.Draft202012Validator)
    assert "县/copy.txt" in run.err
    assert "报送.zip/乙县/copy.txt" in run.err
    assert ".DS_Store" in run.err
    assert "报送.zip/Thumbs.db" in run.err
    for name in failed:
        assert name in run.err
    assert str(out / "failed.json") in run.err
    assert "重复 4 个" in run.err

    before = left_in(out)
    again = gouji("batch", root, "-o", out, "--jobs", 2, "--lang", "zh")
    assert (again.status, left_in(out)) == (3, before)
    assert f"这次读取 0 份，已有结果 {len(read)} 份" in again.err


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("many") / "in", 8)


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_only_what_is_missing_or_changed_is_done(gouji: Gouji, tmp_path: Path) -> None:
    root, out = folder(tmp_path / "in", 4), tmp_path / "out"
    assert batch(gouji, root, "-o", out).status == 0
    first = left_in(out)
    assert len([name for name in first if name.startswith("reports/")]) == 4
    stamps = {path: path.stat().st_mtime_ns for path in (out / "reports").iterdir()}
    (root / "0001.txt").write_text(report(1, total=17), encoding="utf-8")
    (root / "0002.txt").unlink()
    gone = next(path for path in (out / "reports").iterdir() if path.name.endswith("-0003.txt.json"))
    gone.unlink()
    run = batch(gouji, root, "-o", out, "--lang", "zh")
    assert run.status == 1
    assert "报告 3 份：这次读取 2 份，已有结果 1 份" in run.err
    assert "2 份以前的结果" in run.err
    second = left_in(out)
    assert {name.split("-", 1)[1] for name in changed(first, second) if name.startswith("reports/")} == {"0001.txt.json"}
    untouched = [path for path in stamps if path.exists() and path.stat().st_mtime_ns == stamps[path]]
    assert {path.name.split("-", 1)[1] for path in untouched} == {"0001.txt.json", "0002.txt.json", "0004.txt.json"}


def test_another_pack_or_option_does_all_of_it_anew(gouji: Gouji, tmp_path: Path) -> None:
    root, out = folder(tmp_path / "in", 1), tmp_path / "out"
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "mine.toml").write_text('schema = 1\nabout = "mine"\n', encoding="utf-8")
    seen = set()
    for options in ((), ("--patterns", pack, "--lang", "en"), ("--patterns", pack, "--lang", "en", "--no-text")):
        run = batch(gouji, root, "-o", out, *options)
        assert run.status == 0
        (result,) = (out / "reports").iterdir()
        seen.add(result.read_bytes())
    assert len(seen) == 3


def test_a_broken_pack_is_wrong_usage_and_no_failure_of_the_files(gouji: Gouji, tmp_path: Path) -> None:
    root, out = folder(tmp_path / "in", 1), tmp_path / "out"
    (tmp_path / "mine.toml").write_text(
        "schema = 1\nabout = 'mine'\n[[pattern]]\nid = 'score.mine'\nkind = 'score-mention'\nrole = 'self'\nabout = 'one'\nregex = '('\n"
        "examples = [{ text = '甲' }]\n",
        encoding="utf-8",
    )
    run = batch(gouji, root, "-o", out, "--patterns", tmp_path)
    assert run.status == 2
    assert len(run.err.splitlines()) == 1
    assert "mine.toml:4" in run.err
    assert sorted(left_in(out)) == [".gouji-batch"]


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(gouji: Gouji, tmp_path: Path) -> None:
    root, out = folder(tmp_path / "in", 2), tmp_path / "out"
    with zipfile.ZipFile(root / "a.zip", "w") as archive:
        archive.writestr("甲.txt", report(1))
        archive.writestr("乙.txt", report(7))
    run = batch(gouji, root, "-o", out, "--dry-run", "--lang", "en")
    assert run.status == 0
    assert not out.exists()
    assert [line.split()[-1] for line in run.out.splitlines() if line.startswith("to read")] == ["0001.txt", "0002.txt", "a.zip/乙.txt"]
    assert "a.zip/甲.txt (as 0001.txt" in run.out
    assert "3 to read" in run.err


def test_nothing_to_read_is_said(gouji: Gouji, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    run = batch(gouji, tmp_path / "in", "-o", tmp_path / "out")
    assert (run.status, len(run.err.splitlines())) == (0, 1)
    run = batch(gouji, tmp_path / "nowhere", "-o", tmp_path / "out")
    assert run.status == 3
    assert failures(tmp_path / "out") == {"nowhere": "file-missing"}


@pytest.mark.parametrize("options", [("--jobs", 0), ("--timeout", "soon"), ("--memory", -1), ("--engine", "cloud")])
def test_options_that_mean_nothing_are_wrong_usage(gouji: Gouji, tmp_path: Path, options: tuple[object, ...]) -> None:
    run = gouji("batch", tmp_path, "-o", tmp_path / "out", *options)
    assert (run.status, len(run.err.splitlines())) == (2, 1)


def test_results_do_not_go_into_the_folder_that_is_read(gouji: Gouji, tmp_path: Path) -> None:
    root = folder(tmp_path / "in", 1)
    run = batch(gouji, root, "-o", root / ".." / "in")
    assert run.status == 2
    assert [path.name for path in root.iterdir()] == ["0001.txt"]
    assert batch(gouji, root, "-o", root / "out").status == 0
    assert batch(gouji, root, "-o", root / "out").status == 0
    assert len(list((root / "out" / "reports").iterdir())) == 1


def test_a_folder_in_use_or_not_writable_is_wrong_usage(gouji: Gouji, tmp_path: Path) -> None:
    root, out = folder(tmp_path / "in", 1), tmp_path / "out"
    with Folder(out):
        run = batch(gouji, root, "-o", out)
    assert (run.status, len(run.err.splitlines())) == (2, 1)
    assert str(out) in run.err
    run = batch(gouji, root, "-o", root / "0001.txt" / "out")
    assert (run.status, len(run.err.splitlines())) == (2, 1)


def test_a_roster_says_who_is_missing(gouji: Gouji, tmp_path: Path) -> None:
    root, out = folder(tmp_path / "in", 2), tmp_path / "out"
    (root / "0003.txt").write_text(report(2).replace("及时", "够及时"), encoding="utf-8")
    roster = tmp_path / "名单.csv"
    roster.write_bytes("单位\n某1县民政局\n某2县民政局\n某9县民政局\n".encode("gb18030"))
    run = batch(gouji, root, "-o", out, "--roster", roster)
    assert run.status == 0
    said = run.err.splitlines()
    assert any("应报 3 家，已报 2 家" in line for line in said)
    assert any("未报 1 家：某9县民政局" in line for line in said)
    assert any("多次报送 1 家：某2县民政局" in line for line in said)
    missing = batch(gouji, root, "-o", out, "--roster", tmp_path / "nowhere.csv")
    assert missing.status == 2


def test_a_name_that_is_no_utf8(gouji: Gouji, tmp_path: Path) -> None:
    if sys.platform in ("win32", "darwin"):
        pytest.skip("file names are always text on this system")
    root, out = tmp_path / "in", tmp_path / "out"
    root.mkdir()
    Path(os.fsdecode(os.fsencode(root) + b"/\xb1\xa8\xb8\xe6.txt")).write_text(report(1), encoding="utf-8")
    assert batch(gouji, root, "-o", out).status == 0
    assert len(list((out / "reports").iterdir())) == 1


@pytest.mark.skipif(WINDOWS, reason="limits of a process are POSIX")
def test_a_disk_that_is_full_stops_a_batch_and_leaves_nothing_half_written(many: Path, tmp_path: Path, gouji: Gouji) -> None:
    out = tmp_path / "out"
    (many.parent / "large.txt").write_text(report(99) * 4, encoding="utf-8")
    full = started(
        many,
        many.parent / "large.txt",
        "-o",
        out,
        "--jobs",
        1,
        prelude="import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (16000, 16000))",
    )
    _, said = full.communicate(timeout=120)
    assert full.returncode == 2
    assert str(out) in last_of(said)
    assert {name for name in left_in(out) if ".tmp" in name or "work" in name} == set()
    assert batch(gouji, many, many.parent / "large.txt", "-o", out, "--fail-on", "never").status == 0
    assert len(list((out / "reports").iterdir())) == 9


def last_of(said: bytes) -> str:
    """The last line; before it there is nothing but progress, which a machine with much else to do shows."""
    *progress, last = said.decode().splitlines()
    assert [line for line in progress if not line.startswith("读取报告：")] == []
    return last


@pytest.mark.skipif(WINDOWS, reason="a Ctrl-C is sent differently on Windows")
def test_an_interrupt_stops_it_cleanly_and_running_again_goes_on(many: Path, tmp_path: Path, gouji: Gouji) -> None:
    out = tmp_path / "out"
    process = started(many, "-o", out, "--jobs", 2, prelude="import os; os.setpgrp()")
    while process.poll() is None and not list((out / "reports").glob("*.json")):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert last_of(said).startswith("gouji：")
    assert {name.split("/")[0] for name in left_in(out)} <= {".gouji-batch", "pages", "reports"}
    assert not [name for name in left_in(out) if ".tmp" in name]
    assert batch(gouji, many, "-o", out).status == 0
    assert len(list((out / "reports").iterdir())) == 8


def test_the_same_bytes_whatever_the_workers_and_the_surroundings(many: Path, tmp_path: Path) -> None:
    surroundings: list[tuple[int, dict[str, str]]] = [
        (1, {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C"}),
        (3, {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"}),
    ]
    left = []
    for jobs, environment in surroundings:
        out = tmp_path / str(jobs)
        process = started(many, "-o", out, "--jobs", jobs, **environment)
        process.communicate(timeout=120)
        assert process.returncode == 0
        left.append(left_in(out))
    assert left[0] == left[1]


def test_the_summary_adds_up_the_findings_of_earlier_runs_too(gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, out = tmp_path / "in", tmp_path / "out"
    root.mkdir()
    (root / "a.txt").write_text(report(1, total=17), encoding="utf-8")
    taken: list[str] = []

    class Taking:
        name = "names.txt"

        def open(self, at: outputs.Surroundings) -> None:
            self.at = at

        def add(self, report: outputs.Report, path: Path, shown: str) -> None:
            taken.append(shown)

        def close(self, outcome: Any) -> None:
            (self.at.scratch / self.name).write_text(str(dict(outcome.findings)))

    monkeypatch.setattr(outputs, "writers", lambda: [Taking()])
    for status in (1, 1):
        run = batch(gouji, root, "-o", out, "--lang", "en")
        assert run.status == status
        assert "findings: 1 errors, 0 warnings, 0 notes" in run.err
        assert str(out / "names.txt") in run.err
    assert taken == ["a.txt", "a.txt"]
    assert (out / "names.txt").read_text() == "{'error': 1}"
    assert batch(gouji, root, "-o", out, "--fail-on", "never", "--lang", "en").status == 0
