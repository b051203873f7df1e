"""The life of a worker: walls first, then what its tasks need, then one task after the other until its parent has no more."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from extractor.cage import letters
from extractor.cage.limits import Failure, Limits, failure_of
from extractor.model.collecting import SELDOM
from extractor.model.errors import GoujiError, unforeseen


def serve(pipe: Connection, own: str, limits: Limits, orders: bytes) -> None:
    """What the process of a worker runs. own: its folder. orders: ``(work, prepare)``, pickled; they are unpacked behind the walls, for that imports
    libraries, and some of those start threads, which would stay outside.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of the terminal; the parent decides
    sys.dont_write_bytecode = True
    gc.set_threshold(*SELDOM)
    ready: list[Callable[[object], object]] = []

    from extractor import readers  # noqa: PLC0415 - the parent, which imports this module, too, reads nothing
    from extractor.cage import walls  # noqa: PLC0415 - and raises none

    def begin(_: object) -> None:
        try:
            walls.raise_walls(Path(own), limits)
        except OSError as error:
            raise GoujiError("cage-walls", own, reason=str(error)) from error
        try:
            _watch_parent(own)
            work, prepare = pickle.loads(orders)
            prepare()
        except (MemoryError, SystemError):  # the latter where Python itself finds none in the middle of something
            if not walls.bounds_memory():
                raise
            raise GoujiError("cage-memory", own, megabytes=limits.memory // 1024**2) from None
        ready.append(work)

    try:
        pipe.send_bytes(_answer(begin, None, limits))
        for work in ready:  # one, or none where it could not begin
            while True:
                task = pipe.recv()
                walls.bound_processor_time(limits.seconds)
                readers.forget()
                pipe.send_bytes(_answer(work, task, limits))
    except (EOFError, OSError):
        return


def _answer(work: Callable[[Any], object], task: object, limits: Limits) -> bytes:
    """The letter with the result of a task, or with its failure."""
    try:
        letter = letters.write((work(task), None))
        if len(letter) <= limits.of("output-bytes"):
            return letter
        failure = limits.failure("output-bytes", count=len(letter))
    except GoujiError as error:
        failure = failure_of(error)
    except MemoryError:
        from extractor.cage.walls import bounds_memory  # noqa: PLC0415 - as above

        failure = limits.failure("megabytes") if bounds_memory() else Failure("out-of-memory", {})
    except Exception as error:
        failure = Failure("unexpected", {"reason": unforeseen(error)})
        if os.environ.get("GOUJI_DEBUG"):
            traceback.print_exc()
    return letters.write((None, failure))


def _watch_parent(own: str) -> None:
    """Raises `MemoryError` where there is none left for a thread."""
    try:
        threading.Thread(target=_end_with_parent, args=(own,), daemon=True).start()
    except RuntimeError as error:  # what Python makes of it
        raise MemoryError from error


def _end_with_parent(own: str) -> None:
    """Wait for the parent's end. Nobody would keep the limits of a task that goes on without it, nor take its result."""
    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
    from extractor.cage.processes import descendants, end  # noqa: PLC0415 - only then

    end(descendants(os.getpid()))
    shutil.rmtree(own, ignore_errors=True)
    os._exit(1)
