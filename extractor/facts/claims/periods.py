"""The times that a price or an average is per besides heads: 月人均, 每人每学期, 月工资."""

from __future__ import annotations

from extractor.language.patterns import Patterns


def times_of(words: str, patterns: Patterns) -> list[str]:
    """The times (月, 年, 学期 …) that the words before a figure make it one of, in their order; empty where they name none."""
    found = (str(match["time"]) for match in patterns.one("claim.price-time").finditer(words))
    return list(dict.fromkeys(found))
