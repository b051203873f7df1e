"""The forms of claims: how a report says that figures agree, with who finds their operands; and where in its sentences they match."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.facts.claims.binders import BINDERS, FAR, TOLD, Binder
from extractor.facts.claims.far.likely import Asked
from extractor.facts.claims.near.over_stops import Pair, leading_forms
from extractor.facts.claims.scope import Scope
from extractor.facts.claims.tables.talk import Teller
from extractor.facts.figures import Sentence
from extractor.language.narrowing import pairs_of
from extractor.language.patterns import Pattern, Patterns

if TYPE_CHECKING:
    import regex


class Form(NamedTuple):
    """A form, who finds its operands in what it matched, who looks for them farther away, and who reads what it says of figures by their names."""

    pattern: Pattern
    binder: Binder
    far: Callable[[Scope], Asked | None] | None
    tellers: tuple[Teller, ...]


Match = tuple[Form, "regex.Match[str]"]
_Cues = dict[str, list[tuple[str, list[int]]]]


class Asking(NamedTuple):
    """A sentence in its text, and the numbers of the forms that are looked for in it."""

    content: str
    sentence: Sentence
    forms: Iterable[int]


def of_sentence(content: str, sentence: Sentence, patterns: Patterns) -> Asking:
    """The forms of which a cue stands in a sentence."""
    return Asking(content, sentence, _cued(sentence.text, patterns))


def of_pair(pair: Pair, patterns: Patterns) -> Asking:
    """The same for two sentences as one; where the first has no figures, only forms that lead up to theirs are looked for."""
    leading = _leading(patterns)
    return Asking(pair.content, pair.sentence, leading | _cued(pair.sentence.text, patterns) if pair.first else leading)


def matches(asked: Sequence[Asking], patterns: Patterns) -> list[list[Match]]:
    """The matches in each sentence, in the order of the forms.

    One form after the other goes through all sentences: what is compiled of it then stays in the processor's cache, and all of them take half the time that
    they take sentence by sentence (of 27 pages 25 ms in place of 48).
    """
    forms, _ = _forms(patterns)
    looked_for: dict[int, list[int]] = {}
    for place, one in enumerate(asked):
        for number in one.forms:
            looked_for.setdefault(number, []).append(place)
    found: list[list[Match]] = [[] for _ in asked]
    held = [pairs_of(one.sentence.text) for one in asked]
    for number in sorted(looked_for):
        form = forms[number]
        for place in looked_for[number]:
            if form.pattern.lacks(held[place]):
                continue  # as in one of three
            content, (start, end) = asked[place].content, asked[place].sentence.at
            found[place] += [(form, match) for match in form.pattern.finditer(content, start, end)]
    return found


def _cued(words: str, patterns: Patterns) -> set[int]:
    """The numbers of the forms of which a cue stands among some words; no cue is looked for where its first character is not, as most are not."""
    _, cues = _forms(patterns)
    return {number for first in cues.keys() & set(words) for cue, numbers in cues[first] if cue in words for number in numbers}


@lru_cache(maxsize=4)
def _leading(patterns: Patterns) -> frozenset[int]:
    """The numbers of the forms that lead up to the figures of the sentence behind them."""
    return frozenset(number for number, form in enumerate(_forms(patterns)[0]) if form.pattern.id in leading_forms(patterns))


@lru_cache(maxsize=4)
def _forms(patterns: Patterns) -> tuple[tuple[Form, ...], _Cues]:
    """The forms in their order; and the cues that begin with a character, each with the numbers of its forms."""
    forms = (*patterns.kind("claim-form"), *patterns.kind("claim-list"))
    numbers: dict[str, list[int]] = {}
    for number, form in enumerate(forms):
        for cue in form.attributes["cues"]:
            numbers.setdefault(cue, []).append(number)
    cues: _Cues = {}
    for cue, its in numbers.items():
        cues.setdefault(cue[0], []).append((cue, its))
    binders = ((form, str(form.attributes["binder"])) for form in forms)
    return tuple(Form(form, BINDERS[name], FAR.get(name), TOLD.get(name, ())) for form, name in binders), cues
