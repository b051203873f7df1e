"""The equation of the rates of a whole and its parts: what each level is measured on adds up as the levels do."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from extractor.model.claims import Claim
from extractor.validator.claim.term import Term
from extractor.validator.interval import Interval


def mixed(claim: Claim, own: Term, levels: Sequence[Term], rates: Sequence[Term]) -> tuple[Fraction, Interval, str]:
    """The rate of a level from those of the others: computed, possible, terms. What it is measured on is theirs, added up or taken away as the claim says.

    Raises:
        ZeroDivisionError: what a level is measured on may be nothing.
    """
    told = claim.params["mixed"]
    assert isinstance(told, tuple)
    adding, ways = told
    growing = claim.rule == "claim/growth"
    one, sign = Interval.exact(1), int(str(claim.params.get("sign", 1)))
    base, around, said = Fraction(0), Interval.exact(0), ""
    for level, rate, taken, way in zip(levels, rates, adding, ways, strict=True):
        grown, within, text = rate
        if growing:
            grown, text = 1 + way * grown, f"(1 {'+' if way > 0 else '−'} {text})"
            within = one + within if way > 0 else one - within
        if grown <= 0:
            raise ZeroDivisionError
        share = level.spread / within
        base, around = base + taken * level.value / grown, around + (share if taken > 0 else -share)
        said += f"{(' + ' if taken > 0 else ' − ') if said else ''}{level.text} ÷ {text}"
    if base <= 0:
        raise ZeroDivisionError
    computed, possible, said = own.value / base, own.spread / around, f"{own.text} ÷ ({said})"
    if not growing:
        return computed, possible, said
    if sign > 0:
        return computed - 1, possible - one, f"{said} − 1"
    return 1 - computed, one - possible, f"1 − {said}"
