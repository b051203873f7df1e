"""Claims: what the report says of figures that must agree, each bound to its operands by clause, sentence, section, report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.facts.claims import (
    averages,
    bounds,
    breakdowns,
    changes,
    counts,
    far_averages,
    far_balances,
    far_growths,
    far_products,
    far_ratios,
    far_sides,
    products,
    rates,
    ratios,
    remainders,
    repeats,
    several,
    shares,
    sums,
    unnamed_wholes,
)
from extractor.facts.claims.likely import Asked, couples, settle, wholes
from extractor.facts.claims.misprints import exchanged
from extractor.facts.claims.neighbours import cleared
from extractor.facts.claims.scope import Scope
from extractor.facts.claims.surroundings import Surroundings
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
    "one_to": ratios.one_to,
    "growth": changes.growth,
    "growth_from_to": changes.growth_from_to,
    "growth_than": changes.growth_than,
    "from_to": changes.from_to,
    "than": changes.than,
    "change": changes.change,
    "balance": remainders.balance,
    "net": remainders.net,
    "stock": remainders.stock,
    "adjusted": remainders.adjusted,
    "shares": shares.shares,
    "product": products.product,
    "formula": products.formula,
    "conversion": products.conversion,
    "average": averages.average,
    "sum": sums.total,
    "above": sums.above,
    "several": several.several,
    "breakdown": breakdowns.breakdown,
    "breakdown_of": breakdowns.breakdown_of,
    "breakdown_of_above": unnamed_wholes.breakdown_of_above,
    "weights": sums.weights,
    "within": bounds.within,
    "limit": bounds.limit,
    "target": bounds.target,
    "limit_times": bounds.limit_times,
    "named_before": counts.named_before,
    "named_behind": counts.named_behind,
    "titles": counts.titles,
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

_REMEMBERED = 24
"""How many figures of the paragraph's earlier sentences a binder sees."""


def find_claims(
    text: Text, outline: Outline, quantities: Sequence[Quantity], scores: Mapping[str, Score], totals: Totals, patterns: Patterns
) -> tuple[Claim, ...]:
    """The claims of a text in document order, one a stated figure and rule: the first form that reads it has it, a decided one before a doubted."""
    held = list(sentences(text, quantities))
    around = Surroundings(held, outline, patterns)
    found: dict[tuple[str, str], Claim] = {}
    asked: list[Asked] = []
    for sentence, before in _with_memory(held):
        for claims, far in _of_sentence(text, sentence, before, around, patterns):
            for claim in claims:
                key = (claim.rule, claim.stated.id)
                known = found.get(key)
                if known is None or (known.doubt is not None and claim.doubt is None):
                    found[key] = claim
            if far is not None:
                asked.append(far)
    _add_likely(found, asked)
    homes = {one.quantity.id: sentence for sentence in held for one in sentence.figures}
    for key, claim in found.items():
        if claim.stated.id in homes:
            found[key] = cleared(claim, homes[claim.stated.id])
    for claim in (
        *repeats.restated(scores, totals, quantities, patterns),
        *repeats.repeats(text, outline, quantities, patterns),
        *exchanged(text, quantities, patterns),
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
    text: Text, sentence: Sentence, before: list[Placed], around: Surroundings, patterns: Patterns
) -> Iterator[tuple[list[Claim], Asked | None]]:
    """The claims of each match of a form, and what their operands may be elsewhere."""
    words = sentence.text
    for form, cues, binder, far in _forms(patterns):
        for cue in cues:
            if cue in words:
                break
        else:
            continue  # a form is not looked for where none of its cues stands
        for match in form.finditer(text.content, sentence.at.start, sentence.at.end):
            scope = Scope(sentence, match, form, before, around, patterns)
            yield list(binder(scope)), None if far is None or sentence.cell else far(scope)


def _add_likely(found: dict[tuple[str, str], Claim], asked: Sequence[Asked]) -> None:
    """Puts what is likely beside each claim whose operands were not found near it, and in the place of one that was not read at all."""
    known, shared = couples(asked), wholes(asked)
    rates = frozenset(one.id for one in asked if one.rule == "claim/ratio")
    averaged = {
        one.operands[0].quantity.id
        for one in found.values()
        if one.rule == "claim/average" and one.doubt is None and one.operands[0].quantity is not None
    }
    for one in asked:
        claim = settle(replace(one, rates=rates), known, shared)
        if claim is None:
            continue
        key = (claim.rule, claim.stated.id)
        first = found.get(key)
        if first is None:
            if claim.doubt is None and not (claim.rule == "claim/product" and claim.stated.id in averaged):
                found[key] = claim  # the total of an average (补贴36万元，人均300元) is not the product of the prices before it
        elif "otherwise" not in first.params:
            found[key] = replace(first, params={**first.params, "otherwise": claim})


@lru_cache(maxsize=4)
def _forms(patterns: Patterns) -> tuple[tuple[Pattern, tuple[str, ...], Binder, Callable[[Scope], Asked | None] | None], ...]:
    """The forms of claims with their cues and binders."""
    forms = (*patterns.kind("claim-form"), *patterns.kind("claim-list"))
    return tuple(
        (form, tuple(form.attributes["cues"]), BINDERS[form.attributes["binder"]], FAR.get(form.attributes["binder"])) for form in forms
    )
