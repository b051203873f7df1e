"""What a worker puts into its own folder: results on their way, and the members of archives."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import NamedTuple

from extractor.emitters.files import write_whole
from extractor.model.errors import GoujiError, ReadError
from extractor.readers.archive.reader import Skipped, members


class Member(NamedTuple):
    """A file of an archive: where it was put, or why it can't be read, or that it is passed over (both None)."""

    shown: str
    name: str
    path: Path | None
    size: int
    sha256: str
    error: GoujiError | None


def kept(name: str, content: bytes) -> Path:
    """A file in this worker's own folder. Raises `GoujiError` ``output``."""
    path = Path(tempfile.gettempdir(), name)
    try:
        write_whole(path, content)
    except OSError as error:
        raise GoujiError("output", str(path.parent), reason=error.strerror or type(error).__name__) from error
    return path


def unpacked(archive: str, place: str, data: bytes) -> list[Member]:
    """The members of an archive, in this worker's folder under the hashes of their contents. place: the archive as the person finds it."""
    found: list[Member] = []
    above = place.removesuffix(archive)
    for name, content in members(archive, data):
        shown = above + name
        if isinstance(content, ReadError):
            found.append(Member(shown, name, None, 0, "", content))
        elif isinstance(content, Skipped):
            found.append(Member(shown, name, None, 0, "", None))
        else:
            digest = hashlib.sha256(content).hexdigest()
            found.append(Member(shown, name, kept(digest, content), len(content), digest, None))
    return found
