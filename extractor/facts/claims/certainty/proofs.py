"""What each kind of claim must have proved before it accuses: one small function a way in which its operands may be other figures than the claim means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from extractor.facts.claims.certainty.case import Case
from extractor.facts.claims.certainty.heads import nouns
from extractor.facts.claims.certainty.in_rows import in_a_row, of_another_name, of_each_one, on_another_basis
from extractor.facts.claims.certainty.of_the_named import (
    aimed_at,
    all_of_another,
    not_what_it_says,
    of_an_account,
    of_another_place,
    of_another_year,
    of_other_years,
    of_several_counted,
    of_some_only,
    of_what_was_denied,
    part_of_weights,
    reckoned_by_another,
    told_beside,
    told_with_its_factors,
    yearly,
)
from extractor.facts.claims.certainty.transposed import exchanged
from extractor.facts.claims.far.likely import digit_too_many, printed_as
from extractor.facts.claims.far.panorama import Seen
from extractor.facts.claims.scope import AMOUNTS, IN_FORM, LISTED, SAME_PARAGRAPH, SAME_REPORT, SAME_SECTION, alike, ends_with
from extractor.language.patterns import Patterns
from extractor.model.claims import QuantityKind

_FULL = 100
_NEAR = Fraction(1, 4)
"""How far operands may be from a rate that still seems to be of them."""
_TELLING = 3
"""Digits of a rate from which a slip tells anything."""


def _in_turn(case: Case) -> bool:
    """Changes told in the order of others (分别提高40元和30元) belong to figures that no words beside them name."""
    own = case.stated.placed
    before = [one for one in case.figures[: own.index + 1] if one.clause == own.clause and one.quantity.kind is own.quantity.kind]
    return any(case.has("claim.respectively", one.lead) for one in before)


def _unclear(case: Case) -> bool:
    """Which way a change goes must be known where only the level after it is told; and a change is smaller than what it is a change of."""
    levels = {bound.role for bound, _ in case.operands}
    return case.claim.params.get("sign") == 0 and levels == {"change", "current"}


def _as_change(case: Case) -> bool:
    """A figure that the claim takes for the level now, and that gives the rate as the change, is the change (比上年的B多支出C，增长p%)."""
    levels = [(one.size, bound.role) for bound, one in case.operands]
    if {role for _, role in levels} != {"current", "base"}:
        return False
    sizes = {role: size for size, role in levels}
    current, base = sizes["current"], sizes["base"]
    told = [(current, base), (base, current - base), (base, current + base)]
    return any(under > 0 and printed_as(case.claim.stated, over, under) for over, under in told)


def _spelt(case: Case) -> bool:
    """A lone character is mostly no figure that others are computed from (一次验收, 三类人群)."""
    return any(not any(char.isdigit() for char in one.placed.quantity.text) for _, one in case.operands)


def _held_to_its_target(case: Case) -> bool:
    """A rate that its own sentence holds against what was aimed at (农产品调查任务完成率达96%，实现了不低于95%的目标) is of figures elsewhere only where these
    bear all of its name.
    """
    own = case.stated.placed
    behind = case.figures[own.index + 1 : own.index + 2]
    aimed = any(one.quantity.kind is QuantityKind.PERCENT and case.has("claim.set-limit", f"{one.lead}{one.tail}") for one in behind)
    if not aimed or any(case.here(one) for _, one in case.operands):
        return False
    rates = [str(one["name"]) for one in case.patterns.entry("claim.rates").data["rates"]]
    if own.lead.strip().endswith(tuple(rates)) and not nouns(
        own.lead.strip().removesuffix(_longest_end(own.lead.strip(), rates)), case.patterns
    ):
        return False  # 支出进度98.6%，未达到98%的要求: of all there was
    told = {pair for _, one in case.operands for pair in _names(one, case.patterns)}
    return bool(set(_names(case.stated, case.patterns)) - told)


def _longest_end(words: str, names: Sequence[str]) -> str:
    """The longest of the names that words end with."""
    return max((one for one in names if words.endswith(one)), key=len, default="")


def _twice(case: Case) -> bool:
    """One amount told in two places is one thing told again, not a part and its whole."""
    pair = [one for _, one in case.operands]
    same = len(pair) == 2 and pair[0].size == pair[1].size and pair[0].placed.quantity.unit == pair[1].placed.quantity.unit
    return same and case.of_hundred and case.claim.stated.value != _FULL and pair[0].sentence != pair[1].sentence


def _nothing(case: Case) -> bool:
    """A figure less itself told again is no difference that anybody tells."""
    sizes = [one.size for _, one in case.operands]
    return len(sizes) == 2 and sizes[0] == sizes[1] and bool(case.claim.stated.value)


def _uneven(case: Case) -> bool:
    """An average beside an amount of all (全年处理21340万吨，日均处理58.5万吨) is no part of it."""
    told = [one for bound, one in case.operands if not (bound.why == IN_FORM and case.earlier(one))]  # 人均增收305元，为上年174元的1.75倍
    formed = all(bound.why == IN_FORM for bound, _ in case.operands)  # 结余4300万元，按月均支出180万元测算，可支付23.9个月
    return not formed and len({case.each(one) for one in told}) > 1


def _other_year(case: Case) -> bool:
    """A rate of the year before asks for figures of that year, and this year's rate for none of those."""
    lead = case.stated.placed.lead
    if case.has("claim.last-year", lead) and lead.rstrip().endswith(case.patterns.words("claim.relative")):
        return any(case.earlier(one) for bound, one in case.role("part") if bound.why != IN_FORM)  # 为去年的2.65倍: of this year
    asked = case.has("claim.last-year", lead)
    told = [case.has("claim.last-year", one.said) if asked else case.earlier(one) for bound, one in case.operands if bound.why != IN_FORM]
    return bool(told) and not _of_one_year(case) and (not all(told) if asked else any(told))


