"""Composes what is declared for the report as a whole: totals, the closing list of deductions, the grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from extractor.facts.mention import Mention, between_totals, exact_sum
from extractor.facts.mentions import MentionFinder
from extractor.facts.reasons import ReasonFinder
from extractor.language.numerals import chinese_to_int
from extractor.language.patterns import Patterns
from extractor.model.facts import Deduction, Figure, Role, Totals
from extractor.model.text import Span, Text

SIGNS = (Role.BONUS, Role.DEDUCTION, Role.SELF)
"""Roles of what is added to a total, or taken from it, before the final one is told."""
MOST_TERMS = 6
OBTAINED = (Role.SELF, Role.TOTAL_SELF)
LISTED = 2
"""Items that make a list."""
FAR_LESS = Decimal("1.3")
"""So many times what is told of an item is still less than what they all come to."""


@dataclass(slots=True)
class TotalsBuilder:
    """Gathers total mentions in document order; the first of a kind counts, the others are kept to be compared."""

    text: Text
    finder: MentionFinder
    reasons: ReasonFinder
    everything: Sequence[Mention]
    max: Figure | None = None
    self: Figure | None = None
    deducted: Figure | None = None
    bonus: Figure | None = None
    deductions: list[Deduction] = field(default_factory=list)
    restated: list[tuple[Role, Figure]] = field(default_factory=list)
    heading_sections: list[str] = field(default_factory=list)
    bare: Deduction | None = None
    """A deduction without a reason that was taken for the sum, as nothing else was told yet."""
    lost_again: list[Figure] = field(default_factory=list)
    """Further sums of what was lost."""
    sums: list[Span] = field(default_factory=list)
    """Obtained totals whose words say that they sum up (合计自评)."""

    def add(self, mention: Mention) -> None:
        """Take in one mention that speaks for the whole report."""
        figure = Figure(mention.value, mention.at)
        if mention.role in (Role.MAX, Role.TOTAL_MAX):
            self.add_figure(Role.TOTAL_MAX, figure)
        elif mention.role in (Role.SELF, Role.TOTAL_SELF):
            if mention.full and mention.value is None:
                figure = Figure(self.max.value if self.max is not None else None, mention.at)
            elif mention.full and self.max is None:
                self.add_figure(Role.TOTAL_MAX, figure)
            if mention.role is Role.TOTAL_SELF:
                self.sums.append(mention.at)
            self.add_figure(Role.TOTAL_SELF, figure)
        elif mention.role is Role.BONUS:
            if self.bonus is None or mention.declared:
                self.bonus = figure if self.bonus is None else self.bonus
        elif mention.value is not None and (mention.value or mention.role is Role.TOTAL_DEDUCTION):
            self._add_deduction(mention)  # 减分0分 takes nothing off

    def add_figure(self, role: Role, figure: Figure) -> None:
        """Declare a total; a further one of the same role is a restatement."""
        field_name = "max" if role is Role.TOTAL_MAX else "self"
        if getattr(self, field_name) is None:
            setattr(self, field_name, figure)
        else:
            self.restated.append((role, figure))

    def _add_deduction(self, mention: Mention) -> None:
        """A sum goes to ``deducted``; an item with its reason to the list; an item whose reason follows is both, when nothing else was listed, or just that."""
        assert mention.value is not None
        if mention.role is Role.TOTAL_DEDUCTION:
            if self.bare is not None and self.bare.points != abs(mention.value):
                self.deductions.append(self.bare)  # it was an item, and here is the sum
                self.deductions.sort(key=lambda one: one.at)
                self.deducted = None
            self.bare = None
            figure = Figure(abs(mention.value), mention.at)
            if self.deducted is None:
                self.deducted = figure
            else:
                self.lost_again.append(figure)
            return
        deduction = self.reasons.deduction(mention, self.everything)
        before = self.reasons.before(mention, self.everything)
        if (
            not before
            and self.deducted is None
            and (not self.deductions or exact_sum(one.points for one in self.deductions) == abs(mention.value))
        ):
            self.deducted = Figure(abs(mention.value), mention.at)
            if not deduction.reason:
                self.bare = deduction
                return
        if not before and self.deducted is not None and self._between_totals(mention):
            self.lost_again.append(Figure(abs(mention.value), mention.at))
            return
        self.deductions.append(deduction)

    def _between_totals(self, mention: Mention) -> bool:
        """Whether a deduction says again, between the totals of the report, what was lost in all."""
        sentence = self.finder.sentence(mention.at)
        return between_totals(mention, [other for other in self.everything if other.at.within(sentence)])

    def build(self, patterns: Patterns, regions: Sequence[Span]) -> Totals:
        """The totals, with the stated count and the grade looked for in ``regions``."""
        self._with_bonus()
        self._carried_on()
        self._summed_up()
        self._of_listed_items()
        self._of_some()
        self._lost_again()
        self._without_base()
        return Totals(
            max=self.max,
            self=self.self,
            deducted=self.deducted,
            bonus=self.bonus,
            deductions=tuple(self.deductions),
            stated_count=self._stated_count(patterns, regions),
            grade=self._grade(patterns),
            sections=tuple(self.heading_sections),
            restated=tuple(self.restated),
        )

    def _with_bonus(self) -> None:
        """自评得分98分，另加分2分，最终得分100分: what is stated last is the total, the first figure what it was without the bonus."""
        if self.self is None or self.self.value is None or self.bonus is None or self.bonus.value is None:
            return
        final = exact_sum([self.self.value, self.bonus.value])
        for role, figure in self.restated:
            if role is Role.TOTAL_SELF and figure.value == final and figure.at > self.self.at:
                self.restated.remove((role, figure))
                self.self = figure
                return

    def _carried_on(self) -> None:
        """基本分1000分，自查得分983分；…自查加12分；…自查扣5分。三项相加，总得分990分: the total is what the first figure comes to with what its
        paragraph adds and takes. One told behind the total itself (基础项得分95.7分，加分4分，合计99.7分) is a step on the way.
        """
        steps = [figure for role, figure in self.restated if role is Role.TOTAL_SELF]
        for first in (self.self, *steps):
            for figure in steps:
                if first is None or first.at >= figure.at or not self.finder.same_paragraph(first.at, figure.at):
                    continue
                terms = self._terms(first, figure)
                if terms is None:
                    continue
                if first is not self.self:
                    self.restated.remove((Role.TOTAL_SELF, first))
                    return
                self.restated.remove((Role.TOTAL_SELF, figure))
                self.self = figure
                added = [mention for mention in terms if mention.role is Role.BONUS]
                self.bonus = Figure(added[0].value, added[0].at) if self.bonus is not None and len(added) == 1 else self.bonus
                return

    def _terms(self, first: Figure, figure: Figure) -> tuple[Mention, ...] | None:
        """What is told between two figures and makes the second one of the first; for the total itself, only where something is taken off."""
        if first.value is None or figure.value is None:
            return None
        between = [mention for mention in self.everything if first.at.end <= mention.at.start < figure.at.start and mention.value]
        told = [mention for mention in between if mention.role in SIGNS][:MOST_TERMS]
        for count in range(2 if first is self.self else 1, len(told) + 1):
            for terms in combinations(told, count):
                changes = [_change(mention) for mention in terms]
                taken = first is not self.self or any(change < 0 for change in changes)
                if taken and exact_sum([first.value, *changes]) == figure.value:
                    return terms
        return None

    def _summed_up(self) -> None:
        """基础分100分，自评99分；加分项5分，自评3分；合计自评102分: the figure that ends a sentence as the sum of those before it is the total."""
        if self.self is None or self.self.value is None:
            return
        sentence = self.finder.sentence(self.self.at)
        told = [figure for role, figure in self.restated if role is Role.TOTAL_SELF and figure.at.within(sentence)]
        last = told[-1] if len(told) > 1 else None
        if last is None or last.at not in self.sums:
            return
        self.restated = [(role, figure) for role, figure in self.restated if role is not Role.TOTAL_SELF or figure not in told]
        self.self = last
        if self.max is not None:  # the bonus is offered on top
            self.restated = [
                (role, figure) for role, figure in self.restated if role is not Role.TOTAL_MAX or not figure.at.within(sentence)
            ]

    def _of_listed_items(self) -> None:
        """决策得31.5分，满分34分；过程得34分，满分37分；合计自评得65.5分: where the last obtained score of a sentence is the sum of those before it,
        full scores of far less than that are none of the report's, though its heading stated the total before.
        """
        fulls = [figure for figure in (self.max, *(one for role, one in self.restated if role is Role.TOTAL_MAX)) if figure is not None]
        for sentence in {self.finder.sentence(figure.at) for figure in fulls}:
            own = [one for one in self.everything if one.role in OBTAINED and one.value is not None and one.at.within(sentence)]
            told = [Decimal(one.value or 0) for one in own]
            if len(told) <= LISTED or own[-1].at not in self.sums or told[-1] != exact_sum(told[:-1]):
                continue
            items = [one for one in fulls if one.at.within(sentence) and one.value is not None and FAR_LESS * one.value < told[-1]]
            self.restated = [(role, one) for role, one in self.restated if one not in items]
            if self.max in items:
                again = next((one for role, one in self.restated if role is Role.TOTAL_MAX), None)
                self.max, self.restated = again, [(role, one) for role, one in self.restated if one is not again]

    def _without_base(self) -> None:
        """总分110分，得分102.5分，其中基础分97.5分、加分5分: what is told with a bonus and makes up the obtained total is no further full score."""
        if self.self is None or self.self.value is None:
            return
        for role, figure in list(self.restated):
            sentence = self.finder.sentence(figure.at)
            added = [other.value for other in self.everything if other.role is Role.BONUS and other.value and other.at.within(sentence)]
            if role is Role.TOTAL_MAX and figure.value is not None and self.self.value in {exact_sum([figure.value, one]) for one in added}:
                self.restated.remove((role, figure))

    def _of_some(self) -> None:
        """产出中绿道扣2.1分，驿站扣1.4分，共失3.5分；效益失3分；过程失1.9分: a sum of what stands before it, with more behind, is that of one item."""
        stated = self.deducted
        if stated is None or stated.value is None or self._is_lost(stated.value):
            return
        told = [one for one in self.deductions if self.finder.same_paragraph(one.at, stated.at)]
        before, behind = (exact_sum(one.points for one in told if (one.at < stated.at) is side) for side in (True, False))
        if before == stated.value and behind not in (0, stated.value):
            self.deducted = self.lost_again.pop(0) if self.lost_again else None

    def _is_lost(self, points: Decimal) -> bool:
        """Whether the totals differ by so many points."""
        full, own = (None if figure is None else figure.value for figure in (self.max, self.self))
        return full is not None and own is not None and exact_sum([full, -own]) == points

    def _lost_again(self) -> None:
        """A further sum of what was lost is held against the one that the totals bear out."""
        if self.deducted is not None and self.deducted.value is not None and self._is_lost(self.deducted.value):
            self.restated.extend((Role.TOTAL_DEDUCTION, figure) for figure in self.lost_again)

    def _stated_count(self, patterns: Patterns, regions: Sequence[Span]) -> tuple[int, Span] | None:
        """The first count of deductions that stands with a total of the report, in its paragraph or beside it: others are counts of an item's own."""
        figures = [figure for figure in (self.max, self.self, self.deducted, *(again for _, again in self.restated)) if figure is not None]
        wholes = {self.text.paragraph_at(span.start) for span in (*(one.at for one in figures), *(one.at for one in self.deductions))}
        for pattern in patterns.kind("deduction-count"):
            for region in regions:
                held = range(self.text.paragraph_at(region.start) - 1, self.text.paragraph_at(region.end) + 2)
                if wholes.isdisjoint(held):
                    continue  # a hundredth of the time goes to looking for it in all the others
                for match in pattern.finditer(self.text.content, region.start, region.end):
                    paragraph = self.text.paragraph_at(match.start("count"))
                    if wholes.isdisjoint(range(paragraph - 1, paragraph + 2)):
                        continue
                    printed = match["count"]
                    number = int(printed) if printed.isdigit() else chinese_to_int(printed)
                    if number is not None:
                        return number, Span(*match.span("count"))
        return None

    def _grade(self, patterns: Patterns) -> tuple[str, Span] | None:
        """The last grade that stands with the total, or is told in words of the report's own assessment: 验收结论为合格 grades something else."""
        figures = [figure for figure in (self.max, self.self, self.deducted, *(again for _, again in self.restated)) if figure is not None]
        wholes = {self.text.paragraph_at(figure.at.start) for figure in figures}
        for pattern in patterns.kind("grade"):
            for match in reversed(list(pattern.finditer(self.text.content))):
                at = Span(*match.span("grade"))
                if not self._of_scale(patterns, at) and self._is_own(
                    patterns, match.start(), at, beside=self.text.paragraph_at(at.start) in wholes
                ):
                    return match["grade"], at
        return None

    def _is_own(self, patterns: Patterns, start: int, grade: Span, *, beside: bool) -> bool:
        """Whether a grade is the report's. start: where what tells it begins. beside: it stands in the paragraph of a total."""
        sentence = self.finder.sentence(grade)
        clause = max(sentence.start, *(self.text.content.rfind(mark, sentence.start, start) + 1 for mark in "，；："))
        said = self.text.content[clause if beside else sentence.start : grade.start]
        if any(word in said for word in patterns.words("score.other-assessments")):
            return False
        return beside or patterns.one("total.grade-own").search(self.text.content, clause, grade.start) is not None

    def _of_scale(self, patterns: Patterns, at: Span) -> bool:
        """Whether a grade stands in a sentence that says which points make which grade."""
        sentence = self.finder.sentence(at)
        words, begin = self.text.slice(sentence), sentence.start
        for aside in patterns.one("total.grade-aside").finditer(words):
            if (
                not begin + aside.start() < at.start < begin + aside.end()
            ):  # （80分至90分为良好）评为“良好”: the bracket grades nobody, the rest does
                words = f"{words[: aside.start()]}{' ' * len(aside[0])}{words[aside.end() :]}"
        return patterns.one("total.grade-scale").search(words) is not None


def _change(mention: Mention) -> Decimal:
    """What a mention adds to a total: less than nothing for a deduction."""
    assert mention.value is not None
    return -abs(mention.value) if mention.role is Role.DEDUCTION else mention.value
