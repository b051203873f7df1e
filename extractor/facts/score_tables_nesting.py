"""Which of the items named in one column lie below which: by rows that only name what follows, and by their labels."""

from __future__ import annotations

import re

from extractor.facts.mention import exact_sum
from extractor.facts.score_tables_nodes import Node

_DIGITS = re.compile(r"\d+")


class Nesting:
    """The items of the first level of names as a tree. several: further columns name the levels, so that labels do not."""

    def __init__(self, *, several: bool) -> None:
        self._several = several
        self._top: list[Node] = []
        self._open: list[tuple[str, Node]] = []
        self._by_sum: list[tuple[Node, Node]] = []
        """Items without a label, with the labelled one before them: below it only where they add up to it."""

    @property
    def group(self) -> Node | None:
        """The row that named what follows, last."""
        groups = [node for _, node in self._open if node.group]
        return groups[-1] if groups else None

    def add(self, node: Node) -> None:
        """Place an item behind the others: a scheme of labels that is open is closed down to its twin, another one goes below what is open."""
        scheme = self._scheme(node)
        known = [one for one, _ in self._open]
        if node.beside:
            self._open.clear()  # 加分项 in the column of numbers: it stands beside all of them
        elif scheme in known:
            del self._open[known.index(scheme) :]
        elif node.group or (self._several and not node.group):
            while self._open and not (self._open[-1][1].group and (not node.group or self._labelled_apart(node))):
                self._open.pop()
        else:
            while self._open and not self._holds(self._open[-1][1], node):
                self._open.pop()
        if self._open:
            parent = self._open[-1][1]
            if not parent.group and node.label is None:
                self._by_sum.append((parent, node))
            parent.children.append(node)
        else:
            self._top.append(node)
        self._open.append((scheme, node))

    def _labelled_apart(self, node: Node) -> bool:
        above = self._open[-1][1]
        return node.label is not None and above.label is not None

    @staticmethod
    def _holds(above: Node, node: Node) -> bool:
        """Whether an item of another scheme lies below the one before it: a row without scores holds what follows, a label holds other labels."""
        return above.group or above.label is not None

    def _scheme(self, node: Node) -> str:
        if node.label is None:
            return "group" if node.group else ""
        if self._several and not node.group:
            return ""
        label = "".join("N" if char.isalpha() and char.isnumeric() else char for char in node.label)
        return _DIGITS.sub("#", re.sub("N+", "N", label)).rstrip("、.．") + ("|group" if node.group else "")

    def settled(self) -> list[Node]:
        """The items at the top."""
        for parent, _ in self._by_sum:
            held = [child for owner, child in self._by_sum if owner is parent]
            if held and not _adds_up(parent, parent.children):
                for child in held:
                    if child in parent.children:
                        parent.children.remove(child)
                        siblings = self._siblings(parent)
                        siblings.insert(siblings.index(parent) + 1 + held.index(child), child)
        return self._top

    def _siblings(self, node: Node) -> list[Node]:
        for one in (below for top in self._top for below in top.walk()):
            if node in one.children:
                return one.children
        return self._top


def _adds_up(parent: Node, children: list[Node]) -> bool:
    whole = parent.figures.get("max")
    values = [figure.value for child in children if (figure := child.figures.get("max")) is not None and figure.value is not None]
    return whole is not None and whole.value is not None and len(values) == len(children) and exact_sum(values) == whole.value
