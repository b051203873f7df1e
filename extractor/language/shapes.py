"""Parts of a regex: how long they are, what they go over, which words they need; and what follows of that for parts in turn and for branches.

`needs.py` reads them off a regex.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from math import inf
from typing import NamedTuple

BORDERS = "，。；：！？、\n"
"""The marks that divide a text finely enough to search it piece by piece, the commonest first."""

FEW = 16
"""A set of more characters than this counts as any character."""

RUN = 40
"""Needs hold for texts without so long a run of digits, or of blanks and digits in turn: ``\\d+`` and ``(?: \\d)+`` match no more."""

_WORDS = 160
"""More words than this are not worth the looking."""

ANY = frozenset(BORDERS)
_BLANK = frozenset(" ")


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """One of ``words`` stands in every match, ``least`` to ``most`` (None: any number of) characters behind its beginning.

    rest: how many characters there are at most from its beginning to the match's end. before, behind: the borders that may stand between the match's
    beginning and the word, and from there on.
    """

    words: tuple[str, ...]
    least: int
    most: int | None
    rest: int | None
    before: frozenset[str]
    behind: frozenset[str]

    @property
    def spread(self) -> float:
        """How many places there are for a match's beginning before a word, but for one."""
        return inf if self.most is None else self.most - self.least


@dataclass(frozen=True, slots=True)
class Shape:
    """A part of a regex. least, most: its length. over: the borders that it may go over. whole: all texts that it matches, where they are few.

    held: what it needs, where they are not few. ahead: how many characters behind its end it looks at. last: the characters that may end it, where
    it is not empty; None where they are many, or where texts that it matches are known. runs: whether it is a digit, or a
    blank and a digit. far: whether it looks any number of characters behind its end.
    """

    least: int = 0
    most: int | None = 0
    over: frozenset[str] = frozenset()
    whole: frozenset[str] | None = None
    held: tuple[Need, ...] = ()
    ahead: int = 0
    last: frozenset[str] | None = None
    runs: bool = False
    far: bool = False

    def ends(self) -> frozenset[str] | None:
        return self.last if self.whole is None else frozenset(word[-1] for word in self.whole if word)

    def needs(self) -> tuple[Need, ...]:
        return self.held if self.whole is None else _needed(self.whole, _NOTHING, _Stretch(self.least, self.most, self.over), [])


EMPTY = Shape(whole=frozenset({""}))


def repeated(part: Shape, least: int, most: int | None) -> Shape:
    """A part ``least`` to ``most`` (None: any number of) times."""
    longest = RUN if part.runs and most is None else None if most is None or part.most is None else part.most * most
    if part.whole is not None and most == 1:
        whole = part.whole | {""} if least == 0 else part.whole
        return Shape(part.least * least, longest, part.over, whole, ahead=part.ahead, far=part.far)
    held: list[Need] = []
    for need in part.needs() if least else ():
        more = None if most is None or part.most is None else part.most * (most - 1)
        held.append(need if most == 1 else replace(need, rest=_plus(need.rest, more), behind=need.behind | part.over))
    return Shape(part.least * least, longest, part.over, None, tuple(held), part.ahead, part.ends(), far=part.far)


def in_turn(parts: list[Shape]) -> Shape:
    """Parts one behind the other."""
    if len(parts) < 2:
        return parts[0] if parts else EMPTY
    whole = _together(parts)
    before = list(accumulate(parts, _Stretch.longer, initial=_NOTHING))
    least, most, over = before[-1]
    ahead, far = max([part.ahead for part in parts]), any(part.far for part in parts)
    if whole is not None:
        return Shape(least, most, over, whole, ahead=ahead, far=far)
    behind = list(accumulate(reversed(parts), _Stretch.longer, initial=_NOTHING))[::-1]
    held: list[Need] = []
    first, run = 0, frozenset({""})  # the texts that the last parts match together, from the first of these parts on
    for at, part in enumerate(parts):
        if part.whole is not None and len(run) * len(part.whole) <= _WORDS:
            run = run if part.whole is EMPTY.whole else frozenset(one + other for one in run for other in part.whole)
            continue
        held += _needed(run, before[first], behind[first], parts[:first])
        if part.whole is not None:
            first, run = at, part.whole
            continue
        held += [_moved(one, before[at], behind[at + 1]) for one in part.held]
        first, run = at + 1, frozenset({""})
    held += _needed(run, before[first], behind[first], parts[:first])
    runs = len(parts) == 2 and parts[0].whole == _BLANK and parts[1].runs
    return Shape(least, most, over, None, tuple(held), ahead, _last_of(parts), runs, far)


