"""Scores of other years (2022年自评得分95分; 上年度，本项目得分95分): no total of a report that tells one of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.facts.mention import Mention
from extractor.facts.sides import OBTAINED
from extractor.language.patterns import Patterns
from extractor.model.outline import Outline
from extractor.model.text import Text

CLAUSE_ENDS = "，。；;：:\n"
OTHER_YEAR = "score.others"
"""What explains a score of another year."""
LONGEST = 12
"""Characters of a clause that tells nothing but a year."""


def of_this_year(text: Text, outline: Outline, patterns: Patterns, mentions: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """The mentions without what other years obtained, and those; all of them where none of the report's own year or of no year is told."""
    period = outline.document.period
    if period is None:
        return list(mentions), []
    years = {
        mention: year for mention in mentions if mention.role in OBTAINED and (year := _year(text, patterns, mention, period)) is not None
    }
    other = [mention for mention in mentions if years.get(mention, period) != period]
    if not other or all(mention in other for mention in mentions if mention.role in OBTAINED):
        return list(mentions), []
    return [mention for mention in mentions if mention not in other], [replace(mention, entry=OTHER_YEAR) for mention in other]


def _year(text: Text, patterns: Patterns, mention: Mention, period: int) -> int | None:
    """The year that the clause of a figure names before it, or that a clause of its own names right before that."""
    content = text.content
    begin = max(content.rfind(mark, 0, mention.lead.start) for mark in CLAUSE_ENDS) + 1
    alone = patterns.one("score.year-alone").search(content, max(begin - LONGEST, 0), begin)
    if alone is not None:
        return int(alone["year"]) if alone["year"] else period - 1
    years = list(patterns.one("score.year").finditer(content, begin, mention.at.start))
    return int(years[-1]["year"]) if years else None
