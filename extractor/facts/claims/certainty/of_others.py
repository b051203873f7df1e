"""What must be proved of what is left, of products and of averages: that their figures are not told of something else beside the claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from extractor.facts.claims.certainty.heads import nouns
from extractor.facts.claims.certainty.of_the_named import yearly
from extractor.facts.claims.far.panorama import Seen, grams
from extractor.facts.claims.scope import IN_FORM, SAME_REPORT, SAME_SECTION, ends_with, without, year_of
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import QuantityKind

if TYPE_CHECKING:
    from extractor.facts.claims.certainty.case import Case

_COUPLE = 2
_BEFORE = 8
"""Characters before a change that say over how long it was."""
_NAME = 2
"""Characters by which a thing is named."""
_HUNDRED, _FAR = 100, Fraction(1, 4)
"""Per cent; how far a share may be from what two figures give, of it: farther off it is of something else."""

_IN_AND_OUT = ("claim.came-in", "claim.went-out")


def between_siblings(case: Case) -> bool:
    """中央36000万元、省7200万元、市54000万元，另有专项债48000万元: of two figures of one list none is what is left of the other."""
    told = [one for _, one in case.role("had", "used")]
    if len(told) != _COUPLE or told[0].sentence != told[1].sentence:
        return False
    first, last = sorted(one.placed.index for one in told)
    row = case.view.of_sentence(told[0].sentence)[first + 1 : last + 1]
    mark = case.patterns.words("claim.list-mark")[0]
    had, used = (" ".join(one.placed.lead for _, one in case.role(role)) for role in ("had", "used"))
    if any(case.has(come, had) and case.has(gone, used) for come, gone in (_IN_AND_OUT, _IN_AND_OUT[::-1])):
        return False  # 新接收536人、解除498人，净增38人: what came and what went
    return bool(row) and all(one.placed.lead.strip().startswith(mark) for one in row)


def rest_among_parts(case: Case) -> bool:
    """结余288万元，其中项目结转271万元，基本支出结余17万元: what is left is one of several parts: no figure outside them gives it."""
    own, like, used = case.stated, case.claim.stated, case.role("used")
    row = [one for one in case.view.of_sentence(own.sentence) if one.inner and one.placed.quantity.alike(like)]
    parts = [one for one in row if one.placed.at.end <= own.placed.at.start]
    spent = any(case.has("claim.spent", one.placed.lead) or case.has("claim.done", one.placed.lead) for one in parts)
    return own.inner and bool(parts) and bool(used) and not spent and not any(one.inner for _, one in used)


def spent_of_what_was_had(case: Case) -> bool:
    """中央资金1260万元、省级资金480万元，合计支出1640万元: less than came from all sources was spent, and the figure is no sum of them."""
    own = case.stated.placed
    parts = [one for _, one in case.operands]
    lead = without("claim.to-be-used", own.lead, case.patterns)
    if own.quantity.kind is not QuantityKind.MONEY or not parts or case.has("claim.had", lead) or not case.has("claim.spent", lead):
        return False
    if case.stated.size >= sum((one.size for one in parts), Fraction(0)) or any(case.has("claim.spent", one.said) for one in parts):
        return False
    source = case.patterns.one("claim.tariff.payer")
    return any(case.has("claim.income", one.said) or source.search(one.placed.lead) for one in parts)


def rest_told(case: Case) -> bool:
    """农村常住户9.24万户，改造8.63万户。未改造的6100户使用洁净煤。空置0.55万户: what the figures of another sentence leave is told already."""
    if any(case.here(one) for _, one in case.operands) or "tied" in case.claim.params:
        return False
    had, used = ((one.size for _, one in case.role(role)) for role in ("had", "used"))
    rest = sum(had, Fraction(0)) - sum(used, Fraction(0))
    first = min((one.sentence for _, one in case.operands), default=case.stated.sentence)
    like = case.claim.stated
    told = [one for number in range(first, case.stated.sentence + 1) for one in case.view.of_sentence(number)]
    return any(one.size == rest and one.placed.quantity.alike(like) and one.placed.quantity is not like for one in told)


def last_of_a_row(case: Case) -> bool:
    """还本28.60亿元，付息16.84亿元，养护8.92亿元，其他1.53亿元: the last of a list is left of what the list is of."""
    own = case.stated.placed
    before = [one for one in case.figures[: own.index] if one.quantity.alike(own.quantity) and one.segment == own.segment]
    return len(before) >= _COUPLE and not any(case.here(one) for _, one in case.operands)


def over_several_years(case: Case) -> bool:
    """2020年28450万元、2019年24980万元，两年增6660万元: a change over several years is of levels as far apart."""
    told = case.patterns.one("claim.several-years").search(case.stated.said[-_BEFORE:])
    if told is None:
        return False
    years = {year for bound, one in case.operands if bound.why != IN_FORM and (year := year_of(one.placed.quantity)) is not None}
    span = chinese_to_int(told[0][:1], case.patterns) or (int(told[0][:1]) if told[0][:1].isdecimal() else 0)
    return len(years) > 1 and max(years) - min(years) != span  # 2022年34.6%，2019年38.2%，三年下降3.6个百分点


def of_a_year_before(case: Case) -> bool:
    """17.4起，2022年19.7起，全省18.9起，低于全省1.5起: what is told of another year is passed over where its like is told of none."""
    told = [one for bound, one in case.role("had") if bound.why != IN_FORM and case.here(one)]
    used = [one.placed.quantity for _, one in case.operands]
    passed = [one.quantity for one in case.figures[: case.stated.placed.index] if one.quantity not in used]
    dated = [one.placed.quantity for one in told if year_of(one.placed.quantity) is not None]
    return bool(dated) and any(one.alike(dated[0]) and year_of(one) is None for one in passed)


def not_in_time(case: Case) -> bool:
    """完工57个，验收54个；逾期4个: what was late is left of what was done in time, and of nothing else."""
    late = case.has("claim.late", case.stated.placed.lead)
    return late and not any(case.has("claim.timely", one.placed.lead) for _, one in case.operands)


def of_other_things(case: Case) -> bool:
    """14个子项目按期完工12个。其他3个库点: things with a measure word that goes with all are left of such as bear their name."""
    own = case.claim.stated
    far = all(bound.why in (SAME_REPORT, SAME_SECTION) for bound, _ in case.operands)
    named = nouns(case.stated.placed.tail.strip(), case.patterns)[:1]
    if not far or not named or own.unit not in case.patterns.words("claim.far.measures"):
        return False
    return not any(named[0][:_NAME] in f"{one.words} {one.said} {one.placed.tail}" for _, one in case.operands)


def one_of_each(case: Case) -> bool:
    """给214个村每村发了一份问卷，收回209份: one of each is as many as there are; nobody multiplies it."""
    return any(one.size == 1 and not any(char.isdigit() for char in one.placed.quantity.text) for _, one in case.operands)


def of_another_payment(case: Case) -> bool:
    """春季学期补助10986人，应发1647.9万元 … 人均培训补贴1800元: an average with a name is of no figures of other sentences whose words bear none of it."""
    named = grams(case.stated.placed.lead, case.patterns)
    far = bool(case.operands) and not any(case.here(one) or bound.why == IN_FORM for bound, one in case.operands)
    return far and bool(named) and not any(named & grams(_words(one), case.patterns) for _, one in case.operands)


def after_a_change(case: Case) -> bool:
    """2020年1520万元，2019年1365万元，逐年增155万元、160万元: the second change of a row is no addend."""
    mark = case.patterns.words("claim.list-mark")[0]
    for _, one in case.operands:
        before = case.view.of_sentence(one.sentence)[: one.placed.index][-1:]
        if before and one.placed.lead.strip() == mark and ends_with(before[0].placed.lead, case.patterns.words("claim.change")):
            return True
    return False


def in_a_row_of_rates(case: Case) -> bool:
    """满意率93.0%、95.0%、85.5%: rates told in the order of others are of figures that no words beside them name."""
    own, mark = case.stated.placed, case.patterns.words("claim.list-mark")[0]
    behind = case.figures[own.index + 1 : own.index + 2]
    far = any(bound.why != IN_FORM for bound, _ in case.operands) and case.claim.form == "claim.ratio.rate"
    return far and any(one.quantity.kind is QuantityKind.PERCENT and one.lead.strip() == mark for one in behind)


def in_a_row_of_changes(case: Case) -> bool:
    """2020年1380万元，2019年1240万元，逐年增126万元、140万元: the first of two changes in a row is of other years than those beside it."""
    own, mark = case.stated.placed, case.patterns.words("claim.list-mark")[0]
    behind = case.figures[own.index + 1 : own.index + 2]
    row = any(one.quantity.alike(own.quantity) and one.lead.strip() == mark for one in behind)
    return row and ends_with(own.lead, case.patterns.words("claim.change"))


def by_another(case: Case) -> bool:
    """A rate that words right before it say to be of something (按保险费计算，综合赔付率) is of figures that bear that name."""
    told = case.patterns.one("claim.rate.by-another").search(f"{case.stated.said.rstrip()}")
    if told is None or not case.of_hundred:
        return False
    names = {pair for _, one in case.operands for pair in _pairs(one, case)}
    return not {told["basis"][at : at + 2] for at in range(len(told["basis"]) - 1)} & names


def not_of_money(case: Case) -> bool:
    """纺织服装28家…，纺织服装类占补贴总额的55.3%: a share of money is of no number of others."""
    asked = case.patterns.one("claim.called.share-of").search(case.stated.placed.lead)
    money = asked is not None and case.has("claim.sums-of-money", asked["what"])
    return money and any(one.placed.quantity.kind is QuantityKind.COUNT for bound, one in case.role("whole") if bound.why != IN_FORM)


def of_other_sides(case: Case) -> bool:
    """护理人员438名，护理人员与集中供养人员之比为1:8.4: each side of a proportion that names both is one of its figures."""
    sides = case.patterns.one("claim.ratio.sides").search(case.stated.placed.lead)
    if sides is None or case.claim.stated.unit != "1:":
        return False
    told = [_words(one) for _, one in case.operands]
    return not all(any(sides[side][:_NAME] in words for words in told) for side in ("one", "other"))


def _pairs(one: Seen, case: Case) -> set[str]:
    words = case.patterns.one("claim.far.aside").sub(" ", one.words)
    return {words[at : at + _NAME] for at in range(len(words) - 1) if " " not in words[at : at + _NAME]}


def _words(one: Seen) -> str:
    return f"{one.words} {one.said} {one.placed.tail}"


def of_another_part(case: Case) -> bool:
    """A share whose own words name what it is the share of anew (支出608万元，公用支出占预算数的45%) is of no figure before them from which it is far off."""
    own = case.stated.placed
    said = case.patterns.one("claim.share.named-anew").search(own.lead)
    parts, wholes = case.role("part"), case.role("whole")
    if said is None or len(parts) != 1 or len(wholes) != 1 or not case.of_hundred or not wholes[0][1].size:
        return False
    if any(one.placed.clause == own.clause for _, one in (*parts, *wholes)):
        return False
    before = case.sentence.text[: own.at.start - case.sentence.at.start - len(own.lead)]
    given = _HUNDRED * Fraction(parts[0][1].size) / Fraction(wholes[0][1].size)
    return said["who"] not in before and abs(own.quantity.worth - given) > _FAR * max(own.quantity.worth, given)


OTHERS: Mapping[str, Sequence[Callable[[Case], bool]]] = {
    "claim/ratio": (by_another, in_a_row_of_rates, not_of_money, of_other_sides, of_another_part),
    "claim/growth": (over_several_years,),
    "claim/difference": (
        yearly,
        between_siblings,
        rest_told,
        rest_among_parts,
        last_of_a_row,
        over_several_years,
        of_a_year_before,
        in_a_row_of_changes,
        not_in_time,
        of_other_things,
    ),
    "claim/average": (of_another_payment,),
    "claim/sum": (after_a_change, spent_of_what_was_had),
    "claim/product": (one_of_each,),
}
"""What may fail, by rule, besides `proofs.PROOFS`."""
