"""Which section a statement behind the items names before its figure."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.mention import Mention
from extractor.facts.mentions import MentionFinder
from extractor.model.outline import Section
from extractor.model.text import Span, Text


def named_section(text: Text, mention: Mention, sections: Sequence[Section], finder: MentionFinder) -> Section | None:
    """The section that a summary names before a figure (工作创新方面自评得分5分), None when it names none; a bare name must be the whole title."""
    if mention.named:
        name = text.slice(Span(mention.lead.start, mention.lead.end))
        return next((section for section in sections if section.title == name), None)
    sentence = finder.sentence(mention.at)
    begin = max(text.content.rfind(mark, sentence.start, mention.lead.start) for mark in "，；,;：") + 1
    clause, lead = text.content[max(begin, sentence.start) : mention.at.start], text.slice(mention.lead)
    held = [
        (clause.rfind(section.title) + len(section.title), len(section.title), -order)
        for order, section in enumerate(sections)
        if len(section.title) > 1
        and section.title in clause
        and section.title not in lead
        and not _is_assessment(section, clause, [other for other in sections if other.title in text.slice(sentence)], finder)
    ]
    # the one named right before the figure (投入得27分、过程得22分); of several with the same words the first
    return sections[-max(held)[2]] if held else None


def _is_assessment(section: Section, clause: str, told: Sequence[Section], finder: MentionFinder) -> bool:
    """Whether a title is part of what the assessment is called (绩效评价得分为97分), in a sentence that names no other section."""
    words = clause[clause.rfind(section.title) :]
    return words.startswith(finder.assessments) and all(other.title == section.title for other in told)
