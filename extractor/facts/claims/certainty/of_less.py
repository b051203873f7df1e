"""claim/product and claim/average of figures of which one is told of some only (周末日均, 重点村平均每个), or of what came of it (结业560人)."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.scope import ends_with
from extractor.facts.figures import Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim

RULES = frozenset({"claim/product", "claim/average"})
"""Rules whose figures must be of one number of things."""
_TELLING = 3
"""Digits from which a slip tells an amount that was paid so far."""


def of_less(claim: Claim, sentence: Sentence, patterns: Patterns, *, so_far: bool) -> bool:
    """Whether a claim of `RULES` has a figure that is told of some only, or states so round an amount, paid so far (已支付5万元), that any slip is near it."""
    if claim.rule not in RULES:
        return False
    figures = list(claim.figures)
    round_amount = so_far and len(claim.stated.telling) < _TELLING
    return round_amount or of_some_only([one.lead for one in sentence.figures if one.quantity in figures], patterns)


def of_some_only(leads: Sequence[str], patterns: Patterns) -> bool:
    """Whether the words before one figure bear what those before no other do: it is of fewer, of other days, or of what was planned."""
    pattern = patterns.one("claim.of-some-only")
    told = [{match[0] for match in pattern.finditer(one)} for one in leads]
    return any(one and not any(one & other for other in told if other is not one) for one in told)


def paid_so_far(lead: str, patterns: Patterns) -> bool:
    """Whether the words before an amount say that so much was paid, and not that it is all there is to pay."""
    return ends_with(lead, patterns.words("claim.paid-so-far"))
