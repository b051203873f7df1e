"""Claims: what the report says of figures that must agree, each bound to its operands by clause, sentence, section, report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.facts.claims import forms
from extractor.facts.claims.between_levels import between_levels
from extractor.facts.claims.binders import BINDERS
from extractor.facts.claims.by_units import by_units
from extractor.facts.claims.certainty.holding import holds, settled, weak
from extractor.facts.claims.certainty.neighbours import cleared
from extractor.facts.claims.certainty.one_rate import doubted
from extractor.facts.claims.certainty.open_elsewhere import left_open
from extractor.facts.claims.certainty.other_extents import of_other_extents
from extractor.facts.claims.certainty.proof import proven
from extractor.facts.claims.certainty.side_by_side import lifted, side_by_side, still
from extractor.facts.claims.certainty.transposed import transposed
from extractor.facts.claims.certainty.used_up import paid, spared, summed_up
from extractor.facts.claims.changes_in_turn import changes_in_turn
from extractor.facts.claims.changes_of_parts import changes_of_parts
from extractor.facts.claims.closed_accounts import closed_accounts
from extractor.facts.claims.columns_of_parts import columns_of_parts
from extractor.facts.claims.divided_once_more import divided_once_more
from extractor.facts.claims.far import repeats
from extractor.facts.claims.far.items_below import items_below
from extractor.facts.claims.far.likely import Asked, Lists, couples, settle
from extractor.facts.claims.far.lines_below import lines_below
from extractor.facts.claims.far.misprints import exchanged
from extractor.facts.claims.far.summaries import told_otherwise
from extractor.facts.claims.identities import identities
from extractor.facts.claims.keyed_rows import keyed_rows
from extractor.facts.claims.kindred_rows import kindred_rows
from extractor.facts.claims.ledgers import ledgers
from extractor.facts.claims.mixed_rates import mixed_rates
from extractor.facts.claims.near import over_stops
from extractor.facts.claims.near.again import again
from extractor.facts.claims.near.between_dates import between_dates
from extractor.facts.claims.near.checked_again import checked_again
from extractor.facts.claims.near.counted_by_kind import counted_by_kind
from extractor.facts.claims.near.larger_than_all import larger_than_all
from extractor.facts.claims.near.limits_kept import limits_kept
from extractor.facts.claims.near.taken_up import taken_up
from extractor.facts.claims.rates_alone import rates_alone
from extractor.facts.claims.rates_of_answers import rates_of_answers
from extractor.facts.claims.rates_of_states import rates_of_states
from extractor.facts.claims.rates_with_rests import rates_with_rests
from extractor.facts.claims.schedules import schedules
from extractor.facts.claims.scope import Scope
from extractor.facts.claims.score_rates import score_rates
from extractor.facts.claims.score_sums import score_sums
from extractor.facts.claims.score_terms import score_risen, score_terms
from extractor.facts.claims.score_weights import score_weights
from extractor.facts.claims.share_rows import share_rows
from extractor.facts.claims.shares_called import shares_called
from extractor.facts.claims.shares_in_turn import shares_in_turn
from extractor.facts.claims.shares_of_all import shares_of_all
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.claims.tables.cells import named_cells
from extractor.facts.claims.tables.grids import Grid
from extractor.facts.claims.tables.keyed_grids import Series, series_of
from extractor.facts.claims.times_told_out import times_told_out
from extractor.facts.claims.told_whole import told_whole
from extractor.facts.figures import Placed, Sentence, sentences
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Quantity
from extractor.model.facts import Score, Totals
from extractor.model.outline import Outline
from extractor.model.text import Text

__all__ = ["BINDERS", "find_claims"]

_REMEMBERED = 24
"""How many figures of the paragraph's earlier sentences a binder sees."""


