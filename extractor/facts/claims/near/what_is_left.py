"""claim/breakdown where a list tells what is left: 回收测评表478份，其中非常满意165份，其余为满意、一般、不满意，分别为155份、89份、69份.

The figure right before such a list is its sister and no whole of it: the whole stands before both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.scope import Scope, alike
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

_PAIR = 2
_MARKS = "，,；; "


def tells_what_is_left(scope: Scope, last: Placed) -> bool:
    """Whether the words between a figure and the word that opens a list say that the list is of the rest, whose number they do not tell."""
    begin = scope.sentence.at.start
    words = scope.sentence.text[last.at.end - begin : scope.match.start() - begin].strip(_MARKS)
    return words.startswith(scope.patterns.words("claim.all-that-is-left"))


def of_what_is_left(scope: Scope, ahead: Sequence[Placed], listed: Sequence[Placed]) -> Iterator[Claim]:
    """The two figures before the list are the whole and its first part, where the sentence tells no others; where it does, nothing is said."""
    own = [one for one in ahead if listed and alike(one.quantity, listed[0].quantity) and one.depth == listed[0].depth]
    if len(own) != _PAIR or own[1] is not ahead[-1] or own[0].quantity.worth < own[1].quantity.worth or not scope.is_level(own[0]):
        return
    parts = [own[1], *(one for one in listed if alike(one.quantity, own[0].quantity))]
    among = scope.has("claim.among", scope.sentence.between(own[0], own[1]))
    yield scope.claim(own[0], parts_of(scope, parts), complete="full", weak=None if among else "guard")
