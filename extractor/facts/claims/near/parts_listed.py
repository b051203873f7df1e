"""The parts that follow 其中 and the like: which figures of a sentence are of one list, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from extractor.facts.claims.near.no_lists import stop_lost
from extractor.facts.claims.near.partitions import is_partition
from extractor.facts.claims.near.parts_of_wholes import ends_here
from extractor.facts.claims.scope import Scope, alike
from extractor.facts.figures import Placed
from extractor.model.claims import QuantityKind

_A_COUPLE = 2
"""Parts that need more than a comma between them to be one list; and characters by which two of them are told to be named alike."""
_SHORT = 8
"""Characters of a part's name in a plain row."""


def in_even_pieces(behind: Sequence[Placed]) -> bool:
    """Whether pieces tell the same units in the same order, two of them or more each (公办12家，床位1648张；民办24家，床位2638张): they are one list."""
    told = [one for one in behind if one.depth == behind[0].depth]
    pieces = [[(one.quantity.kind, one.quantity.unit) for one in held] for _, held in groupby(told, key=lambda one: one.segment)]
    return len(pieces) > 1 and len(pieces[0]) > 1 and all(piece == pieces[0] for piece in pieces)


def levels_of(scope: Scope, behind: Sequence[Placed]) -> list[Placed]:
    """The figures of pieces without how each of them changed (甲类155个，床位4500张，比上年增长9.7%；乙类…)."""
    told = [one for one in behind if one.depth == behind[0].depth]
    return [one for one in told if one.quantity.kind is not QuantityKind.POINTS and not scope.changes(one)]


def listed_parts(
    scope: Scope, behind: Sequence[Placed], first: Placed, *, bracketed: bool, spread_out: bool, sorted_by: bool = False
) -> list[Placed]:
    """The figures of the list that begins at ``first``: to the end of the bracket, else to the words that begin something new.

    sorted_by: the list sorts its whole by something, and words of change may name its parts (分为上升31眼、下降7眼).
    """
    levels = levels_of(scope, behind)
    apart = any(scope.is_compared(one) or scope.has("claim.not-an-addend", scope.bare(one.lead)) for one in levels[1:])
    if spread_out and not (bracketed or sorted_by or apart) and levels[:1] == [first] and in_even_pieces(levels):
        return levels
    found: list[Placed] = []
    last = first
    for one in behind:
        share = one.quantity.kind in (QuantityKind.PERCENT, QuantityKind.MULTIPLE) and scope.has("claim.share-lead", one.lead)
        priced = bool(found) and not bracketed and one.clause - last.clause <= 1 and _is_price(scope, one) and not scope.each(first)
        aside = share or _is_growth(scope, one)
        if one.depth > first.depth or (aside and one is not first and not bracketed) or priced:
            continue  # 高中620人、每人500元，中专385人、每人1000元
        if one.depth < first.depth or (bracketed and one.bracket != first.bracket):
            break
        anew = not bracketed and one.clause != last.clause and scope.has("claim.last-year", one.lead)
        anew = anew and not scope.has("claim.carried-over", one.lead)  # 其中新开4条、撤销2条，上年末为84条
        told_out = not bracketed and one.clause != last.clause and one.lead.strip().startswith(scope.patterns.words("claim.respectively"))
        anew = anew or (one is not first and stop_lost(scope, last, one))
        if one is not first and (anew or told_out or scope.has("claim.beside-them", one.lead)):
            break  # 其中第一批1500万元，分别用于甲900万元、乙240万元: of what is told last
        if one is not first and not bracketed:
            fresh = one.clause != last.clause
            if one.segment != first.segment and not spread_out:
                break
            skipped = scope.sentence.figures[last.index + 1 : one.index]
            shared = bool(skipped) and all(scope.has("claim.share-lead", other.lead) or _is_price(scope, other) for other in skipped)
            shared = shared or _told_with_growth(scope, last, one)
            if fresh and (
                (ends_here(scope, one) and not (_of_this_year(scope, last, one) or _told_alike(scope, first, one)))
                or one.clause - last.clause > 1 + shared
                or _ends_with_the_rest(scope, found)
            ):
                break
        mark = scope.patterns.words("claim.list-mark")[0]  # 新建1家、改建8家、提升3家: works, not changes
        listed = one is not first and alike(one.quantity, last.quantity) and scope.sentence.between(last, one).startswith(mark)
        named = listed or (sorted_by and one.clause == first.clause)
        moved = scope.changes(one) and not (one is first and _goes_on(scope, one))
        ending = one.lead.strip()[-_A_COUPLE:]
        each = scope.has("claim.firm-total", ending) or scope.has("claim.amount-of-each", ending)
        summed = each and last.lead.strip().endswith(ending)  # 甲类资金合计575万元，乙类资金合计96万元
        apart = (scope.has("claim.not-an-addend", scope.bare(one.lead)) and not summed) or scope.is_compared(one)
        if not named and (moved or (one is not first and apart)):
            break
        found.append(one)
        last = one
    return found


