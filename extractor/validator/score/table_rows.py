"""Within a score table: an item against the ones below it, and against its own deduction, coefficient and full score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from extractor.model.facts import Figure, ScoreItem, ScoreTable
from extractor.model.outline import Kind
from extractor.model.report import Operand, Verdict
from extractor.validator.application import Application, Equation, examined
from extractor.validator.figures import digits, equation, total
from extractor.validator.interval import Interval
from extractor.validator.matter import WHOLE, Matter
from extractor.validator.verdict import judge

RULE = "score/table"
BEARING_OUT = 2
"""Rows of a table whose words say all that was lost, before another one is held to it."""


class Term(NamedTuple):
    """An addend of a sum in a table. figure: None where the item states none though it is scored on the other side."""

    ref: str
    figure: Figure | None


def figure_of(item: ScoreItem, side: str) -> Figure | None:
    """The figure of an item on one side: ``max``, ``self`` or ``deduction``."""
    figure: Figure | None = getattr(item, side)
    return figure


def operand(term: Term, role: str = "addend") -> Operand:
    """An addend as an operand of a check."""
    figure = term.figure
    return Operand(role, None if figure is None else figure.value, term.ref, None if figure is None else figure.at)


def side_terms(items: Sequence[ScoreItem], side: str) -> list[Term]:
    """The addends that items give on one side: their own figure, else those of the items below; nothing for an item without any points.

    An empty cell of deductions takes nothing off; elsewhere an item that is scored on the other side lacks its figure.
    """
    terms: list[Term] = []
    for item in items:
        figure = figure_of(item, side)
        if figure is not None:
            terms.append(Term(f"table:{item.ref}.{side}", figure))
            continue
        below = side_terms(item.children, side)
        if any(term.figure is not None for term in below):
            terms += below
        elif side != "deduction" and any(one.max is not None or one.self is not None for one in item.walk()):
            terms.append(Term(f"table:{item.ref}.{side}", None))
    return terms


def within_rows(matter: Matter, one: ScoreTable, item: ScoreItem) -> Iterator[Application]:
    """All that an item's own row and the rows below it must agree in."""
    for side in ("max", "self", "deduction"):
        yield from _below(matter, one, item, side)
    yield from _deducted(matter, one, item)
    yield from _product(matter, one, item)
    yield from _bounds(matter, one, item)


def _params(one: ScoreTable, item: ScoreItem, variant: str, **more: object) -> dict[str, object]:
    return {"variant": variant, "table": one.id[1:], "item": f"{item.label or ''}{item.title}", **more}


def _below(matter: Matter, one: ScoreTable, item: ScoreItem, side: str) -> Iterator[Application]:
    """A parent's figure against the sum of the rows below it."""
    figure = figure_of(item, side)
    terms = side_terms(item.children, side)
    known = [term for term in terms if term.figure is not None]
    if figure is None or not known:
        return
    values = [term.figure.value for term in known if term.figure is not None and term.figure.value is not None]
    masked = figure.value is None or len(values) < len(known)
    computed = total(values)
    agrees = computed == figure.value
    reason = "masked" if masked else "missing-operand" if not agrees and len(known) < len(terms) else None
    if reason is None and figure.value is not None and computed < figure.value and _cut_off(matter, one, item):
        reason = "cut-short"
    verdict = Verdict.UNCHECKED if reason else Verdict.EXACT if agrees else Verdict.INCONSISTENT
    ref = f"table:{item.ref}.{side}"
    params = _params(one, item, f"row-{side}", stated=figure.value, computed=computed, equation=equation(values, computed))
    operands = [Operand("stated", figure.value, ref, figure.at), *(operand(term) for term in known)]
    section = matter.section_at(figure.at.start)
    check = examined(RULE, section, verdict, operands, stated=figure.value, computed=computed, reason=reason, params=params)
    coefficients = {term.ref: -1 for term in known}
    yield Application(check, None if reason else Equation({**coefficients, ref: 1}), ref)


def _cut_off(matter: Matter, one: ScoreTable, item: ScoreItem) -> bool:
    """Whether the text breaks off below an item: with the table's last row, which sums up nothing, while all full scores at its top come short of the whole."""
    *_, last = one.walk()
    if one.totals or all(below.ref != last.ref for below in item.walk()) or matter.text.content[one.at.end :].strip():
        return False
    return total(top.max.value for top in one.items if top.max is not None and top.max.value is not None) < WHOLE


def _deducted(matter: Matter, one: ScoreTable, item: ScoreItem) -> Iterator[Application]:
    """分值 − 扣分 = 得分 in one row."""
    if item.max is None or item.self is None or item.deduction is None or item.kind is not Kind.NORMAL:
        return
    values = (item.max.value, item.deduction.value, item.self.value)
    refs = [f"table:{item.ref}.{side}" for side in ("max", "deduction", "self")]
    figures = (item.max, item.deduction, item.self)
    operands = [Operand(role, f.value, ref, f.at) for role, f, ref in zip(("max", "deduction", "stated"), figures, refs, strict=True)]
    section = matter.section_at(item.self.at.start)
    most, lost, own = values
    if most is None or lost is None or own is None:
        yield Application(examined(RULE, section, Verdict.UNCHECKED, operands, stated=own, reason="masked"))
        return
    computed = total([most, lost.copy_negate()])
    verdict = Verdict.EXACT if computed == own else Verdict.INCONSISTENT
    params = _params(one, item, "deduction", stated=own, computed=computed, equation=equation([most, lost.copy_negate()], computed))
    check = examined(RULE, section, verdict, operands, stated=own, computed=computed, params=params)
    yield Application(check, Equation({refs[0]: 1, refs[1]: -1, refs[2]: -1}), refs[2])


