"""claim/growth, claim/ratio: the rates of a whole and of all its parts (收入120万元，同比增长6.2%，其中甲80万元，增长9.6%，乙40万元，与去年相比下降0.1%).

What a level is measured on is seldom told: the year before, the plan. But each rate gives it, and where the parts add up to the whole, what they are measured
on adds up as well. So every rate must be what the others leave for it. Books of two years may differ in what they count, so a small misfit is left undecided;
told is one that goes away with one slip of the pen in one rate, or with the other way in one of the words, and that no books could make.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from extractor.facts.claims.certainty.holding import holds
from extractor.facts.claims.one_digit import slips_of
from extractor.facts.claims.scope import AMBIGUOUS, AMOUNTS, LISTED, Scope, alike
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim, Hedge, Operand, QuantityKind

_CUE = "claim.mixed-rates"
_GROWTH, _PLAN = "growth", "plan"
_RULES: Mapping[str, str] = {_GROWTH: "claim/growth", _PLAN: "claim/ratio"}
_LEAST, _MOST = 2, 7
"""Parts of a whole."""
_REACH = 9
"""Rows behind a whole in which its parts are looked for."""
_PARAGRAPHS = 3
"""How many paragraphs behind it the last of them stands, at most."""
_DIGITS = 3
"""Digits of a level from which a sum is no chance."""
_APART = Fraction(1, 200)
"""A misfit of less than half a point is left to the books; of rates that were cut off at the point, one of a whole point."""
_FAR_APART = Fraction(1, 25)
"""How far the rates of parts lie apart where it is no chance that they fit."""
_CLOSE = 1
"""How many hundredths all that their printed digits leave may make together."""
_HUNDRED = 100

Bounds = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class _Rate:
    """A rate of a level. sign: which way it changed. plan: of what it is told. year: the one that it names. aside: whether it may be measured otherwise."""

    placed: Placed
    sign: int
    plan: str
    year: str | None
    aside: bool

    def grown(self, way: str, value: Fraction | None = None, sign: int | None = None) -> Bounds:
        """What one of the base has become, from least to most. value, sign: told in place of the printed ones."""
        quantity = self.placed.quantity
        half = Fraction(1, 2 * 10**quantity.decimals)
        told = quantity.worth if value is None else value
        low, high = (told - half) / _HUNDRED, (told + half) / _HUNDRED
        if way == _PLAN:
            return low, high
        return (1 + low, 1 + high) if (sign or self.sign) > 0 else (1 - high, 1 - low)


@dataclass(frozen=True, slots=True)
class _Row:
    """A level and the rates told of it."""

    level: Placed
    sentence: Sentence
    rates: Mapping[str, _Rate]

    @property
    def around(self) -> Bounds:
        """All that the level can stand for: whole things are counted."""
        own = self.level.quantity
        counted = own.kind is QuantityKind.COUNT and own.scale == 1 and not own.decimals
        half = Fraction(0) if counted else Fraction(own.scale, 2 * 10**own.decimals)
        return own.worth - half, own.worth + half

    def base(self, way: str, value: Fraction | None = None, sign: int | None = None) -> Bounds | None:
        """What the level is measured on, from least to most; None where that may be nothing."""
        (low, high), (least, most) = self.around, self.rates[way].grown(way, value, sign)
        return None if least <= 0 else (low / most, high / least)


@dataclass(frozen=True, slots=True)
class _Mix:
    """A whole and its parts, all with one kind of rate."""

    whole: _Row
    parts: Sequence[_Row]
    way: str

    @property
    def rows(self) -> Sequence[_Row]:
        return (self.whole, *self.parts)

    @property
    def rates(self) -> Sequence[_Rate]:
        return [one.rates[self.way] for one in self.rows]

    def fits(self, place: int = -1, value: Fraction | None = None, sign: int | None = None) -> bool:
        """Whether what the parts are measured on adds up to what the whole is. value, sign: what the rate in a place (0: the whole's) says instead."""
        told = [(value, sign) if place == here else (None, None) for here in range(len(self.rows))]
        bases = [row.base(self.way, *one) for row, one in zip(self.rows, told, strict=True)]
        known = [one for one in bases if one is not None]
        return len(known) == len(bases) and _meet(known[0], _sum(known[1:]))

    def leaves(self, own: _Row) -> bool:
        """Whether the others leave anything that a part may be measured on."""
        bases = [one.base(self.way) for one in self.rows if one is not own]
        known = [one for one in bases if one is not None]
        return len(known) == len(bases) and (own is self.whole or known[0][0] > _sum(known[1:])[1])

    @property
    def bears_out(self) -> bool:
        """Whether rates that lie far apart fit closely: they were worked out, each from figures of its own."""
        bounds = [one.grown(self.way) for one in self.rates[1:]]
        apart = max(low for low, _ in bounds) - min(high for _, high in bounds)
        within = [one.base(self.way) for one in self.rows]
        slack = sum((high / low - 1 for low, high in filter(None, within)), Fraction(0))
        return self.fits() and apart >= _FAR_APART and slack * _HUNDRED < _CLOSE

    @property
    def is_slip(self) -> bool:
        """Whether a misfit is large, of plain rates told together, and goes away with one slip in one of them."""
        together = self.parts[-1].sentence.paragraph == self.whole.sentence.paragraph
        together = together or any(len(one.level.quantity.telling) > _DIGITS for one in self.rows)
        plain = not any(one.aside for one in self.rates) and len({one.year for one in self.rates}) == 1
        if not together or not plain or _has_none(self.rows) or not self.apart:
            return False
        for place, rate in enumerate(self.rates):
            quantity = rate.placed.quantity
            if self.way == _GROWTH and self.fits(place, quantity.worth, -rate.sign):
                return True
            if any(self.fits(place, value, rate.sign) for value in slips_of(quantity)):
                return True
        return False

    @property
    def step(self) -> Fraction:
        """From where a misfit of the whole's rate is large."""
        return max(_APART, Fraction(1, _HUNDRED * 10 ** min(one.placed.quantity.decimals for one in self.rates)))

    @property
    def apart(self) -> int:
        """1 where the rate of the whole lies far above all that the parts leave for it, -1 where it lies far below, else 0."""
        bases = [one.base(self.way) for one in self.parts]
        known = [one for one in bases if one is not None]
        if len(known) < len(bases):
            return 0
        least, most = _sum(known)
        low, high = self.rates[0].grown(self.way)
        level = self.whole.level.quantity.worth
        return 1 if level / least < low - self.step else -1 if level / most > high + self.step else 0

    def is_told(self, *, worked_out: bool) -> bool:
        """Whether a misfit is sure: the whole grew more than each of its parts, or rates of the report are known to be worked out.

        Of a plan, and of the year before, the whole may have had more parts: those that came to nothing are told by nobody.
        """
        (low, _), *bounds = [one.grown(self.way) for one in self.rates]
        beyond = low > max(one for _, one in bounds) + self.step
        return self.is_slip and (beyond or (worked_out and (self.way == _GROWTH or self.apart > 0)))


def mixed_rates(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], around: Surroundings) -> Iterator[Claim]:
    """One claim for each whole and each kind of rate that it and its parts are told with, where they say more than is known.

    A misfit is told where no books could make it, or where other rates of the report are borne out: a report that rounds its rates by hand fits nowhere.
    """
    rows = [row for sentence in sentences for row in _rows(sentence, around)]
    mixes = [
        _Mix(whole, parts, way)
        for place, whole in enumerate(rows)
        for parts in _parts(rows, place)
        for way in (_GROWTH, _PLAN)
        if all(way in one.rates for one in (whole, *parts))
    ]
    worked_out = any(one.bears_out for one in mixes)
    taken: set[tuple[str, str]] = {key for key, one in known.items() if one.doubt is None or holds(one)}
    for mix in mixes:
        claim = _claim(mix, taken, worked_out=worked_out)
        if claim is not None and not (claim.doubt and (claim.rule, claim.stated.id) in known):  # another reading of that may decide it
            taken.add((claim.rule, claim.stated.id))
            yield claim


