"""Tells the lines that belong to the page or the web site (page numbers, running heads, watermarks, frames) from those of the report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extractor.language.patterns import Patterns
from extractor.model.page import Page
from extractor.model.text import SourceLine

EDGE_LINES = 2
"""How many non-blank lines at the top and at the bottom of a page can be running heads or feet; one more where their places are known."""
MINIMUM_PAGES = 2
SAME_PLACE = 4.0
"""Points by which the places of a running head differ at most, counted from its edge of the page."""
ASTRAY = 40.0
"""Points by which the middles of a head on two pages lie apart, mirrored or not, where it is none."""
APART = 1.5
"""Ems of white between the words in the two corners of a head."""
MARGIN = 0.15
"""Share of the page's height within which a number that stands alone and does not count can be a page number;"""
ALONE = 1.5
"""on a single page, with so many ems of white between it and the text."""
LONGEST_HEAD = 60
SENTENCE_ENDS = "。；！？"
"""A running head is a line of at most so many characters and no sentence."""
_DIGITS = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
_WIDE_DIGIT = re.compile("[\uff10-\uff19]")
SET_APART = ("watermark", "furniture")
"""Marks of lines that the reader knows for furniture."""


def find_furniture(lines: Sequence[SourceLine], pages: Sequence[Page], patterns: Patterns) -> frozenset[int]:
    """Indices of the lines that are furniture.

    A marked page number (— 3 —) is furniture wherever it stands alone on a line. A bare number is one only where such lines count upwards, page by
    page or through the file, or at the edge of a single page. A line is a running head when it stands, digits and the order of its corners
    aside, at the same edge (and place, where places are known) of at least half of the pages (three at least, or both of two), or of all odd
    or all even pages but one; or when one of its corners counts the pages. What the reader marked as a watermark or furniture is furniture.
    """
    visible = [index for index, source in enumerate(lines) if source.line.text.strip()]
    found = {index for index in visible if lines[index].line.mark in SET_APART}
    visible = [index for index in visible if lines[index].line.mark is None]
    edges = _Edges(lines, visible, pages)
    found |= _page_numbers(lines, visible, edges, pages, patterns)
    found |= _running_heads(lines, [index for index in edges.of if index not in found], edges, len(pages), patterns)
    found |= _counting_heads(lines, [index for index in edges.of if index not in found], edges, len(pages), patterns)
    found |= _frames(lines, [index for index in visible if index not in found], patterns)
    return frozenset(found)


class _Edges:
    """The lines near an edge of their page. of: index → the edge (top or bottom). place: index → points from that edge, where it is known.
    inside: those that stand too far from it for a margin.
    """

    def __init__(self, lines: Sequence[SourceLine], visible: Sequence[int], pages: Sequence[Page]) -> None:
        self.of: dict[int, str] = {}
        self.place: dict[int, float] = {}
        self.inside: set[int] = set()
        self._across: dict[int, float] = {}
        heights = {page.number: page.height for page in pages}
        widths = {page.number: page.width for page in pages}
        by_page: dict[int, list[int]] = defaultdict(list)
        for index in visible:
            by_page[lines[index].page].append(index)
        for number, indices in by_page.items():
            height = heights.get(number)
            boxes = {index: box for index in indices if (box := lines[index].line.box(0, len(lines[index].line.text))) is not None}
            placed = height is not None and len(boxes) == len(indices)
            if placed:
                indices.sort(key=lambda index: (boxes[index].top + boxes[index].bottom, index))
            count = EDGE_LINES + placed
            for index in indices[:count]:
                self.of[index] = "top"
            for index in reversed(indices[-count:]):
                if height is not None and placed and index in self.of and boxes[index].top < height / 2:
                    continue
                if placed or index not in self.of:
                    self.of[index] = "bottom"
            if height is not None and placed:
                for index in indices:
                    if index in self.of:
                        self._across[index] = (boxes[index].x0 + boxes[index].x1 - (widths[number] or 0.0)) / 2
                        middle = (boxes[index].top + boxes[index].bottom) / 2
                        self.place[index] = middle if self.of[index] == "top" else height - middle
                        if self.place[index] > MARGIN * height:
                            self.inside.add(index)

    def strays(self, indices: Sequence[int]) -> bool:
        """Whether two lines stand neither above each other nor mirrored on their pages: the sender at the head and his signature on the page behind."""
        if len(indices) != MINIMUM_PAGES or any(index not in self._across for index in indices):
            return False
        one, other = (self._across[index] for index in indices)
        return min(abs(one - other), abs(one + other)) > ASTRAY


