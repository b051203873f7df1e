"""A dataset in figures: reports and totals by year, region and programme, points lost by item, findings by rule; as tables and charts."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

from extractor.dataset import spreadsheet
from extractor.dataset.arrow import read_rows
from extractor.dataset.describe import markdown_table
from extractor.dataset.svg import bars
from extractor.emitters.encoding import fraction_decimal
from extractor.emitters.wording import Wording
from extractor.model.errors import UsageError
from extractor.model.report import Severity

BARS = 30
"""Rows that a chart shows."""
GROUPS = ("year", "region", "programme")


class Statistic(NamedTuple):
    """A table. columns: ids of its columns, the first of which names a row; charts: those that have a chart."""

    id: str
    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    charts: tuple[str, ...]


def statistics(folder: Path, wording: Wording) -> tuple[int, list[Statistic]]:
    """The number of reports in a dataset, and its tables. ``folder``: the dataset, or the batch folder that holds it.

    Raises `UsageError`: ``corpus-dataset``, ``library-missing``.
    """
    home = next((home for home in (folder, folder / "dataset") if (home / "reports.parquet").is_file()), None)
    if home is None:
        raise UsageError("corpus-dataset", str(folder))
    totals = list(read_rows(home, "reports", [*GROUPS, "total_self_text"]))
    tables = [_by(name, [(row[index], row[-1]) for row in totals], wording) for index, name in enumerate(GROUPS)]
    return len(totals), [*tables, _lost(home), _findings(home, wording)]


def markdown(count: int, tables: Sequence[Statistic], wording: Wording) -> str:
    """The tables on one page."""
    lines = [f"# {wording.say('stats.title', count=count)}"]
    for one in tables:
        lines += ["", f"## {wording.say(f'stats.{one.id}')}", ""]
        lines += markdown_table(_header(one, wording), [[wording.value(cell) for cell in row] for row in one.rows])
    return "\n".join([*lines, "", wording.say("stats.note")]) + "\n"


def files(count: int, tables: Sequence[Statistic], wording: Wording) -> Iterator[tuple[str, bytes]]:
    """The page, a CSV a table and an SVG a chart: name and content of each."""
    yield "stats.md", markdown(count, tables, wording).encode("utf-8")
    for one in tables:
        file = io.StringIO(newline="")
        spreadsheet.write(file, _header(one, wording), one.rows)
        yield f"{one.id}.csv", file.getvalue().encode("utf-8")
        for column in one.charts:
            yield f"{one.id}-{column}.svg", _chart(one, column, wording).encode("utf-8")


def _header(one: Statistic, wording: Wording) -> list[str]:
    return [wording.say(f"stats.column.{column}") for column in one.columns]


def _chart(one: Statistic, column: str, wording: Wording) -> str:
    at = one.columns.index(column)
    rows = [(str(row[0]), Decimal(str(row[at]))) for row in one.rows if row[at] is not None]
    title = wording.say("stats.chart", title=wording.say(f"stats.{one.id}"), measure=wording.say(f"stats.column.{column}"))
    more = len(rows) - BARS
    return bars(title, rows[:BARS], wording.say("stats.chart-more", count=more) if more > 0 else "")


def _by(name: str, reports: Iterable[tuple[object, str | None]], wording: Wording) -> Statistic:
    """Reports and their declared self-assessed totals by year, region or programme; those that state none come last."""
    groups: dict[object, list[str | None]] = {}
    for group, total in reports:
        groups.setdefault(group, []).append(total)
    rows: list[tuple[object, ...]] = []
    for group in sorted(groups, key=lambda group: (group is None, group)):
        totals = sorted(Decimal(total) for total in groups[group] if total is not None)
        exact = [Fraction(total) for total in totals]
        middle = (totals[0], _rounded(median(exact)), _rounded(mean(exact)), totals[-1]) if totals else (None,) * 4
        rows.append((wording.say("stats.none") if group is None else group, len(groups[group]), len(totals), *middle))
    return Statistic(f"by-{name}", (name, "reports", "with-total", "min", "median", "mean", "max"), rows, ("reports", "median"))


def _lost(home: Path) -> Statistic:
    """Full score less self-assessed score of each item, by its title; the largest loss first."""
    scored: Counter[str] = Counter()
    losing: Counter[str] = Counter()
    sums: dict[str, Fraction] = {}
    rows = read_rows(home, "sections", ["report", "section", "title", "max_text", "self_text"])
    for _, of_report in groupby(rows, key=itemgetter(0)):
        items = [
            (section, title, Fraction(full) - Fraction(own))
            for _, section, title, full, own in of_report
            if full is not None and own is not None
        ]
        inner = {".".join(section.split(".")[:length]) for section, _, _ in items for length in range(1, section.count(".") + 1)}
        of_titles: dict[str, Fraction] = {}
        for section, title, points in items:
            if section not in inner:
                of_titles[title] = of_titles.get(title, Fraction(0)) + points
        scored.update(of_titles.keys())
        losing.update(title for title, points in of_titles.items() if points > 0)
        for title, points in of_titles.items():
            sums[title] = sums.get(title, Fraction(0)) + points
    order = sorted(sums, key=lambda title: (-sums[title], title))
    made = [(title, fraction_decimal(sums[title]), losing[title], scored[title], _rounded(sums[title] / scored[title])) for title in order]
    return Statistic("lost-points", ("item", "lost", "losing", "scored", "mean-lost"), list(made), ("lost",))


def _findings(home: Path, wording: Wording) -> Statistic:
    """Findings by rule, the most frequent first."""
    count: Counter[tuple[str, str]] = Counter()
    holders: dict[tuple[str, str], set[str]] = {}
    for report, rule, severity in read_rows(home, "findings", ["report", "rule", "severity"]):
        count[rule, severity] += 1
        holders.setdefault((rule, severity), set()).add(report)
    order = sorted(count, key=lambda one: (-count[one], one))
    rows: list[tuple[object, ...]] = [
        (rule, wording.rule(rule), wording.severity(Severity(severity)), count[rule, severity], len(holders[rule, severity]))
        for rule, severity in order
    ]
    return Statistic("findings", ("rule", "finding", "severity", "findings", "reports"), rows, ("findings",))


def _rounded(value: Fraction) -> Decimal:
    return fraction_decimal(round(value, 2))
