"""A score table against the body: the figures of each item that both have, the totals, and what only one of them has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from extractor.model.facts import Figure, ScoreItem, ScoreTable, TableKind
from extractor.model.outline import Kind, Section, place_name
from extractor.model.report import Operand, Verdict
from extractor.validator.application import Application, Equation, examined, place
from extractor.validator.figures import total
from extractor.validator.matter import Matter, Side
from extractor.validator.score.table_matching import Match, Matching, match_items

RULE = "score/table"
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_SIDES: tuple[Side, ...] = ("max", "self")
OTHER_SCALE = "other-scale"
UNCERTAIN = "uncertain-match"


class _Tabled(NamedTuple):
    """What a table has for a figure of the body: the value, and the refs behind it with their coefficients in ``body − table = 0``."""

    value: Decimal | None
    coefficients: dict[str, int]
    operands: tuple[Operand, ...]


def against_body(matter: Matter, one: ScoreTable) -> Iterator[Application]:
    """The checks between a table and the body; none where the two speak of different things."""
    matching = match_items(matter, one)
    certain = [match for match in matching.matches if match.certain]
    if not _of_one_thing(certain, matching):
        if matching.matches or not total_alone(matter, one):
            return
        certain = []
    if _other_scale(matter, certain):
        params: dict[str, object] = {"variant": "unread", "table": one.id[1:]}
        yield Application(examined(RULE, None, Verdict.UNCHECKED, [], stated=None, reason=OTHER_SCALE, params=params))
        return
    sides = _SIDES if one.kind is TableKind.SCORED else _SIDES[:1]
    refs: dict[Side, list[str]] = {"max": [], "self": []}
    for match in matching.matches:
        for side in sides:
            for application in _item(matter, one, match, side):
                if application.stated_ref is not None:
                    refs[side].append(application.stated_ref)
                yield application
    for side in sides:
        yield from _totals(matter, one, side, refs[side], _apart(matter, matching, side))
    if certain:
        yield from _unmatched(matter, one, matching)


def _of_one_thing(certain: Sequence[Match], matching: Matching) -> bool:
    """Whether enough items are found on both sides to say that the table scores what the body scores."""
    fewer = min(len(matching.sections), len(matching.items))
    return bool(certain) and (len(certain) >= 2 or fewer <= 1) and 2 * len(certain) >= fewer


def total_alone(matter: Matter, one: ScoreTable) -> bool:
    """Whether only totals can be compared: the body scores no items, and the table is the only one that is filled in."""
    scored = [table for table in matter.facts.score_tables if table.kind is TableKind.SCORED and table.refused is None]
    return scored == [one] and not any(matter.has_score(section) for section in matter.own() if section.id not in matter.grand_totals)


def _other_scale(matter: Matter, certain: Sequence[Match]) -> bool:
    """Whether the two give most items another 分值: then they are scored by different rubrics."""
    both = [(matter.score(match.section).max, match.item.max.value) for match in certain if match.item.max is not None]
    known = [(body, tabled) for body, tabled in both if body is not None and tabled is not None]
    return len(known) > 2 and 2 * sum(body != tabled for body, tabled in known) > len(known)


def _tabled(item: ScoreItem, side: Side) -> _Tabled | None:
    """What the table gives an item; where it has deductions in place of scores, what they leave."""
    figure: Figure | None = getattr(item, side)
    if figure is not None:
        ref = f"table:{item.ref}.{side}"
        return _Tabled(figure.value, {ref: -1}, (Operand("table", figure.value, ref, figure.at),))
    if side == "self" and item.max is not None and item.deduction is not None:
        most, lost = f"table:{item.ref}.max", f"table:{item.ref}.deduction"
        known = item.max.value is not None and item.deduction.value is not None
        value = total([item.max.value, item.deduction.value.copy_negate()]) if known and item.max.value and item.deduction.value else None
        if value is None and known:
            value = item.max.value if not item.deduction.value else total([Decimal(0), (item.deduction.value or Decimal(0)).copy_negate()])
        operands = (Operand("max", item.max.value, most, item.max.at), Operand("deduction", item.deduction.value, lost, item.deduction.at))
        return _Tabled(value, {most: -1, lost: 1}, operands)
    return None


def _rows_below(matter: Matter, match: Match) -> _Tabled | None:
    """What the rows under a heading without a score add up to, where their full scores are all of the section's: 产出指标（50分，自评48分）.

    A section that counts another item in, or leaves one out, has another full score: it is not compared.
    """
    rows = [(_tabled(one, "max"), _tabled(one, "self")) for child in match.item.children for one in _scored(child)]
    full = matter.score(match.section).max
    most = [one.value for one, _ in rows if one is not None and one.value is not None]
    own = [one for _, one in rows if one is not None and one.value is not None]
    if not rows or not len(rows) == len(most) == len(own) or full != total(most) or matter.kind(match.section) is not Kind.NORMAL:
        return None
    if any(matter.has_score(below) for below in match.section.children):
        return None  # those are held to the rows one by one, and the section to them
    value, stated = total([one.value for one in own if one.value is not None]), matter.stated(match.section, "self")
    if isinstance(stated, Decimal) and value != stated == value.quantize(stated, ROUND_HALF_UP):
        return None  # 48.4 of rows that give 48.41: told in fewer decimals
    refs = {ref: factor for one in own for ref, factor in one.coefficients.items()}
    return _Tabled(value, refs, tuple(part for one in own for part in one.operands))


def _scored(item: ScoreItem) -> Iterator[ScoreItem]:
    """The topmost rows of a branch that have a 分值; one at its end that has none, too."""
    if item.max is not None or not item.children:
        yield item
        return
    for child in item.children:
        yield from _scored(child)


def _item(matter: Matter, one: ScoreTable, match: Match, side: Side) -> Iterator[Application]:
    section, item = match.section, match.item
    at = matter.stated_at(section, side)
    tabled = _tabled(item, side) or (_rows_below(matter, match) if side == "self" else None)
    if tabled is None or at is None:
        return
    body = Operand("stated", matter.stated(section, side), f"section:{section.id}.{side}", at)
    params = {**place(matter, section), "variant": f"body-{side}", "table": one.id[1:], "item": f"{item.label or ''}{item.title}"}
    yield _compared(matter, section, body, tabled, params, certain=match.certain)


def _compared(
    matter: Matter, section: Section | None, body: Operand, tabled: _Tabled, params: dict[str, object], *, certain: bool
) -> Application:
    value = matter.stated(section, "self" if body.ref and body.ref.endswith("self") else "max") if section is not None else body.value
    stated = value if isinstance(value, Decimal) else None
    params = {**params, "stated": stated, "computed": tabled.value}
    known = stated is not None and tabled.value is not None
    agrees = stated == tabled.value
    reason = None if known and (agrees or certain) else UNCERTAIN if known else "masked"
    verdict = Verdict.UNCHECKED if reason else Verdict.EXACT if agrees else Verdict.INCONSISTENT
    check = examined(RULE, section, verdict, [body, *tabled.operands], stated=stated, computed=tabled.value, reason=reason, params=params)
    return Application(check, None if reason else Equation({str(body.ref): 1, **tabled.coefficients}), body.ref)


def _apart(matter: Matter, matching: Matching, side: Side) -> Decimal:
    """What bonus and penalty items that only the body has, or only the table, make the body's total larger by: tables often leave them out."""
    body = [matter.stated(section, side) for section in matching.sections if matter.kind(section) is not Kind.NORMAL]
    apart = [
        below for item in matching.items if item.kind is not Kind.NORMAL for below in ((item,) if _tabled(item, side) else item.walk())
    ]
    tabled = [found.value for item in apart if (found := _tabled(item, side)) is not None]
    return total([*(one for one in body if one is not None), *(one.copy_negate() for one in tabled if one is not None), Decimal(0)])


