"""What must be proved before a claim accuses anyone: that its operands are of the claim's thing, year and level. Where a proof fails, the claim is doubted.

Asked last, of every claim, whoever bound it: a binder says which figures are likely, `proofs` whether they are certain. A doubted claim may still hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.facts.claims.certainty.case import Case
from extractor.facts.claims.certainty.of_less import RULES, of_less, paid_so_far
from extractor.facts.claims.certainty.of_one_whole import OF_ONE_WHOLE
from extractor.facts.claims.certainty.of_other_wholes import OF_OTHER_WHOLES
from extractor.facts.claims.certainty.of_others import OTHERS
from extractor.facts.claims.certainty.of_the_unlike import OF_THE_UNLIKE
from extractor.facts.claims.certainty.proofs import PROOFS
from extractor.facts.claims.scope import AMBIGUOUS
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Sentence
from extractor.model.claims import Claim, Quantity

_GROWTH = "claim/growth"
_BEYOND = 6
"""Figures of the sentences before and behind that are told with a claim."""
_NEAREST = 10
"""Figures of the own sentence that are: among more, chance would give any figure."""


def proven(claim: Claim, sentence: Sentence, around: Surroundings) -> Claim:
    """The claim with what its sentence tells besides (``around``), doubted where something that ties its operands to it is not certain.

    bare: whether a rate of growth names nothing of its own.
    """
    other = claim.params.get("otherwise")
    params = dict(claim.params)
    if isinstance(other, Claim):
        params["otherwise"] = proven(other, sentence, around)
    params["around"] = tuple(_nearest(claim.stated, sentence))
    params["beyond"] = around.beside(sentence, _BEYOND)
    seen = around.panorama.seen(claim.stated)
    if claim.rule == _GROWTH and seen is not None and around.patterns.one("claim.growth.bare").search(seen.placed.lead):
        params["bare"] = True
    so_far = claim.rule in RULES and seen is not None and paid_so_far(seen.placed.lead, around.patterns)
    if so_far:
        params["guard"] = True
    certain = claim.doubt is not None or (
        _is_proven(claim, sentence, around) and not of_less(claim, sentence, around.patterns, so_far=so_far)
    )
    return replace(claim, doubt=claim.doubt if certain else AMBIGUOUS, params=params)


def _nearest(stated: Quantity, sentence: Sentence) -> Sequence[Quantity]:
    """The figures of a sentence that stand nearest to one of them, in their order."""
    own = next((one.index for one in sentence.figures if one.quantity is stated), 0)
    near = sorted(sentence.figures, key=lambda one: abs(one.index - own))[1 : _NEAREST + 1]
    return [one.quantity for one in sorted(near, key=lambda one: one.index)]


def _is_proven(claim: Claim, sentence: Sentence, around: Surroundings) -> bool:
    proofs = [test for told in (PROOFS, OTHERS, OF_ONE_WHOLE, OF_OTHER_WHOLES, OF_THE_UNLIKE) for test in told.get(claim.rule, ())]
    stated = around.panorama.seen(claim.stated)
    if not proofs or stated is None:
        return True
    seen = [(one, around.panorama.seen(one.quantity)) for one in claim.operands if one.quantity is not None]
    case = Case(claim, stated, [(one, place) for one, place in seen if place is not None], sentence, around.patterns, around.panorama)
    return not any(fails(case) for fails in proofs)
