"""What a worker does with one file: read and check it, and make all that is asked for. What writes papers and pages is imported where one is wanted."""

from __future__ import annotations

from pathlib import Path

from extractor.batch.members import Member, unpacked
from extractor.commands.orders import Made, Order, Wanted
from extractor.emitters.files import digest_name
from extractor.emitters.json import to_json
from extractor.emitters.mask import masked
from extractor.emitters.view import view
from extractor.emitters.wording import Wording
from extractor.language.patterns import load
from extractor.language.words import library_version
from extractor.model.errors import GoujiError
from extractor.model.report import Report
from extractor.pipeline import extract_bytes
from extractor.readers import file_bytes
from extractor.readers.archive.reader import is_archive


def prepare(wanted: Wanted) -> None:
    """Raise what is wrong for every file: packs, a library that is asked for, a file of decisions."""
    patterns = load(wanted.packs)
    if wanted.words:
        library_version()
    if wanted.papers is not None:
        from extractor.review.papers import Papers  # noqa: PLC0415

        Papers(wanted.papers, Wording(patterns, wanted.lang))


def work(wanted: Wanted, order: Order) -> Made | list[Member]:
    """What becomes of a file; of an archive its members, in this worker's folder. Raises `GoujiError`."""
    data = file_bytes(order.path)
    if not order.member and is_archive(data):
        return unpacked(order.name, order.shown, data)
    patterns = load(wanted.packs)
    report = extract_bytes(order.name, data, patterns, words=wanted.words, profile=wanted.profile)
    if wanted.mask:
        report = masked(report, patterns)
    wording = Wording(patterns, wanted.lang)
    target = order.target or digest_name(order.name, report.reading.sha256)
    said: list[str] = []
    page = None
    if wanted.view:
        printed = (view(report, wording) + "\n").encode("utf-8")
    else:
        printed = to_json(report, wording, text=wanted.text, one_line=order.several and wanted.folder is None)
        page = _page(wanted, report, data, printed, target, wording, said) if wanted.pages and wanted.folder is not None else None
    papers = tuple(_papers(wanted, order, report, data, target, wording, said)) if wanted.papers is not None else ()
    found = any(finding.severity in wanted.severities for finding in report.verification.findings)
    return Made(printed, target, report.reading.sha256, found, page, papers, tuple(said))


def _page(wanted: Wanted, report: Report, data: bytes, content: bytes, target: str, wording: Wording, said: list[str]) -> bytes:
    """The review page of the result whose JSON is ``content``, with the decisions that stand beside it."""
    from extractor.review.decisions import recalled  # noqa: PLC0415
    from extractor.review.page import review_page  # noqa: PLC0415

    assert wanted.folder is not None
    decided = recalled(wanted.folder / target, report, content)
    if isinstance(decided, GoujiError):
        said.append(wording.error(decided))
    page = review_page(report, data, content, wording.patterns, lang=wanted.lang, name=target, decided=decided)
    return page.encode("utf-8")


def _papers(
    wanted: Wanted, order: Order, report: Report, data: bytes, target: str, wording: Wording, said: list[str]
) -> list[tuple[Path, bytes]]:
    from extractor.review.papers import Papers  # noqa: PLC0415

    assert wanted.papers is not None
    made: list[tuple[Path, bytes]] = []
    for paper in Papers(wanted.papers, wording).of(report, data, target.removesuffix(".json")):
        if paper.content is None:
            said.append(wording.say(paper.why, source=order.shown))
        else:
            made.append((paper.target, paper.content))
            said.append(wording.say("cli.written", source=order.shown, target=paper.target))
    return made
