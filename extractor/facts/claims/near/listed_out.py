"""claim/breakdown: parts told one by one behind their whole, in clauses with verbs of their own (拨给甲a用于…，拨给乙b…), to the one that is left (其余c)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.near.partitions import is_partition
from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.one_digit import gap_of_an_exchange, parted_by_a_slip
from extractor.facts.claims.scope import AMOUNTS, LISTED, Scope, alike, total_of, without, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, QuantityKind

_FEW, _MANY = 2, 3
"""Parts that something must tie together, and parts that are a list by themselves."""
_END = 2
"""Characters by which the names of parts are alike."""
_TRIED = 8
"""Parts of which every choice is tried: one may lie in another."""
_BACK = 6
"""Figures before a sentence in which the whole of its list is looked for."""
_LONG, _AGREEING = 4, 100
"""Digits of a whole, and the least worth of one of them, for the others to tell that they agree."""
_CLOSED, _FRAMED, _BARE = Fraction(1, 5), Fraction(1, 10), Fraction(1, 50)
"""How far a list may be from its whole: told to be all of it, told in like words, or told by nothing but its place. Beyond, it lists some parts only."""


@dataclass(frozen=True)
class _List:
    """A whole and the figures behind it that may be its parts. reach: how far they may be from it. firm: whether words say that they are all of it."""

    whole: Placed
    parts: Sequence[Placed]
    reach: Fraction
    firm: bool
    above: bool = False

    @property
    def gap(self) -> Fraction:
        return abs(total_of(self.parts) - self.whole.quantity.worth)

    @property
    def fits(self) -> bool:
        near = self.gap <= self.whole.quantity.worth * self.reach or _is_a_digit_off(self.whole, self.gap)
        return self.reach > 0 and (near or _parted_by_a_slip(self.whole, self.parts))


def listed_out(scope: Scope) -> Iterator[Claim]:
    """A whole and the figures of its unit behind it, to the end of the sentence or to what is left."""
    figures = scope.sentence.figures
    if len(figures) < _FEW:
        return
    seen: set[tuple[QuantityKind, str | None]] = set()
    for first in figures:
        key = (first.quantity.kind, first.quantity.unit)
        if key in seen or first.quantity.kind not in AMOUNTS or first.depth:
            continue
        seen.add(key)
        own = [one for one in figures if alike(one.quantity, first.quantity) and one.depth == 0]
        rest = next(
            (number for number, one in enumerate(own) if is_rest(scope, one) and not _is_an_account(scope, own[number : number + 2])), None
        )
        own = own if rest is None else own[: rest + 1]
        found = [one for one in _lists(scope, own, closed=rest is not None) if one.fits]
        best = min(found, key=lambda one: one.gap / one.whole.quantity.worth, default=None)
        if best is not None and not (best.gap and _only_done_of_an_aim(scope, best)):
            yield _claim(scope, best)


def _only_done_of_an_aim(scope: Scope, found: _List) -> bool:
    """Whether the parts are what was done in turn of what was to be done (下达任务16971户，第一批已完成8167户，第二批已完成6804户): the rest is not."""
    done = [word for words in ("claim.done", "claim.spent") for word in scope.patterns.words(words) if word not in found.whole.lead]
    return scope.has("claim.aims", found.whole.lead) and all(any(word in one.lead for word in done) for one in found.parts)


def is_rest(scope: Scope, one: Placed) -> bool:
    """Whether a figure is what is left of a list (其余17批次; 其余用于道路，为0.35亿元)."""
    if _name(scope, one).startswith(scope.patterns.words("claim.rest-of-list")):
        return True
    if one.index and _counts_the_rest(scope, scope.sentence.figures[one.index - 1], one):
        return True
    before = scope.sentence.figures[one.index - 1] if one.index else None
    words = scope.sentence.text[0 if before is None else before.at.end - scope.sentence.at.start : one.at.start - scope.sentence.at.start]
    start = scope.patterns.words("claim.clause-mark")[0] if before is None else ""
    return scope.patterns.one("claim.rest-clause").match(f"{start}{words}") is not None


def _counts_the_rest(scope: Scope, number: Placed, one: Placed) -> bool:
    """Whether the number right before a figure says how many others share what is left (其余6个县区1400万元)."""
    things = number.quantity.kind is QuantityKind.COUNT and not alike(number.quantity, one.quantity)
    return things and number.clause == one.clause and _name(scope, number) in scope.patterns.words("claim.all-that-is-left")


def _is_an_account(scope: Scope, pair: Sequence[Placed]) -> bool:
    """Whether what looks like the rest of a list bears the name of an account that others follow (…，其他收入12037万元，经营收入101万元)."""
    named = _name(scope, pair[0]).startswith(scope.patterns.words("claim.accounts-of-others"))
    return named and len(pair) > 1 and pair[1].segment == pair[0].segment and pair[1].clause - pair[0].clause <= 1


def _name(scope: Scope, one: Placed) -> str:
    """The words before a figure without the mark of its list."""
    return one.lead.strip().removeprefix(scope.patterns.words("claim.list-mark")[0])


def is_all_the_rest(scope: Scope, one: Placed) -> bool:
    """Whether the words beside a figure say that it is all that is left, of the same thing: not 其余物资折价36万元, 其余9个活动室."""
    lead = _name(scope, one)
    word = next((word for word in scope.patterns.words("claim.all-that-is-left") if lead.startswith(word)), None)
    if word is None or lead[len(word) :].strip() not in ("", *scope.patterns.words("claim.rest-aside")):
        return False
    tail = one.tail.strip()
    return not tail or tail.startswith(scope.patterns.words("claim.rest-behind"))


def _claim(scope: Scope, found: _List) -> Claim:
    """The parts against their whole; for a whole of a sentence before, the last part against what the others leave of it."""
    divided = is_partition(scope, found.parts)
    choices = list(_choices(found.parts)) if found.gap and not divided else []
    weak = None if found.firm or divided else "guard"
    if not found.above:
        others = [parts_of(scope, some) for some in choices]
        return scope.claim(found.whole, parts_of(scope, found.parts), others=others, complete="full", weak=weak)
    last, had = found.parts[-1], scope.operand("had", found.whole, LISTED)
    readings = [
        [had, *(scope.operand("used", one, LISTED) for one in some if one is not last)] for some in (found.parts, *choices) if last in some
    ]
    return scope.claim(last, readings[0], others=readings[1:], rule="claim/difference", weak=weak)


def _choices(parts: Sequence[Placed]) -> Iterator[Sequence[Placed]]:
    """Every choice of two or more of the parts: what the whole may be of where one of them lies in another."""
    if len(parts) <= _TRIED:
        for size in range(len(parts) - 1, 1, -1):
            yield from combinations(parts, size)


def _lists(scope: Scope, own: Sequence[Placed], *, closed: bool) -> Iterator[_List]:
    """The whole may be any figure of the row that is as large as all behind it, or one of the sentences before."""
    for number, whole in enumerate(own[:-_FEW]):
        parts = own[number + 1 :]
        if number and _is_one_of_a_row(scope, own[number - 1], whole, parts[0]):
            continue  # 优秀4家，良好8家，合格7家，不合格2家: all are of something told before
        if not number and _opens_a_row(scope, whole, parts[0]):
            continue  # 新增：林地618.4公顷，草地206.3公顷，耕地182.7公顷，其余280.1公顷为园地
        if len({year_of(one.quantity) for one in (whole, *parts)} - {None}) > 1:
            continue  # 2022年全年8000人次，2023年上半年4200人次，2023年下半年4300人次
        if closed and _is_told_above(scope, [whole, *parts]):
            continue  # 146名。按专业分，种植业68名、养殖业29名、林业17名、农产品14名，其余18名
        if _is_near(whole, parts) and _is_whole(scope, whole) and _is_row(scope, whole, parts, closed=closed):
            yield _List(whole, parts, *_reach(scope, whole, parts, closed=closed))
    for whole in scope.before[:_BACK] if len(own) >= _FEW else ():
        near = alike(whole.quantity, own[0].quantity) and whole.depth == 0 and _is_near(whole, own)
        gap = abs(total_of(own) - whole.quantity.worth)
        near = near and gap <= whole.quantity.worth * _CLOSED and not _is_a_digit_off(whole, gap)
        if near and _is_whole(scope, whole) and _is_row(scope, None, own, closed=closed):
            yield _List(whole, own, _reach_above(scope, whole, own, closed=closed), firm=False, above=True)


def _is_told_above(scope: Scope, row: Sequence[Placed]) -> bool:
    """Whether all the figures of a row together are one that was told before them."""
    total = total_of(row)
    told = [*scope.sentence.figures[: row[0].index], *scope.before[:_BACK]]
    return any(alike(one.quantity, row[0].quantity) and one.quantity.worth == total for one in told)


def _is_one_of_a_row(scope: Scope, before: Placed, whole: Placed, behind: Placed) -> bool:
    """Whether a figure follows its like as the next one follows it, in even steps, and no word says that it is all of them."""
    even = whole.clause - before.clause == behind.clause - whole.clause and before.segment == whole.segment
    return even and not scope.has("claim.among", behind.lead) and scope.patterns.one("claim.far.total").search(whole.lead) is None


def _opens_a_row(scope: Scope, whole: Placed, behind: Placed) -> bool:
    """Whether a figure is the first behind a colon, the next one a clause on, and no word says that it is all of them."""
    before = scope.sentence.text[: whole.at.start - scope.sentence.at.start].removesuffix(whole.lead).rstrip()
    even = before.endswith(scope.patterns.words("claim.colon")) and behind.clause - whole.clause == 1
    return even and not scope.has("claim.among", behind.lead) and scope.patterns.one("claim.far.total").search(whole.lead) is None


def _is_near(whole: Placed, parts: Sequence[Placed]) -> bool:
    """Whether parts are each less than their whole and together near it."""
    most = whole.quantity.worth
    larger = any(one.quantity.worth >= most for one in parts)
    if larger and len(whole.quantity.telling) < _LONG:
        return False  # most rows end here: comparing is quick, adding fractions is not
    gap = abs(total_of(parts) - most)
    return (gap <= most * _CLOSED and not larger) or _is_a_digit_off(whole, gap) or _parted_by_a_slip(whole, parts)


def _parted_by_a_slip(whole: Placed, parts: Sequence[Placed]) -> bool:
    return parted_by_a_slip(whole.quantity, [one.quantity for one in parts])


def _is_a_digit_off(whole: Placed, gap: Fraction) -> bool:
    """Whether one high digit parts a long whole from its row, however far (7281份 for 585＋3420＋1276): that all digits behind it agree is no chance."""
    last = Fraction(whole.quantity.scale, 10**whole.quantity.decimals)
    steps, digits = gap / last, str(whole.quantity.worth / last).rstrip("0")
    return len(digits) >= _LONG and steps >= _AGREEING and len(str(steps.numerator).strip("0")) == 1 and steps.denominator == 1


def _is_whole(scope: Scope, whole: Placed) -> bool:
    inner = scope.has("claim.among", whole.lead)  # 其中低保户196户，…其他困难户65户: of the one before
    listed = whole.lead.strip().startswith(scope.patterns.words("claim.list-mark")[0])  # 其中警告标志486块、指路标志318块
    return not inner and not listed and scope.may_be_divided(whole)


def _is_row(scope: Scope, whole: Placed | None, parts: Sequence[Placed], *, closed: bool) -> bool:
    """Whether figures are told in even steps, each with a name of its own, and none is a change, a goal, one of each or in another list."""
    if any(not scope.is_level(one) or one.quantity.value is None for one in parts):
        return False
    row = [*([] if whole is None else [whole]), *parts]
    figures = scope.sentence.figures
    for one, other in pairwise(row):
        beside = [skipped for skipped in figures[one.index + 1 : other.index] if skipped.depth == 0]
        kinds = one is whole and all(_says_how_many(scope, skipped, parts) for skipped in beside)
        shares = all(skipped.quantity.kind is QuantityKind.PERCENT and scope.has("claim.share-lead", skipped.lead) for skipped in beside)
        steps = 1 + len(beside) + (closed and other is parts[-1]) + (one is whole)
        weighed = one is whole and all(_is_a_weight(skipped) for skipped in beside)  # 按6:2:2分担
        classes = closed and all(skipped.clause == other.clause and not alike(skipped.quantity, other.quantity) for skipped in beside)
        if not (kinds or shares or classes or weighed) or other.clause - one.clause > steps:
            return False  # 增幅在10%以上的村有5个: a class of its whole has a limit for a name
    names = [_name(scope, one) or one.tail.strip() for one in parts]  # 320万元拨付至乡镇，195万元拨付至社区
    if whole is not None and any(exclusive(whole.lead, one.lead, scope.patterns) for one in parts):
        return False  # 省外务工138.2万人，省内县外41.6万人，县内71.5万人
    if whole is not None and _only_given(scope, whole) and any(scope.has("claim.spent", name) for name in names):
        return False  # 到位资金6500万元。按用途分，改造支出1824万元: what was spent is less
    if not all(names[1:]) or len(set(names)) < len(names):
        return False
    told = [one.quantity for one in parts if year_of(one.quantity) is not None]
    years = {year_of(one) for one in told} - {None if whole is None else year_of(whole.quantity)}
    if len(years) > 1 and len(years) != len(parts):
        return False
    if whole is None and scope.patterns.one("claim.share-behind").search(scope.sentence.text[parts[-1].at.end - scope.sentence.at.start :]):
        return False  # 摔跤23枚、举重18枚、田径15枚，三个项目占七成以上
    if whole is None or (closed and not all(_name(scope, one) for one in parts[1:])):
        names[0] = names[0].removeprefix(scope.patterns.words("claim.among")[0])
    said = without("claim.accounts", scope.bare(" ".join(names[:-1] if closed else names)), scope.patterns)
    aside = ("claim.open-list", "claim.not-an-addend", "claim.aims")
    ends_so = closed or not scope.has("claim.rest", scope.sentence.text[parts[-1].at.end - scope.sentence.at.start :])
    opened = any(scope.has("claim.open-end", one.tail) for one in parts)
    return ends_so and not opened and not any(scope.has(words, said) for words in aside)


def _only_given(scope: Scope, one: Placed) -> bool:
    """Whether a figure is what was to be had, and no word says that it was spent."""
    return scope.has("claim.had", one.lead) and not scope.has("claim.spent", one.lead)


def _says_how_many(scope: Scope, one: Placed, parts: Sequence[Placed]) -> bool:
    """Whether a figure only says how many parts follow (分三次拨付, 由三家机构承担)."""
    return one.quantity.kind is QuantityKind.COUNT and one.quantity.value == len(parts)


def _reach(scope: Scope, whole: Placed, parts: Sequence[Placed], *, closed: bool) -> tuple[Fraction, bool]:
    """How far a list may be from the whole before it, and whether words say that it is all of it."""
    firm = closed and (is_all_the_rest(scope, parts[-1]) or _is_rest_of(scope, parts[-1], whole)) and parts[-1].segment == whole.segment
    counted = any(_says_how_many(scope, one, parts) for one in scope.sentence.figures[whole.index + 1 : parts[0].index])
    behind = False
    if (
        closed
        or counted
        or (behind := _counted_behind(scope, parts))
        or scope.has("claim.all-of", whole.lead)
        or is_partition(scope, parts)
        or all(scope.has("claim.numbered", one.lead) for one in parts)
    ):
        return _CLOSED, firm or behind
    leads = [_name(scope, one) for one in parts]
    if scope.has("claim.overlapping", " ".join(leads)):
        return Fraction(0), False
    if len(parts) >= _MANY and _framed(whole, leads):
        return _FRAMED, False
    if len(parts) < _MANY:
        return Fraction(0), False
    exchanged = gap_of_an_exchange(total_of(parts) - whole.quantity.worth)
    long = max(len(one.quantity.telling) for one in (whole, *parts)) > _MANY
    return (_BARE if not exchanged else _CLOSED if long else _FRAMED), False


def _is_rest_of(scope: Scope, one: Placed, whole: Placed) -> bool:
    """Whether what is left is called by the noun of its whole right behind the figure (12个受助村…，其余3个村增幅不足5%)."""
    tail, said = one.tail.strip(), f"{whole.lead}，{whole.tail}"
    named = tail[:_END] in said or any(tail.startswith(noun) and noun in said for noun in scope.patterns.words("claim.short-nouns"))
    left = next((word for word in scope.patterns.words("claim.all-that-is-left") if _name(scope, one).startswith(word)), None)
    return bool(tail) and named and left == _name(scope, one)


def _counted_behind(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether the words right behind a list say how many kinds it has (分设备补助4200万元、贴息1500万元、诊断服务800万元三类)."""
    kinds = (*scope.patterns.words("claim.kinds"), *scope.patterns.words("claim.kinds-of-parts"))
    behind = scope.sentence.figures[parts[-1].index + 1 : parts[-1].index + 2]
    return any(_says_how_many(scope, one, parts) and one.quantity.unit in kinds and one.clause == parts[-1].clause for one in behind)


