"""Archives (ZIP, and tar as it stands or packed with gzip, bzip2 or xz) as a set of submissions.

Nothing is written to disk: names in an archive are labels, whatever they try to be (``../``, ``C:\\``, ``CON``). Nothing that an archive says of
itself is trusted: every limit is kept while unpacking, one member at a time. An archive in an archive is opened, one in that is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from extractor.model.errors import ReadError
from extractor.model.limits import beyond, limit
from extractor.readers.archive import tar as archive_tar
from extractor.readers.archive import zip as archive_zip
from extractor.readers.archive.budget import Budget, Refused
from extractor.readers.detect import detect

SYSTEM_FOLDERS = frozenset({"__macosx", ".git", ".svn", "$recycle.bin", "system volume information"})
SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".keep", ".gitkeep"})
LOCK, FORK = "~$", "._"
"""What the names of Office's lock files and of macOS's resource forks begin with."""
ZIP = b"PK"


class Skipped(StrEnum):
    """Why a member is no submission."""

    SYSTEM = "system"
    """What an operating system leaves behind: __MACOSX, .DS_Store, Thumbs.db."""
    LOCK = "lock"
    """The lock file of a document that was open (~$…)."""


class Member(NamedTuple):
    """A file in an archive. name: that of the archive, a slash, and the path in it (``a.zip/dir/b.pdf``). content: its bytes, why it can't be
    read, or why it is passed over.
    """

    name: str
    content: bytes | ReadError | Skipped


def is_archive(data: bytes) -> bool:
    """Whether the content is an archive, one that can't be opened here (7z, RAR) included."""
    return detect(data) == "archive"


def members(name: str, data: bytes) -> Iterator[Member]:
    """The files of an archive in their order, each read when it is asked for; folders are none. Errors come as members, never as exceptions:
    what is wrong with the whole archive, or ends it before its end, stands under the archive's own name.

    Codes: ``archive-unsupported`` (7z, RAR, a single packed file), ``archive-damaged``, ``archive-memory`` (xz), ``archive-empty``,
    ``archive-bomb`` (with what was too much), ``archive-nested`` (deeper than one archive in another), ``archive-member-encrypted``,
    ``archive-member-damaged``, ``archive-member-method`` (packed by an unknown method), ``archive-member-link`` (a link or device),
    ``archive-member-too-large``, ``archive-member-bomb``.
    """
    yield from _members(name, data, Budget(len(data)), limit("archive-depth"))


def _members(name: str, data: bytes, budget: Budget, depth: int) -> Iterator[Member]:
    empty = True
    try:
        for path, content in (archive_zip if data.startswith(ZIP) else archive_tar).entries(data, budget):
            empty = False
            label = f"{name}/{printable(path)}"
            skipped = _skipped(path)
            if skipped is not None:
                yield Member(label, skipped)
                continue
            try:
                unpacked = content()
                if data.startswith(ZIP):
                    budget.keep(len(unpacked))
            except Refused as refused:
                if refused.code == "archive-bomb":
                    raise
                yield Member(label, ReadError(refused.code, label, **refused.params))
                continue
            if not is_archive(unpacked):
                yield Member(label, unpacked)
            elif depth > 1:
                yield from _members(label, unpacked, budget, depth - 1)
            else:
                yield Member(label, beyond("archive-nested", label, "archive-depth"))
    except Refused as refused:
        yield Member(name, ReadError(refused.code, name, **refused.params))
        if refused.code == "archive-bomb" and depth < limit("archive-depth"):
            raise  # the limits count for the whole archive: no member behind this one is unpacked either
        return
    if empty:
        yield Member(name, ReadError("archive-empty", name))


def _skipped(path: str) -> Skipped | None:
    *folders, file = path.replace("\\", "/").casefold().split("/")
    if file in SYSTEM_FILES or file.startswith(FORK) or SYSTEM_FOLDERS.intersection(folders):
        return Skipped.SYSTEM
    return Skipped.LOCK if file.startswith(LOCK) else None


def printable(path: str) -> str:
    """A path as a label of one line: what can't be printed as its escape."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in path)
