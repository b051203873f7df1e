"""Which section a statement behind the items names before its figure."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.mention import Mention
from extractor.facts.mentions import MentionFinder
from extractor.model.outline import Section
from extractor.model.text import Span, Text

CLOSING = ("）", ")")


def named_section(text: Text, mention: Mention, sections: Sequence[Section], finder: MentionFinder) -> Section | None:
    """The section that a summary names before a figure (工作创新方面自评得分5分), None when it names none; a bare name must be the whole title."""
    if mention.named:
        name = text.slice(Span(mention.lead.start, mention.lead.end))
        return next((section for section in sections if section.title == name), None)
    sentence = finder.sentence(mention.at)
    begin = max(text.content.rfind(mark, sentence.start, mention.lead.start) for mark in "，；,;：") + 1
    clause, lead = text.content[max(begin, sentence.start) : mention.at.start], text.slice(mention.lead)
    told = text.slice(sentence)
    held = [
        (clause.rfind(title) + len(title), len(title), -order)
        for order, section in enumerate(sections)
        if len(title := _called(section, finder)) > 1
        and title in clause
        and title not in lead
        and not _is_assessment(title, clause, [other for other in sections if _called(other, finder) in told], finder)
    ]
    # the one named right before the figure (投入得27分、过程得22分); of several with the same words the first
    return sections[-max(held)[2]] if held else None


def follows_title(text: Text, section: Section, mention: Mention) -> bool:
    """Whether nothing stands between the title of a section and the words of a score (组织领导得29分, 过程指标分值24分)."""
    end = text.content.rfind(section.title, 0, mention.at.start) + len(section.title)
    return mention.lead.start <= end <= mention.at.start


def bears_title(text: Text, mention: Mention, sections: Sequence[Section], finder: MentionFinder) -> bool:
    """Whether a score stands right behind a title that one section alone has."""
    section = named_section(text, mention, sections, finder)
    titles = [other.title for other in sections]
    return section is not None and titles.count(section.title) == 1 and follows_title(text, section, mention)


def _called(section: Section, finder: MentionFinder) -> str:
    """What a summary calls a section: its title without a bracket that says what it does to the total (工作创新（加分项）)."""
    return finder.kind_aside.sub("", section.title) if section.title.endswith(CLOSING) else section.title


def _is_assessment(title: str, clause: str, told: Sequence[Section], finder: MentionFinder) -> bool:
    """Whether a title is part of what the assessment is called (绩效评价得分为97分), in a sentence that names no other section."""
    words = clause[clause.rfind(title) :]
    return words.startswith(finder.assessments) and all(_called(other, finder) == title for other in told)
