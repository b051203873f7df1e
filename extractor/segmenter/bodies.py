"""Names of organisations: what is one, and where two stand side by side."""

from __future__ import annotations

from extractor.language.patterns import Patterns
from extractor.segmenter.passages import Passage

_LONGEST_NAME = 40
_LONGEST_ITEM = 200
_CLOSING = {"（": "）", "(": ")"}


def is_body(name: str, patterns: Patterns) -> bool:
    """Whether ``name`` as a whole can be the name of one organisation of its own (云南省民政厅, not 办公室 alone)."""
    return (
        2 < len(name) <= _LONGEST_NAME and name not in patterns.words("body.generic") and patterns.one("body.name").search(name) is not None
    )


def bodies(passage: Passage, patterns: Patterns) -> list[Passage]:
    """The organisations that ``passage`` names and nothing else, one part each; empty where something in it is none.

    They are set apart by 、 or ， by a gap, or, printed without a blank, by the second beginning with the region of the first.
    """
    found: list[Passage] = []
    for item in enumeration(passage):
        parts = _joined(item, patterns)
        if parts is None:
            return []
        found.extend(parts)
    return found


def enumeration(passage: Passage, marks: str = "、，,；;") -> list[Passage]:
    """The parts of ``passage`` between the marks that stand outside brackets; neither marks nor empty parts are given."""
    found: list[Passage] = []
    start, closing = 0, ""
    for index, sign in enumerate(passage.content):
        if closing:
            closing = "" if sign == closing else closing
        elif sign in _CLOSING:
            closing = _CLOSING[sign]
        elif sign in marks:
            found.append(passage.part(start, index))
            start = index + 1
    found.append(passage.part(start, len(passage.content)))
    return [part for part in found if part.content]


def _joined(item: Passage, patterns: Patterns) -> list[Passage] | None:
    """The bodies in a part without marks, by its gaps; None where it does not consist of bodies."""
    if len(item.content) > _LONGEST_ITEM:
        return None
    fields = item.fields()
    if len(fields) > 1 and max(len(field.content) for field in fields) > 1:
        found: list[Passage] = []
        start, position = 0, 0
        for index, field in enumerate(fields):
            position += len(field.content)
            following = fields[index + 1].content if index + 1 < len(fields) else None
            part = item.part(start, position)
            if (following is None or is_body(following, patterns) or len(following) > 3) and is_body(part.content, patterns):
                found.append(part)
                start = position
        if start == len(item.content) and len(found) > 1:
            return [piece for part in found for piece in _two(part, patterns)]
    # Letters set apart (云 南 省 民 政 厅) tell nothing of names set apart.
    return _two(item, patterns) if is_body(item.content, patterns) else None


def _two(part: Passage, patterns: Patterns) -> list[Passage]:
    """A body, or the two that are printed without a blank between."""
    two = patterns.one("body.two").search(part.content)
    if two is None or not (is_body(two["first"], patterns) and is_body(two["second"], patterns)):
        return [part]
    return [part.part(0, two.end("first")), *_two(part.part(two.start("second"), len(part.content)), patterns)]
