"""claim/sum: a figure that is called all of something (全县完成S, 项目总投资S, 三馆合计服务S), behind a row that tells one figure of its unit a piece.

No word need say that it is a sum: the row has three figures or more and leads right up to it, in its sentence or in the one above, and whatever else the pieces
tell (建污水管网18.6公里，投资1395万元) is of other units. Only one slip is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby, pairwise

from extractor.facts.claims.near.partitions import divides_time
from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.one_digit import gap_of_a_slip
from extractor.facts.claims.scope import AMOUNTS, Scope, alike, total_of, without
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim

_LIST = 3
_STEP = 2
"""Clauses from one figure of a row to the next: another figure of the same thing may stand between."""
_TENTH = Fraction(1, 10)
"""How far a sum may be from what a row gives, where two digits exchanged do not tell them apart."""


def row_summed(scope: Scope) -> Iterator[Claim]:
    """The row right before the figure in its sentence; the pieces of the sentence above, where it is the first of its own."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.kind not in AMOUNTS or stated.depth or not scope.is_level(stated):
        return
    here = [one for one in scope.sentence.figures if one.at.end <= scope.match.start()]
    over_stop = not here
    if here and scope.has("claim.firm-total", scope.match[0]):
        return  # `sums` reads it
    above = scope.around.above(scope.sentence) if over_stop else None
    parts = _row(scope, here if above is None else above.figures, stated)
    numbered = all(scope.has("claim.numbered", one.lead) for one in parts)
    if len(parts) < _LIST - numbered or (not over_stop and stated.clause - parts[-1].clause > _STEP):
        return
    if any(_given_or_spent(scope, one) * _given_or_spent(scope, stated) < 0 for one in parts):
        return  # 一季度支出120万元，…，四季度支出150万元，全年预算600万元
    said = scope.text("number")
    number = int(said) if said.isdecimal() else chinese_to_int(said, scope.patterns) if said else None
    counted = number == len(parts)
    if number is not None and not counted and scope.text("so_many"):
        return
    gap = abs(total_of(parts) - stated.quantity.worth)
    if gap > stated.quantity.worth * _TENTH and not (gap_of_a_slip(gap) and gap < stated.quantity.worth):
        return
    home = scope if above is None else replace(scope, sentence=above)
    others = [parts_of(home, parts[1:]), parts_of(home, parts[:-1])]
    start = parts[0].at.start - home.sentence.at.start
    sorted_by = scope.patterns.one("claim.sorted-by").search(home.sentence.text[:start]) is not None
    # 按实施主体划分，…，全部53个项目: each stands in one class; 一季度…四季度，全年累计S; 其他费用c，总支出S: nothing is left out
    last = parts[-1].lead.strip().startswith(scope.patterns.words("claim.rest"))
    closed = not over_stop and (last or divides_time(scope, parts, stated))
    firm = (sorted_by or closed) and gap <= stated.quantity.worth * _TENTH
    yield scope.claim(
        stated, parts_of(home, parts), others=() if counted or firm else others, weak=None if firm else "guard", over_stop=over_stop
    )


def _given_or_spent(scope: Scope, one: Placed) -> int:
    """1 for what was to be had, −1 for what was spent, 0 where words say both or neither."""
    return int(scope.has("claim.had", one.lead)) - int(scope.has("claim.spent", one.lead))


def _row(scope: Scope, figures: Sequence[Placed], stated: Placed) -> list[Placed]:
    """The figures of the sum's unit: one in each piece between semicolons, or one a clause or an item; none where one is a sum, a change, a price."""
    own = [one for one in figures if alike(one.quantity, stated.quantity) and not one.depth]
    if len(own) < _LIST - 1 or any(one.quantity.value is None for one in own):
        return []
    pieces = [list(held) for _, held in groupby(own, key=lambda one: one.segment)]
    if len(pieces) > 1 and any(len(piece) > 1 for piece in pieces):
        return []
    told = any(scope.patterns.one("claim.total-lead").search(one.lead) for one in own[1:])
    plain = all(one.lead.strip() and not (scope.changes(one) or scope.each(one)) for one in own)
    plain = plain and len({scope.is_base(one) for one in own}) == 1  # 由住建局实施的28个，由水利局实施的17个
    aside = ("claim.among", "claim.aims", "claim.beside-them", "claim.last-year")
    said = without("claim.accounts", " ".join(one.lead for one in own), scope.patterns)
    if told or not plain or any(scope.has(words, said) for words in aside):
        return []
    if len(pieces) == 1 and any(other.clause - one.clause > _STEP for one, other in pairwise(own)):
        return []
    return [] if any(scope.has("claim.open-end", one.tail[:2]) for one in own) else own
