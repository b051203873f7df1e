"""Claims: what the report says of figures that must agree, each bound to its operands by clause, sentence, section, report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from extractor.facts.claims import (
    averages,
    bounds,
    breakdowns,
    changes,
    counts,
    products,
    rates,
    ratios,
    remainders,
    repeats,
    shares,
    sums,
    unnamed_wholes,
)
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
    "breakdown": breakdowns.breakdown,
    "breakdown_of": breakdowns.breakdown_of,
    "breakdown_of_above": unnamed_wholes.breakdown_of_above,
    "weights": sums.weights,
    "within": bounds.within,
    "limit": bounds.limit,
    "limit_times": bounds.limit_times,
    "named_before": counts.named_before,
    "named_behind": counts.named_behind,
    "titles": counts.titles,
    "firstly": counts.firstly,
}
"""How the operands of a form are found, by the ``binder`` of its entry."""

_REMEMBERED = 24
"""How many figures of the paragraph's earlier sentences a binder sees."""


def find_claims(
    text: Text, outline: Outline, quantities: Sequence[Quantity], scores: Mapping[str, Score], totals: Totals, patterns: Patterns
) -> tuple[Claim, ...]:
    """The claims of a text in document order, one a stated figure and rule: the first form that reads it has it, a decided one before a doubted."""
    held = list(sentences(text, quantities))
    around = Surroundings(held, outline)
    found: dict[tuple[str, str], Claim] = {}
    for sentence, before in _with_memory(held):
        for claim in _of_sentence(text, sentence, before, around, patterns):
            key = (claim.rule, claim.stated.id)
            known = found.get(key)
            if known is None or (known.doubt is not None and claim.doubt is None):
                found[key] = claim
    for claim in (
        *repeats.restated(scores, totals, quantities, patterns),
        *repeats.repeats(text, outline, quantities, patterns),
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


def _of_sentence(text: Text, sentence: Sentence, before: list[Placed], around: Surroundings, patterns: Patterns) -> Iterator[Claim]:
    words = sentence.text
    for form, cues, binder in _forms(patterns):
        for cue in cues:
            if cue in words:
                break
        else:
            continue  # a form is not looked for where none of its cues stands
        for match in form.finditer(text.content, sentence.at.start, sentence.at.end):
            yield from binder(Scope(sentence, match, form, before, around, patterns))


@lru_cache(maxsize=4)
def _forms(patterns: Patterns) -> tuple[tuple[Pattern, tuple[str, ...], Binder], ...]:
    """The forms of claims with their cues and binders."""
    forms = (*patterns.kind("claim-form"), *patterns.kind("claim-list"))
    return tuple((form, tuple(form.attributes["cues"]), BINDERS[form.attributes["binder"]]) for form in forms)
