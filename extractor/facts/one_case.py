"""The cost of one case, which a report words as the rubric does (有1项成果未转化，扣0.5分): a deduction where the item's scores say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractor.facts.mention import Mention, figure_value
from extractor.facts.mentions import MentionFinder, Mentions
from extractor.facts.reasons import ReasonFinder
from extractor.facts.statements import exact_sum
from extractor.model.facts import Role, Score
from extractor.model.outline import Outline, SectionLocator
from extractor.model.text import Span, Text

ONE_CASE = "score.rule-one-case"
"""What explains such a figure as the rubric's wording."""


def told_by_case(
    text: Text, outline: Outline, finder: MentionFinder, reasons: ReasonFinder, scores: Mapping[str, Score], found: Mentions
) -> tuple[dict[str, Score], Mentions]:
    """The scores with the cost of one case as a deduction where it is just what its item lost and nothing else tells of it, and the account of that."""
    told, located = dict(scores), SectionLocator(outline)
    for look in [look for look in found.look_alikes if look.entry == ONE_CASE]:
        section, printed = located.at(look.at.start), finder.figure.search(text.content, look.at.start, look.at.end)
        score = told.get(section.id) if section is not None else None
        value = figure_value(printed["value"]) if printed is not None else None
        if section is None or score is None or score.max is None or score.self is None or score.deductions or value is None:
            continue
        if value > 0 and exact_sum([score.self, value]) == score.max:
            mention = Mention(Role.DEDUCTION, value, look.at, Span(look.at.start, look.at.start), True)
            told[section.id] = replace(score, deductions=(reasons.deduction(mention, found.mentions),))
            kept = tuple(other for other in found.look_alikes if other is not look)
            found = replace(found, mentions=(*found.mentions, mention), look_alikes=kept)
    return told, found
