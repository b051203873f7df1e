"""What speaks for a figure as the part, or as the whole, of a rate or a share: its place, its role words, the names that it shares with the claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.far.figures import BESIDE, ELSEWHERE, SHARED, is_old, leftover
from extractor.facts.claims.far.panorama import PARAGRAPH, SECTION, SENTENCE, TOP, Panorama, Seen
from extractor.facts.claims.rate_names import denied, without
from extractor.facts.claims.scope import Scope, alike, year_of
from extractor.facts.figures import Placed
from extractor.language.patterns import Patterns
from extractor.model.claims import QuantityKind

_PART_AT = {SENTENCE: 4, PARAGRAPH: 1, SECTION: 0, TOP: -1}
_WHOLE_AT = {SENTENCE: 3, PARAGRAPH: 2, SECTION: 1, TOP: 0}
_WORD = 4
"""What the word of its role gains a figure."""
_FULL = 100
STEM = 2


@dataclass(frozen=True)
class Query:
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

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What names the part: its words, and the stem of the rate."""
        stem = (self.stem[-STEM:],) if len(self.stem) >= STEM else ()
        return (*self.part_words, *stem) if self.part_words else ()


def part_score(scope: Scope, here: Seen, one: Seen, query: Query) -> int:
    """What speaks for a figure as the part; 0 or less where nothing does. What speaks against it is asked last, for most have little for them."""
    view = scope.around.panorama
    tier = view.tier(here, one)
    score = _PART_AT.get(tier, ELSEWHERE)
    if tier == SENTENCE:
        beside = one.placed.index == here.placed.index - 1
        gap = here.placed.clause - one.placed.clause
        score += (BESIDE if beside else 0) + (BESIDE if beside and one.summed else 0) - max(0, gap - 1)
        score -= 2 * (here.placed.segment != one.placed.segment)
        score -= 0 if view.overlap(query.own, one.words) else _summed_up(scope, one, here)
    named = bears_name(query, one)
    shared = view.overlap(query.own, one.words)
    score += 2 * min(SHARED, shared)
    if query.part_words:
        score += _WORD if named else -1
    if tier != SENTENCE and not (shared and named):
        score -= _WORD
    if named and query.part_words:
        plain = scope.patterns.one("subject.lead").sub("", one.placed.lead.strip(), count=1)
        score += 1 if plain in query.part_words else 0
    if score <= 0:
        return score
    if query.part_words:
        score -= 2 * _WORD if denied(scope, query.part_words, one.placed) else 0
        answers = not named and scope.has("claim.returned", one.placed.lead) and scope.text("name").endswith(survey_words(scope))
        score -= 2 * _WORD if answers else 0  # 收回413份，满意度97%: no answer says how many came back
    score -= _WORD if leftover(scope, one, f"{query.own}{query.stem}") else 0
    score -= _WORD if is_old(scope, one) else 0
    return score - (_WORD if _unmarked(scope, query.own, one.marks) else 0)


def survey_words(scope: Scope) -> tuple[str, ...]:
    """The names of rates of answers (满意度)."""
    return tuple(scope.patterns.words("claim.far.surveyed"))


def bears_name(query: Query, one: Seen) -> bool:
    """Whether the words of a figure hold the name of the part of a rate."""
    own = one.own or any(word in one.placed.lead for word in query.whole_words)
    lead = one.placed.lead if own else one.words
    return any(word in lead for word in query.names)


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


def fits(view: Panorama, part: Seen, whole: Seen, query: Query) -> bool:
    """Whether two figures can be part and whole: of one unit, or things counted that the phrase of a share names (相当于火化量的), the whole as large where
    the rate is no more than all.
    """
    if not alike(part.placed.quantity, whole.placed.quantity):
        counted = part.placed.quantity.kind is whole.placed.quantity.kind is QuantityKind.COUNT
        named = (
            bool(query.phrase)
            and bool(view.overlap(query.phrase, whole.words))
            and not _counts_others(query.phrase, whole.placed, view.patterns)
        )
        if not counted or (not query.mixed and not named and (whole.sentence != part.sentence or not query.stem)):
            return False
    over = query.stated.quantity.kind is QuantityKind.PERCENT and (query.stated.quantity.value or 0) > _FULL
    return over or whole.rough > part.rough or whole.size >= part.size


