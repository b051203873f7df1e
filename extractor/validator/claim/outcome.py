"""The verdict on a claim: its first reading, further readings that may clear it, and why it can't be decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from extractor.model.facts import Claim, Operand, Quantity, QuantityKind
from extractor.model.report import Verdict
from extractor.validator.claim.equations import Result, Values, compute, compute_by
from extractor.validator.claim.less_than_part import is_less_than_a_part
from extractor.validator.claim.slips import slips
from extractor.validator.claim.spread import is_fraction, slack_hides_a_slip, spread, unit_of, value_of
from extractor.validator.interval import Interval
from extractor.validator.verdict import judge

ZERO = "zero-divisor"
OPEN_LIST = "open-list"
AMBIGUOUS = "ambiguous"
UNDECIDABLE = frozenset({"hedged", "masked", "open-list"})
"""Doubts that no reading clears."""

_TEN = 10
_NEAR = Fraction(1, 4)
_TELLING = 3
"""Digits of a figure below which agreement by one slip tells nothing: of the stated one, or of the longest where figures are added or subtracted."""
_ROUNDED = frozenset({"claim/average"})
"""Rules whose figure is a quotient, rounded even where it counts persons or things."""
_ADDED = frozenset({"claim/difference", "claim/sum", "claim/breakdown"})
_LISTS = frozenset({"claim/sum", "claim/breakdown"})
_ENDING = 2
_SHORT_OF = Fraction(1, 10)
_AT_MOST = Fraction(1, 5)
"""What a list under 其中 may leave of its whole where one digit, or two neighbours exchanged, would make it complete."""
_BESIDE = frozenset({"named-in-the-form", "same-clause"})
"""Where operands stand that grammar ties to what is stated."""
_HERE = _BESIDE | {"same-sentence", "listed"}
_RATES = frozenset({"claim/ratio", "claim/growth"})
_TIED = _RATES | {"claim/difference"}
"""Rules whose form names the operands; what a sum is made of, it does not."""
_CLOSE = Fraction(1, 8)
"""How near the likeliest operands of a rate must come to what is stated."""
_ANY, _SWAPS = ("transposition", "digit", "unit"), ("transposition", "unit")
"""Slips that may part a figure from what operands of other places give; in so few digits another digit gives almost anything."""
_NEARLY = Fraction(1, 50)
"""A 其中 whose parts leave less than this share of the whole is a full list: nobody lists nearly all and leaves such a rest unsaid."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a claim ends. result: of the reading that decided (None where nothing could be computed). reading: its number, 0 the first."""

    verdict: Verdict
    reason: str | None
    operands: tuple[Operand, ...]
    result: Result | None
    reading: int = 0


def decide(claim: Claim, values: Values | None = None) -> Outcome:
    """The verdict on a claim whose rule has an equation. Several readings: the first that agrees; where none does, the first one's."""
    if claim.doubt in UNDECIDABLE:
        return Outcome(Verdict.UNCHECKED, claim.doubt, claim.operands, None)
    first: Outcome | None = None
    loose: Outcome | None = None
    wide: Outcome | None = None
    for number, (operands, factor) in enumerate(_readings(claim)):
        if any(one.quantity is None or one.quantity.value is None for one in operands) or not operands:
            continue
        try:
            result = compute(claim, operands, factor, values)
        except ZeroDivisionError:
            first = first or Outcome(Verdict.UNCHECKED, ZERO, tuple(operands), None)
            continue
        verdict = compare(claim.stated, result, values, rounded=claim.rule in _ROUNDED or bool(claim.params.get("rounded")))
        if verdict is Verdict.INCONSISTENT and not values and converted_back(claim, operands, result) is Verdict.TRUNCATED:
            verdict = Verdict.TRUNCATED
        if verdict is not Verdict.INCONSISTENT:
            if number and any(_unsure(one.quantity) for one in operands):
                continue
            if number >= len(_factors(claim)) and not verdict.agrees:
                loose = loose or Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, result)
                continue  # further operands that agree within rounding only clear nothing, but keep the first from being accused
            found = Outcome(verdict, None, tuple(operands), result, number)
            if verdict is Verdict.WITHIN_ROUNDING and slack_hides_a_slip(claim.stated, result.possible):
                wide = wide or found  # another reading may hold to the digit
                continue
            return found
        first = first or Outcome(verdict, None, tuple(operands), result)
    if wide is not None:
        # operands that are only likely and leave room for any figure say nothing
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, wide.result) if claim.params.get("strict") else wide
    if first is None or claim.doubt is not None or first.verdict is Verdict.UNCHECKED:
        reason = claim.doubt or (first.reason if first is not None else None) or AMBIGUOUS
        return Outcome(Verdict.UNCHECKED, reason, claim.operands, first.result if first is not None else None)
    if claim.params.get("strict"):
        return _likely(claim, first, values)
    if loose is not None:
        return loose
    if _overdrawn(claim, first) and (len(first.operands) > _LISTED or not _one_slip(claim, first, values)):
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)
    less = is_less_than_a_part(claim, first.operands, values)
    if claim.params.get("far") and not (less or _comes_near(claim, first, values)):
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)
    less = less or (claim.rule in _ROUNDED and _exchanged(claim, first.result))
    turned = first.result is not None and _turned(claim, first.result.computed, value_of(claim.stated, values))
    if claim.params.get("guard") and not (less or turned or _one_slip(claim, first, values) or lacks_one(claim, first.operands)):
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)
    if not _may_be_a_slip(claim, first, values):
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)
    return _breakdown(claim, first, values) if claim.rule == "claim/breakdown" else first


