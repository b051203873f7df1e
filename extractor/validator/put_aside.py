"""Figures with 分 that were put aside as something else than scores: one of them may be what makes a failing check hold."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from extractor.model.text import Span
from extractor.validator.application import Application
from extractor.validator.matter import Matter
from extractor.validator.second_evidence import in_one_sentence

TABLE = "score/table"
"""What compares cells, whose columns say what they are."""
THEIRS = frozenset({"score.others", "score.others-own", "score.taken-by-others"})
"""What explains a mark that somebody else gave."""
NEAR = 10
"""Characters before a figure in which the words stand that say whose it is."""


class PutAside:
    """The figures of one report that were put aside."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter

    def explains(self, one: Application) -> bool:
        """Whether a figure that was put aside makes the equation hold, in the place of one in its sentence or as a further term there."""
        equation = one.equation
        if equation is None or one.check.rule == TABLE or not self._figures:
            return False
        known = {str(operand.ref): operand for operand in one.check.operands}
        values = {ref: Fraction(operand.value) for ref, operand in known.items() if operand.value is not None}
        if not equation.coefficients.keys() <= values.keys():
            return False
        residual = equation.residual(values)
        for ref, coefficient in equation.coefficients.items():
            at = known[ref].at
            for value, aside, others in self._figures if at is not None else ():
                if others and self._own(at):
                    continue  # 自评得分29分，复核得分28分: the words tell whose each is
                mends = {residual + coefficient * (value - values[ref]), residual - value, residual + value}
                if at is not None and any(map(equation.allows, mends)) and in_one_sentence(self.matter, at, aside):
                    return True
        return False

    @cached_property
    def _figures(self) -> tuple[tuple[Fraction, Span, bool], ...]:
        """The figures that were explained as something else than scores, and whether they are somebody else's for sure."""
        looks = [
            (figure_of(self.matter.text.slice(look.at)), look.at, look.explained in THEIRS)
            for look in self.matter.facts.look_alikes
            if look.explained is not None
        ]
        return tuple((value, at, others) for value, at, others in looks if value)

    def _own(self, at: Span | None) -> bool:
        """Whether the words right before a figure are those of the body's own assessment."""
        own = self.matter.patterns.one("score.self-assessment")
        return at is not None and own.search(self.matter.text.content, max(0, at.start - NEAR), at.start) is not None


def figure_of(printed: str) -> Fraction | None:
    """The value of a printed figure with its unit, None where it is none in Arabic digits."""
    digits = "".join(char for char in printed.replace("。", ".") if char.isdigit() or char == ".").strip(".")
    return Fraction(digits) if digits and digits.count(".") < 2 and digits.isascii() else None
