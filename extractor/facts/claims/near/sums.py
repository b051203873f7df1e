"""claim/sum and claim/weights: addends and what they give; `breakdowns` has the parts that follow their whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from extractor.facts.claims.near.partitions import is_partition
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
_FROM = "\u7531"
"""The word before what a whole is made of; before a level it says that it changed."""


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
    before = len(figures)
    if scope.text("number") and len(figures) > 1:
        figures = _one_a_piece(scope, stated, figures)
    if len(figures) < 2 or (scope.form.attributes.get("asks") and not _told_so(scope, figures)):
        return
    if scope.patterns.one("claim.more-than").search(stated.lead):
        return  # 总量比上年增加300件
    every, figures = figures, _one_list(scope, figures, stated)
    tight = _tight(scope, figures)
    words = scope.sentence.text[figures[0].at.start - scope.sentence.at.start : stated.at.start - scope.sentence.at.start]
    whole_list = tight and figures is every and scope.text("cue") in scope.patterns.words("claim.firm-total")
    windows = [figures] if whole_list else _windows(figures, every)
    deeper = [one for one in scope.earlier(stated, lambda one: alike(one, stated.quantity)) if one.depth > stated.depth]
    added = scope.has("claim.added", words)
    carried = scope.has("claim.carried-over", figures[0].lead)
    told = _told_apart(scope, words) if carried else words
    blocked = (scope.has("claim.not-a-list", told) and not added) or any(scope.has("claim.not-an-addend", one.lead) for one in figures[1:])
    spent = [one for one in figures if _is_spent(scope, one)]
    unlike = any(scope.has("claim.had", one.lead) and one not in spent for one in figures) and bool(spent)
    opened = _is_open(scope, figures)
    firm = scope.text("cue") in scope.patterns.words("claim.firm-total") and len(scope.text("phrase").strip()) <= 6
    counted = chinese_to_int(scope.text("number"), scope.patterns) == len(figures) if scope.text("number") else False
    partition = is_partition(scope, figures)
    firm = firm or counted or partition
    numbered = all(scope.has("claim.numbered", one.lead) for one in figures)
    firm = firm or (numbered and len(scope.text("phrase").strip()) <= 6)
    mixed = _mixed(scope, figures, stated)
    near = stated.clause - figures[-1].clause <= 1 and stated.segment == figures[-1].segment
    begun = bool(scope.sentence.text[: figures[0].at.start - scope.sentence.at.start].strip())  # else the list begins on the line before
    even = evenly_listed(scope, figures) and begun
    certain = firm and near and even and not blocked and not deeper and not mixed and (carried or not scope.is_base(figures[0]))
    anew = scope.patterns.one("claim.sum.anew").search(stated.lead) is not None
    certain = (
        certain
        and not any(scope.patterns.one("claim.total-lead").search(one.lead) for one in figures[1:])
        and not scope.has("claim.unit-price", figures[0].lead)
        and not unlike
        and not anew
    )
    likely = certain and not scope.is_base(stated)
    certain = certain and (counted or any(scope.named_alike(_own_words(scope, stated), scope.subject(one)) for one in figures))
    if counted and _one_a_segment(figures, stated) and not opened:
        certain = all(not scope.is_base(one) for one in figures)
        blocked = False
    found = [parts_of(scope, one) for one in windows]
    if blocked and not firm:
        yield scope.claim(stated, found[0], others=found[1:], doubt=AMBIGUOUS)
        return
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
        weak=None if certain and ((counted and len(figures) == before) or partition or tight) else "far" if certain else "guard",
    )


def _own_words(scope: Scope, stated: Placed) -> str:
    """The words before a sum without the one that calls it so."""
    return stated.lead.replace(scope.text("cue"), " ", 1) if scope.text("cue") else stated.lead


def _told_so(scope: Scope, figures: Sequence[Placed]) -> bool:
    """Whether what stands before a figure that no word calls a sum are its addends: as many as it says (两项投入), or all parts of a year (四个季度)."""
    if scope.text("number"):
        return chinese_to_int(scope.text("number"), scope.patterns) == len(figures)
    verb = scope.text("phrase").strip()[-_A_COUPLE:]
    return is_partition(scope, figures) and any(verb in one.lead for one in figures)


def _windows(figures: list[Placed], every: Sequence[Placed]) -> list[list[Placed]]:
    """The figures, and whatever of all of them a sum may be of."""
    found = [figures, *(list(every[start:]) for start in range(len(every) - 1)), *_subsets(every)]
    return [some for index, some in enumerate(found) if some not in found[:index]]


def _is_open(scope: Scope, figures: Sequence[Placed]) -> bool:
    """Whether the list goes on unsaid (等)."""
    ends = any(ends_with(one.tail, scope.patterns.words("claim.open-end")) for one in figures[:-1])
    return ends or scope.has("claim.open-end", figures[-1].tail)


def _mixed(scope: Scope, figures: Sequence[Placed], stated: Placed) -> list[Placed]:
    """Things counted by another measure word between the addends: they may be addends as well (桥3座、涵洞5道，共8处)."""
    if stated.quantity.kind is not QuantityKind.COUNT:
        return []
    between = scope.sentence.figures[figures[0].index : stated.index]
    counts = [one for one in between if one.quantity.kind is QuantityKind.COUNT and one.depth == stated.depth]
    return [one for one in counts if one not in figures and one.at.start < scope.match.start()]


def _one_list(scope: Scope, figures: list[Placed], stated: Placed) -> list[Placed]:
    """The last of the figures that the enumeration mark joins (抽查486户，要件不全13户、缺签字9户，共22户); all of them where it joins none.

    All of them as well where a number says how many are added.
    """
    start = len(figures) - 1
    while start and _tight(scope, figures[start - 1 : start + 1]):
        start -= 1
    if len(figures) - start < _A_COUPLE or scope.text("number") or stated.clause - figures[-1].clause > 1:
        return figures
    return figures[start:] if start else figures


def _tight(scope: Scope, figures: Sequence[Placed]) -> bool:
    """Whether the enumeration mark stands between any two figures that follow each other."""
    mark = scope.patterns.words("claim.list-mark")[0]
    return all(scope.sentence.between(one, other).lstrip().startswith(mark) for one, other in pairwise(figures))


def _told_apart(scope: Scope, words: str) -> str:
    """Words between addends without those that say which of them came this year (上年结转a，当年预算安排b)."""
    for word in scope.patterns.words("claim.this-year"):
        words = words.replace(word, " ")
    return words


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
    beside = [one for one in own if one.segment == stated.segment]
    if len(beside) == number:
        return beside
    pieces = sorted({one.segment for one in own if one.segment != stated.segment})
    if number >= _A_COUPLE and len(pieces) < number < len(own) and evenly_listed(scope, own[-number:]):
        return own[-number:]  # 衣物8600件，…；首批5200件，次批3400件，两批合计8600件
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
    inside = [one for one in scope.sentence.figures if start <= one.at.start < end]
    terms = [one for one in inside if one.quantity.kind is QuantityKind.PERCENT] or [one for one in inside if _of_one(one)]
    while terms and terms[0].index and _called(scope, terms[0], scope.sentence.figures[terms[0].index - 1]):
        terms.insert(0, scope.sentence.figures[terms[0].index - 1])
    terms = [one for one in terms if one.depth == terms[0].depth]
    made = scope.patterns.one("claim.weights.made").search(scope.sentence.text) is not None  # 由自评30%、互评70%加权得出
    leads = [one.lead.replace(_FROM, "", 1) if made and one is terms[0] else one.lead for one in terms]
    if len(terms) < 2 or any(scope.has("claim.not-a-weight", lead) for lead in leads):
        return
    if scope.form.attributes.get("asks"):
        told = sum((one.quantity.value or Decimal(0) for one in terms), Decimal(0))
        if not scope.has("claim.weighted", scope.sentence.text) or not _LEAST <= told <= _MOST or any(_odd(one) for one in terms):
            return
        if any(_of_one(one) for one in scope.sentence.figures):
            return  # the weights are told as decimals: 占比30%、45%，权重分别为0.4、0.6
    terms = _to_the_whole(terms)
    operands = [scope.operand("part", one, LISTED) for one in terms]
    rest = scope.sentence.text[end - scope.sentence.at.start :]
    opened = scope.has("claim.open-end", rest[:2])
    opened = opened or (bool(rest.strip()) and scope.match.string[scope.sentence.at.end : scope.sentence.at.end + 1] == "\n")
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


def _of_one(one: Placed) -> bool:
    """Whether a figure is a weight as a decimal (0.3)."""
    return one.quantity.kind is QuantityKind.BARE and one.quantity.decimals > 0 and 0 < (one.quantity.value or 0) < 1


def _odd(one: Placed) -> bool:
    """Whether a share has decimals: weights are set, not measured."""
    return one.quantity.decimals > 0 or one.quantity.hedge is not Hedge.EXACT
