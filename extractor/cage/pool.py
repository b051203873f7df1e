"""A pool of worker processes behind walls, each with one task at a time, limited in time and memory and replaced when it dies.

The standard pools lose every waiting task when one worker aborts, and PDFium may abort: here a dead worker costs its own task only. Workers are
spawned (as Windows does everywhere), so what they run and the tasks must be importable and picklable, and results data (`letters`). A worker whose parent is
gone ends itself and what it started, at once; a parent that is interrupted ends its workers.
"""

from __future__ import annotations

import pickle
import shutil
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from types import ModuleType
from typing import Generic, NamedTuple, Self, TypeVar

import psutil

from extractor.cage import letters
from extractor.cage.limits import Failure, Limits, failure_of
from extractor.cage.processes import children_of, end, resident
from extractor.cage.worker import serve
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
SPARE = 2**20
"""Bytes of a letter beside the result in it."""
NOT_OURS = Failure("worker-crashed", {"exit": None})
"""Of a task whose worker sent what no worker of ours sends."""


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
    the pool is closed, so that several runs share them: ``with Pool(…) as pool: pool.run(…)``. Each may write in a folder of its own, the folder for
    temporary files as `tempfile` has it there, and nowhere else; these folders stand in ``folder`` (that for temporary files by default) and go with
    the pool. receive: what becomes, in this process, of a task's result before it is given out; it may raise `GoujiError`.
    """

    def __init__(
        self,
        work: Callable[[Task], Result],
        prepare: Callable[[], object],
        jobs: int,
        limits: Limits,
        *,
        folder: Path | None = None,
        receive: Callable[[Task, Result], Result] | None = None,
    ) -> None:
        self._orders = pickle.dumps((work, prepare))
        self._folder = folder
        self._receive = receive
        self._own: list[Path] = []
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
        while self.busy:
            yield from self.step()

    @property
    def busy(self) -> bool:
        """Whether a task waits or is at work."""
        return bool(self._waiting or self.at_work)

    def add(self, task: Task, *, first: bool = False) -> None:
        """Let a task wait, before all others where it is to be the ``first``; for those whose tasks come one by one, who then `step` while it is `busy`."""
        if first:
            self._waiting.appendleft((task, 1))
        else:
            self._waiting.append((task, 1))

    def step(self) -> Iterator[Done[Task, Result]]:
        """Hand out what waits, and give what has ended; takes `POLL` seconds at most. Raises as `run` does."""
        while len(self._workers) < min(self._jobs, len(self._waiting) + len(self.at_work)):
            self._start()
        for worker in self._workers:
            if worker.ready and worker.task is None and self._waiting:
                self._hand(worker, *self._waiting.popleft())
        yield from self._gather()

    @property
    def at_work(self) -> list[Task]:
        """The tasks that workers have in hand."""
        return [worker.task for worker in self._workers if worker.task is not None]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers, those at work too, and take their folders away."""
        for worker in self._workers:
            _kill(worker)
        self._workers.clear()
        for own in self._own:
            if own.is_dir() and any(own.iterdir()):
                from extractor.readers import office  # noqa: PLC0415 - most leave nothing

                office.clear(own)
            shutil.rmtree(own, ignore_errors=True)
        self._own.clear()

    def start(self) -> None:
        """Let a first worker begin before there is a task."""
        if not self._workers:
            self._start()

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        own = Path(tempfile.mkdtemp(prefix="gouji-cage-", dir=self._folder))
        self._own.append(own)
        process = self._context.Process(target=serve, args=(theirs, str(own), self._limits, self._orders), daemon=True)
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
                letter = worker.pipe.recv_bytes(self._limits.of("output-bytes") + SPARE)
            except (EOFError, OSError):
                yield from self._died(worker)
                continue
            try:
                result, failure = letters.read(letter)
            except Exception:
                result, failure = None, letter
            if not (failure is None or isinstance(failure, Failure)) or (worker.ready and worker.task is None):
                yield from self._lost(worker, NOT_OURS)  # whatever was made of it: it is no longer a worker of ours
                continue
            self._unproven = 0
            if not worker.ready:
                if failure is not None:
                    raise GoujiError(failure.code, str(failure.params.pop("place", "gouji")), **failure.params)
                worker.ready = True
                continue
            task, worker.task = worker.task, None
            assert task is not None
            if resident(worker.watched) > KEPT_SHARE * self._limits.memory:
                self._replace(worker)
            yield self._done(task, result, failure)
        for worker in list(self._workers):
            if not worker.ready:
                if monotonic() - worker.since > START_SECONDS:
                    yield from self._lost(worker, Failure("time-limit", {"seconds": f"{START_SECONDS:g}"}))
            elif worker.task is None:
                continue
            elif monotonic() - worker.since > self._limits.seconds:
                yield from self._lost(worker, self._limits.failure("seconds"))
            elif self._memory(worker) > self._limits.memory:
                yield from self._lost(worker, self._limits.failure("megabytes"))

    def _done(self, task: Task, result: Result, failure: Failure | None) -> Done[Task, Result]:
        if failure is None and self._receive is not None:
            try:
                return Done(task, self._receive(task, result), None)
            except GoujiError as error:
                failure = failure_of(error)
            except Exception:  # it was not made by what should have made it
                failure = NOT_OURS
        return Done(task, None if failure else result, failure)

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
            worker.looked, worker.children = now, sum(map(resident, children_of(worker.watched)))
        return resident(worker.watched) + worker.children


def _kill(worker: _Worker[Task]) -> None:
    """End a worker and whatever it started."""
    end(children_of(worker.watched))
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


@contextmanager
def _unburdened() -> Iterator[None]:
    """While a worker is started: it must not run the caller's main module again, which it has no use for (and which starts a pool, where a script
    has no ``if __name__ == "__main__"``), nor be interrupted by the terminal's Ctrl-C before it can refuse it. One that comes meanwhile waits: this
    process takes it at the end, when the worker stands among those to be ended.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    before = _hold_interrupts()
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _hold_interrupts() -> Iterable[int] | None:
    """Let Ctrl-C wait, in this thread and in what it starts (a mask is inherited, a handler is not); the mask before. None where there are no masks."""
    if sys.platform == "win32":
        return None
    from multiprocessing import resource_tracker  # noqa: PLC0415 - Windows has none

    resource_tracker.ensure_running()  # it lets interrupts in again once it has started, so it starts before
    return signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
