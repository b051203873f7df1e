"""claim/ratio, claim/difference: a whole, a part, its rate, and what is left of the whole (应检860台，已检774台，检定率90%，待检86台).

Four figures, and two equations: part ÷ whole is the rate, part + rest is the whole. Where both fail but for one slip of the pen, the other three figures bear
each other out, whatever the words are; a rest that is wrong beside a rate that holds is told only where words deny of it what the rate is of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.one_digit import slipped_from
from extractor.facts.claims.scope import AMOUNTS, LISTED, Scope, alike, total_of, year_of
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim, Hedge, QuantityKind

if TYPE_CHECKING:
    from regex import Match

_CUE = "claim.rate-with-rest"
_LEAST = 4
"""Figures of a sentence that tells all four."""
_MOST = 3
"""Figures that may be the rest together."""
_COUPLE = 2
_ALL = 100


@dataclass(frozen=True)
class _Told:
    """The four figures. rests: what is left, in one figure or several; name: what the rate is called."""

    whole: Placed
    part: Placed
    rate: Placed
    rests: Sequence[Placed]
    name: str

    @property
    def left(self) -> Fraction:
        return total_of(self.rests)

    @property
    def adds_up(self) -> bool:
        return self.whole.quantity.worth == self.part.quantity.worth + self.left

    def gives(self, part: Fraction, whole: Fraction) -> bool:
        """Whether the rate is what such a part of such a whole gives, as printed."""
        return whole > 0 and printed_as(self.rate.quantity, part, whole)

    @property
    def rate_holds(self) -> bool:
        return self.gives(self.part.quantity.worth, self.whole.quantity.worth)

    @property
    def rate_slipped(self) -> bool:
        """Whether part and rest make the whole, and one slip keeps the rate from being that of the part; nor is it that of the rest."""
        part, whole = self.part.quantity.worth, self.whole.quantity.worth
        own = slipped_from(self.rate.quantity, part * _ALL / whole) is not None
        return self.adds_up and own and not self.gives(self.left, whole)

    @property
    def amount_slipped(self) -> bool:
        """Whether the rate is that of the part, or of the whole, which the rest and the other one make, and one slip parts the printed figure from it."""
        part, whole = self.part.quantity, self.whole.quantity
        as_whole = self.gives(part.worth, part.worth + self.left) and slipped_from(whole, part.worth + self.left) is not None
        as_part = self.gives(whole.worth - self.left, whole.worth) and slipped_from(part, whole.worth - self.left) is not None
        return not self.rate_holds and len(self.rate.quantity.digits) >= _COUPLE and (as_whole or as_part)


def rates_with_rests(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], around: Surroundings) -> Iterator[Claim]:
    """What each rate with its whole, its part and the rest beside it says that no form has decided."""
    cue = around.patterns.one(_CUE)
    for sentence in sentences:
        if sentence.cell or len(sentence.figures) < _LEAST:
            continue
        for match in cue.finditer(sentence.text):
            scope = Scope(sentence, match, cue, (), around, around.patterns)
            begin = sentence.at.start
            rate = sentence.at_offset(begin + match.start("stated"), begin + match.end("stated"))
            if rate is None:
                continue
            claim = next((claim for told in _readings(scope, rate, match) if (claim := _claim(scope, told)) is not None), None)
            if claim is not None and _is_open(known, claim):
                yield claim


def _is_open(known: Mapping[tuple[str, str], Claim], claim: Claim) -> bool:
    first = known.get((claim.rule, claim.stated.id))
    return first is None or first.doubt is not None


def _readings(scope: Scope, rate: Placed, match: Match[str]) -> Iterator[_Told]:
    """The whole before the part, the part right before the rate, the rest behind the rate or between whole and part."""
    figures = scope.sentence.figures
    part = figures[rate.index - 1] if rate.index else rate
    plain = rate.quantity.kind is QuantityKind.PERCENT and _is_exact(rate)
    if not plain or part is rate or rate.clause - part.clause > 1 or not _is_level(scope, part, part):
        return
    row = [one for one in figures if one is part or _is_level(scope, one, part)]
    place = row.index(part)
    before, behind = row[:place], [one for one in row[place + 1 :] if one.index > rate.index]
    name = match["name"]
    if len(before) == 1:
        yield from (_Told(before[0], part, rate, behind[:count], name) for count in range(1, min(len(behind), _MOST) + 1))
    elif len(before) == _COUPLE:
        yield _Told(before[0], part, rate, before[1:], name)


def _is_exact(one: Placed) -> bool:
    return bool(one.quantity.value) and one.quantity.hedge is Hedge.EXACT and any(char.isdigit() for char in one.quantity.text)


def _is_level(scope: Scope, one: Placed, part: Placed) -> bool:
    """Whether a figure is a plain level in the unit of the part."""
    like = one.quantity.kind in AMOUNTS and alike(one.quantity, part.quantity) and one.depth == part.depth and _is_exact(one)
    years = {year for year in (year_of(one.quantity), year_of(part.quantity)) if year is not None}
    return like and len(years) < _COUPLE and scope.may_be_divided(one) and not scope.counts_more(one)


def _claim(scope: Scope, told: _Told) -> Claim | None:
    """What the four figures claim: the rate where it alone is wrong, else what is left."""
    if told.rate_slipped and not told.rate_holds:
        return scope.claim(told.rate, scope.reading(told.rate, told.part, told.whole), rule="claim/ratio", whole=True)
    holding = told.rate_holds and told.adds_up
    if not (holding or told.amount_slipped or _rest_slipped(scope, told)):
        return None
    used = [told.part, *told.rests[:-1]]
    operands = [scope.operand("had", told.whole, LISTED), *(scope.operand("used", one, LISTED) for one in used)]
    return scope.claim(told.rests[-1], operands, rule="claim/difference", whole=True)


def _rest_slipped(scope: Scope, told: _Told) -> bool:
    """Whether the rate holds, and one slip keeps what is left from being so: its words deny what the rate or the part is told for, or say that it is left."""
    rest = told.rests[0]
    if not told.rate_holds or len(told.rests) > 1:
        return False
    needed = told.whole.quantity.worth - told.part.quantity.worth
    if needed <= 0 or slipped_from(rest.quantity, needed) is None:
        return False
    denied = scope.patterns.one("claim.rate-with-rest.denied").search(rest.lead)
    if denied is not None and denied["verb"] in told.name + told.part.lead:
        return True
    return scope.patterns.one("claim.rate-with-rest.left").search(rest.lead) is not None
