"""Readings of a claim that fails by one figure more beside it: left out of a total, counted as well, told out of the rest, evened out. They only clear."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from extractor.model.claims import Claim, Quantity
from extractor.validator.claim.comparison import compare
from extractor.validator.claim.equations import Result
from extractor.validator.claim.spread import value_of
from extractor.validator.interval import Interval

_COUPLE = 2
_MOVED = Fraction(3, 2)
"""So many of its last digit a share can miss what it rounds: half of one by rounding, and one by what evens the row out."""


def of_net_or_more(claim: Claim) -> bool:
    """诱捕2843头，平均每套1.7头（不含测报灯的191头）; 1248个村由416名律师和104名工作者担任，人均2.4个: one more goes off the total or is counted."""
    told = {one.role: one.quantity for one in claim.operands if one.quantity is not None and one.quantity.value}
    total, count = told.get("total"), told.get("count")
    if claim.rule != "claim/average" or len(claim.operands) > _COUPLE or total is None or count is None:
        return False
    whole, number = value_of(total), value_of(count)
    values = [(whole - value_of(one)) / number for one in _beside(claim, total)]
    values += [whole / (number + value_of(one)) for one in _beside(claim, count)]
    return any(_gives(claim, value) for value in values if value > 0)


def of_what_was_planned(claim: Claim) -> bool:
    """购买演出150场，15个乡镇每个10场，实际演出152场: what its factors give is told before them; what stands behind is something else."""
    if claim.rule != "claim/product" or any(one.quantity is None for one in claim.operands):
        return False
    product = Fraction(1)
    for one in claim.operands:
        product *= value_of(one.quantity) if one.quantity is not None else 0
    first = min(one.quantity.at.start for one in claim.operands if one.quantity is not None)
    return any(value_of(one) == product for one in _beside(claim, claim.stated) if one.at.end <= first)


def of_a_larger(claim: Claim) -> bool:
    """托位16430个，幼儿园提供6215个，社区机构提供4127个，其余6088个: what is left of a larger figure told before the two."""
    told = [one.quantity for one in claim.operands if one.quantity is not None and one.quantity.value]
    if claim.rule != "claim/difference" or {one.role for one in claim.operands} != {"had", "used"}:
        return False
    taken = sum((value_of(one) for one in told), Fraction(0)) + value_of(claim.stated)
    return any(value_of(one) == taken for one in _beside(claim, claim.stated))


def evened_out(claim: Claim) -> bool:
    """占45.46%、27.27%、27.27% (45.4545%): shares of one row that make 100%, one of them moved by its last digit so that they do."""
    if claim.rule != "claim/ratio" or any(one.quantity is None or not one.quantity.value for one in claim.operands):
        return False
    told = _by_role(claim)
    others = [one for one in _beside(claim, claim.stated) if one.decimals == claim.stated.decimals]
    if set(told) != {"part", "whole"} or len(others) < _COUPLE or value_of(claim.stated) + sum(map(value_of, others), Fraction(0)) != 1:
        return False
    if _leaves_a_rest(claim, len(others)):
        return False  # 占25%、45%、30%, whose parts do not make their whole: a figure is wrong, no share moved
    last = Fraction(1, 100 * 10**claim.stated.decimals)
    return abs(value_of(claim.stated) - told["part"] / told["whole"]) <= last * _MOVED


def _by_role(claim: Claim) -> dict[str, Fraction]:
    """The size of a share's part and of its whole; several wholes are the items of a list that are all of it together."""
    told: dict[str, Fraction] = {}
    for one in claim.operands:
        if one.quantity is not None:
            told[one.role] = told.get(one.role, Fraction(0)) + value_of(one.quantity)
    return told


def _leaves_a_rest(claim: Claim, others: int) -> bool:
    """Whether as many figures as there are shares stand beside a share, its part with them, and do not make its whole."""
    part = next(one.quantity for one in claim.operands if one.role == "part" and one.quantity is not None)
    row = [value_of(one) for one in _beside(claim, part)]
    return len(row) == others and sum(row, value_of(part)) != _by_role(claim)["whole"]


def _beside(claim: Claim, like: Quantity) -> Iterator[Quantity]:
    """The figures beside a claim that are counted like one of its own and are none of them."""
    own = claim.figure_ids
    for where in ("around", "beyond"):
        told = claim.params.get(where, ())
        assert isinstance(told, tuple)
        yield from (one for one in told if one.value and one.id not in own and one.alike(like))


def _gives(claim: Claim, value: Fraction) -> bool:
    return compare(claim.stated, Result(value, Interval.exact(value), ""), rounded=True).agrees
