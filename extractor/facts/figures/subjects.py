"""The subject of a figure: what it counts, read from the words beside it. A light reading by lexicon; `extractor.language.words` has jieba's."""

from __future__ import annotations

from extractor.language.patterns import Patterns
from extractor.model.text import Span

_REACH = 48


def subject_of(content: str, at: Span, patterns: Patterns) -> str | None:
    """The noun phrase that the figure at ``at`` counts: the words before it in its clause without verbs of measure; None where there are none.

    A figure that stands directly behind another (11077户24700人) shares its words.
    """
    start = max(0, at.start - _REACH)
    match = patterns.one("subject.before").search(content[start : at.start])
    words = match["subject"] if match is not None else ""
    lead = patterns.one("subject.lead").match(words)
    if lead is not None:
        words = words[lead.end() :]
    tail = patterns.one("subject.tail").search(words)
    if tail is not None:
        words = words[: tail.start()]
    behind = patterns.one("subject.behind").match(content, at.end, min(len(content), at.end + 16))
    if behind is not None and behind["subject"]:
        words = f"{words}{behind['subject']}"
    return words or None
