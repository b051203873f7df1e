"""Findings of an old and a new report: which were put right, which are still open, which are new, and which can no longer be told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, NamedTuple

from extractor.compare.alignment import ReportObject

FindingObject = Mapping[str, Any]

LIKE = 60
"""Per cent of the characters, figures aside, that the sentences of two findings must share to be of one statement."""
_AROUND = 40
_PLACE = re.compile(r"(?:section:([0-9.]+)|table:([a-z][0-9.]+))\.")


class State(StrEnum):
    """What became of a finding."""

    FIXED = "fixed"
    OPEN = "open"
    CHANGED = "changed"
    """Still open, with other figures."""
    GONE = "gone"
    """The section that it stood in is no longer there: nothing was put right."""
    UNDECIDED = "undecided"
    """The new report no longer lets the check be decided."""
    NEW = "new"


class FindingChange(NamedTuple):
    """A finding of the old report, of the new one, or of both. by: indices of the score changes in the sections that an old finding of scores rests on."""

    state: State
    old: FindingObject | None
    new: FindingObject | None
    by: list[int]


def finding_changes(
    old: ReportObject, new: ReportObject, pairs: Mapping[str, str], changed: Sequence[tuple[str | None, str | None]]
) -> list[FindingChange]:
    """The old findings in their order with what became of each, then the new ones.

    pairs: the new id of each section that both reports have. changed: the old and new section of each score change.
    A finding is the same where rule and section are, and then by its id, else by the sentence that it stands in, figures aside.
    """
    waiting: dict[tuple[str, str | None], list[FindingObject]] = defaultdict(list)
    for one in new["findings"]:
        waiting[one["rule"], one["section"]].append(one)
    partners = _partners(old, new, pairs, waiting)
    checks = {check["id"]: check for check in old["checks"]}
    undecided = {(check["rule"], check["section"]) for check in new["checks"] if check["verdict"] == "unchecked"}
    before = {(check["rule"], check["section"]) for check in old["checks"] if check["verdict"] == "unchecked"}
    found: list[FindingChange] = []
    taken = set()
    for index, one in enumerate(old["findings"]):
        partner = partners.get(index)
        section = one["section"]
        here = pairs.get(section) if section is not None else None
        if partner is not None:
            taken.add(id(partner))
            state = State.OPEN if _figures(partner) == _figures(one) else State.CHANGED
        elif section is not None and here is None:
            state = State.GONE
        elif (one["rule"], here) in undecided and (one["rule"], section) not in before:
            state = State.UNDECIDED
        else:
            state = State.FIXED
        touched = _sections(one, checks) if one["rule"].startswith("score/") and state is not State.OPEN else set()
        by = [at for at, (where, _) in enumerate(changed) if where in touched]
        found.append(FindingChange(state, one, partner, by))
    return found + [FindingChange(State.NEW, None, one, []) for one in new["findings"] if id(one) not in taken]


def _partners(
    old: ReportObject, new: ReportObject, pairs: Mapping[str, str], waiting: dict[tuple[str, str | None], list[FindingObject]]
) -> dict[int, FindingObject]:
    """The new finding of each old one that still stands, surest first: same figures, then like sentences, then what is told once a section."""
    partners: dict[int, FindingObject] = {}

    def statement(one: FindingObject, other: FindingObject) -> bool:
        return one["rule"].startswith("claim/") and _alike(_sentence(old, one), _sentence(new, other))

    def subject(one: FindingObject, other: FindingObject) -> bool:
        return not one["rule"].startswith("claim/") and _subject(one) == _subject(other)

    for same in (_same_figures, statement, subject):
        for index, one in enumerate(old["findings"]):
            section = one["section"]
            if index in partners or (section is not None and section not in pairs):
                continue
            candidates = waiting[one["rule"], None if section is None else pairs[section]]
            chosen = next((other for other in candidates if same(one, other)), None)
            if chosen is not None:
                partners[index] = chosen
                candidates.remove(chosen)
    return partners


def _same_figures(one: FindingObject, other: FindingObject) -> bool:
    return _figures(one) == _figures(other)


def _figures(finding: FindingObject) -> dict[str, str]:
    """What a finding says apart from where: labels may be renumbered."""
    return {name: str(value) for name, value in finding["params"].items() if name not in ("where", "title")}


def _subject(finding: FindingObject) -> tuple[object, ...]:
    """What tells apart findings of one rule in one section: the item of a rubric or table, else the variant."""
    params = finding["params"]
    return tuple(params.get(name) for name in (("table", "item") if "item" in params else ("variant",)))


def _sections(finding: FindingObject, checks: Mapping[str, Mapping[str, Any]]) -> set[str | None]:
    """The sections and items of tables whose figures a finding rests on; None stands for the totals."""
    touched: set[str | None] = {finding["section"]}
    operands = checks[finding["check"]]["operands"] if finding["check"] in checks else []
    for operand in operands:
        match = _PLACE.match(operand["ref"] or "")
        touched.add(None if match is None else match[1] or match[2])
    return touched


def _sentence(report: ReportObject, finding: FindingObject) -> str:
    """The characters round a finding's first span, figures left out."""
    if not finding["evidence"] or "text" not in report:
        return ""
    span, text = finding["evidence"][0], report["text"]
    return "".join(
        char for char in text[max(0, span["start"] - _AROUND) : span["end"] + _AROUND] if not (char.isnumeric() or char in ".,% ")
    )


def _alike(one: str, other: str) -> bool:
    return bool(one and other) and 100 * SequenceMatcher(None, one, other, autojunk=False).ratio() >= LIKE
