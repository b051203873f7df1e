"""得分率: the obtained score of the full one. Scores are no amounts of the sentences that other claims are read in, so it has a reader of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.scope import IN_FORM
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Operand, Quantity
from extractor.model.text import Span

_FORM = "claim.score-rate"


def score_rates(content: str, quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Claim]:
    """总分120分，自评得分116.5分，得分率97.1%: one claim of ``claim/ratio`` each time, marked ``scores``."""
    starts = {one.at.start: one for one in quantities}
    for match in patterns.one(_FORM).seek(content):
        part, whole, stated = (starts.get(match.start(name)) for name in ("part", "whole", "stated"))
        if part is not None and whole is not None and stated is not None:
            operands = (Operand("part", part, IN_FORM), Operand("whole", whole, IN_FORM))
            yield Claim("claim/ratio", _FORM, stated, operands, Span(*match.span()), params={"scores": True})