def converted_back(claim: Claim, operands: Sequence[Operand], result: Result) -> Verdict | None:
    """How the figure that a conversion starts from agrees with the one that it states, where that is the finer of the two (2.02亿元，即20245万元); None
    where nothing can be computed.
    """
    coarse = operands[0].quantity if operands else None
    if claim.rule != "claim/conversion" or coarse is None or not result.computed:
        return None
    back = value_of(claim.stated) * value_of(coarse) / result.computed
    return compare(coarse, Result(back, Interval.exact(back), ""))


def _likely(claim: Claim, first: Outcome, values: Values | None) -> Outcome:
    """A claim whose operands are the likeliest of the report: how near its result must come depends on how much their words say."""
    telling = claim.params.get("telling")
    if telling is None:
        return first if _bears_out(claim, first, values) else Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)
    others = claim.params.get("readings", ())
    assert isinstance(others, tuple)
    digits = len(_longest(claim, first).digits)
    tied = int(str(claim.params.get("tied", 1))) if digits > _TELLING or claim.params.get("bases") else 1
    for operands in (claim.operands, *others)[:tied] if digits >= int(str(telling)) else ():
        result = compute(claim, operands, _factors(claim)[0], values)
        tried = replace(first, operands=tuple(operands), result=result)
        if compare(claim.stated, result, values).holds:
            break  # operands that are as likely hold within rounding: no slip need be looked for
        if (
            claim.rule == "claim/difference"
            and not any(one.why in _HERE for one in operands)
            and not _exchanged(claim, tried.result, _ANY if len(claim.stated.telling) >= _TELLING else _SWAPS)
        ):
            continue  # with two figures of other sentences, a digit of either gives almost any difference
        if _one_slip(claim, tried, values, least=1):
            return tried
    return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)


def _bears_out(claim: Claim, outcome: Outcome, values: Values | None) -> bool:
    """Whether figures fit so closely that they belong together: a rate that comes near, a slip in three digits, two digits of a rate exchanged."""
    if claim.rule in _ROUNDED and len(claim.stated.digits) < _TELLING and outcome.result is not None:
        near = abs(outcome.result.computed - value_of(claim.stated, values)) <= value_of(claim.stated, values) * _NEAR
        return near or _exchanged(claim, outcome.result)  # so few digits come of almost any two figures
    few = claim.rule == "claim/difference" and len(claim.stated.telling) < _TELLING
    if few and not any(one.why in _HERE for one in outcome.operands):
        return _exchanged(claim, outcome.result, _SWAPS)
    if claim.rule not in _RATES or claim.params.get("sure"):
        return _one_slip(claim, outcome, values, least=1)
    figure, result = value_of(claim.stated, values), outcome.result
    assert result is not None
    apart = abs(result.computed - figure)
    if apart <= figure * _CLOSE or (len(claim.stated.digits) >= _TELLING and _one_slip(claim, outcome, values, least=1)):
        return True
    if apart <= figure * _NEAR and _one_slip(claim, outcome, values, least=1):
        return True
    return _exchanged(claim, result)


def _exchanged(claim: Claim, result: Result | None, kinds: Sequence[str] = ("transposition",)) -> bool:
    """Whether the stated figure agrees with two of its digits exchanged, or with another slip of such a kind in it."""
    values = (value for kind, value in slips(claim.stated) if kind in kinds)
    rounded = claim.rule in _ROUNDED
    return result is not None and any(compare(claim.stated, result, {claim.stated.id: one}, rounded=rounded).agrees for one in values)


def _longest(claim: Claim, first: Outcome) -> Quantity:
    """The figure whose digits tell whether one slip is more than chance: the stated one, or the longest where figures are added or subtracted."""
    figures = [claim.stated, *(one.quantity for one in first.operands if one.quantity is not None)]
    return max(figures, key=lambda one: len(one.digits)) if claim.rule in _ADDED else claim.stated


