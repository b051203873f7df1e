"""The folder of a batch: its lock, the names of the results, what an earlier run left unfinished, and whether a result is what a run would make again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from extractor import __version__
from extractor.emitters.files import digest_name
from extractor.model.errors import GoujiError
from extractor.readers import office
from extractor.review.decisions import beside

REPORTS = "reports"
PAGES = "pages"
LOCK = ".gouji-batch"
"""Locked while a batch runs (the system lets go of it when the process ends, however it ends); it stays, and says whose folder this is."""
WORK = ".gouji-work"
"""The workers' own folders (results that are not in their place yet, temporary files), members of archives, tables that are not whole; gone in the end."""
TEMPORARY = ".gouji-*.tmp"
"""What a worker that was ended in the middle of a write leaves behind."""
HEAD = 16_384
"""Bytes of a report within which its source and engine stand."""
END = b"}\n"
"""How every result ends: one that does not was cut off (by a machine that lost its power)."""


class Folder:
    """The folder of a running batch; used as a context manager. Raises `GoujiError` ``output`` (it can't be written), ``batch-running`` (another batch
    writes there).
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.work = out.absolute() / WORK
        self._lock = FileLock(out / LOCK, timeout=0, fallback_to_soft=False, preserve_lock_file=True)

    def __enter__(self) -> Self:
        try:
            (self.out / REPORTS).mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            self._clear()
            self.work.mkdir()
        except Timeout:
            raise GoujiError("batch-running", str(self.out)) from None
        except (OSError, NotImplementedError) as error:
            raise unwritable(self.out, error) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self._clear()
        finally:
            self._lock.release()

    def _clear(self) -> None:
        """Take away what is not whole: left by the workers of this run, or by an earlier one that was ended."""
        for where in (TEMPORARY, f"*/{TEMPORARY}"):
            for left in self.out.glob(where):
                left.unlink(missing_ok=True)
        for own in self.work.glob("gouji-cage-*"):  # of workers whose parent was ended
            office.clear(own)
        shutil.rmtree(self.work, ignore_errors=True)


def unwritable(out: Path, error: Exception) -> GoujiError:
    """Why a batch's folder can't be written."""
    return GoujiError("output", str(out), reason=(isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__)


def is_batch(folder: Path) -> bool:
    """Whether a folder is what a batch has written; of one that may not be looked into nobody knows."""
    return os.path.isfile(folder / LOCK)  # noqa: PTH113 - `Path.is_file` raises where it may not look


def target(out: Path, name: str, sha256: str) -> Path:
    """Where the report of a content is kept."""
    return out / REPORTS / digest_name(name, sha256)


def page_of(report: Path) -> Path:
    """Where the review page of the report at ``report`` is kept."""
    return report.parent.parent / PAGES / f"{report.stem}.html"


def page_mark(report: Path, content: bytes) -> bytes:
    """The last line of a review page: of which result, and of which decisions beside it, it was made. Clocks are set back, hashes are not.

    report: where the result is kept. content: its bytes.
    """
    try:
        decided = beside(report).read_bytes()
    except OSError:
        decided = b""
    return f"<!-- {hashlib.sha256(content).hexdigest()} {hashlib.sha256(decided).hexdigest()} -->\n".encode()


def is_page_current(report: Path) -> bool:
    """Whether the review page of a report is there, whole, and shows this report with the decisions that stand beside it."""
    try:
        mark = page_mark(report, report.read_bytes())
        with page_of(report).open("rb") as page:
            page.seek(-len(mark), 2)
            return page.read() == mark
    except OSError:
        return False


def is_current(path: Path, sha256: str, patterns: str, options: Mapping[str, object]) -> bool:
    """Whether ``path`` holds the whole report of the content with this hash, made by this version, with these patterns and options and by the libraries
    that are installed now.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD).decode("utf-8", errors="ignore")
            file.seek(-len(END), 2)
            whole = file.read() == END
        source, engine = _field(head, "source"), _field(head, "engine")
    except (OSError, ValueError):
        return False
    made = (source.get("sha256"), engine.get("version"), engine.get("patterns"), engine.get("options"))
    if not whole or made != (sha256, __version__, patterns, dict(options)):
        return False
    readers = engine.get("readers")
    return isinstance(readers, dict) and all(_same(_installed(name), used) for name, used in readers.items())


def _field(head: str, name: str) -> dict[str, object]:
    """An object of the first level near the beginning of a report. Raises `ValueError` where it is not there or not whole."""
    mark = f'\n "{name}": '
    value, _ = json.JSONDecoder().raw_decode(head, head.index(mark) + len(mark))
    if not isinstance(value, dict):
        raise ValueError(name)
    return value


def _same(installed: str | None, used: object) -> bool:
    """Whether two versions are one: 6.1 and 6.1.0 are."""
    return installed is not None and isinstance(used, str) and re.sub(r"(\.0)+$", "", installed) == re.sub(r"(\.0)+$", "", used)


@cache
def _installed(name: str) -> str | None:
    """The version of a library, or of LibreOffice, that is installed; None where it is not."""
    if name == "libreoffice":
        return office.installed_version()
    try:
        return version(name)
    except PackageNotFoundError:
        return None
