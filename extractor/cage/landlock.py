"""Landlock, where the Linux kernel has it (5.13 and later): this process and what it starts write below given folders only, and reach no TCP port.

Numbers and structures are those of ``linux/landlock.h``; a kernel says by a number (ABI) how much of them it knows.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from extractor.cage.system import call, give_up_new_privileges, machine

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""The same on every processor."""
VERSION = 1
"""Flag of CREATE_RULESET: only tell the ABI."""
BENEATH = 1
"""Kind of rule: below a folder."""
READING = 1 << 0 | 1 << 2 | 1 << 3
"""Execute, read a file, read a folder."""
FIRST = (1 << 13) - 1
LATER = {2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
"""Rights on files: those of the first ABI; moving between folders, cutting files short, and control of devices came later."""
WRITE_FILE, TRUNCATE = 1 << 1, 1 << 14
MAKE_SOCKET = 1 << 9
TCP = 1 << 0 | 1 << 1
"""Bind and connect, from ABI 4 on."""
SCOPES = 1 << 0 | 1 << 1
"""Sockets without a name in the file system, and signals, of and to processes outside; from ABI 6 on."""


def abi() -> int:
    """How much of Landlock this kernel has; 0: nothing."""
    if machine() is None:
        return 0
    try:
        return call(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION))
    except OSError:
        return 0


def restrict(own: Path, sockets: Iterable[Path] = ()) -> bool:
    """Raise the wall round this thread and all that it starts; whether the kernel has it. own: the folder that may be written. sockets: folders in which
    sockets may be made, and nothing else. Raises `OSError` where it should hold and does not.
    """
    version = abi()
    if version == 0:
        return False
    writing = (FIRST | sum(right for since, right in LATER.items() if version >= since)) & ~READING
    attributes = struct.pack("=QQQ", writing, TCP if version >= 4 else 0, SCOPES if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = call(CREATE_RULESET, ctypes.c_char_p(attributes), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        rules = [(own, writing), (Path(os.devnull), WRITE_FILE | TRUNCATE), *((folder, MAKE_SOCKET) for folder in sockets)]
        for place, rights in rules:
            handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
            try:
                rule = struct.pack("=Qi", rights & writing, handle)
                call(ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(BENEATH), ctypes.c_char_p(rule), ctypes.c_uint32(0))
            finally:
                os.close(handle)
        give_up_new_privileges()
        call(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)
    return True
