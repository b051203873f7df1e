"""findings.csv: a row a finding, UTF-8 with BOM, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from extractor.batch.outcome import Outcome
from extractor.batch.outputs import Report, Surroundings
from extractor.batch.workbook_rows import FindingRow, finding_rows
from extractor.emitters.cells import safe
from extractor.emitters.encoding import number_literal

COLUMNS = FindingRow._fields
"""The columns, in the order of `FindingRow`; each head is the message ``workbook.finding-…``."""


class FindingsCsv:
    """Writes each finding as it comes. Numbers are plain digits, a leading minus sign included; any other text that a spreadsheet would run has an
    apostrophe before it. Lines end with CR LF (RFC 4180).
    """

    name = "findings.csv"

    def open(self, at: Surroundings) -> None:
        self._at = at
        self._file: TextIOWrapper = at.held.enter_context((at.scratch / self.name).open("w", encoding="utf-8-sig", newline=""))
        self._rows: Any = csv.writer(self._file)
        self._rows.writerow([at.wording.say(f"workbook.finding-{column}") for column in COLUMNS])

    def add(self, report: Report, path: Path, shown: str) -> None:
        result = path.relative_to(self._at.out).as_posix()
        for row in finding_rows(report, shown, result, self._at.wording):
            self._rows.writerow([self._cell(value) for value in row])

    def close(self, outcome: Outcome) -> None:
        self._file.close()

    def _cell(self, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, (int, Decimal)):
            return number_literal(value)
        return safe(str(value), lambda count: self._at.wording.say("workbook.cut", count=count))
