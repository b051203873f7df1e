"""The documents that a report cites, by title and number."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.language.patterns import Patterns
from extractor.model.facts import Citation
from extractor.model.text import Span, Text


def find_citations(text: Text, own_number: Sequence[Span], patterns: Patterns) -> tuple[Citation, ...]:
    """Every citation in document order, repeated ones included; ``own_number`` is where the document's own number stands, which is no citation."""
    found: list[Citation] = []
    for pattern in patterns.kind("citation"):
        for match in pattern.finditer(text.content):
            at = Span(*match.span())
            if any(at.overlaps(span) for span in own_number):
                continue
            title, number = match["title"] or None, match["number"] or None
            issuer = patterns.one("citation.issuer").match(title) if title else None
            year = patterns.one("citation.number-parts").search(number) if number else None
            found.append(Citation(title, number, issuer["issuer"] if issuer else None, int(year["year"]) if year else None, at))
    return tuple(sorted(found, key=lambda citation: citation.at))
