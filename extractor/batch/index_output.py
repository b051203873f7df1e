"""index.html: the page of the batch, made of the same rows as the summary; what could not be read stands among them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from extractor.batch.alignment import Aligner
from extractor.batch.outcome import Outcome
from extractor.batch.outputs import Report, Surroundings
from extractor.batch.results import page_of
from extractor.batch.workbook_lists import Loss
from extractor.batch.workbook_rows import EXACT, Amount, ReportRow, path, report_row
from extractor.emitters.encoding import number_literal
from extractor.review.index import Lost, Row, index_page


class IndexPage:
    """Writes index.html."""

    name = "index.html"

    def open(self, at: Surroundings) -> None:
        self._at = at
        self._aligner = Aligner(at.wording.patterns)
        self._rows: list[Row] = []
        self._losses: dict[int, Loss] = {}

    def add(self, report: Report, path: Path, shown: str) -> None:
        result = path.relative_to(self._at.out).as_posix()
        page = page_of(path)
        made = report_row(report, shown, result, self._aligner.add(report["sections"]), self._at.wording)
        for place, scores in made.scores:
            self._losses.setdefault(place, Loss()).take(scores)
        self._rows.append(index_row(made, page.relative_to(self._at.out).as_posix() if page.is_file() else None))

    def close(self, outcome: Outcome) -> None:
        wording = self._at.wording
        failed = [Row(one.shown, "failed", reason=wording.error(one.error, one.shown)) for one in outcome.failures]
        items, item_of = self._aligner.settle()
        joined: dict[int, Loss] = {}
        for place, loss in self._losses.items():
            joined.setdefault(item_of[place], Loss()).join(loss)
        order = sorted((index for index, loss in joined.items() if loss.points), key=lambda index: (-joined[index].points, index))
        lost = [
            Lost(path([*items[index].path, items[index].heading], wording), joined[index].reports, number_literal(joined[index].points))
            for index in order
        ]
        page = index_page([*self._rows, *failed], lost, wording.patterns, lang=wording.lang)
        (self._at.scratch / self.name).write_text(page, encoding="utf-8", newline="\n")


def index_row(made: ReportRow, page: str | None) -> Row:
    """The page's row of a report. page: the address of its review page."""
    return Row(
        shown=made.shown,
        state=made.state,
        body=made.body,
        title=made.title,
        number=made.number,
        region=made.region,
        year=made.year,
        max=_written(made.max),
        self=_written(made.self),
        lost=_lost(made),
        findings=made.findings,
        coverage=_written(made.coverage),
        page=page,
        result=made.result,
    )


def _lost(made: ReportRow) -> str | None:
    """满分 − 自评, else the stated 扣分; nothing where a bonus lifts the total above."""
    if made.max is not None and made.self is not None:
        lost = EXACT.subtract(Decimal(made.max), Decimal(made.self))
        return number_literal(lost) if lost >= 0 else None
    return _written(made.deducted)


def _written(amount: Amount | None) -> str | None:
    return None if amount is None else number_literal(amount)