def _told_with_growth(scope: Scope, last: Placed, one: Placed) -> bool:
    """Whether only a rate of growth stands between two parts that divide a whole, or differ by one character (男学员1500人，增长5%，女学员1100人，增长2%).

    So it does between two whose names end alike, each with its own rate right behind it (夏粮产量A，增产p，秋粮产量B，增产q).
    """
    skipped = scope.sentence.figures[last.index + 1 : one.index]
    names = _bare_name(scope, last), _bare_name(scope, one)
    differ = len(names[0]) == len(names[1]) and sum(here != there for here, there in zip(*names, strict=False)) == 1
    behind = scope.sentence.figures[one.index + 1 : one.index + 2]
    even = len(skipped) == 1 and all(_is_growth(scope, other) for other in behind) and bool(behind)
    even = even and len(names[0]) > _A_COUPLE and names[0][-_A_COUPLE:] == names[1][-_A_COUPLE:]
    return bool(skipped) and all(_is_growth(scope, other) for other in skipped) and (differ or even or is_partition(scope, [last, one]))


def _is_growth(scope: Scope, one: Placed) -> bool:
    return one.quantity.kind is QuantityKind.PERCENT and scope.changes(one)


def _told_alike(scope: Scope, first: Placed, one: Placed) -> bool:
    """Whether a part is led in by the verb that leads in the first (其中，完成甲抽检a批次，完成乙抽检b批次): it begins nothing new."""
    verbs = [verb for verb in scope.patterns.words("claim.stop") if one.lead.strip().startswith(verb)]
    return any(_bare_name(scope, first).startswith(verb) and _bare_name(scope, first) != verb for verb in verbs)


def _bare_name(scope: Scope, one: Placed) -> str:
    """The words before a figure, without 其中 and the like at their head."""
    words = one.lead.strip()
    return next((words.removeprefix(among).strip() for among in scope.patterns.words("claim.among") if words.startswith(among)), words)


def _of_this_year(scope: Scope, last: Placed, one: Placed) -> bool:
    """Whether a part is what came in this year, right behind what was carried over (其中上年结转236万元，当年安排1624万元)."""
    return scope.has("claim.carried-over", last.lead) and scope.has("claim.came-this-year", one.lead)


def _ends_with_the_rest(scope: Scope, found: Sequence[Placed]) -> bool:
    """Whether a list of one clause has come to what the others leave (大风41条、其他10条，雷电和暴雨共171条): what a comma parts from it is none of it."""
    if len(found) < _A_COUPLE or found[-2].clause != found[-1].clause:
        return False
    mark = scope.patterns.words("claim.list-mark")[0]
    return found[-1].lead.strip(f" {mark}").startswith(scope.patterns.words("claim.rest"))


def _is_price(scope: Scope, one: Placed) -> bool:
    """Whether a figure is but what each of those before it gets (每人500元, 每家补助5万元)."""
    return one.quantity.kind is QuantityKind.MONEY and scope.each(one) and len(one.lead.strip()) <= _SHORT


def _goes_on(scope: Scope, part: Placed) -> bool:
    """Whether the verb before a part is that of the figure before it (核减206人，其中因收入超标核减31人): it is no change of it."""
    return part.index > 0 and part.lead.strip()[-_A_COUPLE:] in scope.sentence.figures[part.index - 1].lead
