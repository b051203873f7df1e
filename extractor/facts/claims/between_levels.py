"""claim/difference and claim/growth by agreement: two levels of one unit in a part of a sentence, what lies between them, and the rate that this is.

The forms read these by the order of their words; here any order is read (短收3.2亿元，预算为16亿元), of figures that no form has decided. Which level
is the one compared with is told by the words before it (`levels_compared`). Where no words tell it, two digits exchanged are all that accuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from extractor.facts.claims.certainty.holding import holds, weak
from extractor.facts.claims.certainty.neighbours import cleared
from extractor.facts.claims.certainty.proof import proven
from extractor.facts.claims.levels_compared import (
    Move,
    Pair,
    compared_with,
    is_compared,
    is_reached,
    is_turned,
    label_of,
    levels_of,
    move_of,
    moves,
    of_parts_before,
    pairs_of,
)
from extractor.facts.claims.near.remainders import is_later_step
from extractor.facts.claims.one_digit import is_exchange, slipped_from
from extractor.facts.claims.scope import AMOUNTS, IN_FORM, Scope, alike
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim, Hedge, Quantity, QuantityKind

_CUE = "claim.between"
_DIFFERENCE, _GROWTH = "claim/difference", "claim/growth"
_COUPLE, _MOST = 2, 4
"""Levels that something lies between; so many in one part of a sentence that two of them are still not found by chance."""
_FIGURES = 14
"""Figures of a sentence above which chance gives any difference."""
_TELLING = 3
"""Digits of the longest figure from which a slip tells."""
_WORD = 2
"""Characters of the word right before a figure."""
_NEXT = 2
"""Clauses from what lies between two levels to the rate that it is."""
_RATES = frozenset({QuantityKind.PERCENT, QuantityKind.MULTIPLE})


def between_levels(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], around: Surroundings) -> Iterator[Claim]:
    """One claim for each change and rate of change that no form has decided, and whose levels its own part of the sentence tells."""
    cue = around.patterns.one(_CUE)
    parts = frozenset(_parts(known.values()))
    for sentence in sentences:
        scope = Scope.at_cue(sentence, cue, around) if _COUPLE < len(sentence.figures) <= _FIGURES else None
        if scope is None:
            continue
        for one in sentence.figures:
            for claim in _of_figure(scope, one, known, parts):
                yield proven(cleared(claim, sentence), sentence, around)


def _of_figure(scope: Scope, one: Placed, known: Mapping[tuple[str, str], Claim], parts: frozenset[str]) -> Iterator[Claim]:
    """parts: the figures that other claims rest on which hold."""
    quantity = one.quantity
    if quantity.value is None or quantity.hedge is not Hedge.EXACT:
        return
    rate = scope.patterns.one("claim.between.rate-of").search(one.lead) if quantity.kind in _RATES else None
    if rate is not None:
        if _is_open(known.get((_GROWTH, quantity.id))):
            sign = 1 if rate["up"] else -1
            bare = scope.patterns.one("claim.between.rate").search(one.lead) is not None
            yield from (*_of_level_reached(scope, one, sign), *(_rate(scope, one, sign) if bare else ()))
    elif quantity.kind in AMOUNTS or quantity.kind is QuantityKind.POINTS:
        first = known.get((_DIFFERENCE, quantity.id))
        move = None if _is_firm(first) else move_of(scope, one)
        if move is not None and quantity.id not in parts and not is_later_step(scope, one, one.lead):
            yield from _between(scope, move, free=_is_open(first))


def _is_open(claim: Claim | None) -> bool:
    """Whether nothing is decided of a figure: no form has read it, or one that doubts, and none of its readings holds."""
    if claim is None:
        return True
    if _is_firm(claim):
        return False
    readings = claim.params.get("readings", ())
    other = claim.params.get("otherwise")
    assert isinstance(readings, tuple)
    tried = [replace(claim, operands=tuple(one)) for one in (claim.operands, *readings)]
    return not any(_holds(one) for one in (*tried, *((other,) if isinstance(other, Claim) else ())))


def _is_firm(claim: Claim | None) -> bool:
    """Whether a form has read a figure without any doubt."""
    return claim is not None and claim.doubt is None and not weak(claim)


def _holds(claim: Claim) -> bool:
    sizes = {one.role: one.quantity.worth for one in claim.operands if one.quantity is not None and one.quantity.value is not None}
    if claim.rule == _DIFFERENCE and set(sizes) == {"current", "base"}:
        given = (sizes["current"] - sizes["base"]) * int(str(claim.params.get("sign") or 1))
        return _is_printed(claim.stated, given if claim.params.get("sign") else abs(given))
    return holds(claim)


def _parts(claims: Iterable[Claim]) -> Iterator[str]:
    """The figures that claims of other rules rest on which hold: a part of a sum, what was used of something."""
    for claim in claims:
        if claim.doubt is None and claim.rule not in (_GROWTH, _DIFFERENCE) and _holds(claim):
            yield from claim.operand_ids


def _between(scope: Scope, move: Move, *, free: bool) -> Iterator[Claim]:
    """The claim of what lies between two levels. free: whether no reading of a form holds; else only a word of the wrong direction is told."""
    stated = move.placed
    levels = levels_of(scope, stated)
    if not _COUPLE <= len(levels) <= _MOST or (all(scope.each(one) for one in levels) and not scope.each(stated)):
        return
    if len({one.lead.strip()[-_WORD:] for one in (stated, *levels)}) == 1:
        return  # 2019年结余124万元，2020年结余79万元，2021年结余35万元: the same of each, and none lies between others
    pairs = pairs_of(scope, move, levels)
    exact = [(one, other) for one, other in combinations(levels, 2) if _lies(stated, one, other)]
    if exact:
        turned = [
            pair
            for pair in pairs
            if _lies(stated, pair.current, pair.base) and move.sign * _apart(pair.current, pair.base) < 0 and pair.firm
        ]
        if len(turned) == 1:
            yield _difference(scope, turned[0], move)
        elif free and len(exact) == 1:
            told = [
                pair for pair in pairs if {pair.current, pair.base} == set(exact[0]) and move.sign * _apart(pair.current, pair.base) > 0
            ]
            if told or not pairs:
                yield _difference(scope, told[0] if told else Pair(*exact[0], firm=False), move if told else replace(move, sign=0))
        return
    if not free or _is_given(scope, stated):
        return
    labelled, pairs = pairs, [pair for pair in pairs if not _is_of_another(scope, move, pair)]
    if len(pairs) == 1 and (pairs[0].firm or pairs[0].alone):
        yield _difference(scope, pairs[0], move, weak="guard")
        return
    slipped = [pair for pair in pairs if any(_slips(stated, pair.current, pair.base))]
    if len(slipped) == 1:
        yield _difference(scope, slipped[0], replace(move, sign=0))
    elif not labelled and len(levels) == _COUPLE and any(_slips(stated, *levels, exchanged=True)):
        yield _difference(scope, Pair(levels[0], levels[1], firm=False), replace(move, sign=0))


def _is_of_another(scope: Scope, move: Move, pair: Pair) -> bool:
    """Whether another change lies between two levels, or the base stands farther behind than another change that it may be the base of."""
    own = move.placed.quantity
    changes = [one for one in scope.sentence.figures if one is not move.placed and one.quantity.kind is own.kind]
    changes = [one for one in changes if one.segment == move.placed.segment and moves(scope, one)]
    changes = [one for one in changes if own.kind is QuantityKind.POINTS or alike(one.quantity, own)]
    low, high = sorted((pair.base.index, move.placed.index))
    return any(_lies(one, pair.current, pair.base) or (low < one.index < high and move.year is None) for one in changes)


def _apart(one: Placed, other: Placed) -> Fraction:
    return one.quantity.worth - other.quantity.worth


def _lies(stated: Placed, one: Placed, other: Placed) -> bool:
    return _is_printed(stated.quantity, abs(_apart(one, other)))


def _is_printed(stated: Quantity, given: Fraction) -> bool:
    """Whether a difference, rounded to the digits of a figure, is that figure."""
    return abs(given - stated.worth) * 2 <= Fraction(stated.scale, 10**stated.decimals)


def _is_given(scope: Scope, stated: Placed) -> bool:
    """Whether other figures of the sentence give a figure, added or taken off."""
    points = stated.quantity.kind is QuantityKind.POINTS
    held = [one for one in scope.sentence.figures if one is not stated and one.quantity.value is not None]
    sizes = [
        one.quantity.worth
        for one in held
        if (one.quantity.kind is QuantityKind.PERCENT if points else False) or alike(one.quantity, stated.quantity)
    ]
    for number in range(_COUPLE, min(len(sizes), _MOST) + 1):
        for some in combinations(sizes, number):
            whole = sum(some, Fraction(0))
            if any(_is_printed(stated.quantity, abs(given)) for given in (whole, *(whole - 2 * one for one in some))):
                return True
    return False


def _slips(stated: Placed, one: Placed, other: Placed, *, exchanged: bool = False) -> Iterator[bool]:
    """Whether each of three figures, with one slip, is what the other two give. exchanged: only with two digits in the other order."""
    own, first, second = stated.quantity, one.quantity, other.quantity
    if max(len(figure.telling) for figure in (own, first, second)) < _TELLING:
        return
    needed = [(own, abs(first.worth - second.worth))]
    needed += [(first, second.worth + sign * own.worth) for sign in (1, -1)]
    needed += [(second, first.worth + sign * own.worth) for sign in (1, -1)]
    for figure, given in needed:
        value = slipped_from(figure, given) if given > 0 else None
        if value is not None and value == given:
            yield not exchanged or (len(figure.telling) >= _TELLING - 1 and is_exchange(figure, given))


def _difference(scope: Scope, pair: Pair, move: Move, weak: str | None = None) -> Claim:
    named = pair.firm and is_compared(scope, pair.base)
    where = scope.where(pair.current, move.placed), IN_FORM if named else scope.where(pair.base, move.placed)
    operands = [scope.operand("current", pair.current, where[0]), scope.operand("base", pair.base, where[1])]
    return scope.claim(move.placed, operands, rule=_DIFFERENCE, sign=move.sign, weak=weak)


def _rate(scope: Scope, stated: Placed, sign: int) -> Iterator[Claim]:
    """The claim of a rate of change without a name: of the change right before it and its levels, or of two levels that words tell apart."""
    before = [one for one in scope.sentence.figures[: stated.index] if one.segment == stated.segment and one.depth <= stated.depth]
    if before and stated.depth > before[-1].depth and stated.bracket != before[-1].at.end:
        return  # only a bracket right behind a figure tells its rate (增加600吨（增长12%）)
    moved = next((one for one in reversed(before) if one.quantity.kind in AMOUNTS and moves(scope, one)), None)
    if moved is None:
        yield from _of_couple(scope, stated, before, sign)
        return
    move = move_of(scope, moved)
    levels = levels_of(scope, moved)
    between = [one for one in scope.sentence.figures[moved.index + 1 : stated.index] if one not in levels]
    if move is None or between or stated.clause - moved.clause > _NEXT + len(levels):
        return
    if len(levels) == _COUPLE and _lies(moved, *levels):
        pairs = pairs_of(scope, move, levels)
        low, high = sorted(levels, key=lambda one: one.quantity.worth)
        base = pairs[0].base if pairs and pairs[0].firm else low if sign > 0 else high
        operands = [scope.operand("change", moved, scope.where(moved, stated)), scope.operand("base", base, scope.where(base, stated))]
        yield scope.claim(stated, operands, rule=_GROWTH, sign=sign, bare=True)
        return
    level = _only_level(scope, levels, moved, stated)
    if level is not None and label_of(scope, level) is None and move.sign:
        operands = [
            scope.operand("change", moved, scope.where(moved, stated)),
            scope.operand("current", level, scope.where(level, stated)),
        ]
        was = [operands[0], scope.operand("base", level, scope.where(level, stated))]  # 2020年275名，今年多49名，增幅17.8%
        of_it = stated.depth > moved.depth and move.against == "past"  # 较上年增加600吨（增长12%）
        others = [was] if level.index < moved.index and not of_it else []
        weak = None if of_it else "far" if others else "guard"
        yield scope.claim(stated, operands, others=others, rule=_GROWTH, sign=move.sign, weak=weak)


def _only_level(scope: Scope, levels: Sequence[Placed], moved: Placed, stated: Placed) -> Placed | None:
    """The level of a change that a rate stands right behind: in the clause before it, or reached behind both (增加600吨、增长12%，本年达到5600吨)."""
    if stated.index != moved.index + 1 or stated.clause - moved.clause > 1:
        return None
    before = scope.sentence.figures[moved.index - 1] if moved.index else None
    if before in levels:
        return before if before is not None and moved.clause - before.clause == 1 else None
    behind = scope.sentence.figures[stated.index + 1 : stated.index + 2]
    return behind[0] if behind and list(levels) == list(behind) and _is_led_to(scope, behind[0], stated) else None


def _is_led_to(scope: Scope, level: Placed, stated: Placed) -> bool:
    return level.clause - stated.clause == 1 and level.depth == stated.depth and is_reached(scope, level, stated)


def _of_level_reached(scope: Scope, stated: Placed, sign: int) -> Iterator[Claim]:
    """A rate between two levels, or before both: 较上年（5000吨）增长12%，达到5600吨; 降幅为8%，由上年的25件降到23件. It may name the thing itself."""
    figures = scope.sentence.figures
    behind = figures[stated.index + 1 : stated.index + 3]
    if not behind or behind[0].clause - stated.clause != 1 or any(scope.has("claim.among", one.lead) for one in behind):
        return
    levels = [one for one in figures if one.segment == stated.segment and alike(one.quantity, behind[0].quantity)]
    if len(levels) != _COUPLE or any(
        one.quantity.hedge is not Hedge.EXACT or one.quantity.value is None or moves(scope, one) for one in levels
    ):
        return
    base, current = levels
    if levels == list(behind):
        told = not current.depth and is_turned(scope, base, levels)
    else:
        told = current is behind[0] and _is_led_to(scope, current, stated) and stated.index == base.index + 1 and is_compared(scope, base)
    if told and scope.each(base) == scope.each(current):
        operands = [scope.operand(role, one, scope.where(one, stated)) for role, one in (("current", current), ("base", base))]
        yield scope.claim(stated, operands, rule=_GROWTH, sign=sign)


def _of_couple(scope: Scope, stated: Placed, before: Sequence[Placed], sign: int) -> Iterator[Claim]:
    """A rate of two levels, one of them compared with, wherever it stands; no other of their unit is told in their part of the sentence."""
    last = next((one for one in reversed(before) if one.quantity.kind in AMOUNTS), None)
    if last is None or stated.clause - last.clause > _NEXT:
        return
    levels = [one for one in scope.sentence.figures if one.segment == stated.segment and alike(one.quantity, last.quantity)]
    levels = [*levels, *of_parts_before(scope, levels[0])] if len(levels) == 1 else levels
    labels = [label_of(scope, one) for one in levels]
    if len(levels) != _COUPLE or any(one.quantity.hedge is not Hedge.EXACT or scope.each(one) != scope.each(last) for one in levels):
        return
    against = compared_with(scope, stated) or ("past" if labels[:1] == ["past"] and is_compared(scope, levels[0]) else None)
    if against == "past" and labels.count("past") == 1:
        base = levels[labels.index("past")]
    elif against is None and is_turned(scope, levels[0], levels):
        base = levels[0]
    elif labels.count("after") == 1 and against in (None, "aim"):
        base = levels[1 - labels.index("after")]
    else:
        return
    current = next(one for one in levels if one is not base)
    operands = [scope.operand(role, one, scope.where(one, stated)) for role, one in (("current", current), ("base", base))]
    if scope.named_alike(scope.subject(current), scope.subject(base)):
        yield scope.claim(stated, operands, rule=_GROWTH, sign=sign, weak="far" if against is None and labels.count("after") else None)
