"""claim/difference: what there is besides what is called by its name alone (除大专及以上、高中及中专以外，初中及以下1.41万人; “全程网办”之外的353项)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from extractor.facts.claims.far.likely import WHERE
from extractor.facts.claims.far.panorama import Seen
from extractor.facts.claims.scope import Scope
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

_NAME = 3
"""Characters of a name by which a figure is called."""
_BACK = 40
"""Figures of its unit back in which what is called so is looked for."""
_QUOTES = "\u201c\u201d"


def besides(scope: Scope) -> Iterator[Claim]:
    """The whole, told in the sentence or called before 中, less the figures that are called; accused where one slip would make it hold."""
    stated = scope.figure("stated")
    if stated is None or scope.each(stated) or scope.changes(stated):
        return
    view = scope.around.panorama
    known = view.before(stated.at.start, stated.quantity.kind, stated.quantity.unit)[-_BACK:]
    known = [one for one in known if one.sentence >= 0 and scope.is_level(one.placed)]
    names = [one.strip(_QUOTES) for one in scope.patterns.one("claim.count.separator").sub("\n", scope.text("names")).split("\n")]
    used = [_called(name, known) for name in names]
    told = [one for one in used if one is not None]
    if len(told) < len(used) or len({one.size for one in told}) < len(told):
        return
    whole = _whole(scope, stated, known, sum((one.size for one in told), Fraction(0)))
    if whole is not None and whole not in told:
        here = view.of(stated)
        operands = [scope.operand("had", whole.placed, WHERE[view.tier(here, whole)])]
        operands += [scope.operand("used", one.placed, WHERE[view.tier(here, one)]) for one in told]
        yield scope.claim(stated, operands, weak="guard")


def _called(name: str, known: list[Seen]) -> Seen | None:
    """The one amount in whose own words a name stands; None where none, or two of unlike size."""
    found = [one for one in known if len(name) >= _NAME and name in one.placed.lead]
    return found[-1] if len({one.size for one in found}) == 1 else None


def _whole(scope: Scope, stated: Placed, known: list[Seen], least: Fraction) -> Seen | None:
    """The only amount of the sentence before that is larger than what is taken off it, or the one that the words before 中 call."""
    here = [one for one in known if one.placed in scope.sentence.figures[: stated.index] and one.size > least]
    if here:
        return here[0] if len(here) == 1 else None
    found = list(scope.patterns.one("claim.called.within").finditer(scope.sentence.text[: scope.match.start() - scope.sentence.at.start]))
    name = found[-1]["name"] if found else ""
    relative = scope.patterns.words("claim.relative")[0]
    whole = _called(name.rpartition(relative)[0] or name, known)
    return whole if whole is not None and whole.size > least else None
