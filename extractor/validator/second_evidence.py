"""What a careful auditor looks at before he sends a report back over scores: each function finds another reading of what was read under which nothing is
wrong.

They only clear: a check that fails and has such a reading is left undecided (`uncertain.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from extractor.model.claims import Quantity, QuantityKind
from extractor.model.facts import Role, Score
from extractor.model.outline import Kind, Section
from extractor.model.report import Operand
from extractor.model.text import Span
from extractor.validator.addends import addends
from extractor.validator.application import Application
from extractor.validator.cause import item_behind
from extractor.validator.figures import difference, total
from extractor.validator.matter import Matter
from extractor.validator.numbering import slips

MOST_PARAGRAPHS = 12
"""Paragraphs with deductions of which every selection is tried."""
MOST_LISTED = 10_000
"""Stands for a list that is none: the deductions of the items are as many as they are."""
SUM = "-sum"
OF_SECTION = ("score/section-max-sum", "score/section-self-sum")
SENTENCE_ENDS = "。！？\n"
MOST_ADDED = 4
"""Figures added to a base, or taken off it."""
TOTALS_TOLD = ("stated", "restated")
FEWEST_ITEMS = 3
"""Items under a sum of which both sides fail apart: of fewer it is not certain that they are all."""
WORDS = 8
"""Characters before a figure in which the words stand that say what it is."""
FEW_POINTS = 10
"""… and its slips are no more than this part of it."""


def lost_elsewhere(matter: Matter, one: Application) -> bool:
    """Without the deductions of some paragraphs an item lost just what the others tell: those are of something else (a list of what the report lost)."""
    known = {operand.role: operand for operand in one.check.operands if operand.role in ("max", "stated")}
    full, own = (None if (operand := known.get(role)) is None else operand.value for role in ("max", "stated"))
    if one.check.rule != "score/deduction" or full is None or own is None or own >= full:
        return False
    beside = {matter.text.paragraph_at(operand.at.start) for operand in known.values() if operand.at is not None}
    lost: dict[int, Fraction] = defaultdict(Fraction)
    for operand in one.check.operands:
        if operand.role == "deduction" and operand.at is not None and operand.value is not None:
            lost[matter.text.paragraph_at(operand.at.start)] += Fraction(operand.value)
    if len(lost) < 2 or len(lost) > MOST_PARAGRAPHS:
        return False
    sums = {sum((points for paragraph, points in lost.items() if paragraph in beside), Fraction(0))}
    for points in (points for paragraph, points in lost.items() if paragraph not in beside):
        sums |= {before + points for before in sums}
    return Fraction(full) - Fraction(own) in sums


def one_sided_addend(matter: Matter, one: Application) -> bool:
    """Without one addend that states only this side, where the others state both, a sum holds: that figure was told in passing, and is of no item."""
    if not one.check.rule.endswith(SUM) or one.check.stated is None or one.check.computed is None:
        return False
    told = [(one, section) for one in one.check.operands if one.role != "stated" and (section := _scored(matter, one)) is not None]
    alone = [operand for operand, section in told if _one_sided(matter.score(section))]
    beyond = Fraction(one.check.computed) - Fraction(one.check.stated)
    on_top = sum(
        (Fraction(operand.value) for operand, section in told if operand.value and matter.kind(section) is Kind.BONUS), Fraction(0)
    )
    aside = {Fraction(operand.value) for operand in alone if operand.value is not None}
    return len(alone) < len(told) and not aside.isdisjoint({beyond, beyond - on_top})


def unread_first_child(matter: Matter, one: Application) -> bool:
    """The items under a section do not begin with the first: that was not read, and what the section states may be that item's."""
    if not one.check.rule.endswith(SUM):
        return False
    rests_on = [section for operand in one.check.operands if (section := _scored(matter, operand)) is not None]
    gaps = {slip.section.id for slip in slips(matter) if slip.kind == "gap"}
    return any(section.children and section.children[0].id in gaps for section in rests_on)


def mixed_siblings(matter: Matter, one: Application) -> bool:
    """Items with labels of several kinds stand side by side under what they should add up to: a level was lost, or one read into another."""
    if not one.check.rule.endswith(SUM):
        return False
    above = one.check.section
    children = matter.outline.sections if above is None else matter.section(above).children
    schemes = {child.scheme for child in children if not child.annex and matter.kind(child) is Kind.NORMAL and matter.scored(child)}
    return len(schemes) > 1


def told_within_another(matter: Matter, one: Application) -> bool:
    """What a sum lacks is stated once more within one of its items, differing from that item's own: it is that of an item which was read into it."""
    if not one.check.rule.endswith(SUM) or one.check.stated is None or one.check.computed is None:
        return False
    lack = Fraction(one.check.stated) - Fraction(one.check.computed)
    side = Role.MAX if "max" in one.check.rule else Role.SELF
    items = [section for operand in one.check.operands if operand.role == "addend" and (section := _scored(matter, operand)) is not None]
    return any(role is side and again.value == lack for section in items for role, again in matter.score(section).restated)


