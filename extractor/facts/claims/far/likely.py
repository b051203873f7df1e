"""Operands that no grammar ties to a claim: every pair of figures that may be meant is ranked by its words and its place, and by what it agrees with besides.

The pairs near the best may clear a claim; only a best one that leads the others may accuse, and the less its words say, the more its figures must:
where they say little, one slip of the pen must be all that keeps the claim from holding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from extractor.facts.claims.far.panorama import PARAGRAPH, REPORT, SECTION, SENTENCE, TOP, apart
from extractor.facts.claims.scope import AMBIGUOUS, SAME_PARAGRAPH, SAME_REPORT, SAME_SECTION, SAME_SENTENCE, Scope
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Operand, Quantity, QuantityKind

WHERE = {SENTENCE: SAME_SENTENCE, PARAGRAPH: SAME_PARAGRAPH, SECTION: SAME_SECTION, TOP: SAME_SECTION, REPORT: SAME_REPORT}
_POOL = 7
"""How far behind the best a reading may be and still clear the claim."""
_MOST = 40
"""Readings that may clear a claim."""
_LISTED = 2
"""Other shares of a list that prove its whole."""
_FEW = 3
"""Readings as good as the best that are tried for a slip."""
_CERTAIN, _SURE, _LIKELY, _MAYBE = 18, 12, 9, 4
"""From which score and lead on the best reading accuses where one slip tells the error; where its result comes near besides; where a slip tells it in three
digits; in four."""
_LEADS, _TIED = 2, 1
"""By how much it must lead the next one for each of these."""
_FULL = 100
COUPLE = 5
"""What a pair gains that another claim of the report, which holds, is made of."""

_SHARES = frozenset({QuantityKind.PERCENT, QuantityKind.POINTS})
_PER_MILLE = "\u2030"

Key = frozenset[str]
_Reading = TypeVar("_Reading")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading: its operands, what speaks for it, and the couple of figures that it is made of."""

    score: int
    operands: tuple[Operand, ...]
    key: Key
    agrees: bool
    """Whether it gives the stated figure as printed."""
    blind: bool = False
    """Whether the claim names a thing that the words of no operand bear: it may clear, and accuses nobody."""
    proven: bool = False
    """Whether its words leave no doubt: then it accuses, however far its result lies from what is stated."""


@dataclass(frozen=True)
class Asked:
    """What a claim's operands may be, the best first."""

    scope: Scope
    stated: Placed
    candidates: Sequence[Candidate]
    rule: str | None = None
    bar: int = 0
    """What the scores are raised by: where less can speak for a reading, less must."""
    couple: bool = True
    """Whether its operands are a part and its whole, so that other claims on the same two bear it out."""
    params: Mapping[str, object] = field(default_factory=dict)
    rates: Mapping[str, Asked] = field(default_factory=dict)
    """The rates of the report, by the id of their stated figure."""
    done: bool = False
    """Whether the claim holds as it was read: it bears others out and is not looked for."""

    @property
    def id(self) -> str:
        return self.stated.quantity.id

    @property
    def name(self) -> str:
        """The words that name the stated figure, without whose it is."""
        return self.scope.around.panorama.key(self.stated.lead)

    def is_another(self, rate: Asked) -> bool:
        """Whether a rate is not this one: the same name in another sentence tells it again."""
        return rate.name != self.name or rate.scope.sentence is self.scope.sentence


def likeliest(
    scored: Sequence[tuple[int, _Reading]], swing: int, always: Callable[[_Reading], bool] = lambda _: False
) -> list[tuple[int, _Reading]]:
    """Readings with their scores, without those so far behind the best that nothing that `settle` gives and takes (``swing`` together) brings them near it.
    Those are most, and need not be looked at any further. always: which stay wherever they stand.
    """
    least = max((score for score, _ in scored), default=0) - _POOL - swing
    return [one for one in scored if one[0] >= least or always(one[1])]


def couples(asked: Iterable[Asked]) -> dict[Key, set[str]]:
    """The pairs of figures that give some stated figure to the digit, with the stated figures that they give."""
    found: dict[Key, set[str]] = {}
    for one in asked:
        if not one.couple or not one.candidates:
            continue
        best = one.candidates[0].score
        for candidate in one.candidates:
            if candidate.agrees and candidate.key and candidate.score >= best - _POOL:
                found.setdefault(candidate.key, set()).add(one.id)
    return found


