"""claim/breakdown: a row that tells figures of several units for each of its things (应用类26项520万元，开发类21项460万元，…), below a whole of each unit.

Nothing says that the row is all of them, but that it is told of two wholes at once: one that the row gives to the digit proves it for the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.scope import AMOUNTS, Scope, alike, total_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

_COUPLE, _LIST = 2, 3
_MOST = 3
"""Units of a row."""


def row_of_units(scope: Scope) -> Iterator[Claim]:
    """The row that ends the sentence, and the one figure of each of its units before it, in its sentence or in the one above."""
    figures = [one for one in scope.sentence.figures if not one.depth]
    for size in range(_COUPLE, _MOST + 1):
        start = _begin(figures, size)
        row = figures[start:]
        if len(row) < _LIST * size or not _is_row(scope, row, size):
            continue
        above = scope.around.above(scope.sentence)
        told = figures[:start] or ([] if above is None else [one for one in above.figures if not one.depth])
        lists = [row[place::size] for place in range(size)]
        wholes = [_whole(scope, told, parts[0]) for parts in lists]
        known = [(whole, parts) for whole, parts in zip(wholes, lists, strict=True) if whole is not None]
        if len(known) < _COUPLE or any(one.quantity.worth >= whole.quantity.worth for whole, parts in known for one in parts):
            return
        proven = [whole for whole, parts in known if total_of(parts) == whole.quantity.worth]
        for whole, parts in known:
            weak = None if len(proven) > (whole in proven) else "guard"
            yield scope.claim(whole, parts_of(scope, parts), complete="full", weak=weak)
        return


def _begin(figures: Sequence[Placed], size: int) -> int:
    """Where the run of like units at the end begins, a whole number of times ``size`` long; its end where the units of one time are not all different."""
    units = [(one.quantity.kind, one.quantity.unit) for one in figures]
    if len(units) < size or len(set(units[-size:])) < size or any(one.quantity.kind not in AMOUNTS for one in figures[-size:]):
        return len(figures)
    start = len(figures) - size
    while start >= size and units[start - size : start] == units[-size:]:
        start -= size
    # the wholes may bear the same units in the same order: 86项3240万元。重点类28项1680万元
    return start


def _is_row(scope: Scope, row: Sequence[Placed], size: int) -> bool:
    """Whether each thing has a name and its figures stand together, one thing a clause or two, and none is a change, a sum, or of another year."""
    heads = row[::size]
    plain = all(one.quantity.value is not None and not scope.changes(one) and not scope.each(one) and not scope.is_base(one) for one in row)
    names = [one.lead.strip() for one in heads]
    steps = [other.clause - one.clause for one, other in pairwise(heads)]
    said = " ".join(one.lead for one in row)
    aside = any(scope.has(words, said) for words in ("claim.among", "claim.aims", "claim.last-year", "claim.beside-them"))
    told = any(scope.patterns.one("claim.total-lead").search(one.lead) for one in row)
    opened = scope.has("claim.open-end", row[-1].tail[:2]) or scope.opens(said)
    even = len(set(steps)) == 1 and 0 < steps[0] <= size
    return plain and all(names) and len(set(names)) == len(names) and even and not (aside or told or opened)


def _whole(scope: Scope, told: Sequence[Placed], part: Placed) -> Placed | None:
    """The one level of a unit among figures; None where there is none, or more than one."""
    own = [one for one in told if alike(one.quantity, part.quantity) and one.quantity.value is not None and scope.is_level(one)]
    return own[0] if len(own) == 1 else None
