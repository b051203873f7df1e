"""claim/count: whether the items behind a number are names, and things named by their dates or in the next sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.facts.claims.scope import AMBIGUOUS, OPEN_LIST, Scope
from extractor.language.patterns import Pattern
from extractor.model.claims import Claim
from extractor.model.text import Span

_FEWEST, _COUPLE = 3, 2
_LONG, _UNEVEN = 10, 4
"""Characters of a name; by how many the names of one list may differ in length."""
_APART = 2
"""How far a number may be from the dates that it counts to be theirs."""


def are_names(scope: Scope, items: Sequence[str], named: int) -> bool:
    """Whether the items in a bracket or behind a colon can only be the things counted: short names alike in length, one more or fewer than the number."""
    lengths = [len(one.strip()) for one in items]
    if abs(named - len(items)) > 1 or max(lengths) > _LONG or min(lengths) < _COUPLE or max(lengths) - min(lengths) > _UNEVEN:
        return False
    if any(scope.has("claim.count.not-a-name", one) for one in items) or any(char.isdigit() for one in items for char in one):
        return False
    ends = {one.strip()[-1] for one in items}
    return len(items) >= _FEWEST or (len(items) == _COUPLE and len(ends) == 1 and min(lengths) >= _FEWEST)


def told_apart(items: list[str], scope: Scope) -> list[str]:
    """The items of a list, the last one cut at the word that joins two (甲镇、乙镇和丙镇): where all begin or end alike, or are as long."""
    joint = scope.patterns.words("claim.count.joint")
    last = items[-1].strip() if items else ""
    joints = [(last.find(word), word) for word in joint if word in last]
    if not joints or len(scope.patterns.one("claim.joint").findall(last)) != 1:
        return items
    at, word = min(joints)
    names = [*(one.strip() for one in items[:-1]), last[:at].strip(), last[at + len(word) :].strip()]
    if min(len(one) for one in names) < _COUPLE:
        return items
    ends = len({one[-1] for one in names}) == 1 or (len(names) >= _FEWEST <= min(map(len, names)) and len({one[0] for one in names}) == 1)
    own = names[1:] if len(names) > _FEWEST else names  # the first may have the words of all before it
    even = len(names) >= _FEWEST and len({len(one) for one in own}) == 1 and len(own[-1]) <= _LONG
    return names if ends or even else items


def without_rest(listed: str, scope: Scope) -> str:
    """A list without the clause behind it that lists nothing (甲线、乙线，逢单日发车)."""
    mark = scope.patterns.words("claim.list-mark")[0]
    first = min((at for comma in scope.patterns.words("claim.clause-mark") if (at := listed.find(comma)) >= 0), default=-1)
    return listed[:first] if first >= 0 and mark in listed[:first] and mark not in listed[first:] else listed


def dated(scope: Scope) -> Iterator[Claim]:
    """督查4次，分别于3月、5月、9月和12月: as many dates as times."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None:
        return
    dates = [match[0] for match in scope.patterns.one("claim.count.date").finditer(scope.text("list"))]
    named, count = int(stated.quantity.value), len(dates)
    doubt = AMBIGUOUS if len(set(dates)) < count or abs(named - count) > _APART else None
    doubt = OPEN_LIST if scope.text("behind") and named != count else doubt
    yield counted(scope, count, Span(*scope.match.span("list")), doubt)


def dated_events(scope: Scope) -> Iterator[Claim]:
    """培训班3期，分别是3月8日-10日在…举办的…班，5月12日…，9月20日…: as many events as pieces of the list that begin with a date.

    A piece that begins with none may go on about the event before it, or be one of no date: then the number is as open as the list.
    """
    stated, date = scope.figure("stated"), scope.patterns.one("claim.count.date")
    if stated is None or stated.quantity.value is None:
        return
    events = [one.strip() for one in pieces(scope.text("list"), scope.patterns.one("claim.count.event-mark")) if one.strip()]
    begun = sum(date.match(one) is not None for one in events)
    named = int(stated.quantity.value)
    doubt = AMBIGUOUS if begun < len(events) or abs(named - begun) > _APART else None
    yield counted(scope, begun, Span(*scope.match.span("list")), doubt)


def these(scope: Scope) -> Iterator[Claim]:
    """对三类问题作了清理。这些问题是甲、乙、丙: the sentence behind names them."""
    stated, content, end = scope.figure("stated"), scope.match.string, scope.sentence.at.end
    told = scope.patterns.one("claim.count.these-are").match(content, end, min(len(content), end + 160))
    if stated is None or stated.quantity.value is None or told is None or told["noun"] not in scope.text("noun"):
        return
    items = [one for one in told["list"].split(scope.patterns.words("claim.list-mark")[0]) if one.strip()]
    if are_names(scope, items, int(stated.quantity.value)) and len(items) >= _FEWEST:
        yield counted(scope, len(items), Span(*told.span("list")), None)


def pieces(words: str, joint: Pattern) -> list[str]:
    """What stands between the joints of a list."""
    cuts = [(0, 0), *(match.span() for match in joint.finditer(words)), (len(words), len(words))]
    return [words[one[1] : other[0]] for one, other in pairwise(cuts)]


def counted(scope: Scope, count: int, at: Span, doubt: str | None, limits: tuple[int, int] | None = None) -> Claim:
    """The claim that the stated number is how many were named.

    at: where they stand. limits: the least and the most that they may be, where words leave it open.
    """
    stated = scope.figure("stated")
    assert stated is not None
    least, most = limits or (count, count)
    claim = scope.claim(stated, [], items=count, least=least, most=most, listed=at)
    return replace(claim, at=Span.covering(claim.at, at), doubt=doubt)


def told_next(scope: Scope) -> Iterator[Claim]:
    """开展4项工作。具体为：甲、乙、丙、丁: the sentence behind is the list."""
    stated, content, end = scope.figure("stated"), scope.match.string, scope.sentence.at.end
    told = scope.patterns.one("claim.count.told-next").match(content, end, min(len(content), end + 240))
    if stated is None or stated.quantity.value is None or told is None or (told["noun"] or "") not in scope.text("noun"):
        return
    named, listed, at = int(stated.quantity.value), without_rest(told["list"], scope), Span(*told.span("list"))
    title = scope.patterns.one("quantity.not.title")
    dates = [match[0] for match in scope.patterns.one("claim.count.date").finditer(listed)]
    if titles := title.findall(listed):
        if not scope.patterns.one("claim.title-joint").sub("", title.sub("", listed)) and abs(named - len(titles)) <= _APART:
            yield counted(scope, len(titles), at, None)
    elif len(dates) > 1:
        rest = scope.patterns.one("claim.title-joint").sub("", scope.patterns.one("claim.count.date").sub("", listed))
        if len(set(dates)) == len(dates) and abs(named - len(dates)) <= 1 and not rest:
            yield counted(scope, len(dates), at, None)
    else:
        *first, last = listed.split(scope.patterns.words("claim.list-mark")[0])
        items = [*first, *pieces(last, scope.patterns.one("claim.joint"))]
        if are_names(scope, [one for one in items if one.strip()], named):
            yield counted(scope, len(items), at, None)
