"""score/indicator: the 得分 of a row of a 自评表 against what target, result and 分值 give under any official formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from extractor.language.titles import ALIKE
from extractor.model.facts import CellWords, Figure, FundsRow, ScoreItem, ScoreTable, TableKind
from extractor.model.report import Operand, Verdict
from extractor.validator.application import Application, examined
from extractor.validator.interval import Interval, decimals_of
from extractor.validator.matter import Matter
from extractor.validator.score.indicator_formulas import Given, formulas, gives
from extractor.validator.score.indicator_values import ABSENT, Amount, Goal, goal_of
from extractor.validator.score.profile import titles_of
from extractor.validator.verdict import judge

RULE = "score/indicator"
OVER_TARGET, EXPLAINED, NOTHING_GIVEN = "over-target", "explained-loss", "nothing-given"
LABEL_AND_WORDS = 2
"""Cells of such a row."""
_FAR_OVER = Fraction(13, 10)
"""From here on a result may exceed its target by so much that points may be taken off all the same (财预〔2020〕10号)."""
_RANK = (Verdict.EXACT, Verdict.TRUNCATED, Verdict.WITHIN_ROUNDING, Verdict.INCONSISTENT)


def indicator(matter: Matter) -> Iterator[Application]:
    """Each row of a table that is filled in and has a column of targets or belongs to the funds block."""
    for table in matter.facts.score_tables:
        if table.kind is TableKind.SCORED:
            decimals = _decimals(table)
            for item, above in _with_above(table.items, ()):
                yield from _row(matter, table, item, above, decimals)


def _with_above(items: Sequence[ScoreItem], above: tuple[ScoreItem, ...]) -> Iterator[tuple[ScoreItem, tuple[ScoreItem, ...]]]:
    for item in items:
        yield item, above
        yield from _with_above(item.children, (*above, item))


def _row(matter: Matter, table: ScoreTable, item: ScoreItem, above: tuple[ScoreItem, ...], decimals: int) -> Iterator[Application]:
    if item.self is None or not (item.target is not None or item.funds):
        return
    most = _weight(item, above)
    operands = _operands(item, most)
    params: dict[str, object] = {
        "table": table.id[1:],
        "item": f"{item.label or ''}{item.title}",
        "stated": item.self.value,
        "max": None if most is None else most[0].value,
        "target": ("" if item.sign is None else item.sign.text) + _with_unit(item.target, item.unit),
        "actual": _with_unit(item.actual, item.unit),
        "variant": "no-formula",
    }
    goal = _funds_goal(table, item, matter) if item.funds else goal_of(matter, item, above)
    reason: str | None = None
    own = item.self.value
    weight = None if most is None else most[0].value
    if own is None or (most is not None and weight is None):
        reason = "masked"
    elif most is None:
        reason = ABSENT
    elif isinstance(goal, str):
        reason = goal
    if reason is None and own is not None and weight is not None and isinstance(goal, Goal):
        yield _judged(matter, item, goal, (own, weight), operands, params, decimals)
        return
    section = matter.section_at(item.self.at.start)
    yield Application(examined(RULE, section, Verdict.UNCHECKED, operands, stated=own, reason=reason, params=params))


def _with_unit(words: CellWords | None, unit: str | None) -> str:
    """What a cell says, with the unit that a column of its own gives to a bare figure."""
    text = "" if words is None else words.text
    return f"{text}{unit}" if unit is not None and text[-1:].isdigit() else text


def _weight(item: ScoreItem, above: Sequence[ScoreItem]) -> tuple[Figure, str] | None:
    """The 分值 of an item with its ref; that of the one above where it is the only one below it and has none of its own."""
    for one, parent in zip((item, *reversed(above)), (*reversed(above), None), strict=True):
        if one.max is not None:
            return one.max, f"table:{one.ref}.max"
        if parent is None or parent.children != (one,):
            return None
    return None


def _operands(item: ScoreItem, most: tuple[Figure, str] | None) -> list[Operand]:
    assert item.self is not None
    operands = [Operand("stated", item.self.value, f"table:{item.ref}.self", item.self.at)]
    if most is not None:
        operands.append(Operand("max", most[0].value, most[1], most[0].at))
    for role in ("target", "actual"):
        words = getattr(item, role)
        if words is not None:
            operands.append(Operand(role, None, f"table:{item.ref}.{role}", words.at))
    return operands


def _funds_goal(table: ScoreTable, item: ScoreItem, matter: Matter) -> Goal | str:
    """Spent against budget of the row that carries the points."""
    row = next((row for row in table.funds if row.at == item.at), None)
    whole = None if row is None else row.budget if row.budget is not None else row.initial
    if row is None or row.spent is None or whole is None:
        return ABSENT
    amounts = [_funds_amount(matter, row, words.at.start) for words in (whole, row.spent)]
    if amounts[0] is None or amounts[1] is None:
        return ABSENT
    return Goal(("funds",), amounts[0], None, amounts[1])


def _funds_amount(matter: Matter, row: FundsRow, start: int) -> Amount | None:
    found = next((one for one in matter.facts.quantities if one.at.start == start and one.value is not None), None)
    if found is None:
        return None
    value = Fraction(found.value or 0) * found.scale
    half = Fraction(found.scale, 2 * 10**found.decimals)
    return Amount(value, Interval(value - half, value + half), found.text)


def _judged(
    matter: Matter,
    item: ScoreItem,
    goal: Goal,
    figures: tuple[Decimal, Decimal],
    operands: Sequence[Operand],
    params: dict[str, object],
    decimals: int,
) -> Application:
    """The 得分 under each formula: it holds where one gives it."""
    own, weight = figures
    given = gives(goal, weight, formulas(matter.patterns, _chosen(matter, item)))
    section = matter.section_at(operands[0].at.start) if operands[0].at is not None else None
    if not given:
        check = examined(RULE, section, Verdict.UNCHECKED, operands, stated=own, reason="no-formula", params=params)
        return Application(check)
    # 10 out of 10 may be a rounded 9.9 only in a table that prints no decimals
    printed = own.quantize(Decimal(1).scaleb(-decimals)) if own == weight and decimals > decimals_of(own) else own
    verdicts = [_verdict(printed, one) for one in given]
    best = min(range(len(given)), key=lambda index: _RANK.index(verdicts[index]))
    verdict, nearest = verdicts[best], given[best]
    params = {
        **params,
        "formula": nearest.formula,
        "gives": list(dict.fromkeys(one.written for one in given)),
        "equation": nearest.written,
    }
    reason: str | None = None
    if verdict is Verdict.INCONSISTENT:
        reason = _allowed(goal, own, given, explained=item.reason is not None or _explained_below(matter, item))
    if reason is not None:
        verdict = Verdict.UNCHECKED
    elif verdict is Verdict.INCONSISTENT and own >= weight:
        params["variant"] = "missed-full" if own == weight else "above-max"
    if item.funds and params["variant"] != "above-max":
        params["variant"] = "funds"
    check = examined(RULE, section, verdict, operands, stated=own, reason=reason, params=params)
    interval = (nearest.possible.low, nearest.possible.high)
    return Application(replace(check, computed=nearest.computed, interval=interval), None, f"table:{item.ref}.self")


def _decimals(table: ScoreTable) -> int:
    """How many decimals the scores of a table are printed with at most."""
    return max((decimals_of(item.self.value) for item in table.walk() if item.self is not None and item.self.value is not None), default=0)


def _chosen(matter: Matter, item: ScoreItem) -> str | None:
    """The formula that a rubric named by the user sets for the item of this title."""
    if matter.profile is None or not matter.profile.named:
        return None
    titles = titles_of(matter.patterns)
    for one in matter.profile.rubric.walk():
        if one.scoring is not None and titles.near(one.title, item.title) >= ALIKE:
            return one.scoring
    return None


def _verdict(own: Decimal, given: Given) -> Verdict:
    if given.computed is None:
        inside = given.possible.low <= Fraction(own) <= given.possible.high and not (
            given.open_end and Fraction(own) == given.possible.high
        )
        return Verdict.EXACT if inside else Verdict.INCONSISTENT
    if given.met and given.possible.low == given.possible.high:
        return Verdict.EXACT if Fraction(own) == given.computed else Verdict.INCONSISTENT
    return judge(own, given.computed, given.possible)


def _explained_below(matter: Matter, item: ScoreItem) -> bool:
    """Whether the form tells the reasons of all its losses in a row of their own (偏差原因 | 1.…；2.…)."""
    table = next((one for one in matter.facts.tables if one.id == item.ref.partition(".")[0]), None)
    if table is None:
        return False
    labels = matter.patterns.words("table.column.reason")
    said = Counter(cell.row for cell in table.cells if cell.text)
    told = (cell.row for cell in table.cells if cell.row > item.row and "".join(cell.text.split()) in labels)
    return any(said[row] == LABEL_AND_WORDS for row in told)


def _allowed(goal: Goal, own: Decimal, given: Sequence[Given], *, explained: bool) -> str | None:
    """Why a 得分 that no formula gives may stand: points taken off though the target was met, for a reason told or a target set too low; or none given."""
    highest = max(one.possible.high for one in given)
    if own < 0 or Fraction(own) >= highest:
        return None
    if any(one.met for one in given):
        if explained:
            return EXPLAINED
        far = goal.target is not None and goal.actual is not None and goal.actual.value >= goal.target.value * _FAR_OVER
        return OVER_TARGET if far and "at-most" not in goal.kinds else None
    return NOTHING_GIVEN if own == 0 else None
