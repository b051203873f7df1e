"""Measures lines: how wide, how far indented, how full, so that joining can tell a broken line from a finished one."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from extractor.model.text import SourceLine

LEFT_SHARE = 0.05
"""The left margin is the leftmost edge at which at least this share of the lines (and two of them) begin."""
CENTRE_TOLERANCE = 1.6
"""How far (em) the middle of a line may lie from the middle of the measure to count as centred."""


LEVEL = 0.003
"""Lines that fall by less than this share of their length are level."""
TELLING = 8
"""Characters of a line whose ends tell by how much it falls."""


class Measure(NamedTuple):
    """A line measured in em: ``indent`` from the left margin, ``width`` of its characters, ``full`` when it reaches the right margin, ``centred`` or None."""

    indent: float
    width: float
    full: bool
    centred: bool | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The measures of all lines. wrapped: lines are broken at a margin. indented: paragraphs open with an indent."""

    measures: dict[int, Measure]
    wrapped: bool
    indented: bool
    width: float = 0.0
    """The measure in em: from the left margin to the right."""


def display_width(text: str) -> float:
    """Width of a string in em: 1 for full-width characters, 0.5 for the others."""
    return sum(map(_WIDTHS.__getitem__, text), 0.0)


class _Widths(dict[str, float]):
    """The width of each character met so far, in em: looking it up takes a third of the time."""

    def __missing__(self, char: str) -> float:
        width = self[char] = 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5
        return width


_WIDTHS = _Widths()


def unbroken(kept: Sequence[int]) -> Layout:
    """The layout of a source whose paragraphs are whole: nothing is broken at a margin, and no margin is known."""
    return Layout({index: Measure(0.0, 0.0, False, None) for index in kept}, wrapped=False, indented=False)


def measure(lines: Sequence[SourceLine], kept: Sequence[int], paged: bool) -> Layout:
    """Measure the lines with the indices ``kept`` (no blank lines among them)."""
    if not kept:
        return Layout({}, wrapped=False, indented=False)
    raw = _geometry(lines, kept) if paged else _best_columns(lines, kept)
    body = [index for index in kept if raw[index][1] - raw[index][0] >= 10] or list(kept)
    # indented first lines may be the most frequent ones: the margin is left of them
    lefts = Counter(round(raw[index][0] * 2) / 2 for index in kept)
    left = min((edge for edge, count in lefts.items() if count >= max(2, LEFT_SHARE * len(kept))), default=min(lefts))
    rights = sorted(raw[index][1] for index in body)
    right = rights[min(len(rights) - 1, int(len(rights) * 0.9))] if paged else rights[min(len(rights) - 1, int(len(rights) * 0.85))]
    near = sum(1 for index in body if raw[index][1] >= right - 2)
    spread_out = rights[-1] > right + 6
    wrapped = paged or (len(body) >= 6 and right <= 62 and near >= 0.4 * len(body) and not spread_out)
    indents = [raw[index][0] - left for index in body]
    indented = sum(1 for indent in indents if 1.2 <= indent <= 3) >= max(2, 0.08 * len(body))
    centre = (left + right) / 2
    measures = {}
    for index in kept:
        x0, x1 = raw[index]
        indent = x0 - left
        centred = None
        if wrapped and (paged or indent > 3):
            centred = abs((x0 + x1) / 2 - centre) <= CENTRE_TOLERANCE and indent > 2.4 and x1 < right - 1.4
        measures[index] = Measure(indent, x1 - x0, wrapped and x1 >= right - 1.6, centred)
    return Layout(measures, wrapped, indented, right - left)


def _geometry(lines: Sequence[SourceLine], kept: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Left and right edges of printed lines in em of the commonest type size of the document, so that all lines share one margin: that of a page which was
    scanned askew leans, and is set upright.
    """
    # type that is too small to be seen gives no measure
    sizes = Counter(size for index in kept if (size := round((lines[index].line.size or 0.0) * 2) / 2))
    em = max(sizes.items(), key=lambda item: (item[1], -item[0]))[0] if sizes else 12.0
    found = {}
    falls, middle = _falls(lines, kept)
    for index in kept:
        line = lines[index].line
        flat, start, end = line.boxes, len(line.text) - len(line.text.lstrip()), len(line.text.rstrip())
        if flat is None or start >= end:
            found[index] = _columns(lines[index])
            continue
        lean = 0.0
        if lines[index].page in falls:  # few are: of the others nobody asks where they stand from the top
            top, bottom = min(flat[4 * start + 1 : 4 * end : 4]), max(flat[4 * start + 3 : 4 * end : 4])
            lean = falls[lines[index].page] * ((top + bottom) / 2 - middle)
        found[index] = (min(flat[4 * start : 4 * end : 4]) + lean) / em, (max(flat[4 * start + 2 : 4 * end : 4]) + lean) / em
    return found


def _falls(lines: Sequence[SourceLine], kept: Sequence[int]) -> tuple[dict[int, float], float]:
    """By how much the lines of each page fall to the right, as a share of their length, where they do; and the middle of the pages from their top."""
    found: dict[int, list[float]] = {}
    tops: list[float] = []
    for index in kept:
        flat = lines[index].line.boxes
        if not flat:
            continue
        tops.append(flat[1])
        if len(flat) >= 4 * TELLING and flat[-4] - flat[0] > TELLING:
            found.setdefault(lines[index].page, []).append((flat[-3] + flat[-1] - flat[1] - flat[3]) / 2 / (flat[-4] - flat[0]))
    falls = {page: fall for page, those in found.items() if abs(fall := median(those)) > LEVEL}
    return falls, (min(tops) + max(tops)) / 2 if tops else 0.0


def _best_columns(lines: Sequence[SourceLine], kept: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Lines measured by width or by count of characters, whichever brings more of them to one right margin: programs break by either."""
    by_width = {index: _columns(lines[index]) for index in kept}
    by_count = {index: _columns(lines[index], 1.0) for index in kept}

    def at_margin(raw: dict[int, tuple[float, float]]) -> int:
        ends = Counter(round(end) for _, end in raw.values() if end >= 12)
        return max((count + ends.get(end - 1, 0) for end, count in ends.items()), default=0)

    return by_count if at_margin(by_count) > at_margin(by_width) else by_width


def _columns(source: SourceLine, each: float | None = None) -> tuple[float, float]:
    """Left and right edge of a line of text; ``each`` is the width given to every character, None for the width it is displayed with."""
    text = source.line.text.rstrip().expandtabs(4)
    body = text.lstrip()
    if each is not None:
        return (len(text) - len(body)) * each, len(text) * each
    return display_width(text[: len(text) - len(body)]), display_width(text)
