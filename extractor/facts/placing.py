"""Decides of what each mention speaks: of the section in whose heading or body it stands, of the sections that a summary sums up, or of the whole report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.facts.closed_groups import closed_groups
from extractor.facts.item_lines import lines_of_items
from extractor.facts.listed_parts import only_items, parts_behind
from extractor.facts.losses_of_all import LossesOfAll
from extractor.facts.mention import LEAST_TOLD, LEAST_TOTAL, TOTAL_ROLES, Mention, least_total
from extractor.facts.mentions import MentionFinder
from extractor.facts.naming import named_section
from extractor.language.numerals import chinese_to_int
from extractor.language.patterns import Patterns
from extractor.model.facts import Role
from extractor.model.outline import Outline, Section, SectionLocator
from extractor.model.text import Span, Text

if TYPE_CHECKING:
    import regex

SIDES = (Role.MAX, Role.SELF)
SCORED = (*SIDES, *TOTAL_ROLES)
APART = "，,；;、 \u3000"
"""What may stand between two statements of a sentence."""
FEW = 2
"""Characters before a score that opens its sentence."""


@dataclass(slots=True)
class Placement:
    """Mentions by what they speak of. headings, bodies: by section id. summaries: of the items up to and with a section. whole: of the report."""

    headings: dict[str, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[str, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    summaries: list[tuple[Section, list[Mention]]] = field(default_factory=list)
    whole: list[Mention] = field(default_factory=list)


class Placer:
    """Places the mentions of one document."""

    def __init__(self, text: Text, outline: Outline, patterns: Patterns, finder: MentionFinder) -> None:
        self.text = text
        self.outline = outline
        self.finder = finder
        self.total_titles = patterns.words("score.total-titles")
        self.conclusion = patterns.one("section.conclusion-title")
        self.closing = patterns.one("section.closing")
        self.summary = patterns.one("score.summary-sentence")
        self.of_item = patterns.one("score.of-item")
        self.of_report = patterns.one("score.of-report")
        self.own = patterns.one("score.self-assessment")
        self.of_group = patterns.one("score.own-group")
        self.least = LEAST_TOLD
        self.known: Sequence[Mention] = ()
        self.details: list[Mention] = []  # what a total is said to be made of, behind it: explained, and no total itself
        self.of_parts: frozenset[str] = frozenset()
        """Conclusions of the parts of a report (several projects, each with its own 自评得分): none speaks for all."""
        self.last_stated = 0
        self.apart = frozenset(
            below.id for section in outline.sections if section.annex or section.scheme == "essay" for below in section.walk()
        )
        self.losses = LossesOfAll(text, finder, patterns, self.apart)

    def place(self, mentions: Sequence[Mention]) -> Placement:
        """Place every mention exactly once."""
        placement = Placement()
        self.known = mentions
        located = SectionLocator(self.outline)
        in_body: list[tuple[Mention, Section]] = []
        parts = parts_behind(self.text, mentions)
        of_sections = self._of_sections([mention for mention in mentions if mention.at in parts])
        listed = {at: whole for at, whole in parts.items() if at not in of_sections}
        only, mentions = self._only_items(mentions)
        for mention in mentions:
            section = located.at(mention.at.start) or self._summed_up(mention)
            if section is None:
                (self.details if mention.at in listed else placement.whole).append(mention)
            elif mention.at.within(section.heading):
                placement.headings[section.id].append(mention)
            else:
                in_body.append((mention, section))
        self.of_parts = self._of_parts(in_body)
        self.groups = closed_groups(self.text, self.finder, self.of_group, in_body, placement.headings)
        summed = {self.finder.sentence(mention.at) for mention, _ in in_body if mention.role in TOTAL_ROLES}
        items = [mention for mention, _ in in_body if mention.role in SIDES and self.finder.sentence(mention.at) not in summed]
        self.last_stated = max((mention.at.start for stated in placement.headings.values() for mention in stated), default=0)
        self.least = least_total(items, [mention for stated in placement.headings.values() for mention in stated], mentions)
        totals = {
            self.finder.sentence(mention.at)
            for mention, section in in_body
            if mention.role in TOTAL_ROLES and self._speaks_for_all(section, mention, placement.headings[section.id])
        } | self._grand(in_body, placement.headings, mentions)
        lists = self._lists(in_body) | self.losses.in_sections(in_body, placement.headings, totals)
        lists |= self.losses.closing(in_body, placement.headings, self.last_stated)
        totals = self._round(in_body, placement.whole, totals)
        lines = lines_of_items(self.text, in_body)
        for mention, section in in_body:
            sentence = self.finder.sentence(mention.at)
            if mention.at in listed and listed[mention.at] in {one.at for one in placement.whole}:
                self.details.append(mention)
                continue
            if (
                mention.at in listed
                or mention.at in only
                or self._tallies_lines(section, mention, in_body)
                or self.text.paragraph_at(mention.at.start) in lines
            ):
                placement.bodies[section.id].append(mention)
                continue
            if section.id in self.apart and mention.role is Role.TOTAL_DEDUCTION and self._summary(self.finder.sentence(mention.at)):
                continue  # the sum of what an annex lists is no deduction of its last item
            if sentence in self.groups and mention.role not in SCORED:
                self.details.append(mention)  # what the group lost, its items have told
                continue
            summing = sentence not in lists and (sentence in self.groups or self._summary(sentence) is not None)
            if section.id not in self.apart and summing:
                if placement.summaries and self.finder.sentence(placement.summaries[-1][1][-1].at) == sentence:
                    placement.summaries[-1][1].append(mention)
                else:
                    placement.summaries.append((section, [mention]))
            elif (
                sentence in totals
                or sentence in lists
                or self._in_closing(section, mention, totals)
                or self._speaks_for_all(section, mention, placement.headings[section.id])
            ):
                placement.whole.append(mention)
            else:
                placement.bodies[section.id].append(mention)
        placement.whole.sort(key=lambda mention: mention.at)
        return placement

    def _of_sections(self, listed: Sequence[Mention]) -> frozenset[Span]:
        """Those of what is told behind a total that bear the titles of sections: they are said of these."""
        sections, named = list(self.outline.walk()), defaultdict[int, set[str]](set)
        for mention in listed:
            if (section := named_section(self.text, mention, sections, self.finder)) is not None:
                named[self.text.paragraph_at(mention.at.start)].add(section.id)
        return frozenset(mention.at for mention in listed if len(named[self.text.paragraph_at(mention.at.start)]) > 1)

    def _only_items(self, mentions: Sequence[Mention]) -> tuple[frozenset[Span], Sequence[Mention]]:
        """Where a list of all that is scored stands, and the mentions with its total; no list where each item bears the title of a section."""
        only, total = only_items(self.text, mentions)
        sections = list(self.outline.walk())
        items = [mention for mention in mentions if mention.at in only and mention.role is Role.MAX]
        named = {section.id for mention in items if (section := named_section(self.text, mention, sections, self.finder)) is not None}
        if len(named) == len(items):
            return frozenset(), mentions
        return only, mentions if total is None else [total if mention.at == total.at else mention for mention in mentions]

    def _of_parts(self, in_body: Sequence[tuple[Mention, Section]]) -> frozenset[str]:
        """The conclusions below different sections at the top that each tell an obtained score."""
        found = {
            section.id
            for mention, section in in_body
            if mention.role in (Role.SELF, Role.TOTAL_SELF)
            and "." in section.id
            and section.id not in self.apart
            and self.concludes(section)
        }
        return frozenset(found if len({id.split(".")[0] for id in found}) > 1 else ())

    def _tallies_lines(self, section: Section, mention: Mention, in_body: Sequence[tuple[Mention, Section]]) -> bool:
        """Whether a tally in a line of its own (小计：24.5分) is that of the scored lines before it in the body of one section."""
        if section.children or not mention.either or not self.finder.opens_paragraph(mention.lead):
            return False
        before = [other for other, home in in_body if home is section and other.at < mention.at]
        return sum(other.role is Role.SELF for other in before) > 1 and any(other.role is Role.MAX for other in before)

    def _summary(self, sentence: Span) -> regex.Match[str] | None:
        """What says that a sentence sums up what stands before it, at its head or behind a score that opens it (自评得分28分，以上五项合计30分)."""
        words = self.text.slice(sentence)
        match = self.summary.match(words)
        opening = next((mention for mention in self.known if mention.at.within(sentence)), None) if match is None else None
        if opening is None or opening.lead.start - sentence.start > len(words) - len(words.lstrip()) + FEW:
            return match
        return self.summary.match(self.text.content[opening.at.end : sentence.end].lstrip(APART))

    def _summed_up(self, mention: Mention) -> Section | None:
        """The section that a closing paragraph which sums up (以上3项合计20分) stands behind."""
        if self._summary(self.finder.sentence(mention.at)) is None:
            return None
        before = [section for section in self.outline.walk() if section.heading.start < mention.at.start and section.id not in self.apart]
        return before[-1] if before else None

    def _round(self, in_body: Sequence[tuple[Mention, Section]], whole: Sequence[Mention], totals: set[Span]) -> set[Span]:
        """The sentences with totals, and those round them that belong to the same."""
        totals = totals | self._behind(in_body, totals) | self._lost_behind(in_body, totals)
        concluding = (*TOTAL_ROLES, Role.SELF, Role.TOTAL_DEDUCTION)
        told_apart = {self.finder.sentence(mention.at) for mention in whole if mention.role in concluding}
        totals |= self._before(in_body, totals | told_apart)
        return totals | self._between(in_body, totals | told_apart)

    def _grand(
        self, in_body: Sequence[tuple[Mention, Section]], headings: Mapping[str, list[Mention]], mentions: Sequence[Mention]
    ) -> set[Span]:
        """Sentences behind the last item that state a score of the whole report by their size alone (经自查，满分100分，自评98分; 最终自评得98分): no item
        has as much, and they do not say that they speak of one.
        """
        found: set[Span] = set()
        of_items = [mention for mention, section in in_body if section.id not in self.apart]
        of_items += [mention for id, stated in headings.items() if id not in self.apart for mention in stated]
        last = max((mention.at.start for mention in of_items if mention.role in SIDES and not mention.named), default=0)
        for mention, section in in_body:
            if mention.role not in SIDES or mention.value is None or section.id in self.apart:
                continue
            sentence = self.finder.sentence(mention.at)
            beside = [other for other in mentions if other.at.within(sentence)]
            sums = [other.at.end for other in beside if other.role is Role.TOTAL_DEDUCTION]
            # behind the sum of a list its items (此项扣1分) are told
            before = self.text.content[max([sentence.start, *(end for end in sums if end <= mention.lead.start)]) : mention.lead.start]
            least = LEAST_TOLD if sums or self.of_report.search(before) else LEAST_TOTAL
            if mention.value < least or self.of_item.search(before):
                continue
            others = [
                other.value
                for other in of_items
                if other.role in SIDES and other.value is not None and not self.finder.same_paragraph(other.at, mention.at)
            ]
            pair = any(other.role is Role.SELF and other.at != mention.at for other in beside)
            ceilings = [other.value for other in headings[section.id] if other.value is not None]
            sure = mention.strong or sums or self.own.search(self.text.slice(sentence))
            told = pair if mention.role is Role.MAX else sure and mention.value > max(ceilings, default=Decimal(0))
            alike = {one for one in others if one >= LEAST_TOTAL and one != mention.value}
            if mention.role is Role.SELF and len(alike) > 1 and not self.of_report.search(before):
                continue  # 三个项目自评得分分别为98分、96.5分…: each project has its own
            if told and others and last < sentence.end and mention.value >= max(others):
                found.add(sentence)
        return found

    def _behind(self, in_body: Sequence[tuple[Mention, Section]], totals: set[Span]) -> set[Span]:
        """Sentences in the paragraph of a total that go on with it (全部分值100分，共2项失分：…。自评实得99分)."""
        found: set[Span] = set()
        for mention, section in in_body:
            if mention.role is not Role.SELF or mention.value is None or mention.value < LEAST_TOLD or section.id in self.apart:
                continue
            sentence = self.finder.sentence(mention.at)
            before = any(other.end <= sentence.start and self.finder.same_paragraph(sentence, other) for other in totals)
            if before and not self._of_item(mention):
                found.add(sentence)
        return found

    def _lost_behind(self, in_body: Sequence[tuple[Mention, Section]], totals: set[Span]) -> set[Span]:
        """Sentences right behind a total, in its paragraph, that list what the report lost (自评得分93.5分。扣分明细：…；以上4项合计扣6.5分)."""
        of_total = [
            (self.finder.sentence(mention.at), section) for mention, section in in_body if self.finder.sentence(mention.at) in totals
        ]
        if not of_total:
            return set()
        lists: dict[Span, list[Role]] = defaultdict(list)
        for mention in self.known:
            lists[self.finder.sentence(mention.at)].append(mention.role)
        sums = {sentence for sentence, roles in lists.items() if Role.TOTAL_DEDUCTION in roles or roles.count(Role.DEDUCTION) == len(roles)}
        found: set[Span] = set()
        for mention, section in in_body:
            sentence = self.finder.sentence(mention.at)
            if sentence in sums and any(
                told.end <= sentence.start and home is section and self.finder.same_paragraph(sentence, told) for told, home in of_total
            ):
                found.add(sentence)
        return found

    def _lists(self, in_body: Sequence[tuple[Mention, Section]]) -> set[Span]:
        """Sentences behind an item that say the scores of other sections by their names (投入管理（20分）自评20分；产出质效（30分）自评29分)."""
        sentences: dict[str, set[Span]] = defaultdict(set)
        named: dict[str, set[str]] = defaultdict(set)
        sections = list(self.outline.walk())
        for mention, section in in_body:
            if section.id in self.apart or mention.role not in SIDES:
                continue
            sentence = self.finder.sentence(mention.at)
            other = named_section(self.text, mention, sections, self.finder)
            if other is not None and other is not section:
                named[section.id].add(other.id)
                sentences[section.id].add(sentence)
        return {sentence for id, found in sentences.items() if len(named[id]) > 1 for sentence in found}

    def _before(self, in_body: Sequence[tuple[Mention, Section]], totals: set[Span]) -> set[Span]:
        """Sentences in the paragraph of a total that lead up to it (满分100分，失分情况为：…。最终得分96分)."""
        found: set[Span] = set()
        for mention, section in in_body:
            if mention.role not in (Role.MAX, Role.TOTAL_MAX, Role.TOTAL_DEDUCTION) or mention.value is None or section.id in self.apart:
                continue
            if mention.role is not Role.TOTAL_DEDUCTION and mention.value < LEAST_TOTAL:
                continue
            sentence = self.finder.sentence(mention.at)
            behind = any(sentence.end <= other.start and self.finder.same_paragraph(sentence, other) for other in totals)
            if behind and not self.of_item.search(self.text.content[sentence.start : mention.lead.start]):
                found.add(sentence)
        return found

    def _between(self, in_body: Sequence[tuple[Mention, Section]], totals: set[Span]) -> set[Span]:
        """Sentences that list losses between two which declare totals, in one paragraph (满分100分。扣分有2项：…。扣分合计3分，自评得分97分)."""
        found: set[Span] = set()
        for mention, section in in_body:
            if mention.role is not Role.DEDUCTION or section.id in self.apart:
                continue
            sentence = self.finder.sentence(mention.at)
            told = [other for other in totals if other.start >= section.body.start and self.finder.same_paragraph(sentence, other)]
            between = any(other.end <= sentence.start for other in told) and any(sentence.end <= other.start for other in told)
            if between and not any(other.role in SCORED and other.at.within(sentence) for other in self.known):
                found.add(sentence)
        return found

    def _in_closing(self, section: Section, mention: Mention, totals: set[Span]) -> bool:
        """Whether a mention stands in a closing paragraph (综上 …) that declares totals, though further sections follow it."""
        if section.id in self.apart:
            return False
        paragraph = self.text.paragraphs[self.text.paragraph_at(mention.at.start)].span
        return self.closing.match(self.text.slice(paragraph)) is not None and any(sentence.overlaps(paragraph) for sentence in totals)

    def sums_up(self, mention: Mention, section: Section) -> bool:
        """Whether a summary that no items add up to says all the same that it speaks of a section (本部分3项合计20分), or counts what stands below it."""
        match = self._summary(self.finder.sentence(mention.at))
        if self.finder.sentence(mention.at) in self.groups:
            return True
        if match is None or match["own"]:
            return match is not None
        count = match["count"]
        number = None if count is None else int(count) if count.isdigit() else chinese_to_int(count)
        return number is not None and number == len(section.children) and number != len(self.outline.sections)

    def concludes(self, section: Section) -> bool:
        """Whether a section is the report's conclusion by its title."""
        return any(section.title.endswith(word) for word in self.total_titles) or self.conclusion.search(section.title) is not None

    def _speaks_for_all(self, section: Section, mention: Mention, heading: Sequence[Mention]) -> bool:
        """Whether a mention in a section's body is a total of the report: worded as one, or in a section that is the conclusion."""
        if section.id in self.apart or section.id in self.of_parts:
            return False
        ceilings = [other.value for other in heading if other.role is Role.MAX and other.value is not None]
        if mention.role in TOTAL_ROLES:
            if mention.value is None or (self.concludes(section) and mention.value >= self.least):
                return True
            own = not ceilings or mention.role is not Role.TOTAL_SELF or mention.at.start > self.last_stated or self._of_ours(mention)
            return own and mention.value >= self.least and mention.value > max(ceilings, default=Decimal(-1)) and not self._of_item(mention)
        of_item = mention.role in SIDES or (mention.role is Role.DEDUCTION and section.level > 1)
        if heading or not self.concludes(section) or (of_item and self._scores_little(section)):
            return False
        return mention.strong or mention.role not in (Role.SELF, Role.MAX) or self._goes_with_full(mention)

    def _goes_with_full(self, mention: Mention) -> bool:
        """Whether a figure that little more than 得 calls a score stands behind a full score in its sentence (本项目应得100分，实得96.4分)."""
        sentence = self.finder.sentence(mention.at)
        before = [other for other in self.known if other.at.within(sentence) and other.at < mention.at and other.role in SCORED]
        full = before[-1] if before else None
        return mention.role is Role.SELF and full is not None and full.strong and full.role in (Role.MAX, Role.TOTAL_MAX)

    def _scores_little(self, section: Section) -> bool:
        """Whether no score in a section's body has the size of a total: whatever its title says, it is an item."""
        told = [other.value for other in self.known if other.value is not None and other.at.within(section.body) and other.role in SCORED]
        return max(told, default=self.least) < self.least

    def _of_ours(self, mention: Mention) -> bool:
        """Whether a sentence within a scored item says that its total is the report's (自评, 综上, with a full score): 水质综合评分82分 is something else's."""
        sentence = self.finder.sentence(mention.at)
        words = self.text.content[sentence.start : mention.lead.start]
        said = self.own.search(self.text.slice(sentence)) or self.of_report.search(words)
        return bool(said) or any(
            other.role in (Role.MAX, *TOTAL_ROLES) and other.at != mention.at and other.at.within(sentence) for other in self.known
        )

    def tells_item(self, mention: Mention) -> bool:
        """Whether a figure, where no section is scored, is that of an item (本项满分3.5分): it is none of the report, whose size it has not."""
        words = self.text.content[self.finder.sentence(mention.at).start : mention.at.start]
        return mention.value is not None and mention.value < LEAST_TOLD and self.of_item.search(words) is not None

    def _of_item(self, mention: Mention) -> bool:
        """Whether the sentence says before a figure that it speaks of an item (此项指标，经综合评价，最终得分9分)."""
        sentence = self.finder.sentence(mention.at)
        return self.of_item.search(self.text.content[sentence.start : mention.lead.start]) is not None
