"""What unpacking an archive may cost, counted while it is unpacked."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from extractor.model.limits import limit

PIECE = 2**20


class Refused(Exception):  # noqa: N818 - a refusal, which the reader turns into an error with a name
    """Something in an archive that is not read. code: of the `ReadError` that says so; params: of its message."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def beyond(code: str, name: str, **params: object) -> Refused:
    """The refusal of what is beyond the limit ``name``."""
    return Refused(code, **params, limit=limit(name), limit_name=name)


class Budget:
    """Counts what an archive of ``packed`` bytes has cost so far. `Refused` (``archive-bomb``) where that is too much."""

    def __init__(self, packed: int) -> None:
        self._packed = packed
        self._bytes = self._kept = 0
        self._count = 0

    def one_more(self) -> None:
        """Another member."""
        self._count += 1
        if self._count > limit("archive-members"):
            raise beyond("archive-bomb", "archive-members", what="members", count=self._count)

    def take(self, size: int) -> None:
        """So many more bytes unpacked."""
        self._bytes += size
        if self._bytes > limit("archive-bytes"):
            raise beyond("archive-bomb", "archive-bytes", what="bytes", count=self._bytes)

    def keep(self, size: int) -> None:
        """So many of the bytes unpacked are handed on. What a refused member held does not weigh on the others."""
        self._kept += size
        if self._kept > limit("archive-ratio-from") and self._kept > limit("archive-ratio") * self._packed:
            raise beyond("archive-bomb", "archive-ratio", what="ratio", count=self._kept // self._packed)


def unpacked(stream: IO[bytes], packed: int, take: Callable[[int], None]) -> bytes:
    """The content of a member, unpacked piece by piece. packed: its size in the archive. take: is told of each piece.

    `Refused`: ``archive-member-too-large``, ``archive-member-bomb``.
    """
    content = bytearray()
    while piece := stream.read(PIECE):
        take(len(piece))
        content += piece
        if len(content) > limit("archive-member-bytes"):
            raise beyond("archive-member-too-large", "archive-member-bytes")
        if len(content) > limit("archive-ratio-from") and len(content) > limit("archive-ratio") * packed:
            raise beyond("archive-member-bomb", "archive-ratio")
    return bytes(content)
