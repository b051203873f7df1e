"""Names from outside are shown, and lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.batch.results import target
from extractor.serve.names import LONGEST, PARTS, cleaned, last


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("自评报告.pdf", "自评报告.pdf"),
        ("2022/甲县/自评报告.pdf", "2022/甲县/自评报告.pdf"),
        ("../../etc/passwd", "etc/passwd"),
        ("..\\..\\Windows\\win.ini", "Windows/win.ini"),
        ("C:\\Users\\a.pdf", "Users/a.pdf"),
        ("/etc/passwd", "etc/passwd"),
        ("a\x00b.pdf", "a\ufffdb.pdf"),
        ("得分\u202efdp.exe", "得分\ufffdfdp.exe"),
        ("CON.pdf", "CON.pdf"),
        ("a\nb\r.txt", "a b .txt"),
        ("half\ud800.txt", "half\ufffd.txt"),
        ("", "-"),
        ("..", "-"),
        ("   ", "-"),
        ("/".join("abcdefghijkl"), "/".join("efghijkl")),
    ],
)
def test_what_is_shown(given: str, shown: str) -> None:
    assert cleaned(given) == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = cleaned("长" * 5000 + ".docx")
    assert len(shown) == LONGEST
    assert shown.endswith("….docx")
    assert len(cleaned("/".join(["a" * 500] * 50))) <= (LONGEST + 1) * PARTS


@pytest.mark.parametrize("given", ["CON", "../../x.pdf", "a\x00.pdf", "nul.txt", "长" * 5000, "a:b?.txt", "..\\x"])
def test_no_name_becomes_a_path(tmp_path: Path, given: str) -> None:
    made = target(tmp_path, last(cleaned(given)), "0" * 64)
    assert made.resolve().parent == (tmp_path / "reports").resolve()
    assert made.name.startswith("0" * 16 + "-")
    assert len(made.name.encode()) <= 255
    assert not set(made.name) & set('<>:"/\\|?*\x00\n')
