"""The members of a tar archive, packed or not, read once from front to end."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, cast

from extractor.model.limits import limit
from extractor.readers.archive.budget import PIECE, Budget, Refused, unpacked

GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
BEYOND = 16
"""Reads behind the end of the archive. `tarfile` skips a member by reading it: one that says it has 2**60 bytes would be skipped for ever."""
MEMORY = "Memory usage limit"
"""What `lzma` says where unpacking asks for more than it may; it has no error of its own for that (LZMA_MEMLIMIT_ERROR)."""
BROKEN = (tarfile.TarError, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError)


class _Counted(io.RawIOBase):
    """An unpacked stream that counts what is read from it: headers and the gaps between members cost as much as members."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        super().__init__()
        self._stream = stream
        self._budget = budget
        self._beyond = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(min(size, PIECE) if size >= 0 else PIECE)
        self._beyond = 0 if piece else self._beyond + 1
        if self._beyond > BEYOND:
            raise EOFError
        self._budget.take(len(piece))
        self._budget.keep(len(piece))  # one stream: nobody knows what a single member of it cost
        return piece


def entries(data: bytes, budget: Budget) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name, and what unpacks it, of each file; folders are left out. `Refused`: ``archive-unsupported``, ``archive-damaged``, ``archive-bomb``.

    Each content must be asked for before the next entry.
    """
    started = False
    try:
        stream = _Counted(_unpacking(data), budget)
        with tarfile.open(fileobj=stream, mode="r|", bufsize=PIECE, encoding="utf-8", errors="surrogateescape") as archive:
            started = True
            for entry in archive:
                budget.one_more()
                if not entry.isdir():
                    yield _name(entry.name), partial(_content, archive, entry)
    except BROKEN:
        lone = not started and not data.startswith(b"ustar", 257)
        raise Refused("archive-unsupported" if lone and not _damaged(data) else "archive-damaged") from None


def _unpacking(data: bytes) -> IO[bytes]:
    raw = io.BytesIO(data)
    if data.startswith(GZIP):
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    if data.startswith(BZIP2):
        return bz2.BZ2File(raw)
    if data.startswith(XZ):
        try:
            lzma.LZMADecompressor(memlimit=limit("archive-xz-bytes")).decompress(data[:PIECE], max_length=1)
        except lzma.LZMAError as error:
            if MEMORY not in str(error):
                raise
            raise Refused("archive-memory", limit=limit("archive-xz-bytes"), limit_name="archive-xz-bytes") from None
        return lzma.LZMAFile(raw)
    return raw


def _damaged(data: bytes) -> bool:
    """Whether what is packed can't be unpacked, so that nobody knows what it is."""
    if not data.startswith((GZIP, BZIP2, XZ)):
        return False  # 7z and RAR
    try:
        return len(_unpacking(data).read(PIECE)) == 0
    except BROKEN:
        return True


def _name(name: str) -> str:
    """A name whose bytes were no UTF-8 is GB18030, or stays with the bytes that can't be read as escapes."""
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeDecodeError:
        return name.encode("utf-8", "surrogateescape").decode("gb18030", "backslashreplace")


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    if not entry.isfile():
        raise Refused("archive-member-link")
    if entry.issparse():  # its holes cost nothing in the archive and everything in memory
        raise Refused("archive-member-method")
    try:
        stream = archive.extractfile(entry)
        content = b"" if stream is None else unpacked(stream, limit("archive-member-bytes"), _counted_below)
    except BROKEN:
        raise Refused("archive-member-damaged") from None
    if len(content) != entry.size:
        raise Refused("archive-member-damaged")
    return content


def _counted_below(_: int) -> None:
    """The stream that the archive is read from counts every byte."""
