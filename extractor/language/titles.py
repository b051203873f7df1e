"""Titles of items: what of a title tells one item from another, and how near two titles are."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from extractor.language.patterns import Patterns

SAME = 1000
"""The nearness of two titles that are the same."""
ALIKE = 600
"""The least nearness of two titles that are taken for one item's."""
_CONTAINED = 700
"""The nearness from which a title starts that stands whole in the other."""
_SHORTEST = 4
"""Characters that a title must have for its standing in another to say anything."""


class Titles:
    """Compares titles with the words of ``patterns`` (``title.*``); keys are kept, since each title is asked for many times."""

    def __init__(self, patterns: Patterns) -> None:
        self._endings = sorted(patterns.words("title.endings"), key=lambda word: (-len(word), word))
        self._asides = patterns.kind("title-aside")
        self._telling = patterns.words("title.telling")
        self.key = lru_cache(maxsize=8192)(self._key)
        self._pairs = lru_cache(maxsize=8192)(self._letter_pairs)
        self._particulars = lru_cache(maxsize=8192)(self._tell)

    def _key(self, title: str) -> str:
        """The letters and figures of a title, widths folded, without asides (加分项) and worn-out endings (情况)."""
        folded = unicodedata.normalize("NFKC", title).casefold()
        for pattern in self._asides:
            folded = pattern.sub("", folded).strip() or folded
        bare = "".join(char for char in folded if char.isalnum()) or folded
        ending = next((one for one in self._endings if bare.endswith(one) and len(bare) > len(one) + 1), "")
        return bare.removesuffix(ending)

    @staticmethod
    def _letter_pairs(key: str) -> frozenset[str]:
        return frozenset(key[index : index + 2] for index in range(len(key) - 1))

    def _tell(self, key: str) -> tuple[frozenset[str], str]:
        """What must be the same in titles that are not: words that change the sense, and the figures."""
        return frozenset(word for word in self._telling if word in key), "".join(char for char in key if char.isnumeric())

    def near(self, title: str, other: str) -> int:
        """How near two titles are, from 0 to `SAME` (exact arithmetic): Dice's coefficient of their pairs of letters, or more where one holds the other.

        0 where a word or figure that tells items apart (经济效益, 社会效益) is in one and not in the other.
        """
        one, two = self.key(title), self.key(other)
        if one == two:
            return SAME if one else 0
        short, long = sorted((one, two), key=len)
        contained = len(short) >= _SHORTEST and short in long
        if self._particulars(one) != self._particulars(two):
            return 0
        if contained:
            return _CONTAINED + (SAME - _CONTAINED) * len(short) // len(long)
        pairs, others = self._pairs(one), self._pairs(two)
        return 2 * SAME * len(pairs & others) // max(1, len(pairs) + len(others))
