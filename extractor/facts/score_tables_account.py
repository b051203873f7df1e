"""The account of the figures in score tables: they belong to the table, not to the sections around it; and what a report that is only a table declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.facts.score_tables_cells import Cells
from extractor.language.patterns import Patterns
from extractor.model.facts import Figure, Score, ScoreLike, ScoreTable, Table, TableKind, Totals
from extractor.model.outline import Kind
from extractor.model.text import Span

EXPLAINS = "table.points"
"""What explains a figure in a score table that is no score of its items: the wording of a rubric, a remark."""


class Ledger:
    """Where score tables stand and which of their figures are read. A table that was refused keeps out of it: its figures are explained as anywhere.

    others: all tables; the full scores over the columns of a matrix (窗口建设（30分）, a row a town) are those of its columns, not of the section.
    """

    def __init__(self, tables: Sequence[ScoreTable], others: Sequence[Table], patterns: Patterns) -> None:
        self._tables = [table for table in tables if table.refused is None and table.items]
        read = {table.id for table in self._tables}
        heads = (span for table in others if table.id not in read for span in _full_scores_of_columns(table, Cells(patterns)))
        self.spans: tuple[Span, ...] = (*(table.at for table in self._tables), *heads)
        self._figures = sorted({figure.at for table in self._tables for figure in table.figures()})

    @property
    def extracted(self) -> int:
        """How many figures the tables' items and totals have."""
        return len(self._figures)

    def explained(self, looks: Iterable[ScoreLike]) -> list[ScoreLike]:
        """The score-like figures, those of a table's items left out (they are extracted), its others explained by standing in it."""
        kept: list[ScoreLike] = []
        for look in looks:
            if not any(look.at.within(span) for span in self.spans):
                kept.append(look)
            elif not any(look.at.overlaps(span) for span in self._figures):
                kept.append(ScoreLike(look.at, EXPLAINS))
        return kept

    def totals(self, totals: Totals, scores: Mapping[str, Score]) -> Totals:
        """The declared totals; those of the one table where the body states no score (what was taken off aside): a report may be only its table."""
        scored = [table for table in self._tables if table.kind is TableKind.SCORED and not table.funds_only]
        if any(score.max is not None or score.self is not None for score in scores.values()) or len(scored) != 1:
            return totals
        (table,) = scored
        whole = [total for total in table.totals if total.of is None and total.place in ("head", "row")]
        most = next((total.max for total in reversed(whole) if total.max is not None), None)
        own = next((total.self for total in reversed(whole) if total.self is not None), None)
        lost = next((total.deduction for total in reversed(whole) if total.deduction is not None), None)
        grade = totals.grade if totals.grade is not None else table.grade
        earned = [item.self for item in table.items if item.kind is Kind.BONUS and item.self is not None]
        # 100 − 3.5 + 2: where more was earned than one figure tells, what was taken off is held to nothing
        bonus = earned[0] if len(earned) == 1 and lost is not None else None
        deducted = _first(totals.deducted, lost if len(earned) < 2 else None)
        return replace(
            totals,
            max=_first(totals.max, most),
            self=_first(totals.self, own),
            deducted=deducted,
            bonus=_first(totals.bonus, bonus),
            grade=grade,
        )


def _full_scores_of_columns(table: Table, cells: Cells) -> list[Span]:
    """The cells of a table's first row that name a column with its full score, where there are several."""
    top = min((cell.row for cell in table.cells), default=0)
    named = [cell.at for cell in table.cells if cell.row == top and cell.at is not None and cells.name(cell, bare=False).max is not None]
    return named if len(named) > 1 and any(cell.row > top and cells.is_points(cell) for cell in table.cells) else []


def _first(told: Figure | None, tabled: Figure | None) -> Figure | None:
    return told if told is not None else tabled
