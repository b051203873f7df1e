"""Numbers written in Chinese characters (二十一, 一万三, 二〇二二): the grammar.

The characters and their values are in ``patterns/numerals.toml``. All arithmetic is on integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from extractor.language.patterns import Patterns

TEN_THOUSAND = 10_000
"""万, the size of a group of digits."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The characters of numbers: digits and multipliers with their values, contracted tens, pairs that mean 'one or the other'."""

    digits: dict[str, int]
    couple: frozenset[str]
    units: dict[str, int]
    scales: dict[str, int]
    points: frozenset[str]
    spelled_out: dict[str, str]
    pairs: tuple[str, ...]


class Counted(NamedTuple):
    """A number from characters: ``unscaled * scale``, scale the multiplier of its last digit; unscaled None: only its order is said."""

    unscaled: int | None
    scale: int


@lru_cache(maxsize=8)
def vocabulary(patterns: Patterns) -> Vocabulary:
    """The vocabulary of a set of packs, built once."""

    def values(name: str) -> dict[str, Any]:
        table: dict[str, Any] = patterns.entry(name).data["values"]
        return table

    return Vocabulary(
        digits=values("numeral.digits"),
        couple=frozenset(values("numeral.couple")),
        units=values("numeral.units"),
        scales=values("numeral.scales"),
        points=frozenset(values("numeral.points")),
        spelled_out=values("numeral.spelled-out"),
        pairs=patterns.words("numeral.approximate-pair"),
    )


def spell(number: int, known: Vocabulary) -> str:
    """A number from 1 to 99 as labels write it: 1 is 一, 10 is 十, 21 is 二十一. `ValueError` for any other."""
    if not 0 < number < 100:
        raise ValueError(f"no label number: {number}")
    digits = {value: character for character, value in reversed(known.digits.items())}
    ten = next(character for character, value in known.units.items() if value == 10)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else ten if tens == 1 else digits[tens] + ten) + (digits[ones] if ones else "")


def multiplier(text: str, known: Vocabulary) -> int | None:
    """The product of characters that are all multipliers (千万 is 10**7); None for anything else."""
    product = 1
    for character in text:
        factor = known.units.get(character) or known.scales.get(character)
        if factor is None:
            return None
        product *= factor
    return product if text else None


def count(text: str, known: Vocabulary) -> Counted | None:
    """Read a run of digits and multipliers, without a decimal point; None where it is no number.

    A run of digits alone is read place by place (二〇二二), a pair of neighbours as a vague number (三四). A last digit without its
    multiplier has the next lower one (一百五 is 150, 一万三 is 13000).
    """
    text = "".join(known.spelled_out.get(character, character) for character in text)
    if not text:
        return None
    return Counted(None, 1) if _is_vague(text, known) else _plain(text, known)


def _plain(text: str, known: Vocabulary) -> Counted | None:
    """A run that holds no pair of neighbours."""
    return _by_place(text, known) if all(character in known.digits for character in text) else _grouped(text, known)


def _by_place(text: str, known: Vocabulary) -> Counted | None:
    if len(text) == 1:
        return Counted(known.digits[text], 1)
    value = 0
    for character in text:
        if character in known.couple:
            return None
        value = value * 10 + known.digits[character]
    return Counted(value, 1) if value else None


def _is_vague(text: str, known: Vocabulary) -> bool:
    """Whether it is a pair of neighbours (三四), or a number with such a pair in place of one digit (七八十, 二十七八, 三五百万)."""
    for pair in known.pairs:
        at = text.find(pair)
        if at >= 0 and _is_pair_place(text, at, known) and _plain(text[:at] + text[at + 1 :], known) is not None:
            return True
    return False


def _is_pair_place(text: str, at: int, known: Vocabulary) -> bool:
    """Whether nothing but multipliers stands next to the two digits at ``at``."""
    neighbours = text[max(0, at - 1) : at] + text[at + 2 : at + 3]
    return all(character not in known.digits for character in neighbours)


def _grouped(text: str, known: Vocabulary) -> Counted | None:
    """``[left 亿] [group 万] group``; 亿 may itself count groups of 万 (三万五千亿)."""
    hundred_million = [index for index, character in enumerate(text) if known.scales.get(character, 0) > TEN_THOUSAND]
    if len(hundred_million) > 1:
        return None
    if hundred_million:
        at = hundred_million[0]
        left = _below_hundred_million(text[:at], known, first=True)
        return None if left is None else _joined(left, known.scales[text[at]], _rest(text[at + 1 :], known, known.scales[text[at]]))
    return _below_hundred_million(text, known, first=True)


def _rest(text: str, known: Vocabulary, above: int) -> Counted | None:
    """What follows a multiplier ``above``: nothing, one digit of the next lower place, or smaller groups."""
    if not text:
        return Counted(0, above)
    if len(text) == 1:
        value = known.digits.get(text, 0)
        return Counted(value, above // 10) if value and text not in known.couple else None
    if above == TEN_THOUSAND:
        return _group(text, known, first=False)
    return _below_hundred_million(text, known, first=False)


def _joined(left: Counted, above: int, rest: Counted | None) -> Counted | None:
    if rest is None or left.unscaled is None or rest.unscaled is None:
        return None
    if rest.unscaled == 0:
        return Counted(left.unscaled, left.scale * above)
    total = left.unscaled * left.scale * above + rest.unscaled * rest.scale
    return Counted(total // rest.scale, rest.scale)


def _below_hundred_million(text: str, known: Vocabulary, *, first: bool) -> Counted | None:
    at = next((index for index, character in enumerate(text) if character in known.scales), None)
    if at is None:
        return _group(text, known, first=first)
    left = _group(text[:at], known, first=first)
    if left is None or not left.unscaled:
        return None
    return _joined(left, known.scales[text[at]], _rest(text[at + 1 :], known, known.scales[text[at]]))


def _group(text: str, known: Vocabulary, *, first: bool) -> Counted | None:
    """A number below 10000. ``first``: nothing stands before it, so that it may not begin with a zero."""
    total, last, pending, zero = 0, TEN_THOUSAND, "", False
    for index, character in enumerate(text):
        if character in known.digits:
            if pending:
                return None
            if known.digits[character] == 0:
                if zero or (first and index == 0 and len(text) > 1):
                    return None
                zero = True
            else:
                pending = character
            continue
        unit = known.units.get(character)
        # 一千零五百: a zero that skips no place. 两十: the couple never stands before 十.
        if unit is None or unit >= last or (zero and unit == last // 10) or (unit == 10 and pending in known.couple and pending):
            return None
        if not pending and not (unit == 10 and index == 0 and first):
            return None
        total += (known.digits[pending] if pending else 1) * unit
        last, pending, zero = unit, "", False
    if not pending:
        ends_in_zero = zero and len(text) > 1
        return None if ends_in_zero or not text else Counted(total, 1)
    if len(text) > 1 and pending in known.couple:
        return None
    # The last digit stands in its own place after 零 or 十, else in the place below the last multiplier (一百五).
    place = 1 if zero or last in (10, TEN_THOUSAND) else last // 10
    return Counted(total // place + known.digits[pending], place)
