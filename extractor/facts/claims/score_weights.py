"""Scores by their weights, in whatever order a sentence tells them: 按甲40%、乙60%计算，甲90分、乙80分，综合得分84分.

Read where all scores and rates of a sentence are of one such account: as many weights, of one whole, as scores, and one more score that is named the outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.scope import IN_FORM
from extractor.facts.figures.sentences import begin_of, end_of
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity, QuantityKind
from extractor.model.text import Span

_FORM = "claim.score-weights.outcome"
_PAIR, _MOST = 2, 6
_ALL = Fraction(100)


def score_weights(content: str, quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each sentence that is such an account."""
    weighs = patterns.one("claim.score-weights.cue")
    done = -1
    for one in quantities:
        if one.kind is not QuantityKind.SCORE or one.at.start < done:
            continue
        begin, done = begin_of(content, one.at.start), end_of(content, one.at.end)
        words = content[begin:done]
        if weighs.search(words) is None or patterns.one("claim.score-weights.aside").search(words) is not None:
            continue
        own = [two for two in quantities if begin <= two.at.start < done and two.kind in (QuantityKind.SCORE, QuantityKind.PERCENT)]
        claim = _claim(content, begin, own, patterns) if all(two.value and two.hedge is Hedge.EXACT for two in own) else None
        if claim is not None:
            yield claim


def _claim(content: str, begin: int, own: Sequence[Quantity], patterns: Patterns) -> Claim | None:
    scores = [one for one in own if one.kind is QuantityKind.SCORE]
    weights = [one for one in own if one.kind is QuantityKind.PERCENT]
    leads = {one.id: content[before : one.at.start] for before, one in zip([begin, *(one.at.end for one in own)], own, strict=False)}
    named = [one for one in scores if patterns.one(_FORM).search(leads[one.id]) is not None]
    if len(named) != 1 or len(scores) != len(weights) + 1 or not _PAIR <= len(weights) <= _MOST:
        return None
    parts = [one for one in scores if one is not named[0]]
    if not _in_turn(own, parts, weights, named[0], leads):
        return None
    if sum((one.worth for one in parts), Fraction(0)) == named[0].worth:
        return None  # 得35.2分，占总分的37.6%，…，总分93.6分: the scores are points of the whole already
    at = Span.covering(*(one.at for one in own))
    if sum((one.worth for one in weights), Fraction(0)) != _ALL:
        slipped = any(_would_hold(number, parts, weights, named[0]) for number in range(len(weights)))
        told = tuple(Operand("part", one, IN_FORM) for one in weights)
        return Claim("claim/weights", _FORM, weights[0], told, at) if slipped else None
    pairs = [figure for pair in zip(parts, weights, strict=True) for figure in pair]
    operands = tuple(Operand("factor", one, IN_FORM) for one in pairs)
    params: dict[str, object] = {
        "scores": True,
        "rounded": True,
        "whole": True,
        "groups": (_PAIR,) * len(weights),
        "counted": tuple(one.id for one in weights),
    }
    return Claim("claim/product", _FORM, named[0], operands, at, params=params)


def _would_hold(number: int, parts: Sequence[Quantity], weights: Sequence[Quantity], outcome: Quantity) -> bool:
    """Whether one weight, made what is left of the whole, gives the outcome."""
    worths = [one.worth for one in weights]
    worths[number] = _ALL - sum(worths, -worths[number])
    given = sum((part.worth * worth for part, worth in zip(parts, worths, strict=True)), Fraction(0))
    return worths[number] > 0 and printed_as(outcome, given, _ALL)


def _in_turn(
    own: Sequence[Quantity], parts: Sequence[Quantity], weights: Sequence[Quantity], outcome: Quantity, leads: dict[str, str]
) -> bool:
    """Whether each weight stands beside its score, or a row of weights beside a row of scores that bear the same names in the same order, or none."""
    row = [one for one in own if one is not outcome]
    if all(one.kind is not two.kind for one, two in zip(row[::_PAIR], row[1::_PAIR], strict=True)):
        return len({one.kind for one in row[::_PAIR]}) == 1
    if sum(one.kind is not two.kind for one, two in pairwise(row)) != 1:
        return False
    for part, weight in zip(parts, weights, strict=True):
        others = [one for one in parts if one is not part]
        least = shared_pairs(leads[weight.id], leads[part.id])
        if any(shared_pairs(leads[weight.id], leads[one.id]) > least for one in others):
            return False
    return True
