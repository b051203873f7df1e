"""claim/product of a standard and a rate (按每月640元乘以涨幅3.5%计算，每人补贴22.4元), and claim/conversion of prices by the month and by the year."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from extractor.facts.claims.near.products import per_of
from extractor.facts.claims.scope import AMBIGUOUS, IN_FORM, SAME_REPORT, SAME_SENTENCE, Scope, at_least
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, QuantityKind

_DOUBLE, _MONTHS, _QUARTERS = Fraction(2), Fraction(12), Fraction(4)


def indexed(scope: Scope) -> Iterator[Claim]:
    """So much per cent of a standard that the form names or, with no other price beside it, the sentence; twice that where it says so."""
    stated, rate = scope.figure("stated"), scope.figure("rate")
    if stated is None or rate is None or stated.quantity.kind is not QuantityKind.MONEY or not rate.quantity.value:
        return
    base = scope.figure("base") if "base" in scope.form.groups else _standard(scope, rate)
    if base is None or not at_least(base.quantity, stated.quantity) or base.quantity.kind is not QuantityKind.MONEY:
        return
    factor = _DOUBLE if scope.text("double") else Fraction(1)
    named = "base" in scope.form.groups
    operands = [scope.operand("factor", base, IN_FORM if named else SAME_SENTENCE), scope.operand("factor", rate, IN_FORM)]
    unsure = not named and scope.patterns.one("claim.indexed.aside").search(scope.sentence.text) is not None
    yield scope.claim(stated, operands, factors=(factor,), doubt=AMBIGUOUS if unsure else None, weak="guard")


def _standard(scope: Scope, rate: Placed) -> Placed | None:
    """The only standard before a rate in its sentence."""
    known = [one for one in scope.sentence.figures[: rate.index] if scope.has("claim.indexed.standard", one.lead)]
    known = [one for one in known if one.quantity.kind is QuantityKind.MONEY and any(any(pieces) for pieces in (per_of(scope, one),))]
    return known[0] if len(known) == 1 else None


def by_month_and_year(scope: Scope) -> Iterator[Claim]:
    """月人均由312元提高到345元，年人均由3744元提高到4140元: each level of the year is twelve times that of the month."""
    for month, year in (("base", "base_year"), ("current", "current_year")):
        one, stated = scope.figure(month), scope.figure(year)
        if one is not None and stated is not None:
            yield scope.claim(stated, [scope.operand("value", one, IN_FORM)], factors=(_MONTHS,))


def paid_in_parts(scope: Scope) -> Iterator[Claim]:
    """补助按季发放，每人每季度2000元: a quarter, or a twelfth, of the only price of the report that is one of a year."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.kind is not QuantityKind.MONEY:
        return
    year = scope.patterns.words("unit.time")[0]
    held = [one.placed for one in scope.around.panorama.all if one.sentence >= 0 and one.placed.at.end <= stated.at.start]
    money = [one for one in held if one.quantity.kind is QuantityKind.MONEY and one.quantity.worth > stated.quantity.worth]
    prices = [one for one in money if per_of(scope, one)[1] == [year] and per_of(scope, one)[0]]
    if len({one.quantity.worth for one in prices}) != 1:
        return
    parts = _MONTHS if scope.text("time") == scope.patterns.words("unit.time")[1] else _QUARTERS
    yield scope.claim(stated, [scope.operand("value", prices[0], SAME_REPORT)], factors=(1 / parts,))
