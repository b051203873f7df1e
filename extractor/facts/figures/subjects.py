"""The subject of a figure: what it counts, read from the words beside it. A light reading by lexicon; `extractor.language.words` has jieba's."""

from __future__ import annotations

import re

from extractor.language import words
from extractor.language.patterns import Patterns
from extractor.model.text import Span

_REACH = 48
_TO_LAST_MARK = re.compile("(?s:.*)[，。；：、！？（）()\n%％‰\u201c\u201d《》]")


def subject_of(content: str, at: Span, patterns: Patterns) -> str | None:
    """The noun phrase that the figure at ``at`` counts: the words before it in its clause without verbs of measure; None where there are none.

    A figure that stands directly behind another (11077户24700人) shares its words.
    """
    start = max(0, at.start - _REACH)
    before = content[start : at.start]
    # no subject reaches over such a mark: what stands before it need not be searched
    marked = _TO_LAST_MARK.match(before)
    before = before if marked is None else before[marked.end() :]
    match = patterns.one("subject.before").search(before)
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


def refined_subject_of(content: str, at: Span, patterns: Patterns) -> str | None:
    """What `subject_of` reads, put right by words where that is needed: a reading that is long, ends in a verb, or begins or ends inside a word.

    A long reading (``subject.refined``) shrinks to the noun phrases directly beside the figure; a verb at its end goes where a noun is left without it;
    an edge moves to the edge of its word. A reading that names nothing but a change or a time (比上年增加) is None. Needs the extra ``gouji[words]``.
    """
    light = subject_of(content, at, patterns)
    if light is None:
        return None
    before = words.noun_phrase_before(content, at.start, patterns)
    behind = words.noun_phrase_behind(content, at.end, patterns)
    if behind is not None and words.governs_figure(content, at.start, patterns):
        before = None
    strict = "".join(content[span.start : span.end] for span in (before, behind) if span is not None)
    if not strict:
        return None if words.names_nothing(light, patterns) else light
    longest: int = patterns.entry("subject.refined").data["longest"]
    if len(light) > longest or words.ends_in_verb(light, patterns) or not _whole(content, at, light, patterns):
        return strict
    return light


def _whole(content: str, at: Span, light: str, patterns: Patterns) -> bool:
    """Whether a reading begins and ends with words of its clause."""
    start, stop = max(0, at.start - _REACH), min(len(content), at.end + _REACH)
    beside = (*words.cut(content[start : at.start], patterns), *words.cut(content[at.end : stop], patterns))
    texts = tuple(word.text for word in beside)
    return light.startswith(texts) and light.endswith(texts)
