"""The further sheets: findings, points lost by item, how items were aligned, the roster, what could not be read, duplicates, how to read it all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from extractor.batch.alignment import Item
from extractor.batch.outcome import Outcome, Roster
from extractor.batch.workbook_rows import EXACT, FindingRow, ReportRow, Scores, path
from extractor.batch.workbook_sheet import Book, Cell, Column, Formula, Link, Sheet, Styled
from extractor.emitters.encoding import fraction_decimal

FINDING_WIDTHS = {
    "severity": (8, "centre"),
    "shown": (34, "link"),
    "body": (26, "text"),
    "section": (30, "wrap"),
    "message": (64, "wrap"),
    "equation": (30, "wrap"),
    "stated": (12, "number"),
    "computed": (12, "number"),
    "place": (14, "centre"),
    "quote": (56, "wrap"),
    "rule": (26, "text"),
    "name": (32, "wrap"),
    "id": (13, "centre"),
}
LOSS_WIDTHS = {
    "item": (52, "wrap"),
    "losing": (10, "centre"),
    "scored": (12, "centre"),
    "lost": (12, "number"),
    "mean": (12, "number"),
    "most": (12, "number"),
    "full": (14, "number"),
    "share": (10, "centre"),
}
SEVERITIES = {"error": "bad", "warning": "doubtful", "note": "quiet"}
LISTED = 6
"""Titles or full scores of an item that are named; how many more there are is said."""


class Findings:
    """问题清单: written while the reports come."""

    def __init__(self, book: Book) -> None:
        self._say = book.wording.say
        columns = [Column(self._say(f"workbook.finding-{id}"), wide, style) for id, (wide, style) in FINDING_WIDTHS.items()]
        self.sheet = book.sheet("findings", columns)
        self.sheet.band(self._say("workbook.sheet-findings"), "title", 30)
        self.sheet.band(self._say("workbook.findings-subtitle"), "subtitle", 18)
        self.sheet.heads(frozen=2)
        self._styles = {self._say(f"severity.{id}"): style for id, style in SEVERITIES.items()}

    def add(self, row: FindingRow) -> None:
        cells: dict[str, Cell] = {id: getattr(row, id) for id in FINDING_WIDTHS}
        cells["severity"] = Styled(row.severity, self._styles[row.severity])
        cells["shown"] = Link(row.shown, row.result)
        self.sheet.append(list(cells.values()))

    def close(self) -> None:
        self.sheet.end(self._say("workbook.no-findings"))


@dataclass(slots=True)
class Loss:
    """Points that an item lost: reports that lost some, points together, most of one report; and the reports and full scores that a share is reckoned by."""

    reports: int = 0
    points: Decimal = Decimal(0)
    most: Decimal = Decimal(0)
    scored: int = 0
    full: Decimal = Decimal(0)

    def take(self, scores: Scores) -> None:
        """A report's scores of the item."""
        if scores.lost is None:
            return
        lost = Decimal(scores.lost)
        self.scored += 1
        self.full = EXACT.add(self.full, Decimal(scores.max or 0))
        if lost > 0:
            self.reports += 1
            self.points, self.most = EXACT.add(self.points, lost), max(self.most, lost)

    def join(self, other: Loss) -> None:
        """Those of another place that is the same item."""
        self.reports, self.scored = self.reports + other.reports, self.scored + other.scored
        self.points, self.full = EXACT.add(self.points, other.points), EXACT.add(self.full, other.full)
        self.most = max(self.most, other.most)


def losses(book: Book, items: Sequence[Item], lost: Mapping[int, Loss]) -> None:
    """失分统计: by item, most points first; mean and share are formulas."""
    say = book.wording.say
    sheet = book.sheet("losses", [Column(say(f"workbook.loss-{id}"), wide, style) for id, (wide, style) in LOSS_WIDTHS.items()], wide=False)
    sheet.band(say("workbook.sheet-losses"), "title", 30)
    sheet.band(say("workbook.losses-subtitle"), "subtitle", 18)
    sheet.heads()
    for index in sorted(lost, key=lambda index: (-lost[index].points, -lost[index].reports, index)):
        loss, row = lost[index], sheet.row + 1
        if not loss.points:
            continue
        mean = Formula(f"=D{row}/C{row}", fraction_decimal(Fraction(loss.points) / loss.scored))
        share = Formula(
            f'=IF(G{row}=0,"",D{row}/G{row})', fraction_decimal(Fraction(loss.points) / Fraction(loss.full)) if loss.full else ""
        )
        sheet.append(
            [
                path([*items[index].path, items[index].heading], book.wording),
                loss.reports,
                loss.scored,
                loss.points,
                Styled(mean, "number", "0.00_ "),
                loss.most,
                loss.full,
                Styled(share, "centre", "0.0%"),
            ]
        )
    if sheet.row > sheet.first:
        sheet.sheet.conditional_format(
            sheet.area(3, 3), {"type": "data_bar", "bar_solid": True, "bar_color": "#F0B775", "bar_border_color": "#F0B775"}
        )
    sheet.end(say("workbook.no-losses"))


