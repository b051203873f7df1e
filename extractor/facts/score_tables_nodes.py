"""An item while its table is being read, and the tree that is handed on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.facts.score_tables_cells import Name
from extractor.language.patterns import Patterns
from extractor.model.facts import CellWords, Figure, ScoreItem, TableCell
from extractor.model.outline import Kind
from extractor.model.text import Span


@dataclass(slots=True, eq=False)
class Node:
    """name: as its cell says it. group: its row only names what follows. beside: words that stand where numbers do (加分项), "" for a number or nothing.
    scored_at: the row of its figures. asked: something stands where scores do.
    """

    name: Name
    row: int
    cell: TableCell
    group: bool = False
    label: str | None = None
    beside: str = ""
    figures: dict[str, Figure] = field(default_factory=dict)
    words: dict[str, CellWords] = field(default_factory=dict)
    unit: str | None = None
    children: list[Node] = field(default_factory=list)
    scored_at: int | None = None
    asked: bool = False
    funds: bool = False

    def take(self, role: str, figure: Figure | None) -> None:
        """Keep the first figure of a role."""
        if figure is not None:
            self.figures.setdefault(role, figure)

    @property
    def has_figures(self) -> bool:
        return bool(self.figures)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def counts(self) -> bool:
        """Whether it is an item at all: it or one below it has figures, or its row was made for them."""
        return any(node.figures or node.asked for node in self.walk())


class Freezer:
    """Makes items of nodes and gives them their refs."""

    def __init__(self, table: str, patterns: Patterns) -> None:
        self._table = table
        self._bonus, self._penalty = patterns.words("table.bonus-titles"), patterns.words("table.penalty-titles")
        self._number = 0
        self.refs: dict[int, str] = {}

    def items(self, nodes: Sequence[Node], level: int = 1) -> tuple[ScoreItem, ...]:
        return tuple(self._item(node, level) for node in nodes if node.counts())

    def _item(self, node: Node, level: int) -> ScoreItem:
        self._number += 1
        ref = f"{self._table}.{self._number}"
        self.refs[id(node)] = ref
        figures = node.figures
        return ScoreItem(
            ref,
            level,
            node.label,
            node.name.title,
            node.row,
            node.cell.at or Span(0, 0),
            figures.get("max"),
            figures.get("self"),
            figures.get("deduction"),
            figures.get("coefficient"),
            node.words.get("reason"),
            node.words.get("target"),
            node.words.get("sign"),
            node.words.get("actual"),
            node.unit,
            self._kind(node),
            node.funds,
            self.items(node.children, level + 1),
        )

    def _kind(self, node: Node) -> Kind:
        title = f"{node.beside} {node.name.title}"
        if any(word in title for word in self._bonus):
            return Kind.BONUS
        return Kind.PENALTY if any(word in title for word in self._penalty) else Kind.NORMAL
