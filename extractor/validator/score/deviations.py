"""An outline held against the items of a rubric: what agrees, what is weighted otherwise, missing or extra, and what cannot be said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum

from extractor.language.titles import Titles
from extractor.model.rubric import Item
from extractor.validator.figures import total
from extractor.validator.score.alignment import Node, align, flatten

_TWO_DIGITS = Context(prec=5)


class Standing(StrEnum):
    """How an item of the rubric, or of the report, stands."""

    SAME = "same"
    WEIGHT = "weight"
    """Another 分值."""
    MISSING = "missing"
    """With all that the rubric has below it."""
    EXTRA = "extra"
    """The rubric knows of no such item."""
    UNSTATED = "unstated"
    """It is there, and its 分值 is not printed."""
    NOT_ITEMISED = "not-itemised"
    """The report stops at the item above."""


DEVIATIONS = (Standing.WEIGHT, Standing.MISSING, Standing.EXTRA)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item of the rubric (None: extra) beside the one of the report (None: missing).

    weight: its 分值 in the report, printed or the sum of what stands below it. above: the report's item that it belongs under, where there is one.
    """

    standing: Standing
    expected: Item | None
    found: Item | None
    weight: Decimal | None = None
    above: Item | None = None

    @property
    def title(self) -> str:
        """The title that the item goes by: the rubric's own where it has one."""
        item = self.expected or self.found
        return "" if item is None else item.title


def weight_of(item: Item) -> Decimal | None:
    """The 分值 of an item: the one printed, else the sum of those below it where each has one."""
    if item.max is not None or not item.children:
        return item.max
    below = [weight_of(child) for child in item.children]
    return None if None in below else total(one for one in below if one is not None)


def compared(rubric: Sequence[Item], report: Sequence[Item], titles: Titles) -> list[Outcome]:
    """Each item of the rubric with how it stands, in the rubric's order, then the extra ones in the report's.

    An item that a missing or extra one holds is not told again. Levels that only gather others (no 分值 of their own, or left out by the report while
    what they hold is there) are passed over; so is what stands below a last-level item of the rubric: that is detail.
    Another 分值 that what stands below fully explains is not told either.
    """
    return _Comparison(flatten(rubric), flatten(report), titles).outcomes()


class _Comparison:
    def __init__(self, left: list[Node], right: list[Node], titles: Titles) -> None:
        self._left, self._right = left, right
        self._pairs = align(left, right, titles)
        self._back = {j: i for i, j in self._pairs.items()}
        self._holding = [self._with_above(left, self._pairs), self._with_above(right, self._back)]
        self._parents_right = {node.parent for node in right}

    @staticmethod
    def _with_above(nodes: Sequence[Node], paired: Iterable[int]) -> set[int]:
        """The indices of all items above those that are paired."""
        found: set[int] = set()
        for index in paired:
            above = nodes[index].parent
            while above >= 0 and above not in found:
                found.add(above)
                above = nodes[above].parent
        return found

    def outcomes(self) -> list[Outcome]:
        told = [one for index in range(len(self._left)) if (one := self._expected(index)) is not None]
        return told + [one for index in range(len(self._right)) if (one := self._extra(index)) is not None]

    def _expected(self, index: int) -> Outcome | None:
        item, parent = self._left[index]
        partner = self._pairs.get(index)
        if partner is not None:
            found = self._right[partner].item
            weight = weight_of(found)
            if item.max is None or (weight is None and partner in self._holding[1]) or self._explained_below(index, partner):
                return None
            standing = Standing.UNSTATED if weight is None else Standing.SAME if weight == item.max else Standing.WEIGHT
            return Outcome(standing, item, found, weight)
        if index in self._holding[0]:
            return None
        above = self._pairs.get(parent)
        if parent >= 0 and above is None and parent not in self._holding[0]:
            return None  # told with the item above it
        if above is not None and above not in self._parents_right:
            return Outcome(Standing.NOT_ITEMISED, item, None, above=self._right[above].item)
        return Outcome(Standing.MISSING, item, None, above=None if above is None else self._right[above].item)

    def _explained_below(self, index: int, partner: int) -> bool:
        """Whether another 分值 of an item follows from those that the items below it have: one cause is told once."""
        expected, found = self._left[index].item.max, weight_of(self._right[partner].item)
        shifts = [
            self._shift(weight_of(one.item), self._right, self._pairs.get(i)) for i, one in enumerate(self._left) if one.parent == index
        ]
        shifts += [weight_of(one.item) for j, one in enumerate(self._right) if one.parent == partner and j not in self._back]
        if expected is None or found is None or found == expected or None in shifts:
            return False
        return bool(shifts) and found - expected == sum(one for one in shifts if one is not None)

    @staticmethod
    def _shift(expected: Decimal | None, right: Sequence[Node], partner: int | None) -> Decimal | None:
        """By how much an item is weighted otherwise; all of it where it is missing; None where that can't be said."""
        found = Decimal(0) if partner is None else weight_of(right[partner].item)
        return None if expected is None or found is None else found - expected

    def _extra(self, index: int) -> Outcome | None:
        item, parent = self._right[index]
        if item.max is None or index in self._back or index in self._holding[1]:
            return None
        while parent >= 0:
            partner = self._back.get(parent)
            if partner is not None and not self._left[partner].item.children:
                return None  # detail of a last-level item
            if partner is None and parent not in self._holding[1] and self._right[parent].item.max is not None:
                return None  # told with the item above it
            parent = self._right[parent].parent
        return Outcome(Standing.EXTRA, None, item, item.max)


def agreement(outcomes: Sequence[Outcome]) -> Decimal:
    """The share of the items that could be compared which agree, 0 to 1 with two decimals (cut, so that 1.00 means all); 0 where there were none."""
    same = sum(one.standing is Standing.SAME for one in outcomes)
    compared_at_all = same + sum(one.standing in DEVIATIONS for one in outcomes)
    return _TWO_DIGITS.scaleb(Decimal(100 * same // compared_at_all), -2) if compared_at_all else Decimal("0.00")
