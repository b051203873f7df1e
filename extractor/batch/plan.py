"""What a batch is to read: the files below its folders, each content once."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.batch.outcome import Duplicate
from extractor.batch.results import is_batch
from extractor.model.errors import ReadError
from extractor.model.limits import bound

PIECE = 1 << 20
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!")
"""How packed files begin; Word, Excel and OFD files do as well: a worker looks inside."""
TAR, TAR_AT = b"ustar", 257
PASSED_OVER = frozenset({"thumbs.db", "desktop.ini"})
HIDDEN = (".", "~$")
"""What the names of files that systems hide begin with, and of those that lock a document which is open in Office."""


class Input(NamedTuple):
    """A file to read. path: where its bytes are. shown: its path below the folder given, with the way into an archive. name: as its report has it."""

    path: Path
    shown: str
    name: str
    size: int
    sha256: str
    packed: bool
    """It may be an archive."""


class Unreadable(NamedTuple):
    """A file or folder that cannot even be opened, and why."""

    shown: str
    error: ReadError


class PassedOver(NamedTuple):
    """What is no input: system files, locks of open documents, links to folders, the folder of a batch."""

    shown: str


def inputs(roots: Sequence[Path], out: Path) -> Iterator[Input | Unreadable | PassedOver]:
    """The files below each folder, each path once, in the order of their names. A root may be a file.

    Where there are several roots, the name of each stands before its files' paths, or the root as it was given where two have the same name.
    """
    names = Counter(_name(root) for root in roots)
    seen: set[str] = set()
    for root in roots:
        label = root.as_posix() if names[_name(root)] > 1 else _name(root)
        for path, entry in _below(root, out.absolute()):
            whole = os.path.normpath(path.absolute())
            if whole in seen:
                continue
            seen.add(whole)
            inside = "" if path == root else path.relative_to(root).as_posix()
            shown = inside if inside and len(roots) == 1 else f"{label}/{inside}" if inside else label
            if isinstance(entry, OSError):
                yield Unreadable(shown, _refusal(shown, entry))
            else:
                yield _input(path, shown) if entry else PassedOver(shown)


def _name(root: Path) -> str:
    return root.name or root.absolute().name or root.as_posix()


def _below(root: Path, out: Path) -> Iterator[tuple[Path, bool | OSError]]:
    """Paths, and of each whether it is to be read (a folder's own error where it cannot be listed)."""
    if not os.path.isdir(root):  # noqa: PTH112 - `Path.is_dir` raises where it may not look
        yield root, True
        return
    if is_batch(root):
        yield root, False
        return
    try:
        entries = sorted(root.iterdir(), key=lambda path: path.name)
    except OSError as error:
        yield root, error
        return
    for entry in entries:
        if entry.absolute() == out:
            continue
        if entry.name.startswith(HIDDEN) or entry.name.casefold() in PASSED_OVER:
            yield entry, False
        elif not os.path.isdir(entry):  # noqa: PTH112 - as above
            yield entry, True
        elif os.path.islink(entry):  # noqa: PTH114 - as above; it may lead back to where it stands
            yield entry, False
        else:
            yield from _below(entry, out)


def _input(path: Path, shown: str) -> Input | Unreadable:
    digest = hashlib.sha256()
    size = 0
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):  # a pipe would be waited on for ever
            return Unreadable(shown, ReadError("file-special", shown))
        bound("file-too-large", shown, "file-bytes", state.st_size)
        with path.open("rb") as file:
            head = file.read(TAR_AT + len(TAR))
            digest.update(head)
            size += len(head)
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
    except ReadError as error:
        return Unreadable(shown, error)
    except OSError as error:
        return Unreadable(shown, _refusal(shown, error))
    packed = head.startswith(ARCHIVES) or head[TAR_AT:] == TAR
    return Input(path, shown, path.name, size, digest.hexdigest(), packed)


def _refusal(shown: str, error: OSError) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return ReadError("file-missing", shown)
    if isinstance(error, PermissionError):
        return ReadError("file-permission", shown)
    return ReadError("file-unreadable", shown, reason=error.strerror or type(error).__name__)


def once_each(found: Iterable[Input]) -> tuple[list[Input], list[Duplicate]]:
    """Each content under the first of its names, and the further names."""
    first: dict[str, Input] = {}
    others: list[Duplicate] = []
    for one in sorted(found, key=lambda one: (one.shown, one.sha256)):
        kept = first.setdefault(one.sha256, one)
        if kept is not one:
            others.append(Duplicate(one.shown, kept.shown))
    return list(first.values()), others
