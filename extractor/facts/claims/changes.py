"""claim/growth and claim/difference: what was, what is, by how much; `remainders` has what is left."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.scope import AMBIGUOUS, AMOUNTS, IN_FORM, MISSING, SAME_PARAGRAPH, Scope, alike, year_of
from extractor.facts.figures import Placed
from extractor.model.facts import Claim, Operand, Quantity, QuantityKind

_BEHIND = 2
"""Clauses behind a change in which its base may stand."""


def _sign(scope: Scope) -> int:
    verb = scope.text("verb")
    return 0 if scope.has("claim.either-way", verb) else -1 if scope.falls(verb) else 1


def _level(scope: Scope, stated: Placed, quantity: Quantity) -> list[Placed]:
    """The figures before that are levels in the unit of the change: percentages where it is in points."""
    if quantity.kind is QuantityKind.POINTS:
        return [one for one in scope.earlier(stated, lambda one: one.kind is QuantityKind.PERCENT) if not scope.changes(one)]
    return [one for one in scope.earlier(stated, lambda one: alike(one, quantity)) if not scope.changes(one)]


def _matches(stated: Quantity, level: Quantity) -> bool:
    return alike(stated, level) or (stated.kind is QuantityKind.POINTS and level.kind is QuantityKind.PERCENT)


def from_to(scope: Scope) -> Iterator[Claim]:
    """由B增加到A，增加C."""
    stated, base, current = scope.figure("stated"), scope.figure("base"), scope.figure("current")
    if stated is None or base is None or current is None or not alike(base.quantity, current.quantity):
        return
    if not _matches(stated.quantity, base.quantity):
        return
    turned = scope.falls(scope.text("turn")) == scope.falls(scope.text("verb")) or scope.has("claim.either-way", scope.text("verb"))
    yearly = scope.has("claim.whole-year", stated.lead) and scope.patterns.one("claim.periodic").search(base.lead) is not None
    turned = turned and not yearly  # 由每月500元提高到600元，全年增加1200元
    yield scope.claim(stated, [scope.named("current"), scope.named("base")], doubt=None if turned else AMBIGUOUS, sign=_sign(scope))


def than(scope: Scope) -> Iterator[Claim]:
    """A比B增加C: A is the nearest level before."""
    stated, base = scope.figure("stated"), scope.figure("base")
    if stated is None or base is None or not _matches(stated.quantity, base.quantity):
        return
    yield from _against(
        scope, stated, base, [one for one in scope.earlier(base, lambda one: alike(one, base.quantity)) if not scope.changes(one)]
    )


def growth_than(scope: Scope) -> Iterator[Claim]:
    """A比B增长p%."""
    stated, base = scope.figure("stated"), scope.figure("base")
    if stated is None or base is None:
        return
    yield from _against(
        scope, stated, base, [one for one in scope.earlier(base, lambda one: alike(one, base.quantity)) if not scope.changes(one)]
    )


def _against(scope: Scope, stated: Placed, base: Placed, levels: list[Placed]) -> Iterator[Claim]:
    named = scope.operand("base", base, IN_FORM)
    if not levels:
        yield scope.claim(stated, [scope.operand("current", None, MISSING), named], sign=_sign(scope))
        return
    readings = [[scope.operand("current", one, scope.where(one, base)), named] for one in levels]
    certain = scope.adjacent(levels[0], base) and levels[0].depth == base.depth and not scope.is_base(levels[0])
    alone = certain and len(levels) == 1
    certain = certain and scope.named_alike(scope.subject(levels[0]), scope.opening())
    doubt, weak = (None, None) if certain else (None, "guard") if alone else (AMBIGUOUS, None)
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=doubt, weak=weak, sign=_sign(scope))


def change(scope: Scope) -> Iterator[Claim]:
    """同比增加C: both levels stand before, the earlier one told by its words or its year."""
    stated = scope.figure("stated")
    if stated is None:
        return
    levels = [one for one in _level(scope, stated, stated.quantity) if one.depth == stated.depth and one.segment == stated.segment]
    levels = [one for one in scope.outer(levels) if not scope.each(one)] or levels
    if not levels:
        return
    if len(levels) == 1 and (behind := _base_behind(scope, stated, levels[0])) is not None:
        doubt = None if scope.adjacent(levels[0], stated) and _of_levels(scope, stated, levels[0]) else AMBIGUOUS
        yield scope.claim(stated, _readings(scope, stated, levels[0], behind), doubt=doubt, weak="guard", sign=_sign(scope))
        return
    if scope.text("verb") in scope.patterns.words("claim.task"):
        yield from _over_task(scope, stated, levels)
        return
    target = scope.patterns.one("claim.than-target").search(stated.lead)
    if target is not None:
        aims = [one for one in levels if target["aim"] in one.lead]
        rest = [one for one in levels if one not in aims]
        if aims and rest:
            certain = len(aims) == 1 and scope.adjacent(rest[0], stated) and _of_levels(scope, stated, rest[0], aims[0])
            yield scope.claim(stated, _readings(scope, stated, rest[0], aims[0]), doubt=None if certain else AMBIGUOUS, sign=_sign(scope))
        else:
            missing = scope.operand("base", None, MISSING)
            yield scope.claim(stated, [scope.operand("current", levels[0], scope.where(levels[0], stated)), missing], sign=_sign(scope))
        return
    if len(levels) == 1 and (former := _former(scope, stated, levels[0])) is not None:
        operands = [scope.operand("current", levels[0], scope.where(levels[0], stated)), scope.operand("base", former, SAME_PARAGRAPH)]
        yield scope.claim(stated, operands, sign=_sign(scope), near=True)
        return
    if len(levels) == 1:
        yield scope.claim(
            stated,
            [scope.operand("current", levels[0], scope.where(levels[0], stated)), scope.operand("base", None, MISSING)],
            sign=_sign(scope),
        )
        return
    couple = _couple(scope, levels[0], levels[1])
    readings = [_readings(scope, stated, one, other) for one, other in ((levels[0], levels[1]), (levels[1], levels[0]))]
    if couple is not None:
        readings = [_readings(scope, stated, *couple), *readings]
    certain = couple is not None and len(levels) == 2 and scope.adjacent(levels[0], stated)
    certain = certain and _of_levels(scope, stated, levels[0], levels[1])
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS, sign=_sign(scope))


def _base_behind(scope: Scope, stated: Placed, current: Placed) -> Placed | None:
    """The level of the year before where it stands behind the change (同比下降16%，上年同期为250批次); None where none or several do."""
    found = [
        one
        for one in scope.sentence.figures[stated.index + 1 :]
        if alike(one.quantity, current.quantity) and one.clause - stated.clause <= _BEHIND and scope.has("claim.last-year", one.lead)
    ]
    found = [one for one in found if not scope.changes(one) and one.depth == stated.depth]
    following = scope.sentence.figures[stated.index + 1 : stated.index + 2]
    own = scope.around.period
    found += [
        one  # a bracket that tells the year before: 同比上升3.8个百分点（2021年79.6%）
        for one in following
        if alike(one.quantity, current.quantity) and one.depth > stated.depth and own is not None and year_of(one.quantity) == own - 1
    ]
    return found[0] if len(found) == 1 else None


def _former(scope: Scope, stated: Placed, current: Placed) -> Placed | None:
    """The level of last year that the sentence before ends with (上年规范率74%。今年达到84%，上升了10个百分点), where this one names nothing of its own."""
    former = scope.before[0] if scope.before else None
    if former is None or not alike(former.quantity, current.quantity) or not scope.adjacent(current, stated) or current.index:
        return None
    told = scope.has("claim.last-year", former.lead) and former.depth == 0 and not scope.changes(former)
    return former if told and not scope.nouns(current.lead) and not scope.nouns(scope.opening()) else None


def _over_task(scope: Scope, stated: Placed, levels: list[Placed]) -> Iterator[Claim]:
    """超任务C: what was done less what was to be done, the figure that bears the word of a plan."""
    aims = [one for one in levels if scope.has("claim.aims", one.lead)]
    rest = [one for one in levels if one not in aims]
    rest = rest or [one for one in scope.before if alike(one.quantity, stated.quantity) and not scope.changes(one)][:_BEHIND]
    if len(aims) != 1 or not rest:
        return
    readings = [_readings(scope, stated, one, aims[0]) for one in rest]
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if len(rest) == 1 else AMBIGUOUS, weak="guard", sign=1)


def _readings(scope: Scope, stated: Placed, current: Placed, base: Placed) -> list[Operand]:
    return [scope.operand("current", current, scope.where(current, stated)), scope.operand("base", base, scope.where(base, stated))]


def _couple(scope: Scope, one: Placed, other: Placed) -> tuple[Placed, Placed] | None:
    """Of two levels which is the current and which the base; None where nothing says so."""
    bases = [item for item in (one, other) if scope.is_base(item)]
    if len(bases) == 1:
        return (other, one) if bases[0] is one else (one, other)
    years = [year_of(item.quantity) for item in (one, other)]
    if years[0] is not None and years[1] is not None and years[0] != years[1]:
        return (one, other) if years[0] > years[1] else (other, one)
    return None


def _of_levels(scope: Scope, stated: Placed, *figures: Placed) -> bool:
    """Whether the figures of a change can be of one thing, and the change as well."""
    first = scope.subject(figures[0])
    return scope.named_alike(first, stated.lead) and all(scope.named_alike(first, scope.subject(one)) for one in figures[1:])


def growth(scope: Scope) -> Iterator[Claim]:
    """增长p%: from the change and the base, from two levels, or from the change and the current level."""
    stated = scope.figure("stated")
    if stated is None:
        return
    figures = [
        one for one in scope.earlier(stated, lambda one: one.kind in AMOUNTS) if one.segment == stated.segment and one.depth == stated.depth
    ]
    if not figures:
        yield from _growth_of_paragraph(scope, stated)
        return
    figures = scope.outer(figures) or figures
    if (behind := _base_behind(scope, stated, figures[0])) is not None and not any(
        scope.has("claim.last-year", one.lead) for one in figures
    ):
        yield from _growth_on(scope, stated, figures, behind)
        return
    nearest = figures[0]
    related = [one for one in figures if alike(one.quantity, nearest.quantity)]
    moved = next((one for one in related if scope.changes(one)), None)
    levels = [one for one in related if not scope.changes(one)]
    sign, why = _sign(scope), scope.where
    readings: list[list[Operand]] = []
    certain = False
    couple = _couple(scope, levels[0], levels[1]) if len(levels) >= 2 else None
    if moved is not None:
        step = scope.operand("change", moved, why(moved, stated))
        if couple is not None:
            readings.append([step, scope.operand("base", couple[1], why(couple[1], stated))])
            certain = len(levels) == 2 and moved is nearest and scope.adjacent(moved, stated)
        free = levels if couple is None else []
        readings += [[step, scope.operand("base", one, why(one, stated))] for one in free]
        beside = [[step, scope.operand("current", one, why(one, stated))] for one in free]
        if levels and scope.is_base(levels[0]) and scope.has("claim.than", levels[0].lead):
            readings.insert(0, [step, scope.operand("base", levels[0], why(levels[0], stated))])
            certain = moved is nearest and scope.adjacent(moved, stated) and scope.adjacent(levels[0], moved)
        elif len(levels) == 1 and scope.is_base(levels[0]):
            certain = moved is nearest and scope.adjacent(moved, stated)
        elif len(levels) == 1:
            readings = [*beside, *readings]
            certain = (
                moved is nearest
                and scope.adjacent(moved, stated)
                and (scope.adjacent(levels[0], moved) or _goes_back(scope, levels[0], moved))
            )
        else:
            readings += beside
    if couple is not None:
        readings.append(_readings(scope, stated, *couple))
        certain = certain or (moved is None and len(levels) == 2 and scope.adjacent(levels[0], stated))
    if (task := scope.has("claim.task", scope.text("verb"))) and couple is None and len(levels) == 2:
        readings += _of_task(scope, stated, levels)
    elif len(levels) >= 2 and (couple is None or len(levels) > 2):
        readings += [_readings(scope, stated, levels[0], one) for one in levels[1:]]
    if len(levels) >= 2:
        certain = certain or (task and moved is None and len(levels) == 2)
    if not readings:
        yield from _of_one_level(scope, stated, nearest, moved if moved is nearest and not levels else None)
        return
    against = levels[:1] if moved is not None and levels and scope.is_base(levels[0]) else couple or levels[:1]
    certain = certain and _of_levels(scope, stated, *(one for one in (moved, *against) if one is not None))
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS, sign=sign)


def _growth_on(scope: Scope, stated: Placed, figures: list[Placed], base: Placed) -> Iterator[Claim]:
    """A rate of growth whose base stands behind it: by the change or by the level before it."""
    nearest = figures[0]
    role = "change" if scope.changes(nearest) else "current"
    operands = [scope.operand(role, nearest, scope.where(nearest, stated)), scope.operand("base", base, scope.where(base, stated))]
    certain = scope.adjacent(nearest, stated) and _of_levels(scope, stated, nearest)
    yield scope.claim(stated, operands, doubt=None if certain else AMBIGUOUS, weak="far", sign=_sign(scope))


def _of_one_level(scope: Scope, stated: Placed, nearest: Placed, moved: Placed | None) -> Iterator[Claim]:
    """A rate of growth beside one figure, the change or the current level: its base is missing."""
    missing = scope.operand("base", None, MISSING)
    if moved is not None:
        yield scope.claim(stated, [scope.operand("change", moved, scope.where(moved, stated)), missing], sign=_sign(scope))
        return
    current = scope.operand("current", nearest, scope.where(nearest, stated))
    yield scope.claim(stated, [current, missing], others=_paragraph_bases(scope, nearest), sign=_sign(scope))


def _of_task(scope: Scope, stated: Placed, levels: list[Placed]) -> list[list[Operand]]:
    """超任务p%: the figure that bears the word of a plan is the base; the other way round may clear."""
    later, former = levels
    couple = (former, later) if scope.has("claim.aims", later.lead) and not scope.has("claim.aims", former.lead) else (later, former)
    return [_readings(scope, stated, *couple), _readings(scope, stated, couple[1], couple[0])]


def _goes_back(scope: Scope, level: Placed, moved: Placed) -> bool:
    """Whether a change further on is of a level all the same: only parts of it stand between, or the change names it again."""
    between = scope.sentence.figures[level.index + 1 : moved.index]
    named = bool(scope.nouns(level.lead)) and bool(scope.nouns(moved.lead)) and scope.named_alike(level.lead, moved.lead)
    return level.segment == moved.segment and (not scope.outer(between) or named)


def growth_from_to(scope: Scope) -> Iterator[Claim]:
    """由B增加到A，增长p%."""
    stated, base, current = scope.figure("stated"), scope.figure("base"), scope.figure("current")
    if stated is None or base is None or current is None or not alike(base.quantity, current.quantity):
        return
    readings = [[scope.named("current"), scope.named("base")]]
    moved = [
        one for one in scope.earlier(stated, lambda one: alike(one, base.quantity)) if one.index > current.index and scope.changes(one)
    ]
    if moved:
        readings.insert(0, [scope.operand("change", moved[0], scope.where(moved[0], stated)), scope.named("base")])
    between = [one for one in scope.sentence.figures if current.index < one.index < stated.index and one not in moved]
    others = readings[1:] if len(readings) > 1 else []
    yield scope.claim(stated, readings[0], others=others, doubt=AMBIGUOUS if between else None, sign=_sign(scope))


def _paragraph_bases(scope: Scope, current: Placed) -> list[list[Operand]]:
    """Levels of earlier sentences as the base: they may clear, never accuse."""
    return [
        [scope.operand("current", current, IN_FORM), scope.operand("base", one, SAME_PARAGRAPH)]
        for one in list(scope.before)[:6]
        if alike(one.quantity, current.quantity)
    ]


def _growth_of_paragraph(scope: Scope, stated: Placed) -> Iterator[Claim]:
    """Two levels of the sentences before may clear a rate of growth that stands alone."""
    if not scope.before:
        return
    above = [one for one in list(scope.before)[:4] if one.quantity.kind in AMOUNTS]
    readings = [
        [scope.operand("current", one, SAME_PARAGRAPH), scope.operand("base", other, SAME_PARAGRAPH)]
        for one in above
        for other in above
        if one is not other and alike(one.quantity, other.quantity)
    ]
    missing = [scope.operand("current", None, MISSING), scope.operand("base", None, MISSING)]
    yield scope.claim(stated, missing, others=readings, sign=_sign(scope))
