"""claim/growth: a rate of change from the change and the base, from two levels, or from the change and the current level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.bases_behind import base_behind, base_next
from extractor.facts.claims.near.changes import (
    against,
    couple_above,
    couple_of,
    is_aside,
    of_couple,
    of_levels,
    readings_of,
    sign_of,
    since,
    sure,
    without_flows,
)
from extractor.facts.claims.near.currents import current_above
from extractor.facts.claims.near.former import former_level, of_one_thing
from extractor.facts.claims.near.told_above import level_above
from extractor.facts.claims.scope import AMBIGUOUS, AMOUNTS, IN_FORM, MISSING, SAME_PARAGRAPH, Scope, alike, without, year_of
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim, Operand, QuantityKind

_ABOVE = 6
"""Figures of the sentences before among which the level of another year is looked for."""
_NAME = 4
"""Characters of the name by which a level several years later is found again."""
_STEP = 8
"""Characters before a change that say no more than with what it compares (较上年同期增加)."""
_MOST = 3
"""Figures of the sentence above that tell a change: what was, what is, and by how much."""
_COMMA = "\uff0c"
_NAMED = 2
"""Pairs of characters that the names of two levels share; and a level with its change."""


def growth_than(scope: Scope) -> Iterator[Claim]:
    """A比B增长p%."""
    stated, base = scope.figure("stated"), scope.figure("base")
    if stated is None or base is None:
        return
    yield from against(
        scope, stated, base, [one for one in scope.earlier(base, lambda one: alike(one, base.quantity)) if not scope.changes(one)]
    )


def growth(scope: Scope) -> Iterator[Claim]:
    """增长p%: from the change and the base, from two levels, or from the change and the current level."""
    stated = scope.figure("stated")
    if stated is None or is_of_a_rate(scope):
        return
    if (named := _of_named_couple(scope, stated)) is not None:
        yield named
        return
    yield from _growth(scope, stated)


def _growth(scope: Scope, stated: Placed) -> Iterator[Claim]:
    figures = _beside(scope, stated)
    if not figures:
        yield from _growth_of_paragraph(scope, stated)
        return
    if (behind := base_behind(scope, stated, figures[0])) is not None and not any(
        scope.has("claim.last-year", one.lead) for one in figures
    ):
        yield from _growth_on(scope, stated, figures, behind)
        return
    nearest = figures[0]
    related = [one for one in figures if alike(one.quantity, nearest.quantity)]
    moved = next((one for one in related if scope.changes(one)), None)
    levels = [one for one in related if not scope.changes(one)]
    levels = without_flows(scope, levels) if moved is not None else levels[:1] + without_flows(scope, levels[1:], keep=False)
    sign, why = sign_of(scope), scope.where
    readings: list[list[Operand]] = []
    certain = False
    couple = couple_of(scope, levels[0], levels[1]) if len(levels) >= 2 else None
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
        elif len(levels) == 1 and (_is_earlier(scope, levels[0], moved) or _is_compared(scope, levels[0], moved)):
            certain = moved is nearest and scope.adjacent(moved, stated)
            certain = certain or (scope.adjacent(moved, nearest) and scope.adjacent(nearest, stated) and moved.index + 1 == nearest.index)
        elif len(levels) == 1:
            since_then = scope.patterns.one("claim.moment.against").search(moved.lead) is not None
            since_then = since_then and _only_shares_between(scope, levels[0], moved) and not _is_past(scope, levels[0])
            readings = beside if since_then else [*beside, *readings]  # 注册6.85万人，较上年末净增1.37万人: of what there was then
            certain = (
                moved is nearest
                and scope.adjacent(moved, stated)
                and (since_then or scope.adjacent(levels[0], moved) or _goes_back(scope, levels[0], moved))
            )
        else:
            readings += beside
    if couple is not None:
        readings.append(readings_of(scope, stated, *couple))
        certain = certain or (moved is None and len(levels) == 2 and scope.adjacent(levels[0], stated))
    if (task := scope.has("claim.task", scope.text("verb"))) and couple is None and len(levels) == 2:
        readings += _of_task(scope, stated, levels)
    elif len(levels) >= 2 and (couple is None or len(levels) > 2):
        readings += [readings_of(scope, stated, levels[0], one) for one in levels[1:]]
    if len(levels) >= 2:
        certain = certain or (task and moved is None and len(levels) == 2)
    if not readings:
        yield from _of_one_level(scope, stated, nearest, moved if moved is nearest and not levels else None)
        return
    certain = certain and not (moved is not None and of_another_measure(scope, moved))
    against = levels[:1] if moved is not None and levels and scope.is_base(levels[0]) else couple or levels[:1]
    certain = certain and of_levels(scope, stated, *(one for one in (moved, *against) if one is not None))
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS, sign=sign)


def _beside(scope: Scope, stated: Placed) -> list[Placed]:
    """The amounts of its part of the sentence before a rate, the nearest first: those that are no parts and not told aside, where there are such."""
    figures = [
        one
        for one in scope.earlier(stated, lambda one: one.kind in AMOUNTS)
        if one.segment == stated.segment and one.depth == stated.depth and not _of_years(scope, one)
    ]
    outer = scope.outer(figures)
    of_the_part = len(figures) == _NAMED and len(outer) == 1 and scope.changes(outer[0])  # 其中小麦134万吨（268万斤），增加3万吨，增长2.3%
    figures = figures if of_the_part or not outer else outer
    figures = [one for one in figures if not is_aside(scope, one)] or figures
    return _without_plans(scope, stated, figures)


def _without_plans(scope: Scope, stated: Placed, figures: Sequence[Placed]) -> list[Placed]:
    """The amounts without what was planned for the same time, where a change compares with the year before (年初预算42.6万元，支出38.42万元，比上年下降5%)."""
    moved = figures[0] if figures and scope.changes(figures[0]) else stated
    against = next(scope.patterns.one("claim.moment.against").finditer(moved.lead), None)
    if against is None or not (against["last"] or against["year"]):
        return list(figures)
    planned = [one for one in figures if scope.has("claim.aims", without("claim.accounts", one.lead, scope.patterns))]
    left = [one for one in figures if one not in planned or scope.has("claim.last-year", one.lead)]
    return left if any(not scope.changes(one) for one in left) else list(figures)


def of_another_measure(scope: Scope, moved: Placed) -> bool:
    """Whether a rate behind a change names what nothing before it does, not by one character (投诉少了225件，办结时间缩短31.2%)."""
    named = scope.opening()
    for aside in ("claim.moment.against", "claim.growth.counted", "claim.far.aside"):
        named = scope.patterns.one(aside).sub("", named).strip()
    before = scope.sentence.text[: moved.at.end - scope.sentence.at.start] + moved.tail.partition(_COMMA)[0]
    return len(named) >= _NAMED and not set(named[-_NAMED:]) & set(before)


def _is_earlier(scope: Scope, level: Placed, moved: Placed) -> bool:
    """Whether a level is the earlier one by its words: not what was carried over where the change names a year (上年结转9万元，较2022年度增加0.9万元)."""
    own = scope.has("claim.carried-over", level.lead) and scope.patterns.one("claim.moment.compared").search(moved.lead) is not None
    return scope.is_base(level) and not own


def _is_past(scope: Scope, level: Placed) -> bool:
    """Whether a level is of a year before that of the report (合计145.4万元；2021年为118.2万元，同比增收27.2万元): the change may be from it."""
    year, own = year_of(level.quantity), scope.around.period
    return year is not None and own is not None and year < own


def _is_compared(scope: Scope, level: Placed, moved: Placed) -> bool:
    """Whether a level is of the year that a change compares with (2019年接诊9.82万人次，2020年比2019年少接诊1.18万人次)."""
    against = next(iter(reversed(list(scope.patterns.one("claim.moment.against").finditer(moved.lead)))), None)
    return against is not None and against["year"] is not None and int(against["year"]) == year_of(level.quantity)


def _of_named_couple(scope: Scope, stated: Placed) -> Claim | None:
    """The growth from one level of the sentence above to the other that its clause calls, behind another's change (面积减少1.13万亩，病死树减少20.9%)."""
    before = scope.sentence.figures[stated.index - 1] if stated.index else None
    if before is None or before.clause >= stated.clause or not scope.changes(before) or not scope.nouns(scope.opening()):
        return None
    named = couple_above(scope, stated)
    if named is None or scope.named_alike(scope.opening(), before.lead):
        return None
    return scope.claim(stated, of_couple(scope, named), weak="far", sign=sign_of(scope), near=True)


