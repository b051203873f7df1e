"""What a taken-over worker might try; each probe tells what came of it. In a module of its own, for spawned processes import it by name.

The ones that begin with ``native`` go past Python, as a hole in a native parser would: only the system's walls see them.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from extractor.cage.system import call

URING = 425
SOCKETS = {"x86_64": (41, 42), "aarch64": (198, 203)}


class Bait:
    """An answer that is a program: it would make a file in the process that reads it."""

    def __init__(self, note: str) -> None:
        self.note = note

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.write_text, (Path(self.note), "caught")


def nothing() -> None:
    """No preparation."""


def attempt(task: tuple[str, str]) -> object:
    """Do what the task says: a probe by name, and the path or number that it is to try. The answer is ``done``, or why not."""
    name, given = task
    if name == "bait":
        return Bait(given)
    if name == "large":
        return bytes(int(given))
    try:
        answer = PROBES[name](given)
    except OSError as error:
        return f"refused {type(error).__name__}"
    return "done" if answer is None else answer


def write(path: str) -> None:
    Path(path).write_text("x")


def write_own(name: str) -> None:
    path = Path(tempfile.gettempdir(), name)
    path.write_text("x")
    path.with_suffix(".b").mkdir()
    path.rename(path.with_suffix(".c"))
    path.with_suffix(".c").unlink()
    with Path(os.devnull).open("w") as nowhere:
        nowhere.write("x")


def write_much(size: str) -> None:
    Path(tempfile.gettempdir(), "much").write_bytes(bytes(int(size)))


def through_link(path: str) -> None:
    link = Path(tempfile.gettempdir(), "link")
    link.symlink_to(path)
    link.write_text("x")


def remove(path: str) -> None:
    Path(path).unlink()


def rename(path: str) -> None:
    Path(path).rename(Path(tempfile.gettempdir(), "taken"))


def fold(path: str) -> None:
    Path(path).mkdir()


def loosen(path: str) -> None:
    Path(path).chmod(0o777)


def cut(path: str) -> None:
    os.truncate(path, 0)


def python_socket(_: str) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()


def resolve(host: str) -> object:
    return str(socket.getaddrinfo(host, 80))


def native_write(path: str) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.open(os.fsencode(path), os.O_WRONLY | os.O_CREAT, 0o600) < 0:
        raise OSError(ctypes.get_errno(), path)


def native_remove(path: str) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.unlink(os.fsencode(path)) < 0:
        raise OSError(ctypes.get_errno(), path)


def native_socket(family_and_kind: str) -> None:
    family, kind = map(int, family_and_kind.split())
    os.close(call(SOCKETS[platform.machine()][0], ctypes.c_int(family), ctypes.c_int(kind), ctypes.c_int(0)))


def native_connect(path: str) -> None:
    make, connect = SOCKETS[platform.machine()]
    handle = call(make, ctypes.c_int(1), ctypes.c_int(1), ctypes.c_int(0))
    address = b"\x01\x00" + os.fsencode(path) + b"\x00"
    call(connect, ctypes.c_int(handle), ctypes.c_char_p(address), ctypes.c_int(len(address)))


def native_queue(_: str) -> None:
    os.close(call(URING, ctypes.c_uint(1), ctypes.create_string_buffer(120)))


def shell_write(path: str) -> object:
    done = subprocess.run(["/bin/sh", "-c", f"echo x > '{path}'"], capture_output=True, check=False)
    return "refused" if done.returncode else None


def python_below(address: str) -> object:
    """A child that has no guard of its own."""
    host, port = address.split()
    code = f"import socket; socket.create_connection(({host!r}, {port}), timeout=3)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    return "refused" if done.returncode else None


def hurt(pid: str) -> None:
    os.kill(int(pid), signal.SIGCONT)


PROBES = {one.__name__.replace("_", "-"): one for one in (
    write, write_own, write_much, through_link, remove, rename, fold, loosen, cut, python_socket, resolve, native_write, native_remove,
    native_socket, native_connect, native_queue, shell_write, python_below, hurt,
)}  # fmt: skip
