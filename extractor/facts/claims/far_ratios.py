"""claim/ratio: part and whole of a rate or a share wherever in the report they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from extractor.facts.claims.heads import exclusive
from extractor.facts.claims.likely import WHERE, Asked, Candidate, near, printed_as
from extractor.facts.claims.panorama import PARAGRAPH, SECTION, SENTENCE, TOP, Seen
from extractor.facts.claims.rate_names import denied, is_listed, rate_words, without
from extractor.facts.claims.scope import AMOUNTS, Scope, alike, year_of
from extractor.facts.figures import Placed
from extractor.language.patterns import Patterns
from extractor.model.facts import QuantityKind

NEAREST = 200
"""Amounts before a claim among which its operands are looked for: all that a report of a dozen pages has. Without an end, time would grow with the square
of the pages."""

_PART_AT = {SENTENCE: 4, PARAGRAPH: 1, SECTION: 0, TOP: -1}
_WHOLE_AT = {SENTENCE: 3, PARAGRAPH: 2, SECTION: 1, TOP: 0}
_ELSEWHERE = -2
_WORD = 4
"""What the word of its role gains a figure."""
_SHARED = 3
"""Pairs of characters that two names may share and be told for."""
_BESIDE = 2
_FULL = 100
_STEM = 2
_PARTS = 12
"""Figures that are tried as the part."""


@dataclass(frozen=True)
class _Query:
    """What a rate or a share says of its operands. own: the words of the part, other: those of the whole."""

    stated: Placed
    own: str
    other: str
    part_words: Sequence[str]
    whole_words: Sequence[str]
    stem: str = ""
    phrase: str = ""
    mixed: bool = False
    beside: bool = False
    """Whether a figure stands directly before a share (820万元，占…): then nothing else is accused of being its part."""
    listed: bool = True
    """Whether the lexicon names the rate, or its aims are named: then the words of the whole tell more."""


def rate(scope: Scope) -> Asked | None:
    """The pairs that a rate with a name (执行率) may be of."""
    stated = scope.figure("stated")
    if stated is None or scope.has("claim.not-a-rate", scope.text("name")) or stated.quantity.value is None:
        return None
    if scope.has("claim.far.aims", scope.sentence.text[: scope.match.start() - scope.sentence.at.start]):
        return None
    part_words, whole_words, mixed = rate_words(scope)
    stem = scope.text("name")[:-1]
    surveyed = scope.text("name").endswith(tuple(scope.patterns.words("claim.far.surveyed")))
    words = without(f"{scope.opening()} {stem}", [*part_words, *whole_words])
    return _asked(scope, _Query(stated, words, words, part_words, whole_words, stem=stem, mixed=mixed or surveyed, listed=is_listed(scope)))


def share(scope: Scope) -> Asked | None:
    """The pairs that a share (占…的p%) may be of."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None or "whole" in scope.match.re.groupindex or scope.respectively(stated):
        return None
    phrase = scope.text("phrase")
    aims = [word for word in scope.patterns.words("claim.aims") if word in phrase]
    before = scope.sentence.figures[stated.index - 1] if stated.index else None
    beside = before is not None and before.segment == stated.segment and before.quantity.kind in AMOUNTS
    return _asked(scope, _Query(stated, scope.opening(), _first_words(scope), [], aims, phrase=phrase, beside=beside))


def _first_words(scope: Scope) -> str:
    """The words of a sentence before its first figure: what a list of shares is of (支出构成为)."""
    first = scope.sentence.figures[0]
    return scope.sentence.text[: first.at.start - scope.sentence.at.start]


