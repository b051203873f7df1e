"""Other readings of a rate in its own sentence: where one agrees with what is printed, the rate may be of those figures, and nobody is accused.

Tried are any two figures of the sentence, before the rate or behind it; two of them together, or a run of them, as the part; and what is left of the whole, or
what was gained or lost of it, in the place of the part. A rate that some of these give to the digit is left `ambiguous`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations

from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.scope import AMBIGUOUS, AMOUNTS, IN_FORM, alike
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim, Quantity

_RATIO = "claim/ratio"
_MOST = 10
"""Figures of a sentence that are tried: among more, chance would make a rate of some two."""
_RUN = 4
_SHARES = frozenset({"claim.ratio.share", "claim.ratio.proportion"})
"""Forms that say of a figure what part it is (占60%): never how much more or less it is than another."""


def cleared(claim: Claim, sentence: Sentence) -> Claim:
    """The claim, doubted where its own operands do not give the stated rate and other figures of its sentence do."""
    other = claim.params.get("otherwise")
    digits = claim.stated.value is not None and len(claim.stated.value.as_tuple().digits) > 1  # 七成 agrees with too many pairs
    if claim.rule != _RATIO or not digits or not any(_accused(one) for one in (claim, other) if isinstance(one, Claim)):
        return claim
    figures = [one.quantity for one in _near(claim, sentence) if one.quantity.kind in AMOUNTS and one.quantity.value]
    if all(one.why == IN_FORM for one in claim.operands):
        return claim  # the form itself names both
    if len(figures) > _MOST or not any(printed_as(claim.stated, *pair) for pair in _readings(claim, figures)):
        return claim
    params = {name: value for name, value in claim.params.items() if name != "otherwise"}
    return replace(claim, doubt=claim.doubt or AMBIGUOUS, params=params)


def _near(claim: Claim, sentence: Sentence) -> Sequence[Placed]:
    """The figures that a rate may be of: where both that it is bound to stand in its own piece, none of the pieces behind (结案率…；受理行政案件38件…)."""
    placed = {one.quantity.id: one for one in sentence.figures}
    stated = placed.get(claim.stated.id)
    own = [None if one.quantity is None else placed.get(one.quantity.id) for one in claim.operands]
    if stated is None or any(one is None or one.segment != stated.segment or one.index > stated.index for one in own):
        return sentence.figures
    return [one for one in sentence.figures if one.segment <= stated.segment]


def _accused(claim: Claim) -> bool:
    """Whether two figures are bound to a rate that is not what they give."""
    told = [one for one in claim.operands if one.quantity is not None and one.quantity.value is not None]
    part, whole = (
        sum((one.quantity.worth for one in told if one.quantity is not None and one.role == role), Fraction(0))
        for role in ("part", "whole")
    )
    return claim.doubt is None and len(told) > 1 and not printed_as(claim.stated, part, whole)


def _readings(claim: Claim, figures: Sequence[Quantity]) -> Iterator[tuple[Fraction, Fraction]]:
    """Pairs of a part and a whole that the rate may be of."""
    for part, whole in permutations(figures, 2):
        if alike(part, whole):
            yield part.worth, whole.worth
    bound = [one.quantity for one in claim.operands if one.quantity is not None and one.quantity.value is not None]
    if len(bound) < 2:
        return
    part, whole = bound[0], bound[-1]
    yield abs(whole.worth - part.worth), whole.worth
    if claim.form not in _SHARES:
        yield abs(whole.worth - part.worth), part.worth
    like = [one for one in figures if alike(one, whole) and one is not whole]
    for run in (like[at : at + length] for length in range(2, _RUN + 1) for at in range(len(like) - length + 1)):
        yield sum((one.worth for one in run), Fraction(0)), whole.worth
    for two in combinations(like, 2):
        yield two[0].worth + two[1].worth, whole.worth
