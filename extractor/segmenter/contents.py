"""Finds contents pages, lists of options and notes of annexes: they hold labels that are no headings."""

from __future__ import annotations

from extractor.language.patterns import Pattern, Patterns
from extractor.model.text import Text

SHORTEST_ENTRY = 3
"""An entry without leaders is longer than this (characters), so that a bare label that comes again is none."""


def contents_pages(text: Text, patterns: Patterns) -> frozenset[int]:
    """Indices of the paragraphs that make up contents pages.

    After a title (目录) the entries run until the first entry, its page number aside, comes again as a heading;
    without a title only entries with leaders count.
    """
    entry = patterns.one("section.contents-entry")
    number = patterns.one("section.contents-number")
    title = patterns.one("section.contents-title")
    slices = [text.slice(paragraph.span) for paragraph in text.paragraphs]
    found = {index for index, content in enumerate(slices) if len(content) < 80 and entry.search(content)}
    if len(found) < 2:
        found.clear()
    for index, content in enumerate(slices):
        if not title.match(content):
            continue
        found.add(index)
        end = _end_of_contents(slices, index, entry, number)
        found.update(range(index + 1, end))
    return frozenset(found)


def _end_of_contents(slices: list[str], title: int, entry: Pattern, number: Pattern) -> int:
    """Index of the first paragraph behind the entries: an entry has leaders, or it comes again later without its page number."""
    for index in range(title + 1, len(slices)):
        key = _key(slices[index], number)
        again = len(key) > SHORTEST_ENTRY and any(content.startswith(key) for content in slices[index + 1 :])
        if not (again or entry.search(slices[index])):
            return index
    return len(slices)


def _key(content: str, number: Pattern) -> str:
    match = number.search(content)
    return content[: match.start()] if match else content


def option_lists(text: Text, patterns: Patterns) -> frozenset[int]:
    """Indices of the paragraphs that are lists of options with boxes to tick."""
    options = patterns.one("section.options")
    return frozenset(index for index, paragraph in enumerate(text.paragraphs) if options.search(text.slice(paragraph.span)))


def annex_notes(text: Text, patterns: Patterns) -> frozenset[int]:
    """Indices of the paragraphs that go on the list of a note of annexes (附件：1.…, then 2.…): no outline begins there."""
    note, item, label = (patterns.one(name) for name in ("tail.attachment", "tail.attachment-item", "tail.item-label"))
    found: set[int] = set()
    listed = False
    for index, paragraph in enumerate(text.paragraphs):
        content = text.slice(paragraph.span)
        opened = note.search(content)
        if opened is not None:
            listed = label.search(opened["list"].strip()) is not None
        elif listed and label.search(content) is not None and item.search(content) is not None:
            found.add(index)
        else:
            listed = False
    return frozenset(found)
