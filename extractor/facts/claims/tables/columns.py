"""Claims of tables: a row that sums up the others, and a column that the others give in every row but one.

What the columns of a table have to do with each other its figures tell: a relation that holds to the digit in three rows or more is no chance, and the one
row that breaks it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations

from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.scope import LISTED
from extractor.facts.claims.tables.grids import Grid, Row
from extractor.facts.claims.tables.nested import nested_claims, nests
from extractor.facts.claims.tables.runs import run_claims
from extractor.model.claims import Claim, Operand, Quantity, QuantityKind

_TOTAL_FORM, _COLUMN_FORM = "table.column-sum", "table.columns"
"""What reads these claims, in place of a pattern."""
_HOLDING = 3
"""Rows in which a relation must hold."""
_POINTS = 100
"""Up to here a column may hold points or per cent, whose sums are of another kind."""
_OF_HUNDRED = frozenset({"claim/ratio", "claim/growth"})
"""Rules whose figure is per cent."""
_WIDEST = 8
"""Columns of figures that are tried against each other."""
_STEP = 4
"""Columns from which a wider table is looked at again."""
_LONG, _SHORT = 3, 2
"""Digits in which a slip tells a total that is wrong: where nothing else of the row is borne out, and where another column is."""
_SCALES = (Fraction(1), Fraction(1, 10000), Fraction(1, 100), Fraction(1, 1000), Fraction(10000), Fraction(100), Fraction(1000))
"""Between the units of two columns (元 and 万元, %)."""


@dataclass(frozen=True, slots=True)
class _Relation:
    """What gives the figure of a column: the rule, the roles of the columns that give it, and how it is computed."""

    rule: str
    roles: tuple[str, ...]
    columns: tuple[int, ...]
    stated: int
    scale: Fraction = Fraction(1)

    def value(self, row: Row) -> tuple[Fraction, Fraction] | None:
        """Number and divisor that give the stated figure of a row; None where a figure is missing."""
        values = [row.value(column) for column in self.columns]
        if any(one is None for one in values):
            return None
        known = [one for one in values if one is not None]
        match self.rule:
            case "claim/sum":
                return sum(known, Fraction(0)), Fraction(1)
            case "claim/difference":
                return known[0] - known[1], Fraction(1)
            case "claim/growth":
                return ((known[0] - known[1]) * self.scale, known[1]) if known[1] > 0 else None
            case "claim/product":
                return known[0] * known[1] * self.scale, Fraction(1)
            case _:
                return (known[0] * self.scale, known[1]) if known[1] else None


def table_claims(grids: Sequence[Grid]) -> Iterator[Claim]:
    """The claims of the tables of a report."""
    for grid in grids:
        yield from run_claims(grid)
        yield from nested_claims(grid)
        yield from _totals(grid)
        yield from _columns(grid)
        yield from _shares(grid)
        yield from _points(grid)


def _totals(grid: Grid) -> Iterator[Claim]:
    """A row of totals at the end or the head of a grid: each column the sum of the others."""
    *before, last = grid.rows
    named = last.partial and not any(row.total or row.partial for row in before)  # “三公”经费合计: of all, where another column says so
    totals = [last] if named else [row for row in grid.rows if row.total]
    within = [id(part) for nest in nests(grid) for part in nest.parts]  # they are summed up in the rows above them
    rows = before if named else [row for row in grid.rows if not row.total and not row.partial]
    body = [row for row in rows if not row.percent and id(row) not in within]
    if len(totals) != 1 or len(body) < _SHORT or grid.rows.index(totals[0]) not in (0, len(grid.rows) - 1):
        return
    found: list[tuple[Quantity, list[Quantity], bool]] = []
    for column in range(grid.width):
        whole, cells = totals[0].figures[column], [row.figures[column] for row in body]
        values = [row.value(column) for row in body]
        stated = totals[0].value(column)
        if whole is None or stated is None or any(one is None for one in cells) or whole.kind is QuantityKind.PERCENT:
            continue
        known = sum((one for one in values if one is not None), Fraction(0))
        if not stated or not known * 2 > stated or not known < stated * 2:
            continue
        if stated <= _POINTS and whole.decimals < _SHORT:
            continue
        found.append((whole, [one for one in cells if one is not None], known == stated))
    others = any(holds for *_, holds in found)
    if named and not others:
        return
    for whole, parts, holds in found:
        if whole.worth <= _POINTS and not (holds or others):
            continue  # 2.87亿元 under a head that says 亿元, or points: another column tells that the row sums up the others
        operands = tuple(Operand("part", one, LISTED) for one in parts)
        yield Claim.of("claim/sum", _TOTAL_FORM, whole, operands, {"strict": True, "telling": _SHORT if others else _LONG})


def _columns(grid: Grid) -> Iterator[Claim]:
    """The relations between columns, and the row that breaks one."""
    filled = [column for column in range(grid.width) if sum(row.figures[column] is not None for row in grid.rows) >= _HOLDING]
    rates = {column for column in filled if any(row.figures[column] is not None and _is_rate(row.figures[column]) for row in grid.rows)}
    explained: set[frozenset[int]] = set()
    for relation in _in_windows(filled):
        own = frozenset((relation.stated, *relation.columns))
        if own in explained or rates & set(relation.columns) or (relation.stated in rates and relation.rule not in _OF_HUNDRED):
            continue
        holding, rounded, broken = _tried(relation, grid.rows)
        named = relation.rule in _OF_HUNDRED and _is_called_a_rate(grid, relation.stated)
        named = named or (relation.rule == "claim/average" and relation.stated in grid.averages)
        few = named and len(holding) == _SHORT and len(broken) == 1
        if not (few or len(holding) >= _HOLDING) or len(broken) > 1 or _trivial(relation, [*holding, *broken], named=named):
            continue
        explained.add(own)
        for row in broken:
            claim = _of_row(relation, row)
            yield replace(claim, params={**claim.params, "strict": True, "telling": _SHORT}) if few else claim
        for row in (*holding, *rounded) if relation.rule in _OF_HUNDRED else ():
            yield _of_row(relation, row)


def _in_windows(columns: Sequence[int]) -> Iterator[_Relation]:
    """Every relation between columns that stand near each other; of each few, those of what stands to the right first, where what is computed stands."""
    for begin in range(0, max(len(columns) - _WIDEST, 0) + _STEP, _STEP):
        if begin < _STEP or begin + _WIDEST - _STEP < len(columns):
            yield from sorted(_relations(columns[begin : begin + _WIDEST]), key=lambda one: -one.stated)


def _is_called_a_rate(grid: Grid, column: int) -> bool:
    """Whether the head of a column, or its figures, say that it is per cent: then two rows in which a rate holds tell of what it is."""
    return column in grid.rates or all(_is_rate(row.figures[column]) for row in grid.rows if row.figures[column] is not None)


def _tried(relation: _Relation, rows: Sequence[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows in which a relation holds, those in which it may hold of figures that were rounded, and those that break it; at the second one that does,
    it is none and the rest is not looked at. Nothing of anything is nothing, and a rate changes by points: such rows say neither.
    """
    holding: list[Row] = []
    rounded: list[Row] = []
    broken: list[Row] = []
    of_hundred = relation.rule in _OF_HUNDRED
    for row in rows:
        figure = row.figures[relation.stated]
        pair = relation.value(row) if figure is not None and not (of_hundred and row.percent) else None
        if figure is None or pair is None or (of_hundred and not pair[0] and not figure.value):
            continue
        if _agrees(relation, row, pair):
            holding.append(row)
        elif of_hundred and _may_agree(relation, row):
            rounded.append(row)
        else:
            broken.append(row)
        if len(broken) > 1:
            break
    return (holding, rounded, broken) if len(rounded) <= len(holding) else (holding, [], [*broken, *rounded])


