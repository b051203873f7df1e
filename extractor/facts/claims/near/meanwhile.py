"""What was at the same time elsewhere (同期全省为71.4%): no level of the year before, though it is told with the same word."""

from __future__ import annotations

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.scope import Scope
from extractor.facts.figures import Placed


def of_last_year(scope: Scope, one: Placed, current: Placed) -> bool:
    """Whether the words before a figure say that it is of the year before, and not of somebody else at the same time."""
    if not scope.has("claim.last-year", one.lead):
        return False
    if scope.patterns.one("claim.meanwhile").search(one.lead) is None:
        return True
    if scope.patterns.one("claim.meanwhile-elsewhere").search(one.lead) is not None:
        return False
    return shared_pairs(one.lead, scope.subject(current)) > 0
