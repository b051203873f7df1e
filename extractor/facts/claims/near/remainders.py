"""claim/difference: what is left of what was to be had (结余, 尚有, 剩余), what comes in and goes out (净增), a budget that was adjusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.near.changes import sure
from extractor.facts.claims.near.listed_out import is_all_the_rest
from extractor.facts.claims.near.rests_above import stock_above
from extractor.facts.claims.scope import AMBIGUOUS, IN_FORM, MISSING, SAME_PARAGRAPH, Scope, alike, at_least, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Operand, QuantityKind

_TWO = 2
_SAID = 8
"""Characters behind a figure that say what state its things are in (1个项目尚未开工)."""
_CLAUSES = 3
"""How many clauses may lie between what was done and what is left."""


def balance(scope: Scope) -> Iterator[Claim]:
    """结余C: what was to be had, less what was used; a carry-over from the year before may come on top."""
    stated = scope.figure("stated")
    if stated is None or of_list(scope) or is_anew(scope, stated):
        return
    unsure = (
        not_begun(scope, stated)
        or is_later_step(scope, stated, scope.match[0])
        or one_of_states(scope, stated)
        or of_other_list(scope, stated)
    )
    for claim in _balance(scope, stated):
        beside = _is_beside(scope, claim)
        params = {**claim.params, "certain": True} if beside else claim.params  # nor is it left of what stands farther off
        yield replace(claim, doubt=claim.doubt or AMBIGUOUS, params=params) if unsure or beside else claim


def _is_beside(scope: Scope, claim: Claim) -> bool:
    """Whether what was had is called what is left, and nothing was done of it (东园缺口105万元，前期费用45万元，西园缺口6万元): all are items of one list."""
    told = {one.quantity.id: one.role for one in claim.operands if one.quantity is not None}
    row = [(told[one.quantity.id], one) for one in scope.sentence.figures if one.quantity.id in told]
    verb = scope.text("verb")
    called = bool(verb) and any(verb in one.lead for role, one in row if role == "had")
    return called and not any(_done(scope, one) or scope.has("claim.spent", one.lead) for role, one in row if role == "used")


def _balance(scope: Scope, stated: Placed) -> Iterator[Claim]:
    found = _counted_off(scope, stated)
    if found is not None:
        had, used, why = found
        if not at_least(had.quantity, used.quantity) and len(stated.quantity.digits) < _TWO:
            return  # 要求20家，建成21家，另有2家在建: one digit tells nothing
        others = list(_balances(scope, stated))
        operands = [scope.operand("had", had, why), scope.operand("used", used, scope.where(used, stated))]
        weak = None if at_least(had.quantity, used.quantity) else "guard"
        yield scope.claim(stated, operands, others=[one for claim in others for one in _all_of(claim)], weak=weak)
        return
    couple = _left_of(scope, stated)
    if couple is None:
        yield from _balances(scope, stated)
        return
    cleared = [one for claim in _balances(scope, stated) for one in _all_of(claim)]
    operands = [scope.operand(role, one, scope.where(one, stated)) for role, one in zip(("had", "used"), couple, strict=True)]
    yield scope.claim(stated, operands, others=cleared, weak="guard")


def of_other_list(scope: Scope, stated: Placed) -> bool:
    """Whether what is left is not plainly so of one thing, or is left of several parts: then the list is read as one (`listed_out`)."""
    if not scope.has("claim.all-that-is-left", scope.match[0]):
        return False
    told = [one for one in scope.earlier(stated, lambda one: alike(one, stated.quantity)) if one.depth == stated.depth]
    told = [one for one in told if one.segment == stated.segment] or told
    outer = scope.outer(told)
    of_parts = len(outer) > _TWO or (len(outer) < _TWO <= len(told))  # 其中中央3.1亿元，省级2.06亿元，其余3.3亿元
    return of_parts or not is_all_the_rest(scope, stated)


def one_of_states(scope: Scope, stated: Placed) -> bool:
    """Whether a number is one of several states of things (完工12个，5个在建，3个未开工): the others are no more done than it is."""
    if stated.quantity.kind is not QuantityKind.COUNT:
        return False
    told = [one for one in scope.sentence.figures if alike(one.quantity, stated.quantity) and one.depth == stated.depth]
    told = [one for one in scope.outer(told) if one.segment == stated.segment and not scope.changes(one) and not scope.each(one)]
    behind = [one for one in told if one.index > stated.index and one.clause - stated.clause <= _TWO]
    before = [one for one in told if one.index < stated.index]
    return bool(behind) or (len(before) > _TWO and not scope.has("claim.all-that-is-left", scope.match[0]))


def not_begun(scope: Scope, stated: Placed) -> bool:
    """Whether what was not begun is told beside what was finished (9个项目中完工6个，1个尚未开工): others may be under way."""
    said = scope.match[0] + stated.tail[:_SAID]
    begun = scope.has("claim.begun", said)
    return begun and not any(scope.has("claim.begun", one.lead) for one in scope.earlier(stated, lambda one: alike(one, stated.quantity)))


def is_later_step(scope: Scope, stated: Placed, said: str) -> bool:
    """Whether what is not yet done is a step that follows the one told before (完工80座，未验收的12座): it is left of what was done, not of all."""
    steps = [one for one in scope.patterns.words("claim.rest.later-steps") if one in said]
    told = scope.earlier(stated, lambda one: alike(one, stated.quantity))
    return bool(steps) and not any(step in one.lead for step in steps for one in told)


def of_list(scope: Scope) -> bool:
    """Whether what is left is told as a part (26项，其中逾期9项; 11个县中仍有4个没有站点): then nothing was taken off."""
    opening = scope.opening().strip()
    return scope.has("claim.among", opening) or opening.endswith(scope.patterns.words("claim.out-of"))


def is_anew(scope: Scope, stated: Placed) -> bool:
    """Whether what is lacking has a name that the sentence has not told before (编制30名，实有25名，仍缺2名技术人员)."""
    if not scope.has("claim.lacks", scope.text("verb")):
        return False
    ahead = scope.sentence.text[: scope.match.start() - scope.sentence.at.start]
    return any(one[-_TWO:] not in ahead for one in scope.nouns(stated.tail))


def _left_of(scope: Scope, stated: Placed) -> tuple[Placed, Placed] | None:
    """The only two levels of the sentence in the unit of what is left, the second of them done: wherever in the sentence they stand."""
    levels = [
        one for one in scope.earlier(stated, lambda one: alike(one, stated.quantity)) if one.depth == stated.depth and scope.is_level(one)
    ]
    levels = scope.outer(levels)
    if any(scope.has("claim.carried-over", one.lead) for one in scope.earlier(stated, lambda one: alike(one, stated.quantity))):
        return None  # what was carried over is had as well
    if any(
        _done(scope, one) and not scope.is_level(one) and not one.depth
        for one in scope.earlier(stated, lambda one: alike(one, stated.quantity))
    ):
        return None  # 总投资860万元，上年完成200万元，本年完成312万元，尚缺348万元
    if len(levels) > _TWO:
        segments = [one for one in levels if one.segment == stated.segment]
        levels = segments if len(segments) == _TWO else levels
    if len(levels) != _TWO or not at_least(levels[1].quantity, levels[0].quantity):
        return None
    fits = _done(scope, levels[0]) or scope.has("claim.spent", levels[0].lead)
    return (levels[1], levels[0]) if fits and not exclusive(levels[0].lead, levels[1].lead, scope.patterns) else None


def _all_of(claim: Claim) -> list[Sequence[Operand]]:
    readings = claim.params.get("readings", ())
    assert isinstance(readings, tuple)
    return [one for one in (claim.operands, *readings) if all(operand.quantity is not None for operand in one)]


def _counted_off(scope: Scope, stated: Placed) -> tuple[Placed, Placed, str] | None:
    """All and what was done of it, where the words leave no doubt: the nearest figure that was done (已, 办结, 实有), and the one that it is of.

    The whole is the only other level in the sentence or, where it has none, the only one of the paragraph that says what was to be had.
    """
    levels = [
        one
        for one in scope.earlier(stated, lambda one: alike(one, stated.quantity))
        if one.depth == stated.depth and not scope.changes(one) and not scope.each(one) and one.segment == stated.segment
    ]
    levels = scope.outer(levels)
    done = [one for one in levels if _done(scope, one)]
    again = any(word in scope.match[0] and word in one.lead for one in done for word in scope.patterns.words("claim.done"))
    if len(done) != 1 or not scope.ends_before(done[0], stated, _CLAUSES * 2 if again else _CLAUSES) or scope.is_base(done[0]):
        return None
    rest = [one for one in levels if one is not done[0]]
    if len(rest) == 1:
        whole = rest[0]
        fits = whole.index < done[0].index and scope.ends_before(whole, done[0], _CLAUSES)
        years = {year for year in (year_of(whole.quantity), year_of(done[0].quantity)) if year is not None}
        fits = fits and len(years) < _TWO and (scope.of_one(whole, done[0]) or _done_of(scope, whole, done[0]) or bool(scope.text("what")))
        return (whole, done[0], scope.where(whole, stated)) if fits and not scope.is_base(whole) else None
    final = [one for one in rest if scope.has("claim.final", one.lead)]
    if len(final) == 1 and final[0].index < done[0].index and at_least(final[0].quantity, done[0].quantity):
        return final[0], done[0], scope.where(final[0], stated)
    if rest:
        return None
    above = [one for one in scope.before if alike(one.quantity, stated.quantity) and not scope.changes(one) and not scope.each(one)]
    if any(scope.has("claim.carried-over", one.lead) for one in above):
        return None  # 年初结余71万元。本年支出40万元，年末结余31万元: what was left over was had
    total = scope.patterns.one("claim.total-lead")
    above = [
        one for one in above if (scope.has("claim.income", one.lead) or total.search(one.lead)) and not _done(scope, one) and one.depth == 0
    ]
    above = [one for one in above if not scope.is_base(one)]
    above = [one for one in above if at_least(one.quantity, done[0].quantity)] or above
    if len({(one.quantity.value, one.quantity.scale) for one in above}) != 1:
        return None
    return above[0], done[0], SAME_PARAGRAPH


def _done(scope: Scope, one: Placed) -> bool:
    what = scope.text("what")
    return bool(what and what in one.lead) or (scope.has("claim.done", one.lead) and not scope.has("claim.not-done", one.lead))


def _done_of(scope: Scope, whole: Placed, done: Placed) -> bool:
    """Whether what was done names nothing of its own (已修复298处): it is done of the whole."""
    words = scope.subject(done)
    for one in scope.patterns.words("claim.done"):
        words = words.replace(one, " ")
    return not scope.nouns(words) and scope.ends_before(whole, done, 1)


def net(scope: Scope) -> Iterator[Claim]:
    """净增C: what came in less what went out, both told before in the sentence."""
    stated = scope.figure("stated")
    if stated is None:
        return
    levels = [one for one in scope.earlier(stated, lambda one: alike(one, stated.quantity)) if one.depth == stated.depth]
    levels = _without_parts(levels)
    came = [one for one in levels if scope.has("claim.came-in", said := _said_of(scope, one)) and not scope.has("claim.went-out", said)]
    went = [one for one in levels if scope.has("claim.went-out", said := _said_of(scope, one)) and not scope.has("claim.came-in", said)]
    if not came or not went:
        if len(levels) == _TWO and all(scope.is_level(one) for one in levels):
            pair = sorted(levels, key=lambda one: at_least(one.quantity, levels[0].quantity) and at_least(one.quantity, levels[1].quantity))
            yield scope.claim(stated, _had_less(scope, stated, pair[1:], pair[:1]), weak="guard")
        return
    more, less = (came, went) if not scope.falls(scope.text("verb")) else (went, came)
    reading = [
        *(scope.operand("had", one, scope.where(one, stated)) for one in more),
        *(scope.operand("used", one, scope.where(one, stated)) for one in less),
    ]
    near = all(scope.ends_before(one, stated, _CLAUSES) for one in (*came, *went))
    certain = len(came) == 1 and len(went) == 1 and near
    years = [one for one in levels if one not in came and one not in went]
    others = [_had_less(scope, stated, [one], [other]) for one in years for other in years if one is not other]
    yield scope.claim(stated, reading, others=others, doubt=None if certain else AMBIGUOUS)


def _said_of(scope: Scope, one: Placed) -> str:
    """The words before a figure, those before the figure right before it where none stand between (新增1063户1892人)."""
    before = scope.sentence.figures[one.index - 1] if one.index else None
    return one.lead if one.lead.strip() or before is None else before.lead


def _without_parts(levels: list[Placed]) -> list[Placed]:
    """What came and went, the nearest first, without the parts that are told behind one and add up to it (退出948人次，依次为死亡642、迁出87、其他219)."""
    summed = Fraction(0)
    for place, one in enumerate(levels):
        if place > 1 and summed == one.quantity.worth:
            return levels[place:]
        summed += one.quantity.worth
    return levels


def stock(scope: Scope) -> Iterator[Claim]:
    """年初A，新增B，退出C，年末D: what there was, and what came in and went out, give what there is."""
    stated = scope.figure("stated")
    if stated is None:
        return
    levels = [one for one in scope.earlier(stated, lambda one: alike(one, stated.quantity)) if one.depth == stated.depth]
    if not levels and not stated.index:
        yield from stock_above(scope, stated)
        return
    behind = scope.sentence.figures[stated.index + 1 :]
    levels += [one for one in behind if alike(one.quantity, stated.quantity) and scope.has("claim.at-first", one.lead)]
    start = [one for one in levels if scope.has("claim.at-first", one.lead)]
    moved = [one for one in levels if one not in start]  # 年初批复266万元，年末收回后为239万元: what was approved is the start alone
    came = [one for one in moved if scope.has("claim.came-in", one.lead)]
    went = [one for one in moved if scope.has("claim.went-out", one.lead)]
    if len(start) != 1 or not (came or went) or len(levels) != len({one.index for one in (*start, *came, *went)}):
        return
    had, used = [*start, *came], went
    reading = [
        *(scope.operand("had", one, scope.where(one, stated)) for one in had),
        *(scope.operand("used", one, scope.where(one, stated)) for one in used),
    ]
    certain = bool(came) and bool(went) and scope.ends_before(start[0], stated, _CLAUSES * 2)
    turned = scope.has("claim.then", start[0].lead) and scope.has("claim.now", stated.lead) and len(levels) == _TWO  # 原有…，现有…
    if used:
        yield scope.claim(stated, reading, doubt=None if certain or turned else AMBIGUOUS, weak=None if certain else "guard")
    elif len(came) == 1:
        parts = [scope.operand("part", one, scope.where(one, stated)) for one in had]
        yield scope.claim(stated, parts, rule="claim/sum", weak="guard")


def adjusted(scope: Scope) -> Iterator[Claim]:
    """年初预算B，追加C，调整后预算A: a budget and what was added to it, or taken from it."""
    stated, base, moved = scope.figure("stated"), scope.figure("base"), scope.figure("moved")
    if (
        stated is None
        or base is None
        or moved is None
        or not alike(base.quantity, stated.quantity)
        or not alike(base.quantity, moved.quantity)
    ):
        return
    role = "used" if scope.has("claim.down-budget", scope.text("verb")) else "had"
    operands = [scope.operand("had", base, IN_FORM), scope.operand(role, moved, IN_FORM)]
    if role == "had":
        operands = [scope.operand("part", base, IN_FORM), scope.operand("part", moved, IN_FORM)]
    between = [
        one for one in scope.sentence.figures[base.index + 1 : stated.index] if one is not moved and alike(one.quantity, stated.quantity)
    ]
    rule = "claim/sum" if role == "had" else "claim/difference"
    told = scope.sentence.figures[: base.index]
    carried = [one for one in told if alike(one.quantity, stated.quantity) and scope.has("claim.carried", one.lead)]
    if carried and role == "had":
        operands = [scope.operand("part", carried[-1], scope.where(carried[-1], stated)), *operands]
    yield scope.claim(stated, operands, doubt=AMBIGUOUS if between or (carried and role != "had") else None, rule=rule)


def added(scope: Scope) -> Iterator[Claim]:
    """A（其中…）；加上B，全年可用C: the nearest level before what is added, the parts of it left out."""
    stated, moved = scope.figure("stated"), scope.figure("moved")
    if stated is None or moved is None or not alike(moved.quantity, stated.quantity):
        return
    levels = scope.outer([one for one in scope.earlier(moved, lambda one: alike(one, stated.quantity)) if one.depth == moved.depth])
    levels = [one for one in levels if not scope.changes(one) and not scope.each(one)]
    if not levels and not moved.index and (above := scope.around.above(scope.sentence, 0)) is not None:
        held = [one for one in above.figures if alike(one.quantity, stated.quantity) and not one.depth and scope.may_be_divided(one)]
        seen = [one for one in held if not scope.around.panorama.of(one).inner]
        if len(seen) == 1:  # 到位2436万元，其中…。加上上年结转84万元，当年可用2520万元
            parts = [scope.operand("part", seen[0], SAME_PARAGRAPH), scope.operand("part", moved, IN_FORM)]
            yield sure(scope.claim(stated, parts, weak="guard"))
    if levels:
        levels.sort(key=lambda one: abs(one.quantity.worth + moved.quantity.worth - stated.quantity.worth))
        readings = [[scope.operand("part", one, scope.where(one, stated)), scope.operand("part", moved, IN_FORM)] for one in levels]
        yield scope.claim(stated, readings[0], others=readings[1:], weak=None if _is_all_there_was(scope, levels[0], moved) else "guard")


def _is_all_there_was(scope: Scope, one: Placed, moved: Placed) -> bool:
    """Whether a sentence tells nothing else of its unit than what this year brought and what was carried over, right behind it."""
    alone = [other for other in scope.sentence.figures[: moved.index] if alike(other.quantity, moved.quantity)] == [one]
    return alone and scope.adjacent(one, moved) and one.segment == moved.segment and scope.has("claim.came-this-year", one.lead)


def _balances(scope: Scope, stated: Placed) -> Iterator[Claim]:
    """By the words of income and of spending."""
    figures = [
        one
        for one in scope.earlier(stated, lambda one: alike(one, stated.quantity))
        if one.depth == stated.depth and not scope.changes(one)
    ]
    figures = [one for one in reversed(figures) if not scope.has("claim.than", one.lead)]
    inner = [
        one
        for one in reversed(scope.earlier(stated, lambda one: alike(one, stated.quantity)))
        if one.depth > stated.depth and scope.has("claim.carried", one.lead)
    ]
    spent = [one for one in figures if scope.has("claim.spent", one.lead) and not scope.has("claim.had", one.lead)]
    income = [one for one in figures if one not in spent]
    if not spent or not income:
        if len(figures) >= 2:
            readings = [_had_less(scope, stated, [figures[-2]], [figures[-1]])]
            yield scope.claim(stated, readings[0], others=[_had_less(scope, stated, [figures[0]], figures[1:])], doubt=AMBIGUOUS)
        elif figures:
            yield scope.claim(
                stated, [scope.operand("had", figures[0], scope.where(figures[0], stated)), scope.operand("used", None, MISSING)]
            )
        return
    readings = [_had_less(scope, stated, income, spent), _had_less(scope, stated, [income[-1]], [spent[-1]])]
    readings += [_had_less(scope, stated, [one], spent) for one in income] + [
        _had_less(scope, stated, [one], [other]) for one in income for other in spent
    ]
    had = all(scope.has("claim.income", one.lead + one.tail) or scope.has("claim.carried", one.lead) for one in income)
    carried = [one for one in income if scope.has("claim.carried", one.lead)]
    if inner:
        readings.append(_had_less(scope, stated, [*income, *inner], spent))
    done = [one for one in income if _done(scope, one)]
    if 0 < len(done) < len(income):  # 总投资860万元，上年完成投资200万元，本年完成312万元，尚缺348万元
        readings.append(_had_less(scope, stated, [one for one in income if one not in done], [*spent, *done]))
    certain = len(spent) == 1 and had and len(income) - len(carried) == 1
    certain = certain and all(scope.of_one(one, spent[0]) for one in income if one not in carried)
    certain = certain and scope.named_alike(scope.subject(spent[0]), scope.opening())
    told_out = had and len(figures) > _CLAUSES and scope.ends_before(figures[0], stated, len(figures))  # 收入a，结转b，支出c，收回d，结余e
    doubt, weak = (None, "guard" if not certain else None) if certain or told_out else (AMBIGUOUS, None)
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=doubt, weak=weak)


def _had_less(scope: Scope, stated: Placed, had: list[Placed], used: list[Placed]) -> list[Operand]:
    return [scope.operand("had", one, scope.where(one, stated)) for one in had] + [
        scope.operand("used", one, scope.where(one, stated)) for one in used
    ]
