"""What a batch has done, as the summary, the sheets and the person at the screen want to know it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from extractor.model.errors import GoujiError


class Reported(NamedTuple):
    """An input that was read. shown: its name as the person finds it: the path below the folder given, with the way into an archive. path: its result."""

    shown: str
    path: Path


class Failed(NamedTuple):
    """An input that has no result, and why; ``Wording.error(error, shown)`` says it."""

    shown: str
    error: GoujiError


class Duplicate(NamedTuple):
    """A further name of a content that was read under another: ``shown`` holds the same bytes as ``kept``."""

    shown: str
    kept: str


class Matched(NamedTuple):
    """A body of the roster with the reports that are its: none (missing), one, or several (it handed in more than once), by their shown names."""

    body: str
    reports: tuple[str, ...]


class Unclear(NamedTuple):
    """A report that may be of several bodies of the roster: which, and the name that it gives itself."""

    shown: str
    name: str
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """Who had to submit, and who did. bodies: in the order of the roster. unknown: reports of nobody on it, with the name that they give themselves
    (None where they give none). unclear: those that more than one body may have written; they count for none.
    """

    bodies: tuple[Matched, ...]
    unknown: tuple[tuple[str, str | None], ...]
    unclear: tuple[Unclear, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Bodies without a report that is surely theirs."""
        return tuple(one.body for one in self.bodies if not one.reports)

    @property
    def several(self) -> tuple[Matched, ...]:
        """Bodies with more than one report."""
        return tuple(one for one in self.bodies if len(one.reports) > 1)


@dataclass(slots=True)
class Outcome:
    """What a batch has done; every list in the order of the names.

    reports: the inputs that were read, now or by an earlier run. current: how many of them were there already. passed_over: what is no input (system
    files, links to folders). earlier: results in the folder that belong to no input of this run; they are kept and take no part. findings: of all reports, by
    severity. roster: None where none was given.
    """

    reports: list[Reported] = field(default_factory=list)
    current: int = 0
    failures: list[Failed] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    earlier: list[Path] = field(default_factory=list)
    findings: Counter[str] = field(default_factory=Counter)
    roster: Roster | None = None
