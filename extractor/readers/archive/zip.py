"""The members of a ZIP archive, their names as those who packed them saw them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial

from extractor.readers.archive.budget import Budget, Refused, unpacked

ENCRYPTED, UTF8 = 0x1, 0x800
"""Bits of an entry's flags."""
UNICODE_PATH = 0x7075
"""The extra field of Info-ZIP that holds the name in UTF-8 (APPNOTE 4.6.9)."""
LINK, KIND = 0o120000, 0o170000
"""A symbolic link by the file type that Unix keeps in the upper half of the external attributes."""
DIRECTORY = b"PK\x01\x02"


def entries(data: bytes, budget: Budget) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name, and what unpacks it, of each file; folders are left out. `Refused`: ``archive-damaged``, ``archive-bomb``; the callable raises the
    codes of a single member.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except UnicodeDecodeError:  # names marked as UTF-8 that are not: the mark is taken away
        archive = _unmarked(data)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise Refused("archive-damaged") from None
    with archive:
        for entry in archive.infolist():
            budget.one_more()
            if not entry.filename.endswith("/"):  # is_dir() stumbles over an entry without a name
                yield entry_name(entry), partial(_content, archive, entry, len(data), budget)


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry. Without the mark of UTF-8 its bytes are UTF-8 where they can be, else GB18030, else the CP437 of the standard."""
    if entry.flag_bits & UTF8:
        return entry.filename
    try:
        raw = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for candidate in (_unicode_path(entry.extra, raw), raw):
        for encoding in ("utf-8", "gb18030"):
            try:
                if candidate:
                    return candidate.decode(encoding).split("\0")[0]
            except UnicodeDecodeError:
                continue
    return entry.filename


def _unicode_path(extra: bytes, raw: bytes) -> bytes:
    """The name in Info-ZIP's field; empty where there is none, or it was made for another name."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == UNICODE_PATH and len(body) > 5 and body[0] == 1 and struct.unpack_from("<I", body, 1)[0] == zlib.crc32(raw):
            return body[5:]
    return b""


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, size: int, budget: Budget) -> bytes:
    """The content of an entry of an archive of ``size`` bytes."""
    if entry.flag_bits & ENCRYPTED:
        raise Refused("archive-member-encrypted")
    if entry.external_attr >> 16 & KIND == LINK:
        raise Refused("archive-member-link")
    try:
        with archive.open(entry) as stream:
            return unpacked(stream, min(entry.compress_size, size), budget.take)
    except NotImplementedError:
        raise Refused("archive-member-method") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, struct.error, MemoryError):
        raise Refused("archive-member-damaged") from None
    except Exception as error:  # lzma.LZMAError, which only exists where Python was built with it
        if type(error).__module__ in ("_lzma", "lzma"):
            raise Refused("archive-member-damaged") from None
        raise


def _unmarked(data: bytes) -> zipfile.ZipFile:
    """The archive without the marks of UTF-8 in its directory and before its members."""
    mended = bytearray(data)
    for mark, at in ((DIRECTORY, 8), (b"PK\x03\x04", 6)):
        found = mended.find(mark)
        while found >= 0 and found + at + 2 <= len(mended):
            flags = struct.unpack_from("<H", mended, found + at)[0]
            struct.pack_into("<H", mended, found + at, flags & ~UTF8)
            found = mended.find(mark, found + 4)
    try:
        return zipfile.ZipFile(io.BytesIO(bytes(mended)))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise Refused("archive-damaged") from None
