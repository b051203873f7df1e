"""What else must be proved of a share whose whole stands in another sentence: that it is of the year of its part, and what the share is said to be of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.facts.claims.far.panorama import grams
from extractor.facts.claims.scope import IN_FORM, LISTED, year_of

if TYPE_CHECKING:
    from extractor.facts.claims.certainty.case import Case


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
