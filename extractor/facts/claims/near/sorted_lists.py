"""claim/breakdown: a sentence that sorts what a sentence above tells (按救助方式分，站内512人次，街面286人次，医疗66人次)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from extractor.facts.claims.far.panorama import Seen, grams
from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.one_digit import gap_of_a_slip, parted_by_a_slip
from extractor.facts.claims.scope import AMOUNTS, Scope, alike, total_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

_FEWEST = 2
_BACK = 24
"""Figures of its unit back in which the whole is looked for."""
_FIFTY = 50
"""One part in so many of a whole is less than its list may leave out unsaid."""
_TENTH = 10
"""One part in so many of its sum is the most that a list may differ from its whole."""


def sorted_list(scope: Scope) -> Iterator[Claim]:
    """按X分，A a，B b，C c: all figures of one unit behind the words, and the one amount above that they come near to; then a slip in either is told."""
    behind = [one for one in scope.sentence.figures if one.at.start >= scope.match.end()]
    if (
        len(behind) < _FEWEST
        or behind[0].quantity.kind not in AMOUNTS
        or any(one.at.end <= scope.match.start() for one in scope.sentence.figures)
    ):
        return
    parts = [one for one in behind if alike(one.quantity, behind[0].quantity) and one.depth == behind[0].depth]
    text, offset = scope.sentence.text, scope.sentence.at.start
    words = text[scope.match.end() - offset : parts[-1].at.end - offset]
    rest = text[parts[-1].at.end - offset :]
    if (
        len(parts) < _FEWEST
        or scope.has("claim.rest", rest)
        or scope.has("claim.among", words)
        or scope.has("claim.open-end", parts[-1].tail)
    ):
        return
    if not all(scope.is_level(one) and one.lead.strip() for one in parts):
        return
    if any(other.clause - one.clause > 2 for one, other in pairwise(parts)):  # a share may stand between
        return
    total = total_of(parts)
    view = scope.around.panorama
    held = view.before(offset, parts[0].quantity.kind, parts[0].quantity.unit)[-_BACK:]
    near = [
        one for one in held if one.sentence >= 0 and one.placed.depth == 0 and scope.is_level(one.placed) and _is_near(one, parts, total)
    ]
    equal = [one for one in near if one.size == total]
    if len({one.size for one in near}) > 1 and not equal:
        near = [one for one in near if gap_of_a_slip(one.size - total)]
    if len(parts) == _FEWEST and not equal:
        verbs = grams(
            " ".join(part.lead for part in parts), scope.patterns
        )  # 从地类看，水田7420亩，旱地11220亩: nothing else of the unit stands there
        beside = any(one.index not in {part.index for part in parts} for one in behind)
        near = [
            one
            for one in near
            if not beside and (verbs & grams(one.placed.lead, scope.patterns) or one.paragraph == view.of(parts[0]).paragraph)
        ]
    if equal or len({one.size for one in near}) == 1:
        whole = (equal or near)[-1].placed
        firm = len(parts) > _FEWEST and _is_all_of(scope, whole, [one.lead for one in parts], total - whole.quantity.worth)
        yield scope.claim(whole, parts_of(scope, parts), complete="full", weak=None if firm else "guard")


def _is_near(whole: Seen, parts: Sequence[Placed], total: Fraction) -> bool:
    """Whether a whole is as large as each of its parts, and near what they make; or one slip in long figures is all that parts it from them."""
    near = abs(whole.size - total) * _TENTH <= total and all(whole.size >= part.quantity.worth for part in parts)
    return near or parted_by_a_slip(whole.placed.quantity, [one.quantity for one in parts])


def _is_all_of(scope: Scope, whole: Placed, names: Sequence[str], excess: Fraction) -> bool:
    """Whether a whole that ends the sentence right above is sorted without a rest: by more than it is, or by so little less that no part is left out."""
    above = scope.around.above(scope.sentence, 0)
    last = above is not None and [one for one in above.figures if alike(one.quantity, whole.quantity)] == [whole]
    said = " ".join(names)
    plain = not (scope.has("claim.overlapping", said) or scope.opens(said))
    return last and plain and (excess > 0 or -excess * _FIFTY <= whole.quantity.worth)