def is_of_a_rate(scope: Scope) -> bool:
    """Whether the words before a change say that a rate rose or fell (按期办结率同比上升3.2%): no amounts give that."""
    words = scope.patterns.one("claim.moment.against").sub("", scope.opening()).strip()
    return words.endswith(scope.patterns.words("claim.rate-ends"))


def _of_years(scope: Scope, one: Placed) -> bool:
    """Whether a figure is the span of the change itself (三年下降35%)."""
    return (
        one.quantity.unit in scope.patterns.words("unit.time")
        and not one.lead.strip()
        and not any(char.isdigit() for char in one.quantity.text)
    )


def _growth_on(scope: Scope, stated: Placed, figures: list[Placed], base: Placed) -> Iterator[Claim]:
    """A rate of growth whose base stands behind it: by the change or by the level before it."""
    nearest = figures[0]
    role = "change" if scope.changes(nearest) else "current"
    operands = [scope.operand(role, nearest, scope.where(nearest, stated)), scope.operand("base", base, scope.where(base, stated))]
    certain = scope.adjacent(nearest, stated) and of_levels(scope, stated, nearest) and not of_another_measure(scope, nearest)
    bracket = base.depth > stated.depth and base.index == stated.index + 1 and nearest.index == stated.index - 1
    tied = bracket and scope.has("claim.last-year", base.lead)  # 出栏312.5万头，同比增长4.9%（上年297.8万头）
    yield scope.claim(stated, operands, doubt=None if certain else AMBIGUOUS, weak=None if tied else "far", sign=sign_of(scope))


