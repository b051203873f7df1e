"""claim/part-exceeds-whole by words: what was sent and what came back, what was checked and what failed, 28处…中…的22处."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.scope import IN_FORM, SAME_PARAGRAPH, Scope, alike, ends_with, is_amount
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

_NAME = 4
"""Characters of a name by which the figure of an earlier sentence is found again."""
_BEYOND = 100
"""How many times its whole a figure is that no slip makes of its part: it is of something else."""


def inside(scope: Scope) -> Iterator[Claim]:
    """发放N份，收回M份; 检查N家，发现问题的M家: the form names the whole and its part."""
    stated, whole = scope.figure("stated"), scope.figure("whole")
    if stated is None or whole is None or not alike(stated.quantity, whole.quantity) or scope.changes(whole) or scope.each(stated):
        return
    yield scope.claim(stated, [scope.operand("whole", whole, IN_FORM)])


def among(scope: Scope) -> Iterator[Claim]:
    """28处国保单位中…的19处；…的22处: each figure of its unit in the sentence that stands behind 的 is so many of them."""
    whole = scope.figure("whole")
    if whole is None or not is_amount(whole.quantity) or scope.each(whole):
        return
    relative = (*scope.patterns.words("claim.relative"), *scope.patterns.words("claim.there-are"))
    for one in scope.sentence.figures[whole.index + 1 :]:
        if one.at.start < scope.match.end() or not alike(one.quantity, whole.quantity) or one.depth != whole.depth:
            continue
        if (
            not ends_with(one.lead, relative)
            or scope.changes(one)
            or scope.each(one)
            or one.quantity.worth > whole.quantity.worth * _BEYOND
        ):
            break
        yield scope.claim(one, [scope.operand("whole", whole, IN_FORM)])


def among_named(scope: Scope) -> Iterator[Claim]:
    """在全部应急医疗转运中，夜航67人次、孕产妇12人次: the whole is the one figure of the paragraph behind that name."""
    name = scope.text("name")
    known = [one for one in scope.before if len(name) >= _NAME and one.lead.strip().endswith(name) and not scope.changes(one)]
    if len({(one.quantity.worth, one.quantity.unit) for one in known}) != 1:
        return
    first: Placed | None = None
    for one in scope.sentence.figures:
        if one.at.start < scope.match.end() or not alike(one.quantity, known[0].quantity) or scope.changes(one) or scope.each(one):
            continue
        first = first or one
        if one.clause != first.clause:
            break
        yield scope.claim(one, [scope.operand("whole", known[0], SAME_PARAGRAPH)])