def only_item(_: Matter, one: Application) -> bool:
    """What stands under a section is one item with less than the section has: it is no sum, and others were not read."""
    items = [operand for operand in one.check.operands if operand.role == "addend"]
    known = one.check.stated is not None and one.check.computed is not None
    return one.check.rule in OF_SECTION and known and len(items) == 1 and one.check.computed < one.check.stated  # type: ignore[operator]


def summed_apart(matter: Matter, one: Application) -> bool:
    """A score that is printed nowhere, but put together of figures of several paragraphs, is no figure to hold others against."""
    return any(
        section is not None and operand.at is not None and _is_put_together(matter, section, operand.at)
        for operand in one.check.operands
        for section in [_scored(matter, operand)]
    )


def one_too_many(matter: Matter, one: Application) -> bool:
    """The list of losses has one more than the sum that full and obtained total bear out: it was read into the list."""
    totals = matter.facts.totals
    full, own, lost = (None if figure is None else figure.value for figure in (totals.max, totals.self, totals.deducted))
    if one.check.rule != "score/total-deduction" or one.check.params.get("variant") != "list" or one.check.computed is None:
        return False
    if full is None or own is None or lost is None or difference(full, own) != lost:
        return False
    counted, listed = totals.stated_count, sum(operand.role == "deduction" for operand in one.check.operands)
    if counted is not None and counted[0] == listed:
        return False
    beyond = Fraction(one.check.computed) - Fraction(lost)
    return any(operand.role == "deduction" and operand.value == beyond for operand in one.check.operands)


def one_of_its_parts(matter: Matter, one: Application) -> bool:
    """The table has for an item what one of the parts has that were read into it: the others are of something else."""
    if one.check.rule != "score/table" or one.check.section is None:
        return False
    parts = matter.score(matter.section(one.check.section)).parts
    return len(parts) > 1 and any(one.check.computed in (part.max, part.self) for part in parts if one.check.computed is not None)


def list_cut_short(matter: Matter, one: Application) -> bool:
    """The report counts more deductions than its closing list has: one of those that were not read may make up the sum.

    None was left out where the items tell as many, and theirs are the stated total: then the count is wrong, and a figure of the list with it.
    """
    counted = matter.facts.totals.stated_count
    listed = sum((operand.ref or "").startswith("totals.deductions") for operand in one.check.operands) or MOST_LISTED
    if one.check.rule != "score/total-deduction" or one.check.params.get("variant") != "list" or counted is None or counted[0] <= listed:
        return False
    of_items = [loss.points for section in matter.own() for loss in matter.score(section).deductions]
    return len(of_items) != listed or total(of_items) != one.check.stated


def total_of_an_item(matter: Matter, one: Application) -> bool:
    """The obtained total is less than half of what the items obtained: it was told of one of them (资金管理得22.5分（满分24分），…)."""
    own = matter.facts.totals.self
    if one.check.rule not in ("score/grade", "score/table", "score/total-deduction") or own is None or own.value is None:
        return False
    if all(operand.ref != "totals.self" for operand in one.check.operands):
        return False
    items = [addend.value for addend in addends(matter, matter.outline.sections, "self") if addend.value is not None]
    return len(items) > 1 and 2 * own.value < total(items)


def beyond_the_item(matter: Matter, one: Application) -> bool:
    """A further statement is more than the item's full score and fits the section above: it is a group's, told behind its last item."""
    told_of_self = one.check.rule == "score/conflict" and one.check.params.get("variant") == "self"
    if not told_of_self or one.check.section is None or one.check.stated is None:
        return False
    section = matter.section(one.check.section)
    above = matter.parent(section)
    own, full = matter.stated(section, "max"), None if above is None else matter.stated(above, "max")
    told = next((operand.at for operand in one.check.operands if operand.role == "restated"), None)
    if own is None or told is None or 2 * one.check.stated <= 3 * own or (full is not None and one.check.stated > full):
        return False
    paragraph = matter.text.paragraphs[matter.text.paragraph_at(told.start)]
    return matter.patterns.one("score.of-item").search(matter.text.content, paragraph.start, told.start) is None


