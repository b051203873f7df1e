"""A pool of worker processes, each with one task at a time, limited in time and memory and replaced when it dies.

The standard pools lose every waiting task when one worker aborts, and PDFium may abort: here a dead worker costs its own task only. Workers are
spawned (as Windows does everywhere), so what they run and the tasks must be importable and picklable. A worker whose parent is gone ends itself and what it
started, at once; a parent that is interrupted ends its workers.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from types import ModuleType
from typing import Generic, NamedTuple, Self, TypeVar

import psutil

from extractor.batch.limits import Limits
from extractor.model.errors import GoujiError

Task = TypeVar("Task")
Result = TypeVar("Result")

POLL = 0.1
"""Seconds between two looks at the clock and at the workers' memory."""
CHILDREN_POLL = 0.5
"""Seconds between two looks at what a worker has started: that takes a walk over all processes of the machine."""
KEPT_SHARE = 0.5
"""A worker that holds more than this share of its memory limit after a task is replaced: what one file left must not be charged to the next."""
STARTS = 5
"""Workers that may die one after another before they have done a single task: then it is not the files that kill them."""
ATTEMPTS = 2
"""How often a task whose worker died is tried: what kills a worker twice is the file, once may have been the system (or whoever ended it)."""
START_SECONDS = 300.0
"""Time for a worker to prepare."""


class Failure(NamedTuple):
    """Why a task has no result: an error's code and parameters, worded under ``error.<code>`` in the packs."""

    code: str
    params: dict[str, object]


class Done(NamedTuple, Generic[Task, Result]):
    """A task with its result, or with its failure."""

    task: Task
    result: Result | None
    failure: Failure | None


@dataclass(eq=False, slots=True)
class _Worker(Generic[Task]):
    process: BaseProcess
    pipe: Connection
    watched: psutil.Process
    task: Task | None = None
    attempt: int = 0
    since: float = field(default_factory=monotonic)
    ready: bool = False
    looked: float = 0.0
    """When its children were last looked at."""
    children: int = 0
    """Bytes that they held then."""


