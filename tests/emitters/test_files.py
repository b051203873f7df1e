import json
import os
import re
from pathlib import Path

import pytest

from extractor.emitters.files import LONGEST, digest_name, member_name, report_of_other_input, target_names, write_whole


def names(*inputs: str) -> list[str | None]:
    return target_names([Path(one) for one in inputs])


def test_a_report_is_named_after_its_input() -> None:
    assert names("a/报告.txt", "乙.pdf") == ["报告.json", "乙.json"]


def test_a_shared_stem_keeps_the_extension() -> None:
    assert names("甲.txt", "甲.pdf", "乙.pdf") == ["甲.txt.json", "甲.pdf.json", "乙.json"]


def test_a_shared_name_is_told_apart_by_content() -> None:
    assert names("a/甲.txt", "b/甲.txt") == [None, None]
    assert digest_name("甲.txt", "0123456789abcdef" * 4) == "0123456789abcdef-甲.txt.json"


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("a.zip/县局/报告.pdf", "a.zip-县局-报告.pdf.json"),
        ("a.zip/../../etc/passwd", "a.zip-..-..-etc-passwd.json"),
        ("a.zip//etc/passwd", "a.zip--etc-passwd.json"),
        ('a.zip/C:\\x<y>"|?*.txt', "a.zip-C--x-y-----.txt.json"),
        ("con.zip/b.txt", "-con.zip-b.txt.json"),
        ("a.zip/结尾. ", "a.zip-结尾.json"),
    ],
)
def test_a_member_gets_one_safe_name(shown: str, name: str) -> None:
    assert member_name(shown, ()) == name


def test_a_member_whose_name_is_taken_or_too_long_is_told_apart_by_content() -> None:
    assert member_name("a.zip/B.txt", {"a.zip-b.txt.json"}) is None
    long = "a.zip/" + "长" * 100 + ".pdf"
    assert member_name(long, ()) is None
    chosen = digest_name(long, "0123456789abcdef" * 4)
    assert chosen.startswith("0123456789abcdef-") and chosen.endswith("长.pdf.json")
    assert len(chosen.encode()) <= LONGEST


def test_letter_case_does_not_tell_names_apart() -> None:
    assert names("a/R.txt", "b/r.txt", "S.txt", "s.pdf") == [None, None, "S.txt.json", "s.pdf.json"]


def test_the_list_of_failures_keeps_its_name() -> None:
    assert names("failed.txt") == ["failed.txt.json"]


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.json"
    write_whole(target, b"one")
    write_whole(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["a.json"]


def test_what_fails_half_way_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.json"
    write_whole(target, b"old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_others_may_read_what_the_umask_lets_them(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "a.json", b"one")
        assert (tmp_path / "a.json").stat().st_mode & 0o777 == 0o644
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    ("content", "other"),
    [
        ({"source": {"sha256": "ab"}}, False),
        ({"source": {"sha256": "cd"}}, True),
        ({}, True),
        ([], True),
        ("no report", True),
    ],
)
def test_a_report_of_another_input_is_told(tmp_path: Path, content: object, other: bool) -> None:
    target = tmp_path / "a.json"
    target.write_text(json.dumps(content), encoding="utf-8")
    assert report_of_other_input(target, "ab") is other


@pytest.mark.parametrize(
    "name", ["con", "NUL.txt", "com1.a.b", "lpt¹", "CON .txt", "conin$", "a:b", "a?b*", 'a"b', "a|b", "...", "a\nb", "a\\b"]
)
def test_a_file_gets_a_name_that_every_system_takes(name: str) -> None:
    (chosen,) = target_names([Path(name)])
    assert chosen is not None
    assert not re.match(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)", chosen)
    assert not set(chosen) & set('<>:"/\\|?*\n')
    assert chosen.endswith(".json")
    assert len(chosen) > len(".json")


def test_names_that_are_the_same_when_they_are_clean_are_told_apart() -> None:
    assert target_names([Path("a:b.txt"), Path("a?b.txt")]) == [None, None]
    assert target_names([Path("a:b.txt"), Path("a?b.pdf")]) == ["a-b.txt.json", "a-b.pdf.json"]
