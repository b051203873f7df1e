"""Which characters of a page belong together: those of the text, those at another angle, and those that are not of the text at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from extractor.readers.pdf.characters import Characters
from extractor.readers.pdf.runs import Run, runs_of, upright

LARGE = 1.5
"""How much higher than the text a watermark is."""
ACROSS = 0.3
"""Share of a pale run's width that lies on other text when it is set across it."""
OVERLAP = 0.25
"""Two runs lie on each other when they share this much of the lower one's height."""
SAME_ANGLE = 4
"""Degrees: a page scanned askew has lines at angles that differ by so much."""
SAMPLE = 200
"""So many characters tell how high the text is."""
REPEATED = 3
"""Words at a slant that stand so many times on one page are a watermark."""


class Group(NamedTuple):
    """Characters (indices in the order of the content) set at one angle, and their mark: None for text, ``light`` for large pale text
    that only other pages can tell from a watermark, else ``watermark``, ``hidden``, ``white``.
    """

    members: list[int]
    angle: int
    mark: str | None


def groups_of(found: Characters) -> list[Group]:
    """The groups of a page: first the text as most of it is set, then text at other angles, then what is marked."""
    if not found.turned and not found.marks:
        return [Group(list(range(len(found.text))), 0, None)]
    angles = _angles(found)
    by_angle: dict[int, list[int]] = defaultdict(list)
    apart: dict[tuple[int, str], list[int]] = defaultdict(list)
    for index, angle in enumerate(angles):
        mark = found.marks.get(index)
        if mark in ("hidden", "white"):
            apart[angle, mark].append(index)
        else:
            by_angle[angle].append(index)
    if not by_angle:
        return [Group(members, angle, mark) for (angle, mark), members in sorted(apart.items())]
    plain = {angle: sum(index not in found.marks for index in members) for angle, members in by_angle.items()}
    main = min(by_angle, key=lambda angle: (-plain[angle], -len(by_angle[angle]), angle))
    common = _common_height(found, by_angle[main], main)
    texts: list[Group] = []
    marked: list[Group] = []
    for angle, members in sorted(by_angle.items(), key=lambda item: (item[0] != main, -len(item[1]), item[0])):
        if angle == main:
            for mark, chosen in _pale(found, members, main, common).items():
                (marked if mark else texts).append(Group(chosen, angle, mark))
        else:
            mark = "watermark" if _is_slanted_mark(found, members, angle - main, angle, common) else None
            (marked if mark else texts).append(Group(members, angle, mark))
    return texts + marked + [Group(members, angle, mark) for (angle, mark), members in sorted(apart.items())]


def _angles(found: Characters) -> list[int]:
    """The angle of each character; those that differ a little are taken for the commonest of them."""
    count = len(found.text)
    counts = Counter(found.turned.values())
    counts[0] = count - len(found.turned)  # upright ones, none of them at the worst
    home: dict[int, int] = {}
    for angle, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        near = [other for other in home.values() if abs((angle - other + 180) % 360 - 180) <= SAME_ANGLE]
        home[angle] = near[0] if near else angle
    angles = [home[0]] * count
    for index, angle in found.turned.items():
        angles[index] = home[angle]
    return angles


def _boxes(found: Characters, members: Sequence[int]) -> list[float]:
    return [side for index in members for side in found.boxes[4 * index : 4 * index + 4]]


def _common_height(found: Characters, members: Sequence[int], angle: int) -> float:
    plain = [index for index in members if index not in found.marks] or list(members)
    boxes = upright(_boxes(found, plain[:: 1 + len(plain) // SAMPLE]), angle)
    heights = sorted(bottom - top for top, bottom in zip(boxes[1::4], boxes[3::4], strict=True))
    return heights[len(heights) // 2]


def _is_slanted_mark(found: Characters, members: list[int], turn: int, angle: int, common: float) -> bool:
    """Whether text at another angle than the page's is a watermark: large, or at a slant and pale or repeated."""
    pale = sum(index in found.marks for index in members) * 2 > len(members)
    slanted = SAME_ANGLE < turn % 90 < 90 - SAME_ANGLE
    if not slanted and not pale:
        return False
    large = _common_height(found, members, angle) >= LARGE * common
    if large or not slanted:
        return large
    text = [found.text[index] for index in members]
    runs = Counter("".join(text[at] for at in run.members) for run in runs_of(text, upright(_boxes(found, members), angle)))
    return pale or max(runs.values()) >= REPEATED


def _pale(found: Characters, members: list[int], angle: int, common: float) -> dict[str | None, list[int]]:
    """The characters of the page's own angle by mark: pale runs that lie across the text, large pale ones, and the text."""
    light = [index for index in members if index in found.marks]
    dark = [index for index in members if index not in found.marks]
    if not light or not dark:
        return {None: members}
    text = _runs(found, dark, angle)
    chosen: dict[int, str] = {}
    for run in _runs(found, light, angle):
        mark = "watermark" if _lies_across(run, text) else "light" if run.height >= LARGE * common else None
        if mark:
            chosen |= dict.fromkeys((light[at] for at in run.members), mark)
    sorted_out: dict[str | None, list[int]] = {None: [index for index in members if index not in chosen]}
    for mark in ("watermark", "light"):
        if its := [index for index in members if chosen.get(index) == mark]:
            sorted_out[mark] = its
    return sorted_out


def _runs(found: Characters, members: Sequence[int], angle: int) -> list[Run]:
    return runs_of([found.text[index] for index in members], upright(_boxes(found, members), angle))


def _lies_across(run: Run, text: Sequence[Run]) -> bool:
    covered = 0.0
    for other in text:
        shared = min(run.bottom, other.bottom) - max(run.top, other.top)
        if shared > OVERLAP * min(run.height, other.height):
            covered += max(0.0, min(run.x1, other.x1) - max(run.x0, other.x0))
    return covered >= ACROSS * (run.x1 - run.x0)
