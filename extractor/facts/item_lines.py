"""Lines below a heading that are items of their own (治理面积（20分）：…；得19.4分), and what several statements of an item come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.facts.grouping import Statement
from extractor.facts.mention import Mention, exact_sum
from extractor.facts.mentions import MentionFinder
from extractor.language.patterns import Pattern
from extractor.model.facts import Deduction, Role, Score
from extractor.model.outline import Section
from extractor.model.text import Span, Text

LONGEST_TITLE = 24
"""Characters of the title of an item that is a line."""
LINE_TITLE = 30
"""An unnumbered line with a score bracket is titled by its words up to this length (characters)."""
SHORT_LEAD = 4
"""Characters before a score that its sentence is all about."""
SHORT_MARK = 6
"""Characters of the mark before the title of such a line (指标1：)."""
BULLETS = "-–*+•●○◆◇■▲△★☆※➢►▶▪ "
FORMULA = "score.times-rate"
"""What explains a full score that stands in a formula (20分×执行率)."""


@dataclass(frozen=True, slots=True)
class ItemLines:
    """Tells the lines of a section that are items by the title and the full score at their head."""

    text: Text
    finder: MentionFinder

    def worked_out(self, mention: Mention, body: Sequence[Mention]) -> bool:
        """按照“10分×执行率”计算，得9.7分: whether the full score in a formula stands before what it gives, in one sentence."""
        sentence = self.finder.sentence(mention.at)
        formulas = [other for other in body if other.role is Role.MAX and other.entry == FORMULA and other.at.within(sentence)]
        return any(other.at < mention.at and (mention.value or 0) <= (other.value or 0) for other in formulas)

    def says_only(self, mention: Mention, restating: Pattern) -> bool:
        """Whether a sentence says nothing but an obtained score: at the end of a paragraph (…水平。量化得分为14分。), or by the yardstick (对照标准，得14分。).

        restating: what may stand before a score that is the item's own.
        """
        sentence = self.finder.sentence(mention.at)
        if mention.at.end != sentence.end:
            return False
        ends = self.text.content[sentence.end : sentence.end + 2].strip("。") == "\n"
        before = self.text.content[sentence.start : mention.lead.start].strip()
        return (ends and len(before) <= SHORT_LEAD) or (bool(before) and restating.fullmatch(before) is not None)

    def items(self, body: Sequence[Mention]) -> list[Mention]:
        """治理面积（20分）：…；得19.4分: a full score alone in a bracket behind the title that opens a line, with what was obtained or lost behind it."""
        told = (Role.SELF, Role.DEDUCTION)
        behind = {self.text.paragraph_at(mention.at.start) for mention in body if mention.role in told}
        return [
            replace(mention, strong=True)
            if mention.role is Role.MAX
            and not mention.strong
            and self.text.paragraph_at(mention.at.start) in behind
            and self.titled(mention)
            else mention
            for mention in body
        ]

    def heads(self, mention: Mention) -> bool:
        """Whether a mention is the full score of a line of its own."""
        return mention.role is Role.MAX and mention.strong and self.titled(mention)

    def titled(self, mention: Mention) -> bool:
        """Whether the bracket of a mention stands behind a title that opens its line."""
        return mention.bracket is not None and self.title(mention) is not None

    def ended_by(self, statements: Sequence[Statement]) -> bool:
        """Whether an obtained score in a line of its own (自评：154分。) stands behind lines that tell a full score each."""
        last, lines = statements[-1], statements[:-1]
        alone = last.max is None and last.self is not None and self.finder.opens_paragraph(last.self.lead)
        return alone and bool(lines) and all(one.max is not None and self.heads(one.max) for one in lines)

    def title(self, mention: Mention) -> str | None:
        """The title of an unnumbered scored line (居民健康档案管理（15分，得15分）): the words from the paragraph's start to the score."""
        paragraph = self.text.paragraphs[self.text.paragraph_at(mention.at.start)]
        end = mention.bracket.start if mention.bracket is not None else mention.lead.start
        words = self.text.content[paragraph.start : end].rstrip("：:，, ").lstrip(BULLETS)
        mark, colon, name = words.partition("：")
        words = name if colon and len(mark) <= SHORT_MARK else words  # 指标1：税费收入
        return words if 1 < len(words) <= LINE_TITLE and not any(mark in words for mark in "，。；：") else None


