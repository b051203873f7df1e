"""What unpacking an archive may cost, counted while it is unpacked."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

MEMBER = 256 * 2**20
"""Bytes of one member unpacked."""
WHOLE = 2**30
"""Bytes of all members unpacked, those of archives in it included; one is held in memory at a time, and the archive that it stands in."""
COUNT = 10_000
"""Members, those of archives in it included."""
RATIO, RATIO_FROM = 250, 32 * 2**20
"""Beyond `RATIO_FROM` bytes a member is no larger than this times its packed size, and all together than this times the archive."""
PIECE = 2**20


class Refused(Exception):  # noqa: N818 - a refusal, which the reader turns into an error with a name
    """Something in an archive that is not read. code: of the `ReadError` that says so; params: of its message."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Budget:
    """Counts what an archive of ``packed`` bytes has cost so far. `Refused` (``archive-bomb``) where that is too much."""

    def __init__(self, packed: int) -> None:
        self._packed = packed
        self._bytes = self._kept = 0
        self._count = 0

    def one_more(self) -> None:
        """Another member."""
        self._count += 1
        if self._count > COUNT:
            raise Refused("archive-bomb", what="members", count=self._count, limit=COUNT)

    def take(self, size: int) -> None:
        """So many more bytes unpacked."""
        self._bytes += size
        if self._bytes > WHOLE:
            raise Refused("archive-bomb", what="bytes", count=self._bytes, limit=WHOLE)

    def keep(self, size: int) -> None:
        """So many of the bytes unpacked are handed on. What a refused member held does not weigh on the others."""
        self._kept += size
        if self._kept > RATIO_FROM and self._kept > RATIO * self._packed:
            raise Refused("archive-bomb", what="ratio", count=self._kept // self._packed, limit=RATIO)


def unpacked(stream: IO[bytes], packed: int, take: Callable[[int], None]) -> bytes:
    """The content of a member, unpacked piece by piece. packed: its size in the archive. take: is told of each piece.

    `Refused`: ``archive-member-too-large``, ``archive-member-bomb``.
    """
    content = bytearray()
    while piece := stream.read(PIECE):
        take(len(piece))
        content += piece
        if len(content) > MEMBER:
            raise Refused("archive-member-too-large", limit=MEMBER)
        if len(content) > RATIO_FROM and len(content) > RATIO * packed:
            raise Refused("archive-member-bomb", limit=RATIO)
    return bytes(content)