def _may_agree(relation: _Relation, row: Row) -> bool:
    """Whether the figures that give a rate may have been rounded to what they are (3.49万人 of 3.31万人: 105.3%)."""
    stated, *figures = (row.figures[column] for column in (relation.stated, *relation.columns))
    if stated is None or stated.value is None or any(one is None for one in figures):
        return False
    (low, high), (least, most) = (_bounds(one) for one in figures if one is not None)
    if least <= 0:
        return False
    less = 1 if relation.rule == "claim/growth" else 0
    told, half = Fraction(stated.value) / 100, Fraction(1, 200 * 10**stated.decimals)
    return low / most - less <= told + half and told - half <= high / least - less


def _bounds(figure: Quantity) -> tuple[Fraction, Fraction]:
    """What a figure with digits behind its point may have been before it was rounded."""
    half = Fraction(figure.scale, 2 * 10**figure.decimals) if figure.decimals else Fraction(0)
    return figure.worth - half, figure.worth + half


def _is_rate(figure: Quantity | None) -> bool:
    return figure is not None and figure.kind is QuantityKind.PERCENT


def _shares(grid: Grid) -> Iterator[Claim]:
    """A column of shares of another column's total: of the row that sums it up, or of all its figures."""
    totals = [row for row in grid.rows if row.total]
    body = [row for row in grid.rows if not row.total and not row.partial]
    if len(totals) > 1 or len(body) < _HOLDING:
        return
    for first, stated in permutations(range(grid.width), 2):
        values = [(row, row.value(first), row.figures[stated]) for row in body]
        known = [(row, value, figure) for row, value, figure in values if value is not None and figure is not None]
        empty = [row for row, value, figure in values if value is None and figure is None]  # of two lists side by side one is shorter
        whole = totals[0].value(first) if totals else sum((value for _, value, _ in known), Fraction(0))
        if len(known) + len(empty) != len(body) or not whole or whole <= _POINTS or any(_is_rate(row.figures[first]) for row in body):
            continue
        holds = [printed_as(replace(figure, kind=QuantityKind.BARE), value * 100, whole) for _, value, figure in known]
        few = len(holds) == _HOLDING and sum(holds) == _SHORT and bool(totals) and _is_whole(totals[0].figures[stated])
        if not few and (sum(holds) < _HOLDING or sum(holds) < len(holds) - 1):
            continue
        wholes = [totals[0].figures[first]] if totals else [row.figures[first] for row, *_ in known]
        for row, _, figure in known:
            operands = (Operand("part", row.figures[first], LISTED), *(Operand("whole", one, LISTED) for one in wholes))
            claim = Claim.of("claim/ratio", _COLUMN_FORM, replace(figure, unit="%", kind=QuantityKind.PERCENT), operands)
            yield replace(claim, params={**claim.params, "strict": True, "telling": _SHORT}) if few else claim


