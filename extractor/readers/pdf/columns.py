"""Newspaper columns: rows that a gutter runs through are read left column first. A table, a form or a letterhead must not be taken for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractor.readers.pdf.runs import Run

LINES = 8
"""A column has at least so many lines,"""
MEASURE = 9.0
"""is at least so many ems wide;"""
FULL = 0.45
"""so many of its lines reach its right margin,"""
STEADY = 0.9
"""and so many follow the one before at the common pitch: cells of a table leave gaps where a neighbour is longer."""
GUTTER = 0.7
"""Ems between two columns at least."""
SHARE = 0.5
"""Columns hold at least this share of what the page prints."""


def columns_of(rows: Sequence[Sequence[Run]]) -> list[list[Run]] | None:
    """The rows (runs on one line, rows from top to bottom) in reading order, cut at the gutter where there is one; else None."""
    runs = [run for row in rows for run in row]
    if len(rows) < LINES or len(runs) < 2 * LINES:
        return None
    heights = sorted(run.height for run in runs)
    em = heights[len(heights) // 2] * 0.9
    start = _right_margin(runs, em)
    if start is None:
        return None
    ordered: list[list[Run]] = []
    band: list[list[Run]] = []
    inside = 0
    for row in [*(list(row) for row in rows), None]:
        if row is not None and all(run.x1 <= start - GUTTER * em or run.x0 >= start - 0.1 * em for run in row):
            band.append(row)
            continue
        left = [[run for run in its if run.x0 < start - 0.1 * em] for its in band]
        right = [[run for run in its if run.x0 >= start - 0.1 * em] for its in band]
        if _is_column([its for its in left if its], em) and _is_column([its for its in right if its], em):
            ordered += [its for its in left + right if its]
            inside += sum(len(run.members) for its in band for run in its)
        else:
            ordered += band
        band = []
        if row is not None:
            ordered.append(row)
    return ordered if inside >= SHARE * sum(len(run.members) for run in runs) else None


def _right_margin(runs: Sequence[Run], em: float) -> float | None:
    """Where the lines of a right column begin: the place, well inside the page, where most long runs do."""
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    starts: Counter[int] = Counter()
    for run in runs:
        if left + MEASURE * em < run.x0 < right - MEASURE * em and len(run.members) >= MEASURE / 2:
            starts[round(run.x0)] += 1
    near = {at: starts[at - 1] + count + starts[at + 1] for at, count in starts.items()}
    best = min(near, key=lambda at: (-near[at], at), default=None)
    return None if best is None or near[best] < LINES / 2 else min(run.x0 for run in runs if abs(run.x0 - best) <= 1.5)


def _is_column(lines: Sequence[Sequence[Run]], em: float) -> bool:
    """Whether lines are those of a column of running text: one stretch each, from one margin (or an indent) to the other."""
    if len(lines) < LINES:
        return False
    starts = [min(run.x0 for run in line) for line in lines]
    ends = sorted(max(run.x1 for run in line) for line in lines)
    left, right = min(starts), ends[-1 - len(ends) // 10]
    if right - left < MEASURE * em:
        return False
    full = sum(end >= right - 1.4 * em for end in ends)
    regular = sum(start - left < 0.6 * em or 1.5 * em < start - left < 2.8 * em for start in starts)
    broken = sum(_has_gap(line, em) for line in lines)
    if full < FULL * len(lines) or regular < 0.8 * len(lines) or broken > 0.2 * len(lines):
        return False
    middles = sorted(line[0].middle for line in lines)
    pitches = sorted(lower - upper for upper, lower in pairwise(middles))
    return sum(pitch <= 1.5 * pitches[len(pitches) // 2] for pitch in pitches) >= STEADY * len(pitches)


def _has_gap(line: Sequence[Run], em: float) -> bool:
    end = 1e9
    for run in sorted(line, key=lambda run: run.x0):
        if run.x0 - end > 1.5 * em:
            return True
        end = run.x1
    return False
