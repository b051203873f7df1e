"""claim/sum: addends and what they give; `breakdowns` has the parts that follow their whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, groupby, pairwise

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.named_things import pieces
from extractor.facts.claims.near.partitions import divides_time, is_partition
from extractor.facts.claims.near.told_for_each import each_time
from extractor.facts.claims.scope import AMBIGUOUS, IN_FORM, LISTED, OPEN_LIST, SAME_SECTION, Scope, alike, ends_with, total_of
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim, Operand, Quantity, QuantityKind

_USES = ("claim.spent", "claim.had", "claim.income")
_TRIED = 7
"""Figures before a sum of which every choice is tried."""
_SHORT = 12
"""Characters of an addend's name in a plain row."""
_A_COUPLE = 2
"""Parts that need more than a comma between them to be one list."""
_MARKS = "，,、；; "


def total(scope: Scope) -> Iterator[Claim]:
    """A a、B b，共计S: the addends are the figures of the list before it."""
    stated = scope.figure("stated")
    if stated is None or scope.sentence.text[: stated.at.start - scope.sentence.at.start].rstrip().endswith(("每", "均")):
        return
    known, before = _before(scope, stated)
    previous = scope.sentence.figures[stated.index - 1 : stated.index]
    if any(scope.has("claim.posts", one.lead) and not scope.has("claim.posts", stated.lead) for one in previous):
        return  # 事业编制8642名，实有8126名
    if len(known) < 2 or (scope.form.attributes.get("asks") and not _told_so(scope, known)):
        return
    if (
        stated.lead.strip("，,、； ").startswith(scope.patterns.words("claim.rest-of-list"))
        or scope.patterns.one("claim.more-than").search(stated.lead) is not None
    ):
        return  # 总量比上年增加300件; 微信12.4万、抖音23.5万，其他平台合计10.3万
    called = _called_by_name(scope, stated, known)
    if called:
        yield scope.claim(stated, parts_of(scope, called))
    else:
        yield from _of_list(scope, stated, known, before)


def _of_list(scope: Scope, stated: Placed, known: list[Placed], before: int) -> Iterator[Claim]:
    """The sum of the list that stands before it, with all that its addends may be besides."""
    figures = _one_list(scope, known, stated)
    if _of_fewer(scope, stated, figures):
        return
    every = _not_summed_up(scope, known, figures)
    tight = _tight(scope, figures)
    words = scope.sentence.text[figures[0].at.start - scope.sentence.at.start : stated.at.start - scope.sentence.at.start]
    whole_list = tight and len(figures) == len(every) and scope.text("cue") in scope.patterns.words("claim.firm-total")
    # 购置a，安装b，培训c，共计S: a sum passes over none in the middle
    plain = (
        len(figures) == len(every)
        and scope.text("cue") in scope.patterns.words("claim.firm-total")
        and _is_plain_row(scope, figures, stated)
        and not _included(scope, stated)
        and (
            _told_how_many(scope, figures)
            or not any(
                some[-1] is figures[-1] and total_of(each_time(scope, some)) == stated.quantity.worth for some in _subsets(figures)
            )  # what a row begins with may be no addend; what it ends with is one
        )
    )
    windows = [figures] if whole_list else _windows(figures, every, runs=plain)
    deeper = [one for one in scope.earlier(stated, lambda one: alike(one, stated.quantity)) if one.depth > stated.depth]
    if deeper and not _not_told_of(deeper, figures):
        deeper, words = [], " ".join(one.lead for one in figures[1:])
    added = scope.has("claim.added", words)
    carried = scope.has("claim.carried-over", figures[0].lead)
    told = _told_apart(scope, words) if carried else words
    blocked = (scope.has("claim.not-a-list", told) and not added) or any(scope.has("claim.not-an-addend", one.lead) for one in figures[1:])
    opened = _is_open(scope, figures)
    counted = (
        chinese_to_int(scope.text("number"), scope.patterns) == len(figures) if scope.text("number") else _told_how_many(scope, figures)
    )
    partition = is_partition(scope, figures) or divides_time(scope, figures, stated)
    firm = counted or partition or _is_called_a_sum(scope, figures)
    mixed = _mixed(scope, figures, stated)
    near = (
        stated.clause - figures[-1].clause <= 1 + (counted and (tight or evenly_listed(scope, figures)))
        and stated.segment == figures[-1].segment
    )
    begun = bool(scope.sentence.text[: figures[0].at.start - scope.sentence.at.start].strip())  # else the list begins on the line before
    even = evenly_listed(scope, figures) and begun
    certain = firm and near and even and not blocked and not deeper and not mixed and (carried or not scope.is_base(figures[0]))
    certain = certain and not _of_other_kinds(scope, stated, figures)
    likely = certain and not scope.is_base(stated)
    certain = certain and (counted or any(scope.named_alike(_own_words(scope, stated), scope.subject(one)) for one in figures))
    if counted and _one_a_segment(figures, stated) and not opened:
        certain = all(not scope.is_base(one) for one in figures)
        blocked = False
    found = [parts_of(scope, one) for one in windows]
    own = [] if opened or not firm else figures[1:] if _adds_up(scope, figures) else []  # 318人，分三种：96人，47人，175人，共S
    if (
        certain
        and firm
        and not opened
        and (len(every) == len(figures) < len(known) or (whole_list and _each_named(scope, stated, figures)) or plain)
    ):
        own = figures  # 中央a、省级b，合计S；用于道路c、水利d，合计S: the list has a sum of its own
    if own:
        yield scope.claim(stated, [replace(one, why=IN_FORM) for one in parts_of(scope, own)])
        return
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


