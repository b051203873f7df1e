"""Which items of two outlines are the same: by title, the place in the tree and the 分值 breaking ties; renumbering and moving do not matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extractor.language.titles import ALIKE, Titles
from extractor.model.rubric import Item

_SAME_PARENT, _SAME_MAX, _SAME_KIND, _FURTHEST = 100, 60, 20, 50
"""What speaks for two items of like titles beside the titles, in thousandths; and the most that distance may speak against them."""
IN_PLACE = 250
"""The nearness from which two left-over items in the same place of the tree with the same 分值 are one item under another title."""
_ROOT = -1


class Node(NamedTuple):
    """An item with the index of its parent in the list (-1 at the top)."""

    item: Item
    parent: int


def flatten(items: Sequence[Item]) -> list[Node]:
    """The items of a forest in order, parents before children."""
    nodes: list[Node] = []

    def enter(item: Item, parent: int) -> None:
        index = len(nodes)
        nodes.append(Node(item, parent))
        for child in item.children:
            enter(child, index)

    for item in items:
        enter(item, _ROOT)
    return nodes


def align(left: Sequence[Node], right: Sequence[Node], titles: Titles, in_place: int = IN_PLACE) -> dict[int, int]:
    """The index in ``right`` of each item of ``left`` that stands there too; no index stands twice.

    in_place: the nearness that left-over items in one place with one 分值 must have to be taken for one item under another title.
    """
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def pair(i: int, j: int) -> None:
        pairs[i] = j
        taken.add(j)

    for i, j in _unmistakable(left, right, titles):
        pair(i, j)
    candidates: list[tuple[int, int, int]] = []
    for i, node in enumerate(left):
        if i in pairs:
            continue
        for j, other in enumerate(right):
            if j not in taken and (near := nearness(node.item, other.item, titles)) >= ALIKE:
                candidates.append((-_weight(left, right, i, j, near, pairs, titles), i, j))
    for _, i, j in sorted(candidates):
        if i not in pairs and j not in taken:
            pair(i, j)
    for i, j in _in_place(left, right, pairs, taken, titles, in_place):
        pair(i, j)
    return pairs


def nearness(item: Item, other: Item, titles: Titles) -> int:
    """How near the titles of two items are, the best of their aliases counted."""
    if not item.aliases and not other.aliases:
        return titles.near(item.title, other.title)
    return max(titles.near(one, two) for one in (item.title, *item.aliases) for two in (other.title, *other.aliases))


def _unmistakable(left: Sequence[Node], right: Sequence[Node], titles: Titles) -> list[tuple[int, int]]:
    """The pairs of items whose title stands once on each side."""
    by_key: list[dict[str, list[int]]] = [{}, {}]
    for side, nodes in zip(by_key, (left, right), strict=True):
        for index, node in enumerate(nodes):
            for key in {titles.key(title) for title in (node.item.title, *node.item.aliases)} - {""}:
                side.setdefault(key, []).append(index)
    found: dict[int, set[int]] = {}
    back: dict[int, set[int]] = {}
    for key, ones in by_key[0].items():
        others = by_key[1].get(key, [])
        for i in ones:
            for j in others:
                found.setdefault(i, set()).add(j)
                back.setdefault(j, set()).add(i)
    return [(i, j) for i, js in found.items() if len(js) == 1 for j in js if len(back[j]) == 1]


def _weight(left: Sequence[Node], right: Sequence[Node], i: int, j: int, near: int, pairs: dict[int, int], titles: Titles) -> int:
    one, two = left[i], right[j]
    above, below = one.parent, two.parent
    same_parent = above == below == _ROOT or (above >= 0 and pairs.get(above) == below)
    if not same_parent and above >= 0 and below >= 0:
        same_parent = nearness(left[above].item, right[below].item, titles) >= ALIKE
    distance = abs(i * len(right) - j * len(left)) * _FURTHEST // (len(left) * len(right))
    weight = near + _SAME_PARENT * same_parent - distance + _SAME_KIND * (one.item.kind is two.item.kind)
    return weight + _SAME_MAX * (one.item.max is not None and one.item.max == two.item.max)


def _in_place(
    left: Sequence[Node], right: Sequence[Node], pairs: dict[int, int], taken: set[int], titles: Titles, least: int
) -> list[tuple[int, int]]:
    """Left-over items that stand in the same gap between items that are paired, as many on each side, with the same 分值 and titles near enough."""
    children = [_children(left), _children(right)]
    found: list[tuple[int, int]] = []
    for parent, ones in children[0].items():
        counterpart = _counterpart(parent, ones, right, pairs)
        if counterpart is None:
            continue
        others = children[1].get(counterpart, [])
        back = {j: i for i, j in pairs.items()}
        gaps = _gaps([pairs.get(i) for i in ones], ones), _gaps([j if j in back else None for j in others], others)
        for before, mine in gaps[0].items():
            theirs = gaps[1].get(before, [])
            if len(mine) != len(theirs):
                continue
            for i, j in zip(mine, theirs, strict=True):
                one, two = left[i].item, right[j].item
                if one.max is not None and one.max == two.max and j not in taken and nearness(one, two, titles) >= least:
                    found.append((i, j))
    return found


def _children(nodes: Sequence[Node]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for index, node in enumerate(nodes):
        found.setdefault(node.parent, []).append(index)
    return found


def _counterpart(parent: int, ones: Sequence[int], right: Sequence[Node], pairs: dict[int, int]) -> int | None:
    """The item below which the children of ``parent`` stand on the right: its own partner, else the parent that most of their partners have."""
    if parent in pairs:
        return pairs[parent]
    parents = Counter(right[pairs[i]].parent for i in ones if i in pairs)
    return min(parents, key=lambda one: (-parents[one], one)) if parents else _ROOT if parent == _ROOT else None


def _gaps(marks: Sequence[int | None], indices: Sequence[int]) -> dict[int, list[int]]:
    """Runs of indices without a mark, by the mark before them (-1 at the head)."""
    gaps: dict[int, list[int]] = {}
    before = _ROOT
    for mark, index in zip(marks, indices, strict=True):
        if mark is None:
            gaps.setdefault(before, []).append(index)
        else:
            before = mark
    return gaps
