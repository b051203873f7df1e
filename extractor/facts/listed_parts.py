"""Lists of items with their scores in running text, behind the total that they make or as all that a report scores.

自评得分97.4分，其中：投入15分，得15分；过程25分，得24.4分；…
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.facts.mention import LEAST_TOLD, LEAST_TOTAL, Mention
from extractor.model.facts import Role
from extractor.model.text import Span, Text

FEWEST = 4
"""Figures of such a list: a full score and an obtained one in turn."""
FEWEST_ITEMS = 3
"""Items of a list that is all that a report scores."""
APART = "，,、：:；;（()） "
"""What may stand between the full score of an item and the obtained one."""
OPENING, CLOSING = "（(", "）)。\n"
LONGEST, ENDS = 40, "。；;\n"
"""Characters of what may tell there what the item lost, and why; marks that end it."""


def parts_behind(text: Text, mentions: Sequence[Mention]) -> dict[Span, Span]:
    """Where the figures of such lists stand, and the total before each: none of them is a total."""
    paragraphs: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        paragraphs[text.paragraph_at(mention.at.start)].append(mention)
    found: dict[Span, Span] = {}
    for told in paragraphs.values():
        first = next((order for order, one in enumerate(told) if _is_total(one)), None)
        if first is None:
            continue
        whole, listed = told[first], told[first + 1 :]
        turns = [Role.MAX, Role.SELF] * (len(listed) // 2)
        smaller = all(one.value is not None and whole.value is not None and one.value < whole.value for one in listed)
        if len(listed) >= FEWEST and [one.role for one in listed] == turns and smaller:
            found.update((one.at, whole.at) for one in listed)
    return found


def only_items(text: Text, mentions: Sequence[Mention]) -> tuple[frozenset[Span], Mention | None]:
    """Where the figures of the only items stand that a report scores, with what each lost, in one paragraph or in paragraphs one behind the other
    (资金管理15分，得14.6分；组织管理20分，得19分；…); and what is told to be obtained behind them (共得96.01分), as a total. Nothing where any other score may
    be that of an item.
    """
    scored = [one for one in mentions if one.role in (Role.MAX, Role.SELF) and not one.named]
    pairs = [
        (full, own)
        for full, own in pairwise(scored)
        if full.role is Role.MAX and own.role is Role.SELF and _go_together(text, full, own, mentions)
    ]
    # 总分100分，自评97分 is no item, however it is worded
    items = [(full, own) for full, own in pairs if full.value is not None and full.value < LEAST_TOTAL]
    listed = frozenset(one.at for pair in items for one in pair)
    others = [one for one in scored if one.at not in listed]
    places = [text.paragraph_at(full.at.start) for full, _ in items]
    in_a_row = all(behind - before <= 1 for before, behind in pairwise(places))
    if len(items) < FEWEST_ITEMS or not in_a_row or any(one.value is None or one.value < LEAST_TOLD for one in others):
        return frozenset(), None
    last = items[-1][1]
    lost = [one for one in mentions if one.role is Role.DEDUCTION and one.at > items[0][0].at]
    # behind the last item the report's own losses may be told, if not right behind what it obtained
    so_told = any(own.at < one.at < full.at for (_, own), (full, _) in pairwise(items) for one in lost)
    listed |= {one.at for one in lost if one.at < last.at or _right_behind(text.content[last.at.end : one.lead.start], so_told=so_told)}
    behind = [one for one in others if one.role is Role.SELF and one.at > last.at and text.paragraph_at(one.at.start) == places[-1]]
    return listed, replace(behind[0], role=Role.TOTAL_SELF, strong=True) if len(behind) == 1 else None


def _right_behind(between: str, *, so_told: bool) -> bool:
    """Whether a loss stands right behind an item, or in the bracket that opens there (得14分（投诉23件，扣1分）); so_told: or in the sentence that tells it of
    other items behind their scores (得39分，机制不健全扣1分).
    """
    if not between.strip(APART):
        return True
    ends = CLOSING if between[0] in OPENING else ENDS
    return (between[0] in OPENING or so_told) and len(between) <= LONGEST and not any(mark in between for mark in ends)


def _go_together(text: Text, full: Mention, own: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether nothing stands between the scores of an item, or but what it lost (资金管理30分，因拨付偏慢扣1.8分，得28.2分)."""
    between = text.content[full.at.end : own.lead.start]
    if not between.strip(APART):
        return True
    lost = [one for one in mentions if one.role is Role.DEDUCTION and full.at < one.at < own.at]
    apart = len(between) > LONGEST or any(mark in between for mark in ENDS)
    return bool(lost) and not apart and not text.content[lost[-1].at.end : own.lead.start].strip(APART)


def _is_total(one: Mention) -> bool:
    return one.role in (Role.SELF, Role.TOTAL_SELF) and one.value is not None and one.value >= LEAST_TOLD
