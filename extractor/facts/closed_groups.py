"""本部分分值12分，自评得分11分 behind the last item of a group: the scores of the group, and not of that item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.facts.mention import Mention
from extractor.facts.mentions import MentionFinder
from extractor.language.patterns import Pattern
from extractor.model.facts import Role
from extractor.model.outline import Section
from extractor.model.text import Span, Text

_SIDES = frozenset({Role.MAX, Role.SELF})
_BELOW = 2
"""The level from which an item stands below another."""


def closed_groups(
    text: Text, finder: MentionFinder, form: Pattern, in_body: Sequence[tuple[Mention, Section]], headings: Mapping[str, Sequence[Mention]]
) -> frozenset[Span]:
    """The sentences that open a paragraph with words of a whole group, behind an item with nothing below it that has told both its scores.

    What is no more than the item has is the item's, told again.
    """
    found: set[Span] = set()
    for mention, section in in_body:
        sentence = finder.sentence(mention.at)
        if mention.role is not Role.MAX or section.children or section.level < _BELOW or form.match(text.slice(sentence)) is None:
            continue
        before = [other for other, home in in_body if home is section and other.at.end <= sentence.start]
        before += headings.get(section.id, ())
        full = max((other.value for other in before if other.role is Role.MAX and other.value is not None), default=None)
        both = {other.role for other in before} >= _SIDES
        if both and full is not None and mention.value is not None and mention.value > full and finder.opens_paragraph(sentence):
            found.add(sentence)
    return frozenset(found)
