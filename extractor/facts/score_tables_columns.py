"""What each column of a block holds: told by its head, whatever the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.facts.score_tables_cells import Cells
from extractor.language.patterns import Patterns
from extractor.model.facts import Figure, TableCell

ROLES = (
    "max", "self", "other-score", "deduction", "coefficient", "reason", "remark", "target", "sign", "actual", "unit", "number", "name", "criteria",
    "initial", "budget", "spent", "rate",
)  # fmt: skip
SCORES = ("max", "self", "deduction")
FUNDS = ("initial", "budget", "spent", "rate")
_WHOLE = frozenset({"unit", "remark", "number", "rate"})
"""Roles whose words are heads as they stand only: 单位 and 说明 end many others."""


@dataclass(slots=True)
class Columns:
    """Columns by role, in order. totals: what the head states for the table, by role. heading: where the head stands. beside: columns whose head reaches down
    beside the rows, as the name of the block.
    """

    by_role: dict[str, list[int]] = field(default_factory=dict)
    totals: dict[str, Figure] = field(default_factory=dict)
    beside: set[int] = field(default_factory=set)
    unnamed: list[int] = field(default_factory=list)
    full: Figure | None = None
    """What stands in brackets behind 得分 where no column holds full scores."""

    def of(self, role: str) -> list[int]:
        return self.by_role.get(role, [])

    def one(self, role: str) -> int | None:
        """The first column of a role."""
        columns = self.of(role)
        return columns[0] if columns else None

    @property
    def scored(self) -> bool:
        """Whether any column holds scores of the body's own, or full scores."""
        return any(self.of(role) for role in SCORES)

    @property
    def funds(self) -> bool:
        """Whether it is the head of a funds block."""
        return bool(self.of("budget") or self.of("initial")) and bool(self.of("spent"))


class ColumnReader:
    """Tells the role of each column of a head."""

    def __init__(self, patterns: Patterns, cells: Cells) -> None:
        self._cells = cells
        self._name = patterns.one("table.head-name")
        self._words = {role: patterns.words(f"table.column.{role}") for role in ROLES}
        self._own = patterns.words("table.column.own")
        self._effective = patterns.words("table.column.effective")

    def read(self, head: Sequence[Sequence[TableCell]], width: int, below: int) -> Columns:
        """The columns under the rows of a head. width: of the table; below: the first row behind the head."""
        columns = Columns()
        cells = [cell for row in head for cell in row]
        for column in range(width):
            over = [cell for cell in cells if cell.column <= column < cell.column + cell.colspan and cell.text]
            if any(cell.row + cell.rowspan > below and not self._reaches_only_head(cell, below) for cell in over):
                columns.beside.add(column)
                continue
            role, cell = self._role(over)
            if role is None:
                if not over:
                    columns.unnamed.append(column)
                continue
            columns.by_role.setdefault(role, []).append(column)
            if cell is not None and role in SCORES and (total := self._cells.head_total(cell)) is not None:
                columns.totals.setdefault(role, total)
        if "max" not in columns.totals:
            columns.full = columns.totals.pop("self", None)  # 得分（100分） alone may as well say what the full score is
        self._choose_own(columns, cells)
        self._only_where(columns)
        return columns

    @staticmethod
    def _reaches_only_head(cell: TableCell, below: int) -> bool:
        return cell.row + cell.rowspan <= below

    def _role(self, over: Sequence[TableCell]) -> tuple[str | None, TableCell | None]:
        """The role that the lowest word of a head with one gives, and its cell."""
        for cell in reversed(over):
            name = self._name.search(self._cells.compact(cell))
            role = None if name is None else self.role_of(name["name"])
            if role is not None:
                return role, cell
        return None, None

    def role_of(self, name: str) -> str | None:
        """The role whose word ends a head; of several the longest word."""
        best, length = None, 0
        for role, words in self._words.items():
            for word in words:
                fits = name == word or (role not in _WHOLE and len(word) > 1 and name.endswith(word))
                if fits and len(word) > length:
                    best, length = role, len(word)
        return best

    def _choose_own(self, columns: Columns, cells: Sequence[TableCell]) -> None:
        """Where several columns of scores stand side by side those named 自评 are the body's own, the others somebody else's; of several columns of
        full scores (标准分, 不参评, 应得分) that counts which is left when what does not apply was taken out.
        """
        for role, marks in (("self", self._own), ("max", self._effective)):
            several = columns.of(role)
            own = []
            for column in several:
                words = [self._cells.compact(cell) for cell in cells if cell.column <= column < cell.column + cell.colspan]
                if any(word in text for word in marks for text in words):
                    own.append(column)
            if own and len(own) < len(several):
                columns.by_role["other-score"] = [*columns.of("other-score"), *(one for one in several if one not in own)]
                columns.by_role[role] = own

    @staticmethod
    def _only_where(columns: Columns) -> None:
        """单位 is a unit of measure beside targets only; 备注 gives the reason where no other column does; 年度绩效指标完成情况 before the first name is
        that of the block, no column of what was reached, where another one is.
        """
        if columns.of("unit") and not columns.of("target"):
            columns.by_role.setdefault("name", []).extend(columns.by_role.pop("unit"))
            columns.by_role["name"].sort()
        if columns.of("remark") and not columns.of("reason"):
            columns.by_role["reason"] = columns.of("remark")
        first = min(columns.of("name"), default=0)
        for role in ("target", "actual"):
            behind = [column for column in columns.of(role) if column > first]
            if behind:
                columns.by_role[role] = behind


def repeated(columns: Columns) -> bool:
    """Whether names and scores stand twice in a row: two tables side by side."""
    names, scores = columns.of("name"), columns.of("max") + columns.of("self")
    return len(columns.of("self")) > 1 and any(min(scores) < name < max(scores) for name in names)


def name_scored(columns: Columns, rows: Sequence[Sequence[TableCell]], cells: Cells) -> None:
    """Makes a column of names of one that only its head calls full scores (项目权重 over 项目决策2分): no cell of it is a figure, each holds words."""
    for column in list(columns.of("max")):
        held = [cell for row in rows for cell in row if cell.column == column and not cells.empty(cell) and cells.total(cell) is None]
        if (
            held
            and not any(cells.is_points(cell) or cells.weight(cell) for cell in held)
            and all(cells.name(cell, bare=False).max for cell in held)
        ):
            columns.by_role["max"].remove(column)
            columns.by_role["name"] = sorted([*columns.of("name"), column])


def names_under_money(columns: Columns, rows: Sequence[Sequence[TableCell]], cells: Cells) -> None:
    """Makes a column of names of the first one that only its head calls money (年度预算数（万元） over 总额, 其中：财政资金): no cell of it holds a figure."""
    first = min(column for role in FUNDS for column in columns.of(role))
    held = [cell for row in rows for cell in row if cell.column == first and not cells.empty(cell)]
    if held and not any(char.isdigit() for cell in held for char in cell.text):
        for role in FUNDS:
            if first in columns.of(role) and (len(columns.of(role)) > 1 or role == "budget"):
                columns.by_role[role].remove(first)
                columns.by_role["name"] = sorted([*columns.of("name"), first])


def by_level(columns: Columns, role: str, levels: Sequence[int]) -> Mapping[int, int]:
    """For each column of a role the level that it speaks of: the deepest where there is one column, else that of the name before it."""
    found: dict[int, int] = {}
    several = columns.of(role)
    for column in several:
        before = [index for index, level in enumerate(levels) if level < column]
        found[column] = (before[-1] if before else 0) if len(several) > 1 else len(levels) - 1
    return found