def _framed(whole: Placed, leads: Sequence[str]) -> bool:
    """Whether the parts are told in like words: all begin or end alike, or say the word that the whole has."""
    if len({lead[:_END] for lead in leads}) == 1 or len({lead[-_END:] for lead in leads}) == 1:
        return True
    told = f"{whole.lead}，{whole.tail}"
    return any(all(told[at : at + _END] in lead for lead in leads) for at in range(len(told) - 1) if "，" not in told[at : at + _END])


def _reach_above(scope: Scope, whole: Placed, parts: Sequence[Placed], *, closed: bool) -> Fraction:
    """As `_reach`, for a whole of the sentences before: a list without a rest must say that it is one, or name what the whole is of."""
    told = [*scope.sentence.figures[: parts[0].index][-1:], *scope.before[:_FEW]]
    counted = any(_says_how_many(scope, one, parts) for one in told)
    if closed or (counted and len(parts) >= _MANY):
        return _CLOSED
    leads = [_name(scope, one) for one in parts]
    if scope.has("claim.overlapping", " ".join(leads)):
        return Fraction(0)
    named = whole.lead.strip()[-_END:]
    return _BARE if len(named) == _END and all(lead.endswith(named) for lead in leads) else Fraction(0)


def _is_a_weight(one: Placed) -> bool:
    """Whether a figure is a bare number, or a term of a ratio."""
    return one.quantity.kind is QuantityKind.BARE or (one.quantity.unit or "").startswith(":")
