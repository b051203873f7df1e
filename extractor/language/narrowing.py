"""Looks for a pattern in a long text only where it can be: round the words of which every match of it holds one (`needs.py`).

To try a pattern at every character of a text costs many times what it costs to find a word in it (of 27 pages, 120 patterns took 47 ms and take 27).
The places of each word are found once for a text and serve all patterns that need it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from time import monotonic
from typing import TYPE_CHECKING

from extractor.language.needs import Need, Needs

if TYPE_CHECKING:
    import regex

LONG = 4000
"""In a text of fewer characters finding the words takes as long as trying the patterns (in one of 2,000 it took a tenth longer)."""

_TRIED = 4
"""Where a word leaves no more places than this for the beginning of a match, each is tried; where it leaves more, the library looks for it."""

_TRY, _CLOCKED_TRY, _SEARCH, _CHARACTER = 1, 3, 6, 0.125
"""What it costs to try one place, the same with a time limit, to search round one word, to search one character of the whole text."""

_NEAREST = 2
"""Of so many marks, the commonest, the last one before a word is looked for: a search may as well begin before it."""

_CHEAP = 64
"""Where a need costs no more than this, those of more words are not looked for any more."""


@dataclass(frozen=True, slots=True, eq=False)
class Narrow:
    """A pattern with what its matches hold. free: so many characters are searched without a time limit."""

    compiled: regex.Pattern[str]
    needs: Needs
    free: int

    def find_all(self, text: str, seconds: float) -> list[regex.Match[str]]:
        """All matches from left to right, none overlapping, as ``finditer`` gives them. seconds: the time limit for all of it; TimeoutError tells its end."""
        where = places_in(text).where(self)
        if where is None:
            return []
        if where.need is None:
            return list(self.compiled.finditer(text, timeout=seconds))
        return list((self._tried if where.need.spread < _TRIED else self._searched)(text, where, where.need, seconds))

    def cost(self, need: Need, places: int) -> float:
        """What it costs to look for the pattern round the words of a need that are met at so many places."""
        return places * ((need.spread + 1) * (_TRY if self.free else _CLOCKED_TRY) if need.spread < _TRIED else _SEARCH)

    def _tried(self, text: str, where: Where, need: Need, seconds: float) -> Iterator[regex.Match[str]]:
        """The matches of a pattern whose beginnings a need tells all but exactly."""
        free, match = self.free, self.compiled.match
        reached, until = 0, 0.0
        for place in where.places:
            first, last = place - (need.most or 0), place - need.least
            if last < reached:
                continue
            seen = self._seen(text, self._border(text, place))
            for begin in range(max(reached, first), last + 1):
                if seen - begin <= free:
                    found = match(text, begin, seen)
                else:
                    until = until or monotonic() + seconds
                    found = match(text, begin, seen, timeout=max(_SOON, until - monotonic()))
                reached = begin + 1
                if found is not None:
                    reached = found.end()
                    yield found
                    break

    def _searched(self, text: str, where: Where, need: Need, seconds: float) -> Iterator[regex.Match[str]]:
        """The matches of a pattern in the stretches round the words of a need that hold one of each of its other needs, too."""
        borders, free, finditer = self.needs.borders, self.free, self.compiled.finditer
        stop, until = 0, 0.0
        for place in where.places:
            if place < stop:
                continue
            begin = stop if need.most is None else max(stop, place - need.most)
            for mark in borders[:_NEAREST]:
                begin = max(begin, text.rfind(mark, begin, place) + 1)
            stop = self._border(text, place)
            if not all(_any_in(other, begin, stop) for other in where.others):
                continue
            seen = self._seen(text, stop)
            if seen - begin <= free:
                matches = finditer(text, begin, seen)
            else:
                until = until or monotonic() + seconds
                matches = finditer(text, begin, seen, timeout=max(_SOON, until - monotonic()))
            for match in matches:
                if match.start() < stop:
                    yield match

    def _border(self, text: str, place: int) -> int:
        """Where the first of the marks stands behind a place that no match holds."""
        found = _any_of(self.needs.borders).search(text, place) if self.needs.borders else None
        return len(text) if found is None else found.start()

    def _seen(self, text: str, stop: int) -> int:
        """The end of what a match that ends at ``stop`` at the latest may look at, and so much that it does not pass for the end of the text."""
        return min(len(text), stop + self.needs.ahead + 2)


_SOON = 0.001
"""The least time limit that the library knows how to keep."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a pattern is looked for: round ``places``, at which the words of a need begin, if those of the others are near.

    Everywhere, where it names no need.
    """

    need: Need | None
    places: list[int]
    others: list[list[int]]


class Places:
    """Where words stand in one text, found when they are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._characters = frozenset(text)
        self._of_words: dict[str, list[int]] = {}

    def where(self, narrow: Narrow) -> Where | None:
        """Where a pattern is looked for; None where a need of it is not met at all."""
        best: Need | None = None
        least = len(self._text) * _CHARACTER
        met: dict[Need, list[int]] = {}
        for need in narrow.needs.held:  # those of few words first
            if least <= _CHEAP < len(need.words):
                break
            met[need] = places = self._of_need(need)
            if not places:
                return None
            cost = narrow.cost(need, len(places))
            if cost < least:
                best, least = need, cost
        return Where(best, [] if best is None else met.pop(best), list(met.values()))

    def _of_need(self, need: Need) -> list[int]:
        known = self._of_words.get
        words = [places for word in need.words if (places := known(word) if word in self._of_words else self._of_word(word))]
        return words[0] if len(words) == 1 else sorted({at for one in words for at in one})

    def _of_word(self, word: str) -> list[int]:
        found = self._of_words[word] = []
        at = self._text.find(word) if self._characters.issuperset(word) else -1
        while at >= 0:
            found.append(at)
            at = self._text.find(word, at + 1)
        return found


@lru_cache(maxsize=4)
def places_in(text: str) -> Places:
    """The places of words in a text; those of the last few texts are kept."""
    return Places(text)


@cache
def _any_of(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}]")


def _any_in(places: list[int], begin: int, stop: int) -> bool:
    """Whether one of the places lies in ``[begin, stop)``."""
    at = bisect_left(places, begin)
    return at < len(places) and places[at] < stop