def last_of(statements: Sequence[Statement], ceiling: Decimal) -> Sequence[Statement]:
    """Statements that cannot be parts, for together they are more than the heading's full score: the last one sums up what those before it tell."""
    values = [statement.self_value for statement in statements]
    each = all(value is None or value <= ceiling for value in values)
    return statements[-1:] if each and values[-1] is not None else statements


def without_sum(deductions: Sequence[Deduction], score: Score | None) -> list[Deduction]:
    """扣2分。其中：制度扣1分，人员扣1分: a deduction at either end that is what all the others come to sums them up, where so much was lost."""
    if score is None or score.max is None or score.self is None or len(deductions) < 2:
        return list(deductions)
    if len(deductions) == 2 and deductions[0].points == deductions[1].points == score.max - score.self:
        return [next((one for one in deductions if one.reason), deductions[0])]  # told twice
    for kept, whole in ((deductions[1:], deductions[0]), (deductions[:-1], deductions[-1])):
        if exact_sum(one.points for one in kept) == whole.points == score.max - score.self:
            return list(kept)
    return list(deductions)


def points(mention: Mention) -> Decimal:
    """The points of a mention, without its sign; 0 where it is masked."""
    return abs(mention.value) if mention.value is not None else Decimal(0)


def full_at(statement: Statement) -> Span | None:
    """Where a statement says that the full score was obtained."""
    return statement.self.at if statement.self is not None and statement.self.full else None


def total(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum, None where a value is missing."""
    known = [value for value in values if value is not None]
    return exact_sum(known) if known and len(known) == len(values) else None


def repeats_sum(statements: Sequence[Statement]) -> bool:
    """Whether the last statement only sums up those before it."""
    if len(statements) < 3:
        return False
    last, before = statements[-1], statements[:-1]
    own = total([statement.self_value for statement in before])
    maximum = total([statement.max_value for statement in before])
    return (last.self_value is not None and last.self_value == own and last.max_value in (None, maximum)) or (
        last.max_value is not None and last.max_value == maximum and last.self_value in (None, own)
    )


def first_at(statements: Sequence[Statement], side: str) -> Span | None:
    """From the first to the last figure of one side, None where one is missing."""
    mentions = [getattr(statement, side) for statement in statements]
    found = [mention.at for mention in mentions if mention is not None]
    return Span(found[0].start, found[-1].end) if found and len(found) == len(mentions) else None


def lines_of_items(text: Text, in_body: Sequence[tuple[Mention, Section]]) -> set[int]:
    """●环境卫生 应得120分 实得114分: the paragraphs that tell one full and one obtained score behind a title, several of them in one section."""
    found: dict[tuple[str, int], list[Mention]] = defaultdict(list)
    for mention, section in in_body:
        found[section.id, text.paragraph_at(mention.at.start)].append(mention)
    lines = defaultdict(list)
    for (id, paragraph), told in found.items():
        full = [mention for mention in told if mention.role is Role.MAX]
        words = text.content[text.paragraphs[paragraph].start : full[0].lead.start] if full else ""
        if len(full) == 1 and [mention.role for mention in told].count(Role.SELF) == 1 and _is_title(words):
            lines[id].append(paragraph)
    return {paragraph for those in lines.values() if len(those) > 2 for paragraph in those}


def _is_title(words: str) -> bool:
    """Whether the words at the head of a line are a title."""
    words = words.strip().rstrip("：:")
    return 1 < len(words) <= LONGEST_TITLE and not any(mark in words for mark in "，。；：:,;")
