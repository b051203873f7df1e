"""claim/ratio by the name of a rate: 执行率, 办结率, 满意率 …, and rates that add grades (优良率)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.facts.claims.ratios import NEAR, respectively
from extractor.facts.claims.scope import (
    AMBIGUOUS,
    AMOUNTS,
    LISTED,
    MISSING,
    SAME_PARAGRAPH,
    SAME_SECTION,
    Scope,
    alike,
    at_least,
    is_amount,
    pairs,
    year_of,
)
from extractor.facts.claims.wholes import listed_whole
from extractor.facts.figures import Placed
from extractor.model.facts import Claim, QuantityKind

_STEM = 3
"""Characters of the name of a rate that are its part's own (集中供养率), not a word that goes with any (供养)."""
_ALL = 100
"""Per cent."""


def rate(scope: Scope) -> Iterator[Claim]:
    """X率p%: part and whole are told by the words beside the figures before it."""
    stated = scope.figure("stated")
    if stated is None or scope.has("claim.not-a-rate", scope.text("name")):
        return
    grades = next(
        (one["parts"] for one in scope.patterns.entry("claim.graded").data["rates"] if scope.text("name").endswith(one["name"])), None
    )
    if grades is not None:
        yield from _graded(scope, stated, grades)
        return
    part_words, whole_words, mixed = _rate_words(scope)
    figures = list(reversed([one for one in scope.earlier(stated, is_amount) if not scope.changes(one)]))
    figures = [one for one in figures if stated.segment == one.segment and one.quantity.unit not in scope.patterns.words("claim.kinds")]
    if scope.respectively(stated):
        yield from respectively(scope, stated)
        return
    figures = [one for one in figures if not scope.has("claim.each-one", one.lead)]
    stem = scope.text("name")[:-1]
    exact = [one for one in figures if len(stem) > _STEM and stem in one.lead]
    parts = exact or [one for one in reversed(figures) if any(word in _words_of(one) for word in part_words)]
    of_list = listed_whole(scope, exact[0]) if len(exact) == 1 else None
    if of_list is not None and scope.ends_before(exact[0], stated, 2):
        own, whole = scope.operand("part", exact[0], scope.where(exact[0], stated)), scope.operand("whole", of_list, LISTED)
        yield scope.claim(stated, [own, whole], others=[scope.reading(stated, one, other) for one, other in pairs(figures)])
        return
    if not figures or (not parts and len(figures) < 2):
        yield from _rate_of_paragraph(scope, stated, figures)
        return
    if parts:
        part = parts[0]
        rest = [one for one in reversed(figures) if one is not part and (mixed or alike(one.quantity, part.quantity))]
        wholes = [one for one in rest if any(word in one.lead + one.tail for word in whole_words)] or rest
        wholes = [one for one in wholes if one.depth <= part.depth]
        if not wholes:
            yield from _rate_of_paragraph(scope, stated, [part])
            return
        best = [one for one in wholes if one.index < part.index] or wholes
        named = [one for one in best if any(word in one.lead + one.tail for word in whole_words)]
        ordered = [*best, *(one for one in rest if one not in best)]
        readings = [scope.reading(stated, part, one) for one in ordered]
        readings += [scope.reading(stated, other, one) for one, other in pairs(figures) if alike(one.quantity, other.quantity)]
        certain = bool(named) or len(rest) == 1
        certain = certain and part.depth <= stated.depth and _of_one_rate(scope, part, best[0])
        certain = certain and scope.ends_before(part, stated, 3) and (at_least(best[0].quantity, part.quantity) or _over(stated))
        yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS)
        return
    tried = [(one, other) for one, other in pairs(list(reversed(figures))) if alike(one.quantity, other.quantity)]
    if tried:
        readings = [scope.reading(stated, part, whole) for part, whole in tried]
        yield scope.claim(stated, readings[0], others=readings[1:], doubt=AMBIGUOUS)
    else:
        yield scope.claim(stated, [scope.operand("part", None, MISSING), scope.operand("whole", None, MISSING)])


def _graded(scope: Scope, stated: Placed, grades: Sequence[str]) -> Iterator[Claim]:
    """优良率: several grades together against all of them, or against the whole told before the list."""
    figures = list(
        reversed([one for one in scope.earlier(stated, lambda one: one.kind is QuantityKind.COUNT) if one.depth == stated.depth])
    )
    parts = [one for grade in grades for one in figures if one.lead.strip().endswith(grade)]
    if len(parts) != len(grades) or any(one.clause != stated.clause - 1 and not scope.adjacent(one, parts[0]) for one in parts):
        yield scope.claim(stated, [scope.operand("part", None, MISSING), scope.operand("whole", None, MISSING)])
        return
    own = [scope.operand("part", one, LISTED) for one in parts]
    first = min(one.index for one in parts)
    near = [*(one for one in reversed(figures[:first])), *scope.before]
    wholes = [one for one in near if alike(one.quantity, parts[0].quantity) and not scope.changes(one)]
    listed = [one for one in figures[first:] if alike(one.quantity, parts[0].quantity)]
    sums = [one for one in wholes if _count_of(one) == sum(_count_of(item) for item in listed)]
    readings = [[*own, scope.operand("whole", one, SAME_PARAGRAPH)] for one in [*sums, *(one for one in wholes if one not in sums)]]
    if not readings:
        readings = [[*own, scope.operand("whole", None, MISSING)]]
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if len(sums) == 1 else AMBIGUOUS)


