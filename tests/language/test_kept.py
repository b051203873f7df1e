"""What is kept beside the bytecode: found again by the same text and the same code only, and missed by nobody where it can't be kept."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

import pytest
import regex

from extractor.language import kept
from extractor.language.kept import Kept
from extractor.language.needs import Needs, needs_of
from extractor.language.patterns import builtin


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "bytecode"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def _keep(*pairs: tuple[str, bytes], code: tuple[str, ...] = ()) -> Kept:
    one = Kept("trial", "1", code)
    for text, made in pairs:
        one.put(text, made)
    one.write()
    return one


def test_it_is_found_by_the_next_process_and_by_its_text_only() -> None:
    _keep(("合计", b"1"))

    assert Kept("trial", "1").get("合计") == b"1"
    assert Kept("trial", "1").get("合 计") is None
    assert Kept("trial", "2").get("合计") is None


def test_what_others_have_kept_stays() -> None:
    _keep(("甲", b"1"))
    _keep(("乙", b"2"))

    assert [Kept("trial", "1").get(text) for text in "甲乙"] == [b"1", b"2"]


def test_nothing_is_written_where_python_writes_no_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    path = _keep(("甲", b"1")).path

    assert path is not None
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "bytecode").write_bytes(b"")

    _keep(("甲", b"1"))

    assert Kept("trial", "1").get("甲") is None


@pytest.mark.parametrize("content", [b"", b"{", b"\xe9\x01\x00\x00\x00"], ids=["empty", "cut off", "no dictionary"])
def test_a_file_that_cannot_be_read_is_written_anew(content: bytes) -> None:
    path = _keep(("甲", b"1")).path
    assert path is not None
    path.write_bytes(content)

    assert Kept("trial", "1").get("甲") is None
    _keep(("乙", b"2"))
    assert Kept("trial", "1").get("乙") == b"2"
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_code_that_has_changed_finds_nothing_of_before(tmp_path: Path) -> None:
    code = tmp_path / "maker.py"
    code.write_text("1", encoding="utf-8")
    _keep(("甲", b"1"), code=(str(code),))
    assert Kept("trial", "1", (str(code),)).get("甲") == b"1"

    code.write_text("12", encoding="utf-8")
    assert Kept("trial", "1", (str(code),)).get("甲") is None


def test_code_that_is_no_file_finds_nothing() -> None:
    _keep(("甲", b"1"), code=("no-such-file.py",))

    assert Kept("trial", "1", ("no-such-file.py",)).get("甲") is None


def test_where_too_much_is_kept_what_nobody_asked_for_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(("甲", b"1"), ("乙", b"2"))
    monkeypatch.setattr(kept, "MOST", 2)
    one = Kept("trial", "1")
    assert one.get("乙") == b"2"
    one.put("丙", b"3")
    one.write()

    assert [Kept("trial", "1").get(text) for text in "甲乙丙"] == [None, b"2", b"3"]


def test_a_kept_pattern_matches_as_it_did() -> None:
    """The library pickles what it has compiled, and what every match holds is the same once it is kept."""
    for pattern in list(builtin())[::20]:
        again = pickle.loads(pickle.dumps(pattern.compiled))
        assert again.pattern == regex.compile(pattern.source).pattern
        for example in pattern.examples:
            first, second = (one.search(example["text"]) for one in (pattern.compiled, again))
            assert first is not None
            assert second is not None
            assert (first.span(), first.groupdict()) == (second.span(), second.groupdict())
        needs = needs_of(pattern.source)
        assert _told(needs) == _told(pickle.loads(pickle.dumps(needs)))


def _told(needs: Needs | None) -> object:
    if needs is None:
        return None
    held = [(one.words, one.least, one.most, one.rest, one.before, one.behind) for one in needs.held]
    return held, needs.ahead, needs.beginnings


def test_the_file_stands_beside_the_bytecode() -> None:
    path = Kept("trial", "1").path

    assert path is not None
    assert os.fspath(path).startswith(str(sys.pycache_prefix))
