"""What the reports of a batch agree on: for each notice the outline that most follow, and which reports deviate from it.

A pure function of the reports' JSON. Reports come one after another and only their outlines are kept, each different one once.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple

from extractor.compare.alignment import ReportObject, rows, scored_items, walk
from extractor.compare.notice import Notice, notice_of
from extractor.language.patterns import Patterns
from extractor.language.titles import Titles
from extractor.model.outline import place_name
from extractor.model.rubric import Item
from extractor.validator.score.alignment import Node, align, flatten
from extractor.validator.score.deviations import DEVIATIONS, Outcome, Standing, agreement, compared
from extractor.validator.score.profile import ANOTHER, CLEAR

RULE = "score/profile"
FEWEST = 5
"""Reports on one notice below which nothing is agreed on."""
SHARE = (2, 3)
"""The share of the reports that must support a deviation before it is told."""
_ID_LENGTH = 10

Outline = tuple[Item, ...]


class Deviation(NamedTuple):
    """Where a report differs from what the others agree on. standing: weight, missing or extra. section: of the report, None for what is missing.

    support: how many of the ``of`` reports have it as expected (have not got it, where it is extra).
    """

    standing: Standing
    item: str
    expected: Decimal | None
    found: Decimal | None
    section: str | None
    support: int
    of: int


class Support(NamedTuple):
    """How many reports have an item, and how many of them with the agreed 分值."""

    present: int
    weight: int


@dataclass(slots=True)
class Group:
    """The reports on one notice, by their shown names.

    items, support: the outline agreed on and the support of each item in document order; empty where it was refused. refused: id of the reason (``few``,
    ``no-majority``). following: reports that share `CLEAR` of it. unscored: reports that state no scores. apart: those that follow another outline.
    """

    notice: Notice
    reports: list[str] = field(default_factory=list)
    items: Outline = ()
    support: list[Support] = field(default_factory=list)
    refused: str | None = None
    following: int = 0
    unscored: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    deviations: dict[str, list[Deviation]] = field(default_factory=dict)

    @property
    def scored(self) -> int:
        return len(self.reports) - len(self.unscored)


class Gathering:
    """Takes reports one by one, then says what they agree on."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns, self._titles = patterns, Titles(patterns)
        self._outlines: dict[Outline, Outline] = {}
        self._reports: list[tuple[str, Notice, Outline]] = []

    def add(self, shown: str, report: ReportObject) -> None:
        """Take a report under the name that it is shown by."""
        outline = scored_items(report)
        self._reports.append((shown, notice_of(report, self._patterns), self._outlines.setdefault(outline, outline)))

    def groups(self) -> list[Group]:
        """A group a notice, the largest first. A report that cites no number belongs to the one notice of its programme and year, where there is just one."""
        gathered: dict[object, list[tuple[str, Notice, Outline]]] = {}
        numbers: dict[tuple[str | None, int | None], set[str]] = {}
        for _, notice, _ in self._reports:
            if notice.number is not None:
                numbers.setdefault((notice.programme, notice.year), set()).add(notice.number)
        for one in sorted(self._reports, key=lambda one: one[0]):
            notice = one[1]
            alike = numbers.get((notice.programme, notice.year), set()) if notice.programme else set()
            number = notice.number or (next(iter(alike)) if len(alike) == 1 else None)
            gathered.setdefault(number or (notice.programme, notice.year, notice.level), []).append(one)
        found = [self._group(members) for members in gathered.values()]
        return sorted(found, key=lambda group: (-len(group.reports), group.reports[0]))

    def _group(self, members: Sequence[tuple[str, Notice, Outline]]) -> Group:
        notice = next((notice for _, notice, _ in members if notice.number is not None), members[0][1])
        group = Group(notice, [shown for shown, _, _ in members], unscored=[shown for shown, _, outline in members if not outline])
        counted = Counter(outline for _, _, outline in members if outline)
        if group.scored < FEWEST:
            group.refused = "few"
            return group
        items, support = _agreed(counted, self._titles)
        held = {outline: compared(items, outline, self._titles) for outline in counted}
        group.following = sum(count for outline, count in counted.items() if agreement(held[outline]) >= CLEAR)
        if 2 * group.following <= group.scored:
            group.refused = "no-majority"
            return group
        group.items, group.support = items, support
        extras = Counter(
            self._titles.key(title) for outline, count in counted.items() for title in _extras(held[outline]) for _ in range(count)
        )
        supported = dict(zip((id(item) for top in items for item in top.walk()), support, strict=True))
        for shown, _, outline in members:
            if not outline:
                continue
            if agreement(held[outline]) < ANOTHER:
                group.apart.append(shown)
                continue
            told = [self._deviation(one, group.scored, supported, extras) for one in held[outline] if one.standing in DEVIATIONS]
            if certain := [one for one in told if one.support * SHARE[1] >= one.of * SHARE[0]]:
                group.deviations[shown] = certain
        return group

    def _deviation(self, outcome: Outcome, of: int, supported: dict[int, Support], extras: Counter[str]) -> Deviation:
        expected, found = outcome.expected, outcome.found
        if expected is None:
            support = of - extras[self._titles.key(outcome.title)]
        else:
            own = supported[id(expected)]
            support = own.weight if outcome.standing is Standing.WEIGHT else own.present
        return Deviation(
            outcome.standing,
            outcome.title,
            None if expected is None else expected.max,
            outcome.weight,
            None if found is None else found.section,
            support,
            of,
        )


