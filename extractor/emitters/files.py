"""Reports in a folder: one file each under a name that no other input takes, written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Container, Sequence
from pathlib import Path

from extractor.model.errors import GoujiError

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:\.|$)", re.IGNORECASE)
"""What Windows takes for a device, whatever follows the first point (Naming Files, Paths, and Namespaces)."""
LONGEST = 200
"""Bytes of a file name; file systems allow 255, and a folder of the user's stands before it."""
FAILURES = "failed.json"
"""Where the inputs that could not be read are listed; no report takes this name."""


def target_names(inputs: Sequence[Path]) -> list[str | None]:
    """The file name of each input's report: ``<stem>.json``, or ``<name>.json`` where two inputs share a stem (``a.txt``, ``a.pdf``).

    None where even the whole names are the same: then `digest_name` tells them apart by content. Letter case does not count, since
    some file systems ignore it.
    """
    safe = [(_safe(path.stem), _safe(path.name)) for path in inputs]
    stems = Counter(stem.casefold() for stem, _ in safe)
    names = Counter(name.casefold() for _, name in safe)
    chosen: list[str | None] = []
    for stem, name in safe:
        if names[name.casefold()] > 1:
            chosen.append(None)
            continue
        alone = stems[stem.casefold()] == 1 and f"{stem}.json".casefold() != FAILURES
        chosen.append(f"{stem}.json" if alone else f"{name}.json")
    return chosen


def member_name(shown: str, taken: Container[str]) -> str | None:
    """The file name of the report of an archive's member, by its shown name: ``a.zip/dir/b.pdf`` gives ``a.zip-dir-b.pdf.json``.

    One file name on every system, whatever the archive calls its members: no separator, no device of Windows, no more than `LONGEST` bytes.
    None where that name is among the ``taken`` (without letter case) or would be too long: then `digest_name` tells it apart by content.
    """
    chosen = f"{_safe(shown)}.json"
    return None if chosen.casefold() in taken or len(chosen.encode()) > LONGEST else chosen


def _safe(shown: str) -> str:
    writable = shown.encode("utf-8", "replace").decode()  # a file name that is no UTF-8 has half characters
    name = FORBIDDEN.sub("-", writable).strip(". ") or "-"
    return f"-{name}" if DEVICES.match(name) else name


def digest_name(name: str, sha256: str) -> str:
    """A report's file name that tells inputs of the same name apart: the first 16 digits of the content's hash before the name."""
    safe = _safe(name).encode()
    return f"{sha256[:16]}-{safe[-(LONGEST - 22) :].decode(errors='ignore')}.json"


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


def failure(name: str, error: GoujiError, said: str) -> dict[str, object]:
    """An input that could not be read as ``failed.json`` lists it; limit: the name of the limit that it is beyond, where there is one."""
    told: dict[str, object] = {"name": name, "code": error.code, "message": said}
    return told | {"limit": error.params["limit_name"]} if "limit_name" in error.params else told


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
