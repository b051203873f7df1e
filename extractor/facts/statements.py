"""Composes statements (one 分值 with its 自评得分 and deductions) into the score of a section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import reduce

from extractor.facts.grouping import Statement, group
from extractor.facts.guesses import Guesses
from extractor.facts.mention import Mention
from extractor.facts.mentions import MentionFinder
from extractor.facts.reasons import ReasonFinder
from extractor.model.facts import Deduction, Figure, Part, Role, Score
from extractor.model.outline import Kind, Section
from extractor.model.text import Span, Text

LINE_TITLE = 30
"""An unnumbered line with a score bracket is titled by its words up to this length (characters)."""
LONGEST_LEAD = 16
"""Characters at the head of a line in which it says that it sums up its group."""
EXACT = Context(prec=10_000, traps=[Inexact, InvalidOperation])


class SectionScores:
    """Composes the score of a section from the mentions in its heading and its own body."""

    def __init__(self, text: Text, finder: MentionFinder, reasons: ReasonFinder, everything: Sequence[Mention], guesses: Guesses) -> None:
        self.text = text
        self.finder = finder
        self.reasons = reasons
        self.everything = everything
        self.guesses = guesses
        self.unused: list[Mention] = []
        """Mentions that found no place in any score."""

    def score(self, section: Section, heading: Sequence[Mention], body: Sequence[Mention]) -> Score | None:
        """The stated score, None where nothing is stated."""
        if section.kind is Kind.PENALTY:  # 本项不扣分: nothing is obtained there, and nothing lost
            self.unused.extend(mention for mention in body if mention.full and mention.value is None)
            body = [mention for mention in body if not mention.full or mention.value is not None]
        heading = [self._named_in_heading(section, mention) if mention.named else mention for mention in heading]
        if section.kind is Kind.BONUS:
            heading = [replace(mention, role=Role.MAX) if self._offered(mention, heading) else mention for mention in heading]
        in_heading = list(group(heading, self.finder))
        accepted = self._accepted(section, heading, body)
        in_body = list(group(accepted, self.finder))
        deductions = self.reasons.apart(self._deductions(in_heading, in_body), section.body)
        stated_heading = [statement for statement in in_heading if statement.scored]
        stated_body = [statement for statement in in_body if statement.scored]
        score = self._compose(section, stated_heading, stated_body)
        deductions = _without_sum(deductions, score)
        score = self._with_bonus(section, score, [*in_heading, *in_body], deductions)
        deductions = [one for one in deductions if one.points]  # 扣0分 takes nothing off
        if score is None and not deductions:
            return None
        self.guesses.inferred += [mention for statement in (*in_heading, *in_body) for mention in statement.mentions() if mention.inferred]
        score = score or Score()
        self.guesses.doubt_deductions(score, deductions, (*heading, *accepted))
        return Score(score.max, score.self, score.max_at, score.self_at, score.parts, tuple(deductions), score.restated)

    def _accepted(self, section: Section, heading: Sequence[Mention], body: Sequence[Mention]) -> list[Mention]:
        """Drop weak mentions that nothing supports: an obtained score without a full one beside it, a bare bracket in prose."""
        full = [mention.value for mention in heading if mention.role in (Role.MAX, Role.TOTAL_MAX) and mention.value is not None]
        ceiling = max(full, default=None)
        strong_self = any(mention.role is Role.SELF and mention.strong for mention in body)
        stated = {mention.value for mention in heading if mention.role is Role.SELF and mention.value is not None}
        accepted: list[Mention] = []
        for mention in self._told_as_max(body, ceiling):
            above = ceiling is not None and mention.value is not None and mention.value > ceiling
            if mention.named or (mention.role is Role.TOTAL_SELF and bool(stated) and above and not self._of_ours(mention)):
                self.unused.append(mention)
                continue
            if mention.strong or mention.role not in (Role.SELF, Role.MAX):
                accepted.append(mention)
                continue
            sentence = self.finder.sentence(mention.at)
            beside = any(other.role is Role.MAX and other.strong and other.at.within(sentence) for other in body)
            if mention.role is Role.MAX:
                supported = (
                    ceiling is None and self._opens_body(section, mention) and not any(o.strong and o.role is Role.MAX for o in body)
                )
            elif mention.full and mention.value is None:
                supported = beside or ceiling is not None
            else:
                # what only 得 says is no word against the score that the heading states
                # … and above it only a word of the body's own
                ended = self._at_an_end(section, mention)
                fits = (
                    ceiling is not None
                    and mention.value is not None
                    and stated <= {mention.value}
                    and (not above or (ended and self._of_ours(mention)))
                )
                lost = any(other.role is Role.DEDUCTION and other.at.within(sentence) and other.at < mention.at for other in body)
                supported = beside or (fits and not strong_self and (lost or ended or self._of_ours(mention)))
            (accepted if supported else self.unused).append(mention)
        return accepted

    @staticmethod
    def _offered(mention: Mention, heading: Sequence[Mention]) -> bool:
        """Whether points of a bonus are those on offer: the first figure of a bracket that tells behind it what was obtained (加分10分，自评得分7分)."""
        behind = [other for other in heading if other.bracket == mention.bracket and other.at > mention.at]
        obtained = len(behind) == 1 and behind[0].role in (Role.SELF, Role.BONUS)
        return mention.role is Role.BONUS and mention.bracket is not None and obtained

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

    def _deductions(self, heading: Sequence[Statement], body: Sequence[Statement]) -> list[Deduction]:
        """Every deduction once: what the body details is not counted again from the heading, a sum not again beside its items."""
        above = [mention for statement in heading for mention in statement.deductions if mention.value is not None]
        below = [mention for statement in body for mention in statement.deductions if mention.value is not None]
        items = [mention for mention in below if mention.role is Role.DEDUCTION]
        sums = [mention for mention in below if mention.role is Role.TOTAL_DEDUCTION]
        chosen = items if items else sums
        if above and exact_sum(map(_points, above)) != exact_sum(map(_points, chosen)):
            chosen = [*above, *chosen]
        elif above and not chosen:
            chosen = above
        return self.reasons.listed(chosen, self.everything)

    def _compose(self, section: Section, heading: Sequence[Statement], body: Sequence[Statement]) -> Score | None:
        if not heading:
            return self._from_statements(section, body, in_heading=False)
        score = self._from_statements(section, heading, in_heading=True)
        assert score is not None
        if not body:
            return score
        below = self._from_statements(section, body, in_heading=False)
        assert below is not None
        if len(body) > 1 and score.max is not None and below.self is not None and below.self > score.max:
            body = _last_of(body, score.max)
            below = self._from_statements(section, body, in_heading=False) or below
        return self._merged(section, score, below, body)

    def _from_statements(self, section: Section, statements: Sequence[Statement], in_heading: bool) -> Score | None:
        """One statement is the score; several are its parts, and their sums the score (a closing statement that repeats the sums aside)."""
        if not statements:
            return None
        if len(statements) == 2 and statements[0].self is None and statements[1].max is None and statements[0].max is not None:
            statements = [Statement(statements[0].max, statements[1].self)]
        statements = self._distinct(self._told_once(statements))
        if len(statements) == 1:
            only = statements[0]
            return Score(only.max_value, only.self_value, only.max.at if only.max else _full_at(only), only.self.at if only.self else None)
        closing = not in_heading and _repeats_sum(statements) and not all(map(self._is_named, statements))
        opening = not in_heading and not closing and self._detailed(statements)
        parts = statements[:-1] if closing else statements[1:] if opening else statements
        made = tuple(self._part(section, statement, in_heading) for statement in parts)
        self.guesses.weigh_parts(statements, parts, made, in_heading)
        last = statements[0] if opening else statements[-1]
        if closing or opening:
            maximum = last.max_value if last.max_value is not None else _total([part.max for part in made])
            own = last.self_value if last.self is not None else _total([part.self for part in made])
            return Score(
                maximum,
                own,
                last.max.at if last.max else _first_at(parts, "max"),
                last.self.at if last.self else _first_at(parts, "self"),
                made,
            )
        return Score(
            _total([part.max for part in made]),
            _total([part.self for part in made]),
            _first_at(parts, "max"),
            _first_at(parts, "self"),
            made,
        )

    def _detailed(self, statements: Sequence[Statement]) -> bool:
        """Whether the statements behind the first one detail it (分值20分，自评17.5分。其中：资金管理10分，得8.5分；组织实施10分，得9分)."""
        first, second = statements[0].mentions(), statements[1].mentions()
        between = self.text.content[first[-1].at.end : second[0].at.start]
        return len(statements) > 2 and any(word in between for word in self.finder.details)

    @staticmethod
    def _told_once(statements: Sequence[Statement]) -> Sequence[Statement]:
        """（权重20分，标准分20分，实得18分）: a full score told twice in one bracket is one statement, not two parts."""
        kept: list[Statement] = []
        for statement in statements:
            before = kept[-1] if kept else None
            again = before is not None and before.self is None and before.max is not None and statement.max is not None
            if again and before.max.bracket and before.max.bracket == statement.max.bracket and before.max.value == statement.max.value:  # type: ignore[union-attr]
                kept[-1] = Statement(before.max, statement.self)  # type: ignore[union-attr]
            else:
                kept.append(statement)
        return kept

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
                self.guesses.doubt_further(below.max_at, section, self.everything)
        if below.self_at is not None:
            value = (
                below.self if below.self is not None else (maximum if any(s.self is not None and s.self.full for s in statements) else None)
            )
            if own is None:
                own, self_at = value, below.self_at
                if single and (above.max is None or value is None or value > above.max):
                    self.guesses.doubt_first(below.self_at, section, self.everything)
            elif single:
                restated.append((Role.SELF, Figure(value, below.self_at)))
                self.guesses.doubt_further(below.self_at, section, self.everything)
        return Score(maximum, own, max_at, self_at, parts, (), tuple(restated))

    def _part(self, section: Section, statement: Statement, in_heading: bool) -> Part:
        mentions = statement.mentions()
        at = Span(mentions[0].at.start, mentions[-1].at.end)
        title = self._part_title(section, mentions[0]) if in_heading else self._line_title(mentions[0])
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

    def _line_title(self, mention: Mention) -> str | None:
        """The title of an unnumbered scored line (居民健康档案管理（15分，得15分）): the words from the paragraph's start to the score."""
        paragraph = self.text.paragraphs[self.text.paragraph_at(mention.at.start)]
        end = mention.bracket.start if mention.bracket is not None else mention.lead.start
        words = self.text.content[paragraph.start : end].rstrip("：:，, ")
        return words if 1 < len(words) <= LINE_TITLE and not any(mark in words for mark in "，。；：") else None

    def _with_bonus(
        self, section: Section, score: Score | None, statements: Sequence[Statement], deductions: Sequence[Deduction]
    ) -> Score | None:
        """In a bonus section 加2分 is what was obtained, in a penalty section 扣3分 is -3; elsewhere a bonus has no place in a score."""
        bonuses = [mention for statement in statements for mention in statement.bonuses if mention.value is not None]
        own = score.self if score is not None else None
        if section.kind is Kind.BONUS and bonuses and own is None:
            base = score or Score()
            obtained = [mention for mention in bonuses if not mention.declared]
            if obtained:
                return Score(base.max, exact_sum(map(_points, obtained)), base.max_at, obtained[0].at, base.parts, (), base.restated)
        if section.kind is Kind.PENALTY and own is None and deductions:
            base = score or Score()
            lost = -exact_sum(deduction.points for deduction in deductions)
            return Score(base.max, lost, base.max_at, deductions[0].at, base.parts, (), base.restated)
        if section.kind is not Kind.BONUS:
            self.unused.extend(bonuses)
        return score


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """The sum with the decimals of its addends, in a context of its own that would rather raise than round."""
    return reduce(EXACT.add, values, Decimal(0))


