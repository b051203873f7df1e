"""Tells the lines that belong to the page or the web site (page numbers, running heads, frames) from those of the report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from extractor.language.patterns import Patterns
from extractor.model.text import SourceLine

EDGE_LINES = 2
"""How many non-blank lines at the top and at the bottom of a page can be running heads or feet."""
MINIMUM_PAGES = 2
LONGEST_HEAD = 60
SENTENCE_ENDS = "。；！？"
"""A running head is a line of at most so many characters and no sentence."""


def find_furniture(lines: Sequence[SourceLine], pages: int, patterns: Patterns) -> frozenset[int]:
    """Indices of the lines that are furniture.

    A marked page number (— 3 —) is furniture wherever it stands alone on a line. A bare number is one only where such lines count upwards, page by
    page or through the file. A line is a running head when it stands, digits aside, at the same edge of at least half of
    the pages (three at least, or both of two).
    """
    visible = [index for index, source in enumerate(lines) if source.line.text.strip()]
    found = _page_numbers(lines, visible, pages, patterns)
    found |= _running_heads(lines, [index for index in visible if index not in found], pages)
    found |= _frames(lines, [index for index in visible if index not in found], patterns)
    return frozenset(found)


def _page_numbers(lines: Sequence[SourceLine], visible: Sequence[int], pages: int, patterns: Patterns) -> set[int]:
    found: set[int] = set()
    bare: list[tuple[int, int]] = []
    for pattern in patterns.kind("page-number"):
        for index in visible:
            text = lines[index].line.text
            if len(text) > 40:
                continue
            match = pattern.match(_ascii_digits(text))
            if match is None:
                continue
            if pattern.attributes["sure"]:
                found.add(index)
            elif index not in found:
                bare.append((index, int(match["page"])))
    if not bare:
        return found
    if pages > 1:
        edges = _edges(lines, visible)
        candidates = [(index, number) for index, number in bare if index in edges]
        offsets = Counter(number - lines[index].page for index, number in candidates)
        if offsets:
            offset, count = min(offsets.items(), key=lambda item: (-item[1], abs(item[0])))
            if count >= MINIMUM_PAGES or offset == 0:
                found |= {index for index, number in candidates if number - lines[index].page == offset}
    else:
        rising = _rising_run([number for _, number in bare])
        if len(rising) >= MINIMUM_PAGES:
            found |= {bare[position][0] for position in rising}
    return found


def _rising_run(numbers: Sequence[int]) -> list[int]:
    """Positions of the longest run of numbers, each one more than the last."""
    best: list[int] = []
    for begin in range(len(numbers)):
        run = [begin]
        for position in range(begin + 1, len(numbers)):
            if numbers[position] == numbers[run[-1]] + 1:
                run.append(position)
        if len(run) > len(best):
            best = run
    return best


def _edges(lines: Sequence[SourceLine], visible: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Each line near an edge of its page with the edge and its distance from it."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for index in visible:
        by_page[lines[index].page].append(index)
    edges: dict[int, tuple[str, int]] = {}
    for indices in by_page.values():
        for distance, index in enumerate(indices[:EDGE_LINES]):
            edges[index] = ("top", distance)
        for distance, index in enumerate(reversed(indices[-EDGE_LINES:])):
            edges.setdefault(index, ("bottom", distance))
    return edges


def _running_heads(lines: Sequence[SourceLine], visible: Sequence[int], pages: int) -> set[int]:
    if pages < MINIMUM_PAGES:
        return set()
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    for index, (edge, _distance) in _edges(lines, visible).items():
        text = re.sub(r"\s+", "", _ascii_digits(lines[index].line.text))
        key = re.sub(r"\d+", "#", text)
        if 0 < len(key) <= LONGEST_HEAD and key[-1] not in SENTENCE_ENDS:
            groups[(edge, key)].add(index)
    found: set[int] = set()
    for indices in groups.values():
        seen = {lines[index].page for index in indices}
        if len(seen) >= max(3, (pages + 1) // 2) or (pages == 2 and len(seen) == 2):
            found |= indices
    # A head that differs on odd and even pages stands on about half of the pages each.
    return found


def _frames(lines: Sequence[SourceLine], visible: Sequence[int], patterns: Patterns) -> set[int]:
    """Lines of a site's frame: only outside the article, which is taken to start at its first long line or heading and to end at the last such line."""
    matching = {index for index in visible if any(pattern.match(lines[index].line.text) for pattern in patterns.kind("frame"))}
    if not matching:
        return set()
    labels = patterns.kind("label")
    solid = [
        position
        for position, index in enumerate(visible)
        if index not in matching and (len(lines[index].line.text) > 45 or any(p.match(lines[index].line.text.strip()) for p in labels))
    ]
    if not solid:
        return matching
    first, last = solid[0], solid[-1]
    return {index for position, index in enumerate(visible) if index in matching and (position < first or position > last)}


def _ascii_digits(text: str) -> str:
    return text.translate({0xFF10 + digit: 0x30 + digit for digit in range(10)})
