"""Scores told in one paragraph of running text: what they come to together, and what an item keeps of its full score (8分，扣1分，得7分).

Scores of sections are for the rules ``score/*``. A paragraph may tell as much with no heading at all (决策20分，得18分；产出50分，得48分；…，合计得分66分): its
figures stand beside each other in one order, and what they say is an equation like any other. Only figures that no section holds are read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.facts.mention import LEAST_TOLD, Mention, between_totals, exact_sum
from extractor.facts.mentions import Mentions
from extractor.facts.scores_told_items import (
    NEARLY,
    Item,
    Run,
    by_level,
    first_of,
    is_all,
    last_of,
    led_by_the_first,
    of_one_kind,
    other_side,
    points,
    value_of,
)
from extractor.facts.scores_told_words import Words
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Operand, Quantity
from extractor.model.facts import Role, Score
from extractor.model.levels import upper_level
from extractor.model.text import Span, Text

SUM, LOST, KEPT = "claim.scores-told.sum", "claim.scores-told.lost", "claim.scores-told.kept"
_SIDES = {Role.MAX: "full", Role.SELF: "own", Role.TOTAL_MAX: "full", Role.TOTAL_SELF: "own"}
_LOSSES = (Role.DEDUCTION, Role.TOTAL_DEDUCTION)
_ROUND = 10
_HUNDRED = Decimal(100)
_LIST, _COUPLE = 3, 2
_LISTED = "listed"


def _sided(told: Sequence[Mention], words: Words) -> list[Mention]:
    """The scores with the sides that only their neighbours tell: those of bare names (满分50分，其中数量20分、质量15分) and of sums (合计100分，自评97分)."""
    found: list[Mention] = []
    for one, after in zip(told, [*told[1:], None], strict=True):
        named = bool(found) and one.named and one.role is Role.SELF and found[-1].role is Role.MAX
        if named and not any(other.role in (Role.SELF, Role.TOTAL_SELF) for other in found):
            found.append(replace(one, role=Role.MAX))
        elif one.role in _SIDES and words.is_of_either_side(one):
            goes_on = after is not None and _SIDES.get(after.role) == "own" and words.together(one, after) and words.is_bare(after)
            obtained = not goes_on and not words.in_brackets_behind(found, one) and any(_SIDES.get(other.role) == "own" for other in found)
            found.append(replace(one, role=Role.TOTAL_SELF if obtained else Role.TOTAL_MAX))
        else:
            found.append(one)
    return found


def scores_told(
    text: Text, found: Mentions, quantities: Sequence[Quantity], scores: Mapping[str, Score], patterns: Patterns
) -> Iterator[Claim]:
    """The claims of each paragraph whose scores belong to no section; marked ``scores``."""
    unread = [look.at for look in found.look_alikes if look.entry is None]
    starts = {one.at.start: one for one in quantities}
    words = Words(text, patterns)
    # the rules of the scores have nothing to say of an item without its full score
    held = {at for score in scores.values() if score.max is not None or score.parts or not score.deductions for at in _spans(score)}
    for told in _by_paragraph(text, (one for one in found.mentions if one.entry is None)):
        free = len(told) > 1 and held.isdisjoint(one.at for one in told)
        plain = all(one.value is not None and one.at.start in starts for one in told)
        if free and plain and not any(one.role is Role.BONUS or words.is_in_a_row(one) for one in told):
            yield from _Paragraph(told, starts, words, unread).claims()


def items_told(text: Text, mentions: Sequence[Mention], patterns: Patterns, of_section: Callable[[Mention], bool]) -> set[Span]:
    """Where scores of several items stand that one paragraph tells, each with its full score, and what they come to: none of them is the report's.

    So is every score of a row (得分19.5分、37分、28.5分), whose names stand elsewhere. Left out are items of which ``of_section`` says that they bear the
    titles of sections, if there are several: they say again what those obtained.
    """
    words = Words(text, patterns)
    found = {one.at for one in mentions if one.role in _SIDES and words.is_in_a_row(one)}
    for told in _by_paragraph(text, [one for one in mentions if one.value is not None and one.at not in found]):
        for run in _Paragraph(told, {}, words).runs:
            pairs = len(run.items) >= _COUPLE and all(one.full is not None and one.own is not None for one in run.items)
            held = [one for item in (run.before, *run.items, run.behind) for one in (item.full, item.own) if one is not None]
            if pairs and all(points(one) < LEAST_TOLD for one in held):
                again = [one for one in run.items if one.full is not None and one.full is first_of(one) and of_section(one.full)]
                again = again if len(again) >= _COUPLE else []
                found |= {one.at for one in held} - {side.at for one in again for side in (one.full, one.own) if side is not None}
    return found


def _by_paragraph(text: Text, mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Scores with those of their paragraph, in their order."""
    paragraphs: dict[int, list[Mention]] = {}
    for mention in mentions:
        paragraphs.setdefault(text.paragraph_at(mention.at.start), []).append(mention)
    return list(paragraphs.values())


