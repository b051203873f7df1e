"""Scores of items told in two rows, all full ones first (决策15分、过程20分、产出65分，自评分别为15分、19分、64分), or in pairs of which one has no words.

What stands in a row has no words of its own: each obtained score belongs to the full one of its place. They are the parts of the section that tells them,
where no other section scores anything; where others do, a paragraph only says again what they obtained.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from extractor.facts.listed_parts import APART, OPENING
from extractor.facts.mention import LEAST_TOTAL, TOTAL_ROLES, Mention, exact_sum
from extractor.facts.mentions import Mentions
from extractor.language.patterns import Patterns
from extractor.model.facts import Part, Role, Score
from extractor.model.outline import Outline, SectionLocator
from extractor.model.text import Span, Text

if TYPE_CHECKING:
    import regex

_KIND = "score-in-order"
_COUPLE = 2


class Rows(NamedTuple):
    """The full scores and the obtained ones, in the order of their items. wholes: what either come to, where that is told beside the rows."""

    full: tuple[Mention, ...]
    own: tuple[Mention, ...]
    wholes: tuple[Mention, ...] = ()


def rows(text: Text, found: Mentions, patterns: Patterns) -> tuple[Mentions, tuple[Rows, ...]]:
    """What was found, the figures of such rows with the side of their row; and the rows."""
    told: list[Rows] = []
    spans = [*(one.at for one in found.mentions), *(look.at for look in found.look_alikes)]
    places = {at.start: at for at in spans}
    for match in (match for form in patterns.kind(_KIND) for match in form.seek(text.content)):
        full, own = (
            tuple(_mention(role, start, printed, places) for start, printed in zip(match.starts(name), match.captures(name), strict=True))
            for role, name in ((Role.MAX, "full"), (Role.SELF, "own"))
        )
        if len(full) == len(own) + 1 and full[0].value == exact_sum(one.value for one in full[1:] if one.value is not None):
            full = full[1:]  # 产出50分，包括数量30分、质量20分，分别得29分、20分
        if len(full) == len(own) > 1 and (row := _turned(Rows(full, own), text)) is not None:
            told.append(row._replace(wholes=tuple(_wholes(match, row, places))))
    taken = {one.at: one for row in told for one in (*row.full, *row.own, *row.wholes)}
    if not taken:
        return found, ()
    others = [_summed_up(text, told, one) for one in found.mentions if one.at not in taken]
    mentions = sorted((*others, *taken.values()), key=lambda one: one.at)
    looks = tuple(one for one in found.look_alikes if one.at not in taken)
    return replace(found, mentions=tuple(mentions), look_alikes=looks), tuple(told)


def _turned(row: Rows, text: Text) -> Rows | None:
    """The row, its sides changed where the full scores stand in the brackets (投入14分（15分）、产出48分（50分）); None where one alone says so."""
    pairs = list(zip(row.full, row.own, strict=True))
    behind = all(text.content[full.at.end : own.at.start].strip() in OPENING for full, own in pairs)
    apart = [own.value - full.value for full, own in pairs if full.value is not None and own.value is not None]
    larger = sum(one > 0 for one in apart)
    if not behind or not larger or any(one < 0 for one in apart):
        return row
    if larger < _COUPLE:
        return None
    full, own = (tuple(replace(one, role=role) for one in side) for role, side in ((Role.MAX, row.own), (Role.SELF, row.full)))
    return Rows(full, own)


def _summed_up(text: Text, told: Sequence[Rows], one: Mention) -> Mention:
    """A total right behind the obtained scores, which does not say of which scores it is (…、24分，总分97分), as one of what was obtained."""
    total = one.role in TOTAL_ROLES or one.either
    right_behind = any(
        row.own[-1].at < one.at and not text.content[row.own[-1].at.end : one.lead.start].strip(f"{APART}。") for row in told
    )
    return replace(one, role=Role.TOTAL_SELF, either=False) if total and right_behind else one


def _wholes(match: regex.Match[str], row: Rows, places: Mapping[int, Span]) -> Iterator[Mention]:
    """What the scores of a row come to (…、满意度5分，共100分。自评分别为…，合计96分); of one item (产出50分，包括…) nothing is said."""
    whole = exact_sum(one.value for one in row.full if one.value is not None) >= LEAST_TOTAL
    for role, name in ((Role.TOTAL_MAX, "all"), (Role.TOTAL_SELF, "sum")):
        if name in match.re.groupindex and match[name] is not None and (whole or role is Role.TOTAL_MAX):
            yield _mention(role, match.start(name), match[name], places)


def _mention(role: Role, start: int, printed: str, places: Mapping[int, Span]) -> Mention:
    """A score of a row; 分 may stand behind the last one alone (满分依次为10、40、50分)."""
    at = places.get(start, Span(start, start + len(printed)))
    return Mention(role, Decimal(printed), at, Span(start, start), strong=True)


def with_rows(outline: Outline, scores: Mapping[str, Score], told: Sequence[Rows]) -> dict[str, Score]:
    """The score, by the id of its section, that the one pair of rows gives, where nothing else is scored."""
    if len(told) != 1 or any(one.max is not None or one.self is not None for one in scores.values()):
        return {}
    (row,) = told
    section = SectionLocator(outline).at(row.own[0].at.start)
    if section is None or section.annex:
        return {}
    parts = tuple(Part(None, full.value, own.value, own.at) for full, own in zip(row.full, row.own, strict=True))
    own = exact_sum(one.value for one in row.own if one.value is not None)
    full = exact_sum(one.value for one in row.full if one.value is not None)
    known = scores.get(section.id, Score())
    return {section.id: Score(full, own, None, row.own[0].at, parts, known.deductions)}
