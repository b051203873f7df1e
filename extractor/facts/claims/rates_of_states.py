"""claim/ratio: a rate of several states together, in which a list that holds tells its things (优9个、良11个、中4个，优良率p; 完工a、在建b、未开工c，开工率p).

The name of the rate says which: those whose first characters it is made of, or all but the one that is called by its denial.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.facts.claims.certainty.holding import holds
from extractor.facts.claims.scope import LISTED
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity, QuantityKind

_FORM = "claim.rate-of-states"
_LISTS = frozenset({"claim/breakdown", "claim/sum"})
_COUPLE, _MOST = 2, 6
_BACK = 300
"""Characters from the end of a list to the rate."""


def rates_of_states(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each rate that no form has decided, and whose name puts together states of the nearest list before it."""
    lists = sorted((one for one in known.values() if is_list(one)), key=lambda one: -one.at.end)
    placed = {one.quantity.id: one for sentence in sentences for one in sentence.figures} if lists else {}
    for one in [one for sentence in sentences if lists and not sentence.cell for one in sentence.figures]:
        said = patterns.one(_FORM).search(one.lead) if is_rate(one) else None
        first = known.get(("claim/ratio", one.quantity.id))
        if said is None or (first is not None and first.doubt is None and holds(first)):
            continue
        for told in (held for held in lists if held.at.end <= one.at.start <= held.at.end + _BACK):
            parts = [part.quantity for part in told.operands if part.quantity is not None]
            chosen = _meant(said["stem"], [(state_of(placed.get(part.id), patterns), part) for part in parts], patterns)
            if chosen:
                operands = [*(Operand("part", part, LISTED) for part in chosen), Operand("whole", told.stated, LISTED)]
                yield Claim.of("claim/ratio", _FORM, one.quantity, operands, {"guard": True})
                break


def is_list(claim: Claim) -> bool:
    """Whether a claim is a list of a few counts that is its whole."""
    told = [one for one in claim.operands if one.quantity is not None]
    return claim.rule in _LISTS and _COUPLE <= len(told) <= _MOST and claim.stated.kind is QuantityKind.COUNT and claim.adds_up


def is_rate(one: Placed) -> bool:
    """Whether a figure is a percentage told for sure."""
    return one.quantity.kind is QuantityKind.PERCENT and one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT


def state_of(one: Placed | None, patterns: Patterns) -> str:
    """The state that a part is told in: what its words quote, else they themselves without what leads them in."""
    if one is None:
        return ""
    quoted = patterns.one("claim.rate-of-states.quoted").search(one.lead)
    return quoted["state"] if quoted is not None else patterns.one("claim.rate-of-states.aside").sub("", one.lead.strip(" ，、；："))


def _meant(stem: str, parts: Sequence[tuple[str, Quantity]], patterns: Patterns) -> list[Quantity]:
    """The parts that a rate is of; none where its name does not say which."""
    by_sign = [[part for state, part in parts if state.startswith(sign)] for sign in stem]
    if _COUPLE <= len(stem) < len(parts) and all(len(held) == 1 for held in by_sign) and len({held[0].id for held in by_sign}) == len(stem):
        return [held[0] for held in by_sign]
    marks = patterns.words("claim.rate-of-states.not-yet")
    denied = [part for state, part in parts if _is_denied(stem, state, marks)]
    if len(parts) > _COUPLE and len(denied) == 1 and not any(len(state) >= _COUPLE and stem.endswith(state) for state, _ in parts):
        return [part for _, part in parts if part is not denied[0]]
    return []


def _is_denied(stem: str, state: str, marks: Sequence[str]) -> bool:
    """Whether a state is what a rate is named by, denied (未开工: 开工率, 工程开工率)."""
    return any(state.startswith(mark) and len(state) - len(mark) >= _COUPLE and stem.endswith(state.removeprefix(mark)) for mark in marks)
