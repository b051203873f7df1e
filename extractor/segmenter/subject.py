"""What a report is about: the year under report, the programme, the region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.language.patterns import Patterns
from extractor.model.text import Span
from extractor.segmenter.dates import read_year

if TYPE_CHECKING:
    import regex


def find_period(content: str, title: tuple[Span, ...], opening: tuple[Span, ...], patterns: Patterns) -> tuple[int, Span] | None:
    """The year that the title names, else the opening: outside quoted titles and beside words such as 绩效, then within quoted titles."""
    for span in title:
        years = [
            found
            for match in patterns.one("period.year").finditer(content[span.start : span.end])
            if (found := _year(match, span, patterns))
        ]
        if years:
            return years[-1] if _is_range(content, years) else years[0]
    for quoted in (False, True):
        for span in opening:
            text = content[span.start : span.end]
            shut = [match.span() for match in patterns.one("period.quoted").finditer(text)]
            for match in patterns.one("period.year").finditer(text):
                inside = any(start <= match.start() < end for start, end in shut)
                if inside == quoted and patterns.one("period.context").search(text[match.end() :]):
                    found = _year(match, span, patterns)
                    if found:
                        return found
    return None


def _year(match: regex.Match[str], span: Span, patterns: Patterns) -> tuple[int, Span] | None:
    year = read_year(match["year"], patterns)
    return None if year is None else (year, Span(span.start + match.start("year"), span.start + match.end("year")))


def _is_range(content: str, years: list[tuple[int, Span]]) -> bool:
    return len(years) > 1 and years[1][1].start - years[0][1].end <= 3


def find_programme(title: str | None, patterns: Patterns) -> str | None:
    """The programme that a title names: the longest known name in it, else what stands between the year and 绩效; None where neither."""
    if title is None:
        return None
    known = [name for name in patterns.words("programme.name") if name in title]
    if known:
        return max(known, key=len)
    between = patterns.one("programme.between").search(title)
    return between["name"] if between else None


def find_region(names: tuple[str, ...], patterns: Patterns) -> tuple[str, str] | None:
    """Name and level of the region with which the first of ``names`` (issuers, title) begins; the lowest of a chain (昆明市禄劝县)."""
    levels: dict[str, str] = patterns.entry("region.levels").data["levels"]
    for name in names:
        chain = patterns.one("region.chain").search(name)
        if chain is None:
            continue
        region = chain["name"]
        if region in patterns.words("region.municipality"):
            return region, "province"
        suffix = max((suffix for suffix in levels if region.endswith(suffix)), key=len)
        return region, levels[suffix]
    return None
