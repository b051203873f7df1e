"""The cover block that some reports open with in place of a letterhead: 部门（单位）名称, 预算编码, 评价方式, 报告日期, 填报人 …"""

from __future__ import annotations

from extractor.language.patterns import Patterns
from extractor.model.outline import Element
from extractor.model.text import Span
from extractor.segmenter.passages import Passage

_LONGEST_VALUE = 40


def find_cover(front: list[Passage], kinds: list[str | None], patterns: Patterns) -> list[Element]:
    """The fields of a cover block among the passages of the head that have no kind yet; their kind becomes ``cover``.

    Gives ``cover`` (the label) for every field, and the value as ``cover_unit``, ``cover_date``, ``cover_programme`` where there
    is one; it may stand in the passage after its label.
    """
    found: list[Element] = []
    for index, passage in enumerate(front):
        if kinds[index] is not None or not patterns.one("head.cover").search(passage.content):
            continue
        kinds[index] = "cover"
        for piece in _fields(passage, patterns):
            found += _read(piece, patterns, _value_behind(piece, front, kinds, index, patterns))
    return found


def _fields(passage: Passage, patterns: Patterns) -> list[Passage]:
    """The fields that stand beside each other on a line, with white space between them."""
    names = (patterns.one("head.cover"), patterns.one("head.unit-note"))
    return passage.cut(gap for gap in passage.gaps if any(name.search(passage.content[gap:]) for name in names))


def _value_behind(piece: Passage, front: list[Passage], kinds: list[str | None], index: int, patterns: Patterns) -> Passage | None:
    """The passage that holds the value of a label that ends the line ``index``; its kind becomes ``cover``."""
    field, following = patterns.one("head.cover").search(piece.content), index + 1
    if field is None or field["value"] or not (field["unit"] or field["date"] or field["programme"]):
        return None
    if (
        piece.end != front[index].end
        or following >= len(front)
        or kinds[following] is not None
        or not _is_value(front[following], patterns)
    ):
        return None
    kinds[following] = "cover"
    return front[following]


def _read(piece: Passage, patterns: Patterns, behind: Passage | None) -> list[Element]:
    """The elements of one field. behind: its value where that stands in a passage of its own."""
    field = patterns.one("head.cover").search(piece.content)
    if field is None:
        return []
    label = Element("cover", field[0][: field.start("value")], piece.span)
    name = next((f"cover_{group}" for group in ("unit", "date", "programme") if field[group]), None)
    value, start = (field["value"], piece.start + field.start("value")) if behind is None else (behind.content, behind.start)
    if not name or not value:
        return [label]
    seal = patterns.one("body.seal").search(value)
    first = seal.end() if seal and seal.start() == 0 else 0
    last = seal.start() if seal and not first else len(value)
    return [label, Element(name, value[first:last], Span(start + first, start + last))]


def _is_value(passage: Passage, patterns: Patterns) -> bool:
    """Whether a passage can be the value of the label before it."""
    return len(passage.content) <= _LONGEST_VALUE and not any(
        patterns.one(name).search(passage.content) for name in ("head.cover", "head.sentence", "title.complete")
    )
