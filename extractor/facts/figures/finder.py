"""Finds the quantities of a text: numerals with their units, what only looks like one left out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from heapq import merge
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from extractor.facts.figures.subjects import refined_subject_of, subject_of
from extractor.language.numerals import Numeral, find, parse
from extractor.language.patterns import Patterns
from extractor.model.claims import Hedge, Quantity, QuantityKind
from extractor.model.outline import Outline
from extractor.model.text import Span, Text

if TYPE_CHECKING:
    import regex

_KINDS = {
    "points": QuantityKind.POINTS,
    "percent": QuantityKind.PERCENT,
    "money": QuantityKind.MONEY,
    "multiple": QuantityKind.MULTIPLE,
    "measure": QuantityKind.MEASURE,
    "score": QuantityKind.SCORE,
    "count": QuantityKind.COUNT,
}
_STOPS = "，。；：、！？（）()\n\u201c\u201d"
_LIST_MARKS = "；、"
_ROW = 2
"""Amounts of money that make a list with a bare 万 behind them."""
_ENDS = re.compile("[。；;\n]")
_BAR = "|"
_FOUR = re.compile(r"\d{4}")
_YEAR = "年"
_SPAN = 8
"""Years from the first to the last of a row, at most."""
_REACH = 16
"""How many characters before a figure may hold a hedge of its verb."""
_LEAD = 40
"""How many characters before a figure are searched for the words that name it."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """What stands behind a number: kind, unit as compared, and where it ends."""

    kind: QuantityKind
    unit: str | None
    end: int


def find_quantities(text: Text, outline: Outline, patterns: Patterns, words: bool = False) -> tuple[Quantity, ...]:
    """The quantities of ``text`` in document order, numbered q1, q2, … .

    Left out: dates, document numbers, labels, codes, ranges, rule wording, titles of other documents, contents pages. words: read subjects with the
    words of `extractor.language.words` (extra ``gouji[words]``; a second for its dictionary) where the light reading is long or ends in a verb.
    """
    subject = refined_subject_of if words else subject_of
    content = _parted(text)
    outside = _Outside(content, outline, patterns)
    periods = _Periods(content, patterns)
    found: list[Quantity] = []
    ratios = {match.start(): match for match in patterns.one("quantity.ratio-of-one").finditer(content)}
    terms = _terms(content, patterns)
    end = 0
    for numeral in _numerals(content, patterns):
        if numeral.start < end or outside.holds(numeral.start, numeral.end):
            continue
        ratio = ratios.get(numeral.start)
        if numeral.start in terms:
            at, whole = terms[numeral.start]
            value = Decimal(text.slice(at))
            quantity = Quantity(
                f"q{len(found) + 1}",
                text.slice(at),
                value,
                _decimals(value),
                1,
                f":{whole}",
                QuantityKind.MULTIPLE,
                Hedge.EXACT,
                None,
                None,
                at,
            )
        elif ratio is not None:
            value = Decimal(ratio["value"])
            at = Span(ratio.start(), ratio.end())
            quantity = Quantity(
                f"q{len(found) + 1}", text.slice(at), value, _decimals(value), 1, "1:", QuantityKind.MULTIPLE, Hedge.EXACT, None, None, at
            )
        else:
            unit = _of_list(content, numeral, _unit(content, numeral, patterns), found, patterns)
            at = Span(numeral.start, unit.end)
            hedge, _ = _hedge(content, numeral, unit, patterns)
            quantity = Quantity(
                f"q{len(found) + 1}",
                text.slice(at),
                numeral.unscaled,
                numeral.decimals,
                numeral.scale,
                unit.unit,
                unit.kind,
                hedge,
                subject(content, at, patterns),
                periods.of(at.start),
                at,
            )
        found.append(quantity)
        end = at.end
    return tuple(_in_points(content, _in_turn(content, found, patterns), patterns))


def _terms(content: str, patterns: Patterns) -> dict[int, tuple[Span, Decimal]]:
    """The terms of ratios of two and more (5:2:3), by where they start, each with the sum of all of them: it is so much of that."""
    found: dict[int, tuple[Span, Decimal]] = {}
    for match in patterns.one("quantity.ratio-of-many").finditer(content):
        whole = sum((Decimal(one) for one in match.captures("term")), Decimal(0))
        if whole and whole == whole.to_integral_value():
            found |= {start: (Span(start, end), whole.to_integral_value()) for start, end in match.spans("term")}
    return found


def _in_turn(content: str, quantities: list[Quantity], patterns: Patterns) -> list[Quantity]:
    """The quantities, those behind years told in a row (2018年、2019年分别为33.9%、34.8%) each with its own year."""
    starts = [one.at.start for one in quantities]
    for match in patterns.one("quantity.periods-in-turn").finditer(content):
        first = bisect_right(starts, match.end() - 1)
        years = [f"{one}{_YEAR}" for one in _years(match)]
        row = quantities[first : first + len(years)]
        joins = patterns.words("quantity.joins")
        if match["first"] and any(content[one.at.end : other.at.start].strip() not in joins for one, other in pairwise(row)):
            continue  # 2021—2023年，分别投入资金3万元、培训5人
        for place, year in enumerate(years, first):
            if place < len(quantities) and "\n" not in content[match.end() : starts[place]]:
                quantities[place] = replace(quantities[place], period=year)
    return quantities


def _in_points(content: str, quantities: list[Quantity], patterns: Patterns) -> list[Quantity]:
    """The quantities, those of a row whose last one alone bears the whole unit in points like it (2.7个和3.8个百分点)."""
    joins, half = patterns.words("quantity.joins"), patterns.words("quantity.half-points")
    for place in range(len(quantities) - 1, 0, -1):
        one, last = quantities[place - 1 : place + 1]
        row = last.kind is QuantityKind.POINTS and content[one.at.end : last.at.start].strip() in joins
        if row and (one.kind is QuantityKind.BARE or one.unit in half) and one.value is not None:
            quantities[place - 1] = replace(one, kind=last.kind, unit=last.unit)
    return quantities


def _years(match: regex.Match[str]) -> list[int]:
    """The years of a row of them, or those from the first to the last."""
    if match["first"]:
        first, last = int(match["first"]), int(match["last"])
        return list(range(first, last + 1)) if first < last < first + _SPAN else []
    return [int(one) for one in _FOUR.findall(match["years"])]


def _parted(text: Text) -> str:
    """The text with a bar for each blank in rows whose cells nothing but blanks part: 10 and 100% beside each other are no 10,100%, and 756 and 94%
    with a placeholder between them no 756-94%.
    """
    pieces, position = [], 0
    for paragraph in text.paragraphs:
        row = text.content[paragraph.start : paragraph.end] if paragraph.table else ""
        if " " in row and _BAR not in row:
            pieces += [text.content[position : paragraph.start], row.replace(" ", _BAR)]
            position = paragraph.end
    return "".join([*pieces, text.content[position:]])


def _numerals(content: str, patterns: Patterns) -> Iterable[Numeral]:
    """The numerals of a text, those among them that only what follows makes a number (问题有四：一是…)."""
    counted: list[Numeral] = []
    for match in patterns.one("quantity.counted").finditer(content):
        known = parse(match[0], patterns)
        if known is not None:
            counted.append(replace(known, start=match.start(), end=match.end()))
    found = find(content, patterns=patterns)
    return merge(found, counted, key=lambda one: one.start) if counted else found


class Unit(NamedTuple):
    """A unit as words name it without a number: 万元 is money in 元, ten thousand of them."""

    kind: QuantityKind
    name: str
    scale: int


@lru_cache(maxsize=256)
def unit_named(words: str, patterns: Patterns) -> Unit | None:
    """What words name as a unit (万元, 户, %), all of them; None where they name something else."""
    content = f"1{words}"
    numeral = next(iter(find(content, patterns=patterns)), None)
    if numeral is None or numeral.start:
        return None
    unit = _unit(content, numeral, patterns)
    return None if unit.unit is None or unit.end != len(content) else Unit(unit.kind, unit.unit, numeral.scale)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _unit(content: str, numeral: Numeral, patterns: Patterns) -> _Unit:
    """The unit behind a numeral. A bare 万 or 亿 is money where the words before it say so."""
    if numeral.denominator == 100:
        return _Unit(QuantityKind.PERCENT, "%", numeral.end)
    if numeral.denominator > 1:
        return _Unit(QuantityKind.MULTIPLE, f"1/{numeral.denominator}", numeral.end)
    match = patterns.one("quantity.unit").match(content, numeral.end, min(len(content), numeral.end + 16))
    if match is not None:
        kind = match.lastgroup or ""
        printed = match[kind]
        if kind == "money":
            return _Unit(QuantityKind.MONEY, money_unit(printed, patterns), match.end())
        if kind == "percent":
            return _Unit(QuantityKind.PERCENT, "%" if printed != "‰" else printed, match.end())
        return _Unit(_KINDS[kind], alike(patterns).get(printed, printed), match.end())
    if numeral.scale >= 10_000 and (numeral.end >= len(content) or content[numeral.end] in _STOPS):
        lead = content[max(0, numeral.start - _LEAD) : numeral.start]
        counted = lead.endswith(patterns.words("quantity.no-money-lead"))  # 发放补助350万元，惠及群众86万
        if not counted and any(word in lead for word in patterns.words("quantity.money-lead")):
            return _Unit(QuantityKind.MONEY, patterns.words("unit.money")[0], numeral.end)
    return _Unit(QuantityKind.BARE, None, numeral.end)


def _of_list(content: str, numeral: Numeral, unit: _Unit, found: Sequence[Quantity], patterns: Patterns) -> _Unit:
    """The unit of a bare 万 that ends a list of money told in one unit (甲55万元；乙50万元；丙86万。): theirs."""
    if unit.kind is not QuantityKind.BARE or numeral.scale < 10_000 or content[numeral.end : numeral.end + 1] not in _STOPS:
        return unit
    last = found[-_ROW:]
    if len(last) < _ROW or any(
        one.kind is not QuantityKind.MONEY or one.unit != last[0].unit or one.scale != numeral.scale for one in last
    ):
        return unit
    ends = [*(one.at.start for one in last[1:]), numeral.start]
    between = [content[one.at.end : end] for one, end in zip(last, ends, strict=True)]
    marks = {words[:1] for words in between}
    short = all(len(words) <= _LEAD and not any(mark in words[1:] for mark in _STOPS) for words in between)
    other = between[-1].endswith(patterns.words("quantity.no-money-lead"))
    listed = len(marks) == 1 and marks <= set(_LIST_MARKS) and short and not other
    return replace(unit, kind=QuantityKind.MONEY, unit=last[0].unit) if listed else unit


@lru_cache(maxsize=4)
def alike(patterns: Patterns) -> dict[str, str]:
    """Each unit that has a twin, with the one that they compare as."""
    groups: list[list[str]] = patterns.entry("unit.alike").data["groups"]
    return {word: group[0] for group in groups for word in group}


def money_unit(printed: str, patterns: Patterns) -> str:
    """One spelling for the six of 元/人·月: the currency, then what it is per, people before times."""
    pieces = patterns.one("quantity.per").findall(printed)
    currency = patterns.one("quantity.currency").match(printed)
    base = currency[0] if currency is not None else printed
    times = patterns.words("unit.time")
    ordered = sorted(dict.fromkeys(pieces), key=lambda piece: (piece in times, piece))
    return "/".join([patterns.words("unit.money")[0] if base in patterns.words("unit.money") else base, *ordered])


def _hedge(content: str, numeral: Numeral, unit: _Unit, patterns: Patterns) -> tuple[Hedge, int]:
    """How sure the report is: the numeral's own hedge, or one behind the unit; and where the whole ends."""
    behind = patterns.one("quantity.hedge-behind").match(content, unit.end, min(len(content), unit.end + 6))
    own = numeral.hedge
    if own is Hedge.EXACT and behind is None and content[numeral.start - 1 : numeral.start] in patterns.words("quantity.hedge-verbs"):
        before = content[max(0, numeral.start - _REACH) : numeral.start]
        return (Hedge.ABOUT if patterns.one("quantity.hedge-before").search(before) else own), unit.end
    if own is not Hedge.EXACT or behind is None:
        return own, unit.end
    return Hedge(str(behind.lastgroup)), behind.end()


