"""claim/breakdown: the parts of a whole told one a piece, each with how it changed (其中：税收收入a亿元，增长p%；非税收入b亿元，增长q%)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from extractor.facts.claims.near.partitions import is_partition
from extractor.facts.claims.near.parts_of_wholes import ends_here
from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.one_digit import parted_by_a_slip
from extractor.facts.claims.scope import Scope, alike, at_least, is_amount, total_of
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim

_LEAST, _MOST = 2, 12
"""Pieces of such a list."""
_BACK = 12
"""Figures of the sentences before among which the whole of a list is looked for that says by what it sorts."""


def two_items(scope: Scope) -> Iterator[Claim]:
    """Behind words that open a list, each piece between semicolons begins with a level; what else it says of that level is no part."""
    behind = [one for one in scope.sentence.figures if one.at.start >= scope.match.end() and one.depth == 0]
    if not behind:
        return
    pieces = [_level_of(scope, list(held)) for _, held in groupby(behind, key=lambda one: one.segment)]
    parts = [one for one in pieces if one is not None]
    if not _LEAST <= len(parts) <= _MOST or len(parts) != len(pieces) or not _in_a_row(scope, parts):
        return
    total = total_of(parts)
    levels = _wholes(scope, parts[0])
    wholes = [one for one in levels if all(at_least(one.quantity, part.quantity) for part in parts)]
    agreeing = [one for one in wholes if one.quantity.worth == total]
    cut = next((number for number, one in enumerate(parts, 1) if _opens_a_list(scope, one)), len(parts))
    if not agreeing and _LEAST <= cut < len(parts):
        parts = parts[:cut]  # …；购置及运行费c，其中：购置费d；运行费e: the last pieces are of the list within
        total = total_of(parts)
        agreeing = [one for one in wholes if one.quantity.worth == total]
    agreeing = agreeing or [one for one in levels if parted_by_a_slip(one.quantity, [part.quantity for part in parts])]
    divided = is_partition(scope, parts)
    # two may be some of several, but no more than all
    large = wholes[:1] if len(parts) == _LEAST and wholes and total > wholes[0].quantity.worth else []
    several = len(parts) > _LEAST and not any(scope.changes(one) for one in wholes)
    if agreeing or large or (wholes and (divided or several or scope.has("claim.told-by-items", scope.match[0]))):
        claim = scope.claim((agreeing or wholes)[0], parts_of(scope, parts), complete="likely", weak="guard")
        yield replace(claim, params={**claim.params, "partition": True}) if divided else claim


def _level_of(scope: Scope, piece: Sequence[Placed]) -> Placed | None:
    """The level that a piece begins with, behind a name of its own; None where it begins with something else or tells a second one of no list within."""
    first = piece[0]
    own = [one for one in piece if alike(one.quantity, first.quantity) and one not in scope.inner(piece[1:])]
    plain = is_amount(first.quantity) and first.quantity.value is not None and not ends_here(scope, first)
    plain = plain and (scope.is_level(first) or _is_brought_on(scope, first))
    return first if plain and all(one is first or scope.changes(one) for one in own) else None


def _is_brought_on(scope: Scope, part: Placed) -> bool:
    """Whether a part is what the year before left for this one (上年结转50万元): it is had now, and compared with nothing."""
    return scope.has("claim.carried-over", part.lead) and not (scope.changes(part) or scope.each(part) or scope.is_compared(part))


def _opens_a_list(scope: Scope, part: Placed) -> bool:
    """Whether a part is told out in its own piece (其中)."""
    behind = scope.sentence.figures[part.index + 1 :]
    return any(one.segment == part.segment and alike(one.quantity, part.quantity) for one in scope.inner(behind))


def _in_a_row(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether parts are of one unit, each in the piece behind the other, and no name leaves the list open."""
    even = all(alike(one.quantity, other.quantity) and other.segment - one.segment == 1 for one, other in pairwise(parts))
    return even and not any(scope.opens(one.lead) for one in parts)


def _wholes(scope: Scope, first: Placed) -> list[Placed]:
    """The levels that a list may tell out: those of its own sentence before it, else of the one above; behind 按…分 also farther up."""
    own = [one for one in scope.sentence.figures if one.at.end <= scope.match.start()]
    above: Sentence | None = scope.around.above(scope.sentence)
    near = own or ([] if above is None else [one for one in above.figures if one.depth == 0])
    far = scope.before[:_BACK] if scope.text("sorted") and not own else []
    fits = [one for one in [*near, *far] if alike(one.quantity, first.quantity) and one.quantity.value is not None and not one.depth]
    fits = [one for one in fits if scope.is_level(one)]
    return list(dict.fromkeys(fits))
