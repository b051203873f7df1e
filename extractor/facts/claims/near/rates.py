"""claim/ratio by the name of a rate: 执行率, 办结率, 满意率 …, and rates that add grades (优良率)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.far.likely import digit_too_many
from extractor.facts.claims.near.alone_together import by_themselves
from extractor.facts.claims.near.rates_before import whole_beside
from extractor.facts.claims.near.ratios import NEAR, respectively
from extractor.facts.claims.near.unlike_units import of_unlike
from extractor.facts.claims.near.wholes import elsewhere, listed_whole
from extractor.facts.claims.near.with_rest import told_together, with_rest
from extractor.facts.claims.rate_names import (
    bears,
    by_another_verb,
    denied,
    due,
    is_listed,
    may_be_rule,
    not_what_should_be,
    of_one_rate,
    of_the_next,
    rate_words,
    told_as,
    used_up,
    without,
    words_of,
)
from extractor.facts.claims.scope import (
    AMBIGUOUS,
    AMOUNTS,
    IN_FORM,
    LISTED,
    MISSING,
    SAME_PARAGRAPH,
    SAME_REPORT,
    SAME_SECTION,
    Scope,
    alike,
    at_least,
    is_amount,
    pairs,
    total_of,
)
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, QuantityKind

_STEM = 3
"""Characters of the name of a rate that are its part's own (集中供养率), not a word that goes with any (供养)."""
_PAIR = 2
"""Characters at the end of the stem of a rate that name its part (取证率: 取证)."""
_ALL = 100
"""Per cent."""
_BASES = (2, 3)
"""Wholes of which a rate may be one: among more, chance finds one that a slip away gives it."""


def rate(scope: Scope) -> Iterator[Claim]:
    """X率p%: part and whole are told by the words beside the figures before it."""
    stated, name = scope.figure("stated"), scope.text("name")
    if stated is None or (scope.has("claim.not-a-rate", name) and not scope.has("claim.a-rate-after-all", name)):
        return
    if may_be_rule(scope, stated):
        return
    behind = by_themselves(scope, stated)
    if behind:
        yield from behind
        return
    grades = next((one["parts"] for one in scope.patterns.entry("claim.graded").data["rates"] if name.endswith(one["name"])), None)
    bare = name[:-1]
    if grades is not None and not any(one.lead.strip().startswith(bare[-_PAIR:]) for one in scope.earlier(stated, is_amount)):
        yield from _graded(scope, stated, grades)
        return
    part_words, _, _ = rate_words(scope)
    figures = list(
        reversed([one for one in scope.earlier(stated, is_amount) if not scope.changes(one) or _is_its_change(scope, stated, one)])
    )
    figures = [one for one in figures if stated.segment == one.segment and one.quantity.unit not in scope.patterns.words("claim.kinds")]
    if scope.respectively(stated):
        yield from respectively(scope, stated)
        return
    figures = [one for one in figures if not scope.has("claim.each-one", one.lead)]
    stem = scope.text("name")[:-1]
    figures = [one for one in figures if not used_up(scope, one.lead) and one.at.end <= scope.match.start()]  # 一次合格率
    told = _told_in_bracket(scope, figures)
    if told is not None:
        part, whole = (scope.operand(role, one, IN_FORM) for role, one in zip(("part", "whole"), told, strict=True))
        yield scope.claim(stated, [part, whole])
        return
    beside = of_unlike(scope, stated, figures) or whole_beside(scope, stated)
    if beside is not None:
        yield beside
        return
    exact = [one for one in figures if len(stem) > _STEM and stem in one.lead]
    outer = scope.outer(figures)
    first = outer[:1] == figures[:1]  # 其中：受理商事案件864件（含旧存29件），结案815件: what stands before it is no part of it
    if first and len(outer) == 1 and len(figures) > _PAIR and any(word in words_of(outer[0]) for word in part_words):
        figures = outer  # the others are its parts, told under the word for it
    parts = (
        exact
        or _what_is(scope, figures, stated)
        or [one for one in reversed(figures) if any(word in words_of(one) for word in part_words) or bears(stem, one.lead)]
    )
    parts = [one for one in parts if not scope.has("claim.capacity", one.lead)]  # 日处理能力350吨，无害化处理率100%: what could be done
    borne = [one for one in parts if not denied(scope, part_words, one)]
    if parts and not borne:
        # 审批94户，未通过88户，通过率51.6%: what was not is told, and no figure of what was
        readings = [scope.reading(stated, one, other) for one, other in pairs(figures)] or [[scope.operand("part", None, MISSING)]]
        yield scope.claim(stated, readings[0], others=readings[1:], doubt=AMBIGUOUS)
        return
    parts = not_what_should_be(scope, borne, figures, stated)
    of_list = listed_whole(scope, exact[0]) if len(exact) == 1 else None
    if of_list is not None and scope.ends_before(exact[0], stated, 2):
        own, whole = scope.operand("part", exact[0], scope.where(exact[0], stated)), scope.operand("whole", of_list, LISTED)
        yield scope.claim(stated, [own, whole], others=[scope.reading(stated, one, other) for one, other in pairs(figures)])
        return
    if not figures or (not parts and len(figures) < 2):
        yield from _rate_of_paragraph(scope, stated, figures)
        return
    if parts:
        yield from _of_part(scope, stated, parts[0], figures)
    else:
        yield from _of_figures(scope, stated, figures)


