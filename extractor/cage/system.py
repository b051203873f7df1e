"""Calls to the Linux kernel that Python has no function for."""

from __future__ import annotations

import ctypes
import os
import platform
import sys

NO_NEW_PRIVILEGES = 38
"""prctl(2): what is executed from here on gains no rights; the condition for walls that need none."""
MACHINES = ("x86_64", "aarch64")
"""Whose system calls' numbers are known here."""


def machine() -> str | None:
    """The kind of processor, where this is a Linux whose walls are known here; else None."""
    kind = platform.machine().lower()
    known = sys.platform == "linux" and kind in MACHINES and sys.maxsize > 2**32
    return kind if known else None


def call(number: int, *arguments: object) -> int:
    """A system call. Raises `OSError`."""
    library = ctypes.CDLL(None, use_errno=True)
    result: int = library.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def give_up_new_privileges() -> None:
    """Raises `OSError`."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
