"""Processes of the system and what they hold, asked without minding that one may just be ending."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import psutil


def resident(process: psutil.Process) -> int:
    """Bytes that a process holds in memory."""
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def children_of(process: psutil.Process) -> list[psutil.Process]:
    """What a process has started, and what that has started."""
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def descendants(pid: int) -> list[psutil.Process]:
    """`children_of` the process with this number."""
    try:
        return children_of(psutil.Process(pid))
    except psutil.Error:
        return []


def end(processes: Iterable[psutil.Process]) -> None:
    """End processes at once."""
    for process in processes:
        with suppress(psutil.Error):
            process.kill()