def _totals(matter: Matter, one: ScoreTable, side: Side, below: Sequence[str], apart: Decimal) -> Iterator[Application]:
    """The body's declared total against each total that the table states; apart: what it may be larger by."""
    declared: Figure | None = getattr(matter.facts.totals, side)
    if declared is None:
        return
    body = Operand("stated", declared.value, f"totals.{side}", declared.at)
    for stated in one.totals:
        figure: Figure | None = getattr(stated, side)
        if stated.of is not None or stated.place == "part" or figure is None or figure.at == declared.at:
            continue
        if side == "max" and _beside(matter, figure, declared):
            continue
        if apart and declared.value is not None and figure.value is not None and declared.value == total([figure.value, apart]):
            continue
        ref = f"table:{stated.ref}.{side}"
        tabled = _Tabled(figure.value, {ref: -1}, (Operand("table", figure.value, ref, figure.at),))
        params: dict[str, object] = {"variant": f"body-total-{side}", "table": one.id[1:]}
        made = _compared(matter, None, body, tabled, params, certain=True)
        yield Application(made.check, made.equation, made.stated_ref, rests_on=tuple(below))


def _beside(matter: Matter, figure: Figure, declared: Figure) -> bool:
    """Whether the row of a table's full score holds the body's, too: that of another column (标准分 1000, 应得分 910)."""
    row = matter.text.paragraphs[matter.text.paragraph_at(figure.at.start)].span
    if figure.value == declared.value or not matter.text.paragraphs[matter.text.paragraph_at(figure.at.start)].table:
        return False
    others = [Decimal(word) for word in _FIGURE.findall(matter.text.content, row.start, figure.at.start)]
    return declared.value in others


def _unmatched(matter: Matter, one: ScoreTable, matching: Matching) -> Iterator[Application]:
    """A note of the items that only the table or only the body has. Bonus and penalty are often left out of a table: that alone is nothing to note."""
    if all(matter.kind(section) is not Kind.NORMAL for section in matching.sections) and not matching.items:
        return
    sections = [place_name(matter.labels(section.id)) + section.title for section in matching.sections]
    items = [f"{item.label or ''}{item.title}" for item in matching.items]
    variant = "unmatched" if sections and items else "only-body" if sections else "only-table"
    params: dict[str, object] = {"variant": variant, "table": one.id[1:], "sections": sections, "items": items}
    evidence = tuple([section.heading for section in matching.sections] + [item.at for item in matching.items])
    check = examined(RULE, None, Verdict.UNCHECKED, [], stated=None, reason="unmatched", params=params)
    yield Application(check, evidence=evidence, noted=True)
