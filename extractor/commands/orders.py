"""What passes between these commands and their worker: light to import, for the parent needs no more."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class PapersWanted:
    """Which papers are wanted and where; None: not. template: of the letter, None for the built-in one. decisions: files of what a person decided."""

    annotate: Path | None = None
    letter: Path | None = None
    working_paper: Path | None = None
    template: Path | None = None
    decisions: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made of each file. packs, words, profile, mask: as the options of these names. severities: those of findings that are to be told of.

    view: the words for a reader, in place of JSON. text: the JSON holds the text. folder: where the JSON goes (``-o``); pages: with a review page.
    papers: what is to be made for people besides.
    """

    packs: tuple[Path, ...]
    lang: str
    words: bool
    profile: str | None
    mask: bool
    severities: tuple[str, ...]
    view: bool = False
    text: bool = True
    folder: Path | None = None
    pages: bool = False
    papers: PapersWanted | None = None


class Order(NamedTuple):
    """A file to read. path: where its bytes are; name: as its report has it; shown: as the person finds it. member: it was in an archive.

    target: the file name of its result, None where that is to be told apart by content. several: its JSON is one line among others.
    """

    path: Path
    name: str
    shown: str
    member: bool
    target: str | None
    several: bool


class Made(NamedTuple):
    """What was made of a file. printed: the JSON or the words. target, sha256: the file name of the result, and the source that it is of. found: there
    are findings of the severities asked for. page: its review page, None where none was wanted. papers: paths and contents of further files. said: lines
    for the person.
    """

    printed: bytes
    target: str
    sha256: str
    found: bool
    page: bytes | None
    papers: tuple[tuple[Path, bytes], ...]
    said: tuple[str, ...]


def prepare(wanted: Wanted) -> None:
    """What a worker does before its first file."""
    from extractor.commands import job  # noqa: PLC0415 - the worker's

    job.prepare(wanted)


def work(wanted: Wanted, order: Order) -> Any:
    """What a worker does with a file: a `Made`, or of an archive its members."""
    from extractor.commands import job  # noqa: PLC0415 - the worker's

    return job.work(wanted, order)
