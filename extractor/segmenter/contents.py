"""Finds contents pages and lists of options: they hold labels that are no headings."""

from __future__ import annotations

from extractor.language.patterns import Patterns
from extractor.model.text import Text


def contents_pages(text: Text, patterns: Patterns) -> frozenset[int]:
    """Indices of the paragraphs that make up contents pages.

    After a title (目录) the entries run until the first entry, its page number aside, comes again as a heading; without a title only entries with leaders count.
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
        end = _end_of_contents(slices, index, number)
        found.update(range(index + 1, end))
    return frozenset(found)


def _end_of_contents(slices: list[str], title: int, number: object) -> int:
    """Index of the paragraph where the report itself begins: where the first entry comes again; right after the title when it never does."""
    keys = [_key(content, number) for content in slices]
    first = title + 1
    for index in range(first + 1, len(keys)):
        if keys[first] and keys[index].startswith(keys[first]):
            return index
        if len(slices[index]) > 80:
            break
    return title + 1


def _key(content: str, number: object) -> str:
    match = number.search(content)  # type: ignore[attr-defined]
    return content[: match.start()] if match else content


def option_lists(text: Text, patterns: Patterns) -> frozenset[int]:
    """Indices of the paragraphs that are lists of options with boxes to tick."""
    options = patterns.one("section.options")
    return frozenset(index for index, paragraph in enumerate(text.paragraphs) if options.search(text.slice(paragraph.span)))