def _is_its_change(scope: Scope, stated: Placed, one: Placed) -> bool:
    """Whether a change is what the rate right behind it is called by (节约3.46万元，节约率27.03%): it is the part."""
    stem = scope.text("name")[:-1][-_PAIR:]
    return one.index == stated.index - 1 and len(stem) == _PAIR and one.lead.rstrip().endswith(stem)


def _told_in_bracket(scope: Scope, figures: Sequence[Placed]) -> tuple[Placed, Placed] | None:
    """评审通过率（占初审通过数）: the bracket names the whole, the only figure with that name; the part is the figure behind it that the rate names."""
    name, stem = scope.text("whole_name"), scope.text("name")[:-1]
    wholes = [one for one in figures if name and name in words_of(one)]
    if len(wholes) != 1:
        return None
    parts = [one for one in figures if one.index > wholes[0].index and alike(one.quantity, wholes[0].quantity) and bears(stem, one.lead)]
    return (parts[0], wholes[0]) if len(parts) == 1 else None


def _of_part(scope: Scope, stated: Placed, part: Placed, figures: Sequence[Placed]) -> Iterator[Claim]:
    """The part is told by its words: its whole among the other figures of the sentence."""
    _, whole_words, mixed = rate_words(scope)
    stem = scope.text("name")[:-1]
    rest = [one for one in reversed(figures) if one is not part and (mixed or alike(one.quantity, part.quantity))]
    wholes = [one for one in rest if any(word in one.lead + one.tail for word in whole_words)] or rest
    wholes = [one for one in wholes if one.depth <= part.depth]
    if not wholes:
        yield from _rate_of_paragraph(scope, stated, [part])
        return
    best = [one for one in wholes if one.index < part.index] or wholes
    own_kind = [one for one in rest if one.index < part.index and one.depth <= part.depth and _of_kind(scope, one, part)]
    best = own_kind if len(own_kind) == 1 else best
    owed = [one for one in rest if one.index == part.index - 1 and one.depth == part.depth and due(scope, one, part)]
    best = owed or best  # 发放贷款1.35亿元，到期应收回8400万元，已收回8316万元: of what was due
    named = [one for one in best if any(word in one.lead + one.tail for word in whole_words)]
    ordered = [*best, *(one for one in rest if one not in best)]
    readings = [scope.reading(stated, part, one) for one in ordered]
    readings += [scope.reading(stated, other, one) for one, other in pairs(figures) if alike(one.quantity, other.quantity)]
    told = told_as(scope, part, best[0], stem) and scope.ends_before(part, stated, 1) and part.index == stated.index - 1
    beside = [*scope.sentence.figures[part.index + 1 : stated.index], *scope.sentence.figures[best[0].index + 1 : best[0].index + 2]]
    again = [one for one in beside if one is not stated and one.lead.strip().endswith(scope.text("name")[-_STEM:])]
    certain = (
        bool(named) or bool(owed) or len(rest) == 1 or (told and len(own_kind) == 1)
    ) and not again  # 达标率75%，剔除背景值后达标率87.5%
    agreed = of_one_rate(scope, part, best[0])
    certain = certain and part.depth <= stated.depth and (agreed or bool(owed) or (told and len(rest) == 1))
    certain = certain and scope.ends_before(part, stated, 3) and (alike(part.quantity, best[0].quantity) or bool(named))
    whole_enough = at_least(best[0].quantity, part.quantity) or _over(stated)
    weak = (None if whole_enough else "guard") if agreed else "far"
    verb = by_another_verb(scope, part) or of_the_next(scope, stated, part)
    certain = certain and not verb
    couple = len(figures) == _PAIR and alike(figures[0].quantity, figures[1].quantity) and not scope.is_base(best[0])
    if (
        not certain
        and couple
        and not (again or verb)
        and scope.ends_before(part, stated, 2)
        and part.depth == best[0].depth == stated.depth
    ):
        certain, weak = not exclusive(part.lead, best[0].lead, scope.patterns), "guard"
    certain = certain and not _is_start(scope, best[0])
    far_less = part.quantity.worth > best[0].quantity.worth * _PAIR and not _over(stated)  # the whole is elsewhere: 已完工4个，在建1个
    far_less = far_less and not digit_too_many(stated.quantity, part.quantity.worth, best[0].quantity.worth)  # … or a digit is too many
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain and not far_less else AMBIGUOUS, weak=weak)


