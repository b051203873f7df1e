"""Quantities and claims: the figures of a text, and what it says of them that can be put to the test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from extractor.model.text import Span


class Hedge(StrEnum):
    """How sure the report is of a figure."""

    EXACT = "exact"
    ABOUT = "about"
    """约, 近, 左右 …"""
    OVER = "over"
    """余, 多, 超过, 以上 …"""
    UNDER = "under"
    """不足, 以下, 以内 …"""


class QuantityKind(StrEnum):
    """What a figure measures; it decides how much slack the printed digits leave."""

    MONEY = "money"
    COUNT = "count"
    """Whole things (户, 人, 件, 个, 项 …): exact."""
    MEASURE = "measure"
    """Lengths, areas, weights …"""
    PERCENT = "percent"
    POINTS = "points"
    """Percentage points (个百分点)."""
    MULTIPLE = "multiple"
    """n倍, n成, n分之m, 1:n."""
    SCORE = "score"
    BARE = "bare"
    """A number without a unit."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of the report as printed.

    id: ``"q12"`` in document order. text: as it stands in the normalised text, unit included. value: unscaled, None when masked; ``value * scale`` in
    ``unit`` is what it says. decimals: digits printed behind the point. subject: the noun phrase that it counts, as the report words it. period: the
    year, month or date it speaks of, as the report words it.
    """

    id: str
    text: str
    value: Decimal | None
    decimals: int
    scale: int
    unit: str | None
    kind: QuantityKind
    hedge: Hedge
    subject: str | None
    period: str | None
    at: Span

    def __hash__(self) -> int:
        return hash((self.id, self.text))  # of all that it is made of these tell it from others, and two are quicker than eleven

    @property
    def digits(self) -> str:
        """The digits as printed, without zeros before them; empty where it is masked."""
        return "" if self.value is None else format(self.value, "f").replace(".", "").lstrip("0")

    @property
    def telling(self) -> str:
        """The digits without the zeros around them: those by which it can be told from others."""
        return self.digits.rstrip("0")

    @property
    def last_place(self) -> int:
        """The power of ten of the last printed digit that is no zero: 1 of 5440, -2 of 27.35; 0 where it is masked."""
        return int((self.value or Decimal(1)).normalize().as_tuple().exponent)

    def alike(self, other: Quantity) -> bool:
        """Whether both measure the same thing in the same unit (万元 and 亿元 are one unit)."""
        return self.kind is other.kind and self.unit == other.unit

    @property
    def worth(self) -> Fraction:
        """What it says in its unit, exactly; 0 where it is masked."""
        return _worth(self.value or Decimal(0), self.scale)


@lru_cache(maxsize=4096)
def _worth(value: Decimal, scale: int) -> Fraction:
    return Fraction(value) * scale  # asked often of the same figures: making fractions is slow


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure bound to a role of a claim. quantity None: nothing certain was found. why: where it was looked for and what decided (id of a reason)."""

    role: str
    quantity: Quantity | None
    why: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What the report says of figures that must agree.

    rule: ``claim/ratio`` … . form: id of the pattern that read it. stated: the figure that the others must give. operands: in the order of the equation.
    doubt: why it can't be decided (id of a reason: ``hedged``, ``open-list``, ``ambiguous``, ``missing-operand``, ``masked``), None when it can.
    """

    rule: str
    form: str
    stated: Quantity
    operands: tuple[Operand, ...]
    at: Span
    doubt: str | None = None
    params: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        rule: str,
        form: str,
        stated: Quantity,
        operands: Iterable[Operand],
        params: Mapping[str, object] | None = None,
        *,
        doubt: str | None = None,
    ) -> Claim:
        """A claim that stands from the first of its figures to the last."""
        told = tuple(operands)
        at = Span.covering(stated.at, *(one.quantity.at for one in told if one.quantity is not None))
        return cls(rule, form, stated, told, at, doubt, dict(params or {}))

    @property
    def figures(self) -> Iterator[Quantity]:
        """The stated figure, and those of its operands that the report has."""
        yield self.stated
        yield from (one.quantity for one in self.operands if one.quantity is not None)

    @property
    def operand_ids(self) -> frozenset[str]:
        """The ids of the figures that it rests on."""
        return frozenset(one.quantity.id for one in self.operands if one.quantity is not None)

    @property
    def adds_up(self) -> bool:
        """Whether its operands together are what is stated, to the digit."""
        return sum((one.quantity.worth for one in self.operands if one.quantity is not None), Fraction(0)) == self.stated.worth

    @property
    def figure_ids(self) -> frozenset[str]:
        """The ids of all its figures."""
        return self.operand_ids | {self.stated.id}