def _not_told_of(deeper: Sequence[Placed], figures: Sequence[Placed]) -> list[Placed]:
    """The figures in brackets without those that add up to the addend before their bracket (18426万元（中央15662.1万元、省级2763.9万元）)."""
    rest = list(deeper)
    for one, following in pairwise([*figures, None]):
        assert one is not None
        inner = [part for part in deeper if one.index < part.index and (following is None or part.index < following.index)]
        if len(inner) > 1 and total_of(inner) == one.quantity.worth:
            rest = [part for part in rest if part not in inner]
    return rest


def _before(scope: Scope, stated: Placed) -> tuple[list[Placed], int]:
    """The figures before a sum that may be its addends, those of as many pieces as it says, and how many there were of them before that."""
    figures = [
        one
        for one in reversed(scope.earlier(stated, lambda one: _of_its_unit(scope, one, stated.quantity)))
        if one.depth == stated.depth and not scope.changes(one) and (scope.each(stated) or not scope.each(one))
    ]
    return (_one_a_piece(scope, stated, figures) if scope.text("number") and len(figures) > 1 else figures), len(figures)


def _of_its_unit(scope: Scope, one: Quantity, stated: Quantity) -> bool:
    """Whether a figure may be added up to a sum; people of several lists add up to so many times that people came (人次)."""
    visits, people = scope.patterns.words("unit.visits"), scope.patterns.words("unit.same-people")
    return alike(one, stated) or (stated.unit in visits and one.unit in people and one.kind is stated.kind)


def _of_other_kinds(scope: Scope, stated: Placed, figures: Sequence[Placed]) -> bool:
    """Whether figures are no addends: sums or prices among them, what was had and what was used; or the sum tells of the whole place anew."""
    spent = [one for one in figures if _is_spent(scope, one)]
    unlike = any(scope.has("claim.had", one.lead) and one not in spent for one in figures) and bool(spent)
    summed = any(scope.patterns.one("claim.total-lead").search(one.lead) for one in figures[1:])
    anew = scope.patterns.one("claim.sum.anew").search(stated.lead) is not None
    return summed or scope.has("claim.unit-price", figures[0].lead) or unlike or anew


def _is_called_a_sum(scope: Scope, figures: Sequence[Placed]) -> bool:
    """Whether the word before a sum calls it one, or its addends are numbered, with little between that could make it something else."""
    called = scope.text("cue") in scope.patterns.words("claim.firm-total") or all(scope.has("claim.numbered", one.lead) for one in figures)
    return called and len(scope.text("phrase").strip()) <= 6


def _each_named(scope: Scope, stated: Placed, figures: Sequence[Placed]) -> bool:
    """Whether each of three or more addends is called as the sum is (国家标准412项、行业标准538项、团体标准265项，标准合计1215项)."""
    own = _own_words(scope, stated)
    return len(figures) > _A_COUPLE and all(shared_pairs(own, one.lead) for one in figures)


def _told_how_many(scope: Scope, figures: Sequence[Placed]) -> bool:
    """Whether a number right before a list says how many it has (五批资金分别为…)."""
    before = scope.sentence.figures[figures[0].index - 1] if figures[0].index else None
    if before is None or before.quantity.value != len(figures):
        return False
    kinds = (*scope.patterns.words("claim.kinds"), *scope.patterns.words("claim.kinds-of-parts"))
    if before.quantity.unit in kinds and before.clause == figures[0].clause and scope.has("claim.respectively", figures[0].lead):
        return True
    # 在3个示范县间分配，甲县a，乙县b，丙县c
    things = before.quantity.kind is QuantityKind.COUNT and before.quantity.unit != figures[0].quantity.unit
    return things and len(figures) > _A_COUPLE and 0 < figures[0].clause - before.clause <= 1 and not before.depth


