"""Composes statements (one 分值 with its 自评得分 and deductions) into the score of a section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.facts.bonus_points import at_most, offered, raised
from extractor.facts.grouping import Statement, group, told_once
from extractor.facts.guesses import Guesses
from extractor.facts.item_lines import ItemLines, first_at, full_at, last_of, points, repeats_sum, total, without_sum
from extractor.facts.mention import Mention, exact_sum
from extractor.facts.mentions import MentionFinder
from extractor.facts.reasons import ReasonFinder
from extractor.facts.said_alike import said_alike
from extractor.facts.sums_lost import beside, each_once, told_apart, whole_loss
from extractor.model.facts import Deduction, Figure, Part, Role, Score
from extractor.model.outline import Kind, Section
from extractor.model.text import Span, Text

DETAIL = "score.details-obtained"
"""What explains a figure that only details a total."""
FARTHEST_DETAIL = 80
"""Characters between a score and the first of those that detail it."""
LONGEST_LEAD = 16
"""Characters at the head of a line in which it says that it sums up its group."""


class SectionScores:
    """Composes the score of a section from the mentions in its heading and its own body."""

    def __init__(self, text: Text, finder: MentionFinder, reasons: ReasonFinder, everything: Sequence[Mention], guesses: Guesses) -> None:
        self.text = text
        self.finder = finder
        self.reasons = reasons
        self.everything = everything
        self.guesses = guesses
        self.lines = ItemLines(text, finder)
        self.kinds: dict[str, Kind] = {}
        """The kinds of the sections by id, what a bonus offers holding for what stands below it."""
        self.alike: set[Span] = set()
        """Obtained scores above the full ones that the words of other items bear out."""
        self.unused: list[Mention] = []
        """Mentions that found no place in any score."""

    def score(self, section: Section, heading: Sequence[Mention], body: Sequence[Mention]) -> Score | None:
        """The stated score, None where nothing is stated."""
        if section.kind is Kind.PENALTY:  # 本项不扣分: nothing is obtained there, and nothing lost
            self.unused.extend(mention for mention in body if mention.full and mention.value is None)
            body = [mention for mention in body if not mention.full or mention.value is not None]
        heading, body = self._with_its_line(section, heading, body)
        heading = [self._named_in_heading(section, mention) if mention.named else mention for mention in heading]
        if section.kind is Kind.PENALTY:
            heading = [replace(mention, role=Role.MAX) if at_most(mention, heading) else mention for mention in heading]
            most = {mention.value for mention in heading if mention.role is Role.MAX and mention.value is not None and mention.value < 0}
            # 11.发生责任事故。（-10分）, told once more in the text: what may be taken off, not what was
            body = [replace(one, role=Role.MAX) if one.bracket is not None and one.value in most else one for one in body]
        if section.kind is Kind.BONUS:
            heading = [replace(mention, role=Role.MAX) if offered(mention, heading) else mention for mention in heading]
            body = [replace(mention, role=Role.MAX) if self._offered_before(mention, body) else mention for mention in body]
        in_heading = list(group(heading, self.finder))
        accepted = told_apart(self._accepted(section, heading, body), self.everything, self.reasons, self.guesses)
        in_body = list(group(accepted, self.finder))
        deductions = self.reasons.apart(self.reasons.listed(each_once(in_heading, in_body), self.everything), section.body)
        stated_heading = [statement for statement in in_heading if statement.scored]
        stated_body = [statement for statement in in_body if statement.scored]
        score = self._compose(section, stated_heading, stated_body)
        deductions = without_sum(self.reasons.taken_off(deductions, score), score)
        whole = whole_loss(deductions, in_body, score)
        deductions = deductions if whole is None else [self.reasons.deduction(whole, self.everything)]
        score = self._with_bonus(section, score, [*in_heading, *in_body], deductions)
        deductions = [one for one in deductions if one.points]  # 扣0分 takes nothing off
        if score is None and not deductions:
            return None
        self.guesses.inferred += [mention for statement in (*in_heading, *in_body) for mention in statement.mentions() if mention.inferred]
        score = score or Score()
        self.guesses.doubt_deductions(score, deductions, (*heading, *accepted))
        return Score(
            score.max, score.self, score.max_at, score.self_at, score.parts, tuple(deductions), score.restated, beside(in_body, deductions)
        )

    def _accepted(self, section: Section, heading: Sequence[Mention], body: Sequence[Mention]) -> list[Mention]:
        """Drop weak mentions that nothing supports: an obtained score without a full one beside it, a bare bracket in prose."""
        full = [mention.value for mention in heading if mention.role in (Role.MAX, Role.TOTAL_MAX) and mention.value is not None]
        ceiling = told = max(full, default=None)
        if ceiling is None:
            ceiling = self._in_line(section, body)
        strong_self = any(mention.role is Role.SELF and mention.strong for mention in body)
        stated = {mention.value for mention in heading if mention.role is Role.SELF and mention.value is not None}
        accepted: list[Mention] = []
        body = self.lines.items(body)
        lines = {self.text.paragraph_at(mention.at.start) for mention in body if self.lines.heads(mention)}
        for mention in self._told_as_max(body, told):
            above = ceiling is not None and mention.value is not None and mention.value > ceiling
            if mention.named or (mention.role is Role.TOTAL_SELF and bool(stated) and above and not self._of_ours(mention)):
                detail = mention.named and self.finder.details_total(mention, self.everything)
                self.unused.append(replace(mention, entry=DETAIL) if detail else mention)
                continue
            if mention.strong or mention.role not in (Role.SELF, Role.MAX):
                self.guesses.doubt_of_level(mention)
                accepted.append(mention)
                continue
            sentence = self.finder.sentence(mention.at)
            beside = any(other.role in (Role.MAX, Role.TOTAL_MAX) and other.strong and other.at.within(sentence) for other in body)
            beside = beside or self.text.paragraph_at(mention.at.start) in lines or self.lines.worked_out(mention, body)
            if mention.role is Role.MAX:
                supported = (
                    ceiling is None and self._opens_body(section, mention) and not any(o.strong and o.role is Role.MAX for o in body)
                )
            elif mention.full and mention.value is None:
                supported = beside or ceiling is not None
            else:
                # what only 得 says is no word against the score that the heading states
                # … and above it only a word of the body's own
                ended = self._at_an_end(section, mention) or self.finder.opens_paragraph(mention.lead)
                ended = ended or self.lines.says_only(mention, self.guesses.restating)
                fits = (
                    ceiling is not None
                    and mention.value is not None
                    and stated <= {mention.value}
                    and (not above or (ended and self._of_ours(mention)))
                )
                lost = any(other.role is Role.DEDUCTION and other.at.within(sentence) and other.at < mention.at for other in body)
                fits = fits or (above and ended and not stated and raised(mention, ceiling, body))
                alike = above and not stated and said_alike(mention, self.text, self.everything)
                self.alike |= {mention.at} if alike else set()
                fits = fits or alike
                supported = beside or (fits and not strong_self and (lost or ended or self._of_ours(mention)))
            (accepted if supported else self.unused).append(mention)
        return accepted

    def _with_its_line(
        self, section: Section, heading: Sequence[Mention], body: Sequence[Mention]
    ) -> tuple[Sequence[Mention], Sequence[Mention]]:
        """（一）制度建设（8分）：实得8分, and another obtained score further down: what stands right behind the heading is the heading's."""
        sides = {mention.role for mention in heading}
        if (
            Role.MAX not in sides
            or Role.SELF in sides
            or sum(mention.role is Role.SELF for mention in body) < 2
            or body[0].role is not Role.SELF
        ):
            return heading, body
        between = self.text.content[section.heading.end : body[0].lead.start]
        return ([*heading, body[0]], body[1:]) if not between.strip("，,：:、 \u3000") else (heading, body)

    def _in_line(self, section: Section, body: Sequence[Mention]) -> Decimal | None:
        """（一）制度建设：本项满分8分, a line of its own: the one full score that a body begins with, as good as one in the heading."""
        full = [
            one.value
            for one in body
            if one.role in (Role.MAX, Role.TOTAL_MAX) and one.strong and self.finder.same_paragraph(one.at, section.heading)
        ]
        return full[0] if len(full) == 1 else None

    def _kind(self, section: Section) -> Kind:
        return self.kinds.get(section.id, section.kind)

    def _offered_before(self, mention: Mention, body: Sequence[Mention]) -> bool:
        """加分10分，自评加5分: points of a bonus with no more of them, obtained, right behind are those on offer."""
        behind = next((other for other in body if other.at > mention.at), None)
        if mention.role is not Role.BONUS or behind is None or behind.role not in (Role.SELF, Role.BONUS):
            return False
        own = behind.value is not None and mention.value is not None and behind.value <= mention.value
        words = self.text.slice(Span(mention.at.end, behind.at.start))
        return own and self.finder.self_assessment.search(words) is not None and len(words.strip()) <= LONGEST_LEAD

    @staticmethod
    def _named_in_heading(section: Section, mention: Mention) -> Mention:
        """组织领导20分: in a heading a figure behind a name is the full score; behind any words but the title that is only a guess."""
        behind_title = mention.lead.start <= section.heading.start + len(section.label) + 1
        return replace(mention, role=Role.MAX, named=False, inferred=not behind_title)

    def _of_ours(self, mention: Mention) -> bool:
        """Whether the sentence of a total speaks of the body's own assessment."""
        return self.finder.self_assessment.search(self.text.slice(self.finder.sentence(mention.at))) is not None

    def _told_as_max(self, body: Sequence[Mention], ceiling: Decimal | None) -> list[Mention]:
        """该项计9分 below （10分）: with the full score in the heading and no obtained one anywhere, words of both are of the obtained score."""
        if ceiling is None or any(mention.role in (Role.SELF, Role.TOTAL_SELF) for mention in body):
            return list(body)
        full = [mention for mention in body if mention.role in (Role.MAX, Role.TOTAL_MAX)]
        if len(full) != 1 or full[0].value is None or not self.finder.sides.of_both(full[0]):
            return list(body)
        return [replace(mention, role=Role.SELF, inferred=True) if mention is full[0] else mention for mention in body]

    def _opens_body(self, section: Section, mention: Mention) -> bool:
        return self.finder.sentence(Span(section.body.start, section.body.start + 1)).end >= mention.at.end

    def _at_an_end(self, section: Section, mention: Mention) -> bool:
        """Whether a mention stands in the first or the last sentence of the section's own body; a last line that sums up its group is not its own."""
        first = self.finder.sentence(Span(section.body.start, section.body.start + 1))
        tail = section.body.end - 1
        line = self.text.content.rfind("\n", section.body.start, tail) + 1
        if line and self.guesses.of_group.search(self.text.content, line, min(line + LONGEST_LEAD, tail)):
            tail = line - 2
        last = self.finder.sentence(Span(tail, tail + 1)) if tail > section.body.start else first
        if self.text.content[tail : tail + 1] in "。！？":
            last = self.finder.sentence(Span(tail - 1, tail))
        return mention.at.within(first) or mention.at.within(last)

    def _compose(self, section: Section, heading: Sequence[Statement], body: Sequence[Statement]) -> Score | None:
        if not heading:
            return self._from_statements(section, body, in_heading=False)
        score = self._from_statements(section, heading, in_heading=True)
        assert score is not None
        if not body:
            return score
        below = self._from_statements(section, body, in_heading=False)
        assert below is not None
        if score.max is not None and below.max not in (None, score.max):
            # 群众满意度测评88分 … 此项分值8分: a figure that ends the title, without words or brackets, may be no score
            self.guesses.doubt(one.max for one in heading if one.max is not None and self._ends_title(one.max))
        if len(body) > 1 and score.max is not None and below.self is not None and below.self > score.max:
            body = last_of(body, score.max)
            below = self._from_statements(section, body, in_heading=False) or below
        return self._merged(section, score, below, body)

    def _from_statements(self, section: Section, statements: Sequence[Statement], in_heading: bool) -> Score | None:
        """One statement is the score; several are its parts, and their sums the score (a closing statement that repeats the sums aside)."""
        if not statements:
            return None
        if len(statements) == 2 and statements[0].self is None and statements[1].max is None and statements[0].max is not None:
            statements = [Statement(statements[0].max, statements[1].self)]
        elif len(statements) == 2 and not in_heading and self._told_backwards(*statements):
            statements = [Statement(statements[1].max, statements[0].self)]
        statements = self._distinct(told_once(statements))
        if len(statements) == 1:
            only = statements[0]
            return Score(only.max_value, only.self_value, only.max.at if only.max else full_at(only), only.self.at if only.self else None)
        closing = not in_heading and repeats_sum(statements) and not all(map(self._is_named, statements))
        closing = closing or (not in_heading and self.lines.ended_by(statements))
        opening = not in_heading and not closing and self._detailed(statements)
        parts = statements[:-1] if closing else statements[1:] if opening else statements
        made = tuple(self._part(section, statement, in_heading) for statement in parts)
        self.guesses.weigh_parts(statements, parts, made, in_heading)
        last = statements[0] if opening else statements[-1]
        if closing or opening:
            maximum = last.max_value if last.max_value is not None else total([part.max for part in made])
            own = last.self_value if last.self is not None else total([part.self for part in made])
            return Score(
                maximum,
                own,
                last.max.at if last.max else first_at(parts, "max"),
                last.self.at if last.self else first_at(parts, "self"),
                made,
            )
        return Score(
            total([part.max for part in made]),
            total([part.self for part in made]),
            first_at(parts, "max"),
            first_at(parts, "self"),
            made,
        )

    def _told_backwards(self, first: Statement, second: Statement) -> bool:
        """自评9分。满分10分，因资料不全扣1分。: the obtained score in one sentence, the full one in the next, and nothing else."""
        if first.max is not None or first.self is None or second.self is not None or second.max is None:
            return False
        own, full = first.self_value, second.max_value
        between = self.text.content[first.self.at.end : second.max.lead.start]
        return own is not None and full is not None and own <= full and len(between.strip()) <= LONGEST_LEAD and "\n" not in between

    def _detailed(self, statements: Sequence[Statement]) -> bool:
        """Whether the statements behind the first one detail it (分值20分，自评17.5分。其中：资金管理10分，得8.5分；组织实施10分，得9分)."""
        first, second = statements[0].mentions(), statements[1].mentions()
        between = self.text.content[first[-1].at.end : second[0].at.start]
        return len(statements) > 2 and len(between) <= FARTHEST_DETAIL and self.finder.opens_details(between)

    def _distinct(self, statements: Sequence[Statement]) -> Sequence[Statement]:
        """The statements without those that only say again what was obtained: 满分10分，未扣分，得10分; 满分10分，10-1=9分，自评9分; 未失分，得满分."""
        told = any(statement.self is not None and not statement.silent for statement in statements)
        kept: list[Statement] = []
        for statement in statements:
            before = kept[-1] if kept else None
            if before is None or statement.max is not None or before.self is None or statement.self is None:
                kept.append(statement)
            elif before.silent and (before.max is None or self._together(before.self, statement.self)):
                kept[-1] = Statement(before.max, statement.self)
            elif not (statement.silent and told) and not (
                before.max is not None and before.self_value == statement.self_value and self._together(before.self, statement.self)
            ):
                kept.append(statement)
        return kept

    def _together(self, one: Mention, other: Mention) -> bool:
        """Whether two figures stand in one sentence."""
        return self.finder.sentence(one.at) == self.finder.sentence(other.at)

    def _ends_title(self, mention: Mention) -> bool:
        """Whether a full score is a figure that ends the line of a title, with no words of its own and no bracket round it."""
        worded = mention.lead.start < mention.lead.end
        bracketed = mention.bracket is not None and not self.text.content[mention.bracket.start].isalnum()
        return not worded and not bracketed

    def _merged(self, section: Section, above: Score, below: Score, statements: Sequence[Statement]) -> Score:
        """Heading and body together: what the heading states counts, the body fills what it leaves open, and repetitions are kept to be compared."""
        restated: list[tuple[Role, Figure]] = []
        several = sum(not statement.silent for statement in statements) > 1 and len(above.parts) != len(statements)
        if several and above.max is not None and below.max is None:
            self.guesses.doubt_statements(statements)  # several obtained scores for one full score: one of them is something else's
        maximum, own = above.max, above.self
        max_at, self_at = above.max_at, above.self_at
        parts = above.parts or below.parts
        if len(statements) > 1 and above.max is not None and below.max is None and len(above.parts) == len(statements):
            selves = [statement.self_value for statement in statements]
            parts = tuple(Part(part.title, part.max, value, part.at) for part, value in zip(above.parts, selves, strict=True))
        single = len(statements) == 1
        if below.max is not None and below.max_at is not None:
            if maximum is None:
                maximum, max_at = below.max, below.max_at
            elif single:
                restated.append((Role.MAX, Figure(below.max, below.max_at)))
                if below.max != maximum:  # what agrees bears the figure out
                    self.guesses.doubt_further(below.max_at, section, self.everything)
        if below.self_at is not None:
            value = (
                below.self if below.self is not None else (maximum if any(s.self is not None and s.self.full for s in statements) else None)
            )
            if own is None:
                own, self_at = value, below.self_at
                if single and below.self_at not in self.alike and (above.max is None or value is None or value > above.max):
                    self.guesses.doubt_first(below.self_at, section, self.everything)
            elif single:
                restated.append((Role.SELF, Figure(value, below.self_at)))
                if value != own:
                    self.guesses.doubt_further(below.self_at, section, self.everything)
                    self.guesses.doubt_of_both(self_at, self.everything)
        return Score(maximum, own, max_at, self_at, parts, (), tuple(restated))

    def _part(self, section: Section, statement: Statement, in_heading: bool) -> Part:
        mentions = statement.mentions()
        at = Span(mentions[0].at.start, mentions[-1].at.end)
        title = self._part_title(section, mentions[0]) if in_heading else self.lines.title(mentions[0])
        return Part(title, statement.max_value, statement.self_value, at)

    def _part_title(self, section: Section, mention: Mention) -> str | None:
        """The words before a score bracket in a heading, back to the last bracket or joining word."""
        if mention.bracket is None:
            return None
        content = self.text.content
        begin = max(section.heading.start + len(section.label), content.rfind("）", section.heading.start, mention.bracket.start) + 1)
        words = content[begin : mention.bracket.start]
        joint = self.finder.joining_words.match(words)
        return words[joint.end() if joint else 0 :].strip("、，, ：:") or None

    def _is_named(self, statement: Statement) -> bool:
        """Whether a name stands before a statement in its clause (宣传报道共15分，自评得15分), which a sum of others does not have (三项合计15分)."""
        mention = statement.mentions()[0]
        sentence = self.finder.sentence(mention.at)
        words = self.text.content[sentence.start : mention.lead.start]
        name = words[max(words.rfind(mark) for mark in "，；,;：:\n") + 1 :].strip()
        return len(name) > 1 and self.finder.summing.search(name) is None

    def _with_bonus(
        self, section: Section, score: Score | None, statements: Sequence[Statement], deductions: Sequence[Deduction]
    ) -> Score | None:
        """In a bonus section 加2分 is what was obtained, in a penalty section 扣3分 is -3; elsewhere a bonus has no place in a score."""
        bonuses = [mention for statement in statements for mention in statement.bonuses if mention.value is not None]
        own = score.self if score is not None else None
        if self._kind(section) is Kind.BONUS and bonuses and own is None:
            base = score or Score()
            obtained = [mention for mention in bonuses if not mention.declared]
            if obtained:
                # 三、加分项（自评加3分） … 获省级表彰，加3分: the text says again what the heading states
                above = [mention for mention in obtained if mention.bracket is not None and mention.at.within(section.heading)]
                *told, last = map(points, above or obtained)
                own = last if len(told) > 1 and exact_sum(told) == last else exact_sum([*told, last])  # 加3分；…加2分。自评加5分
                return Score(base.max, own, base.max_at, obtained[0].at, base.parts, (), base.restated)
        if self._kind(section) is Kind.PENALTY and own is None and deductions:
            base = score or Score()
            lost = -exact_sum(deduction.points for deduction in deductions)
            return Score(base.max, lost, base.max_at, deductions[0].at, base.parts, (), base.restated)
        added = [mention for mention in bonuses if not mention.declared]
        raised = score is not None and score.max is not None and score.self == exact_sum([score.max, *map(points, added)])
        if bonuses and self._kind(section) is not Kind.BONUS and not (raised and added):
            beside = {self.finder.sentence(other.at) for other in self.everything if other.role in (Role.SELF, Role.TOTAL_SELF)}
            details = [not one.declared and self.finder.sentence(one.at) in beside for one in bonuses]  # 自评95分，其中加分2分
            self.unused += [replace(one, entry=DETAIL) if told else one for one, told in zip(bonuses, details, strict=True)]
        return score
