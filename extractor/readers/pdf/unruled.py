"""Tables without upright rulings: columns told by what stands in line, and only where nothing else can be meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.readers.pdf.rulings import SNAP
from extractor.readers.pdf.runs import Run
from extractor.readers.pdf.tables import Grid, PlacedCell, TableRow

FEWEST_COLUMNS, FEWEST_ROWS = 3, 3
GUTTER = 1.0
"""Ems of white between two columns, through all rows."""
WIDEST = 14.0
"""Ems: a cell of a table that no ruling shows is a few words, not a line of prose."""
FIGURES = frozenset("0123456789.,%-－％．，０１２３４５６７８９")

Line = Sequence[Run]


def unruled(lines: Sequence[Line], text: list[str], grid: Grid | None, tables: int) -> tuple[list[TableRow], set[int]]:
    """The rows of such tables and the indices of the lines that they are made of. lines: the runs of each, from top to bottom; tables: how many the page
    has so far.

    Three or more lines that follow each other are a table when all have equally many pieces, three at least, in columns with white between
    them, the pieces are short, and a column holds nothing but figures below its head. Between level rulings of one width (三线表) two pieces
    a line suffice, a piece may be missing, and a line with a single piece goes on the row above.
    """
    rows: list[TableRow] = []
    taken: set[int] = set()
    if (grid is None or len(grid.level.positions) < 3) and sum(len(line) >= FEWEST_COLUMNS for line in lines) < FEWEST_ROWS:
        return rows, taken
    pieces = [_pieces(line) for line in lines]
    for first, last, ruled in [*_between_rulings(lines, grid), *_even(pieces)]:
        block = pieces[first:last]
        if taken.intersection(range(first, last)):
            continue
        columns = _columns([piece for line in block for piece in line])
        if len(columns) < FEWEST_COLUMNS or not _is_table(block, columns, text, ruled):
            continue
        edges = [columns[0][0], *((left[1] + right[0]) / 2 for left, right in pairwise(columns)), columns[-1][1]]
        made = _rows(block, columns, edges, tables)
        if len(made) >= FEWEST_ROWS:
            rows += made
            taken.update(range(first, last))
            tables += 1
    return rows, taken


def _pieces(line: Line) -> list[list[Run]]:
    """The runs of a line, those without a gutter between them together."""
    pieces: list[list[Run]] = []
    for run in sorted(line, key=lambda run: run.x0):
        if pieces and run.x0 - pieces[-1][-1].x1 < GUTTER * run.height:
            pieces[-1].append(run)
        else:
            pieces.append([run])
    return pieces


def _even(pieces: Sequence[Sequence[list[Run]]]) -> list[tuple[int, int, bool]]:
    """The stretches of lines with equally many pieces."""
    found: list[tuple[int, int, bool]] = []
    start = 0
    for index in range(1, len(pieces) + 1):
        if index == len(pieces) or len(pieces[index]) != len(pieces[start]):
            if index - start >= FEWEST_ROWS and len(pieces[start]) >= FEWEST_COLUMNS:
                found.append((start, index, False))
            start = index
    return found


def _between_rulings(lines: Sequence[Line], grid: Grid | None) -> list[tuple[int, int, bool]]:
    """The stretches of lines between the first and the last of three or more level rulings of one width."""
    if grid is None:
        return []
    stacks: dict[tuple[int, int], list[float]] = {}
    for top in grid.level.positions:
        for start, end in grid.level.stretches[top]:
            stacks.setdefault((round(start / SNAP), round(end / SNAP)), []).append(top)
    found: list[tuple[int, int, bool]] = []
    for tops in stacks.values():
        inside = [index for index, line in enumerate(lines) if tops[0] < line[0].middle < tops[-1]]
        if len(tops) >= 3 and len(inside) >= FEWEST_ROWS and inside[-1] - inside[0] == len(inside) - 1:
            found.append((inside[0], inside[-1] + 1, True))
    return found


def _columns(pieces: Sequence[list[Run]]) -> list[tuple[float, float]]:
    """From where to where columns reach, when nothing stands across the white between them."""
    columns: list[tuple[float, float]] = []
    for start, end, height in sorted((piece[0].x0, piece[-1].x1, piece[0].height) for piece in pieces):
        if columns and start < columns[-1][1] + GUTTER * height:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return columns


def _is_table(block: Sequence[Sequence[list[Run]]], columns: Sequence[tuple[float, float]], text: list[str], ruled: bool) -> bool:
    if any(piece[-1].x1 - piece[0].x0 > WIDEST * piece[0].height for line in block for piece in line):
        return False
    if not ruled and any(len(line) != len(columns) for line in block):
        return False
    if ruled and (len(block[0]) < 2 or 2 * sum(len(line) >= 2 for line in block) < len(block)):
        return False
    return any(_is_figures([piece for line in block[1:] for piece in line if _is_in(piece, column)], text) for column in columns)


def _is_in(piece: list[Run], column: tuple[float, float]) -> bool:
    return column[0] <= (piece[0].x0 + piece[-1].x1) / 2 <= column[1]


def _is_figures(pieces: Sequence[list[Run]], text: list[str]) -> bool:
    return len(pieces) > 1 and all(text[index] in FIGURES for piece in pieces for run in piece for index in run.members)


def _rows(block: Sequence[Sequence[list[Run]]], columns: Sequence[tuple[float, float]], edges: list[float], table: int) -> list[TableRow]:
    rows: list[TableRow] = []
    for line in block:
        by_column = [[run for piece in line if _is_in(piece, column) for run in piece] for column in columns]
        if len(line) == 1 and rows:
            for cell, runs in zip(rows[-1].cells, by_column, strict=True):
                cell.runs.extend(runs)
            continue
        cells = [PlacedCell(index, 1, 1, columns[index][1] - columns[index][0], runs) for index, runs in enumerate(by_column)]
        rows.append(TableRow(min(run.middle for piece in line for run in piece), table, len(rows), edges, cells))
    return rows