def _of_figures(scope: Scope, stated: Placed, figures: Sequence[Placed]) -> Iterator[Claim]:
    """No words tell the part: figures before the rate may clear it and accuse nobody (培训860人，合格812人，群众满意度96.4%)."""
    couple = _by_whole(scope, stated, figures)
    if couple is not None:
        yield scope.claim(stated, scope.reading(stated, *couple), weak="far")
        return
    tried = [(one, other) for one, other in pairs(list(reversed(figures))) if alike(one.quantity, other.quantity)]
    if tried:
        readings = [scope.reading(stated, part, whole) for part, whole in tried]
        yield scope.claim(stated, readings[0], others=readings[1:], doubt=AMBIGUOUS)
    else:
        yield scope.claim(stated, [scope.operand("part", None, MISSING), scope.operand("whole", None, MISSING)])


def _by_whole(scope: Scope, stated: Placed, figures: Sequence[Placed]) -> tuple[Placed, Placed] | None:
    """检查6200人，任务6000人，完成率103.3%: the last two figures right before a rate, the second of which alone bears the word of a whole; part first."""
    _, whole_words, _ = rate_words(scope)
    pair = [one for one in figures if one.depth == stated.depth][-_PAIR:]
    if len(pair) < _PAIR or not alike(pair[0].quantity, pair[1].quantity) or pair[1].index != stated.index - 1:
        return None
    part, whole = pair
    named = whole.lead.strip().strip("，,").endswith(tuple(whole_words)) and not any(word in part.lead for word in whole_words)
    told = scope.ends_before(part, stated, 2) and all(scope.is_level(one) for one in pair)
    return (part, whole) if named and told and part.segment == whole.segment else None


def _graded(scope: Scope, stated: Placed, grades: Sequence[str]) -> Iterator[Claim]:
    """优良率: several grades together against all of them, or against the whole told before the list."""
    figures = list(reversed([one for one in scope.earlier(stated, is_amount) if one.depth == stated.depth]))
    parts = [one for grade in grades for one in figures if one.lead.strip().endswith(grade)]
    if len(parts) != len(grades) or any(one.clause != stated.clause - 1 and not scope.adjacent(one, parts[0]) for one in parts):
        yield scope.claim(stated, [scope.operand("part", None, MISSING), scope.operand("whole", None, MISSING)])
        return
    own = [scope.operand("part", one, LISTED) for one in parts]
    first = min(one.index for one in parts)
    near = [*(one for one in reversed(figures[:first])), *scope.before]
    wholes = [one for one in near if alike(one.quantity, parts[0].quantity) and not scope.changes(one)]
    listed = [one for one in figures[first:] if alike(one.quantity, parts[0].quantity)]
    sums = [one for one in wholes if one.quantity.worth == total_of(listed)]
    readings = [[*own, scope.operand("whole", one, SAME_PARAGRAPH)] for one in [*sums, *(one for one in wholes if one not in sums)]]
    if not readings:
        readings = [[*own, scope.operand("whole", None, MISSING)]]
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if len(sums) == 1 else AMBIGUOUS)


def _what_is(scope: Scope, figures: Sequence[Placed], stated: Placed) -> list[Placed]:
    """What is had of what should be, directly before a rate that the lexicon does not list (应种…，实种…，接种率)."""
    if len(figures) < _PAIR or is_listed(scope) or figures[-1].index != stated.index - 1 or figures[-2].clause < figures[-1].clause - 1:
        return []
    return [figures[-1]] if due(scope, figures[-2], figures[-1]) else []


