"""Folds the characters of one paragraph: widths, compatibility forms, stray spaces, markdown marks; keeps the column of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from extractor.language.patterns import Patterns
from extractor.model.text import Removal

ZERO_WIDTH = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069\ufeff\u00ad"
)
OPEN, CLOSE = "（(", "）)"
PLAIN_MARKS = "，。、；：！？（）《》〈〉〔〕【】「」『』“”‘’…—%"
"""Marks that are printed as they are kept."""


class Cell(NamedTuple):
    """One character of the source with the line (index into `Text.lines`) and columns ``[start, end)`` it comes from."""

    char: str
    line: int
    start: int
    end: int


@dataclass(slots=True)
class Folded:
    """A folded paragraph: cells, offsets before which white space was dropped, and what was left out (line, start, end, reason)."""

    cells: list[Cell] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    removed: list[tuple[int, int, int, Removal]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(cell.char for cell in self.cells)


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
        kept = "".join(mark for mark in PLAIN_MARKS if self._target(mark) == mark and mark not in self.half_to_full)
        self._plain = re.compile(rf"(?:[\u4e00-\u9fff0-9A-Za-z{re.escape(kept)}]|(?<=[0-9A-Za-z])\.)*")

    def plain(self, text: str) -> bool:
        """Whether folding leaves every character as it is, whatever stands before and behind: most lines are like that, and need not go through it."""
        return self._plain.fullmatch(text) is not None

    def fold(self, cells: Sequence[Cell]) -> Folded:
        """Fold a paragraph given as raw cells in reading order."""
        folded = Folded()
        visible = self._without_marks(cells, folded)
        spaced = self._without_spaces(visible, folded)
        folded.cells, folded.gaps = self._widened(spaced)
        return folded

    def _without_marks(self, cells: Sequence[Cell], folded: Folded) -> list[Cell]:
        """Drop zero-width characters and markdown marks; a mask stays."""
        raw = "".join(cell.char for cell in cells)
        dropped = {index for index, char in enumerate(raw) if char in ZERO_WIDTH}
        if "*" in raw:
            dropped |= self._markdown_stars(raw)
        stripped = raw.lstrip()
        if stripped.startswith("#"):
            begin = len(raw) - len(stripped)
            marks = len(stripped) - len(stripped.lstrip("#"))
            if marks <= 6:
                dropped |= set(range(begin, begin + marks))
        if not dropped:
            return list(cells)
        for index in sorted(dropped):
            cell = cells[index]
            folded.removed.append((cell.line, cell.start, cell.end, Removal.MARKUP))
        return [cell for index, cell in enumerate(cells) if index not in dropped]

    def _markdown_stars(self, raw: str) -> set[int]:
        """Indices of stars that are markdown marks round words. A pair that holds words is markdown; a star beside a figure or unit is a mask."""
        masks = {index for match in self.masks.finditer(raw) for index in range(match.start(), match.end())}
        runs: list[tuple[int, int]] = []
        index = 0
        while index < len(raw):
            if raw[index] == "*":
                end = index
                while end < len(raw) and raw[end] == "*":
                    end += 1
                runs.append((index, end))
                index = end
            else:
                index += 1
        dropped: set[int] = set()
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

    def _without_spaces(self, cells: Sequence[Cell], folded: Folded) -> list[tuple[Cell, bool]]:
        """Drop white space that Chinese setting does not need; each kept cell says whether white space was dropped before it."""
        kept: list[tuple[Cell, bool]] = []
        pending: list[Cell] = []
        for cell in cells:
            if cell.char.isspace():
                pending.append(cell)
                continue
            gap = False
            if pending:
                if kept and self._needs_space(kept[-1][0].char, cell.char):
                    first = pending[0]
                    kept.append((Cell(" ", first.line, first.start, first.end), False))
                    pending = pending[1:]
                else:
                    gap = bool(kept)
                folded.removed.extend((space.line, space.start, space.end, Removal.SPACE) for space in pending)
                pending = []
            kept.append((cell, gap))
        folded.removed.extend((space.line, space.start, space.end, Removal.SPACE) for space in pending)
        return kept

    @staticmethod
    def _needs_space(before: str, after: str) -> bool:
        """Whether white space between two characters says something: between two Latin letters or digits, and after a dot or comma before a digit."""
        if is_cjk(before) or is_cjk(after):
            return False
        before_word = before.isalnum() or before in "|"
        after_word = after.isalnum() or after in "|"
        return (before_word and after_word) or (before in ".,;" and after.isalnum())

    def _widened(self, cells: Sequence[tuple[Cell, bool]]) -> tuple[list[Cell], list[int]]:
        """Fold widths and compatibility forms, then widen half-width punctuation that stands beside Chinese characters."""
        out: list[Cell] = []
        gaps: list[int] = []
        for cell, gap in cells:
            if gap:
                gaps.append(len(out))
            target = self._target(cell.char)
            if target == cell.char:
                out.append(cell)
            else:
                out.extend(Cell(char, cell.line, cell.start, cell.end) for char in target)
        self._widen_punctuation(out)
        return out, gaps

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

    def _widen_punctuation(self, cells: list[Cell]) -> None:
        widened: set[int] = set()
        count = len(cells)
        for index, cell in enumerate(cells):
            if cell.char in self.half_to_full:
                before = cells[index - 1].char if index else ""
                after = cells[index + 1].char if index + 1 < count else ""
                if (before and is_cjk(before)) or (after and is_cjk(after)):
                    widened.add(index)
            elif cell.char == "." and self._is_full_stop(cells, index):
                cells[index] = cell._replace(char="。")
        for start, end in _bracket_pairs(cells):
            if (start in widened or end in widened) or cells[start].char in "（" or cells[end].char in "）":
                widened |= {start, end}
        for index in widened:
            cells[index] = cells[index]._replace(char=self.half_to_full.get(cells[index].char, cells[index].char))

    def _is_full_stop(self, cells: Sequence[Cell], index: int) -> bool:
        """Whether an ASCII dot ends a Chinese sentence: after an ideograph that is no numeral of a label, or a closing mark, and not before Latin."""
        if index == 0:
            return False
        before = cells[index - 1].char
        if any(cell.char in "/／" for cell in cells[max(0, index - 3) : index]):
            return False  # a unit: 元/人.月
        if not ("\u4e00" <= before <= "\u9fff" or before in "）)”》%"):
            return False
        following = "".join(cell.char for cell in cells[index + 1 : index + 4])
        if following[:1].isdigit():
            # 扣.5分 is a decimal with its zero lost; 完成.2021年 is the next sentence
            return not any(mark in following[1:] for mark in self.decimal_units)
        if following and not is_cjk(following[0]) and following[0] != "(":
            return False
        # a numeral at the head of the paragraph, or after a sentence, is a label: 一.
        if before in _numeral_characters():
            start = index - 1
            while start > 0 and cells[start - 1].char in _numeral_characters():
                start -= 1
            return not (start == 0 or cells[start - 1].char in "。；！？")
        if before in "）)":
            return index + 1 == len(cells) or index >= 6
        return True


@lru_cache(maxsize=1)
def _numeral_characters() -> frozenset[str]:
    """The ideographs whose Unicode numeric value makes them part of a numbering label."""
    return frozenset(char for char in map(chr, range(0x4E00, 0xA000)) if unicodedata.numeric(char, -1) in {*range(11), 100})


def _bracket_pairs(cells: Sequence[Cell]) -> Iterable[tuple[int, int]]:
    stack: list[int] = []
    for index, cell in enumerate(cells):
        if cell.char in OPEN:
            stack.append(index)
        elif cell.char in CLOSE and stack:
            yield stack.pop(), index
