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
from typing import NamedTuple

from extractor.model.page import Line
from extractor.readers.pdf_characters import Characters
from extractor.readers.pdf_columns import columns_of
from extractor.readers.pdf_marks import groups_of
from extractor.readers.pdf_runs import DOUBLED, Run, runs_of, upright
from extractor.readers.pdf_stacks import stacks_of
from extractor.readers.pdf_tables import Grid, TableRow

GAP, WORD_GAP = 0.4, 0.2
"""In ems: the gap that gets a space, in general and between ASCII letters or digits."""
STANDS_OUT = 0.18
"""In ems: by how much a gap between Chinese characters exceeds the usual one of its line to be a narrow space."""
ALIGNED = 0.25
"""Two runs stand on one line when their middles or their feet differ by less than this share of the lower one's height."""
SPANNING = 1.4
"""How much higher a run is than those it may span."""
RAISED, RAISED_LENGTH = 0.75, 4
"""A superscript or subscript: at most this high against its neighbour, and this long."""
COVERED, TOUCHED = 0.55, 0.3
"""Shares of a character's width: one covered that far, or two that little, and the runs stand on each other. A squeezed mark may reach into
its neighbour."""
CELL_LINES = 8
"""A row of a table with a cell of more lines than this is read cell by cell, each as running text."""
SHORT = 2.0
"""Ems that a line within a cell leaves free when it ended by itself; padding comes on top."""
PADDING = 12.0
BAR = "| "
"""What stands between the cells of a row, as in the tables of other formats."""
CJK = chr(0x2E80)


@dataclass(slots=True, eq=False)
class _Row:
    """Runs on one line; ``widest`` is the one that the others are measured by."""

    runs: list[Run]
    widest: Run
    overprinted: bool = False


class _Printed(NamedTuple):
    """A line on its way out: its characters, their boxes as displayed, its type size; where it stands; its mark."""

    text: str
    boxes: array[float]
    size: float
    at: float
    mark: str | None = None


def lines_of(found: Characters, rules: Sequence[float] = (), extent: tuple[float, float] = (math.inf, math.inf)) -> tuple[Line, ...]:
    """The lines of a page, numbered from 1 in reading order; their boxes are those of the page as displayed.

    rules: flat ``x0, top, x1, bottom`` of the rulings as displayed. extent: width and height; what stands outside is ``hidden``.
    """
    ordered: list[_Printed] = []
    main: int | None = None
    for members, angle, mark in groups_of(found):
        text, shown = found.text, found.boxes
        if len(members) < len(text):
            text, shown = [text[index] for index in members], [side for index in members for side in shown[4 * index : 4 * index + 4]]
        boxes = upright(shown, angle)
        printed = [
            line if mark is None else line._replace(mark=mark)
            for line in _lines(text, boxes, shown, upright(list(rules), angle) if mark is None and rules and angle % 90 == 0 else ())
        ]
        main = angle if main is None else main
        if mark == "light":
            for line in printed:
                ordered.insert(next((at for at, other in enumerate(ordered) if other.at > line.at), len(ordered)), line)
        else:
            ordered += printed
    return tuple(
        Line(line.text, number, line.boxes, line.size, mark="hidden" if _is_outside(line.boxes, extent) else line.mark)
        for number, line in enumerate(ordered, start=1)
    )


def _is_outside(boxes: array[float], extent: tuple[float, float]) -> bool:
    """Whether a line stands outside of the page that is shown, from its first to its last character."""
    width, height = extent
    if boxes[0] < width and boxes[1] < height and boxes[2] > 0 and boxes[3] > 0:
        return False
    return min(boxes[0::4]) >= width or min(boxes[1::4]) >= height or max(boxes[2::4]) <= 0 or max(boxes[3::4]) <= 0


def _lines(text: list[str], boxes: list[float], shown: list[float], rules: Sequence[float]) -> list[_Printed]:
    """Lines in reading order; ``boxes`` decide what stands beside what, ``shown`` are handed on."""
    runs = runs_of(text, boxes)
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
    printed = [_printed(row, text, boxes, shown) for row in rows]
    for stack in stacks:
        line = _set(stack.members, text, boxes, shown, stack.middle)
        printed.insert(next((at for at, other in enumerate(printed) if other.at > stack.top), len(printed)), line)
    for row in table:
        at = next((at for at, other in enumerate(printed) if other.at > row.top), len(printed))
        printed[at:at] = _table_row(row, text, boxes, shown)
    return printed


