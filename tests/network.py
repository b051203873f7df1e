"""The wall: no test reaches beyond this machine. An audit hook sees every way to a socket that Python has, also those of libraries.

It stands for the whole run: a hook cannot be taken away. Child processes are not under it; `tests/test_network.py` puts one of their own on the tool's.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from typing import Any

TO_ADDRESS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
WATCHED = TO_ADDRESS | {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}

attempts: list[str] = []
"""What was refused, so that it is known also where somebody caught the error; a test that leaves any here fails."""

_standing = False


class BeyondThisMachineError(AssertionError):
    """Something asked for an address that is not this machine's."""


def raise_wall() -> None:
    """Refuse whatever is not loopback or a socket of the file system, once and for all."""
    global _standing  # noqa: PLW0603 - a process has one wall
    if not _standing:
        sys.addaudithook(_refuse)
        for name in ("connect", "connect_ex", "sendto"):
            _before(name)
        _standing = True


def is_here(host: object) -> bool:
    """Whether a host is this machine: loopback by number or by name; nothing (``None`` and ``""``) is looked up nowhere."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return name.lower() in ("", "localhost")


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in WATCHED:
        _check(event, arguments[1] if event in TO_ADDRESS else arguments[0], by_name=event not in TO_ADDRESS)


def _check(event: str, asked: object, *, by_name: bool) -> None:
    """Raises `BeyondThisMachineError`. asked: a host, or unless ``by_name`` the address of a socket, which names a host only as a tuple."""
    if not by_name:
        if not isinstance(asked, tuple) or not asked:  # a socket of the file system, or one that is connected already
            return
        asked = asked[0]
    if not is_here(asked):
        attempts.append(f"{event} {asked!r}")
        raise BeyondThisMachineError(f"{event}: {asked!r} is not this machine")


def _before(name: str) -> None:
    """Look at the address before the C code does, which resolves a name first and tells the hook afterwards."""
    original = getattr(socket.socket, name)

    def checked(self: socket.socket, *arguments: Any) -> Any:
        _check(f"socket.{name}", arguments[-1], by_name=False)
        return original(self, *arguments)

    setattr(socket.socket, name, checked)
