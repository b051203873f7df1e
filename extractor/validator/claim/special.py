"""The claims that are no equation: bounds, counts of items, weights, parts larger than their whole, ratios that stand out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from extractor.model.claims import Claim, Operand, QuantityKind
from extractor.model.report import Verdict
from extractor.validator.claim.comparison import Outcome
from extractor.validator.claim.equations import Result, Values
from extractor.validator.claim.outcome import UNDECIDABLE
from extractor.validator.claim.spread import printed, spread, value_of
from extractor.validator.interval import Interval

_FAR = Fraction(9, 5)
"""How far beyond all other ratios of the report a ratio must lie to be told: almost twice the largest, or half the smallest."""


def bound(claim: Claim, values: Values | None = None) -> Outcome:
    """A figure within its limit. Kept by the figures as printed: holds. Broken beyond any rounding: fails. Between: within rounding."""
    return _by_readings(claim, lambda operands, number: _bound(claim, operands, number, values))


def _by_readings(claim: Claim, outcome_of: Callable[[tuple[Operand, ...], int], Outcome]) -> Outcome:
    """The first reading of a claim under which nothing is wrong; where there is none the first of all, which stays open where the claim is doubted."""
    if claim.doubt in UNDECIDABLE or any(one.quantity is None or one.quantity.value is None for one in claim.operands):
        return Outcome(Verdict.UNCHECKED, claim.doubt or "missing-operand", claim.operands, None)
    others = claim.params.get("readings", ())
    assert isinstance(others, tuple)
    first: Outcome | None = None
    for number, operands in enumerate((claim.operands, *others)):
        if any(one.quantity is None or one.quantity.value is None for one in operands):
            continue  # 支出**元，到位860万元，其中设备90万元: a masked figure reads nothing
        outcome = outcome_of(operands, number)
        if outcome.verdict is not Verdict.INCONSISTENT:
            return outcome
        first = first or outcome
    assert first is not None
    return first if claim.doubt is None else Outcome(Verdict.UNCHECKED, claim.doubt, claim.operands, first.result)


def _bound(claim: Claim, operands: tuple[Operand, ...], number: int, values: Values | None) -> Outcome:
    roles = {one.role: one.quantity for one in operands if one.quantity is not None}
    sense = claim.params["sense"]
    limit, most = value_of(claim.stated, values), spread(claim.stated, values)
    if claim.params.get("exact"):
        most = Interval.exact(limit)
    value = roles["value"]
    amount, room = value_of(value, values), spread(value, values)
    terms = printed(value)
    if "other" in roles:
        other = roles["other"]
        low, high = (amount - value_of(other, values)), (room - spread(other, values))
        amount = abs(low)
        room = Interval(max(Fraction(0), high.low, -high.high), max(abs(high.low), abs(high.high)))
        terms = f"|{printed(value)} − {printed(other)}|"
        sense = "at-most"
        most = Interval.exact(limit)
    if "base" in roles:
        base = roles["base"]
        amount, room = amount / value_of(base, values), room / spread(base, values)
        limit, most = value_of(claim.stated, values), spread(claim.stated, values)
        terms = f"{printed(value)} ÷ {printed(base)}"
    kept = {"at-least": amount >= limit, "at-most": amount <= limit, "above": amount > limit, "below": amount < limit}[str(sense)]
    possible = room.high >= most.low if sense in ("at-least", "above") else room.low <= most.high
    verdict = Verdict.EXACT if kept else Verdict.WITHIN_ROUNDING if possible else Verdict.INCONSISTENT
    return Outcome(verdict, None, operands, Result(amount, room, terms), number)


def count(claim: Claim, values: Values | None = None) -> Outcome:
    """A number of items against those named."""
    del values
    named, least, most = (int(str(claim.params[name])) for name in ("items", "least", "most"))
    result = Result(Fraction(named), Interval(Fraction(least), Fraction(max(least, most))), str(named))
    if claim.stated.value is None:
        return Outcome(Verdict.UNCHECKED, "masked", (), result)
    if claim.doubt in UNDECIDABLE:
        return Outcome(Verdict.UNCHECKED, claim.doubt, (), result)
    if least <= claim.stated.value <= most:
        return Outcome(Verdict.EXACT, None, (), result)
    if claim.doubt is not None:
        return Outcome(Verdict.UNCHECKED, claim.doubt, (), result)
    return Outcome(Verdict.INCONSISTENT, None, (), result)


def weights(claim: Claim, values: Values | None = None) -> Outcome:
    """Weights make 100% together: whole ones exactly, those printed with decimals (33.3%, 0.33) within their rounding; 0.3 and 0.7 are set, not rounded.

    Shares of what there is (``rounded``) may all be rounded, and make as much as they are told of (``all``).
    """
    if claim.doubt is not None:
        return Outcome(Verdict.UNCHECKED, claim.doubt, claim.operands, None)
    total = sum((value_of(one.quantity, values) for one in claim.operands if one.quantity is not None), Fraction(0))
    terms = " + ".join(printed(one.quantity) for one in claim.operands if one.quantity is not None)
    possible = Interval.exact(total)
    told = int(str(claim.params.get("all", 1)))
    printed_rounded = any(
        one.quantity is not None and one.quantity.decimals > (one.quantity.kind is QuantityKind.BARE) for one in claim.operands
    )
    if printed_rounded or claim.params.get("rounded"):
        spreads = [spread(one.quantity, values) for one in claim.operands if one.quantity is not None]
        possible = Interval(sum((one.low for one in spreads), Fraction(0)), sum((one.high for one in spreads), Fraction(0)))
    within = possible.low <= told <= possible.high
    verdict = Verdict.EXACT if total == told else Verdict.WITHIN_ROUNDING if within else Verdict.INCONSISTENT
    return Outcome(verdict, None, claim.operands, Result(total, possible, terms))


def exceeds(claim: Claim, values: Values | None = None) -> Outcome:
    """A part is at most its whole, beyond any rounding."""

    def outcome(operands: tuple[Operand, ...], number: int) -> Outcome:
        whole = operands[0].quantity
        assert whole is not None
        most = spread(whole, values)
        verdict = Verdict.EXACT if spread(claim.stated, values).low <= most.high else Verdict.INCONSISTENT
        return Outcome(verdict, None, operands, Result(value_of(whole, values), most, printed(whole)), number)

    return _by_readings(claim, outcome)


def implausible(claim: Claim, values: Values | None = None) -> Outcome:
    """People a household against the same ratio elsewhere in the report."""
    quantities = [one.quantity for one in claim.operands if one.quantity is not None]
    households, others = quantities[0], quantities[1:]
    own = value_of(claim.stated, values) / value_of(households, values)
    ratios = [value_of(people, values) / value_of(homes, values) for homes, people in zip(others[::2], others[1::2], strict=True)]
    low, high = min(ratios), max(ratios)
    far = own > high * _FAR or own < low / _FAR
    result = Result(own, Interval(low, high), f"{claim.stated.text} ÷ {households.text}")
    return Outcome(Verdict.INCONSISTENT if far else Verdict.EXACT, None, claim.operands[:1], result)