def _of_one_level(scope: Scope, stated: Placed, nearest: Placed, moved: Placed | None) -> Iterator[Claim]:
    """A rate of growth beside one figure, the change or the current level: its base is missing."""
    missing = scope.operand("base", None, MISSING)
    if moved is not None:
        level = level_above(scope, moved) if scope.adjacent(moved, stated) and not of_another_measure(scope, moved) else None
        operands = [scope.operand("change", moved, scope.where(moved, stated)), level or missing]
        yield scope.claim(stated, operands, sign=sign_of(scope))
        return
    if scope.has("claim.last-year", nearest.lead) and (now := current_above(scope, nearest, nearest.lead)) is not None:
        operands = [scope.operand("current", now, SAME_PARAGRAPH), scope.operand("base", nearest, scope.where(nearest, stated))]
        yield scope.claim(stated, operands, others=_paragraph_bases(scope, nearest), weak="guard", sign=sign_of(scope))
        return
    current = scope.operand("current", nearest, scope.where(nearest, stated))
    beside = scope.adjacent(nearest, stated) or _told_by_share(scope, nearest, stated)
    if beside and (step := _step_behind(scope, stated, nearest)) is not None:
        operands = [scope.operand("change", step, scope.where(step, stated)), current]
        yield scope.claim(stated, operands, others=_paragraph_bases(scope, nearest), sign=sign_of(scope))
        return
    if scope.adjacent(nearest, stated) and (former := former_level(scope, stated, nearest)) is not None:
        yield from since(scope, stated, nearest, former, _paragraph_bases(scope, nearest))
        return
    if (following := base_next(scope, stated, nearest)) is not None:
        operands = [current, scope.operand("base", following, SAME_PARAGRAPH)]
        yield sure(scope.claim(stated, operands, others=_paragraph_bases(scope, nearest), sign=sign_of(scope)))
        return
    if (now := _after_years(scope, stated, nearest)) is not None:
        operands = [scope.operand("current", now, SAME_PARAGRAPH), scope.operand("base", nearest, scope.where(nearest, stated))]
        yield scope.claim(stated, operands, others=_paragraph_bases(scope, nearest), weak="far", sign=sign_of(scope))
        return
    if (pair := _years_apart(scope, nearest)) is not None:
        operands = [scope.operand(role, one, SAME_PARAGRAPH) for role, one in zip(("current", "base"), pair, strict=True)]
        claim = scope.claim(stated, operands, others=_paragraph_bases(scope, nearest), sign=sign_of(scope), near=True)
        yield sure(claim) if of_one_thing(scope, pair[1], pair[0]) else claim
        return
    yield scope.claim(stated, [current, missing], others=_paragraph_bases(scope, nearest), sign=sign_of(scope))


