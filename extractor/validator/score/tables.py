"""score/table: a score table against the body, and its rows against its own totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.model.facts import Figure, ScoreItem, ScoreTable, TableTotal
from extractor.model.outline import Kind
from extractor.model.report import Operand, Verdict
from extractor.model.text import Span
from extractor.validator.application import Application, Equation, examined
from extractor.validator.figures import difference, equation, total
from extractor.validator.matter import Matter
from extractor.validator.score.table_body import OTHER_SCALE, against_body, total_alone
from extractor.validator.score.table_rows import Term, operand, side_terms, told_losses, within_rows

RULE = "score/table"
_CONVENTIONS: tuple[frozenset[Kind], ...] = (
    frozenset(Kind),
    frozenset({Kind.NORMAL}),
    frozenset({Kind.NORMAL, Kind.BONUS}),
    frozenset({Kind.NORMAL, Kind.PENALTY}),
)
"""How a table may count bonus and penalty items in its totals; the first that agrees is taken."""

_FULL = Decimal(100)
"""All the points of a form that does not say how many there are."""
FEWEST = 2
"""Rows that add up to something."""


def table(matter: Matter) -> Iterator[Application]:
    """Every score table: against the body, then within itself. One that could not be read is a check that was not done."""
    for one in matter.facts.score_tables:
        if one.refused is not None:
            section = matter.section_at(one.at.start)
            params: dict[str, object] = {"variant": "unread", "table": _number(one)}
            operands = [Operand("table", None, f"table:{one.id}", Span(one.at.start, one.at.start + 1))]
            check = examined(RULE, section, Verdict.UNCHECKED, operands, stated=None, reason=one.refused, params=params)
            yield Application(check)
            continue
        if _of_hundred(one):
            params = {"variant": "unread", "table": _number(one)}
            yield Application(examined(RULE, None, Verdict.UNCHECKED, [], stated=None, reason=OTHER_SCALE, params=params))
            continue
        yield from against_body(matter, one)
        for item in sorted(one.walk(), key=lambda item: -item.level):  # of two checks that fail together the deeper one is told
            yield from within_rows(matter, one, item)
        yield from told_losses(matter, one)
        for stated in one.totals:
            for side in ("max", "self", "deduction"):
                yield from _total(matter, one, stated, side)
        yield from _rows_against_body(matter, one)


def _rows_against_body(matter: Matter, one: ScoreTable) -> Iterator[Application]:
    """The total that only the body states against the rows of a table without one, where their full scores are all that there are."""
    declared = matter.facts.totals.self
    totalled = any(stated.of is None and stated.place != "part" and stated.self is not None for stated in one.totals)
    if declared is None or declared.value is None or totalled or not total_alone(matter, one):
        return
    most, own = ([term.figure for term in side_terms(one.items, side)] for side in ("max", "self"))
    full = [figure.value for figure in most if figure is not None and figure.value is not None]
    known = [term for term in side_terms(one.items, "self") if term.figure is not None and term.figure.value is not None]
    whole = matter.facts.totals.max
    all_of_it = _FULL if whole is None else whole.value
    if len(full) != len(most) or len(known) != len(own) or len(known) < FEWEST or total(full) != all_of_it:
        return
    if any(item.kind is not Kind.NORMAL for item in one.walk()):
        return
    values = [term.figure.value for term in known if term.figure is not None and term.figure.value is not None]
    computed = total(values)
    verdict = Verdict.EXACT if computed == declared.value else Verdict.INCONSISTENT
    params: dict[str, object] = {"variant": "body-rows-self", "table": _number(one), "equation": equation(values, computed)}
    params |= {"stated": declared.value, "computed": computed}
    operands = [Operand("stated", declared.value, "totals.self", declared.at), *(operand(term) for term in known)]
    check = examined(RULE, None, verdict, operands, stated=declared.value, computed=computed, params=params)
    yield Application(check, Equation({**{term.ref: -1 for term in known}, "totals.self": 1}), "totals.self")


def _of_hundred(one: ScoreTable) -> bool:
    """Whether most items score above their 分值: then these are weights, and the scores are out of another figure."""
    both = [(item.max.value, item.self.value) for item in one.walk() if item.max is not None and item.self is not None]
    known = [(most, own) for most, own in both if most is not None and own is not None]
    return len(known) > 1 and 2 * sum(own > most for most, own in known) > len(known)


def _number(one: ScoreTable) -> str:
    return one.id[1:]


def _of_some(one: ScoreTable, stated: TableTotal, side: str) -> bool:
    """Whether a 小计 may be that of some rows only: not where no other total stands in the table, none of its rows behind it, and the rows make up its other
    figure.
    """
    if stated.place != "part":
        return False
    other: Figure | None = stated.self if side == "max" else stated.max
    behind = [figure.at > stated.at for item in one.walk() for figure in (item.max, item.self) if figure is not None]
    known = [term.figure.value for term in side_terms(one.items, "self" if side == "max" else "max") if term.figure is not None]
    values = [value for value in known if value is not None]
    borne_out = other is not None and len(values) == len(known) > 1 and total(values) == other.value
    return len(one.totals) > 1 or any(behind) or not borne_out


def _total(matter: Matter, one: ScoreTable, stated: TableTotal, side: str) -> Iterator[Application]:
    """A total of the table against the rows that it sums up."""
    figure: Figure | None = getattr(stated, side)
    if figure is None:
        return
    groups = _with_funds(matter, one, stated, _summed(one, stated))
    if not groups:
        return
    best: tuple[list[Term], Decimal] | None = None
    for group in groups:
        for counted in _CONVENTIONS:
            terms = side_terms([item for item in group if item.kind in counted], side)
            known = [term.figure.value for term in terms if term.figure is not None and term.figure.value is not None]
            if not known:
                continue
            computed = total(known)
            if best is None or computed == figure.value:
                best = (terms, computed)
            if computed == figure.value:
                break
        if best is not None and best[1] == figure.value:
            break
    if best is None:
        return
    terms, computed = best
    ref = f"table:{stated.ref}.{side}"
    lacking = any(term.figure is None for term in terms)
    masked = figure.value is None or any(term.figure is not None and term.figure.value is None for term in terms)
    reason = "masked" if masked else None
    if reason is None and computed != figure.value:
        reason = "missing-operand" if lacking else "ambiguous" if _of_some(one, stated, side) or len(groups) > 1 else None
    verdict = Verdict.UNCHECKED if reason else Verdict.EXACT if computed == figure.value else Verdict.INCONSISTENT
    known_terms = [term for term in terms if term.figure is not None and term.figure.value is not None]
    params: dict[str, object] = {
        "variant": f"{stated.place if stated.place == 'head' else 'total'}-{side}",
        "table": _number(one),
        "stated": figure.value,
        "computed": computed,
        "difference": None if figure.value is None else difference(computed, figure.value),
        "equation": equation([term.figure.value for term in known_terms if term.figure and term.figure.value is not None], computed),
    }
    operands = [Operand("stated", figure.value, ref, figure.at), *(operand(term) for term in known_terms)]
    section = matter.section_at(figure.at.start)
    check = examined(RULE, section, verdict, operands, stated=figure.value, computed=computed, reason=reason, params=params)
    coefficients = {term.ref: -1 for term in known_terms}
    yield Application(check, None if reason else Equation({**coefficients, ref: 1}), ref)


def _with_funds(matter: Matter, one: ScoreTable, stated: TableTotal, groups: list[Sequence[ScoreItem]]) -> list[Sequence[ScoreItem]]:
    """With the block of the funds, where it stands in a table of its own before this one and the full scores say that the total counts it."""
    tables = list(matter.facts.score_tables)
    before = tables[tables.index(one) - 1] if tables.index(one) else None
    if stated.of is not None or stated.max is None or before is None or not before.funds_only or any(item.funds for item in one.walk()):
        return groups
    items = (*before.items, *one.items)
    figures = [term.figure.value for term in side_terms(items, "max") if term.figure is not None and term.figure.value is not None]
    return [items] if figures and total(figures) == stated.max.value else groups


def _summed(one: ScoreTable, stated: TableTotal) -> list[Sequence[ScoreItem]]:
    """The items that a total may sum up: those below the item it ends; all of the table; before the last total also those since the one before it."""
    if stated.of is not None:
        item = next((item for item in one.walk() if item.ref == stated.of), None)
        return [] if item is None else [item.children or (item,)]
    rows = [other for other in one.totals if other.of is None and other.place != "head"]
    if stated.place == "head" or stated is rows[-1]:
        groups: list[Sequence[ScoreItem]] = [one.items]
        return groups
    before = [other.at.start for other in rows if other.at.start < stated.at.start]
    since = [item for item in one.items if item.at.start < stated.at.start and (not before or item.at.start > before[-1])]
    first = [item for item in one.items if item.at.start < stated.at.start]
    return [group for group in (since, first, one.items) if group]
