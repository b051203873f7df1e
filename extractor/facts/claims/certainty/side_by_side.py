"""Claims that a binder doubted though no other figures can be meant: theirs stand side by side, alone of their kind in the sentence.

Such a claim keeps its doubt, and is marked (``one_slip``): it accuses where one slip of the pen is all that keeps it from holding to the digit
(`extractor.validator.claim.one_slip`). The proofs are asked of it as of any other that accuses; one that fails takes the mark away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from extractor.facts.claims.certainty.heads import exclusive, shared_pairs
from extractor.facts.claims.certainty.neighbours import cleared
from extractor.facts.claims.certainty.proof import proven
from extractor.facts.claims.scope import AMBIGUOUS, alike, ends_with
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, QuantityKind

MARK = "one_slip"
_TELLING = 3
"""Digits of a rate from which a slip tells anything."""
_LONG = 4
"""Digits of the longest figure of a sum, a difference or a product from which one does."""
_ALL = 100
_SHORT = 4
"""Characters before a share that names no whole (仅占, 约占比)."""
_FEW = 2
_RATES = frozenset({QuantityKind.PERCENT, QuantityKind.POINTS})


def side_by_side(claim: Claim, sentence: Sentence, around: Surroundings) -> bool:
    """Whether a claim that its binder doubted rests on figures beside each other that leave no other reading, and every proof holds of it."""
    test = _TESTS.get(claim.rule)
    if test is None or claim.doubt != AMBIGUOUS or claim.params.get("strict"):
        return False
    placed = {one.quantity.id: one for one in sentence.figures}
    told = [None if one.quantity is None else placed.get(one.quantity.id) for one in claim.operands]
    figures = [one for one in told if one is not None]
    stated = placed.get(claim.stated.id)
    if stated is None or len(figures) < max(_FEW, len(told)) or not all(_is_plain(one, around.patterns) for one in (stated, *figures)):
        return False
    if not test(claim, stated, figures, sentence.figures, around.patterns):
        return False
    tried = replace(claim, doubt=None, params={name: value for name, value in claim.params.items() if name != "otherwise"})
    return proven(cleared(tried, sentence), sentence, around).doubt is None


def marked(claim: Claim) -> Claim:
    """The claim, marked to be tried for one slip."""
    return replace(claim, params={**claim.params, MARK: True})


def lifted(claim: Claim) -> Claim:
    """A marked claim as one that is not doubted, for those who look at all claims of the report together."""
    return replace(claim, doubt=None)


def still(marks: Mapping[tuple[str, str], Claim], looked_at: Mapping[tuple[str, str], Claim]) -> dict[tuple[str, str], Claim]:
    """The marked claims that nobody doubted who looked at all of them, marked."""
    return {key: marked(claim) for key, claim in marks.items() if looked_at[key].doubt is None}


def _is_plain(one: Placed, patterns: Patterns) -> bool:
    return one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT and "/" not in (one.quantity.unit or "").removeprefix("1/")


def _is_printed(one: Placed) -> bool:
    """Whether a figure is written in digits: 一次合格率 tells none."""
    return any(char.isdigit() for char in one.quantity.text)


def _pair(claim: Claim, stated: Placed, told: Sequence[Placed], figures: Sequence[Placed], patterns: Patterns) -> bool:
    """A whole, its part and the rate, one behind the other, and no other figure of their unit before the rate."""
    if [one.role for one in claim.operands] != ["part", "whole"] or claim.stated.kind is not QuantityKind.PERCENT:
        return False
    part, whole = told
    if len(claim.stated.digits) < _TELLING or (claim.stated.value or 0) > _ALL or not alike(part.quantity, whole.quantity):
        return False
    before = [one for one in figures[: stated.index] if _is_printed(one) and one.depth == stated.depth]
    rates = [one for one in before if one.quantity.kind in _RATES and one.index > whole.index]  # 完成8736万元，增长11.91%，其中税收…
    in_row = [one.index for one in before if one not in rates][-_FEW:] == [whole.index, part.index]
    alone = not any(alike(one.quantity, part.quantity) for one in figures[: whole.index])
    close = _clauses_between(part, stated, rates) <= 1 and _clauses_between(whole, part, rates) <= 1 + ("，" not in whole.tail)
    close = close and whole.segment == stated.segment
    told_so = _is_told_so(stated.lead.strip(), whole, part, patterns)
    each = patterns.one("claim.of-each")
    others = [*patterns.words("claim.last-year"), *patterns.words("claim.returned")]
    plain = not any(each.search(one.lead) or any(word in one.lead for word in others) for one in told)
    plain = plain and not ends_with(whole.lead, patterns.words("claim.base"))
    return in_row and alone and close and told_so and plain and not exclusive(part.lead, whole.lead, patterns)


def _clauses_between(here: Placed, there: Placed, aside: Sequence[Placed]) -> int:
    """How many clauses on a figure stands, those left out that only tell how much another one grew or is of something."""
    return there.clause - here.clause - len({one.clause for one in aside if here.clause < one.clause < there.clause})


def _is_told_so(lead: str, whole: Placed, part: Placed, patterns: Patterns) -> bool:
    """Whether the words before a rate name no other whole than the one told (占比; 受理3423件，其中咨询2157件，占受理总量的63.0%), or say what the part says
    (完成228户、验收率91.2%: of what was checked).
    """
    if any(word in lead for word in patterns.words("claim.share-lead")):
        return len(lead) <= _SHORT or bool(shared_pairs(lead, whole.lead))
    return bool(shared_pairs(lead[:-1], part.lead))


def _list(claim: Claim, stated: Placed, told: Sequence[Placed], figures: Sequence[Placed], patterns: Patterns) -> bool:
    """A whole with its parts behind it, or parts with their sum behind them, long enough that a slip tells."""
    places = sorted(one.index for one in told)
    between = [one for one in figures[places[0] : stated.index] if one.quantity.kind is claim.stated.kind and one not in told]
    between = [one for one in between if one.depth <= stated.depth and _is_printed(one)]  # （其中甲3292万元）; 两项加起来
    between = [one for one in between if one.quantity.value != len(told)]
    if claim.rule == "claim/sum" and between:
        return False  # 干渠31.6公里、支渠47.15公里，斗渠700米，合计79.45公里
    return _is_long((stated, *told), _TELLING)


def _row(claim: Claim, stated: Placed, told: Sequence[Placed], figures: Sequence[Placed], patterns: Patterns) -> bool:
    """Two figures and their difference, one behind the other."""
    places = sorted(one.index for one in (stated, *told))
    return len(told) == _FEW and places[-1] - places[0] == _FEW and _is_long((stated, *told))


def _product(claim: Claim, stated: Placed, told: Sequence[Placed], figures: Sequence[Placed], patterns: Patterns) -> bool:
    """A price, a number and the amount that they give, one behind the other."""
    places = sorted(one.index for one in (stated, *told))
    return places[-1] - places[0] == len(told) and len(claim.stated.telling) >= _LONG


def _is_long(figures: Sequence[Placed], digits: int = _LONG) -> bool:
    return max(len(one.quantity.telling) for one in figures) >= digits


_TESTS: Mapping[str, Callable[[Claim, Placed, Sequence[Placed], Sequence[Placed], Patterns], bool]] = {
    "claim/ratio": _pair,
    "claim/breakdown": _list,
    "claim/sum": _list,
    "claim/difference": _row,
    "claim/product": _product,
}
