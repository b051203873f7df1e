"""What every match of a regex holds: the words of which one must stand in it, and the marks that it cannot go over.

Both are read off the regex, once in a process, so that a pattern is only looked for where it can be (`narrowing.py`). What is not understood
(sets within sets, ``(?R)``, flags) says nothing: `needs_of` gives None, and the pattern is looked for everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import inf

BORDERS = "，。；：！？、\n"
"""The marks that divide a text finely enough to search it piece by piece, the commonest first."""

_WORDS = 160
"""More words than this are not worth the looking."""

_FEW = 16
"""A set of more characters than this counts as any character."""

_ANY = frozenset(BORDERS)
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
_IN_SET = re.compile(rf"{_ESCAPE}|.", re.DOTALL)
_REPETITION = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[+?]?")
_HAN = r"\p{Han}"
_CLASSES = {"d": "", "w": "", "s": "\n", "D": BORDERS, "W": BORDERS, "S": BORDERS.replace("\n", "")}
"""The borders that each class of characters holds."""
_CHARACTERS = {"n": "\n", "t": "\t", "r": "\r"}


class _NotUnderstoodError(Exception):
    """A construct that is not read here."""


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """One of ``words`` stands in every match, ``least`` to ``most`` (None: any number of) characters behind its beginning."""

    words: tuple[str, ...]
    least: int
    most: int | None

    @property
    def spread(self) -> float:
        """How many places there are for a match's beginning before a word, but for one."""
        return inf if self.most is None else self.most - self.least


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """What every match holds. held: a word of each of them, those of few words first. borders: no match holds one of these marks.

    ahead: how many characters behind its end, or behind the next of the borders, may decide whether it is one.
    """

    held: tuple[Need, ...]
    borders: str
    ahead: int


@dataclass(frozen=True, slots=True)
class _Shape:
    """A part of a regex. least, most: its length. over: the borders that it may go over. whole: all texts that it matches, where they are few.

    held: what it needs, where they are not few. ahead: how many characters behind its end it looks at.
    """

    least: int = 0
    most: int | None = 0
    over: frozenset[str] = frozenset()
    whole: frozenset[str] | None = None
    held: tuple[Need, ...] = ()
    ahead: int = 0

    def needs(self) -> tuple[Need, ...]:
        return self.held if self.whole is None else _needed(self.whole, 0, 0)


_EMPTY = _Shape(whole=frozenset({""}))


def needs_of(source: str) -> Needs | None:
    """What every match of a regex holds; None where nothing can be told."""
    try:
        shape = _Reader(source).read()
    except (_NotUnderstoodError, IndexError):
        return None
    held = sorted(shape.needs(), key=lambda need: len(need.words))
    if not held or shape.least == 0:
        return None
    return Needs(tuple(held), "".join(mark for mark in BORDERS if mark not in shape.over), shape.ahead)


class _Reader:
    """Reads a regex from left to right."""

    def __init__(self, source: str) -> None:
        self.tokens: list[str] = [*_TOKEN.findall(source), ""]
        self.at = 0
        self.named: dict[str, _Shape] = {}

    def read(self) -> _Shape:
        shape = self._choice()
        if self.tokens[self.at]:
            raise _NotUnderstoodError
        return shape

    def _choice(self) -> _Shape:
        """Branches up to the end of the group."""
        branches = [self._sequence()]
        while self.tokens[self.at] == "|":
            self.at += 1
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else _either(branches)

    def _sequence(self) -> _Shape:
        if self.tokens[self.at][:1] not in ("(", "|", ")", "") and self.tokens[self.at + 1] in ("|", ")", ""):
            self.at += 1
            return _single(self.tokens[self.at - 1])  # most are one word of a list
        parts: list[_Shape] = []
        while self.tokens[self.at] not in ("|", ")", ""):
            part = self._part()
            if repetition := _REPETITION.fullmatch(self.tokens[self.at]):
                self.at += 1
                part = _repeated(part, repetition)
            parts.append(part)
        return _in_turn(parts)

    def _part(self) -> _Shape:
        token = self.tokens[self.at]
        self.at += 1
        if token.startswith("(?P="):
            if token[4:-1] not in self.named:
                raise _NotUnderstoodError
            again = self.named[token[4:-1]]
            return _Shape(0, again.most, again.over)
        return self._group(token) if token[0] == "(" else _single(token)

    def _group(self, token: str) -> _Shape:
        inner = self._choice()
        if self.tokens[self.at] != ")":
            raise _NotUnderstoodError
        self.at += 1
        if token in ("(?=", "(?!"):
            # What is of any length can't look over a border that it does not hold; the rest looks so many characters behind it.
            return replace(_EMPTY, over=inner.over if inner.most is None else frozenset(), ahead=inner.ahead + (inner.most or 0))
        if token in ("(?<=", "(?<!"):
            return replace(_EMPTY, ahead=inner.ahead)
        if token.startswith("(?P<"):
            known = self.named.get(token[4:-1])
            self.named[token[4:-1]] = inner if known is None else _either([known, inner])
        return inner


