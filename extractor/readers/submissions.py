"""What a path holds to be read: the file itself, or the files of an archive. Commands and batches go through the same function."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.model.errors import ReadError
from extractor.readers import file_bytes
from extractor.readers.archive import Skipped, is_archive, members


class Submission(NamedTuple):
    """A file to read. name: its own, or for a file in an archive that of the archive, a slash, and the path in it. member: it is such a one.

    content: its bytes, why there are none (a `ReadError`, else a failure of the tool), or why it is passed over.
    """

    name: str
    content: bytes | Exception | Skipped
    member: bool = False

    @property
    def sha256(self) -> str | None:
        """The hash of the content, by which a batch knows what it has done; None where there is none."""
        return hashlib.sha256(self.content).hexdigest() if isinstance(self.content, bytes) else None


def submissions(path: Path) -> Iterator[Submission]:
    """The submissions of a path, one at a time: each is unpacked when it is asked for. What can't be read comes as a submission with its error."""
    name = path.name or str(path)
    try:
        data = file_bytes(path)
    except ReadError as error:
        yield Submission(name, error)
        return
    if not is_archive(data):
        yield Submission(name, data)
        return
    for member in members(name, data):
        yield Submission(*member, member=member.name != name)
