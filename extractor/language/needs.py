"""What every match of a regex holds: the words of which one must stand in it, how far they are from its ends, and the marks that it cannot go over.

All are read off the regex, once in a process, so that a pattern is only looked for where it can be (`narrowing.py`). What is not understood
(sets within sets, ``(?R)``, flags) says nothing: `needs_of` gives None, and the pattern is looked for everywhere.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import cast

from extractor.language import shapes
from extractor.language.kept import Kept
from extractor.language.shapes import ANY, BORDERS, EMPTY, FEW, Need, Shape, either, in_turn, repeated

_FAR = 100
"""What looks more characters ahead is as if it looked any number."""

_ESCAPE = r"\\(?:[pP]\{\^?\w+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)"
_TOKEN = re.compile(
    rf"""
    [^\\\[\](){{}}*+?.^$|]+(?![*+?{{])                     # characters that stand for themselves, but for a repeated one
    | {_ESCAPE}
    | \[\^?\]?(?:\\.|\[:[a-z]+:\]|[^\]\\])*\]          # a set of characters
    | \(\?P=\w+\)                                     # the same words again
    | \((?:\?(?:P<\w+>|<?[=!]|m?:|>))?                # a group opens
    | (?:[*+?]|\{{\d*,?\d*\}})[+?]?                   # a repetition
    | .
    """,
    re.DOTALL | re.VERBOSE,
)
_AGAIN = "(?P="
_IN_SET = re.compile(rf"{_ESCAPE}|.", re.DOTALL)
_REPETITION = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[+?]?")
_HAN = r"\p{Han}"
_CLASSES = {"d": "", "w": "", "s": "\n", "D": BORDERS, "W": BORDERS, "S": BORDERS.replace("\n", "")}
"""The borders that each class of characters holds."""
_DIGITS = frozenset("0123456789")
"""What ``\\d`` stands for: needs hold for texts without other digits."""
_CHARACTERS = {"n": "\n", "t": "\t", "r": "\r"}


class _NotUnderstoodError(Exception):
    """A construct that is not read here."""


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """What every match holds: a word of each of ``held``, those of few words first.

    ahead: how many characters behind its end, or behind the next of the borders, may decide whether it is one. beginnings: for each of ``held`` the first one
    or two characters of its words.
    """

    held: tuple[Need, ...]
    ahead: int
    beginnings: tuple[frozenset[str], ...]

    def missing(self, pairs: AbstractSet[str]) -> bool:
        """Whether a text of these characters and pairs of characters (`narrowing.pairs_of`) holds no word of one of them, so that no match can be in it."""
        for words in self.beginnings:  # noqa: SIM110 - asked thousands of times a report, and a generator takes half as long again
            if words.isdisjoint(pairs):
                return True
        return False


def needs_of(source: str) -> Needs | None:
    """What every match of a regex holds; None where nothing can be told."""
    known = _read_before.get(source)
    if known is not None:
        return cast("Needs | None", pickle.loads(known))
    needs = _needs_of(source)
    _read_before.put(source, pickle.dumps(needs, pickle.HIGHEST_PROTOCOL))
    return needs


_read_before = Kept("needs", "1", (__file__, shapes.__file__))


def _needs_of(source: str) -> Needs | None:
    try:
        shape = _Reader(source).read()
    except (_NotUnderstoodError, IndexError):
        return None
    held = sorted(shape.needs(), key=lambda need: len(need.words))
    if not held or shape.least == 0:
        return None
    told = tuple(replace(need, rest=None) for need in held) if shape.far else tuple(held)
    return Needs(told, shape.ahead, tuple(frozenset(word[:2] for word in need.words) for need in told))


_groups: dict[str, Shape] = {}
"""What was read of each group: patterns are put together from the same fragments, and half of what they are has been read before."""


class _Reader:
    """Reads a regex from left to right."""

    def __init__(self, source: str) -> None:
        self.tokens: list[str] = [*_TOKEN.findall(source), ""]
        self.at = 0
        self.named: dict[str, Shape] = {}
        self.closed = {} if _AGAIN in source else _closed(self.tokens)

    def read(self) -> Shape:
        shape = self._choice()
        if self.tokens[self.at]:
            raise _NotUnderstoodError
        return shape

    def _choice(self) -> Shape:
        """Branches up to the end of the group."""
        branches = [self._sequence()]
        while self.tokens[self.at] == "|":
            self.at += 1
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else either(branches)

    def _sequence(self) -> Shape:
        if self.tokens[self.at][:1] not in ("(", "|", ")", "") and self.tokens[self.at + 1] in ("|", ")", ""):
            self.at += 1
            return _single(self.tokens[self.at - 1])  # most are one word of a list
        parts: list[Shape] = []
        while self.tokens[self.at] not in ("|", ")", ""):
            part = self._part()
            if repetition := _REPETITION.fullmatch(self.tokens[self.at]):
                self.at += 1
                part = _times(part, repetition)
            parts.append(part)
        return in_turn(parts)

    def _part(self) -> Shape:
        token = self.tokens[self.at]
        self.at += 1
        if token.startswith(_AGAIN):
            if token[4:-1] not in self.named:
                raise _NotUnderstoodError
            again = self.named[token[4:-1]]
            return Shape(0, again.most, again.over)
        if token[0] != "(":
            return _single(token)
        end = self.closed.get(self.at - 1)
        if end is None:
            return self._group(token)
        group = "".join(self.tokens[self.at - 1 : end])
        if group not in _groups:
            _groups[group] = self._group(token)
        self.at = end
        return _groups[group]

    def _group(self, token: str) -> Shape:
        inner = self._choice()
        if self.tokens[self.at] != ")":
            raise _NotUnderstoodError
        self.at += 1
        if token in ("(?=", "(?!"):
            if inner.most is None or inner.most > _FAR:
                # it can't look over a border that it does not hold
                return replace(EMPTY, over=inner.over, ahead=inner.ahead, far=True)
            return replace(EMPTY, ahead=inner.ahead + inner.most, far=inner.far)
        if token in ("(?<=", "(?<!"):
            return replace(EMPTY, ahead=inner.ahead, far=inner.far)
        if token.startswith("(?P<"):
            known = self.named.get(token[4:-1])
            self.named[token[4:-1]] = inner if known is None else either([known, inner])
        return inner


def _closed(tokens: list[str]) -> dict[int, int]:
    """Where each group ends that opens at a token."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for at, token in enumerate(tokens):
        if token[:1] == "(":
            opened.append(at)
        elif token == ")" and opened:
            found[opened.pop()] = at + 1
    return found


@cache
def _single(token: str) -> Shape:
    """What stands for characters, or for a place between two."""
    if token in ("^", "$"):
        return replace(EMPTY, ahead=2)  # the end, or a line's end right before it
    if token == ".":
        return Shape(1, 1, ANY)
    if token[0] == "[" and len(token) > 1:
        return _set(token)
    if token in ("*", "+", "?", "[", "{"):
        raise _NotUnderstoodError
    if token[0] != "\\":
        return Shape(len(token), len(token), ANY & set(token), frozenset({token}))
    if token[1] in "bB":
        return replace(EMPTY, ahead=1)
    over = _class(token)
    if over is not None:
        return Shape(1, 1, over, last=_DIGITS, runs=True) if token[1] == "d" else Shape(1, 1, over)
    character = _character(token)
    return Shape(1, 1, ANY & {character}, frozenset({character}))


def _class(token: str) -> frozenset[str] | None:
    """The borders that a class of characters holds (of ``\\P{Han}`` and its like all of them); None for what is no class."""
    if token[0] != "\\" or len(token) == 1:
        return None
    if token[1] in "pP":
        return frozenset() if token == _HAN else ANY
    return frozenset(_CLASSES[token[1]]) if token[1] in _CLASSES else None


def _character(token: str) -> str:
    """The character that stands for itself or is escaped."""
    if len(token) == 1:
        return token
    if token[1] in "ux" and len(token) > 2:
        return chr(int(token[2:], 16))
    if token[1].isalnum() and token[1] not in _CHARACTERS:
        raise _NotUnderstoodError
    return _CHARACTERS.get(token[1], token[1])


def _set(token: str) -> Shape:
    """A set of characters."""
    negated = token[1] == "^"
    items: list[str] = _IN_SET.findall(token[2 if negated else 1 : -1])
    if "[" in items or any(one == other and one in "-&|~" for one, other in pairwise(items)):
        raise _NotUnderstoodError  # sets within sets, sums and differences of sets
    single: set[str] | None = set()
    over: set[str] = set()
    for first, last in _ranges(items):
        held = _class(first)
        if held is not None and negated and first[1] in "pP" and first != _HAN:
            continue  # it may hold none of the borders: what is left may hold all of them
        over |= held if held is not None else {mark for mark in BORDERS if first <= mark <= last}
        few = held is None and single is not None and ord(last) - ord(first) + len(single) < FEW
        single = single | {chr(one) for one in range(ord(first), ord(last) + 1)} if few and single is not None else None
    return Shape(1, 1, ANY - over) if negated else Shape(1, 1, frozenset(over), None if single is None else frozenset(single))


def _ranges(items: list[str]) -> Iterator[tuple[str, str]]:
    """First and last character of each range in a set; a class of characters (``\\d``) twice as it is written."""
    at = 0
    while at < len(items):
        if _class(items[at]) is not None:
            yield items[at], items[at]
            at += 1
        elif items[at + 1 : at + 2] == ["-"] and at + 2 < len(items):
            yield _character(items[at]), _character(items[at + 2])
            at += 3
        else:
            yield _character(items[at]), _character(items[at])
            at += 1


def _times(part: Shape, repetition: re.Match[str]) -> Shape:
    sign, low, comma, high = repetition.groups()
    if sign is None and not (low or high):
        raise _NotUnderstoodError
    least = {"*": 0, "+": 1, "?": 0}[sign] if sign else int(low or 0)
    most = {"*": None, "+": None, "?": 1}[sign] if sign else int(high) if high else None if comma else least
    return repeated(part, least, most)
