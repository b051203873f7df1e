"""From characters with boxes to printed lines in reading order: pure geometry.

Runs on one baseline make a line; lines go from top to bottom. A large run that spans a stack of smaller ones (the 文件 of a letterhead
beside the bodies' names) is a line of its own, between them. What is printed twice at the same place to look bold counts once. Where a
real gap stands between two characters of a line (more than 0.4 em, a little less than a half-width space; between two ASCII letters or
digits more than 0.2), one U+0020 whose box fills the gap keeps columns and words apart. A row of a ruled table is one line ``| a | b |``,
its cells in order (``mark`` is ``table``); single characters on top of each other are one line; newspaper columns are read one after the other. Text at
another angle makes lines of its own, after the others; on a page that is set sideways it is the page. What is no text of the page
(watermarks, hidden words) comes last, with its mark.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.model.page import Line
from extractor.readers.pdf.characters import Characters
from extractor.readers.pdf.columns import columns_of
from extractor.readers.pdf.marks import groups_of
from extractor.readers.pdf.printed import Printed, set_line
from extractor.readers.pdf.runs import DOUBLED, Run, run_round, runs_of, upright
from extractor.readers.pdf.stacks import stacks_of
from extractor.readers.pdf.table_rows import table_row
from extractor.readers.pdf.tables import Grid, TableRow
from extractor.readers.pdf.turned import turned_in_cells
from extractor.readers.pdf.unruled import unruled

ALIGNED = 0.25
"""Two runs stand on one line when their middles or their feet differ by less than this share of the lower one's height."""
SPANNING = 1.4
"""How much higher a run is than those it may span."""
RAISED, RAISED_LENGTH = 0.75, 4
"""A superscript or subscript: at most this high against its neighbour, and this long."""
COVERED, TOUCHED = 0.55, 0.3
"""Shares of a character's width: one covered that far, or two that little, and the runs stand on each other. A squeezed mark may reach into
its neighbour."""


@dataclass(slots=True, eq=False)
class _Row:
    """Runs on one line; ``widest`` is the one that the others are measured by."""

    runs: list[Run]
    widest: Run
    overprinted: bool = False


def lines_of(
    found: Characters, rules: Sequence[float] = (), extent: tuple[float, float] = (math.inf, math.inf), tables: int = 0
) -> tuple[Line, ...]:
    """The lines of a page, numbered from 1 in reading order; their boxes are those of the page as displayed.

    rules: flat ``x0, top, x1, bottom`` of the rulings as displayed. extent: width and height; what stands outside is ``hidden``. tables: how many
    the pages before hold.
    """
    ordered: list[Printed] = []
    main: int | None = None
    groups, turned = turned_in_cells(groups_of(found), found, rules)
    for members, angle, mark in groups:
        text, shown = found.text, found.boxes
        if main is None:
            members = [*members, *(index for run in turned for index in run)] if turned else members  # noqa: PLW2901 - the first group takes them in
        else:
            turned = []
        if turned or len(members) < len(text):
            text, shown = [text[index] for index in members], [side for index in members for side in shown[4 * index : 4 * index + 4]]
        boxes = upright(shown, angle)
        ruled = upright(list(rules), angle) if mark is None and rules and angle % 90 == 0 else ()
        printed = [
            line if mark is None else line._replace(mark=mark)
            for line in _lines(text, boxes, shown, ruled, tables, [len(run) for run in turned])
        ]
        tables = max((line.row.table for line in printed if line.row is not None), default=tables)
        main = angle if main is None else main
        if mark == "light":
            for line in printed:
                ordered.insert(next((at for at, other in enumerate(ordered) if other.at > line.at), len(ordered)), line)
        else:
            ordered += printed
    return tuple(
        Line(line.text, number, line.boxes, line.size, mark="hidden")
        if _is_outside(line.boxes, extent)
        else Line(line.text, number, line.boxes, line.size, mark=line.mark, row=line.row)
        for number, line in enumerate(ordered, start=1)
    )


def _is_outside(boxes: array[float], extent: tuple[float, float]) -> bool:
    """Whether a line stands outside of the page that is shown, from its first to its last character."""
    width, height = extent
    if boxes[0] < width and boxes[1] < height and boxes[2] > 0 and boxes[3] > 0:
        return False
    return min(boxes[0::4]) >= width or min(boxes[1::4]) >= height or max(boxes[2::4]) <= 0 or max(boxes[3::4]) <= 0


def _lines(
    text: list[str], boxes: list[float], shown: list[float], rules: Sequence[float], tables: int, turned: Sequence[int]
) -> list[Printed]:
    """Lines in reading order; ``boxes`` decide what stands beside what, ``shown`` are handed on. tables: how many come before. turned: the lengths of
    the runs at the end of ``text`` that are set at a right angle to the others, in cells.
    """
    level = len(text) - sum(turned)
    runs = runs_of(text[:level], boxes[: 4 * level]) if turned else runs_of(text, boxes)
    for length in turned:
        runs.append(run_round(list(range(level, level + length)), boxes))
        level += length
    grid = Grid(rules) if rules else None
    table: list[TableRow] = []
    if grid is not None:
        table, runs = grid.rows(runs, boxes)
    stacks, runs = stacks_of(runs, text, grid)
    rows = _rows(runs, text, boxes)
    rows.sort(key=lambda row: (row.widest.middle, row.widest.x0))
    columns = columns_of([row.runs for row in rows]) if not table else None
    if columns is not None:
        overprinted = any(row.overprinted for row in rows)
        rows = [_Row(its, max(its, key=lambda run: run.x1 - run.x0), overprinted) for its in columns]
    else:
        count = 1 + max((row.table for row in table), default=-1)
        more, taken = unruled([row.runs for row in rows], text, grid, count)
        table = [*table, *more]
        rows = [row for index, row in enumerate(rows) if index not in taken]
    printed = [_printed(row, text, boxes, shown) for row in rows]
    for stack in stacks:
        line = set_line(stack.members, text, boxes, shown, stack.middle)
        printed.insert(next((at for at, other in enumerate(printed) if other.at > stack.top), len(printed)), line)

    def in_cell(runs: list[Run]) -> list[Printed]:
        if len(runs) == 1:  # as most cells have it
            return [set_line(runs[0].members, text, boxes, shown, runs[0].middle)]
        inside = sorted(_rows(runs, text, boxes), key=lambda its: (its.widest.middle, its.widest.x0))
        return [_printed(its, text, boxes, shown) for its in inside]

    for row in table:
        at = next((at for at, other in enumerate(printed) if other.at > row.top), len(printed))
        printed[at:at] = table_row(row, tables, in_cell)
    return printed


