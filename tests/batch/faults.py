"""Faults for the tests of a batch: a pool that works in this process, so that what it does can be disturbed, and disks that fill up at a chosen write."""

from __future__ import annotations

import errno
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from extractor.batch.job import Answer, Settings, Task, receive, work
from extractor.cage.limits import failure_of
from extractor.cage.pool import Done
from extractor.model.errors import GoujiError

Before = Callable[[Task], None]


class Inline:
    """Does what the pool of a batch does, one task after the other, in this process. before: is told of each task before it is done."""

    def __init__(self, settings: Settings, before: Before) -> None:
        self._settings, self._before = settings, before

    def __enter__(self) -> Inline:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Done[Task, Answer]]:
        for task in tasks:
            self._before(task)
            own = self._settings.work / "gouji-cage-inline"
            own.mkdir(parents=True, exist_ok=True)
            elsewhere, tempfile.tempdir = tempfile.tempdir, str(own)
            result, failure = None, None
            try:
                result = receive(self._settings, task, work(self._settings, task))
            except GoujiError as error:
                failure = failure_of(error)
            finally:
                tempfile.tempdir = elsewhere
            yield Done[Task, Answer](task, result, failure)


def inline(monkeypatch: pytest.MonkeyPatch, before: Before = lambda _: None) -> None:
    """From now on a batch works in this process."""

    def workers(settings: Settings, *_: object) -> Inline:
        return Inline(settings, before)

    monkeypatch.setattr("extractor.batch.command.workers", workers)


class Disk:
    """Counts the writes to files below a folder; the one with the number ``full``, and all after it, fail as on a full disk.

    code: of the error, ENOSPC or EROFS. Opening a file to write counts as well, and on a disk that can only be read it fails at once.
    """

    def __init__(self, below: Path, full: int | None = None, code: int = errno.ENOSPC) -> None:
        self.below, self.full, self.code = below.absolute(), full, code
        self.writes = 0
        self._usual = io.open

    def write(self) -> None:
        self.writes += 1
        if self.full is not None and self.writes >= self.full:
            raise OSError(self.code, os.strerror(self.code))

    @contextmanager
    def installed(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(io, "open", self._open)
            yield

    def _open(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        **more: Any,
    ) -> Any:
        if not set(mode) & set("wax+") or not self._is_below(file):
            return self._usual(file, mode, buffering, encoding, errors, newline, **more)
        self.write()
        raw = _Raw(self, file, mode.replace("b", "").replace("t", ""))
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

    def _is_below(self, file: Any) -> bool:
        path = Path(f"/proc/self/fd/{file}").readlink() if isinstance(file, int) else Path(os.fsdecode(file)).absolute()
        return path.is_relative_to(self.below)


class _Raw(io.FileIO):
    def __init__(self, disk: Disk, file: Any, mode: str) -> None:
        super().__init__(file, mode)
        self._disk = disk

    def write(self, data: Any) -> int:
        self._disk.write()
        return super().write(data)
