"""All walls together: what stands round a worker, and which of them this machine has."""

from __future__ import annotations

import os
import tempfile
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from extractor.cage import guard, landlock, seccomp
from extractor.cage.limits import Limits
from extractor.model.limits import adjust

HEADROOM = 2
"""The system's own limit on memory is so many times the cage's: that looks ten times a second, and tells the reason; this one holds in between."""
LISTENS = Path("/tmp")
"""Where LibreOffice makes its socket, whatever it is told (osl/unx/pipe.cxx); it may make sockets there and nothing else."""


class Wall(NamedTuple):
    """A wall, and whether this machine has it; detail: how much of it."""

    id: str
    holds: bool
    detail: str = ""


def walls() -> tuple[Wall, ...]:
    """The walls that a worker on this machine stands behind, or would on another."""
    version = landlock.abi()
    return (
        Wall("limits", True),
        Wall("guard", True),
        Wall("rlimit", _resource() is not None),
        Wall("landlock", version > 0, f"ABI {version}" if version else ""),
        Wall("seccomp", seccomp.is_available()),
    )


def raise_walls(own: Path, limits: Limits) -> None:
    """Raise all that this machine has round this process, before it does anything else: no other thread runs yet. own: its folder.

    Raises `OSError` where a wall that the machine has does not hold.
    """
    tempfile.tempdir = str(own)
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(own)))
    adjust(limits.raised)
    _bound_resources(limits)
    landlock.restrict(own, [LISTENS] if LISTENS.is_dir() else [])
    seccomp.restrict()
    guard.raise_guard(str(own))


def bounds_memory() -> bool:
    """Whether the system keeps a limit on this process's memory, so that a `MemoryError` tells of that and not of the machine."""
    resource = _resource()
    return resource is not None and resource.getrlimit(resource.RLIMIT_DATA)[0] != resource.RLIM_INFINITY


def bound_processor_time(seconds: float) -> None:
    """So much processor time is left to this process, a processor; a worker that its parent can no longer end does not go on for ever."""
    resource = _resource()
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        whole = int(used.ru_utime + used.ru_stime + HEADROOM * seconds * (os.cpu_count() or 1)) + 1
        _set(resource, resource.RLIMIT_CPU, whole)


def _bound_resources(limits: Limits) -> None:
    resource = _resource()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _set(resource, resource.RLIMIT_DATA, HEADROOM * limits.memory)
        _set(resource, resource.RLIMIT_FSIZE, limits.of("output-bytes"))


def _set(resource: ModuleType, which: int, value: int) -> None:
    """A soft limit, never above the hard one."""
    hard = resource.getrlimit(which)[1]
    resource.setrlimit(which, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _resource() -> ModuleType | None:
    """The module that sets limits of a process; Windows has none."""
    try:
        return import_module("resource")
    except ImportError:
        return None