def _of_one_year(case: Case) -> bool:
    """Whether the sentence begins with the year of its two operands, an average right behind them (去年给31家企业服务1248次，平均每家40.3次)."""
    own = case.stated.placed
    places = sorted(one.placed.index for _, one in case.operands if case.here(one) and one.placed.clause == own.clause - 1)
    return case.claim.rule == "claim/average" and places == [0, 1] and own.index == len(places)


def _too_small(case: Case) -> bool:
    """A whole smaller than its part is more likely another thing than misprinted, where the rate has too few digits to tell."""
    parts, wholes = case.role("part"), case.role("whole")
    if len(parts) != 1 or len(wholes) != 1 or not case.of_hundred or (case.claim.stated.value or 0) > _FULL:
        return False
    digits = str(case.claim.stated.value).replace(".", "").lstrip("0")
    bound, whole = wholes[0]
    if bound.why == SAME_PARAGRAPH or (case.here(whole) and whole.placed.index < parts[0][1].placed.index):
        return False  # told in the sentence before its part: then one of the two is misprinted
    part, stated = parts[0][1], case.claim.stated
    if digit_too_many(stated, part.size, whole.size):
        return False
    if bound.why == IN_FORM and any(printed_as(stated, one.worth, whole.size) for one in exchanged(part.placed.quantity)):
        return False  # 检查24160家，占22130家的97%: 21460
    return parts[0][1].size > wholes[0][1].size and len(digits) < _TELLING


