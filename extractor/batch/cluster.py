"""Ray (extra ``gouji[ray]``): the cluster that ``RAY_ADDRESS`` names, or one on this machine that nobody else can reach; tasks on it, a few at a time."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, NamedTuple, Self, TypeVar

import psutil

from extractor.cage.processes import children_of, descendants, end
from extractor.dataset.library import require
from extractor.model.errors import GoujiError, UsageError

Given = TypeVar("Given")

ADDRESS = "RAY_ADDRESS"
ATTEMPTS = 4
"""How often a task is tried whose worker is lost."""
STORE = 100 * 1024**2
"""Bytes of the store for objects: names and failures travel, no report does."""
PATIENCE = 10.0
"""Seconds in which Ray's processes, and what they started, end when they are told to."""
STARTS = 3
"""How often Ray is started on this machine: its node has 30 s to come up, which a machine with much else to do may need a second time for."""
REACH = 10.0
"""Seconds in which a cluster must let itself be reached."""
LOOK = 0.5
"""Seconds between two looks at whether Ray's own processes are alive: without them it ends this process some seconds later, without a word."""
NODE = ("raylet", "gcs_server")
"""The processes that a node on this machine cannot do without; where Ray's agents end, these end with them."""
AHEAD = 2
"""Tasks a processor that are handed out before their turn, so that none waits for the next."""
HOMES = ("HOME", "USERPROFILE")
CLUSTER_FILE, EMPTY = "ray_bootstrap_config.yaml", "{}\n"
"""What Ray looks for in the home folder; where it is missing, Ray asks the addresses of three cloud providers whether it runs there."""


class Ended(NamedTuple, Generic[Given]):
    """A task with what it gave, or why its workers were lost. number: of the task, from 0."""

    number: int
    given: Given | None
    lost: str | None


class Cluster:
    """Used as a context manager. jobs: tasks at a time, by default one a processor.

    On this machine every socket of Ray is bound to loopback and asks for a token that only this batch has; its files are in a folder of its own; it ends
    with the batch. Raises `UsageError`: ``library-missing``, ``ray-start``.
    """

    def __init__(self, jobs: int | None = None) -> None:
        self.here = not os.environ.get(ADDRESS)
        self._jobs = jobs
        self._before: dict[str, str | None] = {}
        self._folder: Path | None = None
        self._ray: Any = None
        self._others = {one.pid for one in descendants(os.getpid())}
        self._node: list[psutil.Process] = []
        self._ended = 0

    @property
    def environment(self) -> dict[str, str | None]:
        """The variables that workers on this machine must have again: Ray was started with others."""
        return {name: value for name, value in self._before.items() if name in HOMES}

    def __enter__(self) -> Self:
        if self.here:
            self._folder = Path(tempfile.mkdtemp(prefix="gouji-"))
            self._set(
                RAY_USAGE_STATS_ENABLED="0",
                RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER="0",  # loopback alone; Ray reads it when it is imported
                RAY_AUTH_MODE="token",
                RAY_AUTH_TOKEN=secrets.token_hex(32),
                **dict.fromkeys(HOMES, str(self._folder)),
            )
            (self._folder / CLUSTER_FILE).write_text(EMPTY)
        try:
            self._ray = require("ray")
            self._start()
            self.processors = self._jobs or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def _end(self) -> None:
        """Let go of the cluster; of one on this machine nothing is left."""
        try:
            if self._ray is not None:
                self._shut_down()
        finally:
            self._clean()

    def _shut_down(self) -> None:
        """End what was started here, and let go of what was not."""
        started = [one for one in psutil.Process().children(recursive=True) if one.pid not in self._others] if self.here else []
        self._ray.shutdown()
        _, left = psutil.wait_procs(started, timeout=PATIENCE)
        end(left)

    def map(self, work: Callable[..., Given], common: object, tasks: Iterable[tuple[Any, ...]]) -> Iterator[Ended[Given]]:
        """``work(common, *task)`` for each task, in the order in which they end; a task whose worker is lost is tried again.

        Where Ray itself ends on this machine it is started again, and what was at work is done again. Raises `GoujiError` ``ray-ended`` where that
        goes on, ``ray-start``.
        """
        ray = self._ray
        remote = ray.remote(num_cpus=1, max_retries=ATTEMPTS - 1)(work)
        shared = ray.put(common)
        running: dict[Any, tuple[int, tuple[Any, ...]]] = {}
        waiting: Iterator[tuple[int, tuple[Any, ...]]] = iter(enumerate(tasks))
        while True:
            while len(running) < self.processors * (AHEAD if self._jobs is None else 1):
                number, task = next(waiting, (-1, ()))
                if number < 0:
                    break
                running[remote.remote(shared, *task)] = number, task
            if not running:
                return
            ready, _ = ray.wait(list(running), timeout=LOOK)
            ended = [] if self._has_ended() else [(one, self._given(one)) for one in ready]
            if self._has_ended():  # also in between: then what came in is the end of a worker, not of its task
                waiting = chain(list(running.values()), waiting)
                running.clear()
                self._restart()
                shared = ray.put(common)
                continue
            for one, (given, lost) in ended:
                yield Ended(running.pop(one)[0], given, lost)

    def _given(self, one: Any) -> tuple[Any, str | None]:
        """What a task that has ended gave, or why its workers were lost."""
        try:
            return self._ray.get(one), None
        except self._ray.exceptions.RayError as error:
            return None, f"{type(error).__name__}: {_first_line(error)}"

    def _has_ended(self) -> bool:
        """Whether a process that Ray cannot do without is gone from this machine."""
        return not all(_is_alive(one) for one in self._node)

    def _restart(self) -> None:
        self._ended += 1
        if self._ended >= ATTEMPTS:
            raise GoujiError("ray-ended", "local", count=self._ended)
        self._shut_down()
        self._start()

    def _start(self) -> None:
        common: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
        for left in reversed(range(STARTS if self.here else 1)):
            try:
                if self.here:
                    self._start_here(common)
                else:
                    asyncio.run(_reach(os.environ[ADDRESS]))
                    self._ray.init(address=os.environ[ADDRESS], **common)
                return
            except Exception as error:  # Ray raises a bare one where its node does not come up in time
                if not left:
                    raise UsageError("ray-start", os.environ.get(ADDRESS) or "local", reason=_first_line(error)) from error
                self._shut_down()

    def _start_here(self, common: dict[str, Any]) -> None:
        self._ray.init(
            address="local",
            num_cpus=self._jobs or os.cpu_count() or 1,
            num_gpus=0,
            object_store_memory=STORE,
            include_dashboard=False,
            _node_ip_address="127.0.0.1",
            _temp_dir=str(self._folder),
            **common,
        )
        self._node = [one for one in children_of(psutil.Process()) if one.pid not in self._others and _name(one) in NODE]

    def _set(self, **values: str) -> None:
        for name, value in values.items():
            self._before[name] = os.environ.get(name)
            os.environ[name] = value

    def _clean(self) -> None:
        for name, value in self._before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


async def _reach(address: str) -> None:
    """Find out whether anybody is at ``host:port``: Ray itself would try for minutes and then end this process. Raises `OSError`."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, int(port)), REACH)
        writer.close()


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.Error:
        return ""


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
