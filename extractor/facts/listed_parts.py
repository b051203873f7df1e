"""What a total is made of, told behind it in its paragraph: 自评得分97.4分，其中：投入15分，得15分；过程25分，得24.4分；…"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.facts.mention import LEAST_TOLD, Mention
from extractor.model.facts import Role
from extractor.model.text import Span, Text

FEWEST = 4
"""Figures of such a list: a full score and an obtained one in turn."""


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


def _is_total(one: Mention) -> bool:
    return one.role in (Role.SELF, Role.TOTAL_SELF) and one.value is not None and one.value >= LEAST_TOLD