def _product(matter: Matter, one: ScoreTable, item: ScoreItem) -> Iterator[Application]:
    """权重 × 得分系数 = 得分 in one row, as far as the coefficient is printed."""
    if item.max is None or item.self is None or item.coefficient is None:
        return
    weight, factor, own = item.max.value, item.coefficient.value, item.self.value
    if weight is None or factor is None or own is None:
        return
    exact = Fraction(weight) * Fraction(factor)
    verdict = judge(own, exact, Interval.exact(weight) * Interval.printed(factor))
    refs = {"max": f"table:{item.ref}.max", "coefficient": f"table:{item.ref}.coefficient", "stated": f"table:{item.ref}.self"}
    figures = {"max": item.max, "coefficient": item.coefficient, "stated": item.self}
    operands = [Operand(role, figure.value, refs[role], figure.at) for role, figure in figures.items()]
    computed = Decimal(weight) * Decimal(factor)
    written = f"{digits(weight)} × {digits(factor)} = {digits(computed)}"
    params = _params(one, item, "product", stated=own, computed=computed, equation=written)
    section = matter.section_at(item.self.at.start)
    check = examined(RULE, section, verdict, operands, stated=own, computed=computed, params=params)
    yield Application(check, None, refs["stated"])


def _bounds(matter: Matter, one: ScoreTable, item: ScoreItem) -> Iterator[Application]:
    """An item scores from 0 to its 分值; a penalty and a bonus have bounds of their own, which the body's rules know."""
    if item.kind is not Kind.NORMAL or item.max is None or item.max.value is None or item.max.value < 0:
        return
    own = side_terms([item], "self")
    known = [term for term in own if term.figure is not None and term.figure.value is not None]
    if not known:
        return
    value = total([term.figure.value for term in known if term.figure is not None and term.figure.value is not None])
    broken = "above-max" if value > item.max.value else "below-zero" if value < 0 else None
    most = f"table:{item.ref}.max"
    operands = [*(operand(term, "stated") for term in known), Operand("max", item.max.value, most, item.max.at)]
    verdict = Verdict.INCONSISTENT if broken else Verdict.EXACT
    params = _params(one, item, broken or "above-max", stated=value, limit=item.max.value)
    stated_at = next(term.figure.at for term in known if term.figure is not None)
    check = examined(RULE, matter.section_at(stated_at.start), verdict, operands, stated=value, computed=item.max.value, params=params)
    sign = -1 if broken == "below-zero" else 1
    coefficients = {term.ref: sign for term in known} | ({} if broken == "below-zero" else {most: -1})
    yield Application(check, Equation(coefficients, bound=True), known[0].ref)


def told_losses(matter: Matter, one: ScoreTable) -> Iterator[Application]:
    """分值 − what the reason says was taken off = 得分, row by row.

    Words are no column of deductions: a row is wrong only where all others of the table that tell a loss bear out that it is the whole loss.
    """
    rows = [(item, lost) for item in one.walk() if (lost := _told(matter, item)) is not None]
    wrong = [item for item, lost in rows if _left(item, lost) != _value(item.self)]
    sure = len(wrong) == 1 and len(rows) - len(wrong) >= BEARING_OUT
    for item, lost in rows:
        assert item.max is not None and item.self is not None and item.reason is not None
        own, computed = _value(item.self), _left(item, lost)
        agrees = own == computed
        reason = None if agrees or sure else "ambiguous"
        verdict = Verdict.EXACT if agrees else Verdict.INCONSISTENT if sure else Verdict.UNCHECKED
        written = equation([item.max.value or Decimal(0), lost.copy_negate()], computed)
        params = _params(one, item, "deduction", stated=own, computed=computed, equation=written)
        operands = [
            Operand("max", item.max.value, f"table:{item.ref}.max", item.max.at),
            Operand("deduction", lost, None, item.reason.at),
            Operand("stated", own, f"table:{item.ref}.self", item.self.at),
        ]
        section = matter.section_at(item.self.at.start)
        check = examined(RULE, section, verdict, operands, stated=own, computed=computed, reason=reason, params=params)
        yield Application(check, None, f"table:{item.ref}.self")


def _told(matter: Matter, item: ScoreItem) -> Decimal | None:
    """What the reason of a row says was taken off; None where it says nothing, or the row has a figure for it or none to take it off from.

    Where some of its figures are rule wording (每缺一份扣0.5分), what is left holds the row only if it is the whole loss.
    """
    if (
        item.reason is None
        or item.deduction is not None
        or item.kind is not Kind.NORMAL
        or _value(item.max) is None
        or _value(item.self) is None
    ):
        return None
    found = [Decimal(match["value"]) for match in matter.patterns.one("table.lost").finditer(item.reason.text)]
    if not found:
        return None
    whole = len(found) == len(matter.patterns.one("table.deducted").findall(item.reason.text))
    lost = total(found)
    return lost if whole or _left(item, lost) == _value(item.self) else None


def _left(item: ScoreItem, lost: Decimal) -> Decimal:
    return total([_value(item.max) or Decimal(0), lost.copy_negate()])


def _value(figure: Figure | None) -> Decimal | None:
    return None if figure is None else figure.value
