from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.batch.outcome import Duplicate
from extractor.batch.plan import Input, PassedOver, Unreadable, inputs, once_each


def made(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return root


def shown(roots: list[Path], out: Path = Path("out")) -> list[str]:
    return [one.shown for one in inputs(roots, out) if isinstance(one, Input)]


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    root = made(tmp_path / "in", "b.txt", "a/2.txt", "a/1.txt", "c.zip")
    assert shown([root]) == ["a/1.txt", "a/2.txt", "b.txt", "c.zip"]


def test_what_systems_leave_behind_is_passed_over_and_said(tmp_path: Path) -> None:
    root = made(tmp_path / "in", "a.txt", ".DS_Store", "Thumbs.db", "~$a.docx", ".git/config")
    found = list(inputs([root], tmp_path / "out"))
    assert [one.shown for one in found if isinstance(one, PassedOver)] == [".DS_Store", ".git", "Thumbs.db", "~$a.docx"]
    assert shown([root]) == ["a.txt"]


def test_the_folders_of_batches_are_no_input(tmp_path: Path) -> None:
    root = made(tmp_path / "in", "a.txt", "out/reports/x.json", "before/reports/x.json", "before/.gouji-batch")
    found = list(inputs([root], root / "out"))
    assert [(type(one), one.shown) for one in found] == [(Input, "a.txt"), (PassedOver, "before")]
    given = list(inputs([root / "a.txt", root / "before"], root / "out"))  # as a shell writes out in/*
    assert [(type(one), one.shown) for one in given] == [(Input, "a.txt"), (PassedOver, "before")]


@pytest.fixture
def somebody() -> Iterator[Path]:
    """A folder, and a user who may do no more than its permissions say: root may do everything."""
    if sys.platform == "win32":
        pytest.skip("permissions are another thing on Windows")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        was = os.geteuid()
        try:
            yield root
        finally:
            os.seteuid(was)
            for path in [root, *root.rglob("*")]:
                path.chmod(0o755)


def test_what_may_not_be_looked_into_is_named_and_takes_nothing_else_down(somebody: Path) -> None:
    root = made(somebody / "in", "a.txt", "shut/b.txt", "seen/c.txt", "seen/d/e.txt", "f.txt")
    for name, mode in (("shut", 0o000), ("seen", 0o444), ("f.txt", 0o000)):
        (root / name).chmod(mode)
    if os.geteuid() == 0:
        os.seteuid(65534)
    found = list(inputs([root], somebody / "out"))
    assert [one.shown for one in found if isinstance(one, Input)] == ["a.txt"]
    refused = {one.shown: one.error.code for one in found if isinstance(one, Unreadable)}
    assert refused == dict.fromkeys(["f.txt", "seen/c.txt", "seen/d", "shut"], "file-permission")
    (alone,) = inputs([root / "shut" / "b.txt"], somebody / "out")
    assert isinstance(alone, Unreadable)
    assert alone.error.code == "file-permission"


def test_several_roots_are_told_apart(tmp_path: Path) -> None:
    first, second, third = (made(tmp_path / name, "a.txt") for name in ("1/县", "2/县", "3/市"))
    assert shown([first]) == ["a.txt"]
    assert shown([first, third]) == ["县/a.txt", "市/a.txt"]
    assert shown([first, second]) == [f"{first.as_posix()}/a.txt", f"{second.as_posix()}/a.txt"]
    assert shown([first / "a.txt", second / "a.txt", third]) == [f"{first.as_posix()}/a.txt", f"{second.as_posix()}/a.txt", "市/a.txt"]


def test_a_path_given_twice_is_one_input(tmp_path: Path) -> None:
    root = made(tmp_path / "in", "a/b.txt")
    assert shown([root, root / "a", root / "a" / "b.txt"]) == ["in/a/b.txt"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    (found,) = inputs([tmp_path / "nowhere"], tmp_path / "out")
    assert isinstance(found, Unreadable)
    assert (found.shown, found.error.code) == ("nowhere", "file-missing")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders, and links need a right")
def test_links_and_pipes_do_not_hold_a_batch_up(tmp_path: Path) -> None:
    root = made(tmp_path / "in", "a.txt")
    os.mkfifo(root / "b.txt")
    (root / "back").symlink_to(root)
    (root / "broken").symlink_to(tmp_path / "nowhere")
    (root / "c.txt").symlink_to(root / "a.txt")
    found = {one.shown: one.error.code if isinstance(one, Unreadable) else type(one) for one in inputs([root], tmp_path / "out")}
    assert found == {"a.txt": Input, "b.txt": "file-special", "back": PassedOver, "broken": "file-missing", "c.txt": Input}


def test_only_what_may_be_an_archive_is_opened(tmp_path: Path) -> None:
    root = made(tmp_path, "a.txt")
    (root / "b.docx").write_bytes(b"PK\x03\x04rest")
    (root / "c.tar").write_bytes(bytes(257) + b"ustar")
    assert {one.shown: one.packed for one in inputs([root], tmp_path / "out") if isinstance(one, Input)} == {
        "a.txt": False,
        "b.docx": True,
        "c.tar": True,
    }


def test_the_same_content_is_kept_under_its_first_name() -> None:
    found = [Input(Path(name), name, name, 1, digest, False) for name, digest in (("c", "1"), ("a", "1"), ("b", "2"), ("d", "1"))]
    once, others = once_each(found)
    assert [one.shown for one in once] == ["a", "b"]
    assert others == [Duplicate("c", "a"), Duplicate("d", "a")]
