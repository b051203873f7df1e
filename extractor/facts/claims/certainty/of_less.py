"""claim/product and claim/average of figures of which one is told of some only (周末日均, 重点村平均每个), or of what came of it (结业560人)."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.scope import ends_with
from extractor.language.patterns import Patterns

RULES = frozenset({"claim/product", "claim/average"})
"""Rules whose figures must be of one number of things."""


def of_some_only(leads: Sequence[str], patterns: Patterns) -> bool:
    """Whether the words before one figure bear what those before no other do: it is of fewer, of other days, or of what was planned."""
    pattern = patterns.one("claim.of-some-only")
    told = [{match[0] for match in pattern.finditer(one)} for one in leads]
    return any(one and not any(one & other for other in told if other is not one) for one in told)


def paid_so_far(lead: str, patterns: Patterns) -> bool:
    """Whether the words before an amount say that so much was paid, and not that it is all there is to pay."""
    return ends_with(lead, patterns.words("claim.paid-so-far"))
