"""score/section-max-sum, section-self-sum, total-max-sum, total-self-sum: what lies below adds up to what is stated above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.model.facts import Figure
from extractor.model.outline import Kind, Section
from extractor.model.report import Operand, Verdict
from extractor.validator.addends import Addend, Lack, addends, parts
from extractor.validator.application import Application, Equation, examined, place
from extractor.validator.figures import difference, equation, total
from extractor.validator.matter import WHOLE, Matter, Side
from extractor.validator.structure import cut_short

CONVENTIONS: dict[str, frozenset[Kind]] = {
    "all": frozenset(Kind),
    "normal": frozenset({Kind.NORMAL}),
    "normal+bonus": frozenset({Kind.NORMAL, Kind.BONUS}),
    "normal+penalty": frozenset({Kind.NORMAL, Kind.PENALTY}),
}
"""How a report may count bonus and penalty sections in a sum; the first that agrees is taken."""

_WITH_PENALTY = {"normal": "normal+penalty", "normal+bonus": "all"}

_OTHER: dict[Side, Side] = {"max": "self", "self": "max"}


@dataclass(frozen=True, slots=True)
class Balance:
    """A stated figure set against its addends. computed: the sum of those that are known, under ``convention``."""

    stated: Operand
    figure: Decimal | None
    counted: tuple[Addend, ...]
    convention: str
    computed: Decimal

    @property
    def agrees(self) -> bool:
        return self.figure == self.computed


def section_max_sum(matter: Matter) -> Iterator[Application]:
    """分值 of the children against the section's."""
    return _section_sums(matter, "max")


def section_self_sum(matter: Matter) -> Iterator[Application]:
    """自评得分 of the children against the section's."""
    return _section_sums(matter, "self")


def total_max_sum(matter: Matter) -> Iterator[Application]:
    """分值 of the top-level sections against the declared total."""
    return _total_sum(matter, "max")


def total_self_sum(matter: Matter) -> Iterator[Application]:
    """自评得分 of the top-level sections against the declared total."""
    return _total_sum(matter, "self")


def section_balance(matter: Matter, section: Section, side: Side) -> Balance | None:
    """The section's stated figure against its children, or against its parts where no child is scored; None where there is nothing to add up."""
    at = matter.stated_at(section, side)
    if matter.stated(section, side) is None and at is None:
        return None
    if section.id in matter.grand_totals and any(one.value is not None for one in _top(matter, side)):
        return None  # the other sections add up to this figure, not its own children
    found = list(addends(matter, section.children, side))
    if all(one.value is None for one in found):
        found = parts(matter, section, side)
    figure = matter.stated(section, side)
    stated = Operand("stated", figure, f"section:{section.id}.{side}", at)
    whole, without = (_balance(stated, figure, ones, matter.kind(section), "all", "all") for ones in (found, _applied(matter, found)))
    return without if without is not None and without.agrees else whole


def _applied(matter: Matter, found: Iterable[Addend]) -> list[Addend]:
    """The addends without items that do not apply, whose full scores a report may leave out of a sum."""
    return [one for one in found if one.section is None or not matter.not_applied(one.section)]


def total_balance(matter: Matter, side: Side) -> Balance | None:
    """The declared total against the top-level sections; None where it is not declared or nothing is scored.

    A bonus that is declared for the report and has no section of its own is an addend too.
    """
    declared: Figure | None = getattr(matter.facts.totals, side)
    if declared is None:
        return None
    found = _top(matter, side)
    if all(one.value is None for one in found):
        return None
    bonus = matter.facts.totals.bonus
    if bonus is not None and bonus.value is not None and all(one.kind is not Kind.BONUS for one in found):
        found.append(Addend(None, Kind.BONUS, bonus.value, ((Operand("bonus", bonus.value, "totals.bonus", bonus.at), 1),)))
    preferred, failing = "all", "all"  # what was earned and lost counts
    allowed = tuple(CONVENTIONS)
    if side == "self":
        beside = total_balance(matter, "max")
        preferred = beside.convention if beside is not None and beside.agrees else "all"
        if any(one.kind is Kind.PENALTY for one in found):
            # points lost in a penalty section are lost whatever the full score counts
            allowed = tuple(name for name in CONVENTIONS if Kind.PENALTY in CONVENTIONS[name])
            preferred = preferred if preferred in allowed else _WITH_PENALTY[preferred]
    elif any(one.kind is Kind.PENALTY for one in found):
        failing = (
            "normal+bonus"  # nothing can be earned in a penalty section: its negative 分值 is in the total only where that makes it agree
        )
    stated = Operand("stated", declared.value, f"totals.{side}", declared.at)
    balance = _balance(stated, declared.value, found, Kind.NORMAL, preferred, failing, allowed)
    if balance is None or balance.agrees:
        return balance
    # where a section states another figure than its own sum, the convention under which that sum makes the total agree
    mended = _balance(stated, declared.value, [_by_its_sum(matter, one, side) for one in found], Kind.NORMAL, preferred, failing, allowed)
    if mended is None or not mended.agrees or mended.convention == balance.convention:
        return balance
    return _balance(stated, declared.value, found, Kind.NORMAL, mended.convention, mended.convention, (mended.convention,))


