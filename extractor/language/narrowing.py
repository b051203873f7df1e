"""Looks for a pattern in a long text only where it can be: round the words of which every match of it holds one (`needs.py`).

To try a pattern at every character of a text costs many times what it costs to find a word in it (of 27 pages, 120 patterns took 47 ms and take 27).
The places of each word are found once for a text and serve all patterns that need it; which words are missing, its pairs of characters tell all at once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add
from time import monotonic
from typing import TYPE_CHECKING

from extractor.language.needs import Needs
from extractor.language.shapes import BORDERS, RUN, Need

if TYPE_CHECKING:
    import regex

LONG = 4000
"""In a text of fewer characters a pattern that is met in most of them is as soon tried everywhere as round its words."""

SOME = 256
"""So few characters are gone through before it is told which words are missing in them."""

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

    def cost(self, need: Need, places: int, length: int) -> float:
        """What it costs to look for the pattern round the words of a need that are met at so many places in a text of so many characters."""
        if need.spread < _TRIED:
            return places * (need.spread + 1) * (_TRY if self.free else _CLOCKED_TRY)
        bounded = (need.most is not None or len(need.before) < len(BORDERS)) and (need.rest is not None or len(need.behind) < len(BORDERS))
        return places * _SEARCH if bounded else max(places * _SEARCH, length * _CHARACTER / 2)

    def _tried(self, text: str, where: Where, need: Need, seconds: float) -> Iterator[regex.Match[str]]:
        """The matches of a pattern whose beginnings a need tells all but exactly."""
        free, match = self.free, self.compiled.match
        reached, until = 0, 0.0
        for place in where.places:
            first, last = place - (need.most or 0), place - need.least
            if last < reached:
                continue
            stop = _end(text, place, need)
            if not all(_any_in(other, first, stop) for other in where.others):
                continue
            seen = self._seen(text, stop)
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
        free, finditer = self.free, self.compiled.finditer
        reached, until = 0, 0.0
        for first, last, stop in _stretches(text, where.places, need):
            begin = max(first, reached)
            if not all(_any_in(other, begin, stop) for other in where.others):
                continue
            seen = self._seen(text, stop)
            if seen - begin <= free:
                matches = finditer(text, begin, seen)
            else:
                until = until or monotonic() + seconds
                matches = finditer(text, begin, seen, timeout=max(_SOON, until - monotonic()))
            for match in matches:
                if match.start() > last:
                    break
                reached = match.end()
                yield match

    def _seen(self, text: str, stop: int) -> int:
        """The end of what a match that ends at ``stop`` at the latest may look at, and so much that it does not pass for the end of the text."""
        return min(len(text), stop + self.needs.ahead + 2)


def _stretches(text: str, places: list[int], need: Need) -> Iterator[tuple[int, int, int]]:
    """Where the matches that hold a word of a need are, in stretches that no match reaches out of: their beginnings and the last of the places, and the end."""
    first = last = stop = -1
    for place in places:
        if place < stop and need.rest is None:
            last = place  # between the same marks
            continue
        begin = _begin(text, place, need, max(0, last))
        if begin > stop:
            if stop >= 0:
                yield first, last, stop
            first, stop = begin, -1
        last, stop = place, max(stop, _end(text, place, need))
    if stop >= 0:
        yield first, last, stop


def _begin(text: str, place: int, need: Need, least: int) -> int:
    """Where a match that holds a word of a need at a place begins at the earliest, or ``least``."""
    begin = least if need.most is None else max(least, place - need.most)
    for mark in _marks(need.before)[:_NEAREST]:
        begin = max(begin, text.rfind(mark, begin, place) + 1)
    return begin


def _end(text: str, place: int, need: Need) -> int:
    """Where it ends at the latest."""
    stop = len(text) if need.rest is None else min(len(text), place + need.rest)
    marks = _marks(need.behind)
    found = _any_of(marks).search(text, place, stop) if marks else None
    return stop if found is None else found.start()


@cache
def _marks(held: frozenset[str]) -> str:
    """The borders that are not among these."""
    return "".join(mark for mark in BORDERS if mark not in held)


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
        self._pairs = pairs_of(text)
        self._of_words: dict[str, list[int]] = {}
        self._of_needs: dict[tuple[str, ...], list[int]] = {}

    def lack(self, needs: Needs) -> bool:
        """Whether a need of a pattern is not met at all."""
        return self._pairs is not None and needs.missing(self._pairs)

    def where(self, narrow: Narrow) -> Where | None:
        """Where a pattern is looked for; None where a need of it is not met at all."""
        if self._pairs is None:
            return Where(None, [], [])
        best: Need | None = None
        least = len(self._text) * _CHARACTER
        met: dict[Need, list[int]] = {}
        for need in narrow.needs.held:  # those of few words first
            if least <= _CHEAP < len(need.words):
                break
            met[need] = places = self._of_need(need)
            if not places:
                return None
            cost = narrow.cost(need, len(places), len(self._text))
            if cost < least:
                best, least = need, cost
        return Where(best, [] if best is None else met.pop(best), list(met.values()))

    def _of_need(self, need: Need) -> list[int]:
        found = self._of_needs.get(need.words)
        if found is None:
            known = self._of_words.get
            words = [places for word in need.words if (places := known(word) if word in self._of_words else self._of_word(word))]
            found = self._of_needs[need.words] = words[0] if len(words) == 1 else sorted({at for one in words for at in one})
        return found

    def _of_word(self, word: str) -> list[int]:
        found = self._of_words[word] = []
        at = self._text.find(word) if self._pairs and word[:2] in self._pairs else -1
        while at >= 0:
            found.append(at)
            at = self._text.find(word, at + 1)
        return found


_OTHER_DIGITS = re.compile(r"[^\D0-9]")
_LONG_RUN = re.compile(f"[0-9]{{{RUN}}}|(?: [0-9]){{{RUN // 2}}}")
"""Digits that needs do not know of, and too many of them."""


def pairs_of(text: str) -> AbstractSet[str] | None:
    """The characters of a text and its pairs of neighbours, by which `Needs.missing` tells what can't be in it; None where needs do not hold for it."""
    pairs = set(text)
    if _OTHER_DIGITS.search("".join(pairs)) is not None or _LONG_RUN.search(text) is not None:
        return None
    pairs.update(map(add, text, text[1:]))
    return pairs


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
