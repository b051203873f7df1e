"""Words that are turned by a right angle inside a cell of a ruled table (产出指标 beside its rows): they belong to the cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.readers.pdf.characters import Characters
from extractor.readers.pdf.marks import Group
from extractor.readers.pdf.runs import run_round, runs_of, upright
from extractor.readers.pdf.tables import Grid


class Turned(NamedTuple):
    """The groups without what stands in cells, and that: the indices of each run in the order of reading."""

    groups: list[Group]
    runs: list[list[int]]


def turned_in_cells(groups: Sequence[Group], found: Characters, rules: Sequence[float]) -> Turned:
    """Takes the runs that stand at a right angle to the page's text (the first group) and within the rulings of one cell, higher than wide, out of
    their groups. rules: flat ``x0, top, x1, bottom`` as displayed.
    """
    main = groups[0].angle
    across = [group for group in groups[1:] if group.mark is None and (group.angle - main) % 180 == 90]
    if not rules or not across or main % 90:
        return Turned(list(groups), [])
    grid = Grid(upright(list(rules), main))
    boxes = upright(found.boxes, main)
    kept = [group for group in groups if group not in across]
    taken: list[list[int]] = []
    for group in across:
        text = [found.text[index] for index in group.members]
        flat = [side for index in group.members for side in found.boxes[4 * index : 4 * index + 4]]
        left: list[int] = []
        for run in runs_of(text, upright(flat, group.angle)):
            members = [group.members[index] for index in run.members]
            cell = grid.cell(run_round(members, boxes))
            if cell is not None and cell.bottom - cell.top > cell.right - cell.left:
                taken.append(members)
            else:
                left += members
        if left:
            kept.append(group._replace(members=sorted(left)))
    return Turned(kept, taken)
