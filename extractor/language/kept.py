"""What is made of a text by itself and costs much, kept from one process to the next where Python keeps bytecode, and by its rules.

That is a regex as the library compiles it (500 ms for the patterns that one page asks for, 25 ms where they are kept), what every match of it holds, and a
pack file as tomllib reads it. What is kept is found by the digest of the text that it was made of, in a file that is named after the version of what made
it, so it is never of another text; as with bytecode, who may write there is trusted. Where Python writes no bytecode (``-B``, a folder that is not ours, a
worker in its cage) nothing is kept, and nothing is amiss. ``gouji patterns check`` makes all of it.
"""

from __future__ import annotations

import atexit
import hashlib
import marshal
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import cache_from_source
from pathlib import Path

MOST = 2**24
"""Where more bytes than this are kept, what this process did not ask for is let go: packs that have been changed since."""


class Kept:
    """One file of what is kept. name: of what it holds; version: of the library that made it; code: the modules of ours that did, which tell by their
    size and time whether they are still the same.
    """

    def __init__(self, name: str, version: str, code: Iterable[str] = ()) -> None:
        self._name = f"{name}-{version}{EXTENSION_SUFFIXES[0].removesuffix('.so')}.kept"
        self._code = tuple(code)
        self._asked: dict[bytes, bytes] = {}
        self._fresh = False

    @property
    def path(self) -> Path | None:
        """Where it stands; None where Python keeps no bytecode at all."""
        try:
            return Path(cache_from_source(__file__)).with_name(self._name)
        except NotImplementedError:
            return None

    def get(self, text: str) -> bytes | None:
        """What was made of a text in some process before; None where none has kept it."""
        key = self._key(text)
        found = self._found.get(key)
        if found is not None:
            self._asked[key] = found
        return found

    def put(self, text: str, made: bytes) -> None:
        """Keep what was made of a text; it is written when the process ends."""
        if not self._fresh:
            self._fresh = True
            atexit.register(self.write)
        self._asked[self._key(text)] = made

    def write(self) -> None:
        """Write the file whole, where Python would write bytecode."""
        if sys.dont_write_bytecode or not self._fresh or self.path is None:
            return
        self._fresh = False
        held = {**self._found, **self._asked}
        if sum(map(len, held.values())) > MOST:
            held = self._asked
        whole = self.path.with_name(f"{self._name}.{os.getpid()}")
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                whole.write_bytes(marshal.dumps(held))
                whole.replace(self.path)
            except OSError:
                whole.unlink(missing_ok=True)

    @cached_property
    def _found(self) -> dict[bytes, bytes]:
        """What stands in the file; nothing where it can't be read."""
        try:
            held = marshal.loads(self.path.read_bytes()) if self.path is not None else {}
        except (OSError, EOFError, ValueError, TypeError):
            return {}
        return held if isinstance(held, dict) else {}

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(self._stamp + text.encode("utf-8", "surrogatepass")).digest()

    @cached_property
    def _stamp(self) -> bytes:
        """What tells one state of the code from another, as Python tells it for bytecode."""
        with suppress(OSError):
            states = [Path(path).stat() for path in self._code]
            return b"".join(f"{state.st_mtime_ns} {state.st_size}\n".encode() for state in states)
        return os.urandom(16)  # the code is no file: nothing is found again
