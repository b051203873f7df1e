"""What else must be proved of a claim whose operands stand elsewhere: that they are of the years and bodies it tells, and of what it is said to be of."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from extractor.facts.claims.far.panorama import grams
from extractor.facts.claims.scope import IN_FORM, LISTED, without, year_of
from extractor.model.claims import QuantityKind

if TYPE_CHECKING:
    from extractor.facts.claims.certainty.case import Case

_FULL = 100
"""Per cent."""


def of_another_place(case: Case) -> bool:
    """A figure of a whole place (全省) is none of those told of a whole place of another level (全市); a mean of several (全市平均) is none."""
    if case.patterns.one("claim.moment.mean-place").search(case.stated.said) and any(not case.here(one) for _, one in case.operands):
        return True
    place = case.patterns.one("claim.moment.whole-place")
    levels = [
        {match["level"] for match in place.finditer(one)}
        for one in (case.stated.said, *(one.said for _, one in case.operands if not case.here(one)))
    ]
    return bool(levels[0]) and any(one and not one & levels[0] for one in levels[1:])


def of_another_year(case: Case) -> bool:
    """A whole that is told of one year is none of a part that is told of another one."""
    if any(case.patterns.one("claim.moment.against").search(one.said) for _, one in case.operands):
        return False  # 比2018年增加…，其中项目资金6.24亿元: of no other year
    parts = {year_of(one.placed.quantity) for _, one in case.role("part")} - {None}
    wholes = {
        year_of(one.placed.quantity) for bound, one in case.role("whole") if bound.why not in (IN_FORM, LISTED) and not case.here(one)
    }
    return bool(parts) and bool(wholes - {None}) and parts.isdisjoint(wholes)


def not_what_it_says(case: Case) -> bool:
    """A share of something that is named (占参与人数的52%) is of no figure of another sentence whose words bear none of it."""
    said = case.patterns.one("claim.called.share-of").search(case.stated.placed.lead)
    if said is None or any(word in said["what"] for word in case.patterns.words("claim.aims")):
        return False
    if case.claim.params.get("named") and not case.patterns.one("claim.named.amount").sub("", said["what"]):
        return False  # 占资金总额的: of all there is, whatever it is called
    named = grams(case.patterns.one("claim.phrase-all").sub(" ", said["what"]), case.patterns)
    wholes = [one for bound, one in case.role("whole") if bound.why not in (IN_FORM, LISTED) and not case.here(one)]
    return bool(named) and any(not named & grams(f"{one.said}{one.placed.tail}", case.patterns) for one in wholes)


def of_an_account(case: Case) -> bool:
    """收入216784亿元；支出274574亿元，完成预算的98%: a rate of the budget is of none whose words only name an account so (一般公共预算收入)."""
    asked = without("claim.accounts", case.stated.placed.lead, case.patterns)  # 占一般公共预算收入的: of the account, and of no plan
    aims = [word for word in case.patterns.words("claim.aims") if word in asked]
    wholes = [one for bound, one in case.role("whole") if bound.why not in (IN_FORM, LISTED)]
    names = [without("claim.accounts", f"{one.words} {one.placed.lead}", case.patterns) for one in wholes]
    accounts = [case.has("claim.accounts", one.placed.lead) for one in wholes]
    return bool(aims) and any(held and not any(word in name for word in aims) for held, name in zip(accounts, names, strict=True))


def of_other_years(case: Case) -> bool:
    """2020年比2019年提高1.2个百分点: a level of one year told as that of another is none of the two."""
    told = case.patterns.one("claim.years-compared").search(case.stated.placed.lead)
    if told is None:
        return False
    asked = {"current": int(told["now"]), "base": int(told["then"])}
    years = {bound.role: year_of(one.placed.quantity) for bound, one in case.operands if bound.why != IN_FORM}
    return any(role in asked and year not in (None, asked[role]) for role, year in years.items())


def yearly(case: Case) -> bool:
    """五年年均增6.8%: a rate of each year is compounded, or an average of rates; two levels alone do not give it."""
    return case.patterns.one("claim.growth.yearly").search(case.stated.placed.lead) is not None


def of_several_counted(case: Case) -> bool:
    """全省19所监狱人均支出平均7925元: an average over so many bodies that nobody used is none of figures of other sentences."""
    used = case.claim.operand_ids
    own = case.stated.placed
    if any(case.here(one) for _, one in case.operands):
        return False
    return any(one.clause == own.clause and one.index < own.index and one.quantity.id not in used for one in case.figures)


def all_of_another(case: Case) -> bool:
    """列养里程2047.9公里，列养率100%: of a rate of a hundred the part that is told is all there is; a larger figure elsewhere is of something else."""
    wholes = [one for bound, one in case.role("whole") if bound.why not in (IN_FORM, LISTED)]
    full = case.of_hundred and case.claim.stated.value == _FULL
    return full and any(not case.here(one) for one in wholes) and any(case.here(one) for _, one in case.role("part"))


def aimed_at(case: Case) -> bool:
    """目标为满意率95%: what was to be reached is given by no figures."""
    return case.has("claim.aimed-at", case.stated.placed.lead)


def of_what_was_denied(case: Case) -> bool:
    """不予补贴面积1.16万亩 is no total of an average whose words deny nothing (户均面积)."""
    own = case.stated.placed.lead
    return any(
        case.has("claim.denied", one.placed.lead) and not case.has("claim.denied", own)
        for bound, one in case.role("total")
        if bound.why != IN_FORM and not case.here(one)
    )


def told_beside(case: Case) -> bool:
    """另外16批次没有时限规定: what is named as something further is no rest, where the rest itself is told beside it (逾期6批次)."""
    if not case.has("claim.further", case.stated.placed.lead):
        return False
    had, used = ((one.size for _, one in case.role(role)) for role in ("had", "used"))
    rest = sum(had, Fraction(0)) - sum(used, Fraction(0))
    told = [one for number in (case.stated.sentence, case.stated.sentence + 1) for one in case.view.of_sentence(number)]
    return any(one.size == rest and one.placed.quantity.unit == case.claim.stated.unit for one in told)


def part_of_weights(case: Case) -> bool:
    """合同履约占40%，服务成效占20%，满意度占40%: shares without any amount that make a hundred are the weights of a list, of no figures elsewhere."""
    shares = [one.quantity for one in case.figures]
    plain = len(shares) > 1 and all(one.kind is QuantityKind.PERCENT and one.value is not None for one in shares)
    return plain and sum((one.value or 0 for one in shares), Decimal(0)) == _FULL


def told_with_its_factors(case: Case) -> bool:
    """每个2900元，全年维护470个，共支出136.30万元: what is told beside a price and a number is their product; an amount of another sentence is none."""
    factors = [one for bound, one in case.operands if bound.why != IN_FORM]
    if not factors or any(case.here(one) for one in factors) or len({one.sentence for one in factors}) > 1:
        return False
    product = prod((one.size for _, one in case.operands), start=Fraction(1))
    like = case.claim.stated
    return any(one.size == product and one.placed.quantity.alike(like) for one in case.view.of_sentence(factors[0].sentence))


def of_some_only(case: Case) -> bool:
    """收储1.65万吨，其中自用0.2万吨不予补贴: a number of which some has no price is not the whole of what is paid for."""
    for bound, one in case.operands:
        behind = None if bound.why == IN_FORM or one.placed.quantity.kind is QuantityKind.MONEY else case.view.behind(one)
        if behind is not None and case.has("claim.product.left-out", f"{behind.placed.lead}{behind.placed.tail}"):
            return True
    return False


def reckoned_by_another(case: Case) -> bool:
    """按实际缴费人数计算，人均缴费378元: an average that is said to be by one number is by none that does not bear its name."""
    basis = case.patterns.one("claim.average.basis").search(case.stated.said)
    if basis is None:
        return False
    asked = grams(case.patterns.one("claim.average.basis-tail").sub("", basis["basis"]), case.patterns)
    told = frozenset().union(*(grams(f"{one.said}{one.placed.tail}{one.words}", case.patterns) for bound, one in case.role("count")))
    return bool(asked) and bool(case.role("count")) and not asked & told
