"""score/self-exceeds-max, score/deduction, score/missing: what one item says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.model.facts import Score
from extractor.model.levels import upper_level
from extractor.model.outline import Kind, Section
from extractor.model.report import Operand, Verdict
from extractor.validator.application import Application, Equation, examined, place
from extractor.validator.figures import difference, equation, total
from extractor.validator.matter import Matter
from extractor.validator.verdict import judge_exact


def self_exceeds_max(matter: Matter) -> Iterator[Application]:
    """An item scores itself from 0 to its 分值; a penalty from its (negative) 分值 to 0; a bonus may go above.

    Where the report declares a bonus, the statement of the grand total may stand above its 分值. Parts are items of their own.
    """
    for section in matter.sections:
        if section.id in matter.grand_totals and matter.bonus_declared:
            continue
        score = matter.score(section)
        most = Operand("max", score.max, f"section:{section.id}.max", score.max_at)
        own = Operand("stated", score.self, f"section:{section.id}.self", score.self_at)
        yield from _within(matter, section, most, score.max, own, score.self)
        for number, part in enumerate(score.parts, 1):
            most = Operand("max", part.max, f"section:{section.id}.parts.{number}.max", part.at)
            own = Operand("stated", part.self, f"section:{section.id}.parts.{number}.self", part.at)
            yield from _within(matter, section, most, part.max, own, part.self)


def _within(
    matter: Matter, section: Section, most: Operand, highest: Decimal | None, own: Operand, value: Decimal | None
) -> Iterator[Application]:
    """The figure ``value`` against its bounds; nothing where there is none to compare it with."""
    if value is None or own.ref is None or most.ref is None:
        return
    kind = matter.kind(section)
    penalty = kind is Kind.PENALTY or (highest is not None and highest < 0)
    bounds: list[tuple[str, dict[str, int], tuple[Operand, ...], bool]] = []
    if penalty:
        lowest = 1 if highest is not None and highest < 0 else -1  # −10 and 10 both say that up to 10 points are taken off
        if highest is not None:
            bounds.append(("below-penalty", {most.ref: lowest, own.ref: -1}, (own, most), value < (highest if lowest == 1 else -highest)))
        if highest is None or highest <= 0:
            bounds.append(("above-zero", {own.ref: 1}, (own,), value > 0))
        else:
            bounds.append(("above-max", {own.ref: 1, most.ref: -1}, (own, most), value > highest))
    else:
        if highest is not None and kind is not Kind.BONUS:
            bounds.append(("above-max", {own.ref: 1, most.ref: -1}, (own, most), value > highest))
        bounds.append(("below-zero", {own.ref: -1}, (own,), value < 0))
    if highest is None and not any(broken for *_, broken in bounds):
        return
    bound, coefficients, operands, broken = next((one for one in bounds if one[3]), bounds[0])
    limit = highest if most in operands else Decimal(0)
    params: dict[str, object] = {**place(matter, section), "stated": value, "limit": limit, "variant": bound}
    verdict = Verdict.INCONSISTENT if broken else Verdict.EXACT
    check = examined("score/self-exceeds-max", section, verdict, operands, stated=value, computed=limit, params=params)
    yield Application(check, Equation(coefficients, bound=True), own.ref)


def deduction(matter: Matter) -> Iterator[Application]:
    """分值 minus the stated 扣分 is 自评得分; a penalty's 自评得分 is what it takes off.

    What is taken off may be told in the item or partly in the items below it.
    """
    for section in matter.sections:
        score = matter.score(section)
        if score.max is None or score.self is None or section.id in matter.grand_totals:
            continue
        own = _deductions(section, score)
        inner = [one for child in section.children for one in child.walk()]
        below = [one for section_below in inner for one in _deductions(section_below, matter.score(section_below))]
        only_below = not own and bool(below) and not any(_states(matter.score(one)) for one in inner)
        if not own and not only_below:
            continue
        start = Operand("max", score.max, f"section:{section.id}.max", score.max_at)
        stated = Operand("stated", score.self, f"section:{section.id}.self", score.self_at)
        ways: list[list[tuple[Operand, Decimal]]] = [[(start, score.max), *(below if only_below else own)]]
        if below and own:
            ways.append([(start, score.max), *own, *below])
        if own and own[-1][1] == _loss(matter):
            ways.append(
                [(start, score.max), *own[:-1]]
            )  # the last item often ends with the sentence that sums up the report (97.6分，扣2.4分)
        upper = upper_level([abs(points) for _, points in own])
        if len(upper) < len(own):  # 过程扣2分：一是…，扣1分；二是…，扣1分
            ways.append([(start, score.max), *(own[at] for at in upper)])
        if matter.kind(section) is Kind.PENALTY:
            ways.append(own)
            if score.max <= 0:
                ways.reverse()
        results = [total(value for _, value in way) for way in ways]
        chosen = results.index(score.self) if score.self in results else 0
        way, computed = ways[chosen], results[chosen]
        params: dict[str, object] = {
            **place(matter, section),
            "stated": score.self,
            "computed": computed,
            "equation": equation([value for _, value in way], computed),
        }
        operands = [stated, *(operand for operand, _ in way)]
        verdict, reason = judge_exact(score.self, computed), None
        if (only_below or lost_in_silence(score)) and computed > score.self:  # what is told may be some of it only
            verdict, reason = Verdict.UNCHECKED, "missing-operand"
        check = examined("score/deduction", section, verdict, operands, stated=score.self, computed=computed, reason=reason, params=params)
        coefficients = {str(operand.ref): -1 if operand.role == "max" else 1 for operand, _ in way}
        yield Application(check, None if reason else Equation({**coefficients, str(stated.ref): 1}), stated.ref)
        if verdict is Verdict.EXACT and not below:
            yield from _lost_in_all(matter, section, score, start, stated, total(points for _, points in own))


def _lost_in_all(matter: Matter, section: Section, score: Score, most: Operand, stated: Operand, lost: Decimal) -> Iterator[Application]:
    """What an item says that it lost in all, against its scores, which what is told one by one (``lost``, a negative number) bears out."""
    assert score.max is not None and score.self is not None
    if total([score.max, lost]) != score.self:
        return
    for number, figure in enumerate(score.lost, 1):
        if figure.value is None:
            continue
        computed = total([score.max, figure.value.copy_negate()])
        params: dict[str, object] = {
            **place(matter, section),
            "stated": score.self,
            "computed": computed,
            "equation": equation([score.max, figure.value.copy_negate()], computed),
        }
        whole = Operand("deduction", figure.value, f"section:{section.id}.lost.{number}", figure.at)
        check = examined(
            "score/deduction",
            section,
            judge_exact(score.self, computed),
            [stated, most, whole],
            stated=score.self,
            computed=computed,
            params=params,
        )
        coefficients = {str(most.ref): -1, str(whole.ref): 1, str(stated.ref): 1}
        yield Application(check, Equation(coefficients), str(whole.ref))


def lost_in_silence(score: Score) -> bool:
    """Whether less is told to be lost than was, and one of the parts of a score says nothing of what it lost (预算执行：10分，得9.6分), as others do."""
    if score.max is None or score.self is None or total(one.points for one in score.deductions) >= difference(score.max, score.self):
        return False
    lost = [one.at for one in score.parts if one.max is not None and one.self is not None and one.self < one.max]
    return any(not any(one.at.within(at) for one in score.deductions) for at in lost)


def _states(score: Score) -> bool:
    """Whether a section states more than what it lost."""
    return score.max is not None or score.self is not None


def _loss(matter: Matter) -> Decimal | None:
    """What the whole report takes off, as a negative number; None where its totals do not say."""
    totals = matter.facts.totals
    if totals.max is None or totals.self is None or totals.max.value is None or totals.self.value is None:
        return None
    return totals.self.value - totals.max.value


def _deductions(section: Section, score: Score) -> list[tuple[Operand, Decimal]]:
    """The deductions of a section as operands, each with what it adds to the score (a negative number)."""
    return [
        (Operand("deduction", one.points, f"section:{section.id}.deductions.{number}", one.at), one.points.copy_negate())
        for number, one in enumerate(score.deductions, 1)
    ]


def missing(matter: Matter) -> Iterator[Application]:
    """An item with a 分值 has a 自评得分 where siblings of it have one.

    Never a narrative section, a section with scored ones below it, or one whose figure is only masked.
    """
    for group in _groups(matter):
        if not any(matter.stated(one, "self") is not None for one in group):
            continue
        for section in group:
            score = matter.score(section)
            if (
                score.max is None
                or matter.not_applied(section)
                or (score.deductions and not _told_in_digits(matter, group))
                or (matter.narrative(section) and not (_within_item(matter, section) or _among_items(matter, section, group)))
                or _scored_otherwise(matter, section)
            ):
                continue
            absent = score.self is None
            most = Operand("max", score.max, f"section:{section.id}.max", score.max_at)
            params: dict[str, object] = {**place(matter, section), "max": score.max}
            verdict = Verdict.INCONSISTENT if absent else Verdict.EXACT
            yield Application(examined("score/missing", section, verdict, [most], stated=score.self, params=params))


def _told_in_digits(matter: Matter, group: Sequence[Section]) -> bool:
    """Whether an item of a group states its 自评得分 with a figure; where they say only 不扣分, what is taken off is all that an item has to say."""
    spans = (matter.stated_at(one, "self") for one in group if matter.stated(one, "self") is not None)
    return any(any(char.isdigit() for char in matter.text.slice(at)) for at in spans if at is not None)


def _within_item(matter: Matter, section: Section) -> bool:
    """Whether the section above is an item with both figures: then what states a 分值 below it is one, too, whatever its title sounds like."""
    above = matter.parent(section)
    return above is not None and matter.stated(above, "max") is not None and matter.stated(above, "self") is not None


def _among_items(matter: Matter, section: Section, group: Sequence[Section]) -> bool:
    """Whether a section whose title rubrics use of items, too (绩效目标), states its 分值 in its heading, and all beside it state both figures."""
    score = matter.score(section)
    told = score.max_at is not None and score.max_at.within(section.heading)
    others = [one for one in group if one is not section]
    whole = len(others) > 1 and all(matter.stated(one, "max") is not None and matter.stated(one, "self") is not None for one in others)
    return told and whole and section.title in matter.patterns.words("section.item-as-well")


def _scored_otherwise(matter: Matter, section: Section) -> bool:
    """Whether an item without 自评得分 of its own is scored all the same: masked, in parts, below, or by what a penalty takes off."""
    score = matter.score(section)
    if score.self is not None:
        return False
    if matter.masked(section, "self") or any(part.self is not None for part in score.parts):
        return True
    if matter.kind(section) is Kind.PENALTY and score.deductions:
        return True
    return any(matter.stated(below, "self") is not None for child in section.children for below in child.walk())


def _groups(matter: Matter) -> Iterator[list[Section]]:
    """The sibling groups of the report itself, in document order, statements of the grand total left out."""
    for siblings in (matter.outline.sections, *(section.children for section in matter.own())):
        group = [one for one in siblings if not one.annex and one.id not in matter.grand_totals]
        if group:
            yield group
