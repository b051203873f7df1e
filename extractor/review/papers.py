"""What ``gouji check`` writes for people besides what it says: the annotated PDF, the letter, the working paper, each under a name of its report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.emitters import files
from extractor.emitters.annotated_pdf import annotated_pdf
from extractor.emitters.letter import letter, to_correct
from extractor.emitters.wording import Wording
from extractor.emitters.working_paper import working_paper
from extractor.model.report import Report
from extractor.review.decisions import Decisions, State, bind, load


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers are wanted and where; None: not. template: of the letter, None for the built-in one. decisions: files of what a person decided."""

    annotate: Path | None = None
    letter: Path | None = None
    working_paper: Path | None = None
    template: Path | None = None
    decisions: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to write; content is None where there is none to be made, and ``why`` is the id of the message that says so."""

    target: Path
    content: bytes | None
    why: str = ""


class Papers:
    """Makes the papers of one call. inputs: the paths that were given, which tell the names.

    Raises:
        GoujiError: a file of decisions is missing or damaged.
    """

    def __init__(self, wanted: Wanted, inputs: Sequence[Path], wording: Wording) -> None:
        self._wanted, self._wording = wanted, wording
        self._names = files.target_names(inputs)
        self._taken = {name.casefold() for name in self._names if name}
        self._decisions = [load(path) for path in wanted.decisions]

    def of(self, index: int, report: Report, source: bytes, *, member: bool) -> Iterator[Paper]:
        """The papers of the report of input ``index``, read from the bytes ``source``; member: it came out of an archive.

        Raises:
            ReadError: the PDF can be read but not written anew; the other papers come before it.
            UsageError: the letter's template is of no use.
        """
        wanted, name = self._wanted, self._name(index, report, member=member)
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

    def _name(self, index: int, report: Report, *, member: bool) -> str:
        source = report.reading
        name = files.member_name(source.name, self._taken) if member else self._names[index]
        name = name or files.digest_name(source.name, source.sha256)
        self._taken.add(name.casefold())
        return name.removesuffix(".json")

    def _rejected(self, report: Report) -> frozenset[str]:
        """The ids of the findings that were rejected on this very document; of several files the last one that speaks of it counts."""
        own: list[Decisions] = [one for one in self._decisions if one.document == report.reading.sha256]
        if not own:
            return frozenset()
        held = bind(own[-1], report.reading.sha256, "", [finding.id for finding in report.verification.findings]).held
        return frozenset(id for id, decision in held.items() if decision.state is State.REJECTED)
