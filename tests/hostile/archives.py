"""Hostile archives."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib

from tests.brokenfiles import REPORT, archive, sound, tgz
from tests.hostile.case import READ, case, overlapping_zip, stored_zip

ESCAPES = (
    "../../../../tmp/gouji-escaped.txt", "/tmp/gouji-escaped.txt", "C:\\gouji-escaped.txt", "..\\..\\gouji-escaped.txt", "a/../../../gouji-escaped.txt",
    "CON", "nul.txt", "a\0b.txt", "\u202efdp.exe", "a" * 4000, " . ", "a:b.txt", "\x1b[2J.txt",
)  # fmt: skip
MEMBERS = ("file-empty", "text-blank", "text-binary")


@case("names.zip", READ, *MEMBERS)
def names() -> bytes:
    """Members whose names lead out of every folder, or are devices of Windows."""
    return archive(*((name, REPORT.encode()) for name in ESCAPES))


@case("names.tar", READ, *MEMBERS, "archive-damaged")
def names_tar() -> bytes:
    """The same names in a tar file."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as made:
        for name in ESCAPES:
            info = tarfile.TarInfo(name.replace("\0", "0"))
            info.size = len(REPORT.encode())
            made.addfile(info, io.BytesIO(REPORT.encode()))
    return buffer.getvalue()


@case("links.tar", "archive-member-link")
def links() -> bytes:
    """Links to files of this machine, a pipe and a device."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as made:
        for name, kind, target in (
            ("a", tarfile.SYMTYPE, "/etc/passwd"),
            ("b", tarfile.LNKTYPE, "a"),
            ("c", tarfile.FIFOTYPE, ""),
            ("d", tarfile.CHRTYPE, ""),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            made.addfile(info)
    return buffer.getvalue()


@case("overlapping.zip", "archive-bomb", "archive-member-damaged", "text-binary")
def overlapping() -> bytes:
    """Three hundred members that are one and the same place of the file: three hundred megabytes in a few kilobytes."""
    return overlapping_zip([f"{number}.txt" for number in range(300)], bytes(2**20))


@case("small-claims.zip", READ, "archive-member-damaged", "archive-member-bomb", *MEMBERS)
def small_claims() -> bytes:
    """A member that is said to have ten bytes and unpacks to a hundred million."""
    return stored_zip(("a.txt", bytes(100_000_000)), claimed=10)


@case("large-claims.zip", "archive-member-damaged", "archive-member-too-large", READ)
def large_claims() -> bytes:
    """A member that is said to have four gigabytes and has ten bytes."""
    return stored_zip(("a.txt", b"0123456789"), claimed=2**32 - 2)


@case("deep.zip", "archive-nested")
def deep() -> bytes:
    """Archives in archives, thirty deep."""
    made = sound()["zip"]
    for _ in range(30):
        made = archive(("a.zip", made))
    return made


@case("wide.zip", "archive-bomb", "text-binary")
def wide() -> bytes:
    """Sixty archives that each hold fifty megabytes, of words that do not pack so well as to be noticed for it."""
    block = b"\0" + b"".join(b"%08x" % (number * 2654435761 % 2**32) for number in range(2000)) * 3200
    inner = archive(("a.txt", block))
    return archive(*((f"{number}.zip", inner) for number in range(60)))


@case("letters.gz", "archive-unsupported", "archive-damaged", "archive-bomb")
def packed_file() -> bytes:
    """A hundred megabytes of one letter, packed as a single file."""
    return gzip.compress(b"x" * 100_000_000)


@case("bomb.tar.bz2", "archive-bomb", "archive-damaged")
def bomb_bz2() -> bytes:
    """A tar file of a hundred megabytes of nothing in a hundred bytes."""
    return bz2.compress(_tar(100_000_000))


@case("memory.tar.xz", "archive-memory")
def memory_xz() -> bytes:
    """A tar file whose unpacking would ask for one and a half gigabytes of memory."""
    return _with_dictionary(lzma.compress(_tar(1000)))


def _with_dictionary(packed: bytes) -> bytes:
    """An xz file that asks for the largest dictionary; the sum of its block's head is made again."""
    made = bytearray(packed)
    size = (made[12] + 1) * 4
    at = made.index(b"\x21\x01", 12, 12 + size) + 2
    made[at] = 40  # 4 GiB less one byte
    made[12 + size - 4 : 12 + size] = zlib.crc32(bytes(made[12 : 12 + size - 4])).to_bytes(4, "little")
    return bytes(made)


@case("claims.tar", "archive-damaged", "archive-member-damaged", "archive-bomb")
def claims() -> bytes:
    """A member that is said to have eight thousand million gigabytes."""
    made = bytearray(_tar(512))
    made[124:136] = b"\x80" + (2**62).to_bytes(11, "big")
    made[148:156] = b"        "
    made[148:156] = b"%06o\0 " % sum(made[:512])
    return bytes(made)


@case("sparse.tar", "archive-member-method", "archive-damaged", READ, *MEMBERS)
def sparse() -> bytes:
    """A member of a terabyte of holes."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as made:
        info = tarfile.TarInfo("a.txt")
        info.size = 512
        info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "a.txt", "GNU.sparse.realsize": str(2**40)}
        made.addfile(info, io.BytesIO(b"1\n0\n9\n".ljust(512, b"\0")))
    return buffer.getvalue()


@case("mixed.tgz", READ, "pdf-damaged", "pdf-no-pages", "image-damaged")
def mixed() -> bytes:
    """A sound report between members that are none."""
    return tgz(("a.pdf", b"%PDF-1.7\n"), ("b.txt", REPORT.encode()), ("c.png", b"\x89PNG\r\n\x1a\n"))


@case("rubbish.7z", "archive-unsupported")
def rubbish() -> bytes:
    """The mark of 7z and noise."""
    return b"7z\xbc\xaf\x27\x1c" + bytes(range(256)) * 4


def _tar(size: int) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as made:
        info = tarfile.TarInfo("a.txt")
        info.size = size
        made.addfile(info, io.BytesIO(bytes(size)))
    return buffer.getvalue()
