"""claim/product and claim/average by units alone: 12期，每期40人，培训480人次; 补贴845.8万元，货运量42.29万吨，每吨20元."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.products import counts_of
from extractor.facts.claims.scope import Scope, alike, at_least
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, QuantityKind

_NEAR = 2
"""Clauses before one of each in which its number, or what it is of, stands."""
_SHORT = 6
"""Characters between what one of each is of and its figure, above which the amount must be named by them."""
_COUNTED = frozenset({QuantityKind.COUNT, QuantityKind.MEASURE})


def of_each(scope: Scope) -> Iterator[Claim]:
    """N期，每期M人，培训S人次: so many of each, by their number; money is the matter of `products.product`."""
    stated, each = scope.figure("stated"), scope.figure("each")
    if stated is None or each is None or each.quantity.kind not in _COUNTED or not _one_kind(scope, stated, each):
        return
    if scope.changes(stated) or scope.each(stated) or not at_least(stated.quantity, each.quantity):
        return
    told = scope.figure("number")
    counted = told is not None and told.quantity.unit in scope.patterns.words("unit.count")
    if counted and told is not None and not counts_of(scope, told, scope.text("per")):
        return
    if (counted or len(scope.text("verb")) > _SHORT) and not shared_pairs(scope.text("verb"), stated.lead):
        return  # 每村安排岗位5个，…共安排护林员120个
    times = scope.patterns.words("unit.time")
    between = [one for one in scope.sentence.figures[each.index + 1 : stated.index] if one.quantity.unit not in times]
    number = told or _number_of(scope, each, scope.text("per"))
    if number is None or any(one is not number for one in between):
        return
    others = [one for one in scope.sentence.figures if one not in (each, number, stated) and one.segment == each.segment]
    plain = (
        (told is not None or number.index == each.index - 1)
        and not [one for one in others if one.index < number.index]
        and (told is not None or number.depth == each.depth)
    )
    operands = [scope.operand("factor", one, scope.where(one, stated)) for one in (number, each)]
    yield scope.claim(stated, operands, weak="far" if plain else "guard")


def price_behind(scope: Scope) -> Iterator[Claim]:
    """A万元，N吨，每吨P元: what one of them cost, behind the amount and the number; what is paid for one of them besides is told by other words."""
    stated = scope.figure("stated")
    if stated is None or (scope.each(stated) and "/" in (stated.quantity.unit or "")):
        return
    ahead = [one for one in scope.sentence.figures[: stated.index] if one.segment == stated.segment and one.depth == stated.depth]
    behind = [one for one in scope.sentence.figures[stated.index + 1 :] if one.segment == stated.segment]
    money = [one for one in ahead if one.quantity.kind is QuantityKind.MONEY]
    counts = [one for one in ahead if one.quantity.kind in _COUNTED and counts_of(scope, one, scope.text("per"))]
    if len(money) != 1 or len(counts) != 1 or any(one.quantity.kind is QuantityKind.MONEY for one in behind):
        return
    total, count = money[0], counts[0]
    plain = not any(scope.changes(one) or scope.each(one) for one in (total, count))
    if not plain or stated.clause - min(total.clause, count.clause) > _NEAR or not at_least(total.quantity, stated.quantity):
        return
    phrase = scope.text("phrase").strip()
    if phrase and phrase not in total.lead:
        return
    tied = bool(shared_pairs(total.lead, count.lead)) and len(ahead) == _NEAR
    operands = [scope.operand("total", total, scope.where(total, stated)), scope.operand("count", count, scope.where(count, stated))]
    yield scope.claim(stated, operands, weak=None if tied else "far")


def _one_kind(scope: Scope, stated: Placed, each: Placed) -> bool:
    """Whether so many of each can add up to a figure: the same unit, people in 人 and 人次."""
    people = (*scope.patterns.words("unit.same-people"), *scope.patterns.words("unit.visits"))
    return alike(stated.quantity, each.quantity) or (each.quantity.unit in people and stated.quantity.unit in people)


def _number_of(scope: Scope, each: Placed, per: str) -> Placed | None:
    """The one number of the things that so many are of each of; None where there is none or more than one."""
    found = [
        one
        for one in scope.sentence.figures[: each.index]
        if one.segment == each.segment
        and each.clause - one.clause <= _NEAR
        and one.quantity.kind in _COUNTED
        and counts_of(scope, one, per)
        and not scope.changes(one)
        and not scope.each(one)
    ]
    return found[0] if len(found) == 1 else None
