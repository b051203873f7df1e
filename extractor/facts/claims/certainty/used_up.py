"""A figure that its own sentence uses up was not left by others: 年底结余105万元，占当年下达资金700万元的15% says what it is the rest of.

A difference whose figures stand in other sentences accuses nobody where the stated one takes part in an equation of its own sentence that holds. Nor do
products and sums that are only likely, while their figures are told to give another amount, and give it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from extractor.facts.claims.certainty.holding import holds
from extractor.facts.claims.scope import AMBIGUOUS
from extractor.facts.figures import Sentence
from extractor.model.claims import Claim

_LEFT, _PAID = "claim/difference", "claim/product"
_ADDED = frozenset({"claim/sum", "claim/breakdown"})


def spared(found: Mapping[tuple[str, str], Claim], homes: Mapping[str, Sentence]) -> dict[tuple[str, str], Claim]:
    """The claims, those differences doubted that reach for figures of other sentences while their own one uses up the stated figure."""
    used = {
        one.quantity.id
        for claim in found.values()
        if claim.doubt is None and _of_one_sentence(claim, homes) and (holds(claim) or _adds_up(claim))
        for one in claim.operands
        if one.quantity is not None
    }
    return {key: _settled(claim, homes) if claim.stated.id in used else claim for key, claim in found.items()}


def paid(found: Mapping[tuple[str, str], Claim]) -> dict[tuple[str, str], Claim]:
    """The claims, those products doubted that are only likely while number and price each give another amount: 煤改气每户4000元 is of other 户."""
    products = [claim for claim in found.values() if claim.rule == _PAID and claim.doubt is None]
    used = {id for claim in products if holds(claim) for id in claim.operand_ids}
    doubtful = [claim for claim in products if claim.params.get("strict") and not holds(claim) and claim.operand_ids <= used]
    return {key: replace(claim, doubt=AMBIGUOUS) if claim in doubtful else claim for key, claim in found.items()}


def summed_up(found: Mapping[tuple[str, str], Claim]) -> dict[tuple[str, str], Claim]:
    """The claims, those weak sums doubted whose parts, no more and no fewer, are told to come to another figure and do."""
    added = [claim for claim in found.values() if claim.rule in _ADDED and claim.doubt is None]
    told = {claim.operand_ids: claim.stated.worth for claim in added if _adds_up(claim)}
    doubtful = [
        claim for claim in added if claim.params.get("over_stop") and told.get(claim.operand_ids, claim.stated.worth) != claim.stated.worth
    ]
    return {key: replace(claim, doubt=AMBIGUOUS) if claim in doubtful else claim for key, claim in found.items()}


def _settled(claim: Claim, homes: Mapping[str, Sentence]) -> Claim:
    far = [one for one in _readings(claim) if one.rule == _LEFT and not _of_one_sentence(one, homes) and not holds(one)]
    if not far:
        return claim
    params = {name: value for name, value in claim.params.items() if name != "otherwise" or value not in far}
    return replace(claim, doubt=(claim.doubt or AMBIGUOUS) if claim in far else claim.doubt, params=params)


def _readings(claim: Claim) -> Iterator[Claim]:
    yield claim
    other = claim.params.get("otherwise")
    if isinstance(other, Claim):
        yield other


def _of_one_sentence(claim: Claim, homes: Mapping[str, Sentence]) -> bool:
    home = homes.get(claim.stated.id)
    figures = [one.quantity for one in claim.operands if one.quantity is not None]
    return home is not None and bool(figures) and all(one.at.within(home.at) for one in figures)


def _adds_up(claim: Claim) -> bool:
    """Whether the parts of a list are its whole, as printed."""
    told = len(claim.operands) > 1 and all(one.quantity is not None and one.quantity.value is not None for one in claim.operands)
    return claim.rule in _ADDED and told and claim.adds_up
