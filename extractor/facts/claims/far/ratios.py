"""claim/ratio: part and whole of a rate or a share wherever in the report they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from extractor.facts.claims.certainty.heads import exclusive, shared_pairs
from extractor.facts.claims.far.figures import BESIDE, figures_before
from extractor.facts.claims.far.likely import COUPLE, WHERE, Asked, Candidate, likeliest, near, printed_as
from extractor.facts.claims.far.panorama import SENTENCE, Seen, apart
from extractor.facts.claims.far.ratio_scores import STEM, Query, bears_name, called, fits, part_score, survey_words, whole_score
from extractor.facts.claims.far.unfit import became, is_unfit, tells_its_base
from extractor.facts.claims.near.shares import of_joined_whole
from extractor.facts.claims.rate_names import by_another_verb, is_listed, is_of_things, may_be_rule, rate_words, used_up, without
from extractor.facts.claims.scope import AMOUNTS, Scope, alike, year_of
from extractor.model.claims import QuantityKind

_PARTS = 12
"""Figures that are tried as the part."""


def rate(scope: Scope) -> Asked | None:
    """The pairs that a rate with a name (执行率) may be of."""
    stated = scope.figure("stated")
    if stated is None or scope.has("claim.not-a-rate", scope.text("name")) or stated.quantity.value is None or may_be_rule(scope, stated):
        return None
    if scope.has("claim.far.aims", scope.sentence.text[: scope.match.start() - scope.sentence.at.start]) or tells_its_base(scope):
        return None
    part_words, whole_words, mixed = rate_words(scope)
    stem = scope.text("name")[:-1]
    surveyed = scope.text("name").endswith(survey_words(scope))
    above = _named_above(scope)
    words = without(f"{scope.opening()} {stem} {above}", [*part_words, *whole_words])
    asked = _asked(scope, Query(stated, words, words, part_words, whole_words, stem=stem, mixed=mixed or surveyed, listed=is_listed(scope)))
    return _at_its_place(scope, asked, above) if above else asked


def _named_above(scope: Scope) -> str:
    """What the sentence above names, where it tells the same rate of another time (上年检验报告出具完成率80%。今年完成率89.4%)."""
    name = scope.patterns.one("claim.moment").sub("", scope.text("name"))
    above = None if scope.nouns(scope.opening()) else scope.around.above(scope.sentence)
    told = [] if above is None else [one.lead for one in above.figures if one.quantity.kind is QuantityKind.PERCENT and name in one.lead]
    return " ".join(words[: words.rfind(name)] for words in told)


def _at_its_place(scope: Scope, asked: Asked, above: str) -> Asked:
    """Readings by figures of another place than the rate of the sentence above accuse nobody."""
    view = scope.around.panorama
    away = [
        any(one.quantity and apart(above, view.said(one.quantity), scope.patterns) for one in held.operands) for held in asked.candidates
    ]
    return replace(
        asked, candidates=tuple(replace(held, blind=True) if far else held for held, far in zip(asked.candidates, away, strict=True))
    )


def share(scope: Scope) -> Asked | None:
    """The pairs that a share (占…的p%) may be of."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None or "whole" in scope.form.groups or scope.respectively(stated):
        return None
    if tells_its_base(scope):
        return None
    phrase = scope.text("phrase")
    if of_joined_whole(scope, stated) is not None:
        return None  # of two figures together
    aims = [word for word in scope.patterns.words("claim.aims") if word in phrase]
    before = scope.sentence.figures[stated.index - 1] if stated.index else None
    beside = before is not None and before.segment == stated.segment and before.quantity.kind in AMOUNTS
    return _asked(scope, Query(stated, scope.opening(), _first_words(scope), [], aims, phrase=phrase, beside=beside))


def _first_words(scope: Scope) -> str:
    """The words of a sentence before its first figure: what a list of shares is of (支出构成为)."""
    first = scope.sentence.figures[0]
    return scope.sentence.text[: first.at.start - scope.sentence.at.start]


def _asked(scope: Scope, query: Query) -> Asked:
    view = scope.around.panorama
    here = view.of(query.stated)
    figures = figures_before(scope, here)
    parts = [(part_score(scope, here, one, query), one) for one in figures]
    parts = sorted((one for one in parts if one[0] > 0), key=lambda one: -one[0])[:_PARTS]
    scored = [
        (part_score + whole_score(scope, here, part, whole, query), (part, whole))
        for part_score, part in parts
        for whole in figures
        if whole is not part and fits(view, part, whole, query) and not used_up(scope, whole.placed.lead)
    ]
    found: list[Candidate] = []
    for score, (part, whole) in likeliest(scored, 2 * COUPLE, lambda pair: _stands_before(here, pair[0])):
        operands = (
            scope.operand("part", part.placed, WHERE[view.tier(here, part)]),
            scope.operand("whole", whole.placed, WHERE[view.tier(here, whole)]),
        )
        stated = query.stated.quantity
        agrees = near(stated, part.rough, whole.rough) and printed_as(stated, part.size, whole.size)
        blind = _blind(scope, part, whole, query)
        key = frozenset((part.placed.quantity.id, whole.placed.quantity.id))
        found.append(Candidate(score, operands, key, agrees, blind, not blind and _proven(scope, here, part, whole, query)))
    best = max((one.score for one in found), default=0)
    found += _of_sums(
        scope,
        here,
        best,
        [(score, one) for score, one in parts if one.sentence == here.sentence and bears_name(query, one)],
        figures,
        query,
    )
    return Asked(scope, query.stated, tuple(sorted(found, key=lambda one: -one.score)), rule="claim/ratio")


