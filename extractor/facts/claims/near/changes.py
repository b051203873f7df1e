"""claim/growth and claim/difference: what was, what is, by how much; `remainders` has what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.far.panorama import grams
from extractor.facts.claims.near.bases_behind import base_behind, base_next
from extractor.facts.claims.near.by_years import named_years
from extractor.facts.claims.near.currents import compared_by_name, current_above, elsewhere, within_part
from extractor.facts.claims.near.former import Former, former_level, later_level
from extractor.facts.claims.scope import AMBIGUOUS, IN_FORM, MISSING, SAME_PARAGRAPH, Scope, alike, at_least, is_amount, total_of, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge, Operand, Quantity, QuantityKind

_AIMS = 2
"""Figures of the sentences before that may be what was done of a task."""
_ABOVE = 4
"""Figures of the sentences before that may be the level of a change which its own sentence does not tell."""

_COUPLE = 2
_PAIR = 2
"""Characters of a noun that says only who has an amount (患者少负担)."""
_AS_LARGE = 2
"""How many times as large one of two levels may be of which only a year tells that the other is the one before."""


def sign_of(scope: Scope) -> int:
    """1 for more, -1 for less, 0 where the verb does not say which is the larger, or is not known."""
    verb = scope.text("verb")
    if scope.has("claim.either-way", verb):
        return 0
    stated = scope.figure("stated")
    if stated is not None and stated.quantity.unit in scope.patterns.words("claim.spans") and scope.has("claim.pace", verb):
        return 1 if scope.has("claim.lags", verb) else -1  # 快3.5分钟: the shorter time
    less = scope.falls(verb) or scope.has("claim.lags", verb)
    return -1 if less else int(scope.has("claim.up", verb) or scope.has("claim.leads", verb))


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
    turned = (
        turned or abs(current.quantity.worth - base.quantity.worth) == stated.quantity.worth
    )  # 由1452件减少到1286件，增加166件: a wrong word
    yield scope.claim(stated, [scope.named("current"), scope.named("base")], doubt=None if turned else AMBIGUOUS, sign=sign_of(scope))


def than(scope: Scope) -> Iterator[Claim]:
    """A比B增加C: A is the nearest level before."""
    stated, base = scope.figure("stated"), scope.figure("base")
    if stated is None or base is None or not _matches(stated.quantity, base.quantity) or scope.changes(base):
        return  # 比上年增加5家、减少3家: what came is no level
    yield from against(
        scope, stated, base, [one for one in scope.earlier(base, lambda one: alike(one, base.quantity)) if not scope.changes(one)]
    )


def against(scope: Scope, stated: Placed, base: Placed, levels: list[Placed]) -> Iterator[Claim]:
    """A change against a base that the form names: the level is the nearest of those before it."""
    named = scope.operand("base", base, IN_FORM)
    outer = scope.outer(levels)
    if outer and (shared_pairs(scope.opening(), outer[0].lead) or _is_told_out(scope, outer[0], levels)):
        levels = outer  # 机构92家，其中民办51家，机构总数比2019年的68家增加24家
    levels = [one for one in levels if one.quantity.worth != base.quantity.worth]  # told before, and told again as what was
    if (now := elsewhere(scope, stated, base, alone=not levels)) is not None:
        others = [[scope.operand("current", one, scope.where(one, base)), named] for one in levels]
        yield scope.claim(stated, [now, named], others=others, weak="guard", sign=sign_of(scope))
        return
    if not levels:
        # …实际完成1248件。比上年的1165件增加83件: what a sentence before says may clear it
        above = [one for one in scope.before if alike(one.quantity, base.quantity) and not scope.changes(one)][:_ABOVE]
        if (topic := _topic_of_paragraph(scope, above)) is not None:
            others = [[scope.operand("current", one, SAME_PARAGRAPH), named] for one in above]
            yield scope.claim(stated, [scope.operand("current", topic, SAME_PARAGRAPH), named], others=others, sign=sign_of(scope))
            return
        told = [[scope.operand("current", one, SAME_PARAGRAPH), named] for one in above] or [
            [scope.operand("current", None, MISSING), named]
        ]
        yield scope.claim(stated, told[0], others=told[1:], doubt=AMBIGUOUS, sign=sign_of(scope))
        return
    readings = [[scope.operand("current", one, scope.where(one, base)), named] for one in levels]
    depth = base.depth - 1 if scope.text("bracket") else base.depth
    between = scope.sentence.figures[levels[0].index + 1 : base.index]
    follows = bool(between) and not scope.outer(between) and shared_pairs(scope.opening(), levels[0].lead) > 0
    certain = (scope.adjacent(levels[0], base) or follows) and levels[0].depth == depth and not scope.is_base(levels[0])
    alone = certain and len(levels) == 1
    certain = certain and scope.named_alike(scope.subject(levels[0]), scope.opening())
    doubt, weak = (None, None) if certain else (None, "guard") if alone else (AMBIGUOUS, None)
    own = bool(scope.text("bound")) and stated.quantity.hedge is levels[0].quantity.hedge is Hedge.EXACT
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=doubt, weak=weak, sign=sign_of(scope), hedges_count=not own)


def _head_of_list(scope: Scope, base: Placed) -> Placed | None:
    """What a sentence begins with and tells out before a level of the year before (资金3548万元：中央2360万元，省级710万元…；上年同口径3126万元)."""
    own = [one for one in scope.sentence.figures[: base.index] if alike(one.quantity, base.quantity) and one.depth == base.depth]
    head, parts = own[:1], own[1:]
    told = bool(head) and head[0].segment < base.segment and not scope.is_base(head[0]) and not scope.changes(head[0])
    return head[0] if told and len(parts) > 1 and total_of(parts) == head[0].quantity.worth else None


def _topic_of_paragraph(scope: Scope, above: Sequence[Placed]) -> Placed | None:
    """What a change that names nothing is of: the one level above that is no part, plan or price (计划42600人，实际43385人。其中线上…。比2021年增长7.9%)."""
    if scope.nouns(scope.opening()) or not above:
        return None
    view = scope.around.panorama
    seen = [(one, view.seen(one.quantity)) for one in above]
    plain = [one for one, place in seen if place is not None and not place.inner and not one.depth]
    plain = [one for one in plain if not (scope.has("claim.aims", one.lead) or scope.each(one) or scope.is_base(one))]
    return plain[0] if len({one.quantity.worth for one in plain}) == 1 else None


def _is_told_out(scope: Scope, whole: Placed, levels: Sequence[Placed]) -> bool:
    """Whether the figures between a whole and a change that names nothing are all its parts: then the whole changed (12亿元，其中A5亿元、B7亿元，比…)."""
    parts = scope.inner([one for one in levels if one.index > whole.index])
    told = len(parts) >= _COUPLE and total_of(parts) == whole.quantity.worth
    return told and not scope.nouns(scope.opening())


def change(scope: Scope) -> Iterator[Claim]:
    """同比增加C: both levels stand before, the earlier one told by its words or its year."""
    stated = scope.figure("stated")
    if stated is None:
        return
    levels = [one for one in _level(scope, stated, stated.quantity) if one.depth == stated.depth and one.segment == stated.segment]
    levels = _of_all(scope, scope.outer(levels)) or levels
    levels = without_flows(scope, levels)
    if not levels:
        if (above := couple_above(scope, stated)) is not None and _matches(stated.quantity, above[0].quantity):
            yield scope.claim(stated, of_couple(scope, above), doubt=None, sign=sign_of(scope), near=True)
        return
    if (years := named_years(scope, stated)) is not None:
        yield scope.claim(stated, readings_of(scope, stated, *years), sign=sign_of(scope))
        return
    if levels and within_part(scope, levels[0]):
        yield scope.claim(stated, readings_of(scope, stated, levels[0], levels[-1]), doubt=AMBIGUOUS, sign=sign_of(scope))
        return
    if (pair := compared_by_name(scope, levels)) is not None:
        yield scope.claim(stated, readings_of(scope, stated, *pair), sign=sign_of(scope))
        return
    if (
        len(levels) == 1
        and scope.is_base(levels[0])
        and (now := _head_of_list(scope, levels[0]) or current_above(scope, levels[0], scope.opening())) is not None
    ):
        operands = [scope.operand("current", now, SAME_PARAGRAPH), scope.operand("base", levels[0], scope.where(levels[0], stated))]
        yield scope.claim(stated, operands, weak="guard", sign=sign_of(scope))
        return
    if len(levels) == 1 and (behind := base_behind(scope, stated, levels[0])) is not None:
        doubt = None if scope.adjacent(levels[0], stated) and of_levels(scope, stated, levels[0]) else AMBIGUOUS
        yield scope.claim(stated, readings_of(scope, stated, levels[0], behind), doubt=doubt, weak="guard", sign=sign_of(scope))
        return
    verb = scope.text("verb")
    if verb in scope.patterns.words("claim.task") or scope.patterns.one("claim.against-a-task").search(verb):
        yield from _over_task(scope, stated, levels)
        return
    target = scope.patterns.one("claim.than-target").search(stated.lead)
    if target is not None:
        aims = [one for one in levels if target["aim"] in one.lead]
        words = stated.lead[target.start() + 1 : target.end("aim")]  # 年中调整预算为…，比年初预算增加: of the one called so
        aims = [one for one in aims if words in one.lead] or aims
        rest = [one for one in levels if one not in aims]
        if aims and rest:
            certain = len(aims) == 1 and scope.adjacent(rest[0], stated) and of_levels(scope, stated, rest[0], aims[0])
            yield scope.claim(
                stated, readings_of(scope, stated, rest[0], aims[0]), doubt=None if certain else AMBIGUOUS, sign=sign_of(scope)
            )
        else:
            missing = scope.operand("base", None, MISSING)
            yield scope.claim(stated, [scope.operand("current", levels[0], scope.where(levels[0], stated)), missing], sign=sign_of(scope))
        return
    if len(levels) == 1:
        yield from _of_one_level(scope, stated, levels[0])
        return
    couple = couple_of(scope, levels[0], levels[1])
    readings = [readings_of(scope, stated, one, other) for one, other in ((levels[0], levels[1]), (levels[1], levels[0]))]
    if couple is not None:
        readings = [readings_of(scope, stated, *couple), *readings]
    certain = couple is not None and len(levels) == 2 and scope.adjacent(levels[0], stated)
    certain = certain and of_levels(scope, stated, levels[0], levels[1]) and not is_asked(scope, couple)
    certain = certain and not _of_something_else(scope, levels)
    others = [] if certain else readings[1:]  # where words tell which is which, a verb of the other direction is wrong
    yield scope.claim(stated, readings[0], others=others, doubt=None if certain else AMBIGUOUS, sign=sign_of(scope))


def _of_one_level(scope: Scope, stated: Placed, level: Placed) -> Iterator[Claim]:
    """A change beside one level: the other stands ahead in the sentence, in a sentence above or in the next one, or is missing."""
    own = scope.operand("current", level, scope.where(level, stated))
    if scope.is_base(level) and scope.adjacent(level, stated) and (later := later_level(scope, level)) is not None:
        operands = [scope.operand("current", later, SAME_PARAGRAPH), scope.operand("base", level, scope.where(level, stated))]
        yield sure(scope.claim(stated, operands, sign=sign_of(scope), near=True))
    elif (now := ahead_of(scope, level)) is not None:
        yield scope.claim(stated, readings_of(scope, stated, now, level), weak="guard", sign=sign_of(scope))
    elif scope.adjacent(level, stated) and (former := former_level(scope, stated, level)) is not None:
        yield from since(scope, stated, level, former)
    elif (following := base_next(scope, stated, level)) is not None:
        yield sure(scope.claim(stated, [own, scope.operand("base", following, SAME_PARAGRAPH)], sign=sign_of(scope)))
    else:
        yield scope.claim(stated, [own, scope.operand("base", None, MISSING)], sign=sign_of(scope))


def is_asked(scope: Scope, couple: tuple[Placed, Placed] | None) -> bool:
    """Whether the later of two levels is what a rule or a plan asks for, and not what was (考核要求支出率达到95%)."""
    return couple is not None and scope.has("claim.norm", couple[0].lead)


def _of_something_else(scope: Scope, levels: Sequence[Placed]) -> bool:
    """Whether the clause of a change begins with a name of which the levels bear only the end (村均收入…，示范村收入增加)."""
    words = "，".join(f"{one.lead}，{one.tail}" for one in levels)
    name = scope.opening().strip()
    known = grams(words, scope.patterns)
    return name[-_PAIR:] in words and any(len(grams(one, scope.patterns) - known) > 1 for one in scope.nouns(name))


def _of_all(scope: Scope, levels: list[Placed]) -> list[Placed]:
    """The levels without those of each, but for one that goes with the other (2021年人均收入15320元，2022年16545元)."""
    plain = [one for one in levels if not scope.each(one)]
    paired = len(plain) == 1 and len(levels) == _COUPLE and year_of(levels[0].quantity) != year_of(levels[1].quantity)
    return levels if paired and couple_of(scope, levels[0], levels[1]) is not None else plain


def ahead_of(scope: Scope, base: Placed) -> Placed | None:
    """The level now of what the last piece of the sentence tells of the year before (新认定企业826家…；2020年新认定614家，同比增加212家)."""
    own, now = year_of(base.quantity), scope.around.period
    if own is None or now is None or own != now - 1:
        return None
    known = [one for one in scope.sentence.figures[: base.index] if one.segment < base.segment and alike(one.quantity, base.quantity)]
    known = [one for one in known if scope.is_level(one) and not one.depth]
    known = [one for one in known if year_of(one.quantity) in (None, now) and shared_pairs(one.lead, base.lead) > 1]
    return known[0] if len({one.quantity.worth for one in known}) == 1 else None


def couple_above(scope: Scope, stated: Placed) -> tuple[Placed, Placed] | None:
    """The two levels of the sentence right above, of which a change is told that has none of its own: the later one, and the earlier one."""
    above = scope.around.above(scope.sentence)
    if above is None:
        return None
    amounts = [one for one in above.figures if not scope.changes(one) and one.depth == 0]
    asked = stated.quantity if is_amount(stated.quantity) else None
    levels = [one for one in amounts if alike(one.quantity, asked)] if asked else amounts
    levels = _called(scope, levels) or levels
    if len(levels) != _COUPLE or not alike(levels[0].quantity, levels[1].quantity) or (scope.each(levels[1]) and not scope.each(levels[0])):
        return None
    words = scope.sentence.text[: stated.at.start - scope.sentence.at.start]
    named = [one for one in scope.nouns(words[: scope.match.start() - scope.sentence.at.start]) if asked is None or len(one) > _PAIR]
    measured = scope.patterns.one("claim.growth.measured")
    if scope.patterns.one("claim.moment.aside").search(words) or any(
        not grams(measured.sub("", one), scope.patterns) <= grams(above.text, scope.patterns) for one in named
    ):
        return None
    return couple_of(scope, levels[1], levels[0])


def _called(scope: Scope, levels: list[Placed]) -> list[Placed]:
    """Of more than two levels those that the clause of the change calls by name (病死树58460株；…病死树46230株。发生面积减少…，病死树同比减少)."""
    name = scope.patterns.one("claim.moment.against").sub("", scope.opening()).strip()
    return [one for one in levels if len(name) > _PAIR and one.lead.strip().endswith(name)] if len(levels) > _COUPLE else []


def of_couple(scope: Scope, couple: tuple[Placed, Placed]) -> list[Operand]:
    """The two levels of the sentence above as operands."""
    return [scope.operand(role, one, SAME_PARAGRAPH) for role, one in zip(("current", "base"), couple, strict=True)]


def since(scope: Scope, stated: Placed, current: Placed, former: Former, others: Sequence[Sequence[Operand]] = ()) -> Iterator[Claim]:
    """A change from the earlier level that a sentence above tells; where words leave no doubt of it, nothing need come near what is stated."""
    operands = [scope.operand("current", current, scope.where(current, stated)), scope.operand("base", former.level, former.why)]
    claim = scope.claim(stated, operands, others=others, sign=sign_of(scope), near=True)
    yield sure(claim) if former.sure else claim


def sure(claim: Claim) -> Claim:
    """A claim with levels of sentences above whose words leave no doubt of them."""
    return replace(claim, params={name: value for name, value in claim.params.items() if name != "far"})


def _over_task(scope: Scope, stated: Placed, levels: list[Placed]) -> Iterator[Claim]:
    """超任务C: what was done less what was to be done, the figure that bears the word of a plan."""
    aims = [one for one in levels if scope.has("claim.aims", one.lead)]
    rest = [one for one in levels if one not in aims]
    rest = rest or [one for one in scope.before if alike(one.quantity, stated.quantity) and not scope.changes(one)][:_AIMS]
    if len(aims) != 1 or not rest:
        return
    readings = [readings_of(scope, stated, one, aims[0]) for one in rest]
    sign = sign_of(scope) or 1
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if len(rest) == 1 else AMBIGUOUS, weak="guard", sign=sign)


def readings_of(scope: Scope, stated: Placed, current: Placed, base: Placed) -> list[Operand]:
    """Two levels as the operands of a change."""
    return [scope.operand("current", current, scope.where(current, stated)), scope.operand("base", base, scope.where(base, stated))]


def couple_of(scope: Scope, one: Placed, other: Placed) -> tuple[Placed, Placed] | None:
    """Of two levels which is the current and which the base; None where nothing says so."""
    bases = [item for item in (one, other) if scope.is_base(item)]
    if len(bases) == 1:
        return (other, one) if bases[0] is one else (one, other)
    turned = [item for item in (one, other) if scope.patterns.one("claim.turned-into").search(item.lead)]
    if len(turned) == 1:
        return (one, other) if turned[0] is one else (other, one)
    years = [year_of(item.quantity) for item in (one, other)]
    if years[0] is not None and years[1] is not None and years[0] != years[1]:
        return (one, other) if years[0] > years[1] else (other, one)
    dated = [item for item in (one, other) if scope.patterns.one("quantity.period").search(item.lead) and year_of(item.quantity)]
    sizes = sorted(item.quantity.worth for item in (one, other) if item.quantity.value is not None)
    near = len(sizes) > 1 and sizes[1] <= sizes[0] * _AS_LARGE
    near = near and (
        not any(scope.has("claim.came-in", item.lead) for item in dated)
        or all(scope.has("claim.came-in", item.lead) for item in (one, other))
    )
    if near and len(dated) == 1 and (year_of(dated[0].quantity) or 0) + 1 == scope.around.period:
        return (other, one) if dated[0] is one else (one, other)  # 三类管线共85.7公里，2021年共64.2公里
    return None


def of_levels(scope: Scope, stated: Placed, *figures: Placed) -> bool:
    """Whether the figures of a change can be of one thing, and the change as well."""
    first, *rest = (_named(scope, one) for one in figures)
    own = stated.lead.replace(scope.text("verb"), " ", 1) if scope.text("verb") else stated.lead
    return scope.named_alike(first, own) and all(scope.named_alike(first, one) for one in rest)


def _named(scope: Scope, one: Placed) -> str:
    """The words that name a figure, without the verb that makes it a change (同比增收)."""
    words = scope.subject(one)
    if not scope.changes(one):
        return words
    verbs = (word for word in scope.patterns.words("claim.change") if words.endswith(word))
    return words.removesuffix(max(verbs, key=len, default=""))


def without_flows(scope: Scope, levels: list[Placed], *, keep: bool = True) -> list[Placed]:
    """The levels without what came and went between them (与864处比较，核销71处，新增27处，净减44处) and what is told aside; where none are left and
    ``keep``, all.
    """
    left = [one for one in levels if not scope.has("claim.flows", one.lead) or scope.is_base(one)]
    left = [one for one in left if not is_aside(scope, one)]
    return left or (levels if keep else [])


def is_aside(scope: Scope, one: Placed) -> bool:
    """Whether a figure is but what a share was taken of, or a mark that was passed: no change is of it."""
    return _of_a_share(scope, one) or _is_passed(scope, one)


def _is_passed(scope: Scope, one: Placed) -> bool:
    """Whether a figure is but the mark that the level right before it has passed (规模为21070.5亿元，首次突破2万亿元，比上年增加…)."""
    before = scope.sentence.figures[one.index - 1] if one.index else None
    passed = one.quantity.hedge is Hedge.OVER and before is not None and before.quantity.hedge is Hedge.EXACT
    return passed and before is not None and alike(before.quantity, one.quantity) and at_least(before.quantity, one.quantity)


def _of_a_share(scope: Scope, one: Placed) -> bool:
    """Whether a figure is what the share right behind it was taken of, and no plan is compared with (完成年初预算数25200万元的8.9%，比上年增收367万元)."""
    behind = scope.sentence.figures[one.index + 1 : one.index + 2]
    if not behind or behind[0].quantity.kind is not QuantityKind.PERCENT:
        return False
    if scope.sentence.between(one, behind[0]).strip() not in scope.patterns.words("claim.of-it"):
        return False
    said = scope.sentence.text[behind[0].at.end - scope.sentence.at.start : scope.match.end() - scope.sentence.at.start]
    return behind[0].at.end <= scope.match.start() and not scope.has("claim.aims", said)
