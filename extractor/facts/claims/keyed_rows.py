"""claim/breakdown: things told with the same two figures each (货物类预算a、采购b，工程类预算c、采购d，…), below a whole of either.

The words that come again beside each thing say which whole its figures are parts of. A row that gives one whole to the digit tells all that the other is made
of; else one slip must be all that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from extractor.facts.claims.scope import AMOUNTS, LISTED, Scope, alike, total_of
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim, Hedge, Operand

_CUE = "claim.keyed-row"
_KEY = 2
"""Characters of the words that come again."""
_THINGS = 2
_WHOLES = 8
"""Figures before a row among which its wholes are looked for."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The figures of one key and of the other, thing by thing."""

    keys: tuple[str, str]
    columns: tuple[Sequence[Placed], Sequence[Placed]]


def keyed_rows(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], around: Surroundings) -> Iterator[Claim]:
    """One claim for each whole of a row that no form has read without doubt."""
    cue = around.patterns.one(_CUE)
    for sentence in sentences:
        scope = None if len(sentence.figures) < 2 * _THINGS else Scope.at_cue(sentence, cue, around)
        if scope is None:
            continue
        for row in _rows(scope):
            for claim in _of_row(scope, row):
                first = known.get((claim.rule, claim.stated.id))
                if first is None or first.doubt is not None or not first.adds_up:
                    yield claim


def _rows(scope: Scope) -> Iterator[_Row]:
    """The longest runs of pairs of figures whose second bears the same words each time, and whose first ends in the same."""
    figures = [one for one in scope.sentence.figures if _is_told(scope, one)]
    at = 0
    while at + 1 < len(figures):
        key = _words(scope, figures[at + 1])
        end = at
        while (
            end + 1 < len(figures)
            and _is_pair(scope, figures[end], figures[end + 1], key)
            and alike(figures[end].quantity, figures[at].quantity)
        ):
            end += 2
        heads, others = figures[at:end:2], figures[at + 1 : end : 2]
        told = [_words(scope, one) for one in heads]
        ending = _common_end(told) if len(told) >= _THINGS else ""
        names = [words.removesuffix(ending) for words in told]
        ends = not any(alike(one.quantity, figures[at].quantity) for one in figures[end:])  # else others follow that are told otherwise
        if ends and len(ending) >= _KEY and all(names) and len(set(names)) == len(names) and ending != key and _follow(heads):
            yield _Row((ending, key), (heads, others))
            at = end
        else:
            at += 1


def _common_end(told: Sequence[str]) -> str:
    """The characters that all of several words end in."""
    last = [same[0] for same in takewhile(lambda same: len(set(same)) == 1, zip(*(reversed(words) for words in told), strict=False))]
    return "".join(reversed(last))


def _is_told(scope: Scope, one: Placed) -> bool:
    plain = one.quantity.kind in AMOUNTS and one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT and not one.depth
    return plain and scope.is_level(one)


def _words(scope: Scope, one: Placed) -> str:
    words = one.lead.strip(" ：:，、；")
    return next((words.removeprefix(among) for among in scope.patterns.words("claim.among") if words.startswith(among)), words)


def _is_pair(scope: Scope, one: Placed, other: Placed, key: str) -> bool:
    """Whether two figures are told of one thing: the second under the words of the key alone."""
    beside = alike(one.quantity, other.quantity) and other.segment == one.segment and other.clause - one.clause <= 1
    return beside and len(key) >= _KEY and _words(scope, other) == key


def _follow(heads: Sequence[Placed]) -> bool:
    """Whether the things of a row stand in clauses as far from each other."""
    return len({other.clause - one.clause for one, other in pairwise(heads)}) == 1


def _of_row(scope: Scope, row: _Row) -> Iterator[Claim]:
    first = row.columns[0][0]
    above = scope.around.above(scope.sentence)
    told = [*([] if above is None else above.figures), *scope.sentence.figures[: first.index]]
    told = [one for one in told if _is_told(scope, one) and alike(one.quantity, first.quantity)][-_WHOLES:]
    wholes = [_whole(scope, key, column, told) for key, column in zip(row.keys, row.columns, strict=True)]
    wholes = [one if one is None or one is not wholes[1 - place] else None for place, one in enumerate(wholes)]
    left = [one for one in told if one not in wholes]
    wholes = [one or _bearing(scope, key, left) for one, key in zip(wholes, row.keys, strict=True)]
    given = [whole is not None and total_of(column) == whole.quantity.worth for whole, column in zip(wholes, row.columns, strict=True)]
    for place, (whole, column) in enumerate(zip(wholes, row.columns, strict=True)):
        if whole is None or wholes[1 - place] is None or any(one.quantity.worth >= whole.quantity.worth for one in column):
            continue
        operands = [Operand("part", one.quantity, LISTED) for one in column]
        yield scope.claim(whole, operands, rule="claim/breakdown", complete="full", weak=None if given[1 - place] else "guard")


def _whole(scope: Scope, key: str, column: Sequence[Placed], told: Sequence[Placed]) -> Placed | None:
    """The whole of a column: the figure that its parts make, else the one whose words end as its key does."""
    exact = [one for one in told if one.quantity.worth == total_of(column)]
    return exact[-1] if exact else _only([one for one in told if _words(scope, one).endswith(key[-_KEY:])])


def _bearing(scope: Scope, key: str, told: Sequence[Placed]) -> Placed | None:
    """The one figure that bears the key: its last words, for its first may belong to the names (货物类预算, 工程类预算)."""
    return _only([one for one in told if key[-_KEY:] in _words(scope, one)])


def _only(found: Sequence[Placed]) -> Placed | None:
    return found[0] if len(found) == 1 else None
