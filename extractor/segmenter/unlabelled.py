"""Titles without labels: in a report that numbers nothing, lines which end in a score bracket are its items, and short lines like them its other parts.

Nothing tells how deep such a title stands, so they are read only where their full scores make up one whole: then they all stand at the top.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.language.patterns import Patterns
from extractor.model.text import Text
from extractor.segmenter.labels import Label
from extractor.segmenter.titles import Title

SCHEME = "none"
"""The scheme of a title that has no label."""
LEAST = 3
"""So many scored titles show that a report is written so."""
WHOLE = Decimal(100)
SENTENCE_END = "。"


class _Line(NamedTuple):
    """A paragraph that may be a title. full: the first figure of its score bracket, None without one."""

    place: int
    title: str
    full: Decimal | None


def unlabelled(text: Text, patterns: Patterns, indices: Sequence[int]) -> list[tuple[Label, Title]]:
    """The titles among the paragraphs ``indices``, in document order; nothing where their full scores do not make up a hundred."""
    lines = list(_lines(text, patterns, indices))
    scored = [line.full for line in lines if line.full is not None]
    if len(scored) < LEAST or sum(scored) != WHOLE:
        return []
    return [(_label(text, line), Title(line.title, text.paragraphs[line.place].end, closed=True)) for line in lines]


def _label(text: Text, line: _Line) -> Label:
    start = text.paragraphs[line.place].start
    return Label(start, start, line.place, SCHEME, "", None, (), 0)


def _lines(text: Text, patterns: Patterns, indices: Sequence[int]) -> Iterator[_Line]:
    alone, bracket, number = (patterns.one(name) for name in ("section.title-alone", "section.score-bracket", "section.first-number"))
    told = {index: text.slice(text.paragraphs[index].span).strip() for index in indices}
    before = ""
    for index in indices:
        content, behind = told[index], told.get(index + 1, "")
        score = next((match for match in bracket.finditer(content) if match.end() == len(content)), None)
        words = content if score is None else content[: score.start()]
        full = None if score is None else number.search(score[0])
        apart = not before or before.endswith(SENTENCE_END)
        if alone.fullmatch(words) and behind.endswith(SENTENCE_END) and (full is not None or apart):
            yield _Line(index, words, None if full is None else Decimal(full[0]))
        before = content
