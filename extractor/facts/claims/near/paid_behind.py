"""claim/product told behind its amount: 保障经费2600.64万元，按516人、每人每月4200元、全年12个月发放; 创业补贴64万元。按每户5000元，向128户发放."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.products import counts_of, per_of
from extractor.facts.claims.scope import LISTED, SAME_PARAGRAPH, Scope, at_least
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, QuantityKind

_COUNTED = frozenset({QuantityKind.COUNT, QuantityKind.MEASURE})
_MOST = 4
"""Figures behind an amount that say how it was reckoned, and what ends them."""
_CLAUSES = 2
"""Clauses behind the amount in which the first of them stands."""
_YEAR = Fraction(12)
_TELLING = 3
"""Digits of the amount, or of the number, without their last noughts, from which a slip tells anything."""


def paid_behind(scope: Scope) -> Iterator[Claim]:
    """The amount before the words, of its own sentence or the last of the sentence above; the price, the number and the time that follow give it."""
    stated = scope.figure("stated") if "stated" in scope.form.groups else _last_above(scope)
    here = "stated" in scope.form.groups
    if stated is None or stated.quantity.kind is not QuantityKind.MONEY or scope.changes(stated) or scope.each(stated):
        return
    behind = [one for one in scope.sentence.figures if one.at.start >= scope.match.end()]
    behind = [one for one in behind if any(char.isdigit() for char in one.quantity.text)]
    if not behind or (here and behind[0].clause - stated.clause > _CLAUSES):
        return
    found = _basis(scope, behind[:_MOST])
    if found is None or not at_least(stated.quantity, found[0].quantity):
        return
    price, count, span, factor = found
    factors = [one for one in (count, price, span) if one is not None]
    last = max(one.index for one in factors)
    further = [
        one for one in scope.sentence.figures[last + 1 :] if one.quantity.kind is QuantityKind.MONEY and one.segment == price.segment
    ]
    told = max(len(one.quantity.telling) for one in (stated, count))
    if further or told < _TELLING or not _of_one_thing(scope, stated, price, count):
        return  # 安排500万元，支持6个村，每村50万元共300万元: what they give is told behind
    words = scope.sentence.text[scope.match.end() - scope.sentence.at.start : max(one.at.end for one in factors) - scope.sentence.at.start]
    if scope.patterns.one("claim.tariff.aside").search(words):
        return
    operands = [scope.operand("factor", one, LISTED if here else SAME_PARAGRAPH) for one in factors]
    counted = (span.quantity.id,) if span is not None else ()
    yield scope.claim(stated, operands, factors=(factor,), counted=counted, weak="guard")


def _of_one_thing(scope: Scope, stated: Placed, price: Placed, count: Placed) -> bool:
    """Whether a price names nothing of its own, or what the amount or the number is of (维修路灯2650盏，新型灯具每盏1580元: of other lamps)."""
    cut = scope.patterns.one("claim.each").search(price.lead)
    name = " ".join(scope.nouns(price.lead[: cut.start()])) if cut is not None else ""
    return not name or bool(shared_pairs(name, f"{stated.lead}，{count.lead}，{count.tail}"))


def _last_above(scope: Scope) -> Placed | None:
    """The only amount of money of the sentence right above in the paragraph, where that tells no price."""
    above = scope.around.above(scope.sentence, 0)
    money = [one for one in above.figures if one.quantity.kind is QuantityKind.MONEY] if above is not None else []
    return money[0] if len(money) == 1 and above is not None and money[0] is above.figures[-1] else None


_Basis = tuple[Placed, Placed, Placed | None, Fraction]


def _basis(scope: Scope, behind: Sequence[Placed]) -> _Basis | None:
    """Price, number and time at the head of the figures behind an amount, in any order, with nothing else between them."""
    price = next((one for one in behind if one.quantity.kind is QuantityKind.MONEY), None)
    if price is None or scope.patterns.one("claim.more-than").search(price.lead) or scope.has("claim.averaged", price.lead):
        return None  # 投入86.4万元，扫描126万页，平均每页0.69元: `averages` reads it
    heads, times = per_of(scope, price)
    if len(heads) != 1:
        return None
    count: Placed | None = None
    span: Placed | None = None
    for one in behind:
        if one is price:
            continue
        if count is None and one.quantity.kind in _COUNTED and counts_of(scope, one, heads[0]):
            count = one
        elif span is None and any(one.quantity.unit in scope.patterns.entry("claim.spans").data["spans"].get(time, []) for time in times):
            span = one
        else:
            break
    used = [one for one in (price, count, span) if one is not None]
    if count is None or scope.changes(count) or max(one.index for one in used) - min(one.index for one in used) != len(used) - 1:
        return None
    year, month = scope.patterns.words("unit.time")[:2]
    if span is not None or not times or times == [year] or count.quantity.unit in scope.patterns.words("unit.visits"):
        return price, count, span, Fraction(1)
    whole = times == [month] and any(scope.has("claim.whole-year", f"{one.lead}{one.tail}") for one in used)
    return (price, count, None, _YEAR) if whole else None
