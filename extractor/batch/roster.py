"""Who had to submit: the roster (CSV or a workbook), and which report is whose."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from extractor.batch.outcome import Matched, Roster, Unclear
from extractor.language.patterns import Patterns
from extractor.model.errors import ReadError
from extractor.readers import file_bytes
from extractor.readers.detect import detect
from extractor.readers.text.reader import decoded
from extractor.readers.xlsx.sheets import Sheet

BOOKS = {"xlsx": "extractor.readers.xlsx.package", "xls": "extractor.readers.xlsx.biff"}
SEPARATORS = ",\t;，；"


def read(path: Path, patterns: Patterns) -> tuple[str, ...]:
    """The bodies that a roster names, in its order, each once.

    A table of one column is a list of names; of several, the column is taken whose head is one of the words ``roster.heads``, the first of them that
    is there. Raises `ReadError`: what reading the file raises, ``roster-no-column``, ``roster-empty``.
    """
    name, data = path.name, file_bytes(path)
    form = detect(data)
    rows = _book(name, data, form) if form in BOOKS else _csv(decoded(name, data)[0])
    rows = [row for row in ([_one_line(cell) for cell in row] for row in rows) if any(row)]
    heads = patterns.words("roster.heads")
    wanted = [_folded(head) for head in heads]
    for number, row in enumerate(rows):
        places = {_folded(cell): column for column, cell in reversed(list(enumerate(row)))}
        found = next((places[head] for head in wanted if head in places), None)
        if found is not None:
            rows, column = rows[number + 1 :], found
            break
    else:
        filled = {column for row in rows for column, cell in enumerate(row) if cell}
        if len(filled) > 1:
            raise ReadError("roster-no-column", name, heads=list(heads))
        column = filled.pop() if filled else 0
    bodies = tuple(dict.fromkeys(row[column] for row in rows if len(row) > column and row[column]))
    if not bodies:
        raise ReadError("roster-empty", name)
    return bodies


class Matcher:
    """Gathers whose the reports of a batch are.

    A report belongs to the bodies that it names as issuers, else to those that sign it: by the whole name, or by the name with the regions
    above it before it (湖南省东安县民政局 is 东安县民政局; 东安县民政局 is not 安县民政局). Else its title decides, where it names one body.
    Whatever else is alike is listed as unclear and counts for nobody.
    """

    def __init__(self, bodies: Sequence[str], patterns: Patterns) -> None:
        self._bodies = bodies
        self._by_name: dict[str, str] = {}
        for body in bodies:
            self._by_name.setdefault(_folded(body), body)
        self._regions = tuple(patterns.words("roster.regions"))
        self._reports: dict[str, list[str]] = {body: [] for body in bodies}
        self._unknown: list[tuple[str, str | None]] = []
        self._unclear: list[Unclear] = []

    def add(self, report: Mapping[str, Any], shown: str) -> None:
        """Take a report in the form of its JSON."""
        document = report["document"]
        issuers, signatories = list(document["issuers"]), list(document["signatories"])
        title = document["title"] or ""
        by_issuer, by_signatory = self._surely(issuers), self._surely(signatories)
        named = next(iter([*issuers, *signatories, title]), "") or None
        if by_issuer and by_signatory and not set(by_issuer) & set(by_signatory):
            self._unclear.append(Unclear(shown, named or "", tuple(self._in_order([*by_issuer, *by_signatory]))))
            return
        sure = by_issuer or by_signatory or self._by_title(title)
        if sure:
            for body in sure:
                self._reports[self._by_name[_folded(body)]].append(shown)
            return
        alike = self._alike([*issuers, *signatories, title])
        if alike:
            self._unclear.append(Unclear(shown, named or "", tuple(alike)))
        else:
            self._unknown.append((shown, named))

    def result(self) -> Roster:
        """Who did, who did not, and what is nobody's."""
        bodies = tuple(Matched(body, tuple(self._reports[body])) for body in self._by_name.values())
        return Roster(bodies, tuple(self._unknown), tuple(self._unclear))

    def _surely(self, names: Sequence[str]) -> list[str]:
        """The bodies that are meant by names, each by the whole of it."""
        found = []
        for name in map(_folded, names):
            whole = self._by_name.get(name)
            found += [whole] if whole else self._but_for_region(name)
        return self._in_order(found)

    def _by_title(self, title: str) -> list[str]:
        """The body that a title begins with, the regions above it aside; none where several could be meant."""
        title = _folded(title)
        found = [name for name in self._by_name if (at := title.find(name)) >= 0 and self._region(title[:at])]
        longest = [name for name in found if not any(name != other and name in other for other in found)]
        return [self._by_name[name] for name in longest] if len(longest) == 1 else []

    def _but_for_region(self, name: str) -> list[str]:
        """The one body whose name differs from ``name`` only by the regions above it."""
        found = []
        for body, shown in self._by_name.items():
            short, long = sorted((body, name), key=len)
            if short and long.endswith(short) and self._region(long[: len(long) - len(short)]):
                found.append(shown)
        return found if len(found) == 1 else []

    def _region(self, before: str) -> bool:
        return not before or before.endswith(self._regions)

    def _alike(self, names: Sequence[str]) -> list[str]:
        """Bodies whose name is in one of the names, or the other way round."""
        folded = [name for name in map(_folded, names) if name]
        return [shown for body, shown in self._by_name.items() if any(body in name or name in body for name in folded)]

    def _in_order(self, bodies: Sequence[str]) -> list[str]:
        return [body for body in self._by_name.values() if body in bodies]


def _folded(name: str) -> str:
    """A name by which two spellings of it are one: widths folded, spaces, marks and brackets left out."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(one for one in folded if one.isalnum())


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _csv(content: str) -> list[list[str]]:
    """The rows of a table of text; its separator is the one that stands most often in its first rows."""
    head = content[:4096]
    separator = max(SEPARATORS, key=head.count)
    return list(csv.reader(io.StringIO(content), delimiter=separator))


def _book(name: str, data: bytes, form: str) -> list[list[str]]:
    """The rows of the first sheet that can be seen and holds a word."""
    sheets: Callable[[str, bytes], list[Sheet]] = import_module(BOOKS[form]).sheets
    for sheet in sheets(name, data):
        if sheet.cells and not sheet.hidden:
            rows: dict[int, dict[int, str]] = {}
            for (row, column), words in sorted(sheet.cells.items()):
                rows.setdefault(row, {})[column] = words
            width = max(column for _, column in sheet.cells)
            return [[cells.get(column, "") for column in range(1, width + 1)] for cells in rows.values()]
    return []
