"""claim/sum and claim/weights: addends and what they give; `breakdowns` has the parts that follow their whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from extractor.facts.claims.partitions import is_partition
from extractor.facts.claims.scope import AMBIGUOUS, LISTED, OPEN_LIST, SAME_SECTION, Scope, alike, ends_with
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.facts import Claim, Hedge, Operand, QuantityKind

_LEAST, _MOST = 50, 150
_HUNDRED = 100
"""Between which shares must lie together to be weights with a slip."""
_NEAR = 16
"""Characters between two weights of one list."""
_USES = ("claim.spent", "claim.had", "claim.income")
_TRIED = 7
"""Figures before a sum of which every choice is tried."""
_A_COUPLE = 2
"""Parts that need more than a comma between them to be one list."""


def total(scope: Scope) -> Iterator[Claim]:
    """A a、B b，共计S: the addends are the figures of the list before it."""
    stated = scope.figure("stated")
    if stated is None or scope.sentence.text[: stated.at.start - scope.sentence.at.start].rstrip().endswith(("每", "均")):
        return
    figures = [
        one
        for one in reversed(scope.earlier(stated, lambda one: alike(one, stated.quantity)))
        if one.depth == stated.depth and not scope.changes(one) and (scope.each(stated) or not scope.each(one))
    ]
    if scope.text("number") and len(figures) > 1:
        figures = _one_a_piece(scope, stated, figures)
    if len(figures) < 2:
        return
    words = scope.sentence.text[figures[0].at.start - scope.sentence.at.start : stated.at.start - scope.sentence.at.start]
    windows = [figures[start:] for start in range(len(figures) - 1)]
    windows += [some for some in _subsets(figures) if some not in windows]
    deeper = [one for one in scope.earlier(stated, lambda one: alike(one, stated.quantity)) if one.depth > stated.depth]
    added = scope.has("claim.added", words)
    blocked = (scope.has("claim.not-a-list", words) and not added) or any(scope.has("claim.not-an-addend", one.lead) for one in figures[1:])
    totals = [one for one in figures[1:] if scope.patterns.one("claim.total-lead").search(one.lead)]
    priced = scope.has("claim.unit-price", figures[0].lead)
    spent = [one for one in figures if _is_spent(scope, one)]
    unlike = any(scope.has("claim.had", one.lead) and one not in spent for one in figures) and bool(spent)
    opened = any(ends_with(one.tail, scope.patterns.words("claim.open-end")) for one in figures[:-1]) or scope.has(
        "claim.open-end", figures[-1].tail
    )
    firm = scope.text("cue") in scope.patterns.words("claim.firm-total") and len(scope.text("phrase").strip()) <= 6
    counted = chinese_to_int(scope.text("number"), scope.patterns) == len(figures) if scope.text("number") else False
    firm = firm or counted or is_partition(scope, figures)
    last = figures[-1]
    numbered = all(scope.has("claim.numbered", one.lead) for one in figures)
    firm = firm or (numbered and len(scope.text("phrase").strip()) <= 6)
    mixed = [
        one
        for one in scope.sentence.figures[figures[0].index : stated.index]
        if one.quantity.kind is QuantityKind.COUNT
        and one.depth == stated.depth
        and one not in figures
        and one.at.start < scope.match.start()
    ]
    mixed = mixed if stated.quantity.kind is QuantityKind.COUNT else []
    near = stated.clause - last.clause <= 1 and stated.segment == last.segment
    even = evenly_listed(scope, figures)
    carried = scope.has("claim.carried-over", figures[0].lead)
    certain = firm and near and even and not blocked and not deeper and not mixed and (carried or not scope.is_base(figures[0]))
    anew = scope.patterns.one("claim.sum.anew").search(stated.lead) is not None
    certain = certain and not totals and not priced and not unlike and not anew
    likely = certain and not scope.is_base(stated)
    certain = certain and (counted or any(scope.named_alike(stated.lead, scope.subject(one)) for one in figures))
    if counted and _one_a_segment(figures, stated) and not opened:
        certain = all(not scope.is_base(one) for one in figures)
        blocked = False
    if blocked and not firm:
        readings = windows
        found = [parts_of(scope, one) for one in readings]
        yield scope.claim(stated, found[0], others=found[1:], doubt=AMBIGUOUS)
        return
    found = [parts_of(scope, one) for one in windows]
    if mixed:
        found.append(parts_of(scope, sorted([*figures, *mixed], key=lambda one: one.index)))
    found += [[*found[0], scope.operand("part", one, LISTED)] for one in _included(scope, stated)]
    doubt = OPEN_LIST if opened else None if certain or likely else AMBIGUOUS
    if not near and not firm:
        doubt = AMBIGUOUS
    yield scope.claim(
        stated,
        found[0],
        others=() if opened else found[1:],
        doubt=doubt,
        weak=None if counted and certain else "far" if certain else "guard",
    )


def _is_spent(scope: Scope, one: Placed) -> bool:
    """Whether the last word before a figure that says whether it was had or used says that it was used (兑付专户获拨款: had)."""
    ends = [max((one.lead.rfind(word) + len(word) for word in scope.patterns.words(name) if word in one.lead), default=0) for name in _USES]
    return ends[0] > 0 and ends[0] >= max(ends[1:])


def _included(scope: Scope, stated: Placed) -> list[Placed]:
    """What a bracket behind a sum says to be in it (720万元（含上年结转20万元）): it may be an addend that the list lacks."""
    following = scope.sentence.figures[stated.index + 1 : stated.index + 2]
    return [one for one in following if one.depth > stated.depth and alike(one.quantity, stated.quantity)]


def _subsets(figures: Sequence[Placed]) -> list[list[Placed]]:
    """Every choice of two or more of the last figures: what a sum may be of where not all that stands before it is an addend."""
    last = figures[-_TRIED:]
    return [list(some) for size in range(len(last) - 1, 1, -1) for some in combinations(last, size)]


def _one_a_piece(scope: Scope, stated: Placed, figures: list[Placed]) -> list[Placed]:
    """The amounts that 两项合计 sums up: the last of each of so many pieces (marked off by ；) before it, without what is one of each."""
    own = [one for one in figures if not scope.each(one)]
    number = chinese_to_int(scope.text("number"), scope.patterns) or 0
    pieces = sorted({one.segment for one in own if one.segment != stated.segment})
    if len(pieces) < number or number < _A_COUPLE:
        return own or figures
    return [[one for one in own if one.segment == piece][-1] for piece in pieces[-number:]]


def _one_a_segment(figures: Sequence[Placed], stated: Placed) -> bool:
    """Whether each figure stands in a piece of its own before the sum."""
    return len({one.segment for one in figures}) == len(figures) and all(one.segment < stated.segment for one in figures)


def evenly_listed(scope: Scope, figures: Sequence[Placed]) -> bool:
    """Whether only names and separators stand between the figures, with one figure a clause or one an item."""
    for one, other in pairwise(figures):
        words = scope.sentence.between(one, other)
        if other.clause - one.clause > 1 or len(words) > 26 or any(mark in words for mark in "：:"):
            return False
    return True


def parts_of(scope: Scope, figures: Sequence[Placed]) -> list[Operand]:
    """The figures of a list as the parts of a sum."""
    return [scope.operand("part", one, LISTED) for one in figures]


def above(scope: Scope) -> Iterator[Claim]:
    """以上四项救助共支出S: in each of the four items before it, the one figure that the same verb names."""
    stated, named = scope.figure("stated"), chinese_to_int(scope.match["number"], scope.patterns)
    if stated is None or named is None or named < 2:
        return
    verbs = [word for word in scope.patterns.words("claim.item-verbs") if word in scope.match[0]]
    items = scope.around.items(stated.at.start, named)
    own = [
        [
            one
            for one in item
            if alike(one.quantity, stated.quantity)
            and one.depth == 0
            and not scope.changes(one)
            and any(verb in one.lead for verb in verbs)
        ]
        for item in items
    ]
    if not own or not verbs or any(len(item) != 1 for item in own):
        return
    yield scope.claim(stated, [scope.operand("part", item[0], SAME_SECTION) for item in own])


def weights(scope: Scope) -> Iterator[Claim]:
    """Weights that should be 100% together: a list that is called so, or one in a sentence that says how a score is made of it."""
    start, end = scope.match.span("terms")
    terms = [one for one in scope.sentence.figures if start <= one.at.start < end and one.quantity.kind is QuantityKind.PERCENT]
    while terms and terms[0].index and _called(scope, terms[0], scope.sentence.figures[terms[0].index - 1]):
        terms.insert(0, scope.sentence.figures[terms[0].index - 1])
    terms = [one for one in terms if one.depth == terms[0].depth]
    if len(terms) < 2 or any(scope.has("claim.not-a-weight", one.lead) for one in terms):
        return
    if scope.form.attributes.get("asks"):
        told = sum((one.quantity.value or Decimal(0) for one in terms), Decimal(0))
        if not scope.has("claim.weighted", scope.sentence.text) or not _LEAST <= told <= _MOST or any(_odd(one) for one in terms):
            return
    terms = _to_the_whole(terms)
    operands = [scope.operand("part", one, LISTED) for one in terms]
    opened = scope.has("claim.open-end", scope.sentence.text[end - scope.sentence.at.start :][:2])
    listed = scope.text("terms").endswith(scope.patterns.words("claim.list-mark")[0])
    opened = opened or (listed and not any(one.at.start >= end for one in scope.sentence.figures))  # a line break cuts it
    nested = any(scope.has("claim.among", one.lead) for one in terms[1:])
    yield scope.claim(terms[0], operands, doubt=OPEN_LIST if opened else AMBIGUOUS if nested else None)


def _called(scope: Scope, first: Placed, before: Placed) -> bool:
    """Whether a percentage before a list is its first term: 40%的权重、任务完成30%的权重."""
    words = scope.sentence.between(before, first)
    return (
        before.quantity.kind is QuantityKind.PERCENT and words.startswith(scope.patterns.words("claim.relative")[0]) and len(words) <= _NEAR
    )


def _to_the_whole(terms: list[Placed]) -> list[Placed]:
    """The terms up to where they are 100% together: a percentage behind them (得到91.7%) is what the weights gave."""
    told = Decimal(0)
    for number, one in enumerate(terms, 1):
        told += one.quantity.value or Decimal(0)
        if told == _HUNDRED and number > 1:
            return terms[:number]
    return terms


def _odd(one: Placed) -> bool:
    """Whether a share has decimals: weights are set, not measured."""
    return one.quantity.decimals > 0 or one.quantity.hedge is not Hedge.EXACT
