"""Losses in a list whose head alone says that they are some (扣分构成：决策1分、产出2.5分): what stands behind each name was taken off, and not obtained."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractor.facts.mention import Mention
from extractor.facts.mentions import Mentions
from extractor.language.patterns import Patterns
from extractor.model.facts import Role
from extractor.model.text import Span, Text

_FORM = "score.lost-list"


def with_losses(text: Text, found: Mentions, patterns: Patterns) -> Mentions:
    """What was found, the figures of such lists as deductions."""
    places = {at.start: at for at in (*(one.at for one in found.mentions), *(look.at for look in found.look_alikes))}
    lost: dict[Span, Mention] = {}
    for match in patterns.one(_FORM).seek(text.content):
        for start, printed in zip(match.starts("lost"), match.captures("lost"), strict=True):
            at = places.get(start)
            if at is not None:
                lost[at] = Mention(Role.DEDUCTION, Decimal(printed), at, Span(at.start, at.start), strong=True)
    if not lost:
        return found
    mentions = sorted((*(one for one in found.mentions if one.at not in lost), *lost.values()), key=lambda one: one.at)
    return replace(found, mentions=tuple(mentions), look_alikes=tuple(one for one in found.look_alikes if one.at not in lost))
