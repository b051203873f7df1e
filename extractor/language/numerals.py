"""Numerals as reports print them: Arabic, full-width, Chinese, mixed (3亿5000万), fractions, hedged (500余万), masked (20xx).

`parse` reads a text that is one numeral and nothing else; `find` looks for numerals in running text. The characters and the spellings
are in ``patterns/numerals.toml``. Every value is exact: `Decimal` with a context of its own, or `Fraction`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from extractor.language.chinese_numbers import count, spell, vocabulary
from extractor.language.numeral_grammar import ASCII_DIGITS, INSIDE_NUMBER, read, tokenise, value_of
from extractor.language.patterns import Patterns, builtin
from extractor.model.claims import Hedge


@dataclass(frozen=True, slots=True)
class Numeral:
    """One numeral.

    text: as printed, hedge included.
    value: ``unscaled * scale / denominator``; a `Fraction` where the denominator is no power of ten; None where it is masked or only its
    order is said (几十, 三四).
    unscaled: the figure before its multiplier, with the printed decimals (16.4 of 16.4亿; 35000 of 3亿5000万).
    decimals: how many are printed. scale: the multiplier of its last printed digit (10000 for 万).
    denominator: 100 for 百分之, 10 for 成, 3 for 三分之二, else 1. A figure is known to the step
    ``scale / (10**decimals * denominator)``.
    start, end: where it stands, in code points of the text searched.
    """

    text: str
    value: Decimal | Fraction | None
    unscaled: Decimal | None
    decimals: int
    scale: int
    hedge: Hedge
    masked: bool
    start: int
    end: int
    denominator: int = 1


_PLAIN = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")
_BEFORE = {"about": Hedge.ABOUT, "over": Hedge.OVER, "under": Hedge.UNDER}
_AFTER = {"after_about": Hedge.ABOUT, "after_over": Hedge.OVER, "after_under": Hedge.UNDER}


def parse(text: str, patterns: Patterns | None = None) -> Numeral | None:
    """Read ``text`` as one numeral; None where any character of it does not belong to one. Never raises for what the text holds.

    An ordinal (第一, 第3) is no numeral: it names a place, not an amount. ``patterns``: the packs in force, by default the built-in ones.
    """
    if _PLAIN.fullmatch(text):
        # most figures are plain digits, and need no grammar
        figure = Decimal(text)
        return Numeral(text, figure, figure, len(text.partition(".")[2]), 1, Hedge.EXACT, False, 0, len(text))
    packs = patterns or builtin()
    tokens = None if text in packs.words("numeral.look-alike") else tokenise(text, packs)
    if tokens is None:
        return None
    body = list(tokens)
    hedges: set[Hedge] = set()
    if body and body[0].kind in _BEFORE:
        hedges.add(_BEFORE[body.pop(0).kind])
    if body and body[-1].kind in _AFTER:
        hedges.add(_AFTER[body.pop().kind])
    negative = bool(body) and body[0].kind == "minus"
    if negative:
        body.pop(0)
    meaning = read(body, vocabulary(packs), lone=bool(hedges))
    if meaning is None:
        return None
    amount, denominator, masked = meaning
    if amount.more:
        hedges.add(Hedge.OVER)
    if amount.unscaled is None and not masked:
        hedges = {Hedge.ABOUT}
    unscaled = amount.unscaled.copy_negate() if negative and amount.unscaled is not None else amount.unscaled
    hedge = Hedge.EXACT if not hedges else hedges.pop() if len(hedges) == 1 else Hedge.ABOUT
    value = None if unscaled is None else value_of(unscaled, amount.scale, denominator)
    return Numeral(text, value, unscaled, amount.decimals, amount.scale, hedge, masked, 0, len(text), denominator)


def find(text: str, start: int = 0, end: int | None = None, patterns: Patterns | None = None) -> Iterator[Numeral]:
    """The numerals in ``text[start:end]`` from left to right, with their offsets in ``text``.

    Left out: look-alikes (统一, 十分), ordinals, Chinese labels (（十一）), chains (1.2.3), and a lone Chinese digit or mask without a
    measure word behind it (一是, ××县). Blanks are part of a numeral only between threes of digits with a measure behind
    them (公路1 204.6公里); else 1 205 is two. A hyphen is a minus sign only where no
    countable thing stands before it (8日-10日 is a range).
    """
    packs = patterns or builtin()
    candidate = packs.one("numeral.candidate")
    limit = len(text) if end is None else min(end, len(text))
    at = start
    while at < limit:
        for match in candidate.finditer(text, at, limit):
            if match["numeral"] is None:
                continue
            numeral, at = _longest(text, match.start(), match.end(), packs)
            if numeral is not None and _stands_alone(text, numeral, limit, packs):
                yield numeral
            if at < match.end():
                break  # only its beginning is a numeral: the rest is looked through anew
        else:
            return


def chinese_to_int(text: str, patterns: Patterns | None = None) -> int | None:
    """The whole number that Chinese characters spell (二十一, 〇, 二〇二二 by place); None for anything else and for vague ones (三四)."""
    counted = count(text, vocabulary(patterns or builtin()))
    return None if counted is None or counted.unscaled is None else counted.unscaled * counted.scale


def int_to_chinese(number: int, patterns: Patterns | None = None) -> str:
    """A number from 1 to 99 in Chinese characters, as labels write it; `ValueError` for any other."""
    return spell(number, vocabulary(patterns or builtin()))


def parse_year(text: str, patterns: Patterns | None = None) -> int | None:
    """The year that four digits (2016, 二〇二二, 二○一六) or two (09, 98: 1950 to 2049) name; None for anything else, masks included."""
    packs = patterns or builtin()
    digits = vocabulary(packs).digits
    zeros = packs.words("numeral.year-zero")
    plain = "".join("0" if character in zeros else str(digits.get(character, character)) for character in text.translate(ASCII_DIGITS))
    if not (plain.isascii() and plain.isdigit()):
        return None
    if len(plain) == 2:
        return 2000 + int(plain) if int(plain) < 50 else 1900 + int(plain)
    return int(plain) if len(plain) == 4 and 1900 <= int(plain) < 2100 else None


def _longest(text: str, start: int, end: int, packs: Patterns) -> tuple[Numeral | None, int]:
    """The numeral that the candidate is, or, with Arabic digits, the longest that it begins with; and where to go on searching."""
    shortest = end if not any(character.isdigit() for character in text[start:end]) else start + 1
    for stop in range(end, shortest - 1, -1):
        if stop < end and text[stop - 1].isdigit() and (text[stop].isdigit() or text[stop] in INSIDE_NUMBER):
            continue
        numeral = _parsed(text[start:stop], packs)
        if numeral is not None:
            return _moved(numeral, start, stop), stop
    return None, end


@lru_cache(maxsize=4096)
def _parsed(text: str, packs: Patterns) -> Numeral | None:
    """As `parse`: the same few figures return all through a report."""
    return parse(text, packs)


def _moved(one: Numeral, start: int, end: int) -> Numeral:
    """A numeral at its place; `dataclasses.replace` takes as long as reading it."""
    return Numeral(one.text, one.value, one.unscaled, one.decimals, one.scale, one.hedge, one.masked, start, end, one.denominator)


def _stands_alone(text: str, numeral: Numeral, limit: int, packs: Patterns) -> bool:
    """Whether it is a number by itself, not only beside a measure word: it holds Arabic digits, a multiplier, a fraction or a hedge."""
    known = vocabulary(packs)
    printed = numeral.text
    by_itself = numeral.denominator != 1 or numeral.hedge is not Hedge.EXACT or any(character.isdigit() for character in printed)
    if by_itself or (len(printed) > 1 and any(character in known.units or character in known.scales for character in printed)):
        return True
    measures = packs.words("numeral.mask-measure" if numeral.masked else "numeral.measure")
    return text.startswith(measures, numeral.end, limit)
