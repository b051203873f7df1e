from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.emitters.terminal import one_line, plain
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.errors import ReadError
from tests.conftest import Run

HOSTILE = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202e\u2066\x7f\r\x08"
"""A title of the window, a colour, an emptied screen by a C1 control, text turned round, what is typed over."""


def is_harmless(said: str) -> bool:
    return not any(one in said for one in HOSTILE if one not in "]0;owned[31m2J")


@pytest.mark.parametrize("one", sorted(set(HOSTILE) - set("]0;owned[31m2J")))
def test_a_control_is_written_as_its_escape(one: str) -> None:
    assert plain(f"甲{one}乙") == f"甲\\u{ord(one):04x}乙"


def test_what_is_text_stays() -> None:
    text = "一、组织领导\t9分\n（二）𠮷é“”①%"
    assert plain(text) == text
    assert one_line("a\nb\tc") == "a\\u000ab\\u0009c"


def test_an_error_names_a_file_on_one_line() -> None:
    for lang in ("zh", "en"):
        said = Wording(builtin(), lang).error(ReadError("file-empty", f"a{HOSTILE}\nb.txt"))
        assert is_harmless(said)
        assert len(said.splitlines()) == 1


@pytest.mark.parametrize("command", ["check", "diff"])
def test_a_report_cannot_speak_to_the_terminal(gouji: Callable[..., Run], root: Path, tmp_path: Path, command: str) -> None:
    source = (root / "corpus" / "culture-2023.txt").read_text(encoding="utf-8")
    path, other = tmp_path / f"a{HOSTILE}.txt", tmp_path / "b.txt"
    path.write_text(source.replace("自评", "自\x1b[31m\u202e评", 1).replace("97", "96", 1), encoding="utf-8", newline="")
    other.write_text(source, encoding="utf-8")
    run = gouji(command, "--fail-on", "never", path, *([other] if command == "diff" else []))
    assert run.status == 0
    assert run.out
    assert is_harmless(run.out + run.err)
    assert "\\u001b" in run.out


def test_the_name_of_a_file_that_cannot_be_read_cannot_either(gouji: Callable[..., Run], tmp_path: Path) -> None:
    path = tmp_path / f"a{HOSTILE}\nb.txt"
    path.write_bytes(b"")
    run = gouji("check", path)
    assert (run.status, len(run.err.splitlines())) == (3, 1)
    assert is_harmless(run.err)
