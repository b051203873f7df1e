"""What must be proved of a rate of growth: that it is not one of a row, nor of one of each, of something with another name, or on another basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.facts.claims.far.panorama import grams
from extractor.facts.claims.scope import IN_FORM
from extractor.model.claims import QuantityKind

if TYPE_CHECKING:
    from extractor.facts.claims.certainty.case import Case


_BRACKET = 12
"""Characters of a bracket behind a rate that say what it is of."""
_SHORT = 2
"""Characters of a name that is one word."""


def in_a_row(case: Case) -> bool:
    """逐年增加1.14万人、1.12万人，增速7.0%、6.4%: rates told in the order of years belong to levels that no words beside them name."""
    own, mark = case.stated.placed, case.patterns.words("claim.list-mark")[0]
    behind = [one for one in case.figures[own.index + 1 : own.index + 2] if one.quantity.kind is QuantityKind.PERCENT]
    before = [one for one in case.figures[max(0, own.index - 1) : own.index] if one.quantity.kind is QuantityKind.PERCENT]
    return any(one.lead.strip() == mark for one in behind) or (bool(before) and own.lead.strip() == mark)


def of_each_one(case: Case) -> bool:
    """总额增12.2%，站均增5.8%: a rate of averages is of no totals."""
    if case.patterns.one("claim.growth.of-each").search(case.stated.placed.lead) is None:
        return False
    return any(not case.each(one) for bound, one in case.operands if bound.why != IN_FORM)


def on_another_basis(case: Case) -> bool:
    """同口径增长14.6%; 剔除减税因素后增长14.6%; 按可比价格计算增长6.1%: a rate of figures that were made comparable first, and not of those told."""
    end = case.stated.placed.at.end - case.sentence.at.start
    return case.patterns.one("claim.growth.other-basis").search(case.sentence.text[: end + _BRACKET]) is not None


def of_another_name(case: Case) -> bool:
    """库存由186420亩到237909亩；占用比2021年少5528亩、降4.3%: a base in another part of the text bears the name of what fell."""
    changes = [one for _, one in case.role("change") if one.placed.clause == case.stated.placed.clause]
    apart = [one for _, one in case.role("base") if not case.here(one) or one.placed.segment != case.stated.placed.segment]
    if not changes or not apart or case.has("claim.base", changes[0].placed.lead[:1]):
        return False
    lead = changes[0].placed.lead
    against = case.patterns.one("claim.moment.against").search(lead)
    name = (lead if against is None else lead[: against.start()]).strip()
    named = grams(name, case.patterns)
    if not named and against is not None and len(name) == _SHORT:
        return not any(name in one.words for one in apart)  # 占用: a word that goes with many names
    return bool(named) and not any(named & grams(one.words, case.patterns) for one in apart)
