"""A rate that several figures near it may be of, none of which gives it, and that is but two digits exchanged of what one couple of them gives: it is of these.

Asked before the proofs, which may still doubt it. The part must stand right before the rate, what the rate is said to be of beside the whole, both in its
paragraph, and there must be few such couples: among many, one would be so by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.far.panorama import grams
from extractor.facts.claims.scope import AMBIGUOUS, IN_FORM, LISTED, MISSING, SAME_CLAUSE, SAME_PARAGRAPH, SAME_SENTENCE
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Sentence
from extractor.model.claims import Claim, Hedge, Operand, Quantity

_TELLING = 3
"""Digits of the rate."""
_MOST = 3
"""Couples that it may be of."""
_NEAR = frozenset({IN_FORM, LISTED, SAME_CLAUSE, SAME_SENTENCE, SAME_PARAGRAPH})


def transposed(claim: Claim, sentence: Sentence, around: Surroundings) -> Claim:
    """The claim on the one couple that gives it with two neighbouring digits exchanged; as it was where there is none, or another reading gives it."""
    if claim.rule != "claim/ratio" or claim.doubt not in (AMBIGUOUS, MISSING) or claim.stated.hedge is not Hedge.EXACT:
        return claim
    if claim.stated.value is None or len(claim.stated.digits) < _TELLING or claim.params.get("strict"):
        return claim
    seen = around.panorama.seen(claim.stated)
    said = None if seen is None else around.patterns.one("claim.called.share-of").search(seen.placed.lead)
    if said is None:
        return claim
    named = grams(said["what"], around.patterns)
    others = claim.params.get("readings", ())
    assert isinstance(others, tuple)
    readings = [one for one in (claim.operands, *others) if _is_couple(one)]
    couples = {tuple(item.quantity.worth for item in one if item.quantity is not None): one for one in readings}
    if not 0 < len(couples) <= _MOST or any(_gives(claim.stated, one) for one in couples.values()):
        return claim
    found = [
        one
        for one in couples.values()
        if any(_gives(other, one) for other in exchanged(claim.stated)) and _stands_before(one, claim, sentence)
    ]
    found = [one for one in found if (whole := one[1].quantity) is not None and named & grams(around.panorama.said(whole), around.patterns)]
    if len(found) != 1:
        return claim
    params = {name: value for name, value in claim.params.items() if name not in ("readings", "otherwise", "far", "guard")}
    return replace(claim, operands=tuple(found[0]), doubt=None, params=params)


def _is_couple(operands: Sequence[Operand]) -> bool:
    told = [one.quantity for one in operands if one.quantity is not None and one.quantity.value and one.quantity.hedge is Hedge.EXACT]
    return len(told) == len(operands) == len("ab") and all(one.why in _NEAR for one in operands) and told[0].worth < told[1].worth


def _gives(stated: Quantity, operands: Sequence[Operand]) -> bool:
    part, whole = (one.quantity for one in operands)
    return part is not None and whole is not None and printed_as(stated, part.worth, whole.worth)


def _stands_before(operands: Sequence[Operand], claim: Claim, sentence: Sentence) -> bool:
    """Whether the part is the figure right before the rate."""
    own = next((one.index for one in sentence.figures if one.quantity is claim.stated), 0)
    return own > 0 and sentence.figures[own - 1].quantity is operands[0].quantity


def exchanged(stated: Quantity) -> Iterator[Quantity]:
    """A figure with two of its neighbouring digits exchanged, in each place."""
    digits = stated.digits
    for place, (one, other) in enumerate(pairwise(digits)):
        if one != other:
            turned = f"{digits[:place]}{other}{one}{digits[place + 2 :]}"
            yield replace(stated, value=Decimal(turned).scaleb(-stated.decimals))
