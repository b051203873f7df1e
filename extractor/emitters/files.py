"""Reports in a folder: one file each under a name that no other input takes, written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

FAILURES = "failed.json"
"""Where the inputs that could not be read are listed; no report takes this name."""


def target_names(inputs: Sequence[Path]) -> list[str | None]:
    """The file name of each input's report: ``<stem>.json``, or ``<name>.json`` where two inputs share a stem (``a.txt``, ``a.pdf``).

    None where even the whole names are the same: then `digest_name` tells them apart by content. Letter case does not count, since
    some file systems ignore it.
    """
    stems = Counter(path.stem.casefold() for path in inputs)
    names = Counter(path.name.casefold() for path in inputs)
    chosen: list[str | None] = []
    for path in inputs:
        if names[path.name.casefold()] > 1:
            chosen.append(None)
            continue
        alone = stems[path.stem.casefold()] == 1 and f"{path.stem}.json".casefold() != FAILURES
        chosen.append(f"{path.stem}.json" if alone else f"{path.name}.json")
    return chosen


def digest_name(name: str, sha256: str) -> str:
    """A report's file name that tells inputs of the same name apart: the first 16 digits of the content's hash before the name."""
    return f"{sha256[:16]}-{name}.json"


def write_whole(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target`` so that a reader sees the old file or the new one, never a half. Raises `OSError`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".gouji-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def report_of_other_input(target: Path, sha256: str) -> bool:
    """Whether the file ``target`` is anything but the report of the content with this hash."""
    try:
        found = json.loads(target.read_bytes())
        return bool(found["source"]["sha256"] != sha256)
    except (ValueError, LookupError, TypeError):
        return True


def _umask() -> int:
    """The process's umask; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
