"""The wall that stands on every system: Python itself refuses to write outside a folder and to make a socket. It cannot be taken away again.

It sees what Python code does, native libraries excepted; those are held by the walls of the system (`landlock`, `seccomp`) where it has them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
PATHS = {
    "os.chflags": (0,),
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.link": (0, 1),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.removexattr": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.setxattr": (0,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.utime": (0,),
}
"""What changes the disk, with the places of the paths among the arguments of its audit event (Python's table of audit events)."""
NAMES = frozenset({"socket.getaddrinfo", "socket.getnameinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getservbyname"})
"""What asks others for an address."""
AT = frozenset({"socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"})
LOCAL = 1
"""AF_UNIX: sockets of the file system."""


def raise_guard(own: str) -> None:
    """From here on this process writes below the folder ``own`` only, and makes no sockets but those of the file system.

    What it refuses is a `PermissionError`, as where the system refuses it.
    """
    inside = os.path.normcase(os.path.realpath(own)) + os.sep
    nowhere = os.path.normcase(os.devnull)

    def is_own(path: object) -> bool:
        if isinstance(path, int):  # opened already
            return True
        try:
            named = os.path.normcase(os.fsdecode(path))  # type: ignore[arg-type]
            return named == nowhere or (os.path.normcase(os.path.realpath(named)) + os.sep).startswith(inside)
        except (TypeError, ValueError, OSError):
            return False

    def opened(event: str, arguments: tuple[Any, ...]) -> None:
        path, _, flags = arguments
        if isinstance(flags, int) and flags & WRITING and not is_own(path):
            raise PermissionError(f"{event}: outside the cage")

    def changed(event: str, arguments: tuple[Any, ...]) -> None:
        if not all(is_own(arguments[place]) for place in PATHS[event]):
            raise PermissionError(f"{event}: outside the cage")

    def connected(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.__new__" and arguments[1] == LOCAL:
            return
        if event in AT and not isinstance(arguments[1], tuple):  # a name in the file system
            return
        raise PermissionError(f"{event}: no network in the cage")

    watch: dict[str, Callable[[str, tuple[Any, ...]], None]] = {
        "open": opened,
        "socket.__new__": connected,
        **dict.fromkeys(PATHS, changed),
        **dict.fromkeys((*NAMES, *AT), connected),
    }

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        look = watch.get(event)
        if look is not None:
            look(event, arguments)

    sys.addaudithook(refuse)
