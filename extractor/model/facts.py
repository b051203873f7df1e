"""Facts: what the report says about scores, before anyone asks whether it is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from extractor.model.claims import Claim, Quantity
from extractor.model.outline import Kind
from extractor.model.text import Span


class Role(StrEnum):
    """What a figure with 分 is."""

    MAX = "max"
    """分值, 满分, 标准分, 权重 …"""
    SELF = "self"
    """自评, 自查, 得, 得分 …"""
    DEDUCTION = "deduction"
    """扣, 扣减 …"""
    BONUS = "bonus"
    """加, 加分 …"""
    TOTAL_MAX = "total-max"
    TOTAL_SELF = "total-self"
    TOTAL_DEDUCTION = "total-deduction"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed and where. value None: masked or unreadable. Decimals are those printed."""

    value: Decimal | None
    at: Span


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points taken off with the reason that the report gives ("" where none)."""

    points: Decimal
    reason: str
    at: Span


@dataclass(frozen=True, slots=True)
class Part:
    """One of several scores inside one item."""

    title: str | None
    max: Decimal | None
    self: Decimal | None
    at: Span


@dataclass(frozen=True, slots=True)
class Score:
    """What is stated for one section. Each statement of max or self is kept, the one that counts first."""

    max: Decimal | None = None
    self: Decimal | None = None
    max_at: Span | None = None
    self_at: Span | None = None
    parts: tuple[Part, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    restated: tuple[tuple[Role, Figure], ...] = ()
    """Other statements of this section's max or self (heading and body, summary), in document order: what `score/conflict` compares."""
    lost: tuple[Figure, ...] = ()
    """What the section says that it lost in all, beside ``deductions`` that are told one by one."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What is declared for the report as a whole."""

    max: Figure | None = None
    self: Figure | None = None
    deducted: Figure | None = None
    bonus: Figure | None = None
    deductions: tuple[Deduction, ...] = ()
    """The closing list."""
    stated_count: tuple[int, Span] | None = None
    """以上N项扣分: the number and where."""
    grade: tuple[str, Span] | None = None
    sections: tuple[str, ...] = ()
    """Ids of sections whose heading states the grand total (their score is not an addend)."""
    restated: tuple[tuple[Role, Figure], ...] = ()
    """Further statements of the total max or self."""


@dataclass(frozen=True, slots=True)
class ScoreLike:
    """A figure with 分 that is no score, with what it is (``explained``: id of the pattern entry that explains it, None when nothing does)."""

    at: Span
    explained: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that the report cites. issuer: as its title names it. year: of its number. None where the report does not say."""

    title: str | None
    number: str | None
    issuer: str | None
    year: int | None
    at: Span


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its first row and column (from 0), how many it covers, its text, and where that stands; ``at`` is None where it is empty, and the
    part before the break where a page break cuts the text.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    at: Span | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report, joined over page breaks, a head that a page repeats left out.

    id: ``"t1"`` in document order. role: ``score`` (its heads speak of 分值 or 得分) or ``other``. header: what stands over each column in the rows of
    the head, from top to bottom, joined by a space; empty where no head was found. head_rows: how many rows the head has. cells: row by row, the head
    included; what a merged cell covers has no cell.
    """

    id: str
    role: str
    header: tuple[str, ...]
    head_rows: int
    cells: tuple[TableCell, ...]
    at: Span
    head_from: int = 0
    """The row that the head begins in: a form may have rows of other things before it."""


class TableKind(StrEnum):
    """What a score table is filled in with."""

    SCORED = "scored"
    """Maxima and what was obtained or taken off."""
    BLANK = "blank"
    """A form that asks for scores and has none yet."""
    RUBRIC = "rubric"
    """Maxima and how they are earned (评分细则), no place for scores."""


@dataclass(frozen=True, slots=True)
class CellWords:
    """The words of a cell and where they stand."""

    text: str
    at: Span


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """An item of a score table.

    ref: ``"t1.3"``, the table's id and the item's place in document order. level: depth among the items, 1 at the top. label: number or label as
    printed, None where it has none. title: without label and score brackets. row: of the table, the first that it stands in. max, self, deduction: as
    printed, None where the cell is empty or holds a placeholder; a figure without value where it can't be read. coefficient: 得分系数. sign: how the target
    is meant (≥, ≤, 定性), where a column of its own says so. kind: what it does to the total. funds: it is the 预算执行 of the funds block.
    """

    ref: str
    level: int
    label: str | None
    title: str
    row: int
    at: Span
    max: Figure | None = None
    self: Figure | None = None
    deduction: Figure | None = None
    coefficient: Figure | None = None
    reason: CellWords | None = None
    target: CellWords | None = None
    sign: CellWords | None = None
    actual: CellWords | None = None
    unit: str | None = None
    kind: Kind = Kind.NORMAL
    funds: bool = False
    children: tuple[ScoreItem, ...] = ()

    def walk(self) -> Iterator[ScoreItem]:
        """This item and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class TableTotal:
    """A statement of totals. ref: ``"t1.total.1"``. place: ``head`` or ``row``. of: the ref of the item that it sums up, None for the whole table."""

    ref: str
    place: str
    of: str | None
    at: Span
    max: Figure | None = None
    self: Figure | None = None
    deduction: Figure | None = None


@dataclass(frozen=True, slots=True)
class FundsRow:
    """A row of the funds block (年度资金总额, 其中：财政拨款 …), each figure as printed. initial: 年初, budget: 全年预算数, spent: 全年执行数, rate: 执行率.
    part: of the row above that is no part itself; rest: 其他. block: number of the block in the table.
    """

    title: str
    at: Span
    block: int
    initial: CellWords | None = None
    budget: CellWords | None = None
    spent: CellWords | None = None
    rate: CellWords | None = None
    part: bool = False
    rest: bool = False


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """What a table says of scores.

    id: that of its `Table`, or ``"g1"`` … for one that only its words tell from prose. items: at the top level. refused: why it could not be read (id
    of a reason), None where it was; then it holds no items.
    """

    id: str
    kind: TableKind
    at: Span
    items: tuple[ScoreItem, ...] = ()
    totals: tuple[TableTotal, ...] = ()
    funds: tuple[FundsRow, ...] = ()
    grade: tuple[str, Span] | None = None
    refused: str | None = None

    @property
    def funds_only(self) -> bool:
        """Whether it scores nothing but the funds: the block of a form whose indicators stand in a table of their own."""
        return bool(self.items) and not self.totals and all(item.funds for item in self.items)

    def walk(self) -> Iterator[ScoreItem]:
        """All items in document order."""
        for item in self.items:
            yield from item.walk()

    def figures(self) -> Iterator[Figure]:
        """Every figure of points, in no certain order."""
        scored: list[ScoreItem | TableTotal] = [*self.walk(), *self.totals]
        for one in scored:
            yield from (figure for figure in (one.max, one.self, one.deduction) if figure is not None)


@dataclass(frozen=True, slots=True)
class Facts:
    """Scores by section id, totals, quantities, claims, and the account of every score-like figure."""

    scores: dict[str, Score] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)
    look_alikes: tuple[ScoreLike, ...] = ()
    """Explained and unexplained figures; ``coverage.scores.found`` counts these and the extracted ones."""
    extracted: int = 0
    """How many score-like figures were extracted."""
    quantities: tuple[Quantity, ...] = ()
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    tables: tuple[Table, ...] = ()
    score_tables: tuple[ScoreTable, ...] = ()
    """What the tables of scores among them say, in document order."""
    inferred: tuple[Span, ...] = ()
    """Extracted figures whose role no words of their own tell, only the figures that they stand among, in document order: no error rests on them."""