def find_claims(
    text: Text,
    outline: Outline,
    quantities: Sequence[Quantity],
    scores: Mapping[str, Score],
    totals: Totals,
    patterns: Patterns,
    tables: Sequence[Grid] = (),
) -> tuple[Claim, ...]:
    """The claims of a text in document order, one a stated figure and rule: the first form that reads it has it, a decided one before a doubted.

    tables: those of the report whose figures the prose may rest on.
    """
    held = list(sentences(text, quantities))
    cells = list(named_cells(tables, quantities, patterns))
    around = Surroundings(held, outline, patterns, cells)
    found: dict[tuple[str, str], Claim] = {}
    asked: list[Asked] = []
    told: list[Claim] = []
    series = tuple(series_of(cells))
    matched = forms.matches([forms.of_sentence(text.content, sentence, patterns) for sentence in held], patterns)
    for (sentence, before), matches in zip(_with_memory(held), matched, strict=True):
        for claims, far, named in _of_sentence(matches, sentence, before, around, series):
            for claim in claims:
                _take(found, claim)
            if far is not None:
                asked.append(far)
            told += named
    homes = {one.quantity.id: sentence for sentence in held for one in sentence.figures}
    homes |= _add_over_stops(found, text.content, held, around)
    for claim in (
        reading for tell in (score_rates, score_sums, score_terms, score_weights) for reading in tell(text.content, quantities, patterns)
    ):
        _take(found, claim)
    for claim in score_risen(text.content, quantities, None if totals.self is None else totals.self.at, patterns):
        _take(found, claim)
    _add_told(found, told)
    _add_likely(found, asked)
    for claim in items_below(text.content, held, outline, patterns):
        known = found.get((claim.rule, claim.stated.id))
        if known is None or not holds(known):
            found[claim.rule, claim.stated.id] = claim
    for claim in lines_below(held, patterns):
        _take(found, claim)
    marks: dict[tuple[str, str], Claim] = {}
    for key, claim in found.items():
        if claim.stated.id in homes:
            home = homes[claim.stated.id]
            found[key] = proven(transposed(cleared(claim, home), home, around), home, around)
            if found[key].doubt is not None and side_by_side(claim, home, around):
                marks[key] = found[key]
    found = left_open(_marked(doubted(spared(found, homes), around.panorama), marks, homes, around), around.panorama)
    for later in (
        share_rows(held, found, patterns),
        shares_in_turn(held, found, patterns),
        shares_called(held, found, patterns),
        by_units(held, found, around),
        keyed_rows(held, found, around),
        divided_once_more(held, found, around),
        rates_of_states(held, found, patterns),
        rates_of_answers(held, found, patterns),
        ledgers(held, found, patterns),
        closed_accounts(held, found, patterns),
        identities(held, found, patterns),
        changes_in_turn(held, found, around),
        between_levels(held, found, around),
        rates_with_rests(held, found, around),
        kindred_rows(held, found, around),
        rates_alone(held, found, patterns),
        mixed_rates(held, found, around),
        told_whole(held, found, patterns),
        columns_of_parts(held, found, around),
        changes_of_parts(held, found, around),
        schedules(held, found, patterns),
        times_told_out(held, found, patterns),
    ):  # each knows what those before it found
        found |= {(claim.rule, claim.stated.id): claim for claim in later}
    found = of_other_extents(summed_up(paid(found)), around.panorama, text.content)
    for claim in (
        *repeats.restated(scores, totals, quantities, patterns),
        *repeats.repeats(text, outline, quantities, patterns),
        *exchanged(text, around.panorama, quantities, patterns),
        *told_otherwise(around.panorama, around.period, patterns),
        *again(held, patterns),
        *taken_up(held, patterns),
        *checked_again(held, patterns),
        *between_dates(text.content, held, patterns),
        *repeats.implausible(held, patterns),
    ):
        found.setdefault((claim.rule, claim.stated.id), claim)
    for claim in (
        *larger_than_all(held, patterns),
        *limits_kept(held, patterns),
        *counted_by_kind(held, patterns),
        *shares_of_all(held, around),
    ):
        _take(found, claim)
    return tuple(sorted(found.values(), key=lambda claim: (claim.stated.at, claim.rule)))


def _marked(
    found: dict[tuple[str, str], Claim], marks: Mapping[tuple[str, str], Claim], homes: Mapping[str, Sentence], around: Surroundings
) -> dict[tuple[str, str], Claim]:
    """``found``, with those of ``marks`` marked that nothing else in the report speaks against."""
    if not marks:
        return found
    tried = {**found, **{key: lifted(claim) for key, claim in marks.items()}}
    return {**found, **still(marks, doubted(spared(tried, homes), around.panorama))}


def _take(found: dict[tuple[str, str], Claim], claim: Claim) -> bool:
    """Puts a claim in where none of its figure and rule is known, or one that is doubted while this one is not; says whether it did."""
    key = (claim.rule, claim.stated.id)
    known = found.get(key)
    taken = known is None or (known.doubt is not None and claim.doubt is None)
    if taken:
        found[key] = claim
    return taken


