"""A hostile file: what makes it, and how reading it may end."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import NamedTuple

READ = "read"
"""It is harmless: what it holds is read."""
CASES: list[Hostile] = []


class Hostile(NamedTuple):
    """name: of the file. about: what it tries. make: its content. ends: codes that may come of it, `READ` where it may be read.

    office: LibreOffice is needed, which takes a second or two. heavy: it takes many seconds or much memory to be refused, so only the table has it.
    """

    name: str
    about: str
    make: Callable[[], bytes]
    ends: tuple[str, ...]
    office: bool = False
    heavy: bool = False


def case(name: str, *ends: str, office: bool = False, heavy: bool = False) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Add a maker to the cases; its docstring says what it tries."""

    def add(make: Callable[[], bytes]) -> Callable[[], bytes]:
        CASES.append(Hostile(name, (make.__doc__ or "").strip().rstrip("."), make, ends, office, heavy))
        return make

    return add


def stored_zip(*entries: tuple[str, bytes], claimed: int | None = None) -> bytes:
    """A ZIP written byte by byte, deflated; claimed: the size that the directory gives each entry."""
    body, directory = b"", b""
    for name, content in entries:
        raw = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = raw.compress(content) + raw.flush()
        size = len(content) if claimed is None else claimed
        head = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 0x5821, zlib.crc32(content), len(packed), size, len(name.encode()), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name.encode()
        body += b"PK\x03\x04" + head + name.encode() + packed
    return body + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)


def overlapping_zip(names: list[str], content: bytes) -> bytes:
    """A ZIP whose directory names one packed content many times: small as it is, it unpacks to as much as its directory is long."""
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = raw.compress(content) + raw.flush()
    first = names[0].encode()
    head = struct.pack("<HHHHHIII", 20, 0x800, 8, 0, 0x5821, zlib.crc32(content), len(packed), len(content))
    body = b"PK\x03\x04" + head + struct.pack("<HH", len(first), 0) + first + packed
    directory = b"".join(
        b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHHHII", len(one.encode()), 0, 0, 0, 0, 0, 0) + one.encode()
        for one in names
    )
    return body + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(names), len(names), len(directory), len(body), 0)