@cache
def _single(token: str) -> _Shape:
    """What stands for characters, or for a place between two."""
    if token in ("^", "$"):
        return replace(_EMPTY, ahead=2)  # the end, or a line's end right before it
    if token == ".":
        return _Shape(1, 1, _ANY)
    if token[0] == "[" and len(token) > 1:
        return _set(token)
    if token in ("*", "+", "?", "[", "{"):
        raise _NotUnderstoodError
    if token[0] != "\\":
        return _Shape(len(token), len(token), _ANY & set(token), frozenset({token}))
    if token[1] in "bB":
        return replace(_EMPTY, ahead=1)
    over = _class(token)
    if over is not None:
        return _Shape(1, 1, over)
    character = _character(token)
    return _Shape(1, 1, _ANY & {character}, frozenset({character}))


def _class(token: str) -> frozenset[str] | None:
    """The borders that a class of characters holds (of ``\\P{Han}`` and its like all of them); None for what is no class."""
    if token[0] != "\\" or len(token) == 1:
        return None
    if token[1] in "pP":
        return frozenset() if token == _HAN else _ANY
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


def _set(token: str) -> _Shape:
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
        few = held is None and single is not None and ord(last) - ord(first) + len(single) < _FEW
        single = single | {chr(one) for one in range(ord(first), ord(last) + 1)} if few and single is not None else None
    return _Shape(1, 1, _ANY - over) if negated else _Shape(1, 1, frozenset(over), None if single is None else frozenset(single))


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


def _repeated(part: _Shape, repetition: re.Match[str]) -> _Shape:
    sign, low, comma, high = repetition.groups()
    if sign is None and not (low or high):
        raise _NotUnderstoodError
    least = {"*": 0, "+": 1, "?": 0}[sign] if sign else int(low or 0)
    most = {"*": None, "+": None, "?": 1}[sign] if sign else int(high) if high else None if comma else least
    length = None if most is None or part.most is None else part.most * most
    if part.whole is not None and most == 1:
        return _Shape(part.least * least, length, part.over, part.whole | {""} if least == 0 else part.whole, (), part.ahead)
    return _Shape(part.least * least, length, part.over, None, part.needs() if least else (), part.ahead)


def _in_turn(parts: list[_Shape]) -> _Shape:
    """Parts one behind the other."""
    if len(parts) == 1:
        return parts[0]
    least, ahead = 0, 0
    most: int | None = 0
    over: frozenset[str] = frozenset()
    held: list[Need] = []
    begun: tuple[int, int | None] = (0, 0)
    run = frozenset({""})  # the texts that the last parts match together, and where they begin: `begun`
    few = True
    for part in parts:
        if part.whole is not None and len(run) * len(part.whole) <= _WORDS:
            run = run if part.whole is _EMPTY.whole else frozenset(one + other for one in run for other in part.whole)
        else:
            few = False
            held += _needed(run, *begun)
            run, begun = part.whole or frozenset({""}), (least, most)
            if part.whole is None:
                held += [Need(one.words, one.least + least, _plus(one.most, most)) for one in part.held]
                begun = least + part.least, _plus(most, part.most)
        least, most = least + part.least, _plus(most, part.most)
        over |= part.over
        ahead = max(ahead, part.ahead)
    if few:
        return _Shape(least, most, over, run, (), ahead)
    held += _needed(run, *begun)
    return _Shape(least, most, over, None, tuple(held), ahead)


def _either(branches: list[_Shape]) -> _Shape:
    """One of several: what each of them needs is needed, the most telling of its needs beside those of the others."""
    least, most = min(one.least for one in branches), _longest([one.most for one in branches])
    over = frozenset().union(*(one.over for one in branches))
    ahead = max(one.ahead for one in branches)
    wholes = [one.whole for one in branches if one.whole is not None]
    whole = frozenset().union(*wholes)
    if len(wholes) == len(branches) and len(whole) <= _WORDS:
        return _Shape(least, most, over, whole, (), ahead)
    needs = [one.needs() for one in branches]
    if not all(needs):
        return _Shape(least, most, over, None, (), ahead)
    chosen = [max(one, key=_tells) for one in needs]
    words = tuple(sorted({word for need in chosen for word in need.words}))
    joined = Need(words, min(need.least for need in chosen), _longest([need.most for need in chosen]))
    return _Shape(least, most, over, None, (joined,) if len(words) <= _WORDS else (), ahead)


def _tells(need: Need) -> tuple[int, bool, int]:
    """How well a need tells where to look: by words of two characters or more, near the beginning, few of them."""
    return min(2, *map(len, need.words)), need.most is not None, -len(need.words)


def _needed(words: frozenset[str], least: int, most: int | None) -> tuple[Need, ...]:
    """The need of one of these words, those left out that begin with another one."""
    if "" in words or len(words) > _WORDS:
        return ()
    return (Need(tuple(sorted(word for word in words if not any(word[:end] in words for end in range(1, len(word))))), least, most),)


def _longest(lengths: list[int | None]) -> int | None:
    known = [one for one in lengths if one is not None]
    return max(known) if len(known) == len(lengths) else None


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
