"""One cause, one finding: which failed checks are consequences of one and the same wrong figure.

Three steps, each explicit: (1) a sum that fails only because a section below states another figure than its own sum gives; (2) failed checks that one
single change of one figure mends, without breaking a check that holds; (3) the sums of 分值 and of 自评得分 that one missing or doubled item explains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from extractor.model.report import Severity, Verdict
from extractor.validator.application import Application, Equation

_SIDES = (("score/section-max-sum", "score/section-self-sum"), ("score/total-max-sum", "score/total-self-sum"))
RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass
class Cause:
    """head: the check that is told; related: the failed checks that go back to the same cause, in order."""

    head: Application
    related: list[Application] = field(default_factory=list)

    @property
    def failed(self) -> list[Application]:
        return [self.head, *self.related]


class Failures:
    """All applications of a report as a system of equations over the printed figures.

    applications: in the order of the rules. severities: by rule. depths: by section id (None, the report as a whole, is 0).
    tacit: equations that hold and that no check states; a likely change leaves them alone.
    """

    def __init__(
        self,
        applications: Sequence[Application],
        severities: Mapping[str, Severity],
        depths: Mapping[str | None, int],
        tacit: Iterable[Equation] = (),
    ) -> None:
        self._severities, self._depths = severities, depths
        self.applications = applications
        self.values: dict[str, Fraction] = {}
        self.printed: dict[str, Decimal] = {}
        for application in applications:
            for operand in application.check.operands:
                if operand.ref is not None and isinstance(operand.value, Decimal):
                    self.values[operand.ref] = Fraction(operand.value)
                    self.printed[operand.ref] = operand.value
        self.failed = [one for one in applications if one.failed]
        self.mendable = [one for one in self.failed if one.equation is not None]
        self._holding = [one.equation for one in applications if one.equation is not None and one.check.verdict is Verdict.EXACT]
        self._tacit = list(tacit)
        self._residuals: dict[int, Fraction] = {}

    def is_note(self, application: Application) -> bool:
        return self._severities[application.check.rule] is Severity.NOTE

    def causes(self, claims: Sequence[list[Application]] = ()) -> list[Cause]:
        """Every failed check once, as a head or under one, the heads in the order of the rules. claims: the failed claims, by cause."""
        groups: list[list[Application]] = []
        consequences: list[tuple[Application, list[Application]]] = []
        free = list(self.mendable)
        for application in self.mendable:
            below = self._sums_below(application) or self._made_up_of(application)
            if below:
                consequences.append((application, below))
                free.remove(application)
        while free:
            group = self._largest_mended_by_one(free)
            groups.append(group)
            free = [one for one in free if one not in group]
        for one in [one for one in self.failed if one.equation is None and one.claim is None]:
            beside = next((group for group in groups if _share_figure(one, group)), None)
            if beside is None:
                groups.append([one])
            else:
                beside.append(one)
        groups += claims
        causes = [self._cause(group) for group in self._joined_sides(groups)]
        for application, below in consequences:
            for cause in causes:
                if any(one in cause.failed for one in below):
                    cause.related.append(application)
        order = {id(one): index for index, one in enumerate(self.applications)}
        for cause in causes:
            cause.related.sort(key=lambda one: order[id(one)])
        return sorted(causes, key=lambda cause: order[id(cause.head)])

    def mending(self, ref: str, *, strictly: bool = False) -> tuple[Fraction, list[Application]] | None:
        """The one change of a figure after which every equation with it holds, and the failed checks that it mends; None where there is none.

        A note that fails may go on failing: a lost point need not be explained. strictly: the tacit equations must hold as well.
        """
        around = [one for one in self.mendable if one.equation is not None and ref in one.equation.coefficients]
        changes = set()
        for one in around:
            if one.equation is not None and not one.equation.bound and not self.is_note(one):
                changes.add(-self._residual(one.equation) / one.equation.coefficients[ref])
        if len(changes) != 1:
            return None
        change = changes.pop()
        mended = [one for one in around if one.equation is not None and self._holds_after(one.equation, ref, change)]
        if any(one not in mended and not self.is_note(one) for one in around):
            return None
        holding = self._holding + self._tacit if strictly else self._holding
        if not all(self._holds_after(equation, ref, change) for equation in holding if ref in equation.coefficients):
            return None
        return change, mended

    def _residual(self, equation: Equation) -> Fraction:
        """What the equation is off by with the figures as stated: reckoned once, for a total of a thousand items is asked about each of them."""
        if id(equation) not in self._residuals:
            self._residuals[id(equation)] = equation.residual(self.values)
        return self._residuals[id(equation)]

    def _holds_after(self, equation: Equation, ref: str, change: Fraction) -> bool:
        """Whether the equation holds with one of its figures changed by so much."""
        return equation.allows(self._residual(equation) + equation.coefficients[ref] * change)

    def _sums_below(self, upper: Application) -> list[Application]:
        """The failed sums of sections below that make this sum fail: with what they compute in place of what they state it holds."""
        equation = upper.equation
        if equation is None or not upper.check.rule.endswith("-sum"):
            return []
        below = [
            one
            for one in self.mendable
            if one is not upper
            and one.check.rule.endswith("-sum")
            and one.stated_ref in equation.coefficients
            and one.stated_ref != upper.stated_ref
        ]
        values = dict(self.values)
        for one in below:
            if one.stated_ref is not None and one.check.computed is not None:
                values[one.stated_ref] = Fraction(one.check.computed)
        return below if below and equation.holds(values) else []

    def _made_up_of(self, upper: Application) -> list[Application]:
        """The failed checks of single figures whose differences add up to that of a check between two totals."""
        if upper.equation is None or not upper.rests_on:
            return []
        below = [one for one in self.mendable if one is not upper and not one.rests_on and one.stated_ref in upper.rests_on]
        below = [one for one in below if one.check.rule == upper.check.rule and one.equation is not None]
        difference = sum((one.equation.residual(self.values) for one in below if one.equation is not None), Fraction(0))
        return below if below and difference == upper.equation.residual(self.values) else []

    def _largest_mended_by_one(self, free: Sequence[Application]) -> list[Application]:
        """The most failed checks among ``free`` that one changed figure mends (the first of them where no figure mends several)."""
        best = [free[0]]
        refs = dict.fromkeys(ref for one in free if one.equation is not None for ref in one.equation.coefficients)
        for ref in refs:
            found = self.mending(ref)
            if found is None:
                continue
            group = [one for one in found[1] if one in free]
            if len(group) > len(best):
                best = group
        return best

    def _joined_sides(self, groups: list[list[Application]]) -> list[list[Application]]:
        """Join the sums of 分值 and 自评得分 of one section, or of the report, where one missing or doubled item explains both."""
        joined = [list(group) for group in groups]
        for most, own in _SIDES:
            for group in joined:
                for one in [one for one in group if one.check.rule == most]:
                    for other in joined:
                        if other is group:
                            continue
                        match = next((two for two in other if two.check.rule == own and two.check.section == one.check.section), None)
                        if match is not None and item_behind(one, match) is not None:
                            group.extend(other)
                            other.clear()
        return [group for group in joined if group]

    def _cause(self, group: Sequence[Application]) -> Cause:
        """The head is the gravest, then the deepest, then the first by rule."""
        order = {id(one): index for index, one in enumerate(self.applications)}
        ranked = sorted(
            group,
            key=lambda one: (RANK[self._severities[one.check.rule]], -self._depths[one.check.section], order[id(one)]),
        )
        return Cause(ranked[0], ranked[1:])


def _share_figure(one: Application, group: Sequence[Application]) -> bool:
    """Whether a check without an equation, but about one figure, rests on a figure of a group's equations."""
    refs = {operand.ref for operand in one.check.operands} - {None}
    return one.stated_ref is not None and any(other.equation is not None and refs & other.equation.coefficients.keys() for other in group)


def item_behind(most: Application, own: Application) -> str | None:
    """What one item explains both sums: ``missing`` (both fall short by the same points), the doubled section's ref, or None."""
    surplus = [Fraction(one.check.computed or 0) - Fraction(one.check.stated or 0) for one in (most, own)]
    if surplus[0] == surplus[1] and surplus[0] < 0:
        return "missing"
    ones = {_base(operand.ref): operand.value for operand in own.check.operands if operand.role == "addend"}
    doubled = [
        _base(operand.ref)
        for operand in most.check.operands
        if operand.role == "addend" and operand.value == surplus[0] and ones.get(_base(operand.ref)) == surplus[1]
    ]
    return doubled[0] if doubled and surplus[0] > 0 else None


def _base(ref: str | None) -> str:
    """``section:2.1`` for ``section:2.1.self``."""
    return (ref or "").rpartition(".")[0]