def _factors(claim: Claim) -> tuple[Fraction, ...]:
    factors = claim.params.get("factors", (Fraction(1),))
    assert isinstance(factors, tuple)
    return factors


def _comes_near(claim: Claim, outcome: Outcome, values: Values | None) -> bool:
    """Whether operands from another place give something near the stated figure, or would but for one slip: else they are more likely the wrong ones."""
    if outcome.result is None:
        return False
    figure = value_of(claim.stated, values)
    return abs(outcome.result.computed - figure) <= figure * _NEAR or _one_slip(claim, outcome, values)


def _may_be_a_slip(claim: Claim, outcome: Outcome, values: Values | None) -> bool:
    """Whether what is stated is near what the figures give, one slip from it, or a part more or less: else other figures are meant."""
    if outcome.result is None or (claim.rule in _TIED and _nothing_else_is_meant(claim, outcome)):
        return True
    figure, computed = value_of(claim.stated, values), outcome.result.computed
    if _turned(claim, computed, figure):
        return True
    apart = abs(computed - figure)
    if apart <= max(abs(figure), abs(computed)) * _NEAR:
        return True
    if claim.rule in _ADDED and any(one.quantity is not None and value_of(one.quantity, values) == apart for one in outcome.operands):
        return True
    if lacks_one(claim, outcome.operands) or is_less_than_a_part(claim, outcome.operands, values):
        return True
    if claim.rule == "claim/growth" and any(
        compare(claim.stated, Result(one, Interval.exact(one), "")).agrees for one in _of_other_bases(outcome, values)
    ):
        return True
    return _one_slip(claim, outcome, values, least=1)


def _turned(claim: Claim, computed: Fraction, figure: Fraction) -> bool:
    """Whether a change is to the digit what its levels give, the other way (1286起，比上年的1452起增加166起): these figures are meant, and a word is wrong."""
    told = claim.rule == "claim/difference" and bool(claim.params.get("sign")) and not any(_unsure(one.quantity) for one in claim.operands)
    return told and computed == -figure and len(claim.stated.telling) >= _ENDING


def lacks_one(claim: Claim, operands: Sequence[Operand]) -> bool:
    """Whether a whole is what its parts give but for one of them: an item was left out of the sum.

    What a list ends with may be told besides (男117人、女185人、党员128人), and what a sum begins with may be something else
    (发放资料301件，现场咨询116件、电话咨询195件，共计311件): such a part counts only where all parts are named alike.
    """
    parts = [one.quantity for one in operands if one.quantity is not None and one.quantity.value is not None]
    if claim.rule not in _LISTS or len(parts) < len(operands) or len(parts) <= _LISTED:
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


def _overdrawn(claim: Claim, outcome: Outcome) -> bool:
    """Whether more was used than was had: nothing is left of that, so other figures are meant (支出总计39.86亿元。收支相抵，结转下年1亿元)."""
    left = claim.rule == "claim/difference" and {one.role for one in outcome.operands} == {"had", "used"}
    return left and outcome.result is not None and outcome.result.computed < 0


def _third_of_a_change(outcome: Outcome) -> tuple[Fraction, ...]:
    """What goes with a change and one of its levels: a figure beside them that is the other level leaves no doubt of all three."""
    told = {one.role: value_of(one.quantity) for one in outcome.operands if one.quantity is not None and one.quantity.value is not None}
    level = told.get("base", told.get("current"))
    return () if "change" not in told or level is None else (level + told["change"], level - told["change"])


def _one_slip(claim: Claim, outcome: Outcome, values: Values | None, least: int | None = None) -> bool:
    """Whether one slip in one figure makes the claim hold to the digit: figures that fit so closely belong together, and one is misprinted."""
    given = values or {}
    figures = {one.id: one for one in [claim.stated, *(operand.quantity for operand in outcome.operands)] if one is not None}
    told = figures.values() if claim.rule in _ADDED else [claim.stated]
    if least is None:
        least = _TELLING - 1 if claim.rule == "claim/difference" else _TELLING
    telling = claim.rule == "claim/ratio" or max(len(one.digits) for one in told) >= least
    if not telling or any(one in given for one in figures):
        return False
    factors = _factors(claim)
    strict = bool(claim.params.get("strict"))
    loose = strict or len(claim.stated.digits) <= _TELLING
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
            if any(compare(claim.stated, result, tried, rounded=claim.rule in _ROUNDED).agrees for result in results):
                return True
    return not strict and claim.rule == "claim/ratio" and _tenfold(claim, outcome)


def _tenfold(claim: Claim, outcome: Outcome) -> bool:
    """Whether a ratio is ten times what is stated, in figures long enough to tell: a digit too many."""
    result = outcome.result
    told = [one.quantity for one in outcome.operands if one.quantity is not None]
    if result is None or min((len(one.telling) for one in told), default=0) < _TELLING:
        return False
    value = result.computed / _TEN
    return compare(claim.stated, Result(value, Interval.exact(value), result.terms)).agrees


