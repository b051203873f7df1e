"""The words of a change and of its levels, in any order: which figure lies between two others, which way, and with which of them it is compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.facts.claims.scope import Scope, alike, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import Hedge, QuantityKind

_COUPLE = 2
_SAME: Mapping[str, Sequence[str]] = {"past": ("past", "origin")}
"""What words before a level make it one that a change compares with, where they are not the same for both."""
_CLOSE, _STOPS = "）)", "，；：、,;:"


@dataclass(frozen=True, slots=True)
class Move:
    """What lies between two levels: 1 for more, -1 for less, 0 for either. against: with what its words compare.

    year: the year that they compare with. task: whether they say what is lacking of something due, or beyond it.
    """

    placed: Placed
    sign: int
    against: str | None
    task: bool
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """The level now and the one compared with. firm: whether the words of the change say that it is compared with that one. alone: no other can be meant."""

    current: Placed
    base: Placed
    firm: bool
    alone: bool = False


def move_of(scope: Scope, one: Placed) -> Move | None:
    """What a figure is by the words before it, or right behind it, where these say that it lies between two others."""
    patterns = scope.patterns
    lead = one.lead.rstrip()
    sign = 1 if patterns.one("claim.between.more").search(lead) else -1 if patterns.one("claim.between.less").search(lead) else None
    task = sign is not None and patterns.one("claim.between.task").search(lead) is not None
    if sign is None and patterns.one("claim.between.behind").match(one.tail):
        sign, task = -1, True
    if sign is None and patterns.one("claim.between.either").search(lead):
        sign = 0
    if sign is None and not lead and (over := _over_bracket(scope, one)) is not None:
        return over
    if scope.has("claim.carried-over", lead):
        return None  # 上年结余87.2万元
    if sign is None or patterns.one("claim.growth.yearly").search(lead) or patterns.one("claim.in-turn").search(lead):
        return None
    if one.quantity.unit in patterns.words("claim.spans") and lead.endswith(patterns.words("claim.pace")):
        sign = -sign  # 快3.5分钟: the shorter time
    told = patterns.one("claim.between.year").search(lead)
    return Move(one, sign, compared_with(scope, one), task, None if told is None else int(told["year"]))


def _over_bracket(scope: Scope, one: Placed) -> Move | None:
    """How far from a level that the bracket right before it tells (落后时间进度（91.7%）3.1个百分点)."""
    before = scope.sentence.figures[one.index - 1] if one.index else None
    start = scope.sentence.at.start
    if (
        before is None
        or before.depth <= one.depth
        or scope.sentence.text[before.at.end - start : one.at.start - start].strip() not in tuple(_CLOSE)
    ):
        return None
    told = scope.patterns.one("claim.between.over-a-bracket").search(scope.sentence.text[: before.bracket - start])
    if told is None:
        return None
    found = scope.patterns.one("claim.between.named").search(told["against"])
    against = None if found is None else next(name for name, said in found.groupdict().items() if said is not None)
    return Move(one, 1 if told["more"] else -1, against, task=True)


def compared_with(scope: Scope, one: Placed) -> str | None:
    """With what the words before a change compare, back to the figure before it, over a bracket right before it (较上年（5000吨）增长12%)."""
    outside = [other for other in scope.sentence.figures[: one.index] if other.depth <= one.depth]
    start = scope.sentence.at.start
    last = scope.sentence.figures[one.index - 1] if one.index else one
    words = scope.sentence.text[(outside[-1].at.end - start) if outside else 0 : one.at.start - start]
    if last.depth > one.depth:
        words = words[: last.bracket - one.at.start] + scope.sentence.text[last.at.end - start : one.at.start - start]
    found = next(iter(reversed(list(scope.patterns.one("claim.between.compared").finditer(words)))), None)
    return None if found is None else next(name for name, said in found.groupdict().items() if said is not None)


def levels_of(scope: Scope, move: Placed) -> list[Placed]:
    """The levels of its unit in the part of the sentence of a change, rates where it is in points; in brackets only those that are compared with."""
    points = move.quantity.kind is QuantityKind.POINTS
    held = [one for one in scope.sentence.figures if one.segment == move.segment and one is not move]
    held = [one for one in held if not _is_among(scope, one, move)]
    held = [one for one in held if (one.quantity.kind is QuantityKind.PERCENT if points else alike(one.quantity, move.quantity))]
    held = [one for one in held if one.depth == move.depth or (one.depth > move.depth and _is_of_a_time(scope, one))]
    held = [one for one in held if one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT and not moves(scope, one)]
    return [*held, *of_parts_before(scope, held[0])] if len(held) == 1 else held


def _is_of_a_time(scope: Scope, one: Placed) -> bool:
    """Whether words before a level say of when it is, or that it is one compared with."""
    lead = _lead(scope, one)
    parts = ("claim.between.named", "claim.between.compared", "claim.between.time-alone")
    return any(scope.patterns.one(part).search(lead) is not None for part in parts)


def _is_among(scope: Scope, one: Placed, move: Placed) -> bool:
    """Whether 其中 stands between two figures: the parts of a level are told behind it (计划招募1600人，比上年多100人，其中新招1050人)."""
    first, last = sorted((one, move), key=lambda figure: figure.index)
    return any(scope.has("claim.among", figure.lead) for figure in scope.sentence.figures[first.index + 1 : last.index + 1])


def of_parts_before(scope: Scope, own: Placed) -> list[Placed]:
    """The other level of the only one that a part of the sentence tells, in the parts before it: what is compared with a level, or what was a year before."""
    held = [one for one in scope.sentence.figures if one.segment < own.segment and alike(one.quantity, own.quantity) and not one.depth]
    held = [one for one in held if one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT and not moves(scope, one)]
    if not is_compared(scope, own):
        if len(held) == 1 and held[0].segment == own.segment - 1 and _was_and_is(scope, held[0], own):
            return held
        year = year_of(own.quantity)
        return held if len(held) == 1 and year is not None and year_of(held[0].quantity) == year - 1 and str(year) in own.lead else []
    held = [one for one in held if not scope.is_base(one) and label_of(scope, one) is None]
    return held if len(held) == 1 else []


def _was_and_is(scope: Scope, one: Placed, own: Placed) -> bool:
    """Whether two levels are told of one thing by nothing but their times (上年为320个；本年为256个)."""
    times = (scope.patterns.one("claim.between.time-alone").search(level.lead) for level in (one, own))
    return [None if time is None else time.lastgroup for time in times] == ["past", "now"]


def moves(scope: Scope, one: Placed) -> bool:
    """Whether a figure is itself a change, or a rate of one."""
    lead = one.lead.rstrip()
    if scope.patterns.one("claim.between.stock").search(lead):
        return False
    rate = one.quantity.kind is QuantityKind.PERCENT and scope.patterns.one("claim.between.rate").search(lead) is not None
    ends = (scope.patterns.one(f"claim.between.{name}") for name in ("more", "less", "either"))
    return rate or scope.changes(one) or any(end.search(lead) for end in ends)


def label_of(scope: Scope, one: Placed) -> str | None:
    """What the words before a level say it to be of: the time before, what was to be, what others have, or after a change."""
    found = scope.patterns.one("claim.between.named").search(_lead(scope, one))
    return None if found is None else next(name for name, said in found.groupdict().items() if said is not None)


def _lead(scope: Scope, one: Placed) -> str:
    """The words before a level; those before its bracket where it opens one."""
    if one.lead.strip() or one.bracket < 0:
        return one.lead
    words = scope.sentence.text[: one.bracket - scope.sentence.at.start]
    before = [other.at.end - scope.sentence.at.start for other in scope.sentence.figures if other.at.end <= one.bracket]
    words = words[max(before, default=0) :]
    return words[max(words.rfind(mark) for mark in _STOPS) + 1 :]


def pairs_of(scope: Scope, move: Move, levels: Sequence[Placed]) -> list[Pair]:
    """The pairs of levels of which words tell that one is compared with; the other bears no such words."""
    labels = {one.index: label_of(scope, one) for one in levels}
    if move.year is not None:
        bases = [one for one in levels if year_of(one.quantity) == move.year]
        turned = [one for one in levels if is_turned(scope, one, levels)]
        bases = turned or [one for one in bases if str(move.year) in _lead(scope, one)] or bases
        if len(bases) != 1:
            return []
        others = [one for one in levels if (year_of(one.quantity) or 0) > move.year] or [one for one in levels if one is not bases[0]]
        before = [one for one in others if one.index < move.placed.index]
        others = before or [one for one in others if is_reached(scope, one, move.placed)]
        return [Pair(one, bases[0], len(others) == 1) for one in others]
    for name in (move.against,) if move.against else ("past", "start", "aim", "mean") if move.task else ("past", "start"):
        bases = [one for one in levels if labels[one.index] in _SAME.get(name, (name,))]
        if name == "start":
            bases = [one for one in levels if scope.has("claim.at-first", _lead(scope, one))]
        if not bases:
            continue
        others = [one for one in levels if one not in bases]
        if len(bases) > 1 or not others:
            return []
        named = [one for one in others if labels[one.index] in (None, "after")] or others
        compared = move.against is not None or is_compared(scope, bases[0]) or is_turned(scope, bases[0], levels)
        alone = len(named) == 1 and (len(levels) == _COUPLE or (move.task and name == "aim"))
        return [Pair(one, bases[0], compared, alone) for one in named]
    held_against = [one for one in levels if _is_of_the_past(scope, one)]
    if len(held_against) == 1 and len(levels) == _COUPLE and move.against in (None, "past"):
        (other,) = (one for one in levels if one is not held_against[0])
        return [Pair(other, held_against[0], True)] if other.index < move.placed.index or is_reached(scope, other, move.placed) else []
    years = {one.index: year_of(one.quantity) for one in levels}
    told = sorted((year, index) for index, year in years.items() if year is not None)
    if len(levels) == _COUPLE == len({year for year, _ in told}) and move.against in (None, "past"):
        first, last = (next(one for one in levels if one.index == index) for _, index in told)
        return [Pair(last, first, True)]
    return []


def _is_of_the_past(scope: Scope, one: Placed) -> bool:
    """Whether the words before a level compare with it as with what was (较2022年（6327名）), or those behind it do (在2022年93%的基础上)."""
    said = scope.patterns.one("claim.between.compared").search(_lead(scope, one))
    return scope.is_compared(one) if said is None else said["past"] is not None


def is_reached(scope: Scope, one: Placed, change: Placed) -> bool:
    """Whether a level is what a change leads to, told next to it or turned into by the words (较上年（5000吨）增长12%，达到5600吨)."""
    reached = scope.patterns.one("claim.between.reached")
    return one.index > change.index and one.segment == change.segment and reached.search(one.lead) is not None


def is_turned(scope: Scope, base: Placed, levels: Sequence[Placed]) -> bool:
    """Whether the level right behind one is what that one became (由每亩420立方米降至365立方米)."""
    behind = scope.sentence.figures[base.index + 1 : base.index + 2]
    turned = scope.patterns.one("claim.turned-into")
    origin = scope.patterns.one("claim.between.origin").search(base.lead)
    return origin is not None and any(one in levels and turned.search(one.lead.rstrip()) for one in behind)


def is_compared(scope: Scope, one: Placed) -> bool:
    """Whether the words before a level compare with it (较上年的318天), or those behind it (在上年318天的基础上)."""
    return scope.is_compared(one) or scope.patterns.one("claim.between.compared").search(_lead(scope, one)) is not None
