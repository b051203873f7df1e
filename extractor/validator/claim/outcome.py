"""The verdict on a claim: its first reading, further readings that may clear it, and why it can't be decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from extractor.model.claims import Claim, Operand, QuantityKind
from extractor.model.report import Verdict
from extractor.validator.claim.comparison import ROUNDED, Outcome, compare
from extractor.validator.claim.equations import Result, Values, compute
from extractor.validator.claim.fits import (
    HERE,
    TELLING,
    bears_out,
    comes_near,
    exchanged,
    factors_of,
    is_turned,
    lacks_one,
    longest,
    may_be_a_slip,
    one_slip,
    unsure,
)
from extractor.validator.claim.less_than_part import is_less_than_a_part
from extractor.validator.claim.long_sums import put_right
from extractor.validator.claim.slips import slips
from extractor.validator.claim.sole import tells_nothing_else
from extractor.validator.claim.spread import slack_hides_a_slip, spread, value_of
from extractor.validator.interval import Interval

ZERO = "zero-divisor"
OPEN_LIST = "open-list"
AMBIGUOUS = "ambiguous"
UNDECIDABLE = frozenset({"hedged", "masked", "open-list"})
"""Doubts that no reading clears."""

_SHORT_OF = Fraction(1, 10)
_AT_MOST = Fraction(1, 5)
"""What a list under 其中 may leave of its whole where one digit, or two neighbours exchanged, would make it complete."""
_AT_MOST_OF_LONG = Fraction(1, 2)
"""The same for two neighbours exchanged, where the whole has digits enough to tell."""
_ANY, _SWAPS = ("transposition", "digit", "unit"), ("transposition", "unit")
"""Slips that may part a figure from what operands of other places give; in so few digits another digit gives almost anything."""
_NEARLY = Fraction(1, 50)
"""A 其中 whose parts leave less than this share of the whole is a full list: nobody lists nearly all and leaves such a rest unsaid."""
_LISTED = 2
"""Parts, and digits of a figure, below which a misprint can't be told from a part that the list leaves out."""


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
        verdict = compare(claim.stated, result, values, rounded=claim.rule in ROUNDED or bool(claim.params.get("rounded")))
        if verdict is Verdict.INCONSISTENT and not values and converted_back(claim, operands, result) is Verdict.TRUNCATED:
            verdict = Verdict.TRUNCATED
        if verdict is not Verdict.INCONSISTENT:
            if number and any(unsure(one.quantity) for one in operands):
                continue
            if number >= len(factors_of(claim)) and not verdict.agrees:
                if _told_closer(claim, first, operands, result):
                    continue
                loose = loose or Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, result)
                continue  # further operands that agree within rounding only clear nothing, but keep the first from being accused
            found = Outcome(verdict, None, tuple(operands), result, number)
            if verdict is Verdict.WITHIN_ROUNDING and slack_hides_a_slip(claim.stated, result.possible):
                wide = wide or found  # another reading may hold to the digit
                continue
            return found
        found = Outcome(verdict, None, tuple(operands), result)
        if _of_less_than_nothing(claim, result) and (values or not one_slip(claim, found, values)):
            first = first or Outcome(Verdict.UNCHECKED, ZERO, tuple(operands), None)
            continue
        first = first or found
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
    if _overdrawn(claim, first) and (len(first.operands) > _LISTED or not one_slip(claim, first, values)):
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)
    less = is_less_than_a_part(claim, first.operands, values)
    if claim.params.get("far") and not (less or comes_near(claim, first, values)):
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)
    less = less or (claim.rule in ROUNDED and exchanged(claim, first.result))
    turned = first.result is not None and is_turned(claim, first.result.computed, value_of(claim.stated, values))
    fits = less or turned or one_slip(claim, first, values) or lacks_one(claim, first.operands)
    if claim.params.get("guard") and not (fits or (values is None and tells_nothing_else(claim, first))):
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)
    if not claim.params.get("whole") and not may_be_a_slip(claim, first, values):
        return _of_the_first(claim, values) or Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)
    return _breakdown(claim, first, values) if claim.rule == "claim/breakdown" and not claim.params.get("whole") else first


def _told_closer(claim: Claim, first: Outcome | None, operands: Sequence[Operand], result: Result) -> bool:
    """Whether the change that is printed gives a rate all of whose room the two levels leave as well: what these leave beyond it is no rate of that change."""
    if claim.rule != "claim/growth" or first is None or first.result is None:
        return False
    told = {one.role: one.quantity for one in first.operands}
    levels = {one.role: one.quantity for one in operands}
    same_base = told.keys() == {"change", "base"} and levels.keys() == {"current", "base"} and told["base"] is levels["base"]
    closer, wider = first.result.possible, result.possible
    return same_base and wider.low <= closer.low and closer.high <= wider.high


