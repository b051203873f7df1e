"""Sums of scores that are written out (决策14.5分＋过程18分＝32.5分; 94×0.3＋92×0.7＝92.6分): every figure stands in the form, so what it says must hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.scope import IN_FORM
from extractor.language.patterns import Patterns
from extractor.model.facts import Claim, Operand, Quantity
from extractor.model.text import Span

_SUM, _WEIGHTED = "claim.score-sum", "claim.score-sum-weighted"
_PAIR = 2
"""Factors of each term of a weighted sum."""


def score_sums(content: str, quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each sum: ``claim/sum`` of scores, ``claim/product`` of scores with their weights; marked ``scores``."""
    starts = {one.at.start: one for one in quantities}
    for form, rule, role, names in ((_SUM, "claim/sum", "part", ("part",)), (_WEIGHTED, "claim/product", "factor", ("part", "weight"))):
        for match in patterns.one(form).finditer(content):
            places = sorted(start for name in names for start in match.starts(name))
            stated = starts.get(match.start("stated"))
            terms = [starts.get(place) for place in places]
            if stated is None or any(one is None or one.value is None for one in terms):
                continue
            operands = tuple(Operand(role, one, IN_FORM) for one in terms)
            params: dict[str, object] = {"scores": True}
            if len(names) == _PAIR:
                params["rounded"] = True  # marks are weighed: what they give is no exact score
                params["groups"] = (_PAIR,) * (len(operands) // _PAIR)
                params["counted"] = tuple(one.id for one in terms[1::_PAIR] if one is not None)
            yield Claim(rule, form, stated, operands, Span(*match.span()), params=params)
