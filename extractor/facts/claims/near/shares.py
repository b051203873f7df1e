"""claim/ratio: several shares told in the order of their parts (A、B、C分别占a、b、c)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.far.likely import WHERE, printed_as
from extractor.facts.claims.far.panorama import Seen
from extractor.facts.claims.near.partitions import is_partition
from extractor.facts.claims.scope import (
    AMBIGUOUS,
    IN_FORM,
    LISTED,
    MISSING,
    SAME_PARAGRAPH,
    Scope,
    alike,
    at_least,
    is_amount,
    pairs,
    total_of,
    without,
)
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Operand, QuantityKind

_TELLING = 3
"""Digits of the other shares of a list from which it is no chance that they are of the whole of it."""
_KNOWN = 40
"""Figures of its unit back in which the wholes of a share are looked for by their names."""
_COUPLE, _ROW, _MOST = 2, 3, 4
"""Parts of a row that may be all of its whole."""


def shares(scope: Scope) -> Iterator[Claim]:
    """A a、B b、C c，分别占p、q、r: each share of the figure in its place; the whole is told before the list, or is the sum of it."""
    start, end = scope.match.span("terms")
    stated = [one for one in scope.sentence.figures if start <= one.at.start < end and _is_rate(one)]
    ahead = [one for one in scope.sentence.figures if one.at.end <= scope.match.start() and not _is_rate(one)]
    count = len(stated)
    if count < 2 or len(ahead) < count:
        return
    parts = [one for one in ahead if alike(one.quantity, ahead[-1].quantity) and one.depth == ahead[-1].depth][-count:]
    if len(parts) != count or any(scope.changes(one) or scope.each(one) for one in parts):
        return
    wholes = _wholes(scope, stated, parts)
    in_a_row = [one.index for one in parts] == list(range(parts[0].index, parts[0].index + count))
    certain = in_a_row and bool(wholes) and parts[-1].clause >= stated[0].clause - 1
    told = any(alike(one.quantity, parts[0].quantity) for one in scope.sentence.figures[: parts[0].index])
    certain = certain and (told or _is_borne_out(stated, parts))
    for part, one in zip(parts, stated, strict=True):
        own = scope.operand("part", part, wholes[0][0].why if wholes and len(wholes[0]) == 1 else LISTED)
        readings: list[list[Operand]] = [[own, *whole] for whole in wholes]
        if readings:
            yield scope.claim(one, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS)


def _is_rate(one: Placed) -> bool:
    """Whether a figure is a share of something, in hundredths or in a spoken fraction (四成)."""
    return one.quantity.kind is QuantityKind.PERCENT or (one.quantity.unit or "").startswith("1/")


def _is_borne_out(stated: Sequence[Placed], parts: Sequence[Placed]) -> bool:
    """Whether all shares but one are of the sum of the list: where no whole stands before it in the sentence, it may be of another one."""
    whole = total_of(parts)
    holding = [printed_as(share.quantity, part.quantity.worth, whole) for share, part in zip(stated, parts, strict=True)]
    return sum(holding) >= len(holding) - 1


def is_first_of_a_row(scope: Scope, stated: Placed) -> bool:
    """Whether other rates follow a share after the mark of a list (占采购规模的26.0%、45.4%和28.6%): it is of the first of as many parts."""
    marks = (scope.patterns.words("claim.list-mark")[0], *scope.patterns.words("claim.joint-words"))
    return any(
        one.quantity.kind is QuantityKind.PERCENT and one.lead.strip() in marks
        for one in scope.sentence.figures[stated.index + 1 : stated.index + 2]
    )


def _wholes(scope: Scope, stated: Sequence[Placed], parts: Sequence[Placed]) -> list[list[Operand]]:
    """The figure that the list is of: the nearest before it in the sentence, else the nearest of the paragraph; besides, the sum of the list."""
    summed = [scope.operand("whole", one, LISTED) for one in parts]
    here = [
        one
        for one in reversed(scope.sentence.figures[: parts[0].index])
        if alike(one.quantity, parts[0].quantity) and not scope.changes(one) and not scope.each(one)
    ]
    above = [one for one in scope.before if alike(one.quantity, parts[0].quantity) and not scope.changes(one) and not scope.each(one)]
    found = [(one, scope.where(one, parts[0])) for one in here] or [(one, SAME_PARAGRAPH) for one in above[:2]]
    fits = [[scope.operand("whole", one, why)] for one, why in found if all(at_least(one.quantity, part.quantity) for part in parts)]
    if here and fits and here[0].quantity.worth > total_of(parts):
        # 残疾人8760人，…3504人，…4380人，分别为总数的四成和一半: of the one before them, and of their sum only where all are
        of_all = all(printed_as(one.quantity, part.quantity.worth, total_of(parts)) for one, part in zip(stated, parts, strict=True))
        alone = len(here) == 1 and [one.index for one in parts] == list(range(here[0].index + 1, here[0].index + 1 + len(parts)))
        first = [scope.operand("whole", here[0], IN_FORM)] if alone else fits[0]
        return [first, *([summed] if of_all else []), *fits[1:]]
    return [summed, *fits]


def of_joined_whole(scope: Scope, stated: Placed) -> Claim | None:
    """门诊占住院和门诊总人次的p%: the whole is what two names of the phrase have together; None where it names no two.

    Accused only where each name, and what stands before 占, calls one figure of its own.
    """
    phrase, start, pieces = scope.text("phrase"), 0, []
    for match in scope.patterns.one("claim.count.separator").finditer(phrase):
        pieces.append(phrase[start : match.start()])
        start = match.end()
    pieces = [*pieces, phrase[start:]] if pieces else []
    pieces = [scope.patterns.one("claim.phrase-all").sub("", one) for one in pieces]
    if not pieces or min(map(len, pieces)) < len("ab"):
        return None
    known = [*reversed(scope.sentence.figures[: stated.index]), *scope.before]
    known = [one for one in known if is_amount(one.quantity) and scope.is_level(one)]
    part = _called(scope.opening(), known)
    wholes = [_called(piece, [one for one in known if part is None or alike(one.quantity, part.quantity)]) for piece in pieces]
    told = [one for one in wholes if one is not None]
    if len({one.quantity.id for one in told}) < len(pieces) and (far := _told_far(scope, stated, pieces)) is not None:
        return far
    if part is None or len(told) < len(pieces) or len({one.quantity.id for one in told}) < len(told) or part not in told:
        return scope.claim(stated, [scope.operand("part", part, MISSING), scope.operand("whole", None, MISSING)])
    operands = [scope.operand("part", part, LISTED), *(scope.operand("whole", one, LISTED) for one in told)]
    called = all(
        piece[:_COUPLE] in one.lead for piece, one in zip(pieces, told, strict=True)
    )  # else one pair of characters is all they share
    return scope.claim(stated, operands, weak=None if called else "far")


def _told_far(scope: Scope, stated: Placed, pieces: Sequence[str]) -> Claim | None:
    """The share where the figures that its phrase names stand elsewhere in the report, and its part right before it.

    全失能1527人，半失能2163人。… 已供养2236人，占全部失能、半失能人员的60.6%.
    """
    part = scope.sentence.figures[stated.index - 1] if stated.index else None
    if part is None or not is_amount(part.quantity) or stated.clause - part.clause > 1 or scope.changes(part) or scope.each(part):
        return None
    view = scope.around.panorama
    known = [one for one in view.before(part.at.start, part.quantity.kind, part.quantity.unit) if one.sentence >= 0][-_KNOWN:]
    known = [one for one in known if scope.is_level(one.placed) and not one.summed]
    rows = [list(row) for _, row in groupby(known, key=lambda one: one.sentence)]
    for row in [*(row for row in reversed(rows) if len(row) >= len(pieces)), known]:
        told = _each_by_name(pieces, row)
        if told and sum((one.size for one in told), Fraction(0)) >= part.quantity.worth:
            wholes = [scope.operand("whole", one.placed, WHERE[view.tier(view.of(stated), one)]) for one in told]
            return scope.claim(stated, [scope.operand("part", part, scope.where(part, stated)), *wholes], weak="guard")
    return None


def _each_by_name(pieces: Sequence[str], known: Sequence[Seen]) -> list[Seen]:
    """For each name the one figure whose words share most with it, those of which there is one alone first; empty where a name has none of its own."""
    left, found = list(known), dict[str, Seen]()
    for _ in pieces:
        for piece in (one for one in pieces if one not in found):
            scores = [(shared_pairs(piece, f"{one.placed.lead}{one.tail}"), one) for one in left]
            most = max((score for score, _ in scores), default=0)
            best = [one for score, one in scores if score == most > 0]
            if len({one.size for one in best}) == 1:
                found[piece] = best[-1]
                left = [one for one in left if one.size != best[-1].size]
    return [found[piece] for piece in pieces] if len(found) == len(pieces) else []


def of_times(scope: Scope, stated: Placed, part: Placed) -> Claim | None:
    """查处412人次，其中强制隔离戒毒156人，占37.9%: of the times counted right before 其中, of which a part is told in persons."""
    before = scope.sentence.figures[part.index - 1] if part.index else None
    if scope.text("phrase") or scope.opening().strip() or part.index != stated.index - 1 or before is None or before.depth != part.depth:
        return None
    if before.clause != part.clause - 1 or scope.changes(before) or scope.each(before) or before.quantity.worth <= part.quantity.worth:
        return None
    mixed = part.quantity.unit in scope.patterns.words("unit.persons") and before.quantity.unit in scope.patterns.words("unit.person-times")
    if not mixed or not part.lead.strip().startswith(scope.patterns.words("claim.among")):
        return None
    own = scope.operand("part", part, LISTED)
    others = [[own, scope.operand("whole", one, LISTED)] for one in scope.before if alike(one.quantity, part.quantity)]
    return scope.claim(stated, [own, scope.operand("whole", before, LISTED)], others=others, weak="guard")


def of_plan_beside(scope: Scope, stated: Placed) -> Claim | None:
    """支出预算为4.8万元，支出决算为2.34万元，完成预算的48.75%: of the plan right before what was done, nothing but shares of that between it and the share."""
    if not scope.has("claim.aims", scope.text("phrase")) or scope.opening().strip():
        return None
    before = list(scope.sentence.figures[: stated.index])
    while before and before[-1].quantity.kind is QuantityKind.PERCENT and scope.has("claim.share-lead", before[-1].lead):
        before.pop()  # 决算为6.48万元，占“三公”经费的76.06%，完成年初预算的72%
    if len(before) < _COUPLE or stated.clause - before[-1].clause > stated.index - before[-1].index:
        return None
    whole, part = before[-_COUPLE:]
    told = alike(whole.quantity, part.quantity) and whole.segment == part.segment == stated.segment and part.clause - whole.clause <= 1
    told = told and whole.depth == part.depth == stated.depth and scope.is_level(part) and not (scope.changes(whole) or scope.each(whole))
    planned, done = (scope.has("claim.aims", without("claim.accounts", one.lead, scope.patterns)) for one in (whole, part))
    return scope.claim(stated, scope.reading(stated, part, whole)) if told and planned and not done else None


def of_opened(scope: Scope, stated: Placed, part: Placed) -> Claim | None:
    """留任1054人。留任人员中，甲688人、乙366人，甲占留任人员的65.3%: of what the list is opened by, where its parts are all of a figure told before."""
    phrase = scope.text("phrase")
    words = scope.sentence.text[: part.at.start - scope.sentence.at.start]
    opened = next(iter(reversed(list(scope.patterns.one("claim.called.within").finditer(words)))), None) if phrase else None
    if opened is None or not phrase.endswith(opened["name"]):
        return None
    start = scope.sentence.at.start + opened.end()
    listed = [one for one in scope.sentence.figures[: stated.index] if one.at.start >= start and alike(one.quantity, part.quantity)]
    total = total_of(listed)
    ahead = [one for one in (*scope.sentence.figures, *scope.before) if one.at.end <= start and alike(one.quantity, part.quantity)]
    wholes = [one for one in ahead if one.quantity.worth == total][:1]
    if not wholes and any(one.quantity.worth - other.quantity.worth == total for one, other in pairs(ahead[:_MOST])):
        wholes = listed  # 毕业3260人，升学1124人。未升学学生中，…: all that is left
    if len(listed) < _COUPLE or part not in listed or not wholes:
        return None
    operands = [scope.operand("part", part, LISTED), *(scope.operand("whole", one, LISTED) for one in wholes)]
    return scope.claim(stated, operands, certain=True)


def of_row(scope: Scope, stated: Placed, part: Placed) -> Claim | None:
    """线上办理98.6万件，线下办理57.8万件，线上办理占p%: the whole is the row that a part stands in, where its words divide it without rest."""
    row = [one for one in scope.sentence.figures[: stated.index] if alike(one.quantity, part.quantity) and one.depth == part.depth]
    row = [one for one in row if one.segment == stated.segment]
    phrase = scope.text("phrase")
    if phrase and (scope.has("claim.beyond", phrase) or not scope.patterns.one("claim.phrase-all").search(phrase)):
        return None
    if part not in row or not _COUPLE <= len(row) <= _MOST or not is_partition(scope, row):
        return None
    if any(other.clause - one.clause > 1 for one, other in pairwise(row)) or any(scope.changes(one) or scope.each(one) for one in row):
        return None
    operands = [scope.operand("part", part, LISTED), *(scope.operand("whole", one, LISTED) for one in row)]
    before = [one for one in scope.before if alike(one.quantity, part.quantity)]
    others = [[operands[0], scope.operand("whole", one, SAME_PARAGRAPH)] for one in before]
    return scope.claim(stated, operands, others=others, weak="far")


def of_all_listed(scope: Scope, stated: Placed, part: Placed) -> Claim | None:
    """老年人486人，占54.0%；未成年人414人，占46.0%: the whole is the list, which tells none, where all other shares are of that, to the digit."""
    figures = scope.sentence.figures
    if scope.text("phrase"):
        return None
    couples = [(one, other) for one, other in pairwise(figures) if alike(one.quantity, part.quantity) and _is_its_share(scope, one, other)]
    parts = [one for one, _ in couples]
    amounts = [one for one in figures if alike(one.quantity, part.quantity)]
    if part not in parts or len(parts) < _COUPLE or len(amounts) > len(parts) or any(scope.changes(one) or one.depth for one in parts):
        return None
    if any(alike(one.quantity, part.quantity) for one in scope.before):
        return None
    whole = total_of(parts)
    others = [(one, other.quantity) for one, other in couples if one is not part]
    digits = sum(len(share.digits) for _, share in others)
    if digits < _TELLING or not all(printed_as(share, one.quantity.worth, whole) for one, share in others):
        return None
    return scope.claim(stated, [scope.operand("part", part, LISTED), *(scope.operand("whole", one, LISTED) for one in parts)])


def of_summed_above(scope: Scope, stated: Placed, part: Placed) -> Claim | None:
    """The share of the figure of the sentence above that the row of a part adds up to (支出2438.5万元。除治1846.2万元、注药302.4万元、…，除治比重为75.7%)."""
    phrase = scope.text("phrase")
    row = [one for one in scope.sentence.figures[: stated.index] if alike(one.quantity, part.quantity) and one.depth == part.depth]
    above = scope.around.above(scope.sentence, 0)
    if above is None or len(row) < _ROW or part not in row or (phrase and not scope.patterns.one("claim.phrase-all").search(phrase)):
        return None
    whole = total_of(row)
    told = next((one for one in above.figures if alike(one.quantity, part.quantity) and one.quantity.worth == whole), None)
    if told is None:
        return None
    return scope.claim(stated, [scope.operand("part", part, scope.where(part, stated)), scope.operand("whole", told, SAME_PARAGRAPH)])


def _is_its_share(scope: Scope, one: Placed, other: Placed) -> bool:
    return other.quantity.kind is QuantityKind.PERCENT and other.clause - one.clause <= 1 and scope.has("claim.share-lead", other.lead)


def _called(name: str, known: Sequence[Placed]) -> Placed | None:
    """The one figure whose words share most with a name, and something."""
    scores = [(shared_pairs(name, one.lead), one) for one in known]
    most = max((score for score, _ in scores), default=0)
    found = [one for score, one in scores if score == most > 0]
    return found[0] if len({one.quantity.worth for one in found}) == 1 else None
