"""claim/difference and claim/growth of several things at once: changes told in the order of their levels (分别比上年增加426人次和98万元，增长5.2%和9.0%).

A row of changes is read where the sentence tells as many levels of the same units, in the same order, and as many that they are compared with, before the row
or behind it; or one level more, each of a year of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from extractor.facts.claims.certainty.holding import holds
from extractor.facts.claims.levels_compared import label_of, moves
from extractor.facts.claims.scope import AMOUNTS, LISTED, Scope, alike, year_of
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim, Hedge, QuantityKind

_CUE = "claim.turns"
_LEAST, _MOST = 2, 5
"""Figures of a row."""
_CHANGES = frozenset({QuantityKind.PERCENT, QuantityKind.POINTS}) | AMOUNTS


@dataclass(frozen=True, slots=True)
class _Row:
    """Figures told one after the other: 426人次和98万元. signs: which way each changed. points: whether the last bears the unit of all (2.7个和3.8个百分点)."""

    figures: Sequence[Placed]
    signs: Sequence[int]
    points: bool


def changes_in_turn(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], around: Surroundings) -> Iterator[Claim]:
    """One claim for each change of a row that no form has decided."""
    cue = around.patterns.one(_CUE)
    for sentence, following in zip_longest(sentences, sentences[1:]):
        scope = Scope.at_cue(sentence, cue, around)
        if scope is None:
            continue
        for row in _rows(scope):
            for claim in _of_row(scope, row):
                if _is_open(known, claim):
                    yield claim
        behind = following if following is not None and following.paragraph == sentence.paragraph else None
        for claim in _of_list_behind(scope, behind):
            if _is_open(known, claim):
                yield claim


def _is_open(known: Mapping[tuple[str, str], Claim], claim: Claim) -> bool:
    first = known.get((claim.rule, claim.stated.id))
    return first is None or first.doubt is not None or not holds(first)


def _plain(one: Placed) -> bool:
    """Whether a figure is printed in digits, without a hedge: 两年, 两项 count the others."""
    exact = one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT
    return exact and any(char.isdigit() for char in one.quantity.text)


def _joined(scope: Scope, one: Placed, other: Placed) -> bool:
    """Whether nothing but a mark of a list stands between two figures, or between a bare number and the figure whose unit it bears (2.7个和3.8个百分点)."""
    return scope.sentence.between(one, other).strip() in scope.patterns.words("quantity.joins")


def _rows(scope: Scope) -> Iterator[_Row]:
    """The rows of changes of a sentence: the first figure is led in by a verb of change, the others by nothing."""
    figures = scope.sentence.figures
    turn = scope.patterns.one("claim.turns.change")
    taken = -1
    for one in figures:
        told = turn.search(_words(scope, one)) if one.index > taken and one.quantity.kind in _CHANGES else None
        if told is None:
            continue
        row, signs = [one], [-1 if told["down"] else 1]
        for other in figures[one.index + 1 :]:
            sign = _goes_on(scope, row[-1], other, signs[-1])
            if sign is None or (other.quantity.kind is QuantityKind.PERCENT) != (one.quantity.kind is QuantityKind.PERCENT):
                break
            row.append(other)
            signs.append(sign)
        taken = row[-1].index
        if _LEAST <= len(row) <= _MOST and all(_plain(other) for other in row):
            yield _Row(row, signs, row[-1].quantity.kind is QuantityKind.POINTS)


def _goes_on(scope: Scope, one: Placed, other: Placed, sign: int) -> int | None:
    """Which way the next figure of a row changed, as the one before where it has no verb of its own (增长6.8%、下降3.3%); None where the row ends."""
    if _joined(scope, one, other):
        return sign
    joins = scope.patterns.words("quantity.joins")
    between = scope.sentence.between(one, other).strip()
    turned = scope.patterns.one("claim.turns.change").fullmatch(between.lstrip("".join(joins)))
    if turned is None or not between.startswith(joins):
        return None
    return -1 if turned["down"] else 1


def _words(scope: Scope, one: Placed) -> str:
    """The words before a figure, back to the one before it or the stop."""
    before = scope.sentence.figures[one.index - 1].at.end if one.index else scope.sentence.at.start
    return scope.sentence.text[before - scope.sentence.at.start : one.at.start - scope.sentence.at.start]


def _of_row(scope: Scope, row: _Row) -> Iterator[Claim]:
    """The claims of a row: from what was and what is, from a row of changes and what is, or from one year to the next."""
    size, first = len(row.figures), row.figures[0]
    rates = first.quantity.kind is QuantityKind.PERCENT
    units = [one.quantity for one in row.figures]
    before = [one for one in scope.sentence.figures[: first.index] if _plain(one) and one.segment == first.segment and not one.depth]
    behind = [one for one in scope.sentence.figures[row.figures[-1].index + 1 :] if _plain(one) and one.segment == first.segment]
    if rates:
        changed = next((other for other in _rows(scope) if other.figures[-1].index < first.index and len(other.figures) == size), None)
        if changed is not None and changed.figures[0].quantity.kind in AMOUNTS:
            now = _like(changed.figures, [one for one in before if one.index < changed.figures[0].index and not moves(scope, one)])
            if now is not None:
                then = label_of(scope, now[0]) == "past"  # 上年4536具、449万元，同比增加276具、26万元
                yield from _each(scope, row, "change", changed.figures, "base" if then else "current", now)
            return
    levels = [one for one in before if not moves(scope, one)]
    if row.points:
        levels = [one for one in levels if one.quantity.kind is QuantityKind.PERCENT]
    else:
        levels = [one for one in levels if one.quantity.kind in AMOUNTS and (rates or any(alike(one.quantity, unit) for unit in units))]
    if len(levels) == size + 1 and _is_by_years(scope, levels):
        yield from _each(scope, row, "current", levels[1:], "base", levels[:-1])
    elif len(levels) == 2 * size and _is_turned(scope, levels[1::2]):
        yield from _of_couples(scope, row, levels[1::2], levels[::2])
    elif len(levels) == 2 * size:
        yield from _of_couples(scope, row, levels[:size], levels[size:])
    elif not levels and len(behind) == 2 * size and _is_turned(scope, behind[size : size + 1]):
        yield from _of_couples(scope, row, behind[size:], behind[:size])
    elif len(levels) == size:
        bases = [one for one in behind if not moves(scope, one)][:size]
        if len(bases) == size and label_of(scope, bases[0]) in ("past", "start", "aim"):
            yield from _of_couples(scope, row, levels, bases)


def _is_turned(scope: Scope, levels: Sequence[Placed]) -> bool:
    """Whether levels are what others became (由14处增加到22处)."""
    turned = scope.patterns.one("claim.turned-into")
    return all(turned.search(one.lead.rstrip()) for one in levels)


def _of_couples(scope: Scope, row: _Row, now: Sequence[Placed], then: Sequence[Placed]) -> Iterator[Claim]:
    """The claims of as many levels now as there were before, which words tell from those."""
    if not all(alike(one.quantity, other.quantity) for one, other in zip(now, then, strict=True)):
        return
    told = label_of(scope, then[0]) in ("past", "start", "aim", "mean", "origin")
    years = {year_of(one.quantity) for one in now}, {year_of(one.quantity) for one in then}
    told = told or (len(years[0]) == len(years[1]) == 1 and None not in years[1] and years[0] != years[1])
    if not told or any(label_of(scope, one) in ("past", "mean") for one in now):
        return
    yield from _each(scope, row, "current", now, "base", then)


def _like(row: Sequence[Placed], levels: Sequence[Placed]) -> Sequence[Placed] | None:
    """The level of each change of a row: the only one of its unit, or the one of its place in as many."""
    if len(levels) == len(row) and all(alike(one.quantity, other.quantity) for one, other in zip(row, levels, strict=True)):
        return levels
    found = [[one for one in levels if alike(one.quantity, change.quantity)] for change in row]
    return [one[0] for one in found] if all(len(one) == 1 for one in found) else None


def _is_by_years(scope: Scope, levels: Sequence[Placed]) -> bool:
    """Whether levels are of years that follow each other, each told with its own, or all in a row before them."""
    years = [year_of(one.quantity) for one in levels]
    if None not in years and all((one or 0) + 1 == other for one, other in pairwise(years)):
        return True
    told = scope.patterns.one("claim.turns.years").search(scope.sentence.text[: levels[0].at.start - scope.sentence.at.start])
    if told is None or not all(_joined(scope, one, other) for one, other in pairwise(levels)):
        return False
    first, last = (int(told[name]) for name in ("first", "last"))
    return last - first == len(levels) - 1


def _each(scope: Scope, row: _Row, role: str, ones: Sequence[Placed], other_role: str, others: Sequence[Placed]) -> Iterator[Claim]:
    rate = row.figures[0].quantity.kind is QuantityKind.PERCENT
    if rate and any(one.quantity.kind not in AMOUNTS for one in (*ones, *others)):
        return
    if not rate and not row.points and not all(_fits(stated, one) for stated, one in zip(row.figures, ones, strict=True)):
        return
    for stated, sign, one, other in zip(row.figures, row.signs, ones, others, strict=True):
        operands = [scope.operand(role, one, LISTED), scope.operand(other_role, other, LISTED)]
        yield scope.claim(stated, operands, rule="claim/growth" if rate else "claim/difference", sign=sign)


def _fits(stated: Placed, level: Placed) -> bool:
    points = stated.quantity.kind is QuantityKind.POINTS
    return level.quantity.kind is QuantityKind.PERCENT if points else alike(stated.quantity, level.quantity)


def _of_list_behind(scope: Scope, following: Sentence | None) -> Iterator[Claim]:
    """Levels each with its change behind it, and what they were before in a row at the end, or in the next sentence (上年两项分别为90.2%和85.5%)."""
    past = scope.patterns.one("claim.turns.past")
    for sentence in (scope.sentence, following):
        told = None if sentence is None else past.search(sentence.text)
        if sentence is None or told is None:
            continue
        bases = [one for one in sentence.figures if one.at.start - sentence.at.start >= told.end() and _plain(one)]
        ahead = scope.sentence.figures[: bases[0].index] if bases and sentence is scope.sentence else scope.sentence.figures
        couples = [(one, other) for one, other in pairwise(ahead) if not moves(scope, one) and moves(scope, other)]
        levels = [one for one in ahead if not moves(scope, one) and _plain(one)]
        if not _LEAST <= len(couples) == len(bases) == len(levels) or bases[-1].index - bases[0].index != len(bases) - 1:
            continue
        for (now, change), base in zip(couples, bases, strict=True):
            if not alike(now.quantity, base.quantity) or not _plain(change):
                break
            turn = scope.patterns.one("claim.turns.change").search(_words(scope, change))
            if turn is None or change.clause - now.clause > 1:
                break
            rate = change.quantity.kind is QuantityKind.PERCENT
            if rate != (now.quantity.kind in AMOUNTS) and not _fits(change, now):
                break
            operands = [scope.operand("current", now, LISTED), scope.operand("base", base, LISTED)]
            sign = -1 if turn["down"] else 1
            yield scope.claim(change, operands, rule="claim/growth" if rate else "claim/difference", sign=sign)
