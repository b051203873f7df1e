"""Files as they come in: whole and hashed, or nothing stays behind."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest
from starlette.requests import ClientDisconnect

from extractor.model.errors import GoujiError
from extractor.serve.uploads import Upload, received


def sent(folder: Path, *pieces: bytes, said: str | None = None, largest: int = 10**6, lost: bool = False) -> Upload:
    async def stream() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece
        if lost:
            raise ClientDisconnect

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, received(stream(), said, folder, "a.pdf", largest)).result()


def test_it_lies_there_whole(tmp_path: Path) -> None:
    content = b"%PDF-1.7\n" + b"\x00\xff" * 90_000
    upload = sent(tmp_path / "new", *(content[at : at + 4096] for at in range(0, len(content), 4096)), said=str(len(content)))
    assert upload.path.read_bytes() == content
    assert (upload.size, upload.sha256, upload.packed) == (len(content), hashlib.sha256(content).hexdigest(), False)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04\x00\x00",
        b"x" * 257 + b"ustar\x00",
        b"BZh91AY&SY\x00",
        "文".encode("utf-16"),
        b"BM\x00\x00",
        "甲".encode("gb18030"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00",
    ],
)
def test_what_may_be_a_document_is_taken(tmp_path: Path, content: bytes) -> None:
    assert sent(tmp_path, content).packed is content.startswith((b"PK", b"x", b"BZh"))


@pytest.mark.parametrize(
    ("pieces", "how", "code"),
    [
        ([], {}, "file-empty"),
        ([b"abc"], {"said": "4"}, "serve-incomplete"),
        ([b"abc"], {"lost": True}, "serve-incomplete"),
        ([], {"said": "2000000"}, "serve-too-large"),
        ([b"x" * 600_000, b"x" * 600_000], {}, "serve-too-large"),
        ([b"x" * 600_000, b"x" * 600_000], {"said": "odd"}, "serve-too-large"),
        ([b"\x7fELF\x00"], {}, "serve-type"),
        ([b"\x7fELF", b"\x00" * 70_000, b"x"], {}, "serve-type"),
    ],
)
def test_what_is_refused_leaves_nothing(tmp_path: Path, pieces: list[bytes], how: dict[str, object], code: str) -> None:
    with pytest.raises(GoujiError, match=code):
        sent(tmp_path, *pieces, **how)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


class Usage(NamedTuple):
    total: int = 0
    used: int = 0
    free: int = 1024


def test_a_disk_that_is_nearly_full_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage())
    with pytest.raises(GoujiError, match="serve-disk"):
        sent(tmp_path, b"abc")
