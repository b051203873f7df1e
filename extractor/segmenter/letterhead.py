"""The letterhead (版头): copy number, security, urgency, issuing bodies, document number, signers."""

from __future__ import annotations

from extractor.language.patterns import Patterns
from extractor.model.outline import DocumentNumber, Element
from extractor.model.text import Span
from extractor.segmenter.bodies import bodies, enumeration
from extractor.segmenter.dates import read_year
from extractor.segmenter.passages import Passage

SMALL = frozenset({"copy_number", "security", "urgency", "annex_mark", "frame", "contents"})
"""Kinds of lines that may stand before or between the lines of a letterhead."""


def find_marks(front: list[Passage], kinds: list[str | None], patterns: Patterns) -> list[Element]:
    """Lines of the head that are told by their own form: copy number, security, urgency, number, signers; sets their kinds."""
    found: list[Element] = []
    for index, passage in enumerate(front):
        if kinds[index] is not None:
            continue
        before = kinds[index - 1] if index else None
        elements = _mark(passage, before in ("signers", "number_signers"), patterns)
        if elements:
            found.extend([Element("mark_line", passage.content, passage.span), *elements])
            kinds[index] = "number_signers" if {"number", "signers"} <= {item.field for item in elements} else elements[0].field
    return found


def _mark(passage: Passage, after_signers: bool, patterns: Patterns) -> list[Element]:
    content = passage.content
    if patterns.one("head.copy-number").search(content):
        return [Element("copy_number", content, passage.span)]
    match = patterns.one("head.security").search(content) or patterns.one("head.urgency").search(content)
    if match:
        groups = match.groupdict()
        return [
            Element(name, groups[name], Span(passage.start + match.start(name), passage.start + match.end(name)))
            for name in ("security", "urgency")
            if groups.get(name)
        ]
    number = patterns.one("head.number").search(content)
    if number:
        at = Span(passage.start + number.start("number"), passage.start + number.end("number"))
        found = [Element("number_labelled" if number["label"] else "number", number["number"], at)]
        if number["signers"]:
            found.extend(_signers(passage.part(number.start("signers"), number.end("signers")), patterns))
        return found
    signers = _signers(passage, patterns)
    if signers:
        return signers
    if after_signers and (len(content) <= 3 or passage.gaps) and patterns.one("head.names").search(content):
        if patterns.one("title.complete").search(content) or bodies(passage, patterns):
            return []
        return [Element("signers", name.content, name.span) for name in _names(passage)]
    return []


def _signers(passage: Passage, patterns: Patterns) -> list[Element]:
    match = patterns.one("head.signers").search(passage.content)
    if match is None:
        return []
    names = _names(passage.part(match.start("names"), match.end("names"))) if match["names"] else []
    return [Element("signers", name.content, name.span) for name in names] or [Element("signers_blank", "", passage.span)]


def _names(passage: Passage) -> list[Passage]:
    """Persons' names: set apart by marks or gaps; a character alone belongs to the one after it (肖 飞)."""
    found: list[Passage] = []
    for item in enumeration(passage):
        start, position = 0, 0
        for field in item.fields():
            position += len(field.content)
            if position - start > 1:
                found.append(item.part(start, position))
                start = position
        if start < position:
            found.append(item.part(start, position))
    return found


def find_letterhead(front: list[Passage], kinds: list[str | None], patterns: Patterns) -> list[Element]:
    """The issuing bodies at the top (甲局文件 乙局, in any order and over any lines); sets the kind ``letterhead``.

    Without the word 文件 the bodies at the top are a letterhead when the number or the signers follow, or when the title begins with the
    same name again; else they belong to the title.
    """
    run: list[int] = []
    following: int | None = None
    for index, passage in enumerate(front):
        if kinds[index] in SMALL:
            continue
        if kinds[index] is not None or _letterhead_line(passage, patterns) is None:
            following = index
            break
        run.append(index)
    if not run:
        return []
    marked = [index for index in run if patterns.one("head.mark").search(front[index].content)]
    if following is not None and kinds[following] is not None:
        followed = kinds[following] in ("number", "signers", "number_signers", "signers_blank")
        run = run if marked or followed else []
    elif marked:
        run = _without_title(run, marked[-1], front, patterns)
    else:
        name = front[run[0]].content
        run = run if following is not None and front[following].content.startswith(name) else []
    found: list[Element] = []
    for index in run:
        kinds[index] = "letterhead"
        found.append(Element("letterhead_line", front[index].content, front[index].span))
        found.extend(Element("letterhead", body.content, body.span) for body in _letterhead_line(front[index], patterns) or ())
    return found


def _without_title(run: list[int], last: int, front: list[Passage], patterns: Patterns) -> list[int]:
    """The lines of a letterhead without those after its last 文件 that name its bodies again: they begin the title."""
    head = [index for index in run if index <= last]
    named = {body.content for index in head for body in _letterhead_line(front[index], patterns) or ()}
    for index in run[len(head) :]:
        names = {body.content for body in _letterhead_line(front[index], patterns) or ()}
        if names & named:
            break
        named |= names
        head.append(index)
    return head


def _letterhead_line(passage: Passage, patterns: Patterns) -> list[Passage] | None:
    """The bodies in a line of a letterhead (none where it is just 文件); None where it is no such line."""
    mark = patterns.one("head.mark").search(passage.content)
    parts = [passage.part(0, mark.start()), passage.part(mark.end(), len(passage.content))] if mark else [passage]
    found: list[Passage] = []
    for part in parts:
        if not part.content:
            continue
        named = bodies(part, patterns)
        if not named:
            return None
        found.extend(named)
    return found


def read_number(printed: str, patterns: Patterns) -> DocumentNumber:
    """发文字号 with its parts and brackets ``〔〕``, also where one bracket was lost; masked parts are None."""
    parts = patterns.one("head.number-parts").search(printed)
    if parts is None:
        return DocumentNumber(printed, None, None, None)
    year = read_year(parts["year"], patterns)
    serial = int(parts["serial"]) if parts["serial"].isdecimal() else None
    rest = printed[parts.start("ordinal") :]
    return DocumentNumber(f"{parts['agency']}〔{parts['year']}〕{rest}", parts["agency"], year, serial)
