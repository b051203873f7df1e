"""A score that ends its item as other items end with theirs (…，得8分。): it is this item's, though it be above the full score, or none be stated at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.facts.mention import LookAlike, Mention, exact_sum
from extractor.language.patterns import Patterns
from extractor.model.facts import Role
from extractor.model.outline import Outline, Section, SectionLocator
from extractor.model.text import Text

_FEWEST = 2
"""Other items that end alike; items of a report without full scores that end with what they obtained."""
_WHOLE = Decimal(100)
_OWN = (Role.SELF, Role.TOTAL_SELF)
_BEFORE, _BEHIND = "，,。；;：: \n", "。；;\n"


def said_alike(mention: Mention, text: Text, everything: Sequence[Mention]) -> bool:
    """Whether an obtained score is the last clause of a paragraph, in the words with which other paragraphs end, and no larger than the largest full score."""
    if mention.value is None or not _is_last_word(mention, text):
        return False
    words = text.slice(mention.lead)
    alike = {
        text.paragraph_at(other.at.start)
        for other in everything
        if other.role is Role.SELF and text.slice(other.lead) == words and _is_last_word(other, text)
    }
    full = max((other.value for other in everything if other.role is Role.MAX and other.value is not None), default=Decimal(0))
    return len(alike - {text.paragraph_at(mention.at.start)}) >= _FEWEST and mention.value <= full


def without_full_scores(
    outline: Outline, text: Text, patterns: Patterns, mentions: Sequence[Mention], others: Sequence[LookAlike]
) -> list[Mention]:
    """The mentions; in a self-assessment that states no full scores, an obtained one that ends its item (…已落实专人，得3分。) is taken at its word where two
    items or more end so (a heading that tells one counts), each with no other score or rule (``others``) in it, and all come to no more than half as
    much again as the whole (one may be wrong).
    """
    assessed = patterns.one("score.self-assessment").search(outline.document.title or "") is not None
    assessed = assessed or any(one.strong and one.role in _OWN for one in mentions)
    if not assessed or any(one.role is Role.MAX and one.strong for one in mentions):
        return list(mentions)
    located = SectionLocator(outline)
    told: dict[str, list[Mention]] = defaultdict(list)
    homes: dict[str, Section] = {}
    for mention in mentions:
        section = located.at(mention.at.start)
        if section is not None:
            told[section.id].append(mention)
            homes[section.id] = section
    ends = {
        id: both[0]
        for id, both in told.items()
        if len(both) == 1 and both[0].role is Role.SELF and both[0].value is not None and _ends_item(both[0], homes[id], text)
        if not any(one.at.within(homes[id].body) for one in others)
    }
    headed = sum(one.role is Role.SELF and one.at.within(homes[id].heading) for id, both in told.items() for one in both)
    whole = max((one.value for one in mentions if one.role is Role.TOTAL_SELF and one.value is not None), default=_WHOLE)
    all_told = exact_sum(one.value for one in ends.values() if one.value is not None)
    if len(ends) + headed < _FEWEST or 2 * all_told > 3 * max(whole, _WHOLE):
        return list(mentions)
    weak = {one.at for one in ends.values() if not one.strong}
    return [replace(one, strong=True) if one.at in weak else one for one in mentions]


def _ends_item(mention: Mention, item: Section, text: Text) -> bool:
    """Whether a score is the last word of an item with nothing below it."""
    leaf = not item.children and not item.annex and mention.at.within(item.body) and mention.bracket is None and not mention.named
    return leaf and _is_last_word(mention, text) and not text.content[mention.at.end : item.body.end].strip(_BEHIND)


def _is_last_word(mention: Mention, text: Text) -> bool:
    """Whether nothing but a mark stands before the words of a mention in its clause, and nothing behind it in its paragraph."""
    begin, end = mention.lead.start, mention.at.end
    paragraph = text.paragraphs[text.paragraph_at(mention.at.start)]
    return text.content[begin - 1 : begin] in _BEFORE and not text.content[end : paragraph.end].strip(_BEHIND)
