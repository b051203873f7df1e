"""Folds the characters of one paragraph: widths, compatibility forms, stray spaces, markdown marks; keeps where each came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.language.patterns import Patterns
from extractor.model.text import Removal

ZERO_WIDTH = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069\ufeff\u00ad"
)
OPEN, CLOSE = "（(", "）)"
COMPATIBILITY = (range(0xFF01, 0xFF5F), range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
"""Full-width ASCII, radicals, compatibility ideographs."""
_MARKS = re.compile(f"[{''.join(sorted(ZERO_WIDTH))}*#]")
_SPACES = re.compile(r"\s+")
_BOLD_FIGURE = re.compile(r"(?<![*\d.])(\*{2,3})[\d.,]*\d%?\1(?![*\d])")
"""A figure between equal marks is set in bold: a mask hides one side of it."""


@dataclass(slots=True)
class Folded:
    """A folded paragraph. origin: for each character of ``text`` the index of the raw one that it comes from, never going back. gaps: offsets
    before which white space was dropped. removed: what was left out, as raw index and reason.
    """

    text: str
    origin: Sequence[int]
    gaps: list[int] = field(default_factory=list)
    removed: list[tuple[int, Removal]] = field(default_factory=list)


def is_cjk(char: str) -> bool:
    """Whether a character is set on the Chinese grid: ideographs, Chinese punctuation, full-width forms, curly quotes, dashes."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3000 < code <= 0x30FF
        or 0xFF00 <= code <= 0xFFEF
        or 0x3400 <= code <= 0x4DBF
        or 0x2E80 <= code <= 0x2FDF
        or 0xF900 <= code <= 0xFAFF
        or code >= 0x20000
        or char in "“”‘’…—·①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    )


