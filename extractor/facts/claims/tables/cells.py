"""Figures of tables with what names them: the head of their column, the name of their row, and the unit that either says (金额（万元）)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.facts.claims.scope import AMOUNTS
from extractor.facts.claims.tables.grids import Grid, Row
from extractor.facts.figures import Placed
from extractor.facts.figures.finder import Unit, unit_named
from extractor.language.patterns import Patterns
from extractor.model.claims import Quantity, QuantityKind

_TELLING = 3
"""Digits of a figure by which a column is known again in the prose."""
_YEAR = 4

_Known = Mapping[tuple[Decimal | None, int], set[Unit]]


@dataclass(frozen=True, slots=True)
class NamedCell:
    """A figure of a table as if prose told it: its lead is the name of its row and the head of its column, which stand in label and head.

    grid, row: numbers of the table and of the row among all tables. total: its row sums up the others.
    """

    placed: Placed
    label: str
    head: str
    grid: int
    row: int
    total: bool


def named_cells(grids: Sequence[Grid], quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[NamedCell]:
    """The figures of tables in document order within each. Where neither head nor row says the unit, the column has that of the figure of the prose that
    one of its own is, digit by digit; figures without a unit name nothing and are left out.
    """
    known = _in_prose(quantities)
    number = 0
    for place, grid in enumerate(grids):
        units = [_of_column(grid, column, known, patterns) for column in range(grid.width)]
        for row in grid.rows:
            number += 1
            own = _bracketed(row.label, patterns)
            for column, figure in enumerate(row.figures):
                unit = own or units[column]
                typed = None if figure is None else figure if figure.kind is not QuantityKind.BARE else _typed(figure, unit)
                if typed is not None:
                    label, head = _names(grid, row, column, patterns)
                    yield NamedCell(_placed(typed, column, f"{label}{head}", patterns), label, head, place, number, row.total)


def _of_column(grid: Grid, column: int, known: _Known, patterns: Patterns) -> Unit | None:
    head = grid.heads[column] if column < len(grid.heads) else ""
    named = _bracketed(head, patterns)
    if named is not None:
        return named
    found = [
        known.get((figure.value, figure.decimals), set())
        for row in grid.rows
        if (figure := row.figures[column]) is not None and figure.value is not None and len(figure.value.as_tuple().digits) >= _TELLING
    ]
    units = {unit for some in found for unit in some}
    return units.pop() if len(units) == 1 else None


def _in_prose(quantities: Iterable[Quantity]) -> _Known:
    known: dict[tuple[Decimal | None, int], set[Unit]] = defaultdict(set)
    for one in quantities:
        if one.kind in AMOUNTS and one.unit is not None:
            known[one.value, one.decimals].add(Unit(one.kind, one.unit, one.scale))
    return known


def _bracketed(words: str, patterns: Patterns) -> Unit | None:
    """The unit that a head or the name of a row bears in a bracket."""
    for found in patterns.one("claim.grid.unit").finditer(words):
        unit = unit_named(found["unit"], patterns)
        if unit is not None:
            return unit
    return None


def _typed(figure: Quantity, unit: Unit | None) -> Quantity | None:
    return None if unit is None else replace(figure, kind=unit.kind, unit=unit.name, scale=unit.scale)


def _names(grid: Grid, row: Row, column: int, patterns: Patterns) -> tuple[str, str]:
    """The name of a row and the head of a column, without what their brackets say."""
    head = grid.heads[column] if column < len(grid.heads) else ""
    plain = patterns.one("claim.grid.unit")
    year = patterns.words("unit.time")[0]
    label = plain.sub("", row.label)
    return f"{label}{year}" if label.isdigit() and len(label) == _YEAR else label, plain.sub("", head)


def _placed(figure: Quantity, column: int, lead: str, patterns: Patterns) -> Placed:
    year = patterns.one("claim.grid.year").search(lead)
    dated = figure if year is None else replace(figure, period=year[0])
    return Placed(dated, column, 0, -1, 0, 0, lead, "")