def _by_its_sum(matter: Matter, one: Addend, side: Side) -> Addend:
    """An addend with what its own items add up to, where that is not what it states."""
    own = None if one.section is None or matter.stated(one.section, side) is None else section_balance(matter, one.section, side)
    return one if own is None or own.agrees else replace(one, value=own.computed)


def _top(matter: Matter, side: Side) -> list[Addend]:
    return list(addends(matter, matter.outline.sections, side))


def _balance(
    stated: Operand,
    figure: Decimal | None,
    found: list[Addend],
    own: Kind,
    preferred: str,
    failing: str,
    allowed: Iterable[str] = tuple(CONVENTIONS),
) -> Balance | None:
    """Choose the convention that agrees, the preferred one first, else ``failing``.

    own: the kind that counts as normal below it. allowed: the conventions to try.
    """
    if all(one.value is None for one in found):
        return None
    balances: list[Balance] = []
    for name in dict.fromkeys((preferred, *allowed)):
        counted = tuple(one for one in found if one.kind is own or one.kind in CONVENTIONS[name])
        computed = total(one.value for one in counted if one.value is not None)
        balances.append(Balance(stated, figure, counted, name, computed))
    return next((one for one in balances if one.agrees), next(one for one in balances if one.convention == failing))


def _section_sums(matter: Matter, side: Side) -> Iterator[Application]:
    lost = cut_short(matter)
    for section in matter.sections:
        balance = section_balance(matter, section, side)
        if balance is not None:
            beside = section_balance(matter, section, _OTHER[side])
            yield _judged(matter, f"score/section-{side}-sum", section, balance, beside, cut=section.id in lost)


def _total_sum(matter: Matter, side: Side) -> Iterator[Application]:
    balance = total_balance(matter, side)
    if balance is not None:
        beside = total_balance(matter, _OTHER[side])
        whole = beside is None and side == "self" and _lists_all(matter, _top(matter, "max"))
        chapter = min(cut_short(matter), key=len, default=None)  # the one at the top that the text breaks off in
        cut = any(one.section is not None and one.section.id.split(".")[0] == chapter for one in balance.counted)
        yield _judged(matter, f"score/total-{side}-sum", None, balance, beside, whole=whole, cut=cut)


def _lists_all(matter: Matter, found: Iterable[Addend]) -> bool:
    """Whether the one section that states full scores lists items which come to the 100 of a report that names no total: whatever states none has no points."""
    known = [one for one in found if one.value is not None]
    return len(known) == 1 and known[0].value == WHOLE and known[0].section is not None and len(matter.score(known[0].section).parts) > 1


def _judged(
    matter: Matter, rule: str, section: Section | None, balance: Balance, beside: Balance | None, *, whole: bool = False, cut: bool = False
) -> Application:
    """The check. beside: the same balance on the other side: where it agrees without the sections that state nothing, these carry no points; nor do they
    where the full scores of the others are all that there is (``whole``). cut: the text breaks off among the items, what they come short of may be lost.
    """
    lacks = {one.lack for one in balance.counted if one.lack is not None}
    if whole or (beside is not None and beside.agrees):
        lacks.discard(Lack.BLANK)
    figure, reason = balance.figure, None
    if figure is None or Lack.MASKED in lacks:
        verdict, reason = Verdict.UNCHECKED, "masked"
    elif balance.agrees:
        verdict = Verdict.EXACT
    elif lacks or (cut and balance.computed < figure):
        verdict, reason = Verdict.UNCHECKED, "missing-operand" if lacks else "cut-short"
    else:
        verdict = Verdict.INCONSISTENT
    known = [one for one in balance.counted if one.value is not None]
    operands = [operand for one in known for operand, _ in one.operands]
    terms = [one.value for one in known if one.value is not None]
    params: dict[str, object] = {
        **place(matter, section),
        "stated": figure,
        "computed": balance.computed,
        "difference": None if figure is None else difference(balance.computed, figure),
        "equation": equation(terms, balance.computed),
        "items": [one.section.label for one in known if one.section is not None],
        "convention": balance.convention,
    }
    if section is None:
        special = matter.bonus_declared or any(one.kind is Kind.PENALTY for one in matter.own())
        params["variant"] = balance.convention.replace("+", "-") if special else "plain"
    check = examined(
        rule, section, verdict, [balance.stated, *operands], stated=figure, computed=balance.computed, reason=reason, params=params
    )
    coefficients = {str(operand.ref): -sign for one in known for operand, sign in one.operands}
    complete = verdict is not Verdict.UNCHECKED
    return Application(check, Equation({**coefficients, str(balance.stated.ref): 1}) if complete else None, balance.stated.ref)
