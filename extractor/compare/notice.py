"""Which notice a report answers: reports on one notice follow one rubric."""

from __future__ import annotations

from typing import NamedTuple

from extractor.compare.alignment import ReportObject
from extractor.language.patterns import Patterns


class Notice(NamedTuple):
    """What a report answers. number, title: of the document that its opening cites; None where it cites none. programme, year, level: of the report itself."""

    number: str | None
    title: str | None
    programme: str | None
    year: int | None
    level: str | None

    @property
    def clause(self) -> str:
        """What a reader knows it by; empty where nothing is known."""
        return self.number or self.title or self.programme or ""


def notice_of(report: ReportObject, patterns: Patterns) -> Notice:
    """The notice that the opening of a report cites: before the first section, with a number.

    Of several it is the one of the reporting year or the next, then one that calls itself a notice, then the first.
    """
    document = report["document"]
    period, region = document["period"], document["region"]
    year = None if period is None else period["year"]
    starts = [section["heading"]["start"] for section in report["sections"]]
    opening = [one for one in report["citations"] if one["number"] and (not starts or one["at"]["start"] < starts[0])]
    words = patterns.words("compare.notice")

    def calls(index: int) -> tuple[bool, bool, int]:
        one = opening[index]
        named = any((one["title"] or "").endswith(word) for word in words)
        return not (year is not None and one["year"] in (year, year + 1)), not named, index

    chosen = opening[min(range(len(opening)), key=calls)] if opening else None
    return Notice(
        None if chosen is None else str(chosen["number"]),
        None if chosen is None else chosen["title"],
        document["programme"],
        year,
        None if region is None else region["level"],
    )