def _is_start(scope: Scope, one: Placed) -> bool:
    """Whether a figure is what another one behind it started from (由62家增加到69家): then nothing is a part of it now."""
    behind = scope.sentence.figures[one.index + 1 : one.index + 2]
    return any(
        alike(other.quantity, one.quantity) and scope.patterns.one("claim.turned-into").search(other.lead.strip()) for other in behind
    )


def _of_kind(scope: Scope, whole: Placed, part: Placed) -> bool:
    """Whether two figures count things of one kind: their words end alike (172个行政村, 通硬化路的行政村172个)."""
    ends = [scope.nouns(one.tail) or scope.nouns(one.lead) for one in (whole, part)]
    return all(ends) and ends[0][-1][-_PAIR:] == ends[1][-1][-_PAIR:]


def _over(stated: Placed) -> bool:
    """Whether a rate is said to be above 100%: its part may be larger than its whole."""
    return stated.quantity.value is not None and stated.quantity.value > _ALL


def _rate_of_paragraph(scope: Scope, stated: Placed, figures: Sequence[Placed]) -> Iterator[Claim]:
    """The part alone, or nothing, stands in the sentence: a whole from an earlier sentence may clear it, never accuse."""
    couple = None if figures else _couple_above(scope)
    if couple is not None:
        part, whole = couple
        yield scope.claim(stated, [scope.operand("part", part, SAME_PARAGRAPH), scope.operand("whole", whole, SAME_PARAGRAPH)])
        return
    own = list(figures)[-1:]
    beside = with_rest(scope, stated, own[0]) if own else None
    if beside is not None:
        yield beside
        return
    here = [one for one in scope.earlier(stated, is_amount) if one.segment != stated.segment]
    above = [one for one in [*here, *scope.before] if one.quantity.kind in AMOUNTS and not scope.changes(one)]
    above = [one for one in above if not used_up(scope, one.lead)][:NEAR]
    readings = [
        [scope.operand("part", part, SAME_PARAGRAPH), scope.operand("whole", whole, SAME_PARAGRAPH)]
        for part in (own or above)
        for whole in above
        if whole is not part and alike(part.quantity, whole.quantity)
    ]
    part_words, whole_words, _ = rate_words(scope)
    if own and (any(word in own[0].lead for word in part_words) or bears(scope.text("name")[:-1], own[0].lead)):
        named = [
            one
            for one in above
            if alike(one.quantity, own[0].quantity)
            and (any(word in one.lead for word in whole_words) or scope.patterns.one("claim.total-lead").search(one.lead))
        ]
        named = [one for one in named if not scope.is_base(one) and not scope.has("claim.carried", one.lead)]
        named = [one for one in named if not any(word in one.lead for word in part_words) and not scope.each(one)]
        large = [one for one in named if at_least(one.quantity, own[0].quantity)]
        weak = None if large else "guard"
        named = large or named
        returned = [one for one in named if scope.has("claim.returned", one.lead)]
        named = returned if len(returned) == 1 else named
        if len(returned) > 1:
            named, weak = returned[:1], "guard"
        tied = len(named) == 1 and own[0].depth == named[0].depth == 0
        if tied and of_one_rate(scope, own[0], named[0]):
            chosen = [scope.operand("part", own[0], scope.where(own[0], stated)), scope.operand("whole", named[0], SAME_PARAGRAPH)]
            yield scope.claim(stated, chosen, others=readings, weak=weak)
            return
        if len({one.quantity.worth for one in named}) in _BASES and own[0].index == stated.index - 1 and own[0].depth == 0:
            first = scope.operand("part", own[0], scope.where(own[0], stated))
            chosen, *more = [[first, scope.operand("whole", one, SAME_PARAGRAPH)] for one in named]
            if all(of_one_rate(scope, own[0], one) for one in named):
                # 安排A，下达B。支出C，执行率p%: of one of the two, and where it is of neither one slip must make it so
                yield scope.claim(stated, chosen, others=[*more, *readings], strict=True, telling=3, tied=len(named), bases=True)
                return
    if own and not any(scope.has("claim.income", one.lead) and alike(one.quantity, own[0].quantity) for one in above):
        found = list(_rate_of_section(scope, stated, own[0]))
        if found and found[0].doubt is None:
            yield found[0]
            return
        readings += [list(one.operands) for one in found]
    far = _far_whole(scope, stated, own[0], part_words) if own else None
    if far is not None:
        chosen = [scope.operand("part", own[0], scope.where(own[0], stated)), scope.operand("whole", far, SAME_REPORT)]
        yield scope.claim(stated, chosen, others=readings)
        return
    if not own and (couple := told_together(scope, above, part_words)) is not None:
        operands = [scope.operand(role, one, SAME_PARAGRAPH) for role, one in zip(("part", "whole"), couple, strict=True)]
        yield scope.claim(stated, operands, others=readings, weak="guard")
        return
    missing = [scope.operand("part", own[0] if own else None, MISSING), scope.operand("whole", None, MISSING)]
    yield scope.claim(stated, missing, others=readings)


