"""claim/ratio: a rate whose sentence tells its part, its whole and nothing else, and whose name the part alone bears (77个县中，61个达标，达标面79.2%).

The forms look for operands by verbs and places, and doubt what they find. Where a sentence holds two amounts of one unit and a rate named by one of them, the
other is what it is of, in whatever words; a third amount may only be the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from extractor.facts.claims.certainty.holding import holds, weak
from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.rates_of_states import is_rate
from extractor.facts.claims.scope import AMOUNTS, LISTED, alike, ends_with
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, QuantityKind

_FORM = "claim.rate-alone"
_COUPLE, _WITH_REST = 2, 3
"""Amounts of such a sentence; with the rest told besides."""
_NEAR = Fraction(1, 4)
"""How far a rate may be from what the two give, of it: farther off it is of something else."""
_HUNDRED = 100
_AND = "\u3001"
"""The mark of a list, over which no words about a figure reach."""
_COUNTED = AMOUNTS | {QuantityKind.PERCENT, QuantityKind.POINTS, QuantityKind.MULTIPLE, QuantityKind.BARE}


def rates_alone(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each rate that no form has decided and whose sentence tells but its part and its whole."""
    aside = patterns.one(f"{_FORM}.aside")
    for sentence in sentences:
        figures = [one for one in sentence.figures if one.quantity.kind in _COUNTED]
        if sentence.cell or not _COUPLE < len(figures) <= _WITH_REST + 1 or not is_rate(figures[-1]):
            continue
        stated, amounts = figures[-1], figures[:-1]
        said = patterns.one(_FORM).search(stated.lead)
        shared = said is None and patterns.one(f"{_FORM}.share").search(stated.lead) is not None
        if not (said or shared) or aside.search(sentence.text) is not None or not _are_exact(amounts):
            continue
        pair = _share(amounts) if said is None else _pair(said["stem"], amounts, patterns)
        told = [one for one in known.values() if one.stated.id == stated.quantity.id]
        if pair is None or not _is_near(stated, *pair) or not all(map(_is_open, told)) or any(_moves(one, patterns) for one in pair):
            continue
        operands = [Operand(role, one.quantity, LISTED) for role, one in zip(("part", "whole"), pair, strict=True)]
        yield Claim.of("claim/ratio", _FORM, stated.quantity, operands)


def _are_exact(amounts: Sequence[Placed]) -> bool:
    """Whether figures are levels of one unit, told for sure and outside of brackets."""
    like = all(alike(one.quantity, amounts[0].quantity) and one.quantity.kind in AMOUNTS for one in amounts)
    return like and all(one.quantity.hedge is Hedge.EXACT and one.quantity.value and not one.depth for one in amounts)


def _moves(one: Placed, patterns: Patterns) -> bool:
    """Whether a figure is a change: its rate is of what was before (余额2.93亿元，比年初压减0.71亿元，压减比例19.5%)."""
    return ends_with(one.lead, patterns.words("claim.change")) or ends_with(one.lead, patterns.words("claim.base"))


def _is_open(claim: Claim) -> bool:
    """Whether no reading of a rate is decided, or holds."""
    other = claim.params.get("otherwise")
    held = holds(claim) or (isinstance(other, Claim) and holds(other))
    return not held and (claim.doubt is not None or weak(claim))


def _pair(stem: str, amounts: Sequence[Placed], patterns: Patterns) -> tuple[Placed, Placed] | None:
    """The part, which alone bears the stem of the rate, and the whole: the other figure, or the one that part and rest make up."""
    named = [one for one in amounts if _bears(stem, one, patterns)]
    if len(named) != 1:
        return None
    others = [one for one in amounts if one is not named[0]]
    if len(others) == 1:
        return named[0], others[0]
    whole, rest = sorted(others, key=lambda one: one.quantity.worth, reverse=True)
    complete = whole.quantity.worth == rest.quantity.worth + named[0].quantity.worth
    return (named[0], whole) if complete and whole is amounts[0] else None


def _share(amounts: Sequence[Placed]) -> tuple[Placed, Placed] | None:
    """The first of two amounts, of the second, which the words of the share call all there are (290项，在880项总数里占33%)."""
    return (amounts[0], amounts[1]) if len(amounts) == _COUPLE and amounts[0].quantity.worth < amounts[1].quantity.worth else None


def _bears(stem: str, one: Placed, patterns: Patterns) -> bool:
    """Whether all characters of a stem stand in the words about a figure, and none of those words denies it."""
    words = f"{one.lead.rpartition(_AND)[2]}{one.tail.partition(_AND)[0]}"
    owed = any(f"{word}{stem}" in words for word in patterns.words("claim.owed"))  # 应返还A，已返还B，返还率
    return not owed and all(char in words for char in stem) and not any(mark in words for mark in patterns.words("claim.negations"))


def _is_near(stated: Placed, part: Placed, whole: Placed) -> bool:
    """Whether a rate comes near what two figures give, and is not just what it would be were one of them not in the other (余额80，清退20，清退率20%)."""
    own, other = part.quantity.worth, whole.quantity.worth
    told, given = stated.quantity.worth, Fraction(_HUNDRED) * own / other
    near = abs(told - given) <= max(told, given) * _NEAR and (told > _HUNDRED) == (given > _HUNDRED)
    return near and not printed_as(stated.quantity, own, own + other)
