"""The funds block of a 项目支出绩效自评表: budget, spending and rate by source, the item that its points are, and the claims that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractor.facts.score_tables_cells import Cells
from extractor.facts.score_tables_columns import FUNDS, SCORES, Columns
from extractor.facts.score_tables_items import Block, Grid
from extractor.facts.score_tables_nodes import Node
from extractor.language.numerals import parse
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity, QuantityKind
from extractor.model.facts import CellWords, Figure, FundsRow, ScoreTable, TableCell
from extractor.model.text import Span

RATE_FORM, PARTS_FORM = "table.funds-rate", "table.funds-parts"
"""What reads the claims of the block, in place of a pattern."""
_WHY = "table-row"
_COMMA = "\uff0c"
_SHARE_BELOW = 2
"""A rate without % up to this is a share of 1 (0.98), above it per cent (98)."""
_ONE_PART = 1


class FundsReader:
    """Reads the rows under the head of a funds block."""

    def __init__(self, grid: Grid, columns: Columns, cells: Cells, patterns: Patterns, number: int) -> None:
        self.grid, self.columns, self.cells, self.number = grid, columns, cells, number
        self._within, self._parts, self._rest = (patterns.words(f"table.funds-{name}") for name in ("within", "parts", "rest"))
        self._first = min(column for role in FUNDS for column in columns.of(role))
        self._figure = patterns.one("table.figure")
        self.rows: list[FundsRow] = []

    def read(self, rows: Sequence[int]) -> Block:
        """The item of the block's points (预算执行率); its rows stand in ``rows`` afterwards."""
        block = Block()
        whole = False
        for row in rows:
            label = self._label(row) or (self._beside(row) if len(rows) == 1 else None)
            if label is None or label.at is None:
                continue
            if not self._figures_only(row):
                continue
            found = {role: self._words(row, role) for role in FUNDS}
            if self._unsure(row):
                found["rate"] = None  # a column that nobody knows may be the budget that was spent
            title, part, rest = self._source(label)
            if any(words is not None for words in found.values()) or part:
                self.rows.append(FundsRow(title, label.at, self.number, **found, part=part, rest=rest))
            node = Node(self.cells.name(label, bare=False), row, label, funds=True)
            for role in SCORES:
                column = self.columns.one(role)
                node.take(role, None if column is None else self.cells.points(self.grid.begins(row, column)))
            if part and whole:
                continue  # the row of a source that repeats the points of the whole, or tells its share of them
            if node.figures:
                whole = whole or (not part and "max" in node.figures)
                node.take("max", node.name.max or (None if part else self._max_of_block(row)))  # 预算执行情况（10分）
                if len(rows) == 1:
                    node.take("max", self.columns.full)
                block.nodes.append(node)
        return block

    def _figures_only(self, row: int) -> bool:
        """Whether every cell under the heads of the block holds one figure or nothing, and is no wider than its head: a form may have rows of other
        things there.
        """
        under = {column: role for role in (*FUNDS, *SCORES) for column in self.columns.of(role)}
        cells = [cell for column in sorted(under) if (cell := self.grid.begins(row, column)) is not None and not self.cells.empty(cell)]
        figures = (self._figure.search(self.cells.compact(cell).replace(",", "").replace(_COMMA, "")) for cell in cells)
        roles = ({under.get(column) for column in range(cell.column, cell.column + cell.colspan)} for cell in cells)
        return all(len(one) == 1 for one in roles) and all(figures)

    def _unsure(self, row: int) -> bool:
        """Whether a figure under a head of no known role stands between the year's first budget, the only one known, and what was spent."""
        initial, spent = self.columns.one("initial"), self.columns.one("spent")
        if initial is None or spent is None or self.columns.of("budget"):
            return False
        known = {column for role in (*FUNDS, *SCORES) for column in self.columns.of(role)}
        between = [self.grid.begins(row, column) for column in range(initial + 1, spent) if column not in known]
        return any(cell is not None and self._figure.search(self.cells.compact(cell).replace(",", "")) for cell in between)

    def _label(self, row: int) -> TableCell | None:
        """The last cell with words before the figures."""
        before = [cell for column in range(self._first) if (cell := self.grid.begins(row, column)) is not None and cell.text]
        return before[-1] if before else None

    def _beside(self, row: int) -> TableCell | None:
        """The cell that names the whole block: beside its rows, or in the corner of its head where no merged cell can say so."""
        named = [cell for column in sorted(self.columns.beside) if (cell := self.grid.at(row, column)) is not None and cell.text]
        corner = self.grid.at(row - 1, 0) if self._first > 0 else None
        return named[-1] if named else corner

    def _max_of_block(self, row: int) -> Figure | None:
        """The full score in the name of the block, where no column holds full scores."""
        named = None if self.columns.of("max") else self._beside(row)
        return None if named is None else self.cells.name(named, bare=False).max

    def _words(self, row: int, role: str) -> CellWords | None:
        column = self.columns.one(role)
        return None if column is None else self.cells.wording(self.grid.begins(row, column))

    def _source(self, label: TableCell) -> tuple[str, bool, bool]:
        """The name of a source, whether it is a part of the row above, and whether it is the rest."""
        text = self.cells.compact(label)
        within = next((word for word in self._within if text.startswith(word)), None)
        name = (text if within is None else text.removeprefix(within)).lstrip("：:，,")
        return name, within is not None or name in self._parts, name in self._rest


