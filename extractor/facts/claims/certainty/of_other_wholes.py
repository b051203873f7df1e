"""What must be proved of a ratio's whole and of the levels of a change, where the figures beside the claim are told of something else by words further off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from extractor.facts.claims.certainty.heads import nouns
from extractor.facts.claims.far.likely import digit_too_many, printed_as
from extractor.facts.claims.far.panorama import grams
from extractor.facts.claims.one_digit import slipped_from
from extractor.facts.claims.scope import IN_FORM, LISTED, ends_with
from extractor.model.claims import QuantityKind

if TYPE_CHECKING:
    from extractor.facts.claims.certainty.case import Case
    from extractor.facts.claims.far.panorama import Seen

_RATE = "claim.ratio.rate"
_FULL = 100
_TELLING = 3
"""Digits of a rate that two figures give by chance but seldom."""
_NEARLY = Fraction(1, 2)
"""How far a share may lie from what part and whole give that it still seems to be of them."""
_BEARER = 2
"""Characters by which a body is told from others of its kind (甲县法院, 乙县法院)."""
_LONG = 4
"""Characters of the name of a body with its kind."""
_MARKS = " ，。；：、,;:"


def of_both_together(case: Case) -> bool:
    """起诉126人，不诉18人，不诉率12.5%: of two figures told side by side of which one denies the other, the rate is of both together.

    So is what was saved, of what it would have been (采购规模3681亿元，节约440亿元，节约率10.7%).
    """
    couple = _couple(case)
    if couple is None or len(case.claim.stated.digits) < _TELLING or not all(case.here(one) for one in couple):
        return False
    part, whole = couple
    first, second = part.placed.lead.strip(_MARKS), whole.placed.lead.strip(_MARKS)
    denied = any(
        mark in one and one.replace(mark, "", 1)[-1:] == other[-1:]
        for mark in case.patterns.words("claim.negations")
        for one, other in ((first, second), (second, first))
    )
    saved = ends_with(case.stated.placed.lead, case.patterns.words("claim.rate.saved"))
    return (denied or saved) and printed_as(case.claim.stated, part.size, part.size + whole.size)


def of_an_aim_untold(case: Case) -> bool:
    """产值846亿元，同比增长9.7%；新增74亿元，完成目标的61%: what grew was reached, and is no aim that a share is said to be of.

    So is what has its own share of its aim behind it (航道完成1.1亿元，为年计划的10.7%；购置完成2410万元，为年计划的6.0%).
    """
    couple = _couple(case)
    if couple is None or not case.has("claim.aims", case.stated.placed.lead) or case.has("claim.aims", couple[1].words):
        return False
    behind = case.view.behind(couple[1])
    if behind is None or behind.placed.quantity.kind is not QuantityKind.PERCENT:
        return False
    reached = behind.placed.quantity is not case.claim.stated and case.has("claim.aims", behind.placed.lead)
    return reached or ends_with(behind.placed.lead, case.patterns.words("claim.change"))


def of_an_item(case: Case) -> bool:
    """计划64亿元，完成率24%，（1）9个续建项目完成13.2亿元，完成率24.8%: the rate of an item that counts its own things is of what these were to cost."""
    couple = _couple(case)
    if couple is None or case.claim.form != _RATE or not all(case.here(one) for one in couple):
        return False
    part, whole = (one.placed for one in couple)
    start = case.sentence.at.start
    label = case.patterns.one("claim.count.label").search(case.sentence.text, whole.at.end - start, max(part.at.start - start, 0))
    if label is None:
        return False
    inside = [one for one in case.figures[whole.index + 1 : part.index] if one.at.start - start >= label.end()]
    return any(one.quantity.kind is QuantityKind.COUNT for one in inside)


def of_another_body(case: Case) -> bool:
    """全省机构新收…件，结案…件。…青岚机构结案率84%: a rate that names its body is of figures of other sentences only where these name it as well."""
    if case.claim.form != _RATE or not case.operands or any(case.here(one) for _, one in case.operands):
        return False
    if any(bound.why in (IN_FORM, LISTED) or one.placed.quantity.kind is QuantityKind.MONEY for bound, one in case.operands):
        return False
    named = nouns(_unrated(case), case.patterns)
    body = named[-1] if named else ""
    return len(body) >= _LONG and not any(body[:_BEARER] in f"{one.said}{one.words}{one.placed.tail}" for _, one in case.operands)


def of_a_stock_untold(case: Case) -> bool:
    """收案5260件 … 审结4015件，审结率84.7%: cases carried over are dealt with as well; of those that came in, told elsewhere, only a slip accuses."""
    couple = _couple(case)
    if couple is None or case.here(couple[1]) or not case.has("claim.rate.of-a-stock", case.stated.placed.lead):
        return False
    part, whole = couple
    return whole.size > 0 and slipped_from(case.claim.stated, part.size / whole.size * _FULL) is None


def of_the_so_named(case: Case) -> bool:
    """612家商会中，146家设立了联络站，占符合条件商会总数的98%: a share far from what two figures give is of a whole that bears all of its name."""
    said = case.patterns.one("claim.called.share-of").search(case.stated.placed.lead)
    couple = _couple(case)
    if said is None or couple is None or not case.of_hundred or case.has("claim.aims", said["what"]):
        return False
    part, whole = couple
    stated = Fraction(case.claim.stated.value or 0) / _FULL
    given = part.size / whole.size if whole.size else Fraction(0)
    if abs(given - stated) <= max(given, stated) * _NEARLY or digit_too_many(case.claim.stated, part.size, whole.size):
        return False
    named = grams(case.patterns.one("claim.phrase-all").sub(" ", said["what"]), case.patterns)
    told = grams(f"{whole.words} {whole.said} {whole.placed.lead} {whole.placed.tail}", case.patterns)
    return bool(named - told) and slipped_from(case.claim.stated, given * _FULL) is None


def changed_itself(case: Case) -> bool:
    """合作社占41.6%，提高3.4个百分点，社员占27.3%，也提高了2.2个百分点: a level whose own change is told before the other level is not what that became."""
    levels = {bound.role: one for bound, one in case.operands if bound.why != IN_FORM and case.here(one)}
    if set(levels) != {"current", "base"}:
        return False
    current, base, own = levels["current"].placed, levels["base"].placed, case.stated.placed
    if not current.index + 1 < base.index == own.index - 1:
        return False
    behind = case.figures[current.index + 1]
    return behind.quantity.kind is own.quantity.kind and ends_with(behind.lead, case.patterns.words("claim.change"))


def other_half_behind(case: Case) -> bool:
    """9个完成任务，2个基本完成任务，1个未完成任务: what was done and what was not are told apart by the words behind them; neither is left of the other."""
    own = case.stated.placed.tail.strip(_MARKS)
    denied = [own.replace(word, "", 1) for word in case.patterns.words("claim.not-done") if word in own]
    return any(one.placed.tail.strip(_MARKS) in denied for _, one in case.role("had") if case.here(one) and one.placed.tail.strip(_MARKS))


def _couple(case: Case) -> tuple[Seen, Seen] | None:
    """Part and whole of a ratio, one of each, neither of which its form names."""
    parts, wholes = case.role("part"), case.role("whole")
    if len(parts) != 1 or len(wholes) != 1 or any(bound.why in (IN_FORM, LISTED) for bound, _ in (*parts, *wholes)):
        return None
    return parts[0][1], wholes[0][1]


def _unrated(case: Case) -> str:
    """The words before a rate without the name that all rates of its kind have (甲市法院结案率为: 甲市法院)."""
    rates = [*(str(one["name"]) for one in case.patterns.entry("claim.rates").data["rates"]), *case.patterns.words("claim.rate.of-a-stock")]
    lead = case.stated.placed.lead
    places = [(at, name) for name in rates if (at := lead.rfind(name)) >= 0]
    return lead[: min(places)[0]] if places else ""


OF_OTHER_WHOLES: Mapping[str, Sequence[Callable[[Case], bool]]] = {
    "claim/ratio": (of_both_together, of_an_aim_untold, of_an_item, of_another_body, of_a_stock_untold, of_the_so_named),
    "claim/difference": (changed_itself, other_half_behind),
}
"""What may fail, by rule, besides `proofs.PROOFS`, `of_others.OTHERS` and `of_one_whole.OF_ONE_WHOLE`."""
