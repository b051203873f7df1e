"""The rules of the family ``claim/*``: what the report says of figures that must agree."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.validator.application import Application, Notice, Rule
from extractor.validator.claim.checks import check_claim
from extractor.validator.matter import Matter

__all__ = ["CLAIM_RULES"]

_IDS = (
    "claim/ratio",
    "claim/growth",
    "claim/difference",
    "claim/product",
    "claim/breakdown",
    "claim/sum",
    "claim/conversion",
    "claim/average",
    "claim/bound",
    "claim/count",
    "claim/weights",
    "claim/repeat",
    "claim/part-exceeds-whole",
    "claim/implausible",
)


def _rule(id: str) -> Rule:
    def examine(matter: Matter) -> Iterator[Application | Notice]:
        return (check_claim(matter, claim) for claim in matter.facts.claims if claim.rule == id)

    return examine


CLAIM_RULES: dict[str, Rule] = {id: _rule(id) for id in _IDS}
"""One rule function an id: each claim of the report that falls under it gives one check."""