def _count_of(one: Placed) -> Fraction:
    return Fraction(one.quantity.value or 0) * one.quantity.scale


def _over(stated: Placed) -> bool:
    """Whether a rate is said to be above 100%: its part may be larger than its whole."""
    return stated.quantity.value is not None and stated.quantity.value > _ALL


def _of_one_rate(scope: Scope, part: Placed, whole: Placed) -> bool:
    """Whether part, whole and the name of a rate can be of one thing (农药合格率: 农药); the words that the rate itself names do not count."""
    part_words, whole_words, _ = _rate_words(scope)
    name = scope.opening() + scope.text("name")
    for one in scope.patterns.entry("claim.rates").data["rates"]:
        name = name.removesuffix(one["name"])
    subject = "" if part.lead.strip().endswith(scope.patterns.words("claim.relative")) else scope.subject(part)
    own, other = _without(subject, part_words), _without(scope.subject(whole), whole_words)
    years = {year for year in (year_of(part.quantity), year_of(whole.quantity)) if year is not None}
    named = any(scope.named_alike(_without(name, part_words), words) for words in (own, other))
    told = not scope.nouns(own) or bool(scope.nouns(other))
    return named and told and len(years) < 2 and scope.named_alike(own, other)


def _without(words: str, cut: Sequence[str]) -> str:
    for one in cut:
        words = words.replace(one, " ")
    return words


def _rate_of_paragraph(scope: Scope, stated: Placed, figures: Sequence[Placed]) -> Iterator[Claim]:
    """The part alone, or nothing, stands in the sentence: a whole from an earlier sentence may clear it, never accuse."""
    own = list(figures)[-1:]
    above = [one for one in scope.before if one.quantity.kind in AMOUNTS and not scope.changes(one)][:NEAR]
    readings = [
        [scope.operand("part", part, SAME_PARAGRAPH), scope.operand("whole", whole, SAME_PARAGRAPH)]
        for part in (own or above)
        for whole in above
        if whole is not part and alike(part.quantity, whole.quantity)
    ]
    part_words, whole_words, _ = _rate_words(scope)
    if own and any(word in own[0].lead for word in part_words):
        named = [one for one in above if alike(one.quantity, own[0].quantity) and any(word in one.lead for word in whole_words)]
        named = [one for one in named if not scope.is_base(one) and not scope.has("claim.carried", one.lead)]
        named = [one for one in named if not any(word in one.lead for word in part_words) and at_least(one.quantity, own[0].quantity)]
        tied = len(named) == 1 and own[0].depth == named[0].depth == 0
        if tied and _of_one_rate(scope, own[0], named[0]):
            chosen = [scope.operand("part", own[0], scope.where(own[0], stated)), scope.operand("whole", named[0], SAME_PARAGRAPH)]
            yield scope.claim(stated, chosen, others=readings)
            return
    if own and not above:
        found = list(_rate_of_section(scope, stated, own[0]))
        if found and found[0].doubt is None:
            yield found[0]
            return
        readings += [list(one.operands) for one in found]
    missing = [scope.operand("part", own[0] if own else None, MISSING), scope.operand("whole", None, MISSING)]
    yield scope.claim(stated, missing, others=readings)


def _rate_of_section(scope: Scope, stated: Placed, part: Placed) -> Iterator[Claim]:
    """The whole from an earlier paragraph of the section: the only figure there that says what was to be had accuses; the others may clear.

    Only for what was spent (part and rate in one breath) of money or things whose plan the section tells once.
    """
    part_words, whole_words, _ = _rate_words(scope)
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
    if single and beside and not apart and _of_one_rate(scope, part, incomes[0]) and at_least(incomes[0].quantity, part.quantity):
        yield scope.claim(stated, [own, scope.operand("whole", incomes[0], SAME_SECTION)], others=readings)
        return
    for one in readings:
        yield scope.claim(stated, one, doubt=AMBIGUOUS)


def _words_of(one: Placed) -> str:
    """The words that say what a figure is: before it, and behind it where nothing stands before."""
    return one.lead if one.lead.strip() else one.tail


def _rate_words(scope: Scope) -> tuple[list[str], list[str], bool]:
    """The words of part and whole for a rate, and whether the two may have different units."""
    name = scope.text("name")
    for one in scope.patterns.entry("claim.rates").data["rates"]:
        if name.endswith(one["name"]):
            return list(one["part"]), list(one["whole"]), bool(one.get("mixed"))
    stem = name[:-1]
    return [stem[-2:]] if len(stem) > 1 else [], list(scope.patterns.words("claim.whole")), False
