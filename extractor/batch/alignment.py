"""Which sections of many reports are the same item: by their titles below the same parent, label number and position breaking ties.

Reports come one after another and are not kept: `Aligner.add` files each section under its title and number, `Aligner.settle` decides at the end which of
those are one item. So the outcome does not depend on the order of the reports. Two sections of one report are never one item. Titles that are not the same
are one item only when they are nearly the same by letters (rapidfuzz), have the same number, name the same figures and the same telling words, and no
report has both; what does not align is an item of its own.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from heapq import merge
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from extractor.language.patterns import Patterns

NEAR = 88.0
"""Per cent of letters in common (``fuzz.ratio``) from which two titles are nearly the same: one letter of nine may differ, one more of five may stand."""
SHORTEST = 2
"""Characters that must be left of a title when a worn-out ending is taken away."""

SectionObject = Mapping[str, Any]
"""A section as a report's JSON has it."""


class Item(NamedTuple):
    """A section that reports have in common.

    path: the headings above it, from the top. group: which section at the top of the outline it belongs to, counted from 0. heading: the label and title
    that most reports print. reports: how many have it. titles, maxima: what they print, most frequent first. rivals: headings with the same number below the
    same parent that are otherwise titled, and the count of reports of each.
    """

    path: tuple[str, ...]
    group: int
    heading: str
    kind: str
    number: int | None
    reports: int
    titles: tuple[tuple[str, int], ...]
    maxima: tuple[tuple[Decimal, int], ...]
    rivals: tuple[tuple[str, int], ...]


class Alignment(NamedTuple):
    """The items in reading order, and for each place that `Aligner.add` gave out the index of its item."""

    items: tuple[Item, ...]
    item_of: dict[int, int]


class Titles:
    """What of a title tells one item from another."""

    def __init__(self, patterns: Patterns) -> None:
        self._noise = patterns.kind("title-noise")
        self._endings = sorted(patterns.words("alignment.endings"), key=lambda word: (-len(word), word))
        self._telling = sorted(patterns.words("alignment.telling"))
        self.key = lru_cache(maxsize=4096)(self._key)

    def _key(self, title: str) -> str:
        """The letters and figures of a title, widths folded, without years and worn-out endings; never empty where the title is not."""
        folded = unicodedata.normalize("NFKC", title).casefold()
        for pattern in self._noise:
            folded = pattern.sub("", folded) or folded
        bare = "".join(char for char in folded if char.isalnum()) or folded
        while True:
            ending = next((one for one in self._endings if bare.endswith(one) and len(bare) - len(one) >= SHORTEST), None)
            if ending is None:
                return bare
            bare = bare.removesuffix(ending)

    def particulars(self, key: str) -> tuple[tuple[str, ...], str]:
        """What must be the same in two titles that are only nearly the same: words that change the sense, and the figures."""
        return tuple(word for word in self._telling if word in key), "".join(char for char in key if char.isnumeric())


@dataclass(eq=False, slots=True)
class _Place:
    """Sections with one title and number below one parent, over all reports. reports: their ordinals; positions: which scored sibling each was."""

    id: int
    key: str
    number: int | None
    reports: array[int] = field(default_factory=lambda: array("I"))
    positions: array[int] = field(default_factory=lambda: array("I"))
    headings: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    maxima: Counter[Decimal] = field(default_factory=Counter)
    stated: bool = False
    below: dict[tuple[str, int | None, int], _Place] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class _Cluster:
    """Places that are one item; the first is the one that most reports have. reports: their ordinals, sorted."""

    places: list[_Place]
    reports: array[int]

    @property
    def position(self) -> int:
        """The mean of the positions, rounded half up: what stands elsewhere in few reports comes after what most have there."""
        total, count = sum(sum(place.positions) for place in self.places), len(self.reports)
        return (2 * total + count) // (2 * count)

    @property
    def heading(self) -> str:
        return str(_most(sum((place.headings for place in self.places), Counter()))[0][0])

    def apart(self, other: _Cluster) -> bool:
        """Whether no report has both."""
        few, many = sorted((self.reports, other.reports), key=len)
        return all((at := bisect_left(many, one)) == len(many) or many[at] != one for one in few)

    def take(self, other: _Cluster) -> None:
        self.places += other.places
        self.reports = array("I", merge(self.reports, other.reports))


