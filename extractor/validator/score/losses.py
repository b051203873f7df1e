"""score/total-deduction, score/deduction-count, score/unexplained-loss: what was taken off, and whether it is all told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.model.facts import Deduction, Score
from extractor.model.levels import upper_level
from extractor.model.outline import Kind, Section
from extractor.model.report import Operand, Verdict
from extractor.validator.application import Application, Equation, examined, place
from extractor.validator.figures import difference, equation, total
from extractor.validator.matter import Matter
from extractor.validator.score.items import lost_in_silence
from extractor.validator.score.sums import total_balance
from extractor.validator.score.table_matching import told_in_tables

Listed = tuple[Operand, Decimal]
"""A deduction as operand, with its points."""


def total_deduction(matter: Matter) -> Iterator[Application]:
    """Both halves: the listed deductions add up to the stated total, and total 分值 − 扣分 (+ 加分) is the total 自评."""
    deducted = matter.facts.totals.deducted
    if deducted is None:
        return
    stated = Operand("stated", deducted.value, "totals.deducted", deducted.at)
    if deducted.value is None:
        yield Application(examined("score/total-deduction", None, Verdict.UNCHECKED, [stated], stated=None, reason="masked"))
        return
    yield from _list_half(matter, stated, deducted.value)
    yield from _balance_half(matter, deducted.value)


def _list_half(matter: Matter, stated: Operand, deducted: Decimal) -> Iterator[Application]:
    """The closing list, else the deductions of the sections (a penalty's may be counted apart)."""
    closing, apart = _closing_list(matter), _apart(matter)
    ways = [closing] if closing else [_in_sections(matter, penalties=True), _in_sections(matter, penalties=False)]
    if not ways[0]:
        return
    if apart and not closing:  # 四、扣分情况 lists what the items have told already
        told = {operand.ref for operand, _ in apart}
        ways = [[one for one in way if one[0].ref not in told] or way for way in ways] + [apart, *ways]
    ways += [[way[place] for place in upper_level([points for _, points in way])] for way in ways]
    sums = [total(points for _, points in way) for way in ways]
    chosen = sums.index(deducted) if deducted in sums else 0
    way, computed = ways[chosen], sums[chosen]
    verdict, reason = (Verdict.EXACT if computed == deducted else Verdict.INCONSISTENT), None
    untold = (not _explained(matter, section, loss) or lost_in_silence(matter.score(section)) for section, loss in _losses(matter))
    if verdict is Verdict.INCONSISTENT and not closing and any(untold):
        verdict, reason = Verdict.UNCHECKED, "missing-operand"
    params: dict[str, object] = {
        "variant": "list",
        "stated": deducted,
        "computed": computed,
        "equation": equation([points for _, points in way], computed),
    }
    operands = [stated, *(operand for operand, _ in way)]
    check = examined("score/total-deduction", None, verdict, operands, stated=deducted, computed=computed, reason=reason, params=params)
    coefficients = {str(operand.ref): -1 for operand, _ in way}
    yield Application(check, None if reason else Equation({**coefficients, "totals.deducted": 1}), "totals.deducted")


def _balance_half(matter: Matter, deducted: Decimal) -> Iterator[Application]:
    """Total 分值 − 扣分 against the total 自评. Bonus and penalty may stand inside the total 分值 or come on top of it."""
    totals = matter.facts.totals
    if totals.max is None or totals.self is None:
        return
    operands = [
        Operand("stated", totals.self.value, "totals.self", totals.self.at),
        Operand("max", totals.max.value, "totals.max", totals.max.at),
        Operand("deduction", deducted, "totals.deducted", None if totals.deducted is None else totals.deducted.at),
    ]
    if totals.max.value is None or totals.self.value is None:
        yield Application(examined("score/total-deduction", None, Verdict.UNCHECKED, operands, stated=totals.self.value, reason="masked"))
        return
    plain: list[Listed] = [(operands[1], totals.max.value), (operands[2], deducted.copy_negate())]
    earned = _bonus(matter)
    taken = _side(matter, Kind.PENALTY, "self")
    offered = [(operand, points.copy_negate()) for operand, points in _side(matter, Kind.BONUS, "max")]
    # 总分105分（含加分5分）: what the total offers is not what the section earned
    of_sections = _side(matter, Kind.BONUS, "self")
    ways = [[*plain, *earned], plain, [*plain, *of_sections], [*plain, *offered, *earned], [*plain, *offered, *of_sections]]
    ways += [[*way, *taken] for way in ways if taken]
    ways += [[subtotal, *plain[1:], *earned] for subtotal in _subtotals(matter)]  # 小计96.6分, 加3分, 减1分, 得98.6分
    results = [total(value for _, value in way) for way in ways]
    # where none holds, the report most likely reckons by the one that gives what its items obtained, else by the one that comes nearest
    items = total_balance(matter, "self")
    off = [abs(result - totals.self.value) for result in results]
    likely = next((own for own in (totals.self.value, None if items is None else items.computed) if own in results), None)
    chosen = off.index(min(off)) if likely is None else results.index(likely)
    way, computed = ways[chosen], results[chosen]
    params: dict[str, object] = {
        "variant": "balance",
        "stated": totals.self.value,
        "computed": computed,
        "equation": equation([value for _, value in way], computed),
    }
    verdict = Verdict.EXACT if computed == totals.self.value else Verdict.INCONSISTENT
    check = examined(
        "score/total-deduction",
        None,
        verdict,
        [operands[0], *(operand for operand, _ in way)],
        stated=totals.self.value,
        computed=computed,
        params=params,
    )
    coefficients: dict[str, int] = {"totals.self": 1}
    for operand, value in way:
        added = isinstance(operand.value, Decimal) and value.is_signed() == operand.value.is_signed()  # also right for −0
        coefficients[str(operand.ref)] = -1 if added else 1
    yield Application(check, Equation(coefficients), "totals.self")


def _subtotals(matter: Matter) -> Iterator[Listed]:
    """What the score tables sum up before their bonus and penalty."""
    for stated in (one for table in matter.facts.score_tables for one in table.totals if one.place == "part"):
        if stated.self is not None and stated.self.value is not None:
            yield Operand("part", stated.self.value, f"table:{stated.ref}.self", stated.self.at), stated.self.value


def deduction_count(matter: Matter) -> Iterator[Application]:
    """以上N项扣分 against the number of deductions listed: in the closing list, else in the sections."""
    stated = matter.facts.totals.stated_count
    if stated is None:
        return
    named, at = stated
    listed = _all_listed(matter)
    figure = Operand("stated", Decimal(named), "totals.count", at)
    operands = [figure, *(operand for operand, _ in listed)]
    if not listed:
        verdict, reason = Verdict.UNCHECKED, "missing-operand"
    elif not _closing_list(matter) and len(listed) < named in (
        sum(matter.scored(one) for one in matter.outline.sections if not one.annex),
        sum(1 for _ in _lowest(matter)),
    ):
        verdict, reason = Verdict.UNCHECKED, "ambiguous"  # 以上5项共扣7分: all items, of which some lost nothing
    else:
        # 以上4个方面扣分: one that lost twice is one of them
        homes = {matter.section_at(operand.at.start) for operand, _ in listed if operand.at is not None}
        verdict, reason = (Verdict.EXACT if named in (len(listed), len(homes)) else Verdict.INCONSISTENT), None
    params: dict[str, object] = {"stated": Decimal(named), "computed": Decimal(len(listed)), "points": [points for _, points in listed]}
    check = examined(
        "score/deduction-count", None, verdict, operands, stated=Decimal(named), computed=Decimal(len(listed)), reason=reason, params=params
    )
    yield Application(check)


def unexplained_loss(matter: Matter) -> Iterator[Application]:
    """Points that the deepest section stating both figures lost, with no deduction told in it, in its row of a score table, or by the same points above it
    or in the totals.

    A bonus not earned is no loss, and a penalty says itself what it takes off.
    """
    in_tables = told_in_tables(matter)
    for section, loss in _losses(matter):
        score = matter.score(section)
        most = Operand("max", score.max, f"section:{section.id}.max", score.max_at)
        own = Operand("stated", score.self, f"section:{section.id}.self", score.self_at)
        told = section.id in in_tables or _explained(matter, section, loss)
        verdict = Verdict.EXACT if told else Verdict.INCONSISTENT
        params: dict[str, object] = {**place(matter, section), "max": score.max, "self": score.self, "loss": loss}
        check = examined("score/unexplained-loss", section, verdict, [own, most], stated=score.self, computed=score.max, params=params)
        yield Application(check, None if told else Equation({str(most.ref): 1, str(own.ref): -1}), own.ref)


def full_marks(matter: Matter) -> Iterator[Equation]:
    """``分值 = 自评得分`` for every item with full marks and no deduction: another figure there would be a loss that nobody explains."""
    for section, score in _lowest(matter):
        if score.max == score.self and not any(matter.score(one).deductions for one in section.walk()):
            yield Equation({f"section:{section.id}.max": 1, f"section:{section.id}.self": -1})


def _losses(matter: Matter) -> Iterator[tuple[Section, Decimal]]:
    """The deepest sections that state both figures and score below their 分值, with the points lost."""
    for section, score in _lowest(matter):
        if score.max is not None and score.self is not None and score.self < score.max:
            yield section, difference(score.max, score.self)


def _lowest(matter: Matter) -> Iterator[tuple[Section, Score]]:
    """The deepest sections that state both figures, bonus, penalty and grand total aside."""
    for section in matter.own():
        score = matter.score(section)
        if score.max is None or score.self is None or section.id in matter.grand_totals or matter.kind(section) is not Kind.NORMAL:
            continue
        below = (matter.score(one) for child in section.children for one in child.walk())
        if not any(one.max is not None and one.self is not None for one in below):
            yield section, score


def _explained(matter: Matter, section: Section, loss: Decimal) -> bool:
    """Whether a deduction is told for the loss: in the section, or one or several in a row of the same points above it or for the whole report.

    A formula that gives the obtained score (98%×10分=9.8分) tells it, too.
    """
    if any(matter.score(one).deductions for one in section.walk()):
        return True
    formulas = (matter.patterns.one("score.formula-result"), matter.patterns.one("score.times-rate"))
    if any(formula.search(matter.text.content, section.body.start, section.body.end) for formula in formulas):
        return True
    cases = matter.patterns.one("score.each-of-several").finditer(matter.text.content, section.heading.start, section.body.end)
    if any(Decimal(case["count"]) * Decimal(case["value"]) == loss for case in cases):
        return True
    totals = matter.facts.totals
    if totals.deducted is not None and totals.deducted.value == loss:
        return True
    return any(
        _run_of(listed, loss)
        for listed in (totals.deductions, *(matter.score(above).deductions for above in matter.ancestors(section)), _listed_apart(matter))
    )


def _sections_apart(matter: Matter) -> list[Section]:
    """The sections that score nothing, and nothing above or below them does."""
    return [
        section for section in matter.sections if not any(matter.has_score(one) for one in (*matter.ancestors(section), *section.walk()))
    ]


def _listed_apart(matter: Matter) -> list[Deduction]:
    """The losses that sections which score nothing list (三、扣分事项), in document order."""
    return [one for section in _sections_apart(matter) for one in matter.score(section).deductions]


def _apart(matter: Matter) -> list[Listed]:
    """The same as operands."""
    return [
        (Operand("deduction", one.points, f"section:{section.id}.deductions.{number}", one.at), one.points)
        for section in _sections_apart(matter)
        for number, one in enumerate(matter.score(section).deductions, 1)
    ]


def _run_of(listed: Sequence[Deduction], loss: Decimal) -> bool:
    """Whether neighbours in a list add up to the loss (减1分，按比例减2.5分 for 3.5)."""
    return any(
        total(one.points for one in listed[start:end]) == loss for start in range(len(listed)) for end in range(start + 1, len(listed) + 1)
    )


def _closing_list(matter: Matter) -> list[Listed]:
    """The deductions listed for the whole report. One that is the stated total itself is no list."""
    totals = matter.facts.totals
    return [
        (Operand("deduction", one.points, f"totals.deductions.{number}", one.at), one.points)
        for number, one in enumerate(totals.deductions, 1)
        if totals.deducted is None or not one.at.overlaps(totals.deducted.at)
    ]


def _all_listed(matter: Matter) -> list[Listed]:
    """What was taken off, piece by piece; 扣0分 takes nothing off."""
    return [one for one in _closing_list(matter) or _in_sections(matter, penalties=True) if one[1]]


def _in_sections(matter: Matter, *, penalties: bool) -> list[Listed]:
    """The deductions told in the sections, each once: a section that sums up what the ones below it tell does not count again."""

    def collect(section: Section) -> list[Listed]:
        if section.annex or (matter.kind(section) is Kind.PENALTY and not penalties):
            return []
        own: list[Listed] = [
            (Operand("deduction", one.points, f"section:{section.id}.deductions.{number}", one.at), one.points)
            for number, one in enumerate(matter.score(section).deductions, 1)
        ]
        below = [one for child in section.children for one in collect(child)]
        if own and below and total(points for _, points in own) == total(points for _, points in below):
            return below
        return own + below

    return [one for section in matter.outline.sections for one in collect(section)]


def _bonus(matter: Matter) -> list[Listed]:
    """What the bonus adds: as declared for the whole report, else as the bonus sections state it."""
    bonus = matter.facts.totals.bonus
    if bonus is not None and bonus.value is not None:
        return [(Operand("bonus", bonus.value, "totals.bonus", bonus.at), bonus.value)]
    return _side(matter, Kind.BONUS, "self")


def _side(matter: Matter, kind: Kind, side: str) -> list[Listed]:
    """The figures of the topmost bonus or penalty sections on one side."""
    found: list[Listed] = []
    for section in matter.own():
        above = matter.parent(section)
        if matter.kind(section) is not kind or (above is not None and matter.kind(above) is kind):
            continue
        value = matter.score(section).max if side == "max" else matter.score(section).self
        at = matter.score(section).max_at if side == "max" else matter.score(section).self_at
        if value is not None:
            found.append((Operand("bonus" if kind is Kind.BONUS else "penalty", value, f"section:{section.id}.{side}", at), value))
    return found
