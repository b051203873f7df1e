"""What a failing file makes the commands say names the file and the cause, never its text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import setting
from tests.conftest import Run
from tests.wordfiles import docx, p

TEXT = "低保对象王小五身份证号码和家庭住址均已核实，张小明同志负责联系，电话号码另附，" * 40
SAMPLE = 24
"""Characters that an error about mojibake shows."""
FILES: dict[str, Callable[[], bytes]] = {
    "mojibake.txt": lambda: TEXT.encode("utf-8").decode("gb18030", "replace").encode("utf-8"),
    "lost.txt": lambda: TEXT.replace("小", "\ufffd").encode("utf-8"),
    "binary.txt": lambda: TEXT.encode("utf-8") + bytes(range(32)) * 400,
    "odd.txt": lambda: TEXT.encode("gb18030")[:-1] + b"\xff\xfe\x81" * 50,
    "half.docx": lambda: docx(p(TEXT))[:-400],
    "half.pdf": lambda: setting.set_report(TEXT).pdf[:600],
    "half.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + TEXT.encode("utf-16-le"),
    "page.html": lambda: ("<html><body>" + "<div>" * 30_000 + TEXT + "</body></html>").encode("utf-8"),
    "half.ofd": lambda: b"PK\x03\x04" + TEXT.encode("utf-8"),
}


def quoted(said: str, source: str) -> int:
    """The length of the longest piece of ``source`` that is said, in characters; pieces of fewer than three are words of the message itself."""
    longest = 0
    for start in range(len(source)):
        while source[start : start + longest + 1] in said and start + longest < len(source):
            longest += 1
    return longest if longest >= 3 else 0


def said_too_much(name: str, said: str, source: bytes) -> bool:
    """Whether more of a file's text is said than the sample of an error about mojibake."""
    printed = source.decode("utf-8", "replace") if name == "mojibake.txt" else TEXT
    return quoted(said, printed[:800]) > (SAMPLE if name in ("mojibake.txt", "lost.txt") else 0)


@pytest.mark.parametrize("name", FILES)
def test_what_is_said_of_a_failing_file(gouji: Callable[..., Run], tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    source.write_bytes(FILES[name]())
    run = gouji("check", source)
    assert (run.status, run.out, name in run.err) == (3, "", True)
    assert not said_too_much(name, run.err, source.read_bytes())
    assert "Traceback" not in run.err


def test_what_a_batch_says_of_failing_files(gouji: Callable[..., Run], tmp_path: Path) -> None:
    files = {name: make() for name, make in FILES.items()}
    (tmp_path / "in").mkdir()
    for name, data in files.items():
        (tmp_path / "in" / name).write_bytes(data)
    run = gouji("batch", "--jobs", 1, tmp_path / "in", "-o", tmp_path / "out")
    failed = {one["name"]: one for one in json.loads((tmp_path / "out" / "failed.json").read_text(encoding="utf-8"))}
    assert (run.status, sorted(failed)) == (3, sorted(files))
    assert "unexpected" not in {one["code"] for one in failed.values()}
    assert [name for name, one in failed.items() if said_too_much(name, one["message"], files[name])] == []
    assert [line for line in run.err.splitlines() if not any(name in line for name in files) and quoted(line, TEXT[:800])] == []


def test_a_quotation_is_found() -> None:
    assert quoted("文件 a.txt：…张小明同志负责…", TEXT) == 7
    assert quoted("a.txt: damaged", TEXT) == 0


def test_an_error_that_nobody_foresaw_is_told_without_its_words(
    gouji: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(text: Any, *_: object) -> None:
        raise ValueError(f"could not make anything of {text.content}")

    monkeypatch.setattr("extractor.pipeline.segment", fails)
    source = tmp_path / "a.txt"
    source.write_text(TEXT, encoding="utf-8")
    for arguments in (("check", source), ("extract", "-o", tmp_path / "out", source)):
        run = gouji(*arguments)
        assert run.status == 3
        assert "ValueError (extractor." in run.err
        assert quoted(run.err, TEXT[:800]) == 0
    (failed,) = json.loads((tmp_path / "out" / "failed.json").read_text(encoding="utf-8"))
    assert failed["code"] == "unexpected"
    assert quoted(failed["message"], TEXT[:800]) == 0