class Lists:
    """Lists of shares, in one sentence (甲占50%；乙占30%) or in sentences that follow each other: such a list has one whole."""

    def __init__(self, asked: Iterable[Asked]) -> None:
        self._runs: dict[str, list[Asked]] = {}
        self._agree: dict[tuple[str | None, Fraction], set[str]] = {}
        run: list[Asked] = []
        for one in sorted((one for one in asked if one.rule == "claim/ratio" and one.candidates), key=lambda one: one.stated.at):
            if run and _sentence(one) - _sentence(run[-1]) not in (0, 1):
                run = []
            run.append(one)
            self._runs[one.id] = run
            best = one.candidates[0].score
            for candidate in one.candidates:
                whole = candidate.operands[-1].quantity
                if candidate.agrees and candidate.score >= best - _POOL and whole is not None:
                    self._agree.setdefault((whole.unit, whole.worth), set()).add(one.id)

    def beside(self, asked: Asked, whole: Quantity) -> bool:
        """Whether another share of the sentence, told in the same form, is of this whole, to the digit."""
        others = [one for one in self._runs.get(asked.id, []) if one.id != asked.id and _sentence(one) == _sentence(asked)]
        others = [one for one in others if one.scope.form.id == asked.scope.form.id]
        return any(one.id in self._agree.get((whole.unit, whole.worth), ()) for one in others)

    def proves(self, asked: Asked, whole: Quantity) -> bool:
        """Whether all other shares of a list, two at least, are of this whole, and none names another one."""
        phrase = _phrase(asked)
        others = [one for one in self._runs.get(asked.id, []) if one.id != asked.id and _phrase(one) == phrase]
        agreeing = self._agree.get((whole.unit, whole.worth), set())
        return len(others) >= _LISTED and all(one.id in agreeing for one in others)

    def all_give(self, asked: Asked, proven: Candidate, other: Candidate) -> bool:
        """Whether the other shares of a list are printed as they stand of the whole of another reading, too, each with its part of the proven one."""
        whole, instead = proven.operands[-1].quantity, other.operands[-1].quantity
        if whole is None or instead is None:
            return False
        pairs = [
            (one.stated.quantity, held.operands[0].quantity)
            for one in self._runs.get(asked.id, [])
            for held in one.candidates
            if one.id != asked.id and held.agrees and held.operands[-1].quantity is whole and len(held.operands) == len(proven.operands)
        ]
        return all(part is not None and printed_as(stated, part.worth, instead.worth) for stated, part in pairs)


def _sentence(asked: Asked) -> int:
    return asked.scope.around.panorama.of(asked.stated).sentence


def _phrase(asked: Asked) -> tuple[str, str]:
    return asked.scope.form.id, asked.scope.text("phrase") or asked.scope.text("name")


def settle(asked: Asked, known: Mapping[Key, set[str]], lists: Lists) -> Claim | None:
    """The claim that the candidates make: the best one first, those that may clear it behind; None where there are none."""
    if not asked.candidates:
        return None
    ranked = sorted((_borne_out(one, asked, known, lists) if asked.couple else one for one in asked.candidates), key=lambda one: -one.score)
    listed = _listed(asked, ranked, lists)
    if listed is not None:
        # 占比7.3%、2%、1.9%: shares of so few digits may all be of another whole as well, one that gives this one, too
        of_it = (one for one in ranked if one.agrees and not one.blind and one.operands[0].quantity is listed.operands[0].quantity)
        others = [one.operands for one in of_it if lists.all_give(asked, listed, one)]
        claim = asked.scope.claim(asked.stated, listed.operands, others=others, rule=asked.rule)
        return replace(claim, params={**{name: value for name, value in claim.params.items() if name != "far"}, "listed": True})
    best = replace(ranked[0], score=ranked[0].score + asked.bar)
    pool = [one for one in ranked[1:] if one.score >= ranked[0].score - _POOL][:_MOST]
    agreeing = [one for one in pool if one.agrees]
    lead = next((ranked[0].score - one.score for one in pool if not _same(one, best)), _POOL)
    if best.proven and lead >= _LEADS:
        claim = asked.scope.claim(asked.stated, best.operands, others=[one.operands for one in agreeing], rule=asked.rule)
        return replace(
            claim, params={**{name: value for name, value in claim.params.items() if name != "far"}, **asked.params, "near": True}
        )
    params: dict[str, object] = {**asked.params, "strict": True}
    points = best.score + min(lead, _POOL)
    view = asked.scope.around.panorama
    own = view.said(asked.stated.quantity)
    if best.blind or any(one.quantity is not None and apart(own, view.said(one.quantity), asked.scope.patterns) for one in best.operands):
        params["doubtful"] = True
    elif points >= _SURE and lead >= _LEADS and not _all(asked.stated):
        params["near"] = True
        params["sure"] = points >= _CERTAIN and all(one.why == SAME_SENTENCE for one in best.operands)
    elif best.score >= _MAYBE:
        params["telling"] = 3 if points >= _LIKELY and lead >= _TIED else 4
        agreeing = agreeing or _next_to(ranked[0], pool)
        params["tied"] = 1 + (len(agreeing) if agreeing and not agreeing[0].agrees else 0)
    else:
        params["doubtful"] = True
    doubt = AMBIGUOUS if params.pop("doubtful", False) else None
    claim = asked.scope.claim(asked.stated, best.operands, others=[one.operands for one in agreeing], rule=asked.rule, doubt=doubt)
    return replace(claim, params={**{name: value for name, value in claim.params.items() if name != "far"}, **params})


