"""Claims: what the report says of figures that must agree, each bound to its operands by clause, sentence, section, report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.facts.claims.certainty.holding import settled
from extractor.facts.claims.certainty.neighbours import cleared
from extractor.facts.claims.certainty.one_rate import doubted
from extractor.facts.claims.certainty.proof import proven
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
from extractor.facts.claims.near import (
    averages,
    bounds,
    breakdowns,
    changes,
    counts,
    growths,
    listed_out,
    named_things,
    per_each,
    priced_above,
    products,
    rates,
    ratios,
    remainders,
    several,
    shares,
    sorted_lists,
    sums,
    tariffs,
    those_of,
    unnamed_wholes,
    weights,
    within_whole,
)
from extractor.facts.claims.near.again import again
from extractor.facts.claims.scope import Scope
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
    "net": remainders.net,
    "stock": remainders.stock,
    "adjusted": remainders.adjusted,
    "added": remainders.added,
    "shares": shares.shares,
    "product": products.product,
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
    "average": averages.average,
    "sum": sums.total,
    "above": sums.above,
    "several": several.several,
    "items": far_named.items,
    "breakdown": breakdowns.breakdown,
    "breakdown_of": breakdowns.breakdown_of,
    "breakdown_of_above": unnamed_wholes.breakdown_of_above,
    "sorted_list": sorted_lists.sorted_list,
    "breakdown_bare": unnamed_wholes.breakdown_bare,
    "weights": weights.weights,
    "within": bounds.within,
    "within_two": bounds.within_two,
    "limit": bounds.limit,
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
    "tallied": counts.tallied,
    "firstly": counts.firstly,
}
"""How the operands of a form are found, by the ``binder`` of its entry."""

FAR: dict[str, Callable[[Scope], Asked | None]] = {
    "rate": far_ratios.rate,
    "share": far_ratios.share,
    "average": far_averages.average,
    "balance": far_balances.balance,
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
        for claims, far, named in _of_sentence(text, sentence, before, around, series):
            for claim in claims:
                key = (claim.rule, claim.stated.id)
                known = found.get(key)
                if known is None or (known.doubt is not None and claim.doubt is None):
                    found[key] = claim
            if far is not None:
                asked.append(far)
            told += named
    _add_told(found, told)
    _add_likely(found, asked)
    homes = {one.quantity.id: sentence for sentence in held for one in sentence.figures}
    for key, claim in found.items():
        if claim.stated.id in homes:
            home = homes[claim.stated.id]
            found[key] = proven(cleared(claim, home), home, around)
    found = doubted(found, around.panorama)
    for claim in (
        *repeats.restated(scores, totals, quantities, patterns),
        *repeats.repeats(text, outline, quantities, patterns),
        *exchanged(text, around.panorama, quantities, patterns),
        *again(held, patterns),
        *repeats.implausible(held, patterns),
    ):
        found.setdefault((claim.rule, claim.stated.id), claim)
    return tuple(sorted(found.values(), key=lambda claim: (claim.stated.at, claim.rule)))


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
    text: Text, sentence: Sentence, before: list[Placed], around: Surroundings, series: Sequence[Series]
) -> Iterator[tuple[list[Claim], Asked | None, list[Claim]]]:
    """The claims of each match of a form, what their operands may be elsewhere, and what it says of figures that it calls by their names."""
    words, patterns = sentence.text, around.patterns
    for form, cues, binder, far, tellers in _forms(patterns):
        for cue in cues:
            if cue in words:
                break
        else:
            continue  # a form is not looked for where none of its cues stands
        for match in form.finditer(text.content, sentence.at.start, sentence.at.end):
            scope = Scope(sentence, match, form, before, around, patterns)
            claims = list(binder(scope))
            if sentence.cell:
                yield claims, None, []
                continue
            done = settled(scope, claims) if far is not None or tellers else None
            if done is not None:
                yield claims, done, []
            else:
                yield claims, None if far is None else far(scope), [one for tell in tellers for one in tell(scope, series)]


def _add_told(found: dict[tuple[str, str], Claim], told: Iterable[Claim]) -> None:
    """Puts what is said by names in the place of a claim that was not read, and beside one that was."""
    for claim in told:
        key = (claim.rule, claim.stated.id)
        first = found.get(key)
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
        if claim.params.get("listed"):
            found[key] = claim
        elif first is None:
            if claim.doubt is None and not (claim.rule == "claim/product" and claim.stated.id in averaged):
                found[key] = claim  # the total of an average (补贴36万元，人均300元) is not the product of the prices before it
        elif "otherwise" not in first.params or (claim.doubt is None and _is_last(first.params["otherwise"])):
            found[key] = replace(first, params={**first.params, "otherwise": claim})


def _is_last(claim: object) -> bool:
    """Whether a reading by names is but the last resort."""
    return isinstance(claim, Claim) and bool(claim.params.get("last"))


_Form = tuple[Pattern, tuple[str, ...], Binder, Callable[[Scope], Asked | None] | None, tuple[table_talk.Teller, ...]]


@lru_cache(maxsize=4)
def _forms(patterns: Patterns) -> tuple[_Form, ...]:
    """The forms of claims with their cues, their binders and those who look farther."""
    forms = (*patterns.kind("claim-form"), *patterns.kind("claim-list"))
    binders = ((form, str(form.attributes["binder"])) for form in forms)
    return tuple((form, tuple(form.attributes["cues"]), BINDERS[name], FAR.get(name), TOLD.get(name, ())) for form, name in binders)