def funds_claims(tables: Sequence[ScoreTable], quantities: Sequence[Quantity]) -> Iterator[Claim]:
    """What the funds blocks claim: 执行率 = 全年执行数 ÷ 全年预算数 in each row, and in each column the sources against the total above them."""
    by_start = {one.at.start: one for one in quantities}
    for table in tables:
        for block in dict.fromkeys(row.block for row in table.funds):
            rows = [row for row in table.funds if row.block == block]
            for row in rows:
                yield from _rate(row, by_start)
            whole = next((row for row in rows if not row.part), None)
            if whole is not None:
                for role in ("initial", "budget", "spent"):
                    yield from _sources(whole, [row for row in rows if row.part], role, by_start)


def with_tables(claims: Sequence[Claim], tabled: Iterable[Claim]) -> tuple[Claim, ...]:
    """All claims in document order, one a stated figure and rule: a table's columns say for certain what its words alone leave open."""
    found = {(claim.rule, claim.stated.id): claim for claim in (*claims, *tabled)}
    return tuple(sorted(found.values(), key=lambda claim: (claim.stated.at, claim.rule)))


def _rate(row: FundsRow, quantities: dict[int, Quantity]) -> Iterator[Claim]:
    stated = quantity_of(row.rate, quantities)
    if stated is None or row.rate is None:
        return
    if stated.kind is QuantityKind.BARE and stated.value is not None and abs(stated.value) > _SHARE_BELOW:
        stated = replace(stated, kind=QuantityKind.PERCENT, unit="%")
    elif stated.kind is QuantityKind.BARE:
        stated = replace(stated, kind=QuantityKind.MEASURE)
    whole = row.budget if row.budget is not None else row.initial
    operands = tuple(Operand(role, _amount(words, quantities), _WHY) for role, words in (("part", row.spent), ("whole", whole)))
    missing = any(one.quantity is None for one in operands)
    yield Claim("claim/ratio", RATE_FORM, stated, operands, _around(row), "missing-operand" if missing else None)


def _sources(whole: FundsRow, parts: Sequence[FundsRow], role: str, quantities: dict[int, Quantity]) -> Iterator[Claim]:
    stated = _amount(getattr(whole, role), quantities)
    given = [quantity for row in parts if (quantity := _amount(getattr(row, role), quantities)) is not None]
    if stated is None or not given:
        return
    complete = any(row.rest for row in parts) and len(parts) > _ONE_PART
    operands = tuple(Operand("part", one, _WHY) for one in given)
    params: dict[str, object] = {"complete": "full" if complete else "likely"}
    yield Claim("claim/breakdown", PARTS_FORM, stated, operands, Span(stated.at.start, max(one.at.end for one in given)), None, params)


def quantity_of(words: CellWords | None, quantities: dict[int, Quantity]) -> Quantity | None:
    """The quantity of a cell that holds nothing else; one of its own where the text's reading took it for something else (a year)."""
    if words is None:
        return None
    found = quantities.get(words.at.start)
    if found is not None:
        return found if found.at.end >= words.at.end else None
    numeral = parse(words.text)
    if numeral is None or numeral.unscaled is None:
        return None
    id, kind = f"t{words.at.start}", QuantityKind.BARE
    return Quantity(id, words.text, numeral.unscaled, numeral.decimals, numeral.scale, None, kind, Hedge.EXACT, None, None, words.at)


def _amount(words: CellWords | None, quantities: dict[int, Quantity]) -> Quantity | None:
    """An amount of the block: the unit stands in the head, and the printed digits leave slack."""
    found = quantity_of(words, quantities)
    return None if found is None or found.value is None else replace(found, kind=QuantityKind.MONEY)


def _around(row: FundsRow) -> Span:
    spans = [words.at for words in (row.initial, row.budget, row.spent, row.rate) if words is not None]
    return Span(row.at.start, max(span.end for span in spans))
