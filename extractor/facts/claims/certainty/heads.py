"""Whether two figures are told of one thing: the nouns of the words before them. What no grammar ties together must agree here, or nobody is accused."""

from __future__ import annotations

from functools import lru_cache

from extractor.language.patterns import Patterns

_HEAD = 2
"""Characters of the head of a noun phrase: Chinese has it at the end (建筑面积: 面积)."""
_CJK = ("\u4e00", "\u9fff")


@lru_cache(maxsize=4)
def _hollow(patterns: Patterns) -> dict[str, tuple[str, ...]]:
    """The hollow words by their first character, the longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(patterns.words("subject.hollow"), key=lambda word: (-len(word), word)):
        found.setdefault(word[0], []).append(word)
    return {first: tuple(words) for first, words in found.items()}


@lru_cache(maxsize=4096)
def nouns(words: str, patterns: Patterns) -> tuple[str, ...]:
    """The nouns of a phrase, in its order: runs of two characters or more that are left without verbs, adverbs and words that go with anything."""
    found: list[str] = [""]
    at = 0
    hollow = _hollow(patterns)
    while at < len(words):
        word = next((one for one in hollow.get(words[at], ()) if words.startswith(one, at)), None)
        if word is not None or not _CJK[0] <= words[at] <= _CJK[1]:
            found.append("")
            at += len(word) if word is not None else 1
        else:
            found[-1] += words[at]
            at += 1
    return tuple(one for one in found if len(one) >= _HEAD)


def agree(one: str, other: str, patterns: Patterns) -> bool:
    """Whether two phrases can name one thing: no words that exclude each other, and the head of one stands in the other.

    A phrase without nouns (支出, 其中) takes its subject from the one before it and agrees.
    """
    if exclusive(one, other, patterns):
        return False
    first, second = nouns(one, patterns), nouns(other, patterns)
    return not first or not second or first[-1][-_HEAD:] in "，".join(second) or second[-1][-_HEAD:] in "，".join(first)


def exclusive(one: str, other: str, patterns: Patterns) -> bool:
    """Whether two phrases bear different words of a set whose words exclude each other (城市, 农村)."""
    first, second = _marked(one, patterns), _marked(other, patterns)
    return any(number in second and words.isdisjoint(second[number]) for number, words in first.items())


@lru_cache(maxsize=8192)
def _marked(phrase: str, patterns: Patterns) -> dict[int, frozenset[str]]:
    """The words of each set of such words that stand in a phrase, by the number of the set."""
    sets = patterns.entry("subject.exclusive").data["sets"]
    found = ((number, frozenset(word for word in words if word in phrase)) for number, words in enumerate(sets))
    return {number: words for number, words in found if words}


def shared_pairs(one: str, other: str) -> int:
    """How many pairs of neighbouring characters two texts share."""
    return len({one[at : at + 2] for at in range(len(one) - 1)} & {other[at : at + 2] for at in range(len(other) - 1)})


def other_channel(one: str, other: str, patterns: Patterns) -> bool:
    """Whether one of two phrases names a way of trade (网上销售额) and the other another one, or none."""
    first, second = ({found[0] for found in patterns.one("claim.withheld.channel").finditer(words)} for words in (one, other))
    return first != second and first.isdisjoint(second)