def _page_numbers(
    lines: Sequence[SourceLine], visible: Sequence[int], edges: _Edges, pages: Sequence[Page], patterns: Patterns
) -> set[int]:
    found: set[int] = set()
    bare: list[tuple[int, int]] = []
    short = [(index, _ascii_digits(text)) for index in visible if len(text := lines[index].line.text) <= 40]
    for pattern in patterns.kind("page-number"):
        for index, text in short:
            match = pattern.match(text)
            if match is None:
                continue
            if pattern.attributes["sure"]:
                found.add(index)
            elif index not in found:
                bare.append((index, int(match["page"])))
    if not bare:
        return found
    if len(pages) > 1:
        candidates = [(index, number) for index, number in bare if index in edges.of]
        offsets = Counter(number - lines[index].page for index, number in candidates)
        if offsets:
            offset, count = min(offsets.items(), key=lambda item: (-item[1], abs(item[0])))
            if count >= MINIMUM_PAGES or offset == 0:
                found |= {index for index, number in candidates if number - lines[index].page == offset}
    else:
        rising = _rising_run([number for _, number in bare])
        if len(rising) >= MINIMUM_PAGES:
            found |= {bare[position][0] for position in rising}
        found |= {index for index, _ in bare if _stands_alone(lines, visible, edges, index)}
    return found


def _stands_alone(lines: Sequence[SourceLine], visible: Sequence[int], edges: _Edges, index: int) -> bool:
    """Whether a line is the last one of its page, in the lower margin and clear of the text."""
    line = lines[index].line
    box = line.box(0, len(line.text))
    if box is None or line.size is None or edges.of.get(index) != "bottom" or index not in edges.place or index in edges.inside:
        return False
    others = [other for at in visible if at != index and (other := lines[at].line.box(0, len(lines[at].line.text))) is not None]
    return bool(others) and max(other.bottom for other in others) + ALONE * line.size <= box.top


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