def _table_row(row: TableRow, text: list[str], boxes: list[float], shown: list[float]) -> list[_Printed]:
    """One line for a row of a table, as ``| a | b |``; what other rows hold in a column stays empty. Where a cell holds running text, the
    cells come one after the other.
    """
    cells: dict[float, list[_Printed]] = {}
    for cell, runs in row.cells:
        rows = _rows(runs, text, boxes)
        rows.sort(key=lambda its: (its.widest.middle, its.widest.x0))
        cells[cell.left] = [_printed(its, text, boxes, shown) for its in rows]
    if any(len(lines) > CELL_LINES for lines in cells.values()):
        return [line._replace(at=row.top) for lines in cells.values() for line in lines]
    pieces = [BAR]
    flat = array("d", _edge(next(iter(cells.values()))[0].boxes[:4]) * len(BAR))
    widths = {cell.left: cell.right - cell.left for cell, _ in row.cells}
    for column in row.columns:
        before: _Printed | None = None
        for line in cells.get(column, ()):
            if before is not None and _stands_apart(before, line, widths[column]):
                pieces.append(" ")
                flat.extend(_between(flat[-4:], line.boxes[:4]))
            pieces.append(line.text)
            flat.extend(line.boxes)
            before = line
        pieces.append(" " + BAR if column != row.columns[-1] else " " + BAR.rstrip())
        flat.extend(_edge(flat[-4:], after=True) * len(pieces[-1]))
    sizes = sorted(line.size for lines in cells.values() for line in lines)
    return [_Printed("".join(pieces), flat, sizes[len(sizes) // 2], row.top, "table")]


def _edge(box: Sequence[float], after: bool = False) -> tuple[float, float, float, float]:
    """The side of a character's box, as a box without width: where a bar between cells is put that is not printed as a character."""
    x0, top, x1, bottom = box
    return (x1, top, x1, bottom) if after else (x0, top, x0, bottom)


def _stands_apart(before: _Printed, line: _Printed, width: float) -> bool:
    """Whether a line within a cell begins something new: what precedes it ended short of the margin, or both meet in figures or words (a
    figure that goes on after a full line of words was broken there).
    """
    along = max(max(before.boxes[2::4]) - min(before.boxes[0::4]), max(before.boxes[3::4]) - min(before.boxes[1::4]))
    short = width - along >= SHORT * before.size + PADDING
    end, start = before.text[-1], line.text[0]
    if end.isascii() and end.isalnum() and start.isascii() and start.isalnum():
        return short or not (end.isdigit() and start.isdigit()) or before.text.isascii()
    return short and len(before.text) > 1 and len(line.text) > 1


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


def _printed(row: _Row, text: list[str], boxes: list[float], shown: list[float]) -> _Printed:
    """The row's characters from left to right."""
    members = [index for run in sorted(row.runs, key=lambda run: run.x0) for index in run.members]
    if row.overprinted:
        members.sort(key=lambda index: boxes[4 * index] + boxes[4 * index + 2])
    return _set(members, text, boxes, shown, row.widest.middle)


def _set(members: Sequence[int], text: list[str], boxes: list[float], shown: list[float], at: float) -> _Printed:
    """The characters named in their order, with a space in each real gap."""
    wide = [boxes[4 * index + 2] - boxes[4 * index] for index in members if text[index] >= CJK]
    # A CJK character is as wide as its em; the height of a box is that of the font's ascent and descent, which many fonts draw larger.
    sizes = wide or [boxes[4 * index + 3] - boxes[4 * index + 1] for index in members]
    sizes.sort()
    size = sizes[len(sizes) // 2]
    narrow = WORD_GAP * size
    line: list[str] = []
    flat: list[float] = []
    first = before = members[0]
    end = math.inf
    for index in members:
        gap = boxes[4 * index] - end
        if gap > narrow or index > before + 1 or index < before:
            line += text[first : before + 1]
            flat += shown[4 * first : 4 * before + 4]
            first = index
            if gap > narrow and (_is_gap(text[before], text[index], gap, size) or _stands_out(gap, size, members, text, boxes)):
                line.append(" ")
                flat += _between(shown[4 * before : 4 * before + 4], shown[4 * index : 4 * index + 4])
        end = boxes[4 * index + 2]
        before = index
    line += text[first : before + 1]
    flat += shown[4 * first : 4 * before + 4]
    return _Printed("".join(line), array("d", flat), size, at)


def _stands_out(gap: float, size: float, members: Sequence[int], text: list[str], boxes: list[float]) -> bool:
    """Whether a gap between two Chinese characters that is less than a half-width space is one all the same: a narrow space that some writers put
    into a text object of its own, and PDFium drops. In a justified line all gaps are alike, and none stands out.
    """
    between = sorted(
        boxes[4 * right] - boxes[4 * left + 2] for left, right in pairwise(members) if text[left] >= CJK and text[right] >= CJK
    )
    return len(between) > 1 and gap > between[len(between) // 2] + STANDS_OUT * size


def _is_gap(left: str, right: str, gap: float, size: float) -> bool:
    """Whether two characters that stand apart have a space between them that is not there as a character."""
    if left.isspace() or right.isspace():
        return False
    return gap > GAP * size or (left.isascii() and left.isalnum() and right.isascii() and right.isalnum())


def _between(one: Sequence[float], other: Sequence[float]) -> tuple[float, float, float, float]:
    """The box that fills the gap between two characters, on whichever side of each other they stand; across the line, what they share."""
    x0, x1 = sorted((min(one[2], other[2]), max(one[0], other[0])))
    top, bottom = sorted((min(one[3], other[3]), max(one[1], other[1])))
    return x0, top, x1, bottom
