"""claim/product by grammar alone: a price or so many of each, its number, and what they give, in one breath (每亩300公斤，2.6万亩共7800吨)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.products import counts_of, of_part_only, per_of, unit_factor
from extractor.facts.claims.scope import IN_FORM, SAME_PARAGRAPH, Scope, at_least
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, QuantityKind

_KINDS = frozenset({QuantityKind.MONEY, QuantityKind.COUNT, QuantityKind.MEASURE})


def two_factors(scope: Scope) -> Iterator[Claim]:
    """One of each, its number and the amount, as the form names them; where it names no price, that is the last figure of the sentence right above."""
    stated, count = scope.figure("stated"), scope.figure("count")
    price = scope.figure("price") if "price" in scope.form.groups else _price_above(scope)
    if stated is None or count is None or price is None or stated.quantity.kind not in _KINDS:
        return
    named = "price" in scope.form.groups
    words = scope.text("phrase") if named else scope.sentence.text
    factor = _to_unit_of(scope, price, stated)
    if (
        factor is None
        or not at_least(stated.quantity, price.quantity)
        or stated.depth != count.depth
        or (named and price.depth != count.depth)
    ):
        return
    first = min(one.index for one in (price, count, stated) if one in scope.sentence.figures)
    between = "".join(one.lead for one in scope.sentence.figures[first + 1 : stated.index + 1])
    partial = not scope.form.attributes.get("most") and of_part_only(scope, stated, (count, price))  # 按10个月计算，最高补助20000元
    if partial or scope.has("claim.plain.aside", f"{between}{words}"):
        return  # 每吨补助40元，全年处理2.35万吨，扣除自用部分，兑付80万元
    if _changes_apart(scope, price, stated) or not _fits(scope, price, count, stated):
        return
    firm = scope.patterns.one("claim.plain.amount").fullmatch(scope.text("phrase").strip()) is not None
    if not (firm or shared_pairs(scope.text("phrase"), price.lead)):
        return  # 每吨补贴0.4万元，价值43.2万元: an amount of something else
    operands = [scope.operand("factor", one, IN_FORM if named else SAME_PARAGRAPH) for one in (count, price)]
    counted = [one for one in scope.sentence.figures[:first] if one.quantity.kind is QuantityKind.COUNT and one.segment == stated.segment]
    others = [[scope.operand("factor", one, IN_FORM), *operands] for one in counted]  # 7名辅警，每月450元，10个月共3.15万元
    yield scope.claim(stated, operands, others=others, factors=(factor,), weak="far" if firm else "guard")


def _price_above(scope: Scope) -> Placed | None:
    """The price with which the sentence right above ends (每名儿童每月2000元。一年按10个月计算，每名儿童全年最高20000元)."""
    above = scope.around.above(scope.sentence, 0)
    told = [one for one in scope.sentence.figures if any(char.isdigit() for char in one.quantity.text)]  # 一年按10个月计算
    if above is None or told[0] is not scope.figure("count"):
        return None
    last = above.figures[-1]
    return last if last.depth == 0 and not last.tail.strip() and any(per_of(scope, last)) else None


def _to_unit_of(scope: Scope, price: Placed, stated: Placed) -> Fraction | None:
    """By what one of each is multiplied to be in the unit of the amount: money in money, so many of a thing in it, 公斤 in 吨."""
    one, other = price.quantity, stated.quantity
    if one.kind is not other.kind:
        return None
    units = [(unit or "").split("/")[0] for unit in (one.unit, other.unit)]
    people = (*scope.patterns.words("unit.same-people"), *scope.patterns.words("unit.visits"))
    if units[0] == units[1] or all(unit in people for unit in units):
        return Fraction(1)
    return unit_factor(one.unit, other.unit, scope, "unit.factors") if one.kind is QuantityKind.MEASURE else None


def _changes_apart(scope: Scope, price: Placed, stated: Placed) -> bool:
    """Whether one of the two is a change and the other none (每头多产1.7公斤，…每头年产518.5公斤)."""
    more = scope.patterns.one("claim.plain.more")
    return (more.search(price.lead) is None) != (more.search(stated.lead) is None)


def _fits(scope: Scope, price: Placed, count: Placed, stated: Placed) -> bool:
    """Whether the number is one of what the price is per, and what else it is per is said of the amount as well (每人每天60元，15天，每人900元)."""
    heads, times = per_of(scope, price)
    spans = scope.patterns.entry("claim.spans").data["spans"]
    by_time = [time for time in times if count.quantity.unit in spans.get(time, [])]
    by_head = [head for head in heads if counts_of(scope, count, head)]
    if len(by_time) + len(by_head) != 1:
        return False
    left_heads = [one for one in heads if one not in by_head]
    own = [str(match["per"] or match["of"]) for match in scope.patterns.one("claim.each").finditer(scope.text("phrase"))]
    own += per_of(scope, stated)[0]
    known = scope.patterns.words("unit.time")
    own_heads, own_times = [one for one in own if one not in known], [one for one in own if one in known]
    if any(one not in own_heads for one in left_heads) or (left_heads and any(one not in left_heads for one in own_heads)):
        return False
    left_times = [one for one in times if one not in by_time]
    return set(left_times) == {one for one in own_times if not (by_time and one == known[0])}
