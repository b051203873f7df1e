"""claim/breakdown by classes of size that leave nothing out: 127个主体中，1万吨以上的7个，3000吨至1万吨的24个，3000吨以下的96个."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.scope import Scope, alike
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

if TYPE_CHECKING:
    import regex

_FEWEST = 2


def classes(scope: Scope) -> Iterator[Claim]:
    """A whole and the figure of its unit behind each class, where the classes meet each other and go from the least to the most or back."""
    whole = scope.figure("stated")
    if whole is None or scope.changes(whole) or scope.each(whole):
        return
    offset = scope.sentence.at.start
    told = list(scope.patterns.one("claim.class-of-size").finditer(scope.sentence.text, whole.at.end - offset))
    if len(told) < _FEWEST or not (_meet(told) or _meet(told[::-1])):
        return
    parts: list[Placed] = []
    ends = [*(one.start() + offset for one in told[1:]), scope.sentence.at.end]
    for one, end in zip(told, ends, strict=True):
        behind = [part for part in scope.sentence.figures if one.end() + offset <= part.at.start < end]
        first = next((part for part in behind if alike(part.quantity, whole.quantity)), None)
        if first is None or first.depth != whole.depth or first is not behind[0] or scope.changes(first):
            return
        parts.append(first)
    yield scope.claim(whole, parts_of(scope, parts), rule="claim/breakdown", complete="full")


def _meet(told: Sequence[regex.Match[str]]) -> bool:
    """Whether classes begin with all below a limit, end with all above one, and each between begins where the one before ends."""
    if not told[0]["under"] or not told[-1]["over"] or any(not one["low"] for one in told[1:-1]):
        return False
    highs = [told[0]["under"], *(one["high"] for one in told[1:-1])]
    lows = [*(one["low"] for one in told[1:-1]), told[-1]["over"]]
    return all(high.startswith(low) for high, low in zip(highs, lows, strict=True)) and all(
        one.start() != other.start() for one, other in pairwise(told)
    )
