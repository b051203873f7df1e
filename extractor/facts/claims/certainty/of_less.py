"""claim/product and claim/average of figures of which one is told of some only (周末日均, 重点村平均每个), or of what came of it (结业560人)."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.scope import ends_with
from extractor.facts.figures import Placed, Sentence
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
    return round_amount or of_some_only([one for one in sentence.figures if one.quantity in figures], patterns)


def of_some_only(figures: Sequence[Placed], patterns: Patterns) -> bool:
    """Whether the words before one figure bear what those about no other do: it is of fewer, of other days, or of what was planned.

    Words behind a figure are its own as well (对36名骨干按每人200元; 投入90万元打造样板村12个).
    """
    pattern = patterns.one("claim.of-some-only")
    ahead, about = ([{match[0] for match in pattern.finditer(words)} for words in told] for told in _words(figures))
    return any(some and not any(some & other for place, other in enumerate(about) if place != own) for own, some in enumerate(ahead))


def _words(figures: Sequence[Placed]) -> tuple[list[str], list[str]]:
    """The words before each figure, and those before and behind it."""
    return [one.lead for one in figures], [f"{one.lead}\n{one.tail}" for one in figures]


def paid_so_far(lead: str, patterns: Patterns) -> bool:
    """Whether the words before an amount say that so much was paid, and not that it is all there is to pay."""
    return ends_with(lead, patterns.words("claim.paid-so-far"))
