"""What must be proved of figures told side by side: that one is the other's whole, and not its sister, another thing, the rest, or what was only due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from extractor.facts.claims.certainty.heads import nouns
from extractor.facts.claims.certainty.transposed import exchanged
from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.far.panorama import grams
from extractor.facts.claims.one_digit import parted_by_a_slip
from extractor.facts.claims.scope import IN_FORM, LISTED
from extractor.model.claims import QuantityKind

if TYPE_CHECKING:
    from extractor.facts.claims.certainty.case import Case
    from extractor.facts.claims.far.panorama import Seen

_HEAD = 2
"""Characters by which a thing is named."""
_ITEM = "；"
_FULL, _ROUNDED = 100, 2
"""Per cent, and what the printed shares of all parts may miss of them."""
_LEFT = Fraction(21, 20)
"""How much more than was paid out may have been made ready: above that a figure is more likely wrong."""


def parts_of_one(case: Case) -> bool:
    """指标2600万元，2月下达1500万元，7月下达1100万元，到位率100%: of two figures that make up a third told before them, none is the whole of the other."""
    if len(case.operands) != _HEAD or any(bound.why in (IN_FORM, LISTED) for bound, _ in case.operands):
        return False
    one, other = sorted((seen for _, seen in case.operands), key=lambda seen: seen.placed.at.start)
    if one.sentence != other.sentence:
        return False
    if _of_a_month(one, case) and _of_a_month(other, case):
        return True
    told = [seen for number in (one.sentence - 1, one.sentence) for seen in case.view.of_sentence(number)]
    whole = one.size + other.size
    return any(
        seen.size == whole and seen.placed.at.end <= one.placed.at.start and seen.placed.quantity.alike(one.placed.quantity)
        for seen in told
    )


def _of_a_month(one: Seen, case: Case) -> bool:
    return case.patterns.one("claim.of-a-batch").search(one.placed.lead) is not None


def of_those_untold(case: Case) -> bool:
    """收到3620份，有效3484份，总体满意的占92.4%: a share of those who are something is of their number, and no figure beside it bears their name."""
    said = case.patterns.one("claim.share-of-those").search(case.stated.placed.lead)
    if said is None or not case.of_hundred:
        return False
    those = grams(said["those"], case.patterns)
    parts = [one for bound, one in case.role("part") if bound.why not in (IN_FORM, LISTED)]
    return bool(those) and any(not those & grams(one.placed.lead, case.patterns) for one in parts)


def of_another_span(case: Case) -> bool:
    """全年寄递86420件，甲站31206件，占上半年寄递的33.4%: a share of what a part of the year had is of no figure that is told of none."""
    said = case.patterns.one("claim.called.share-of").search(case.stated.placed.lead)
    span = None if said is None else case.patterns.one("claim.moment.part").search(said["what"])
    return span is not None and any(span[0] not in one.said for _, one in case.role("whole"))


def of_the_whole_place(case: Case) -> bool:
    """新录用职工38人，参保职工35人。全县企业职工参保率96.2%: a rate of a whole place is not of those who only came in, told elsewhere of no place."""
    place = case.patterns.one("claim.moment.whole-place")
    named = {match[0] for match in place.finditer(case.stated.placed.lead)}
    told = [one for _, one in case.operands]
    if not named or any(case.here(one) for one in told) or any(name in one.said for one in told for name in named):
        return False
    return any(case.has("claim.came-in", one.placed.lead) for one in told)


def of_other_things(case: Case) -> bool:
    """9个街道中最多的有31个网点: what the largest of them has is no number of them, nor are things of another name behind the same measure word."""
    if case.patterns.one("claim.the-most").search(case.stated.placed.lead):
        return True
    if case.claim.form != "claim.part.among":
        return False
    own = nouns(case.stated.placed.tail.strip(), case.patterns)[:1]
    beside = own and case.stated.placed.tail.strip().startswith(own[0])
    return bool(beside) and not any(own[0][:_HEAD] in f"{one.words} {one.placed.lead} {one.placed.tail}" for _, one in case.operands)


def spent_of_the_rest(case: Case) -> bool:
    """支出108.75万元，结余7.25万元。其中省级补助支出20万元: what was spent is no part of what was left."""
    left, spent = case.patterns.words("claim.list-rest"), case.patterns.words("claim.spent")
    own = case.stated.placed.lead
    if not any(word in own for word in spent) or any(word in own for word in left):
        return False
    return any(any(word in one.placed.lead for word in left) for _, one in case.role("whole") if not case.here(one))


def only_due(case: Case) -> bool:
    """应设置310块，实设304块 … 每块980元，共需29.79万元: of a number that was due, with what was made told right behind it, no amount is computed."""
    due = case.patterns.words("claim.due-first")
    for bound, one in case.operands:
        if bound.why == IN_FORM or one.placed.quantity.kind is QuantityKind.MONEY or not one.placed.lead.strip(" ，；").startswith(due):
            continue
        behind = case.view.behind(one)
        if behind is not None and behind.placed.quantity.alike(one.placed.quantity) and behind.size != one.size:
            return True
    return False


def in_an_item_of_its_own(case: Case) -> bool:
    """②乙站改造到位105万元；③丙站设计费45万元；④丁路改造缺口资金6万元: what a numbered item of a thing of its own lacks is no rest of other items."""
    if any(case.here(one) and one.placed.segment == case.stated.placed.segment for _, one in case.operands):
        return False
    item = case.stated.said.replace(";", _ITEM).rpartition(_ITEM)[2].strip()
    label = case.patterns.one("claim.count.label").match(item) or case.patterns.one("layout.opens-point").match(item)
    told = "，".join(one.placed.lead for _, one in case.operands)
    names = () if label is None else nouns(item[label.end() :], case.patterns)
    names = tuple(name for name in names if not (case.has("claim.far.leftover", name) or case.has("claim.item.measure", name)))
    return bool(names) and not any(name[-_HEAD:] in told for name in names)


def over_a_cut(case: Case) -> bool:
    """年初下达2077万元，省内安排312万元，合计2389万元，年中调减300万元，全年合计2089万元: no sum goes over what was taken off before it."""
    told = [one for one in case.figures[: case.stated.placed.index] if one.quantity.alike(case.claim.stated)]
    return any(case.has("claim.down-budget", one.lead) for one in told)


def not_all_paid(case: Case) -> bool:
    """下达资金286万元，惠及2964人，每人每年960元: of what was only made ready a little may be left, which is no slip of a figure."""
    by_price = case.claim.rule == "claim/average"
    totals = [one for _, one in case.role("total")] if by_price else [case.stated]
    if len(totals) != 1 or not case.has("claim.allotted", totals[0].placed.lead) or case.has("claim.spent", totals[0].placed.lead):
        return False
    if by_price and case.patterns.one("claim.told-price").search(case.stated.placed.lead) is None:
        return False
    paid = prod([one.size for _, one in case.operands if one is not totals[0]], start=Fraction(1)) * (case.stated.size if by_price else 1)
    factors = case.claim.params.get("factors", (Fraction(1),))
    paid = paid * factors[0] if isinstance(factors, tuple) and not by_price else paid
    slipped = any(one.worth == paid for one in exchanged(totals[0].placed.quantity))
    return paid < totals[0].size <= paid * _LEFT and not slipped


def told_with_shares(case: Case) -> bool:
    """收案486件，甲类和乙类分别为337件、53件，分别占69%、11%: parts each of which has its share of the whole told, and told rightly, are those that there are.

    What they lack of the whole the shares lack as well: others are left unsaid, and no figure is wrong.
    """
    shares = [one.quantity for one in case.figures if one.quantity.kind is QuantityKind.PERCENT]
    parts = [one.size for _, one in case.operands]
    if len(parts) < len(case.claim.operands) or not case.stated.size:
        return False
    own = [next((share.worth for share in shares if printed_as(share, part, case.stated.size)), None) for part in parts]
    told = [share for share in own if share is not None]
    return len(told) == len(own) and abs(sum(told, Fraction(0)) - _FULL) > _ROUNDED


def of_a_year_before(case: Case) -> bool:
    """总投资1680万元。上年度支出构成为：甲840万元、…: parts that their own sentence tells of the year before, under a whole that is not of it."""
    below = [one for _, one in case.operands if one.sentence > case.stated.sentence]
    own = bool(below) and case.has("claim.last-year", below[0].said) and not case.has("claim.than", below[0].said)
    return own and len(below) == len(case.claim.operands) and not case.earlier(case.stated)


def one_of_the_batches(case: Case) -> bool:
    """共4批，第一批130万元，第二批76.5万元，第三批63.5万元: one batch is no whole of the others."""
    told = [case.stated, *(one for _, one in case.operands)]
    return all(case.has("claim.batch", one.placed.lead) for one in told)


def of_a_wide_kind(case: Case) -> bool:
    """支出5600万元，其中民生支出4726万元、教育支出1574万元: a kind that holds others is told beside them; together they may be more than there is."""
    parts = [bound.quantity for bound, _ in case.operands if bound.quantity is not None]
    if not any(case.has("claim.wide-kinds", one.placed.lead) for _, one in case.operands):
        return False
    return sum((one.worth for one in parts), Fraction(0)) > case.claim.stated.worth and not parted_by_a_slip(case.claim.stated, parts)


OF_ONE_WHOLE: Mapping[str, Sequence[Callable[[Case], bool]]] = {
    "claim/ratio": (parts_of_one, of_those_untold, of_another_span, of_the_whole_place),
    "claim/breakdown": (told_with_shares, of_a_year_before, one_of_the_batches, of_a_wide_kind),
    "claim/part-exceeds-whole": (of_other_things, spent_of_the_rest),
    "claim/difference": (in_an_item_of_its_own,),
    "claim/sum": (over_a_cut,),
    "claim/product": (only_due, not_all_paid),
    "claim/average": (only_due, not_all_paid),
}
"""What may fail, by rule, besides `proofs.PROOFS` and `of_others.OTHERS`."""
