"""Items that running text tells one behind the other, each with its full or its obtained score or both (`extractor.facts.scores_told`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.facts.mention import LEAST_TOLD, Mention, exact_sum
from extractor.facts.scores_told_words import Words

_COUPLE = 2
NEARLY = 20
"""Items that come to within a twentieth of a total are all of it."""


@dataclass
class Item:
    """What is told of one item, or of several together."""

    full: Mention | None = None
    own: Mention | None = None

    def side(self, name: str) -> Mention | None:
        """The full score or the obtained one (``full``, ``own``)."""
        return self.full if name == "full" else self.own


@dataclass
class Run:
    """Items one behind the other, with the scores told of all of them before and behind. count: how many the words behind speak of."""

    before: Item = field(default_factory=Item)
    items: list[Item] = field(default_factory=list)
    behind: Item = field(default_factory=Item)
    count: int | None = None


def of_one_kind(items: Sequence[Item]) -> Sequence[Item]:
    """The items, without those behind the last that tells both its scores; none where one among those tells but one."""
    both = [one.full is not None and one.own is not None for one in items]
    if not any(both):
        return items
    kept = items[: len(both) - both[::-1].index(True)]
    return kept if all(both[: len(kept)]) else ()


def led_by_the_first(run: Run, words: Words) -> Run:
    """The run with its first item as what is told of all the others, where words lead on from it (其中, ：), or the others alone tell both their sides."""
    if len(run.items) <= _COUPLE or run.before.full is not None or run.before.own is not None:
        return run
    first, *others = run.items
    if any(run.behind.side(name) is not None and _comes_to(run.behind, run.items, name) for name in ("full", "own")):
        return run  # 产出50分，得45分；效益30分，得29分；满意度20分，得19分，总分93分: half of all leads nothing
    pairs = all(one.full is not None and one.own is not None for one in others)
    if pairs and any(_comes_to(first, others, name) for name in ("full", "own")):
        return Run(first, others, run.behind, run.count)
    alone = run.behind.full is None and run.behind.own is None and all(one.full is None for one in run.items)
    if alone and first.own is not None and points(first.own) >= LEAST_TOLD and _nearly_comes_to(first, others):
        return Run(first, others, run.behind, run.count)
    larger = pairs and first.own is not None and all(points(one.own) < points(first.own) for one in others if one.own is not None)
    if words.leads_in(last_of(first), first_of(others[0])) or (larger and first.full is None):
        return Run(first, others, run.behind, run.count)
    return run


def _nearly_comes_to(whole: Item, items: Sequence[Item]) -> bool:
    """Whether obtained scores come to another one, or so nearly that a slip may part them (自评得分96分。决策得18分，过程得19分，产出得58分)."""
    stated = value_of(whole.own)
    parts = [points(one.own) for one in items if one.own is not None]
    return stated is not None and len(parts) == len(items) and abs(exact_sum(parts) - stated) * NEARLY <= stated


def by_level(run: Run, words: Words) -> list[Run]:
    """The run with the items that tell no other one out, and a run for each that brackets right behind it tell out (绩效指标88分（产出49分、效益39分）)."""
    upper: list[Item] = []
    below: list[Run] = []
    for item in run.items:
        above = next((one for one in upper if words.bracket_right_behind(last_of(one), first_of(item))), None)
        if above is None:
            upper.append(item)
        elif below and below[-1].before is above:
            below[-1].items.append(item)
        else:
            below.append(Run(above, [item]))
    return [Run(run.before, upper, run.behind, run.count), *below]


def first_of(item: Item) -> Mention:
    """The score of an item that stands first."""
    return min((one for one in (item.full, item.own) if one is not None), key=lambda one: one.at)


def last_of(item: Item) -> Mention:
    """The score of an item that stands last."""
    return max((one for one in (item.full, item.own) if one is not None), key=lambda one: one.at)


def _comes_to(whole: Item, items: Sequence[Item], name: str) -> bool:
    parts = [part for one in items if (part := one.side(name)) is not None]
    return len(parts) == len(items) and exact_sum(map(points, parts)) == value_of(whole.side(name))


def is_all(one: Mention, others: Sequence[Mention]) -> bool:
    """Whether the others come to just what one tells."""
    return exact_sum(map(points, others)) == one.value


def other_side(side: str) -> str:
    """Obtained scores have full ones on the other side, and full ones obtained."""
    return "own" if side == "full" else "full"


def points(one: Mention) -> Decimal:
    """The points of a score that is not masked."""
    assert one.value is not None
    return one.value


def value_of(one: Mention | None) -> Decimal | None:
    """The points of a score, None where it is masked or missing."""
    return None if one is None else one.value
