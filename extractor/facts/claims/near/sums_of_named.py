"""claim/sum of figures that are called by their names before it (在职与退休合计237人), wherever in the paragraph they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.near.named_things import pieces
from extractor.facts.claims.scope import LISTED, SAME_PARAGRAPH, Scope, comparable
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

_COUPLE, _FEW = 2, 5
_DONE = ("claim.spent", "claim.item-verbs")
_NAME = 2
"""Characters of a name by which a figure is called again (财政补助资金: 财政)."""


def sum_of_named(scope: Scope) -> Iterator[Claim]:
    """Each name calls one figure: of the sentence, or of those before it; where one calls none, or two unlike ones, nothing is read."""
    stated = scope.figure("stated")
    names = [one.strip() for one in pieces(scope.text("names"), scope.patterns.one("claim.sum.named-apart"))]
    if stated is None or not _COUPLE <= len(names) <= _FEW or any(len(one) < _NAME for one in names):
        return
    here = [one for one in scope.sentence.figures if one.at.end <= scope.match.start() and _may_be_added(scope, one, stated)]
    above = [one for one in scope.before if _may_be_added(scope, one, stated)]
    parts: list[Placed] = []
    for name in names:
        called = next((some for known in (scope.outer(here), here, above) if (some := _called(known, name))), [])
        if len({one.quantity.worth for one in called}) != 1:
            return
        parts.append(called[0])
    if len({one.quantity.id for one in parts}) < len(parts):
        return
    if any(_is_anew(scope, words, parts) for words in _DONE):
        return
    near = all(one in here for one in parts)
    operands = [scope.operand("part", one, LISTED if one in here else SAME_PARAGRAPH) for one in parts]
    yield scope.claim(stated, operands, weak=None if near else "guard")


def _may_be_added(scope: Scope, one: Placed, stated: Placed) -> bool:
    """Whether a figure can be an addend: what there is, in the unit of the sum, and one of each only where the sum is one as well."""
    plain = not (scope.changes(one) or scope.is_base(one)) and (scope.each(stated) or not scope.each(one))
    return plain and comparable(one.quantity, stated.quantity)


def _is_anew(scope: Scope, words: str, parts: Sequence[Placed]) -> bool:
    """Whether a verb says that something was done with the sum that is not said of the addends (中央和省级资金合计下达各县1640万元)."""
    told = [word for word in scope.patterns.words(words) if word in scope.text("phrase")]
    return bool(told) and not any(word in one.lead for word in told for one in parts)


def _called(known: Sequence[Placed], name: str) -> list[Placed]:
    """The figures that a name calls: those whose words hold it, else those whose words begin as it does."""
    whole = [one for one in known if name in one.lead or one.tail.strip().startswith(name)]
    return whole or [one for one in known if one.lead.strip().startswith(name[:_NAME])]
