"""Labels whose mark was lost or misread (3周密部署, 7：上下联动 in a scan): what stands before and behind them in the numbering shows that they are labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from extractor.language.patterns import Patterns
from extractor.model.text import Text
from extractor.segmenter.alone import NUMERAL
from extractor.segmenter.labels import Label, label_path

_MARKED = frozenset({NUMERAL, "num-dot", "num-dun"})
"""Schemes of a number and a mark behind it."""
_TOGETHER = 2
"""So many in a row, where nothing of their scheme follows, are no chance."""


@dataclass(frozen=True, slots=True)
class _Worn:
    """A paragraph that begins with a number: where its title begins, the number as printed, and its value."""

    index: int
    end: int
    printed: str
    number: int


def settle_worn(heads: dict[int, list[Label]], text: Text, patterns: Patterns) -> None:
    """Give paragraphs that begin with a number alone the label of the numbering around them, where that counts over them without a gap.

    heads: the readings of each paragraph's head as a label, by its number; those of the paragraphs that are labels after all are put in.
    """
    worn = {one.index: one for one in _candidates(heads, text, patterns)}
    for index in sorted(worn):
        before = _sibling(heads, worn, reversed(range(index)), worn[index])
        if heads.get(index) or not isinstance(before, Label) or before.number != worn[index].number - 1:
            continue
        run = [worn[index]]
        while isinstance(following := _sibling(heads, worn, range(run[-1].index + 1, len(text.paragraphs)), run[-1], before), _Worn):
            if following.number != run[-1].number + 1:
                break
            run.append(following)
        goes_on = isinstance(following, Label) and following.number == run[-1].number + 1
        if goes_on or (following is None and (len(run) >= _TOGETHER or _is_scored(run[0], text, patterns))):
            for one in run:
                heads[one.index] = [_label(one, before, text)]


def _candidates(heads: Mapping[int, list[Label]], text: Text, patterns: Patterns) -> Iterable[_Worn]:
    pattern = patterns.one("label.worn")
    for index, labels in heads.items():
        paragraph = text.paragraphs[index]
        if labels or paragraph.table:
            continue
        match = pattern.match(text.slice(paragraph.span))
        path = label_path(match["number"]) if match is not None else ()
        if match is not None and path:
            yield _Worn(index, paragraph.start + match.end(), match["number"], path[0])


def _sibling(
    heads: Mapping[int, list[Label]], worn: Mapping[int, _Worn], places: Iterable[int], own: _Worn, like: Label | None = None
) -> Label | _Worn | None:
    """The first label of the scheme, or number without a mark, that stands on the level of one; None where a higher level begins before.

    like: a label of the scheme, where it is known.
    """
    for index in places:
        first = heads[index][0] if heads.get(index) else None
        if first is None:
            other = worn.get(index)
            if other is not None and like is not None and other.printed.isascii() == own.printed.isascii():
                return other
        elif first.scheme == like.scheme if like is not None else _may_lead(first, own):
            return first
        elif first.order < (like.order if like is not None else _order_of(own)):
            return None
    return None


def _is_scored(one: _Worn, text: Text, patterns: Patterns) -> bool:
    """Whether a paragraph ends its title with a score."""
    title = text.content[one.end : text.paragraphs[one.index].end]
    return any(patterns.one(name).search(title) is not None for name in ("section.score-tail", "section.score-bracket"))


def _may_lead(first: Label, own: _Worn) -> bool:
    """Whether a label is of a scheme that a number without its mark may be of: numerals under numerals, digits under digits."""
    return first.scheme in _MARKED and (first.scheme == NUMERAL) != own.printed.isascii()


def _order_of(own: _Worn) -> int:
    """The depth below which nothing ends the search for the numbering of a number: that of 1. for digits, that of 一、 for numerals."""
    return 4 if own.printed.isascii() else 2


def _label(one: _Worn, before: Label, text: Text) -> Label:
    start = text.paragraphs[one.index].start
    return replace(
        before,
        start=start,
        end=one.end,
        paragraph=one.index,
        text=f"{one.printed}{before.text[-1]}",
        number=one.number,
        path=(one.number,),
        inline=False,
    )
