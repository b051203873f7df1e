"""structure/numbering-gap, -repeat, -order: the numbers of each scheme, sibling group by sibling group.

A group starts at 1 or goes on where the scheme's last number stood (numbers that run on across parents). One slip gives one finding: a misprinted
number after which the count goes on as if it had been right is not also a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.language.numerals import int_to_chinese
from extractor.model.outline import Section
from extractor.validator.application import Notice, place
from extractor.validator.matter import Matter

_LABEL = re.compile(r"^(?P<before>\W*)(?P<number>\w+)(?P<behind>\W+)$")
_TITLE = 24
"""Characters of a line that may be a title without a label."""
_MOST = 99
"""The highest number that labels spell in Chinese characters."""
_LAST_DIGITS = re.compile(r"^(.*?)[0-9]+[^0-9]*$")


@dataclass(frozen=True, slots=True)
class Slip:
    """A place where the numbering goes wrong. section: where it is noticed. missing: the numbers skipped, for a gap."""

    kind: Literal["gap", "repeat", "order"]
    section: Section
    previous: Section | None
    expected: int
    missing: tuple[int, ...] = ()


def numbering_gap(matter: Matter) -> Iterator[Notice]:
    """Numbers are skipped."""
    return _notices(matter, "gap")


def numbering_repeat(matter: Matter) -> Iterator[Notice]:
    """A number stands twice."""
    return _notices(matter, "repeat")


def numbering_order(matter: Matter) -> Iterator[Notice]:
    """The numbers run backwards."""
    return _notices(matter, "order")


def _notices(matter: Matter, kind: str) -> Iterator[Notice]:
    for slip in slips(matter):
        if slip.kind == kind and not (slip.missing and _stand_in_the_text(matter, slip)) and not _begins_anew(matter, slip):
            params: dict[str, object] = {
                **place(matter, slip.section),
                "label": slip.section.label,
                "previous": None if slip.previous is None else slip.previous.label,
                "expected": slip.expected,
                "missing": list(slip.missing),
            }
            around = () if slip.previous is None else (slip.previous.heading,)
            yield Notice(f"structure/numbering-{kind}", slip.section.id, (slip.section.heading, *around), params)


def _stand_in_the_text(matter: Matter, slip: Slip) -> bool:
    """Whether every number that seems to be skipped is printed in the text between the two headings (…底完成 四、评价结论 …): then no heading is missing."""
    parts = _LABEL.match(slip.section.label)
    if parts is None or slip.previous is None or max(slip.missing) > _MOST:
        return False
    between = matter.text.content[slip.previous.heading.end : slip.section.heading.start]
    digits = parts["number"].isascii()
    labels = (
        f"{parts['before']}{number if digits else int_to_chinese(number, matter.patterns)}{parts['behind']}" for number in slip.missing
    )
    return all(re.search(rf"{re.escape(one)}(?!\d)", between) for one in labels)


def _begins_anew(matter: Matter, slip: Slip) -> bool:
    """Whether a list begins with its first number below a title that has no label itself (…④经营收入…。|支出构成情况|①基本支出…): nothing runs backwards."""
    if slip.kind != "order" or slip.section.number != 1 or slip.previous is None:
        return False
    between = matter.text.content[slip.previous.heading.end : slip.section.heading.start].split("\n")[1:]
    return any(0 < len(line.strip()) <= _TITLE and not any(mark in line for mark in "，。；：,;:") for line in between)


def slips(matter: Matter) -> Iterator[Slip]:
    """All slips in document order; the report and each annex number for themselves."""
    yield from _slips_below(tuple(section for section in matter.outline.sections if not section.annex))
    for annex in (section for section in matter.sections if section.annex):
        yield from _slips_below(annex.children)


def series(section: Section) -> str:
    """What a number counts in: the scheme and, for compound labels, what stands before the last number (``A`` of A1., ``1.`` of 1.2)."""
    before = _LAST_DIGITS.match(section.label)
    return f"{section.scheme} {before[1] if before else ''}"


def _slips_below(top: Sequence[Section]) -> list[Slip]:
    """Slips among these siblings and all below them."""
    groups = list(_groups(top))
    runs_on = _run_on(groups)
    last: dict[str, Section] = {}
    found: list[Slip] = []
    for group in groups:
        numbers = {section.number for section in group}
        for key in dict.fromkeys(series(section) for section in group if section.number is not None):
            run = [section for section in group if section.number is not None and series(section) == key]
            found += _slips_of(run, last.get(key), key in runs_on, numbers)
            last[key] = run[-1]
    place_of = {section.id: index for index, section in enumerate(one for sibling in top for one in sibling.walk())}
    return sorted(found, key=lambda slip: place_of[slip.section.id])


def _groups(siblings: Sequence[Section]) -> Iterator[Sequence[Section]]:
    """Sibling groups in the order in which their first member stands in the document."""
    group = [section for section in siblings if not section.annex]
    if group:
        yield group
    for section in group:
        yield from _groups(section.children)


def _run_on(groups: Sequence[Sequence[Section]]) -> set[str]:
    """The series that go on across parents somewhere."""
    last: dict[str, int] = {}
    found: set[str] = set()
    for group in groups:
        firsts: dict[str, int] = {}
        for section in group:
            if section.number is None:
                continue
            key = series(section)
            if key not in firsts:
                firsts[key] = section.number
                if section.number > 1 and section.number == last.get(key, -1) + 1:
                    found.add(key)
            last[key] = section.number
    return found


def _slips_of(run: Sequence[Section], before: Section | None, runs_on: bool, beside: set[int | None]) -> Iterator[Slip]:
    """Slips in the numbers of one series in one group.

    before: the last section of the series ahead of the group. beside: all numbers of the group: what stands there under another scheme is not missing.
    """
    numbers = [section.number or 0 for section in run]
    goes_on = before is not None and before.number is not None and (runs_on or numbers[0] == before.number + 1)
    expected = 1
    if goes_on and before is not None and before.number is not None and numbers[0] != 1:
        expected = before.number + 1
    previous = before if expected != 1 else None
    seen: set[int] = set() if previous is None or previous.number is None else {previous.number}
    for index, (section, number) in enumerate(zip(run, numbers, strict=True)):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if number == expected:
            expected = number + 1
        elif following == expected + 1:  # the count goes on as if this number had been right
            if number in seen:
                yield Slip("repeat", section, previous, expected)
            elif number < expected:
                yield Slip("order", section, previous, expected)
            elif expected not in beside:
                yield Slip("gap", section, previous, expected, (expected,))
            expected += 1
        elif number > expected:
            missing = tuple(one for one in range(expected, number) if one not in beside)
            if missing:
                yield Slip("gap", section, previous, expected, missing)
            expected = number + 1
        elif previous is not None and number == previous.number:
            yield Slip("repeat", section, previous, expected)
        else:
            yield Slip("order", section, previous, expected)
            if following == number + 1:  # a second run begins here
                expected = number + 1
        seen.add(number)
        previous = section
