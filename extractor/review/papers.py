"""What ``gouji check`` writes for people besides what it says: the annotated PDF, the letter, the working paper, each under a name of its report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extractor.emitters.annotated_pdf import annotated_pdf
from extractor.emitters.letter import letter, to_correct
from extractor.emitters.wording import Wording
from extractor.emitters.working_paper import working_paper
from extractor.model.report import Report
from extractor.review.decisions import Decisions, State, bind, load


class Wanted(Protocol):
    """Which papers are wanted and where; None: not. template: of the letter, None for the built-in one. decisions: files of what a person decided."""

    @property
    def annotate(self) -> Path | None: ...
    @property
    def letter(self) -> Path | None: ...
    @property
    def working_paper(self) -> Path | None: ...
    @property
    def template(self) -> Path | None: ...
    @property
    def decisions(self) -> Sequence[Path]: ...


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to write; content is None where there is none to be made, and ``why`` is the id of the message that says so."""

    target: Path
    content: bytes | None
    why: str = ""


class Papers:
    """Makes the papers of one call.

    Raises:
        GoujiError: a file of decisions is missing or damaged.
    """

    def __init__(self, wanted: Wanted, wording: Wording) -> None:
        self._wanted, self._wording = wanted, wording
        self._decisions = [load(path) for path in wanted.decisions]

    def of(self, report: Report, source: bytes, name: str) -> Iterator[Paper]:
        """The papers of the report that was read from the bytes ``source``; name: that their names begin with.

        Raises:
            ReadError: the PDF can be read but not written anew; the other papers come before it.
            UsageError: the letter's template is of no use.
        """
        wanted = self._wanted
        if wanted.working_paper is not None:
            yield Paper(wanted.working_paper / f"{name}.working-paper.xlsx", working_paper(report, self._wording))
        if wanted.letter is not None:
            target, rejected = wanted.letter / f"{name}.letter.docx", self._rejected(report)
            if to_correct(report, rejected):
                yield Paper(target, letter(report, self._wording, template=wanted.template, rejected=rejected))
            else:
                yield Paper(target, None, "papers.no-letter")
        if wanted.annotate is not None:
            target = wanted.annotate / f"{name}.annotated.pdf"
            if report.reading.format == "pdf":
                yield Paper(target, annotated_pdf(report, source, self._wording))
            else:
                yield Paper(target, None, "papers.no-pdf")

    def _rejected(self, report: Report) -> frozenset[str]:
        """The ids of the findings that were rejected on this very document; of several files the last one that speaks of it counts."""
        own: list[Decisions] = [one for one in self._decisions if one.document == report.reading.sha256]
        if not own:
            return frozenset()
        held = bind(own[-1], report.reading.sha256, "", [finding.id for finding in report.verification.findings]).held
        return frozenset(id for id, decision in held.items() if decision.state is State.REJECTED)