def _of_the_first(claim: Claim, values: Values | None) -> Outcome | None:
    """A list that goes on with something else (其中中央a、地方b，负债c): its first parts alone, where one slip puts these right."""
    others = claim.params.get("readings", ())
    assert isinstance(others, tuple)
    if values or claim.rule != "claim/breakdown":
        return None
    told = [tuple(one) for one in others if len(one) >= _LISTED and tuple(one) == claim.operands[: len(one)] and put_right(claim, one)]
    return Outcome(Verdict.INCONSISTENT, None, told[0], compute(claim, told[0], Fraction(1), None)) if len(told) == 1 else None


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
        return first if bears_out(claim, first, values) else Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)
    others = claim.params.get("readings", ())
    assert isinstance(others, tuple)
    digits = len(longest(claim, first).digits)
    tied = int(str(claim.params.get("tied", 1))) if digits > TELLING or claim.params.get("bases") else 1
    for operands in (claim.operands, *others)[:tied] if digits >= int(str(telling)) else ():
        result = compute(claim, operands, factors_of(claim)[0], values)
        tried = replace(first, operands=tuple(operands), result=result)
        if compare(claim.stated, result, values).holds:
            break  # operands that are as likely hold within rounding: no slip need be looked for
        if (
            claim.rule == "claim/difference"
            and not any(one.why in HERE for one in operands)
            and not exchanged(claim, tried.result, _ANY if len(claim.stated.telling) >= TELLING else _SWAPS)
        ):
            continue  # with two figures of other sentences, a digit of either gives almost any difference
        if one_slip(claim, tried, values, least=1):
            return tried
    return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, first.result)


def _of_less_than_nothing(claim: Claim, result: Result) -> bool:
    """Whether a change is told that is larger than what it led to: other figures are meant, or one is misprinted (2290元，比上年提高2410元)."""
    return claim.rule == "claim/growth" and {one.role for one in claim.operands} == {"change", "current"} and result.computed < 0


def _overdrawn(claim: Claim, outcome: Outcome) -> bool:
    """Whether more was used than was had: nothing is left of that, so other figures are meant (支出总计39.86亿元。收支相抵，结转下年1亿元)."""
    left = claim.rule == "claim/difference" and {one.role for one in outcome.operands} == {"had", "used"}
    return left and outcome.result is not None and outcome.result.computed < 0


def _readings(claim: Claim) -> Iterator[tuple[Sequence[Operand], Fraction]]:
    others = claim.params.get("readings", ())
    factors = factors_of(claim)
    assert isinstance(others, tuple)
    for operands in (claim.operands, *others):
        for factor in factors:
            yield operands, factor


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
        least = TELLING if len(first.operands) > _LISTED else TELLING + 1
        stretched = stretched and not one_slip(claim, first, values, least=least)
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, result) if stretched else first
    if complete == "overlapping":
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, result)
    if result.possible.low > whole.high:
        return first
    gap = value_of(claim.stated, values) - result.computed
    if gap <= value_of(claim.stated, values) * _NEARLY or _misprinted(claim, first, gap, values) or _misscaled(claim, first, values):
        return first
    if not values and (put_right(claim, first.operands) or (claim.params.get("partition") and one_slip(claim, first, values))):
        return first
    return Outcome(Verdict.UNCHECKED, OPEN_LIST, claim.operands, result)


def _misscaled(claim: Claim, first: Outcome, values: Values | None) -> bool:
    """Whether a slip in the unit of the whole (亿元 for 万元) is all that keeps a list from being complete to the digit."""
    if values or len(claim.stated.telling) < TELLING:
        return False
    units = (value for kind, value in slips(claim.stated) if kind == "unit")
    return any(
        first.result is not None and compare(claim.stated, first.result, {claim.stated.id: value}) is Verdict.EXACT for value in units
    )


def _misprinted(claim: Claim, first: Outcome, gap: Fraction, values: Values | None) -> bool:
    """Whether exchanging two neighbouring digits of one figure, or changing one, completes the list: a rest that happens to be so is rare."""
    whole = value_of(claim.stated, values)
    long = len(claim.stated.telling) >= TELLING  # of so many digits few rests are two neighbours exchanged
    if gap > whole * (_AT_MOST_OF_LONG if long else _AT_MOST) or values or len(first.operands) < _LISTED:
        return False
    # 机构86.4万个，其中甲类3.1万个、乙类54.2万个…: of things counted in 万 the kinds with few are left out
    rough = claim.stated.kind is QuantityKind.COUNT and claim.stated.scale > 1
    least = TELLING if rough else _LISTED
    for figure in [claim.stated, *(one.quantity for one in first.operands)]:
        if figure is None or len(figure.telling) < _LISTED:
            continue
        for kind, value in slips(figure):
            telling = len(figure.telling) > least and len(first.operands) > _LISTED  # in round figures any rest looks like a slip
            small = kind == "transposition" or (kind == "digit" and gap <= whole * _SHORT_OF and telling)
            tried = {figure.id: value}
            if small and compare(claim.stated, compute(claim, first.operands, Fraction(1), tried), tried) is Verdict.EXACT:
                return True
    return False
