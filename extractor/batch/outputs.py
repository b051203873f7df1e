"""What is made of the results of a batch: one pass over them in the order of their names feeds every table, sheet and page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from extractor.batch.outcome import Outcome, Reported
from extractor.batch.results import unwritable
from extractor.batch.roster import Matcher
from extractor.emitters.encoding import encode
from extractor.emitters.files import failure
from extractor.emitters.wording import Wording
from extractor.model.errors import GoujiError

WRITERS: tuple[str, ...] = (
    "extractor.batch.workbook:Workbook",
    "extractor.batch.findings_csv:FindingsCsv",
    "extractor.batch.index_output:IndexPage",
)
"""The outputs of a batch, ``module:class`` each; a class is called without arguments. They are imported when a batch ends."""

Report = dict[str, Any]
"""A report as its JSON has it (``gouji.report/1``): whole numbers are `int`, all others `Decimal`."""


class Surroundings(NamedTuple):
    """Where an output is made. out: the batch's folder. scratch: an empty folder of this output's own on the same disk. wording: the person's language.

    held: closes in the end what was entered, also where the batch fails.
    """

    out: Path
    scratch: Path
    wording: Wording
    held: ExitStack


class Output(Protocol):
    """One thing made of all reports: a file or a folder of the batch's folder.

    ``open`` once, ``add`` once a report in the order of their names, ``close`` once. It is written into ``scratch`` under its `name`, whole
    when ``close`` returns, and then moved to its place; where anything fails nothing is moved, and what stood there before stays. Memory must not grow
    by more than a few hundred bytes a report.
    """

    @property
    def name(self) -> str:
        """Its name below the batch's folder (``summary.xlsx``, ``dataset``)."""

    def open(self, at: Surroundings) -> None:
        """Begin."""

    def add(self, report: Report, path: Path, shown: str) -> None:
        """Take a report. path: its file (``OUT/reports/….json``). shown: its input as the person finds it. The report must not be changed."""

    def close(self, outcome: Outcome) -> None:
        """End. outcome: failures, duplicates, what was passed over, the roster: all that is no report."""


def load(path: Path) -> Report:
    """A result from its file."""
    report: Report = json.loads(path.read_bytes(), parse_float=Decimal)
    return report


def writers() -> list[Output]:
    """The outputs that every batch makes."""
    made: list[Output] = []
    for one in WRITERS:
        module, _, name = one.partition(":")
        made.append(getattr(import_module(module), name)())
    return made


def write(
    outputs: Sequence[Output],
    reports: Iterable[Reported],
    outcome: Outcome,
    out: Path,
    work: Path,
    wording: Wording,
    roster: Matcher | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> None:
    """One pass over the reports for all outputs, then each is moved into ``out``; ``outcome`` learns of the findings and of the roster.

    work: a folder on the same disk, for what is not whole yet. tell: is told how many reports have passed.
    Raises `GoujiError`: ``output`` (the disk is full, the folder can't be written), ``result-damaged`` (a result is no report any more; it is taken away, and
    the next run makes it again).
    """
    try:
        with ExitStack() as held:
            for order, output in enumerate(outputs):
                scratch = work / f"output-{order}"
                scratch.mkdir(parents=True)
                output.open(Surroundings(out, scratch, wording, held))
            for number, one in enumerate(reports, start=1):
                report = _loaded(one.path)
                outcome.findings.update(finding["severity"] for finding in report["findings"])
                if roster is not None:
                    roster.add(report, one.shown)
                for output in outputs:
                    output.add(report, one.path, one.shown)
                tell(number)
            outcome.roster = None if roster is None else roster.result()
            for output in outputs:
                output.close(outcome)
        for order, output in enumerate(outputs):
            _move(work / f"output-{order}" / output.name, out / output.name)
    except OSError as error:
        raise unwritable(out, error) from error


def failures(outcome: Outcome, words: Wording) -> bytes:
    """``failed.json``: every input that could not be read, with the reason; an empty list where all could."""
    listed = [failure(one.shown, one.error, words.error(one.error, one.shown)) for one in outcome.failures]
    return (encode(listed) + "\n").encode("utf-8")


def _loaded(path: Path) -> Report:
    try:
        return load(path)
    except ValueError:
        path.unlink(missing_ok=True)
        raise GoujiError("result-damaged", str(path)) from None


def _move(made: Path, place: Path) -> None:
    """Put a file in its place, or each file of a folder; what else stands in that folder (an export of the dataset) is the person's."""
    if made.is_dir():
        place.mkdir(exist_ok=True)
        for path in sorted(made.iterdir()):
            path.replace(place / path.name)
    else:
        made.replace(place)
