"""What was handed in, on disk: each content under its hash, and beside it a record of its names and of what became of it. Every file is written whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from extractor.emitters.files import write_whole
from extractor.model.errors import GoujiError
from extractor.serve.names import NAMELESS, last

SCHEMA = "gouji.input/1"
INPUTS = "inputs"
HASH = re.compile(r"[0-9a-f]{64}")


class State(StrEnum):
    """Where an input is. `OPENED`: it was an archive, its members are inputs of their own."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"
    OPENED = "opened"


@dataclass(slots=True)
class Record:
    """An input. sha256: of its content (of its name where it has none, as what can't be taken out of an archive). shown: as the person finds it.

    also: further names of the same content. order: in which it was handed in. failure: an error's code, place and parameters. engine: what it was read, or
    failed, with. row: of the batch's page, for a report. result: SHA-256 of its JSON, file: that one's name. findings: their ids. members: of an archive, how
    many; passed_over: how many of those are no inputs. form: its format.
    """

    sha256: str
    shown: str
    order: int
    bytes: int = 0
    packed: bool = False
    state: State = State.WAITING
    also: list[str] = field(default_factory=list)
    failure: dict[str, Any] | None = None
    engine: str = ""
    row: dict[str, Any] | None = None
    result: str = ""
    file: str = ""
    findings: list[str] = field(default_factory=list)
    form: str = ""
    members: int = 0
    passed_over: int = 0

    @property
    def name(self) -> str:
        return last(self.shown)

    @property
    def error(self) -> GoujiError | None:
        """Why it has no result."""
        found = self.failure
        return None if found is None else GoujiError(found["code"], found["place"], **found["params"])

    def fail(self, error: GoujiError) -> None:
        """Note that it has none."""
        params = {name: value if isinstance(value, (int, str)) else str(value) for name, value in error.params.items()}
        self.state, self.failure = State.FAILED, {"code": error.code, "place": error.place, "params": params}


class Shelf:
    """The folder of what was handed in, ``OUT/inputs``. Raises `OSError` where it can't be written."""

    def __init__(self, out: Path) -> None:
        self._folder = out / INPUTS
        self._folder.mkdir(parents=True, exist_ok=True)

    def content(self, sha256: str) -> Path:
        """Where a content is kept."""
        return self._folder / sha256

    def has(self, sha256: str) -> bool:
        return self.content(sha256).is_file()

    def put(self, made: Path, sha256: str) -> None:
        """Take over a whole file on the same disk."""
        made.replace(self.content(sha256))

    def save(self, record: Record) -> None:
        """Keep a record; one at work is kept as one that waits."""
        whole = {"schema": SCHEMA, **asdict(record)}
        if record.state is State.READING:
            whole["state"] = State.WAITING
        write_whole(
            self._record(record.sha256), (json.dumps(whole, ensure_ascii=False, indent=1, default=str) + "\n").encode("utf-8", "replace")
        )

    def drop(self, record: Record) -> None:
        """Forget an input, first that it was handed in, then its content."""
        self._record(record.sha256).unlink(missing_ok=True)
        self.content(record.sha256).unlink(missing_ok=True)

    def records(self) -> list[Record]:
        """All that was handed in, in its order. A content whose record is lost or damaged comes back under a part of its hash, to be read again."""
        found = {record.sha256: record for record in self._sound()}
        order = max((record.order for record in found.values()), default=0)
        for path in sorted(self._folder.iterdir()):
            if HASH.fullmatch(path.name) and path.name not in found:
                order += 1
                found[path.name] = Record(path.name, f"{NAMELESS}{path.name[:16]}", order, path.stat().st_size, packed=True)
        return sorted(found.values(), key=lambda record: record.order)

    def _sound(self) -> Iterator[Record]:
        known = {one.name for one in fields(Record)}
        for path in sorted(self._folder.glob("*.json")):
            try:
                found = json.loads(path.read_bytes())
                record = Record(**{name: value for name, value in found.items() if name in known})
                record.state = State(record.state)
                sound = record.sha256 == path.stem and isinstance(record.order, int) and found["schema"] == SCHEMA
                _ = record.error
            except (OSError, ValueError, LookupError, TypeError, AttributeError):
                continue
            if sound:
                yield record

    def _record(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.json"
