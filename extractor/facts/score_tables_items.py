"""From the rows of a block to the tree of its items and its totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.facts.score_tables_cells import Cells, Name
from extractor.facts.score_tables_columns import SCORES, Columns, by_level
from extractor.facts.score_tables_nesting import Nesting
from extractor.facts.score_tables_nodes import Node
from extractor.model.facts import Figure, TableCell, TableTotal
from extractor.model.text import Span

_FIGURES = (*SCORES, "coefficient")
_WORDS = ("target", "sign", "actual", "criteria")


class Grid:
    """The cells of a table by what they cover."""

    def __init__(self, cells: Iterable[TableCell]) -> None:
        self._covering: dict[tuple[int, int], TableCell] = {}
        self.rows: dict[int, list[TableCell]] = {}
        self.width = 0
        for cell in cells:
            self.rows.setdefault(cell.row, []).append(cell)
            self.width = max(self.width, cell.column + cell.colspan)
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    self._covering[row, column] = cell

    def at(self, row: int, column: int) -> TableCell | None:
        return self._covering.get((row, column))

    def begins(self, row: int, column: int) -> TableCell | None:
        """The cell over a place where it begins in that row."""
        cell = self.at(row, column)
        return cell if cell is not None and cell.row == row else None


@dataclass(slots=True)
class Block:
    """The rows under one head. totals: of rows and of the head, without refs."""

    nodes: list[Node] = field(default_factory=list)
    totals: list[tuple[Node | None, TableTotal]] = field(default_factory=list)


class BlockReader:
    """Reads the rows under one head."""

    def __init__(self, grid: Grid, columns: Columns, cells: Cells) -> None:
        self.grid, self.columns, self.cells = grid, columns, cells
        self.scores = [column for role in SCORES for column in columns.of(role)]
        self.levels = self._levels()
        self.nesting = Nesting(several=len(self.levels) > 1)
        self.path: list[Node | None] = []
        self.block = Block()
        self.of_hundred = False

    def _levels(self) -> list[int]:
        """The columns that name items: those with such a head, else the first ones without a head or with criteria."""
        levels = list(self.columns.of("name"))
        first = min([column for role in (*SCORES, *_WORDS) for column in self.columns.of(role)], default=0)
        levels += [column for column in self.columns.unnamed if column < first]
        if not levels:
            levels = self.columns.of("criteria")[:1] or self.columns.of("number")[:1]
        return sorted(levels)

    def read(self, rows: Sequence[int]) -> Block:
        self.of_hundred = self._weighs_points(rows)
        for row in rows:
            if not self._total(row) and not any(self.cells.names_grade(cell) for cell in self.grid.rows.get(row, ())):
                self._item(row)
        self.block.nodes = self.nesting.settled()
        return self.block

    # ── totals ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _total(self, row: int) -> bool:
        """Takes in a row of totals; False where it is none."""
        worded = [cell for cell in self.grid.rows.get(row, ()) if cell.text]
        named = next(((cell, match) for cell in worded[:2] if (match := self.cells.total(cell)) is not None), None)
        if named is None:
            return False
        label, match = named
        if label.column in self.scores:
            return False
        figures: dict[str, Figure] = {}
        side = "self" if match["self"] else "max" if match["max"] else None
        glued = self.cells.total_figure(label, match)
        weights = self.columns.of("max") if self.of_hundred else []
        found = [cell for cell in worded if cell is not label and self.cells.is_points(cell) and not self.cells.empty(cell)]
        found += [cell for cell in worded if cell.column in weights and self.cells.weight(cell) is not None]
        if glued is not None and not found:
            figures[side or ("self" if self.columns.of("self") else "max")] = glued
        for cell in found:
            roles = [role for role in SCORES if any(cell.column <= column < cell.column + cell.colspan for column in self.columns.of(role))]
            figure = self.cells.deduction(cell) if roles == ["deduction"] else self._points("max" if "max" in roles else "", cell)
            if figure is None or (not roles and len(found) > 1):
                continue
            role = roles[0] if len(roles) == 1 else "self" if self.columns.of("self") else "max"
            if len(found) == 1 and side is not None:
                role = side
            figures.setdefault(role, figure)
        if figures and "max" not in figures and (full := self.cells.total_full(label, match)) is not None:
            figures["max"] = full
        if figures and label.at is not None:
            above = self._summed_up(row, label)
            place = "part" if match["sub"] and above is None else "row"
            total = TableTotal("", place, None, label.at, figures.get("max"), figures.get("self"), figures.get("deduction"))
            self.block.totals.append((above, total))
        return True

    def _summed_up(self, row: int, label: TableCell) -> Node | None:
        """The item whose rows a row of totals ends: the one that a merged cell before the label names, or the open group of a 小计."""
        before = [column for column in self.levels if column < label.column]
        for index, column in reversed(list(enumerate(self.levels))):
            cell = self.grid.at(row, column)
            if column in before and cell is not None and cell.row < row and index < len(self.path):
                return self.path[index]
        match = self.cells.total(label)
        if match is None or not match["sub"]:
            return None
        said = self.cells.compact(label)  # 产出指标小计 below the rows that 产出指标 names
        open_items = (node for node in reversed(self.path) if node is not None and len(node.name.title) > 1)
        return next((node for node in open_items if said.startswith("".join(node.name.title.split()))), self.nesting.group)

    # ── items ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _item(self, row: int) -> None:
        cells = self.grid.rows.get(row, ())
        worded = [cell for cell in cells if cell.text]
        if not worded:
            return
        group = self._group(row, worded)
        if group is not None:
            self.path = [group]
            return
        leaf = self._leaf(row)
        if leaf is None:
            return
        self._take_words(row, leaf)
        self._take_figures(row, leaf)

    def _group(self, row: int, worded: Sequence[TableCell]) -> Node | None:
        """A row that only names what follows it: one cell over the scores, or one with points in brackets and nothing beside it."""
        named = [cell for cell in worded if cell.column not in self.columns.of("number")]
        if len(named) != 1 or self.cells.is_points(named[0]):
            return None
        (cell,) = named
        over = any(cell.column <= column < cell.column + cell.colspan for column in self.scores)
        name = self._name(cell)
        in_names = cell.column in self.levels or over
        alone = not any(self.grid.at(row, column) is not None and self._begun_above(row, column) for column in self.levels)
        if not in_names or not (over or (name.max is not None and alone)):
            return None
        node = Node(name, row, cell, group=True, label=self._number(row, cell) or name.label)
        node.take("max", name.max)
        node.take("self", name.self)
        self.nesting.add(node)
        return node

    def _begun_above(self, row: int, column: int) -> bool:
        cell = self.grid.at(row, column)
        return cell is not None and cell.row < row

    def _name(self, cell: TableCell) -> Name:
        return self.cells.name(cell, bare=not self.columns.of("max"))

    def _number(self, row: int, cell: TableCell) -> str | None:
        """The number in a column of its own that stands beside a cell."""
        beside = self._beside(row, cell)
        return beside if any(map(_numbers, beside)) else None

    def _beside(self, row: int, cell: TableCell) -> str:
        """What stands beside a cell in the column of numbers."""
        column = self.columns.one("number")
        number = None if column is None else self.grid.begins(row, column)
        return number.text if number is not None and number.column < cell.column and number.rowspan == cell.rowspan else ""

    def _leaf(self, row: int) -> Node | None:
        """The deepest item that a row names, new where it is; None where the row says nothing of items."""
        path: list[Node | None] = []
        fresh = False
        for index, column in enumerate(self.levels):
            cell = self.grid.at(row, column)
            before = self.path[index] if index < len(self.path) else None
            if cell is None or (cell.row < row and before is not None and before.cell is cell):
                path.append(None if fresh else before)
            elif path and path[-1] is not None and path[-1].cell is cell:
                path.append(path[-1])
            elif self.cells.empty(cell):
                path.append(None if fresh else before if index < len(self.levels) - 1 or not cell.text else None)
            elif not fresh and before is not None and self._said_again(row, index, cell, before):
                path.append(before)
            else:
                path.append(self._new(row, cell, path))
                fresh = True
        named = [node for node in path if node is not None]
        if not named:
            return None
        self.path = path
        leaf = named[-1]
        if self._shared(leaf, row) or (not fresh and self._asked(row)):
            return self._below(leaf, row)
        return leaf

    def _said_again(self, row: int, index: int, cell: TableCell, before: Node) -> bool:
        """Whether a cell repeats the name above it, as writers fill in what a merged cell would say, with another name behind it."""
        same = before.cell is not None and self.cells.compact(before.cell) == self.cells.compact(cell)
        behind = [self.grid.at(row, column) for column in self.levels[index + 1 :]]
        return same and any(one is not None and one.row == row and not self.cells.empty(one) for one in behind)

    def _new(self, row: int, cell: TableCell, path: Sequence[Node | None]) -> Node:
        name = self._name(cell)
        number = self._number(row, cell)
        node = Node(name, row, cell, label=number or name.label, beside="" if number else self._beside(row, cell))
        node.take("max", name.max)
        node.take("self", name.self)
        above = next((one for one in reversed(path) if one is not None), None)
        if above is None:
            self.nesting.add(node)
        else:
            above.children.append(node)
        return node

    def _scored(self, row: int) -> bool:
        return any(self.cells.is_points(self.grid.begins(row, column)) for column in self.scores)

    def _asked(self, row: int) -> bool:
        return any((cell := self.grid.begins(row, column)) is not None and bool(cell.text) for column in self.scores)

    def _shared(self, leaf: Node, row: int) -> bool:
        """Whether the rows that the leaf's cell covers are scored one by one."""
        cell = leaf.cell
        return cell.rowspan > 1 and cell.row <= row and any(self._scored(one) for one in range(cell.row + 1, cell.row + cell.rowspan))

    def _below(self, leaf: Node, row: int) -> Node:
        """An item under one that several scored rows share, named by the next column with words; figures taken before move down to their own row."""
        if not leaf.children and leaf.has_figures and leaf.scored_at is not None and leaf.scored_at != row:
            first = self._sub(leaf, leaf.scored_at)
            first.figures, leaf.figures = leaf.figures, {}
            first.words, leaf.words, first.unit, leaf.unit = leaf.words, {}, leaf.unit, None
        return self._sub(leaf, row)

    def _sub(self, leaf: Node, row: int) -> Node:
        columns = [*self.columns.of("criteria"), *self.columns.unnamed, *self.columns.of("target")]
        cell = next((one for column in sorted(columns) if (one := self.grid.begins(row, column)) is not None and one.text), None)
        name = Name(None, "", None, None) if cell is None else self._name(cell)
        node = Node(name._replace(max=None, self=None), row, cell or leaf.cell, label=name.label)
        leaf.children.append(node)
        return node

    def _take_words(self, row: int, leaf: Node) -> None:
        for role in ("target", "sign", "actual", "reason"):
            column = self.columns.one(role)
            words = None if column is None else self.cells.wording(self.grid.at(row, column))
            if words is not None:
                leaf.words.setdefault(role, words)
        column = self.columns.one("unit")
        unit = None if column is None else self.cells.wording(self.grid.at(row, column))
        leaf.unit = leaf.unit or (unit.text if unit is not None else None)

    def _take_figures(self, row: int, leaf: Node) -> None:
        for role in _FIGURES:
            levels = by_level(self.columns, role, self.levels)
            for column, level in levels.items():
                cell = self.grid.begins(row, column)
                if cell is None or self._covers_several(cell):
                    continue
                if cell.text and leaf.scored_at is None:
                    leaf.scored_at = row
                figure = self.cells.deduction(cell) if role == "deduction" else self._points(role, cell)
                leaf.asked = leaf.asked or (bool(cell.text) and (self.cells.empty(cell) or self.cells.is_points(cell)))
                # words in a row without any figure are no unreadable score: the row speaks of something else
                if figure is not None and (figure.value is not None or self._scored(row)):
                    self._owner(cell, row, leaf, level, several=len(levels) > 1).take(role, figure)

    def _points(self, role: str, cell: TableCell) -> Figure | None:
        """The points of a cell; a weight in per cent is so many of a hundred."""
        return (self.cells.weight(cell) if role == "max" and self.of_hundred else None) or self.cells.points(cell)

    def _weighs_points(self, rows: Sequence[int]) -> bool:
        """Whether 权重 in per cent are full scores: half of the rows or more obtained just so many points, and no two of them more."""
        most, own = self.columns.one("max"), self.columns.one("self")
        if most is None or own is None:
            return False
        pairs = [(self.cells.weight(self.grid.begins(row, most)), self.cells.points(self.grid.begins(row, own))) for row in rows]
        known = [(one.value, other.value) for one, other in pairs if one is not None and other is not None]
        told = [(weight, points) for weight, points in known if weight is not None and points is not None]
        full, above = sum(points == weight for weight, points in told), sum(points > weight for weight, points in told)
        return bool(told) and above <= 1 and 2 * full >= len(told) - above

    def _covers_several(self, cell: TableCell) -> bool:
        return sum(any(cell.column <= column < cell.column + cell.colspan for column in self.columns.of(role)) for role in SCORES) > 1

    def _owner(self, cell: TableCell, row: int, leaf: Node, level: int, *, several: bool) -> Node:
        """The item that a figure belongs to: the one of its column's level, or whose rows a merged cell covers, else the leaf."""
        if several:
            named = [node for node in self.path[: level + 1] if node is not None]
            return named[-1] if named and level < len(self.levels) - 1 else leaf
        if cell.rowspan > 1:
            same = [node for node in self.path if node is not None and (node.cell.row, node.cell.rowspan) == (row, cell.rowspan)]
            return same[-1] if same else leaf
        return leaf


def _numbers(char: str) -> bool:
    """Whether a character of a label counts: a figure, a Chinese numeral or a letter of a code."""
    return char.isnumeric() or (char.isascii() and char.isalpha())


def head_total(columns: Columns, at: Span) -> TableTotal | None:
    """What the head states for the table."""
    if not columns.totals:
        return None
    return TableTotal("", "head", None, at, *(columns.totals.get(role) for role in SCORES))