def _rows(runs: list[Run], text: list[str], boxes: list[float]) -> list[_Row]:
    """Runs on one line put together."""
    spanning = _spanning(runs)
    rows: list[_Row] = []
    highest = max((run.height for run in runs), default=0.0)
    for run in sorted(runs, key=lambda item: (item.middle, item.x0)):
        home: _Row | None = None
        if run not in spanning:
            for row in reversed(rows):
                if row.widest.middle < run.middle - highest:
                    break
                if _aligned(row.widest, run) and row.widest not in spanning and _joins(row, run, text, boxes):
                    home = row
                    break
        if home is None:
            rows.append(_Row([run], run))
        elif run.members:
            home.runs.append(run)
            if run.x1 - run.x0 > home.widest.x1 - home.widest.x0:
                home.widest = run
    return _raised(rows, text, boxes)


def _aligned(one: Run, other: Run) -> bool:
    tolerance = ALIGNED * min(one.height, other.height)
    return abs(one.middle - other.middle) <= tolerance or abs(one.bottom - other.bottom) <= tolerance


def _spanning(runs: list[Run]) -> set[Run]:
    """Large runs beside which smaller ones stand on top of each other."""
    found: set[Run] = set()
    if not runs:
        return found
    common = sorted(run.height for run in runs)[len(runs) // 2]
    for large in runs:
        if large.height < SPANNING * common:
            continue
        beside = [run for run in runs if run.height * SPANNING <= large.height and large.top < run.middle < large.bottom]
        beside.sort(key=lambda run: run.middle)
        for upper, lower in pairwise(beside):
            if lower.top > upper.middle and upper.bottom < lower.middle and min(upper.x1, lower.x1) > max(upper.x0, lower.x0):
                found.add(large)
                break
    return found


def _joins(row: _Row, run: Run, text: list[str], boxes: list[float]) -> bool:
    """Whether the run fits into the row without standing on its characters. What it prints again at the same place is taken out of it."""
    for other in row.runs:
        slack = 0.3 * min(run.height, other.height)
        if min(run.x1, other.x1) - max(run.x0, other.x0) <= slack:
            continue
        again: set[int] = set()
        touched = 0
        for index in run.members:
            if text[index].isspace():
                continue
            x0, x1 = boxes[4 * index], boxes[4 * index + 2]
            for printed in other.members:
                width = min(x1 - x0, boxes[4 * printed + 2] - boxes[4 * printed])
                if text[printed] == text[index] and abs(boxes[4 * printed] - x0) < DOUBLED * width:
                    again.add(index)
                    break
                shared = min(x1, boxes[4 * printed + 2]) - max(x0, boxes[4 * printed])
                if shared > TOUCHED * width and not text[printed].isspace():
                    touched += 1
                    if shared > COVERED * width or touched > 1:
                        return False
        run.members = [index for index in run.members if index not in again]
        if again and all(text[index].isspace() for index in run.members):
            run.members = []
        row.overprinted = True
    return True


def _raised(rows: list[_Row], text: list[str], boxes: list[float]) -> list[_Row]:
    """Superscripts and subscripts put into the row that they touch."""
    kept: list[_Row] = []
    small = {id(row) for row in rows if len(row.runs) == 1 and len(row.runs[0].members) <= RAISED_LENGTH}
    for row in rows:
        run = row.runs[0]
        home = None
        if id(row) in small:
            for other in rows:
                if other is not row and any(_touches(run, neighbour) for neighbour in other.runs) and _joins(other, run, text, boxes):
                    home = other
                    break
        if home is None:
            kept.append(row)
        else:
            home.runs.append(run)
    return kept


def _touches(small: Run, large: Run) -> bool:
    overlap = min(small.bottom, large.bottom) - max(small.top, large.top)
    if small.height > RAISED * large.height or overlap < 0.5 * small.height:
        return False
    gap = max(small.x0 - large.x1, large.x0 - small.x1)
    return -0.2 * small.height <= gap <= 0.25 * small.height


def _printed(row: _Row, text: list[str], boxes: list[float], shown: list[float]) -> Printed:
    """The row's characters from left to right."""
    if len(row.runs) == 1 and not row.overprinted:
        return set_line(row.runs[0].members, text, boxes, shown, row.widest.middle)
    members = [index for run in sorted(row.runs, key=lambda run: run.x0) for index in run.members]
    if row.overprinted:
        members.sort(key=lambda index: boxes[4 * index] + boxes[4 * index + 2])
    return set_line(members, text, boxes, shown, row.widest.middle)
