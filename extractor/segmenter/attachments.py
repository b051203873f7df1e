"""The note of annexes (附件说明) and the marks at which the annexes' own text begins (附件)."""

from __future__ import annotations

from extractor.language.patterns import Patterns
from extractor.model.outline import Element
from extractor.model.text import Span
from extractor.segmenter.passages import Passage

_LONGEST_TITLE = 80
_TITLE_LINES = 3
_SHORTEST_REST = 6
_TRAILING = "。；;，,、：:"


def read_note(tail: list[Passage], first: int, taken: set[int], patterns: Patterns) -> list[Element]:
    """The titles in the note that begins at index ``first``: one, or a numbered list in the same and in the following passages.

    Adds the indices of its passages to ``taken``; gives ``attachments`` for each title and ``attachment_line`` for each passage.
    """
    lead = patterns.one("tail.attachment").search(tail[first].content)
    headed = lead is not None or patterns.one("tail.annex-mark").search(tail[first].content) is not None
    titles = _titles(tail[first], lead.end("mark") if lead else len(tail[first].content) if headed else 0, patterns)
    found = [Element("attachments", part.content, part.span) for part in titles]
    found.insert(0, Element("attachment_line", tail[first].content, tail[first].span))
    taken.add(first)
    for index in range(first + 1, len(tail)):
        passage = tail[index]
        if index in taken or not (is_item(passage, patterns) or _ends_title(found[-1], passage, patterns)):
            break
        labelled = patterns.one("tail.attachment-item").search(passage.content) is not None
        last = found[-1] if found[-1].field == "attachments" else None
        titles = _titles(passage, 0, patterns)
        if last and titles and not labelled and patterns.one("tail.annex-title").search(last.value) is None:
            # The line before broke off inside a title.
            found[-1] = Element("attachments", last.value + titles[0].content, Span(last.span.start, titles[0].end))
        else:
            found.extend(Element("attachments", part.content, part.span) for part in titles)
        found.insert(0, Element("attachment_line", passage.content, passage.span))
        taken.add(index)
    return found


def _ends_title(last: Element, passage: Passage, patterns: Patterns) -> bool:
    """Whether a passage is the rest of a title that broke off inside a word (…指标体 系)."""
    title = patterns.one("tail.annex-title")
    whole = last.field == "attachments" and title.search(last.value) is None
    return whole and len(passage.content) < _SHORTEST_REST and title.search(last.value + passage.content) is not None


def is_item(passage: Passage, patterns: Patterns) -> bool:
    """Whether a passage is a further line of the list of annexes: it has a number, or ends as titles of annexes do."""
    if passage.table or patterns.one("tail.sentence").search(passage.content.rstrip(_TRAILING)):
        return False
    return any(patterns.one(name).search(passage.content) for name in ("tail.attachment-item", "tail.annex-title"))


def _titles(passage: Passage, start: int, patterns: Patterns) -> list[Passage]:
    """The titles in ``passage`` from ``start`` on, without numbers and without trailing marks."""
    content = passage.content
    edges = [start]
    edges.extend(match.start() for match in patterns.one("tail.attachment-mark").finditer(content, start) if match.start() > start)
    found: list[Passage] = []
    for begin, end in zip(edges, [*edges[1:], len(content)], strict=True):
        mark = patterns.one("tail.attachment-mark").match(content, begin)
        found.extend(_numbered(passage.part(mark.end() if mark else begin, end), patterns))
    return found


def _numbered(part: Passage, patterns: Patterns) -> list[Passage]:
    """The items of a numbered list that runs on in one passage: 1.甲表2.乙表; each number is the one after the last."""
    items: list[tuple[int, int]] = []
    label = patterns.one("tail.item-label").search(part.content)
    if label is None:
        return _trimmed([part])
    begin = label.end()
    number = "".join(sign for sign in label[0] if sign.isdecimal())
    while number:
        mark = label[0].replace(number, str(int(number) + 1))
        at = part.content.find(mark, begin + 1)
        if at < 0:
            break
        items.append((begin, at))
        begin, number, label = at + len(mark), str(int(number) + 1), patterns.one("tail.item-label").match(part.content[at:]) or label
    items.append((begin, len(part.content)))
    return _trimmed([part.part(*item) for item in items])


def _trimmed(parts: list[Passage]) -> list[Passage]:
    """The parts without trailing marks; empty ones are left out."""
    trimmed = (part.part(0, len(part.content.rstrip(_TRAILING))) for part in parts)
    return [part for part in trimmed if part.content]


def annex_start(tail: list[Passage], index: int, patterns: Patterns) -> Span | None:
    """The mark of an annex at ``index`` with the title on the same or in the next lines; None where there is no mark."""
    content = tail[index].content
    if tail[index].table:
        return None
    if patterns.one("tail.annex-titled").search(content):
        return tail[index].span
    if patterns.one("tail.annex-mark").search(content) is None:
        return None
    end = tail[index].end
    for line in range(index + 1, min(index + 1 + _TITLE_LINES, len(tail))):
        passage = tail[line]
        if passage.table or len(passage.content) > _LONGEST_TITLE or patterns.one("tail.sentence").search(passage.content):
            break
        if any(patterns.one(name).search(passage.content) for name in ("tail.annex-mark", "tail.annex-titled", "tail.item-label")):
            break
        if patterns.one("tail.annex-title").search(passage.content):
            return Span(tail[index].start, passage.end)
        if line == index + 1:
            end = passage.end
    return Span(tail[index].start, end)
