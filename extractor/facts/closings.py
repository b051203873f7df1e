"""What a group of items scores, told behind the last of them in a sentence of its own: 本部分满分30分，自评得分29分."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from extractor.facts.mention import Mention, exact_sum
from extractor.facts.mentions import MentionFinder
from extractor.language.patterns import Pattern, Patterns
from extractor.model.facts import Role
from extractor.model.outline import Outline, Section, SectionLocator
from extractor.model.text import Span

_FULL, _OWN = (Role.MAX, Role.TOTAL_MAX), (Role.SELF, Role.TOTAL_SELF)
Closing = tuple[Section, Mention]
"""A section and what is told of it behind its last item."""


def closings(
    outline: Outline, finder: MentionFinder, patterns: Patterns, mentions: Sequence[Mention]
) -> tuple[list[Mention], list[Closing]]:
    """The mentions without those that close a group, and these with the sections that they speak of.

    Such a sentence opens its paragraph behind the last item of its group, which has told its own scores before, and states a full score above the item's;
    it says 本部分, or names the group by its title.
    """
    located, leads, tally = SectionLocator(outline), patterns.one("score.closes-group"), patterns.one("score.tallies-group")
    parents = {below.id: above for above in outline.walk() for below in above.children}
    told: dict[str, list[Mention]] = defaultdict(list)
    sentences: dict[Span, list[Mention]] = defaultdict(list)
    for mention in mentions:
        section = located.at(mention.at.start)
        if section is not None:
            told[section.id].append(mention)
            sentences[finder.sentence(mention.at)].append(mention)
    found: list[Closing] = []
    for sentence, both in sentences.items():
        item = located.at(both[0].at.start)
        if item is None or item.children or both[0].at.within(item.heading) or len(both) != len(_sides(both)):
            continue
        before = [one for one in told[item.id] if one.at.end <= sentence.start]
        named = _named(finder.text.content[sentence.start : both[0].lead.start], _closed_by(item, parents), tally)
        if not (named or leads.match(finder.text.content, sentence.start)) or not any(one.role in _OWN for one in before):
            continue
        full, most = _sides(both)[0], [one.value for one in before if one.role in _FULL and one.value is not None]
        groups = [named] if named is not None else _closed_by(item, parents)
        if groups and full.value is not None and most and full.value > max(most):
            group = next((one for one in groups if full.value in _full_scores(one, told)), groups[0])
            found.extend((group, mention) for mention in both)
    taken = {mention.at for _, mention in found}
    return [one for one in mentions if one.at not in taken], found


def _named(words: str, groups: Sequence[Section], tally: Pattern) -> Section | None:
    """The group whose title, with a word for a tally behind it, is all that stands before its scores (资金管理部分小计：满分20分)."""
    said = words.strip()
    return next((one for one in groups if one.title and said.startswith(one.title) and tally.fullmatch(said[len(one.title) :])), None)


def _sides(both: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions of a sentence where they are one full score and the obtained one behind it, else nothing."""
    if len(both) != len(_FULL) or both[1].role not in _OWN or not (both[0].role in _FULL or both[0].either):
        return ()
    return both


def _closed_by(item: Section, parents: dict[str, Section]) -> list[Section]:
    """The sections of which an item is the last one, the nearest first."""
    found: list[Section] = []
    above = parents.get(item.id)
    while above is not None and above.children[-1].id == item.id:
        found.append(above)
        item, above = above, parents.get(above.id)
    return found


def _full_scores(group: Section, told: dict[str, list[Mention]]) -> set[Decimal]:
    """The full score that the heading of a group states, and what those of its items come to."""
    items = [_stated(one, told) for one in group.children]
    known = [value for value in items if value is not None]
    return {value for value in (_stated(group, told), exact_sum(known) if len(known) == len(items) else None) if value is not None}


def _stated(section: Section, told: dict[str, list[Mention]]) -> Decimal | None:
    return next((one.value for one in told[section.id] if one.role in _FULL), None)
