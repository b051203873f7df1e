"""claim/bound: a figure that the report says lies within a limit given beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.facts.claims.near.limits_above import of_above
from extractor.facts.claims.near.ways import more_is_better
from extractor.facts.claims.scope import AMBIGUOUS, AMOUNTS, IN_FORM, MISSING, Scope, alike, at_least, comparable, ends_with
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge, QuantityKind

_AFTER = 8
"""Characters behind a limit that may say that it was set (的目标值)."""
_TWO, _MOST = 2, 6
_EACH = "每"
"""A word of rules that is none where the limit beside it is one that was set (每人每天380元，低于450元的标准)."""
_FAR = 2
"""So many times a figure is above what it is told to lie below: that is a distance."""
_WELL = Fraction(5, 4)
"""So many times, and it may be one."""


def within(scope: Scope) -> Iterator[Claim]:
    """A，与B相差在n个百分点以内."""
    stated, other = scope.figure("stated"), scope.figure("other")
    if stated is None or other is None:
        return
    levels = [one for one in scope.earlier(other, lambda one: alike(one, other.quantity)) if not scope.changes(one)]
    levels = [one for one in levels if not scope.is_base(one)] or levels  # 与上年的84.2%相比
    limit = scope.operand("other", other, IN_FORM)
    if not levels:
        yield scope.claim(stated, [scope.operand("value", None, MISSING), limit], sense="within", hedges_count=False)
        return
    readings = [[scope.operand("value", one, scope.where(one, other)), limit] for one in levels]
    single = len(levels) == 1 and not scope.opening().strip() and not scope.is_base(levels[0])
    certain = single or (scope.adjacent(levels[0], other) and scope.named_alike(scope.subject(levels[0]), scope.opening()))
    firm = all(one.quantity.hedge is Hedge.EXACT for one in (levels[0], other))
    yield scope.claim(
        stated, readings[0], others=readings[1:], doubt=None if certain and firm else AMBIGUOUS, sense="within", hedges_count=False
    )


def within_two(scope: Scope) -> Iterator[Claim]:
    """甲31.5%，乙68.2%，两者相差在n个百分点以内: both figures stand before."""
    stated = scope.figure("stated")
    if stated is None:
        return
    kind = QuantityKind.PERCENT if stated.quantity.kind is QuantityKind.POINTS else None
    levels = [
        one
        for one in scope.earlier(stated, lambda one: one.kind is kind if kind else alike(one, stated.quantity))
        if one.segment == stated.segment and one.depth == stated.depth and not scope.changes(one)
    ]
    if len(levels) < _TWO:
        return
    reading = [scope.operand("value", levels[1], scope.where(levels[1], stated)), scope.operand("other", levels[0], IN_FORM)]
    certain = scope.adjacent(levels[0], stated) and levels[0].clause - levels[1].clause <= _TWO
    certain = certain and all(one.quantity.hedge is Hedge.EXACT for one in levels[:_TWO])
    others = [
        [scope.operand("value", one, scope.where(one, stated)), scope.operand("other", other, scope.where(other, stated))]
        for one in levels
        for other in levels
        if one is not other
    ]
    yield scope.claim(stated, reading, others=others[:_MOST], doubt=None if certain else AMBIGUOUS, sense="within", hedges_count=False)


def _beyond_named(scope: Scope, stated: Placed, found: Sequence[Placed]) -> Claim | None:
    """用水量1.32亿立方米，控制指标1.4亿立方米，低于控制指标0.08亿立方米: by how much, where the figure before bears the name behind the word of the limit."""
    named = scope.sentence.text[scope.match.end("sense") - scope.sentence.at.start : stated.at.start - scope.sentence.at.start].strip()
    if len(named) < _TWO or len(found) < _TWO or not found[0].lead.strip("，, ").endswith(named):
        return None
    less, more = sorted(found[:_TWO], key=lambda one: one.quantity.worth)
    operands = [scope.operand("had", more, scope.where(more, stated)), scope.operand("used", less, scope.where(less, stated))]
    return scope.claim(stated, operands, rule="claim/difference", hedges_count=False)


def limit(scope: Scope) -> Iterator[Claim]:
    """A，不低于B; A，高于B的目标; A，控制在B以内; A，满足“不低于B”的要求."""
    stated = scope.figure("stated")
    if stated is None:
        return
    sense = sense_of(scope, scope.text("sense"))
    lead = scope.sentence.text[: scope.match.start() - scope.sentence.at.start]
    clause = lead[max(lead.rfind(mark) for mark in "，；：。、") + 1 :]
    if _is_norm(scope, _unruled(scope, clause)) or ends_with(clause, scope.patterns.words("claim.not-yet")):
        return
    kinds = (QuantityKind.PERCENT, *AMOUNTS)
    found = [
        one
        for one in scope.earlier(stated, lambda one: one.kind in kinds and comparable(one, stated.quantity))
        if (alike(one.quantity, stated.quantity) or _is_of_each(scope, one, stated))
        and (not scope.changes(one) or _of_changes(scope, one, stated))
        and one.depth == stated.depth - _is_bracketed(scope, stated)
    ]
    if not found:
        yield from of_above(scope, stated, sense)
    if not found or stated.clause - found[0].clause > 1 or found[0].segment != stated.segment:
        return
    if stated.tail.strip().startswith(scope.patterns.words("claim.scored-so")):
        return  # what a rule gives for so much (达到90%得满分，低于60%不得分)
    if scope.patterns.one("claim.bound.compared").search(found[0].lead):
        return  # 高于全省平均8%的降幅，也高于…: what it is compared with is no value of its own
    if _is_norm(scope, _unruled(scope, found[0].lead)) and not scope.has("claim.norm-as-value", found[0].lead):
        return
    named = scope.text("phrase").strip()
    called = [one for one in found[1:] if len(named) > _TWO and one.lead.strip().endswith(named) and one.segment == stated.segment]
    value = called[0] if called and not found[0].lead.strip().endswith(named) else found[0]  # 总有效率91%，显效率43%，高于有效率85%的指标
    if scope.is_base(value):
        return
    if (beyond := _beyond_named(scope, stated, found)) is not None:
        yield beyond
        return
    if sense == "below" and not _is_set(scope) and at_least(value.quantity, stated.quantity) and _is_distance(value, stated):
        return
    better = scope.text("sense") in scope.patterns.words("claim.better")
    bad = scope.patterns.one("claim.bad-rate").search(value.lead) is not None
    open_way = _is_open(scope, stated)
    if bad and (better or open_way):
        sense = "below" if better else "at-most"
    own_words = scope.patterns.one("claim.bound.aside").sub("", scope.opening())
    if own_words and own_words not in scope.subject(value):
        return
    near = value.clause == stated.clause - 1 or value.clause == stated.clause
    firm = value.quantity.hedge is Hedge.EXACT
    own = [scope.operand("value", value, scope.where(value, stated))]
    said = scope.sentence.text[scope.match.start() - scope.sentence.at.start : stated.at.start - scope.sentence.at.start]
    near = near and not scope.has("claim.level-named", said)
    between = scope.sentence.figures[value.index + 1 : stated.index]
    close = all(one.depth > value.depth for one in between)  # 婴儿死亡率2.98‰（死亡6例），控制在5‰以内
    certain = near and firm and value is found[0] and close and (not better or _is_plain(scope, value, bad=bad))
    certain = (
        certain and not (open_way and not bad and _may_be_less(scope, value, stated)) and not _may_be_how_far(scope, sense, value, stated)
    )
    yield scope.claim(stated, own, doubt=None if certain else AMBIGUOUS, sense=sense, hedges_count=False, exact=_is_set(scope))


def _unruled(scope: Scope, words: str) -> str:
    return words.replace(_EACH, "") if _is_set(scope) else words


def _is_bracketed(scope: Scope, stated: Placed) -> bool:
    """Whether a limit stands in a bracket behind its name (超过年度目标（315天）)."""
    return scope.sentence.text[: stated.at.start - scope.sentence.at.start].rstrip().endswith(("（", "("))


def _is_of_each(scope: Scope, one: Placed, stated: Placed) -> bool:
    """Whether money is one of each by its words, and its limit by its unit (亩均成本1780元，未突破2000元/亩)."""
    _, slash, each = (stated.quantity.unit or "").partition("/")
    return bool(slash) and each in one.lead and scope.each(one)


def _of_changes(scope: Scope, one: Placed, stated: Placed) -> bool:
    """Whether a limit right behind a rate of change is one of changes: it was set (高于8%的目标), or is called one (低于预算增幅5%)."""
    beside = one.quantity.kind is QuantityKind.PERCENT and one.index == stated.index - 1
    return beside and (_is_set(scope) or ends_with(scope.text("phrase"), scope.patterns.words("claim.change")))


def _is_open(scope: Scope, stated: Placed) -> bool:
    """Whether the words of a limit say that it is kept, and neither they nor those behind it which way it holds (故障率1.2%，达到2%的目标)."""
    senses: dict[str, str] = scope.patterns.entry("claim.bound.limits").data["senses"]
    return scope.text("sense") in scope.patterns.words("claim.kept-so") and not stated.tail.startswith(tuple(senses))


def _may_be_less(scope: Scope, value: Placed, stated: Placed) -> bool:
    """Whether a figure that is less than its limit may keep it: nothing says that more of it is better."""
    return value.quantity.worth < stated.quantity.worth and not more_is_better(f"{value.lead}{stated.tail[:_AFTER]}", scope.patterns)


def _is_plain(scope: Scope, value: Placed, *, bad: bool) -> bool:
    """Whether the words of a rate leave no doubt whether more of it is better."""
    return value.quantity.kind is QuantityKind.PERCENT and (bad or scope.patterns.one("claim.good-rate").search(value.lead) is not None)


def _is_set(scope: Scope) -> bool:
    """Whether the words of a limit say that it was set and not measured: then it has no slack of its own."""
    words = f"{scope.match[0]}{scope.sentence.text[scope.match.end() - scope.sentence.at.start :][:_AFTER]}"
    return scope.has("claim.set-limit", words)


def target(scope: Scope) -> Iterator[Claim]:
    """目标值为不低于B，实际值为A: a target that was missed is no slip, unless the sentence says that it was reached."""
    stated, value = scope.figure("stated"), scope.figure("value")
    if stated is None or value is None or not alike(stated.quantity, value.quantity):
        return
    own = [scope.operand("value", value, IN_FORM)]
    doubt = None if scope.text("kept") else AMBIGUOUS
    yield scope.claim(stated, own, doubt=doubt, sense=sense_of(scope, scope.text("sense")), hedges_count=False, exact=True)


def _is_distance(value: Placed, stated: Placed) -> bool:
    """人均7760元，低于核定240元: what lies so far below a figure is no limit that it keeps, but how far below one it is."""
    return value.quantity.worth >= stated.quantity.worth * _FAR


def _may_be_how_far(scope: Scope, sense: str, value: Placed, stated: Placed) -> bool:
    """中标价637万元，低于控制价259万元: an amount well below a figure may be how far that lies below what the words name (低于3天的规定时限 names none)."""
    if scope.has("claim.set-limit", scope.sentence.text[stated.at.end - scope.sentence.at.start :][:_AFTER]):
        return False
    return sense == "below" and stated.quantity.kind in AMOUNTS and value.quantity.worth > stated.quantity.worth * _WELL


def limit_times(scope: Scope) -> Iterator[Claim]:
    """A，不低于B的n倍."""
    stated, base = scope.figure("stated"), scope.figure("base")
    if stated is None or base is None:
        return
    values = [one for one in scope.earlier(base, lambda one: alike(one, base.quantity)) if not scope.changes(one)]
    named = scope.operand("base", base, IN_FORM)
    if not values:
        yield scope.claim(
            stated, [scope.operand("value", None, MISSING), named], sense=sense_of(scope, scope.text("sense")), hedges_count=False
        )
        return
    readings = [[scope.operand("value", one, scope.where(one, base)), named] for one in values]
    certain = scope.adjacent(values[0], base) and values[0].depth == base.depth
    certain = certain and scope.named_alike(scope.subject(values[0]), scope.opening())
    yield scope.claim(
        stated,
        readings[0],
        others=readings[1:],
        doubt=None if certain else AMBIGUOUS,
        sense=sense_of(scope, scope.text("sense")),
        hedges_count=False,
    )


def _is_norm(scope: Scope, words: str) -> bool:
    """Whether words make a figure a rule or a plan, the names of rates (按时办结率) left out."""
    for name in scope.patterns.words("claim.norm-names"):
        words = words.replace(name, "")
    return scope.has("claim.norm", words)


def sense_of(scope: Scope, word: str) -> str:
    """``at-least``, ``at-most``, ``above`` or ``below``, by the word that says so."""
    senses: dict[str, str] = scope.patterns.entry("claim.senses").data["senses"]
    return senses[word]
