"""The nouns of the search for scores: a figure with its role, and one that only looks like a score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import reduce

from extractor.language.numerals import parse
from extractor.model.facts import Role
from extractor.model.text import Span

EXACT = Context(prec=10_000, traps=[Inexact, InvalidOperation])
TOTAL_ROLES = (Role.TOTAL_MAX, Role.TOTAL_SELF)
LEAST_TOTAL = Decimal(90)
"""A score that only its size shows to be that of the report is at least this."""
LEAST_TOLD = Decimal(60)
"""… and one whose sentence speaks of the whole, or that is told out behind it, this."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure with its role.

    value: as printed, None when masked. at: the figure with 分. lead: the words that give the role. strong: the words alone are enough.
    full: the words say that the full score was obtained. declared: a bonus on offer. bracket: the score bracket that holds it, None outside.
    entry: id of the pattern that explains the figure where it is not needed as a score, None where only a score would explain it.
    named: nothing but a name stands before the figure; it is a score only where that is the title of a section. either: the words say that it is a
    sum, and not of which scores. inferred: no words of its own say the role, only the figures that it stands among.
    """

    role: Role
    value: Decimal | None
    at: Span
    lead: Span
    strong: bool
    full: bool = False
    declared: bool = False
    bracket: Span | None = None
    entry: str | None = None
    named: bool = False
    either: bool = False
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A figure with 分 that is no score; ``entry`` is the id of the pattern that explains it, None when nothing does."""

    at: Span
    entry: str | None


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """The sum with the decimals of its addends, in a context of its own that would rather raise than round."""
    return reduce(EXACT.add, values, Decimal(0))


def figure_value(printed: str) -> Decimal | None:
    """The value of a figure as printed, with its decimals: ``.5`` is 0.5, ``0。5`` is 0.5, ``1 2`` is 12; None when it is masked."""
    folded = printed.replace(" ", "").replace("。", ".").replace("−", "-").replace("－", "-").lstrip("+")
    if folded.startswith("."):
        folded = "0" + folded
    if folded.startswith("-."):
        folded = "-0" + folded[1:]
    try:
        return Decimal(folded)
    except InvalidOperation:
        numeral = parse(folded)
        return Decimal(numeral.value) if numeral is not None and isinstance(numeral.value, Decimal) else None


def least_total(items: Sequence[Mention], stated: Sequence[Mention], mentions: Sequence[Mention]) -> Decimal:
    """What a total is at least: more than the items were given; where none is told but in totals, 决策总分15分 beside 综合得分92分 is an item's."""
    told = [mention.value for mention in (*items, *stated) if mention.value is not None]
    whole = [mention.value for mention in mentions if mention.role in TOTAL_ROLES and mention.value is not None]
    return min(LEAST_TOLD, max(told or whole, default=Decimal(0)))


def between_totals(mention: Mention, beside: Sequence[Mention]) -> bool:
    """自评总分100分，扣4分，得96分: whether a deduction stands between the two totals of the report, in their sentence, and no other with it.

    beside: the mentions of that sentence, in their order.
    """
    roles = [other.role for other in beside]
    place = beside.index(mention) if mention in beside else 0
    return (
        0 < place < len(beside) - 1
        and mention.role is Role.DEDUCTION
        and roles.count(Role.DEDUCTION) == 1
        and (roles[place - 1] is Role.TOTAL_MAX or (roles[place - 1] is Role.MAX and (beside[place - 1].value or 0) >= LEAST_TOLD))
        and roles[place + 1] in (Role.SELF, Role.TOTAL_SELF)
    )