def _told_in_so_many(scope: Scope, figures: Sequence[Placed]) -> bool:
    """Whether the sentence says before a list into how many it is told (分三次到账，4月到账…)."""
    before = scope.sentence.figures[figures[0].index - 1] if figures[0].index else None
    divided = before is not None and before.lead.strip().endswith(scope.patterns.words("claim.divided"))
    return divided and before is not None and before.quantity.value == len(figures) and figures[0].clause - before.clause <= 1


def _of_fewer(scope: Scope, stated: Placed, figures: Sequence[Placed]) -> bool:
    """Whether the number right before a sum says that it is of fewer than the list tells (甲县a、乙县b、州本级c。2个县共分得S)."""
    before = scope.sentence.figures[stated.index - 1]
    number = before.quantity.value
    things = before.quantity.kind is QuantityKind.COUNT and before not in figures and before.clause == stated.clause
    return things and not before.lead.strip() and number is not None and 1 < number < len(figures)


def _own_words(scope: Scope, stated: Placed) -> str:
    """The words before a sum without the one that calls it so."""
    return stated.lead.replace(scope.text("cue"), " ", 1) if scope.text("cue") else stated.lead


def _called_by_name(scope: Scope, stated: Placed, known: Sequence[Placed]) -> list[Placed]:
    """Those of a list that the words of a sum call, each by its whole name, where they leave out others (满意a，基本满意b，不满意c；满意和基本满意合计S)."""
    names = [one.strip(_MARKS) for one in pieces(_own_words(scope, stated), scope.patterns.one("claim.sum.named-apart"))]
    called = [one for name in names if name for one in known if one.lead.strip(_MARKS) == name]
    return called if 1 < len(names) == len(called) < len(known) else []


def _told_so(scope: Scope, figures: Sequence[Placed]) -> bool:
    """Whether what stands before a figure that no word calls a sum are its addends: as many as it says (两项投入), or all parts of a year (四个季度)."""
    if scope.text("number"):
        return chinese_to_int(scope.text("number"), scope.patterns) == len(figures)
    verb = scope.text("phrase").strip()[-_A_COUPLE:]
    parted = is_partition(scope, figures) or _told_in_so_many(scope, figures)
    return parted and any(verb in one.lead for one in figures)


def _is_plain_row(scope: Scope, figures: Sequence[Placed], stated: Placed) -> bool:
    """Whether the addends are told one a clause by short names, right up to their sum; the first may have the words of all before it."""
    steps = [other.clause - one.clause for one, other in pairwise([*figures, stated])]
    short = all(0 < len(one.lead.strip()) <= _SHORT and not scope.is_base(one) for one in figures[1:])
    return len(figures) > _A_COUPLE and set(steps) == {1} and short


def _windows(figures: list[Placed], every: Sequence[Placed], *, runs: bool) -> list[list[Placed]]:
    """The figures, and whatever of all of them a sum may be of. runs: none is passed over between two others, and two alone are no sum."""
    found = [figures, *([] if runs else [*(list(every[start:]) for start in range(len(every) - 1)), *_subsets(every)])]
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
    ranks = scope.patterns.words("claim.kinds")  # 二类地区542人
    counts = [one for one in between if one.quantity.kind is QuantityKind.COUNT and one.depth == stated.depth]
    counts = [one for one in counts if one.quantity.unit not in ranks]
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


def _adds_up(scope: Scope, figures: Sequence[Placed]) -> bool:
    """Whether the first of figures is what the others give, three of them at least."""
    others = each_time(scope, figures[1:])
    return len(others) > _A_COUPLE and figures[0].quantity.worth == total_of(others)


