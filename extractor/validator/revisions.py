"""document/tracked-change: a figure reads differently when the tracked changes are rejected."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from difflib import SequenceMatcher

from extractor.language.numerals import Numeral, find
from extractor.model.page import Revision
from extractor.model.text import Span
from extractor.validator.application import Notice
from extractor.validator.matter import Matter

_AROUND = 12
"""Characters shown on each side of a figure."""


def tracked_change(matter: Matter) -> Iterator[Notice]:
    """Each figure that a revision changes, adds or takes away; figures are paired in the order of the paragraph."""
    for revision in matter.reading.revisions:
        accepted = list(find(revision.accepted, patterns=matter.patterns))
        rejected = list(find(revision.rejected, patterns=matter.patterns))
        matcher = SequenceMatcher(None, [one.text for one in rejected], [one.text for one in accepted], autojunk=False)
        for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
            if kind == "equal":
                continue
            old, new = rejected[old_start:old_end], accepted[new_start:new_end]
            for position in range(max(len(old), len(new))):
                yield _notice(
                    matter,
                    revision,
                    new[position] if position < len(new) else None,
                    old[position] if position < len(old) else None,
                )


def _notice(matter: Matter, revision: Revision, new: Numeral | None, old: Numeral | None) -> Notice:
    """One figure. The section is that of the accepted figure, or of the paragraph where the figure is deleted."""
    variant = "added" if old is None else "removed" if new is None else "changed"
    spans = _spans(matter, revision)
    evidence: tuple[Span, ...] = ()
    if new is not None:
        offsets = [offset for column in range(new.start, new.end) if (offset := spans.get(column)) is not None]
        evidence = (Span(min(offsets), max(offsets) + 1),) if offsets else ()
    elif spans:
        evidence = (Span(min(spans.values()), max(spans.values()) + 1),)
    where = matter.located.at(evidence[0].start) if evidence else None
    shown, text = (old, revision.rejected) if new is None else (new, revision.accepted)
    assert shown is not None
    params: dict[str, object] = {
        "variant": variant,
        "accepted": None if new is None else new.text,
        "rejected": None if old is None else old.text,
        "paragraph": revision.number,
        "context": " ".join(text[max(0, shown.start - _AROUND) : shown.end + _AROUND].split()),
    }
    return Notice("document/tracked-change", None if where is None else where.id, evidence, params)


def _spans(matter: Matter, revision: Revision) -> dict[int, int]:
    """Column of the accepted text to offset in the normalised text, where the character is there."""
    begins: dict[int, int] = {}
    column = 0
    for index in revision.lines:
        begins[index] = column
        column += len(matter.text.lines[index].line.text) + 1
    found: dict[int, int] = {}
    lines: array[int] = matter.text.line_of
    for offset, index in enumerate(lines):
        if index in begins:
            for at in range(matter.text.start_of[offset], matter.text.end_of[offset]):
                found.setdefault(begins[index] + at, offset)
    return found