class Folding:
    """The folding tables of a set of patterns."""

    def __init__(self, patterns: Patterns) -> None:
        data = patterns.entry("folding.characters").data
        self.characters: dict[str, str] = dict(data["pairs"])
        self.keep_width: frozenset[str] = frozenset(data["keep_width"])
        self.half_to_full: dict[str, str] = dict(data["half_to_full"])
        self.decimal_units: frozenset[str] = frozenset(data["decimal_units"])
        self.masks = patterns.one("folding.mask-stars")
        compatible = (chr(code) for codes in COMPATIBILITY for code in codes)
        targets = {char: target for char in {*self.characters, *compatible} if (target := self._target(char)) != char}
        self._table = str.maketrans(targets)
        self._foldable = frozenset(targets)
        self._half = re.compile(f"[{re.escape(''.join(self.half_to_full))}.]")

    def fold(self, raw: str, row: bool = False) -> Folded:
        """Fold the raw characters of a paragraph. row: of a table's row, in which a tab parts two cells: 9.5 and 尾款未付 beside it are no 9.5尾."""
        folded = Folded(raw, range(len(raw)))
        if _MARKS.search(raw):
            self._without_marks(folded)
        self._without_spaces(folded, row)
        self._mapped(folded)
        self._widen_punctuation(folded)
        return folded

    def _without_marks(self, folded: Folded) -> None:
        """Drop zero-width characters and markdown marks; a mask stays."""
        raw = folded.text
        dropped = {index for index, char in enumerate(raw) if char in ZERO_WIDTH}
        if "*" in raw:
            dropped |= self._markdown_stars(raw)
        stripped = raw.lstrip()
        if stripped.startswith("#"):
            begin = len(raw) - len(stripped)
            marks = len(stripped) - len(stripped.lstrip("#"))
            if marks <= 6:
                dropped |= set(range(begin, begin + marks))
                closed = raw.rstrip()
                closing = len(closed) - len(closed.rstrip("#"))
                if closing and len(closed) - closing > begin + marks:  # ## 一、概况 ##
                    dropped |= set(range(len(closed) - closing, len(closed)))
        if not dropped:
            return
        folded.removed.extend((index, Removal.MARKUP) for index in sorted(dropped))
        folded.origin = [index for index in range(len(raw)) if index not in dropped]
        folded.text = "".join(raw[index] for index in folded.origin)

    def _markdown_stars(self, raw: str) -> set[int]:
        """Indices of stars that are markdown marks round words. A pair that holds words is markdown; a star beside a figure or unit is a mask."""
        dropped = {index for match in _BOLD_FIGURE.finditer(raw) for index in (*_side(match, 1), *_side(match, -1))}
        masks = {index for match in self.masks.finditer(raw) for index in range(match.start(), match.end())} - dropped
        runs: list[tuple[int, int]] = []
        index = 0
        while index < len(raw):
            if raw[index] == "*":
                end = index
                while end < len(raw) and raw[end] == "*":
                    end += 1
                if index not in dropped:
                    runs.append((index, end))
                index = end
            else:
                index += 1
        opened: tuple[int, int] | None = None
        for position, (start, end) in enumerate(runs):
            if end - start > 3:
                continue
            if opened is not None:
                inner = raw[opened[1] : start]
                if any(is_cjk(char) for char in inner) and not inner[:1].isspace() and not inner[-1:].isspace():
                    dropped |= set(range(*opened)) | set(range(start, end))
                    opened = None
                    continue
            following = runs[position + 1] if position + 1 < len(runs) else None
            if start in masks and not self._opens_emphasis(raw, start, end, following, masks):
                opened = None
                continue
            opened = (start, end)
        if opened is not None and not (set(range(*opened)) & masks):
            dropped |= set(range(*opened))
        return dropped

    @staticmethod
    def _opens_emphasis(raw: str, start: int, end: int, following: tuple[int, int] | None, masks: set[int]) -> bool:
        """Whether stars that stand like a mask open an emphasis: no digit before them, and the next stars, which are no mask, close it round words."""
        if following is None or raw[start - 1 : start].isdigit() or following[0] in masks:
            return False
        inner = raw[end : following[0]]
        return len(inner) > 1 and any(is_cjk(char) for char in inner)

    def _without_spaces(self, folded: Folded, row: bool) -> None:
        """Drop white space that Chinese setting does not need; a space is kept where it says something."""
        text, origin = folded.text, folded.origin
        pieces: list[str] = []
        kept: list[int] = []
        position = 0
        for match in _SPACES.finditer(text):
            start, end = match.span()
            inside = start > 0 and end < len(text)
            needed = inside and (self._needs_space(text[start - 1], text[end]) or (row and "\t" in match[0]))
            if needed and text[start:end] == " ":
                continue
            pieces.append(text[position:start])
            kept.extend(origin[position:start])
            position = end
            if needed:
                pieces.append(" ")
                kept.append(origin[start])
            elif inside:
                folded.gaps.append(len(kept))
            folded.removed.extend([(origin[index], Removal.SPACE) for index in range(start + needed, end)])
        if position:
            folded.text = "".join([*pieces, text[position:]])
            folded.origin = [*kept, *origin[position:]]

    @staticmethod
    @lru_cache(maxsize=4096)
    def _needs_space(before: str, after: str) -> bool:
        """Whether white space between two characters says something: between two Latin letters or digits, and after a dot or comma before a digit."""
        if is_cjk(before) or is_cjk(after):
            return False
        before_word = before.isalnum() or before in "|"
        after_word = after.isalnum() or after in "|"
        return (before_word and after_word) or (before in ".,;" and after.isalnum())

    def _mapped(self, folded: Folded) -> None:
        """Fold widths and compatibility forms."""
        if self._foldable.isdisjoint(folded.text):
            return
        text = folded.text.translate(self._table)
        if len(text) != len(folded.text):  # one character stands for several: （一） for ㈠
            lengths = [len(char.translate(self._table)) for char in folded.text]
            starts = [0]
            for length in lengths:
                starts.append(starts[-1] + length)
            folded.origin = [index for index, length in zip(folded.origin, lengths, strict=True) for _ in range(length)]
            folded.gaps = [starts[gap] for gap in folded.gaps]
        folded.text = text

    def _target(self, char: str) -> str:
        if char < "\u2000" or "\u4e00" <= char <= "\u9fff" or char in self.keep_width:
            return char
        mapped = self.characters.get(char)
        if mapped is not None:
            return mapped
        code = ord(char)
        if 0xFF01 <= code <= 0xFF5E:
            return chr(code - 0xFEE0)
        if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F:
            return unicodedata.normalize("NFKC", char)
        return char

    def _widen_punctuation(self, folded: Folded) -> None:
        """Widen half-width punctuation that stands beside Chinese characters."""
        places = [match.start() for match in self._half.finditer(folded.text)]
        if not places:
            return
        chars = list(folded.text)
        widened: set[int] = set()
        for index in places:
            if chars[index] == ".":
                if self._is_full_stop(chars, index):
                    chars[index] = "。"
            elif (index and is_cjk(chars[index - 1])) or (index + 1 < len(chars) and is_cjk(chars[index + 1])):
                widened.add(index)
        if "(" in folded.text or ")" in folded.text:
            for start, end in _bracket_pairs(chars):
                if start in widened or end in widened or chars[start] in "（" or chars[end] in "）":
                    widened |= {start, end}
        for index in widened:
            chars[index] = self.half_to_full.get(chars[index], chars[index])
        folded.text = "".join(chars)

    def _is_full_stop(self, chars: Sequence[str], index: int) -> bool:
        """Whether an ASCII dot ends a Chinese sentence: after an ideograph that is no numeral of a label, or a closing mark, and not before Latin."""
        if index == 0:
            return False
        before = chars[index - 1]
        if not ("\u4e00" <= before <= "\u9fff" or before in "）)”》%"):
            return False
        if any(char in "/／" for char in chars[max(0, index - 3) : index]):
            return False  # a unit: 元/人.月
        following = "".join(chars[index + 1 : index + 4])
        if following[:1].isdigit():
            # 扣.5分 is a decimal with its zero lost; 完成.2021年 is the next sentence
            return not any(mark in following[1:] for mark in self.decimal_units)
        if following and not is_cjk(following[0]) and following[0] != "(":
            return False
        # a numeral at the head of the paragraph, or after a sentence, is a label: 一.
        if before in _numeral_characters():
            start = index - 1
            while start > 0 and chars[start - 1] in _numeral_characters():
                start -= 1
            return not (start == 0 or chars[start - 1] in "。；！？")
        if before in "）)":
            return index + 1 == len(chars) or index >= 6
        return True


def _side(figure: re.Match[str], side: int) -> range:
    """Where the marks before (1) or behind (-1) a figure in bold stand."""
    width = len(figure[1])
    return range(figure.start(), figure.start() + width) if side > 0 else range(figure.end() - width, figure.end())


@lru_cache(maxsize=1)
def _numeral_characters() -> frozenset[str]:
    """The ideographs whose Unicode numeric value makes them part of a numbering label."""
    return frozenset(char for char in map(chr, range(0x4E00, 0xA000)) if unicodedata.numeric(char, -1) in {*range(11), 100})


def _bracket_pairs(chars: Sequence[str]) -> Iterable[tuple[int, int]]:
    stack: list[int] = []
    for index, char in enumerate(chars):
        if char in OPEN:
            stack.append(index)
        elif char in CLOSE and stack:
            yield stack.pop(), index
