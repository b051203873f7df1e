"""Numbered notes below a table (注：1.… and 2.… on the next line): their numbers are no headings."""

from __future__ import annotations

from extractor.language.patterns import Patterns
from extractor.model.text import Text
from extractor.segmenter.labels import Label, LabelFinder


def notes(text: Text, patterns: Patterns) -> frozenset[int]:
    """The paragraphs that go on a numbered note. One whose number the outline waits for as well is left to the outline."""
    opens = patterns.one("section.note")
    finder = LabelFinder(patterns, text)
    found: set[int] = set()
    last: dict[str, int | None] = {}
    index = 0
    while index < len(text.paragraphs):
        paragraph = text.paragraphs[index]
        match = None if paragraph.table else opens.match(text.slice(paragraph.span))
        if match is None:
            last |= {label.scheme: label.number for label in finder.at_head(index)}
            index += 1
            continue
        first = next((label for label in finder.at(index, paragraph.start + match.end()) if label.number == 1), None)
        index += 1
        if first is None and match.end() < paragraph.end - paragraph.start:
            continue
        going = _going_on(finder, index, first, last)
        found.update(going)
        index += len(going)
    return frozenset(found)


def _going_on(finder: LabelFinder, start: int, first: Label | None, last: dict[str, int | None]) -> list[int]:
    """The paragraphs from one on that are numbered on from the first note, or from 1 where the word for notes stands alone."""
    held: list[int] = []
    scheme = first.scheme if first is not None else None
    number = 2 if first is not None else 1
    if first is not None and last.get(first.scheme) == 1:
        return []
    for index in range(start, len(finder.text.paragraphs)):
        label = next((one for one in finder.at_head(index) if one.number == number and scheme in (None, one.scheme)), None)
        if label is None:
            break
        held.append(index)
        scheme, number = label.scheme, number + 1
    return held
