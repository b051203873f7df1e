"""Facts: what the report says about scores, before anyone asks whether it is right."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from extractor.model.text import Span


class Role(StrEnum):
    """What a figure with 分 is."""

    MAX = "max"
    """分值, 满分, 标准分, 权重 …"""
    SELF = "self"
    """自评, 自查, 得, 得分 …"""
    DEDUCTION = "deduction"
    """扣, 扣减 …"""
    BONUS = "bonus"
    """加, 加分 …"""
    TOTAL_MAX = "total-max"
    TOTAL_SELF = "total-self"
    TOTAL_DEDUCTION = "total-deduction"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed and where. value None: masked or unreadable. Decimals are those printed."""

    value: Decimal | None
    at: Span


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points taken off with the reason that the report gives ("" where none)."""

    points: Decimal
    reason: str
    at: Span


@dataclass(frozen=True, slots=True)
class Part:
    """One of several scores inside one item."""

    title: str | None
    max: Decimal | None
    self: Decimal | None
    at: Span


@dataclass(frozen=True, slots=True)
class Score:
    """What is stated for one section. Each statement of max or self is kept, the one that counts first."""

    max: Decimal | None = None
    self: Decimal | None = None
    max_at: Span | None = None
    self_at: Span | None = None
    parts: tuple[Part, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    restated: tuple[tuple[Role, Figure], ...] = ()
    """Other statements of this section's max or self (heading and body, summary), in document order: what `score/conflict` compares."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What is declared for the report as a whole."""

    max: Figure | None = None
    self: Figure | None = None
    deducted: Figure | None = None
    bonus: Figure | None = None
    deductions: tuple[Deduction, ...] = ()
    """The closing list."""
    stated_count: tuple[int, Span] | None = None
    """以上N项扣分: the number and where."""
    grade: tuple[str, Span] | None = None
    sections: tuple[str, ...] = ()
    """Ids of sections whose heading states the grand total (their score is not an addend)."""
    restated: tuple[tuple[Role, Figure], ...] = ()
    """Further statements of the total max or self."""


@dataclass(frozen=True, slots=True)
class ScoreLike:
    """A figure with 分 that is no score, with what it is (``explained``: id of the pattern entry that explains it, None when nothing does)."""

    at: Span
    explained: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Scores by section id, totals, and the account of every score-like figure."""

    scores: dict[str, Score] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)
    look_alikes: tuple[ScoreLike, ...] = ()
    """Explained and unexplained figures; ``coverage.scores.found`` counts these and the extracted ones."""
    extracted: int = 0
    """How many score-like figures were extracted."""
