"""claim/breakdown of a whole whose parts are counted by other measure words (投诉587件（次），来信a件、来访b批次; 初中14所、教学点27个)."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.scope import AMBIGUOUS, AMOUNTS, Scope, total_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, QuantityKind

_A_COUPLE = 2
"""Parts below which a list is none."""


def of_several_units(scope: Scope, whole: Placed, listed: Sequence[Placed], parts: Sequence[Placed]) -> Claim | None:
    """The claim of a whole whose parts have other measure words; doubted where the list itself does not say that all of them count the same."""
    if mixed := _of_either_unit(scope, whole, listed):
        return scope.claim(whole, parts_of(scope, mixed), complete="full", weak="guard")
    if mixed := _counted_otherwise(scope, listed, parts):
        doubt = None if total_of(mixed) == whole.quantity.worth else AMBIGUOUS
        return scope.claim(whole, parts_of(scope, mixed), doubt=doubt, complete="full")
    return None


def _of_either_unit(scope: Scope, whole: Placed, listed: Sequence[Placed]) -> list[Placed]:
    """The parts of a whole that a bracket behind its measure word says to be counted by another one as well (587件（次），其中来信a件、来访b批次)."""
    if scope.patterns.one("claim.either-unit").match(scope.sentence.text, whole.at.end - scope.sentence.at.start) is None:
        return []
    counts = [one for one in listed if one.quantity.kind is QuantityKind.COUNT and one.depth == whole.depth and scope.is_level(one)]
    amounts = [one for one in listed if one.quantity.kind in AMOUNTS]
    tight = len(counts) == len(amounts) > _A_COUPLE and len({one.segment for one in counts}) == 1
    return counts if tight and len({one.quantity.unit for one in counts}) > 1 and not scope.has("claim.open-end", counts[-1].tail) else []


def _counted_otherwise(scope: Scope, listed: Sequence[Placed], parts: Sequence[Placed]) -> list[Placed]:
    """The items of a list of which a few have another measure word (初中14所、小学61所、教学点27个); none where all are of one."""
    mark = scope.patterns.words("claim.list-mark")[0]
    items = [one for one, other in zip(listed[1:], listed, strict=False) if scope.sentence.between(other, one).strip().startswith(mark)]
    items = [listed[0], *items]
    named = all(one.quantity.kind is QuantityKind.COUNT and one.lead.strip().removeprefix(mark).strip() for one in items)
    others = [one for one in items if one not in parts]
    return items if named and 0 < len(others) < len(parts) and set(parts) <= set(items) else []
