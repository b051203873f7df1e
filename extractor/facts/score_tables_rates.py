"""得分率 in a score table: the obtained score of the full one, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.facts.score_tables_cells import Cells
from extractor.facts.score_tables_columns import ColumnReader
from extractor.facts.score_tables_funds import quantity_of
from extractor.facts.score_tables_items import Grid
from extractor.facts.table_heads import heads
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Operand, Quantity, QuantityKind
from extractor.model.facts import Table

FORM = "table.score-rate"
"""What reads the claims of the column, in place of a pattern."""
_WHY = "table-row"
_POINTS = "\u5206"


def rate_claims(tables: Sequence[Table], quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Claim]:
    """One claim of ``claim/ratio`` a row, where one column each holds the full scores, the obtained ones and what these are of those."""
    by_start = {one.at.start: one for one in quantities}
    cells = Cells(patterns)
    words = patterns.words("table.score-rates")
    for table in tables:
        grid = Grid(table.cells)
        rows = list(grid.rows.values())
        found = heads(rows, patterns)
        if not found:
            continue
        for (first, last), end in zip(found, [*(first for first, _ in found[1:]), len(rows)], strict=True):
            if last >= len(rows):
                continue
            columns = ColumnReader(patterns, cells).read(rows[first:last], grid.width, rows[last][0].row)
            rates = [cell.column for row in rows[first:last] for cell in row if cells.compact(cell) in words and cell.colspan == 1]
            if any(len(one) != 1 for one in (rates, columns.of("max"), columns.of("self"))):
                continue
            for row in rows[last:end]:
                places = (rates[0], columns.of("self")[0], columns.of("max")[0])
                told = [quantity_of(cells.wording(grid.begins(row[0].row, column)), by_start) for column in places]
                yield from _claim(*told)


def _claim(stated: Quantity | None, part: Quantity | None, whole: Quantity | None) -> Iterator[Claim]:
    if stated is None or part is None or whole is None or stated.kind is not QuantityKind.PERCENT:
        return
    if any(one.kind not in (QuantityKind.BARE, QuantityKind.SCORE) for one in (part, whole)):
        return
    operands = [
        Operand(role, replace(one, kind=QuantityKind.SCORE, unit=_POINTS), _WHY) for role, one in (("part", part), ("whole", whole))
    ]
    yield Claim.of("claim/ratio", FORM, stated, operands, {"scores": True})