def _asked(scope: Scope, query: _Query) -> Asked:
    view = scope.around.panorama
    here = view.of(query.stated)
    figures = figures_before(scope, here)
    parts = [(_part_score(scope, here, one, query), one) for one in figures]
    parts = sorted((one for one in parts if one[0] > 0), key=lambda one: -one[0])[:_PARTS]
    found: list[Candidate] = []
    for part_score, part in parts:
        for whole in figures:
            if whole is part or not _fits(part, whole, query):
                continue
            score = part_score + _whole_score(scope, here, part, whole, query)
            operands = (
                scope.operand("part", part.placed, WHERE[view.tier(here, part)]),
                scope.operand("whole", whole.placed, WHERE[view.tier(here, whole)]),
            )
            stated = query.stated.quantity
            agrees = near(stated, part.rough, whole.rough) and printed_as(stated, part.size, whole.size)
            blind = _blind(scope, part, whole, query)
            found.append(Candidate(score, operands, frozenset((part.placed.quantity.id, whole.placed.quantity.id)), agrees, blind))
    best = max((one.score for one in found), default=0)
    found += _of_sums(
        scope, here, best, [(score, one) for score, one in parts if one.sentence == here.sentence and _named(query, one)], figures, query
    )
    return Asked(scope, query.stated, tuple(sorted(found, key=lambda one: -one.score)), rule="claim/ratio")


def _of_sums(
    scope: Scope, here: Seen, score: int, parts: Sequence[tuple[int, Seen]], figures: Sequence[Seen], query: _Query
) -> list[Candidate]:
    """Parts told one by one (上半年支出A，下半年支出B) that are the part together: they may clear a rate."""
    view = scope.around.panorama
    summed = sum((one.size for _, one in parts), Fraction(0))
    if len(parts) < _BESIDE or any(not alike(one.placed.quantity, parts[0][1].placed.quantity) for _, one in parts):
        return []
    own = tuple(scope.operand("part", one.placed, WHERE[SENTENCE]) for _, one in parts)
    return [
        Candidate(score, (*own, scope.operand("whole", whole.placed, WHERE[view.tier(here, whole)])), frozenset(), True)
        for whole in figures
        if alike(whole.placed.quantity, parts[0][1].placed.quantity)
        and all(whole is not one for _, one in parts)
        and printed_as(query.stated.quantity, summed, whole.size)
    ]


def _blind(scope: Scope, part: Seen, whole: Seen, query: _Query) -> bool:
    """Whether a rate names a thing (农产品抽检合格率) that neither part nor whole does, or nothing ties the part to it."""
    view = scope.around.panorama
    named = view.names(query.own)
    words = f"{part.words} {whole.words}"
    here = view.of(query.stated)
    near = here.sentence == part.sentence and here.placed.segment == part.placed.segment
    beside = near and part.placed.index == query.stated.index - 1
    if (query.part_words and not beside and not _named(query, part)) or (here.sentence == part.sentence and not near):
        return True
    if query.beside and not beside:
        return True
    if not query.mixed and not alike(part.placed.quantity, whole.placed.quantity):
        return True
    years = {year for year in (year_of(part.placed.quantity), year_of(whole.placed.quantity)) if year is not None}
    if len(years) > 1 or exclusive(part.marks, whole.marks, scope.patterns) or scope.patterns.one("claim.product.summed").search(query.own):
        return True
    if not query.part_words and not query.phrase and not (whole.summed or scope.named_alike(part.words, whole.words)):
        return True
    if years and year_of(whole.placed.quantity) is None and _of_other_year(scope, whole, years):
        return True
    told = beside and whole.sentence == part.sentence
    return not told and bool(named) and not view.overlap(named, words) and not view.scattered(named, words)


def _of_other_year(scope: Scope, whole: Seen, years: set[int]) -> bool:
    """Whether the report tells the amount of a whole once more as that of another year."""
    unit = whole.placed.quantity
    twins = scope.around.panorama.before(scope.match.start(), unit.kind, unit.unit)
    return any(one.size == whole.size and (year_of(one.placed.quantity) or 0) not in (0, *years) for one in twins)


