"""A score that ends its item as other items end with theirs (…，得8分。), though it is above the full score: it is this item's, and one of the two is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.facts.mention import Mention
from extractor.model.facts import Role
from extractor.model.text import Text

_FEWEST = 2
"""Other items that end alike."""
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


def _is_last_word(mention: Mention, text: Text) -> bool:
    """Whether nothing but a mark stands before the words of a mention in its clause, and nothing behind it in its paragraph."""
    begin, end = mention.lead.start, mention.at.end
    paragraph = text.paragraphs[text.paragraph_at(mention.at.start)]
    return text.content[begin - 1 : begin] in _BEFORE and not text.content[end : paragraph.end].strip(_BEHIND)
