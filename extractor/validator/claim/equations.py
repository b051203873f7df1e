"""The equations of the claims: from the operands of one reading to the figure that they give, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from extractor.model.claims import Claim, Operand, Quantity, QuantityKind
from extractor.validator.claim.mixed import mixed
from extractor.validator.claim.spread import printed, spread, value_of
from extractor.validator.claim.term import Term
from extractor.validator.interval import Interval

Values = dict[str, Decimal]

_SET = frozenset({QuantityKind.BARE, QuantityKind.PERCENT, QuantityKind.MONEY, QuantityKind.POINTS})
"""Kinds of figures that may be set with a fraction: weights, rates that are charged, prices. What is counted or measured has none, or is rounded."""
_YEAR, _QUARTER = 12, 3
"""Months."""
_MARKED = 1
"""Decimals that marks are given with; more of them are what a formula gave."""


class Result(NamedTuple):
    """computed: from the operands as printed. possible: from their intervals, both in base units. terms: the equation as texts and signs."""

    computed: Fraction
    possible: Interval
    terms: str


def compute(claim: Claim, operands: Sequence[Operand], factor: Fraction, values: Values | None = None) -> Result:
    """What the operands give for the stated figure of the claim.

    factor: by what a product or a conversion is multiplied besides. values: figures put in the place of printed ones, by id.

    Raises:
        ZeroDivisionError: the divisor may be 0.
        KeyError: the claim's rule has no equation over figures.
    """
    roles: dict[str, list[Term]] = {}
    counted = claim.params.get("counted", ())
    assert isinstance(counted, tuple)
    for operand in operands:
        if operand.quantity is not None:
            roles.setdefault(operand.role, []).append(_term(operand.quantity, values, operand.quantity.id in counted))
    sign = int(str(claim.params.get("sign", 1)))
    if "mixed" in claim.params:
        return Result(*mixed(claim, roles["current"][0], roles["part"], roles["rate"]))
    match claim.rule:
        case "claim/ratio" if "less" in roles:
            whole, less = roles["whole"][0], roles["less"][0]
            return _quotient(Term(whole.value - less.value, whole.spread - less.spread, f"({whole.text} − {less.text})"), whole)
        case "claim/ratio":
            part, whole = _together(roles["part"]), _together(roles["whole"])
            if claim.stated.unit == "1:":
                part, whole = whole, part
            return _quotient(part, whole)
        case "claim/growth":
            return _growth(roles, sign)
        case "claim/difference":
            if "had" in roles:
                return _difference(roles["had"], roles["used"])
            if "months" in claim.params:
                return _difference(roles["current"], [_calendar(int(str(claim.params["months"])))], sign)
            return _difference(roles["current"], roles["base"], sign)
        case "claim/product" if len(operands) == sum(_groups(claim)):
            return _products(roles["factor"], _groups(claim), factor)
        case "claim/product" | "claim/conversion":
            return _product(roles.get("factor") or roles["value"], factor)
        case "claim/breakdown" | "claim/sum":
            return _sum(roles["part"])
        case "claim/average":
            return _average(_together(roles["total"]), roles.get("count", []), factor)
        case "claim/repeat":
            first = roles["first"][0]
            return Result(first.value, first.spread, first.text)
    raise KeyError(claim.rule)


def compute_by(claim: Claim, operands: Sequence[Operand], factors: Sequence[Fraction], values: Values) -> list[Result]:
    """What the operands give by each of some factors, as `compute` has it; nothing where a divisor may be 0."""
    found: list[Result] = []
    for factor in factors:
        try:
            found.append(compute(claim, operands, factor, values))
        except ZeroDivisionError:
            continue
    return found


def _groups(claim: Claim) -> tuple[int, ...]:
    """How many factors each addend of a sum of products has; empty where a claim is of one product."""
    groups = claim.params.get("groups", ())
    assert isinstance(groups, tuple)
    return groups


def _term(quantity: Quantity, values: Values | None, exact: bool) -> Term:
    """A figure as one term of an equation. exact: so many times of a price (12个月) are counted, not measured, and a weight (0.3) is set."""
    replaced = (values or {}).get(quantity.id)
    return _printed_term(quantity, exact) if replaced is None else _replaced_term(quantity, replaced, exact)


@lru_cache(maxsize=2048)
def _printed_term(quantity: Quantity, exact: bool) -> Term:
    """A figure as it is printed; where a slip is looked for in one figure, those beside it are asked for again with every digit that is tried."""
    own = value_of(quantity) * _points(quantity, exact)
    return Term(own, _room(quantity, own, exact, None), printed(quantity))


def _replaced_term(quantity: Quantity, value: Decimal, exact: bool) -> Term:
    """The figure with another value in the place of the printed one."""
    values = {quantity.id: value}
    own = value_of(quantity, values) * _points(quantity, exact)
    return Term(own, _room(quantity, own, exact, values), format(value, "f"))


def _points(quantity: Quantity, exact: bool) -> int:
    """What a figure is multiplied by: 每低1个百分点扣0.5分 counts points one by one, and not as hundredths."""
    return 100 if exact and quantity.kind is QuantityKind.POINTS else 1


def operand_spread(quantity: Quantity, exact: bool) -> Interval:
    """All that a figure can stand for as an operand, in base units. exact: as in a claim's ``counted``."""
    return _printed_term(quantity, exact).spread


