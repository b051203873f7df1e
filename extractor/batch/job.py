"""What a worker does with one file: open it where it is an archive, read and check it where it is a report. Pure functions of settings and task."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from extractor.batch import results
from extractor.emitters.files import write_whole
from extractor.emitters.json import to_json
from extractor.emitters.mask import masked
from extractor.emitters.wording import Wording
from extractor.language.patterns import Patterns, load
from extractor.language.words import library_version
from extractor.model.errors import GoujiError, ReadError
from extractor.model.report import Report
from extractor.pipeline import extract_bytes
from extractor.readers import file_bytes
from extractor.readers.archive import Skipped, is_archive, members
from extractor.review.decisions import recalled
from extractor.review.page import review_page


@dataclass(frozen=True, slots=True)
class Settings:
    """All that results depend on besides content and engine, and where they go.

    work: the folder for what is there for a while only. out: the batch's folder; None: the reports themselves are handed back.
    pages: make the review page of each report, too. mask: hide the numbers and names of persons in the results.
    """

    work: Path
    out: Path | None = None
    packs: tuple[Path, ...] = ()
    lang: str = "zh"
    text: bool = True
    words: bool = False
    profile: str | None = None
    pages: bool = True
    mask: bool = False

    @property
    def patterns(self) -> Patterns:
        return load(self.packs)

    def options(self) -> dict[str, object]:
        """``engine.options`` of the reports that are made with these settings."""
        chosen: dict[str, object] = {"lang": self.lang, "text": self.text}
        if self.words:
            chosen["words"] = library_version()
        if self.profile:
            chosen["profile"] = self.profile
        if self.mask:
            chosen["mask"] = True
        return dict(sorted(chosen.items()))


class Task(NamedTuple):
    """A file to open (``unpack``) or to read. name: as the report has it; shown: as the person finds it."""

    path: Path
    name: str
    shown: str
    sha256: str
    unpack: bool


class Member(NamedTuple):
    """A file of an archive: where it was put, or why it can't be read, or that it is passed over (both None)."""

    shown: str
    name: str
    path: Path | None
    size: int
    sha256: str
    error: GoujiError | None


Answer = Report | list[Member] | None
"""Of a file that was to be unpacked its members, None where it is no archive; of one that was read the report, None where it was written."""


def prepare(settings: Settings) -> None:
    """Load what every file needs, and keep temporary files where they are taken away whatever becomes of this process."""
    folder = results.temporary(settings.work)
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(folder)
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder)))
    extract_bytes("warm.txt", WARM.encode(), settings.patterns, words=settings.words, profile=settings.profile)


WARM = "1\n\n(1) 10, 9.\n"
"""A text that makes every stage of the line compile its patterns."""


def work(settings: Settings, task: Task) -> Answer:
    """What becomes of a task. Raises `GoujiError` for what is wrong with the input, ``output`` where a result can't be written."""
    data = file_bytes(task.path)
    if hashlib.sha256(data).hexdigest() != task.sha256:
        raise ReadError("file-changed", task.shown)
    if task.unpack:
        return _unpacked(settings, task, data) if is_archive(data) else None
    patterns = settings.patterns
    report = extract_bytes(task.name, data, patterns, words=settings.words, profile=settings.profile)
    if settings.mask:
        report = masked(report, patterns)
    if settings.out is None:
        return report
    target = results.target(settings.out, task.name, task.sha256)
    content = to_json(report, Wording(patterns, settings.lang), text=settings.text)
    _write(target, content)
    if settings.pages:
        decided = recalled(target, report, content)
        page = review_page(report, data, content, patterns, lang=settings.lang, name=target.name, decided=decided, batch="../index.html")
        _write(results.page_of(target), page.encode("utf-8"))
    return None


def _write(target: Path, content: bytes) -> None:
    try:
        write_whole(target, content)
    except OSError as error:
        raise results.unwritable(target.parent, error) from error


def _unpacked(settings: Settings, task: Task, data: bytes) -> list[Member]:
    """The members of an archive, put into the work folder under the hashes of their contents."""
    found: list[Member] = []
    above = task.shown.removesuffix(task.name)
    for name, content in members(task.name, data):
        shown = above + name
        if isinstance(content, ReadError):
            found.append(Member(shown, name, None, 0, "", content))
        elif isinstance(content, Skipped):
            found.append(Member(shown, name, None, 0, "", None))
        else:
            digest = hashlib.sha256(content).hexdigest()
            path = settings.work / "members" / digest
            if not path.exists():
                _write(path, content)
            found.append(Member(shown, name, path, len(content), digest, None))
    return found
