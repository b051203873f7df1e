"""claim/ratio: shares told in the order of a list that another sentence tells (…甲a万元；乙b万元；丙c万元。三项占比分别为p、q、r).

The list is one that another claim has read as the parts of a whole. Nothing but its length ties it to the row, so all shares but one must be of that whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from extractor.facts.claims.certainty.holding import holds
from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.scope import LISTED
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity, QuantityKind

_FORM = "claim.ratio.in-turn"
_LISTS = frozenset({"claim/breakdown", "claim/sum"})
_COUPLE, _MOST = 2, 12
_TELLING = 3
"""Digits of a share that come of two figures by chance but seldom."""
_STEPS = Fraction(3, 2)
"""Units of the last printed digit by which a share is moved, so that all come to 100%."""
_BACK = 600
"""Characters from the end of a list to the row of its shares."""


def shares_in_turn(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each share of a row that no form has decided, of the nearest list before it that all others but one bear out."""
    lists = sorted((one for one in known.values() if one.rule in _LISTS and _is_list(one)), key=lambda one: one.at.end)
    for sentence in sentences if lists else ():
        if sentence.cell:
            continue
        for row in _rows(sentence, patterns):
            if all(_is_decided(known, one.quantity) for one in row):
                continue
            near = [one for one in lists if one.at.end <= row[0].at.start <= one.at.end + _BACK and len(one.operands) == len(row)]
            for told in reversed(near):
                parts = [one.quantity for one in told.operands if one.quantity is not None]
                if _is_borne_out(row, parts, told.stated):
                    yield from _claims(row, parts, told.stated, known)
                    break


def _is_list(claim: Claim) -> bool:
    told = [one.quantity for one in claim.operands]
    return _COUPLE <= len(told) <= _MOST and all(one is not None and one.value and one.hedge is Hedge.EXACT for one in told)


def _rows(sentence: Sentence, patterns: Patterns) -> Iterator[list[Placed]]:
    """The runs of percentages with nothing but the mark of a list between them, whose first is led in as a share."""
    joins = patterns.words("quantity.joins")
    row: list[Placed] = []
    for one, following in pairwise((*sentence.figures, None)):
        assert one is not None
        share = one.quantity.kind is QuantityKind.PERCENT and one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT
        if share and (row or patterns.one("claim.turn.shares").search(one.lead)):
            row.append(one)
        if not row:
            continue
        if following is None or not share or sentence.between(one, following).strip() not in joins:
            if len(row) >= _COUPLE:
                yield row
            row = []


def _is_decided(known: Mapping[tuple[str, str], Claim], share: Quantity) -> bool:
    first = known.get(("claim/ratio", share.id))
    return first is not None and first.doubt is None and holds(first)


def _is_borne_out(row: Sequence[Placed], parts: Sequence[Quantity], whole: Quantity) -> bool:
    """Whether all shares but one are of the whole, and those that are have digits enough."""
    holding = [one for one, part in zip(row, parts, strict=True) if printed_as(one.quantity, part.worth, whole.worth)]
    return len(holding) >= len(row) - 1 and sum(len(one.quantity.digits) for one in holding) >= _TELLING


def _claims(row: Sequence[Placed], parts: Sequence[Quantity], whole: Quantity, known: Mapping[tuple[str, str], Claim]) -> Iterator[Claim]:
    for one, part in zip(row, parts, strict=True):
        if not _is_decided(known, one.quantity) and not _is_made_to_fit(one.quantity, part, whole):
            yield Claim.of("claim/ratio", _FORM, one.quantity, (Operand("part", part, LISTED), Operand("whole", whole, LISTED)))


def _is_made_to_fit(share: Quantity, part: Quantity, whole: Quantity) -> bool:
    """Whether a share differs by no more than shares are made to, so that all come to 100%."""
    step = Fraction(1, 100 * 10**share.decimals)
    off = abs(part.worth / whole.worth - share.worth / 100)
    return off < step * _STEPS and not printed_as(share, part.worth, whole.worth)