def _room(quantity: Quantity, own: Fraction, exact: bool, values: Values | None) -> Interval:
    set_down = quantity.kind is QuantityKind.SCORE and quantity.decimals <= _MARKED  # a mark of 9.3 is no rounded one
    return Interval.exact(own) if set_down or (exact and (not quantity.decimals or quantity.kind in _SET)) else spread(quantity, values)


def _calendar(months: int) -> Term:
    """The share of a year that so many months are; one that is no quarter of it is told rounded, to a whole per cent at the coarsest."""
    share = Fraction(months, _YEAR)
    slack = Fraction(0) if months % _QUARTER == 0 else Fraction(1, 200)
    return Term(share, Interval(share - slack, share + slack), f"{months}/{_YEAR}")


def _together(parts: Sequence[Term]) -> Term:
    """Several parts of one share as one term."""
    if len(parts) == 1:
        return parts[0]
    added = _sum(parts)
    return Term(added.computed, added.possible, f"({added.terms})")


def _quotient(part: Term, whole: Term) -> Result:
    if whole.value == 0:
        raise ZeroDivisionError
    return Result(part.value / whole.value, part.spread / whole.spread, f"{part.text} ÷ {whole.text}")


def _average(total: Term, counts: Sequence[Term], factor: Fraction) -> Result:
    """A total by every number that it is to be divided by, the months besides."""
    divisors = [*counts, *([] if factor == 1 and counts else [Term(factor, Interval.exact(factor), str(factor))])]
    computed, possible = total.value, total.spread
    for one in divisors:
        if one.value == 0:
            raise ZeroDivisionError
        computed, possible = computed / one.value, possible / one.spread
    return Result(computed, possible, " ÷ ".join([total.text, *(one.text for one in divisors)]))


def _growth(roles: dict[str, list[Term]], sign: int) -> Result:
    if "change" in roles:
        change = roles["change"][0]
        if "base" in roles:
            return _quotient(change, roles["base"][0])
        current = roles["current"][0]
        base = current.value - sign * change.value
        # change ÷ (current ∓ change) is monotone in both while the base keeps its sign, so that the corners bound it; each figure counts once.
        corners: list[Fraction] = []
        for one in (change.spread.low, change.spread.high):
            for other in (current.spread.low, current.spread.high):
                if (other - sign * one) * base <= 0:
                    raise ZeroDivisionError
                corners.append(one / (other - sign * one))
        symbol = "−" if sign > 0 else "+"
        text = f"{change.text} ÷ ({current.text} {symbol} {change.text})"
        return Result(change.value / base, Interval(min(corners), max(corners)), text)
    current, base_term = roles["current"][0], roles["base"][0]
    if base_term.value == 0:
        raise ZeroDivisionError
    sign = sign or (1 if current.value >= base_term.value else -1)
    ratio = current.spread / base_term.spread  # (current − base) ÷ base = current ÷ base − 1: each figure counts once
    whole = Interval.exact(1)
    possible = ratio - whole if sign >= 0 else whole - ratio
    first, second = (current, base_term) if sign >= 0 else (base_term, current)
    computed = (first.value - second.value) / base_term.value
    return Result(computed, possible, f"({first.text} − {second.text}) ÷ {base_term.text}")


def _difference(minuends: Sequence[Term], subtrahends: Sequence[Term], sign: int = 1) -> Result:
    computed = _added(minuends) - _added(subtrahends)
    if sign < 0 or (sign == 0 and computed < 0):
        minuends, subtrahends, computed = subtrahends, minuends, -computed
    possible = _total(minuends) - _total(subtrahends)
    text = " + ".join(one.text for one in minuends) + "".join(f" − {one.text}" for one in subtrahends)
    return Result(computed, possible, text)


def _added(terms: Sequence[Term]) -> Fraction:
    result = terms[0].value
    for one in terms[1:]:
        result = result + one.value
    return result


def _total(terms: Sequence[Term]) -> Interval:
    result = terms[0].spread
    for one in terms[1:]:
        result = result + one.spread
    return result


def _sum(terms: Sequence[Term]) -> Result:
    return Result(_added(terms), _total(terms), " + ".join(one.text for one in terms))


def _product(terms: Sequence[Term], factor: Fraction) -> Result:
    computed, possible = factor, Interval.exact(factor)
    for one in terms:
        computed, possible = computed * one.value, possible * one.spread
    text = " × ".join(one.text for one in terms)
    if factor != 1:
        text += f" × {factor}" if factor.denominator == 1 else f" ÷ {1 / factor}"
    return Result(computed, possible, text)


def _products(terms: Sequence[Term], groups: Sequence[int], factor: Fraction) -> Result:
    """The sum of products, each of so many of the terms: 32名 × 300元 + 14户 × 500元."""
    begins = [sum(groups[:place]) for place in range(len(groups))]
    made = [_product(terms[begin : begin + count], Fraction(1)) for begin, count in zip(begins, groups, strict=True)]
    computed, possible = made[0].computed, made[0].possible
    for one in made[1:]:
        computed, possible = computed + one.computed, possible + one.possible
    text = " + ".join(one.terms for one in made)
    if factor == 1:
        return Result(computed, possible, text)
    return Result(computed * factor, possible * Interval.exact(factor), f"({text}) × {factor}")
