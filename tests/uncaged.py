"""A stand-in for the cage's pool that does the work in this process, so that hundreds of tests of commands need not wait for a worker each.

What a task gives and how it fails passes through the same letters as from a worker.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

from extractor.cage import letters, worker
from extractor.cage.limits import Limits
from extractor.cage.pool import Done
from extractor.model.errors import GoujiError


class Pool:
    """As `extractor.cage.pool.Pool`, with one worker that is no process."""

    folder = Path(tempfile.gettempdir())

    def __init__(self, work: Callable[[Any], object], prepare: Callable[[], object], jobs: int, limits: Limits) -> None:
        assert jobs == 1
        self._work, self._prepare, self._limits = work, prepare, limits
        self._ready = False

    def __class_getitem__(cls, _: object) -> type[Self]:
        return cls

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def start(self) -> None:
        pass

    def run(self, tasks: Iterable[Any]) -> Iterator[Done[Any, Any]]:
        for task in tasks:
            with patch.object(tempfile, "tempdir", str(self.folder)):
                if not self._ready:
                    _, failure = letters.read(worker._answer(lambda _: self._prepare(), None, self._limits))
                    if failure is not None:
                        raise GoujiError(failure.code, str(failure.params.pop("place", "")), **failure.params)
                    self._ready = True
                result, failure = letters.read(worker._answer(self._work, task, self._limits))
            yield Done(task, result, failure)
