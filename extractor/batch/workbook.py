"""summary.xlsx (汇总表): a row a report with its scores item by item, and sheets for findings, losses, the roster, what could not be read.

Reports come once. What the summary needs of each is put by on disk until all have been seen, for only then is it known which sections are the same
item; the findings are written as they come. Memory grows by the few numbers that say which report has which item, and by the links.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from extractor.batch import workbook_lists as lists
from extractor.batch.alignment import Aligner
from extractor.batch.outcome import Outcome
from extractor.batch.outputs import Report, Surroundings
from extractor.batch.workbook_reports import CAPACITY, Summary
from extractor.batch.workbook_rows import ReportRow, finding_rows, report_row
from extractor.batch.workbook_sheet import Book

ROWS = "rows"
"""The file in the scratch folder that rows wait in."""


class Workbook:
    """Writes summary.xlsx."""

    name = "summary.xlsx"

    def open(self, at: Surroundings) -> None:
        self._at = at
        self._aligner = Aligner(at.wording.patterns)
        self._book = Book(at.scratch / self.name, at.scratch, at.wording)
        self._summary, self._findings = Summary(self._book), lists.Findings(self._book)
        self._losses: dict[int, lists.Loss] = {}
        self._engines: dict[str, set[str]] = {}
        self._count = 0
        self._rows: BinaryIO = at.held.enter_context((at.scratch / ROWS).open("wb"))

    def add(self, report: Report, path: Path, shown: str) -> None:
        result = path.relative_to(self._at.out).as_posix()
        row = report_row(report, shown, result, self._aligner.add(report["sections"]), self._at.wording)
        for place, scores in row.scores:
            self._losses.setdefault(place, lists.Loss()).take(scores)
        pickle.dump(tuple(row), self._rows, pickle.HIGHEST_PROTOCOL)
        self._count += 1
        for finding in finding_rows(report, shown, result, self._at.wording):
            self._findings.add(finding)
        engine = report["engine"]
        for name, version in (("gouji", engine["version"]), ("patterns", engine["patterns"]), *engine["readers"].items()):
            self._engines.setdefault(name, set()).add(version)

    def close(self, outcome: Outcome) -> None:
        self._rows.close()
        items, item_of = self._aligner.settle()
        shown = items[:CAPACITY]

        def column(place: int) -> int | None:
            index = item_of[place]
            return index if index < CAPACITY else None

        self._summary.write(self._waiting(), shown, column, lambda result: lists.page_of(self._at.out, result), self._count)
        self._findings.close()
        lost: dict[int, lists.Loss] = {}
        for place, loss in self._losses.items():
            lost.setdefault(item_of[place], lists.Loss()).join(loss)
        lists.losses(self._book, items, lost)
        lists.items(self._book, items, CAPACITY)
        if len(items) > CAPACITY:
            lists.without_column(self._book, items, CAPACITY, self._waiting(), item_of.get)
        if outcome.roster is not None:
            lists.roster(self._book, outcome.roster)
        lists.failures(self._book, outcome)
        lists.duplicates(self._book, outcome)
        lists.guide(self._book, outcome, {"reports": self._count}, dict(sorted(self._engines.items())))
        self._book.close()
        (self._at.scratch / ROWS).unlink()

    def _waiting(self) -> Iterator[ReportRow]:
        """The rows that were put by, in their order."""
        with (self._at.scratch / ROWS).open("rb") as file:
            for _ in range(self._count):
                yield ReportRow(*pickle.load(file))
