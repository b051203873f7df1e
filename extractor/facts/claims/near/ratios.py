"""claim/ratio: shares (占…的), multiples (是…的n倍) and 1:n; `rates` has the rates with a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.facts.claims.certainty.heads import exclusive, shared_pairs
from extractor.facts.claims.far.unfit import became
from extractor.facts.claims.near.alone_together import share_alone
from extractor.facts.claims.near.each_shares import of_what_each_has
from extractor.facts.claims.near.shares import (
    is_first_of_a_row,
    of_all_listed,
    of_joined_whole,
    of_opened,
    of_plan_beside,
    of_row,
    of_summed_above,
    of_times,
)
from extractor.facts.claims.near.shares_of_things import of_last_year
from extractor.facts.claims.near.topics import topic_whole
from extractor.facts.claims.near.whole_behind import named_behind, of_called_in_row
from extractor.facts.claims.near.wholes import among_whole, listed_whole, phrased_whole, summed_with, told_whole
from extractor.facts.claims.scope import (
    AMBIGUOUS,
    IN_FORM,
    LISTED,
    MISSING,
    SAME_PARAGRAPH,
    Scope,
    alike,
    at_least,
    comparable,
    ends_with,
    is_amount,
    pairs,
    total_of,
    year_of,
)
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge, Operand, QuantityKind

_NAME = 3
"""Characters of a name by which a figure of an earlier sentence is called again."""
_PAIRS = 2
"""Pairs of characters that a bracket shares with the name of the whole that it tells."""
NEAR = 12
"""How many figures of earlier sentences of the paragraph are tried as the whole of a share."""

_ROWS = (of_opened, of_row, of_all_listed, of_summed_above, of_times)
"""Wholes of a share that the figures around its part make, the surest first."""


def share(scope: Scope) -> Iterator[Claim]:
    """A占B的p%: the part is the nearest figure before; the whole stands behind 占, or before the part."""
    stated = scope.figure("stated")
    if stated is None:
        return
    whole = scope.figure("whole") if "whole" in scope.form.groups else None
    if whole is not None:
        yield from _of_named_whole(scope, stated, whole)
    elif "whole" not in scope.form.groups and (alone := share_alone(scope, stated)) is not None:
        yield alone
    elif scope.respectively(stated) or is_first_of_a_row(scope, stated):
        yield from respectively(scope, stated)
    elif (planned := of_plan_beside(scope, stated) or of_last_year(scope, stated)) is not None:
        yield planned
    elif "whole" not in scope.form.groups:
        joined = of_joined_whole(scope, stated) if scope.text("phrase") else None
        yield from _of_earlier_whole(scope, stated) if joined is None else (joined,)


def _of_named_whole(scope: Scope, stated: Placed, whole: Placed) -> Iterator[Claim]:
    candidates = [one for one in scope.earlier(whole, lambda one: comparable(one, whole.quantity)) if not scope.changes(one)]
    named = scope.operand("whole", whole, IN_FORM)
    each = scope.patterns.one("claim.of-each")
    if candidates and each.search(candidates[0].lead) and not each.search(whole.lead):
        candidates = [
            one for one in candidates if not each.search(one.lead)
        ] or candidates  # 费用313.2万元，折合每起1.8万元，占经费848万元的
    if not candidates:
        yield scope.claim(stated, [scope.operand("part", None, MISSING), named])
        return
    candidates = _without_told_out(scope, candidates)
    readings = [[scope.operand("part", one, scope.where(one, whole)), named] for one in candidates]
    between = scope.sentence.figures[candidates[0].index + 1 : whole.index]
    close = scope.adjacent(candidates[0], whole) or (bool(between) and all(each.search(one.lead) for one in between))
    anew = candidates[0].segment != whole.segment and bool(scope.opening().strip())  # 3个局分别支付…；我局占全市支付总额A的9%
    certain = close and not (
        anew and not (scope.nouns(scope.opening()) and scope.named_alike(scope.subject(candidates[0]), scope.opening()))
    )
    certain = certain and not (candidates[0].depth > whole.depth and not _restates(scope, candidates[0]))
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS)


def _without_told_out(scope: Scope, candidates: list[Placed]) -> list[Placed]:
    """Figures before a share, the nearest first, without the parts of one that they tell out (报废525台，其中拖拉机368台、收割机157台，完成任务的)."""
    parts = scope.inner(candidates)
    head = next((one for one in candidates if one not in parts), None)
    told = len(parts) > 1 and head is not None and candidates[: len(parts)] == parts
    told = told and not scope.nouns(scope.opening()) and total_of(parts) == (head.quantity.worth if head else 0)
    return candidates[len(parts) :] if told else candidates


def share_told_behind(scope: Scope) -> Iterator[Claim]:
    """占上年筹集公益金的61.6%（上年共筹集公益金7500万元）: a bracket behind the share tells its whole, by the name that the share gives it."""
    stated, whole = scope.figure("stated"), scope.figure("whole")
    if stated is None or whole is None or shared_pairs(scope.text("phrase"), whole.lead) < _PAIRS:
        return
    parts = [one for one in scope.earlier(stated, lambda one: alike(one, whole.quantity)) if one.depth == stated.depth]
    parts = [one for one in parts if not scope.changes(one) and not scope.each(one) and at_least(whole.quantity, one.quantity)]
    if parts:
        named = scope.operand("whole", whole, IN_FORM)
        readings = [[scope.operand("part", one, scope.where(one, stated)), named] for one in parts]
        yield scope.claim(stated, readings[0], others=readings[1:], weak="far")


def _restates(scope: Scope, one: Placed) -> bool:
    """Whether a figure in brackets says the one before them once more (442元/人·月（合5304元/人·年）)."""
    return one.index > 0 and scope.sentence.figures[one.index - 1].depth < one.depth and scope.has("claim.restating", one.lead)


def respectively(scope: Scope, stated: Placed) -> Iterator[Claim]:
    """户数和人数分别占25%和30%: any two figures that agree clear it; which belong together is not told."""
    figures = [one for one in scope.earlier(stated, is_amount) if not scope.changes(one)]
    readings = [scope.reading(stated, part, whole) for part, whole in pairs(figures) if alike(part.quantity, whole.quantity)]
    if readings:
        yield scope.claim(stated, readings[0], others=readings[1:], doubt=AMBIGUOUS)


def _follows(scope: Scope, part: Placed, stated: Placed) -> bool:
    """Whether all that stands between a part and its share tells of the part as well (税收收入1258万元，增长4%，占预算的98%，占总收入的49%)."""
    between = scope.sentence.figures[part.index + 1 : stated.index]
    shares = [one for one in between if one.quantity.kind is QuantityKind.PERCENT and scope.has("claim.share-lead", one.lead)]
    alone = bool(between) and all((one in shares or scope.changes(one)) and one.depth == part.depth for one in between)
    clauses = len({one.clause for one in between} - {part.clause})
    return alone and part.segment == stated.segment and stated.clause - part.clause == 1 + clauses


def _is_part(scope: Scope, one: Placed) -> bool:
    """Whether a figure is itself said to be a share of something (A，占55%；B，占30%)."""
    figures = scope.sentence.figures
    following = figures[one.index + 1] if one.index + 1 < len(figures) else None
    return following is not None and following.quantity.kind is QuantityKind.PERCENT and scope.has("claim.share-lead", following.lead)


def _goes_on(scope: Scope, part: Placed) -> bool:
    """Whether the clause of the share names nothing anew, or the part once more."""
    return not scope.nouns(scope.opening()) or (
        bool(scope.nouns(scope.subject(part))) and scope.named_alike(scope.subject(part), scope.opening())
    )


def _of_earlier_whole(scope: Scope, stated: Placed) -> Iterator[Claim]:
    amounts = [one for one in scope.earlier(stated, is_amount) if one.depth <= stated.depth and not scope.changes(one)]
    if amounts and scope.each(amounts[0]):
        yield of_what_each_has(scope, stated, amounts[0]) or scope.claim(
            stated, [scope.operand("part", None, MISSING), scope.operand("whole", None, MISSING)]
        )
        return
    measure = scope.patterns.one("claim.share-measure").search(stated.lead)
    by_unit = [one for one in amounts if measure is not None and one.quantity.unit == measure["unit"]]
    if by_unit:
        amounts = by_unit
    elif measure is None and (of_all := of_called_in_row(scope, stated, amounts)) is not None:
        yield of_all
        return
    elif not amounts and measure is None and (told_before := _called_above(scope, stated)) is not None:
        yield told_before
        return
    elif not amounts or measure is not None or not (scope.adjacent(amounts[0], stated) or _follows(scope, amounts[0], stated)):
        yield scope.claim(stated, [scope.operand("part", None, MISSING), scope.operand("whole", None, MISSING)])
        return
    words = scope.opening().strip()
    called = [one for one in amounts if len(words) > 1 and _calls(scope, words, one)]
    named = len(called) == 1 and called[0] is not amounts[0]
    part = called[0] if named else amounts[0]
    own = scope.operand("part", part, scope.where(part, stated))
    if (row := next((claim for told in _ROWS if (claim := told(scope, stated, part)) is not None), None)) is not None:
        yield row
        return
    here = _beside(scope, part)
    larger = [one for one in here if at_least(one.quantity, part.quantity) and not _is_part(scope, one)]
    above = [one for one in scope.before if alike(one.quantity, part.quantity)][:NEAR]
    readings = [[own, scope.operand("whole", one, scope.where(one, stated))] for one in [*larger, *(o for o in here if o not in larger)]]
    readings += [[own, scope.operand("whole", one, SAME_PARAGRAPH)] for one in above]
    phrase = scope.text("phrase")
    if (summed := _summed_behind(scope, part, stated) if named and not phrase else None) is not None:
        yield scope.claim(stated, [own, scope.operand("whole", summed, scope.where(summed, stated))], others=readings)
        return
    if not readings and not phrase:
        yield scope.claim(stated, [own, scope.operand("whole", None, MISSING)])
        return
    behind = named_behind(scope, stated, part) if phrase else None
    phrased = bool(phrase) and not scope.has("claim.total", phrase)
    found = phrased_whole(scope, part, phrase) if phrase else None
    found = found or (None if phrased else listed_whole(scope, part))
    beside = (scope.ends_before(part, stated, 1) or (part is amounts[0] and _follows(scope, part, stated))) and _goes_on(scope, part)
    if found is not None and beside and not _is_part(scope, found):
        yield scope.claim(stated, [own, scope.operand("whole", found, LISTED)], others=readings)
        return
    told = (
        told_whole(scope, part, phrase)
        if phrase and (named or (beside and (part.index == stated.index - 1 or _follows(scope, part, stated))))
        else None
    )
    if told is not None:
        yield _of_told(scope, stated, part, told, readings)
        return
    if behind is not None and beside:
        yield scope.claim(stated, [own, behind], others=readings)
        return
    if not readings:
        yield scope.claim(stated, [own, scope.operand("whole", None, MISSING)])
        return
    among = among_whole(scope, part)
    if among is not None and beside and (not phrased or shared_pairs(phrase, among.lead)):
        yield scope.claim(stated, [own, scope.operand("whole", among, LISTED)], others=readings, weak="guard")
        return
    if (topic := topic_whole(scope, part) if not phrase and beside else None) is not None:
        yield scope.claim(stated, [own, scope.operand("whole", *topic)], others=readings, weak="guard")
        return
    yield _of_larger(scope, stated, part, larger, readings, phrased=phrased)


def _of_larger(
    scope: Scope, stated: Placed, part: Placed, larger: Sequence[Placed], readings: Sequence[Sequence[Operand]], *, phrased: bool
) -> Claim:
    """The share of the nearest larger figure of the sentence, doubted where its words do not leave it alone."""
    phrase = scope.text("phrase")
    opened = bool(larger) and larger[0].tail.strip().endswith(scope.patterns.words("claim.in-it"))  # 36家公立医院中，…的有27家，占75%
    phrased = phrased and not (len(larger) == 1 and shared_pairs(phrase, larger[0].lead) > 1)  # 应划定管理范围的河道总长…，占应划定长度的
    certain = bool(larger) and not phrased and (len(larger) == 1 or opened or _within(scope, larger[0], part))
    certain = certain and (opened or _within(scope, larger[0], part) or scope.of_one(larger[0], part))
    certain = certain and scope.ends_before(part, stated, 2) and _goes_on(scope, part)
    weak = None if certain or phrase or not _stand_alone(scope, stated, part, larger) else "guard"
    return scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain or weak else AMBIGUOUS, weak=weak)


def _stand_alone(scope: Scope, stated: Placed, part: Placed, larger: Sequence[Placed]) -> bool:
    """Whether a share that names nothing stands right behind its part, and that right behind the only figure of its unit (企业120家，城南园区72家，占60%)."""
    if len(larger) != 1 or not _goes_on(scope, part) or exclusive(part.lead, larger[0].lead, scope.patterns):
        return False
    row = (larger[0], part, stated)
    close = all(
        other.index - one.index == 1 and other.clause - one.clause <= 1 and one.depth == other.depth for one, other in pairwise(row)
    )
    return close and larger[0].segment == stated.segment and scope.is_level(larger[0]) and not scope.each(part) and not scope.is_base(part)


def _of_told(scope: Scope, stated: Placed, part: Placed, told: tuple[Placed, str], readings: Sequence[Sequence[Operand]]) -> Claim:
    """The share of a figure that its phrase names, or of that and those which are all of it only together (占资金总量的)."""
    own, whole = scope.operand("part", part, scope.where(part, stated)), scope.operand("whole", *told)
    if sources := summed_with(scope, told[0], part, scope.text("phrase")):
        wholes = [scope.operand("whole", one, told[1]) for one in sources]
        return scope.claim(stated, [own, *wholes], others=[[own, whole], *readings], weak="guard")
    doubt = AMBIGUOUS if became(scope, scope.around.panorama.of(told[0])) else None
    return scope.claim(stated, [own, whole], others=readings, doubt=doubt)


def _beside(scope: Scope, part: Placed) -> list[Placed]:
    """The levels of the sentence before a part in its unit, the nearest first, but for a limit that is smaller than it (5000元以上的236人次，共164.72万元)."""
    levels = [one for one in scope.earlier(part, lambda one: alike(one, part.quantity)) if not scope.changes(one)]
    return [one for one in levels if one.quantity.hedge is Hedge.EXACT or at_least(one.quantity, part.quantity)]


def _summed_behind(scope: Scope, part: Placed, stated: Placed) -> Placed | None:
    """The sum that closes a list which the share then takes a part of (家长408人、教师204人，共612人，家长占…); None where none or several stand there."""
    between = [one for one in scope.sentence.figures[part.index + 1 : stated.index] if alike(one.quantity, part.quantity)]
    summed = [one for one in between if scope.patterns.one("claim.total-lead").search(one.lead) and at_least(one.quantity, part.quantity)]
    return summed[0] if len(summed) == 1 and summed[0].depth == part.depth and summed[0].segment == stated.segment else None


def _called_above(scope: Scope, stated: Placed) -> Claim | None:
    """人员费用占总支出的60%: both named here and told in the sentences before; the part by its whole name, the whole by the words of the phrase."""
    words, phrase = scope.opening().strip(), scope.text("phrase")
    parts = [one for one in scope.before if len(words) > 1 and is_amount(one.quantity) and _names(scope, words, one)]
    ends = [one for one in parts if one.lead.strip().endswith(words)]
    parts = ends if len(ends) == 1 else parts
    if len(parts) != 1 or not phrase:
        return None
    wholes = [
        one
        for one in scope.before
        if one is not parts[0] and alike(one.quantity, parts[0].quantity) and at_least(one.quantity, parts[0].quantity)
    ]
    wholes = [one for one in wholes if scope.is_level(one)]
    ranked = sorted(wholes, key=lambda one: -shared_pairs(phrase, one.lead))
    if not ranked or not shared_pairs(phrase, ranked[0].lead):
        return None
    readings = [[scope.operand("part", parts[0], SAME_PARAGRAPH), scope.operand("whole", one, SAME_PARAGRAPH)] for one in ranked]
    return scope.claim(stated, readings[0], others=readings[1:], weak="guard")


def _names(scope: Scope, words: str, one: Placed) -> bool:
    """Whether words call a figure of an earlier sentence by its whole name, or by its name and a word more (人道救助, 人道救助支出)."""
    named = scope.nouns(one.lead)
    return one.lead.strip().endswith(words) or (bool(named) and len(named[-1]) >= _NAME and words.startswith(named[-1]))


def _calls(scope: Scope, words: str, one: Placed) -> bool:
    """Whether words before 占 call a figure by its name (民事案件占: 民事378件)."""
    named = scope.nouns(one.lead)
    return one.lead.strip().endswith(words) or (bool(named) and words.startswith(named[-1]))


def _within(scope: Scope, whole: Placed, part: Placed) -> bool:
    """Whether the words between them say that the part lies within the whole (其中)."""
    return scope.has("claim.within", scope.sentence.plainly_between(whole, part))


def times(scope: Scope) -> Iterator[Claim]:
    """A是B的n倍."""
    stated = scope.figure("stated")
    if stated is None:
        return
    whole = scope.figure("whole")
    if whole is None and (last := of_last_year(scope, stated)) is not None:
        yield last
        return
    start = whole if whole is not None else stated
    fits = (lambda one: alike(one, whole.quantity)) if whole is not None else is_amount
    parts = [one for one in scope.earlier(start, fits) if not scope.changes(one)]
    if whole is not None and (moved := _moved_by(scope, whole)) is not None:
        parts.insert(0, moved)
    if not parts:
        return
    own = scope.operand("part", parts[0], scope.where(parts[0], stated))
    if whole is None and (couple := _called_of(scope, parts)) is not None:
        yield scope.claim(stated, scope.reading(stated, *couple))
        return
    if whole is None:
        readings = [
            [own, scope.operand("whole", one, scope.where(one, stated))] for one in parts[1:] if alike(one.quantity, parts[0].quantity)
        ]
        bases = [one for one in parts[1:] if alike(one.quantity, parts[0].quantity)]
        turned = ends_with(parts[0].lead, scope.patterns.words("claim.turned-to")) and scope.adjacent(parts[0], stated)
        aimed = scope.has("claim.aims", scope.text("phrase") + scope.text("rest")) and not scope.has(
            "claim.aims", bases[0].lead if bases else ""
        )
        year = year_of(bases[0].quantity) if bases else None
        called = (
            year is not None and str(year) in f"{scope.text('phrase')}{scope.text('whole')}"
        )  # 2021年完成A，2022年完成B，2022年是2021年的2倍
        certain = len(bases) == 1 and (scope.is_base(bases[0]) or called) and not aimed
        certain = certain and (turned or scope.named_alike(scope.subject(parts[0]), scope.subject(bases[0])))
        first = readings[0] if readings else [own, scope.operand("whole", None, MISSING)]
        yield scope.claim(stated, first, others=readings[1:], doubt=None if certain else AMBIGUOUS)
        return
    readings = [[scope.operand("part", one, scope.where(one, stated)), scope.operand("whole", whole, IN_FORM)] for one in parts]
    certain = scope.adjacent(parts[0], whole) and parts[0].depth == whole.depth
    certain = certain and scope.named_alike(scope.subject(parts[0]), scope.opening())
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS)


def _moved_by(scope: Scope, whole: Placed) -> Placed | None:
    """The change right before a multiple that tells how many times it is that of another year (人均增收305元，为上年174元的1.75倍)."""
    last = scope.sentence.figures[whole.index - 1] if whole.index else None
    beside = last is not None and alike(last.quantity, whole.quantity) and scope.adjacent(last, whole) and not scope.opening().strip()
    return last if beside and last is not None and scope.changes(last) and scope.is_base(whole) else None


def _called_of(scope: Scope, parts: Sequence[Placed]) -> tuple[Placed, Placed] | None:
    """The two figures that a multiple calls by their names (财政补助120万元，企业自筹360万元，自筹是补助的3倍); None where it names no two of one unit.

    A multiple that names no part is of the figure right before it (…，企业自筹360万元，为财政补助的3倍).
    """
    names = scope.opening().strip(), f"{scope.text('phrase')}{scope.text('rest')}".strip()
    told = [[one for one in parts if len(name) > 1 and one.lead.strip().endswith(name)] for name in names]
    told[0] = told[0] if names[0] else [one for one in parts[:1] if not scope.is_base(one)]
    if any(len(held) != 1 for held in told) or told[0][0] is told[1][0] or not alike(told[0][0].quantity, told[1][0].quantity):
        return None
    return told[0][0], told[1][0]


def quotient(scope: Scope) -> Iterator[Claim]:
    """p%，即A除以B: part and whole are told in words."""
    stated, part, whole = scope.figure("stated"), scope.figure("part"), scope.figure("whole")
    if stated is not None and part is not None and whole is not None and alike(part.quantity, whole.quantity):
        yield scope.claim(stated, [scope.named("part"), scope.named("whole")])


def one_to(scope: Scope) -> Iterator[Claim]:
    """1:n: the two nearest counts before it, whichever way round."""
    stated = scope.figure("stated")
    if stated is None:
        return
    counts = scope.earlier(stated, lambda one: one.kind is QuantityKind.COUNT)
    counts = counts or scope.earlier(stated, lambda one: one.kind is QuantityKind.MONEY)  # 省级补助216万元，地方配套216万元，配套比例1:1
    if len(counts) < 2:
        yield scope.claim(stated, [scope.operand("part", None, MISSING), scope.operand("whole", None, MISSING)])
        return
    second, first = counts[0], counts[1]
    readings = [scope.reading(stated, second, first), scope.reading(stated, first, second)]
    certain = len(counts) == 2 and scope.adjacent(counts[0], stated) and scope.adjacent(counts[1], counts[0])
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS)