def _passed_over(case: Case) -> bool:
    """Amounts of other things between its operands and a rate that they do not come near: it is of neither (建成7座，播出节目16套，覆盖率98.76%)."""
    parts, wholes = case.role("part"), case.role("whole")
    if len(parts) != 1 or len(wholes) != 1 or not case.of_hundred or not all(case.here(one) for _, one in case.operands):
        return False
    units = {one.placed.quantity.unit for _, one in case.operands}
    last = max(one.placed.index for _, one in case.operands)
    between = [one.quantity for one in case.figures[last + 1 : case.stated.placed.index] if one.quantity.kind in AMOUNTS]
    if not any(one.unit not in units for one in between) or not wholes[0][1].size:
        return False
    stated = Fraction(case.claim.stated.value or 0) / _FULL
    return abs(parts[0][1].size / wholes[0][1].size - stated) > stated * _NEAR


def _of_a_part(case: Case) -> bool:
    """A rate that 其中 opens (支出3087.4万元，其中项目一支出进度91.2%) is of a part of what was told, and not of all."""
    lead = min((case.stated.said.rpartition(mark)[2] for mark in case.patterns.words("claim.clause-mark")), key=len, default="").strip()
    opened = lead.startswith(case.patterns.words("claim.among")) and not case.has("claim.share-lead", lead)
    return opened and any(not one.inner for bound, one in case.role("part") if bound.why not in (IN_FORM, LISTED))


def _other_side(case: Case) -> bool:
    """A share of what was to be had (占总预算) is none of what was used, and the other way round, where the words of the whole say which it is."""
    sides = ("claim.income", "claim.spent")
    wholes = [one for bound, one in case.role("whole") if bound.why not in (IN_FORM, LISTED)]
    asked = (
        [side for side in sides if case.has(side, case.stated.placed.lead)] if case.has("claim.share-lead", case.stated.placed.lead) else []
    )
    told = [[side for side in sides if case.has(side, one.placed.lead)] for one in wholes if one.placed.quantity.kind is QuantityKind.MONEY]
    return len(asked) == 1 and any(len(one) == 1 and one != asked for one in told)


def _other_budget(case: Case) -> bool:
    """A rate of money spent is of a budget: a whole whose words call it none is another one."""
    name = case.stated.placed.lead
    rates = case.patterns.entry("claim.rates").data["rates"]
    asked = next((one["whole"] for one in rates if one.get("money") and one["name"] in name), None)
    if asked is None:
        return False
    words = [*asked, *case.patterns.words("claim.income")]
    turned = case.patterns.words("claim.turned-to")  # 年初预算安排1480万元，年中调整为1620万元
    return any(
        not one.summed
        and not any(word in (one.said if ends_with(one.placed.lead, turned) else f"{one.words} {one.placed.lead}") for word in words)
        for bound, one in case.role("whole")
        if bound.why != IN_FORM
    )


def _in_time(case: Case) -> bool:
    """What was done in time (按时完成率) is no money of other sentences."""
    money = any(one.placed.quantity.kind is QuantityKind.MONEY and not case.here(one) for _, one in case.operands)
    return money and case.has("claim.timely", case.stated.placed.lead)


def _as_large(case: Case) -> bool:
    """A list that tells one part as large as the whole, and none larger, lists traits that go together, no parts (26个项目中，开工26个、完工23个)."""
    whole = case.stated.size
    if case.claim.params.get("partition"):
        return False  # 男性288人、女性436人 share nobody
    sizes = [one.size for _, one in case.operands]
    return len(sizes) > 1 and max(sizes) == whole


def _nameless(case: Case) -> bool:
    """Things counted in another paragraph are the whole of a rate only where some word is told of both (实际完成380个, 完成率)."""
    if case.claim.params.get("named"):
        return False  # `far/called.py` has found it by its name
    parts = case.role("part")
    names = set(_names(case.stated, case.patterns)).union(*(_names(one, case.patterns) for _, one in parts))
    wholes = [
        one
        for bound, one in case.role("whole")
        if bound.why in (SAME_SECTION, SAME_REPORT) and one.placed.quantity.kind is not QuantityKind.MONEY
    ]
    return any(not names & set(_names(one, case.patterns)) for one in wholes)


