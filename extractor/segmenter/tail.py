"""The tail of a document: note of annexes, signature, date, notes, imprint, and where the annexes begin."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.language.patterns import Patterns
from extractor.model.outline import Element
from extractor.model.text import Span
from extractor.segmenter.attachments import annex_start, is_item, read_note
from extractor.segmenter.bodies import bodies
from extractor.segmenter.imprint import find_imprint
from extractor.segmenter.passages import Passage

_LONGEST_LINE = 90
_NOTE_LINES = 12


@dataclass(frozen=True, slots=True)
class Signature:
    """One passage of a signature: the bodies that it names and the date in it (None where none, "" where left blank)."""

    passage: Passage
    bodies: tuple[Passage, ...]
    date: Passage | None
    blank: bool


@dataclass(frozen=True, slots=True)
class Tail:
    """elements: what was found, in no order. annexes: mark and title of each annex whose own text follows. rest: what is no element."""

    elements: tuple[Element, ...]
    annexes: tuple[Span, ...]
    rest: tuple[Passage, ...]


def read_tail(body: list[Passage], body_end: int, patterns: Patterns) -> Tail:
    """Find the elements among the passages from the first section (or the opening) to the end of the text.

    body_end: where the text of the last main section ends; signature, date and note of annexes are looked for before it.
    """
    tail = _cut_last(body, body_end, patterns)
    taken: set[int] = set()
    elements = find_imprint(tail, taken, patterns)
    signatures = [None if index in taken or passage.table else read_signature(passage, patterns) for index, passage in enumerate(tail)]
    limit = _limit(tail, signatures, body_end, patterns)
    dated = _dated(tail, signatures, limit, taken, patterns)
    last = dated if dated is not None else _undated(tail, signatures, limit, taken)
    first_annex = limit
    if dated is not None:
        first_annex = next((index for index in range(dated + 1, limit) if _starts_annex(tail, index, taken, patterns)), limit)
    signed = _signed(tail, signatures, last, taken) if last is not None else []
    for signature in signed:
        elements.extend(_signature_elements(signature))
        taken.add(tail.index(signature.passage))
    before = tail.index(signed[0].passage) if signed else min(first_annex, len(tail))
    note = _note(tail, before, first_annex, taken, patterns)
    if note is not None:
        elements.extend(read_note(tail, note, taken, patterns))
    for index, passage in enumerate(tail):
        if (
            index not in taken
            and not passage.table
            and patterns.one("tail.note").search(passage.content)
            and (last is None or index > last)
        ):
            taken.add(index)
            elements.append(Element("note", passage.content, passage.span))
    annexes = [annex_start(tail, index, patterns) for index in range(first_annex, len(tail)) if index not in taken]
    marks = tuple(span for span in annexes if span is not None)
    rest = tuple(passage for index, passage in enumerate(tail) if index not in taken)
    return Tail(tuple(elements), marks, rest)


def read_signature(passage: Passage, patterns: Patterns) -> Signature | None:
    """A passage that is a signature, a date, or both, and nothing else."""
    if len(passage.content) > _LONGEST_LINE:
        return None
    bare = patterns.one("date.line").search(passage.content)
    if bare:
        return Signature(passage, (), passage.part(*bare.span("date")), False)
    match = patterns.one("tail.signature").search(passage.content)
    if match is None or not (match["bodies"] or match["date"]):
        return None
    named: list[Passage] = []
    if match["bodies"]:
        named = _sealed_bodies(passage.part(*match.span("bodies")), patterns)
        if not named:
            return None
    date = passage.part(*match.span("date")) if match["date"] else None
    blank = date is not None and patterns.one("date.line").search(date.content) is None
    return Signature(passage, tuple(named), date, blank)


def _sealed_bodies(part: Passage, patterns: Patterns) -> list[Passage]:
    """The bodies in a signature, a seal's place （盖章） after any of them left out."""
    found: list[Passage] = []
    start = 0
    for seal in patterns.one("body.seals").finditer(part.content):
        found.extend(bodies(part.part(start, seal.start()), patterns))
        start = seal.end()
    if start < len(part.content):
        named = bodies(part.part(start, len(part.content)), patterns)
        return [*found, *named] if named else []
    return found


def _cut_last(body: list[Passage], body_end: int, patterns: Patterns) -> list[Passage]:
    """The passages, with the last one that is text cut where elements run on after its sentences."""
    last = None
    for index, passage in enumerate(body):
        if passage.start >= body_end or patterns.one("tail.annex-mark").search(passage.content):
            break
        if not passage.table and patterns.one("tail.sentence").search(passage.content) and not _is_element(passage, patterns):
            last = index
    return [part for index, passage in enumerate(body) for part in (_cut(passage, patterns) if index == last else [passage])]


def _is_element(passage: Passage, patterns: Patterns) -> bool:
    return any(patterns.one(name).search(passage.content) for name in ("tail.copy", "tail.printed", "tail.note", "tail.attachment"))


def _cut(passage: Passage, patterns: Patterns) -> list[Passage]:
    """A passage that runs on, cut at 附件：, 抄送：, 印发 and at the signature with its date."""
    cuts = [match.start("at") for match in patterns.one("tail.cut").finditer(passage.content)]
    pieces: list[Passage] = []
    for piece in passage.cut(cuts):
        end = patterns.one("tail.cut-end").search(piece.content)
        begin = _signature_start(piece, end.start("date"), patterns) if end else None
        pieces.extend(piece.cut([begin]) if begin else [piece])
    return pieces