def _after_years(scope: Scope, stated: Placed, base: Placed) -> Placed | None:
    """The level now, above one of so many years before (全产业链产值5.87亿元。2020年产业链产值3.92亿元，两年增长49.7%): it bears that name."""
    between = scope.sentence.text[base.at.end - scope.sentence.at.start : stated.at.start - scope.sentence.at.start]
    told, year = scope.patterns.one("claim.several-years").search(between), year_of(base.quantity)
    if told is None or year is None or scope.changes(base) or scope.each(base):
        return None
    span = chinese_to_int(told[0][:1], scope.patterns) or (int(told[0][:1]) if told[0][:1].isdecimal() else 0)
    name = "".join(scope.nouns(base.lead))
    if not span or len(name) < _NAME:
        return None
    known = [one for one in scope.before if alike(one.quantity, base.quantity) and not one.depth and not scope.changes(one)]
    known = [
        one
        for one in known
        if "".join(scope.nouns(one.lead)).endswith(name)
        and (year_of(one.quantity) or scope.around.period) == year + span
        and not scope.is_base(one)
    ]
    return known[0] if len({one.quantity.worth for one in known}) == 1 and not scope.each(known[0]) else None


def _told_by_share(scope: Scope, level: Placed, stated: Placed) -> bool:
    """Whether nothing but the share of a level stands between it and how it grew (民生支出80055万元，占支出总额的79.4%，同比增长22%)."""
    return _only_shares_between(scope, level, stated) and not scope.nouns(scope.opening())


def _only_shares_between(scope: Scope, level: Placed, other: Placed) -> bool:
    """Whether a figure stands in the clause of a level or the next, shares of that level, or of a plan (为预算的101.2%), aside."""
    between = scope.sentence.figures[level.index + 1 : other.index]
    asides = [one for one in between if is_aside(scope, one)]
    shares = [one for one in between if one.quantity.kind is QuantityKind.PERCENT]
    shares = [
        one
        for one in shares
        if scope.has("claim.share-lead", one.lead) or scope.has("claim.aims", one.lead) or scope.sentence.figures[one.index - 1] in asides
    ]
    shares += [one for one in between if one.quantity.kind is QuantityKind.POINTS]  # 超序时进度2.3个百分点
    apart = len({one.clause for one in between}) if len(asides) + len(shares) == len(between) else 0
    return other.clause - level.clause <= 1 + apart


def _step_behind(scope: Scope, stated: Placed, level: Placed) -> Placed | None:
    """预算1260万元，同比增长5%，较上年增加60万元: the change that is told right behind its rate."""
    following = scope.sentence.figures[stated.index + 1 : stated.index + 2]
    step = next((one for one in following if one.segment == stated.segment and one.depth == stated.depth), None)
    if step is None or not alike(step.quantity, level.quantity) or step.clause - stated.clause > 1 or not scope.changes(step):
        return None
    bare = step.lead.strip() in scope.patterns.words("claim.change")
    compares = bare or scope.has("claim.than", step.lead) or not scope.nouns(step.lead)
    plain = compares and len(step.lead.strip("，, ")) <= _STEP and not any(char.isdigit() for char in step.lead)
    return step if plain and scope.falls(step.lead) == scope.falls(scope.text("verb")) else None


