"""A filter of system calls (seccomp), where Linux has it: this process and what it starts make no socket to anywhere, not even through native code.

Sockets of the file system may be made, for LibreOffice listens at one; nothing may connect, so that no service of this machine can be asked either.
The filter is a program for the kernel's packet filter over ``struct seccomp_data`` (``linux/seccomp.h``, ``linux/filter.h``).
"""

from __future__ import annotations

import ctypes
import errno
import struct
from typing import NamedTuple

from extractor.cage.system import call, give_up_new_privileges, machine


class Calls(NamedTuple):
    """The numbers of system calls of a kind of processor; audit: its name in ``linux/audit.h``."""

    audit: int
    seccomp: int
    socket: int
    connect: int
    socketpair: int


CALLS = {
    "x86_64": Calls(0xC000003E, 317, 41, 42, 53),
    "aarch64": Calls(0xC00000B7, 277, 198, 203, 199),
}
IO_URING = 425
"""io_uring_setup, the same everywhere: a queue would do calls that no filter sees."""
FOREIGN = 0x40000000
"""Numbers from here on are calls of another kind (x32)."""
SET_FILTER, IS_AVAILABLE = 1, 2
ALL_THREADS = 1
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000 | errno.EACCES, 0x80000000
AF_UNIX, SOCK_STREAM, KIND = 1, 1, 0xF
"""Datagrams could be sent to a name without connecting; KIND masks the flags beside the kind of a socket."""
NUMBER, MACHINE, FIRST, SECOND = 0, 4, 16, 24
"""Where ``struct seccomp_data`` has the call's number, the processor, and the lower halves of the first two arguments."""
LOAD, AND, EQUAL, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06


def is_available() -> bool:
    """Whether this kernel takes filters, and refusing is among what they may answer."""
    kind = machine()
    if kind is None:
        return False
    try:
        return call(CALLS[kind].seccomp, ctypes.c_uint(IS_AVAILABLE), ctypes.c_uint(0), ctypes.byref(ctypes.c_uint32(0x00050000))) == 0
    except OSError:
        return False


def restrict() -> bool:
    """Raise the wall round this process and all that it starts; whether the system has it. Raises `OSError` where it should hold and does not."""
    kind = machine()
    if kind is None or not is_available():
        return False
    program = _program(CALLS[kind])
    code = ctypes.create_string_buffer(program, len(program))
    filter_ = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    give_up_new_privileges()
    call(CALLS[kind].seccomp, ctypes.c_uint(SET_FILTER), ctypes.c_uint(ALL_THREADS), ctypes.c_char_p(filter_))
    return True


def _program(calls: Calls) -> bytes:
    """Instructions of eight bytes; a jump says how many to skip where its question holds, and where it does not."""

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    lines = [
        step(LOAD, MACHINE),
        step(EQUAL, calls.audit, 1, 0),
        step(RETURN, KILL),
        step(LOAD, NUMBER),
        step(AT_LEAST, FOREIGN, 11, 0),
        step(EQUAL, calls.connect, 10, 0),
        step(EQUAL, IO_URING, 9, 0),
        step(EQUAL, calls.socket, 2, 0),
        step(EQUAL, calls.socketpair, 1, 0),
        step(RETURN, ALLOW),
        step(LOAD, FIRST),
        step(EQUAL, AF_UNIX, 0, 4),
        step(LOAD, SECOND),
        step(AND, KIND),
        step(EQUAL, SOCK_STREAM, 0, 1),
        step(RETURN, ALLOW),
        step(RETURN, REFUSE),
    ]
    return b"".join(lines)