def _far_off(claim: Claim, outcome: Outcome, values: Values | None) -> bool:
    """Whether a ratio is less than half, or more than twice, of what is stated."""
    figure = value_of(claim.stated, values)
    return claim.rule == "claim/ratio" and outcome.result is not None and not figure <= outcome.result.computed * 2 <= figure * 4


def _unsure(quantity: Quantity | None) -> bool:
    return quantity is None or quantity.hedge.value != "exact"


def _readings(claim: Claim) -> Iterator[tuple[Sequence[Operand], Fraction]]:
    others = claim.params.get("readings", ())
    factors = _factors(claim)
    assert isinstance(others, tuple)
    for operands in (claim.operands, *others):
        for factor in factors:
            yield operands, factor


def compare(stated: Quantity, result: Result, values: Values | None = None, *, rounded: bool = False) -> Verdict:
    """The stated figure against what was computed, as `extractor.validator.verdict` has it; a spoken fraction by its own interval.

    rounded: a whole number of persons or things may be rounded, for it is a quotient (法官人均结案243件).
    """
    if is_fraction(stated):
        if value_of(stated, values) == result.computed:
            return Verdict.EXACT
        return Verdict.WITHIN_ROUNDING if spread(stated, values).overlaps(result.possible) else Verdict.INCONSISTENT
    printed = (values or {}).get(stated.id, stated.value)
    assert printed is not None
    if not rounded and _is_exact(stated) and result.possible.low == result.possible.high:
        return Verdict.EXACT if Fraction(printed) * unit_of(stated) == result.computed else Verdict.INCONSISTENT
    return judge(printed, result.computed, result.possible, unit_of(stated))


def _is_exact(quantity: Quantity) -> bool:
    own = spread(quantity)
    return own.low == own.high and quantity.kind is not QuantityKind.PERCENT


def _breakdown(claim: Claim, first: Outcome, values: Values | None) -> Outcome:
    """A list under 其中 may be a part of the whole only: it is accused where it can't be."""
    complete = claim.params.get("complete")
    result = first.result
    assert result is not None
    whole = spread(claim.stated, values)
    rivals = claim.params.get("rivals", ())
    assert isinstance(rivals, tuple)
    for rival in rivals:
        if rival.value is None or spread(rival, values).overlaps(result.possible):
            return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, result)
    if complete == "full" and claim.params.get("partition"):
        return first
    if complete == "full":
        stretched = whole.high > 0 and (result.computed * 2 < whole.low or result.computed > whole.high * 2)
        least = _TELLING if len(first.operands) > _LISTED else _TELLING + 1
        stretched = stretched and not _one_slip(claim, first, values, least=least)
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, result) if stretched else first
    if complete == "overlapping":
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, result)
    if result.possible.low > whole.high:
        return first
    gap = value_of(claim.stated, values) - result.computed
    if gap <= value_of(claim.stated, values) * _NEARLY or _misprinted(claim, first, gap, values) or _misscaled(claim, first, values):
        return first
    return Outcome(Verdict.UNCHECKED, OPEN_LIST, claim.operands, result)


def _misscaled(claim: Claim, first: Outcome, values: Values | None) -> bool:
    """Whether a slip in the unit of the whole (亿元 for 万元) is all that keeps a list from being complete to the digit."""
    if values or len(claim.stated.telling) < _TELLING:
        return False
    units = (value for kind, value in slips(claim.stated) if kind == "unit")
    return any(
        first.result is not None and compare(claim.stated, first.result, {claim.stated.id: value}) is Verdict.EXACT for value in units
    )


def _misprinted(claim: Claim, first: Outcome, gap: Fraction, values: Values | None) -> bool:
    """Whether exchanging two neighbouring digits of one figure, or changing one, completes the list: a rest that happens to be so is rare."""
    whole = value_of(claim.stated, values)
    if gap > whole * _AT_MOST or values or len(first.operands) < _LISTED:
        return False
    for figure in [claim.stated, *(one.quantity for one in first.operands)]:
        if figure is None or len(figure.telling) < _LISTED:
            continue
        for kind, value in slips(figure):
            telling = len(figure.telling) > _LISTED and len(first.operands) > _LISTED  # in round figures any rest looks like a slip
            small = kind == "transposition" or (kind == "digit" and gap <= whole * _SHORT_OF and telling)
            tried = {figure.id: value}
            if small and compare(claim.stated, compute(claim, first.operands, Fraction(1), tried), tried) is Verdict.EXACT:
                return True
    return False


_LISTED = 2
"""Parts, and digits of a figure, below which a misprint can't be told from a part that the list leaves out."""