def consensus(reports: Iterable[tuple[str, ReportObject]], patterns: Patterns) -> list[Group]:
    """What the reports, each with the name it is shown by, agree on: a `Group` for each notice, in an order that does not depend on theirs."""
    gathering = Gathering(patterns)
    for shown, report in reports:
        gathering.add(shown, report)
    return gathering.groups()


def _extras(outcomes: Sequence[Outcome]) -> set[str]:
    return {one.title for one in outcomes if one.standing is Standing.EXTRA}


def _agreed(counted: Counter[Outline], titles: Titles) -> tuple[Outline, list[Support]]:
    """The items that more than half of the reports have, with the 分值 that more than half of all give them (None where no value has that many).

    They are sought from the outline that most reports share; where several are shared by as many, from the one with the most items.
    """
    total = sum(counted.values())
    base = min(counted, key=lambda outline: (-counted[outline], -len(flatten(outline)), repr(outline)))
    for _ in range(2):
        nodes = flatten(base)
        present, weights = Counter[int](), [Counter[Decimal | None]() for _ in nodes]
        beyond: dict[tuple[int, str], tuple[int, Item]] = {}
        for outline, count in counted.items():
            others = flatten(outline)
            pairs = align(nodes, others, titles)
            for i, j in pairs.items():
                present[i] += count
                weights[i][others[j].item.max] += count
            for key, item in _beyond(others, pairs, titles).items():
                beyond[key] = (beyond.get(key, (0, item))[0] + count, item)
        added = {key: item for key, (count, item) in beyond.items() if 2 * count > total}
        if not added:
            break
        base = _with(base, added)
    return _kept(nodes, present, weights, total)


def _kept(
    nodes: Sequence[Node], present: Counter[int], weights: Sequence[Counter[Decimal | None]], total: int
) -> tuple[Outline, list[Support]]:
    """The items with a majority, each with its support, in document order. What stands below one without a majority goes with it."""
    support: list[Support] = []

    def below(parent: int) -> tuple[Item, ...]:
        kept: list[Item] = []
        for index, (item, above) in enumerate(nodes):
            if above == parent and 2 * present[index] > total:
                value, count = min(weights[index].items(), key=lambda pair: (-pair[1], pair[0] is None, pair[0] or Decimal(0)))
                agreed = value if 2 * count > total else None
                support.append(Support(present[index], count if agreed is not None else 0))
                kept.append(Item(item.title, agreed, item.kind, below(index)))
        return tuple(kept)

    return below(-1), support


def _beyond(others: Sequence[Node], pairs: dict[int, int], titles: Titles) -> dict[tuple[int, str], Item]:
    """Items that the outline at hand lacks, by the index of the item above and their title."""
    back = {j: i for i, j in pairs.items()}
    found: dict[tuple[int, str], Item] = {}
    for j, (item, parent) in enumerate(others):
        if j not in back and (parent < 0 or parent in back):
            found[back.get(parent, -1), titles.key(item.title)] = replace(item, children=())
    return found


def _with(base: Outline, added: dict[tuple[int, str], Item]) -> Outline:
    """``base`` with items added below those of an index."""
    order = iter(range(len(flatten(base))))

    def grown(item: Item) -> Item:
        index = next(order)
        children = tuple(map(grown, item.children))
        return replace(item, children=children + tuple(one for (parent, _), one in sorted(added.items()) if parent == index))

    return tuple(map(grown, base)) + tuple(one for (parent, _), one in sorted(added.items()) if parent < 0)


def findings_of(deviations: Sequence[Deviation], report: ReportObject, notice: Notice) -> list[dict[str, Any]]:
    """Deviations of a report as findings in the shape of its JSON, without the message (``score/profile/agreed-…`` words it)."""
    sections = {section["id"]: section for section in walk(report["sections"])}
    tabled = {item["id"]: item for item in walk(rows(report))}
    found: list[dict[str, Any]] = []
    for one in deviations:
        section = sections.get(one.section or "")
        item = section or tabled.get(one.section or "")
        steps = [] if section is None else section["id"].split(".")
        where = place_name([sections[".".join(steps[: depth + 1])]["label"] for depth in range(len(steps))])
        params: dict[str, Any] = {
            "variant": f"agreed-{one.standing}",
            "where": where,
            "item": one.item,
            "expected": one.expected,
            "found": one.found,
            "support": one.support,
            "of": one.of,
            "clause": notice.clause,
        }
        made_from = "\n".join([RULE, where, one.standing, one.item, str(one.expected), str(one.found)])
        at = None if item is None else item["score_at"]["max"] or item.get("heading", item.get("at"))
        found.append(
            {
                "id": hashlib.sha256(made_from.encode()).hexdigest()[:_ID_LENGTH],
                "rule": RULE,
                "severity": "error",
                "section": None if section is None else one.section,
                "params": params,
                "check": None,
                "evidence": [] if at is None else [at],
                "related": [],
            }
        )
    return found