def _years_apart(scope: Scope, nearest: Placed) -> tuple[Placed, Placed] | None:
    """The level of a sentence and the one before it of the same name, the year before or after (2021年支出412.3万元。2022年支出达到486.5万元)."""
    own = year_of(nearest.quantity)
    if own is None or scope.changes(nearest) or scope.each(nearest):
        return None
    levels = [one for one in scope.before[:_ABOVE] if alike(one.quantity, nearest.quantity) and one.depth == nearest.depth]
    levels = [one for one in levels if not scope.changes(one) and not scope.each(one)]
    named = sorted(((shared_pairs(one.lead, nearest.lead), -place) for place, one in enumerate(levels)), reverse=True)
    if not named or named[0][0] < _NAMED or (len(named) > 1 and named[1][0] == named[0][0]):
        return None
    best = levels[-named[0][1]]
    if year_of(best.quantity) == own - 1 or str(own - 1) in best.lead:
        return nearest, best
    return (best, nearest) if year_of(best.quantity) == own + 1 or str(own + 1) in best.lead else None


def _of_task(scope: Scope, stated: Placed, levels: list[Placed]) -> list[list[Operand]]:
    """超任务p%: the figure that bears the word of a plan is the base; the other way round may clear."""
    later, former = levels
    couple = (former, later) if scope.has("claim.aims", later.lead) and not scope.has("claim.aims", former.lead) else (later, former)
    return [readings_of(scope, stated, *couple), readings_of(scope, stated, couple[1], couple[0])]


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
    yield scope.claim(stated, readings[0], others=others, doubt=AMBIGUOUS if between else None, sign=sign_of(scope))


def _paragraph_bases(scope: Scope, current: Placed) -> list[list[Operand]]:
    """Levels of earlier sentences as the base: they may clear, never accuse."""
    return [
        [scope.operand("current", current, IN_FORM), scope.operand("base", one, SAME_PARAGRAPH)]
        for one in list(scope.before)[:6]
        if alike(one.quantity, current.quantity)
    ]


def _growth_of_paragraph(scope: Scope, stated: Placed) -> Iterator[Claim]:
    """Two levels of the sentences before may clear a rate of growth that stands alone; the only two of the sentence right above are what it is of."""
    if (couple := couple_above(scope, stated)) is not None:
        yield scope.claim(stated, of_couple(scope, couple), sign=sign_of(scope), near=True)
        return
    if (step := _change_above(scope)) is not None:
        yield scope.claim(stated, step, sign=sign_of(scope), near=True)
        return
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
    yield scope.claim(stated, missing, others=readings, sign=sign_of(scope))


def _change_above(scope: Scope) -> list[Operand] | None:
    """The change and the level before it that the sentence right above tells (比上一年的335.8万件多76.8万件。增速为22.9%), and nothing else of their unit."""
    above = scope.around.above(scope.sentence, 0)
    known = [] if above is None else [one for one in above.figures if one.quantity.kind in AMOUNTS and not one.depth]
    bases = [one for one in known if scope.is_base(one)]
    moved = [one for one in known if scope.changes(one)]
    if len(bases) != 1 or len(moved) != 1 or len(known) > _MOST or not alike(bases[0].quantity, moved[0].quantity):
        return None
    words = scope.sentence.text[: scope.match.start() - scope.sentence.at.start]
    named = [one for one in scope.nouns(words) if above is not None and one not in above.text]
    if named or bases[0] is moved[0] or scope.patterns.one("claim.moment.aside").search(words):
        return None
    return [scope.operand("change", moved[0], SAME_PARAGRAPH), scope.operand("base", bases[0], SAME_PARAGRAPH)]
