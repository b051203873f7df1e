"""The cost of one case, which a report words as the rubric does (有1项成果未转化，扣0.5分): a deduction where the item's scores say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.facts.item_lines import points
from extractor.facts.mention import LookAlike, Mention, exact_sum, figure_value
from extractor.facts.mentions import MentionFinder, Mentions
from extractor.facts.reasons import ReasonFinder
from extractor.model.facts import Role, Score
from extractor.model.outline import Outline, SectionLocator
from extractor.model.text import Span, Text

EACH_CASE = "score.rule-each"
ONE_CASE = "score.rule-one-case"
"""What explains such a figure as the rubric's wording."""
RULES = ("score.rule-scale", "score.rule-condition")
"""What explains the figures of a sentence that tells a rule, and may tell behind it what was taken off by it."""
_BESIDE = 10
"""Characters from what was taken off to what was obtained."""
_STOPS = "。；;\n"


def told_by_case(
    text: Text, outline: Outline, finder: MentionFinder, reasons: ReasonFinder, scores: Mapping[str, Score], found: Mentions
) -> tuple[dict[str, Score], Mentions]:
    """The scores with the cost of one case as a deduction where it is just what its item lost, or goes on to what it obtained, and nothing else
    tells of it; and the account of that.
    """
    told, located = dict(scores), SectionLocator(outline)
    for look in [look for look in found.look_alikes if look.entry == ONE_CASE]:
        section, printed = located.at(look.at.start), finder.figure.search(text.content, look.at.start, look.at.end)
        score = told.get(section.id) if section is not None else None
        value = figure_value(printed["value"]) if printed is not None else None
        if section is None or score is None or score.max is None or score.self is None or score.deductions or value is None:
            continue
        if value > 0 and (exact_sum([score.self, value]) == score.max or _goes_on(text, look, score, value)):
            mention = Mention(Role.DEDUCTION, value, look.at, Span(look.at.start, look.at.start), True)
            told[section.id], found = _taken_off(score, [mention], reasons, found)
    told, found = _told_behind_rules(text, located, finder, reasons, told, found)
    return _told_by_cases(text, located, finder, reasons, told, found)


def _goes_on(text: Text, look: LookAlike, score: Score, cost: Decimal) -> bool:
    """Whether the cost of one case goes on to what was obtained (低于目标1个百分点，扣2分，得9分), and several such cases do not make up what was lost."""
    if score.self_at is None or score.max is None or score.self is None:
        return False
    between = text.content[look.at.end : score.self_at.start]
    beside = (
        look.at.end < score.self_at.start and 0 < len(between) <= _BESIDE and not any(char.isdigit() or char in _STOPS for char in between)
    )
    return beside and (score.max - score.self) % cost != 0


def _told_behind_rules(
    text: Text, located: SectionLocator, finder: MentionFinder, reasons: ReasonFinder, told: dict[str, Score], found: Mentions
) -> tuple[dict[str, Score], Mentions]:
    """评分办法规定每缺1份扣0.2分，共缺3份，扣0.6分: what was taken off by a rule, in the rule's own sentence, where it makes up what the item lost.

    The last such figures of the item are tried first alone, then all of them.
    """
    behind: dict[str, list[Mention]] = {}
    taken_off = reasons.patterns.one("score.taken-off")
    for look in found.look_alikes:
        section, printed = located.at(look.at.start), finder.figure.search(text.content, look.at.start, look.at.end)
        value = figure_value(printed["value"]) if printed is not None else None
        if look.entry not in RULES or section is None or value is None or value <= 0:
            continue
        clause = taken_off.search(text.content, finder.sentence(look.at).start, look.at.start)
        if clause is not None:
            mention = Mention(Role.DEDUCTION, value, look.at, Span(clause.start("lead"), look.at.start), True)
            behind.setdefault(section.id, []).append(mention)
    for id, those in behind.items():
        score = told.get(id)
        if score is None or score.max is None or score.self is None:
            continue
        known = exact_sum([score.self, *(one.points for one in score.deductions)])
        ways = ([those[-1]], those)
        way = next((way for way in ways if exact_sum([known, *map(points, way)]) == score.max), None)
        if way is not None:
            told[id], found = _taken_off(score, way, reasons, found)
    return told, found


def _told_by_cases(
    text: Text, located: SectionLocator, finder: MentionFinder, reasons: ReasonFinder, told: dict[str, Score], found: Mentions
) -> tuple[dict[str, Score], Mentions]:
    """迟报1次扣1分，数据差错1处扣0.5分: the costs of several cases, where they are together just what their item lost."""
    cases: dict[str, list[tuple[LookAlike, Decimal]]] = {}
    for look in found.look_alikes:
        section, printed = located.at(look.at.start), finder.figure.search(text.content, look.at.start, look.at.end)
        value = figure_value(printed["value"]) if printed is not None else None
        if look.entry in (ONE_CASE, EACH_CASE) and section is not None and value is not None and value > 0:
            cases.setdefault(section.id, []).append((look, value))
    for id, those in cases.items():
        score = told.get(id)
        if score is None or score.max is None or score.self is None or len(those) < 2:
            continue
        if exact_sum([score.self, *(one.points for one in score.deductions), *(value for _, value in those)]) != score.max:
            continue
        mentions = [Mention(Role.DEDUCTION, value, look.at, Span(look.at.start, look.at.start), True) for look, value in those]
        told[id], found = _taken_off(score, mentions, reasons, found)
    return told, found


def _taken_off(score: Score, losses: Sequence[Mention], reasons: ReasonFinder, found: Mentions) -> tuple[Score, Mentions]:
    """The score with these losses, and the mentions with them in the place of the look-alikes that they were taken for."""
    listed = (reasons.deduction(mention, found.mentions) for mention in losses)
    taken = {mention.at for mention in losses}
    kept = tuple(other for other in found.look_alikes if other.at not in taken)
    lessened = replace(score, deductions=tuple(sorted((*score.deductions, *listed), key=lambda one: one.at)))
    return lessened, replace(found, mentions=(*found.mentions, *losses), look_alikes=kept)


def listed_by_case(
    text: Text,
    outline: Outline,
    finder: MentionFinder,
    reasons: ReasonFinder,
    scores: Mapping[str, Score],
    found: Mentions,
    lost: Decimal | None,
) -> tuple[dict[str, Score], Mentions]:
    """（二）采购延迟1个月，扣1分: the cost of one case in a list of losses (sections that score nothing), where it makes up what the report says it lost.

    lost: what the report states for all its losses together.
    """
    told, located = dict(scores), SectionLocator(outline)
    scored = {id.split(".")[0] for id, score in scores.items() if score.max is not None or score.self is not None}
    listed = [one.points for id, score in scores.items() if id.split(".")[0] not in scored for one in score.deductions]
    cases: list[tuple[str, LookAlike, Decimal]] = []
    for look in found.look_alikes:
        section, printed = located.at(look.at.start), finder.figure.search(text.content, look.at.start, look.at.end)
        value = figure_value(printed["value"]) if printed is not None else None
        if look.entry == ONE_CASE and section is not None and section.id.split(".")[0] not in scored and value is not None:
            cases.append((section.id, look, value))
    if lost is None or not listed or not cases or exact_sum([*listed, *(value for *_, value in cases)]) != lost:
        return told, found
    for id, look, value in cases:
        mention = Mention(Role.DEDUCTION, value, look.at, Span(look.at.start, look.at.start), True)
        told[id], found = _taken_off(told.get(id, Score()), [mention], reasons, found)
    return told, found
