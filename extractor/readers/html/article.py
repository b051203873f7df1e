"""Tells the article of a page from the frame that its site puts round it: a guess that takes more rather than less.

Nothing here removes a word: lines outside the article are marked, and the normaliser keeps them with the reason. The article is the deepest element
with nearly all of the prose that is no link. It grows outwards while nothing that it takes in looks like a frame, and up to the page's title.
Outside of it a line is furniture where something says so (its element's name, links, the words of frames) or where it stands in another part of
the page and is no prose; inside, only at the edges, before the first and after the last line of prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.language.patterns import Pattern, builtin
from extractor.readers.html.blocks import Block, Channel, Place, size

NEARLY_ALL = (9, 10)
PROSE = 45
"""Characters of a line that is a paragraph whatever it says;"""
SENTENCE = 12
"""with a full stop, so many."""
FRAME_WORDS = 120
"""A line longer than this is not asked whether it is a frame's."""
TITLE = 8
"""Characters that a line must share with the page's title."""
TITLE_LINES = 4
INDEX_LABELS = 2
ONLY_LINKS = 5
"""Of so many characters at least one stands outside a link, or the line is nothing but links."""
FRAME_TAGS = frozenset(("nav", "footer", "aside"))
HEADINGS = frozenset(("h1", "h2"))
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
STOP = "。"
ENDS = ("。", "；")
"""A line that ends so is a sentence, whatever it begins with."""


