"""What passes between the cage and the world: tasks go in as they are, what comes out is data and nothing that could run.

A worker may have been taken over by the file it read. Pickles are programs; so what comes out of a worker is loaded by a reader that knows plain values
and Gouji's own frozen nouns, calls nothing else, and takes no more bytes than it is told.
"""

from __future__ import annotations

import dataclasses
import io
import pickle
from enum import Enum
from typing import Any

from extractor.model.errors import GoujiError

PLAIN = frozenset(
    {
        ("array", "array"),
        ("array", "_array_reconstructor"),
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("builtins", "bytearray"),
        ("collections", "Counter"),
        ("collections", "OrderedDict"),
        ("datetime", "date"),
        ("decimal", "Decimal"),
        ("fractions", "Fraction"),
        ("pathlib", "PosixPath"),
        ("pathlib", "PurePosixPath"),
        ("pathlib", "PureWindowsPath"),
        ("pathlib", "WindowsPath"),
        ("pathlib._local", "PosixPath"),
        ("pathlib._local", "WindowsPath"),
    }
)
"""Types of the library, and what makes one of them anew, beside those that a pickle has words of its own for."""
AGAIN = ("extractor.model.errors", "_again")
"""How a `GoujiError` is made anew: from its type, code, place and parameters."""


class _Data(pickle.Unpickler):
    """Reads data. Raises `pickle.UnpicklingError` for anything else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in PLAIN or (module, name) == AGAIN:
            return super().find_class(module, name)
        if module.partition(".")[0] == "extractor" and not module.endswith("__main__"):
            found = super().find_class(module, name)
            if isinstance(found, type) and _is_noun(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no data")


def _is_noun(kind: type) -> bool:
    """Whether making one does nothing but hold values: a named tuple, a frozen dataclass, an enumeration, an error of ours."""
    parameters = getattr(kind, "__dataclass_params__", None)
    frozen = dataclasses.is_dataclass(kind) and parameters is not None and parameters.frozen
    return frozen or (issubclass(kind, tuple) and hasattr(kind, "_fields")) or issubclass(kind, (Enum, GoujiError))


def read(letter: bytes) -> Any:
    """The data in a letter from a worker. Raises `pickle.UnpicklingError` and whatever else a letter that is none makes Python raise."""
    return _Data(io.BytesIO(letter)).load()


def write(content: object) -> bytes:
    """A letter to the world."""
    return pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
