"""Sums of scores that are written out (决策14.5分＋过程18分＝32.5分; 94×0.3＋92×0.7＝92.6分), or told under 其中: every figure stands in the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.scope import IN_FORM
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Operand, Quantity
from extractor.model.text import Span

_SUM, _WEIGHTED, _PARTS = "claim.score-sum", "claim.score-sum-weighted", "claim.score-parts"
_NEAR, _ROUND = 20, 10
"""Scores within a twentieth of their whole are all of it; full scores make a round sum."""
_PAIR = 2
"""Factors of each term of a weighted sum."""


def score_sums(content: str, quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each sum: ``claim/sum`` of scores, ``claim/product`` of scores with their weights; marked ``scores``."""
    starts = {one.at.start: one for one in quantities}
    forms = (
        (_SUM, "claim/sum", "part", ("part",)),
        (_WEIGHTED, "claim/product", "factor", ("part", "weight")),
        (_PARTS, "claim/sum", "part", ("part",)),
    )
    for form, rule, role, names in forms:
        for match in patterns.one(form).seek(content):
            places = sorted(start for name in names for start in match.starts(name))
            stated = starts.get(match.start("stated"))
            terms = [starts.get(place) for place in places]
            if stated is None or any(one is None or one.value is None for one in terms):
                continue
            if form == _PARTS and any(content[:place].rstrip().endswith(patterns.words("score.deduction")) for place in places):
                continue  # 其中基础得分92分，加分4分，减分1分: what was taken off is no addend
            operands = tuple(Operand(role, one, IN_FORM) for one in terms)
            params: dict[str, object] = {"scores": True}
            if form == _PARTS and not _all_told(stated, [one for one in terms if one is not None]):
                params["guard"] = True
            if len(names) == _PAIR:
                params["rounded"] = True  # marks are weighed: what they give is no exact score
                params["groups"] = (_PAIR,) * (len(operands) // _PAIR)
                params["counted"] = tuple(one.id for one in terms[1::_PAIR] if one is not None)
            yield Claim(rule, form, stated, operands, Span(*match.span()), params=params)


def _all_told(stated: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether scores under 其中 come so near their whole that they must be all of it; a round sum above it is that of full scores."""
    total, whole = sum(one.worth for one in parts), stated.worth
    full = total > whole and total % _ROUND == 0
    return abs(total - whole) * _NEAR <= whole and not full
