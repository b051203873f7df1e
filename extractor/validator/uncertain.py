"""Sections whose scores are not read for certain: what fails over them is left undecided, for an error needs figures that were read for sure.

Two things tell: a score-like figure that nothing explains may be the very one that a check lacks, and parts that together obtained more than the full
score beside them are hardly the parts of one item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.model.outline import Section
from extractor.model.report import Verdict
from extractor.validator.application import Application, Notice
from extractor.validator.matter import Matter

REASON = "uncertain-score"
"""Why a check over such a section is not decided."""
WITHHELD = frozenset(
    {
        "score/section-max-sum",
        "score/section-self-sum",
        "score/total-max-sum",
        "score/total-self-sum",
        "score/self-exceeds-max",
        "score/deduction",
        "score/total-deduction",
        "score/deduction-count",
        "score/unexplained-loss",
        "score/missing",
        "score/conflict",
    }
)
"""Rules that rest on every score of a section having been read; those of tables and rubrics have their own operands."""


def settled(matter: Matter, yielded: Sequence[Application | Notice]) -> list[Application | Notice]:
    """``yielded``, each check of ``WITHHELD`` that fails over an uncertain section undecided."""
    uncertain = frozenset(_uncertain(matter))
    if not uncertain:
        return list(yielded)
    kept: list[Application | Notice] = []
    for one in yielded:
        if isinstance(one, Application) and one.failed and one.check.rule in WITHHELD and not uncertain.isdisjoint(_over(matter, one)):
            check = replace(one.check, verdict=Verdict.UNCHECKED, reason=REASON, diagnosis=None)
            kept.append(replace(one, check=check, equation=None, noted=False))
        else:
            kept.append(one)
    return kept


def _uncertain(matter: Matter) -> Iterator[str | None]:
    """Ids of the uncertain sections; None where a figure outside all sections is unexplained."""
    for look in matter.facts.look_alikes:
        if look.explained is None:
            section = matter.section_at(look.at.start)
            if section is None or not matter.annexed(section):
                yield None if section is None else section.id
    for section in matter.own():
        if _parts_exceed(matter, section):
            yield section.id


def _parts_exceed(matter: Matter, section: Section) -> bool:
    """Whether parts, whose sum is not printed, obtained more together than the full score that is."""
    score = matter.score(section)
    summed = score.self_at is not None and any(score.self_at.overlaps(part.at) for part in score.parts)
    return len(score.parts) > 1 and summed and score.max is not None and score.self is not None and score.self > score.max


def _over(matter: Matter, one: Application) -> Iterator[str | None]:
    """Ids of the sections in which the figures of a check stand."""
    yield one.check.section
    for operand in one.check.operands:
        if operand.at is not None:
            section = matter.section_at(operand.at.start)
            yield None if section is None else section.id
