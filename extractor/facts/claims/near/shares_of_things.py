"""claim/ratio: a share that stands before what it is of (六分之五的合作社领到了补助; 10家企业贡献了七成的收入), and one of the year before (仅为上年的84%)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.scope import SAME_CLAUSE, Scope, alike, at_least, is_amount
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge

_COUPLE = 2


def share_of_things(scope: Scope) -> Iterator[Claim]:
    """The whole is the one figure before that is told of those things; the part is the last one before the share, and no third is of their unit."""
    stated = scope.figure("stated")
    if stated is None:
        return
    before = scope.earlier(stated, lambda one: is_amount(one) and one.hedge is Hedge.EXACT and bool(one.value))
    noun = scope.text("noun")
    done = scope.patterns.words("claim.done-of-owed")
    named = [one for one in before if _names(noun, f"{one.lead}{one.tail}")]
    for whole in named:
        row = [one for one in before if alike(one.quantity, whole.quantity)]
        if len(row) != _COUPLE or not all(scope.is_level(one) and one.depth == stated.depth for one in row) or row[0] is whole:
            continue
        told = any(word in row[0].lead for word in done) and row[0] not in scope.inner(row)
        if scope.text("done") and not told:
            continue  # 培训学员1200人，其中妇女600人，60%的学员实现就业
        if at_least(whole.quantity, row[0].quantity) and row[0].clause >= stated.clause - _COUPLE and row[0].segment == stated.segment:
            yield scope.claim(stated, scope.reading(stated, row[0], whole))
            return


def _names(noun: str, words: str) -> bool:
    """Whether words hold the head of a noun, its last two characters, or its first ones where it is longer."""
    return noun[-_COUPLE:] in words or (len(noun) > _COUPLE and noun[:_COUPLE] in words)


def of_last_year(scope: Scope, stated: Placed) -> Claim | None:
    """A，较上年的B减少，仅为上年的p%: of the one figure that bears the word for the year before, and of the only other one of its unit."""
    phrase = f"{scope.text('phrase')}{scope.text('rest')}".strip()
    if phrase not in scope.patterns.words("claim.last-year-alone"):
        return None
    before = [one for one in scope.earlier(stated, is_amount) if one.segment == stated.segment and not scope.changes(one)]
    bases = [one for one in before if phrase in one.lead]
    if len(bases) != 1:
        return None
    row = [one for one in before if one is not bases[0] and alike(one.quantity, bases[0].quantity)]
    anew = scope.nouns(scope.opening())
    if len(row) != 1 or (anew and not scope.named_alike(scope.subject(row[0]), scope.opening())):
        return None  # 案件420件，较上年的500件减少，罚没金额为上年的92%
    if scope.is_base(row[0]) or scope.each(row[0]) != scope.each(bases[0]) or row[0].depth != bases[0].depth:
        return None
    return scope.claim(stated, [scope.operand("part", row[0], SAME_CLAUSE), scope.operand("whole", bases[0], SAME_CLAUSE)])
