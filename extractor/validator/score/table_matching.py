"""Which item of a score table is which section of the body: by title, place in the tree, 分值 and order; numbers tell how certain that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.language.titles import ALIKE
from extractor.model.facts import ScoreItem, ScoreTable
from extractor.model.outline import Section
from extractor.model.rubric import Item
from extractor.validator.matter import Matter
from extractor.validator.score.alignment import Node, align, flatten, nearness
from extractor.validator.score.profile import titles_of

CERTAIN = 800
"""The nearness of titles that is enough by itself; from `ALIKE` on, the same 分值, the same number or the same parent must speak for the pair, too."""
_ENDS = "、.．"


@dataclass(frozen=True, slots=True)
class Match:
    """A section and the item that it speaks of. certain: else no figure may be accused."""

    section: Section
    item: ScoreItem
    certain: bool


@dataclass(frozen=True, slots=True)
class Matching:
    """matches: in the order of the body. sections, items: scored ones that found nothing, nor has anything above or below them."""

    matches: tuple[Match, ...]
    sections: tuple[Section, ...]
    items: tuple[ScoreItem, ...]


def match_items(matter: Matter, table: ScoreTable) -> Matching:
    """Match the scored sections of the report itself with the items of a table, one to one."""
    sections = flatten([item for top in matter.outline.sections if (item := _of_section(matter, top)) is not None])
    items = list(table.walk())
    tabled = flatten([_of_row(item) for item in table.items])
    titles = titles_of(matter.patterns)
    pairs = align(sections, tabled, titles)
    matches: list[Match] = []
    for i, j in sorted(pairs.items()):
        near = nearness(sections[i].item, tabled[j].item, titles)
        section = matter.section(sections[i].item.section or "")
        if not matter.has_score(section):
            continue
        backed = near >= ALIKE and (_same_place(sections[i], tabled[j], pairs) or _same_number(section, items[j]))
        matches.append(Match(section, items[j], near >= CERTAIN or backed))
    scored = [matter.section(node.item.section or "") for node in sections]
    return Matching(
        tuple(matches), _alone_sections(matter, [one for one in scored if matter.has_score(one)], matches), _alone_items(table, matches)
    )


def told_in_tables(matter: Matter) -> frozenset[str]:
    """The ids of the sections whose row in a score table says what was taken off, or why."""
    return frozenset(
        match.section.id
        for table in matter.facts.score_tables
        for match in match_items(matter, table).matches
        if match.certain and _tells_loss(match.item)
    )


def _tells_loss(item: ScoreItem) -> bool:
    """Whether the row of an item, or one below it, says what was taken off, or why."""
    own = item.reason is not None or (item.deduction is not None and bool(item.deduction.value))
    return own or any(map(_tells_loss, item.children))


def _of_section(matter: Matter, section: Section) -> Item | None:
    """A section with those below it that are scored; None where none is, or it is an annex or only states the grand total."""
    if section.annex:
        return None
    children = tuple(item for child in section.children if (item := _of_section(matter, child)) is not None)
    stated = matter.has_score(section) and section.id not in matter.grand_totals
    if not stated and not children:
        return None
    return Item(section.title, matter.score(section).max if stated else None, section.kind, children, section=section.id)


def _of_row(item: ScoreItem) -> Item:
    most = None if item.max is None else item.max.value
    return Item(item.title, most, item.kind, tuple(_of_row(child) for child in item.children))


def _same_place(one: Node, other: Node, pairs: dict[int, int]) -> bool:
    """Whether both have the same 分值, or parents that are matched."""
    same_max = one.item.max is not None and one.item.max == other.item.max
    return same_max or (one.parent >= 0 and pairs.get(one.parent) == other.parent)


def _same_number(section: Section, item: ScoreItem) -> bool:
    return item.label is not None and section.label.strip(_ENDS) == item.label.strip(_ENDS)


def _alone_sections(matter: Matter, sections: Sequence[Section], matches: Iterable[Match]) -> tuple[Section, ...]:
    """The sections without an item, where neither one above nor one below has one."""
    matched = {match.section.id for match in matches}
    near = {one.id: (*matter.ancestors(one), *one.walk()) for one in sections}
    return tuple(one for one in sections if not any(other.id in matched for other in near[one.id]))


def _alone_items(table: ScoreTable, matches: Iterable[Match]) -> tuple[ScoreItem, ...]:
    """The items without a section, where neither one above nor one below has one; of a whole branch the topmost."""
    matched = {match.item.ref for match in matches}

    def alone(item: ScoreItem) -> list[ScoreItem]:
        if item.ref in matched:
            return []
        if not any(below.ref in matched for below in item.walk()):
            return [item]
        return [one for child in item.children for one in alone(child)]

    return tuple(one for item in table.items for one in alone(item))
