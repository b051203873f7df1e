"""claim/weights: shares of all there is make a hundred, though no amounts are told (合格率97.91%，不合格率2.09%; 产业结构比为12:48:40).

Shares in per cent do so where their names leave nothing out (合格率, 不合格率), and the terms of a ratio that is called a structure do. Each may be rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from extractor.facts.claims.near.partitions import is_partition
from extractor.facts.claims.one_digit import slips_of
from extractor.facts.claims.scope import AMBIGUOUS, LISTED, Scope
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim, Hedge, QuantityKind

_SHARE, _STRUCTURE = "claim.shares-of-all.share", "claim.shares-of-all.structure"
_LEAST, _MOST = 2, 5
_HUNDRED, _NEAR = 100, 10
_HALF = Fraction(1, 2)


def shares_of_all(sentences: Sequence[Sentence], around: Surroundings) -> Iterator[Claim]:
    """One claim for each row of shares, and for each structure."""
    share, structure = around.patterns.one(_SHARE), around.patterns.one(_STRUCTURE)
    for sentence in sentences:
        if sentence.cell or len(sentence.figures) < _LEAST:
            continue
        for match in structure.finditer(sentence.text):
            scope = Scope(sentence, match, structure, (), around, around.patterns)
            for start, end in (match.span("former"), match.span("terms")):
                terms = [one for one in sentence.figures if start <= one.at.start - sentence.at.start < end]
                yield from _claim(scope, [replace(one, quantity=replace(one.quantity, kind=QuantityKind.BARE, unit=None)) for one in terms])
        told = Scope.at_cue(sentence, share, around)
        if told is not None:
            for row in _rows(told):
                yield from _claim(told, row)


def _rows(scope: Scope) -> Iterator[list[Placed]]:
    """The shares that a sentence tells one after another, under names that leave nothing out and of one whole."""
    share = scope.patterns.one(_SHARE)
    told = [one for one in scope.sentence.figures if one.quantity.kind is QuantityKind.PERCENT]
    said = [(one, share.search(one.lead)) for one in told]
    for named, held in groupby(said, key=lambda pair: pair[1] is not None):
        row = [(one, match) for one, match in held if match is not None]
        if not named or not _LEAST <= len(row) <= _MOST or len({one.depth for one, _ in row}) > 1:
            continue
        wholes = {match["whole"] for _, match in row} - {None}
        named_alone = [replace(one, lead=one.lead[: match.start()]) for one, match in row]
        if len(wholes) <= 1 and is_partition(scope, named_alone):
            yield [one for one, _ in row]


def _claim(scope: Scope, terms: Sequence[Placed]) -> Iterator[Claim]:
    """What the terms make: a hundred but for their rounding; else one slip must be all that keeps them from it."""
    exact = all(one.quantity.value and one.quantity.hedge is Hedge.EXACT and one.quantity.scale == 1 for one in terms)
    if not exact or len(terms) < _LEAST:
        return
    total = sum((one.quantity.worth for one in terms), Fraction(0))
    room = sum((Fraction(1, 10**one.quantity.decimals) for one in terms), Fraction(0))
    gap = abs(total - _HUNDRED)
    if terms[0].quantity.kind is QuantityKind.BARE and gap > _NEAR:
        return  # 按6:3:1的比例
    slipped = gap > room and any(
        abs(total - one.quantity.worth + value - _HUNDRED) <= room * _HALF for one in terms for value in slips_of(one.quantity)
    )
    operands = [scope.operand("part", one, LISTED) for one in terms]
    doubt = None if slipped or gap <= room * _HALF else AMBIGUOUS
    hundred = _HUNDRED if terms[0].quantity.kind is QuantityKind.BARE else 1
    yield scope.claim(terms[0], operands, rule="claim/weights", doubt=doubt, rounded=True, all=hundred)
