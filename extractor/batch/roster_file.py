"""Reads a roster: the list of bodies that must submit, as CSV or a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from extractor.batch.roster import folded_name
from extractor.language.patterns import Patterns
from extractor.model.errors import ReadError
from extractor.readers import file_bytes
from extractor.readers.detect import detect
from extractor.readers.text.reader import decoded
from extractor.readers.xlsx.sheets import Sheet

BOOKS = {"xlsx": "extractor.readers.xlsx.package", "xls": "extractor.readers.xlsx.biff"}
SEPARATORS = ",\t;，；"
REMARK = re.compile(r"[（(][^（）()]*[）)]$")
"""What may stand in brackets behind a head: 填报单位（盖章）."""
Table = list[list[str]]


def read(path: Path, patterns: Patterns) -> tuple[str, ...]:
    """The bodies that a roster names, in its order, each once.

    Taken are the columns whose head is one of the words ``roster.heads``, the first of them that is there, on every sheet that has one. Where no sheet
    has, the one column that holds words is the list. Rows of totals, of notes and of nothing but a number name nobody. Raises `ReadError`: what
    reading the file raises, ``roster-no-column``, ``roster-empty``.
    """
    name, data = path.name, file_bytes(path)
    form = detect(data)
    tables = list(_book(name, data, form)) if form in BOOKS else [_csv(decoded(name, data)[0])]
    rows = _Rows(patterns)
    headed = [found for table in tables if (found := rows.under_heads(table)) is not None]
    if headed:
        named = [body for found in headed for body in found]
    else:
        lists = [rows.only_column(table) for table in tables]
        found = next((one for one in lists if one), None)
        if found is None and None in lists:
            raise ReadError("roster-no-column", name, heads=list(patterns.words("roster.heads")))
        named = found or []
    bodies = tuple(dict.fromkeys(named))
    if not bodies:
        raise ReadError("roster-empty", name)
    return bodies


class _Rows:
    """What the rows of a roster name."""

    def __init__(self, patterns: Patterns) -> None:
        self._heads = [folded_name(head) for head in patterns.words("roster.heads")]
        self._totals = frozenset(patterns.words("roster.totals"))
        self._notes = patterns.words("roster.notes")
        self._titles = patterns.words("roster.titles")

    def under_heads(self, table: Table) -> list[str] | None:
        """The cells below the heads of a table; None where no row of it holds one. Lists side by side have the same head several times.

        A cell on its own may be a title that reads like a head, so rows of several cells come first.
        """
        for number, row in sorted(enumerate(table), key=lambda one: sum(map(bool, one[1])) < 2):
            columns = [(_head(cell), column) for column, cell in enumerate(row)]
            head = next((head for head in self._heads if any(head == cell for cell, _ in columns)), None)
            if head is not None:
                below = table[number + 1 :]
                places = [column for cell, column in columns if cell == head]
                return [row[column] for column in places for row in below if len(row) > column and self._names(row, row[column])]
        return None

    def only_column(self, table: Table) -> list[str] | None:
        """The cells of a table's one column of words, its title left out; None where it has several. Columns of numbers count for nothing."""
        filled = {column for row in table for column, cell in enumerate(row) if cell and not _is_number(cell)}
        if len(filled) > 1:
            return None
        cells = [(row, row[column]) for row in table for column in filled if len(row) > column]
        return [cell for row, cell in cells if self._names(row, cell) and not cell.endswith(self._titles)]

    def _names(self, row: Sequence[str], cell: str) -> bool:
        """Whether a cell of a row names a body."""
        words = [folded_name(one) for one in row]
        remark = any(re.match(rf"{re.escape(note)}\s*[:：]", cell) for note in self._notes)
        return bool(folded_name(cell)) and not _is_number(cell) and not remark and not self._totals & set(words)


def _head(cell: str) -> str:
    """A head as `folded_name` has it, what stands in brackets behind it left out; as it is where that is a part of its name (部门（单位）名称)."""
    return folded_name(REMARK.sub("", cell))


def _is_number(cell: str) -> bool:
    return cell.replace(".", "").replace("、", "").isdigit()


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _filled(table: Sequence[Sequence[str]]) -> Table:
    rows = [[_one_line(cell) for cell in row] for row in table]
    return [row for row in rows if any(row)]


def _csv(content: str) -> Table:
    """The rows of a table of text; its separator is the one that stands most often in its first rows."""
    head = content[:4096]
    separator = max(SEPARATORS, key=head.count)
    return _filled(list(csv.reader(io.StringIO(content), delimiter=separator)))


def _book(name: str, data: bytes, form: str) -> Iterator[Table]:
    """The rows of each sheet that can be seen and holds a word."""
    sheets: Callable[[str, bytes], list[Sheet]] = import_module(BOOKS[form]).sheets
    for sheet in sheets(name, data):
        if sheet.cells and not sheet.hidden:
            rows: dict[int, dict[int, str]] = {}
            for (row, column), words in sorted(sheet.cells.items()):
                rows.setdefault(row, {})[column] = words
            width = max(column for _, column in sheet.cells)
            yield _filled([[cells.get(column, "") for column in range(1, width + 1)] for cells in rows.values()])