def _counts_others(phrase: str, whole: Placed, patterns: Patterns) -> bool:
    """Whether a phrase names a number of another unit than the whole is counted in (占在孵户数的: no 1127件)."""
    counted = patterns.one("claim.number-of").search(phrase)
    return counted is not None and (whole.quantity.unit or "") != counted["unit"]


def whole_score(scope: Scope, here: Seen, part: Seen, whole: Seen, query: Query) -> int:
    """What speaks for a figure as the whole of a part."""
    view = scope.around.panorama
    tier = view.tier(here, whole)
    score = _WHOLE_AT.get(tier, ELSEWHERE)
    lead = f"{whole.placed.lead}{whole.tail}" if whole.own else whole.words
    money = part.placed.quantity.kind is QuantityKind.MONEY
    spent = money and scope.has("claim.spent", lead) and not scope.has("claim.had", lead)
    if query.whole_words and any(word in lead for word in query.whole_words) and not spent:
        score += _WORD if query.listed else BESIDE
    named = view.overlap(query.phrase, whole.words) if query.phrase else 0
    score += 2 * min(SHARED, named)
    if query.phrase and not named and not query.whole_words and not scope.has("claim.total", query.phrase):
        score -= BESIDE
    if query.phrase and called(scope, query.phrase) == view.noun(whole):
        score += _WORD  # 占拨付总额的: what stands before the figure is that, and nothing else
    elif whole.sentence < 0 and not whole.summed and not view.overlap(f"{query.phrase}{query.other}", whole.placed.lead):
        score -= _WORD
    shared = view.overlap(query.other, whole.words)
    score += 2 * min(SHARED, shared) if not query.phrase else 0
    score += 1 if not shared and not query.phrase and view.scattered(query.other, whole.words) else 0
    of_part = view.overlap(without(part.words, query.part_words), whole.words)
    score += min(SHARED, of_part)
    named_alike = view.names(without(part.marks, query.part_words))
    score += SHARED if named_alike and named_alike == view.names(without(whole.marks, query.whole_words)) else 0
    score += _WORD if not query.phrase and view.noun(part) and view.noun(part) == view.noun(whole) else 0
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
        score -= BESIDE
    if scope.has("claim.returned", lead):
        score += BESIDE
    if leftover(scope, whole, query.phrase) or (whole.inner and part.inner and whole.sentence == part.sentence):
        score -= _WORD
    if not alike(part.placed.quantity, whole.placed.quantity):
        score -= 1
    if tier == SENTENCE and not query.phrase and _shared_out(scope, whole, query.stem[-STEM:]):
        score -= _WORD
    return score


def called(scope: Scope, phrase: str) -> str:
    """The thing that a phrase names, without what says that all of it is meant (全市拨付总额: 拨付)."""
    return _called(phrase, scope.patterns)


@lru_cache(maxsize=1024)
def _called(phrase: str, patterns: Patterns) -> str:
    kept = patterns.one("claim.phrase-aside").sub("", patterns.one("claim.phrase-all").sub("", phrase))
    return patterns.one("claim.named.amount").sub("", kept)


def _shared_out(scope: Scope, one: Seen, stem: str) -> bool:
    """Whether a figure of the sentence is itself the part of a share or of a rate of the same name (甲55万元，占55%；乙…)."""
    following = scope.sentence.figures[one.placed.index + 1 : one.placed.index + 2]
    if not following or following[0].quantity.kind is not QuantityKind.PERCENT:
        return False
    return scope.has("claim.share-lead", following[0].lead) or (bool(stem) and stem in following[0].lead)
