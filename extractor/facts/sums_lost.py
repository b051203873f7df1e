"""Tells the sum of what was taken off from its items where the words are those of a sum for both (由于甲，共扣1分；因乙，扣0.5分。以上2项共扣1.5分)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.facts.grouping import Statement
from extractor.facts.guesses import Guesses
from extractor.facts.mention import Mention, exact_sum
from extractor.facts.reasons import ReasonFinder
from extractor.model.facts import Deduction, Figure, Role, Score

SEVERAL = 2
LOST = (Role.DEDUCTION, Role.TOTAL_DEDUCTION)


def told_apart(mentions: Sequence[Mention], everything: Sequence[Mention], reasons: ReasonFinder, guesses: Guesses) -> list[Mention]:
    """The mentions of one item, or of the whole report, those that are worded like a sum of deductions and are items as such.

    What all the others add up to is their sum. Where nothing adds up, one whose own clause tells its cause is an item; which of several others is
    the sum nobody knows, and that is kept.
    """
    lost = [mention for mention in mentions if mention.role in LOST and mention.value is not None]
    sums = [mention for mention in lost if mention.role is Role.TOTAL_DEDUCTION]
    values = list(dict.fromkeys(_points(mention) for mention in reversed(sums)))
    listed = exact_sum(_points(mention) for mention in lost if mention.role is Role.DEDUCTION)
    if not sums or len(lost) == 1 or values == [listed]:
        return list(mentions)
    whole = next((value for value in values if value == exact_sum(_points(one) for one in lost if _points(one) != value)), None)
    if whole is not None:
        items = [mention for mention in sums if _points(mention) != whole]
    elif len({_points(mention) for mention in sums if reasons.points_back(mention)}) == 1:
        items = [mention for mention in sums if not reasons.points_back(mention)]
    elif reasons.closes(lost[-1], lost[:-1], everything):
        items = [mention for mention in sums if mention is not lost[-1]]
    else:
        items = [mention for mention in sums if reasons.tells_own(mention, everything)]
        if len({_points(mention) for mention in sums if mention not in items}) > 1:
            guesses.doubt(sums)
    return [replace(mention, role=Role.DEDUCTION) if mention in items else mention for mention in mentions]


def beside(statements: Sequence[Statement], deductions: Sequence[Deduction]) -> tuple[Figure, ...]:
    """The one sum of what an item lost that stands before or behind all its deductions, where there are several (一是甲，扣2分；二是乙，扣1分。共扣3分)."""
    told = [one for statement in statements for one in statement.deductions if one.role is Role.TOTAL_DEDUCTION and one.value is not None]
    places = [one.at for one in deductions]
    if len(told) != 1 or len(places) < SEVERAL or told[0].at in places:
        return ()
    at = told[0].at
    return (Figure(_points(told[0]), at),) if at < places[0] or at > places[-1] else ()


def each_once(heading: Sequence[Statement], body: Sequence[Statement]) -> list[Mention]:
    """Every deduction once: what the body details is not counted again from the heading, a sum not again beside its items."""
    above = [mention for statement in heading for mention in statement.deductions if mention.value is not None]
    below = [mention for statement in body for mention in statement.deductions if mention.value is not None]
    items = [mention for mention in below if mention.role is Role.DEDUCTION]
    chosen = items or [mention for mention in below if mention.role is Role.TOTAL_DEDUCTION]
    if above and exact_sum(map(_points, above)) != exact_sum(map(_points, chosen)):
        return [*above, *chosen]
    return chosen or above


def whole_loss(deductions: Sequence[Deduction], body: Sequence[Statement], score: Score | None) -> Mention | None:
    """共扣3分，其中报送超期扣2分: where the items told come to less than the item lost, their sum is the deduction."""
    sums = [one for statement in body for one in statement.deductions if one.role is Role.TOTAL_DEDUCTION and one.value is not None]
    if score is None or score.max is None or score.self is None:
        return None
    loss = score.max - score.self
    told = next((one for one in sums if _points(one) == loss), None)
    return told if exact_sum(one.points for one in deductions) < loss else None


def _points(mention: Mention) -> Decimal:
    assert mention.value is not None
    return abs(mention.value)
