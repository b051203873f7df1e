"""The whole of a share that no figure behind 占 gives: the figure that 其中 opens up, or the one that the phrase names (占到位资金的)."""

from __future__ import annotations

from itertools import pairwise

from extractor.facts.claims.scope import Scope, alike, at_least
from extractor.facts.figures import Placed
from extractor.model.facts import QuantityKind


def listed_whole(scope: Scope, part: Placed) -> Placed | None:
    """The whole of the list under 其中 that ``part`` stands in; None where none is certain.

    The list must run from 其中 to the part: figures of the same unit, each told apart by an enumeration mark or with a share of its own.
    """
    text, offset = scope.sentence.text, scope.sentence.at.start
    word = scope.patterns.words("claim.among")[0]
    at = text.rfind(word, 0, part.at.start - offset)
    if at < 0:
        return None
    listed = [one for one in scope.sentence.figures if at <= one.at.start - offset and one.index <= part.index]
    items = [one for one in listed if alike(one.quantity, part.quantity)]
    shares = [one for one in listed if one not in items]
    between = [scope.sentence.between(one, other) for one, other in pairwise(listed)]
    even = not shares and all(words.strip()[:1] == scope.patterns.words("claim.list-mark")[0] for words in between)
    paired = len(shares) == len(items) - 1 and all(scope.has("claim.share-lead", one.lead) for one in shares)
    if part.depth != items[0].depth or not (even or paired):
        return None
    ahead = [one for one in scope.sentence.figures if one.at.end - offset <= at]
    near = (
        ahead[-1:]
        if ahead
        else [one for one in scope.before if one.quantity.kind is not QuantityKind.PERCENT][:1]
        if not text[:at].strip()
        else []
    )
    if not near or not alike(near[0].quantity, part.quantity) or not at_least(near[0].quantity, part.quantity) or scope.changes(near[0]):
        return None
    return near[0]


def phrased_whole(scope: Scope, part: Placed, phrase: str) -> Placed | None:
    """The one figure of the paragraph whose words hold all that the phrase says; None where there is none or more than one."""
    kept = scope.patterns.one("claim.phrase-aside").sub("", phrase)
    pieces = [kept[index : index + 2] for index in range(0, len(kept) - 1, 2)] + ([kept[-2:]] if len(kept) % 2 else [])
    if len(kept) < _NAMED:
        return None
    here = list(reversed(scope.sentence.figures[: part.index]))
    fits = [
        one
        for one in [*here, *scope.before]
        if alike(one.quantity, part.quantity)
        and not scope.changes(one)
        and not scope.is_base(one)
        and all(word in one.lead for word in pieces)
    ]
    amounts = {(one.quantity.value, one.quantity.scale) for one in fits}
    if len(amounts) != 1 or fits[0].depth > 0 or not at_least(fits[0].quantity, part.quantity):
        return None
    return fits[0]


_NAMED = 4
"""Characters of a phrase that names a figure of the paragraph; shorter ones name too many."""