class _Outside:
    """Where numerals are no quantities."""

    def __init__(self, content: str, outline: Outline, patterns: Patterns) -> None:
        spans = [Span(*match.span()) for pattern in patterns.kind("quantity-outside") for match in pattern.finditer(content)]
        spans += list(outline.contents)
        spans += [Span(one.heading.start, one.heading.start + len(one.label) + 1) for one in outline.walk() if one.number is not None]
        self._spans = _merged(spans)
        self._starts = [span.start for span in self._spans]

    def holds(self, start: int, end: int) -> bool:
        """Whether a numeral lies in one of them (its hedge may stand before it)."""
        index = bisect_right(self._starts, max(start, end - 1)) - 1
        return index >= 0 and start < self._spans[index].end


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


class _Periods:
    """The mentions of periods, by offset."""

    def __init__(self, content: str, patterns: Patterns) -> None:
        self._content = content
        self._found = [(match.start(), match[0]) for match in patterns.one("quantity.period").finditer(content)]
        self._starts = [start for start, _ in self._found]
        compared = patterns.words("quantity.compared-with")
        self._compared = [content[max(0, start - 2) : start].rstrip().endswith(compared) for start in self._starts]

    def of(self, offset: int) -> str | None:
        """The last one before ``offset`` in the same paragraph; one that something is compared with (与2019年相比) reaches no farther than its sentence."""
        index = bisect_right(self._starts, offset) - 1
        while index >= 0 and self._compared[index] and _ENDS.search(self._content, self._starts[index], offset):
            index -= 1
        if index < 0:
            return None
        start, words = self._found[index]
        return None if "\n" in self._content[start:offset] else words
