"""claim/breakdown, claim/sum: one part in each piece between semicolons, whatever else the piece says of it (安排a万元，用于…；安排b万元，支持…；…)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.one_digit import parted_by_a_slip
from extractor.facts.claims.scope import AMOUNTS, LISTED, Scope, alike, at_least, total_of
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim, QuantityKind

_COUPLE, _LIST, _FIFTY = 2, 3, 50
"""Pieces that are a list by themselves; fewer say too little."""


def itemised(scope: Scope) -> Iterator[Claim]:
    """The whole begins the first piece, or stands in the sentence before; where no word says that what follows are its parts, only what agrees is told."""
    marks = scope.patterns.words("claim.among")
    seen: set[tuple[QuantityKind, str | None]] = set()
    for first in scope.sentence.figures:
        key = (first.quantity.kind, first.quantity.unit)
        if key in seen or first.quantity.kind not in AMOUNTS or first.depth:
            continue
        seen.add(key)
        yield from _over_all(scope, first)
        pieces = [_without_own_parts(piece) for piece in _pieces(scope, scope.sentence, first)]
        numbered = all(scope.has("claim.numbered", piece[-1].lead) for piece in pieces)
        if len(pieces) < (_LIST - numbered) or any(len(piece) != 1 for piece in pieces[1:]) or len(pieces[0]) > 2:
            continue
        parts = [piece[-1] for piece in pieces]
        if len(pieces[0]) > 1:
            wholes = pieces[0][:1]
            rest = parts[-1].lead.strip().startswith(scope.patterns.words("claim.list-rest"))
            marked = rest or any(word in scope.sentence.between(*pieces[0]) for word in marks)
        else:
            wholes = [
                one for one in _of(scope.around.above(scope.sentence)) if alike(one.quantity, first.quantity) and _is_level(scope, one)
            ]
            marked = scope.sentence.text.lstrip().startswith(marks)
        slipped = [one for one in wholes if marked and parted_by_a_slip(one.quantity, [part.quantity for part in parts])]
        wholes = [one for one in wholes if all(at_least(one.quantity, part.quantity) for part in parts)]
        agreeing = [one for one in wholes if total_of(parts) == one.quantity.worth] or slipped
        apart = any(total_of(parts) - one.quantity.worth == whole.quantity.worth for one in parts for whole in wholes)
        if agreeing or (marked and len(wholes) == 1 and not apart):  # 预算96万元，其中财政80万元；执行90万元；结余6万元: no list of parts
            yield scope.claim((agreeing or wholes)[0], parts_of(scope, parts), complete="likely", weak="guard")


def _over_all(scope: Scope, whole: Placed) -> Iterator[Claim]:
    """资金总计S，其中甲工程a，测绘b；乙工程c，测绘d: several parts in each piece; those that come to something else are no list."""
    parts = [one for one in scope.sentence.figures[whole.index + 1 :] if alike(one.quantity, whole.quantity) and one.depth == 0]
    if len(parts) < _LIST or len({one.segment for one in parts}) < _COUPLE or parts[0].segment != whole.segment:
        return
    total = scope.patterns.one("claim.total-lead").search(whole.lead) is not None or parts[0].index == whole.index + 1
    marked = any(word in scope.sentence.between(whole, parts[0]) for word in scope.patterns.words("claim.among"))
    each_once = not any(sum(other.segment == one.segment for other in parts) < _COUPLE for one in parts)
    levels = _is_level(scope, whole) and all(_is_level(scope, one) for one in parts)
    near = abs(total_of(parts) - whole.quantity.worth) * _FIFTY <= whole.quantity.worth
    if total and marked and each_once and levels and near and not any(scope.has("claim.open-end", one.tail) for one in parts):
        yield scope.claim(whole, parts_of(scope, parts), complete="likely", weak="guard")


def items_summed(scope: Scope) -> Iterator[Claim]:
    """…；…；…。共计S: the pieces of the sentence before, or of this one before its last piece."""
    stated = scope.figure("stated")
    if stated is None:
        return
    above = scope.around.above(scope.sentence)
    held = scope.sentence if stated.segment else above
    if held is None:
        return
    pieces = [
        piece
        for piece in _pieces(replace(scope, sentence=held), held, stated)
        if held is not scope.sentence or piece[0].segment < stated.segment
    ]
    if len(pieces) >= _LIST and all(len(piece) == 1 for piece in pieces):
        parts = [scope.operand("part", piece[0], LISTED) for piece in pieces]
        yield scope.claim(stated, parts, weak="guard", over_stop=held is not scope.sentence)


def _pieces(scope: Scope, sentence: Sentence, first: Placed) -> list[list[Placed]]:
    """The figures of a unit by the piece that they stand in; none where a piece between two of them has none, or one is a change, a price or a base.

    How much a figure changed may stand behind it in its piece (运行维护费a，较上年减少b；接待费c，减少d).
    """
    own = [one for one in sentence.figures if alike(one.quantity, first.quantity) and one.depth == 0]
    levels = {one.segment: one for one in reversed(own) if not scope.changes(one)}
    own = [one for one in own if not (scope.changes(one) and one.segment in levels and levels[one.segment].index < one.index)]
    pieces = [list(held) for _, held in groupby(own, key=lambda one: one.segment)]
    pieces = [
        [one for one in piece if number == 0 or one is piece[0] or one not in scope.inner(piece)] for number, piece in enumerate(pieces)
    ]
    numbers = [piece[0].segment for piece in pieces]
    if any(other - one != 1 for one, other in pairwise(numbers)) or not all(_is_level(scope, one) for piece in pieces for one in piece):
        return []
    return pieces


def _without_own_parts(piece: list[Placed]) -> list[Placed]:
    """The figures of a piece without those behind one that add up to it (第一批9910万元，分别支持甲3000万元、乙6910万元)."""
    ends = (place for place, one in enumerate(piece[:-_COUPLE]) if total_of(piece[place + 1 :]) == one.quantity.worth)
    return piece[: next(ends, len(piece)) + 1]


def _is_level(scope: Scope, one: Placed) -> bool:
    """Whether a figure is so much of something: no change, no price, no figure of before, and none whose digits are hidden."""
    return one.quantity.value is not None and scope.is_level(one)


def _of(sentence: Sentence | None) -> Sequence[Placed]:
    return [] if sentence is None else [one for one in sentence.figures if one.depth == 0]