def _add_over_stops(
    found: dict[tuple[str, str], Claim], content: str, held: Sequence[Sentence], around: Surroundings
) -> dict[str, Sentence]:
    """Puts in what two sentences say as one, also in the place of a weak reading that does not hold; gives the home of each stated figure."""
    homes: dict[str, Sentence] = {}
    accounted = {one.id for claim in found.values() if claim.doubt is None and holds(claim) for one in claim.figures}
    pairs = list(over_stops.pairs(content, held, accounted))
    matched = forms.matches([forms.of_pair(pair, around.patterns) for pair in pairs], around.patterns)
    for pair, matches in zip(pairs, matched, strict=True):
        for _, _, claims in _bound(matches, pair.sentence, [], around):
            for claim in over_stops.reaching_back(pair, claims, around.patterns):
                known = found.get((claim.rule, claim.stated.id))
                firmer = known is not None and weak(known) and not (holds(known) or weak(claim))
                firmer = firmer and proven(cleared(claim, pair.sentence), pair.sentence, around).doubt is None
                if firmer:
                    del found[claim.rule, claim.stated.id]
                if _take(found, claim):
                    homes[claim.stated.id] = pair.sentence
    return homes


def _with_memory(held: Sequence[Sentence]) -> Iterator[tuple[Sentence, list[Placed]]]:
    """Each sentence with the figures of those before it in its paragraph, the nearest first."""
    memory: list[Placed] = []
    paragraph = -1
    for sentence in held:
        if sentence.paragraph != paragraph:
            memory, paragraph = [], sentence.paragraph
        yield sentence, memory[-1 : -_REMEMBERED - 1 : -1]
        memory.extend(sentence.figures)


def _of_sentence(
    matches: Sequence[forms.Match], sentence: Sentence, before: list[Placed], around: Surroundings, series: Sequence[Series]
) -> Iterator[tuple[list[Claim], Asked | None, list[Claim]]]:
    """The claims of each match of a form, what their operands may be elsewhere, and what it says of figures that it calls by their names."""
    for (_, _, far, tellers), scope, claims in _bound(matches, sentence, before, around):
        done = settled(scope, claims) if not sentence.cell and (far is not None or tellers) else None
        if sentence.cell or done is not None:
            yield claims, done, []
        else:
            yield claims, None if far is None else far(scope), [one for tell in tellers for one in tell(scope, series)]


def _bound(
    matches: Sequence[forms.Match], sentence: Sentence, before: list[Placed], around: Surroundings
) -> Iterator[tuple[forms.Form, Scope, list[Claim]]]:
    """Each match of a form in a sentence, with the claims that its binder makes of it."""
    for form, match in matches:
        scope = Scope(sentence, match, form.pattern, before, around, around.patterns)
        yield form, scope, list(form.binder(scope))


def _add_told(found: dict[tuple[str, str], Claim], told: Iterable[Claim]) -> None:
    """Puts what is said by names in the place of a claim that was not read, and beside one that was."""
    for claim in told:
        key = (claim.rule, claim.stated.id)
        first = found.get(key)
        if first is None or not first.params.get("certain"):
            found[key] = claim if first is None else replace(first, params={**first.params, "otherwise": claim})


def _add_likely(found: dict[tuple[str, str], Claim], asked: Sequence[Asked]) -> None:
    """Puts what is likely beside each claim whose operands were not found near it, and in the place of one that was not read at all."""
    known, lists = couples(asked), Lists(asked)
    rates = {one.id: one for one in asked if one.rule == "claim/ratio"}
    averaged = {
        one.operands[0].quantity.id
        for one in found.values()
        if one.rule == "claim/average" and one.doubt is None and one.operands[0].quantity is not None
    }
    for one in (one for one in asked if not one.done):
        claim = settle(replace(one, rates=rates), known, lists)
        if claim is None:
            continue
        key = (claim.rule, claim.stated.id)
        first = found.get(key)
        if first is not None and first.params.get("certain"):
            continue  # grammar leaves no other figures
        if claim.params.get("listed"):
            found[key] = claim
        elif first is None:
            if claim.doubt is None and not (claim.rule == "claim/product" and claim.stated.id in averaged):
                found[key] = claim  # the total of an average (补贴36万元，人均300元) is not the product of the prices before it
        elif "otherwise" not in first.params or (claim.doubt is None and _is_last(first.params["otherwise"], claim)):
            found[key] = replace(first, params={**first.params, "otherwise": claim})


def _is_last(claim: object, other: Claim) -> bool:
    """Whether a reading by names is but the last resort, and another one has other figures, or tells what that cannot: its rate has too few digits for it."""
    if not isinstance(claim, Claim) or not claim.params.get("last"):
        return False
    too_few = len(claim.stated.digits) < int(str(claim.params.get("telling", 0)))
    return too_few or list(claim.figures) != list(other.figures)