def _last_of(statements: Sequence[Statement], ceiling: Decimal) -> Sequence[Statement]:
    """Statements that cannot be parts, for together they are more than the heading's full score: the last one sums up what those before it tell."""
    values = [statement.self_value for statement in statements]
    each = all(value is None or value <= ceiling for value in values)
    return statements[-1:] if each and values[-1] is not None else statements


def _without_sum(deductions: Sequence[Deduction], score: Score | None) -> list[Deduction]:
    """扣2分。其中：制度扣1分，人员扣1分: a deduction at either end that is what all the others come to sums them up, where so much was lost."""
    if score is None or score.max is None or score.self is None or len(deductions) < 3:
        return list(deductions)
    for kept, whole in ((deductions[1:], deductions[0]), (deductions[:-1], deductions[-1])):
        if exact_sum(one.points for one in kept) == whole.points == score.max - score.self:
            return list(kept)
    return list(deductions)


def _points(mention: Mention) -> Decimal:
    return abs(mention.value) if mention.value is not None else Decimal(0)


def _full_at(statement: Statement) -> Span | None:
    return statement.self.at if statement.self is not None and statement.self.full else None


def _total(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum, None where a value is missing."""
    known = [value for value in values if value is not None]
    return exact_sum(known) if known and len(known) == len(values) else None


def _repeats_sum(statements: Sequence[Statement]) -> bool:
    """Whether the last statement only sums up those before it."""
    if len(statements) < 3:
        return False
    last, before = statements[-1], statements[:-1]
    own = _total([statement.self_value for statement in before])
    maximum = _total([statement.max_value for statement in before])
    return (last.self_value is not None and last.self_value == own and last.max_value in (None, maximum)) or (
        last.max_value is not None and last.max_value == maximum and last.self_value in (None, own)
    )


def _first_at(statements: Sequence[Statement], side: str) -> Span | None:
    """From the first to the last figure of one side, None where one is missing."""
    mentions = [getattr(statement, side) for statement in statements]
    found = [mention.at for mention in mentions if mention is not None]
    return Span(found[0].start, found[-1].end) if found and len(found) == len(mentions) else None
