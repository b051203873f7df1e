"""coverage/doubt: figures that recognition is not certain of; and what rests on them is withheld, for no doubtful digit may accuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.model.text import Span
from extractor.validator.application import Application, Notice
from extractor.validator.matter import Matter
from extractor.validator.unread import may_lack, round_marks, unread, unsettled

REASON = "doubtful"
"""Why a check that rests on a doubtful figure is not decided."""
_SIGNS = frozenset(".,%‰-−+/:")
"""What stands inside a figure besides digits and numerals."""
_TELLS = "coverage/"
"""Rules that say what is there, not that it is wrong."""


def doubt(matter: Matter) -> Iterator[Notice]:
    """Every figure that recognition is not certain of, with what a second reading gave."""
    for span in doubtful(matter):
        where = matter.located.at(span.start)
        others = [one.other for one in matter.text.doubts(span) if one.other]
        params: dict[str, object] = {"figure": matter.text.slice(span), "context": matter.context(span)}
        params |= {"variant": "second", "other": others[0]} if others else {"variant": "unsure"}
        yield Notice("coverage/doubt", where.id if where else None, (span,), params)
    for span in unread(matter):
        where = matter.located.at(span.start)
        yield Notice("coverage/doubt", where.id if where else None, (span,), {"variant": "unread", "context": matter.context(span)})


def withheld(matter: Matter, yielded: Sequence[Application | Notice]) -> list[Application | Notice]:
    """``yielded``, each check that rests on a doubtful figure, or that fails where something may be lost, undecided; without the notices that rest on a
    doubtful figure.
    """
    spans, marks = doubtful(matter), round_marks(matter)
    lost = unsettled(matter)
    if not spans and not marks and not lost:
        return list(yielded)
    kept: list[Application | Notice] = []
    for one in yielded:
        if isinstance(one, Notice):
            if one.rule.startswith(_TELLS) or not _touched(_rests_on(matter, one), spans):
                kept.append(one)
        elif _is_doubtful(one, spans, marks) or (one.failed and may_lack(one.check.rule, one.check.section, lost)):
            kept.append(one.undecided(REASON))
        else:
            kept.append(one)
    return kept


def doubtful(matter: Matter) -> tuple[Span, ...]:
    """The figures with a doubtful character, in order; what is doubted elsewhere (in words) is no figure."""
    text = matter.text
    doubted = {index: source.line.doubts for index, source in enumerate(text.lines) if source.line.doubts}
    if not doubted:
        return ()
    found: list[Span] = []
    for offset, line in enumerate(text.line_of):
        if line not in doubted or (found and offset < found[-1].end):
            continue
        start, end = text.start_of[offset], text.end_of[offset]
        if any(one.start < end and start < one.end for one in doubted[line]):
            span = _figure(text.content, offset)
            if any(char.isnumeric() for char in text.slice(span)):
                found.append(span)
    return tuple(found)


def _figure(content: str, offset: int) -> Span:
    """The figure round a character: digits, numerals and what stands between them."""
    start, end = offset, offset + 1
    while start > 0 and _of_figure(content[start - 1]):
        start -= 1
    while end < len(content) and _of_figure(content[end]):
        end += 1
    return Span(start, end)


def _of_figure(char: str) -> bool:
    return char.isnumeric() or char in _SIGNS


def _is_doubtful(one: Application, spans: Sequence[Span], marks: Sequence[Span]) -> bool:
    """Whether a figure of the check is doubtful, or words near its claim could not be read."""
    words = [] if one.claim is None else [one.claim.at]
    return _touched([operand.at for operand in one.check.operands if operand.at is not None], spans) or _touched(words, marks)


def _rests_on(matter: Matter, notice: Notice) -> Sequence[Span]:
    """What a notice rests on: of a numbering the labels alone."""
    if not notice.rule.startswith("structure/") or notice.section is None:
        return notice.evidence
    section = matter.section(notice.section)
    return [Span(section.heading.start, section.heading.start + len(section.label))]


def _touched(rests_on: Sequence[Span], spans: Sequence[Span]) -> bool:
    return any(one.overlaps(span) for one in rests_on for span in spans)
