"""What a worker does with one file: open it where it is an archive, read and check it where it is a report. Pure functions of settings and task."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from extractor.batch import results
from extractor.batch.members import Member, kept, unpacked
from extractor.emitters.json import to_json
from extractor.emitters.mask import masked
from extractor.emitters.wording import Wording
from extractor.language.patterns import Patterns, load
from extractor.language.words import library_version
from extractor.model.errors import GoujiError, ReadError
from extractor.model.limits import shaping
from extractor.model.report import Report
from extractor.pipeline import extract_bytes
from extractor.readers import file_bytes
from extractor.readers.archive.reader import is_archive
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
        if shaping():
            chosen["limits"] = shaping()
        return dict(sorted(chosen.items()))


class Task(NamedTuple):
    """A file to open (``unpack``) or to read. name: as the report has it; shown: as the person finds it."""

    path: Path
    name: str
    shown: str
    sha256: str
    unpack: bool


MEMBERS = "members"
"""The folder for members of archives, below that of the work."""


class Written(NamedTuple):
    """A result as a worker leaves it in its own folder; page: the review page, None where none was wanted."""

    report: Path
    page: Path | None


Answer = Report | list[Member] | Written | None
"""Of a file that was to be unpacked its members, None where it is no archive; of one that was read the report, or where it was written."""


def prepare(settings: Settings) -> None:
    """Load what every file needs."""
    extract_bytes("warm.txt", WARM.encode(), settings.patterns, words=settings.words, profile=settings.profile)


WARM = "1\n\n(1) 10, 9.\n"
"""A text that makes every stage of the line compile its patterns."""


def work(settings: Settings, task: Task) -> Answer:
    """What becomes of a task. Raises `GoujiError` for what is wrong with the input, ``output`` where a result can't be written."""
    data = file_bytes(task.path)
    if hashlib.sha256(data).hexdigest() != task.sha256:
        raise ReadError("file-changed", task.shown)
    if task.unpack:
        return unpacked(task.name, task.shown, data) if is_archive(data) else None
    patterns = settings.patterns
    report = extract_bytes(task.name, data, patterns, words=settings.words, profile=settings.profile)
    if settings.mask:
        report = masked(report, patterns)
    if settings.out is None:
        return report
    target = results.target(settings.out, task.name, task.sha256)
    content = to_json(report, Wording(patterns, settings.lang), text=settings.text)
    written = kept(f"{task.sha256}.json", content)
    if not settings.pages:
        return Written(written, None)
    mark = results.page_mark(target, content)  # before the decisions are read: should they change meanwhile, the page is made anew
    decided = recalled(target, report, content)
    page = review_page(report, data, content, patterns, lang=settings.lang, name=target.name, decided=decided, batch="../index.html")
    return Written(written, kept(f"{task.sha256}.html", page.encode("utf-8") + mark))


def receive(settings: Settings, task: Task, answer: Answer) -> Answer:
    """Bring to its place what a worker left in its folder: results, members of archives. This runs outside the cage, and trusts no more of an answer than
    that files stand there. Raises `GoujiError` ``output``.
    """
    if isinstance(answer, list):
        folder = settings.work / MEMBERS
        places = {
            path: moved(settings, path, folder / path.name) for path in dict.fromkeys(one.path for one in answer if one.path is not None)
        }
        return [one if one.path is None else one._replace(path=places[one.path]) for one in answer]
    if isinstance(answer, Written):
        assert settings.out is not None
        target = results.target(settings.out, task.name, task.sha256)
        moved(settings, answer.report, target)
        if answer.page is not None:
            moved(settings, answer.page, results.page_of(target))
        return None
    return answer


def moved(settings: Settings, made: Path, place: Path) -> Path:
    """A file that a worker made, at its place."""
    try:
        if made.is_symlink() or not made.resolve().is_relative_to(settings.work.resolve()):
            raise GoujiError("worker-crashed", made.name, exit=None)  # no worker of ours says so
        place.parent.mkdir(parents=True, exist_ok=True)
        made.replace(place)
    except OSError as error:
        raise results.unwritable(place.parent, error) from error
    return place