class _Stretch(NamedTuple):
    """Parts one behind the other: their length, and the borders that they may go over."""

    least: int
    most: int | None
    over: frozenset[str]

    def longer(self, part: Shape) -> _Stretch:
        """With one more."""
        return _Stretch(self.least + part.least, _plus(self.most, part.most), self.over | part.over if part.over else self.over)


_NOTHING = _Stretch(0, 0, frozenset())


def _moved(need: Need, before: _Stretch, behind: _Stretch) -> Need:
    """The need of a part, with what stands before and behind that part."""
    most, rest = _plus(need.most, before.most), _plus(need.rest, behind.most)
    return Need(need.words, need.least + before.least, most, rest, need.before | before.over, need.behind | behind.over)


def _together(parts: list[Shape]) -> frozenset[str] | None:
    """All texts that parts one behind the other match, where they are few."""
    run = frozenset({""})
    for part in parts:
        if part.whole is None or len(run) * len(part.whole) > _WORDS:
            return None
        run = run if part.whole is EMPTY.whole else frozenset(one + other for one in run for other in part.whole)
    return run


def _last_of(parts: list[Shape]) -> frozenset[str] | None:
    """The characters that may stand last in parts one behind the other; None where they are many, or the parts may match nothing."""
    found: frozenset[str] = frozenset()
    for part in reversed(parts):
        if part.most != 0:
            ends = part.ends()
            if ends is None or len(found | ends) > FEW:
                return None
            found |= ends
        if part.least:
            return found
    return None


def either(branches: list[Shape]) -> Shape:
    """One of several: what each of them needs is needed, the most telling of its needs beside those of the others."""
    least, most = min(one.least for one in branches), _longest([one.most for one in branches])
    over = frozenset().union(*(one.over for one in branches))
    ahead, far = max(one.ahead for one in branches), any(one.far for one in branches)
    wholes = [one.whole for one in branches if one.whole is not None]
    whole = frozenset().union(*wholes)
    if len(wholes) == len(branches) and len(whole) <= _WORDS:
        return Shape(least, most, over, whole, ahead=ahead, far=far)
    ends = [one.ends() for one in branches]
    last = None if None in ends else frozenset().union(*(one or () for one in ends))
    needs = [one.needs() for one in branches]
    joined = _joined(needs) if all(needs) else ()
    return Shape(least, most, over, None, joined, ahead, None if last is None or len(last) > FEW else last, far=far)


def _joined(needs: list[tuple[Need, ...]]) -> tuple[Need, ...]:
    """What each of several branches needs: the most telling need of each together, and each need that all of them share."""
    chosen = [[max(one, key=_tells) for one in needs]]
    for words in dict.fromkeys(need.words for need in needs[0]):
        same = [next((need for need in one if need.words == words), None) for one in needs]
        chosen.append([need for need in same if need is not None])
    found: dict[tuple[str, ...], Need] = {}
    for some in chosen:
        words = tuple(sorted({word for need in some for word in need.words}))
        if len(some) < len(needs) or len(words) > _WORDS or words in found:
            continue
        before, behind = (frozenset().union(*sides) for sides in zip(*((need.before, need.behind) for need in some), strict=True))
        most, rest = _longest([need.most for need in some]), _longest([need.rest for need in some])
        found[words] = Need(words, min(need.least for need in some), most, rest, before, behind)
    return tuple(found.values())


def _tells(need: Need) -> tuple[int, bool, int]:
    """How well a need tells where to look: by words of two characters or more, near the beginning, few of them."""
    return min(2, *map(len, need.words)), need.most is not None, -len(need.words)


def _needed(words: frozenset[str], before: _Stretch, behind: _Stretch, parts: list[Shape]) -> tuple[Need, ...]:
    """The need of one of these words, which ``behind`` begins with, those left out that begin with another one. parts: what stands before them."""
    if "" in words or len(words) > _WORDS:
        return ()
    least, most, over = before
    rest, beyond = behind.most, behind.over
    last = _last_of(parts)
    if last is not None and len(last) * len(words) <= _WORDS:
        words = frozenset([one + word for one in last for word in words])
        least, most, rest, beyond = least - 1, _plus(most, -1), _plus(rest, 1), beyond | (ANY & last)
    if len({len(word) for word in words}) > 1:
        words = frozenset([word for word in words if not any(word[:end] in words for end in range(1, len(word)))])
    return (Need(tuple(sorted(words)), least, most, rest, over, beyond),)


def _longest(lengths: list[int | None]) -> int | None:
    known = [one for one in lengths if one is not None]
    return max(known) if len(known) == len(lengths) else None


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
