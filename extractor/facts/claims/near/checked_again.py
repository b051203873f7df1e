"""claim/repeat: a figure that the next sentence tells once more in the same words, for it was checked (经核对，全年发放贷款a万元), and tells otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.facts.claims.scope import AMOUNTS, SAME_PARAGRAPH, alike
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand

_FORM = "claim.repeat.checked-again"
_NAMED = 6
"""Characters right before both figures that are the same."""


def checked_again(sentences: Sequence[Sentence], patterns: Patterns) -> Iterator[Claim]:
    """The first figure of a sentence that checks the one before it, and the only one of its name there, where the two differ."""
    for before, sentence in pairwise(sentences):
        if before.paragraph != sentence.paragraph or sentence.at.start - before.at.end > 1 or sentence.cell or not sentence.figures:
            continue
        second = sentence.figures[0]
        told = patterns.one(_FORM).match(sentence.text[: second.at.start - sentence.at.start])
        if told is None or not _is_sure(second) or any(one.quantity.worth == second.quantity.worth for one in before.figures):
            continue
        like = [one for one in before.figures if alike(one.quantity, second.quantity)]
        if len(like) == 1 and _is_sure(like[0]) and _of_one_name(before, like[0], told["name"], patterns):
            yield Claim.of("claim/repeat", _FORM, second.quantity, (Operand("first", like[0].quantity, SAME_PARAGRAPH),))


def _is_sure(one: Placed) -> bool:
    quantity = one.quantity
    return quantity.kind in AMOUNTS and quantity.hedge is Hedge.EXACT and quantity.value is not None and not one.depth


def _of_one_name(before: Sentence, one: Placed, name: str, patterns: Patterns) -> bool:
    """Whether all that the second is called stands before the first, the last of it right there, and nothing there makes it another figure."""
    lead = before.text[: one.at.start - before.at.start]
    said = name.strip()
    same = len(said) >= _NAMED and lead.endswith(said[-_NAMED:]) and all(char in lead for char in said)
    return same and patterns.one(f"{_FORM}.other").search(lead) is None