def _running_heads(lines: Sequence[SourceLine], near: Sequence[int], edges: _Edges, pages: int, patterns: Patterns) -> set[int]:
    if pages < MINIMUM_PAGES:
        return set()
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for index in near:
        key = _head_key(lines[index].line.text, patterns)
        if key and not (key == ("#",) and index in edges.inside):
            groups[edges.of[index], key].append(index)
    found: set[int] = set()
    for indices in groups.values():
        for same in _by_place(indices, edges):
            if _counts_itself([lines[index].line.text for index in same], patterns) or edges.strays(same):
                continue
            seen = {lines[index].page for index in same}
            common = len(seen) >= max(3, (pages + 1) // 2) or (pages == len(seen) == MINIMUM_PAGES)
            placed = all(index in edges.place and not _is_sentence(lines[index].line.text) for index in same)
            if common or (placed and _alternates(seen, pages)):
                found.update(same)
    return found


def _counts_itself(texts: Sequence[str], patterns: Patterns) -> bool:
    """Whether lines are labels of annexes, each of another number (附表1, 附表2): they name what stands on their pages."""
    labels = patterns.kind("counted-label")
    return len(set(texts)) == len(texts) and all(any(label.match(_ascii_digits(text)) for label in labels) for text in texts)


def _head_key(text: str, patterns: Patterns) -> tuple[str, ...]:
    """What a head says, its page number, dates and the order of its parts aside; empty where the line is no head."""
    if text.rstrip()[-1:] in SENTENCE_ENDS:
        return ()
    parts = [re.sub(r"\d+", "#", part) for part in _ascii_digits(text).split()]
    if sum(len(part) for part in parts) > LONGEST_HEAD:
        return ()
    numbers = patterns.kind("head-number")
    return tuple(sorted("#" if any(pattern.fullmatch(part) for pattern in numbers) else part for part in parts))


def _by_place(indices: Sequence[int], edges: _Edges) -> Iterator[list[int]]:
    """Lines that stand at one place; those whose place is not known count as standing at one."""
    group: list[int] = []
    for index in sorted(indices, key=lambda index: (edges.place.get(index, -1.0), index)):
        if group and edges.place.get(index, -1.0) - edges.place.get(group[0], -1.0) > SAME_PLACE:
            yield group
            group = []
        group.append(index)
    yield group


def _alternates(seen: set[int], pages: int) -> bool:
    """Whether pages are the odd or the even ones of a document, one of them (a cover) left out at most."""
    if len(seen) < MINIMUM_PAGES or len({number % 2 for number in seen}) > 1:
        return False
    return len(seen) + 1 >= len(range(min(seen) % 2 or 2, pages + 1, 2))


def _is_sentence(text: str) -> bool:
    """Whether a line holds a mark that divides sentences or their clauses."""
    return any(mark in text for mark in SENTENCE_ENDS + "，")


def _counting_heads(lines: Sequence[SourceLine], near: Sequence[int], edges: _Edges, pages: int, patterns: Patterns) -> set[int]:
    """Heads whose words change with the chapter while the number in their corner counts the pages."""
    offsets: dict[tuple[str, int], dict[int, int]] = defaultdict(dict)
    for index in near:
        if index in edges.place and not _is_sentence(lines[index].line.text):
            for number in _corner_numbers(lines[index], patterns):
                offsets[edges.of[index], number - lines[index].page][index] = number
    found: set[int] = set()
    for indices in offsets.values():
        for same in _by_place(list(indices), edges):
            if len({lines[index].page for index in same}) >= max(3, round(0.6 * pages)):
                found.update(same)
    return found


def _corner_numbers(source: SourceLine, patterns: Patterns) -> Iterator[int]:
    """The page numbers that stand at the left or right end of a line, well apart from the rest."""
    text, size = source.line.text, source.line.size or 0.0
    gaps = [at for at, char in enumerate(text) if char == " " and (box := source.line.box(at, at + 1)) and box.x1 - box.x0 >= APART * size]
    if not gaps:
        return
    for part in (text[: gaps[0]], text[gaps[-1] + 1 :]):
        for pattern in patterns.kind("page-number"):
            match = pattern.match(_ascii_digits(part))
            if match is not None:
                yield int(match["page"])
                break


def _frames(lines: Sequence[SourceLine], visible: Sequence[int], patterns: Patterns) -> set[int]:
    """Lines of a site's frame: only outside the article, which is taken to start at its first long line or heading and to end at the last such line."""
    frame, label, site = patterns.any_of("frame"), patterns.any_of("label"), patterns.one("furniture.site")
    texts = [lines[index].line.text for index in visible]

    def framing(position: int) -> bool:
        heads_frame = position == 0 and len(texts) > 1 and frame.match(texts[1]) and site.match(texts[0]) is not None
        return heads_frame or frame.match(texts[position])

    def around(positions: Iterable[int]) -> set[int]:
        # only as far as the article: most lines stand in it, and asking each takes as long as joining them all
        found: set[int] = set()
        for position in positions:
            if framing(position):
                found.add(visible[position])
            elif len(texts[position]) > 45 or label.match(texts[position].strip()):
                break
        return found

    return around(range(len(texts))) | around(reversed(range(len(texts))))


def _ascii_digits(text: str) -> str:
    return text.translate(_DIGITS) if _WIDE_DIGIT.search(text) else text