def _signature_start(piece: Passage, date: int, patterns: Patterns) -> int | None:
    """Where the signature before a date begins: after a sentence or at a gap, only bodies between; a date alone after a sentence."""
    sentences = [match.end() for match in patterns.one("tail.sentence-end").finditer(piece.content, 0, date)]
    nearest = sentences[-1] if sentences else 0
    starts = [nearest, *(gap for gap in piece.gaps if nearest < gap < date)]
    for begin in starts:
        if (begin == date and sentences) or _sealed_bodies(piece.part(begin, date), patterns):
            return begin
    return None


def _limit(tail: list[Passage], signatures: list[Signature | None], body_end: int, patterns: Patterns) -> int:
    """Index of the first passage after the main text: a mark of an annex alone on its line, or the first passage past ``body_end``."""
    dated = False
    for index, passage in enumerate(tail):
        if passage.start >= body_end:
            return index
        signature = signatures[index]
        dated = dated or (signature is not None and signature.date is not None)
        if passage.table or patterns.one("tail.annex-mark").search(passage.content) is None:
            continue
        if dated or not _heads_note(tail, signatures, index, patterns):
            return index
    return len(tail)


def _heads_note(tail: list[Passage], signatures: list[Signature | None], index: int, patterns: Patterns) -> bool:
    """Whether 附件 alone heads the note of annexes and not an annex: a list follows, then signature, date, imprint or the end."""
    for line in range(index + 1, min(index + 1 + _NOTE_LINES, len(tail))):
        passage = tail[line]
        if signatures[line] is not None or patterns.one("tail.copy").search(passage.content):
            return line > index + 1
        if passage.table or any(patterns.one(name).search(passage.content) for name in ("tail.sentence", "tail.annex-mark")):
            return False
    return False


def _dated(tail: list[Passage], signatures: list[Signature | None], limit: int, taken: set[int], patterns: Patterns) -> int | None:
    """Index of the date of the document: the first that only short lines follow up to the annexes or the end, else the last."""
    dates = [index for index in range(limit) if (signature := signatures[index]) is not None and signature.date is not None]
    for index in dates:
        following = (line for line in range(index + 1, limit) if line not in taken)
        for line in following:
            if _starts_annex(tail, line, taken, patterns):
                return index
            if tail[line].table or patterns.one("tail.sentence").search(tail[line].content) or len(tail[line].content) > _LONGEST_LINE:
                break
        else:
            return index
    return dates[-1] if dates else None


def _starts_annex(tail: list[Passage], index: int, taken: set[int], patterns: Patterns) -> bool:
    """Whether an annex with its title on the line of its mark begins here: other text follows than further lines of a list."""
    if index in taken or tail[index].table or patterns.one("tail.annex-titled").search(tail[index].content) is None:
        return False
    following = (tail[line] for line in range(index + 1, len(tail)) if line not in taken)
    return any(patterns.one("tail.attachment-item").search(passage.content) is None or passage.table for passage in following)


def _undated(tail: list[Passage], signatures: list[Signature | None], limit: int, taken: set[int]) -> int | None:
    """Index of the last line of a signature without a date: the last passage of the main text, if it names bodies."""
    for index in range(limit - 1, -1, -1):
        if index not in taken:
            return index if signatures[index] is not None and index > 0 else None
    return None


def _signed(tail: list[Passage], signatures: list[Signature | None], last: int, taken: set[int]) -> list[Signature]:
    """The signature that ends at index ``last``, top to bottom."""
    found: list[Signature] = []
    for index in range(last, -1, -1):
        signature = signatures[index]
        if index in taken or signature is None or (index < last and signature.date is not None):
            break
        found.insert(0, signature)
    if any(signature.bodies for signature in found):
        return found
    for index in range(last + 1, len(tail)):  # some sign below the date
        signature = signatures[index]
        if index in taken or signature is None or signature.date is not None:
            break
        found.append(signature)
    return found


def _signature_elements(signature: Signature) -> list[Element]:
    found = [Element("signature_line", signature.passage.content, signature.passage.span)]
    found.extend(Element("signatories", body.content, body.span) for body in signature.bodies)
    if signature.date is not None:
        found.append(Element("blank" if signature.blank else "date", signature.date.content, signature.date.span))
    return found


def _note(tail: list[Passage], before: int, limit: int, taken: set[int], patterns: Patterns) -> int | None:
    """Index at which the note of annexes begins: in the last lines before the signature, else after it."""
    first = None
    for index in range(min(before, len(tail)) - 1, max(-1, before - 1 - _NOTE_LINES), -1):
        passage = tail[index]
        if index in taken:
            continue
        if passage.table:
            break
        if any(patterns.one(name).search(passage.content) for name in ("tail.attachment", "tail.annex-mark")):
            first = index
        elif not is_item(passage, patterns):
            break
    if first is not None:
        return first
    for index in range(before, min(limit, len(tail))):
        if index not in taken and not tail[index].table and patterns.one("tail.attachment").search(tail[index].content):
            return index
    # no signature was understood: the note still stands behind the last sentence of the text
    for index in range(min(limit, len(tail)) - 1, -1, -1):
        passage = tail[index]
        if index in taken:
            continue
        if passage.table or patterns.one("tail.sentence").search(passage.content):
            return None
        if patterns.one("tail.attachment").search(passage.content):
            return index
    return None
