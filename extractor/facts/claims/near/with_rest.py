"""claim/ratio: rates whose figures stand beside them in other ways: the whole as what is left besides, behind the rate; part and whole some sentences above."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.rate_names import bears, denied
from extractor.facts.claims.scope import LISTED, Scope, alike, at_least
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

_CLAUSES = 2
"""Clauses behind a rate in which the rest of its whole stands."""


def with_rest(scope: Scope, stated: Placed, part: Placed) -> Claim | None:
    """The rate of a part and the rest that the next clause tells, together; None where it tells none, or the sentence another figure of their unit."""
    if part.index != stated.index - 1 or part.depth != stated.depth:
        return None
    own = [one for one in scope.sentence.figures if alike(one.quantity, part.quantity) and one.segment == part.segment]
    following = scope.sentence.figures[stated.index + 1 : stated.index + 2]
    rest = next((one for one in following if one.clause - stated.clause <= _CLAUSES and one.depth == part.depth), None)
    if rest is None or own != [part, rest] or scope.changes(rest) or scope.each(rest):
        return None
    lead = rest.lead.strip()
    word = next((one for one in scope.patterns.words("claim.all-that-is-left") if lead.startswith(one)), None)
    if word is None or lead[len(word) :].strip() not in ("", *scope.patterns.words("claim.rest-aside")):
        return None
    operands = [scope.operand("part", part, LISTED), *(scope.operand("whole", one, LISTED) for one in (part, rest))]
    others = [[operands[0], scope.operand("whole", one, LISTED)] for one in scope.before if alike(one.quantity, part.quantity)]
    return scope.claim(stated, operands, others=others, weak="far")


def told_together(scope: Scope, above: Sequence[Placed], part_words: Sequence[str]) -> tuple[Placed, Placed] | None:
    """The one figure of the sentences above that the rate names, and the one right before it that it is of (抽检1860户，合格1823户。…。一次合格率98.0%)."""
    if _of_a_whole_place(scope, above):
        return None
    stem = scope.text("name")[:-1]
    words = scope.sentence.text[: scope.match.end() - scope.sentence.at.start]
    found = [
        (one, before)
        for one, before in pairwise(above)
        if before.index == one.index - 1
        and before.segment == one.segment
        and not _is_new(scope, before)
        and not _is_new(scope, one)
        and shared_pairs(before.lead, words)  # the rate is called by what it is of as well
        and alike(one.quantity, before.quantity)
        and (any(word in one.lead for word in part_words) or bears(stem, one.lead))
        and not denied(scope, part_words, one)
        and at_least(before.quantity, one.quantity)
    ]
    return found[0] if len(found) == 1 else None


def _is_new(scope: Scope, one: Placed) -> bool:
    """Whether a figure is of what came in (新增就业128人): a rate of those who are there is not of it."""
    return scope.has("claim.came-in", one.lead)


def _of_a_whole_place(scope: Scope, above: Sequence[Placed]) -> bool:
    """Whether a rate is that of a whole place (全县企业职工参保率) which none of the figures above is told of."""
    place = scope.patterns.one("claim.moment.whole-place")
    named = {match[0] for match in place.finditer(scope.opening())}
    told = " ".join(one.lead for one in above)
    return bool(named) and not any(name in told for name in named)
