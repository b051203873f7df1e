"""How closely figures fit what is stated that they do not give: one slip away, near, the other way round. What fits so closely belongs together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.model.claims import Claim, Operand, Quantity
from extractor.model.report import Verdict
from extractor.validator.claim.comparison import ROUNDED, Outcome, compare
from extractor.validator.claim.equations import Result, Values, compute, compute_by
from extractor.validator.claim.less_than_part import is_less_than_a_part
from extractor.validator.claim.long_sums import SUMS, put_right
from extractor.validator.claim.slips import slips
from extractor.validator.claim.spread import value_of
from extractor.validator.interval import Interval

TELLING = 3
"""Digits of a figure below which agreement by one slip tells nothing: of the stated one, or of the longest where figures are added or subtracted."""
RATES = frozenset({"claim/ratio", "claim/growth"})
_BESIDE = frozenset({"named-in-the-form", "same-clause"})
"""Where operands stand that grammar ties to what is stated."""
HERE = _BESIDE | {"same-sentence", "listed"}
_TEN = 10
_NEAR = Fraction(1, 4)
_LISTS = frozenset({"claim/sum", "claim/breakdown"})
_COUPLE = 2
"""Parts of which none is left out: a sum of two is no list."""
_ENDING = 2
_ORDERS = 100
"""Times that one rate is another where it is of something else."""
_TIED = RATES | {"claim/difference"}
"""Rules whose form names the operands; what a sum is made of, it does not."""
_CLOSE = Fraction(1, 8)
"""How near the likeliest operands of a rate must come to what is stated."""
_SWAPS = ("transposition", "unit")
"""Slips that may part a figure of few digits from what operands of other places give; another digit gives almost anything."""


def bears_out(claim: Claim, outcome: Outcome, values: Values | None) -> bool:
    """Whether figures fit so closely that they belong together: a rate that comes near, a slip in three digits, two digits of a rate exchanged."""
    if claim.rule in ROUNDED and len(claim.stated.digits) < TELLING and outcome.result is not None:
        near = abs(outcome.result.computed - value_of(claim.stated, values)) <= value_of(claim.stated, values) * _NEAR
        return near or exchanged(claim, outcome.result)  # so few digits come of almost any two figures
    few = claim.rule == "claim/difference" and len(claim.stated.telling) < TELLING
    if few and not any(one.why in HERE for one in outcome.operands):
        return exchanged(claim, outcome.result, _SWAPS)
    if claim.rule not in RATES or claim.params.get("sure"):
        return one_slip(claim, outcome, values, least=1)
    figure, result = value_of(claim.stated, values), outcome.result
    assert result is not None
    apart = abs(result.computed - figure)
    if apart <= figure * _CLOSE or (len(claim.stated.digits) >= TELLING and one_slip(claim, outcome, values, least=1)):
        return True
    if apart <= figure * _NEAR and one_slip(claim, outcome, values, least=1):
        return True
    return exchanged(claim, result)


def exchanged(claim: Claim, result: Result | None, kinds: Sequence[str] = ("transposition",)) -> bool:
    """Whether the stated figure agrees with two of its digits exchanged, or with another slip of such a kind in it."""
    values = (value for kind, value in slips(claim.stated) if kind in kinds)
    rounded = claim.rule in ROUNDED
    return result is not None and any(compare(claim.stated, result, {claim.stated.id: one}, rounded=rounded).agrees for one in values)


def longest(claim: Claim, first: Outcome) -> Quantity:
    """The figure whose digits tell whether one slip is more than chance: the stated one, or the longest where figures are added or subtracted."""
    figures = [claim.stated, *(one.quantity for one in first.operands if one.quantity is not None)]
    return max(figures, key=lambda one: len(one.digits)) if claim.rule in SUMS else claim.stated


def factors_of(claim: Claim) -> tuple[Fraction, ...]:
    """By what a product or a conversion may be multiplied besides, the likeliest first."""
    factors = claim.params.get("factors", (Fraction(1),))
    assert isinstance(factors, tuple)
    return factors


def comes_near(claim: Claim, outcome: Outcome, values: Values | None) -> bool:
    """Whether operands from another place give something near the stated figure, or would but for one slip: else they are more likely the wrong ones."""
    if outcome.result is None:
        return False
    figure = value_of(claim.stated, values)
    return abs(outcome.result.computed - figure) <= figure * _NEAR or one_slip(claim, outcome, values)


def may_be_a_slip(claim: Claim, outcome: Outcome, values: Values | None) -> bool:
    """Whether what is stated is near what the figures give, one slip from it, or a part more or less: else other figures are meant."""
    if outcome.result is None:
        return True
    figure, computed = value_of(claim.stated, values), outcome.result.computed
    if claim.rule == "claim/ratio" and _is_of_another_order(figure, computed) and not one_slip(claim, outcome, values, least=1):
        return False  # 过火面积12.6公顷，受害面积6.2公顷，受害率0.096‰: of all the woods
    if claim.rule in _TIED and _nothing_else_is_meant(claim, outcome):
        return True
    if is_turned(claim, computed, figure):
        return True
    apart = abs(computed - figure)
    if apart <= max(abs(figure), abs(computed)) * _NEAR:
        return True
    if claim.rule in SUMS and any(one.quantity is not None and value_of(one.quantity, values) == apart for one in outcome.operands):
        return True
    if lacks_one(claim, outcome.operands) or is_less_than_a_part(claim, outcome.operands, values):
        return True
    if claim.rule == "claim/growth" and any(
        compare(claim.stated, Result(one, Interval.exact(one), "")).agrees for one in _of_other_bases(outcome, values)
    ):
        return True
    return one_slip(claim, outcome, values, least=1)


def _is_of_another_order(figure: Fraction, computed: Fraction) -> bool:
    """Whether one of two rates is more than a hundred times the other."""
    smaller, larger = sorted((abs(figure), abs(computed)))
    return smaller > 0 and larger >= smaller * _ORDERS


def is_turned(claim: Claim, computed: Fraction, figure: Fraction) -> bool:
    """Whether a change is to the digit what its levels give, the other way (1286起，比上年的1452起增加166起): these figures are meant, and a word is wrong."""
    told = claim.rule == "claim/difference" and bool(claim.params.get("sign")) and not any(unsure(one.quantity) for one in claim.operands)
    long = (
        len(claim.stated.telling) >= _ENDING
        or min(len(one.quantity.telling) for one in claim.operands if one.quantity is not None) >= _ENDING
    )
    return told and computed == -figure and long


def lacks_one(claim: Claim, operands: Sequence[Operand]) -> bool:
    """Whether a whole is what its parts give but for one of them: an item was left out of the sum.

    What a list ends with may be told besides (男117人、女185人、党员128人), and what a sum begins with may be something else
    (发放资料301件，现场咨询116件、电话咨询195件，共计311件): such a part counts only where all parts are named alike.
    """
    parts = [one.quantity for one in operands if one.quantity is not None and one.quantity.value is not None]
    if claim.rule not in _LISTS or len(parts) < len(operands) or len(parts) <= _COUPLE:
        return False
    alike = named_alike(parts)
    for index, left_out in enumerate(parts):
        at_end = index == len(parts) - 1 or (claim.rule == "claim/sum" and index == 0)
        if (at_end and not alike) or value_of(left_out) == value_of(claim.stated):
            continue
        rest = [one for one in operands if one.quantity is not left_out]
        if compare(claim.stated, compute(claim, rest, Fraction(1), None)) is not Verdict.INCONSISTENT:
            return True
    return False


def named_alike(parts: Sequence[Quantity]) -> bool:
    """Whether the names of several parts all end in the same two characters (线上咨询, 现场咨询, 电话咨询)."""
    ends = {(one.subject or "")[-_ENDING:] for one in parts}
    return len(ends) == 1 and len(ends.pop()) == _ENDING


def _of_other_bases(outcome: Outcome, values: Values | None) -> Iterator[Fraction]:
    """The growth by the level now instead of the one before: the base is taken wrongly, and no other figures are meant."""
    told = {one.role: value_of(one.quantity, values) for one in outcome.operands if one.quantity is not None}
    base = told.get("base", Fraction(0))
    change = told["change"] if "change" in told else told.get("current", base) - base
    yield from (abs(change) / now for now in (base + change, base - change) if now > 0)


def _nothing_else_is_meant(claim: Claim, outcome: Outcome) -> bool:
    """Whether grammar ties the operands to what is stated, or the sentence has no other figures of their unit."""
    if all(one.why in _BESIDE for one in outcome.operands):
        return True
    around = claim.params.get("around", ())
    assert isinstance(around, tuple)
    own = [one.quantity for one in outcome.operands if one.quantity is not None]
    here = all(one.why in (*_BESIDE, "same-sentence") for one in outcome.operands)
    third = _third_of_a_change(outcome) if claim.params.get("bare") else ()  # 支出多466.7万元，人均支出增长5.3%
    return here and not any(one.value and one.alike(own[0]) and one not in own and value_of(one) not in third for one in around)


def _third_of_a_change(outcome: Outcome) -> tuple[Fraction, ...]:
    """What goes with a change and one of its levels: a figure beside them that is the other level leaves no doubt of all three."""
    told = {one.role: value_of(one.quantity) for one in outcome.operands if one.quantity is not None and one.quantity.value is not None}
    level = told.get("base", told.get("current"))
    return () if "change" not in told or level is None else (level + told["change"], level - told["change"])


def one_slip(claim: Claim, outcome: Outcome, values: Values | None, least: int | None = None) -> bool:
    """Whether one slip in one figure makes the claim hold to the digit: figures that fit so closely belong together, and one is misprinted."""
    given = values or {}
    figures = {one.id: one for one in [claim.stated, *(operand.quantity for operand in outcome.operands)] if one is not None}
    told = figures.values() if claim.rule in SUMS else [claim.stated]
    if least is None:
        least = TELLING - 1 if claim.rule == "claim/difference" else TELLING
    telling = claim.rule == "claim/ratio" or max(len(one.digits) for one in told) >= least
    if not telling or any(one in given for one in figures):
        return False
    factors = factors_of(claim)
    strict = bool(claim.params.get("strict"))
    loose = strict or (len(claim.stated.digits) <= TELLING and not _is_upside_down(claim, outcome, given))
    if strict:
        factors = factors[:1]
    bound = {one.quantity.id for one in outcome.operands if one.quantity is not None}
    as_given = compute_by(claim, outcome.operands, factors, given)  # a slip in what is stated changes nothing in what it is computed from
    for figure in figures.values():
        for kind, value in slips(figure):
            if strict and kind == "unit" and claim.rule == "claim/ratio":
                continue
            if kind == "digit" and figure is not claim.stated and loose and _far_off(claim, outcome, values):
                continue  # with another leading digit almost any figure gives almost any rate of few digits
            tried = {**given, figure.id: value}
            results = as_given if figure.id not in bound else compute_by(claim, outcome.operands, factors, tried)
            if any(compare(claim.stated, result, tried, rounded=claim.rule in ROUNDED).agrees for result in results):
                return True
    if claim.rule in SUMS:
        return not strict and not given and put_right(claim, outcome.operands)
    return not strict and claim.rule == "claim/ratio" and _tenfold(claim, outcome)


def _tenfold(claim: Claim, outcome: Outcome) -> bool:
    """Whether a ratio is ten times what is stated, in figures long enough to tell: a digit too many."""
    result = outcome.result
    told = [one.quantity for one in outcome.operands if one.quantity is not None]
    if result is None or min((len(one.telling) for one in told), default=0) < TELLING:
        return False
    value = result.computed / _TEN
    return compare(claim.stated, Result(value, Interval.exact(value), result.terms)).agrees


def _is_upside_down(claim: Claim, outcome: Outcome, values: Values) -> bool:
    """Whether a share that the sentence tells beside its figures is below 1, and its part larger than its whole (抽检120份，合格507份，合格率97.5%)."""
    here = all(one.why in HERE for one in outcome.operands)
    if claim.rule != "claim/ratio" or outcome.result is None or len(claim.stated.digits) < TELLING:
        return False
    return here and value_of(claim.stated, values) < 1 < outcome.result.computed


def _far_off(claim: Claim, outcome: Outcome, values: Values | None) -> bool:
    """Whether a ratio is less than half, or more than twice, of what is stated."""
    figure = value_of(claim.stated, values)
    return claim.rule == "claim/ratio" and outcome.result is not None and not figure <= outcome.result.computed * 2 <= figure * 4


def unsure(quantity: Quantity | None) -> bool:
    """Whether a figure is missing, or told with a hedge."""
    return quantity is None or quantity.hedge.value != "exact"
