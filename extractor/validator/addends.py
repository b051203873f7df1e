"""Which stated figures add up to a section's score or to the total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractor.model.outline import Kind, Section
from extractor.model.report import Operand
from extractor.validator.figures import total
from extractor.validator.matter import Matter, Side


class Lack(StrEnum):
    """Why an addend has no value."""

    MISSING = "missing"
    """The section is scored, but not on this side."""
    MASKED = "masked"
    BLANK = "blank"
    """Nothing in the section is scored: it may be an item without its score or plain prose."""


@dataclass(frozen=True, slots=True)
class Addend:
    """One summand: the stated figure of a section, or of the sections below where it states none.

    operands: the printed figures behind it, each with its sign (+1, −1). value: None where lacking.
    """

    section: Section | None
    kind: Kind
    value: Decimal | None
    operands: tuple[tuple[Operand, int], ...] = ()
    lack: Lack | None = None


def addends(matter: Matter, group: Iterable[Section], side: Side) -> Iterator[Addend]:
    """The addends that a group of siblings gives, annexes and statements of the grand total left out.

    A section counts by its stated figure; where it states none, by its parts below; narrative sections without any score are no addends.
    """
    for section in group:
        if section.annex or section.id in matter.grand_totals:
            continue
        value = matter.stated(section, side)
        kind = matter.kind(section)
        if value is not None:
            operand = Operand("addend", value, f"section:{section.id}.{side}", matter.stated_at(section, side))
            yield Addend(section, kind, value, ((operand, 1),))
        elif side == "self" and matter.not_applied(section):
            continue  # what does not apply obtains nothing
        elif matter.masked(section, side):
            yield Addend(section, kind, None, lack=Lack.MASKED)
        elif kind is Kind.PENALTY and side == "self" and matter.score(section).deductions:
            yield _penalty(matter, section)
        elif matter.scored(section):
            below = list(addends(matter, section.children, side))
            if any(one.value is not None for one in below):
                yield from below
            else:
                yield Addend(section, kind, None, lack=Lack.MISSING)
        elif not matter.narrative(section):
            yield Addend(section, kind, None, lack=Lack.BLANK)


def _penalty(matter: Matter, section: Section) -> Addend:
    """A penalty without 自评得分 counts by what it takes off."""
    deductions = matter.score(section).deductions
    operands = tuple(
        (Operand("deduction", one.points, f"section:{section.id}.deductions.{number}", one.at), -1)
        for number, one in enumerate(deductions, 1)
    )
    return Addend(section, Kind.PENALTY, total(one.points.copy_negate() for one in deductions), operands)


def parts(matter: Matter, section: Section, side: Side) -> list[Addend]:
    """The parts of an item as addends of its own figure; none where that figure is only their sum and not printed beside them."""
    score, at = matter.score(section), matter.stated_at(section, side)
    if at is None or any(at.overlaps(part.at) for part in score.parts):
        return []
    found: list[Addend] = []
    for number, part in enumerate(score.parts, 1):
        value = part.max if side == "max" else part.self
        operand = Operand("addend", value, f"section:{section.id}.parts.{number}.{side}", part.at)
        found.append(Addend(section, matter.kind(section), value, ((operand, 1),), None if value is not None else Lack.MISSING))
    return found if any(one.value is not None for one in found) else []
