"""The total and the number of an average that stand in other sentences, but that its words leave no doubt of: what it is per, and what is averaged."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.far.panorama import Seen, grams
from extractor.facts.claims.scope import Scope
from extractor.facts.figures import Placed

_WORD = 2
_AGAIN = 2
"""Times that a report tells the largest of several amounts of one name, by which it is that of all."""


def told_count(scope: Scope, stated: Placed, counts: Sequence[Seen], number: str) -> Seen | None:
    """The number that an average is said to be by (按年末在册人数折算), or the only one of the report in what it is per (平均每人次)."""
    said = scope.sentence.text[: stated.at.start - scope.sentence.at.start]
    basis = scope.patterns.one("claim.average.basis").search(said)
    asked = frozenset[str]()
    if basis is not None:
        asked = grams(scope.patterns.one("claim.average.basis-tail").sub("", basis["basis"]), scope.patterns)
        named = [one for one in counts if asked and asked <= grams(one.words, scope.patterns)]
        if asked:
            return named[0] if len({one.size for one in named}) == 1 else None
    by_unit = basis is not None and number in basis["basis"]  # 按户数折算，每户
    if not by_unit and (number in scope.patterns.words("unit.same-people") or len(number) < _WORD):
        return None  # people and things are counted all through a report
    own = [one for one in counts if one.placed.quantity.unit == number]
    return own[0] if len({one.size for one in own}) == 1 else None


def says_by_what(scope: Scope, stated: Placed) -> bool:
    """Whether the words before an average say by what it is reckoned (按户数折算)."""
    said = scope.sentence.text[: stated.at.start - scope.sentence.at.start]
    return scope.patterns.one("claim.average.basis").search(said) is not None


def told_total(scope: Scope, stated: Placed, totals: Sequence[Seen], count: Seen | None) -> Seen | None:
    """The one figure whose own words share most with those of an average; where these only say that something was paid, the only one there is."""
    said = scope.sentence.text[: stated.at.start - scope.sentence.at.start]
    basis = scope.patterns.one("claim.average.basis").search(said)
    whose = "" if basis is None else said[: basis.start()].rpartition(scope.patterns.words("claim.clause-mark")[0])[2]
    words = f"{whose} {scope.opening()} {scope.text('phrase')} {stated.tail}"
    asked = grams(scope.patterns.one("claim.average.paid").sub(" ", words), scope.patterns)
    prices = scope.patterns.words("claim.average.price-ends")
    asked |= {f"{one[0]}{end}" for one in asked if one.endswith(prices[0]) for end in prices[1:]}  # 电价: 电费
    asked -= grams(count.words, scope.patterns) if count is not None else frozenset()  # 每名儿童全年领取
    if not asked:
        return totals[0] if len({one.size for one in totals}) == 1 else None
    shared = [len(asked & grams(f"{one.placed.lead} {one.tail}", scope.patterns)) for one in totals]
    best = max(shared, default=0)
    named = [one for one, pairs in zip(totals, shared, strict=True) if pairs == best]
    named = [one for one in named if not one.inner] or named
    if len({one.size for one in named}) > 1:
        largest = max(one.size for one in named)
        named = [one for one in named if one.size == largest and sum(other.size == largest for other in totals) >= _AGAIN]
    return named[0] if best and named else None
