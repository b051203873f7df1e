"""Inputs and results at addresses (``s3://bucket/reports``), through fsspec (extra ``gouji[ray]``); the libraries are imported when one is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from extractor.batch.plan import HIDDEN, PASSED_OVER
from extractor.dataset.library import require
from extractor.model.errors import GoujiError, ReadError, UsageError

MARK = "://"
"""What an address has and a path has not."""
TOGETHER = 16
"""Files that are fetched at a time: enough to fill a line, and no more in memory."""


class Stored(NamedTuple):
    """A file at an address. shown: its path below the address given."""

    address: str
    shown: str
    size: int


def is_address(place: object) -> bool:
    """Whether a place is an address and not a path."""
    return MARK in str(place)


def joined(address: str, *names: str) -> str:
    """An address below another."""
    return "/".join((address.rstrip("/"), *names))


def listed(roots: Sequence[str]) -> tuple[list[Stored], list[str]]:
    """The files below each address in the order of their names, and those that are passed over, by the rules of `plan.inputs`.

    Where there are several roots, the last part of each stands before its files' names, or the whole where two have the same.
    Raises `UsageError` ``address`` where one cannot be listed, ``library-missing``.
    """
    lasts = [root.rstrip("/").rpartition("/")[2] for root in roots]
    found: dict[str, Stored] = {}
    passed: list[str] = []
    for root, last in zip(roots, lasts, strict=True):
        label = "" if len(roots) == 1 else f"{root.rstrip('/') if lasts.count(last) > 1 else last}/"
        for address, inside, size in _below(root):
            hidden = any(part.startswith(HIDDEN) or part.casefold() in PASSED_OVER for part in inside.split("/"))
            if hidden:
                passed.append(label + inside)
            else:
                found.setdefault(address, Stored(address, label + inside, size))
    return sorted(found.values(), key=lambda one: one.shown), passed


def _below(root: str) -> Iterator[tuple[str, str, int]]:
    """The address of each file, its path below the root (the last part of the root where that is a file) and its size."""
    files, start = _opened(root)
    try:
        found = files.find(start, detail=True)
    except Exception as error:  # every kind of store has its own
        raise _wrong(root, error) from error
    if not found:
        raise UsageError("address", root, reason="no file")
    for path, about in found.items():
        inside = path.removeprefix(start).lstrip("/") or path.rpartition("/")[2]
        yield files.unstrip_protocol(path), inside, int(about.get("size") or 0)


def fetch(wanted: Mapping[str, tuple[Path, str]]) -> dict[str, ReadError]:
    """Bring the contents of addresses to paths, several at a time. wanted: path and shown name by address. Gives what could not be read."""
    failed: dict[str, ReadError] = {}
    addresses = list(wanted)
    for begin in range(0, len(addresses), TOGETHER):
        some = addresses[begin : begin + TOGETHER]
        files, _ = _opened(some[0])
        inner = {files._strip_protocol(address): address for address in some}
        try:
            contents = files.cat(list(inner), on_error="return")
        except Exception as error:
            contents = dict.fromkeys(inner, error)
        for name, content in contents.items():
            path, shown = wanted[inner[name]]
            if isinstance(content, bytes):
                path.write_bytes(content)
            elif isinstance(content, FileNotFoundError):
                failed[inner[name]] = ReadError("file-missing", shown)
            else:
                failed[inner[name]] = ReadError("file-unreadable", shown, reason=_reason(content))
    return failed


def ends(address: str, head: int, tail: int) -> bytes | None:
    """The first and the last bytes of what is at an address (all of it where it is shorter than the first); None where nothing is."""
    files, path = _opened(address)
    try:
        begin: bytes = files.cat_file(path, start=0, end=head)
        return begin if len(begin) < head else begin + files.cat_file(path, start=-tail)
    except FileNotFoundError:
        return None
    except Exception as error:
        raise _wrong(address, error) from error


def get(address: str) -> bytes:
    """What is at an address. Raises `UsageError` ``address``."""
    files, path = _opened(address)
    try:
        content: bytes = files.cat_file(path)
    except Exception as error:
        raise _wrong(address, error) from error
    return content


def remove(address: str) -> None:
    """Take away what is at an address."""
    files, path = _opened(address)
    with suppress(FileNotFoundError):
        files.rm_file(path)


def put(address: str, content: bytes) -> None:
    """Write what an address is to hold; a store shows it whole or not at all. Raises `GoujiError` ``output``."""
    files, path = _opened(address)
    try:
        files.pipe_file(path, content)
    except Exception as error:
        raise GoujiError("output", address, reason=_reason(error)) from error


def clear(address: str, kept: frozenset[str] = frozenset()) -> None:
    """Take away all files below an address but those that are ``kept`` (by their paths below it)."""
    files, start = _opened(address)
    try:
        files.invalidate_cache()
        found = files.find(start) if files.exists(start) else []
        for path in found:
            if path.removeprefix(start).lstrip("/") not in kept:
                files.rm_file(path)
    except Exception as error:
        raise GoujiError("output", address, reason=_reason(error)) from error


def check(address: str) -> None:
    """Find out early whether an address can be reached at all. Raises `UsageError` ``address``, ``library-missing``."""
    files, path = _opened(address)
    try:
        files.exists(path)
    except Exception as error:
        raise _wrong(address, error) from error


def _opened(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it."""
    try:
        files, path = require("fsspec.core").url_to_fs(address)
    except (ImportError, ValueError) as error:  # no library for this kind of address
        raise UsageError("address", address, reason=_reason(error)) from error
    return files, str(path)


def _wrong(address: str, error: Exception) -> UsageError:
    return UsageError("address", address, reason=_reason(error))


def _reason(error: object) -> str:
    lines = str(error).strip().splitlines()
    return lines[-1] if lines else type(error).__name__
