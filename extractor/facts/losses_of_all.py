"""Where a report lists what all its items lost together, behind them or in a section that scores nothing itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.facts.mention import Mention, exact_sum
from extractor.facts.mentions import MentionFinder
from extractor.language.patterns import Patterns
from extractor.model.facts import Role
from extractor.model.outline import Section
from extractor.model.text import Span, Text

SIDES = (Role.MAX, Role.SELF)


class LossesOfAll:
    """Finds the sentences that tell the losses of the whole report. apart: sections that speak for themselves (annexes)."""

    def __init__(self, text: Text, finder: MentionFinder, patterns: Patterns, apart: frozenset[str]) -> None:
        self.text = text
        self.finder = finder
        self.apart = apart
        self.sums_losses = patterns.one("score.sums-losses")

    def in_sections(
        self, in_body: Sequence[tuple[Mention, Section]], headings: Mapping[str, list[Mention]], totals: set[Span]
    ) -> set[Span]:
        """Sentences of a section that scores nothing itself which list what all others lost, with its sum (本次自评共扣3分，其中执行率扣1分，满意度扣2分);
        what a total of the report says beside them is no score of the section.
        """
        in_body = [(mention, section) for mention, section in in_body if self.finder.sentence(mention.at) not in totals]
        scored = {id.split(".")[0] for id, stated in headings.items() for mention in stated if mention.role in SIDES}
        scored |= {section.id.split(".")[0] for mention, section in in_body if mention.role in SIDES}
        lost: dict[Span, list[Role]] = defaultdict(list)
        told: dict[str, list[Mention]] = defaultdict(list)
        for mention, section in in_body:
            if section.id not in self.apart and section.id.split(".")[0] not in scored:
                lost[self.finder.sentence(mention.at)].append(mention.role)
                told[section.id].append(mention)
        found = {sentence for sentence, roles in lost.items() if Role.TOTAL_DEDUCTION in roles and roles.count(Role.DEDUCTION) > 1}
        for mentions in told.values():  # C3扣2.4分：…。C10扣3分：…。共计扣5.4分。
            roles = [mention.role for mention in mentions]
            if Role.TOTAL_DEDUCTION in (roles[0], roles[-1]) and roles.count(Role.DEDUCTION) == len(roles) - 1 > 1:
                found |= {self.finder.sentence(mention.at) for mention in mentions}
        return found

    def closing(self, in_body: Sequence[tuple[Mention, Section]], headings: Mapping[str, list[Mention]], last_stated: int) -> set[Span]:
        """Sentences behind the last scored item, in a paragraph of their own, that tell what the report lost (合计扣分3.9分，主要扣在…; 以上共扣5.6分):
        more than the item did, whose own loss is told before, or behind items that only list losses.

        last_stated: where the last heading states a score.
        """
        found: set[Span] = set()
        scored = [mention.at.start for mention, section in in_body if section.id not in self.apart and mention.role in SIDES]
        last = max((*scored, last_stated))
        tops = {id.split(".")[0] for id, stated in headings.items() for mention in stated if mention.role in SIDES}
        tops |= {section.id.split(".")[0] for mention, section in in_body if mention.role in SIDES}
        told = [(id, one) for id, stated in headings.items() for one in stated]
        in_headings = [(id, abs(one.value)) for id, one in told if one.role is Role.DEDUCTION and one.value is not None]
        in_bodies = [(home.id, abs(one.value), one.at) for one, home in in_body if one.role is Role.DEDUCTION and one.value is not None]
        for mention, section in in_body:
            sums = mention.role is Role.TOTAL_DEDUCTION and mention.value is not None and section.id not in self.apart
            if not sums or mention.at.start < last or not self._opens_paragraph(mention):
                continue
            value, top = abs(mention.value or Decimal(0)), section.id.split(".")[0]
            lost = in_headings + [(id, points) for id, points, at in in_bodies if at < mention.at]
            own = exact_sum(points for id, points in lost if id == section.id)
            of_top = exact_sum(points for id, points in lost if id.split(".")[0] == top)
            of_all = exact_sum(points for _, points in lost)
            of_group = top in tops and of_top == value != of_all
            if value > own > 0 and not of_group:
                found.add(self.finder.sentence(mention.at))
        return found

    def _opens_paragraph(self, mention: Mention) -> bool:
        """Whether nothing but words that sum up (以上, 综上) stands before a mention in its paragraph."""
        start = self.text.paragraphs[self.text.paragraph_at(mention.at.start)].start
        return self.sums_losses.fullmatch(self.text.content[start : mention.lead.start].strip()) is not None