def _is_whole(figure: Quantity | None) -> bool:
    """Whether a figure of the row of totals says that the shares above it are all there are (100%)."""
    return figure is not None and figure.value == _POINTS


def _points(grid: Grid) -> Iterator[Claim]:
    """A matrix of points, a row a body: the column that all the ones to its left add up to, whatever stands behind it (排名)."""
    filled = [column for column in range(grid.width) if sum(row.figures[column] is not None for row in grid.rows) > _HOLDING]
    for order in range(_HOLDING, len(filled)):
        relation = _Relation("claim/sum", ("part",) * order, tuple(filled[:order]), filled[order])
        rows = [row for row in grid.rows if not row.total and not _is_mean(row, relation) and relation.value(row) is not None]
        known = [row for row in rows if (stated := row.value(relation.stated)) is not None and 0 < stated <= _POINTS]
        broken = [row for row in known if relation.value(row) != (row.value(relation.stated), Fraction(1))]
        holding = [row for row in known if row not in broken]
        if len(broken) > 1 or len({row.value(relation.stated) for row in holding}) < _HOLDING:
            continue
        for row in known:
            yield _of_row(relation, row)
        return


def _is_mean(row: Row, relation: _Relation) -> bool:
    """Whether a row may hold means of the others: rounded figures, whose sum is off by what rounding leaves."""
    figures = [row.figures[column] for column in (*relation.columns, relation.stated)]
    pair, stated = relation.value(row), row.value(relation.stated)
    finest = max((figure.decimals for figure in figures if figure is not None), default=0)
    if pair is None or stated is None or finest < _SHORT:
        return False
    return 0 < abs(pair[0] - stated) <= Fraction(len(figures), 2 * 10**finest)


