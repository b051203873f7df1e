"""The imprint (版记): who gets a copy, who printed it and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.language.patterns import Patterns
from extractor.model.outline import Element
from extractor.model.text import Span
from extractor.segmenter.bodies import bodies, enumeration
from extractor.segmenter.passages import Passage
from extractor.segmenter.title_block import addressees

if TYPE_CHECKING:
    import regex

_STOPS = "。"


def find_imprint(tail: list[Passage], taken: set[int], patterns: Patterns) -> list[Element]:
    """抄送 and 印发 among the passages after the opening, wherever they stand (the imprint is on the last page, behind the annexes).

    Adds the indices of their passages to ``taken``. Where a report holds several, the last counts.
    """
    copies = [index for index, passage in enumerate(tail) if patterns.one("tail.copy").search(passage.content)]
    printed = [index for index, passage in enumerate(tail) if _print_line(passage, patterns)]
    found: list[Element] = []
    if copies:
        found.extend(_copied(tail, copies[-1], taken, patterns))
    if printed:
        found.extend(_printed(tail, printed[-1], taken, patterns))
    return found


def _copied(tail: list[Passage], index: int, taken: set[int], patterns: Patterns) -> list[Element]:
    line = patterns.one("tail.copy").search(tail[index].content)
    if line is None:
        return []
    parts = [tail[index].part(*line.span("names"))]
    taken.add(index)
    found = [Element("copied_line", tail[index].content, tail[index].span)]
    # The list goes on in the next passage until a full stop, as long as it names bodies.
    following = index + 1
    while following < len(tail) and not tail[following - 1].content.endswith(tuple(_STOPS)) and following not in taken:
        passage = tail[following]
        rest = passage.part(0, len(passage.content) - passage.content.endswith(tuple(_STOPS)))
        goes_on = not parts[-1].content or parts[-1].content.endswith(("、", "，", ",", "；")) or len(enumeration(rest)) > 1
        if not goes_on or not addressees(rest, patterns):
            break
        parts.append(rest)
        taken.add(following)
        found.append(Element("copied_line", passage.content, passage.span))
        following += 1
    for part in parts:
        for item in enumeration(part):
            fields = item.fields()
            apart = len(fields) > 1 and all(addressees(field, patterns) for field in fields)
            found.extend(Element("copied_to", name.content, name.span) for name in (fields if apart else [item]))
    return found


def _printed(tail: list[Passage], index: int, taken: set[int], patterns: Patterns) -> list[Element]:
    passage = tail[index]
    line = _print_line(passage, patterns)
    if line is None:
        return []
    taken.add(index)
    found = [Element("printed_line", passage.content, passage.span)]
    if line["on"]:
        found.append(_element("printed_on", passage, *line.span("on")))
    for group in ("by", "by_after"):
        if line[group]:
            found.append(_element("printed_by", passage, *line.span(group)))
            return found
    before = index - 1
    if before >= 0 and before not in taken and bodies(tail[before], patterns):
        taken.add(before)
        found.append(Element("printed_by", tail[before].content, tail[before].span))
    return found


def _print_line(passage: Passage, patterns: Patterns) -> regex.Match[str] | None:
    """Who printed it and when, in one passage: what is named must be a body (2017年3月22日印发实施 is a sentence)."""
    line = patterns.one("tail.printed").search(passage.content)
    if line is None or any(line[group] and not bodies(passage.part(*line.span(group)), patterns) for group in ("by", "by_after")):
        return None
    return line


def _element(field: str, passage: Passage, start: int, end: int) -> Element:
    return Element(field, passage.content[start:end], Span(passage.start + start, passage.start + end))