def _is_share(case: Case) -> bool:
    """A figure that is itself said to be a share of something is not what the others are of."""
    within = all(one.inner for _, one in case.role("part", "used"))  # 老年人，占22%；其中80岁以上…，占15%
    asked = case.stated.placed.lead.strip().endswith(tuple(case.patterns.words("claim.far.surveyed")))
    within = within or (asked and all(case.here(one) for _, one in case.operands))  # 走访984户，占10%；满意935户，满意率
    for bound, one in case.role("had", "whole"):
        if bound.why in (IN_FORM, LISTED) or within:
            continue
        following = case.figures[one.placed.index + 1 : one.placed.index + 2] if case.here(one) else ()
        if any(case.has("claim.share-lead", other.lead) and other.quantity is not case.claim.stated for other in following):
            return True
    return False


def _other_half(case: Case) -> bool:
    """What a negation stands before (采纳14条 … 未采纳32条) was done, and is not what the rest is left of."""
    own = case.stated.placed.lead.strip()
    told = [one.placed.lead.strip() for _, one in case.role("had")]
    return any(len(one) > 1 and own != one and own.endswith(one) for one in told)


def _not_used(case: Case) -> bool:
    """What came in (到位) was not used where what was to be had is told elsewhere: something else was."""
    used = [one for bound, one in case.role("used") if bound.why != IN_FORM and not all(case.here(other) for _, other in case.operands)]
    return any(case.has("claim.had", one.placed.lead) and not case.has("claim.spent", one.placed.lead) for one in used)


def _adjusted(case: Case) -> bool:
    """What was to be had is not what a figure right behind it takes off again, or adds (预算安排1280万元，年中追减60万元)."""
    used = [one.placed.quantity for _, one in case.operands]
    behind = [case.view.behind(one) for _, one in case.role("had") if not case.here(one)]
    return any(
        one is not None
        and one.placed.quantity not in used
        and alike(one.placed.quantity, used[0])
        and case.has("claim.adjusts", one.placed.lead)
        for one in behind
    )


def _nearer_total(case: Case) -> bool:
    """An amount in the clause of an average, or the next, is nearer to it than one of a sentence before."""
    totals = [one for _, one in case.role("total") if not case.here(one)]
    own = case.stated.placed
    near = [one for one in case.figures[: own.index] if own.clause - one.clause <= 1]  # what stands behind may be a goal
    return any(alike(one.placed.quantity, other.quantity) for one in totals for other in near)


def _per(case: Case) -> tuple[str, str]:
    """What an average is per (平均每家服务机构: 家), and the words behind that."""
    lead = case.stated.placed.lead
    per = case.patterns.one("claim.per-head").search(lead)
    return ("", "") if per is None else (str(per["per"]), lead[per.end() :].strip())


def _thing(case: Case) -> set[str]:
    """The pairs of characters of the noun that an average is per, where its measure word goes with everything."""
    per, thing = _per(case)
    if per not in case.patterns.words("claim.far.measures"):
        return set()  # 人均补贴: what is averaged
    return {thing[at : at + 2] for at in range(len(thing) - 1)}


def _other_measure(case: Case) -> bool:
    """A measure word that goes with everything (4个检查站) counts what an average is per (每期) only where the words beside it say so."""
    per = _per(case)[0]
    general = case.patterns.words("claim.far.measures")
    counts = [one for bound, one in case.role("count") if bound.why != IN_FORM and one.placed.quantity.unit in general]
    return bool(per) and any(one.placed.quantity.unit != per and per not in f"{one.words}{one.placed.tail}" for one in counts)


def _other_thing(case: Case) -> bool:
    """A number of another sentence is that of an average only where its words name what the average is per (平均每家服务机构: 服务机构31家)."""
    thing = _per(case)[1]
    names = _thing(case)
    counts = [one for _, one in case.role("count") if not case.here(one)]
    head = thing.strip()[:1]  # 平均每眼井: 机电井4800眼
    counts = [one for one in counts if not (head and (one.placed.lead.strip().endswith(head) or one.placed.tail.startswith(head)))]
    return bool(names) and any(not names & set(_names(one, case.patterns)) for one in counts)