def _not_summed_up(scope: Scope, every: Sequence[Placed], figures: Sequence[Placed]) -> list[Placed]:
    """The figures without those that a sum before the list has summed up (中央a、省级b，合计S；用于道路c、水利d，合计S)."""
    total = scope.patterns.one("claim.total-lead")
    ahead = [one for one in every if one.index < figures[0].index]
    for place in range(len(ahead) - 1, 1, -1):
        run = Fraction(0)
        for one in reversed(ahead[:place]):
            run += one.quantity.worth
            if run == ahead[place].quantity.worth and total.search(ahead[place].lead) and len(figures) > 1:
                return [one for one in every if one.index > ahead[place].index]
    return list(every)


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
    inside = [one for one in own if not one.lead.strip().startswith(scope.patterns.words("claim.beside-them"))]
    own = inside if len(inside) >= number else own  # 另有社会捐赠58万元不计入，三级合计
    for run in (own[start : start + number] for start in range(len(own) - number, -1, -1) if number >= _A_COUPLE):
        behind = own[own.index(run[-1]) + 1 :]
        told = scope.is_base(stated) or any(scope.patterns.one("claim.total-lead").search(one.lead) for one in behind)
        if _tight(scope, run) and not told and not any(_tight(scope, two) for two in _next_to(own, run)):
            return run  # 玉米118.6万亩、大豆75.2万亩、水稻29.7万亩，另有6.4万亩不在范围，三种合计
    beside = [one for one in own if one.segment == stated.segment]
    if len(beside) == number:
        return beside
    pieces = sorted({one.segment for one in own if one.segment != stated.segment})
    if number >= _A_COUPLE and len(pieces) < number < len(own) and evenly_listed(scope, own[-number:]):
        return own[-number:]  # 衣物8600件，…；首批5200件，次批3400件，两批合计8600件
    if len(pieces) < number or number < _A_COUPLE:
        return own or figures
    return [[one for one in own if one.segment == piece][-1] for piece in pieces[-number:]]


def _next_to(own: Sequence[Placed], run: Sequence[Placed]) -> Iterator[Sequence[Placed]]:
    """The first and the last of a run, each with the figure beside it."""
    first, last = own.index(run[0]), own.index(run[-1])
    yield from (own[at : at + 2] for at in (first - 1, last) if 0 <= at < len(own) - 1)


def _one_a_segment(figures: Sequence[Placed], stated: Placed) -> bool:
    """Whether each figure stands in a piece of its own before the sum."""
    return len({one.segment for one in figures}) == len(figures) and all(one.segment < stated.segment for one in figures)


def evenly_listed(scope: Scope, figures: Sequence[Placed]) -> bool:
    """Whether only names and separators stand between the figures, with one figure a clause or one an item."""
    for one, other in pairwise(figures):
        inner = scope.sentence.figures[one.index + 1 : other.index]
        detailed = bool(inner) and all(part.depth > one.depth for part in inner) and not _not_told_of(inner, [one])
        last = inner[-1] if detailed else one  # a bracket that tells what makes the figure up stands between no two of a list
        words = scope.sentence.between(last, other)
        if other.clause - last.clause > 1 or len(words) > 26 or any(mark in words for mark in "：:"):
            return False
    return True


def parts_of(scope: Scope, figures: Sequence[Placed]) -> list[Operand]:
    """The figures of a list as the parts of a sum, each as often as it is told."""
    return [scope.operand("part", one, LISTED) for one in each_time(scope, figures)]


def above(scope: Scope) -> Iterator[Claim]:
    """以上四项救助共支出S: in each of the four items before it, the one figure that the same verb names; without a verb, the only one of its unit."""
    stated = scope.figure("stated")
    named = chinese_to_int(scope.match["number"], scope.patterns) if scope.match["number"] else None
    if stated is None or (scope.match["number"] and (named is None or named < _A_COUPLE)):
        return
    verbs = [word for word in scope.patterns.words("claim.item-verbs") if word in scope.match[0]]
    items = scope.around.items(stated.at.start, named) or _segments_above(scope, named)
    own = [[one for one in item if alike(one.quantity, stated.quantity) and one.depth == 0 and not scope.changes(one)] for item in items]
    called = [[one for one in item if any(verb in one.lead for verb in verbs)] for item in own]
    if not all(len(item) == 1 for item in called):
        called = [[one for one in item if not scope.each(one)] for item in own]
    if not called or any(len(item) != 1 for item in called):
        return
    sure = named is not None and bool(verbs)
    yield scope.claim(stated, [scope.operand("part", item[0], SAME_SECTION) for item in called], weak=None if sure else "guard")


def _segments_above(scope: Scope, count: int | None) -> list[list[Placed]]:
    """The figures of each piece between semicolons of the sentence right above, where there are as many as ``count`` says (two at least)."""
    sentence = scope.around.above(scope.sentence)
    if sentence is None:
        return []
    segments = [list(held) for _, held in groupby(sentence.figures, key=lambda one: one.segment)]
    return segments if (len(segments) >= _A_COUPLE if count is None else len(segments) == count) else []
