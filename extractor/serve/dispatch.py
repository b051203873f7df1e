"""Hands orders from the server's thread to the pool of workers, which the main thread drives: there Ctrl-C arrives, and workers are started."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import NamedTuple

from extractor.cage.limits import Failure
from extractor.cage.pool import Pool
from extractor.serve.job import Answer, Order

WAIT = 0.5
"""Seconds between two looks whether to stop, while there is nothing to do; on Windows nothing interrupts a longer wait."""


class Ended(NamedTuple):
    """What became of an order."""

    answer: Answer
    failure: Failure | None


class Dispatcher:
    """Takes orders from any thread, and carries them out in the one that calls `run`."""

    def __init__(self, pool: Pool[Order, Answer]) -> None:
        self._pool = pool
        self._queue: SimpleQueue[tuple[Order, Future[Ended], bool]] = SimpleQueue()
        self._futures: dict[int, Future[Ended]] = {}
        self._stopped = threading.Event()

    def give(self, order: Order, *, first: bool = False) -> Future[Ended]:
        """Have an order carried out, before all that wait where it is to be the ``first``."""
        future: Future[Ended] = Future()
        self._queue.put((order, future, first))
        return future

    def stop(self) -> None:
        """Let `run` return."""
        self._stopped.set()

    def run(self, watch: Callable[[list[Order]], None]) -> None:
        """Carry out orders until `stop`. watch: is told of those at work whenever they change.

        Raises `GoujiError`: the workers can't be started, or die before they have done anything.
        """
        at_work: list[Order] = []
        try:
            while not self._stopped.is_set():
                self._accept()
                if self._pool.busy:
                    for done in self._pool.step():
                        self._futures.pop(id(done.task)).set_result(Ended(done.result, done.failure))
                now = self._pool.at_work
                if now != at_work:
                    at_work = now
                    watch(now)
        finally:
            for future in self._futures.values():
                future.cancel()

    def _accept(self) -> None:
        """Take what has come in; wait for it where there is nothing else to do."""
        timeout = 0.0 if self._pool.busy else WAIT
        try:
            while True:
                order, future, first = self._queue.get(timeout=timeout) if timeout else self._queue.get_nowait()
                self._futures[id(order)] = future
                self._pool.add(order, first=first)
                timeout = 0.0
        except Empty:
            return