def items(book: Book, aligned: Sequence[Item], capacity: int) -> None:
    """栏目对照: what each item is called in how many reports, its full scores, and what has the same number and another title."""
    say = book.wording.say
    widths = (
        ("item", 52, "wrap"),
        ("reports", 9, "centre"),
        ("maxima", 26, "wrap"),
        ("titles", 52, "wrap"),
        ("rivals", 52, "wrap"),
        ("remark", 24, "wrap"),
    )
    sheet = book.sheet("items", [Column(say(f"workbook.item-{id}"), wide, style) for id, wide, style in widths])
    sheet.band(say("workbook.sheet-items"), "title", 30)
    sheet.band(say("workbook.items-subtitle"), "subtitle", 18)
    sheet.heads()
    for order, item in enumerate(aligned):
        maxima = [(book.wording.value(value), count) for value, count in item.maxima]
        remarks = [say("workbook.remark-maxima")] * (len(item.maxima) > 1)
        remarks += [say("workbook.remark-rivals")] * bool(item.rivals)
        remarks += [say("workbook.remark-no-column")] * (order >= capacity)
        cells: list[Cell] = [path([*item.path, item.heading], book.wording), item.reports]
        cells += [_counted(book, pairs) for pairs in (maxima, item.titles, item.rivals)]
        sheet.append([*cells, Styled(book.wording.listing(remarks), "wrap")])
    sheet.end(say("workbook.no-items"))


def _counted(book: Book, pairs: Sequence[tuple[str, int]]) -> str:
    """What there is, with how many reports have each."""
    said = [book.wording.say("workbook.counted", what=what, count=count) for what, count in pairs[:LISTED]]
    if len(pairs) > LISTED:
        said.append(book.wording.say("workbook.more", count=len(pairs) - LISTED))
    return book.wording.listing(said)


def without_column(
    book: Book, aligned: Sequence[Item], capacity: int, rows: Iterable[ReportRow], item_of: Callable[[int], int | None]
) -> None:
    """未入列: the scores of items for which the summary has no column left."""
    say = book.wording.say
    widths = (("file", 34, "link"), ("item", 60, "wrap"), ("max", 9, "number"), ("self", 9, "number"), ("deducted", 9, "number"))
    heads = [Column(say(f"workbook.rest-{id}"), wide, style) for id, wide, style in widths]
    sheet = book.sheet("rest", heads, wide=False)
    sheet.band(say("workbook.sheet-rest"), "title", 30)
    sheet.band(say("workbook.rest-subtitle", count=len(aligned) - capacity), "subtitle", 18)
    sheet.heads()
    for row in rows:
        for place, scores in row.scores:
            index = item_of(place)
            if index is not None and index >= capacity:
                item = aligned[index]
                heading = path([*item.path, item.heading], book.wording)
                sheet.append([Link(row.shown, row.result), heading, scores.max, scores.self, scores.deducted])
    sheet.end(say("workbook.no-items"))


