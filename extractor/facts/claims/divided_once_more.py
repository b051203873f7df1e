"""claim/difference: what a list has told out is told out once more by something else, in another piece or sentence (…；男69人，女49人。按年龄分，…).

The whole is the nearest that a list which holds is of; words that sort it, or parts that leave nothing out, tie the second row to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from extractor.facts.claims.near.partitions import is_partition
from extractor.facts.claims.near.subdivisions import second_row
from extractor.facts.claims.scope import AMOUNTS, Scope, alike
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim

_CUE = "claim.divided-once-more"
_LISTS = frozenset({"claim/breakdown", "claim/sum"})
_COUPLE = 2
_BACK = 240
"""Characters from a whole's own list to the row that divides it once more."""


def divided_once_more(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], around: Surroundings) -> Iterator[Claim]:
    """One claim for the last part of each row that no claim which holds has read."""
    placed = {one.quantity.id: (sentence, one) for sentence in sentences for one in sentence.figures}
    lists = [one for one in known.values() if _adds_up(one) and one.stated.id in placed]
    lists.sort(key=lambda one: -one.at.end)
    used = {part for one in lists for part in one.operand_ids}
    for sentence in sentences if lists else ():
        scope = Scope.at_cue(sentence, around.patterns.one(_CUE), around)
        if scope is None:
            continue
        for row in _rows(scope, used):
            told = next(
                (one for one in lists if one.at.end <= row[0].at.start <= one.at.end + _BACK and alike(one.stated, row[0].quantity)), None
            )
            home, whole = placed[told.stated.id] if told is not None else (None, None)
            if home is None or whole is None or home.paragraph != sentence.paragraph or not scope.is_level(whole):
                continue
            for claim in second_row(scope, whole, row):
                first = known.get((claim.rule, claim.stated.id))
                if first is None or first.doubt is not None:
                    yield claim


def _adds_up(claim: Claim) -> bool:
    told = [one for one in claim.operands if one.quantity is not None]
    return claim.rule in _LISTS and len(told) >= _COUPLE and claim.adds_up


def _rows(scope: Scope, used: set[str]) -> Iterator[list[Placed]]:
    """The figures of one unit of each piece, where words sort them or they leave nothing out, and no list has read them."""
    figures = [one for one in scope.sentence.figures if one.quantity.kind in AMOUNTS and one.depth == 0]
    for _, piece in groupby(figures, key=lambda one: one.segment):
        held = list(piece)
        row = [one for one in held if alike(one.quantity, held[0].quantity)]
        if len(row) < _COUPLE or any(one.quantity.id in used for one in row):
            continue
        start = scope.sentence.at.start
        words = scope.sentence.text[: row[0].at.start - start].rpartition(scope.patterns.words("claim.item-mark")[0])[2]
        if is_partition(scope, row) or scope.patterns.one("claim.sorted-by").search(words) is not None:
            yield row