def figures_before(scope: Scope, here: Seen) -> list[Seen]:
    """The amounts of the report that stand before a claim, the `NEAREST` of them: no changes, none of each."""
    levels = scope.around.panorama.levels(lambda one: is_level(scope, one))
    end = bisect_left(levels, here.placed.at.start, key=lambda one: one.placed.at.start)
    return list(levels[max(0, end - NEAREST) : end])


def _part_score(scope: Scope, here: Seen, one: Seen, query: _Query) -> int:
    view = scope.around.panorama
    tier = view.tier(here, one)
    score = _PART_AT.get(tier, _ELSEWHERE)
    if tier == SENTENCE:
        beside = one.placed.index == here.placed.index - 1
        gap = here.placed.clause - one.placed.clause
        score += (_BESIDE if beside else 0) + (_BESIDE if beside and one.summed else 0) - max(0, gap - 1)
        score -= 2 * (here.placed.segment != one.placed.segment)
        score -= 0 if view.overlap(query.own, one.words) else _summed_up(scope, one, here)
    named = _named(query, one)
    if query.part_words:
        score += _WORD if named else -1
        plain = scope.patterns.one("subject.lead").sub("", one.placed.lead.strip(), count=1)
        score += 1 if named and plain in query.part_words else 0
        score -= 2 * _WORD if denied(scope, query.part_words, one.placed) else 0
    shared = view.overlap(query.own, one.words)
    score += 2 * min(_SHARED, shared) - (_WORD if leftover(scope, one, f"{query.own}{query.stem}") else 0)
    if tier != SENTENCE and not (shared and named):
        score -= _WORD
    if is_old(scope, one):
        score -= _WORD
    return score - (_WORD if _unmarked(scope, query.own, one.marks) else 0)


def _named(query: _Query, one: Seen) -> bool:
    """Whether the words of a figure hold the name of the part of a rate."""
    planned = any(word in one.placed.lead for word in query.whole_words)
    lead = one.placed.lead if one.own or planned else one.words
    return bool(query.part_words) and any(
        word in lead for word in (*query.part_words, *([query.stem[-_STEM:]] if len(query.stem) >= _STEM else []))
    )


def _unmarked(scope: Scope, query: str, words: str) -> bool:
    """Whether a rate is of one of several (县级资金到位率) that the words of a figure do not name."""
    return any(not any(mark in words for mark in asked) for asked in _marks_in(query, scope.patterns))


@lru_cache(maxsize=1024)
def _marks_in(query: str, patterns: Patterns) -> tuple[tuple[str, ...], ...]:
    """Of each set of words that exclude each other, those that a query names; sets of which it names none are left out."""
    sets = (tuple(mark for mark in marks if mark in query) for marks in patterns.entry("subject.exclusive").data["sets"])
    return tuple(marks for marks in sets if marks)


def _summed_up(scope: Scope, one: Seen, here: Seen) -> int:
    """How much less a figure is meant that a total behind it sums up (甲1850、乙1430，合计3280，执行率)."""
    between = scope.sentence.figures[one.placed.index + 1 : here.placed.index]
    totals = [
        other
        for other in between
        if alike(other.quantity, one.placed.quantity) and scope.patterns.one("claim.far.total").search(other.lead)
    ]
    return _WORD if totals else 0


def _fits(part: Seen, whole: Seen, query: _Query) -> bool:
    """Whether two figures can be part and whole: of one unit, the whole as large where the rate is no more than all."""
    if not alike(part.placed.quantity, whole.placed.quantity):
        counted = part.placed.quantity.kind is whole.placed.quantity.kind is QuantityKind.COUNT
        if not counted or (not query.mixed and (whole.sentence != part.sentence or not query.stem)):
            return False
    over = query.stated.quantity.kind is QuantityKind.PERCENT and (query.stated.quantity.value or 0) > _FULL
    return over or whole.rough > part.rough or whole.size >= part.size


