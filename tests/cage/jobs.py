"""What the workers of the tests do; in a module of its own, for spawned processes import it by name. They may write in their own folder only."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from extractor.model.errors import GoujiError, ReadError


def nothing() -> None:
    """No preparation."""


def dies() -> None:
    os._exit(3)


def refuses() -> None:
    raise GoujiError("output", "/here", reason="full")


def obey(task: tuple[str, object]) -> object:
    """Do what the task says: the ways in which reading a file goes well or wrong."""
    order, value = task
    if order == "give":
        return value
    if order == "refuse":
        raise ReadError("file-empty", str(value))
    if order == "raise":
        raise ValueError(value)
    if order == "abort":
        os.abort()
    if order == "sleep":
        time.sleep(float(str(value)))
        return value
    if order == "eat":
        block = bytearray(int(str(value)))
        block[::4096] = b"x" * len(block[::4096])
        time.sleep(30)
        return len(block)
    if order == "crash":
        ctypes.string_at(0)
    if order == "child":
        note = str(Path(tempfile.gettempdir(), str(value)))
        subprocess.run(
            [sys.executable, "-c", f"import time; open({note!r}, 'w').write(str(__import__('os').getpid())); time.sleep(60)"], check=True
        )
    if order == "die-once":
        if not list(Path(tempfile.gettempdir()).parent.glob(f"*/{value}")):
            Path(tempfile.gettempdir(), str(value)).write_text("x")
            os._exit(9)
        return "alive"
    if order == "who":
        return os.getpid()
    raise AssertionError(order)
