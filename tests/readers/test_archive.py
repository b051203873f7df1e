"""Archives as sets of submissions: names as they were packed, limits kept while unpacking, a bad member alone."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.language.patterns import builtin
from extractor.model import limits
from extractor.model.errors import ReadError
from extractor.readers import read_bytes
from extractor.readers.archive import budget as archive_budget
from extractor.readers.archive.reader import Member, Skipped, is_archive, members

GOOD = "一、组织领导（分值10分，自评得分9分）\n".encode()


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, content in entries:
            made.writestr(name, content, method)
    return buffer.getvalue()


def tarred(*entries: tuple[str, bytes] | tarfile.TarInfo, mode: str = "w", encoding: str = "utf-8") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, encoding=encoding) as made:  # type: ignore[call-overload]
        for entry in entries:
            if isinstance(entry, tarfile.TarInfo):
                made.addfile(entry)
            else:
                info = tarfile.TarInfo(entry[0])
                info.size = len(entry[1])
                made.addfile(info, io.BytesIO(entry[1]))
    return buffer.getvalue()


def told(data: bytes, name: str = "a.zip") -> list[tuple[str, object]]:
    """Name and content of each member, an error by its code."""
    return [(one.name, one.content.code if isinstance(one.content, ReadError) else one.content) for one in members(name, data)]


def raw_zip(name: bytes, flags: int, extra: bytes = b"") -> bytes:
    """A ZIP of one stored member whose name, flags and extra field are written as they stand."""
    sizes = struct.pack("<IIIHH", zlib.crc32(GOOD), len(GOOD), len(GOOD), len(name), len(extra))
    local = struct.pack("<4sHHHHH", b"PK\x03\x04", 20, flags, 0, 0, 33) + sizes + name + extra
    central = struct.pack("<4sHHHHHH", b"PK\x01\x02", 20, 20, flags, 0, 0, 33) + sizes + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name + extra
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local) + len(GOOD), 0)
    return local + GOOD + central + end


def test_an_xz_that_asks_for_much_memory_names_the_limit_and_one_that_is_broken_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    data = tarred(("a.txt", GOOD), mode="w:xz")
    monkeypatch.setitem(limits.IN_FORCE, "archive-xz-bytes", 4096)
    (refused,) = members("a.txz", data)
    assert isinstance(refused.content, ReadError)
    assert (refused.name, refused.content.code) == ("a.txz", "archive-memory")
    assert refused.content.params == {"limit": 4096, "limit_name": "archive-xz-bytes"}
    monkeypatch.undo()
    assert [one.content for one in members("a.txz", data)] == [GOOD]
    assert [one.content.code for one in members("a.txz", data[:20]) if isinstance(one.content, ReadError)] == ["archive-damaged"]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_files_packed_or_not(mode: str) -> None:
    data = tarred(("县局/报告.txt", GOOD), ("乙.txt", b"2"), mode=mode)
    assert is_archive(data)
    assert told(data, "a.tgz") == [("a.tgz/县局/报告.txt", GOOD), ("a.tgz/乙.txt", b"2")]


def test_members_in_their_order_without_folders() -> None:
    assert told(zipped(("空/", b""), ("县局/报告.txt", GOOD), ("a.txt", b"1"))) == [("a.zip/县局/报告.txt", GOOD), ("a.zip/a.txt", b"1")]


@pytest.mark.parametrize(
    ("name", "flags", "extra", "expected"),
    [
        ("自评报告.txt".encode("gb18030"), 0, b"", "自评报告.txt"),
        ("自评报告.txt".encode(), 0, b"", "自评报告.txt"),
        ("自评报告.txt".encode(), 0x800, b"", "自评报告.txt"),
        ("自评报告.txt".encode("gb18030"), 0x800, b"", "自评报告.txt"),
        (b"\x81\xff.txt", 0, b"", "ü\\xa0.txt"),
        (
            b"zp.txt",
            0,
            struct.pack("<HHBI", 0x7075, 5 + len("自评.txt".encode()), 1, zlib.crc32(b"zp.txt")) + "自评.txt".encode(),
            "自评.txt",
        ),
        (b"zp.txt", 0, struct.pack("<HHBI", 0x7075, 5 + len("自评.txt".encode()), 1, 7) + "自评.txt".encode(), "zp.txt"),
        (b"a\nb\x1b[31m.txt", 0, b"", "a\\nb\\x1b[31m.txt"),
    ],
    ids=["gbk", "utf8", "utf8-marked", "gbk-marked-utf8", "neither", "unicode-path", "unicode-path-of-another-name", "control"],
)
def test_names_as_those_who_packed_them_saw_them(name: bytes, flags: int, extra: bytes, expected: str) -> None:
    assert told(raw_zip(name, flags, extra)) == [(f"a.zip/{expected}", GOOD)]


def test_names_in_gbk_in_tar() -> None:
    data = tarred(("报告.txt", GOOD), encoding="gbk")
    assert told(data, "a.tar") == [("a.tar/报告.txt", GOOD)]


def test_what_systems_leave_behind_is_passed_over_and_said() -> None:
    names = ["__MACOSX/._报告.txt", "a/.DS_Store", "Thumbs.db", "~$报告.docx", "._b.txt"]
    data = zipped(*((name, b"x") for name in names), ("报告.txt", GOOD))
    lock, system = Skipped.LOCK, Skipped.SYSTEM
    assert [content for _, content in told(data)] == [system, system, system, lock, system, GOOD]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\x.txt", "CON", "a/../../b.txt"])
def test_names_are_only_labels(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert [content for _, content in told(zipped((name, GOOD)))] == [GOOD]
    assert [content for _, content in told(tarred((name, GOOD)))] == [GOOD]
    assert list(tmp_path.iterdir()) == []


def test_an_archive_in_an_archive_is_opened_and_no_deeper() -> None:
    inner = tarred(("c.txt", GOOD), ("d.zip", zipped(("e.txt", GOOD))), mode="w:gz")
    assert told(zipped(("b.tgz", inner), ("f.txt", b"1"))) == [
        ("a.zip/b.tgz/c.txt", GOOD),
        ("a.zip/b.tgz/d.zip", "archive-nested"),
        ("a.zip/f.txt", b"1"),
    ]
    assert told(zipped(("b.zip", zipped()), ("f.txt", b"1"))) == [("a.zip/b.zip", "archive-empty"), ("a.zip/f.txt", b"1")]


def test_documents_that_are_zip_files_are_no_archives() -> None:
    assert not is_archive(zipped(("word/document.xml", b"x")))
    assert not is_archive(zipped(("xl/workbook.xml", b"x")))
    assert not is_archive(GOOD)


# A bad member alone


def test_an_encrypted_member() -> None:
    data = bytearray(zipped(("a.txt", GOOD), ("b.txt", GOOD)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert told(bytes(data)) == [("a.zip/a.txt", "archive-member-encrypted"), ("a.zip/b.txt", GOOD)]


def test_a_damaged_member_and_an_unknown_method() -> None:
    data = bytearray(zipped(("a.txt", GOOD), ("b.txt", GOOD), method=zipfile.ZIP_STORED))
    data[data.index(GOOD) + 3] ^= 0xFF
    assert told(bytes(data)) == [("a.zip/a.txt", "archive-member-damaged"), ("a.zip/b.txt", GOOD)]
    data = bytearray(zipped(("a.txt", GOOD), ("b.txt", GOOD)))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(mark) + at] = 99
    assert told(bytes(data)) == [("a.zip/a.txt", "archive-member-method"), ("a.zip/b.txt", GOOD)]


def test_links_and_devices_are_refused() -> None:
    entries = []
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
        info = tarfile.TarInfo(f"{kind.decode()}.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        entries.append(info)
    assert [content for _, content in told(tarred(*entries, ("b.txt", GOOD)))] == ["archive-member-link"] * 4 + [GOOD]
    link = zipfile.ZipInfo("l.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    assert told(zipped((link, b"/etc/passwd"), ("b.txt", GOOD))) == [("a.zip/l.txt", "archive-member-link"), ("a.zip/b.txt", GOOD)]


def test_names_that_occur_twice_are_both_given() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a.txt", b"1"), ("a.txt", b"2"))
    assert told(data) == [("a.zip/a.txt", b"1"), ("a.zip/a.txt", b"2")]


# Broken as a whole


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (zipped(("a.txt", GOOD))[:-10], ["archive-damaged"]),
        (zipped(), ["archive-empty"]),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), ["archive-unsupported"]),
        (b"Rar!\x1a\x07\x01\x00" + bytes(100), ["archive-unsupported"]),
        (gzip.compress(GOOD, mtime=0), ["archive-unsupported"]),
        (bz2.compress(GOOD), ["archive-unsupported"]),
        (lzma.compress(GOOD), ["archive-unsupported"]),
        (gzip.compress(GOOD * 100, mtime=0)[:12], ["archive-damaged"]),
        (b"\x1f\x8b\x08", ["archive-damaged"]),
        (lzma.compress(GOOD)[:20], ["archive-damaged"]),
    ],
    ids=["cut-zip", "empty-zip", "7z", "rar", "gz", "bz2", "xz", "cut-gz", "gz-mark", "cut-xz"],
)
def test_what_is_wrong_with_the_whole_stands_under_its_name(data: bytes, codes: list[str]) -> None:
    assert is_archive(data)
    assert told(data) == [("a.zip", code) for code in codes]


def test_a_tar_file_that_is_cut_off_gives_what_it_still_holds() -> None:
    data = tarred(("a.txt", GOOD), ("b.txt", os.urandom(20_000)))
    assert told(data[:8000], "a.tar") == [("a.tar/a.txt", GOOD), ("a.tar/b.txt", "archive-member-damaged"), ("a.tar", "archive-damaged")]


# Hostile


def test_a_bomb_is_stopped_while_it_unpacks() -> None:
    zeros = bytes(96 * 2**20)
    begin = time.monotonic()
    assert told(zipped(("bomb.bin", zeros), ("b.txt", GOOD))) == [("a.zip/bomb.bin", "archive-member-bomb"), ("a.zip/b.txt", GOOD)]
    (only,) = told(tarred(("bomb.bin", zeros), ("b.txt", GOOD), mode="w:gz"))
    assert only == ("a.zip", "archive-bomb")
    assert time.monotonic() - begin < 20


def test_sizes_in_the_directory_are_not_believed() -> None:
    data = bytearray(zipped(("a.txt", GOOD * 50), ("b.txt", GOOD)))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    struct.pack_into("<I", data, 22, 10)
    assert told(bytes(data)) == [("a.zip/a.txt", "archive-member-damaged"), ("a.zip/b.txt", GOOD)]


@pytest.mark.parametrize(
    ("limit", "value", "expected"),
    [
        ("archive-members", 2, [("a.zip/0", b"0" * 100), ("a.zip/1", b"1" * 100), ("a.zip", "archive-bomb")]),
        ("archive-bytes", 250, [("a.zip/0", b"0" * 100), ("a.zip/1", b"1" * 100), ("a.zip", "archive-bomb")]),
        ("archive-member-bytes", 99, [(f"a.zip/{one}", "archive-member-too-large") for one in range(4)]),
    ],
)
@pytest.mark.parametrize("make", [zipped, tarred])
def test_each_limit_is_kept(
    make: Callable[..., bytes], limit: str, value: int, expected: list[tuple[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    if make is tarred and limit == "archive-bytes":
        value, expected = 512 * 3, [("a.zip", "archive-bomb")]  # the stream is read ahead
    monkeypatch.setitem(limits.IN_FORCE, limit, value)
    assert told(make(*((str(one), str(one).encode() * 100) for one in range(4)))) == expected


def test_the_limits_count_for_archives_in_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.IN_FORCE, "archive-members", 6)
    inner = zipped(("1", b"x"), ("2", b"x"), ("3", b"x"))
    codes = [content for _, content in told(zipped(("b.zip", inner), ("c.zip", inner), ("d.txt", GOOD)))]
    assert codes == [b"x"] * 4 + ["archive-bomb"] * 2  # said for the archive in it, and for the whole


def test_a_sparse_file_of_holes_is_refused() -> None:
    header = bytearray(tarred(("a.bin", b""))[:512])
    header[156:157] = tarfile.GNUTYPE_SPARSE
    header[257:265] = b"ustar  \0"
    header[483:495] = b"77777777777\0"
    header[148:156] = b"        "
    header[148:156] = b"%06o\0 " % sum(header)
    assert told(bytes(header) + bytes(1024), "a.tar") == [("a.tar/a.bin", "archive-member-method")]


# What commands and batches take


def test_members_are_unpacked_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    work = archive_budget.unpacked
    monkeypatch.setattr("extractor.readers.archive.zip.unpacked", lambda *given: done.append(1) or work(*given))
    stream = members("a.zip", zipped(("1", b"x"), ("2", b"x"), ("3", b"x")))
    assert next(stream) == Member("a.zip/1", b"x")
    assert len(done) == 1


def test_a_single_file_is_wanted_where_an_archive_is_given() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes("a.zip", zipped(("a.txt", GOOD)))
    assert caught.value.code == "format-archive-unsupported"


def test_every_error_has_its_words() -> None:
    words = {entry.id for entry in builtin().entries("message")}
    codes = (
        "unsupported",
        "damaged",
        "memory",
        "empty",
        "bomb",
        "nested",
        *(f"member-{one}" for one in ("encrypted", "damaged", "method", "link", "too-large", "bomb")),
    )
    assert {f"error.archive-{code}" for code in codes} == {one for one in words if one.startswith("error.archive-")}
