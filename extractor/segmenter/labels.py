"""Finds what may be a numbering label: at the head of a paragraph, or inside run-on text after the end of a sentence."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.language.numerals import chinese_to_int
from extractor.language.patterns import Pattern, Patterns
from extractor.model.text import Paragraph, Text

if TYPE_CHECKING:
    import regex

ESSENTIAL_ORDER = 2
"""Schemes up to this order (篇, 第一部分, 一、) always stand above the bracketed and Arabic ones, whatever appeared first."""
ESSAY = "essay"
"""The scheme of several reports on one page: its label may stand on a line of its own, above the title."""
LETTER = "letter"
"""The scheme of a letter alone over codes that begin with it (A over A1)."""
LONGEST_LABEL = 40
INLINE_BEFORE = "。；！？：”）)"
"""What may stand before a label inside a paragraph."""
_INLINE_BEFORE = re.compile(f"[{INLINE_BEFORE}]")


@dataclass(frozen=True, slots=True)
class Label:
    """A possible label: ``start`` to ``end`` in the text, its paragraph, scheme, canonical form and value.

    path: the numbers of a decimal label (1.1 gives ``(1, 1)``). inline: it stands inside a paragraph. number None: lost, to be taken from the sequence.
    order: the canonical depth of the scheme.
    """

    start: int
    end: int
    paragraph: int
    scheme: str
    text: str
    number: int | None
    path: tuple[int, ...]
    order: int
    inline: bool = False


class LabelFinder:
    """Finds labels with the patterns of kind ``label``, and numbers alone that may be labels."""

    def __init__(self, patterns: Patterns, text: Text) -> None:
        self.patterns: tuple[Pattern, ...] = patterns.kind("label")
        self.any = patterns.any_of("label")
        self.bare = patterns.one("label.num-bare")
        self.letter = patterns.one("label.letter-bare")
        self.figure_tail = patterns.one("section.unit-follows")
        self.hands = {str(found.attributes["scheme"]): found.attributes.get("hand") for found in self.patterns}
        """Scheme to the hand that writes it: schemes of one hand (1. and 1、) are mixed by a slip of the pen."""
        self.text = text

    def at_head(self, index: int) -> list[Label]:
        """Every reading of the head of a paragraph as a label, decimals before single numbers."""
        paragraph = self.text.paragraphs[index]
        if paragraph.table:
            return []
        content = self.text.slice(paragraph.span)
        found: list[Label] = []
        alone = self.bare if content[:1].isdigit() else self.letter
        bare = alone.match(content) if content[:1].isascii() else None
        if bare is not None and (label := self._label(alone, bare, paragraph.start, index)) is not None:
            found.append(label)
        if not self.any.match(content):
            return found
        for pattern in self.patterns:
            match = pattern.match(content)
            if match is not None:
                label = self._label(pattern, match, paragraph.start, index)
                titled = match.end() < len(content) or pattern.attributes["scheme"] == ESSAY
                titled = titled and not (pattern.attributes.get("gap") and paragraph.start + match.end() not in self._gaps(paragraph))
                if label is not None and titled and not self._is_quantity(label, content, match.end()):
                    found.append(label)
        return sorted(found, key=lambda label: -len(label.path))

    def inside(self, index: int, start: int) -> Iterator[Label]:
        """Labels inside a paragraph from ``start`` on, each after the end of a sentence or where white space was dropped."""
        paragraph = self.text.paragraphs[index]
        content = self.text.slice(paragraph.span)
        places = {
            0,
            *(match.end() for match in _INLINE_BEFORE.finditer(content)),
            *(gap - paragraph.start for gap in self._gaps(paragraph)),
        }
        for position in sorted(places):
            if start - paragraph.start <= position < len(content):
                yield from self.at(index, paragraph.start + position)

    def at(self, index: int, offset: int) -> Iterator[Label]:
        """Every reading of what stands at ``offset`` inside a paragraph as a label."""
        paragraph = self.text.paragraphs[index]
        content = self.text.slice(paragraph.span)
        position = offset - paragraph.start
        head = content[position : position + LONGEST_LABEL]
        if not self.any.match(head):
            return
        for pattern in self.patterns:
            if pattern.attributes.get("lost") or pattern.attributes.get("head_only") or pattern.attributes.get("gap"):
                continue
            match = pattern.match(head)
            if match is None or position + match.end() >= len(content):
                continue
            label = self._label(pattern, match, offset, index)
            if label is not None and not self._is_quantity(label, content, position + match.end()):
                yield replace(label, inline=True)

    def _gaps(self, paragraph: Paragraph) -> frozenset[int]:
        gaps = self.text.gaps
        return frozenset(gaps[bisect_right(gaps, paragraph.start) : bisect_left(gaps, paragraph.end)])

    def _label(self, pattern: Pattern, match: regex.Match[str], offset: int, index: int) -> Label | None:
        groups = match.groupdict()
        printed = groups.get("number") or ""
        scheme = str(pattern.attributes["scheme"])
        path: tuple[int, ...] = ()
        if pattern.attributes.get("lost"):
            number: int | None = None
        else:
            path = label_path(printed)
            if not path:
                return None
            number = path[-1]
        mark = groups.get("mark") or ""
        canonical = str(pattern.attributes["canonical"]).format(number=printed, unit=groups.get("unit") or "", mark=mark)
        if scheme in ("code", LETTER):
            canonical += mark.strip()
        start, end = match.span()
        return Label(offset + start, offset + end, index, scheme, canonical, number, path, int(str(pattern.attributes["order"])))

    def _is_quantity(self, label: Label, content: str, end: int) -> bool:
        """Whether a decimal label is really a figure with a unit (1.2亿元)."""
        return label.scheme == "decimal-2" and self.figure_tail.match(content[end : end + 6]) is not None


def label_path(printed: str) -> tuple[int, ...]:
    """The numbers of a printed label: 十二 gives (12,), 1.1 gives (1, 1), ③ gives (3,), B2 and B give (2,); empty when it is no number."""
    if len(printed) == 1 and printed.isascii() and printed.isupper():
        return (ord(printed) - ord("A") + 1,)
    if printed[:1].isascii() and printed[:1].isalpha():
        printed = printed[1:]
    numbers = []
    for piece in printed.replace("-", ".").split("."):
        if piece.isascii() and piece.isdigit():
            numbers.append(int(piece))
        elif len(piece) == 1 and unicodedata.category(piece) == "No":
            numbers.append(int(unicodedata.numeric(piece)))
        else:
            value = chinese_to_int(piece)
            if value is None:
                return ()
            numbers.append(value)
    return tuple(numbers)
