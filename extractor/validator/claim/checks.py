"""From a claim to its check: verdict, operands, equation and parameters of the wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from extractor.model.claims import Claim, Quantity
from extractor.model.claims import Operand as Bound
from extractor.model.report import Check, Operand, Verdict
from extractor.model.text import Span
from extractor.validator.application import Application, place
from extractor.validator.claim.comparison import Outcome
from extractor.validator.claim.equations import Values
from extractor.validator.claim.one_slip import is_one_misprint, tried
from extractor.validator.claim.outcome import AMBIGUOUS, UNDECIDABLE, ZERO, converted_back, decide
from extractor.validator.claim.second_look import average_beside, explained_elsewhere, explained_list
from extractor.validator.claim.special import bound, count, exceeds, implausible, weights
from extractor.validator.claim.spread import in_unit, printed, slack_hides_a_slip, written
from extractor.validator.matter import Matter

_PLAIN = frozenset({"claim/count", "claim/repeat", "claim/part-exceeds-whole"})
"""Rules whose finding sets one figure beside another, with nothing computed."""


def check_claim(matter: Matter, claim: Claim) -> Application:
    """The check of one claim, with the claim itself beside it for the search for a common cause."""
    claim, outcome = chosen(claim)
    if outcome.verdict is Verdict.INCONSISTENT and outcome.operands:
        claim = replace(claim, operands=tuple(outcome.operands))  # one of several readings as likely may have decided
    check = _check(matter, claim, outcome)
    noted = (
        outcome.verdict is Verdict.WITHIN_ROUNDING
        and claim.rule != "claim/weights"
        and "mixed" not in claim.params  # what many rounded figures leave together is wide by its nature
        and outcome.result is not None
        and slack_hides_a_slip(claim.stated, outcome.result.possible)
        and converted_back(claim, claim.operands, outcome.result) in (None, Verdict.INCONSISTENT)
    )
    if noted:
        check = replace(check, params={**check.params, "variant": "slack"})
    listed = claim.params.get("listed")
    evidence = (listed,) if isinstance(listed, Span) else ()
    return Application(check, evidence=evidence, claim=claim, noted=noted)


def chosen(claim: Claim) -> tuple[Claim, Outcome]:
    """A claim with its outcome, or what it may be read from elsewhere in the report (``otherwise``), where that decides or clears it."""
    outcome = outcome_of(claim)
    other = claim.params.get("otherwise")
    if not isinstance(other, Claim):
        return claim, outcome
    undecided = outcome.verdict is Verdict.UNCHECKED and outcome.reason not in UNDECIDABLE
    doubted = claim.doubt is not None and bool(outcome.reading)
    if not undecided and not doubted and outcome.verdict is not Verdict.INCONSISTENT:
        return claim, outcome
    second = outcome_of(other)
    clears = second.verdict in (Verdict.EXACT, Verdict.TRUNCATED) and not (
        claim.doubt is None and outcome.verdict is Verdict.INCONSISTENT and is_one_misprint(claim, second.operands)
    )
    firm = second.verdict is Verdict.INCONSISTENT and bool(other.params.get("near")) and not _takes_in(outcome.operands, other)
    decides = (undecided and second.verdict is not Verdict.UNCHECKED) or (doubted and firm)
    if not (clears or decides):
        return claim, outcome
    return other, second


def _takes_in(operands: Sequence[Bound], other: Claim) -> bool:
    """Whether a reading that agrees rests on all that another reading does and on more (总投资860万元，上年完成200万元，本年完成312万元，尚缺348万元)."""
    roles = {(one.role, one.quantity.id) for one in operands if one.quantity is not None}
    return roles > {(one.role, one.quantity.id) for one in other.operands if one.quantity is not None}


def outcome_of(claim: Claim, values: Values | None = None) -> Outcome:
    """How a claim ends; ``values`` puts other figures in the place of printed ones, by id of the quantity."""
    try:
        outcome = _outcome(claim, values)
        if values is None:
            outcome = tried(claim, outcome)
    except ZeroDivisionError:
        return Outcome(Verdict.UNCHECKED, ZERO, claim.operands, None)
    if values is None and outcome.verdict is Verdict.INCONSISTENT and _explained(claim, outcome):
        return Outcome(Verdict.UNCHECKED, AMBIGUOUS, claim.operands, outcome.result)
    return outcome


def _explained(claim: Claim, outcome: Outcome) -> bool:
    if explained_elsewhere(claim):
        return True
    computed = None if outcome.result is None else outcome.result.computed
    return computed is not None and (explained_list(claim, computed) or average_beside(claim, computed))


def _outcome(claim: Claim, values: Values | None) -> Outcome:
    match claim.rule:
        case "claim/count":
            return count(claim, values)
        case "claim/weights":
            return weights(claim, values)
        case "claim/bound":
            return bound(claim, values)
        case "claim/part-exceeds-whole":
            return exceeds(claim, values)
        case "claim/implausible":
            return implausible(claim, values)
        case _:
            return decide(claim, values)


def _check(matter: Matter, claim: Claim, outcome: Outcome) -> Check:
    section = matter.section_at(claim.stated.at.start)
    stated, result = claim.stated, outcome.result
    operands = [_operand("stated", stated), *(_bound(one) for one in outcome.operands if one.quantity is not stated)]
    params: dict[str, object] = {**place(matter, section), "stated": printed(stated), "variant": "inconsistent"}
    computed: Decimal | Fraction | None = None
    interval: tuple[Decimal | Fraction, Decimal | Fraction] | None = None
    figure: Decimal | Fraction | None = stated.value
    if claim.rule == "claim/weights":
        figure = Decimal(100)
        params["stated"] = "100%"
    if result is not None:
        computed = in_unit(result.computed, stated)
        interval = (in_unit(result.possible.low, stated), in_unit(result.possible.high, stated))
        said = written(result.computed, stated)
        plain = claim.rule in _PLAIN or said == result.terms
        params["equation"] = result.terms if plain else f"{result.terms} = {said}"
        params["computed"] = said
        params["low"], params["high"] = written(result.possible.low, stated), written(result.possible.high, stated)
    if outcome.reading:
        params["reading"] = outcome.reading
    if "restates" in claim.params:
        params["restates"] = claim.params["restates"]
    return Check(
        id="",
        rule=claim.rule,
        section=None if section is None else section.id,
        operands=tuple(operands),
        stated=figure,
        computed=computed,
        interval=interval,
        verdict=outcome.verdict,
        reason=outcome.reason,
        params=params,
    )


def _operand(role: str, quantity: Quantity) -> Operand:
    return Operand(role, quantity.value, f"quantity:{quantity.id}", quantity.at)


def _bound(operand: Bound) -> Operand:
    if operand.quantity is None:
        return Operand(operand.role, None, None, None)
    return _operand(operand.role, operand.quantity)