def _rows(sentence: Sentence, around: Surroundings) -> Iterator[_Row]:
    """The levels of a sentence, each with the rates behind it and before the next one."""
    scope = Scope.at_cue(sentence, around.patterns.one(_CUE), around)
    if scope is None:
        return
    levels = [one for one in sentence.figures if one.quantity.kind in AMOUNTS and scope.is_level(one)]
    ends = [*(one.index for one in levels), len(sentence.figures)][1:]
    for level, end in zip(levels, ends, strict=False):
        rates: dict[str, _Rate] = {}
        twice: set[str] = set()
        for one in sentence.figures[level.index + 1 : end]:
            for way, rate in _rate(scope, one):
                twice |= {way} & rates.keys()
                rates[way] = rate
        exact = bool(level.quantity.value) and level.quantity.hedge is Hedge.EXACT
        told = {way: rate for way, rate in rates.items() if way not in twice}
        if told and exact:
            yield _Row(level, sentence, told)


def _rate(scope: Scope, one: Placed) -> Iterator[tuple[str, _Rate]]:
    """What a figure says of the level before it, where its clause has no subject of its own."""
    quantity, patterns = one.quantity, scope.patterns
    if quantity.kind is not QuantityKind.PERCENT or not quantity.value or quantity.value < 0 or quantity.hedge is not Hedge.EXACT:
        return
    lead = one.lead.strip()
    for way in (_GROWTH, _PLAN):
        match = patterns.one(f"{_CUE}.{way}").match(lead)
        if match is not None:
            said = match.groupdict()
            yield way, _Rate(one, -1 if said.get("down") else 1, said.get("plan") or "", said.get("year"), _is_aside(scope))