def _proven(scope: Scope, here: Seen, part: Seen, whole: Seen, query: Query) -> bool:
    """Whether words leave no doubt of a share that is not `_blind`: the part stands directly before it, and the report has one amount of what the
    phrase names.
    """
    view = scope.around.panorama
    noun = called(scope, query.phrase)
    beside = (
        here.sentence == part.sentence and part.placed.index == query.stated.index - 1 and query.stated.clause - part.placed.clause <= 1
    )
    if not beside or len(noun) < STEM or noun != view.noun(whole) or part.size == whole.size or whole.inner or became(scope, whole):
        return False
    unit = whole.placed.quantity
    held = [one for one in view.before(scope.match.start(), unit.kind, unit.unit) if one.placed.lead.rstrip().endswith(noun)]
    named = {one.size for one in (*view.called(noun), *held) if one.sentence >= 0 or one.summed}
    return len(named) == 1


def _of_sums(
    scope: Scope, here: Seen, score: int, parts: Sequence[tuple[int, Seen]], figures: Sequence[Seen], query: Query
) -> list[Candidate]:
    """Parts told one by one (上半年支出A，下半年支出B) that are the part together: they may clear a rate."""
    view = scope.around.panorama
    summed = sum((one.size for _, one in parts), Fraction(0))
    if len(parts) < BESIDE or any(not alike(one.placed.quantity, parts[0][1].placed.quantity) for _, one in parts):
        return []
    own = tuple(scope.operand("part", one.placed, WHERE[SENTENCE]) for _, one in parts)
    return [
        Candidate(score, (*own, scope.operand("whole", whole.placed, WHERE[view.tier(here, whole)])), frozenset(), True)
        for whole in figures
        if alike(whole.placed.quantity, parts[0][1].placed.quantity)
        and all(whole is not one for _, one in parts)
        and printed_as(query.stated.quantity, summed, whole.size)
    ]


def _blind(scope: Scope, part: Seen, whole: Seen, query: Query) -> bool:
    """Whether a rate names a thing (农产品抽检合格率) that neither part nor whole does, or nothing ties the part to it."""
    view = scope.around.panorama
    named = view.names(query.own)
    words = f"{part.words} {whole.words}"
    here = view.of(query.stated)
    near = here.sentence == part.sentence and here.placed.segment == part.placed.segment
    beside = near and part.placed.index == query.stated.index - 1
    told = beside and whole.sentence == here.sentence
    of_any_verb = told and scope.text("name").endswith(scope.patterns.words("claim.rates-of-any-verb"))
    if (query.part_words and not of_any_verb and not bears_name(query, part)) or (here.sentence == part.sentence and not near):
        return True
    if query.stem and part.placed.quantity.kind is QuantityKind.MONEY and is_of_things(scope):
        return True
    if (query.beside and not beside) or (query.stem and by_another_verb(scope, part.placed)):
        return True
    unlike = not alike(part.placed.quantity, whole.placed.quantity)
    if unlike and not query.mixed and not (query.phrase and called(scope, query.phrase) == view.noun(whole)):
        return True
    if became(scope, whole):
        return True
    years = {year for year in (year_of(part.placed.quantity), year_of(whole.placed.quantity)) if year is not None}
    if len(years) > 1 or exclusive(part.marks, whole.marks, scope.patterns) or scope.patterns.one("claim.product.summed").search(query.own):
        return True
    if is_unfit(scope, part, whole, query) or (query.phrase and query.whole_words and not _is_an_aim(scope, whole)):
        return True
    if not query.part_words and not query.phrase and not (whole.summed or scope.named_alike(part.words, whole.words)):
        return True
    if query.phrase and _of_those_like_it(scope, part, whole, query.phrase):
        return True
    if years and year_of(whole.placed.quantity) is None and _of_other_year(scope, whole, years):
        return True
    return not told and bool(named) and not view.overlap(named, words) and not view.scattered(named, words)


def _of_those_like_it(scope: Scope, part: Seen, whole: Seen, phrase: str) -> bool:
    """Whether a share is of all that are called as its part is, and the whole is not (参训学员400人，…；参训教师30人，占教师总数的15%)."""
    name = scope.patterns.one("claim.phrase-aside").sub("", scope.patterns.one("claim.phrase-all").sub("", phrase))
    return len(name) >= STEM and name in part.placed.lead and not shared_pairs(name, f"{whole.words}{whole.placed.tail}")


def _is_an_aim(scope: Scope, whole: Seen) -> bool:
    """Whether a figure was to be reached or to be had: what a share of a plan or a budget is of (完成预算的93.7%: not 收入总量为295260.8万元)."""
    own = whole.words if whole.own or whole.sentence < 0 else f"{whole.placed.lead}{whole.placed.tail}"
    words = without(own, scope.patterns.words("claim.accounts"))
    return scope.has("claim.aims", words) or scope.has("claim.provided", words)


def _of_other_year(scope: Scope, whole: Seen, years: set[int]) -> bool:
    """Whether the report tells the amount of a whole once more as that of another year."""
    unit = whole.placed.quantity
    twins = scope.around.panorama.before(scope.match.start(), unit.kind, unit.unit)
    return any(one.size == whole.size and (year_of(one.placed.quantity) or 0) not in (0, *years) for one in twins)


def _stands_before(here: Seen, one: Seen) -> bool:
    """Whether a figure stands directly before another in its sentence."""
    return one.sentence == here.sentence and one.placed.index == here.placed.index - 1
