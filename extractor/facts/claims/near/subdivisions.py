"""claim/breakdown, claim/difference: a figure that was told before is divided (项目支出中，…), or divided once more by something else (按学段分，…).

The parts are a row of figures of its unit to the end of their piece. A whole divided once already has its claim: the second list is held to it by its last
part, which is what the others leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from extractor.facts.claims.near.partitions import is_partition
from extractor.facts.claims.near.parts_of_wholes import ends_here
from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.scope import AMOUNTS, IN_FORM, LISTED, Scope, alike, total_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

_COUPLE, _LIST = 2, 3
_NAME = 2
"""Characters by which a whole is called at least."""
_BACK = 16
"""Figures of the sentences before among which the whole may be."""
_FIFTH, _TENTH, _NEARLY = Fraction(1, 5), Fraction(1, 10), Fraction(1, 50)
"""How far a list may be from the whole that was divided before it: sorted by something, with one slip or without; and one that no word closes."""


def of_the_named(scope: Scope) -> Iterator[Claim]:
    """X中，A a、B b: the parts of the one figure told before that bears the name X."""
    name = scope.text("name").strip()
    short = scope.patterns.one("claim.subdivided.aside").sub("", name)
    behind = [one for one in scope.sentence.figures if one.at.start >= scope.match.end()]
    here = [one for one in reversed(scope.sentence.figures) if one.at.end <= scope.match.start("name")]
    units = [one.quantity for one in behind if one.segment == behind[0].segment]
    for known in (here, list(scope.before)[:_BACK]) if len(short) >= _NAME else ():
        like = [one for one in known if any(alike(one.quantity, unit) for unit in units)]
        called = [one for one in like if _bears(one, name)] or [one for one in like if _bears(one, short)]
        if called:
            break
    else:
        return
    whole = called[0]
    parts = _row(scope, [one for one in behind if alike(one.quantity, whole.quantity)], whole)
    if len({one.quantity.worth for one in called}) > 1 or whole.quantity.value is None or whole.depth or len(parts) < _COUPLE:
        return
    if scope.each(whole) or scope.is_base(whole) or _is_open(scope, parts):
        return
    divided = is_partition(scope, parts)
    if not divided and scope.has("claim.overlapping", " ".join(one.lead for one in parts)):
        return  # 成员中女性367人、35岁以下268人
    yield scope.claim(whole, parts_of(scope, parts), complete="full", partition=divided, weak=None if divided else "guard")


def divided_again(scope: Scope) -> Iterator[Claim]:
    """W，其中A a、B b；按X分，C c、D d: what the first piece divides is divided by what the other pieces tell as well."""
    figures = [one for one in scope.sentence.figures if one.depth == 0]
    for kind, unit in dict.fromkeys((one.quantity.kind, one.quantity.unit) for one in figures if one.quantity.kind in AMOUNTS):
        own = [one for one in figures if (one.quantity.kind, one.quantity.unit) == (kind, unit)]
        first = [one for one in own if one.segment == own[0].segment]
        whole, parts = first[0], first[1:]
        if len(own) <= len(first) or len(parts) < _COUPLE or not scope.is_level(whole) or total_of(parts) != whole.quantity.worth:
            continue
        for number in dict.fromkeys(one.segment for one in own[len(first) :]):
            yield from second_row(scope, whole, [one for one in figures if one.segment == number])


def second_row(scope: Scope, whole: Placed, piece: Sequence[Placed]) -> Iterator[Claim]:
    """The row of a later piece against the whole: sorted by something, in words that leave nothing out, or near enough to be all of it."""
    parts = _row(scope, [one for one in piece if alike(one.quantity, whole.quantity)], whole)
    if len(parts) < _COUPLE or _is_open(scope, parts):
        return
    start = scope.sentence.at.start
    words = scope.sentence.text[: parts[0].at.start - start].rpartition(scope.patterns.words("claim.item-mark")[0])[2]
    if scope.has("claim.among", words) or any(one.quantity.worth >= whole.quantity.worth for one in parts):
        return
    gap = abs(total_of(parts) - whole.quantity.worth)
    sorted_by = scope.patterns.one("claim.sorted-by").search(words) is not None
    overlapping = scope.has("claim.overlapping", " ".join(one.lead for one in parts))
    divided = is_partition(scope, parts)
    firm = (divided or (sorted_by and len(parts) >= _LIST and not overlapping)) and gap <= whole.quantity.worth * _TENTH
    reach = _FIFTH if sorted_by or divided else _NEARLY
    if gap > whole.quantity.worth * reach:
        return  # 基本支出中，人员经费a、公用经费b: of one of the parts
    last, had = parts[-1], scope.operand("had", whole, LISTED)
    used = [scope.operand("used", one, LISTED) for one in parts[:-1]]
    yield scope.claim(last, [had, *used], rule="claim/difference", weak=None if firm else "guard")


def _row(scope: Scope, own: Sequence[Placed], whole: Placed) -> list[Placed]:
    """The first figures of some that stand one a clause or one an item, to the end of their piece or to words that begin something new."""
    found: list[Placed] = []
    for one in own:
        if one.segment != own[0].segment or one.depth or one.quantity.value is None:
            break
        if found and (ends_here(scope, one) or one.clause - found[-1].clause > 1):
            break
        # 审减1.73亿元。审减额中，预算评审审减1.29亿元: what both are called is no change of either
        moved = scope.changes(one) and one.lead.strip()[-_NAME:] != whole.lead.strip()[-_NAME:]
        if moved or scope.each(one) or scope.is_base(one) or scope.has("claim.not-an-addend", scope.bare(one.lead)):
            break
        found.append(one)
    return found if all(one.lead.strip() for one in found[1:]) else []


def _is_open(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether words say that a row tells some parts only, or that what follows goes on with it."""
    leads = " ".join(one.lead for one in parts)
    rest = scope.sentence.text[parts[-1].at.end - scope.sentence.at.start :]
    following = [one for one in scope.sentence.figures[parts[-1].index + 1 :] if one.segment == parts[-1].segment]
    goes_on = any(alike(one.quantity, parts[0].quantity) and one.clause - parts[-1].clause <= 1 and not one.depth for one in following)
    steps = {other.clause - one.clause for one, other in pairwise(parts)}
    uneven = len(parts) > _COUPLE and len(steps) > 1 and 0 in steps
    opened = scope.opens(leads) or any(scope.has("claim.open-end", one.tail[:2]) for one in parts)
    return opened or goes_on or uneven or scope.has("claim.rest", rest)


def _bears(one: Placed, name: str) -> bool:
    """Whether the words before a figure end with a name, or those behind begin with it (专业技术岗位68人; 412所农村学校; 办结36105件: 办结件)."""
    bare = name.removesuffix(one.quantity.unit or "")
    return one.lead.strip().endswith((name, bare) if len(bare) >= _NAME else name) or one.tail.strip().startswith(name)


def dealt_out(scope: Scope) -> Iterator[Claim]:
    """采购12800盒，已发放9640盒，存放于药库3160盒: what was dealt out of something, and what is kept of it, are all of it."""
    whole, used, kept = scope.figure("whole"), scope.figure("used"), scope.figure("stated")
    if whole is None or used is None or kept is None or whole.depth or any(scope.each(one) for one in (whole, used, kept)):
        return
    own = [one for one in scope.sentence.figures[whole.index : kept.index + 1] if alike(one.quantity, whole.quantity)]
    if own == [whole, used, kept] and not scope.is_base(whole):
        operands = [scope.operand("had", whole, IN_FORM), scope.operand("used", used, IN_FORM)]
        yield scope.claim(kept, operands, weak="guard")