def _listed(asked: Asked, ranked: Sequence[Candidate], lists: Lists) -> Candidate | None:
    """The reading of a share in a list whose other shares prove the whole: its part stands right before it, with no other name between."""
    before = asked.scope.sentence.figures[: asked.stated.index]
    if not before or asked.scope.nouns(asked.scope.opening()):
        return None
    proven = [
        one
        for one in ranked
        if one.operands[0].why == SAME_SENTENCE
        and (whole := one.operands[-1].quantity) is not None
        and one.operands[0].quantity is not None
        and lists.proves(asked, whole)
    ]
    own = [one for one in proven if one.operands[0].quantity is before[-1].quantity]
    return own[0] if own and not any(one.agrees for one in proven) else None


def _next_to(best: Candidate, pool: Sequence[Candidate]) -> list[Candidate]:
    """The readings hardly less likely than the best, where none agrees."""
    return [one for one in pool if one.score >= best.score - _TIED and not one.blind and not _same(one, best)][:_FEW]


def _all(stated: Placed) -> bool:
    """Whether a rate is said to be 100%: mostly no figure beside it is its part."""
    return stated.quantity.kind is QuantityKind.PERCENT and stated.quantity.value == _FULL


def _borne_out(one: Candidate, asked: Asked, known: Mapping[Key, set[str]], lists: Lists) -> Candidate:
    """A candidate with what other claims that hold say for it: one on its two figures, or another share of its whole in the sentence."""
    others = known.get(one.key, set()) - {asked.id} if one.key else set()
    rates = [asked.rates[id] for id in others if id in asked.rates] if asked.rule == "claim/ratio" else []
    if rates and one.agrees:
        return one
    if rates and (one.operands[0].why != SAME_SENTENCE or any(map(asked.is_another, rates))):
        return replace(one, score=one.score - COUPLE, blind=True)  # another rate's figures
    gained = COUPLE if others else 0
    whole = one.operands[-1].quantity
    if asked.rule == "claim/ratio" and whole is not None and lists.beside(asked, whole):
        rate = bool(asked.scope.text("name"))  # 支付率94.7%，…支付率83.6%: each rate with a name is of a whole of its own
        rate = rate or bool(asked.scope.text("phrase"))  # … and so is a share that says of what: 女学员占60%；教师30人，占教师总数的15%
        return replace(one, score=one.score + max(gained, COUPLE - 1), blind=one.blind and rate)
    return replace(one, score=one.score + gained) if gained else one


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether two readings say the same, by other statements of the same figures."""
    return [(o.role, _size(o.quantity)) for o in one.operands] == [(o.role, _size(o.quantity)) for o in other.operands]


def _size(one: Quantity | None) -> Fraction | None:
    return None if one is None or one.value is None else one.worth


_SLACK = 2
"""Units of the last printed digit: a quotient of rough sizes that is farther off is not printed so."""


def near(stated: Quantity, number: int, divisor: int) -> bool:
    """Whether a quotient of rough sizes may be printed as ``stated``: the quick test before `printed_as`, for pairs are many and few agree."""
    if stated.value is None or not divisor:
        return False
    over: int = number * _factor(stated) * 10**stated.decimals
    return abs(over // (divisor * stated.scale) - _printed(stated.value, stated.decimals)) <= _SLACK


@lru_cache(maxsize=4096)
def _printed(value: Decimal, decimals: int) -> int:
    return int(value.scaleb(decimals))


def _factor(stated: Quantity) -> int:
    """What a quotient is multiplied by to be in the unit of ``stated``."""
    part = (stated.unit or "").removeprefix("1/").removeprefix(":")
    if stated.unit == _PER_MILLE:
        return 1000
    return 100 if stated.kind in _SHARES else int(part) if stated.kind is QuantityKind.MULTIPLE and part.isdigit() else 1


def digit_too_many(stated: Quantity, part: Fraction, whole: Fraction) -> bool:
    """Whether nothing but a digit too many in the part keeps a rate from being what is printed."""
    return printed_as(stated, part / 10, whole)


def printed_as(stated: Quantity, number: Fraction, divisor: Fraction) -> bool:
    """Whether a quotient, in the unit of ``stated``, is printed as it stands: rounded half up, or cut. In whole numbers, for it is asked often."""
    if stated.value is None or not divisor:
        return False
    over = number.numerator * divisor.denominator * _factor(stated) * 10**stated.decimals
    under = number.denominator * divisor.numerator * stated.scale
    printed = _printed(stated.value, stated.decimals)
    return printed in (over // under, (2 * over + under) // (2 * under))
