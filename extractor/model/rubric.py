"""Rubrics (评分细则): the items that every report of a programme must follow, and how one came to be held against a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.model.outline import Kind
from extractor.model.text import Span


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a rubric, or of a report as a rubric sees it.

    max: its 分值; None where none is given. aliases: other titles of it. scoring: id of the formula by which it is scored. section: id of the section of a
    report that it is; at: where its 分值 stands there, else its heading.
    """

    title: str
    max: Decimal | None = None
    kind: Kind = Kind.NORMAL
    children: tuple[Item, ...] = ()
    aliases: tuple[str, ...] = ()
    scoring: str | None = None
    section: str | None = None
    at: Span | None = None

    def walk(self) -> Iterator[Item]:
        """This item and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class RubricExample:
    """A small outline in the form of the rubric's, and what must be found in it: ``kind title`` each (``weight 产出指标``)."""

    items: tuple[Item, ...]
    finds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rubric:
    """A rubric profile, one entry of ``patterns/rubrics/``.

    id: the name for ``--profile``. entry: id of its entry, which holds its titles. years: reporting years that it is for; empty: any. clause: the notice
    or rule that it comes from. notices: document numbers that reports of it cite. words: one of them stands in the title or programme of such a report.
    total: 满分 without bonus and penalty. bands: id of the grade bands in force.
    """

    id: str
    entry: str
    programme: str
    issuer: str
    clause: str
    items: tuple[Item, ...]
    years: tuple[int, ...] = ()
    notices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    total: Decimal | None = None
    bands: str | None = None
    examples: tuple[RubricExample, ...] = ()

    def walk(self) -> Iterator[Item]:
        """All items in order."""
        for item in self.items:
            yield from item.walk()

    @property
    def totals(self) -> tuple[Decimal, ...]:
        """What a report may declare as its total: without the bonus, and with it."""
        if self.total is None:
            return ()
        bonus = sum((item.max for item in self.items if item.kind is Kind.BONUS and item.max is not None), Decimal(0))
        return tuple(dict.fromkeys([self.total, self.total + bonus]))


@dataclass(frozen=True, slots=True)
class Profile:
    """A rubric held against a report. named: it was asked for by name, else found as the best match. score: share of the items compared that agree, 0 to 1."""

    rubric: Rubric
    named: bool
    score: Decimal
