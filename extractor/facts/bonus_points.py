"""Points that are added or taken off: what a bonus or a penalty offers, and what was obtained."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.facts.mention import Mention, exact_sum
from extractor.model.facts import Role


def at_most(mention: Mention, heading: Sequence[Mention]) -> bool:
    """（减分-10分，自评0分）: a negative figure before the obtained one of its bracket is what a penalty may take off."""
    negative = mention.role is Role.DEDUCTION and mention.value is not None and mention.value < 0
    beside = [other for other in heading if other.bracket == mention.bracket]
    obtained = any(other.role is Role.SELF and other.at > mention.at for other in beside)
    return negative and mention.bracket is not None and obtained and all(other.role is not Role.MAX for other in beside)


def offered(mention: Mention, heading: Sequence[Mention]) -> bool:
    """Whether points of a bonus are those on offer: the first figure of a bracket that tells behind it what was obtained (加分10分，自评得分7分)."""
    behind = [other for other in heading if other.bracket == mention.bracket and other.at > mention.at]
    obtained = len(behind) == 1 and behind[0].role in (Role.SELF, Role.BONUS)
    no_more = obtained and None not in (mention.value, behind[0].value) and behind[0].value <= mention.value  # type: ignore[operator]
    return mention.role is Role.BONUS and obtained and (mention.bracket is not None or no_more)


def raised(mention: Mention, ceiling: Decimal | None, body: Sequence[Mention]) -> bool:
    """基本分30分…加3.5分，得33.5分: whether the points that an item adds to its full score bring just what it says it obtained."""
    added = [abs(other.value) for other in body if other.role is Role.BONUS and other.value is not None and other.at < mention.at]
    return ceiling is not None and bool(added) and mention.value == exact_sum([ceiling, *added])
