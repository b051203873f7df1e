"""claim/ratio: several rates told in the order of their parts and wholes (预算分别为A、B、C，支出分别为a、b、c，执行率依次为p、q、r).

The rows stand before the rates in the sentence; the wholes may stand in paragraphs above, one each. All rates but one must hold by them: then the row is
proved, and the one that does not hold is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.scope import LISTED, Scope, alike, is_amount
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, QuantityKind

_FEWEST, _PROVED = 2, 2
"""Rates of a row; those that must hold."""
_BACK = 40
"""Figures of their unit back in which the wholes of a row are looked for, a paragraph each."""


def rates_in_order(scope: Scope) -> Iterator[Claim]:
    """Each rate of the figure in its place, where all the others, two at least, hold."""
    start, end = scope.match.span("terms")
    stated = [one for one in scope.sentence.figures if start <= one.at.start < end and one.quantity.kind is QuantityKind.PERCENT]
    if len(stated) < _FEWEST:
        return
    rows = [row for row in _rows(scope) if len(row) == len(stated)]
    if not rows:
        return
    parts = rows[-1]
    for wholes in [*(row for row in reversed(rows[:-1]) if alike(row[0].quantity, parts[0].quantity)), *_paragraphs(scope, parts)]:
        pairs = list(zip(stated, parts, wholes, strict=True))
        holding = [printed_as(rate.quantity, part.quantity.worth, whole.quantity.worth) for rate, part, whole in pairs]
        if sum(holding) >= max(_PROVED, len(stated) - 1):
            for rate, part, whole in pairs:
                yield scope.claim(rate, [scope.operand("part", part, LISTED), scope.operand("whole", whole, LISTED)])
            return


def _rows(scope: Scope) -> list[list[Placed]]:
    """The amounts before the rates that the enumeration mark, or the last 和, joins, row by row."""
    ahead = [one for one in scope.sentence.figures if one.at.end <= scope.match.start() and is_amount(one.quantity)]
    joints = (scope.patterns.words("claim.list-mark")[0], *scope.patterns.words("claim.joint-words"))
    rows: list[list[Placed]] = [ahead[:1]] if ahead else []
    for one, other in pairwise(ahead):
        if alike(one.quantity, other.quantity) and scope.sentence.between(one, other).strip().startswith(joints):
            rows[-1].append(other)
        else:
            rows.append([other])
    return rows


def _paragraphs(scope: Scope, parts: Sequence[Placed]) -> Iterator[list[Placed]]:
    """The figures of the parts' unit in so many paragraphs after each other that have one each (1.装备购置经费4260万元；2.站点建设经费3580万元；…)."""
    view = scope.around.panorama
    held = view.before(scope.sentence.at.start, parts[0].quantity.kind, parts[0].quantity.unit)[-_BACK:]
    single = [
        figures[0]
        for _, found in groupby((one for one in held if one.sentence >= 0), key=lambda one: one.paragraph)
        if len(figures := list(found)) == 1
    ]
    for place in range(len(single) - len(parts), -1, -1):
        run = single[place : place + len(parts)]
        if all(other.paragraph - one.paragraph == 1 for one, other in pairwise(run)):
            yield [one.placed for one in run]