def _couple_above(scope: Scope) -> tuple[Placed, Placed] | None:
    """Part and whole where the sentence right above tells these two of one unit, and the rate names no other thing (应检4260台，实检4132台。检验率…)."""
    above, stem = scope.around.above(scope.sentence, 0), scope.text("name")[:-1]
    if above is None or scope.opening().strip() or len(stem) > _STEM or scope.sentence.figures[0] is not scope.figure("stated"):
        return None
    told = [one for one in above.figures if is_amount(one.quantity) and one.depth == 0]
    among = above.text.find(scope.patterns.words("claim.among")[0])
    told = [one for one in told if among < 0 or one.at.start - above.at.start < among]
    like = [one for one in told if alike(one.quantity, told[0].quantity)]
    if len(like) != _PAIR or not all(scope.is_level(one) for one in like):
        return None
    whole, part = like
    tail, inside = whole.tail.strip(), scope.patterns.words("claim.in-it")
    within = (tail.endswith(inside) or tail.startswith(inside)) and stem in above.text
    fits = within or (due(scope, whole, part) and any(char in above.text for char in stem))
    return (part, whole) if fits and at_least(whole.quantity, part.quantity) else None


def _far_whole(scope: Scope, stated: Placed, part: Placed, part_words: Sequence[str]) -> Placed | None:
    """The one figure of the report before it that stands behind the name of the part's thing (完工项目, 安排项目); None where none or several do."""
    stem = scope.text("name")[:-1]
    tied = any(word in part.lead for word in part_words) or bears(stem, part.lead)
    if not tied or part.index != stated.index - 1 or not scope.ends_before(part, stated, 1) or part.depth or stated.depth:
        return None
    money = part.quantity.kind is QuantityKind.MONEY
    if money and any(word in scope.text("name") for word in scope.patterns.words("claim.whole-of-its-own")):
        return None
    thing = without(part.lead, [*part_words, stem[-_PAIR:]]).split()
    found = elsewhere(scope, part, thing[-1]) if thing and len(thing[-1]) >= _PAIR else None
    return found if found and not used_up(scope, found.lead) and (not money or scope.has("claim.income", found.lead)) else None


def _rate_of_section(scope: Scope, stated: Placed, part: Placed) -> Iterator[Claim]:
    """The whole from an earlier paragraph of the section: the only figure there that says what was to be had accuses; the others may clear.

    Only for what was spent (part and rate in one breath) of money or things whose plan the section tells once.
    """
    part_words, whole_words, _ = rate_words(scope)
    far = [one for one in scope.around.earlier(scope.sentence) if alike(one.quantity, part.quantity) and not scope.changes(one)]
    own = scope.operand("part", part, scope.where(part, stated))
    readings = [[own, scope.operand("whole", one, SAME_SECTION)] for one in far]
    incomes = [
        one
        for one in far
        if one.depth == 0
        and (scope.has("claim.income", one.lead) or any(word in one.lead for word in whole_words))
        and not scope.has("claim.spent", one.lead)
        and not scope.is_base(one)
        and not scope.has("claim.carried", one.lead)
    ]
    single = len({(one.quantity.value, one.quantity.scale) for one in incomes}) == 1 and scope.has("claim.had", incomes[0].lead)
    beside = stated.index == part.index + 1 and part.depth == stated.depth == 0 and any(word in part.lead for word in part_words)
    apart = any(word in scope.text("name") for word in scope.patterns.words("claim.whole-of-its-own"))
    if single and beside and not apart and of_one_rate(scope, part, incomes[0]) and at_least(incomes[0].quantity, part.quantity):
        yield scope.claim(stated, [own, scope.operand("whole", incomes[0], SAME_SECTION)], others=readings)
        return
    for one in readings:
        yield scope.claim(stated, one, doubt=AMBIGUOUS)
