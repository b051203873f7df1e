"""The account of the figures in score tables: they belong to the table, not to the sections around it; and what a report that is only a table declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.model.facts import Figure, Score, ScoreLike, ScoreTable, TableKind, Totals
from extractor.model.text import Span

EXPLAINS = "table.points"
"""What explains a figure in a score table that is no score of its items: the wording of a rubric, a remark."""


class Ledger:
    """Where score tables stand and which of their figures are read. A table that was refused keeps out of it: its figures are explained as anywhere."""

    def __init__(self, tables: Sequence[ScoreTable]) -> None:
        self._tables = [table for table in tables if table.refused is None and table.items]
        self.spans: tuple[Span, ...] = tuple(table.at for table in self._tables)
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
        deducted = _first(totals.deducted, lost)
        return replace(totals, max=_first(totals.max, most), self=_first(totals.self, own), deducted=deducted, grade=grade)


def _first(told: Figure | None, tabled: Figure | None) -> Figure | None:
    return told if told is not None else tabled
