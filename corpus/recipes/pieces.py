"""The nouns of a report in the making. Figures and clauses are mutable, so that an error planted in one shows in the text and in the truth alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

SCALES = {"万": 10**4, "亿": 10**8}
EXACT_KINDS = frozenset({"count", "score", "weight"})


@dataclass(eq=False)
class Figure:
    """A figure as printed: ``digits`` and, where the phrase does not hold it, ``unit``.

    kind: money, count, percent, points, multiple, weight, score. means: the unit where the phrase itself prints it. separated: thousands are.
    """

    value: Decimal
    unit: str
    kind: str
    means: str = ""
    separated: bool = False
    spelled: str | None = None
    """Chinese digits in place of Arabic ones."""

    @property
    def digits(self) -> str:
        if self.spelled is not None:
            return self.spelled
        return f"{self.value:,f}" if self.separated else f"{self.value:f}"

    @property
    def decimals(self) -> int:
        return max(0, -int(self.value.as_tuple().exponent))

    @property
    def scale(self) -> int:
        return SCALES.get((self.unit or self.means)[:1], 1)

    @property
    def measure(self) -> str:
        """The unit without 万 or 亿."""
        unit = self.unit or self.means
        return unit[1:] if unit[:1] in SCALES else unit

    @property
    def interval(self) -> tuple[Fraction, Fraction]:
        """What the printed digits admit; counts, scores and weights are exact."""
        middle = Fraction(self.value) * self.scale
        slack = Fraction(0) if self.kind in EXACT_KINDS else Fraction(self.scale, 2 * 10**self.decimals)
        return middle - slack, middle + slack

    def __str__(self) -> str:
        return self.digits + self.unit


@dataclass(eq=False)
class Clause:
    """A piece of text that an error may take out or replace."""

    atoms: list[Atom]


Atom = str | Figure | Clause


def rendered(atoms: Sequence[Atom]) -> str:
    """The text of atoms as printed."""
    return "".join(rendered(atom.atoms) if isinstance(atom, Clause) else str(atom) for atom in atoms)


def figures(atoms: Sequence[Atom]) -> Iterator[Figure]:
    """Every figure in atoms, in order."""
    for atom in atoms:
        if isinstance(atom, Clause):
            yield from figures(atom.atoms)
        elif isinstance(atom, Figure):
            yield atom


DIGITS = "零一二三四五六七八九十"


def chinese(number: int) -> str:
    """1–99 in Chinese digits."""
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones or not tens else "")


LABELS: dict[str, Callable[[int], str]] = {
    "cn": lambda n: f"{chinese(n)}、",
    "cn-brackets": lambda n: f"（{chinese(n)}）",
    "dot": "{}.".format,
    "comma": "{}、".format,
    "brackets": "（{}）".format,
    "half-bracket": "{}）".format,
    "circle": lambda n: chr(0x2460 + n - 1),
    "part": lambda n: f"第{chinese(n)}部分",
    "chapter": lambda n: f"第{chinese(n)}章",
    "A": "A{}.".format,
    "B": "B{}".format,
    "annex": "附件{}".format,
    "annex-bare": lambda n: "附件",
}
"""Numbering scheme → canonical label of a number; ``dotted`` (1.1, 1.1.1) needs the numbers above and is made by the section."""


@dataclass(eq=False)
class Section:
    """A section with what is stated for it. ``full``: it says 得满分 in place of a self score. again: self scores stated once more.

    parts: title, max and self of each point that the item is scored by in a sentence; then max and self are their sums and not printed.
    statement: the clause that states the score in the body. silent: points are lost and nothing says why (a note).
    """

    scheme: str
    number: int
    title: str
    kind: str = "normal"
    parent: Section | None = None
    max: Figure | None = None
    self: Figure | None = None
    full: bool = False
    again: list[Figure] = field(default_factory=list)
    deductions: list[tuple[Figure, str]] = field(default_factory=list)
    parts: list[tuple[str, Figure, Figure]] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)
    statement: Clause | None = None
    silent: bool = False

    @property
    def dotted(self) -> str:
        if self.scheme != "dotted" or self.parent is None:
            return str(self.number)
        return f"{self.parent.dotted}.{self.number}"

    @property
    def label(self) -> str:
        return self.dotted if self.scheme == "dotted" else LABELS[self.scheme](self.number)

    @property
    def level(self) -> int:
        return 1 if self.parent is None else self.parent.level + 1

    @property
    def path(self) -> str:
        return self.label if self.parent is None else f"{self.parent.path}/{self.label}"

    @property
    def self_value(self) -> Decimal | None:
        if self.full and self.max is not None:
            return self.max.value
        return None if self.self is None else self.self.value

    @property
    def is_annex(self) -> bool:
        return self.scheme.startswith("annex")

    def walk(self) -> Iterator[Section]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(eq=False)
class Claim:
    """Figures that must agree. ``stated`` is the one that the others must give; ``equation`` names how (`arithmetic`). names: the items of a count."""

    rule: str
    equation: str
    stated: Figure
    operands: list[Figure]
    section: Section | None = None
    factor: int = 1
    names: Clause | None = None

    def figures(self) -> list[Figure]:
        return [self.stated, *self.operands]


@dataclass(eq=False)
class Block:
    """A paragraph or a table. align: body, flush, centre, right. role: what it is in the document. rows: the cells of a table.

    section: its label is printed before the text.
    """

    atoms: list[Atom]
    align: str = "body"
    role: str = "text"
    section: Section | None = None
    rows: list[list[list[Atom]]] | None = None


@dataclass(eq=False)
class Totals:
    """What is declared for the whole report, as printed first; restated: the same figures said again."""

    max: Figure | None = None
    self: Figure | None = None
    deducted: Figure | None = None
    bonus: Figure | None = None
    deductions: list[tuple[Figure, str]] = field(default_factory=list)
    count: Figure | None = None
    grade: Clause | None = None
    restated: list[Figure] = field(default_factory=list)


@dataclass(eq=False)
class TableRow:
    """A row of the annexed table that speaks of a section: its figures as printed there."""

    section: Section
    max: Figure
    self: Figure
    cells: list[list[Atom]]


@dataclass(eq=False)
class Indicator:
    """A row with target, actual value, 分值 and 得分 (规则: ≥, full when reached, else in proportion)."""

    title: str
    target: Figure
    actual: Figure
    max: Figure
    self: Figure


@dataclass(eq=False)
class Draft:
    """A report in the making: its blocks in order, and what they say."""

    split: str
    seed: int
    index: int
    programme: str
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    claims: list[Claim] = field(default_factory=list)
    elements: dict[str, object] = field(default_factory=dict)
    table_rows: list[TableRow] = field(default_factory=list)
    table_totals: list[Figure] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    lures: list[str] = field(default_factory=list)
    style: dict[str, object] = field(default_factory=dict)
    """How it is printed: widths, marks, line breaks."""

    def walk(self) -> Iterator[Section]:
        for section in self.sections:
            yield from section.walk()

    def block(self, role: str) -> Block | None:
        """The first block with a role."""
        return next((block for block in self.blocks if block.role == role), None)


def figure_of(printed: str) -> Figure:
    """A literal figure of a phrase, ``12个`` or ``1.5万份``."""
    match = re.fullmatch(r"([\d.]+)(.*)", printed)
    if match is None:
        raise ValueError(f"not a figure: {printed}")
    unit = match[2]
    kind = "money" if unit.endswith("元") else "percent" if unit == "%" else "measure"
    return Figure(Decimal(match[1]), unit, kind)