def max_told_elsewhere(matter: Matter, one: Application) -> bool:
    """An item obtained more than a full score which its text tells apart from it, or in whose sentence another one stands, or more than any other item has."""
    if (
        one.check.rule != "score/self-exceeds-max"
        or one.check.section is None
        or any(".parts." in str(op.ref) for op in one.check.operands)
    ):
        return False
    section = matter.section(one.check.section)
    score = matter.score(section)
    if score.max_at is None or score.self_at is None:
        return False
    others = [most for other in matter.own() if other is not section and (most := matter.stated(other, "max")) is not None]
    if score.self is not None and score.max is not None and score.max > 0 and len(others) > 1 and score.self > max(*others, 2 * score.max):
        return True  # no item has as much: it is a total
    lone = not score.max_at.within(section.heading) and not in_one_sentence(matter, score.max_at, score.self_at)
    again = [figure.at for role, figure in score.restated if role is Role.MAX and figure.value != score.max]
    return lone or any(in_one_sentence(matter, at, score.self_at) for at in again)


def read_crosswise(matter: Matter, section: Section) -> bool:
    """Whether an item obtained more than its full score, and with the two exchanged what it lost or what the section above states comes out right."""
    score = matter.score(section)
    if score.max is None or score.self is None:
        return False
    if matter.kind(section) is Kind.PENALTY and score.max == 0 > score.self:
        return True  # （-10分，得0分）, read the other way round
    if score.self <= score.max or score.max < 0 or _worded(matter, score):
        return False
    if score.deductions and total(one.points for one in score.deductions) == difference(score.self, score.max):
        return True
    above = matter.parent(section)
    if above is None or matter.stated(above, "max") is None or matter.stated(above, "self") is None:
        return False
    others = [other for other in above.children if other is not section]
    full = [value for other in others if (value := matter.stated(other, "max")) is not None]
    own = [value for other in others if (value := matter.stated(other, "self")) is not None]
    return total([*full, score.self]) == matter.stated(above, "max") and total([*own, score.max]) == matter.stated(above, "self")


def _worded(matter: Matter, score: Score) -> bool:
    """Whether words of their own say which figure is the full score and which the obtained one (标准分14分，自评分15分): neither was read for the other."""
    if score.max_at is None or score.self_at is None or not score.max_at < score.self_at:
        return False
    content, own = matter.text.content, matter.patterns.one("score.self-assessment")
    before = content[max(0, score.max_at.start - WORDS) : score.max_at.start]
    full = any(word in before for word in matter.patterns.words("score.max"))
    return full and own.search(content, score.max_at.end, score.self_at.start) is not None


def in_one_sentence(matter: Matter, one: Span, other: Span) -> bool:
    """Whether no sentence ends between two figures."""
    first, last = sorted((one, other))
    between = matter.text.content[first.end : last.start]
    return not any(mark in between for mark in SENTENCE_ENDS)


def another_row(matter: Matter, one: Application, failed: frozenset[tuple[str | None, str]]) -> bool:
    """Both figures of an item differ from those of its row in the table: a slip changes one, so it is another row's or another item's."""
    pair = {"body-max": "body-self", "body-self": "body-max"}
    beside = pair.get(str(one.check.params.get("variant")))
    return one.check.rule == "score/table" and beside is not None and (one.check.section, beside) in failed


def both_sides(one: Application, other: Application | None) -> bool:
    """The sums of both sides fail, and no one item that is missing or told twice explains them: items were not read, or the total is on another scale.

    By a few points one way and a few the other no item is missing and none is too many: each side has a slip of its own.
    """
    if other is None or not one.check.rule.endswith(SUM):
        return False
    most, own = (one, other) if "max" in one.check.rule else (other, one)
    return item_behind(most, own) is None and not _slips_apart(most, own)


def _slips_apart(most: Application, own: Application) -> bool:
    """Whether both sums have the same items and are off by what no item could have, few points each: more obtained than it was worth, or less than nothing."""
    items = [
        {(operand.ref or "").rpartition(".")[0] for operand in side.check.operands if operand.role == "addend"} for side in (most, own)
    ]
    if items[0] != items[1] or len(items[0]) < FEWEST_ITEMS:
        return False
    full, got = (Fraction(side.check.stated or 0) - Fraction(side.check.computed or 0) for side in (most, own))
    near = all(FEW_POINTS * abs(off) <= Fraction(side.check.stated or 0) for off, side in ((full, most), (got, own)))
    return near and (full * got < 0 or abs(got) > abs(full))


def bonus_by_its_title(matter: Matter, one: Application) -> bool:
    """The total of full scores leaves out just one section at the top, whose title or the total obtained says that it comes on top (特色工作)."""
    totals, check = matter.facts.totals, one.check
    if check.rule != "score/total-max-sum" or check.stated is None or check.computed is None or check.computed <= check.stated:
        return False
    beyond = Fraction(check.computed) - Fraction(check.stated)
    on_top = matter.patterns.one("section.on-top")
    above = totals.self is not None and totals.self.value is not None and totals.self.value > check.stated
    return any(
        matter.stated(section, "max") == beyond and (above or on_top.search(section.title) is not None)
        for section in matter.outline.sections
        if not section.annex
    )