def _is_aside(scope: Scope) -> bool:
    return scope.patterns.one(f"{_CUE}.aside").search(scope.sentence.text) is not None


def _parts(rows: Sequence[_Row], place: int) -> Iterator[Sequence[_Row]]:
    """The runs of rows behind a whole that add up to it."""
    whole = rows[place]
    for first in range(place + 1, min(place + _REACH, len(rows))):
        run: list[_Row] = []
        for row in rows[first : first + _MOST]:
            near = row.sentence.paragraph - whole.sentence.paragraph <= _PARAGRAPHS
            if not near or not alike(row.level.quantity, whole.level.quantity):
                break
            run.append(row)
            if len(run) >= _LEAST and _meet(whole.around, _sum([one.around for one in run])) and _tells(whole, run):
                yield tuple(run)
                break


def _tells(whole: _Row, run: Sequence[_Row]) -> bool:
    """Whether figures are long enough for their sum to be no chance."""
    finest = max(one.level.quantity.decimals for one in run)
    long = len(whole.level.quantity.telling) >= _DIGITS and all(one.level.quantity.worth < whole.level.quantity.worth for one in run)
    return long and finest <= whole.level.quantity.decimals + 1


def _sum(bounds: Sequence[Bounds]) -> Bounds:
    return sum((low for low, _ in bounds), Fraction(0)), sum((high for _, high in bounds), Fraction(0))


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _claim(mix: _Mix, taken: Container[tuple[str, str]], *, worked_out: bool) -> Claim | None:
    """The rate that no claim has decided, of the whole or of the largest of its parts, as the others leave it."""
    rule, way, whole = _RULES[mix.way], mix.way, mix.whole
    rows = (whole, *sorted(mix.parts, key=lambda one: -one.level.quantity.worth))
    left = [one for one in rows if (rule, one.rates[way].placed.quantity.id) not in taken]
    own = next((one for one in left if mix.leaves(one)), None)
    if own is None or len({one.plan for one in mix.rates}) > 1:
        return None
    others = [one for one in mix.rows if one is not own]
    operands = [Operand("current", own.level.quantity, LISTED)]
    for one in others:
        operands += [Operand("part", one.level.quantity, LISTED), Operand("rate", one.rates[way].placed.quantity, LISTED)]
    adding = tuple(1 if own is whole or one is whole else -1 for one in others)
    ways = tuple(one.rates[way].sign for one in others)
    params: dict[str, object] = {"mixed": (adding, ways), "sign": own.rates[way].sign, "whole": True}
    sure = mix.fits() or mix.is_told(worked_out=worked_out)
    return Claim.of(rule, _CUE, own.rates[way].placed.quantity, operands, params, doubt=None if sure else AMBIGUOUS)


def _has_none(rows: Sequence[_Row]) -> bool:
    """Whether a part is told that is nothing now: what it was is in the base of the whole alone."""
    unit, begin, end = rows[0].level.quantity, rows[0].level.at.start, rows[-1].level.at.end
    figures = (one for row in rows for one in row.sentence.figures if begin < one.at.start < end)
    return any(alike(one.quantity, unit) and not one.quantity.value for one in figures)
