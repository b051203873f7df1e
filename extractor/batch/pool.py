"""A pool of worker processes, each with one task at a time, limited in time and memory and replaced when it dies.

The standard pools lose every waiting task when one worker aborts, and PDFium may abort: here a dead worker costs its own task only. Workers are
spawned (as Windows does everywhere), so what they run and the tasks must be importable and picklable. A worker whose parent is gone ends by
itself; a parent that is interrupted ends its workers.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Generic, NamedTuple, TypeVar

import psutil

from extractor.model.errors import GoujiError

Task = TypeVar("Task")
Result = TypeVar("Result")

POLL = 0.1
"""Seconds between two looks at the clock and at the workers' memory."""
KEPT_SHARE = 0.5
"""A worker that holds more than this share of its memory limit after a task is replaced: what one file left must not be charged to the next."""
STARTS = 5
"""Workers that may die one after another before they have done a single task: then it is not the files that kill them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use. seconds: by the wall clock. memory: bytes resident in its worker, its child processes included."""

    seconds: float = 120.0
    memory: int = 2 * 1024**3


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
    since: float = field(default_factory=monotonic)
    ready: bool = False


class Pool(Generic[Task, Result]):
    """Runs ``prepare()`` once in each of ``jobs`` workers, then ``work(task)`` for each task.

    ``work`` raises `GoujiError` for what is wrong with its input; anything else that it raises is told as ``unexpected``.
    """

    def __init__(self, work: Callable[[Task], Result], prepare: Callable[[], object], jobs: int, limits: Limits) -> None:
        self._work = work
        self._prepare = prepare
        self._jobs = max(1, jobs)
        self._limits = limits
        self._context = get_context("spawn")
        self._workers: list[_Worker[Task]] = []
        self._unproven = 0

    def run(self, tasks: Iterable[Task]) -> Iterator[Done[Task, Result]]:
        """Every task once, in the order in which they end. Leaving the iterator early ends the workers.

        Raises:
            GoujiError: ``workers-die``: no worker lives long enough to take a task.
        """
        waiting = deque(tasks)
        try:
            for _ in range(min(self._jobs, len(waiting))):
                self._start()
            while waiting or any(worker.task is not None for worker in self._workers):
                for worker in self._workers:
                    if worker.ready and worker.task is None and waiting:
                        self._hand(worker, waiting.popleft())
                yield from self._gather()
        finally:
            self._end()

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._work, self._prepare), daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, psutil.Process(process.pid)))

    def _hand(self, worker: _Worker[Task], task: Task) -> None:
        worker.task, worker.since = task, monotonic()
        with suppress(OSError):  # it died while it was idle: `_gather` sees it and tells the task
            worker.pipe.send(task)

    def _gather(self) -> Iterator[Done[Task, Result]]:
        """What has come in, and what has gone over its limits."""
        by_pipe = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(by_pipe), timeout=POLL):
            worker = by_pipe[pipe]  # type: ignore[index]
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self._lost(worker, self._death(worker))
                continue
            self._unproven = 0
            if answer is None:
                worker.ready = True
                continue
            task, worker.task = worker.task, None
            assert task is not None
            result, failure = answer
            if self._memory(worker) > KEPT_SHARE * self._limits.memory:
                self._replace(worker)
            yield Done(task, result, failure)
        for worker in [one for one in self._workers if one.task is not None]:
            if monotonic() - worker.since > self._limits.seconds:
                yield from self._lost(worker, Failure("time-limit", {"seconds": f"{self._limits.seconds:g}"}))
            elif self._memory(worker) > self._limits.memory:
                yield from self._lost(worker, Failure("memory-limit", {"megabytes": self._limits.memory // 1024**2}))

    def _lost(self, worker: _Worker[Task], failure: Failure) -> Iterator[Done[Task, Result]]:
        """A worker that died or is ended in the middle of its task: the task has failed, another worker takes its place."""
        task = worker.task
        if not worker.ready:
            self._unproven += 1
        self._replace(worker)
        if self._unproven > STARTS:
            raise GoujiError("workers-die", failure.code, **failure.params)
        if task is not None:
            yield Done(task, None, failure)

    def _replace(self, worker: _Worker[Task]) -> None:
        _kill(worker)
        self._workers.remove(worker)
        self._start()

    @staticmethod
    def _death(worker: _Worker[Task]) -> Failure:
        worker.process.join(timeout=5)
        return Failure("worker-crashed", {"exit": worker.process.exitcode})

    @staticmethod
    def _memory(worker: _Worker[Task]) -> int:
        try:
            return sum(one.memory_info().rss for one in (worker.watched, *worker.watched.children(recursive=True)))
        except psutil.Error:  # it is just ending
            return 0

    def _end(self) -> None:
        for worker in self._workers:
            _kill(worker)
        self._workers.clear()


def _kill(worker: _Worker[Task]) -> None:
    """End a worker and whatever it started."""
    with suppress(psutil.Error):
        for child in worker.watched.children(recursive=True):
            child.kill()
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _serve(pipe: Connection, work: Callable[[Task], Result], prepare: Callable[[], object]) -> None:
    """The life of a worker: prepare, say so, then one task after the other until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of the terminal; the parent decides
    prepare()
    try:
        pipe.send(None)
        while True:
            task = pipe.recv()
            pipe.send(_answer(work, task))
    except (EOFError, OSError):
        return


def _answer(work: Callable[[Task], Result], task: Task) -> tuple[Result | None, Failure | None]:
    try:
        return work(task), None
    except GoujiError as error:
        return None, Failure(error.code, {**error.params, "place": error.place})
    except MemoryError:
        return None, Failure("out-of-memory", {})
    except Exception as error:
        return None, Failure("unexpected", {"reason": f"{type(error).__name__}: {error}"})
