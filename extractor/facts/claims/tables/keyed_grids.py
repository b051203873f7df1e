"""Tables as prose speaks of them: series of figures of one thing, each figure under the name of its year or of whom it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.facts.claims.tables.cells import NamedCell
from extractor.facts.figures import Placed

_FEWEST = 2
_YEAR = 4


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one thing (投诉). name: its head or the name of its row. keys: the year or the one of whom each is. total: the sum of them, where the
    table has one. dated: the keys are years.
    """

    name: str
    keys: tuple[str, ...]
    figures: tuple[Placed, ...]
    total: Placed | None
    dated: bool

    def of(self, key: str) -> Placed | None:
        """The figure of a key; None where there is none."""
        return next((one for name, one in zip(self.keys, self.figures, strict=True) if name == key), None)


def series_of(cells: Sequence[NamedCell]) -> Iterator[Series]:
    """The series of all tables: down the columns, and along the rows where the heads are years."""
    grids: dict[int, list[NamedCell]] = {}
    for cell in cells:
        grids.setdefault(cell.grid, []).append(cell)
    for held in grids.values():
        years = [_year(cell.head) for cell in held if not cell.total]
        across = sum(year is not None for year in years) * 2 > len(years)
        lines: dict[str, list[NamedCell]] = {}
        for cell in held:
            lines.setdefault(cell.label if across else cell.head, []).append(cell)
        for name, line in lines.items():
            yield from _series(name, line, across=across)


def _series(name: str, line: Sequence[NamedCell], *, across: bool) -> Iterator[Series]:
    """One line of a table; with keys that repeat it is none."""
    keyed = [(_year(cell.head) if across else _year(cell.label) or cell.label, cell) for cell in line if not cell.total]
    known = [(key, cell.placed) for key, cell in keyed if key]
    totals = [cell.placed for cell in line if cell.total]
    keys = tuple(key for key, _ in known)
    if len(keys) < _FEWEST or len(set(keys)) != len(keys) or len(name) < _FEWEST:
        return
    figures = tuple(one for _, one in known)
    if len({(one.quantity.kind, one.quantity.unit) for one in figures}) == 1:
        dated = all(key.isdigit() for key in keys)
        yield Series(name, keys, figures, totals[0] if len(totals) == 1 else None, dated)


def _year(words: str) -> str | None:
    """The year that names a row or a column, where it is nothing but that."""
    digits = words[:_YEAR]
    return digits if len(digits) == _YEAR and digits.isdigit() and len(words) <= _YEAR + 2 and digits[:2] in ("19", "20") else None