def _one_of_list(case: Case) -> bool:
    """A number of another sentence that stands in a list of its like (服务中心9家、服务站31家) is not all that an average is of."""
    for bound, one in case.role("count"):
        own = one.placed.quantity
        listed = [] if bound.why == IN_FORM or case.here(one) or one.summed else case.view.before(own.at.start, own.kind, own.unit)[-1:]
        beside = any(other.sentence == one.sentence and one.placed.clause == other.placed.clause for other in listed)
        if beside and not _thing(case) <= set(_names(one, case.patterns)):
            return True
    return False


def _between(case: Case) -> bool:
    """A number that stands before another price than the one it is multiplied by is that one's."""
    places = sorted(one.placed.index for _, one in case.operands if case.here(one))
    prices = [one for _, one in case.operands if one.placed.quantity.kind is QuantityKind.MONEY and case.here(one)]
    if len(places) < 2 or not prices:
        return False
    inner = [one for one in case.figures[places[0] + 1 : prices[0].placed.index] if one.quantity.kind is QuantityKind.MONEY]
    return any(one.index not in places and case.patterns.one("claim.of-each").search(one.lead) for one in inner)


def _unlike_amount(case: Case) -> bool:
    """An average (人均缴费) is the price of an amount in another part of the sentence only where both are named alike."""
    price = next((one for _, one in case.operands if one.placed.quantity.kind is QuantityKind.MONEY), None)
    each = None if price is None else case.patterns.one("claim.each").search(price.placed.lead)
    if price is None or each is None or each["of"] is None or (case.here(price) and price.placed.segment == case.stated.placed.segment):
        return False
    return not case.stated.summed and not set(_names(price, case.patterns)) & set(_names(case.stated, case.patterns))


def _names(one: Seen, patterns: Patterns) -> Iterator[str]:
    words = patterns.one("claim.far.aside").sub(" ", one.words)
    return (words[at : at + 2] for at in range(len(words) - 1) if " " not in words[at : at + 2])


def _nearer_level(case: Case) -> bool:
    """A level in the own clause of a rate of growth that nobody used is what it is of."""
    used = case.claim.operand_ids
    near = [one for one in case.figures if one.clause == case.stated.placed.clause and one.index < case.stated.placed.index]
    return not any(one.quantity.id in used for one in case.figures) and any(one.quantity.kind in AMOUNTS for one in near)


PROOFS: Mapping[str, Sequence[Callable[[Case], bool]]] = {
    "claim/ratio": (
        of_another_place,
        _held_to_its_target,
        _spelt,
        _twice,
        _uneven,
        _other_year,
        _too_small,
        _passed_over,
        _of_a_part,
        _other_side,
        _other_budget,
        _is_share,
        _nameless,
        _in_time,
        of_another_year,
        of_an_account,
        not_what_it_says,
        all_of_another,
        aimed_at,
        part_of_weights,
    ),
    "claim/growth": (
        of_another_place,
        _in_turn,
        yearly,
        of_other_years,
        _nearer_level,
        _unclear,
        _as_change,
        in_a_row,
        of_each_one,
        on_another_basis,
        of_another_name,
    ),
    "claim/difference": (of_another_place, _adjusted, _in_turn, of_other_years, told_beside, _nothing, _is_share, _not_used, _other_half),
    "claim/average": (
        of_another_place,
        of_several_counted,
        of_what_was_denied,
        reckoned_by_another,
        _nearer_total,
        _other_thing,
        _other_measure,
        _other_year,
        _one_of_list,
    ),
    "claim/breakdown": (_as_large,),
    "claim/product": (told_with_its_factors, of_some_only, _between, _unlike_amount),
}
"""What may fail, by rule."""
