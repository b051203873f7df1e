"""Claims: what the report says of figures that must agree, each bound to its operands by clause, sentence, section, report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.facts.claims.certainty.holding import holds, settled
from extractor.facts.claims.certainty.neighbours import cleared
from extractor.facts.claims.certainty.one_rate import doubted
from extractor.facts.claims.certainty.proof import proven
from extractor.facts.claims.certainty.transposed import transposed
from extractor.facts.claims.certainty.used_up import spared
from extractor.facts.claims.far import averages as far_averages
from extractor.facts.claims.far import balances as far_balances
from extractor.facts.claims.far import called as far_called
from extractor.facts.claims.far import growths as far_growths
from extractor.facts.claims.far import named as far_named
from extractor.facts.claims.far import products as far_products
from extractor.facts.claims.far import ratios as far_ratios
from extractor.facts.claims.far import repeats
from extractor.facts.claims.far import sides as far_sides
from extractor.facts.claims.far.likely import Asked, Lists, couples, settle
from extractor.facts.claims.far.misprints import exchanged
from extractor.facts.claims.far.summaries import told_otherwise
from extractor.facts.claims.near import (
    averages,
    besides,
    bounds,
    breakdowns,
    changes,
    classes,
    complements,
    counts,
    factors,
    growths,
    kept_limits,
    listed_out,
    named_things,
    net_of,
    over_stops,
    per_each,
    priced_above,
    products,
    rates,
    rates_in_order,
    ratios,
    remainders,
    rests_above,
    several,
    shares,
    sorted_lists,
    sums,
    tariffs,
    those_of,
    together,
    unnamed_wholes,
    weights,
    within_whole,
)
from extractor.facts.claims.near.again import again
from extractor.facts.claims.scope import Scope
from extractor.facts.claims.score_rates import score_rates
from extractor.facts.claims.score_sums import score_sums
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.claims.tables import talk as table_talk
from extractor.facts.claims.tables.cells import named_cells
from extractor.facts.claims.tables.grids import Grid
from extractor.facts.claims.tables.keyed_grids import Series, series_of
from extractor.facts.figures import Placed, Sentence, sentences
from extractor.language.patterns import Pattern, Patterns
from extractor.model.facts import Claim, Quantity, Score, Totals
from extractor.model.outline import Outline
from extractor.model.text import Text

__all__ = ["BINDERS", "find_claims"]

Binder = Callable[[Scope], Iterator[Claim]]

BINDERS: dict[str, Binder] = {
    "share": ratios.share,
    "rate": rates.rate,
    "rates_in_order": rates_in_order.rates_in_order,
    "times": ratios.times,
    "quotient": ratios.quotient,
    "one_to": ratios.one_to,
    "growth": growths.growth,
    "growth_from_to": growths.growth_from_to,
    "growth_than": growths.growth_than,
    "from_to": changes.from_to,
    "than": changes.than,
    "change": changes.change,
    "balance": remainders.balance,
    "rest_above": rests_above.rest_above,
    "besides": besides.besides,
    "net": remainders.net,
    "net_of": net_of.net_of,
    "stock": remainders.stock,
    "adjusted": remainders.adjusted,
    "added": remainders.added,
    "shares": shares.shares,
    "share_of_several": together.share_of_several,
    "share_of_levels": together.share_of_levels,
    "complement": complements.complement,
    "columns": together.columns,
    "product": products.product,
    "two_factors": factors.two_factors,
    "of_each": per_each.of_each,
    "price_behind": per_each.price_behind,
    "priced_above": priced_above.priced_above,
    "tariff": tariffs.tariff,
    "yearly": priced_above.yearly,
    "inside": within_whole.inside,
    "among": within_whole.among,
    "among_named": within_whole.among_named,
    "formula": products.formula,
    "conversion": products.conversion,
    "conversion_above": priced_above.conversion_above,
    "average": averages.average,
    "sum": sums.total,
    "above": sums.above,
    "several": several.several,
    "joined": far_named.joined,
    "items": far_named.items,
    "breakdown": breakdowns.breakdown,
    "breakdown_of": breakdowns.breakdown_of,
    "breakdown_of_above": unnamed_wholes.breakdown_of_above,
    "classes": classes.classes,
    "sorted_list": sorted_lists.sorted_list,
    "breakdown_bare": unnamed_wholes.breakdown_bare,
    "weights": weights.weights,
    "within": bounds.within,
    "within_two": bounds.within_two,
    "limit": bounds.limit,
    "kept_limit": kept_limits.kept_limit,
    "target": bounds.target,
    "target_above": bounds.target_above,
    "limit_times": bounds.limit_times,
    "named_before": counts.named_before,
    "named_behind": counts.named_behind,
    "titles": counts.titles,
    "listed_out": listed_out.listed_out,
    "those_of": those_of.those_of,
    "among_called": those_of.among_called,
    "dated": named_things.dated,
    "these": named_things.these,
    "told_next": named_things.told_next,
    "tallied": counts.tallied,
    "firstly": counts.firstly,
}
"""How the operands of a form are found, by the ``binder`` of its entry."""

FAR: dict[str, Callable[[Scope], Asked | None]] = {
    "rate": far_ratios.rate,
    "share": far_ratios.share,
    "average": far_averages.average,
    "balance": far_balances.balance,
    "rest_above": far_balances.rest,
    "product": far_products.product,
    "growth": far_growths.growth,
    "growth_than": far_growths.growth_than,
    "one_to": far_sides.one_to,
}
"""Where in the report the operands of a form may be besides, by its ``binder``."""

TOLD: dict[str, tuple[table_talk.Teller, ...]] = {
    "change": (table_talk.change, far_named.difference),
    "growth": (table_talk.growth,),
    "rate": (far_called.share,),
    "share": (table_talk.share, far_called.share),
    "sum": (far_named.total,),
}
"""What a form may say of figures that it calls by their names, those of tables among them, by its ``binder``."""

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
    for sentence, before in _with_memory(held):
        for claims, far, named in _of_sentence(text.content, sentence, before, around, series):
            for claim in claims:
                _take(found, claim)
            if far is not None:
                asked.append(far)
            told += named
    homes = {one.quantity.id: sentence for sentence in held for one in sentence.figures}
    homes |= _add_over_stops(found, text.content, held, around)
    for claim in (*score_rates(text.content, quantities, patterns), *score_sums(text.content, quantities, patterns)):
        _take(found, claim)
    _add_told(found, told)
    _add_likely(found, asked)
    for key, claim in found.items():
        if claim.stated.id in homes:
            home = homes[claim.stated.id]
            found[key] = proven(transposed(cleared(claim, home), home, around), home, around)
    found = doubted(spared(found, homes), around.panorama)
    for claim in (
        *repeats.restated(scores, totals, quantities, patterns),
        *repeats.repeats(text, outline, quantities, patterns),
        *exchanged(text, around.panorama, quantities, patterns),
        *told_otherwise(around.panorama, around.period, patterns),
        *again(held, patterns),
        *repeats.implausible(held, patterns),
    ):
        found.setdefault((claim.rule, claim.stated.id), claim)
    return tuple(sorted(found.values(), key=lambda claim: (claim.stated.at, claim.rule)))


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
    accounted = {one.id for claim in found.values() if claim.doubt is None and holds(claim) for one in _figures(claim)}
    for pair in over_stops.pairs(content, held, accounted):
        for _, _, claims in _matches(pair.content, pair.sentence, [], around, pair):
            for claim in over_stops.reaching_back(pair, claims, around.patterns):
                known = found.get((claim.rule, claim.stated.id))
                firmer = known is not None and over_stops.weak(known) and not (holds(known) or over_stops.weak(claim))
                firmer = firmer and proven(cleared(claim, pair.sentence), pair.sentence, around).doubt is None
                if firmer:
                    del found[claim.rule, claim.stated.id]
                if _take(found, claim):
                    homes[claim.stated.id] = pair.sentence
    return homes


def _figures(claim: Claim) -> Iterator[Quantity]:
    yield claim.stated
    yield from (one.quantity for one in claim.operands if one.quantity is not None)


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
    content: str, sentence: Sentence, before: list[Placed], around: Surroundings, series: Sequence[Series]
) -> Iterator[tuple[list[Claim], Asked | None, list[Claim]]]:
    """The claims of each match of a form, what their operands may be elsewhere, and what it says of figures that it calls by their names."""
    for (_, _, far, tellers), scope, claims in _matches(content, sentence, before, around):
        done = settled(scope, claims) if not sentence.cell and (far is not None or tellers) else None
        if sentence.cell or done is not None:
            yield claims, done, []
        else:
            yield claims, None if far is None else far(scope), [one for tell in tellers for one in tell(scope, series)]


def _matches(
    content: str, sentence: Sentence, before: list[Placed], around: Surroundings, pair: over_stops.Pair | None = None
) -> Iterator[tuple[_Form, Scope, list[Claim]]]:
    """Each match of a form in a sentence, with the claims that its binder makes of it.

    pair: what the sentence is, where it is two: where the first has no figures, only forms that lead up to theirs are looked for.
    """
    words, patterns = sentence.text, around.patterns
    forms, cues = _forms(patterns)
    # a form is not looked for where none of its cues stands, nor a cue where its first character does not: most sentences hold few of them
    cued = {number for first in cues.keys() & set(words) for cue, numbers in cues[first] if cue in words for number in numbers}
    if pair is not None:
        leading = over_stops.leading_forms(patterns)
        cued = {number for number, form in enumerate(forms) if form[0].id in leading or (number in cued and pair.first)}
    for number in sorted(cued):
        pattern, binder, _, _ = forms[number]
        for match in pattern.finditer(content, sentence.at.start, sentence.at.end):
            scope = Scope(sentence, match, pattern, before, around, patterns)
            yield forms[number], scope, list(binder(scope))


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
    return too_few or list(_figures(claim)) != list(_figures(other))


_Form = tuple[Pattern, Binder, Callable[[Scope], Asked | None] | None, tuple[table_talk.Teller, ...]]
_Cues = dict[str, list[tuple[str, list[int]]]]


@lru_cache(maxsize=4)
def _forms(patterns: Patterns) -> tuple[tuple[_Form, ...], _Cues]:
    """The forms of claims with their binders and those who look farther; and the cues that begin with a character, each with the numbers of its forms."""
    forms = (*patterns.kind("claim-form"), *patterns.kind("claim-list"))
    numbers: dict[str, list[int]] = {}
    for number, form in enumerate(forms):
        for cue in form.attributes["cues"]:
            numbers.setdefault(cue, []).append(number)
    cues: _Cues = {}
    for cue, its in numbers.items():
        cues.setdefault(cue[0], []).append((cue, its))
    binders = ((form, str(form.attributes["binder"])) for form in forms)
    return tuple((form, BINDERS[name], FAR.get(name), TOLD.get(name, ())) for form, name in binders), cues
