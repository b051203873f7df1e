"""What a worker does for the desk: read a file, tell of a result, make a paper. Pure functions of settings and order, as in a batch."""

from __future__ import annotations

import hashlib
import json
import tempfile
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from extractor.batch import job, results
from extractor.batch.alignment import Aligner
from extractor.batch.index_output import index_row
from extractor.batch.job import Settings, Task, Written
from extractor.batch.members import Member
from extractor.batch.workbook_rows import report_row
from extractor.emitters.annotated_pdf import annotated_pdf
from extractor.emitters.letter import letter, to_correct
from extractor.emitters.mask import masked
from extractor.emitters.wording import Wording
from extractor.emitters.working_paper import working_paper
from extractor.model.errors import GoujiError, ReadError
from extractor.model.report import Report
from extractor.pipeline import extract_bytes
from extractor.readers import file_bytes
from extractor.review.decisions import Bound, State, recalled
from extractor.review.page import review_page


class Paper(StrEnum):
    """What can be made of a report when it is asked for; the values are the last parts of addresses and names."""

    ANNOTATED = "annotated.pdf"
    LETTER = "letter.docx"
    WORKING_PAPER = "working-paper.xlsx"
    PAGE = "page.html"


class Wake(NamedTuple):
    """Be ready: what every file needs is loaded before the first one comes."""


class Read(NamedTuple):
    """Read a file; ``task.unpack``: it may be an archive."""

    task: Task


class Look(NamedTuple):
    """Tell of a result that is there."""

    shown: str
    result: Path


class Make(NamedTuple):
    """Make a paper of a report whose input the task names, at ``target``."""

    paper: Paper
    task: Task
    target: Path


Order = Wake | Read | Look | Make


class Known(NamedTuple):
    """A report as the desk knows it. row: of the batch's page. result: SHA-256 of its JSON. findings: their ids. form: the format of its input."""

    row: dict[str, Any]
    result: str
    findings: list[str]
    sha256: str
    form: str


class Found(NamedTuple):
    """A report as a worker hands it over: where it was written, and what it says."""

    written: Written
    known: Known


Answer = Found | Known | list[Member] | Path | None


def work(settings: Settings, order: Order) -> Answer:
    """Carry out an order. Raises `GoujiError`: as `extractor.batch.job.work`; ``no-letter``, ``no-pdf`` for papers that there can't be."""
    match order:
        case Read(task):
            answer = job.work(settings, task)
            if task.unpack and answer is None:
                answer = job.work(settings, task._replace(unpack=False))
            if isinstance(answer, Written):
                target = results.target(_out(settings), task.name, task.sha256)
                return Found(answer, _known(settings, answer.report, target, task.shown))
            assert isinstance(answer, list)
            return answer
        case Look(shown, result):
            return _known(settings, result, result, shown)
        case Make(paper, task):
            path = Path(tempfile.gettempdir(), f"{task.sha256}.{paper.value}")
            path.write_bytes(_made(settings, paper, task))
            return path
        case Wake():
            return None


def receive(settings: Settings, order: Order, answer: Answer) -> Answer:
    """Bring to its place what a worker left in its folder, as `extractor.batch.job.receive`, outside the cage."""
    match order, answer:
        case Read(task), Found(written, known):
            job.receive(settings, task, written)
            return known
        case Read(task), list():
            return [one for one in job.receive(settings, task, answer) or [] if isinstance(one, Member)]  # type: ignore[union-attr]
        case Make(_, _, target), Path():
            return job.moved(settings, answer, target)
    return answer


def _out(settings: Settings) -> Path:
    assert settings.out is not None
    return settings.out


def _known(settings: Settings, path: Path, result: Path, shown: str) -> Known:
    """What a result at ``path`` says, that stands or will stand at ``result``."""
    try:
        content = path.read_bytes()
        report = json.loads(content, parse_float=Decimal)
    except (OSError, ValueError):
        raise ReadError("serve-unknown", shown) from None
    patterns, out = settings.patterns, _out(settings)
    made = report_row(
        report, shown, result.relative_to(out).as_posix(), Aligner(patterns).add(report["sections"]), Wording(patterns, settings.lang)
    )
    row = index_row(made, results.page_of(result).relative_to(out).as_posix())._asdict()
    source, findings = report["source"], [finding["id"] for finding in report["findings"]]
    return Known(row, hashlib.sha256(content).hexdigest(), findings, source["sha256"], source["format"])


def _made(settings: Settings, paper: Paper, task: Task) -> bytes:
    patterns, wording = settings.patterns, Wording(settings.patterns, settings.lang)
    data = file_bytes(task.path)
    report = extract_bytes(task.name, data, patterns, words=settings.words, profile=settings.profile)
    if settings.mask:
        report = masked(report, patterns)
    target = results.target(_out(settings), task.name, task.sha256)
    try:
        content = target.read_bytes()
    except OSError:
        raise ReadError("serve-unknown", task.shown) from None
    decided = recalled(target, report, content)
    match paper:
        case Paper.ANNOTATED:
            if report.reading.format != "pdf" or settings.mask:
                raise ReadError("no-pdf", task.shown)
            return annotated_pdf(report, data, wording)
        case Paper.LETTER:
            rejected = _rejected(decided)
            if not to_correct(report, rejected):
                raise ReadError("no-letter", task.shown)
            return letter(report, wording, rejected=rejected)
        case Paper.WORKING_PAPER:
            return working_paper(report, wording)
        case Paper.PAGE:
            mark = results.page_mark(target, content)
            return _page(settings, report, data, content, target, decided) + mark


def _page(settings: Settings, report: Report, data: bytes, content: bytes, target: Path, decided: Bound | GoujiError | None) -> bytes:
    patterns = settings.patterns
    page = review_page(report, data, content, patterns, lang=settings.lang, name=target.name, decided=decided, batch="../index.html")
    return page.encode("utf-8")


def _rejected(decided: Bound | GoujiError | None) -> frozenset[str]:
    if isinstance(decided, GoujiError):
        raise decided
    return frozenset(id for id, one in decided.held.items() if one.state is State.REJECTED) if decided else frozenset()