class Pool(Generic[Task, Result]):
    """Runs ``prepare()`` once in each of ``jobs`` workers, then ``work(task)`` for each task.

    ``work`` raises `GoujiError` for what is wrong with its input; anything else that it raises is told as ``unexpected``. The workers live until
    the pool is closed, so that several runs share them: ``with Pool(…) as pool: pool.run(…)``.
    """

    def __init__(self, work: Callable[[Task], Result], prepare: Callable[[], object], jobs: int, limits: Limits) -> None:
        self._work = work
        self._prepare = prepare
        self._jobs = max(1, jobs)
        self._limits = limits
        self._context = get_context("spawn")
        self._workers: list[_Worker[Task]] = []
        self._waiting: deque[tuple[Task, int]] = deque()
        self._unproven = 0

    def run(self, tasks: Iterable[Task]) -> Iterator[Done[Task, Result]]:
        """Every task once, in the order in which they end.

        Raises:
            GoujiError: ``workers-die``: no worker lives long enough to take a task; whatever ``prepare`` raises.
        """
        self._waiting = deque((task, 1) for task in tasks)
        while len(self._workers) < min(self._jobs, len(self._waiting)):
            self._start()
        while self._waiting or any(worker.task is not None for worker in self._workers):
            for worker in self._workers:
                if worker.ready and worker.task is None and self._waiting:
                    self._hand(worker, *self._waiting.popleft())
            yield from self._gather()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers, those at work too."""
        for worker in self._workers:
            _kill(worker)
        self._workers.clear()

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._work, self._prepare), daemon=True)
        with _unburdened():
            process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, psutil.Process(process.pid)))

    def _hand(self, worker: _Worker[Task], task: Task, attempt: int) -> None:
        now = monotonic()
        worker.task, worker.attempt, worker.since, worker.looked, worker.children = task, attempt, now, now, 0
        with suppress(OSError):  # it died while it was idle: `_gather` sees it
            worker.pipe.send(task)

    def _gather(self) -> Iterator[Done[Task, Result]]:
        """What has come in, and what has gone over its limits."""
        by_pipe = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(by_pipe), timeout=POLL):
            worker = by_pipe[pipe]  # type: ignore[index]
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self._died(worker)
                continue
            self._unproven = 0
            if not worker.ready:
                _, failure = answer
                if failure is not None:
                    raise GoujiError(failure.code, str(failure.params.pop("place", "")), **failure.params)
                worker.ready = True
                continue
            task, worker.task = worker.task, None
            assert task is not None
            result, failure = answer
            if self._resident(worker) > KEPT_SHARE * self._limits.memory:
                self._replace(worker)
            yield Done(task, result, failure)
        for worker in list(self._workers):
            if not worker.ready:
                if monotonic() - worker.since > START_SECONDS:
                    yield from self._lost(worker, Failure("time-limit", {"seconds": f"{START_SECONDS:g}"}))
            elif worker.task is None:
                continue
            elif monotonic() - worker.since > self._limits.seconds:
                yield from self._lost(worker, Failure("time-limit", {"seconds": f"{self._limits.seconds:g}"}))
            elif self._memory(worker) > self._limits.memory:
                yield from self._lost(worker, Failure("memory-limit", {"megabytes": self._limits.memory // 1024**2}))

    def _died(self, worker: _Worker[Task]) -> Iterator[Done[Task, Result]]:
        """A worker whose pipe has ended: its task is tried once more, in another one."""
        worker.process.join(timeout=5)
        if worker.task is not None and worker.attempt < ATTEMPTS:
            self._waiting.appendleft((worker.task, worker.attempt + 1))
            worker.task = None
        yield from self._lost(worker, Failure("worker-crashed", {"exit": worker.process.exitcode}))

    def _lost(self, worker: _Worker[Task], failure: Failure) -> Iterator[Done[Task, Result]]:
        """A worker that died or is to be ended: its task has failed, another worker takes its place."""
        task = worker.task
        if not worker.ready:
            self._unproven += 1
        if self._unproven > STARTS:
            raise GoujiError("workers-die", failure.code, **failure.params)
        self._replace(worker)
        if task is not None:
            yield Done(task, None, failure)

    def _replace(self, worker: _Worker[Task]) -> None:
        _kill(worker)
        self._workers.remove(worker)
        self._start()

    def _memory(self, worker: _Worker[Task]) -> int:
        now = monotonic()
        if now - worker.looked > CHILDREN_POLL:
            worker.looked, worker.children = now, sum(map(_rss, _children(worker.watched)))
        return self._resident(worker) + worker.children

    @staticmethod
    def _resident(worker: _Worker[Task]) -> int:
        return _rss(worker.watched)


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:  # it is just ending
        return 0


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def _kill(worker: _Worker[Task]) -> None:
    """End a worker and whatever it started."""
    _kill_all(_children(worker.watched))
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _kill_all(processes: Iterable[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.kill()


@contextmanager
def _unburdened() -> Iterator[None]:
    """While a worker is started: it must not run the caller's main module again, which it has no use for (and which starts a pool, where a script
    has no ``if __name__ == "__main__"``), nor be interrupted by the terminal's Ctrl-C before it can refuse it.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    in_main_thread = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN) if in_main_thread else None
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if in_main_thread:
            signal.signal(signal.SIGINT, handler)


def _serve(pipe: Connection, work: Callable[[Task], Result], prepare: Callable[[], object]) -> None:
    """The life of a worker: prepare, say so, then one task after the other until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of the terminal; the parent decides
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        pipe.send(_answer(lambda _: prepare(), None))
        while True:
            task = pipe.recv()
            pipe.send(_answer(work, task))
    except (EOFError, OSError):
        return


def _end_with_parent() -> None:
    """Wait for the parent's end. Nobody would keep the limits of a task that goes on without it, nor take its result."""
    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
    _kill_all(_children(psutil.Process()))
    os._exit(1)


def _answer(work: Callable[[Task], Result], task: Task) -> tuple[Result | None, Failure | None]:
    try:
        return work(task), None
    except GoujiError as error:
        return None, Failure(error.code, {**error.params, "place": error.place})
    except MemoryError:
        return None, Failure("out-of-memory", {})
    except Exception as error:
        return None, Failure("unexpected", {"reason": f"{type(error).__name__}: {error}"})