def taken_off_the_total(matter: Matter, one: Application) -> bool:
    """The items come to more than the total by what the report says to have taken off the total itself (另因迟报，在总分中倒扣0.5分)."""
    check = one.check
    if check.rule != "score/total-self-sum" or check.stated is None or check.computed is None or check.computed <= check.stated:
        return False
    found = matter.patterns.one("score.off-the-total").finditer(matter.text.content)
    return sum((Fraction(match["value"]) for match in found), Fraction(0)) == Fraction(check.computed) - Fraction(check.stated)


def other_figure_of_a_bonus(matter: Matter, one: Application) -> bool:
    """A total fails by what the two figures of a bonus differ in: which of them was offered and which obtained was read crosswise."""
    if one.check.rule != "score/total-self-sum" or one.check.stated is None or one.check.computed is None:
        return False
    off = abs(Fraction(one.check.computed) - Fraction(one.check.stated))
    scores = [matter.score(section) for section in matter.own() if matter.kind(section) is Kind.BONUS]
    return any(
        score.max is not None and score.self is not None and score.self > score.max and Fraction(score.self) - Fraction(score.max) == off
        for score in scores
    )


def of_a_group(matter: Matter, one: Application) -> bool:
    """A further statement of an item's score is the sum of its group, or what a section above it states."""
    if one.check.rule != "score/conflict" or one.check.section is None:
        return False
    section = matter.section(one.check.section)
    values: set[Decimal] = set()
    for above in matter.ancestors(section):
        values |= {value for value in (matter.stated(above, "max"), matter.stated(above, "self")) if value is not None}
    parent = matter.parent(section)
    group = parent.children if parent is not None else matter.outline.sections
    before = [matter.score(other) for other in group if other.heading.start <= section.heading.start and not other.annex]
    for side in ([score.max for score in before], [score.self for score in before]):
        found = [value for value in side if value is not None]
        values |= {total(found[start:]) for start in range(len(found) - 1)}
    return one.check.stated in values


def bonus_on_a_base(matter: Matter, one: Application) -> bool:
    """自查得96分；另有加分2分、倒扣1分，合计97分: in the sentence of a total the figures before it, added and taken off, lead from an earlier one to it."""
    if one.check.params.get("variant") not in ("total-self", "balance") or one.check.rule not in (
        "score/conflict",
        "score/total-deduction",
    ):
        return False
    at = max((operand.at for operand in one.check.operands if operand.at is not None and operand.role in TOTALS_TOLD), default=None)
    if at is None:
        return False
    begin = max(matter.text.content.rfind(mark, 0, at.start) for mark in SENTENCE_ENDS) + 1
    told = [
        Fraction(figure.value) for figure in matter.quantities_in(Span(begin, at.end + 1)) if figure.value is not None and _is_score(figure)
    ]
    *before, last = told or [Fraction(0)]
    for order, base in enumerate(before):
        added = before[order + 1 :]
        if 0 < len(added) <= MOST_ADDED and last in _signed(base, added):
            return True
    return False


def _signed(base: Fraction, added: Sequence[Fraction]) -> set[Fraction]:
    sums = {base}
    for points in added:
        sums = {before + sign * points for before in sums for sign in (1, -1)}
    return sums


def _is_score(figure: Quantity) -> bool:
    return figure.kind is QuantityKind.SCORE


READINGS: tuple[Callable[[Matter, Application], bool], ...] = (
    lost_elsewhere,
    one_sided_addend,
    unread_first_child,
    mixed_siblings,
    only_item,
    told_within_another,
    summed_apart,
    one_too_many,
    one_of_its_parts,
    list_cut_short,
    max_told_elsewhere,
    total_of_an_item,
    beyond_the_item,
    bonus_by_its_title,
    other_figure_of_a_bonus,
    taken_off_the_total,
    of_a_group,
    bonus_on_a_base,
)


def _scored(matter: Matter, operand: Operand) -> Section | None:
    """The section whose stated figure an operand is."""
    ref = operand.ref or ""
    if not ref.startswith("section:") or ref.rsplit(".", 1)[-1] not in ("max", "self") or ".parts." in ref:
        return None
    return matter.section(ref.removeprefix("section:").rsplit(".", 1)[0])


def _one_sided(score: Score) -> bool:
    return (score.max is None) != (score.self is None)


def _is_put_together(matter: Matter, section: Section, at: Span) -> bool:
    score = matter.score(section)
    parts = [part.at for part in score.parts if part.at.overlaps(at)]
    if len(parts) < 2 or at.within(section.heading):
        return False
    if any(matter.scored(child) for child in section.children):
        return True  # parts and items below: items were read into it
    paragraphs = {matter.text.paragraph_at(span.start) for span in parts}
    return len(paragraphs) > 1 and max(paragraphs) - min(paragraphs) >= len(paragraphs)
