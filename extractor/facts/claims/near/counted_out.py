"""claim/count: years told one by one and how many they are; things told by one each; items told one after another and counted again behind them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.facts.claims.near.counts import ordinal
from extractor.facts.claims.near.named_things import counted
from extractor.facts.claims.scope import AMBIGUOUS, OPEN_LIST, Scope
from extractor.facts.figures.sentences import end_of
from extractor.model.claims import Claim
from extractor.model.text import Span

if TYPE_CHECKING:
    import regex

_CLOSE = 1
"""By how much a number may miss what it counts and still be a slip: beyond, it counts something else."""
_FEWEST = 2
_REACH = 1200
"""Characters before a number in which the items that it counts again are looked for."""
_INLINE = frozenset({"is", "must", "di", "qi", "circled"})
"""Ordinals that no heading has."""


def years_named(scope: Scope) -> Iterator[Claim]:
    """2021年、2022年、2023年三年; 2019—2021年三年间: the years told, or those from the first to the last."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None:
        return
    if scope.text("first"):
        count, at = int(scope.match["last"]) - int(scope.match["first"]) + 1, Span(scope.match.start("first"), scope.match.end("last"))
    else:
        years = [int(match[0]) for match in scope.patterns.one("claim.count.year").finditer(scope.text("list"))]
        if any(other - one != 1 for one, other in pairwise(years)):
            return
        count, at = len(years), Span(*scope.match.span("list"))
    apart = abs(int(stated.quantity.value) - count)
    if count >= _FEWEST and not (scope.text("first") and apart == 1 and int(stated.quantity.value) < count and not _says_between(scope)):
        yield counted(scope, count, at, AMBIGUOUS if apart > _CLOSE else None)


def _says_between(scope: Scope) -> bool:
    """Whether the words behind a number of years say that it is all of them (三年间): from 2019 to 2021 two years may pass."""
    return scope.match.string[scope.match.end() : scope.match.end() + 1] in scope.patterns.words("claim.count.all-years")


def one_each(scope: Scope) -> Iterator[Claim]:
    """书房2座，一座位于公园，一座位于广场: as many as are told by one each, where nothing says that there are others."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None:
        return
    content, begin = scope.match.string, scope.match.end() - 1
    end = end_of(content, scope.match.end())
    told = [
        match
        for match in scope.patterns.one("claim.count.one-of-them").finditer(content, begin, end)
        if match["kind"] == scope.text("kind")
    ]
    opened = scope.patterns.one("claim.count.unfinished").search(content, begin, end) is not None
    apart = abs(int(stated.quantity.value) - len(told)) > _CLOSE
    if len(told) >= _FEWEST:
        yield counted(scope, len(told), Span(begin, told[-1].end()), OPEN_LIST if opened else AMBIGUOUS if apart else None)


def coded(scope: Scope) -> Iterator[Claim]:
    """公交线路3条：11路（甲至乙）、12路、15路: names that are numbers, each once."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None:
        return
    names = [match[0] for match in scope.patterns.one("claim.count.code").finditer(scope.text("list"))]
    apart = abs(int(stated.quantity.value) - len(names)) > _CLOSE or len(set(names)) < len(names)
    yield counted(scope, len(names), Span(*scope.match.span("list")), AMBIGUOUS if apart else None)


def recapped(scope: Scope) -> Iterator[Claim]:
    """一是…；二是…；三是…。以上三方面问题: the last run of ordinals right before, up to the sentence of the number."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None:
        return
    content, stop = scope.match.string, scope.match.start()
    begin = max(0, stop - _REACH)
    run: list[regex.Match[str]] = []
    for match in scope.patterns.one("claim.count.ordinals").finditer(content, begin, stop):
        if match.lastgroup not in _INLINE and not _opens(content, match.start()):
            continue
        number = ordinal(match, scope.patterns)
        if run and match.lastgroup == run[-1].lastgroup and number == len(run) + 1:
            run.append(match)
        elif number == 1:
            run = [match]
        elif run and match.lastgroup == run[-1].lastgroup:
            return  # a run with a gap counts nothing
    if len(run) < _FEWEST or "\n\n" in content[run[-1].end() : stop]:
        return
    behind = content[run[-1].end() : stop]
    near = behind.count("\n") <= 1 and behind.count("。") <= _FEWEST
    inline = run[0].lastgroup in _INLINE or not any("\n" in content[one.end() : other.start()] for one, other in pairwise(run))
    firm = inline or all(content[: item.start()].rstrip().endswith(("；", ";")) for item in run[1:])
    apart = abs(int(stated.quantity.value) - len(run)) > _CLOSE
    yield counted(scope, len(run), Span(run[0].start(), run[-1].end()), None if near and firm and not apart else AMBIGUOUS)


def _opens(content: str, start: int) -> bool:
    """Whether a label stands at the head of its line or behind a mark."""
    return not content[:start].rstrip(" \u3000") or content[:start].rstrip(" \u3000")[-1:] in "\n；;：:。"
