"""What must be proved of a claim's figures by the words beside them: that they are of the kind and the step that the claim's own words name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from extractor.facts.claims.certainty.heads import other_channel
from extractor.facts.claims.scope import IN_FORM

if TYPE_CHECKING:
    from extractor.facts.claims.certainty.case import Case
    from extractor.facts.claims.far.panorama import Seen


def of_another_channel(case: Case) -> bool:
    """去年销售额300万元，今年网上销售额180万元，增长2倍: what is sold one way only did not grow from what is sold in all ways."""
    now, then = ([one.placed.lead for _, one in case.role(role)] for role in ("current", "base"))
    return bool(now and then) and other_channel(now[0], then[0], case.patterns)


def of_works_beside(case: Case) -> bool:
    """新建渠道120公里，改造渠道100公里，占70.2%: of two kinds of works that stand side by side none is a part of the other."""
    parts, wholes = ([one for bound, one in case.role(role) if bound.why != IN_FORM] for role in ("part", "whole"))
    if len(parts) != 1 or len(wholes) != 1 or not case.of_hundred or not all(case.here(one) for one in (*parts, *wholes)):
        return False
    part, whole = (_works(one[0], case) for one in (parts, wholes))
    return bool(part) and bool(whole) and part.isdisjoint(whole)


def _works(one: Seen, case: Case) -> set[str]:
    return {word for word in case.patterns.words("claim.withheld.works") if word in one.placed.lead}


def of_items_summed_up(case: Case) -> bool:
    """冰箱4台、离心机6台，合计10台，完成率100%: a rate right behind a total is of that, and not of two of its items."""
    before = case.figures[: case.stated.placed.index][-1:]
    seen = case.view.seen(before[0].quantity) if before else None
    if seen is None or not seen.summed or not case.of_hundred or not case.operands:
        return False
    return all(bound.why != IN_FORM and case.here(one) and one.placed.index < seen.placed.index for bound, one in case.operands)


def by_a_lever(case: Case) -> bool:
    """地方财政1.8亿元、社会资本7.2亿元，杠杆比1:9: what money drew in is told against that money, which stands elsewhere."""
    own = case.stated.placed
    return case.claim.stated.unit == "1:" and case.patterns.one("claim.withheld.lever").search(own.lead) is not None


def of_another_step(case: Case) -> bool:
    """计划100座，完工80座，未验收的10座: what is left before a later step is left of what is through that step."""
    told = case.patterns.one("claim.withheld.step").search(case.stated.placed.lead)
    used = [one for _, one in case.role("used", "current")]
    return told is not None and bool(used) and not any(told["what"] in f"{one.placed.lead}{one.placed.tail}" for one in used)


def one_of_each_of_all(case: Case) -> bool:
    """面积2464平方米，每万人1600平方米，超过每万人1200平方米的标准: what is told of each one is not left of what is told of all."""
    per = case.patterns.one("claim.withheld.per-each").search(case.stated.placed.lead)
    return per is not None and any(bound.why != IN_FORM and not case.each(one) for bound, one in case.operands)


def of_those_in_brackets(case: Case) -> bool:
    """干渠62公里、支渠146公里、农渠518公里，骨干渠道（干、支）合计208公里: a bracket before a total that names fewer says which are summed up."""
    start = case.sentence.at.start
    said = case.sentence.text[: case.stated.placed.at.start - start]
    told = case.patterns.one("claim.withheld.named-in-brackets").search(said)
    if told is None:
        return False
    joins = sum(told["names"].count(mark) for mark in case.patterns.words("quantity.joins") if len(mark) == 1)
    return joins + 1 < len(case.operands)


OF_THE_UNLIKE: Mapping[str, Sequence[Callable[[Case], bool]]] = {
    "claim/ratio": (of_works_beside, of_items_summed_up, by_a_lever),
    "claim/growth": (of_another_channel,),
    "claim/difference": (of_another_step, one_of_each_of_all),
    "claim/sum": (of_those_in_brackets,),
}
"""What may fail, by rule, besides `proofs.PROOFS` and the others."""