def _spans(score: Score) -> Iterator[Span]:
    yield from (at for at in (score.max_at, score.self_at) if at is not None)
    yield from (one.at for one in score.parts)
    yield from (one.at for one in score.deductions)
    yield from (figure.at for _, figure in score.restated)


class _Paragraph:
    """The scores of one paragraph."""

    def __init__(self, told: Sequence[Mention], starts: Mapping[int, Quantity], words: Words, unread: Sequence[Span] = ()) -> None:
        self.told, self.starts, self.words, self.unread = _sided(told, words), starts, words, unread
        self.losses = self._losses(told)
        self.runs = [level for run in self._runs() for level in by_level(run, words)]

    def _losses(self, told: Sequence[Mention]) -> list[Mention]:
        """What was taken off; what was taken off in all is not told twice (共扣4分。综上，总分100分，扣4分，得96分)."""
        losses = [one for one in told if one.role in _LOSSES]
        sums = [one for one in losses if one.role is Role.TOTAL_DEDUCTION]
        sentences = {one.at: [other for other in told if self.words.together(one, other)] for one in losses} if sums else {}
        return [one for one in losses if not (sums and sums[0].at < one.at and between_totals(one, sentences[one.at]))]

    def claims(self) -> Iterator[Claim]:
        for run in self.runs:
            yield from self._of_run(run)
            yield from self._beyond(run)
        yield from self._kept()
        yield from self._lost()

    def _runs(self) -> Iterator[Run]:
        """The items between what is told of several."""
        run = Run()
        last: Mention | None = None
        for one in self.told:
            side = _SIDES.get(one.role)
            if side is None or self.words.of_each(one):
                continue
            whole = run.behind if run.items else run.before
            if self._is_sum(one, whole.side(other_side(side)), last, run.items):
                if whole.side(side) is not None:
                    yield led_by_the_first(run, self.words)
                    run = Run()
                    whole = run.before
                setattr(whole, side, one)
                run.count = self.words.count(one) or run.count
            else:
                if run.behind.full is not None or run.behind.own is not None:
                    yield led_by_the_first(run, self.words)
                    run = Run()
                beside = run.items[-1].side(other_side(side)) if run.items and run.items[-1].side(side) is None else None
                if beside is None or beside is not last or not self._goes_with(one, beside):
                    run.items.append(Item())
                setattr(run.items[-1], side, one)
            last = one
        yield led_by_the_first(run, self.words)

    def _goes_with(self, one: Mention, before: Mention) -> bool:
        """Whether a score is of the item whose other one stands right before it: a full score behind an obtained one has no name of its own."""
        return _SIDES[one.role] == "own" or self.words.goes_on(before, one)

    def _is_sum(self, one: Mention, beside: Mention | None, last: Mention | None, items: Sequence[Item]) -> bool:
        """Whether a score is told of several: by its words, or right behind the other side of such a one (以上三项分值共30分，自评得分29分).

        One below another of its side before it is an item, whatever it is called (综合评价得分18.8分 behind 业务考核得分57.5分).
        """
        if beside is not None and beside is last and self.words.goes_on(beside, one):
            return True
        if one.role is Role.TOTAL_SELF and not items and not any(other.role is Role.BONUS for other in self.told):
            return True  # 总分值100分，扣6.8分，最终得分93.2分。决策15分，得14分；…
        told = [other for item in items if (other := item.side(_SIDES[one.role])) is not None]
        return self.words.sums(one) and (len(told) < _COUPLE or points(one) > max(map(points, told)))

    def _of_run(self, run: Run) -> Iterator[Claim]:
        items = of_one_kind(run.items)
        if run.count is not None and run.count != len(items):
            return
        if len(items) < _COUPLE or self.words.is_open(first_of(items[0]), last_of(items[-1])) or self._is_unread(items):
            return
        for name in ("full", "own"):
            parts = [one.side(name) for one in items]
            if any(one is None for one in parts):
                continue
            told = [one for one in parts if one is not None]
            for whole, behind in ((run.before, False), (run.behind, True)):
                stated = whole.side(name)
                if stated is not None and (self._is_full(stated, items) if name == "own" else self._is_obtained(stated, told)):
                    continue
                if stated is None or self.words.is_weighed(*sorted((stated, told[-1]), key=lambda one: one.at)):
                    continue
                if (weak := self._trust(run, whole, name, told, behind)) is not None:
                    yield self._sum(stated, told, **weak)

    def _is_obtained(self, stated: Mention, fulls: Sequence[Mention]) -> bool:
        """Whether a sum whose words do not say of which side it is (总分97.2分) is no full score, as the full ones of the items make a round one."""
        return self.words.is_of_either_side(stated) and exact_sum(map(points, fulls)) % _ROUND == 0 != points(stated) % _ROUND

    def _is_full(self, stated: Mention, items: Sequence[Item]) -> bool:
        """Whether a sum whose words do not say of which side it is is what the full scores of the items make (合计100分得96分)."""
        fulls = [one.full for one in items if one.full is not None]
        return self.words.is_of_either_side(stated) and len(fulls) == len(items) and exact_sum(map(points, fulls)) == points(stated)

    def _is_unread(self, items: Sequence[Item]) -> bool:
        """Whether a score that nobody understood stands in the sentences of some items: it may be one more."""
        begin, end = self.words.sentence_start(first_of(items[0])), last_of(items[-1]).at.end
        return any(begin <= at.start < end for at in self.unread)

    def _beyond(self, run: Run) -> Iterator[Claim]:
        """An item that obtained more than its full score, among others that did not."""
        pairs = [(one.full, one.own) for one in run.items if one.full is not None and one.own is not None]
        beyond = [(full, own) for full, own in pairs if points(own) > points(full)]
        if len(beyond) == 1 and len(pairs) == len(run.items) >= _LIST:
            (full, own), *_ = beyond
            yield self._of("claim/part-exceeds-whole", KEPT, own, [self._operand("whole", full)])

    def _trust(self, run: Run, whole: Item, name: str, parts: Sequence[Mention], behind: bool) -> dict[str, object] | None:
        """How firmly a sum binds its items: not at all (None), so that one slip must explain it (``guard``), or as it stands."""
        told = whole.side(name)
        assert told is not None
        stated, total = points(told), exact_sum(map(points, parts))
        others = [one.side(other_side(name)) for one in of_one_kind(run.items)]
        known = [one for one in others if one is not None]
        other = exact_sum(map(points, known)) if len(known) == len(others) else None
        borne_out = other is not None and (other == value_of(whole.side(other_side(name))) or (other == _HUNDRED and name == "own"))
        if borne_out or total == stated or (behind and run.count is not None):
            return {}
        if stated <= _HUNDRED and sum(points(one) >= LEAST_TOLD for one in parts) >= _COUPLE:
            return None  # 全市得84.6分，甲县得90分，乙县得81分: each is told out of a hundred
        if behind and any(exact_sum(map(points, parts[at:])) == stated for at in range(1, len(parts) - 1)):
            return None  # 决策15分，得15分。数量20分，得19分，质量15分，得15分，产出共得34分
        near = abs(total - stated) * NEARLY <= stated
        if len(parts) >= _LIST and (near or behind):
            return {}
        return {"guard": True} if behind or total > stated else None

    def _kept(self) -> Iterator[Claim]:
        """An item's full score, what it lost and what it obtained."""
        items = [one for run in self.runs for one in (run.before, *run.items, run.behind) if one.full is not None and one.own is not None]
        told = [one for one in self.told if one.role in _SIDES]
        for item in items:
            assert item.full is not None and item.own is not None
            alone = len(told) == _COUPLE
            near = self.losses if alone else [one for one in self.losses if self.words.together(one, item.own)]
            beside = [one for one in told if one not in (item.full, item.own) and self.words.together(one, item.own)]
            if not near or (beside and not alone) or not (alone or self.words.together(item.full, item.own)):
                continue
            whole, parts = self._taken_off(near)
            if whole is not None and len(parts) >= _COUPLE:
                if self._are_of_one_sign(whole, *parts):
                    yield self._sum(whole, parts, guard=True)
            elif whole is None and (not parts or self.words.details(near)):
                continue
            ways = [
                [self._operand("had", item.full), *(self._operand("used", one) for one in way)]
                for way in ([whole] if whole else [], parts)
                if way
            ]
            upper = [one for one in near if one in self._upper(self.losses)]
            ways += [[self._operand("had", item.full), *(self._operand("used", one) for one in upper)]] if len(upper) < len(near) else []
            first, *others = ways
            yield self._difference(item.own, first, others)

    def _taken_off(self, near: Sequence[Mention]) -> tuple[Mention | None, Sequence[Mention]]:
        """What was taken off in all, where that is told beside what was taken off one by one (扣4分，其中甲扣3分，乙扣1分; …，扣4分), and those."""
        sums = [one for one in near if one.role is Role.TOTAL_DEDUCTION]
        if not sums and len(near) > _COUPLE:
            first, last = near[0], near[-1]
            sums = [first] if self.words.leads_in(first, near[1]) or is_all(first, near[1:]) else [last] if is_all(last, near[:-1]) else []
        if len(sums) > 1:
            sums = [near[-1]] if is_all(near[-1], near[:-1]) else []
            if not sums:
                return None, ()
        if len(sums) != 1:
            return None, near
        return sums[0], [one for one in near if one is not sums[0]]

    @staticmethod
    def _upper(losses: Sequence[Mention]) -> list[Mention]:
        """The losses without those that tell out the one right before them (扣3分，原因是超支扣2分；超期扣1分)."""
        return [losses[place] for place in upper_level([points(one) for one in losses])]

    def _lost(self) -> Iterator[Claim]:
        """What was lost in all: what is told of it one by one, and what the items lack of their full scores."""
        sums = [one for one in self.losses if one.role is Role.TOTAL_DEDUCTION]
        if not sums:
            yield from self._lost_one_by_one()
        if len(sums) != 1:
            return
        stated, listed = sums[0], [one for one in self.losses if one is not sums[0]]
        if len(listed) >= _COUPLE and self._are_of_one_sign(stated, *listed) and not self.words.is_open(listed[0], listed[-1]):
            count = self.words.count(stated)
            upper = self._upper(listed)
            listed = upper if is_all(stated, upper) else listed
            if count in (None, len(listed)):
                yield self._sum(stated, listed, **({} if len(listed) >= _LIST or count else {"guard": True}))
        for run in self.runs:
            fulls = [one.full for one in run.items if one.full is not None]
            whole = run.before.own or run.behind.own
            if whole is None or points(whole) < LEAST_TOLD or len(fulls) < max(_COUPLE, len(run.items)):
                continue
            if exact_sum(map(points, fulls)) == (value_of(run.before.full or run.behind.full) or _HUNDRED):
                operands = [*(self._operand("had", one) for one in fulls), self._operand("used", whole)]
                yield self._difference(stated, operands, (), form=LOST)

    def _lost_one_by_one(self) -> Iterator[Claim]:
        """扣12.9分，其中组织扣5.4分、资金扣3.5分、投诉扣4分, with no full score told: all of it or some, so that one slip must explain what is less."""
        if len(self.losses) <= _COUPLE or any(one.full is not None for run in self.runs for one in (run.before, *run.items)):
            return
        first, *others = self.losses
        together = all(self.words.together(first, one) for one in others) and self.words.leads_in(first, others[0])
        if together and self._are_of_one_sign(first, *others) and not self.words.is_open(first, others[-1]):
            less = exact_sum(map(points, others)) < points(first)
            yield self._sum(first, others, **({"guard": True} if less or len(others) < _LIST else {}))

    def _are_of_one_sign(self, *told: Mention) -> bool:
        """Whether losses are printed alike: 扣除1分 and （-1.5分） make no sum as they are printed."""
        return len({self.starts[one.at.start].worth < 0 for one in told}) == 1

    def _difference(self, stated: Mention, operands: Sequence[Operand], others: Sequence[Sequence[Operand]], form: str = KEPT) -> Claim:
        return self._of("claim/difference", form, stated, operands, readings=tuple(map(tuple, others)))

    def _sum(self, stated: Mention, parts: Iterable[Mention], **params: object) -> Claim:
        return self._of("claim/sum", SUM, stated, (self._operand("part", one) for one in parts), **params)

    def _of(self, rule: str, form: str, stated: Mention, operands: Iterable[Operand], **params: object) -> Claim:
        return Claim.of(rule, form, self.starts[stated.at.start], operands, {"scores": True, **params})

    def _operand(self, role: str, one: Mention) -> Operand:
        return Operand(role, self.starts[one.at.start], _LISTED)