class Aligner:
    """Takes reports one by one, then says what their items are."""

    def __init__(self, patterns: Patterns) -> None:
        self._titles = Titles(patterns)
        self._count = 0
        self._reports = 0
        self._root = self._place("", None)

    def add(self, sections: Sequence[SectionObject]) -> list[tuple[int, SectionObject]]:
        """Take the sections of a report; those that state a score or a deduction, in document order, each with the number of its place."""
        report, self._reports = self._reports, self._reports + 1
        found: list[tuple[int, SectionObject]] = []
        waiting: list[tuple[_Place, SectionObject, int]] = []
        self._enter(self._root, sections, report, waiting)
        while waiting:
            place, section, _ = waiting.pop()
            if states(section):
                place.stated = True
                found.append((place.id, section))
            self._enter(place, section["children"], report, waiting)
        return found

    def settle(self) -> Alignment:
        """The items of all reports taken so far."""
        items: list[Item] = []
        item_of: dict[int, int] = {}
        tops = self._clusters([self._root])
        for group, (top, rivals) in enumerate(tops):
            waiting = [(top, rivals, ())]
            while waiting:
                cluster, others, path = waiting.pop()
                if any(place.stated for place in cluster.places):
                    item_of.update((place.id, len(items)) for place in cluster.places)
                    items.append(_item(cluster, others, path, group))
                under = (*path, cluster.heading)
                waiting += [(one, its, under) for one, its in reversed(self._clusters(cluster.places))]  # type: ignore[misc]
        return Alignment(tuple(items), item_of)

    def _place(self, key: str, number: int | None) -> _Place:
        self._count += 1
        return _Place(self._count - 1, key, number)

    def _enter(
        self, parent: _Place, sections: Sequence[SectionObject], report: int, waiting: list[tuple[_Place, SectionObject, int]]
    ) -> None:
        """File the scored ones of ``sections`` below ``parent``; the first is waiting on top."""
        seen: Counter[tuple[str, int | None]] = Counter()
        entered = []
        for position, section in enumerate(section for section in sections if _scored(section)):
            key, number = self._titles.key(section["title"]), section["number"]
            seen[key, number] += 1
            place = parent.below.get((key, number, seen[key, number]))
            if place is None:
                place = parent.below[key, number, seen[key, number]] = self._place(key, number)
            place.reports.append(report)
            place.positions.append(position)
            place.headings[f"{section['label']}{section['title']}"] += 1
            place.titles[section["title"]] += 1
            place.kinds[section["kind"]] += 1
            if section["score"]["max"] is not None:
                place.maxima[Decimal(section["score"]["max"])] += 1
            entered.append((place, section, position))
        waiting += reversed(entered)

    def _clusters(self, parents: Sequence[_Place]) -> list[tuple[_Cluster, tuple[tuple[str, int], ...]]]:
        """The items below places that are one item, in reading order, each with those of the same number that it is not."""
        below = [place for parent in parents for place in parent.below.values()]
        clusters = self._nearly_the_same(_the_same(below))
        clusters.sort(key=lambda one: (one.position, -len(one.reports), _order(one.places[0])))
        by_number: dict[int | None, list[_Cluster]] = {}
        for cluster in clusters:
            by_number.setdefault(cluster.places[0].number, []).append(cluster)
        return [
            (
                cluster,
                tuple((one.heading, len(one.reports)) for one in by_number[cluster.places[0].number] if one is not cluster)
                if cluster.places[0].number is not None
                else (),
            )
            for cluster in clusters
        ]

    def _nearly_the_same(self, clusters: Sequence[_Cluster]) -> list[_Cluster]:
        """``clusters``, those of titles that are nearly the same joined to the one that most reports have."""
        leaders: dict[object, list[_Cluster]] = {}
        for cluster in clusters:
            first = cluster.places[0]
            alike = leaders.setdefault((first.number, self._titles.particulars(first.key)), [])
            found = process.extract(first.key, [one.places[0].key for one in alike], scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
            nearest = next((alike[index] for _, _, index in found if alike[index].apart(cluster)), None)
            if nearest is None or first.number is None:
                alike.append(cluster)
            else:
                nearest.take(cluster)
        return [cluster for alike in leaders.values() for cluster in alike]


def states(section: SectionObject) -> bool:
    """Whether a section itself states a score or a deduction."""
    score = section["score"]
    return score["max"] is not None or score["self"] is not None or bool(section["deductions"])


def _scored(section: SectionObject) -> bool:
    return any(states(one) for one in _walk(section))


def _walk(section: SectionObject) -> Iterator[SectionObject]:
    waiting = [section]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one["children"]


def _the_same(places: Sequence[_Place]) -> list[_Cluster]:
    """Places of one title as one item where no report has two of them; where one could join several, the nearest by number and position takes it."""
    by_title: dict[str, list[_Cluster]] = {}
    clusters: list[_Cluster] = []
    for place in sorted(places, key=_order):
        alone = _Cluster([place], place.reports)
        free = [one for one in by_title.setdefault(place.key, []) if one.apart(alone)]
        if free:
            number, position = place.number, alone.position
            min(free, key=lambda one: (one.places[0].number != number, abs(one.position - position))).take(alone)
        else:
            by_title[place.key].append(alone)
            clusters.append(alone)
    return clusters


def _order(place: _Place) -> tuple[int, int, str, int]:
    """Those that most reports have first; the rest so that no accident decides."""
    return -len(place.reports), -1 if place.number is None else place.number, place.key, min(place.positions)


def _item(cluster: _Cluster, rivals: tuple[tuple[str, int], ...], path: tuple[str, ...], group: int) -> Item:
    titles, kinds, maxima = (
        _most(sum((getattr(place, name) for place in cluster.places), Counter[Any]())) for name in ("titles", "kinds", "maxima")
    )
    return Item(path, group, cluster.heading, kinds[0][0], cluster.places[0].number, len(cluster.reports), titles, maxima, rivals)


def _most(counted: Counter[Any]) -> tuple[tuple[Any, int], ...]:
    """Most frequent first, then by value."""
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
