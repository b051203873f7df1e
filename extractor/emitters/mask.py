"""``--mask``: the numbers and names of persons hidden in a report before anything is made from it.

The rules have run on what is printed; only what goes out is masked. Each hidden character becomes one `MASK`, so every span keeps its offsets. What
counts as a person's number or name is data (``patterns/privacy.toml``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import regex

from extractor.language.patterns import Patterns
from extractor.model.claims import Quantity
from extractor.model.facts import Figure, TableCell
from extractor.model.page import Line, Reading
from extractor.model.report import Operand, Report
from extractor.model.text import Span, Text

MASK = "*"

LONG = 7
"""Digits from which a number says who is meant; a shorter one (an area code) may be a score or a year elsewhere."""

SPACES = " 　"
"""What sets the characters of a short name apart."""

LISTS = {"privacy-names": "name-labels", "privacy-numbers": "number-labels"}
"""What a cell of a column holds, by the words that its head ends with."""

NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0B, 0xFF0D, 0xFF20)}
"""Digits, letters, plus, hyphen and @ of full width, which the printed form may have, as the patterns write them."""

NOT_WORDS = frozenset({"id", "rule", "form", "ref", "check", "why", "doubt", "scheme", "explained", "refused"})
"""Fields that hold ids, never words of the document."""


def masked(report: Report, patterns: Patterns) -> Report:
    """``report`` with persons' numbers and names hidden in every text of it; ``engine.options`` says so.

    Hidden are ID numbers, telephone numbers, bank cards, e-mail addresses, and names behind a word for a person, in a column of names or of those
    who sign. A name that was found is hidden wherever it stands. A figure read from hidden digits loses its value; verdicts stay as they are. The
    file's own name stays.

    Raises `PatternTimeoutError` where a pattern runs past its time limit.
    """
    return _Masking(report, patterns).report()


def luhn(number: str) -> bool:
    """Whether the check digit of a card number fits (ISO/IEC 7812-1, annex B); what is no digit is passed over."""
    digits = [int(char) for char in number if char.isdecimal()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


class _Masking:
    def __init__(self, report: Report, patterns: Patterns) -> None:
        self._report = report
        self._patterns = patterns
        self._content = report.text.content
        self._cache: dict[str, str] = {}
        self._known: regex.Pattern[str] | None = None
        found = [*self._found(self._content), *self._listed(), *self._signing()]
        values = {self._content[start:end] for start, end in found} | {name for name in report.outline.document.signers if len(name) > 1}
        self._known = _known(values, patterns.words("privacy.after-names"))
        self._hidden = bytearray(len(self._content))
        for start, end in [*found, *self._found(self._content)]:
            self._hidden[start:end] = b"\x01" * (end - start)
        self._masked = _covered(self._content, self._hidden)
        figures: dict[bool, set[Decimal]] = {True: set(), False: set()}
        for one in report.facts.quantities:
            if one.value is not None and len(one.value.as_tuple().digits) >= LONG:
                figures[self._covers(one.at)].add(abs(one.value))
        self._numbers = figures[True] - figures[False]

    def report(self) -> Report:
        report = self._report
        text = self._text(report.text)
        return replace(
            report,
            reading=self._reading(report.reading, text),
            text=text,
            outline=self._walked(report.outline),
            facts=self._walked(report.facts),
            verification=self._walked(report.verification),
            engine=replace(report.engine, options={**report.engine.options, "mask": True}),
        )

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where numbers and names of persons stand in a text: by their form, and the names that are known already."""
        text = text.translate(NARROW)
        for kind in ("privacy", "privacy-luhn"):
            for pattern in self._patterns.kind(kind):
                for match in pattern.finditer(text):
                    yield from (span for span in match.spans("value") if kind == "privacy" or luhn(text[slice(*span)]))
        if self._known is not None:
            yield from (match.span() for match in self._known.finditer(text))

    def _listed(self) -> Iterator[tuple[int, int]]:
        """The names in columns of names, the numbers in columns of persons' numbers. A head may stand in any row: lists have titles over them."""
        kinds = {kind: self._patterns.words(f"privacy.{labels}") for kind, labels in LISTS.items()}
        for table in self._report.facts.tables:
            of_column = {
                column: kind for column, head in enumerate(table.header) for kind, labels in kinds.items() if head.endswith(labels)
            }
            for cell in table.cells:
                head = next((kind for kind, labels in kinds.items() if cell.text.endswith(labels)), None)
                if head is not None:
                    of_column[cell.column] = head
                elif cell.column in of_column:
                    yield from self._values(cell, of_column[cell.column])

    def _values(self, cell: TableCell, kind: str) -> list[tuple[int, int]]:
        """The names or numbers that a cell consists of; none where it holds anything else."""
        if cell.at is None:
            return []
        for pattern in self._patterns.kind(kind):
            match = pattern.fullmatch(self._content, cell.at.start, cell.at.end)
            if match is not None:
                return match.spans("value")
        return []

    def _signing(self) -> Iterator[tuple[int, int]]:
        """Those who sign (签发人), also where their names touch."""
        document = self._report.outline.document
        for span in document.at.get("signers", ()):
            for name in document.signers:
                start = self._content.find(name, span.start, span.end)
                if start >= 0:
                    yield start, start + len(name)

    def _covers(self, span: Span | None) -> bool:
        return span is not None and any(self._hidden[span.start : span.end])

    def _words(self, text: str) -> str:
        """A text of the report, masked."""
        if text not in self._cache:
            hidden = bytearray(len(text))
            for start, end in self._found(text):
                hidden[start:end] = b"\x01" * (end - start)
            self._cache[text] = _covered(text, hidden)
        return self._cache[text]

    def _walked(self, value: Any, name: str = "") -> Any:
        """A value with the texts in it masked, of the same type."""
        if isinstance(value, Enum) or value is None or isinstance(value, Span) or (isinstance(value, str) and name in NOT_WORDS):
            return value
        if isinstance(value, str):
            return self._words(value)
        if isinstance(value, (Decimal, Fraction)):
            return None if abs(value) in self._numbers else value
        if isinstance(value, dict):
            return {key: self._walked(item, str(key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self._walked(item) for item in value]
        if isinstance(value, tuple):
            items = [self._walked(item) for item in value]
            return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
        if is_dataclass(value) and not isinstance(value, type):
            made = replace(value, **{field.name: self._walked(getattr(value, field.name), field.name) for field in fields(value)})
            return self._covered_figure(value, made)
        return value

    def _covered_figure(self, value: Any, made: Any) -> Any:
        """What stands on hidden characters: its text is what is left of them, a figure has no value."""
        at = getattr(value, "at", None)
        if not isinstance(at, Span) or not self._covers(at):
            return made
        if getattr(value, "text", None) == self._content[at.start : at.end]:
            made = replace(made, text=self._masked[at.start : at.end])
        return replace(made, value=None) if isinstance(value, (Quantity, Operand, Figure)) else made

    def _text(self, text: Text) -> Text:
        """The text, and the source lines behind it, which ``orig`` is made from."""
        columns: dict[int, bytearray] = {}
        for offset, is_hidden in enumerate(self._hidden):
            index = text.line_of[offset] if is_hidden else -1
            if index >= 0:
                line = columns.setdefault(index, bytearray(len(text.lines[index].line.text)))
                start, end = text.start_of[offset], text.end_of[offset]
                line[start:end] = b"\x01" * (end - start)
        lines = tuple(
            replace(source, line=self._line(source.line, columns.get(index)), sheet=self._walked(source.sheet))
            for index, source in enumerate(text.lines)
        )
        return replace(text, content=self._masked, lines=lines)

    def _line(self, line: Line, hidden: bytearray | None) -> Line:
        covered = self._words(line.text if hidden is None else _covered(line.text, hidden))
        if covered == line.text:
            return line
        return replace(line, text=covered, doubts=tuple(doubt._replace(other=None) for doubt in line.doubts))

    def _reading(self, reading: Reading, text: Text) -> Reading:
        """The reading with the masked lines; ``text.lines`` are all its lines in order."""
        lines = iter(text.lines)
        pages = tuple(
            replace(page, lines=tuple(next(lines).line for _ in page.lines), name=self._walked(page.name)) for page in reading.pages
        )
        revisions = tuple(replace(one, accepted=self._words(one.accepted), rejected=self._words(one.rejected)) for one in reading.revisions)
        return replace(reading, pages=pages, revisions=revisions)


def _covered(text: str, hidden: bytearray) -> str:
    """``text`` with a `MASK` for each hidden character; line breaks stay."""
    return "".join(MASK if covered and char != "\n" else char for char, covered in zip(text, hidden, strict=True)) if any(hidden) else text


def _known(values: set[str], after: Sequence[str]) -> regex.Pattern[str] | None:
    """What finds the names among the values again, set apart by a space or not; one of two characters only where no other character touches it or a
    form of address stands behind it, for it may be a part of a word.

    after: what stands directly behind names. Numbers are known by their form alone: the same digits elsewhere may be an amount.
    """
    names = {"".join(char for char in value if char not in SPACES) for value in values if regex.fullmatch(r"[\p{Han}·•　 ]+", value)}
    follows = "|".join(map(regex.escape, after))
    pieces = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        spelled = f"[{SPACES}]?".join(map(regex.escape, name))
        pieces.append(spelled if len(name) > 2 else rf"{spelled}(?={follows})|(?<!\p{{Han}}){spelled}(?!\p{{Han}})")
    return regex.compile("|".join(pieces)) if pieces else None
