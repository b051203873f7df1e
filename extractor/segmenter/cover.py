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
        field = patterns.one("head.cover").search(passage.content) if kinds[index] is None else None
        if field is None:
            continue
        kinds[index] = "cover"
        found.append(Element("cover", field[0][: field.start("value")], passage.span))
        name = next((f"cover_{group}" for group in ("unit", "date", "programme") if field[group]), None)
        value, span = field["value"], Span(passage.start + field.start("value"), passage.start + field.end("value"))
        following = index + 1
        if name and not value and following < len(front) and kinds[following] is None and _is_value(front[following], patterns):
            kinds[following] = "cover"
            value, span = front[following].content, front[following].span
        if name and value:
            seal = patterns.one("body.seal").search(value)
            start = seal.end() if seal and seal.start() == 0 else 0
            end = seal.start() if seal and not start else len(value)
            found.append(Element(name, value[start:end], Span(span.start + start, span.start + end)))
    return found


def _is_value(passage: Passage, patterns: Patterns) -> bool:
    """Whether a passage can be the value of the label before it."""
    return len(passage.content) <= _LONGEST_VALUE and not any(
        patterns.one(name).search(passage.content) for name in ("head.cover", "head.sentence", "title.complete")
    )
