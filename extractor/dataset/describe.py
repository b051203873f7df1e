"""The papers that go with the tables: the data dictionary, and a datasheet that says what they hold, how they were made and what they lack."""

from __future__ import annotations

import io
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor import __version__
from extractor.dataset import spreadsheet
from extractor.dataset.columns import TABLES, VERSION, Column
from extractor.dataset.library import require
from extractor.dataset.rows import Object, Row
from extractor.emitters.wording import Wording

TYPES = {
    "text": "string",
    "int": "int64",
    "bool": "bool",
    "float": "double",
    "date": "date32[day]",
    "decimal": "decimal128(38, 18)",
    "texts": "list<string>",
}
"""The types of the columns by their Arrow names."""


@dataclass(slots=True)
class Account:
    """What a datasheet counts, report by report."""

    reports: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    engines: Counter[tuple[str, str]] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    years: Counter[int | None] = field(default_factory=Counter)
    without_text: int = 0
    ocr: int = 0
    scores: int = 0
    headings: int = 0
    checks: int = 0
    unchecked: int = 0

    def add(self, report: Object, rows: Mapping[str, list[Row]]) -> None:
        source, engine, coverage = report["source"], report["engine"], report["coverage"]
        self.reports += 1
        self.rows.update({name: len(of_table) for name, of_table in rows.items()})
        self.engines[engine["version"], engine["patterns"]] += 1
        self.formats[source["format"]] += 1
        self.years[(report["document"]["period"] or {}).get("year")] += 1
        self.without_text += report.get("text") is None
        self.ocr += source["ocr"]
        self.scores += len(coverage["scores"]["unexplained"])
        self.headings += len(coverage["headings"]["unexplained"])
        self.checks += len(report["checks"])
        self.unchecked += sum(coverage["checks"]["unchecked"].values())


def dictionary(wording: Wording) -> list[tuple[str, str, str, str, str]]:
    """Table, column, type, unit (empty where there is none) and meaning of every column."""
    return [
        (table, column.name, TYPES[column.type], _unit(column, wording), _meaning(table, column, wording))
        for table, columns in TABLES.items()
        for column in columns
    ]


def dictionary_csv(wording: Wording) -> bytes:
    """The dictionary as CSV."""
    file = io.StringIO(newline="")
    spreadsheet.write(file, _header(wording), dictionary(wording))
    return file.getvalue().encode("utf-8")


def dictionary_markdown(wording: Wording) -> bytes:
    """The dictionary as a page, a table under each heading."""
    lines = [f"# {wording.say('dataset.dictionary.title', version=VERSION)}", "", wording.say("dataset.dictionary.about")]
    for name in TABLES:
        lines += ["", f"## {name}", "", _words(f"dataset.table.{name}", wording), ""]
        lines += markdown_table(_header(wording)[1:], [row[1:] for row in dictionary(wording) if row[0] == name])
    return ("\n".join(lines) + "\n").encode("utf-8")


def datasheet(account: Account, skipped: Sequence[str], repeated: int, wording: Wording) -> bytes:
    """The datasheet as Markdown. skipped: names of the files left out; repeated: further results of the same content."""
    say = wording.say
    versions = {"version": __version__, "schema": VERSION, "pyarrow": require("pyarrow").__version__, "sqlite": sqlite3.sqlite_version}
    years = sorted(account.years.items(), key=lambda item: (item[0] is None, item[0]))
    lines = [f"# {say('dataset.datasheet.title')}", ""]
    lines += [f"## {say('dataset.datasheet.what-title')}", "", say("dataset.datasheet.what", count=account.reports), ""]
    lines += [say("dataset.datasheet.formats", formats=_counts(sorted(account.formats.items()), wording)), ""]
    lines += [say("dataset.datasheet.years", years=_counts(years, wording)), ""]
    lines += [f"## {say('dataset.datasheet.counts-title')}", ""]
    header = (say("dataset.dictionary.table"), say("dataset.datasheet.rows"), say("dataset.dictionary.meaning"))
    lines += markdown_table(header, [(name, account.rows[name], _words(f"dataset.table.{name}", wording)) for name in TABLES])
    lines += ["", f"## {say('dataset.datasheet.made-title')}", "", say("dataset.datasheet.made", **versions), ""]
    lines += [say("dataset.datasheet.engines"), ""]
    for (version, patterns), count in sorted(account.engines.items()):
        lines.append("- " + say("dataset.datasheet.engine", version=version, patterns=patterns[:12], count=count))
    lines += ["", f"## {say('dataset.datasheet.limits-title')}", ""]
    limits = (
        say("dataset.datasheet.limit-text", count=account.without_text),
        say("dataset.datasheet.limit-ocr", count=account.ocr),
        say("dataset.datasheet.limit-unexplained", scores=account.scores, headings=account.headings),
        say("dataset.datasheet.limit-unchecked", all=account.checks, count=account.unchecked),
        say("dataset.datasheet.limit-skipped", count=len(skipped), names=sorted(skipped)),
        say("dataset.datasheet.limit-repeated", count=repeated),
        say("dataset.datasheet.limit-numbers"),
        say("dataset.datasheet.limit-personal"),
    )
    lines += [f"- {limit.strip()}" for limit in limits]
    return ("\n".join(lines) + "\n").encode("utf-8")


def markdown_table(header: Sequence[object], rows: Iterable[Sequence[object]]) -> list[str]:
    """The lines of a Markdown table; a bar in a cell does not end it."""
    made = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in ([*map(str, header)], ["---"] * len(header), *made)]


def _header(wording: Wording) -> list[str]:
    return [wording.say(f"dataset.dictionary.{name}") for name in ("table", "column", "type", "unit", "meaning")]


def _unit(column: Column, wording: Wording) -> str:
    return wording.say(f"dataset.unit.{column.unit}") if column.unit else ""


def _meaning(table: str, column: Column, wording: Wording) -> str:
    entry = wording.patterns.entry(f"dataset.table.{'shared' if column.meaning else table}")
    words: str = entry.data["columns"][column.meaning or column.name][wording.lang]
    return words.replace("{column}", column.name.removesuffix("_text"))


def _words(id: str, wording: Wording) -> str:
    return str(wording.patterns.entry(id).data[wording.lang])


def _counts(counts: Iterable[tuple[object, int]], wording: Wording) -> str:
    return wording.listing(f"{wording.value(name)} ({count})" for name, count in counts)
