"""claim/count: so many batches, stages or meetings against those told one by one by their number (共3批，第一批…，第二批…，第三批…)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.near.named_things import counted
from extractor.facts.claims.scope import AMBIGUOUS, Scope
from extractor.facts.figures.sentences import end_of
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim
from extractor.model.text import Span

_FEWEST = 2


def numbered(scope: Scope) -> Iterator[Claim]:
    """A number of batches and, behind it, each of them at the head of its clause: the last one's number is how many there are."""
    stated, content = scope.figure("stated"), scope.match.string
    if stated is None or stated.quantity.value is None:
        return
    end = end_of(content, scope.match.end())
    reached, begin, last = 0, scope.match.end(), scope.match.end()
    for item in scope.patterns.one("claim.count.numbered-item").finditer(content, scope.match.end() - 1, end):
        if item["kind"] != scope.text("kind"):
            continue
        number = 1 if item["first"] else _FEWEST if item["second"] else chinese_to_int(item["number"], scope.patterns)
        if number != reached + 1:
            return  # numbers that run otherwise are told of something else
        reached, last = number, item.end()
    if reached < _FEWEST:
        return
    named = int(stated.quantity.value)
    sentence = content[scope.sentence.at.start : end]
    unfinished = named > reached + 1 or scope.patterns.one("claim.count.unfinished").search(sentence) is not None
    yield counted(scope, reached, Span(begin, last), AMBIGUOUS if unfinished else None)
