"""The head of a document: all before the opening paragraph and the first section, told apart line by line."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.language.patterns import Patterns
from extractor.model.outline import Element
from extractor.model.text import Span
from extractor.segmenter.bodies import enumeration
from extractor.segmenter.cover import find_cover
from extractor.segmenter.letterhead import find_letterhead, find_marks
from extractor.segmenter.passages import Passage
from extractor.segmenter.title_block import find_addressees, find_byline, find_title

_LONGEST_RUN = 400
"""Characters within which the elements of a head that run on in one paragraph end."""


@dataclass(frozen=True, slots=True)
class Head:
    """elements: what was found, in no order. rest: passages that are no element (opening, what is left of a web frame, contents pages).

    opening: offset where the text proper begins, the end of the head where it has none.
    """

    elements: tuple[Element, ...]
    rest: tuple[Passage, ...]
    opening: int


def read_head(head: list[Passage], end: int, patterns: Patterns) -> Head:
    """Find the elements in the passages of a head; ``end`` is its last offset."""
    front: list[Passage] = []
    rest: list[Passage] = []
    for passage in head:
        if rest:
            rest.append(passage)
            continue
        for piece in _pieces(passage, first=not front, patterns=patterns):
            if rest or _is_text(piece, patterns):
                rest.append(piece)
            else:
                front.append(piece)
    kinds: list[str | None] = ["table" if passage.table else None for passage in front]
    elements: list[Element] = _annex_marks(front, kinds, patterns)
    _set_frames(front, kinds, patterns)
    elements.extend(find_marks(front, kinds, patterns))
    elements.extend(find_cover(front, kinds, patterns))
    elements.extend(_dates(front, kinds, patterns))
    elements.extend(find_letterhead(front, kinds, patterns))
    elements.extend(find_addressees(front, kinds, patterns, named=False))
    elements.extend(find_title(front, kinds, patterns))
    elements.extend(find_byline(front, kinds, patterns))
    if rest:  # just above the first section a body's name is its author's
        elements.extend(find_addressees(front, kinds, patterns, named=True))
    left = [passage for index, passage in enumerate(front) if kinds[index] in (None, "frame", "contents", "table")]
    return Head(tuple(elements), (*left, *rest), rest[0].start if rest else end)


def _pieces(passage: Passage, first: bool, patterns: Patterns) -> list[Passage]:
    """The passage cut where elements run on in it: letterhead, number, signers, title, addressees, text."""
    at = None if passage.table else _first_cut(passage, first, patterns)
    if not at or at == len(passage.content):
        return [passage]
    return [passage.part(0, at), *_pieces(passage.part(at, len(passage.content)), False, patterns)]


def _first_cut(passage: Passage, first: bool, patterns: Patterns) -> int | None:
    """Where the first element of a passage ends, if another follows in it."""
    content = passage.content
    annex = patterns.one("tail.annex-titled").search(content) if first else None
    if annex and patterns.one("title.complete").search(content):
        return annex.start("title")
    if patterns.one("head.number").search(content) or patterns.one("head.cover").search(content):
        return None
    if patterns.one("head.signers-lead").search(content):
        return _names_end(passage, patterns)
    match = patterns.one("head.run-on").search(content[:_LONGEST_RUN])
    if match is None:
        return None
    addressed = match["addressees"] and all(
        patterns.one("head.addressee").search(item.content)
        for item in enumeration(passage.part(match.start("addressees"), match.end("addressees") - 1))
    )
    for name in ("letterhead", "number"):
        if match[name]:
            return match.end(name)
    if match["title"]:
        return match.end("title") if addressed or not match["addressees"] else None
    return match.end("addressees") if addressed else _title_at_gap(passage, patterns)


def _names_end(passage: Passage, patterns: Patterns) -> int | None:
    """Where the names after 签发人 end: at the gap before the first field that is no name."""
    end = 0
    for field in passage.fields():
        if end and not patterns.one("head.name").search(field.content):
            return end
        end += len(field.content)
    return None


def _title_at_gap(passage: Passage, patterns: Patterns) -> int | None:
    """Where white space sets a title apart from the text that follows it in the same paragraph."""
    for gap in passage.gaps:
        if gap > _LONGEST_RUN:
            break
        before, after = passage.content[:gap], passage.content[gap:]
        complete = patterns.one("title.complete").search(before)
        if complete and gap > 5 and _plain(before) and patterns.one("head.sentence").search(after):
            return gap
    return None


def _is_text(passage: Passage, patterns: Patterns) -> bool:
    """Whether a passage is text of the report and not an element of its head."""
    content = passage.content
    if not patterns.one("head.sentence").search(content):
        return False
    if any(patterns.one(name).search(content) for name in ("head.cover", "head.frame", "head.contents-line")):
        return False
    return not (patterns.one("title.complete").search(content) and _plain(content))


def _plain(content: str) -> bool:
    """Whether there is no mark in it that parts or ends a clause."""
    return not set(content) & set("，。；：！？")


def _annex_marks(front: list[Passage], kinds: list[str | None], patterns: Patterns) -> list[Element]:
    """附件1 above the title: the report itself is the annex of something else."""
    found: list[Element] = []
    for index, passage in enumerate(front):
        if kinds[index] is None and patterns.one("tail.annex-mark").search(passage.content):
            kinds[index] = "annex_mark"
            found.append(Element("annex_mark", passage.content, passage.span))
    return found


def _set_frames(front: list[Passage], kinds: list[str | None], patterns: Patterns) -> None:
    """Mark what is left of a web frame, and contents pages: neither is an element, nor part of the title."""
    contents = False
    _set_valued_labels(front, kinds, patterns)
    for index, passage in enumerate(front):
        if kinds[index] is not None:
            continue
        heading = patterns.one("head.contents").search(passage.content) is not None
        contents = heading or (contents and patterns.one("head.contents-line").search(passage.content) is not None)
        if contents:
            kinds[index] = "contents"
        elif patterns.one("head.frame").search(passage.content) and not patterns.one("head.number").search(passage.content):
            kinds[index] = "frame"


def _set_valued_labels(front: list[Passage], kinds: list[str | None], patterns: Patterns) -> None:
    """Mark the labels of a web frame that fill a line, and the value on the next line, where the report has a title of its own below them."""
    labels = frozenset(patterns.words("frame.valued"))
    for index, passage in enumerate(front[:-1]):
        if kinds[index] is None and kinds[index + 1] is None and passage.content in labels:
            below = front[index + 2 :]
            if any(patterns.one("title.complete").search(other.content) for other in below):
                kinds[index] = kinds[index + 1] = "frame"


def _dates(front: list[Passage], kinds: list[str | None], patterns: Patterns) -> list[Element]:
    """A date or the year under report on a line of its own in the head."""
    found: list[Element] = []
    for index, passage in enumerate(front):
        if kinds[index] is not None:
            continue
        for field, pattern, group in (
            ("head_date", "date.line", "date"),
            ("head_year", "title.year-line", "year"),
            ("blank", "date.blank", 0),
        ):
            match = patterns.one(pattern).search(passage.content)
            if match:
                kinds[index] = field
                at = Span(passage.start + match.start(group), passage.start + match.end(group))
                found.append(Element(field, match[group], at))
                break
    return found
