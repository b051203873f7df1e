"""claim/repeat: the one figure of a closing sentence that the report tells otherwise (2019年完成放映1735场，观影群众15.87万人次: 1802场, 1735场 in 2018).

A sentence that tells again what other sections have told, all figures but one, tells that one wrongly where it is a slip apart from one of them, or is the one
of the year before. It is a suspicion as those of `misprints`: equations that bear out both figures drop it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from extractor.facts.claims.far.panorama import Panorama, Seen
from extractor.facts.claims.one_digit import is_one_slip
from extractor.facts.claims.scope import AMOUNTS, SAME_REPORT
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity
from extractor.model.text import Span

_FORM = "claim.repeat.summary"
"""What reads these claims, in place of a pattern."""
_TELLING, _LONG = 3, 4
"""Digits of a figure that is told again, and of one that a slip tells from another."""
_SHARED = 2

_Amount = tuple[str | None, Fraction]


def told_otherwise(view: Panorama, period: int | None, patterns: Patterns) -> Iterator[Claim]:
    """The figures of sentences that sum up other sections which these tell otherwise. period: the year of the report."""
    held = [one for one in view.all if one.sentence >= 0 and one.placed.quantity.kind in AMOUNTS and one.placed.quantity.text[:1].isdigit()]
    known: dict[_Amount, list[Seen]] = {}
    for one in held:
        known.setdefault(_amount(one), []).append(one)
    for _, found_here in groupby(held, key=lambda one: one.sentence):
        row = list(found_here)
        again = [one for one in row if _is_told_elsewhere(one, known)]
        odd = [one for one in row if one not in again or _is_of_the_year_before(known[_amount(one)], period, patterns)]
        again = [one for one in again if one not in odd and len(one.placed.quantity.telling) >= _TELLING]
        if len(odd) != 1 or len(again) + 1 < len(row) or not again or odd[0].placed.quantity.hedge is not Hedge.EXACT:
            continue
        found = _meant(view, odd[0], held, known, period, patterns)
        if found is not None:
            first, figure = found.placed.quantity, odd[0].placed.quantity
            params: dict[str, object] = {"suspected": True, "single": (figure.id,), "shared": _SHARED}
            span = Span(first.at.start, figure.at.end)
            yield Claim("claim/repeat", _FORM, figure, (Operand("first", first, SAME_REPORT),), span, None, params)


def _amount(one: Seen) -> _Amount:
    return one.placed.quantity.unit, one.size


def _is_told_elsewhere(one: Seen, known: dict[_Amount, list[Seen]]) -> bool:
    """Whether a figure stands before in another section."""
    return any(other.top != one.top and other.placed.at.start < one.placed.at.start for other in known[_amount(one)])


def _is_earlier(one: Seen, period: int | None, patterns: Patterns) -> bool:
    """Whether a figure is told as one of the year before."""
    lead = one.placed.lead
    return any(word in lead for word in patterns.words("claim.last-year")) or (period is not None and str(period - 1) in lead)


def _is_of_the_year_before(found: Sequence[Seen], period: int | None, patterns: Patterns) -> bool:
    """Whether an amount is told before as one of the year before, and never else; the last of ``found`` is the one that tells it again."""
    return len(found) > 1 and all(_is_earlier(one, period, patterns) for one in found[:-1]) and not _is_earlier(found[-1], period, patterns)


def _meant(
    view: Panorama, odd: Seen, held: Sequence[Seen], known: dict[_Amount, list[Seen]], period: int | None, patterns: Patterns
) -> Seen | None:
    """The figure of another section that one should be: the level now of the one that it is of the year before, or one a slip apart."""
    own = odd.placed.quantity
    others = [
        one for one in held if one.placed.at.start < odd.placed.at.start and one.top != odd.top and one.placed.quantity.unit == own.unit
    ]
    others = [one for one in others if one.placed.quantity.hedge is Hedge.EXACT and one.size != odd.size]
    earlier = [one for one in known[_amount(odd)] if one is not odd and _is_earlier(one, period, patterns)]
    if earlier:
        now = [one for one in others if one.paragraph == earlier[0].paragraph and not _is_earlier(one, period, patterns) and not one.inner]
        now = [one for one in now if one.placed.depth == 0 and view.overlap(one.placed.lead, odd.placed.lead)]
        return now[0] if len({one.size for one in now}) == 1 else None
    near = [one for one in others if _slipped(one.placed.quantity, own) and view.overlap(f"{one.said}{one.tail}", f"{odd.said}{odd.tail}")]
    return near[-1] if len({one.size for one in near}) == 1 else None


def _slipped(one: Quantity, other: Quantity) -> bool:
    """Whether two figures printed alike differ in one digit, or in two neighbours that are exchanged."""
    return len(one.digits) == len(other.digits) >= _LONG and is_one_slip(one, other)