def _whole_score(scope: Scope, here: Seen, part: Seen, whole: Seen, query: _Query) -> int:
    view = scope.around.panorama
    tier = view.tier(here, whole)
    score = _WHOLE_AT.get(tier, _ELSEWHERE)
    lead = f"{whole.placed.lead}{whole.tail}" if whole.own else whole.words
    money = part.placed.quantity.kind is QuantityKind.MONEY
    spent = money and scope.has("claim.spent", lead) and not scope.has("claim.had", lead)
    if query.whole_words and any(word in lead for word in query.whole_words) and not spent:
        score += _WORD if query.listed else _BESIDE
    named = view.overlap(query.phrase, whole.words) if query.phrase else 0
    score += 2 * min(_SHARED, named)
    if query.phrase and not named and not query.whole_words and not scope.has("claim.total", query.phrase):
        score -= _BESIDE
    shared = view.overlap(query.other, whole.words)
    score += 2 * min(_SHARED, shared) if not query.phrase else 0
    score += 1 if not shared and not query.phrase and view.scattered(query.other, whole.words) else 0
    of_part = view.overlap(without(part.words, query.part_words), whole.words)
    score += min(_SHARED, of_part)
    named_alike = view.names(without(part.marks, query.part_words))
    score += _SHARED if named_alike and named_alike == view.names(without(whole.marks, query.whole_words)) else 0
    if tier > PARAGRAPH and not money and not (named or shared or of_part):
        score -= _WORD
    if not query.phrase and _unmarked(scope, query.other, whole.marks):
        score -= 2 * _WORD
    if scope.patterns.one("claim.total-lead").search(lead):
        score += 1
    if exclusive(part.words, whole.words, scope.patterns):
        score -= _WORD
    if scope.is_base(whole.placed) or scope.has("claim.carried", whole.placed.lead):
        score -= _WORD
    years = {year for year in (year_of(part.placed.quantity), year_of(whole.placed.quantity)) if year is not None}
    if len(years) > 1:
        score -= _WORD
    if whole.placed.depth > here.placed.depth:
        score -= _BESIDE
    if scope.has("claim.returned", lead):
        score += _BESIDE
    if leftover(scope, whole, query.phrase) or (whole.inner and part.inner and whole.sentence == part.sentence):
        score -= _WORD
    if not alike(part.placed.quantity, whole.placed.quantity):
        score -= 1
    if tier == SENTENCE and not query.phrase and _shared_out(scope, whole, query.stem[-_STEM:]):
        score -= _WORD
    return score


def _shared_out(scope: Scope, one: Seen, stem: str) -> bool:
    """Whether a figure of the sentence is itself the part of a share or of a rate of the same name (甲55万元，占55%；乙…)."""
    following = scope.sentence.figures[one.placed.index + 1 : one.placed.index + 2]
    if not following or following[0].quantity.kind is not QuantityKind.PERCENT:
        return False
    return scope.has("claim.share-lead", following[0].lead) or (bool(stem) and stem in following[0].lead)


def is_old(scope: Scope, one: Seen) -> bool:
    """Whether a figure is one that others are compared with: of the year before, or behind 比."""
    return scope.has("claim.last-year", one.placed.lead) or scope.has("claim.than", one.placed.lead)


def leftover(scope: Scope, one: Seen, query: str) -> bool:
    """Whether a figure is what is left or what failed, and the claim does not ask for that."""
    return any(word in one.placed.lead for word in _unasked(query, scope.patterns))


@lru_cache(maxsize=1024)
def _unasked(query: str, patterns: Patterns) -> tuple[str, ...]:
    """The words for what is left or failed that a query does not hold."""
    return tuple(word for word in patterns.words("claim.far.leftover") if word not in query)


def is_level(scope: Scope, one: Seen) -> bool:
    """Whether a figure is an amount that others may be computed from: no change, none of each."""
    printed = any(char.isdigit() for char in one.placed.quantity.text)  # 三个方面 counts nothing that a rate is of
    return (
        printed
        and one.placed.quantity.kind in AMOUNTS
        and bool(one.placed.quantity.value)
        and not scope.changes(one.placed)
        and not scope.each(one.placed)
    )