def _trivial(relation: _Relation, rows: Sequence[Row], *, named: bool) -> bool:
    """Whether a relation says nothing: its figures are all the same, or have a digit each. named: the table says that the stated ones are per cent."""
    stated = {row.value(relation.stated) for row in rows}
    given = [value for row in rows for column in relation.columns if (value := row.value(column)) is not None]
    told = sum(len(_digits(row, relation.stated)) >= _SHORT for row in rows)
    telling = named and (told == len(rows) or told >= _HOLDING)
    if max(given) <= _POINTS and not telling:
        return True  # points and weights have their own rules
    return len(stated) < _HOLDING or (not telling and all(one is not None and abs(one) < _LONG for one in stated))


def _digits(row: Row, column: int) -> str:
    figure = row.figures[column]
    return "" if figure is None else figure.telling


def _relations(columns: Sequence[int]) -> Iterator[_Relation]:
    """Every relation that a column may have to others: sums of all others first."""
    if len(columns) > _HOLDING:
        for stated in columns:
            rest = tuple(column for column in columns if column != stated)
            yield _Relation("claim/sum", ("part",) * len(rest), rest, stated)
    for first, second, stated in permutations(columns, 3):
        if first < second:
            yield _Relation("claim/sum", ("part", "part"), (first, second), stated)
        yield _Relation("claim/difference", ("had", "used"), (first, second), stated)
    for first, second, stated in permutations(columns, 3):
        yield _Relation("claim/ratio", ("part", "whole"), (first, second), stated, Fraction(100))
        yield _Relation("claim/growth", ("current", "base"), (first, second), stated, Fraction(100))
    for scale in _SCALES:
        for first, second, stated in permutations(columns, 3):
            if first < second:
                yield _Relation("claim/product", ("factor", "factor"), (first, second), stated, scale)
            if scale >= 1:
                yield _Relation("claim/average", ("total", "count"), (first, second), stated, scale)


def _agrees(relation: _Relation, row: Row, pair: tuple[Fraction, Fraction]) -> bool:
    figure = row.figures[relation.stated]
    if figure is None:
        return False
    plain = replace(figure, kind=QuantityKind.BARE)
    if figure.value is not None and figure.value < 0:
        return pair[0] < 0 and printed_as(replace(plain, value=-figure.value), -pair[0], pair[1])
    return pair[0] > 0 and printed_as(plain, *pair)


def _of_row(relation: _Relation, row: Row) -> Claim:
    stated = row.figures[relation.stated]
    assert stated is not None
    figures = [row.figures[column] for column in relation.columns]
    operands = tuple(Operand(role, one, LISTED) for role, one in zip(relation.roles, figures, strict=True))
    if relation.rule in _OF_HUNDRED:
        return Claim.of(relation.rule, _COLUMN_FORM, replace(stated, unit="%", kind=QuantityKind.PERCENT), operands)
    if relation.rule == "claim/product":
        return Claim.of(relation.rule, _COLUMN_FORM, stated, operands, {"factors": (relation.scale,)})
    if relation.rule == "claim/average":
        return Claim.of(relation.rule, _COLUMN_FORM, stated, operands, {"factors": (1 / relation.scale,)})
    return Claim.of(relation.rule, _COLUMN_FORM, stated, operands)