def roster(book: Book, found: Roster) -> None:
    """名册核对: each body of the roster, then the reports of nobody on it."""
    say, listing = book.wording.say, book.wording.listing
    widths = (("order", 6, "centre"), ("body", 40, "text"), ("state", 12, "centre"), ("count", 9, "centre"), ("reports", 80, "wrap"))
    sheet = book.sheet("roster", [Column(say(f"workbook.roster-{id}"), wide, style) for id, wide, style in widths])
    sheet.band(say("workbook.sheet-roster"), "title", 30)
    counts = {"missing": len(found.missing), "several": len(found.several), "unknown": len(found.unknown), "unclear": len(found.unclear)}
    there = len(found.bodies) - counts["missing"]
    sheet.band(say("workbook.roster-subtitle", bodies=len(found.bodies), there=there, **counts), "subtitle", 18)
    sheet.heads(frozen=2)
    rows: list[tuple[str, str, str, Sequence[str]]] = []
    for one in found.bodies:
        kind = ("missing", "bad") if not one.reports else ("there", "good") if len(one.reports) == 1 else ("several", "doubtful")
        rows.append((one.body, *kind, one.reports))
    rows += [(name or "", "unknown", "doubtful", (shown,)) for shown, name in found.unknown]
    for order, (body, state, style, reports) in enumerate(rows, start=1):
        sheet.append([order, body, Styled(say(f"workbook.roster-{state}"), style), len(reports), listing(reports)])
    for order, unclear in enumerate(found.unclear, start=len(rows) + 1):
        told = say("workbook.roster-which", shown=unclear.shown, bodies=unclear.bodies)
        sheet.append([order, unclear.name, Styled(say("workbook.roster-unclear"), "doubtful"), 1, told])
    sheet.end(say("workbook.no-roster"))


def failures(book: Book, outcome: Outcome) -> None:
    """未能读取: each input without a result, and why."""
    _pairs(book, "failures", [(one.shown, book.wording.error(one.error, one.shown)) for one in outcome.failures])


def duplicates(book: Book, outcome: Outcome) -> None:
    """重复文件: further names of the same content."""
    _pairs(book, "duplicates", [(one.shown, one.kept) for one in outcome.duplicates])


def _pairs(book: Book, id: str, pairs: Sequence[tuple[str, str]]) -> None:
    say = book.wording.say
    heads = (
        (say(f"workbook.{id}-order"), 6, "centre"),
        (say(f"workbook.{id}-first"), 48, "wrap"),
        (say(f"workbook.{id}-second"), 90, "wrap"),
    )
    sheet = book.sheet(id, [Column(*head) for head in heads])
    sheet.band(say(f"workbook.sheet-{id}"), "title", 30)
    sheet.band(say(f"workbook.{id}-subtitle", count=len(pairs)), "subtitle", 18)
    sheet.heads(frozen=2)
    for order, (first, second) in enumerate(pairs, start=1):
        sheet.append([order, first, second])
    sheet.end(say(f"workbook.no-{id}"))


def guide(book: Book, outcome: Outcome, counts: Mapping[str, object], engines: Mapping[str, set[str]]) -> None:
    """说明: what the sheets and colours mean, how many inputs there were, what made the results."""
    say = book.wording.say
    sheet = book.sheet("guide", [Column("", 26, "name"), Column("", 100, "plain")], wide=False)
    sheet.band(say("workbook.sheet-guide"), "title", 30)
    for part in ("sheets", "colours", "figures"):
        _part(sheet, say(f"workbook.guide-{part}"))
        for entry in book.wording.patterns.entries(f"workbook-guide-{part}"):
            words = [str(entry.data[f"{name}_{book.wording.lang}"]) for name in ("name", "text")]
            sheet.append([Styled(words[0], str(entry.data.get("style", "name"))), words[1]])
    _part(sheet, say("workbook.guide-counts"))
    kinds = {"reports": counts["reports"], "failed": len(outcome.failures), "duplicates": len(outcome.duplicates)}
    for name, count in {**kinds, "passed": len(outcome.passed_over), "earlier": len(outcome.earlier)}.items():
        sheet.append([say(f"workbook.counts-{name}"), str(count)])
    _part(sheet, say("workbook.guide-engine"))
    for name, versions in engines.items():
        sheet.append([name, book.wording.listing(sorted(versions))])


def _part(sheet: Sheet, heading: str) -> None:
    sheet.row += 1
    sheet.sheet.set_row(sheet.row, 22)
    sheet.put(0, Styled(heading, "part"))
    sheet.put(1, Styled(None, "part"))
    sheet.row += 1


def page_of(out: Path, result: str) -> str | None:
    """The page of a result, by its path below the batch's folder, where one has been made."""
    page = Path("pages") / f"{Path(result).stem}.html"
    return page.as_posix() if (out / page).is_file() else None
