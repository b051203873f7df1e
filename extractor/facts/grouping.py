"""Groups mentions into statements: one 分值 with its 自评得分 and the deductions between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.facts.mention import Mention
from extractor.facts.mentions import MentionFinder
from extractor.model.facts import Role


@dataclass(slots=True)
class Statement:
    """One full score, the obtained one, and the deductions between them; any may be missing."""

    max: Mention | None = None
    self: Mention | None = None
    deductions: list[Mention] = field(default_factory=list)
    bonuses: list[Mention] = field(default_factory=list)

    @property
    def scored(self) -> bool:
        return self.max is not None or self.self is not None

    def mentions(self) -> list[Mention]:
        """All its mentions in document order."""
        return sorted((m for m in (self.max, self.self, *self.deductions, *self.bonuses) if m is not None), key=lambda mention: mention.at)

    @property
    def silent(self) -> bool:
        """Whether it says of the obtained score only that it is the full one, without a figure (此项未失分)."""
        return self.self is not None and self.self.full and self.self.value is None

    @property
    def max_value(self) -> Decimal | None:
        if self.max is not None:
            return self.max.value
        return self.self.value if self.self is not None and self.self.full else None

    @property
    def self_value(self) -> Decimal | None:
        if self.self is None:
            return None
        if self.self.full and self.self.value is None:
            return self.max.value if self.max is not None else None
        return self.self.value


def group(mentions: Sequence[Mention], finder: MentionFinder) -> list[Statement]:
    """Statements in document order. A full score opens one, unless it stands right behind an obtained score of the same sentence that has none."""
    statements: list[Statement] = []
    for index, mention in enumerate(mentions):
        current = statements[-1] if statements else None
        if mention.role in (Role.MAX, Role.TOTAL_MAX):
            taken = current is None or current.max is not None or _told_apart(current, mention, finder)
            if taken or current is None or (current.self is not None and not _behind(mentions, index, current, finder)):
                statements.append(Statement(max=mention))
            else:
                current.max = mention
        elif mention.role in (Role.SELF, Role.TOTAL_SELF):
            if current is None or current.self is not None or _of_all_lines(statements, mention, finder):
                statements.append(Statement(self=mention))
            else:
                current.self = mention
        elif mention.role is Role.BONUS:
            if current is None:
                statements.append(current := Statement())
            current.bonuses.append(mention)
        else:
            if current is None or (current.self is not None and finder.sentence(current.self.at) != finder.sentence(mention.at)):
                statements.append(current := Statement())
            current.deductions.append(mention)
    return statements


def _of_all_lines(statements: Sequence[Statement], mention: Mention, finder: MentionFinder) -> bool:
    """Whether an obtained score that opens a paragraph stands behind several lines with full scores of their own: it is that of all of them."""
    full = [statement.max for statement in statements if statement.max is not None and statement.max.bracket is not None]
    apart = len(full) > 1 and len(full) == len(statements) and not finder.same_paragraph(full[-1].at, full[-2].at)
    return apart and not finder.same_paragraph(full[-1].at, mention.at) and finder.opens_paragraph(mention.lead)


def _told_apart(current: Statement, mention: Mention, finder: MentionFinder) -> bool:
    """Whether a statement holds nothing but deductions of an earlier paragraph: they belong to what was stated before them."""
    return current.self is None and bool(current.deductions) and not finder.same_paragraph(current.deductions[-1].at, mention.at)


def _behind(mentions: Sequence[Mention], index: int, current: Statement, finder: MentionFinder) -> bool:
    """Whether a full score belongs to the obtained score before it: 本项得分9.5分（满分10分）."""
    assert current.self is not None
    sentence = finder.sentence(mentions[index].at)
    if not current.self.at.within(sentence):
        return False
    bracket = mentions[index].bracket
    if bracket is not None and bracket.start == current.self.at.end:
        return True
    following = mentions[index + 1] if index + 1 < len(mentions) else None
    return following is None or following.role is not Role.SELF or not following.at.within(sentence)


def told_once(statements: Sequence[Statement]) -> Sequence[Statement]:
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
