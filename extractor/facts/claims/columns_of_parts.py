"""claim/breakdown: the same figures told of a whole and of each of its parts, a sentence or a piece each (项目386个，投资S；市区项目189个，投资a；县区…).

No word need say that the parts are all there are: at least two figures of the whole must be what those of the same name give in the pieces right behind
it. Then the other figures that all of them tell are sums as well, and one slip must be all that keeps one from being so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from extractor.facts.claims.one_digit import slips_of
from extractor.facts.claims.scope import AMOUNTS, LISTED, Scope, alike, total_of
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim, Hedge

_CUE, _BREAK, _ASIDE = "claim.columns-of-parts", "claim.columns-of-parts.break", "claim.columns-of-parts.aside"
_OVERLAP = "claim.columns-of-parts.may-overlap"
_LEAST, _MOST = 2, 6
"""Parts of a whole; and columns that must agree before another is asked for."""
_KEY = 4
"""Last characters of the words by which two figures are told to be of one kind."""
_FAR = 3
"""Paragraphs from a whole to its last part."""
_DIGITS = 3
"""Digits of a whole by which a sum that agrees is no accident."""

_Key = tuple[str, str | None]
_Piece = tuple[Scope, dict[_Key, Placed]]


def columns_of_parts(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], around: Surroundings) -> Iterator[Claim]:
    """One claim for each figure of such a whole that no list has decided."""
    told = [list(held) for _, held in groupby((one for one in sentences if not one.cell), key=lambda one: one.paragraph)]
    pieces = [[piece for sentence in held for piece in _pieces(sentence, around)] for held in told]
    for run in ([piece for held in pieces for piece in held], [_as_one(held) for held in pieces if held]):
        for place in range(len(run)):
            for claim in _below(run[place], run[place + 1 : place + 1 + _MOST]):
                first = known.get((claim.rule, claim.stated.id)) or known.get(("claim/sum", claim.stated.id))
                if first is None or first.doubt is not None:
                    yield claim


def _below(piece: _Piece, behind: Sequence[_Piece]) -> Iterator[Claim]:
    """The claims of a whole and of the fewest pieces right behind it that make two of its figures."""
    scope, whole = piece
    for count in range(_LEAST, len(behind) + 1):
        parts = behind[:count]
        if parts[-1][0].sentence.paragraph - scope.sentence.paragraph > _FAR:
            return
        columns = {key: [told[key] for _, told in parts] for key in whole if all(key in told for _, told in parts)}
        given = [key for key, column in columns.items() if _makes(whole[key], column)]
        if len(given) < _LEAST or not any(len(whole[key].quantity.telling) >= _DIGITS for key in given):
            continue
        for key, column in columns.items():
            apart = not any(scope.patterns.one(_OVERLAP).search(one.lead) for one in (whole[key], *column))
            if key in given or (apart and _is_slip(whole[key], column)):
                operands = [scope.operand("part", one, LISTED) for one in column]
                yield scope.claim(whole[key], operands, rule="claim/breakdown", complete="full", weak="guard")
        return


def _as_one(held: Sequence[_Piece]) -> _Piece:
    """The pieces of a paragraph as one; a name that two of them tell is none."""
    keys = [key for _, told in held for key in told]
    return held[0][0], {key: one for _, told in held for key, one in told.items() if keys.count(key) == 1}


def _pieces(sentence: Sentence, around: Surroundings) -> Iterator[_Piece]:
    """The levels of each piece of a sentence by the ends of their names; a name that a piece tells twice is none."""
    scope = Scope.at_cue(sentence, around.patterns.one(_CUE), around)
    if scope is None:
        return
    breaks = [sentence.at.start + one.end() for one in around.patterns.one(_BREAK).finditer(sentence.text)]
    for begin, end in pairwise([sentence.at.start, *breaks, sentence.at.end]):
        told = [(_key(scope, one), one) for one in sentence.figures if begin <= one.at.start < end and _is_level(scope, one)]
        keys = [key for key, _ in told]
        kept = {key: one for key, one in told if keys.count(key) == 1 and len(key[0]) >= _LEAST}
        if kept:
            yield scope, kept


def _is_level(scope: Scope, one: Placed) -> bool:
    exact = one.quantity.kind in AMOUNTS and bool(one.quantity.value) and one.quantity.hedge is Hedge.EXACT and not one.depth
    moved = scope.changes(one) or scope.each(one) or scope.is_compared(one)
    return exact and not moved and any(char.isdigit() for char in one.quantity.text)


def _key(scope: Scope, one: Placed) -> _Key:
    """The end of the words before a figure without what only says that it is a sum, and its unit."""
    return scope.patterns.one(_ASIDE).sub("", one.lead.strip())[-_KEY:], one.quantity.unit


def _makes(whole: Placed, column: Sequence[Placed]) -> bool:
    return all(alike(one.quantity, whole.quantity) for one in column) and total_of(column) == whole.quantity.worth


def _is_slip(whole: Placed, column: Sequence[Placed]) -> bool:
    """Whether one slip in a whole or in one of its parts is all that keeps them from agreeing."""
    if not all(alike(one.quantity, whole.quantity) for one in column):
        return False
    gap = whole.quantity.worth - total_of(column)
    return total_of(column) in slips_of(whole.quantity) or any(
        value - one.quantity.worth == gap for one in column for value in slips_of(one.quantity)
    )
