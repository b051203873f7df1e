"""claim/breakdown: a list that names no whole, and the figure before it that it is of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.facts.claims.breakdowns import ends_here
from extractor.facts.claims.scope import AMBIGUOUS, AMOUNTS, Scope, alike
from extractor.facts.claims.sums import parts_of
from extractor.facts.figures import Placed
from extractor.model.facts import Claim

_A_COUPLE = 2
"""Parts that are too few for such a list; characters of the word before it that may name its whole."""
_DIGITS = 3
"""Digits of a whole, without the zeros behind, from which a slip tells that a row behind it is all of it."""
_ABOVE = 8
"""How many figures back the whole of a list that names none is looked for."""
_TENTH = 10
"""One part in so many of its sum is the most that such a list may differ from a whole that it does not name."""
_REACH = 24
"""Characters before a list in which words may say that it lists some parts only."""


def breakdown_of_above(scope: Scope) -> Iterator[Claim]:
    """支持四类项目：甲a、乙b、丙c。: a list that names no whole, and the one figure before it, in the sentence or the paragraph, that it can be of.

    The figure that the list adds up to, or the only one that it comes near to: then a slip in either is told.
    """
    behind = [one for one in scope.sentence.figures if one.at.start >= scope.match.end()]
    parts = _enumerated(scope, behind)
    if len(parts) <= _A_COUPLE or parts[0].quantity.kind not in AMOUNTS or any(one.quantity.value is None for one in parts):
        return
    ahead = scope.sentence.text[
        max(0, scope.match.start() - scope.sentence.at.start - _REACH) : parts[0].at.start - scope.sentence.at.start
    ]
    number = scope.sentence.figures[parts[0].index - 1].quantity.value if parts[0].index else None
    counted = number == len(parts)
    if (scope.has("claim.opens-some", ahead) and not counted) or any(scope.has("claim.open-end", one.tail) for one in parts):
        return
    rest = scope.sentence.text[parts[-1].at.end - scope.sentence.at.start :]
    if scope.has("claim.rest", rest):
        return  # a part without a figure of its own
    if any(scope.changes(one) or scope.each(one) or scope.has("claim.not-an-addend", one.lead) for one in parts):
        return
    here = list(reversed(scope.sentence.figures[: parts[0].index]))
    known = [
        one
        for one in [*here, *scope.before][:_ABOVE]
        if alike(one.quantity, parts[0].quantity) and not scope.changes(one) and not scope.each(one) and not scope.is_base(one)
    ]
    total = sum((one.quantity.worth for one in parts), Fraction(0))
    near = [
        one
        for one in known
        if abs(one.quantity.worth - total) * _TENTH <= total and all(one.quantity.worth >= part.quantity.worth for part in parts)
    ]
    equal = [one for one in near if one.quantity.worth == total]
    topic = scope.sentence.text[: scope.match.start() - scope.sentence.at.start][-_A_COUPLE:]
    called = [
        one
        for one in known
        if len(topic) == _A_COUPLE and topic in one.lead and all(one.quantity.worth >= part.quantity.worth for part in parts)
    ]
    near = near or called[:1]
    if scope.has("claim.made-up", scope.match[0]) and here and here[0] in known and parts[0].clause - here[0].clause <= 1:
        yield scope.claim(here[0], parts_of(scope, parts), complete="full")
        return
    if equal or len({one.quantity.worth for one in near}) == 1:
        whole = (equal or near)[0]
        row = scope.match[0].endswith(tuple(scope.patterns.words("claim.clause-mark")))
        doubt = (
            AMBIGUOUS if row and len(str(whole.quantity.worth).strip("0")) < _DIGITS else None
        )  # in round figures any rest looks like a slip
        yield scope.claim(whole, parts_of(scope, parts), complete="full", weak="guard", doubt=doubt)


def _enumerated(scope: Scope, behind: Sequence[Placed]) -> list[Placed]:
    """The figures of one unit and depth that the enumeration mark, or the last 和, joins from the first on."""
    found = list(behind[:1])
    apart = scope.match[0].endswith(tuple(scope.patterns.words("claim.clause-mark")))
    joints = (
        *(scope.patterns.words("claim.clause-mark") if apart else ()),
        scope.patterns.words("claim.list-mark")[0],
        *scope.patterns.words("claim.joint-words"),
    )
    for one in behind[1:]:
        between = scope.sentence.between(found[-1], one).strip()
        if (
            not alike(one.quantity, found[0].quantity)
            or one.depth != found[0].depth
            or not between.startswith(joints)
            or ends_here(scope, one)
        ):
            break
        found.append(one)
    following = behind[len(found) : len(found) + 1]
    return [] if following and following[0].clause == found[-1].clause and following[0].depth == found[-1].depth else found
