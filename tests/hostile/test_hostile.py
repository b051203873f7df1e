"""Every hostile file ends in its documented error, or is read where it is harmless, within its limits; none takes the batch or another file down."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest

from extractor.language.patterns import builtin
from extractor.model.errors import ReadError
from extractor.readers import file_bytes, office
from tests.hostile import CASES, READ, Hostile
from tests.hostile.archives import ESCAPES
from tests.hostile.running import batch, put

LIGHT = [case for case in CASES if not case.heavy and not (case.office and office.found() is None)]
LIMITS = ("--timeout", "120", "--memory", "1024", "--limit", "xlsx-cells=50000", "--limit", "ofd-page-objects=100000")
"""Lower than usual where the usual ones take seconds to reach."""


class Ran(NamedTuple):
    status: int
    codes: dict[str, set[str]]
    said: str
    out: Path
    folder: Path


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One batch over all of them, a sound report first and last."""
    root = tmp_path_factory.mktemp("hostile")
    put(LIGHT, root / "in")
    return Ran(*batch(root / "in", root / "out", *LIMITS), root / "out", root / "in")


def test_there_are_enough_of_every_form() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
    forms = {"zip", "docx", "xlsx", "ofd", "pdf", "html", "mhtml", "txt", "doc", "xls", "rtf", "png", "tif", "jpg", "gif", "tgz", "tar"}
    assert forms <= {case.name.rpartition(".")[2] for case in CASES}
    assert all(case.about and case.ends for case in CASES)


@pytest.mark.parametrize("case", LIGHT, ids=lambda case: case.name)
def test_each_ends_as_documented(case: Hostile, ran: Ran) -> None:
    codes = ran.codes.get(case.name) or {READ}
    assert codes <= set(case.ends)
    assert "unexpected" not in codes


def test_every_end_has_words() -> None:
    words = builtin()
    for case in CASES:
        for code in set(case.ends) - {READ}:
            assert words.entry(f"error.{code}").data["zh"], code


def test_the_batch_goes_on(ran: Ran) -> None:
    assert ran.status == 3
    assert "Traceback" not in ran.said
    for name in ("000.txt", "zzz.txt"):
        (path,) = (ran.out / "reports").glob(f"*-{name}.json")
        report = json.loads(path.read_text(encoding="utf-8"))
        assert [section["score"] for section in report["sections"]] == [{"max": 10, "self": 9}] * 2
    assert (ran.out / "summary.xlsx").stat().st_size > 0 and (ran.out / "findings.csv").stat().st_size > 0


def test_nothing_is_left_or_written_elsewhere(ran: Ran) -> None:
    assert not (ran.out / ".gouji-work").exists()
    assert sorted(path.name for path in ran.folder.iterdir()) == sorted(["000.txt", "zzz.txt", *(case.name for case in LIGHT)])
    assert not Path(tempfile.gettempdir(), "gouji-escaped.txt").exists()
    assert [path for path in ran.out.rglob("*") if "escaped" in path.name and path.parent.name != "reports"] == []
    assert len(ESCAPES) > 10


def test_no_file_of_this_machine_comes_out(ran: Ran) -> None:
    for path in (ran.out / "reports").glob("*outside*"):
        assert "root:" not in path.read_text(encoding="utf-8")


# ── what is no file ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """A folder of what looks like files: a pipe, a device, links in circles and out of the folder, a folder with a file's name, one that can't be read."""
    if sys.platform == "win32":
        pytest.skip("pipes, devices and links are made otherwise on Windows")
    folder = tmp_path / "in"
    (folder / "folder.pdf").mkdir(parents=True)
    (folder / "folder.pdf" / "inside.txt").write_text("一、甲（分值10分，自评得分9分）", encoding="utf-8")
    (tmp_path / "theirs.txt").write_text("一、乙（分值10分，自评得分8分）", encoding="utf-8")
    os.mkfifo(folder / "pipe.txt")
    for name, target in (
        ("circle.txt", "circle.txt"),
        ("device.txt", "/dev/zero"),
        ("up", ".."),
        ("gone.txt", "gone"),
        ("out.txt", "../theirs.txt"),
    ):
        (folder / name).symlink_to(target)
    (folder / "locked.txt").write_text("x")
    (folder / "locked.txt").chmod(0)
    (folder / ("长" * 80 + ".txt")).write_text("一、丙（分值10分，自评得分7分）", encoding="utf-8")
    return folder


def test_what_is_no_file_is_told_and_never_waited_on(places: Path, tmp_path: Path) -> None:
    status, codes, said = batch(places, tmp_path / "out", *LIMITS)
    assert status == 3
    locked = {} if os.geteuid() == 0 else {"locked.txt": {"file-permission"}}
    assert (
        codes
        == {"pipe.txt": {"file-special"}, "device.txt": {"file-special"}, "circle.txt": {"file-unreadable"}, "gone.txt": {"file-missing"}}
        | locked
    )
    names = [path.name[17:] for path in (tmp_path / "out/reports").glob("*.json")]
    assert {"inside.txt.json", "out.txt.json"} <= set(names)
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("pipe.txt", "file-special"),
        ("device.txt", "file-special"),
        ("folder.pdf", "file-directory"),
        ("circle.txt", "file-unreadable"),
        ("gone.txt", "file-missing"),
    ],
)
def test_a_single_file_that_is_none(places: Path, name: str, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        file_bytes(places / name)
    assert caught.value.code == code
