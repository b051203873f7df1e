"""Figures of a paragraph that their names alone tie to each other: what an account calls so is always made of the same things (净值 = 原值 − 累计折旧).

Each name must stand before one figure of its paragraph only; where a paragraph tells two of a name, of two years or two bodies, nobody can say which are meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from extractor.facts.claims.certainty.holding import holds, weak
from extractor.facts.claims.scope import AMOUNTS, SAME_PARAGRAPH, alike
from extractor.facts.figures import Placed, Sentence
from extractor.language.narrowing import pairs_of
from extractor.language.patterns import Pattern, Patterns
from extractor.model.claims import Claim, Hedge, Operand

_KIND = "claim-identity"
_MARKS = "，；：、。,;:"
_LEAST = 3
"""Figures of an identity: a whole and two terms."""


def identities(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each identity whose names a paragraph tells, where no claim of the same figures has been decided."""
    forms = patterns.kind(_KIND)
    decided = {one.figure_ids for one in known.values() if one.doubt is None}
    for _, held in groupby((one for one in sentences if not one.cell), key=lambda one: one.paragraph):
        figures = [(one, _words(sentence, one)) for sentence in held for one in sentence.figures if one.quantity.kind in AMOUNTS]
        if len(figures) < _LEAST:
            continue
        told = pairs_of("\n".join(words for _, words in figures))
        for form in forms:
            if form.lacks(told):
                continue  # no name of it stands before any figure
            claim = _claim(form, figures, patterns)
            if claim is not None and claim.figure_ids not in decided:
                first = known.get((claim.rule, claim.stated.id))
                if first is None or first.doubt is not None or (weak(first) and not holds(first)):
                    yield claim


def _words(sentence: Sentence, one: Placed) -> str:
    """The words before a figure, back to the mark or figure before; a name may hold a bracket (因公出国（境）费)."""
    begin = sentence.figures[one.index - 1].at.end - sentence.at.start if one.index else 0
    words = sentence.text[begin : one.at.start - sentence.at.start]
    return words[max(words.rfind(mark) for mark in _MARKS) + 1 :].strip()


def _claim(form: Pattern, figures: Sequence[tuple[Placed, str]], patterns: Patterns) -> Claim | None:
    """The claim of one identity: its groups say which name is of the whole, which of what is added and of what is taken off."""
    told: dict[str, Placed] = {}
    for one, words in figures:
        named = form.search(words)
        if named is None:
            continue
        if one.quantity.value is None or one.quantity.hedge is not Hedge.EXACT or patterns.one("claim.ledger.compared").search(words):
            return None
        (name,) = (group for group, said in named.groupdict().items() if said is not None)
        if name in told and told[name].quantity.worth != one.quantity.worth:
            return None
        told.setdefault(name, one)
    names = set(form.groups)
    if "other" in told or set(told) != names - {"other"}:
        return None
    whole = told.pop("whole")
    if not all(alike(one.quantity, whole.quantity) for one in told.values()):
        return None
    less = {name for name in told if name.startswith("less")}
    roles = {name: ("used" if name in less else "had") if less else "part" for name in told}
    operands = [Operand(roles[name], one.quantity, SAME_PARAGRAPH) for name, one in told.items()]
    operands.sort(key=lambda one: one.role)
    made = sum((one.quantity.worth * (-1 if name in less else 1) for name, one in told.items()), Fraction(0))
    others = [one for one, _ in figures if one is not whole and one.quantity.worth == made and alike(one.quantity, whole.quantity)]
    if made <= 0 or (others and whole.quantity.worth != made):
        return None  # 预算1220万元，其中基本支出700万元、项目支出520万元。全年支出1150万元: they are of another whole
    return Claim.of("claim/difference" if less else "claim/sum", form.id, whole.quantity, operands)