class Article:
    """Decides for the blocks of one page; ``title`` is what the page calls itself. `furniture` holds the indices of the lines outside the article."""

    def __init__(self, blocks: Sequence[Block], places: Sequence[Place], title: str) -> None:
        patterns = builtin()
        self._blocks = blocks
        self._places = places
        self._page_title = _bare(title)
        self._frames: tuple[Pattern, ...] = patterns.kind("frame")
        self._labels: tuple[Pattern, ...] = patterns.kind("label")
        self._index: Pattern = patterns.one("html.index-label")
        self._names = frozenset(patterns.words("html.frame-names"))
        self._text = [index for index, block in enumerate(blocks) if block.channel is Channel.TEXT]
        self._named = self._framed_places(frozenset())
        self._worded = {index for index in self._text if self._frame_words(blocks[index])}
        self._indexed = {index: count for index in self._text if (count := self._index_labels(blocks[index]))}
        self._linked = {index for index in self._text if 2 * blocks[index].links > size(blocks[index].text)}
        self._solid = [index for index in self._text if self._is_prose(index)]
        deepest = self._deepest()
        # what holds the prose is no frame, whatever it is called
        self._named = self._framed_places(frozenset(self._upwards(deepest)))
        self._core = self._grown(deepest)
        firm = [index for index in self._solid if not self._named[blocks[index].place]] or self._solid
        self._first, self._last = (firm[0], firm[-1]) if firm else (len(blocks), -1)
        self._inside = self._below(self._core)
        self._title = self._find_title()
        self.furniture = self._decide()

    def _framed_places(self, spared: frozenset[int]) -> list[bool]:
        """For each element whether it or one round it is a frame's by its name, those ``spared`` aside."""
        framed: list[bool] = []
        for index, place in enumerate(self._places):
            words = {word.lower() for word in WORD.findall(place.names)} if place.names else set()
            own = index not in spared and (place.tag in FRAME_TAGS or bool(words & self._names))
            framed.append(own or (place.parent >= 0 and framed[place.parent]))
        return framed

    def _frame_words(self, block: Block) -> bool:
        """Whether a line is worded like a site's frame."""
        text = block.text.strip()
        if block.row is not None or len(text) > FRAME_WORDS or text.endswith(ENDS):
            return False
        return any(pattern.match(text) for pattern in self._frames)

    def _index_labels(self, block: Block) -> int:
        """How many labels of an index a line holds: one that it begins with; in a row, one in a cell."""
        if block.row is None:
            return int(self._index.match(block.text.strip()) is not None)
        return sum(1 for cell in block.row.cells if self._index.match(block.text[cell.start : cell.end]))

    def _is_prose(self, index: int) -> bool:
        block = self._blocks[index]
        length = size(block.text) - block.links
        if index in self._worded or index in self._indexed or index in self._linked or not length:
            return False
        if block.row is not None or length > PROSE or (STOP in block.text and length > SENTENCE):
            return True
        return not block.links and any(pattern.match(block.text.strip()) for pattern in self._labels)

    def _summed(self, counts: Iterable[tuple[int, int]]) -> list[int]:
        """For each element the sum of what its lines count, given as index of the line and count."""
        sums = [0] * len(self._places)
        for index, count in counts:
            sums[self._blocks[index].place] += count
        for place in range(len(self._places) - 1, 0, -1):
            sums[self._places[place].parent] += sums[place]
        return sums

    def _deepest(self) -> int:
        """The deepest element with nearly all of the prose; the page where there is none."""
        weights = self._summed((index, self._weight(index)) for index in self._solid)
        share, of = NEARLY_ALL
        # elements come in document order: the last one that holds enough is the deepest
        return max(place for place, weight in enumerate(weights) if of * weight >= share * weights[0]) if weights[0] else 0

    def _grown(self, core: int) -> int:
        """An element grown as far out as nothing that looks like a frame comes in."""
        frames = self._summed((index, self._is_frame(index)) for index in self._text)
        while self._places[core].parent >= 0 and frames[self._places[core].parent] == frames[core]:
            core = self._places[core].parent
        return core

    def _weight(self, index: int) -> int:
        block = self._blocks[index]
        # what an element named for a frame holds counts little: unless it is all there is, the article is elsewhere
        return (size(block.text) - block.links) * (1 if self._named[block.place] else 10)

    def _below(self, place: int) -> list[bool]:
        """For each element whether it is ``place`` or inside it."""
        inside = [False] * len(self._places)
        inside[place] = True
        for index in range(place + 1, len(self._places)):
            inside[index] = inside[self._places[index].parent]
        return inside

    def _is_frame(self, index: int) -> bool:
        """Whether something says of a line that it belongs to a frame."""
        return index in self._worded or index in self._linked or self._named[self._blocks[index].place]

    def _find_title(self) -> int | None:
        """The line before the prose that prints the page's title: it says the same, or it is the last great heading there."""
        apart = self._linked | self._worded | self._indexed.keys()
        before = [index for index in self._text if index < self._first and index not in apart]
        for index in before:
            bare = _bare(self._blocks[index].text)
            if len(bare) >= TITLE and bare in self._page_title:
                return index
        return next((index for index in reversed(before) if self._places[self._blocks[index].place].tag in HEADINGS), None)

    def _decide(self) -> frozenset[int]:
        beside = self._below(max(0, self._places[self._core].parent))
        boxed = self._boxed()
        found = {index for index, block in enumerate(self._blocks) if block.channel is Channel.ASIDE}
        for index in self._text:
            place = self._blocks[index].place
            edge = index < self._first or index > self._last
            frame = index in boxed or self._is_frame(index)
            if index == self._title:
                outside = self._printed_again(index)
            elif self._inside[place]:
                outside = edge and frame
            elif frame or self._only_links(index):
                outside = True
            else:
                between = self._title is not None and self._title < index < self._first
                outside = not (between or beside[place] or self._is_prose(index))
            if outside:
                found.add(index)
        return frozenset(found - self._rows_kept(found))

    def _rows_kept(self, furniture: set[int]) -> set[int]:
        """The rows of every table that has a row in the article: a table is not torn apart."""
        tables = {index: row.table for index in self._text if (row := self._blocks[index].row) is not None}
        kept = {table for index, table in tables.items() if index not in furniture}
        return {index for index, table in tables.items() if table in kept}

    def _boxed(self) -> set[int]:
        """Lines of an index box: an element without prose or title, in which two labels of an index stand."""
        if not self._indexed:
            return set()
        labels = self._summed(self._indexed.items())
        barred = self._summed((index, 1) for index in [*self._solid, *([] if self._title is None else [self._title])])
        boxed = [False] * len(self._places)
        for place in range(1, len(self._places)):
            boxed[place] = boxed[self._places[place].parent] or (labels[place] >= INDEX_LABELS and not barred[place])
        return {index for index in self._text if boxed[self._blocks[index].place]}

    def _only_links(self, index: int) -> bool:
        """Whether a line is nothing but links, those to documents included: outside the article they are the list that the site makes."""
        block = self._blocks[index]
        return ONLY_LINKS * (block.links + block.files) > (ONLY_LINKS - 1) * size(block.text)

    def _upwards(self, place: int) -> list[int]:
        """An element and those round it, the page itself left out."""
        found: list[int] = []
        while place > 0:
            found.append(place)
            place = self._places[place].parent
        return found

    def _printed_again(self, title: int) -> bool:
        """Whether the report prints the page's title itself, on one line or on several, up to its first line of prose."""
        wanted = _bare(self._blocks[title].text)
        lines = [_bare(self._blocks[index].text) for index in self._text if title < index <= self._first]
        for start in range(len(lines)):
            for end in range(start + 1, min(start + TITLE_LINES, len(lines)) + 1):
                whole = "".join(lines[start:end])
                if whole == wanted or (len(wanted) >= TITLE and whole.startswith(wanted)):
                    return True
        return False


def _bare(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())
