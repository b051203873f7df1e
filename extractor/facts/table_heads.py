"""Which rows of a table are its head: told by their words, wherever they stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extractor.language.patterns import Patterns
from extractor.model.facts import TableCell

TALLEST = 3
"""Rows of a head; a cell beside it that reaches further down is the name of the whole block."""

Rows = Sequence[Sequence[TableCell]]


def heads(rows: Rows, patterns: Patterns) -> list[tuple[int, int]]:
    """Every head in the rows of a table, as indices ``[first, last)``: a form may hold several blocks, each with its own.

    A row is one of a head when it has two cells or more with the words of heads, these are half of those with text, and no cell is a figure. What
    stands under its wide cells, beside those that reach further down, belongs to it, too.
    """
    found: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        if found and index < found[-1][1]:
            continue
        named = _named(row, patterns)
        if named is None or len(named) < 2:
            continue
        behind = row[0].row + max((cell.rowspan for cell in named if cell.rowspan <= TALLEST), default=1)
        end = index + 1
        while end < len(rows) and (below := _named(rows[end], patterns)) and (rows[end][0].row < behind or len(below) > 1):
            end += 1
        found.append((index, end))
    return found


def main_head(rows: Rows, patterns: Patterns) -> tuple[int, int] | None:
    """The head that says most of the table: of those that speak of scores, or else of all, the one with the most rows under it."""
    found = heads(rows, patterns)
    if not found:
        return None
    ends = [first for first, _ in found[1:]] + [len(rows)]
    score = patterns.one("table.score-head")

    def weight(index: int) -> tuple[bool, int, int]:
        first, end = found[index]
        scored = any(score.search(_compact(cell)) for row in rows[first:end] for cell in row if cell.text)
        return scored, ends[index] - end, -index

    return found[max(range(len(found)), key=weight)]


def _named(row: Sequence[TableCell], patterns: Patterns) -> list[TableCell] | None:
    """The cells of a row that hold the words of heads; None where these are not half of those with text, or one holds a figure."""
    worded = [cell for cell in row if cell.text]
    said = [_said(_compact(cell), patterns) for cell in worded]
    named = [cell for cell, (name, _) in zip(worded, said, strict=True) if name]
    if 2 * len(named) < len(worded) or any(figure for _, figure in said):
        return None
    return named


@lru_cache(maxsize=4096)
def _said(words: str, patterns: Patterns) -> tuple[bool, bool]:
    """Whether the words of a cell are those of a head, and whether they are a figure. The same cells are asked about once and again: with their page, with
    the one before it, in the whole table.
    """
    return any(pattern.search(words) for pattern in patterns.kind("table-head")), patterns.one("table.figure").search(words) is not None


def _compact(cell: TableCell) -> str:
    return "".join(cell.text.split())
