"""A file as it comes in: streamed to disk and hashed on the way, never whole in memory, refused as soon as it is too large or of no form that is read."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from extractor.batch.plan import ARCHIVES, TAR, TAR_AT
from extractor.batch.results import unwritable
from extractor.model.errors import GoujiError
from extractor.readers.detect import detect

HEAD = 64 * 1024
"""Bytes that tell what a file is."""
PIECE = 1 << 20
RESERVE = 256 * 2**20
"""Bytes of the disk that are left free."""
MARKED = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""How text begins that may hold zero bytes."""


class Upload(NamedTuple):
    """A file that has come in whole. path: where it lies. packed: it may be an archive."""

    path: Path
    size: int
    sha256: str
    packed: bool


async def received(pieces: AsyncIterator[bytes], said: str | None, folder: Path, shown: str, largest: int) -> Upload:
    """Write what comes in below ``folder``. said: its size as the request has it. shown: its name, for errors.

    Raises `GoujiError`: ``serve-too-large``, ``serve-disk``, ``serve-type``, ``file-empty``, ``serve-incomplete``, ``output``; nothing stays behind.
    """
    expected = int(said) if said is not None and said.isascii() and said.isdecimal() and len(said) < 20 else None
    if expected is not None and expected > largest:
        raise GoujiError("serve-too-large", shown, limit=largest // 2**20)
    path: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < RESERVE + (expected or 0):
            raise GoujiError("serve-disk", shown)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            path = Path(file.name)
            upload = await _written(pieces, file, path, shown, largest)
        if expected is not None and upload.size != expected:
            raise GoujiError("serve-incomplete", shown)
        return upload
    except ClientDisconnect:
        _away(path)
        raise GoujiError("serve-incomplete", shown) from None
    except OSError as error:
        _away(path)
        raise unwritable(folder, error) from error
    except BaseException:
        _away(path)
        raise


async def _written(pieces: AsyncIterator[bytes], file: IO[bytes], path: Path, shown: str, largest: int) -> Upload:
    digest, size, head = hashlib.sha256(), 0, b""
    held = bytearray()

    def put() -> None:
        digest.update(held)
        file.write(held)
        held.clear()

    async for piece in pieces:
        size += len(piece)
        if size > largest:
            raise GoujiError("serve-too-large", shown, limit=largest // 2**20)
        if len(head) < HEAD:
            head += piece[: HEAD - len(head)]
            if len(head) >= HEAD:
                _check(head, shown)
        held += piece
        if len(held) >= PIECE:
            await run_in_threadpool(put)
    if not size:
        raise GoujiError("file-empty", shown)
    _check(head, shown)
    await run_in_threadpool(put)
    return Upload(path, size, digest.hexdigest(), head.startswith(ARCHIVES) or head[TAR_AT:].startswith(TAR))


def _check(head: bytes, shown: str) -> None:
    """Refuse what no reader could read: programs, films, sound. Whatever may be a document is read, and its reader says what is wrong with it."""
    if not head.startswith((*MARKED, b"BM", b"BZh")) and b"\x00" in head and detect(head) == "text":
        raise GoujiError("serve-type", shown)


def _away(path: Path | None) -> None:
    if path is not None:
        path.unlink(missing_ok=True)
